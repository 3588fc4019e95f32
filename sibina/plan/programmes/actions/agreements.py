"""Verbs of agreements: writing one, and saying which sessions rest on it."""

from collections.abc import Collection
from datetime import datetime

from django.contrib.auth.models import User
from django.db import transaction

from sibina.ground.people.rules import name_key
from sibina.lib.audit.api import record
from sibina.lib.editing.api import check_revision, mark_changed
from sibina.plan.programmes.models import Agreement, AgreementProgramme, Offering, Partner
from sibina.plan.programmes.reads import list_restable, list_resting
from sibina.plan.programmes.types import AgreementFacts, EndsBeforeItBegins, NumberTaken, OutsideAgreement


@transaction.atomic
def save_agreement(
    *,
    partner: Partner,
    agreement: Agreement | None,
    facts: AgreementFacts,
    revision: int,
    by: User | None,
    at: datetime,
) -> Agreement:
    """Write an agreement with a partner (None: a new one), and the programmes in its scope.

    Raises Overtaken, EndsBeforeItBegins, NumberTaken; OutsideAgreement when sessions that rest on it would lie
    outside the new term.
    """
    if facts.ends_on < facts.starts_on:
        raise EndsBeforeItBegins(facts.starts_on, facts.ends_on)
    found = Agreement(city_id=partner.city_id, partner=partner, revision=0)
    if agreement:
        found = Agreement.objects.select_for_update().get(pk=agreement.pk)
        check_revision(found, revision)
    _check_term(found, facts)
    found.key = name_key(facts.number)
    other = Agreement.objects.filter(key=found.key).exclude(pk=found.pk).first()
    if other:
        raise NumberTaken(facts.number, other.title)
    told = {name: value for name, value in vars(facts).items() if name != "programme_ids"}
    for name, value in told.items():
        setattr(found, name, value)
    mark_changed(found, by=by, at=at).save()
    AgreementProgramme.objects.filter(agreement=found).exclude(programme__in=facts.programme_ids).delete()
    AgreementProgramme.objects.bulk_create(
        (
            AgreementProgramme(city_id=found.city_id, agreement=found, programme_id=key)
            for key in facts.programme_ids
        ),
        ignore_conflicts=True,
    )
    data = {
        "number": facts.number,
        "partner": partner.name,
        "starts_on": str(facts.starts_on),
        "ends_on": str(facts.ends_on),
        "typed": {name: str(value) for name, value in told.items()},
        "programmes": list(facts.programme_ids),
    }
    if agreement:
        record(verb="programmes.agreement.changed", city=partner.city, by=by, at=at, target=found, data=data)
    else:
        record(verb="programmes.agreement.added", city=partner.city, by=by, at=at, target=found, data=data)
    return found


def _check_term(agreement: Agreement, facts: AgreementFacts) -> None:
    if agreement.pk is None:
        return
    resting = Offering.objects.filter(agreement=agreement).order_by("starts_on")
    for one in resting:
        if one.starts_on < facts.starts_on or one.ends_on > facts.ends_on:
            raise OutsideAgreement(one.starts_on, one.ends_on)


@transaction.atomic
def rest_sessions(
    *, agreement: Agreement, offering_ids: Collection[int], by: User | None, at: datetime
) -> int:
    """Let exactly these of the open year's sessions rest on the agreement. Returns how many changed.

    Raises OutsideAgreement for a session that may not rest on it.
    """
    wanted = set(offering_ids)
    may = {row.pk: row for row in list_restable(agreement=agreement).select_for_update(of=("self",))}
    if not wanted <= set(may):
        raise OutsideAgreement(agreement.starts_on, agreement.ends_on)
    before = set(list_resting(agreement=agreement).values_list("pk", flat=True)) & set(may)
    added, removed = wanted - before, before - wanted
    Offering.objects.filter(pk__in=added).update(agreement=agreement)
    Offering.objects.filter(pk__in=removed).update(agreement=None)
    if added or removed:
        data = {
            "number": agreement.number,
            "sessions_added": sorted(may[key].code for key in added),
            "sessions_removed": sorted(may[key].code for key in removed),
        }
        record(
            verb="programmes.agreement.sessions_set",
            city=agreement.city,
            by=by,
            at=at,
            target=agreement,
            data=data,
        )
    return len(added) + len(removed)
