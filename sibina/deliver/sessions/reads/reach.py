"""Whom a programme, or programmes of a kind of competency, have reached, and whom not yet."""

from dataclasses import dataclass

from django.db.models import Case, Exists, OuterRef, QuerySet, Value, When
from django.db.models.fields import CharField

from sibina.deliver.sessions.models import Enrolment, Session
from sibina.deliver.sessions.types import LIVE, SessionStage
from sibina.ground.competencies.api import KIND_TITLES
from sibina.ground.people.api import Person, seen_by
from sibina.ground.people.types import Sight
from sibina.lib.questions import among
from sibina.plan.programmes.api import Objective, Programme

REACHED, COMING, NOT_YET = "reached", "coming", "not_yet"
AHEAD = (SessionStage.PREPARED, SessionStage.INVITING, SessionStage.CONFIRMED)


@dataclass(frozen=True)
class Subject:
    """What is asked about: its key in an address, its title, and the programmes that count."""

    key: str
    title: str
    programme_ids: tuple[int, ...]


def list_subjects() -> list[Subject]:
    """Kinds of competency and programmes that have had or will have a session, kinds first."""
    held = set(Session.objects.order_by().values_list("programme_id", flat=True).distinct())
    kinds: dict[str, set[int]] = {}
    objectives = Objective.objects.filter(programme_id__in=held).order_by()
    for kind, programme_id in objectives.values_list("competency__kind", "programme_id").distinct():
        kinds.setdefault(kind, set()).add(programme_id)
    by_kind = [
        Subject(f"jenis-{key}", str(title), tuple(sorted(kinds[key])))
        for key, title in KIND_TITLES
        if key in kinds
    ]
    programmes = Programme.objects.filter(pk__in=held).order_by("name").values_list("pk", "name")
    return [*by_kind, *(Subject(f"program-{pk}", name, (pk,)) for pk, name in programmes)]


def list_reach(*, subject: Subject | None, sight: Sight) -> QuerySet[Person]:
    """Active persons whom the reader sees, by name, each with `reach`: reached, coming, or not yet."""
    people = Person.objects.filter(seen_by(sight, person="pk"), is_active=True, unit__isnull=False)
    seats = Enrolment.objects.filter(
        person_id=OuterRef("pk"),
        state__in=LIVE,
        session__programme_id__in=subject.programme_ids if subject else (),
    )
    was = Exists(seats.filter(session__stage=SessionStage.HELD))
    will = Exists(seats.filter(session__stage__in=AHEAD))
    reach = Case(
        When(was, then=Value(REACHED)),
        When(will, then=Value(COMING)),
        default=Value(NOT_YET),
        output_field=CharField(),
    )
    return people.select_related("unit", "office").annotate(reach=reach)


def count_reach(*, subject: Subject, sight: Sight) -> dict[str, int]:
    """How many of them are reached, coming, and not reached yet."""
    people = Person.objects.filter(seen_by(sight, person="pk"), is_active=True, unit__isnull=False)
    seats = Enrolment.objects.filter(
        seen_by(sight),
        among("session__programme_id", subject.programme_ids),
        state__in=LIVE,
        person__is_active=True,
    )
    was = set(seats.filter(session__stage=SessionStage.HELD).values_list("person_id", flat=True))
    will = set(seats.filter(session__stage__in=AHEAD).values_list("person_id", flat=True)) - was
    return {REACHED: len(was), COMING: len(will), NOT_YET: max(0, people.count() - len(was) - len(will))}
