"""How far the sessions of the set plan are: bound, done, or impossible now."""

from collections.abc import Collection
from datetime import date, datetime

from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone

from sibina.ground.cycles.rules import may_change
from sibina.ground.cycles.types import CyclePhase, Part
from sibina.lib.audit.api import record
from sibina.plan.planning.models import CityPlan, SessionMark
from sibina.plan.planning.reads import get_states, list_marked_sessions
from sibina.plan.planning.rules.marking import Marked, MarksRefused, problem_of_mark
from sibina.plan.planning.types import BaseReplaced, ReasonMissing, SessionState, YearClosed
from sibina.plan.programmes.api import hold_offerings


@transaction.atomic
def mark_sessions(  # noqa: PLR0913 - one argument a fact of the mark
    *,
    plan: CityPlan,
    offerings: Collection[int],
    state: SessionState,
    day: date,
    reason: str,
    by: User | None,
    at: datetime,
) -> int:
    """Say how far these sessions of the set plan are; all of them or none. Returns how many.

    Raises BaseReplaced (it is not the set plan), YearClosed, ReasonMissing, MarksRefused with every session's problem, and
    SpeakerNotFree where a session that comes back has lost its speaker.
    A session that has lapsed is no longer held: it may be offered on other days.
    """
    found = CityPlan.objects.select_for_update(of=("self",)).select_related("cycle", "city").get(pk=plan.pk)
    if not found.is_set:
        raise BaseReplaced
    if not may_change(CyclePhase(found.cycle.phase), Part.PLAN):
        raise YearClosed(found.cycle.year)
    if not reason.strip():
        raise ReasonMissing
    chosen = [one for one in list_marked_sessions(plan=found) if one.row.offering_id in set(offerings)]
    today = timezone.localdate(at)
    problems = [
        (one.row.code, problem)
        for one in chosen
        if (
            problem := problem_of_mark(
                Marked(one.row.code, one.row.ends_on, one.state), state, day=day, today=today
            )
        )
    ]
    if problems:
        raise MarksRefused(problems)
    SessionMark.objects.bulk_create(
        SessionMark(
            city_id=found.city_id, plan=found, offering_id=one.row.offering_id, state=state, day=day,
            reason=reason.strip(), at=at, by=by,
        )
        for one in chosen
    )  # fmt: skip
    hold_running(found)
    data = {"reason": reason.strip(), "state": str(state), "codes": [one.row.code for one in chosen]}
    record(verb="planning.sessions.marked", city=found.city, at=at, by=by, target=found, data=data)
    return len(chosen)


def hold_running(plan: CityPlan) -> None:
    """What the set plan runs stays as it was planned, but for what has lapsed."""
    states = get_states(cycle=plan.cycle)
    running = plan.sessions.filter(runs=True).values_list("offering_id", flat=True)
    hold_offerings(
        cycle=plan.cycle, offerings={key for key in running if states.get(key) != SessionState.LAPSED}
    )
