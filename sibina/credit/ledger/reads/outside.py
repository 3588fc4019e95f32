"""Questions about trainings elsewhere: the own ones, what waits for the agency, what became of one."""

from django.db.models import Q, QuerySet

from sibina.credit.ledger.models import OutsideEvent, OutsideTraining
from sibina.credit.ledger.reads.facts import list_facts
from sibina.credit.ledger.types import OutsideFacts, OutsideState, Source
from sibina.ground.people.api import Membership, get_sight, seen_by
from sibina.ground.people.rules import name_key
from sibina.ground.people.types import Sight


def find_same(*, person_id: int, facts: OutsideFacts, besides: int | None = None) -> OutsideTraining | None:
    """The record of the person with this title and first day that was not withdrawn."""
    rows = OutsideTraining.objects.filter(
        person_id=person_id, title_key=name_key(facts.title), starts_on=facts.starts_on
    )
    rows = rows.exclude(state=OutsideState.WITHDRAWN)
    return (rows if besides is None else rows.exclude(pk=besides)).first()


def is_of_city(*, person_id: int, facts: OutsideFacts) -> bool:
    """Did the person do this in a session, pair or placement of the city, by title and first day?"""
    there = list_facts(people=[person_id], since=facts.starts_on, until=facts.starts_on)
    key = name_key(facts.title)
    return any(
        one.source != Source.OUTSIDE and one.starts_on == facts.starts_on and name_key(one.title) == key
        for one in there
    )


def list_trainings(*, sight: Sight) -> QuerySet[OutsideTraining]:
    """Records of the people whom a member sees."""
    return OutsideTraining.objects.filter(seen_by(sight, unit="person__unit_id"))


def list_own_trainings(*, person_id: int) -> QuerySet[OutsideTraining]:
    """A person's own records."""
    return OutsideTraining.objects.filter(person_id=person_id)


def join_people(rows: QuerySet[OutsideTraining]) -> QuerySet[OutsideTraining]:
    """Each record with what a list tells of its person."""
    return rows.select_related("person__office")


def find_training(*, pk: int, member: Membership) -> OutsideTraining | None:
    """One record, if it is the member's own, or of somebody whom the member sees."""
    sight = get_sight(member)
    rows = OutsideTraining.objects.filter(pk=pk)
    if not sight.whole_city:
        own = Q(person_id=member.person_id) if member.person_id else Q(pk__in=[])
        rows = rows.filter(seen_by(sight, unit="person__unit_id") | own)
    return rows.select_related("person__office", "person__position", "evidence").first()


def list_events(*, training: OutsideTraining) -> list[OutsideEvent]:
    """Everything that happened to a record, in order."""
    return list(training.events.select_related("by").order_by("at", "pk"))


def count_waiting() -> int:
    """Records that wait for the agency."""
    return OutsideTraining.objects.filter(state=OutsideState.WAITING).count()


def find_next_waiting(*, after: OutsideTraining) -> OutsideTraining | None:
    """The record that has waited longest, other than this one."""
    waiting = OutsideTraining.objects.filter(state=OutsideState.WAITING).exclude(pk=after.pk)
    return waiting.order_by("sent_at", "pk").first()
