"""Attendance of a year that is over, written down at once: as if every list had come in by itself."""

from datetime import timedelta

from sibina.deliver.sessions.actions import recount_session
from sibina.deliver.sessions.api import list_activities, record_past_attendance
from sibina.deliver.sessions.models import AttendanceEvent, Presence
from sibina.deliver.sessions.types import SessionStage
from sibina.ground.cycles.api import give_starting_rules
from sibina.lib.tenancy.models import City
from tests.modules.sessions.hall import BEGIN, build_hall

TOLD = ("day", "enrolment", "state", "minutes", "method", "arrived_at", "left_at", "doubts", "corrections")


def test_a_past_year_is_attended_as_its_lists_say_once_and_counts_as_the_rules_count(city: City) -> None:
    give_starting_rules(city=city, at=BEGIN)
    hall = build_hall(city, people=30, days=2)
    other = build_hall(city, people=5, code="LAIN-1", begin=BEGIN + timedelta(days=7))
    hall.session.stage = SessionStage.HELD
    hall.session.save()
    cycle = hall.session.cycle
    many = record_past_attendance(cycle=cycle, seed=1, one_in=6, by=None, at=BEGIN)
    assert 40 <= many < 60
    assert record_past_attendance(cycle=cycle, seed=1, one_in=6, by=None, at=BEGIN) == 0
    assert not AttendanceEvent.objects.filter(day=other.day).exists()
    counted = list(Presence.objects.order_by("day", "enrolment").values_list(*TOLD))
    assert len(counted) == many
    recount_session(session=hall.session)
    assert [row for row in Presence.objects.order_by("day", "enrolment").values_list(*TOLD)] == counted
    assert sum(len(one.days) for one in list_activities()) == many
