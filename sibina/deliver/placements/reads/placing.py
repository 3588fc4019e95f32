"""Questions about placements: those that a member sees, one of them, what a form offers to choose from."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef, Q, QuerySet, Sum
from django.db.models.functions import Coalesce, JSONObject

from sibina.assess.needs.api import Gap, current_snapshot
from sibina.assess.needs.types import GapState
from sibina.deliver.placements.models import (
    Placement,
    PlacementCost,
    PlacementGoal,
    PlacementStep,
)
from sibina.deliver.placements.types import PlacementState
from sibina.ground.cycles.api import Cycle
from sibina.ground.people.api import Membership, Person, get_sight, seen_by
from sibina.ground.people.types import Sight
from sibina.lib.access import Role
from sibina.lib.tenancy.models import City
from sibina.plan.planning.api import FundSource
from sibina.plan.programmes.api import Agreement, Partner, find_partner_of


class Reader:
    """A member with what they see of placements, looked up once: the city's, the own units', the own; a partner's people
    those at their house.
    """

    def __init__(self, member: Membership) -> None:
        self.member = member

    @cached_property
    def sight(self) -> Sight:
        """Whose rows the member sees."""
        return get_sight(self.member)

    @cached_property
    def heads(self) -> frozenset[int]:
        """The units that the member heads."""
        return self.sight.unit_ids or frozenset()

    @cached_property
    def seen(self) -> Q:
        """The placements that the member sees."""
        if self.member.role == Role.MITRA:
            partner = find_partner_of(self.member)
            return Q(partner=partner) if partner else Q(pk__in=[])
        return seen_by(self.sight, unit="person__unit_id")

    def sees(self, placement: Placement) -> bool:
        """The same of one placement with its person; not for a partner's people."""
        person = placement.person
        return self.sight.whole_city or person.pk == self.sight.person_id or person.unit_id in self.heads


def list_placements(reader: Reader) -> QuerySet[Placement]:
    """Placements that the member sees, the latest first; `rupiah` is what they cost."""
    rows = Placement.objects.filter(reader.seen)
    return rows.annotate(rupiah=Sum("costs__rupiah"))


def join_places(rows: QuerySet[Placement]) -> QuerySet[Placement]:
    """What a list tells of each."""
    return rows.select_related("person__unit", "person__office", "cycle").annotate(
        rupiah=Sum("costs__rupiah")
    )


def find_placement(*, placement_id: int, reader: Reader) -> Placement | None:
    """One placement with what its pages show, or None where there is none or the member may not see it."""
    found = Placement.objects.filter(reader.seen, pk=placement_id)
    return found.select_related(
        "person__unit", "person__office", "person__position", "partner", "agreement", "cycle", "report_file"
    ).first()


@dataclass(frozen=True)
class Goal:
    """What is to be reached in a competency: from the level on record (None: not measured) to a higher one."""

    competency_id: int
    name: str
    from_level: int | None
    to_level: int


@dataclass(frozen=True)
class Cost:
    """A part of the allowance in whole rupiah; `paid_by` names the source of the budget, or who else pays."""

    kind: str
    rupiah: int
    fund_id: int | None
    payer: str
    paid_by: str


@dataclass(frozen=True)
class Contents:
    """What a placement is for and what it costs, in the order in which it was written."""

    goals: list[Goal]
    costs: list[Cost]

    @property
    def rupiah(self) -> int:
        """All parts together."""
        return sum(cost.rupiah for cost in self.costs)


def get_contents(placement: Placement) -> Contents:
    """Goals and costs, asked for at once."""
    goals = PlacementGoal.objects.filter(placement=OuterRef("pk")).order_by("competency__name")
    costs = PlacementCost.objects.filter(placement=OuterRef("pk")).order_by("pk")
    paid_by = Coalesce("fund__name", "payer")
    told_goals = JSONObject(
        competency_id="competency_id",
        name="competency__name",
        from_level="from_level",
        to_level="to_level",
    )
    told_costs = JSONObject(kind="kind", rupiah="rupiah", fund_id="fund_id", payer="payer", paid_by=paid_by)
    asked = Placement.objects.filter(pk=placement.pk).values_list(
        ArraySubquery(goals.values(told=told_goals)), ArraySubquery(costs.values(told=told_costs))
    )
    found_goals, found_costs = asked.get()
    return Contents([Goal(**row) for row in found_goals], [Cost(**row) for row in found_costs])


def list_steps(placement: Placement) -> list[PlacementStep]:
    """How it came so far, the first step first."""
    return list(PlacementStep.objects.filter(placement=placement).select_related("by"))


def list_candidates(sight: Sight) -> QuerySet[Person]:
    """Active persons whom the member may propose."""
    return Person.objects.filter(seen_by(sight, person="pk"), is_active=True)


def find_candidate(*, person_id: int, sight: Sight) -> Person | None:
    """One of them, with the place of work."""
    return list_candidates(sight).select_related("unit", "office", "position").filter(pk=person_id).first()


def list_goal_choices(*, city: City, person: Person, kept: Sequence[Goal] = ()) -> list[Goal]:
    """The person's gaps, the largest first and unmeasured ones last; before them the goals that are written already."""
    known = {one.competency_id for one in kept}
    snapshot = current_snapshot(city)
    if snapshot is None:
        return list(kept)
    gaps = Gap.objects.filter(
        snapshot=snapshot, person=person, state__in=[GapState.SHORT, GapState.UNMEASURED]
    ).select_related("competency")
    found = sorted(gaps, key=lambda gap: (-(gap.shortfall or 0), gap.competency.name))
    return [
        *kept,
        *(
            Goal(gap.competency_id, gap.competency.name, gap.present, gap.required)
            for gap in found
            if gap.competency_id not in known
        ),
    ]


def list_hosts(kept: int | None = None) -> list[Partner]:
    """Partners that can be a host: the active ones, and the one that is written already."""
    return list(Partner.objects.filter(Q(is_active=True) | Q(pk=kept)))


def list_agreements() -> list[Agreement]:
    """Every agreement with its partner, by partner and number."""
    return list(Agreement.objects.select_related("partner").order_by("partner__name", "number"))


def list_funds(*, person: Person, kept: Iterable[int | None] = ()) -> list[FundSource]:
    """Sources that may pay: of years that are not closed, of the whole city or the person's office."""
    mine = Q(office__isnull=True) | Q(office_id=person.office_id)
    open_ones = ~Q(cycle__phase="closed") & mine
    rows = FundSource.objects.filter(open_ones | Q(pk__in=[key for key in kept if key]))
    return list(rows.select_related("cycle").order_by("-cycle__year", "name"))


def find_year(day: date) -> Cycle | None:
    """The city's year in which the day lies."""
    return Cycle.objects.filter(year=day.year).first()


def find_overlapping(*, person_id: int, first: date, last: date, but: int | None = None) -> Placement | None:
    """Another placement of the person that takes one of these days."""
    rows = Placement.objects.filter(person_id=person_id, starts_on__lte=last)
    rows = rows.exclude(state=PlacementState.CANCELLED).exclude(pk=but or 0)
    until = Q(returned_on__isnull=True, ends_on__gte=first) | Q(returned_on__gte=first)
    return rows.filter(until).first()
