"""Questions about the members of a city."""

from datetime import date

from django.db.models import QuerySet

from sibina.ground.people.api import Membership, Person, Unit, holding_on
from sibina.plan.programmes.api import find_partner_of, list_partner_choices, partners_of_members

__all__ = [
    "find_member",
    "find_partner_of",
    "find_person_by_number",
    "list_members",
    "list_partner_choices",
    "list_units",
    "partners_of_members",
]


def list_members() -> QuerySet[Membership]:
    """Every place in the city with its log-in, unit and person."""
    return Membership.objects.select_related("user", "unit", "person")


def find_member(*, member_id: int) -> Membership | None:
    """One place, or None when it is another city's or gone."""
    return list_members().filter(pk=member_id).first()


def list_units(*, day: date) -> list[Unit]:
    """Offices of a day, for whom a head may speak."""
    return list(Unit.objects.filter(holding_on(day), parent__isnull=True).order_by("name"))


def find_person_by_number(*, number: str) -> Person | None:
    """The person whose NIP this is now, or None."""
    return Person.objects.filter(number=number).first() if number else None
