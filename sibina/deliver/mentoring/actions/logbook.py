"""Goals and the logbook of a pair: one side writes, the other confirms; what is confirmed stays."""

from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from sibina.deliver.mentoring import reads, rules
from sibina.deliver.mentoring.actions.events import tell_pair
from sibina.deliver.mentoring.models import Goal, LogEntry, Pair
from sibina.deliver.mentoring.sentences import LOG_KINDS
from sibina.deliver.mentoring.types import (
    AlreadySaid,
    DayPassed,
    DayTaken,
    EntryAnswered,
    EntryFacts,
    EntryState,
    GoalFacts,
    PairState,
    ReasonOwed,
    Side,
    StepRefused,
    Verdict,
    YearShut,
)
from sibina.ground.people.api import Membership
from sibina.lib import words
from sibina.lib.audit.api import record


def _running(pair: Pair) -> Pair:
    """The pair, locked, if it is under way. Raises StepRefused."""
    rows = Pair.objects.select_for_update(of=("self",)).select_related("city", "mentor__person", "mentee")
    found = rows.get(pk=pair.pk)
    if found.state != PairState.SET:
        raise StepRefused(PairState(found.state))
    return found


@transaction.atomic
def write_entry(*, pair: Pair, side: Side, facts: EntryFacts, by: Membership, at: datetime) -> LogEntry:
    """Write a meeting down; the other side is asked to confirm it. The same once more, as a double tap sends it, is one.

    Raises StepRefused, DayOutside, YearShut, and DayTaken where an entry of the kind stands on that day already.
    """
    found = _running(pair)
    assert found.set_at is not None
    rules.check_day(facts.day, first=timezone.localdate(found.set_at), today=timezone.localdate(at))
    if not reads.may_record(year=facts.day.year):
        raise YearShut(facts.day.year)
    same = {"pair": found, "kind": facts.kind, "day": facts.day}
    try:
        with transaction.atomic():
            entry = LogEntry.objects.create(
                city_id=found.city_id,
                **same,
                minutes=facts.minutes,
                what=facts.what,
                side=side,
                written_at=at,
            )
    except IntegrityError:
        there = LogEntry.objects.filter(**same).exclude(state=EntryState.DECLINED).first()
        if there is None:
            raise
        if (there.side, there.minutes, there.what) != (side, facts.minutes, facts.what):
            raise DayTaken from None
        return there
    if found.next_on is not None and found.next_on <= facts.day:
        Pair.objects.filter(pk=found.pk).update(next_on=None)
    title = _("Setujui catatan: %(kind)s, %(day)s") % {
        "kind": str(LOG_KINDS[facts.kind]).lower(),
        "day": words.short_date(facts.day),
    }
    text = _("%(what)s (%(minutes)s menit). Catatan dihitung setelah Anda menyetujuinya.") % {
        "what": facts.what,
        "minutes": words.number(facts.minutes),
    }
    tell_pair(found, [_person_of(found, side.other)], title, text, at=at)
    record(
        verb="mentoring.entry.written", city=found.city, by=by.user, at=at, target=entry, data=_told(entry)
    )
    return entry


def _person_of(pair: Pair, side: Side) -> int:
    return pair.mentee_id if side is Side.MENTEE else pair.mentor.person_id


def _told(entry: LogEntry) -> dict[str, object]:
    return {"day": entry.day.isoformat(), "minutes": entry.minutes}


def _waiting(entry: LogEntry) -> LogEntry:
    rows = LogEntry.objects.select_for_update(of=("self",)).select_related(
        "city", "pair__mentor", "pair__city"
    )
    found = rows.get(pk=entry.pk)
    if found.state != EntryState.WAITING:
        raise EntryAnswered
    return found


@transaction.atomic
def confirm_entry(*, entry: LogEntry, side: Side, by: Membership, at: datetime) -> LogEntry:
    """The other side confirms: the entry counts from now on and is not changed any more. Raises EntryAnswered.

    Who wrote it does not confirm it: for that side there is no such entry (DoesNotExist).
    """
    found = _waiting(LogEntry.objects.get(pk=entry.pk, side=side.other))
    found.state, found.answered_at = EntryState.CONFIRMED, at
    found.save(update_fields=["state", "answered_at"])
    record(
        verb="mentoring.entry.confirmed", city=found.city, by=by.user, at=at, target=found, data=_told(found)
    )
    return found


@transaction.atomic
def decline_entry(*, entry: LogEntry, side: Side, reason: str, by: Membership, at: datetime) -> LogEntry:
    """The other side says that it was not so, and why. Raises EntryAnswered, ReasonOwed."""
    if len(reason.strip()) < rules.SHORTEST_REASON:
        raise ReasonOwed
    found = _waiting(LogEntry.objects.get(pk=entry.pk, side=side.other))
    found.state, found.answered_at, found.reason = EntryState.DECLINED, at, reason.strip()
    found.save(update_fields=["state", "answered_at", "reason"])
    title = _("Catatan %(day)s tidak dibenarkan") % {"day": words.short_date(found.day)}
    tell_pair(found.pair, [_person_of(found.pair, Side(found.side))], title, found.reason, at=at)
    data = {**_told(found), "reason": found.reason}
    record(verb="mentoring.entry.declined", city=found.city, by=by.user, at=at, target=found, data=data)
    return found


@transaction.atomic
def withdraw_entry(*, entry: LogEntry, side: Side, by: Membership, at: datetime) -> None:
    """Who wrote it takes it back while nobody has answered. Raises EntryAnswered."""
    found = _waiting(LogEntry.objects.get(pk=entry.pk, side=side))
    record(
        verb="mentoring.entry.withdrawn", city=found.city, by=by.user, at=at, target=found, data=_told(found)
    )
    found.delete()


@transaction.atomic
def add_goal(*, pair: Pair, side: Side, facts: GoalFacts, by: Membership, at: datetime) -> Goal:
    """Set a goal; one about a competency that has one already is that one. Raises StepRefused, DayPassed."""
    found = _running(pair)
    if facts.due_on < timezone.localdate(at):
        raise DayPassed
    values = {
        "text": facts.text,
        "level_from": facts.level_from,
        "level_to": facts.level_to,
        "due_on": facts.due_on,
        "side": side,
        "made_at": at,
    }
    if facts.competency_id is None:
        goal, is_new = Goal.objects.create(city_id=found.city_id, pair=found, **values), True
    else:
        goal, is_new = Goal.objects.get_or_create(
            city_id=found.city_id, pair=found, competency_id=facts.competency_id, defaults=values
        )
    if is_new:
        data = {"subject": facts.text, "day": facts.due_on.isoformat()}
        record(verb="mentoring.goal.set", city=found.city, by=by.user, at=at, target=goal, data=data)
    return goal


@transaction.atomic
def drop_goal(*, goal: Goal, by: Membership, at: datetime) -> None:
    """Take a goal away of which nobody has said anything yet. Raises AlreadySaid."""
    found = Goal.objects.select_for_update(of=("self",)).select_related("city").get(pk=goal.pk)
    if found.mentor_says or found.mentee_says:
        raise AlreadySaid
    record(
        verb="mentoring.goal.dropped",
        city=found.city,
        by=by.user,
        at=at,
        target=found,
        data={"subject": found.text},
    )
    found.delete()


@transaction.atomic
def judge_goal(*, goal: Goal, side: Side, verdict: Verdict, by: Membership, at: datetime) -> Goal:
    """One side says whether the goal was reached. Raises AlreadySaid."""
    found = Goal.objects.select_for_update(of=("self",)).select_related("city").get(pk=goal.pk)
    field = "mentor_says" if side is Side.MENTOR else "mentee_says"
    if getattr(found, field):
        raise AlreadySaid
    setattr(found, field, verdict)
    found.save(update_fields=[field])
    data = {"subject": found.text, "verdict": verdict}
    record(verb="mentoring.goal.judged", city=found.city, by=by.user, at=at, target=found, data=data)
    return found
