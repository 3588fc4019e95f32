"""Verbs of partners: writing one into the register, and saying for which one a member speaks."""

from datetime import datetime

from django.contrib.auth.models import User
from django.db import transaction

from sibina.ground.people.api import Membership
from sibina.ground.people.rules import name_key
from sibina.lib.audit.api import record
from sibina.lib.editing.api import check_revision, mark_changed
from sibina.lib.tenancy.models import City
from sibina.plan.programmes.models import Partner, PartnerMember
from sibina.plan.programmes.types import PartnerFacts, PartnerKnown, PartnerMissing


@transaction.atomic
def save_partner(
    *,
    city: City,
    partner: Partner | None,
    facts: PartnerFacts,
    revision: int,
    by: User | None,
    at: datetime,
) -> Partner:
    """Write a partner (None: a new one). Raises Overtaken and PartnerKnown."""
    found = Partner(city=city, revision=0)
    if partner:
        found = Partner.objects.select_for_update().get(pk=partner.pk)
        check_revision(found, revision)
    found.key = name_key(facts.name)
    if Partner.objects.filter(key=found.key).exclude(pk=found.pk).exists():
        raise PartnerKnown(facts.name)
    for name, value in vars(facts).items():
        setattr(found, name, value)
    mark_changed(found, by=by, at=at).save()
    data = {"name": facts.name, "is_active": facts.is_active, "typed": vars(facts)}
    if partner:
        record(verb="programmes.partner.changed", city=city, by=by, at=at, target=found, data=data)
    else:
        record(verb="programmes.partner.added", city=city, by=by, at=at, target=found, data=data)
    return found


@transaction.atomic
def speak_for_partner(
    *, membership: Membership, partner_id: int | None, by: User | None, at: datetime
) -> None:
    """Say for which partner the member speaks from now on; None: for none. Raises PartnerMissing."""
    partner = None
    if partner_id is not None:
        partner = Partner.objects.filter(pk=partner_id).first()
        if partner is None:
            raise PartnerMissing
    before = PartnerMember.objects.filter(membership=membership).first()
    if (before.partner_id if before else None) == partner_id:
        return
    if partner is None:
        PartnerMember.objects.filter(membership=membership).delete()
    else:
        PartnerMember.objects.update_or_create(
            membership=membership, defaults={"city": membership.city, "partner": partner}
        )
    data = {"login": membership.user.get_username(), "partner": partner.name if partner else ""}
    record(
        verb="programmes.partner.spoken_for",
        city=membership.city,
        by=by,
        at=at,
        target=partner or (before.partner if before else None),
        data=data,
    )
