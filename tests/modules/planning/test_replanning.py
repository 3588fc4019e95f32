"""June: the ceiling is cut, a session has lapsed, somebody has left. What is bound or done stays, the rest is new."""

import time
from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime, timedelta
from html import unescape
from typing import Any

import pytest
from django.db import Error, IntegrityError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext

from sibina.assess.needs.api import measure_gaps
from sibina.ground.cycles.models import Cycle
from sibina.ground.people.models import Person, Posting
from sibina.lib.access import Role
from sibina.lib.words import number
from sibina.plan.planning.actions import (
    mark_sessions,
    propose_plan,
    remake_plan,
    review_plan,
    set_plan,
)
from sibina.plan.planning.models import (
    CityPlan,
    PlanSeat,
    PlanSession,
    SeatChange,
    SessionMark,
    SettledSession,
)
from sibina.plan.planning.reads import get_question, get_standing
from sibina.plan.planning.rules.keeping import solve_keeping
from sibina.plan.planning.rules.marking import MarkProblem, MarksRefused
from sibina.plan.planning.rules.orders import OrderProblem, OrderRefused
from sibina.plan.planning.rules.solve import Search
from sibina.plan.planning.types import Approval, BaseReplaced, PlanOutdated, SessionState, YearClosed
from sibina.plan.programmes.models import Offering
from tests.modules.planning.conftest import AT, USUAL, Town, finish, set_by_all
from tests.modules.planning.test_pages import MOST_QUERIES, sheet

ClientAs = Callable[..., Client]
JUNE = date(2026, 6, 1)
AT_JUNE = datetime.combine(JUNE, AT.timetz())
BEFORE = 60_000_000
CUT = replace(USUAL, name="Setelah efisiensi", ceiling=int(BEFORE * 0.85), from_day=JUNE)


def text(response: Any) -> str:
    assert response.status_code == 200, response.status_code
    return unescape(response.content.decode())


def running(plan: CityPlan) -> list[PlanSession]:
    return list(PlanSession.objects.filter(plan=plan, runs=True).order_by("starts_on", "code"))


def seats_of(plan: CityPlan) -> set[tuple[int, int]]:
    rows = PlanSeat.objects.filter(plan=plan).values_list("plan_person__person_id", "session__offering_id")
    return set(rows)


def mark(plan: CityPlan, row: PlanSession, state: SessionState, day: date = JUNE) -> None:
    mark_sessions(
        plan=plan, offerings=[row.offering_id], state=state, day=day, reason="Kontrak 12", by=None, at=AT_JUNE
    )


def remake(town: Town, base: CityPlan, **changed: Any) -> CityPlan:
    standing = get_standing(city=town.city, cycle=town.cycle, today=JUNE)
    order = replace(CUT, **changed)
    plan = remake_plan(base=base, order=order, standing=standing, title="Menyusun ulang", by=None, at=AT_JUNE)
    CityPlan.objects.filter(pk=plan.pk).update(seconds=5)
    return finish(plan)


@pytest.fixture
def june(town: Town) -> CityPlan:
    """A set plan in June: the first session is done, the last bound, the last but one lapsed; one of its people left."""
    for code, month in (("P-2", 8), ("P-3", 9), ("K-1", 10), ("E-2", 11)):
        Offering.objects.filter(code=code).update(
            starts_on=date(2026, month, 3), ends_on=date(2026, month, 5), counts_as_absence=True
        )
    drawn = town.ask(replace(USUAL, ceiling=BEFORE))
    CityPlan.objects.filter(pk=drawn.pk).update(seconds=1)
    set_by_all(finish(drawn))
    rows = running(drawn)
    assert sum(row.starts_on > JUNE for row in rows) >= 3, "the town's plan is too small to show anything"
    mark(drawn, rows[0], SessionState.DONE)
    mark(drawn, rows[-1], SessionState.COMMITTED)
    mark(drawn, rows[-2], SessionState.LAPSED)
    leaver = PlanSeat.objects.filter(session=rows[-1]).first().plan_person.person
    Person.objects.filter(pk=leaver.pk).update(is_active=False)
    Posting.objects.filter(person=leaver).update(valid_to=JUNE - timedelta(days=1))
    measure_gaps(city=town.city, as_of=JUNE, at=AT_JUNE)
    return CityPlan.objects.get(pk=drawn.pk)


def test_what_is_bound_or_done_stays_with_everybody_in_it_and_the_rest_fits_the_cut(
    town: Town, june: CityPlan
) -> None:
    new, rows = remake(town, june), running(june)
    assert new.has_answer
    assert new.cost <= CUT.ceiling
    kept = {rows[0].offering_id, rows[-1].offering_id}
    assert {seat for seat in seats_of(new) if seat[1] in kept} == {
        seat for seat in seats_of(june) if seat[1] in kept
    }
    out = {row.offering_id: row.reason for row in PlanSession.objects.filter(plan=new, runs=False)}
    assert out[rows[-2].offering_id] == "lapsed"
    begun = Offering.objects.filter(cycle=town.cycle, starts_on__lt=JUNE).exclude(pk__in=kept)
    assert {
        out.get(pk) for pk in begun.filter(programme__objectives__isnull=False).values_list("pk", flat=True)
    } == {"begun"}
    assert new.people == 59
    assert new.seats == len(seats_of(new))


def test_the_differences_are_those_of_a_solve_from_scratch_with_the_same_fixed_part(
    town: Town, june: CityPlan
) -> None:
    new = remake(town, june)
    question = get_question(plan=new)
    scratch = solve_keeping(
        question.problem, question.fixed, Search(time.process_time, seconds=20, target_gap=1e-6)
    )
    assert new.objective == pytest.approx(scratch.objective, rel=1e-3)
    assert new.bound >= scratch.objective - 1e-6
    lines = list(SeatChange.objects.filter(plan=new).select_related("before", "after"))
    old, now = seats_of(june), seats_of(new)
    assert {(line.person_id, line.before.offering_id) for line in lines if line.before} == old - now
    assert {(line.person_id, line.after.offering_id) for line in lines if line.after} == now - old
    assert sum(bool(line.before) for line in lines) == len(old - now)
    assert all(line.why for line in lines if line.kind == "lost")
    assert all(line.before.programme_id == line.after.programme_id for line in lines if line.kind == "moved")
    assert {"lapsed"} <= {line.why for line in lines}


def test_only_a_set_plan_is_made_anew_and_only_within_its_year(town: Town, drawn: CityPlan) -> None:
    with pytest.raises(BaseReplaced):
        remake(town, drawn)
    set_by_all(drawn)
    with pytest.raises(OrderRefused) as refused:
        remake(town, drawn, from_day=date(2027, 1, 1))
    assert refused.value.problems == (OrderProblem.DAY_OUTSIDE_YEAR,)


def test_a_ceiling_below_what_is_bound_is_refused_with_both_figures(
    town: Town, june: CityPlan, client_as: ClientAs
) -> None:
    kept = sum(row.cost for row in (running(june)[0], running(june)[-1]))
    typed = {
        "name": "Pagu kecil", "from_day": "1-6-2026", "ceiling": str(kept - 1), "away_percent": "40",
        "seconds": "10", "seed": "1",
    }  # fmt: skip
    page = text(client_as(Role.PENGELOLA).post(f"/rencana/{june.pk}/susun-ulang/", typed))
    assert "lebih kecil daripada biaya sesi yang sudah terikat atau selesai" in page
    assert number(kept) in page
    assert 'value="Pagu kecil"' in page
    assert CityPlan.objects.count() == 1


def test_the_new_plan_takes_the_place_of_the_old_which_stays_as_it_was(town: Town, june: CityPlan) -> None:
    new, before = remake(town, june), seats_of(june)
    set_by_all(new)
    june.refresh_from_db()
    new.refresh_from_db()
    assert (june.approval, new.approval) == (Approval.REPLACED, Approval.SET)
    assert june.steps.filter(step="replaced").count() == 1
    assert seats_of(june) == before
    held = set(Offering.objects.filter(is_held=True).values_list("pk", flat=True))
    assert held == {row.offering_id for row in running(new)}
    with pytest.raises(Error), transaction.atomic():
        SeatChange.objects.filter(plan=new).delete()
    with pytest.raises(Error), transaction.atomic():
        SettledSession.objects.filter(plan=new).update(state="done")


def test_a_session_bound_after_the_new_plan_was_computed_is_not_lost_by_setting_it(
    town: Town, june: CityPlan
) -> None:
    new = remake(town, june)
    settled = set(new.settled.values_list("offering_id", flat=True))
    dropped = next(row for row in running(june) if row.offering_id not in settled)
    mark(june, dropped, SessionState.COMMITTED)
    propose_plan(plan=new, reason="Diusulkan", by=None, at=AT_JUNE)
    review_plan(plan=new, reason="Diperiksa", by=None, at=AT_JUNE)
    with pytest.raises(PlanOutdated) as told:
        set_plan(plan=new, reason="Ditetapkan", by=None, at=AT_JUNE)
    assert dropped.code in told.value.codes
    june.refresh_from_db()
    assert june.is_set


def test_a_mark_that_cannot_be_is_refused_for_every_session_and_nothing_is_written(
    town: Town, drawn: CityPlan
) -> None:
    with pytest.raises(BaseReplaced):
        mark(drawn, running(drawn)[0], SessionState.COMMITTED)
    set_by_all(drawn)
    first, last = running(drawn)[0], running(drawn)[-1]

    def refused(
        rows: list[PlanSession], state: SessionState, day: date = JUNE
    ) -> set[tuple[str, MarkProblem]]:
        with pytest.raises(MarksRefused) as told:
            mark_sessions(
                plan=drawn, offerings=[row.offering_id for row in rows], state=state, day=day, reason="Coba",
                by=None, at=AT_JUNE,
            )  # fmt: skip
        return set(told.value.problems)

    assert refused([first], SessionState.DONE, JUNE + timedelta(days=1)) == {
        (first.code, MarkProblem.DAY_AHEAD)
    }
    assert refused([first, last], SessionState.DONE) == {(last.code, MarkProblem.NOT_OVER)}
    assert refused([first], SessionState.OPEN) == {(first.code, MarkProblem.ALREADY_SO)}
    assert not SessionMark.objects.exists()
    mark(drawn, first, SessionState.DONE)
    assert refused([first], SessionState.LAPSED) == {(first.code, MarkProblem.DONE_STAYS)}
    with pytest.raises(IntegrityError), transaction.atomic():
        SessionMark.objects.create(
            city=drawn.city,
            plan=drawn,
            offering=first.offering,
            state="done",
            day=JUNE,
            reason=" ",
            at=AT_JUNE,
        )


def test_in_a_year_that_is_no_longer_carried_out_nothing_is_marked(
    town: Town, drawn: CityPlan, client_as: ClientAs
) -> None:
    set_by_all(drawn)
    Cycle.objects.filter(pk=town.cycle.pk).update(phase="evaluate")
    first = running(drawn)[0]
    with pytest.raises(YearClosed):
        mark(drawn, first, SessionState.COMMITTED)
    typed = {"state": "committed", "day": "2-1-2026", "reason": "Kontrak 7", "sessions": [first.offering_id]}
    page = text(client_as(Role.PENGELOLA).post(f"/rencana/{drawn.pk}/pelaksanaan/tandai/", typed))
    assert "Tahun 2026 tidak dapat diubah lagi" in page
    assert "Kontrak 7" in page
    assert not SessionMark.objects.exists()


def test_a_lapsed_session_may_be_offered_on_other_days_and_comes_back(town: Town, june: CityPlan) -> None:
    lapsed = running(june)[-2]
    Offering.objects.filter(pk=lapsed.offering_id).update(
        starts_on=date(2026, 11, 2), ends_on=date(2026, 11, 3)
    )
    mark(june, lapsed, SessionState.OPEN)
    new = remake(town, june)
    row = PlanSession.objects.get(plan=new, offering=lapsed.offering_id)
    assert row.starts_on == date(2026, 11, 2)
    assert row.reason != "lapsed"


def test_the_officer_marks_sessions_and_asks_for_the_plan_anew_from_the_screen(
    town: Town, drawn: CityPlan, client_as: ClientAs
) -> None:
    set_by_all(drawn)
    officer, first = client_as(Role.PENGELOLA), running(drawn)[0]
    typed = {"state": "committed", "day": "2-1-2026", "reason": "Kontrak 7", "sessions": [first.offering_id]}
    page = text(officer.post(f"/rencana/{drawn.pk}/pelaksanaan/tandai/", typed | {"reason": ""}))
    assert "Tulis alasannya" in page
    page = text(officer.post(f"/rencana/{drawn.pk}/pelaksanaan/tandai/", typed, follow=True))
    assert "1 sesi ditandai" in page
    assert "Kontrak 7" in page
    page = text(officer.get(f"/rencana/{drawn.pk}/susun-ulang/"))
    assert f"1 sesi, {first.taken} kursi" in page
    order = {
        "name": "Perubahan", "from_day": "1-6-2026", "ceiling": "50 juta", "jp_first": "on", "away_percent": "40",
        "seconds": "5", "seed": "1",
    }  # fmt: skip
    assert officer.post(f"/rencana/{drawn.pk}/susun-ulang/", order).status_code == 302
    new = CityPlan.objects.get(base=drawn)
    assert new.settled.get(offering=first.offering).state == "committed"


def test_the_differences_on_screen_and_in_the_export_are_the_rows_for_each_pair_of_eyes(
    town: Town, june: CityPlan, client_as: ClientAs
) -> None:
    new = remake(town, june)
    office = town.units[0].office
    for role, rows in (
        (Role.PENGELOLA, SeatChange.objects.filter(plan=new)),
        (Role.KEPALA_OPD, SeatChange.objects.filter(plan=new, office=office)),
    ):
        place = {"unit": office} if role == Role.KEPALA_OPD else {}
        client = client_as(role, **place)
        page = text(client.get(f"/rencana/{new.pk}/perubahan/"))
        assert f"Lihat {number(rows.count())} kursi" in page
        assert rows.exists()
        with CaptureQueriesContext(connection) as asked:
            text(client.get(f"/rencana/{new.pk}/perubahan/"))
            text(client.get(f"/rencana/{new.pk}/perubahan/kursi/"))
        own = [query for query in asked.captured_queries if "SAVEPOINT" not in query["sql"]]
        assert len(own) <= 2 * MOST_QUERIES, [query["sql"][:90] for query in own]
        export = client.get(f"/rencana/{new.pk}/perubahan/kursi/?unduh=xlsx")
        assert len(sheet(export, "Perubahan kursi")) == rows.count()
    assert client_as(Role.ASN).get(f"/rencana/{new.pk}/perubahan/").status_code == 403
    assert client_as(Role.PENGELOLA).get(f"/rencana/{june.pk}/perubahan/").status_code == 404
