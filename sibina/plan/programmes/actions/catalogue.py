"""Verbs of programmes: writing a programme, offering a session, preparing the sessions of a year."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime

from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone

from sibina.ground.cycles.api import Cycle
from sibina.ground.people.rules import name_key
from sibina.lib.audit.api import record
from sibina.lib.editing.api import check_revision, mark_changed
from sibina.lib.tenancy.models import City
from sibina.plan.programmes.actions.objectives import write_objective
from sibina.plan.programmes.actions.prices import write_cost_parts
from sibina.plan.programmes.actions.speakers import check_speaker, hold_speakers
from sibina.plan.programmes.actions.starters import take_starter_programmes
from sibina.plan.programmes.models import Agreement, Objective, Offering, Programme
from sibina.plan.programmes.reads import (
    Subject,
    facts_of_version,
    find_released,
    list_subjects,
    may_offer,
    stem_of,
)
from sibina.plan.programmes.rules import (
    codes_after,
    goals_of,
    holidays_of,
    hours_of,
    meets_in_class,
    place_sessions,
    problems_of_offering,
    problems_of_programme,
    season_of,
)
from sibina.plan.programmes.types import (
    Booking,
    CodeTaken,
    Goal,
    NameTaken,
    NotFit,
    OfferingFacts,
    OfferingHeld,
    Prepared,
    ProgrammeFacts,
    ProgrammeProblem,
    Wish,
    YearShut,
)


def save_programme(
    *,
    city: City,
    programme: Programme | None,
    facts: ProgrammeFacts,
    by: User,
    at: datetime,
    revision: int = 0,
) -> Programme:
    """Write a programme (None: a new one) with its objectives and costs. `revision` is the one that was opened.

    Raises NotFit, NameTaken and Overtaken.
    """
    problems = problems_of_programme(
        facts.objectives,
        jp=facts.jp,
        min_participants=facts.min_participants,
        max_participants=facts.max_participants,
        series=facts.series,
    )
    if problems:
        raise NotFit(problems)
    with transaction.atomic():
        found = Programme(city=city, revision=0)
        if programme:
            found = Programme.objects.select_for_update().get(pk=programme.pk)
            check_revision(found, revision)
            _check_released(found, facts)
        found.key = name_key(facts.name)
        if Programme.objects.filter(key=found.key).exclude(pk=found.pk).exists():
            raise NameTaken(facts.name)
        found.name, found.form, found.purpose = facts.name, facts.form, facts.purpose
        found.organiser = facts.organiser
        found.jp, found.is_active, found.sector_id = facts.jp, facts.is_active, facts.sector_id
        found.min_participants, found.max_participants = facts.min_participants, facts.max_participants
        found.series_every = facts.series.every if facts.series else None
        found.series_times = facts.series.times if facts.series else None
        mark_changed(found, by=by, at=at).save()
        _replace_parts(found, facts)
        data = _told(facts)
        if programme:
            record(verb="programmes.programme.changed", city=city, by=by, at=at, target=found, data=data)
        else:
            record(verb="programmes.programme.added", city=city, by=by, at=at, target=found, data=data)
    return found


def _check_released(programme: Programme, facts: ProgrammeFacts) -> None:
    """Hours and levels are those of the curriculum in force; a new version changes them."""
    released = find_released(programme_id=programme.pk)
    if released is None:
        return
    modules = facts_of_version(released)
    typed = {Goal(one.competency_id, one.from_level, one.to_level) for one in facts.objectives}
    if facts.jp != hours_of(modules) or typed != set(goals_of(modules)):
        raise NotFit([ProgrammeProblem.NOT_AS_RELEASED])


def _replace_parts(programme: Programme, facts: ProgrammeFacts) -> None:
    programme.objectives.all().delete()
    Objective.objects.bulk_create(write_objective(Objective(), programme, one) for one in facts.objectives)
    write_cost_parts(programme, facts.costs)


def _told(facts: ProgrammeFacts) -> dict[str, object]:
    """What the trail keeps of a programme as it was written."""
    return {
        "name": facts.name,
        "jp": facts.jp,
        "is_active": facts.is_active,
        "gains": {str(one.competency_id): str(one.gain) for one in facts.objectives},
        "rupiah": [[cost.label, cost.per, cost.rupiah] for cost in facts.costs],
    }


@transaction.atomic
def save_offering(*, offering: Offering, facts: OfferingFacts, by: User, at: datetime) -> Offering:
    """Write a session (unsaved: a new one) of a programme in a year.

    Raises YearShut, OfferingHeld, NotFit, CodeTaken and SpeakerNotFree.
    """
    cycle, programme = offering.cycle, offering.programme
    _check_open(cycle)
    _check_free(offering)
    agreement = Agreement.objects.filter(pk=facts.agreement_id).first() if facts.agreement_id else None
    problems = problems_of_offering(
        facts,
        year=cycle.year,
        min_participants=programme.min_participants,
        max_participants=programme.max_participants,
        term=(agreement.starts_on, agreement.ends_on) if agreement else None,
    )
    if problems:
        raise NotFit(problems)
    if Offering.objects.filter(cycle=cycle, code=facts.code).exclude(pk=offering.pk).exists():
        raise CodeTaken(facts.code)
    check_speaker(offering=offering, facts=facts)
    is_new = offering.pk is None
    for name, value in vars(facts).items():
        setattr(offering, name, value)
    offering.save()
    data = {name: str(value) for name, value in vars(facts).items()}
    data["speaker"] = offering.speaker.name if offering.speaker else ""
    city = offering.city
    if is_new:
        record(verb="programmes.session.offered", city=city, by=by, at=at, target=offering, data=data)
    else:
        record(verb="programmes.session.changed", city=city, by=by, at=at, target=offering, data=data)
    return offering


def withdraw_offering(*, offering: Offering, by: User, at: datetime) -> None:
    """Take a session out of the calendar. Raises YearShut and OfferingHeld.

    One that any plan was computed with is kept by the database.
    """
    _check_open(offering.cycle)
    _check_free(offering)
    data = {"code": offering.code, "programme": offering.programme.name}
    record(verb="programmes.session.withdrawn", city=offering.city, by=by, at=at, target=offering, data=data)
    offering.delete()


def prepare_sessions(
    *,
    city: City,
    cycle: Cycle,
    wanted: Mapping[str, int],
    venues: Sequence[str],
    by: User,
    at: datetime,
) -> Prepared:
    """Offer sessions until the year has as many of each programme as wanted, by the key of its subject.

    What is there stays, so that asking again changes nothing; fewer than are there withdraws none. A starter that
    is wanted becomes a programme of the city. Prices are the programme's own. Raises YearShut.
    """
    with transaction.atomic():
        Cycle.objects.select_for_update().get(pk=cycle.pk)
        _check_open(cycle)
        starters = [
            one.starter for one in list_subjects(cycle=cycle) if one.starter and wanted.get(one.key, 0) > 0
        ]
        taken = take_starter_programmes(city=city, programmes=starters, by=by, at=at) if starters else []
        subjects = [one for one in list_subjects(cycle=cycle) if one.programme and wanted.get(one.key, 0) > 0]
        wishes = [
            Wish(
                one.key,
                one.course,
                wanted[one.key] - one.offered,
                one.series.every if one.series else None,
            )
            for one in subjects
            if wanted[one.key] > one.offered
        ]
        made = _offer_placed(cycle, subjects, wishes, venues, timezone.localdate(at))
        prepared = Prepared(
            made=len(made),
            there=sum(one.offered for one in subjects),
            programmes=len(taken),
            without_day=sum(wish.sessions for wish in wishes) - len(made),
        )
        if made:
            data = {"codes": [row.code for row in made], "programmes_taken": len(taken)}
            record(verb="programmes.sessions.prepared", city=city, by=by, at=at, target=cycle, data=data)
    return prepared


def _offer_placed(
    cycle: Cycle,
    subjects: Sequence[Subject],
    wishes: Sequence[Wish],
    venues: Sequence[str],
    today: date,
) -> list[Offering]:
    """Find days and venues beside what is offered already, and write the sessions in the order of the calendar."""
    if not wishes:
        return []
    there = list(Offering.objects.filter(cycle=cycle).select_related("programme"))
    key_of = {one.programme.pk: one.key for one in subjects if one.programme}
    placed = place_sessions(
        wishes,
        season=season_of(cycle.year, today),
        free=holidays_of(cycle.year),
        booked=[
            Booking(
                key_of.get(row.programme_id, ""),
                row.days,
                row.venue,
            )
            for row in there
        ],
        venues=venues,
    )
    taken = [row.code for row in there]
    codes = {one.key: codes_after(stem_of(one.programme), taken) for one in subjects if one.programme}
    of = {one.key: one for one in subjects}
    ordered = sorted(placed, key=lambda booking: (booking.days.starts_on, booking.programme))
    return Offering.objects.bulk_create(
        _offering_of(cycle, of[booking.programme], booking, next(codes[booking.programme]))
        for booking in ordered
    )


def _offering_of(cycle: Cycle, subject: Subject, booking: Booking, code: str) -> Offering:
    return Offering(
        city_id=cycle.city_id,
        cycle=cycle,
        programme=subject.programme,
        code=code,
        **vars(booking.days),
        seats=subject.seats,
        min_seats=subject.fewest,
        fixed_cost=subject.cost.fixed,
        seat_cost=subject.cost.per_seat,
        venue=booking.venue,
        counts_as_absence=meets_in_class(subject.course),
    )


def hold_offerings(*, cycle: Cycle, offerings: Collection[int]) -> None:
    """The year's set plan stands on these sessions: they, and no others of the year, stay as they are.

    The days of their speakers are held. Raises SpeakerNotFree with every clash.
    """
    rows = Offering.objects.filter(cycle=cycle)
    rows.filter(is_held=True).exclude(pk__in=offerings).update(is_held=False)
    rows.filter(is_held=False, pk__in=offerings).update(is_held=True)
    hold_speakers(cycle=cycle, offerings=offerings)


def _check_free(offering: Offering) -> None:
    """Asked of the database, since the plan may have been set after the page was opened."""
    if Offering.objects.filter(pk=offering.pk, is_held=True).exists():
        raise OfferingHeld


def _check_open(cycle: Cycle) -> None:
    if not may_offer(cycle):
        raise YearShut
