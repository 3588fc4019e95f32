"""The pages of JP: what each reader sees, and that they say the same as the figures."""

from datetime import date

import pytest

from sibina.credit.ledger.models import Counting
from sibina.ground.cycles.api import Rule
from sibina.lib.access import Role
from sibina.plan.programmes.types import Form
from tests.modules.ledger.test_counting import change_table

YEAR = "?tahun=2026"


@pytest.fixture
def counted(hall):
    hall.verified("Ani", jp=12)
    hall.verified("Budi", starts_on=date(2026, 3, 2), ends_on=date(2026, 3, 4), days=3, jp=21)
    hall.count()
    return hall


def read(client, path):
    answer = client.get(path)
    assert answer.status_code == 200, path
    return answer.content.decode()


def test_the_citys_page_says_how_many_have_reached_the_floor(counted, client_as):
    page = read(client_as(Role.PIMPINAN), f"/jp/{YEAR}")
    assert "1 dari 2 PNS" in page
    assert "Dinas Kesehatan" in page
    assert "PP 11/2017" in page
    assert "Hitung ulang" not in page


def test_a_year_that_was_not_counted_says_so_and_offers_to_count(hall, client_as):
    page = read(client_as(Role.PENGELOLA), "/jp/?tahun=2020")
    assert "Tahun ini belum dihitung" in page
    assert "Hitung sekarang" in page


@pytest.mark.parametrize("asked", ["?tahun=abc", "?tahun=99999999999", "?tahun=", "?tahun=-5", "?tahun=²"])
def test_a_year_that_is_none_is_the_running_one(hall, client_as, asked):
    assert read(client_as(Role.PENGELOLA), f"/jp/{asked}")


def test_a_head_sees_the_own_office_and_nobody_else(counted, client_as):
    head = client_as(Role.KEPALA_OPD, unit=counted.units["Dinas Kesehatan"])
    assert "0 dari 1 PNS" in read(head, f"/jp/{YEAR}")
    people = read(head, f"/jp/pegawai/{YEAR}")
    assert "Ani" in people
    assert "Budi" not in people
    assert head.get(f"/jp/pegawai/{counted.persons['Budi'].pk}/").status_code == 404
    assert head.get("/jp/hitungan/").status_code == 403


def test_the_list_of_people_narrows_and_its_export_says_the_same(counted, client_as):
    officer = client_as(Role.PENGELOLA)
    page = read(officer, f"/jp/pegawai/{YEAR}&keadaan=short")
    assert "Ani" in page
    assert "Budi" not in page
    assert officer.get(f"/jp/pegawai/{YEAR}&unduh=xlsx").status_code == 200


def test_my_own_page_says_what_is_missing_and_what_still_counts(counted, client_as):
    page = read(client_as(Role.ASN, person=counted.persons["Ani"]), f"/jp/saya/{YEAR}")
    assert "Masih kurang 8 JP dari 20 JP setahun" in page
    assert "Pelatihan arsip digital" in page
    assert "Surat Sestama BPS" in page


def test_my_own_page_of_this_year_names_what_is_left_of_a_cap(hall, client_as):
    page = read(client_as(Role.ASN, person=hall.persons["Ani"]), "/jp/saya/")
    assert "sisa 2 dari 2 sesi bulan ini" in page
    assert "Belum ada kegiatan pada tahun ini" in page


def test_why_something_counts_less_stands_beside_it(hall, client_as):
    hall.verified("Ani", form=Form.E_LEARNING, jp=8)
    page = read(client_as(Role.ASN, person=hall.persons["Ani"]), f"/jp/saya/{YEAR}")
    assert "Batas JP sehari untuk bentuk ini sudah terpakai" in page


@pytest.mark.parametrize(
    ("name", "sentence"),
    [
        ("Cici", "tahun kontrak sejak 1 Maret 2026"),
        ("Dodi", "Awal kontrak belum diketahui"),
        ("Euis", "aturan tidak menyebut angka"),
    ],
)
def test_each_kind_of_asn_is_judged_by_its_own_rule(hall, client_as, name, sentence):
    assert sentence in read(client_as(Role.PENGELOLA), f"/jp/pegawai/{hall.persons[name].pk}/{YEAR}")


def test_a_member_without_a_person_is_told_what_to_do(hall, client_as):
    assert "mengaitkan akun" in read(client_as(Role.MENTOR), "/jp/saya/")


def test_a_changed_table_can_be_followed_from_the_counting_to_the_entry(counted, client_as):
    change_table(counted, teknis={"per": "hours", "here": "0.5"})
    counted.count()
    counting = Counting.objects.get(number=2)
    officer = client_as(Role.INSPEKTORAT)
    assert "Tabel konversi berubah" in read(officer, "/jp/hitungan/")
    assert "Ani" in read(officer, f"/jp/hitungan/{counting.pk}/")
    page = read(officer, f"/jp/hitungan/{counting.pk}/{counted.persons['Ani'].pk}/")
    assert "Dari 12 menjadi 6 JP" in page
    assert "Tabel konversi sejak 01-01-2019 menjadi sejak 01-01-2026" in page
    assert officer.get(f"/jp/hitungan/{counting.pk}/{counted.persons['Euis'].pk}/").status_code == 404


def test_the_table_shows_each_row_with_how_sure_it_is(hall, client_as):
    page = read(client_as(Role.ASN, person=hall.persons["Ani"]), "/jp/konversi/")
    assert "JP program + 20 %" in page
    assert "paling banyak 2 sesi sebulan" in page
    assert "Perlu dipastikan" in page
    Rule.objects.filter(key="jp_conversion").update(valid_from=date(2990, 1, 1))
    assert "tidak ada tabel yang berlaku" in read(client_as(Role.PENGELOLA), "/jp/konversi/")


def test_counting_starts_once_while_it_runs(hall, client_as):
    officer = client_as(Role.ANALIS)
    first, second = officer.post("/jp/hitung/"), officer.post("/jp/hitung/")
    assert first["Location"] == second["Location"]
    assert client_as(Role.PIMPINAN).post("/jp/hitung/").status_code == 403


@pytest.mark.parametrize(
    "path",
    [
        f"/jp/{YEAR}",
        f"/jp/pegawai/{YEAR}",
        "/jp/riwayat/",
        "/jp/hitungan/",
        "/jp/konversi/",
        f"/jp/saya/{YEAR}",
    ],
)
def test_a_page_asks_at_most_twelve_questions(counted, client_as, path, django_assert_max_num_queries):
    client = client_as(Role.PENGELOLA)
    if "saya" in path:
        client = client_as(Role.ASN, person=counted.persons["Ani"])
    client.get(path)
    with django_assert_max_num_queries(12):
        client.get(path)
