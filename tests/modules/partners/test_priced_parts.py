"""Cost parts at standard prices: computed, kept as they were written, taken anew in one step; last year's prices copied."""

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from sibina.ground.competencies.api import Competency
from sibina.ground.cycles.types import Certainty
from sibina.lib.access import Role
from sibina.lib.audit.api import Event
from sibina.plan.planning.reads import get_terms_of
from sibina.plan.programmes.actions import add_contribution
from sibina.plan.programmes.api import find_programme
from sibina.plan.programmes.models import CostPart, Offering, Programme, UnitPrice
from sibina.plan.programmes.types import ContributionFacts, ContributionKind
from tests.conftest import make_city
from tests.modules.partners.conftest import AT, ClientAs, Harbour, text_of

NEW = reverse("programmes:new")


def sheet(harbour: Harbour, **changes: str) -> dict[str, str]:
    """A programme whose speaker is paid 16 hours at the standard price, and whose meals are a free amount."""
    typed = {
        "name": "Pelayanan Prima",
        "form": "workshop",
        "jp": "10",
        "min_participants": "10",
        "max_participants": "30",
        "is_active": "on",
        "revision": "0",
        "tujuan-TOTAL_FORMS": "1",
        "tujuan-INITIAL_FORMS": "0",
        "tujuan-0-competency": str(Competency.objects.get(code="INT").pk),
        "tujuan-0-from_level": "1",
        "tujuan-0-to_level": "2",
        "tujuan-0-gain": "0,6",
        "tujuan-0-gain_low": "0,3",
        "tujuan-0-gain_high": "0,9",
        "tujuan-0-source": "assumed",
        "biaya-TOTAL_FORMS": "2",
        "biaya-INITIAL_FORMS": "0",
        "biaya-0-kind": "speaker",
        "biaya-0-label": "Honorarium",
        "biaya-0-per": "session",
        "biaya-0-price_id": str(harbour.price.pk),
        "biaya-0-quantity": "16",
        "biaya-0-rupiah": "",
        "biaya-1-kind": "meals",
        "biaya-1-label": "Makan",
        "biaya-1-per": "seat",
        "biaya-1-rupiah": "65.000",
    }
    return typed | changes


@pytest.fixture
def programme(client_as: ClientAs, harbour: Harbour) -> Programme:
    assert client_as(Role.PENGELOLA).post(NEW, sheet(harbour)).status_code == 302
    return Programme.objects.get(name="Pelayanan Prima")


@pytest.fixture
def session(harbour: Harbour, programme: Programme) -> Offering:
    """A session at the programme's prices, that rests on the agreement."""
    return Offering.objects.create(
        city=harbour.city, cycle=harbour.cycle, programme=programme, code="PRI-01",
        starts_on="2027-04-01", ends_on="2027-04-02", seats=20, min_seats=10,
        fixed_cost=14_400_000, seat_cost=65_000, agreement=harbour.agreement,
    )  # fmt: skip


def raise_price(harbour: Harbour) -> None:
    UnitPrice.objects.filter(pk=harbour.price.pk).update(rupiah=1_000_000, basis="Keputusan baru")


def test_a_part_is_computed_from_its_price_and_keeps_basis_and_certainty(
    client_as: ClientAs, programme: Programme
) -> None:
    part = CostPart.objects.get(programme=programme, kind="speaker")
    assert (part.quantity, part.price, part.rupiah) == (16, 900_000, 14_400_000)
    assert (part.unit, part.basis, part.certainty) == ("jam", "Keputusan kota", Certainty.TOLD)
    page = text_of(client_as(Role.ANALIS), "programmes:programme", programme.pk)
    assert "16 jam × Rp 900.000; Keputusan kota (menurut sumber kedua)" in page
    assert "Rp 14.400.000" in page
    form = text_of(client_as(Role.PENGELOLA), "programmes:edit", programme.pk)
    assert "Narasumber doktor, Rp 900.000 per jam (2027)" in form


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"biaya-0-quantity": ""}, "Tulis berapa satuan, misalnya 16."),
        ({"biaya-0-rupiah": "5.000"}, "Kosongkan: jumlahnya dihitung dari harga satuan."),
        ({"biaya-1-quantity": "3"}, "Kosongkan, atau pilih harga satuannya."),
        ({"biaya-1-rupiah": ""}, "Tulis jumlahnya, atau pilih harga satuan dan banyaknya."),
    ],
)
def test_a_part_that_is_neither_or_both_is_refused_and_what_was_typed_stays(
    client_as: ClientAs, harbour: Harbour, changes: dict[str, str], sentence: str
) -> None:
    answer = client_as(Role.PENGELOLA).post(NEW, sheet(harbour, **changes))
    page = answer.content.decode()
    assert answer.status_code == 200
    assert sentence in page
    assert 'value="Honorarium"' in page
    assert not Programme.objects.filter(name="Pelayanan Prima").exists()


def test_a_raised_price_changes_nothing_until_it_is_taken_in_one_step(
    client_as: ClientAs, harbour: Harbour, programme: Programme, session: Offering
) -> None:
    client = client_as(Role.PENGELOLA)
    raise_price(harbour)
    part = CostPart.objects.filter(programme=programme, kind="speaker")
    again = sheet(harbour, revision="1", **{"biaya-0-label": "Honorarium narasumber"})
    assert client.post(reverse("programmes:edit", args=[programme.pk]), again).status_code == 302
    assert part.get().rupiah == 14_400_000, "saving the programme is not taking the new price"
    page = text_of(client, "programmes:programme", programme.pk)
    assert "Harga satuan 2027 berbeda" in page
    assert "Rp 14.400.000 → Rp 16.000.000" in page
    take = reverse("programmes:take-prices", args=[programme.pk])
    page = client.post(take, {"revision": "2"}, follow=True).content.decode()
    assert "1 unsur biaya memakai harga 2027" in page
    assert "berbeda dari yang dipakai" not in page
    taken = part.get()
    assert (taken.price, taken.rupiah, taken.basis) == (1_000_000, 16_000_000, "Keputusan baru")
    assert Offering.objects.get(pk=session.pk).fixed_cost == 14_400_000
    assert Event.objects.get(verb="programmes.prices.taken").data["rupiah"] == {
        "Honorarium narasumber": 16_000_000
    }


def test_a_session_says_that_its_programme_costs_otherwise_now_and_is_filled_in_by_one_step(
    client_as: ClientAs, harbour: Harbour, programme: Programme, session: Offering
) -> None:
    client = client_as(Role.PENGELOLA)
    told = "Harga sesi berbeda dari programnya"
    assert told not in text_of(client, "programmes:offering-edit", session.pk)
    raise_price(harbour)
    client.post(reverse("programmes:take-prices", args=[programme.pk]), {"revision": "1"})
    page = text_of(client, "programmes:offering-edit", session.pk)
    assert told in page
    assert "Rp 16.000.000 per sesi dan Rp 65.000 per kursi" in page
    assert 'value="14.400.000"' in page
    page = text_of(client, "programmes:offering-edit", session.pk, harga="program")
    assert 'value="16.000.000"' in page
    assert Offering.objects.get(pk=session.pk).fixed_cost == 14_400_000, "it is saved by the officer"


def test_a_programme_that_was_changed_meanwhile_keeps_its_prices(
    client_as: ClientAs, harbour: Harbour, programme: Programme
) -> None:
    raise_price(harbour)
    take = reverse("programmes:take-prices", args=[programme.pk])
    for revision in ("0", "", "²", "x"):
        page = client_as(Role.PENGELOLA).post(take, {"revision": revision}, follow=True).content.decode()
        assert "Harga satuan 2027 berbeda" in page
    assert (
        "baru saja diubah orang lain"
        in client_as(Role.PENGELOLA).post(take, {"revision": "0"}, follow=True).content.decode()
    )
    assert CostPart.objects.get(programme=programme, kind="speaker").rupiah == 14_400_000


def test_the_database_keeps_quantity_times_price(programme: Programme) -> None:
    part = CostPart.objects.filter(programme=programme, kind="speaker")
    for wrong in ({"rupiah": 1}, {"basis": ""}, {"quantity": None}, {"unit_price": None}):
        with pytest.raises(IntegrityError), transaction.atomic():
            part.update(**wrong)


def test_what_a_partner_gives_at_the_same_price_counts_once(
    harbour: Harbour, programme: Programme, session: Offering
) -> None:
    facts = ContributionFacts(
        description="Dosen", cycle_id=harbour.cycle.pk, price_id=harbour.price.pk, quantity=16,
        programme_id=programme.pk,
    )  # fmt: skip
    add_contribution(agreement=harbour.agreement, facts=facts, by=None, at=AT)
    whole = find_programme(programme_id=programme.pk)
    assert whole is not None
    budget = get_terms_of(programme=whole, cycle=harbour.cycle, plan=None).budget
    assert (budget.price, budget.given, budget.apart) == (15_700_000, 14_400_000, 0)
    assert budget.cost == 20 * 65_000, "the city pays the meals and nothing else"


def test_last_years_prices_are_copied_once_and_are_to_be_confirmed(
    client_as: ClientAs, harbour: Harbour
) -> None:
    for key, name in ((harbour.price.key, "Narasumber doktor"), ("aula", "Aula")):
        UnitPrice.objects.create(
            city=harbour.city, year=2025, key=key, name=name, unit="hari", kind=ContributionKind.ROOM,
            rupiah=2_000_000, basis="Keputusan 2025", certainty=Certainty.READ,
        )  # fmt: skip
    client = client_as(Role.PENGELOLA)
    page = text_of(client, "partners:prices-copy")
    assert "Salin harga 2025 ke 2027" in page
    assert "Salin 1 harga" in page
    for _again in range(2):
        assert client.post(reverse("partners:prices-copy")).status_code == 302
    copied = UnitPrice.objects.get(year=2027, key="aula")
    assert (copied.rupiah, copied.basis, copied.certainty) == (
        2_000_000,
        "Keputusan 2025",
        Certainty.REMEMBERED,
    )
    assert UnitPrice.objects.get(pk=harbour.price.pk).rupiah == 900_000
    assert Event.objects.filter(verb="programmes.prices.copied").count() == 1
    assert "Tidak ada yang perlu disalin" in text_of(client, "partners:prices-copy")


def test_without_an_earlier_year_there_is_nothing_to_copy(client_as: ClientAs, harbour: Harbour) -> None:
    assert "Belum ada harga tahun sebelumnya" in text_of(client_as(Role.PENGELOLA), "partners:prices-copy")


@pytest.mark.parametrize("role", [role for role in Role if role != Role.PENGELOLA])
def test_the_officer_alone_takes_and_copies_prices(
    client_as: ClientAs, harbour: Harbour, programme: Programme, role: Role
) -> None:
    client = client_as(role)
    raise_price(harbour)
    for address in (reverse("programmes:take-prices", args=[programme.pk]), reverse("partners:prices-copy")):
        assert client.post(address, {"revision": "1"}).status_code == 403
    if role != Role.MITRA:
        page = text_of(client, "programmes:programme", programme.pk)
        assert "Harga satuan 2027 berbeda" in page
        assert "Pakai harga 2027" not in page


def test_another_city_takes_no_price_here(
    client_as: ClientAs, harbour: Harbour, programme: Programme
) -> None:
    raise_price(harbour)
    stranger = client_as(Role.PENGELOLA, city=make_city("Kota Lain"))
    take = reverse("programmes:take-prices", args=[programme.pk])
    assert stranger.post(take, {"revision": "1"}).status_code == 404
    assert "Narasumber doktor" not in text_of(stranger, "partners:prices-copy")
