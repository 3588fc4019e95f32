"""What a page of a plan shows. Every question is answered from rows written when the plan was ready."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, F, OuterRef, Prefetch, Q, QuerySet, Subquery, Sum, Window

from sibina.ground.cycles.api import Cycle
from sibina.ground.people.api import PersonNumber
from sibina.ground.people.types import Sight
from sibina.plan.planning.models import (
    CityPlan,
    PlanCheckpoint,
    PlanGapCell,
    PlanPerson,
    PlanSeat,
    PlanSession,
)
from sibina.plan.programmes.api import Objective


def list_plans(*, cycle: Cycle | None = None) -> QuerySet[CityPlan]:
    """The plans of a year, the latest first."""
    found = CityPlan.objects.select_related("cycle", "job", "made_by")
    return found.filter(cycle=cycle) if cycle else found


def find_plan(*, pk: int) -> CityPlan | None:
    """A plan with the people who made and took it."""
    related = ("cycle", "job", "what_if_job", "made_by", "taken_by")
    return CityPlan.objects.select_related(*related).filter(pk=pk).first()


def find_taken_plan(*, cycle: Cycle) -> CityPlan | None:
    """The plan that is the city's own for the year."""
    return CityPlan.objects.filter(cycle=cycle, taken_at__isnull=False).first()


def list_ready_plans() -> list[CityPlan]:
    """Every plan that has an answer, of all years, the latest first."""
    states = (CityPlan.State.READY, CityPlan.State.STOPPED)
    return list(CityPlan.objects.filter(state__in=states).select_related("cycle")[:100])


def find_kept(*, plan: CityPlan) -> PlanCheckpoint | None:
    """What has been kept of a plan that is still being searched for."""
    return PlanCheckpoint.objects.filter(plan=plan).defer("seats").first()


def find_checkpoint(*, plan: CityPlan, digest: str) -> PlanCheckpoint | None:
    """The best plan kept so far, if the city's data are still the ones that it was found on."""
    return PlanCheckpoint.objects.filter(plan=plan, digest=digest).first()


def list_sessions(*, plan: CityPlan) -> QuerySet[PlanSession]:
    return plan.sessions.all()


def seen_by(sight: Sight, *, person: str = "person_id", unit: str = "unit_id") -> Q:
    """Whose rows of a plan a member sees: the city's, the own unit's, the own."""
    if sight.nothing:
        return Q(pk__in=[])
    if sight.person_id is not None:
        return Q(**{person: sight.person_id})
    return Q() if sight.unit_ids is None else Q(**{f"{unit}__in": sight.unit_ids})


def list_seats(*, plan: CityPlan, sight: Sight) -> QuerySet[PlanSeat]:
    """Who goes where, for the eyes of this member."""
    return (
        plan.seat_rows.filter(seen_by(sight, person="plan_person__person_id", unit="plan_person__unit_id"))
        .select_related("session", "plan_person__person", "plan_person__unit", "plan_person__office")
        .annotate(nip=current_number("plan_person__person_id"))
        .order_by("plan_person__person__name", "plan_person__person_id", "session__starts_on")
    )


def current_number(person: str) -> Subquery:
    """The person's NIP of today."""
    return Subquery(
        PersonNumber.objects.filter(person=OuterRef(person), is_current=True).values("number")[:1]
    )


def list_persons_left_out(*, plan: CityPlan, sight: Sight) -> QuerySet[PlanPerson]:
    """Persons who go short: those with the largest remaining shortfall first."""
    return (
        plan.persons.filter(seen_by(sight))
        .exclude(reason="")
        .select_related("person", "unit", "office")
        .annotate(left=F("short") - F("closed"), nip=current_number("person_id"))
        .order_by("-left", "person__name", "person_id")
    )


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
    return plan.persons.filter(person_id=person_id).exists()


def list_cells(*, plan: CityPlan) -> list[PlanGapCell]:
    """Shortfall before and after, office × competency, by name."""
    found = plan.cells.select_related("office", "competency")
    return list(found.order_by("office__name", "office_id", "competency__kind", "competency__name"))


def list_offices(*, plan: CityPlan, sight: Sight) -> list[Any]:
    """Per office: persons, who goes, levels before and closed."""
    seen = plan.persons.filter(seen_by(sight)).values("office_id", "office__name")
    return list(
        seen.annotate(before=Sum("short"), levels=Sum("closed"), attendances=Sum("seats")).order_by(
            "office__name", "office_id"
        )
    )


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
class Picture:
    """A table of office × competency. `rows`: an office and its cells, None where nothing is required.

    `totals`: per competency the levels short before and after; those of which most is closed.
    """

    competencies: list[Any]
    rows: list[tuple[Any, list[dict[str, Any] | None]]]
    totals: list[tuple[str, float, float]]


def get_picture(*, plan: CityPlan, which: str) -> Picture:
    """Shortfall `sebelum`, `sesudah`, or the `selisih` that the plan closes; levels, and the heat per person."""
    cells = list_cells(plan=plan)
    competencies = {cell.competency_id: cell.competency for cell in cells}
    order = sorted(competencies.values(), key=lambda one: (one.kind, one.name))
    by_office: dict[int, dict[int, PlanGapCell]] = {}
    offices = {}
    for cell in cells:
        offices[cell.office_id] = cell.office
        by_office.setdefault(cell.office_id, {})[cell.competency_id] = cell
    rows = [
        (offices[key], [_heat(found.get(one.pk), which) for one in order]) for key, found in by_office.items()
    ]
    totals = [
        (
            one.name,
            sum(cell.levels_before for cell in cells if cell.competency_id == one.pk),
            sum(cell.levels_after for cell in cells if cell.competency_id == one.pk),
        )
        for one in order
    ]
    closed = sorted((row for row in totals if row[1] > row[2]), key=lambda row: row[2] - row[1])
    return Picture(competencies=order, rows=rows, totals=closed[:MOST_TOTALS])


def _heat(cell: PlanGapCell | None, which: str) -> dict[str, Any] | None:
    if cell is None:
        return None
    measured = cell.required - cell.unmeasured
    levels = {"sebelum": cell.levels_before, "sesudah": cell.levels_after, "selisih": cell.levels_closed}[
        which
    ]
    if not measured:
        return {"kind": "none", "cell": cell, "levels": None}
    each = levels / measured
    kind = 0 if each <= 0 else 1 + sum(each > step for step in HEAT_STEPS[:4])
    return {"kind": kind, "cell": cell, "levels": levels}


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


def list_differing_sessions(
    *, first: CityPlan, second: CityPlan
) -> list[tuple[PlanSession | None, PlanSession | None]]:
    """Sessions that run in one plan and not in the other, or with another number of people; by time."""
    rows = list(PlanSession.objects.filter(plan__in=(first, second)))
    one = {row.offering_id: row for row in rows if row.plan_id == first.pk}
    two = {row.offering_id: row for row in rows if row.plan_id == second.pk}
    pairs = [(one.get(key), two.get(key)) for key in {**one, **two}]
    differing = [pair for pair in pairs if _says(pair[0]) != _says(pair[1])]
    return sorted(differing, key=lambda pair: _order(pair[0] or pair[1]))


def list_moved(*, first: CityPlan, second: CityPlan, sight: Sight) -> QuerySet[PlanPerson]:
    """Persons with a seat in the second plan and none in the first; `all` says on each how many they are."""
    seated = first.persons.filter(seats__gt=0).values("person_id")
    return (
        second.persons.filter(seen_by(sight), seats__gt=0)
        .exclude(person_id__in=seated)
        .select_related("person", "office", "unit")
        .annotate(nip=current_number("person_id"), all=Window(Count("*")))
        .order_by("person__name", "person_id")
    )


def _says(row: PlanSession | None) -> tuple[bool, int]:
    return (row.runs, row.taken) if row else (False, 0)


def _order(row: PlanSession | None) -> tuple[date, str]:
    return (row.starts_on, row.code) if row else (date.max, "")


@dataclass(frozen=True)
class ProgrammeLine:
    """A programme in the plan, with what the regulation asks a plan to say of it. `cost` in whole rupiah."""

    name: str
    form: str
    aims: list[str]
    jp: int
    sessions: int
    seats: int
    cost: int
    first: date
    last: date


def list_programme_lines(*, plan: CityPlan) -> list[ProgrammeLine]:
    """What runs, a line a programme, by name. Ground: PP 11/2017 Pasal 207."""
    found: dict[int, list[PlanSession]] = {}
    related = Prefetch("programme__objectives", queryset=Objective.objects.select_related("competency"))
    for row in plan.sessions.filter(runs=True).select_related("programme").prefetch_related(related):
        found.setdefault(row.programme_id, []).append(row)
    lines = [_line(rows) for rows in found.values()]
    return sorted(lines, key=lambda line: line.name)


def _line(rows: list[PlanSession]) -> ProgrammeLine:
    programme = rows[0].programme
    return ProgrammeLine(
        name=rows[0].programme_name,
        form=programme.get_form_display(),
        aims=[
            f"{aim.competency.name} ({aim.from_level}→{aim.to_level})" for aim in programme.objectives.all()
        ],
        jp=rows[0].jp,
        sessions=len(rows),
        seats=sum(row.taken for row in rows),
        cost=sum(row.cost for row in rows),
        first=min(row.starts_on for row in rows),
        last=max(row.ends_on for row in rows),
    )


def list_kinds(*, plan: CityPlan) -> list[dict[str, Any]]:
    """Per kind of competency: pairs of person and competency short, levels before and closed."""
    found: dict[str, dict[str, Any]] = {}
    for cell in list_cells(plan=plan):
        kind = cell.competency.get_kind_display()
        line = found.setdefault(
            kind, {"kind": kind, "short": 0, "unmeasured": 0, "before": 0.0, "closed": 0.0}
        )
        line["short"] += cell.short
        line["unmeasured"] += cell.unmeasured
        line["before"] += cell.levels_before
        line["closed"] += cell.levels_closed
    return sorted(found.values(), key=lambda line: line["kind"])
