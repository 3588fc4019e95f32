"""What a plan would stand on, and what the engine needs."""

from dataclasses import dataclass
from datetime import date
from typing import Any

import pandas as pd
from django.db.models import Exists, OuterRef, Q, QuerySet

from sibina.assess.needs.api import (
    Gap,
    GapSnapshot,
    NeedsRound,
    current_snapshot,
    find_round_of,
    plan_needs,
)
from sibina.ground.cycles.api import Cycle, find_open_cycle, get_rule
from sibina.ground.cycles.rules import may_change
from sibina.ground.cycles.types import CyclePhase, NoRule, Part, RuleKey, RuleVersion
from sibina.ground.people.api import Posting, holding_on
from sibina.lib.questions import written_once
from sibina.lib.tenancy.models import City
from sibina.plan.planning.models import CityPlan, PlanFunding
from sibina.plan.planning.reads.hours import list_hours
from sibina.plan.planning.reads.payers import get_payers
from sibina.plan.planning.reads.replanning import list_kept_seats
from sibina.plan.planning.reads.weights import list_factors
from sibina.plan.planning.rules.answers import Question, question_of
from sibina.plan.planning.rules.city_tables import CityFacts, Limits
from sibina.plan.planning.rules.funding import sessions_after, taken_off
from sibina.plan.planning.rules.orders import Ground
from sibina.plan.planning.rules.payers import payers_in
from sibina.plan.planning.types import KEPT_STATES
from sibina.plan.programmes.api import (
    Funding,
    Objective,
    Offering,
    Programme,
    get_funding,
    list_plannable,
    list_unplannable,
)
from sibina.plan.programmes.rules import given_to_ceiling, given_to_sessions
from sibina.plan.programmes.types import Share

SESSION_COLUMNS = {
    "pk": "session",
    "programme_id": "programme",
    "starts_on": "start",
    "ends_on": "end",
    "seats": "seats",
    "min_seats": "min_seats",
    "fixed_cost": "fixed_cost",
    "seat_cost": "seat_cost",
    "venue": "venue",
    "speaker_id": "speaker",
    "counts_as_absence": "away",
    "class_ends_on": "away_until",
}


# What a plan would stand on.
@dataclass(frozen=True)
class Standing:
    """What the form shows before anything is asked: the year, the gaps, its needs round, the sessions, the rule on hours."""

    cycle: Cycle
    snapshot: GapSnapshot | None
    round: NeedsRound | None
    ground: Ground
    aside: dict[str, Any]
    jp_rule: RuleVersion | None
    jp_ceiling_rule: RuleVersion | None
    begun: int
    funding: Funding

    @property
    def given(self) -> int:
        """What partners take off the price of sessions, all of them running; whole rupiah."""
        return sum(given_to_sessions(self.funding.shares).values())

    @property
    def cycle_lacks_ground(self) -> bool:
        """Gaps or sessions are still to come: something else is done before a plan is asked for."""
        return not (self.ground.has_snapshot and self.ground.sessions)


def list_cycles() -> list[Cycle]:
    """Years of the city, the latest first."""
    return list(Cycle.objects.order_by("-year"))


def find_cycle(*, year: int | None) -> Cycle | None:
    """The year asked for; without one the open year, else the latest."""
    if year is not None:
        return Cycle.objects.filter(year=year).first()
    return find_open_cycle() or Cycle.objects.order_by("-year").first()


def get_standing(*, city: City, cycle: Cycle, today: date, trial: GapSnapshot | None = None) -> Standing:
    """What a plan for this year would be computed from, today: the city's gaps, or those of a trial."""
    snapshot = trial or current_snapshot(city)
    offered = list(
        list_plannable(cycle_id=cycle.pk).values(
            *("pk", "code", "programme_id", "starts_on", "seats", "min_seats", "fixed_cost", "seat_cost"),
            *("payer_id", "payer__name"),
        )
    )
    away = list_unplannable(cycle_id=cycle.pk)
    programmes = _programmes(cycle)
    gainless = sorted(one.name for one in programmes if not one.has_aim)
    fit = {one.pk for one in programmes if one.has_aim}
    usable = [row for row in offered if row["programme_id"] in fit]
    funding, needs_round = get_funding(cycle=cycle), find_round_of(cycle.pk)
    given = given_to_sessions(funding.shares)
    ground = Ground(
        year=cycle.year,
        this_year=today.year,
        is_closed=not may_change(CyclePhase(cycle.phase), Part.PLAN),
        has_snapshot=snapshot is not None,
        sessions=len(offered) + len(away),
        sessions_with_gain=len(usable),
        cheapest=min(
            (
                row["fixed_cost"]
                - taken_off(row["fixed_cost"], given.get(row["pk"], 0))
                + row["seat_cost"] * max(1, row["min_seats"])
                for row in usable
                if row["payer_id"] is None
            ),
            default=None,
        ),
        contributed=given_to_ceiling(funding.shares),
        has_round=needs_round is not None,
        payers=get_payers(cycle=cycle, rows=usable, given=given),
    )
    return Standing(
        cycle=cycle,
        snapshot=snapshot,
        round=needs_round,
        ground=ground,
        aside={
            "programmes_without_gain": gainless,
            "sessions_without_gain": len(offered) - len(usable),
            "sessions_without_speaker": away,
        },
        jp_rule=rule_of_year(RuleKey.JP_FLOOR_PNS, cycle),
        jp_ceiling_rule=rule_of_year(RuleKey.JP_CEILING_PPPK, cycle),
        begun=sum(row["starts_on"] < today for row in usable),
        funding=funding,
    )


def _programmes(cycle: Cycle) -> list[Programme]:
    """Programmes with a session in the year; `has_aim`: it raises a competency, and each one by a known gain."""
    offered = Offering.objects.filter(cycle=cycle).values("programme_id")
    aims = Objective.objects.filter(programme=OuterRef("pk"))
    has_aim = Exists(aims) & ~Exists(aims.filter(gain__isnull=True))
    return list(Programme.objects.filter(pk__in=offered).annotate(has_aim=has_aim).order_by("pk"))


def rule_of_year(key: RuleKey, cycle: Cycle) -> RuleVersion | None:
    """The rule as it holds on the last day of the year; None when the city has none."""
    try:
        return get_rule(key=key, day=date(cycle.year, 12, 31))
    except NoRule:
        return None


# What the engine needs.
def get_facts(*, plan: CityPlan) -> CityFacts:
    """The city as frames: active persons in their posting, gaps of the plan's snapshot, factors, programmes, sessions."""
    snapshot = GapSnapshot.objects.get(pk=plan.snapshot_number)
    postings = Posting.objects.filter(holding_on(plan.snapshot_as_of), person__is_active=True).values_list(
        "person_id", "unit_id", "unit__office_id", "person__employment"
    )
    persons = pd.DataFrame(list(postings), columns=["person", "unit", "office", "employment"])
    persons["office"] = persons["office"].fillna(persons["unit"])
    gaps = Gap.objects.filter(snapshot=snapshot).values_list(
        "person_id", "competency_id", "required", "present"
    )
    settled = dict(plan.settled.values_list("offering_id", "state"))
    kept = [key for key, state in settled.items() if state in KEPT_STATES]
    held = set(Offering.objects.filter(pk__in=kept).values_list("programme_id", flat=True))
    programmes = [one for one in _programmes(plan.cycle) if one.has_aim or one.pk in held]
    all_offered = Offering.objects.filter(cycle=plan.cycle, programme__in=programmes)
    closed = list(
        all_offered.filter(pk__in=settled.keys() - set(kept)).order_by("pk").values_list("pk", flat=True)
    )
    plannable = list_plannable(cycle_id=plan.cycle_id).values("pk")
    offered = all_offered.filter(Q(pk__in=plannable) | Q(pk__in=kept)).exclude(pk__in=closed).order_by("pk")
    aims = Objective.objects.filter(programme__in=programmes).order_by("pk")
    keys = ["programme_id", "competency_id", "from_level", "to_level", "gain"]
    sessions = pd.DataFrame(
        list(offered.values_list(*SESSION_COLUMNS)), columns=list(SESSION_COLUMNS.values())
    )
    needs = plan_needs(snapshot)
    return CityFacts(
        persons=persons.astype({"person": "int64", "unit": "int64", "office": "int64"}),
        gaps=_levels(list(gaps)),
        needs=needs.astype({"person": "int64", "competency": "int64", "short": float, "weight": float}),
        programmes=pd.DataFrame([(one.pk, one.jp) for one in programmes], columns=["programme", "jp"]),
        objectives=pd.DataFrame(
            list(aims.values_list(*keys)), columns=[key.removesuffix("_id") for key in keys]
        ).astype({"gain": float}),
        sessions=sessions_after(_as_contract(sessions), get_given(plan=plan)),
        payers=_whole(
            list(offered.filter(payer__isnull=False).values_list("pk", "payer_id")), "session", "office"
        ),
        fixed=_whole(list(list_kept_seats(plan=plan)), "person", "session", "unit", "office"),
        closed=pd.DataFrame({"session": closed, "reason": [settled[key] for key in closed]}),
        factors=_whole(list(list_factors(plan=plan)), "office", "competency", "factor"),
        hours=pd.DataFrame(list(list_hours(plan=plan)), columns=["person", "jp"]).astype(
            {"person": "int64", "jp": float}
        ),
    )


def get_given(*, plan: CityPlan) -> dict[int, int]:
    """What partners give to each session, as the plan counted it when it was asked for."""
    rows = PlanFunding.objects.filter(plan=plan, offering__isnull=False)
    return given_to_sessions(
        Share(*row) for row in rows.values_list("contribution_id", "offering_id", "rupiah")
    )


def list_funding(*, plan: CityPlan) -> list[PlanFunding]:
    """What the plan counted of the partners' contributions: what raises the ceiling first, then by session."""
    return _funding(plan_id=plan.pk)


@written_once
def _funding(plan_id: int) -> QuerySet[PlanFunding]:
    rows = PlanFunding.objects.filter(plan_id=plan_id).select_related("contribution")
    return rows.order_by("offering__starts_on", "code", "partner", "description")


def _as_contract(sessions: pd.DataFrame) -> pd.DataFrame:
    """Speakers by their keys as text: nobody named is empty, and two who share a name stay apart."""
    speaker = sessions["speaker"].astype("Int64").astype("string").fillna("")
    return sessions.assign(away=sessions["away"].astype(int), speaker=speaker)


def _whole(rows: list[tuple[Any, ...]], *columns: str) -> pd.DataFrame:
    return pd.DataFrame(rows, columns=list(columns)).astype("int64")


def _levels(rows: list[tuple[Any, ...]]) -> pd.DataFrame:
    frame = pd.DataFrame(rows, columns=["person", "competency", "required", "present"])
    return frame.astype({"person": "int64", "competency": "int64", "required": "int64", "present": "Int64"})


class GapsGone(Exception):
    """The rows behind the plan's counting of gaps have been cleared away; a newer counting took their place."""


class OfficesShort(Exception):
    """Sessions that an office pays have become dearer than its money, or more, since the plan was asked for."""


def get_question(*, plan: CityPlan) -> Question:
    """What the plan asks of the search. Raises GapsGone and OfficesShort."""
    if not Gap.objects.filter(snapshot_id=plan.snapshot_number).exists():
        raise GapsGone
    facts = get_facts(plan=plan)
    if any(one.lacking for one in payers_in(facts, dict(plan.payers.values_list("office_id", "money")))):
        raise OfficesShort
    return question_of(facts, get_limits(plan))


def get_limits(plan: CityPlan) -> Limits:
    """What bounds the plan, as it was asked for."""
    return Limits(
        ceiling=plan.ceiling,
        jp_floor=plan.jp_floor,
        jp_first=plan.jp_first and plan.jp_floor > 0,
        jp_ceiling=plan.jp_ceiling,
        away_percent=plan.away_percent,
    )
