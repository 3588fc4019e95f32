"""What a page of a plan shows. Every question is answered from rows written when the plan was ready."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Exists, F, OuterRef, Prefetch, QuerySet, Sum

from sibina.ground.cycles.api import Cycle
from sibina.ground.people.api import seen_by
from sibina.ground.people.types import Sight
from sibina.lib.keeping import kept
from sibina.lib.questions import among, written_once
from sibina.plan.planning.models import (
    CityPlan,
    PlanCheckpoint,
    PlanOffice,
    PlanPerson,
    PlanSeat,
    PlanSession,
)


def list_plans(*, cycle: Cycle | None = None) -> QuerySet[CityPlan]:
    """The plans of a year, the latest first."""
    found = told().select_related("job")
    return found.filter(cycle=cycle) if cycle else found


def told() -> QuerySet[CityPlan]:
    """Plans without the long answers that only their own pages show."""
    return CityPlan.objects.defer("aside", "comparisons", "what_if")


def find_plan(*, pk: int, whole: bool = True) -> CityPlan | None:
    """A plan with its year, `whole` with its long answers."""
    return (_plan_whole if whole else _plan_told).first(pk=pk)


@written_once
def _plan_whole(pk: int) -> QuerySet[CityPlan]:
    return CityPlan.objects.select_related("cycle", "base", "needs_round__cycle").filter(pk=pk).order_by()


@written_once
def _plan_told(pk: int) -> QuerySet[CityPlan]:
    return told().select_related("cycle", "base").filter(pk=pk).order_by()


def list_ready_plans() -> list[CityPlan]:
    """Every plan that has an answer, of all years, the latest first."""
    return _ready()


@written_once
def _ready() -> QuerySet[CityPlan]:
    states = (CityPlan.State.READY, CityPlan.State.STOPPED)
    return told().filter(state__in=states).select_related("cycle")[:100]


def find_kept(*, plan: CityPlan) -> PlanCheckpoint | None:
    """What has been kept of a plan that is still being searched for."""
    return PlanCheckpoint.objects.filter(plan=plan).defer("seats").first()


def find_checkpoint(*, plan: CityPlan, digest: str) -> PlanCheckpoint | None:
    """The best plan kept so far, if the city's data are still the ones that it was found on."""
    return PlanCheckpoint.objects.filter(plan=plan, digest=digest).first()


def list_sessions(*, plan: CityPlan) -> QuerySet[PlanSession]:
    return plan.sessions.all()


def join_payers(rows: QuerySet[PlanSession]) -> QuerySet[PlanSession]:
    """Each session with the office that pays it."""
    return rows.select_related("payer")


KEPT_SECONDS = 3600
NAMED = (
    "person__number",
    "person__front_title",
    "person__name",
    "person__back_title",
    "unit__name",
    "office__name",
)
"""What a list tells of a person: the name with its titles, and where."""


def list_seats(*, plan: CityPlan, sight: Sight) -> QuerySet[PlanSeat]:
    """Who goes where, for the eyes of this member."""
    seats = PlanSeat.objects.filter(plan=plan).order_by("line")
    return seats if sight.whole_city else seats.filter(among("plan_person_id", _seated_keys(plan, sight)))


def _seated_keys(plan: CityPlan, sight: Sight) -> list[int]:
    """The persons first: along the order of the list the database would pass over the seats of everybody else. Looked for
    once: a plan that is there does not change.
    """

    def find() -> list[int]:
        persons = PlanPerson.objects.filter(seen_by(sight), plan=plan, seats__gt=0)
        return list(persons.order_by().values_list("pk", flat=True))

    return kept("seated", plan.pk, plan.computed_at, sight, find=find, seconds=KEPT_SECONDS)


def list_plan_seats(*, sessions: Collection[int]) -> QuerySet[PlanSeat, tuple[int, int, int, int]]:
    """Who goes to these sessions: key of the session, person, unit and office, by the person's name."""
    seats = PlanSeat.objects.filter(among("session_id", sessions)).order_by("line")
    of_person = ("person_id", "unit_id", "office_id")
    return seats.values_list("session_id", *(f"plan_person__{name}" for name in of_person))


def join_seats(seats: QuerySet[PlanSeat]) -> QuerySet[PlanSeat]:
    """Each seat with its person and session, as a list tells them."""
    told = ("programme_name", "code", "starts_on", "ends_on", "jp")
    return seats.select_related(
        "session", "plan_person__person", "plan_person__unit", "plan_person__office"
    ).only(
        "plan_id",
        *(f"session__{name}" for name in told),
        *(f"plan_person__{name}" for name in ("person_id", *NAMED)),
    )


def list_persons_left_out(*, plan: CityPlan, sight: Sight) -> QuerySet[PlanPerson]:
    """Persons who go short: those with the largest remaining shortfall first."""
    return PlanPerson.objects.filter(seen_by(sight), plan=plan).exclude(reason="").order_by("line")


def join_persons(rows: QuerySet[PlanPerson]) -> QuerySet[PlanPerson]:
    """Each person of a plan with the names that a list tells."""
    own = ("plan_id", "person_id", "short", "closed", "seats", "reason", "price")
    return rows.select_related("person", "unit", "office").only(*own, *NAMED)


def count_once(of: str, rows: QuerySet[Any], *, plan: CityPlan, sight: Sight) -> int:
    """How many rows a list of the plan holds for the member; a plan that is there does not change, so counted once. `of`
    names the list: two lists of a plan may hold rows of the same table.
    """
    parts = ("count", of, plan.pk, plan.computed_at, sight)
    return kept(*parts, find=rows.count, seconds=KEPT_SECONDS)


def list_sessions_left_out(*, plan: CityPlan) -> QuerySet[PlanSession]:
    return plan.sessions.filter(runs=False)


def find_person(*, plan: CityPlan, person_id: int, sight: Sight) -> PlanPerson | None:
    """One person in a plan, with the sessions they attend; None when not for these eyes."""
    seats = PlanSeat.objects.select_related("session").order_by("session__starts_on")
    return (
        plan.persons.filter(seen_by(sight), person_id=person_id)
        .select_related("person", "unit", "office")
        .prefetch_related(Prefetch("seat_rows", queryset=seats))
        .first()
    )


def is_in_plan(*, plan: CityPlan, person_id: int) -> bool:
    """Was the person among those that the plan was made for?"""
    return PlanPerson.objects.filter(plan=plan, person_id=person_id).exists()


@dataclass(frozen=True)
class OfficeLine:
    """An office in the plan; levels short before, levels closed, attendances."""

    office_id: int
    name: str
    before: float
    levels: float
    attendances: int


def list_offices(*, plan: CityPlan, sight: Sight) -> list[OfficeLine]:
    """Per office, by name: levels before and closed, and attendances, of the persons whom the member sees."""
    if sight.whole_city:
        return [OfficeLine(*row) for row in _offices_of(plan_id=plan.pk)]
    rows = PlanPerson.objects.filter(seen_by(sight), plan=plan).values_list("office_id", "office__name")
    sums = rows.annotate(Sum("short"), Sum("closed"), Sum("seats"))
    return [OfficeLine(*row) for row in sums.order_by("office__name", "office_id")]


@written_once
def _offices_of(plan_id: int) -> QuerySet[PlanOffice, tuple[Any, ...]]:
    rows = PlanOffice.objects.filter(plan_id=plan_id).order_by("office__name", "office_id")
    return rows.values_list("office_id", "office__name", "short", "closed", "seats")


def list_programmes_run(*, plan: CityPlan) -> list[tuple[int, str]]:
    """Programmes of which a session runs, key and name, by name."""

    def find() -> list[tuple[int, str]]:
        runs = PlanSession.objects.filter(plan=plan, runs=True).order_by("programme_name", "programme_id")
        return list(runs.values_list("programme_id", "programme_name").distinct())

    return kept("programmes run", plan.pk, plan.computed_at, find=find, seconds=KEPT_SECONDS)


def months_of(sessions: list[PlanSession]) -> list[dict[str, Any]]:
    """Twelve months of the plan's year, each with the sessions that begin in it."""
    return [
        {"number": month, "sessions": [row for row in sessions if row.starts_on.month == month]}
        for month in range(1, 13)
    ]


MOST_TOTALS = 12
HEAT_STEPS = (0.1, 0.25, 0.5, 0.75, 1.0)
"""Levels short per person of whom the competency is required and measured; the last step is open above."""


@dataclass(frozen=True)
class HeatCell:
    """Levels of one office in one competency, None where nobody is measured; `kind` is the step of its heat."""

    kind: int | str
    levels: float | None


@dataclass(frozen=True)
class Picture:
    """A table of office × competency. `rows`: an office's name and its cells, None where nothing is required.

    `totals`: per competency the levels short before and after; those of which most is closed.
    """

    competencies: list[str]
    rows: list[tuple[str, list[HeatCell | None]]]
    totals: list[tuple[str, float, float]]


def get_picture(*, plan: CityPlan, which: str) -> Picture:
    """Shortfall `sebelum`, `sesudah`, or the `selisih` that the plan closes; levels, and the heat per person."""
    # Rows and not objects: an office × competency each.
    cells = plan.cells.order_by("office__name", "office_id").values_list(
        "office_id",
        "office__name",
        "competency_id",
        "competency__kind",
        "competency__name",
        F("required") - F("unmeasured"),
        "levels_before",
        "levels_closed",
    )
    names: dict[int, tuple[str, str]] = {}
    offices: dict[int, str] = {}
    heats: dict[int, dict[int, HeatCell]] = {}
    sums: dict[int, list[float]] = {}
    for office, office_name, key, kind, name, measured, before, closed in cells:
        names[key] = (kind, name)
        offices[office] = office_name
        levels = {"sebelum": before, "sesudah": before - closed, "selisih": closed}[which]
        heats.setdefault(office, {})[key] = _heat(measured, levels)
        total = sums.setdefault(key, [0.0, 0.0])
        total[0] += before
        total[1] += before - closed
    order = sorted(names, key=lambda key: (*names[key], key))
    totals = [(names[key][1], sums[key][0], sums[key][1]) for key in order if sums[key][0] > sums[key][1]]
    totals.sort(key=lambda row: row[2] - row[1])
    return Picture(
        competencies=[names[key][1] for key in order],
        rows=[(offices[key], [found.get(one) for one in order]) for key, found in heats.items()],
        totals=totals[:MOST_TOTALS],
    )


def _heat(measured: int, levels: float) -> HeatCell:
    if not measured:
        return HeatCell("none", None)
    each = levels / measured
    return HeatCell(0 if each <= 0 else 1 + sum(each > step for step in HEAT_STEPS[:4]), levels)


def list_rivals(*, plan: CityPlan) -> list[dict[str, Any]]:
    """This plan beside the simple rules on the same money; `share` is of this plan's objective."""
    own: dict[str, Any] = {
        "name": "this",
        "objective": plan.objective,
        "cost": plan.cost,
        "seats": plan.seats,
    }
    rows = [own | {"jp_floor_met": plan.jp_met}]
    # Persons to whom the floor does not apply stand at it from the start; they are not counted here either.
    outside = plan.people - plan.jp_people
    rows += [row | {"jp_floor_met": row["jp_floor_met"] - outside} for row in plan.comparisons]
    best = plan.objective or 0.0
    return [row | {"share": row["objective"] / best if best else None} for row in rows]


def list_what_if(*, plan: CityPlan) -> list[dict[str, Any]]:
    """More and less money: what is gained or lost against this plan, as found and as it can be at most."""
    return [_change(plan, name, plan.what_if[name]) for name in ("more", "less") if name in plan.what_if]


def _change(plan: CityPlan, name: str, found: dict[str, Any]) -> dict[str, Any]:
    base = plan.objective or 0.0
    change = found["objective"] - base
    # Persons to whom the floor does not apply stand at it from the start; they are not counted.
    jp = found["jp_floor_met"] - (plan.people - plan.jp_people)
    money = found["ceiling"] - plan.ceiling
    return found | {
        "name": name,
        "change": change,
        "loss": -change,
        "share": change / base if base else None,
        "loss_share": -change / base if base else None,
        # A change in the wrong direction is the noise of two proven gaps, not an effect of money.
        "same": change <= 0 if money > 0 else change >= 0,
        "gap": (found["bound"] - found["objective"]) / found["bound"] if found["bound"] > 0 else 0.0,
        "money": money,
        "cut": -money,
        "cut_share": -money / plan.ceiling,
        "jp": jp,
        "jp_change": jp - plan.jp_met,
    }


def find_pair(ready: list[CityPlan], first: str, second: str) -> tuple[CityPlan, CityPlan] | None:
    """Two different plans of those that have answers, by the text of their keys in an address; else None."""
    known = {str(plan.pk): plan for plan in ready}
    one, two = known.get(first), known.get(second)
    return (one, two) if one and two and one.pk != two.pk else None


NOTHING = (0, False, 0)
"""What a plan says of a session that it does not know: neither does it run."""


def list_differing_sessions(
    *, first: CityPlan, second: CityPlan
) -> list[tuple[PlanSession | None, PlanSession | None]]:
    """Sessions that run in one plan and not in the other, or with another number of people; by time."""
    # Most sessions are alike in both: what they say is compared first, and only those that differ are read whole.
    said: dict[int, dict[int, tuple[int, bool, int]]] = {first.pk: {}, second.pk: {}}
    rows = PlanSession.objects.filter(plan__in=said).order_by()
    for plan, offering, pk, runs, taken in rows.values_list("plan_id", "offering_id", "pk", "runs", "taken"):
        said[plan][offering] = (pk, runs, taken)
    one, two = said.values()
    differing = [key for key in {**one, **two} if one.get(key, NOTHING)[1:] != two.get(key, NOTHING)[1:]]
    keys = [found[key][0] for found in (one, two) for key in differing if key in found]
    whole = PlanSession.objects.in_bulk(keys)
    pairs = [(whole.get(one.get(key, NOTHING)[0]), whole.get(two.get(key, NOTHING)[0])) for key in differing]
    return sorted(pairs, key=lambda pair: _order(pair[0] or pair[1]))


def list_moved(*, first: CityPlan, second: CityPlan, sight: Sight) -> QuerySet[PlanPerson]:
    """Persons with a seat in the second plan and none in the first, by name."""
    moved = PlanPerson.objects.filter(among("pk", _moved_keys(first, second)))
    return moved.filter(seen_by(sight)).order_by("person__name", "person_id")


def _moved_keys(first: CityPlan, second: CityPlan) -> list[int]:
    """Looked for once: two plans that are there do not change."""

    def find() -> list[int]:
        seated = first.persons.filter(seats__gt=0, person=OuterRef("person"))
        rows = second.persons.filter(~Exists(seated), seats__gt=0).order_by()
        return list(rows.values_list("pk", flat=True))

    parts = ("moved", first.pk, first.computed_at, second.pk, second.computed_at)
    return kept(*parts, find=find, seconds=KEPT_SECONDS)


def _order(row: PlanSession | None) -> tuple[date, str]:
    return (row.starts_on, row.code) if row else (date.max, "")
