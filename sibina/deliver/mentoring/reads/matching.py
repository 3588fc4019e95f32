"""What a matching is made from: the pool, who waits for a mentor, needs, strengths, and who may not guide whom."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from datetime import date

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet

from sibina.assess.needs.api import Gap, GapSnapshot
from sibina.assess.needs.rules import WEIGHT_UNIT
from sibina.assess.needs.types import GapState
from sibina.deliver.mentoring import rules
from sibina.deliver.mentoring.models import IS_LIVE, Bar, Mentor, MentoringRound, Pair
from sibina.deliver.mentoring.types import (
    Colleague,
    Key,
    Mentee,
    MentorRole,
    Need,
    PairState,
)
from sibina.deliver.mentoring.types import Mentor as Guide
from sibina.ground.people.api import Person, list_new_people
from sibina.ground.people.types import PositionClass, PositionKind, Sight
from sibina.lib.questions import among

STEPS = {code: at for at, code in enumerate(PositionClass)}
WHOLE_CITY = Sight()


def list_colleagues() -> list[Colleague]:
    """Everybody who is active and posted, as the pool looks at people; by number."""
    rows = Person.objects.filter(is_active=True, unit__isnull=False, position__isnull=False).order_by("pk")
    told = rows.values_list(
        "pk", "unit_id", "office_id", "position__kind", "position__position_class", "grade", "appointed_on"
    )
    return [
        Colleague(
            person=person,
            unit=unit,
            office=office or unit,
            leads=kind == PositionKind.STRUKTURAL,
            step=STEPS[PositionClass(step)],
            rank=rules.rank_of(grade),
            appointed_on=appointed_on,
        )
        for person, unit, office, kind, step, grade, appointed_on in told
    ]


def list_unpaired(*, today: date, sight: Sight = WHOLE_CITY) -> QuerySet[Person]:
    """Newly appointed people whom nobody guides, is proposed to guide, or has guided to the end."""
    held = Pair.objects.filter(IS_LIVE | Q(state=PairState.COMPLETED), mentee_id=OuterRef("pk"))
    new = list_new_people(sight=sight, today=today)
    return new.filter(~Exists(held), unit__isnull=False)


def list_mentees_to_match(*, snapshot: GapSnapshot | None, people: Sequence[Person]) -> list[Mentee]:
    """Who waits, with what each lacks by the last counting of gaps."""
    needs: dict[int, list[Need]] = defaultdict(list)
    if snapshot is not None:
        rows = Gap.objects.filter(
            among("person_id", [one.pk for one in people]), snapshot=snapshot, state=GapState.SHORT
        ).order_by("person_id", "competency_id")
        told = rows.values_list("person_id", "competency_id", "shortfall", "present", "weight")
        for person, competency, short, present, weight in told:
            needs[person].append(Need(competency, short or 0, weight / WEIGHT_UNIT, present))
    return [
        Mentee(one.pk, one.unit_id, one.office_id, rules.rank_of(one.grade), tuple(needs[one.pk]))
        for one in people
    ]


def list_free_mentors(
    *, competencies: Collection[int], snapshot: GapSnapshot | None
) -> list[tuple[Mentor, Guide]]:
    """Mentors with a free place, each with how many are guided now and the levels on record in these competencies."""
    rows = (
        Mentor.objects.filter(is_listed=True, is_out=False, person__is_active=True)
        .annotate(load=Count("pairs", filter=Q(pairs__state__in=sorted(rules.LIVE))))
        .filter(load__lt=F("capacity"))
        .select_related("person")
        .order_by("pk")
    )
    mentors = list(rows)
    levels: dict[int, dict[Key, float]] = defaultdict(dict)
    if snapshot is not None:
        measured = Gap.objects.filter(
            among("person_id", [one.person_id for one in mentors]),
            among("competency_id", competencies),
            snapshot=snapshot,
            present__isnull=False,
        )
        for person, competency, present in measured.values_list("person_id", "competency_id", "present"):
            levels[person][competency] = present or 0
    return [
        (
            one,
            Guide(
                person=one.person_id,
                unit=one.unit_id,
                office=one.office_id,
                capacity=one.capacity,
                grade=rules.rank_of(one.person.grade),
                role=MentorRole(one.role),
                strengths=levels[one.person_id],
                load=one.load,
            ),
        )
        for one in mentors
    ]


def list_barred(
    *, round_: MentoringRound, mentees: Sequence[Mentee], guides: Sequence[Guide]
) -> set[tuple[Key, Key]]:
    """Pairs (mentor, mentee) that are not to be: barred, refused or ended before, or with the own superior where no
    superior may.
    """
    found: set[tuple[Key, Key]] = set(Bar.objects.values_list("mentor_id", "mentee_id"))
    past = Pair.objects.filter(state__in=[PairState.REFUSED, PairState.ENDED])
    found |= set(past.values_list("mentor__person_id", "mentee_id"))
    if not round_.superior_may:
        superiors = {one.unit: one.person for one in guides if one.role != MentorRole.SENIOR}
        found |= {(superiors[one.unit], one.person) for one in mentees if one.unit in superiors}
    return found


def list_taken_places(*, mentors: Collection[int]) -> dict[int, set[int]]:
    """By mentor, the places that live pairs hold."""
    found: dict[int, set[int]] = defaultdict(set)
    rows = Pair.objects.filter(IS_LIVE, among("mentor_id", mentors))
    for mentor, place in rows.values_list("mentor_id", "place"):
        found[mentor].add(place)
    return found
