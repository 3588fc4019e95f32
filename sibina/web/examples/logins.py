"""Log-ins of the example cities: one for each role, with the unit or person that it speaks for."""

from dataclasses import dataclass
from functools import cache

from django.conf import settings
from django.contrib.auth import get_user_model
from django.contrib.auth.hashers import make_password
from django.contrib.auth.models import User
from django.utils.translation import gettext as _

from sibina.ground.people.api import Membership
from sibina.lib.access import ROLE_TITLES, Role
from sibina.lib.tenancy.models import City

EXAMPLE_PASSWORD = "Belajar-Terus-2026"
"""Published on purpose: it opens synthetic cities only, and there are none in production."""
DOMAIN = "contoh.go.id"
TRIAL_SLUG = "percobaan"
NAME_OF_ROLE = {role: role.value.replace("_opd", "") for role in Role}


@dataclass(frozen=True)
class Places:
    """Whom the log-ins speak for: the office of the head, its head, a member of its staff, a senior one."""

    office_id: int
    head_id: int
    staff_id: int
    mentor_id: int


def user_name(role: Role, city: City) -> str:
    """The name to log in with, for example `pengelola.sibolga`."""
    return f"{NAME_OF_ROLE[role]}.{city.slug}"


@cache
def _example_password() -> str:
    """Hashed once: a strong hash takes longer than everything else about a log-in."""
    return make_password(EXAMPLE_PASSWORD)


def make_logins(city: City, places: Places) -> dict[Role, User]:
    """One log-in per role, and who that is."""
    user_model = get_user_model()
    users = user_model.objects.bulk_create(
        user_model(
            username=user_name(role, city),
            email=f"{user_name(role, city)}@{DOMAIN}",
            first_name=str(ROLE_TITLES[role]),
            last_name=city.name,
            password=_example_password(),
        )
        for role in Role
    )
    place_of = {
        Role.KEPALA_OPD: {"unit_id": places.office_id, "person_id": places.head_id},
        Role.ASN: {"person_id": places.staff_id},
        Role.MENTOR: {"person_id": places.mentor_id},
    }
    Membership.objects.bulk_create(
        Membership(city=city, user=user, role=role, **place_of.get(role, {}))
        for user, role in zip(users, Role, strict=True)
    )
    return dict(zip(Role, users, strict=True))


def list_example_logins() -> list[str]:
    """What to print after the start: the example cities' log-ins and their password. Nothing in production."""
    if settings.PRODUCTION:
        return []
    cities = list(City.objects.filter(is_example=True).order_by("name"))
    wanted = [user_name(role, city) for city in cities for role in Role]
    known = set(get_user_model().objects.filter(username__in=wanted).values_list("username", flat=True))
    lines = []
    for city in cities:
        names = [user_name(role, city) for role in Role if user_name(role, city) in known]
        told = city.name
        if city.slug == TRIAL_SLUG:
            told = _("%(city)s (kosong, untuk buku kerja Anda sendiri)") % {"city": city.name}
        if names:
            lines.append(f"  {told}: {', '.join(names)}")
    if not lines:
        return []
    return [_("Akun contoh (sandi semuanya: %s):") % EXAMPLE_PASSWORD, *lines]
