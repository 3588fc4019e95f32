"""From the question to the answer: the job searches, keeps the best on the way, and writes everything at once."""

from typing import Any

import pytest
from django.db import connection
from django.db.models import Count, Max, Sum

from sibina.assess.needs.api import Gap
from sibina.ground.people.models import Posting
from sibina.lib.audit.api import Event
from sibina.lib.jobs.api import Job, request_stop, run_job
from sibina.plan.planning import jobs
from sibina.plan.planning.actions import keep_checkpoint, restart_plan
from sibina.plan.planning.models import (
    CityPlan,
    PlanCheckpoint,
    PlanGapCell,
    PlanPerson,
    PlanSeat,
    PlanSession,
)
from sibina.plan.planning.reads import GapsGone, get_question
from sibina.plan.planning.rules.check import check_plan
from sibina.plan.planning.rules.solve import Search, solve
from sibina.plan.planning.types import Plan
from tests.modules.planning.conftest import AT, Town, finish


def test_the_plan_keeps_every_rule_counted_on_the_rows_that_were_written(
    town: Town, answered: CityPlan
) -> None:
    assert answered.has_answer, answered.job.message
    running = list(PlanSession.objects.filter(plan=answered, runs=True))
    assert running
    cost = 0
    for session in running:
        taken = PlanSeat.objects.filter(session=session).count()
        assert session.taken == taken
        assert session.min_seats <= taken <= session.offered
        assert session.cost == session.fixed_cost + taken * session.seat_cost
        cost += session.cost
    assert cost == answered.cost <= answered.ceiling
    assert not PlanSeat.objects.filter(plan=answered, session__runs=False).exists()
    for one in running:
        for other in running:
            if one.pk < other.pk and one.starts_on <= other.ends_on and other.starts_on <= one.ends_on:
                assert not one.venue or one.venue != other.venue
                shared = set(one.seat_rows.values_list("plan_person", flat=True))
                assert not shared & set(other.seat_rows.values_list("plan_person", flat=True))


def test_nobody_takes_a_programme_twice(answered: CityPlan) -> None:
    twice = (
        PlanSeat.objects.filter(plan=answered)
        .values("plan_person", "session__programme")
        .annotate(times=Count("pk"))
        .aggregate(most=Max("times"))
    )
    assert twice["most"] == 1


def test_no_unit_is_emptied_on_any_day(town: Town, answered: CityPlan) -> None:
    heads = dict(Posting.objects.values_list("unit").annotate(heads=Count("person")))
    days: dict[tuple[int, Any], int] = {}
    for seat in PlanSeat.objects.filter(plan=answered).select_related("session__offering", "plan_person"):
        if not seat.session.offering.counts_as_absence:
            continue
        for number in range(seat.session.starts_on.toordinal(), seat.session.ends_on.toordinal() + 1):
            key = (seat.plan_person.unit_id, number)
            days[key] = days.get(key, 0) + 1
    assert days
    for (unit, _), away in days.items():
        assert away <= max(1, heads[unit] * answered.away_percent // 100)


def test_the_answer_is_what_the_engine_says_of_the_same_question(answered: CityPlan) -> None:
    question = get_question(plan=answered)
    assert question.digest == answered.digest
    found = solve(question.problem, Search(**jobs._limits(answered)))
    assert check_plan(question.problem, found) == []
    assert (found.objective, found.cost) == (pytest.approx(answered.objective), answered.cost)
    pairs = {
        (question.problem.people[person], question.problem.sessions.ids[session])
        for person, session in zip(found.seat_person, found.seat_session, strict=True)
    }
    rows = PlanSeat.objects.filter(plan=answered).values_list(
        "plan_person__person_id", "session__offering_id"
    )
    assert pairs == {(str(person), str(session)) for person, session in rows}


def test_the_objective_adds_up_from_the_rows(answered: CityPlan) -> None:
    assert answered.levels_closed == pytest.approx(
        PlanPerson.objects.filter(plan=answered).aggregate(total=Sum("closed"))["total"]
    )
    cells = PlanGapCell.objects.filter(plan=answered).aggregate(
        before=Sum("levels_before"), closed=Sum("levels_closed"), required=Sum("required")
    )
    assert cells["before"] == pytest.approx(answered.levels_short)
    assert cells["closed"] == pytest.approx(answered.levels_closed)
    assert cells["required"] == 60 * 3
    assert 0 < answered.objective <= answered.bound <= answered.points_short + 1e-6


def test_everybody_with_a_shortfall_left_has_a_reason(answered: CityPlan) -> None:
    persons = PlanPerson.objects.filter(plan=answered)
    assert persons.count() == 60
    short = [row for row in persons if row.short - row.closed > 1e-9]
    assert short
    assert all(row.reason for row in short)
    assert all(row.reason for row in PlanSession.objects.filter(plan=answered, runs=False))


def test_people_to_whom_the_floor_does_not_apply_are_not_counted_as_reaching_it(answered: CityPlan) -> None:
    pns = PlanPerson.objects.filter(plan=answered, person__employment="pns")
    assert answered.jp_people == pns.count() == 50
    assert answered.jp_met == pns.filter(jp__gte=20).count()
    assert answered.jp_met <= answered.jp_possible <= 50


def test_a_contract_worker_is_given_no_more_hours_than_the_ceiling(answered: CityPlan) -> None:
    contract = PlanPerson.objects.filter(plan=answered, person__employment="pppk")
    assert contract.filter(jp__gt=0).exists(), "nobody with a contract goes anywhere: the test shows nothing"
    assert not contract.filter(jp__gt=24).exists()


def test_what_other_ceilings_would_do_is_computed_after_it(answered: CityPlan) -> None:
    run_job(city_id=answered.city_id, job_id=answered.what_if_job_id)
    answered.refresh_from_db()
    more, less = answered.what_if["more"], answered.what_if["less"]
    assert (more["ceiling"], less["ceiling"]) == (70_000_000, 51_000_000)
    assert more["bound"] >= answered.objective - 1e-6
    assert less["objective"] <= answered.bound + 1e-6
    assert less["cost"] <= 51_000_000


def test_other_ceilings_of_changed_data_are_not_invented(town: Town, answered: CityPlan) -> None:
    town.offerings[0].seat_cost += 1
    town.offerings[0].save()
    run_job(city_id=answered.city_id, job_id=answered.what_if_job_id)
    answered.refresh_from_db()
    assert answered.what_if == {"stale": True}


def test_a_stop_keeps_the_best_plan_found_so_far(town: Town) -> None:
    plan = town.ask()
    request_stop(found=plan.job)
    plan = finish(plan)
    assert plan.state == CityPlan.State.STOPPED
    assert plan.job.state == Job.State.STOPPED
    assert plan.cost <= plan.ceiling
    assert PlanPerson.objects.filter(plan=plan).count() == 60


def test_a_worker_killed_while_writing_leaves_no_half_plan_and_the_next_run_completes_it(town: Town) -> None:
    plan = town.ask()
    with connection.execute_wrapper(_die_on_seats), pytest.raises(KeyboardInterrupt):
        run_job(city_id=plan.city_id, job_id=plan.job_id)
    plan.refresh_from_db()
    assert plan.state == CityPlan.State.COMPUTING
    for model in (PlanSession, PlanPerson, PlanSeat, PlanGapCell):
        assert not model.objects.filter(plan=plan).exists()
    assert finish(plan).has_answer


def _die_on_seats(execute: Any, sql: str, params: Any, many: bool, context: dict[str, Any]) -> Any:
    if 'INSERT INTO "planning_planseat"' in sql:
        raise KeyboardInterrupt
    return execute(sql, params, many, context)


def test_the_best_plan_kept_before_a_kill_is_the_least_that_the_next_run_answers_with(
    town: Town, answered: CityPlan
) -> None:
    """The second run is stopped before it finds anything: it answers with what was kept."""
    question = get_question(plan=answered)
    kept: list[Plan] = [solve(question.problem, Search(**jobs._limits(answered)))]
    again = town.ask()
    keep_checkpoint(plan=again, problem=question.problem, digest=question.digest, found=kept[0], at=AT)
    request_stop(found=again.job)
    again = finish(again)
    assert again.objective == pytest.approx(kept[0].objective)
    assert not PlanCheckpoint.objects.filter(plan=again).exists()


def test_a_plan_whose_job_died_for_good_can_be_asked_again(town: Town) -> None:
    plan = town.ask()
    Job.objects.filter(pk=plan.job_id).update(state=Job.State.FAILED)
    plan = CityPlan.objects.select_related("job").get(pk=plan.pk)
    assert plan.has_failed
    restart_plan(plan=plan, title="Menyusun", by=None, at=AT)
    plan.refresh_from_db()
    assert not plan.has_failed
    assert finish(plan).has_answer


def test_a_plan_whose_counting_of_gaps_was_cleared_away_says_so(town: Town) -> None:
    plan = town.ask()
    Gap.objects.filter(snapshot=town.snapshot).delete()
    with pytest.raises(GapsGone):
        get_question(plan=plan)
    plan = finish(plan)
    assert plan.has_failed
    assert "perhitungan yang lebih baru" in plan.failure
    assert plan.job.message == plan.failure
    assert Event.objects.filter(verb="planning.plan.failed").exists()
