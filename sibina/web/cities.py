"""Opening a city: its year, its rules, its dictionary, and the first officer's log-in."""

import secrets
from datetime import datetime

from django.contrib.auth import get_user_model
from django.db import transaction
from django.utils import timezone
from django.utils.text import slugify

from sibina.deliver.placements.api import give_paper_rules
from sibina.ground.competencies.api import take_reference_competencies
from sibina.ground.competencies.rules import national_competencies, technical_competencies
from sibina.ground.cycles.api import give_starting_rules, open_cycle
from sibina.ground.cycles.rules import year_to_plan
from sibina.ground.people.api import Membership
from sibina.lib.access import Role
from sibina.lib.audit.api import record
from sibina.lib.tenancy.context import city_context
from sibina.lib.tenancy.models import City

__all__ = ["CityIsThere", "open_city"]


class CityIsThere(Exception):
    """A city of this name is open already."""


def open_city(
    *,
    name: str,
    officer: str,
    at: datetime,
    password: str | None = None,
    example_slug: str = "",
) -> tuple[City, str]:
    """Open a city with one officer. Gives the city and the officer's first password, told this once.

    One transaction: either the city can be worked in, or it is not there. `example_slug` marks a city to try.
    """
    if City.objects.filter(name__iexact=name).exists():
        raise CityIsThere(name)
    password = password or secrets.token_urlsafe(12)
    city = City(name=name, slug=example_slug or slugify(name), is_example=bool(example_slug))
    with transaction.atomic():
        city.save()
        with city_context(city):
            _furnish(city, officer, password, at)
    return city, password


def _furnish(city: City, officer: str, password: str, at: datetime) -> None:
    user = get_user_model().objects.create_user(
        username=officer, email=officer if "@" in officer else "", password=password
    )
    Membership.objects.create(city=city, user=user, role=Role.PENGELOLA)
    open_cycle(city=city, year=year_to_plan(timezone.localdate(at)), at=at)
    give_starting_rules(city=city, at=at)
    give_paper_rules(city=city, at=at)
    dictionary = [*national_competencies(), *technical_competencies()]
    take_reference_competencies(city=city, competencies=dictionary, at=at)
    record(verb="web.city.opened", city=city, at=at, target=city, data={"officer": officer})
