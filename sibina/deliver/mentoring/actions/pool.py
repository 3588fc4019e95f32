"""The office's word on the pool: who is in it, how many each guides, who may not guide whom."""

from datetime import datetime

from django.db import IntegrityError, transaction

from sibina.deliver.mentoring import reads, rules
from sibina.deliver.mentoring.models import IS_LIVE, Bar, Mentor, Pair
from sibina.deliver.mentoring.types import (
    HasLiveMentor,
    InPoolAlready,
    MentorFull,
    MentorRole,
    PlacesTaken,
    ReasonOwed,
)
from sibina.ground.people.api import Membership, Person
from sibina.lib.audit.api import record
from sibina.lib.editing.api import check_revision, mark_changed


@transaction.atomic
def add_mentor(*, person: Person, capacity: int, by: Membership, at: datetime) -> Mentor:
    """Take somebody into the pool who is not in it by rule. Raises InPoolAlready."""
    if person.unit_id is None or not person.is_active:
        raise LookupError("only who is active and posted can be a mentor")
    values = {
        "unit_id": person.unit_id,
        "office_id": person.office_id or person.unit_id,
        "role": MentorRole.SENIOR,
        "capacity": capacity,
        "by_office": True,
        "changed_at": at,
        "changed_by": by.user,
    }
    found, is_new = Mentor.objects.get_or_create(city_id=person.city_id, person=person, defaults=values)
    if not is_new:
        if found.is_listed and not found.is_out:
            raise InPoolAlready
        found.by_office, found.is_listed, found.is_out, found.out_reason = True, True, False, ""
        found.save(update_fields=["by_office", "is_listed", "is_out", "out_reason"])
    record(
        verb="mentoring.mentor.added",
        city=found.city,
        by=by.user,
        at=at,
        target=found,
        data={"name": person.name},
    )
    return found


@transaction.atomic
def change_mentor(
    *, mentor: Mentor, revision: int, capacity: int, out_reason: str | None, by: Membership, at: datetime
) -> Mentor:
    """Say how many the mentor guides, and whether this person is in the pool (`out_reason` None) or out of it, and why.

    Who guides somebody goes on doing so: being out means that nobody further is proposed.
    Raises Overtaken, PlacesTaken and ReasonOwed.
    """
    found = Mentor.objects.select_for_update(of=("self",)).select_related("person").get(pk=mentor.pk)
    check_revision(found, revision)
    if out_reason is not None and len(out_reason.strip()) < rules.SHORTEST_REASON:
        raise ReasonOwed
    live = list(Pair.objects.select_for_update().filter(IS_LIVE, mentor=found).order_by("place"))
    if len(live) > capacity:
        raise PlacesTaken(len(live))
    # The pairs move down to the first places, so that the places above may go.
    for place, pair in enumerate(live, start=1):
        if pair.place != place:
            Pair.objects.filter(pk=pair.pk).update(place=place)
    found.capacity = capacity
    found.is_out, found.out_reason = out_reason is not None, (out_reason or "").strip()
    mark_changed(found, by=by.user, at=at).save()
    record(
        verb="mentoring.mentor.changed",
        city=found.city,
        by=by.user,
        at=at,
        target=found,
        data={"name": found.person.name, "capacity": capacity, "reason": found.out_reason},
    )
    return found


@transaction.atomic
def bar_pair(*, mentor: Person, mentee: Person, reason: str, by: Membership, at: datetime) -> Bar:
    """Say that the one may not guide the other; said twice it is said once. A pair under way goes on until it is ended."""
    made, is_new = Bar.objects.get_or_create(
        city_id=mentee.city_id,
        mentor=mentor,
        mentee=mentee,
        defaults={"reason": reason, "at": at, "by": by.user},
    )
    if is_new:
        data = {"name": mentor.name, "mentee": mentee.name, "reason": reason}
        record(verb="mentoring.bar.set", city=made.city, by=by.user, at=at, target=made, data=data)
    return made


@transaction.atomic
def lift_bar(*, bar: Bar, by: Membership, at: datetime) -> None:
    """The one may guide the other again."""
    data = {"name": bar.mentor.name, "mentee": bar.mentee.name, "reason": bar.reason}
    record(verb="mentoring.bar.lifted", city=bar.city, by=by.user, at=at, target=bar, data=data)
    bar.delete()


def take_place(*, mentor: Mentor, taken_by: Pair) -> None:
    """Put a new live pair at the lowest free place of the mentor and write it.

    The mentor's row is locked; two at once wait for each other, and the database refuses what Python would let pass.
    Raises MentorFull, HasLiveMentor.
    """
    found = Mentor.objects.select_for_update(of=("self",)).select_related("person").get(pk=mentor.pk)
    taken = reads.list_taken_places(mentors=[found.pk])[found.pk]
    place = rules.free_place(taken, found.capacity)
    if place is None:
        raise MentorFull(str(found.person))
    taken_by.mentor, taken_by.place, taken_by.capacity = found, place, found.capacity
    taken_by.office_id = found.office_id
    try:
        with transaction.atomic():
            taken_by.save(force_insert=True)
    except IntegrityError as error:
        raise HasLiveMentor from error
