"""Partners and agreements on real PostgreSQL: who reads, who writes, what is refused and with which sentence."""

from collections.abc import Callable
from datetime import date

import pytest
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from sibina.lib.access import Role
from sibina.lib.audit.api import Event
from sibina.lib.tenancy.context import city_context
from sibina.plan.programmes.models import Agreement, Offering, Partner
from sibina.plan.programmes.types import AgreementState
from sibina.web.home import get_home
from tests.conftest import make_city
from tests.modules.partners.conftest import (
    AT,
    ClientAs,
    Harbour,
    make_agreement,
    make_partner,
    text_of,
)

PARTNER = {
    "revision": "0",
    "name": "Ikatan Ahli Uji",
    "kind": "profession",
    "country": "Indonesia",
    "place": "Jakarta",
    "office": "Sekretariat",
    "is_active": "on",
}
AGREEMENT = {
    "revision": "0",
    "kind": "mou",
    "number": "MoU/7/2026",
    "title": "Pengembangan kompetensi",
    "starts_on": "01-02-2026",
    "ends_on": "31-01-2028",
    "scope": "Semua bidang",
    "document": "",
}
MOST_QUERIES = 12


def test_officer_writes_a_partner_into_the_register(client_as: ClientAs, harbour: Harbour) -> None:
    assert client_as(Role.PENGELOLA).post(reverse("partners:new"), PARTNER).status_code == 302
    made = Partner.objects.get(name="Ikatan Ahli Uji")
    assert (made.kind, made.whereabouts, made.is_active) == ("profession", "Jakarta", True)
    assert Event.objects.filter(verb="programmes.partner.added", target_id=made.pk).count() == 1


def test_a_partner_of_the_same_name_is_refused_and_what_was_typed_stays(
    client_as: ClientAs, harbour: Harbour
) -> None:
    typed = PARTNER | {"name": "universitas  UJI", "office": "Biro Lain"}
    answer = client_as(Role.PENGELOLA).post(reverse("partners:new"), typed).content.decode()
    assert "Mitra dengan nama ini sudah ada" in answer
    assert 'value="Biro Lain"' in answer
    assert Partner.objects.count() == 1


def test_the_second_of_two_officers_is_told_and_nothing_is_lost(
    client_as: ClientAs, harbour: Harbour
) -> None:
    address = reverse("partners:edit", args=[harbour.partner.pk])
    first, second = client_as(Role.PENGELOLA), client_as(Role.PENGELOLA)
    opened = PARTNER | {"name": "Universitas Uji", "revision": "1"}
    assert first.post(address, opened | {"place": "Batam"}).status_code == 302
    answer = second.post(address, opened | {"place": "Medan"}).content.decode()
    assert "Sementara Anda mengetik, pengelola" in answer
    assert "Yang tersimpan sekarang: Batam" in answer
    assert 'value="Medan"' in answer
    assert Partner.objects.get(pk=harbour.partner.pk).place == "Batam"
    assert 'name="revision" value="2"' in answer
    assert second.post(address, opened | {"place": "Medan", "revision": "2"}).status_code == 302
    assert Partner.objects.get(pk=harbour.partner.pk).place == "Medan"


def test_officer_writes_an_agreement_with_its_scope(client_as: ClientAs, harbour: Harbour) -> None:
    typed = AGREEMENT | {"programme_ids": [str(harbour.programme.pk)]}
    address = reverse("partners:agreement-new", args=[harbour.partner.pk])
    client = client_as(Role.PENGELOLA)
    assert client.post(address, typed).status_code == 302
    made = Agreement.objects.get(number="MoU/7/2026")
    assert (made.starts_on, made.ends_on) == (date(2026, 2, 1), date(2028, 1, 31))
    assert [row.programme_id for row in made.programme_rows.all()] == [harbour.programme.pk]
    assert "Komunikasi Efektif" in text_of(client, "partners:agreement", made.pk)
    changed = AGREEMENT | {"revision": "1", "title": "Judul baru"}
    assert client.post(reverse("partners:agreement-edit", args=[made.pk]), changed).status_code == 302
    made.refresh_from_db()
    assert (made.title, made.programme_rows.count(), made.revision) == ("Judul baru", 0, 2)


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"ends_on": "2026-01-31"}, "Perjanjian berakhir sebelum dimulai"),
        ({"number": "pks/1/2026"}, "sudah dipakai perjanjian «Pelatihan kepelabuhanan»"),
        ({"starts_on": "kemarin"}, "Tulis tanggal sebagai hari-bulan-tahun"),
        ({"number": ""}, "Bidang ini"),
    ],
)
def test_an_impossible_agreement_is_refused_and_what_was_typed_stays(
    client_as: ClientAs, harbour: Harbour, changes: dict[str, str], sentence: str
) -> None:
    typed = AGREEMENT | changes
    address = reverse("partners:agreement-new", args=[harbour.partner.pk])
    answer = client_as(Role.PENGELOLA).post(address, typed)
    assert answer.status_code == 200
    assert sentence in answer.content.decode()
    assert f'value="{typed["title"]}"' in answer.content.decode()
    assert Agreement.objects.count() == 1


def test_the_database_itself_refuses_an_agreement_that_ends_before_it_begins(harbour: Harbour) -> None:
    with pytest.raises(IntegrityError, match="programmes_agreement_dates"), transaction.atomic():
        Agreement.objects.filter(pk=harbour.agreement.pk).update(ends_on=date(2025, 12, 31))


def test_sessions_rest_on_an_agreement_and_only_those_within_its_term(
    client_as: ClientAs, harbour: Harbour
) -> None:
    client = client_as(Role.PENGELOLA)
    address = reverse("partners:agreement-sessions", args=[harbour.agreement.pk])
    assert "KOM-01" in client.get(address).content.decode()
    assert client.post(address, {"sessions": [str(harbour.session.pk)]}).status_code == 302
    harbour.session.refresh_from_db()
    assert harbour.session.agreement_id == harbour.agreement.pk
    assert "KOM-01" in text_of(client, "partners:agreement", harbour.agreement.pk)
    shorter = AGREEMENT | {"number": "PKS/1/2026", "revision": "1", "ends_on": "01-03-2027"}
    answer = client.post(reverse("partners:agreement-edit", args=[harbour.agreement.pk]), shorter)
    assert "Di luar masa berlaku" in answer.content.decode()
    old = make_agreement(harbour.partner, "PKS/0/2020", starts_on=date(2020, 1, 1), ends_on=date(2021, 1, 1))
    other = reverse("partners:agreement-sessions", args=[old.pk])
    assert "Tidak ada sesi yang cocok" in client.get(other).content.decode()
    client.post(other, {"sessions": [str(harbour.session.pk)]})
    harbour.session.refresh_from_db()
    assert harbour.session.agreement_id == harbour.agreement.pk
    assert client.post(address, {}).status_code == 302
    assert not Offering.objects.filter(agreement__isnull=False).exists()


def test_a_session_outside_the_agreements_term_is_refused_beside_the_field(
    client_as: ClientAs, harbour: Harbour
) -> None:
    late = make_agreement(harbour.partner, "PKS/2", starts_on=date(2027, 6, 1), ends_on=date(2028, 1, 1))
    typed = {
        "code": "KOM-01",
        "starts_on": "2027-03-01",
        "ends_on": "2027-03-02",
        "seats": "20",
        "min_seats": "12",
        "fixed_cost": "19400000",
        "seat_cost": "190000",
        "agreement_id": str(late.pk),
    }
    client = client_as(Role.PENGELOLA)
    address = reverse("programmes:offering-edit", args=[harbour.session.pk])
    assert "tidak seluruhnya berada dalam masa berlaku" in client.post(address, typed).content.decode()
    typed["agreement_id"] = str(harbour.agreement.pk)
    assert client.post(address, typed).status_code == 302
    harbour.session.refresh_from_db()
    assert harbour.session.agreement_id == harbour.agreement.pk


@pytest.mark.parametrize(
    ("ends_on", "word", "is_reminded"),
    [(date(2027, 12, 31), "Berlaku", False), (date(2027, 2, 1), "Segera berakhir", True)],
)
def test_an_agreement_is_brought_to_mind_before_it_lapses(
    client_as: ClientAs, harbour: Harbour, ends_on: date, word: str, is_reminded: bool
) -> None:
    Agreement.objects.filter(pk=harbour.agreement.pk).update(ends_on=ends_on)
    officer = client_as(Role.PENGELOLA)
    member = officer.get("/").wsgi_request.membership
    titles = [str(task.title) for task in get_home(member=member, today=AT.date()).tasks]
    assert ("1 perjanjian segera berakhir" in titles) == is_reminded
    ending = text_of(officer, "partners:agreements", keadaan=AgreementState.ENDING.value)
    assert ("PKS/1/2026" in ending) == is_reminded
    assert word in text_of(officer, "partners:agreement", harbour.agreement.pk)


WHOLE = {Role.PENGELOLA, Role.ANALIS, Role.PIMPINAN, Role.INSPEKTORAT}


@pytest.mark.parametrize("role", list(Role))
def test_each_role_reads_what_is_for_it(client_as: ClientAs, harbour: Harbour, role: Role) -> None:
    client = client_as(role)

    def status(name: str, *args: object) -> int:
        return client.get(reverse(f"partners:{name}", args=args)).status_code

    in_register = 200 if role in WHOLE | {Role.KEPALA_OPD} else 403
    assert status("list") == status("partner", harbour.partner.pk) == in_register
    in_city = 200 if role in WHOLE else 403
    for name in ("agreements", "contributions", "prices"):
        assert status(name) == in_city
    seen = {Role.MITRA: 404}.get(role, in_city)
    assert status("agreement", harbour.agreement.pk) == seen
    writes = 200 if role == Role.PENGELOLA else 403
    assert status("new") == status("edit", harbour.partner.pk) == status("price-new") == writes
    assert status("own") == (200 if role == Role.MITRA else 403)


def test_another_city_knows_nothing_of_the_partner(client_as: ClientAs, harbour: Harbour) -> None:
    other = make_city("Kota Lain")
    stranger = client_as(Role.PENGELOLA, city=other)
    assert stranger.get(reverse("partners:partner", args=[harbour.partner.pk])).status_code == 404
    assert "Universitas Uji" not in text_of(stranger, "partners:list")
    address = reverse("partners:agreement-edit", args=[harbour.agreement.pk])
    assert stranger.post(address, AGREEMENT).status_code == 404
    with city_context(other):
        assert not Partner.objects.exists()


def test_a_partners_people_see_their_own_and_nobody_elses(
    client_as: ClientAs, harbour: Harbour, partner_client: Callable[[Partner], Client]
) -> None:
    rival = make_partner(harbour.city, "Politeknik Lain")
    secret = make_agreement(rival, "PKS/RAHASIA")
    Offering.objects.filter(pk=harbour.session.pk).update(agreement=harbour.agreement)
    client = partner_client(harbour.partner)
    text = text_of(client, "partners:own")
    assert "PKS/1/2026" in text
    assert "KOM-01" in text
    assert "Rahasia" not in text, "the name of a speaker is nothing for a partner"
    assert "PKS/RAHASIA" not in text
    assert client.get(reverse("partners:agreement", args=[secret.pk])).status_code == 404
    own = text_of(client, "partners:agreement", harbour.agreement.pk)
    assert "KOM-01" in own
    assert "Rahasia" not in own
    for name in ("programmes:list", "programmes:offerings", "people:list", "planning:list"):
        assert client.get(reverse(name)).status_code == 403, name
    assert "Kerja sama saya" in client.get("/").content.decode()


def test_a_log_in_of_no_partner_is_told_whom_to_ask(client_as: ClientAs, harbour: Harbour) -> None:
    assert "belum dikaitkan dengan mitra" in text_of(client_as(Role.MITRA), "partners:own")


def test_lists_of_partners_stay_within_few_queries(client_as: ClientAs, harbour: Harbour) -> None:
    for number in range(30):
        make_agreement(make_partner(harbour.city, f"Mitra {number}"), f"PKS/{number}/2027")
    client = client_as(Role.PENGELOLA)
    client.get("/")  # the first page of a log-in also writes down which city was chosen
    pages = [("list",), ("agreements",), ("contributions",), ("prices",), ("agreement", harbour.agreement.pk)]
    for name, *args in pages:
        with CaptureQueriesContext(connection) as asked:
            text_of(client, f"partners:{name}", *args)
        queries = [one["sql"][:90] for one in asked]
        assert len(queries) <= MOST_QUERIES, (name, queries)
