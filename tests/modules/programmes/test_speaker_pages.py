"""The pages of speakers: who sees what, what is refused and how it is said, and what a session's form offers."""

import re
from collections.abc import Callable
from datetime import date
from html import unescape

import pytest
from django.test import Client
from django.urls import reverse

from sibina.ground.cycles.api import Cycle
from sibina.ground.people.models import Person
from sibina.lib.access import Role
from sibina.lib.tenancy.models import City
from sibina.plan.programmes.actions import hold_offerings, record_absence, save_speaker
from sibina.plan.programmes.models import Offering, Speaker, SpeakerPeriod, SpeakerRating
from sibina.plan.programmes.types import SpeakerFacts
from tests.conftest import make_city
from tests.modules.programmes.conftest import AT, Shelf
from tests.modules.programmes.test_programme_pages import session_form

ClientAs = Callable[..., Client]
READERS = [Role.PENGELOLA, Role.ANALIS, Role.PIMPINAN, Role.INSPEKTORAT, Role.KEPALA_OPD]
OTHERS = [Role.ASN, Role.MENTOR, Role.MITRA]


def typed(**changes: str | list[str]) -> dict[str, str | list[str]]:
    form: dict[str, str | list[str]] = {
        "revision": "0",
        "name": "Dr. Dua",
        "institution": "Universitas mitra",
        "competencies": [],
        "words": "pengadaan barang, bahasa isyarat",
        "fee_class": "Pakar atau praktisi",
        "is_active": "on",
    }
    return form | changes


@pytest.fixture
def speaker(city: City, shelf: Shelf) -> Speaker:
    facts = SpeakerFacts(
        name="Dr. Satu",
        person_id=None,
        institution="LAN",
        fee_class="",
        is_active=True,
        competency_ids=[shelf.integrity.pk],
        words=["fasilitasi"],
    )
    return save_speaker(city=city, speaker=None, revision=0, facts=facts, by=None, at=AT)


def text_of(client: Client, address: str) -> str:
    return unescape(client.get(address).content.decode())


def post(client: Client, address: str, form: dict[str, str | list[str]]) -> str:
    return unescape(client.post(address, form).content.decode())


def hold_session(shelf: Shelf, speaker: Speaker) -> Offering:
    """A session of last year that was held with the speaker."""
    shelf.session.speaker = speaker
    shelf.session.starts_on, shelf.session.ends_on = date(2025, 3, 1), date(2025, 3, 2)
    shelf.session.save()
    hold_offerings(cycle=shelf.cycle, offerings=[shelf.session.pk])
    return shelf.session


def test_officer_adds_a_speaker_and_finds_the_fields_in_the_register(
    client_as: ClientAs, shelf: Shelf
) -> None:
    client = client_as(Role.PENGELOLA)
    answer = client.post(reverse("speakers:new"), typed(competencies=[str(shelf.integrity.pk)]))
    made = Speaker.objects.get()
    assert answer.url == reverse("speakers:speaker", args=[made.pk])
    register = text_of(client, reverse("speakers:list"))
    assert "Integritas, pengadaan barang, bahasa isyarat" in register
    assert "Belum dinilai" in register
    assert "Dr. Dua" in text_of(client, f"{reverse('speakers:list')}?bidang=k{shelf.integrity.pk}")
    assert "Dr. Dua" in text_of(client, f"{reverse('speakers:list')}?bidang=bbahasa isyarat&q=mitra")
    assert "Dr. Dua" not in text_of(client, f"{reverse('speakers:list')}?q=akuntansi")
    assert "Dr. Dua" in text_of(client, f"{reverse('speakers:list')}?asal=luar&keadaan=True&urut=-mean")
    assert "Dr. Dua" not in text_of(client, f"{reverse('speakers:list')}?asal=kota")
    assert "Dr. Dua" not in text_of(client, f"{reverse('speakers:list')}?keadaan=False")


def test_a_person_of_the_city_is_found_by_the_nip_and_keeps_no_institution(
    client_as: ClientAs, city: City, shelf: Shelf
) -> None:
    Person.objects.create(
        city=city, name="Siti", back_title="M.Si.", number="199001012015032001", sex="F",
        birth_date=date(1990, 1, 1), employment="pns", legal_standing="Aktif",
    )  # fmt: skip
    client = client_as(Role.PENGELOLA)
    address = f"{reverse('speakers:new')}?asal=kota"
    client.post(address, typed(nip="'19900101 201503 2 001"))
    made = Speaker.objects.get()
    assert (made.name, made.institution) == ("Siti, M.Si.", "")
    assert "sudah ada dalam daftar" in post(client, address, typed(nip="199001012015032001"))


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"name": ""}, "Nama dan gelar</a>:"),
        ({"institution": ""}, "Lembaga</a>:"),
        ({"nip": "123"}, "NIP terdiri dari 18 angka"),
        ({"nip": "199001012015032009"}, "Tidak ada pegawai aktif dengan NIP ini"),
        ({"words": "a" * 81}, "Satu bidang paling panjang 80 huruf"),
        ({"name": "dr. SATU", "institution": "lan"}, "sudah ada dalam daftar"),
    ],
)
def test_impossible_speaker_is_refused_and_what_was_typed_stays(
    client_as: ClientAs, speaker: Speaker, changes: dict[str, str], sentence: str
) -> None:
    origin = "kota" if "nip" in changes else "luar"
    address = f"{reverse('speakers:new')}?asal={origin}"
    text = post(client_as(Role.PENGELOLA), address, typed(**changes))
    assert sentence in text
    assert 'value="Pakar atau praktisi"' in text
    assert Speaker.objects.count() == 1


def test_the_second_of_two_officers_is_told_and_what_was_typed_stays(
    client_as: ClientAs, speaker: Speaker, shelf: Shelf
) -> None:
    client, address = client_as(Role.PENGELOLA), reverse("speakers:edit", args=[speaker.pk])
    client.post(address, typed(revision="1", name="Dr. Satu Baru"))
    chosen = [str(shelf.integrity.pk)]
    text = post(client, address, typed(revision="1", name="Dr. Satu Lain", competencies=chosen))
    assert "ketikan Anda belum disimpan" in text
    assert 'value="Dr. Satu Lain"' in text
    assert "Yang tersimpan sekarang: Dr. Satu Baru" in text
    assert re.search(rf'name="competencies" value="{shelf.integrity.pk}"[^>]* checked', text)
    speaker.refresh_from_db()
    assert speaker.name == "Dr. Satu Baru"


def test_a_speaker_with_sessions_ahead_is_not_put_away_and_the_page_says_which(
    client_as: ClientAs, speaker: Speaker, shelf: Shelf
) -> None:
    shelf.session.speaker = speaker
    shelf.session.save()
    hold_offerings(cycle=shelf.cycle, offerings=[shelf.session.pk])
    form = typed(revision="1", name="Dr. Satu")
    del form["is_active"]
    text = post(client_as(Role.PENGELOLA), reverse("speakers:edit", args=[speaker.pk]), form)
    assert "Masih pasti mengisi KOM-01 (1–2 Maret 2027)" in text


def test_days_on_which_a_speaker_cannot_are_written_down_and_taken_back(
    client_as: ClientAs, speaker: Speaker, shelf: Shelf
) -> None:
    shelf.session.speaker = speaker
    shelf.session.save()
    client, address = client_as(Role.PENGELOLA), reverse("speakers:absence", args=[speaker.pk])
    days = {"starts_on": "02-03-2027", "ends_on": "05-03-2027", "reason": "tugas luar kota"}
    assert "Berakhir sebelum mulai" in post(client, address, days | {"ends_on": "01-03-2027"})
    told = unescape(client.post(address, days, follow=True).content.decode())
    assert "Sesi yang ditawarkan pada hari itu masih menyebutnya: KOM-01" in told
    assert "tugas luar kota" in told
    assert "Sudah tercatat berhalangan" in post(client, address, days)
    period = SpeakerPeriod.objects.get()
    client.post(reverse("speakers:absence-remove", args=[period.pk]))
    assert not SpeakerPeriod.objects.exists()


def test_a_session_offers_who_is_free_and_shows_why_another_cannot(
    client_as: ClientAs, speaker: Speaker, shelf: Shelf
) -> None:
    record_absence(
        speaker=speaker, starts_on=date(2027, 4, 5), ends_on=date(2027, 4, 9), reason="", by=None, at=AT
    )
    client = client_as(Role.PENGELOLA)
    text = text_of(client, reverse("programmes:offering-edit", args=[shelf.session.pk]))
    assert f'<option value="{speaker.pk}">Dr. Satu · LAN</option>' in text
    address = reverse("programmes:offering-new", args=[shelf.programme.pk])
    text = post(client, address, session_form(speaker_id=str(speaker.pk)))
    assert "Dr. Satu tidak dapat mengisi sesi KOM-02 (5–6 April 2027): berhalangan, 5–9 April 2027" in text
    assert f'<option value="{speaker.pk}" selected>' in text, "what was chosen stays"
    text = post(client, address, session_form(seats="0"))
    assert f'<option value="{speaker.pk}" disabled>Dr. Satu · LAN: berhalangan' in text
    assert Offering.objects.count() == 1
    assert "tidak ada atau tidak aktif" in post(client, address, session_form(speaker_id="999999"))


def test_a_session_keeps_its_speaker_and_the_list_leads_to_the_record_of_those_who_may_read_it(
    client_as: ClientAs, speaker: Speaker, shelf: Shelf
) -> None:
    address = reverse("programmes:offering-new", args=[shelf.programme.pk])
    client = client_as(Role.PENGELOLA)
    client.post(address, session_form(speaker_id=str(speaker.pk)))
    assert Offering.objects.get(code="KOM-02").speaker == speaker
    own = reverse("speakers:speaker", args=[speaker.pk])
    assert f'href="{own}"' in text_of(client, reverse("programmes:offerings"))
    seen = text_of(client_as(Role.ASN), reverse("programmes:offerings"))
    assert "Dr. Satu" in seen
    assert own not in seen


def test_a_held_session_is_rated_and_the_mean_says_how_many_rated(
    client_as: ClientAs, speaker: Speaker, shelf: Shelf
) -> None:
    held = hold_session(shelf, speaker)
    client, address = client_as(Role.PENGELOLA), reverse("speakers:rate", args=[held.pk])
    assert "Nilai 6 tidak ada" in post(client, address, {"score": "6", "note": ""})
    assert "Pilih nilai dari 1 sampai 5" in post(client, address, {"score": "", "note": ""})
    client.post(address, {"score": "4", "note": "Jelas"})
    text = text_of(client, reverse("speakers:speaker", args=[speaker.pk]))
    assert "4,0 dari 5 (1 penilaian)" in text
    assert "Jelas" in text
    assert SpeakerRating.objects.get().given_by is not None


def test_another_speaker_is_named_for_a_session_that_runs(
    client_as: ClientAs, speaker: Speaker, shelf: Shelf
) -> None:
    client, address = client_as(Role.PENGELOLA), reverse("speakers:name", args=[shelf.session.pk])
    assert client.get(address).status_code == 404, "what is on offer is changed on its own page"
    hold_offerings(cycle=shelf.cycle, offerings=[shelf.session.pk])
    assert address in text_of(client, reverse("programmes:offering-edit", args=[shelf.session.pk]))
    assert client.post(address, {"speaker_id": str(speaker.pk)}).status_code == 302
    assert SpeakerPeriod.objects.get().speaker == speaker
    assert f'<option value="{speaker.pk}" selected>Dr. Satu · LAN</option>' in text_of(client, address)


def test_the_speaker_of_a_session_of_a_closed_year_stays(
    client_as: ClientAs, speaker: Speaker, shelf: Shelf
) -> None:
    hold_offerings(cycle=shelf.cycle, offerings=[shelf.session.pk])
    Cycle.objects.filter(pk=shelf.cycle.pk).update(phase="closed", closed_on="2027-12-31")
    client, address = client_as(Role.PENGELOLA), reverse("speakers:name", args=[shelf.session.pk])
    text = unescape(client.post(address, {"speaker_id": str(speaker.pk)}, follow=True).content.decode())
    assert "sudah ditutup" in text
    assert not SpeakerPeriod.objects.exists()


def test_sessions_without_a_speaker_are_found(client_as: ClientAs, speaker: Speaker, shelf: Shelf) -> None:
    client, address = client_as(Role.PENGELOLA), reverse("programmes:offerings")
    assert "KOM-01" in text_of(client, f"{address}?narasumber=belum")
    Offering.objects.update(speaker=speaker)
    assert "KOM-01" not in text_of(client, f"{address}?narasumber=belum")
    assert "KOM-01" in text_of(client, f"{address}?narasumber=sudah")


def test_a_session_still_to_come_is_not_rated(client_as: ClientAs, speaker: Speaker, shelf: Shelf) -> None:
    shelf.session.speaker = speaker
    shelf.session.starts_on, shelf.session.ends_on = date(2999, 3, 1), date(2999, 3, 2)
    shelf.session.save()
    hold_offerings(cycle=shelf.cycle, offerings=[shelf.session.pk])
    address = reverse("speakers:rate", args=[shelf.session.pk])
    assert "belum selesai" in post(client_as(Role.PENGELOLA), address, {"score": "4", "note": ""})


def test_the_export_of_the_register_is_a_workbook(client_as: ClientAs, speaker: Speaker) -> None:
    answer = client_as(Role.ANALIS).get(f"{reverse('speakers:list')}?unduh=xlsx")
    assert answer["Content-Type"].endswith("spreadsheetml.sheet")


@pytest.mark.parametrize("role", READERS)
def test_readers_see_the_register_and_only_the_officer_writes(
    client_as: ClientAs, speaker: Speaker, shelf: Shelf, role: Role
) -> None:
    held = hold_session(shelf, speaker)
    client = client_as(role)
    assert client.get(reverse("speakers:list")).status_code == 200
    assert client.get(reverse("speakers:speaker", args=[speaker.pk])).status_code == 200
    if role != Role.PENGELOLA:
        writing = [
            reverse("speakers:new"),
            reverse("speakers:edit", args=[speaker.pk]),
            reverse("speakers:absence", args=[speaker.pk]),
            reverse("speakers:rate", args=[held.pk]),
            reverse("speakers:name", args=[held.pk]),
        ]
        assert {client.post(address, {}).status_code for address in writing} == {403}


@pytest.mark.parametrize("role", OTHERS)
def test_others_have_no_door_here(client_as: ClientAs, speaker: Speaker, role: Role) -> None:
    client = client_as(role)
    for address in (reverse("speakers:list"), reverse("speakers:speaker", args=[speaker.pk])):
        assert client.get(address).status_code == 403


def test_why_somebody_cannot_is_not_for_the_heads_of_offices(client_as: ClientAs, speaker: Speaker) -> None:
    record_absence(
        speaker=speaker, starts_on=date(2027, 4, 5), ends_on=date(2027, 4, 9), reason="umrah", by=None, at=AT
    )
    address = reverse("speakers:speaker", args=[speaker.pk])
    assert "umrah" in text_of(client_as(Role.ANALIS), address)
    seen = text_of(client_as(Role.KEPALA_OPD), address)
    assert "5 Apr 2027" in seen
    assert "umrah" not in seen


def test_another_city_neither_reads_nor_changes(client_as: ClientAs, speaker: Speaker) -> None:
    client = client_as(Role.PENGELOLA, city=make_city("Kota Lain"))
    assert "Belum ada narasumber" in text_of(client, reverse("speakers:list"))
    for name in ("speakers:speaker", "speakers:edit", "speakers:absence"):
        assert client.get(reverse(name, args=[speaker.pk])).status_code == 404


@pytest.mark.parametrize("name", ["speakers:list", "speakers:speaker", "speakers:edit", "speakers:absence"])
def test_pages_ask_at_most_twelve_queries(
    client_as: ClientAs,
    speaker: Speaker,
    shelf: Shelf,
    name: str,
    django_assert_max_num_queries: Callable[..., object],
) -> None:
    hold_session(shelf, speaker)
    address = reverse(name, args=[] if name == "speakers:list" else [speaker.pk])
    client = client_as(Role.PENGELOLA)
    client.get(address)
    with django_assert_max_num_queries(12):  # type: ignore[attr-defined]
        client.get(address)


def test_the_form_of_a_session_asks_at_most_twelve_queries(
    client_as: ClientAs, speaker: Speaker, shelf: Shelf, django_assert_max_num_queries: Callable[..., object]
) -> None:
    address = reverse("programmes:offering-edit", args=[shelf.session.pk])
    client = client_as(Role.PENGELOLA)
    client.get(address)
    with django_assert_max_num_queries(12):  # type: ignore[attr-defined]
        client.get(address)
