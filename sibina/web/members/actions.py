"""Verbs of members: add, change, end, and hand over a link for the password. All in the own city, all on the trail."""

from datetime import datetime

from allauth.account.forms import default_token_generator
from allauth.account.utils import user_pk_to_url_str
from django.contrib.auth import get_user_model
from django.contrib.auth.models import User
from django.db import transaction
from django.urls import reverse

from sibina.ground.people.api import Membership, list_memberships
from sibina.lib.access import Role
from sibina.lib.audit.api import record
from sibina.lib.tenancy.context import set_database_city
from sibina.lib.tenancy.models import City
from sibina.plan.programmes.api import speak_for_partner
from sibina.web.members.types import AtHomeElsewhere, LastOfficer, LoginTaken, NewMember, Place, RoleHeld


@transaction.atomic
def add_member(*, city: City, facts: NewMember, by: User, at: datetime) -> Membership:
    """Give somebody a place in the city; the log-in is made where it is new, without a password.

    Raises LoginTaken and RoleHeld. A member of the city may hold several roles.
    """
    user = get_user_model().objects.filter(username__iexact=facts.login).first()
    if user is None:
        user = get_user_model()(
            username=facts.login,
            email=facts.login if "@" in facts.login else "",
            first_name=facts.full_name[:150],
        )
        user.set_unusable_password()
        user.save()
    elif not Membership.objects.filter(user=user).exists():
        raise LoginTaken(facts.login)
    elif Membership.objects.filter(user=user, role=facts.place.role).exists():
        raise RoleHeld(facts.login)
    member = Membership.objects.create(city=city, user=user, **_columns(facts.place))
    speak_for_partner(membership=member, partner_id=facts.place.partner_id, by=by, at=at)
    record(verb="web.member.added", city=city, by=by, at=at, target=member, data=_told(member))
    return member


@transaction.atomic
def change_member(*, member: Membership, place: Place, by: User, at: datetime) -> Membership:
    """Give a member another role, unit or person. Raises LastOfficer and RoleHeld."""
    if place.role != Role.PENGELOLA:
        _check_not_last(member)
    others = Membership.objects.filter(user=member.user, role=place.role).exclude(pk=member.pk)
    if others.exists():
        raise RoleHeld(member.user.username)
    before = _told(member)
    for name, value in _columns(place).items():
        setattr(member, name, value)
    member.save()
    speak_for_partner(membership=member, partner_id=place.partner_id, by=by, at=at)
    data = {**_told(member), "before": before}
    record(verb="web.member.changed", city=member.city, by=by, at=at, target=member, data=data)
    return member


@transaction.atomic
def end_member(*, member: Membership, by: User, at: datetime) -> None:
    """Take the place away; the log-in opens this city no more from the next request on. Raises LastOfficer."""
    _check_not_last(member)
    record(verb="web.member.ended", city=member.city, by=by, at=at, target=member, data=_told(member))
    member.delete()


@transaction.atomic
def invite_member(*, member: Membership, by: User, at: datetime) -> str:
    """The path by which the member sets a password; it works once, and for PASSWORD_RESET_TIMEOUT seconds.

    Nobody but the member ever knows the password. Raises AtHomeElsewhere.
    """
    if _is_at_home_elsewhere(member, by):
        raise AtHomeElsewhere(member.user.username)
    record(verb="web.member.invited", city=member.city, by=by, at=at, target=member, data=_told(member))
    key = default_token_generator.make_token(member.user)
    return reverse(
        "account_reset_password_from_key",
        kwargs={"uidb36": user_pk_to_url_str(member.user), "key": key},
    )


def _check_not_last(member: Membership) -> None:
    """Locked, so that two officers cannot end each other in the same moment."""
    if member.role != Role.PENGELOLA:
        return
    officers = Membership.objects.select_for_update(of=["self"]).filter(role=Role.PENGELOLA)
    others = [one for one in officers.select_related("user") if one.pk != member.pk and one.user.is_active]
    if not others:
        raise LastOfficer(member.user.username)


def _is_at_home_elsewhere(member: Membership, by: User) -> bool:
    """The database shows a log-in's places in other cities to that log-in only; asked in its name for a moment."""
    set_database_city(city_id=member.city_id, user_id=member.user_id)
    try:
        return any(place.city_id != member.city_id for place in list_memberships(user_id=member.user_id))
    finally:
        set_database_city(city_id=member.city_id, user_id=by.pk)


def _columns(place: Place) -> dict[str, object]:
    return {"role": place.role, "unit_id": place.unit_id, "person_id": place.person_id}


def _told(member: Membership) -> dict[str, object]:
    return {
        "login": member.user.username,
        "role": str(member.role),
        "unit_id": member.unit_id,
        "person_id": member.person_id,
    }
