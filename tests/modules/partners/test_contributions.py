"""What partners give: valued at the year's standard price, counted once, received or withdrawn with a reason."""

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from sibina.ground.cycles.api import Cycle
from sibina.lib.access import Role
from sibina.lib.audit.api import Event
from sibina.plan.programmes.actions import add_contribution, receive_contribution
from sibina.plan.programmes.models import Contribution, Offering, UnitPrice
from sibina.plan.programmes.reads import get_funding
from sibina.plan.programmes.rules import given_to_ceiling, given_to_sessions
from sibina.plan.programmes.types import AlreadySettled, ContributionFacts, ContributionState, CountedTwice
from tests.modules.partners.conftest import AT, ClientAs, Harbour, text_of


def typed(harbour: Harbour, **changes: str) -> dict[str, str]:
    return {
        "cycle": str(harbour.cycle.pk),
        "given": str(harbour.price.pk),
        "description": "Dosen pelatihan",
        "quantity": "16",
        "rupiah": "",
        "programme": str(harbour.programme.pk),
    } | changes


def give(harbour: Harbour, **changes: object) -> Contribution:
    facts = {
        "description": "Dosen pelatihan",
        "cycle_id": harbour.cycle.pk,
        "price_id": harbour.price.pk,
        "quantity": 16,
        "programme_id": harbour.programme.pk,
    } | changes
    return add_contribution(
        agreement=harbour.agreement,
        facts=ContributionFacts(**facts),
        by=None,
        at=AT,  # type: ignore[arg-type]
    )


def test_a_contribution_is_valued_at_the_years_price_and_keeps_it(
    client_as: ClientAs, harbour: Harbour
) -> None:
    client = client_as(Role.PENGELOLA)
    address = reverse("partners:contribution-new", args=[harbour.agreement.pk])
    assert client.post(address, typed(harbour)).status_code == 302
    made = Contribution.objects.get()
    assert (made.kind, made.quantity, made.price, made.value) == ("speaker", 16, 900_000, 14_400_000)
    raised = {"revision": "1", "kind": "speaker", "name": "Narasumber doktor", "unit": "jam"}
    raised |= {"rupiah": "1.200.000", "basis": "Keputusan baru", "certainty": "read"}
    assert client.post(reverse("partners:price", args=[harbour.price.pk]), raised).status_code == 302
    assert UnitPrice.objects.get().rupiah == 1_200_000
    text = text_of(client, "partners:contribution", made.pk)
    for words in ("Rp 14.400.000", "Rp 900.000", "Keputusan kota", "16 jam"):
        assert words in text


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"quantity": ""}, "Tulis berapa satuan"),
        ({"quantity": "0"}, "Jumlahnya harus lebih dari nol"),
        ({"rupiah": "1000"}, "nilainya dihitung dari harga satuan"),
        ({"given": "uang"}, "Tulis jumlah uangnya"),
        ({"given": "uang", "rupiah": "5 juta"}, "uang tidak dihitung dengan satuan"),
        ({"given": "uang", "rupiah": "banyak", "quantity": ""}, "Tulis jumlah rupiah utuh"),
        ({"given": ""}, "Pilih uang, atau satu harga satuan standar"),
    ],
)
def test_an_impossible_contribution_is_refused_and_what_was_typed_stays(
    client_as: ClientAs, harbour: Harbour, changes: dict[str, str], sentence: str
) -> None:
    address = reverse("partners:contribution-new", args=[harbour.agreement.pk])
    answer = client_as(Role.PENGELOLA).post(address, typed(harbour, **changes))
    assert answer.status_code == 200
    assert sentence in answer.content.decode()
    assert 'value="Dosen pelatihan"' in answer.content.decode()
    assert not Contribution.objects.exists()


def test_the_same_contribution_is_not_counted_twice_and_the_other_is_named(
    client_as: ClientAs, harbour: Harbour
) -> None:
    client = client_as(Role.PENGELOLA)
    address = reverse("partners:contribution-new", args=[harbour.agreement.pk])
    client.post(address, typed(harbour))
    answer = client.post(address, typed(harbour, description="DOSEN  pelatihan", quantity="8"))
    assert "sudah tercatat: «Dosen pelatihan»" in answer.content.decode()
    assert client.post(address, typed(harbour, description="Dosen kedua")).status_code == 302
    money = typed(harbour, given="uang", quantity="", rupiah="25.000.000", programme="")
    assert client.post(address, money).status_code == 302
    assert "sudah tercatat" in client.post(address, money).content.decode()
    assert Contribution.objects.count() == 3


def test_the_database_itself_refuses_a_second_row_also_for_no_programme(harbour: Harbour) -> None:
    made = give(harbour, price_id=None, quantity=None, rupiah=5_000_000, programme_id=None)
    made.pk = None
    with pytest.raises(IntegrityError, match="programmes_contribution_once"), transaction.atomic():
        made.save()


def test_a_withdrawn_contribution_counts_no_more_and_has_a_reason(
    client_as: ClientAs, harbour: Harbour
) -> None:
    made, client = give(harbour), client_as(Role.PENGELOLA)
    address = reverse("partners:contribution-withdraw", args=[made.pk])
    assert "Tulis alasannya" in client.post(address, {"reason": "  "}).content.decode()
    assert client.post(address, {"reason": "Dosen berhalangan"}).status_code == 302
    made.refresh_from_db()
    assert (made.state, made.reason) == (ContributionState.WITHDRAWN, "Dosen berhalangan")
    assert (
        "sudah mencatat langkah ini" in client.post(address, {"reason": "lagi"}, follow=True).content.decode()
    )
    assert give(harbour).pk != made.pk, "what was withdrawn may be promised anew"
    with pytest.raises(IntegrityError, match="programmes_contribution_reason"), transaction.atomic():
        Contribution.objects.filter(pk=made.pk).update(reason="")


def test_a_promise_is_received_once_with_its_day(client_as: ClientAs, harbour: Harbour) -> None:
    made, client = give(harbour), client_as(Role.PENGELOLA)
    address = reverse("partners:contribution-receive", args=[made.pk])
    assert "Tulis tanggal" in client.post(address, {"on": "besok"}).content.decode()
    assert client.post(address, {"on": "15-03-2027"}).status_code == 302
    made.refresh_from_db()
    assert (made.state, str(made.received_on)) == (ContributionState.RECEIVED, "2027-03-15")
    with pytest.raises(AlreadySettled):
        receive_contribution(contribution=made, on=AT.date(), by=None, at=AT)
    verbs = Event.objects.filter(verb__startswith="programmes.contribution").values_list("verb", flat=True)
    assert sorted(verbs) == ["programmes.contribution.promised", "programmes.contribution.received"]


def test_a_year_outside_the_agreement_and_a_price_of_another_year_are_refused(
    client_as: ClientAs, harbour: Harbour
) -> None:
    client = client_as(Role.PENGELOLA)
    address = reverse("partners:contribution-new", args=[harbour.agreement.pk])
    for year, sentence in ((2028, "Pilih harga satuan tahun 2028"), (2029, "Di luar masa berlaku")):
        cycle = Cycle.objects.create(city=harbour.city, year=year, phase="needs", opened_on=AT.date())
        if year == 2028:
            harbour.agreement.ends_on = cycle.opened_on.replace(year=2028)
            harbour.agreement.save()
        answer = client.post(address, typed(harbour, cycle=str(cycle.pk)))
        assert sentence in answer.content.decode()


def test_what_is_given_lowers_the_price_of_the_programmes_sessions_under_the_agreement(
    harbour: Harbour,
) -> None:
    give(harbour)
    give(harbour, price_id=None, quantity=None, rupiah=20_000_000, programme_id=None)
    before = given_to_sessions(get_funding(cycle=harbour.cycle).shares)
    assert before == {}, "no session rests on it yet"
    Offering.objects.filter(pk=harbour.session.pk).update(agreement=harbour.agreement)
    shares = get_funding(cycle=harbour.cycle).shares
    assert given_to_ceiling(shares) == 20_000_000
    assert given_to_sessions(shares) == {harbour.session.pk: 14_400_000}
    with pytest.raises(CountedTwice):
        give(harbour)


@pytest.mark.parametrize("role", [role for role in Role if role != Role.PENGELOLA])
def test_only_an_officer_writes_contributions(client_as: ClientAs, harbour: Harbour, role: Role) -> None:
    made, client = give(harbour), client_as(role)
    new = reverse("partners:contribution-new", args=[harbour.agreement.pk])
    assert client.post(new, typed(harbour, description="Lain")).status_code == 403
    for name in ("contribution-receive", "contribution-withdraw"):
        address = reverse(f"partners:{name}", args=[made.pk])
        assert client.post(address, {"on": "2027-03-01", "reason": "x"}).status_code == 403
    assert Contribution.objects.get().state == ContributionState.PROMISED
