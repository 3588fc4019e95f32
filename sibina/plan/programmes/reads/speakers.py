"""Questions about speakers: the register, one record, who is free for a session."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.contrib.postgres.aggregates import StringAgg
from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Avg, Count, Exists, OuterRef, Prefetch, Q, QuerySet, Subquery
from django.db.models.expressions import Combinable, NegatedExpression
from django.db.models.functions import Coalesce

from sibina.ground.people.api import Person
from sibina.lib.questions import written_once
from sibina.plan.programmes.models import (
    Objective,
    Offering,
    Speaker,
    SpeakerField,
    SpeakerPeriod,
    SpeakerRating,
)
from sibina.plan.programmes.rules import AT_WORK, find_clashes, mean_score, standing_of
from sibina.plan.programmes.types import Clash, HeldDays, SessionStanding

MOST_SESSIONS = 100
"""The latest sessions that a record shows."""


def list_speakers(*, today: date, by: Collection[str] = ()) -> QuerySet[Speaker]:
    """The register. `by`: what of `join_record` it is ordered or searched by, and is looked up of all for that."""
    return Speaker.objects.annotate(**{name: find(today) for name, find in _LOOKED_UP.items() if name in by})


def join_record(speakers: QuerySet[Speaker], today: date) -> QuerySet[Speaker]:
    """Each with where they come from, the fields `known`, sessions `held` and `ahead`, and the `mean` of its `rated`.

    A session ahead is offered, or runs in the set plan; one that was offered and not run is neither.
    """
    told = ("name", "institution", "is_active", "person__unit__name")
    rows = speakers.select_related("person__unit").only(*told)
    return rows.annotate(**{name: find(today) for name, find in _LOOKED_UP.items()})


def _known(_today: date) -> Subquery:
    fields = SpeakerField.objects.filter(speaker=OuterRef("pk")).order_by().values("speaker")
    named = StringAgg(Coalesce("competency__name", "words"), ", ", order_by="pk")
    return Subquery(fields.annotate(known=named).values("known"))


def _times_held(today: date) -> Coalesce:
    return _count(_sessions().filter(is_held=True, ends_on__lt=today))


def _ahead(today: date) -> Coalesce:
    return _count(_sessions().filter(ends_on__gte=today))


def _rated(_today: date) -> Coalesce:
    return _count(_ratings())


def _mean(_today: date) -> Subquery:
    return Subquery(_ratings().values("speaker").annotate(mean=Avg("score")).values("mean"))


_LOOKED_UP: Mapping[str, Callable[[date], Combinable]] = {
    "known": _known,
    "held": _times_held,
    "ahead": _ahead,
    "rated": _rated,
    "mean": _mean,
}


def _sessions() -> QuerySet[Offering]:
    return Offering.objects.filter(speaker=OuterRef("pk")).order_by()


def _ratings() -> QuerySet[SpeakerRating]:
    return SpeakerRating.objects.filter(_is_latest(), speaker=OuterRef("pk")).order_by()


def _count(rows: QuerySet[Any, Any]) -> Coalesce:
    many = rows.values("speaker").annotate(many=Count("pk")).values("many")
    return Coalesce(Subquery(many), 0)


def _is_latest() -> "NegatedExpression[Combinable]":
    """Of a rating: has the same person given none after it for the session? Only then does it count."""
    same = SpeakerRating.objects.filter(offering=OuterRef("offering"), speaker=OuterRef("speaker"))
    return ~Exists(same.filter(given_by=OuterRef("given_by"), pk__gt=OuterRef("pk")))


def find_speaker(*, speaker_id: int) -> Speaker | None:
    """One speaker with what they know (`knows`) and where they come from, or None."""
    return _speaker.first(pk=speaker_id)


@written_once
def _speaker(pk: int) -> QuerySet[Speaker]:
    fields = Prefetch("fields", SpeakerField.objects.select_related("competency"), to_attr="knows")
    found = Speaker.objects.filter(pk=pk).select_related("person__unit")
    return found.prefetch_related(fields).order_by()  # type: ignore[no-redef]


def origin_of(speaker: Speaker) -> str:
    """Where a speaker comes from: the unit of a person of the city, or the institution; empty where nobody wrote it."""
    if speaker.person is None:
        return speaker.institution
    return speaker.person.unit.name if speaker.person.unit else ""


def find_person_by_number(*, number: str) -> Person | None:
    """The active person of the city with this NIP, or None."""
    return Person.objects.filter(number=number, is_active=True).first() if number else None


@dataclass(frozen=True)
class RecordLine:
    """A session in the record of its speaker; `mean` is None where nobody has rated it."""

    offering: Offering
    standing: SessionStanding
    mean: float | None
    rated: int


def list_ratings(*, speaker: Speaker) -> list[SpeakerRating]:
    """Every rating on record, the latest first; `counts` says whether it is the latest of its giver."""
    return _ratings_of(speaker_id=speaker.pk)


@written_once
def _ratings_of(speaker_id: int) -> QuerySet[SpeakerRating]:
    rows = SpeakerRating.objects.filter(speaker_id=speaker_id).annotate(counts=_is_latest())
    told = ("score", "note", "given_at", "offering__code", "given_by__username")
    return rows.select_related("offering", "given_by").only(*told)


def list_record(*, speaker: Speaker, ratings: Sequence[SpeakerRating], today: date) -> list[RecordLine]:
    """The latest sessions of a speaker, the newest first, with what each is and how it was rated."""
    scores: dict[int, list[int]] = {}
    for rating in ratings:
        if rating.counts:  # type: ignore[attr-defined]  # by `list_ratings`
            scores.setdefault(rating.offering_id, []).append(rating.score)
    return [
        RecordLine(
            offering=row,
            standing=standing_of(runs=row.is_held, ends_on=row.ends_on, today=today),
            mean=mean_score(scores.get(row.pk, ())),
            rated=len(scores.get(row.pk, ())),
        )
        for row in _sessions_of(speaker_id=speaker.pk)
    ]


@written_once
def _sessions_of(speaker_id: int) -> QuerySet[Offering]:
    rows = Offering.objects.filter(speaker_id=speaker_id).order_by("-starts_on", "-pk")
    told = ("code", "starts_on", "ends_on", "is_held", "programme__name")
    return rows.select_related("programme").only(*told)[:MOST_SESSIONS]


def list_periods(*, speaker: Speaker) -> list[SpeakerPeriod]:
    """Days that are held, the latest first, with the session where it is one."""
    return _periods_of(speaker_id=speaker.pk)


@written_once
def _periods_of(speaker_id: int) -> QuerySet[SpeakerPeriod]:
    rows = SpeakerPeriod.objects.filter(speaker_id=speaker_id).order_by("-starts_on")
    told = ("starts_on", "ends_on", "reason", "offering__code", "offering__programme__name")
    return rows.select_related("offering__programme").only(*told)


def find_absence(*, period_id: int) -> SpeakerPeriod | None:
    """One period in which a speaker cannot, or None."""
    return SpeakerPeriod.objects.select_related("speaker").filter(pk=period_id, offering=None).first()


def list_offered_between(*, speaker: Speaker, starts_on: date, ends_on: date) -> list[Offering]:
    """Sessions on offer that name the speaker and have a day in common with these."""
    rows = Offering.objects.filter(speaker=speaker, starts_on__lte=ends_on, ends_on__gte=starts_on)
    return list(rows.filter(is_held=False))


def list_held_days(
    *, speakers: Collection[int] | None = None, starts_on: date, ends_on: date
) -> list[HeldDays]:
    """Days of speakers (None: all) that are held between these two, in the order of the calendar."""
    rows = SpeakerPeriod.objects.filter(starts_on__lte=ends_on, ends_on__gte=starts_on)
    if speakers is not None:
        rows = rows.filter(speaker__in=speakers)
    return _held(rows.order_by("starts_on"))


def list_booked_ahead(*, speaker: Speaker, today: date) -> list[HeldDays]:
    """Sessions that are going to run with the speaker and are not over."""
    return _held(speaker.periods.filter(offering__isnull=False, ends_on__gte=today).order_by("starts_on"))


def _held(rows: QuerySet[SpeakerPeriod]) -> list[HeldDays]:
    told = rows.values_list("speaker_id", "speaker__name", "starts_on", "ends_on", "offering__code", "reason")
    return [HeldDays(*row[:4], row[4] or "", row[5]) for row in told]


@dataclass(frozen=True)
class SpeakerChoice:
    """A speaker as a session may choose: does a field fit, what holds its days, which sessions on offer share them."""

    speaker: Speaker
    fits: bool
    held: HeldDays | None
    beside: tuple[str, ...]


def list_choices(*, offering: Offering, starts_on: date, ends_on: date) -> list[SpeakerChoice]:
    """Active speakers (and the one named now) for these days: by whether a field fits, then by name."""
    held: dict[int, HeldDays] = {}
    for days in list_held_days(starts_on=starts_on, ends_on=ends_on):
        # A day belongs to one year, and a year has each code once: these are not the session's own days.
        if days.code != offering.code:
            held.setdefault(days.speaker_id, days)
    others = Offering.objects.filter(starts_on__lte=ends_on, ends_on__gte=starts_on, is_held=False)
    beside = others.exclude(pk=offering.pk).filter(speaker=OuterRef("pk")).values("code")
    aims = Objective.objects.filter(programme=offering.programme_id).values("competency")
    fitting = SpeakerField.objects.filter(speaker=OuterRef("pk"), competency__in=aims)
    rows = Speaker.objects.filter(Q(is_active=True) | Q(pk=offering.speaker_id)).annotate(
        fits=Exists(fitting), beside=ArraySubquery(beside)
    )
    found = [
        SpeakerChoice(row, row.fits, held.get(row.pk), tuple(row.beside))
        for row in rows.select_related("person__unit")
    ]
    return sorted(found, key=lambda choice: (not choice.fits, choice.speaker.name))


def list_used_fields() -> list[tuple[str, str]]:
    """Every field that a speaker has, key and name, by name: what the register can be narrowed by."""
    found = [(f"k{key}", name) if key else (f"b{words}", words) for key, name, words in _used_fields()]
    return sorted(found, key=lambda field: field[1].casefold())


@written_once
def _used_fields() -> QuerySet[SpeakerField, tuple[Any, ...]]:
    rows = SpeakerField.objects.order_by().distinct()
    return rows.values_list("competency_id", "competency__name", "words")


def with_field(speakers: QuerySet[Speaker], field: str) -> QuerySet[Speaker]:
    """Those who know this field, by its key in `list_used_fields`."""
    kind, name = field[:1], field[1:]
    chosen = Q(competency=name) if kind == "k" else Q(words=name)
    return speakers.filter(pk__in=SpeakerField.objects.filter(chosen).values("speaker_id"))


def list_used_words(column: str) -> list[str]:
    """What the register already says in `institution` or `fee_class`, each once: so that it is written alike."""
    named = Speaker.objects.exclude(**{column: ""}).order_by(column).values_list(column, flat=True)
    return list(named.distinct())


def list_plannable(*, cycle_id: int) -> QuerySet[Offering]:
    """Sessions of a year that a plan may choose: not those whose speaker cannot on one of their days."""
    return Offering.objects.filter(cycle=cycle_id).exclude(_speaker_is_away())


def list_unplannable(*, cycle_id: int) -> list[str]:
    """The codes of the others."""
    rows = Offering.objects.filter(_speaker_is_away(), cycle=cycle_id)
    return list(rows.values_list("code", flat=True))


def _speaker_is_away() -> Exists:
    return Exists(
        SpeakerPeriod.objects.filter(
            offering=None,
            speaker=OuterRef("speaker"),
            starts_on__lte=OuterRef("ends_on"),
            ends_on__gte=OuterRef("starts_on"),
        )
    )


def list_unnamed(*, first: date, last: date) -> QuerySet[Offering]:
    """Sessions of set plans that begin in these days, the first to the last, are taught, and have nobody who teaches."""
    taught = Offering.objects.filter(speaker=None, is_held=True).exclude(programme__form__in=AT_WORK)
    return taught.filter(starts_on__gte=first, starts_on__lte=last)


def list_clashes(wanted: Sequence[HeldDays]) -> list[Clash]:
    """Why these days cannot all be held; empty when they can."""
    if not wanted:
        return []
    held = list_held_days(
        speakers={one.speaker_id for one in wanted},
        starts_on=min(one.starts_on for one in wanted),
        ends_on=max(one.ends_on for one in wanted),
    )
    return find_clashes(wanted, held)
