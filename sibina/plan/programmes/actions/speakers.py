"""Verbs of speakers: the register, days on which one cannot, ratings, and days held by sessions that run."""

from collections.abc import Callable, Collection, Sequence
from datetime import date, datetime
from typing import Any

from django.contrib.auth.models import User
from django.db import IntegrityError, transaction
from django.utils import timezone

from sibina.ground.cycles.api import Cycle
from sibina.ground.cycles.rules import may_change
from sibina.ground.cycles.types import CyclePhase, Part
from sibina.ground.people.api import Person
from sibina.lib.audit.api import record
from sibina.lib.editing.api import check_revision, mark_changed
from sibina.lib.tenancy.models import City
from sibina.plan.programmes.models import Offering, Speaker, SpeakerField, SpeakerPeriod, SpeakerRating
from sibina.plan.programmes.reads import list_booked_ahead, list_clashes
from sibina.plan.programmes.rules import speaker_key, standing_of
from sibina.plan.programmes.types import (
    HeldDays,
    NotHeldYet,
    OfferingFacts,
    PeriodBackwards,
    SessionStanding,
    SpeakerBooked,
    SpeakerFacts,
    SpeakerKnown,
    SpeakerNotFree,
    YearShut,
)


@transaction.atomic
def save_speaker(
    *, city: City, speaker: Speaker | None, revision: int, facts: SpeakerFacts, by: User | None, at: datetime
) -> Speaker:
    """Write a speaker (None: a new one) with the fields. Raises Overtaken, SpeakerKnown and SpeakerBooked."""
    found = Speaker(city=city, revision=0)
    if speaker:
        found = (
            Speaker.objects.select_for_update(of=("self",)).select_related("changed_by").get(pk=speaker.pk)
        )
        check_revision(found, revision)
    person = Person.objects.get(pk=facts.person_id) if facts.person_id else None
    found.person, found.institution = person, "" if person else facts.institution
    found.name = str(person)[:160] if person else facts.name
    found.key = speaker_key(found.name, found.institution)
    found.fee_class = facts.fee_class
    if found.is_active and not facts.is_active and found.pk:
        ahead = list_booked_ahead(speaker=found, today=timezone.localdate(at))
        if ahead:
            raise SpeakerBooked(ahead)
    found.is_active = facts.is_active
    try:
        with transaction.atomic():
            mark_changed(found, by=by, at=at).save()
    except IntegrityError as taken:
        raise SpeakerKnown(found.name) from taken
    found.fields.all().delete()
    SpeakerField.objects.bulk_create(
        [SpeakerField(city=city, speaker=found, competency_id=key) for key in facts.competency_ids]
        + [SpeakerField(city=city, speaker=found, words=words) for words in facts.words]
    )
    data = {"name": found.name, "institution": found.institution, "is_active": found.is_active}
    if speaker:
        record(verb="programmes.speaker.changed", city=city, by=by, at=at, target=found, data=data)
    else:
        record(verb="programmes.speaker.added", city=city, by=by, at=at, target=found, data=data)
    return found


@transaction.atomic
def record_absence(
    *, speaker: Speaker, starts_on: date, ends_on: date, reason: str, by: User | None, at: datetime
) -> SpeakerPeriod:
    """The speaker cannot on these days, both inclusive. Raises PeriodBackwards and SpeakerNotFree."""
    if ends_on < starts_on:
        raise PeriodBackwards
    made = SpeakerPeriod(
        city=speaker.city, speaker=speaker, starts_on=starts_on, ends_on=ends_on, reason=reason
    )
    _hold([HeldDays(speaker.pk, speaker.name, starts_on, ends_on)], made.save)
    data = {"name": speaker.name, "starts_on": str(starts_on), "ends_on": str(ends_on)}
    record(verb="programmes.speaker.absent", city=speaker.city, by=by, at=at, target=speaker, data=data)
    return made


@transaction.atomic
def remove_absence(*, period: SpeakerPeriod, by: User | None, at: datetime) -> None:
    """The speaker can on these days after all; the trail keeps what stood there."""
    speaker = period.speaker
    data = {"name": speaker.name, "starts_on": str(period.starts_on), "ends_on": str(period.ends_on)}
    record(verb="programmes.speaker.free", city=period.city, by=by, at=at, target=speaker, data=data)
    period.delete()


@transaction.atomic
def rate_speaker(
    *, offering: Offering, score: int, note: str, by: User | None, at: datetime
) -> SpeakerRating:
    """Rate the speaker of a session that is over; what the same person gave before stays, and counts no more.

    Raises NotHeldYet; a score outside 1 to 5 is refused by the database.
    """
    today = timezone.localdate(at)
    standing = standing_of(runs=offering.is_held, ends_on=offering.ends_on, today=today)
    if offering.speaker is None or standing != SessionStanding.HELD:
        raise NotHeldYet
    made = SpeakerRating.objects.create(
        city=offering.city,
        speaker=offering.speaker,
        offering=offering,
        score=score,
        note=note,
        given_at=at,
        given_by=by,
    )
    data = {"name": offering.speaker.name, "code": offering.code, "score": score}
    record(
        verb="programmes.speaker.rated", city=offering.city, by=by, at=at, target=offering.speaker, data=data
    )
    return made


@transaction.atomic
def name_speaker(*, offering: Offering, speaker_id: int | None, by: User | None, at: datetime) -> None:
    """Who speaks in a session that runs: its days move from the one to the other. Raises YearShut and SpeakerNotFree."""
    found = Offering.objects.select_for_update(of=("self",)).select_related("cycle").get(pk=offering.pk)
    if not may_change(CyclePhase(found.cycle.phase), Part.SESSIONS):
        raise YearShut
    before = found.speaker.name if found.speaker else ""
    found.speaker = speaker = Speaker.objects.get(pk=speaker_id) if speaker_id else None
    found.save(update_fields=["speaker"])
    SpeakerPeriod.objects.filter(offering=found).delete()
    if speaker and (there := list_clashes([_days_of(found, speaker)])):
        raise SpeakerNotFree(there)
    if found.is_held:
        _hold_days([found])
    data = {"code": found.code, "before": before, "speaker": speaker.name if speaker else ""}
    record(verb="programmes.session.speaker_named", city=found.city, by=by, at=at, target=found, data=data)


@transaction.atomic
def hold_speakers(*, cycle: Cycle, offerings: Collection[int]) -> None:
    """The days of the speakers of these sessions of the year are held, and of no others. Raises SpeakerNotFree."""
    SpeakerPeriod.objects.filter(offering__cycle=cycle).delete()
    chosen = Offering.objects.select_for_update(of=("self",)).filter(cycle=cycle, pk__in=offerings)
    _hold_days(list(chosen.select_related("speaker")))


def check_speaker(*, offering: Offering, facts: OfferingFacts) -> None:
    """Is the speaker of a session, as it is about to be written, free on its days? Raises SpeakerNotFree."""
    if facts.speaker_id is not None:
        speaker = Speaker.objects.get(pk=facts.speaker_id)
        if there := list_clashes([_days_of(facts, speaker)]):
            raise SpeakerNotFree(there)


def _hold_days(sessions: Sequence[Offering]) -> None:
    pairs = [(row, row.speaker) for row in sessions if row.speaker]
    periods = [
        SpeakerPeriod(
            city_id=row.city_id,
            speaker=speaker,
            offering=row,
            starts_on=row.starts_on,
            ends_on=row.ends_on,
        )
        for row, speaker in pairs
    ]
    _hold([_days_of(*pair) for pair in pairs], lambda: SpeakerPeriod.objects.bulk_create(periods))


def _days_of(session: Offering | OfferingFacts, speaker: Speaker) -> HeldDays:
    return HeldDays(speaker.pk, speaker.name, session.starts_on, session.ends_on, session.code)


def _hold(wanted: Sequence[HeldDays], write: Callable[[], Any]) -> None:
    """Write what holds the days wanted. What another transaction held meanwhile is refused by the database."""
    if there := list_clashes(wanted):
        raise SpeakerNotFree(there)
    try:
        with transaction.atomic():
            write()
    except IntegrityError as refused:
        if there := list_clashes(wanted):
            raise SpeakerNotFree(there) from refused
        raise
