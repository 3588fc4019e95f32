"""Questions about people: memberships, what a member sees, units, persons."""

from datetime import date

from django.db.models import Q

from sibina.ground.people.models import Membership, Unit
from sibina.ground.people.types import Sight
from sibina.lib.access import WHOLE_CITY, Member, Role


def list_memberships(*, user_id: int) -> list[Membership]:
    """A log-in's places, in every city; the database shows the own ones even before a city is chosen."""
    return list(
        Membership.objects_of_all_cities.filter(user_id=user_id).select_related("city").order_by("id")
    )


def find_membership(*, user_id: int, membership_id: int) -> Membership | None:
    """One own place, or None when it is somebody else's or gone."""
    return (
        Membership.objects_of_all_cities.filter(pk=membership_id, user_id=user_id)
        .select_related("city")
        .first()
    )


def list_unit_ids_below(*, unit_id: int) -> frozenset[int]:
    """The unit, what hangs below it, and what merged into any of these."""
    known = {unit_id}
    edge = {unit_id}
    while edge:
        found = Unit.objects.filter(Q(parent_id__in=edge) | Q(office_id__in=edge) | Q(successor_id__in=edge))
        edge = set(found.values_list("pk", flat=True)) - known
        known |= edge
    return frozenset(known)


def get_sight(member: Member) -> Sight:
    """Whose rows the member may see: the whole city, the own unit and below, oneself, or nobody."""
    if Role(member.role) in WHOLE_CITY:
        return Sight()
    if member.role == Role.KEPALA_OPD and member.unit_id:
        return Sight(unit_ids=list_unit_ids_below(unit_id=member.unit_id))
    if member.person_id:
        return Sight(person_id=member.person_id)
    return Sight(nothing=True)


def holding_on(day: date) -> Q:
    """Rows of a dated table that hold on the day."""
    return Q(valid_from__lte=day) & (Q(valid_to__isnull=True) | Q(valid_to__gt=day))
