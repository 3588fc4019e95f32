"""Questions about the pool: who can guide whom, and who may not."""

from typing import Any

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from sibina.deliver.mentoring import rules
from sibina.deliver.mentoring.models import IS_LIVE, Bar, Mentor, Pair
from sibina.ground.people.api import Person, seen_by
from sibina.ground.people.types import Sight


def _with_guided(mentors: QuerySet[Mentor]) -> QuerySet[Mentor]:
    """Each mentor with how many are guided now, or are to be."""
    return mentors.annotate(guided=Count("pairs", filter=Q(pairs__state__in=sorted(rules.LIVE))))


def list_mentors(*, sight: Sight) -> QuerySet[Mentor]:
    """The pool as far as the reader sees its people, each with how many are guided now."""
    return _with_guided(Mentor.objects.filter(seen_by(sight, unit="person__unit_id")))


def join_mentors(mentors: QuerySet[Mentor]) -> QuerySet[Mentor]:
    """Each mentor with what a list tells of the person."""
    return _with_guided(mentors).select_related("person__unit", "person__office", "person__position")


def find_mentor(*, mentor_id: int, sight: Sight) -> Mentor | None:
    """One mentor of the pool whom the reader sees."""
    rows = Mentor.objects.filter(seen_by(sight, unit="person__unit_id"), pk=mentor_id)
    return join_mentors(rows).first()


def list_choices(*, pair: Pair) -> list[Mentor]:
    """Mentors with a free place who may guide this mentee, those who work nearest first."""
    mentee = pair.mentee
    barred = Bar.objects.filter(mentee=mentee, mentor_id=OuterRef("person_id"))
    rows = (
        Mentor.objects.filter(~Exists(barred), is_listed=True, is_out=False, person__is_active=True)
        .exclude(person=mentee)
        .exclude(pk=pair.mentor_id)
        .filter(office_id=mentee.office_id)
    )
    rank = rules.rank_of(mentee.grade)
    free: list[Any] = [one for one in join_mentors(rows) if one.guided < one.capacity]
    found = [one for one in free if not is_below(rules.rank_of(one.person.grade), rank)]
    return sorted(found, key=lambda one: (one.unit_id != mentee.unit_id, one.guided, one.person.name, one.pk))


def is_below(mentor: int | None, mentee: int | None) -> bool:
    """Does the mentor stand below the mentee? Unknown ranks are not compared."""
    return mentor is not None and mentee is not None and mentor < mentee


def list_bars(*, sight: Sight) -> QuerySet[Bar]:
    """Who may not guide whom, of the people whom the reader sees."""
    seen = seen_by(sight, person="mentee_id", unit="mentee__unit_id")
    seen |= seen_by(sight, person="mentor_id", unit="mentor__unit_id")
    return Bar.objects.filter(seen).select_related("mentor", "mentee", "by")


def find_by_number(*, number: str, sight: Sight) -> Person | None:
    """The active, posted person of this NIP whom the reader sees."""
    rows = Person.objects.filter(
        seen_by(sight, person="pk"), number=number, is_active=True, unit__isnull=False
    )
    return rows.first()


def list_live_of(*, mentor: Mentor) -> list[Pair]:
    """Whom a mentor guides, or is to guide."""
    return list(Pair.objects.filter(IS_LIVE, mentor=mentor).select_related("mentee").order_by("place"))
