"""What falls when an agreement lapses: sessions, seats, people, levels that stay open, money."""

from dataclasses import dataclass

import pandas as pd
from django.db.models import Q, QuerySet, Sum

from sibina.assess.needs.api import Gap
from sibina.assess.needs.types import GapState
from sibina.ground.cycles.api import rows_of_open_cycle
from sibina.plan.planning.models import CityPlan, PlanSeat, PlanSession
from sibina.plan.planning.rules.lapsing import Fall, fall_of
from sibina.plan.planning.types import Approval
from sibina.plan.programmes.api import Agreement, Objective
from sibina.plan.programmes.types import ContributionKind, ContributionState


@dataclass(frozen=True)
class Lapse:
    """What rests on an agreement in the open year's set plan.

    `plan` is None where no set plan holds a session of it. `fall` is None where levels cannot be told any more.
    `to_ceiling`, `to_sessions`: whole rupiah that the partner gives in the year.
    """

    agreement: Agreement
    plan: CityPlan | None
    sessions: tuple[PlanSession, ...]
    seated: int
    fall: Fall | None
    competencies: tuple[tuple[str, int, float], ...]
    to_ceiling: int
    to_sessions: int

    @property
    def running(self) -> list[PlanSession]:
        return [row for row in self.sessions if row.runs]

    @property
    def seats(self) -> int:
        return sum(row.taken for row in self.sessions)

    @property
    def saved(self) -> int:
        """What the city would not pay, whole rupiah; an office that pays keeps its own."""
        return sum(row.cost for row in self.sessions if row.payer_id is None)


def find_lapse(*, agreement_id: int) -> Lapse | None:
    """What falls when this agreement lapses; None where there is no such agreement."""
    agreement = _agreements().filter(pk=agreement_id).first()
    if agreement is None:
        return None
    rows = PlanSession.objects.filter(
        plan__approval=Approval.SET,
        plan__cycle__in=rows_of_open_cycle().values("pk"),
        offering__agreement=agreement_id,
    )
    sessions = tuple(rows.select_related("plan").order_by("starts_on", "code"))
    plan = sessions[0].plan if sessions else None
    fallen = {row.offering_id for row in sessions if row.runs}
    seats = _seats(plan, fallen) if plan and fallen else None
    fall, names = _fall(plan, seats, fallen) if plan and seats is not None else (None, {})
    return Lapse(
        agreement=agreement,
        plan=plan,
        sessions=sessions,
        seated=0 if seats is None else int(seats["person"].nunique()),
        fall=fall,
        competencies=tuple((names[key], people, levels) for key, people, levels in fall.by_competency)
        if fall
        else (),
        to_ceiling=agreement.to_ceiling or 0,
        to_sessions=agreement.to_sessions or 0,
    )


def _agreements() -> QuerySet[Agreement]:
    """Agreements with their partner, and what is given under them in the open year."""
    counts = Q(contributions__cycle__in=rows_of_open_cycle().values("pk")) & ~Q(
        contributions__state=ContributionState.WITHDRAWN
    )
    free = Q(contributions__programme__isnull=True)
    return Agreement.objects.select_related("partner").annotate(
        to_ceiling=Sum(
            "contributions__value", filter=counts & free & Q(contributions__kind=ContributionKind.MONEY)
        ),
        to_sessions=Sum("contributions__value", filter=counts & ~free),
    )


def _seats(plan: CityPlan, fallen: set[int]) -> pd.DataFrame:
    """All seats of the persons who have one in a session that would fall."""
    persons = PlanSeat.objects.filter(plan=plan, session__offering__in=fallen).values("plan_person")
    rows = PlanSeat.objects.filter(plan=plan, plan_person__in=persons).order_by("line")
    columns = {
        "plan_person__person_id": "person",
        "session__offering_id": "session",
        "session__programme_id": "programme",
        "plan_person__closed": "closed",
    }
    return pd.DataFrame(list(rows.values_list(*columns)), columns=list(columns.values()))


def _fall(plan: CityPlan, seats: pd.DataFrame, fallen: set[int]) -> tuple[Fall | None, dict[int, str]]:
    """What stays open, and the names of the competencies."""
    asked = Gap.objects.filter(
        snapshot_id=plan.snapshot_number,
        state=GapState.SHORT,
        person_id__in=seats["person"].unique().tolist(),
    ).order_by("person_id", "competency_id")
    told = list(asked.values_list("person_id", "competency_id", "present", "shortfall", "competency__name"))
    aims = Objective.objects.filter(programme_id__in=seats["programme"].unique().tolist(), gain__isnull=False)
    keys = ["programme", "competency", "from_level", "to_level", "gain"]
    objectives = pd.DataFrame(
        list(aims.order_by("pk").values_list("programme_id", "competency_id", *keys[2:])), columns=keys
    )
    gaps = pd.DataFrame([row[:4] for row in told], columns=["person", "competency", "present", "short"])
    names = {row[1]: row[4] for row in told}
    if gaps.empty or objectives.empty:
        return None, names
    return fall_of(gaps, objectives.astype({"gain": float}), seats, fallen), names
