"""One pair: the office agrees, refuses or chooses another mentor; the pair ends early, is re-matched, or is completed."""

from datetime import date, datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from sibina.deliver.mentoring import reads, rules
from sibina.deliver.mentoring.actions.events import add_events, tell_pair
from sibina.deliver.mentoring.actions.pool import take_place
from sibina.deliver.mentoring.actions.rounds import propose_pairs
from sibina.deliver.mentoring.models import Bar, Mentor, Pair
from sibina.deliver.mentoring.types import (
    DayPassed,
    GoalsOpen,
    MentorMayNot,
    PairState,
    PairStep,
    StepRefused,
)
from sibina.ground.people.api import Membership
from sibina.lib import words
from sibina.lib.audit.api import record


def _locked(pair: Pair) -> Pair:
    rows = Pair.objects.select_for_update(of=("self",))
    return rows.select_related("city", "round", "mentor__person", "mentee").get(pk=pair.pk)


@transaction.atomic
def agree_pair(*, pair: Pair, by: Membership, at: datetime) -> Pair:
    """The office agrees with a proposed pair. Raises StepRefused."""
    found = _locked(pair)
    found.state = rules.after(PairState(found.state), PairStep.AGREED)
    found.save(update_fields=["state"])
    add_events([found], PairStep.AGREED, at=at, by=by)
    record(verb="mentoring.pair.agreed", city=found.city, by=by.user, at=at, target=found, data=_named(found))
    return found


@transaction.atomic
def refuse_pair(*, pair: Pair, reason: str, by: Membership, at: datetime) -> Pair:
    """The office, or the agency, refuses a pair that is not set yet; it is not proposed again.

    Raises StepRefused, ReasonOwed.
    """
    found = _closed(pair, PairStep.REFUSED, reason, by, at)
    data = {**_named(found), "reason": found.reason}
    record(verb="mentoring.pair.refused", city=found.city, by=by.user, at=at, target=found, data=data)
    return found


@transaction.atomic
def choose_mentor(*, pair: Pair, mentor: Mentor, reason: str, by: Membership, at: datetime) -> Pair:
    """Another mentor in the place of this pair's, chosen by a person: the old pair is refused, or ended where it was set.

    What was set is set again, and both are told. Raises StepRefused, ReasonOwed, MentorFull, MentorMayNot.
    """
    was_set = pair.state == PairState.SET
    old = _closed(pair, PairStep.ENDED if was_set else PairStep.REFUSED, reason, by, at)
    _check_may(mentor, old)
    made = Pair(
        city_id=old.city_id,
        round=old.round,
        mentee=old.mentee,
        state=PairState.SET if was_set else PairState.AGREED,
        proposed_at=at,
        set_at=at if was_set else None,
    )
    take_place(mentor=mentor, taken_by=made)
    add_events([made], PairStep.CHOSEN, at=at, by=by)
    if was_set:
        add_events([made], PairStep.SET, at=at, by=by)
        title = _("Mentor berganti: %(mentor)s mendampingi %(mentee)s") % {
            "mentor": made.mentor.person,
            "mentee": made.mentee,
        }
        people = [old.mentor.person_id, made.mentor.person_id, made.mentee_id]
        tell_pair(made, people, title, old.reason, at=at)
    data = {**_named(made), "reason": old.reason}
    record(verb="mentoring.pair.chosen", city=made.city, by=by.user, at=at, target=made, data=data)
    return made


def _check_may(mentor: Mentor, pair: Pair) -> None:
    person = mentor.person
    below = reads.is_below(rules.rank_of(person.grade), rules.rank_of(pair.mentee.grade))
    barred = Bar.objects.filter(mentor=person, mentee=pair.mentee).exists()
    if (
        below
        or barred
        or mentor.is_out
        or not mentor.is_listed
        or person.pk == pair.mentee_id
        or not person.is_active
    ):
        raise MentorMayNot(str(person))


@transaction.atomic
def seek_another(*, pair: Pair, reason: str, by: Membership, at: datetime) -> Pair | None:
    """End a pair under way, as a silent one, and propose the best mentor that is left; other pairs stay as they are.

    Returns the new proposal, None where nobody is left. Raises StepRefused, ReasonOwed, YearShut.
    """
    ended = _closed(pair, PairStep.ENDED, reason, by, at)
    data = {**_named(ended), "reason": ended.reason}
    record(verb="mentoring.pair.ended", city=ended.city, by=by.user, at=at, target=ended, data=data)
    _tell_ended(ended, at)
    propose_pairs(round_=ended.round, at=at, by=by)
    return Pair.objects.filter(mentee=ended.mentee, state=PairState.PROPOSED).first()


def end_by_system(*, pair: Pair, step: PairStep, reason: str, at: datetime) -> Pair:
    """End a pair that cannot go on because somebody left or moved, or refuse it (`step`) where it was not set yet."""
    ended = _closed(pair, step, reason, None, at)
    data = {**_named(ended), "reason": reason}
    record(verb="mentoring.pair.ended", city=ended.city, at=at, target=ended, data=data)
    _tell_ended(ended, at)
    return ended


def _tell_ended(pair: Pair, at: datetime) -> None:
    title = _("Pendampingan berakhir: %(mentor)s dan %(mentee)s") % {
        "mentor": pair.mentor.person,
        "mentee": pair.mentee,
    }
    tell_pair(pair, [pair.mentor.person_id, pair.mentee_id], title, pair.reason, at=at)


def _closed(pair: Pair, step: PairStep, reason: str, by: Membership | None, at: datetime) -> Pair:
    found = _locked(pair)
    found.state = rules.after(PairState(found.state), step, reason)
    found.reason, found.closed_at = reason.strip(), at
    found.save(update_fields=["state", "reason", "closed_at"])
    add_events([found], step, at=at, by=by, reason=found.reason)
    return found


@transaction.atomic
def complete_pair(*, pair: Pair, by: Membership, at: datetime) -> Pair:
    """The mentoring has come to its end. Raises StepRefused, and GoalsOpen while a goal waits for a word of either."""
    found = _locked(pair)
    state = rules.after(PairState(found.state), PairStep.COMPLETED)
    waiting = sum(not goal.is_judged for goal in found.goals.all())
    if waiting:
        raise GoalsOpen(waiting)
    found.state, found.closed_at = state, at
    found.save(update_fields=["state", "closed_at"])
    add_events([found], PairStep.COMPLETED, at=at, by=by)
    title = _("Pendampingan selesai: %(mentor)s dan %(mentee)s") % {
        "mentor": found.mentor.person,
        "mentee": found.mentee,
    }
    tell_pair(found, [found.mentor.person_id, found.mentee_id], title, "", at=at)
    record(
        verb="mentoring.pair.completed", city=found.city, by=by.user, at=at, target=found, data=_named(found)
    )
    return found


@transaction.atomic
def plan_meeting(*, pair: Pair, day: date | None, by: Membership, at: datetime) -> Pair:
    """Note the day of the next meeting (None: none is agreed); the other side is told. Raises StepRefused, DayPassed."""
    found = _locked(pair)
    if found.state != PairState.SET:
        raise StepRefused(PairState(found.state))
    if day is not None and day < timezone.localdate(at):
        raise DayPassed
    found.next_on = day
    found.save(update_fields=["next_on"])
    data = {**_named(found), "day": day.isoformat() if day else ""}
    if day is not None:
        title = _("Pertemuan pendampingan: %(day)s") % {"day": words.long_date(day)}
        others = {found.mentor.person_id, found.mentee_id} - {by.person_id}
        tell_pair(found, others, title, "", at=at)
    record(verb="mentoring.meeting.planned", city=found.city, by=by.user, at=at, target=found, data=data)
    return found


def _named(pair: Pair) -> dict[str, str]:
    return {"name": pair.mentor.person.name, "mentee": pair.mentee.name}
