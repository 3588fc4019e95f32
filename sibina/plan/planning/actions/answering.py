"""What the search says is written: the best so far while it goes on, and all rows at its end."""

from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime
from typing import Any

import ibis
from django.contrib.auth.models import User
from django.db import connection, transaction
from django.db.models import BigIntegerField, F, Func
from django.db.models.functions import Cast

from sibina.ground.people.api import Person
from sibina.lib.audit.api import record
from sibina.lib.jobs.api import start_job
from sibina.plan.planning.models import (
    CityPlan,
    PlanCheckpoint,
    PlanGapCell,
    PlanOffice,
    PlanPerson,
    PlanSeat,
    PlanSession,
    PlanShare,
    SeatChange,
)
from sibina.plan.planning.reads import get_given
from sibina.plan.planning.rules.answers import Answer, Solved
from sibina.plan.planning.rules.differences import Change
from sibina.plan.planning.rules.fairness import PEOPLE_COLUMNS, people_of_plan, shares
from sibina.plan.planning.rules.funding import taken_off
from sibina.plan.planning.rules.problem import Problem
from sibina.plan.planning.types import Plan, Sensitivity
from sibina.plan.programmes.api import Offering

BATCH = 5000
Frame = list[dict[str, Any]]


def keep_checkpoint(*, plan: CityPlan, problem: Problem, digest: str, found: Plan, at: datetime) -> None:
    """Keep the best plan so far, in a transaction of its own."""
    seats = [
        [problem.people[person], problem.sessions.ids[session]]
        for person, session in zip(found.seat_person.tolist(), found.seat_session.tolist(), strict=True)
    ]
    PlanCheckpoint.objects.update_or_create(
        plan=plan,
        defaults={
            "city": plan.city,
            "at": at,
            "digest": digest,
            "objective": found.objective,
            "bound": found.bound,
            "cost": found.cost,
            "seats": seats,
        },
    )


@transaction.atomic
def write_answer(
    *, plan: CityPlan, solved: Solved, what_if_title: str, by: User | None, at: datetime
) -> None:
    """Write all rows of the plan at once, and ask for what more or less money would do."""
    found = solved.found
    write_rows(plan, solved.answer)
    _write_changes(plan, solved.changes)
    for name, value in solved.answer.figures.items():
        setattr(plan, name, value)
    plan.state = CityPlan.State.STOPPED if solved.was_stopped else CityPlan.State.READY
    plan.status, plan.objective, plan.bound = found.status.value, found.objective, found.bound
    plan.cost, plan.elapsed, plan.jp_proven = found.cost, found.seconds, found.jp_floor_proven
    plan.rupiah_per_point = solved.left_out.rupiah_per_point
    plan.comparisons = [asdict(rule) for rule in solved.comparisons]
    plan.computed_at, plan.digest, plan.failure = at, solved.digest, ""
    plan.mixed_before = solved.mixed_before
    plan.what_if_job = start_job(
        city=plan.city,
        kind="planning.what_if",
        title=what_if_title,
        at=at,
        by=by,
        arguments={"plan_id": plan.pk},
    )
    plan.save()
    PlanCheckpoint.objects.filter(plan=plan).delete()
    data = {"cost": found.cost, "objective": found.objective, "bound": found.bound, "seats": plan.seats}
    record(verb="planning.plan.computed", city=plan.city, at=at, by=by, target=plan, data=data)


def write_rows(plan: CityPlan, answer: Answer) -> None:
    """All rows of a plan in the place of those that it had."""
    for model in (SeatChange, PlanSeat, PlanPerson, PlanOffice, PlanSession, PlanGapCell, PlanShare):
        model.objects.filter(plan=plan).delete()
    sessions = _sessions(plan, _rows(answer.sessions))
    PlanSession.objects.bulk_create(sessions, batch_size=BATCH)
    by_name = Person.objects.order_by("name", "pk").values_list("pk", flat=True)
    rank = {person: place for place, person in enumerate(by_name)}
    by_shortfall = sorted(
        _rows(answer.persons), key=lambda row: (row["closed"] - row["short"], rank[row["person"]])
    )
    persons = [
        PlanPerson(
            city_id=plan.city_id,
            plan=plan,
            line=line,
            person_id=row["person"],
            unit_id=row["unit"],
            office_id=row["office"],
            short=row["short"],
            closed=row["closed"],
            seats=row["seats"],
            jp=row["jp"],
            reason=row["reason"] or "",
            price=row["price"],
        )
        for line, row in enumerate(by_shortfall)
    ]
    PlanPerson.objects.bulk_create(persons, batch_size=BATCH)
    PlanOffice.objects.bulk_create(_offices(plan, persons))
    _write_shares(plan)
    session_of = {row.offering_id: row for row in sessions}
    person_of = {row.person_id: row.pk for row in persons}
    seated = [(row["person"], session_of[row["session"]]) for row in _rows(answer.seats)]
    seated.sort(key=lambda seat: (rank[seat[0]], seat[1].starts_on, seat[1].pk))
    seats = [
        PlanSeat(
            city_id=plan.city_id, plan=plan, line=line, session=session, plan_person_id=person_of[person]
        )
        for line, (person, session) in enumerate(seated)
    ]
    PlanSeat.objects.bulk_create(seats, batch_size=BATCH)
    cells = [
        PlanGapCell(
            city_id=plan.city_id,
            plan=plan,
            office_id=row.pop("office"),
            competency_id=row.pop("competency"),
            **row,
        )
        for row in _rows(answer.cells)
    ]
    PlanGapCell.objects.bulk_create(cells, batch_size=BATCH)


def _write_changes(plan: CityPlan, changes: Sequence[Change]) -> None:
    """The differences from the plan before, line by line; who has left stands where the plan before had them."""
    if plan.base_id is None:
        return
    before = {row.offering_id: row for row in PlanSession.objects.filter(plan=plan.base_id)}
    after = {row.offering_id: row for row in plan.sessions.all()}
    places: dict[int, PlanPerson] = {}
    for row in (
        PlanPerson.objects.filter(plan__in=(plan.base_id, plan.pk)).select_related("person").order_by()
    ):
        if row.plan_id == plan.pk or row.person_id not in places:
            places[row.person_id] = row
    starts = {key: row.starts_on for rows in (before, after) for key, row in rows.items()}
    ordered = sorted(
        changes,
        key=lambda one: (places[one.person].person.name, one.person, starts[one.before or one.after or 0]),
    )
    rows = [
        SeatChange(
            city_id=plan.city_id,
            plan=plan,
            person_id=change.person,
            unit_id=places[change.person].unit_id,
            office_id=places[change.person].office_id,
            kind=change.kind,
            before=before[change.before] if change.before else None,
            after=after[change.after] if change.after else None,
            why=change.why,
            line=line,
        )
        for line, change in enumerate(ordered)
    ]
    SeatChange.objects.bulk_create(rows, batch_size=BATCH)


def _offices(plan: CityPlan, persons: list[PlanPerson]) -> list[PlanOffice]:
    found: dict[int, PlanOffice] = {}
    for person in persons:
        office = found.setdefault(
            person.office_id, PlanOffice(city_id=plan.city_id, plan=plan, office_id=person.office_id)
        )
        office.short += person.short
        office.closed += person.closed
        office.seats += person.seats
    return list(found.values())


def _write_shares(plan: CityPlan) -> None:
    """The plan's people by what they differ in, counted by the database with the one expression of `rules.fairness`."""
    people = (
        PlanPerson.objects.filter(plan=plan)
        .order_by()
        .values_list(
            "person_id",
            "office_id",
            "person__grade",
            "person__sex",
            "person__employment",
            Cast("unit__distance_km", BigIntegerField()),
            Cast("seats", BigIntegerField()),
            Cast(Func(F("jp"), function="round"), BigIntegerField()),
        )
    )
    sql, parameters = people.query.sql_with_params()
    rows = shares(people_of_plan("plan_people"))
    columns = ", ".join(f'"{name}"' for name in rows.columns).replace('"office"', '"office_id"')
    counted = str(ibis.to_sql(rows, dialect="postgres")).replace("%", "%%")
    with connection.cursor() as cursor:
        cursor.execute(
            f'INSERT INTO "{PlanShare._meta.db_table}" (city_id, plan_id, {columns}) '
            f"WITH plan_people ({', '.join(PEOPLE_COLUMNS)}) AS ({sql}) "
            f"SELECT %s, %s, counted.* FROM ({counted}) AS counted",
            [*parameters, plan.city_id, plan.pk],
        )


def _rows(frame: Any) -> Frame:
    """The frame as plain values; what is missing is None."""
    whole = frame.astype(object).where(frame.notna(), None)
    return [dict(zip(frame.columns, row, strict=True)) for row in whole.itertuples(index=False, name=None)]


def _sessions(plan: CityPlan, rows: Frame) -> list[PlanSession]:
    keys = [row["session"] for row in rows]
    offerings = Offering.objects.select_related("programme", "speaker").in_bulk(keys)
    given = get_given(plan=plan)
    made = []
    for row in rows:
        offering = offerings[row["session"]]
        made.append(
            PlanSession(
                city_id=plan.city_id,
                plan=plan,
                offering=offering,
                programme=offering.programme,
                code=offering.code,
                programme_name=offering.programme.name,
                jp=offering.programme.jp,
                starts_on=offering.starts_on,
                ends_on=offering.ends_on,
                venue=offering.venue,
                speaker=offering.speaker.name if offering.speaker else "",
                offered=offering.seats,
                min_seats=offering.min_seats,
                fixed_cost=offering.fixed_cost,
                contributed=taken_off(offering.fixed_cost, given.get(offering.pk, 0)),
                payer_id=offering.payer_id,
                seat_cost=offering.seat_cost,
                runs=row["runs"],
                taken=row["taken"],
                cost=row["cost"],
                offices=row["offices"],
                mixed=row["mixed"],
                reason=row["reason"] or "",
                price=row["price"],
            )
        )
    return made


def write_what_if(*, plan: CityPlan, found: dict[str, Any]) -> None:
    """Keep what more or less money would do."""
    plan.what_if = found
    plan.save(update_fields=["what_if"])


def what_if_of(found: dict[str, Sensitivity]) -> dict[str, Any]:
    """Plain numbers, by name of the question."""
    return {name: asdict(one) for name, one in found.items()}
