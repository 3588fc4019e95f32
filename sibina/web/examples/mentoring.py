"""Mentoring in an example city: a round of the year under way, pairs that run, some silent, some to be looked through."""

from datetime import date, datetime, timedelta

import numpy as np
from django.utils import timezone

from sibina.assess.needs.api import Gap, current_snapshot
from sibina.assess.needs.types import GapState
from sibina.deliver.mentoring.api import (
    Goal,
    LogEntry,
    Mentor,
    Pair,
    PairEvent,
    find_cycle_to_mentor,
    get_pool_rule,
    open_round,
    propose_pairs,
)
from sibina.deliver.mentoring.types import (
    EntryState,
    LogKind,
    MentorRole,
    PairState,
    PairStep,
    Side,
    Verdict,
)
from sibina.ground.people.api import Person
from sibina.lib.tenancy.models import City
from sibina.web.examples.logins import Places

NOT_OPENED = frozenset({"medan"})
DAYS_UNDER_WAY = 75
SILENCE = 30
MEETINGS = (
    "Menyusun laporan bulanan",
    "Melayani warga di loket",
    "Naskah dinas dan arsip",
    "Sikap kerja dan etika",
    "Aplikasi yang dipakai unit",
    "Rencana kerja bulan depan",
)
SILENT, UNCONFIRMED, WITH_GOAL = 0.12, 0.25, 0.7
LEFT_TO_THE_HEAD = 4


def write_mentoring(city: City, places: Places, *, at: datetime, seed: int) -> None:
    """Match the city's new people as the product does, and let most pairs run since some weeks.

    The largest city has not opened its mentoring yet: it is one press there, and a few seconds of everybody's start.
    """
    cycle = find_cycle_to_mentor()
    if cycle is None or city.slug in NOT_OPENED:
        return
    began = at - timedelta(days=DAYS_UNDER_WAY)
    rule = get_pool_rule(day=timezone.localdate(began))
    made = open_round(cycle=cycle, rule=rule, silence_days=SILENCE, at=began)
    propose_pairs(round_=made, at=began)
    pairs = list(
        Pair.objects.filter(round=made, state=PairState.PROPOSED)
        .select_related("mentee", "mentor")
        .order_by("pk")
    )
    of_head = [pair for pair in pairs if pair.mentee.office_id == places.office_id]
    _let_logins_guide(of_head[LEFT_TO_THE_HEAD:], places)
    running = [pair for pair in pairs if pair not in of_head[:LEFT_TO_THE_HEAD]]
    _let_run(running, began)
    chance = np.random.default_rng([seed, len(pairs)])
    _write_entries(running, at, chance)
    _write_goals(running, city, at, chance)


def _let_logins_guide(pairs: list[Pair], places: Places) -> None:
    """The log-ins of mentor and ASN guide somebody of their office, so that their pages show it."""
    for person_id, pair in zip((places.mentor_id, places.staff_id), pairs, strict=False):
        person = Person.objects.get(pk=person_id)
        assert person.unit_id
        assert person.office_id
        mentor, _is_new = Mentor.objects.get_or_create(
            city_id=pair.city_id,
            person=person,
            defaults={
                "unit_id": person.unit_id,
                "office_id": person.office_id,
                "role": MentorRole.SENIOR,
                "capacity": 2,
                "by_office": True,
            },
        )
        if Pair.objects.filter(mentor=mentor).exists():
            continue
        pair.mentor, pair.office_id, pair.capacity, pair.place = mentor, mentor.office_id, mentor.capacity, 1
        pair.score, pair.reasons = None, []
        pair.save()


def _let_run(pairs: list[Pair], began: datetime) -> None:
    Pair.objects.filter(pk__in=[pair.pk for pair in pairs]).update(state=PairState.SET, set_at=began)
    PairEvent.objects.bulk_create(
        [PairEvent(city_id=pair.city_id, pair=pair, step=PairStep.SET, at=began) for pair in pairs],
        batch_size=2000,
    )


def _write_entries(pairs: list[Pair], at: datetime, chance: np.random.Generator) -> None:
    """Meetings every week or three; of silent pairs only the first weeks; some wait for a word."""
    today = timezone.localdate(at)
    entries = []
    for pair in pairs:
        is_silent = chance.random() < SILENT
        day = today - timedelta(days=DAYS_UNDER_WAY - int(chance.integers(0, 12)))
        last = today - timedelta(days=SILENCE + 5) if is_silent else today
        while day <= last:
            side = Side.MENTOR if chance.random() < 0.5 else Side.MENTEE
            is_last = day + timedelta(days=21) > last
            waits = not is_silent and is_last and chance.random() < UNCONFIRMED
            entries.append(_entry(pair, day, side, waits=waits, at=at, chance=chance))
            day += timedelta(days=int(chance.integers(7, 22)))
    LogEntry.objects.bulk_create(entries, batch_size=2000)


def _entry(
    pair: Pair, day: date, side: Side, *, waits: bool, at: datetime, chance: np.random.Generator
) -> LogEntry:
    written = at - timedelta(days=(timezone.localdate(at) - day).days)
    return LogEntry(
        city_id=pair.city_id,
        pair=pair,
        kind=LogKind.AT_WORK if chance.random() < 0.3 else LogKind.MENTORING,
        day=day,
        minutes=int(chance.choice([30, 60, 60, 90, 120])),
        what=MEETINGS[chance.integers(len(MEETINGS))],
        side=side,
        written_at=written,
        state=EntryState.WAITING if waits else EntryState.CONFIRMED,
        answered_at=None if waits else written + timedelta(hours=3),
    )


def _write_goals(pairs: list[Pair], city: City, at: datetime, chance: np.random.Generator) -> None:
    """The largest gap of the mentee is a goal of most pairs; of some the mentor says already that it was reached."""
    mentees = [pair.mentee_id for pair in pairs]
    rows = Gap.objects.filter(
        snapshot=current_snapshot(city), person_id__in=mentees, state=GapState.SHORT
    ).select_related("competency")
    largest: dict[int, Gap] = {}
    for row in rows.order_by("person_id", "-shortfall", "competency__name"):
        largest.setdefault(row.person_id, row)
    due_on = date(timezone.localdate(at).year, 12, 31)
    made_at = at - timedelta(days=DAYS_UNDER_WAY - 7)
    Goal.objects.bulk_create(
        [
            Goal(
                city_id=pair.city_id,
                pair=pair,
                competency_id=gap.competency_id,
                text=gap.competency.name,
                level_from=gap.present,
                level_to=gap.required,
                due_on=due_on,
                side=Side.MENTEE,
                made_at=made_at,
                mentor_says=Verdict.REACHED if chance.random() < 0.2 else "",
            )
            for pair in pairs
            if (gap := largest.get(pair.mentee_id)) and chance.random() < WITH_GOAL
        ],
        batch_size=2000,
    )
