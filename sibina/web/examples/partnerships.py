"""The partners of an example city, written by the same verbs that its officers use."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime

from sibina.ground.cycles.api import Cycle
from sibina.ground.cycles.types import CyclePhase
from sibina.ground.people.api import Membership
from sibina.lib.access import Role
from sibina.lib.tenancy.models import City
from sibina.plan.programmes.api import (
    Agreement,
    CurriculumReview,
    CurriculumVersion,
    Offering,
    Partner,
    Programme,
    UnitPrice,
    add_remark,
    ask_review,
    begin_version,
    digest_of_version,
    find_released,
    list_restable,
    release_version,
    rest_sessions,
    save_agreement,
    save_partner,
    save_price,
    send_version,
    speak_for_partner,
    valued_contribution,
)
from sibina.plan.programmes.types import (
    ContributionFacts,
    ContributionState,
    RemarkFacts,
    RemarkKind,
    VersionState,
)
from sibina.web.examples.rules import example_prices, partners_of
from sibina.web.examples.types import AgreementRecipe, Calendar, GiftRecipe


def write_partnerships(
    city: City, calendar: Calendar, programmes: Mapping[str, Programme], *, at: datetime
) -> None:
    """Partners, agreements, prices and contributions, past and present; `programmes` by code. Sessions are there."""
    cycles = {cycle.year: cycle for cycle in Cycle.objects.all()}
    prices = {
        (year, facts.name): save_price(
            price=UnitPrice(city=city, year=year), facts=facts, revision=0, by=None, at=at
        )
        for year in cycles
        for facts in example_prices()
    }
    member = Membership.objects.select_related("user").get(role=Role.MITRA)
    for place, recipe in enumerate(partners_of(city.slug, calendar)):
        partner = save_partner(city=city, partner=None, facts=recipe.facts, revision=0, by=None, at=at)
        for one in recipe.agreements:
            agreement = _write_agreement(partner, one, programmes, at=at)
            for gift in one.gifts:
                _give(agreement, gift, cycles[gift.year], prices, programmes.get(gift.programme))
        if place == 0:
            speak_for_partner(membership=member, partner_id=partner.pk, by=None, at=at)
            in_scope = [programmes[code] for one in recipe.agreements for code in one.programmes]
            _write_together(partner, in_scope, member, at=at)


def _write_together(
    partner: Partner, programmes: Sequence[Programme], member: Membership, *, at: datetime
) -> None:
    """A curriculum written with the partner: one version signed and released, the next one given to be reviewed."""
    writing = CurriculumVersion.objects.filter(state__in=(VersionState.DRAFT, VersionState.REVIEW))
    taken = set(writing.values_list("programme_id", flat=True))
    programme = next(one for one in programmes if one.pk not in taken)
    reason = f"Disusun bersama {partner.name}."
    signed = _ask(partner, programme, reason, at=at)
    said = RemarkFacts(
        RemarkKind.COMMENT, text="Praktik lapangan sebaiknya tetap bagian terbesar dari program ini."
    )
    office = RemarkFacts(RemarkKind.SIGNATURE, name="Dr. Contoh Penelaah", office="Ketua Program Kerja Sama")
    for facts in (said, office):
        read = digest_of_version(signed.version)
        add_remark(review=signed, facts=facts, read=read, member=member, at=at)
    version = signed.version
    send_version(version=version, revision=version.revision, note="", by=None, at=at)
    version.refresh_from_db()
    release_version(version=version, revision=version.revision, note="", by=None, at=at)
    _ask(partner, programme, "Menyesuaikan materi dengan layanan yang berubah tahun depan.", at=at)


def _ask(partner: Partner, programme: Programme, reason: str, *, at: datetime) -> CurriculumReview:
    source = find_released(programme_id=programme.pk)
    version = begin_version(programme=programme, source=source, reason=reason, by=None, at=at)
    note = "Mohon ditelaah, terutama pokok materi dan bukti belajarnya."
    return ask_review(version=version, partner=partner, note=note, by=None, at=at)


def _write_agreement(
    partner: Partner, recipe: AgreementRecipe, programmes: Mapping[str, Programme], *, at: datetime
) -> Agreement:
    facts = replace(recipe.facts, programme_ids=[programmes[code].pk for code in recipe.programmes])
    made = save_agreement(partner=partner, agreement=None, facts=facts, revision=0, by=None, at=at)
    if recipe.carries_sessions:
        resting = [row.pk for row in list_restable(agreement=made)]
        rest_sessions(agreement=made, offering_ids=resting, by=None, at=at)
        _rest_last_year(made, resting)
    return made


def _rest_last_year(agreement: Agreement, resting: list[int]) -> None:
    """Last year's sessions of the same programmes, where the agreement held on their days."""
    now = Offering.objects.filter(pk__in=resting).select_related("cycle").order_by("starts_on").first()
    if now is not None:
        same = Offering.objects.filter(
            cycle__year=now.cycle.year - 1,
            programme__offerings__in=resting,
            starts_on__gte=agreement.starts_on,
        )
        Offering.objects.filter(pk__in=same.values("pk")).update(agreement=agreement)


def _give(
    agreement: Agreement,
    gift: GiftRecipe,
    cycle: Cycle,
    prices: Mapping[tuple[int, str], UnitPrice],
    programme: Programme | None,
) -> None:
    """Promised in the year to plan; received in the years that are closed, which no officer may change any more."""
    price = prices.get((gift.year, gift.price))
    facts = ContributionFacts(
        description=gift.description,
        cycle_id=cycle.pk,
        price_id=price.pk if price else None,
        quantity=gift.quantity,
        rupiah=gift.rupiah,
        programme_id=programme.pk if programme else None,
    )
    row = valued_contribution(agreement=agreement, facts=facts)
    if cycle.phase == CyclePhase.CLOSED:
        row.state, row.received_on = ContributionState.RECEIVED, date(cycle.year, 3, 1)
    row.save()
