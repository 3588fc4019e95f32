"""The pages of needs: who sees what, and that page, rows and workbook tell the same."""

import io
import re
from urllib.parse import urlsplit

import pytest
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from python_calamine import CalamineWorkbook

from sibina.assess.needs.models import GapSnapshot
from sibina.lib.access import Role
from sibina.lib.jobs.api import Job, run_job
from sibina.lib.tenancy.context import city_context
from tests.conftest import log_in, make_city
from tests.modules.needs.conftest import build_town

HEATMAP = "/kesenjangan/"


@pytest.fixture(autouse=True)
def _fresh_cache():
    cache.clear()


def text_of(response) -> str:
    return response.content.decode()


def cells_of(html: str) -> dict[str, list[str]]:
    """Lines of the heatmap: name → figures of the cells, as the screen shows them."""
    table = re.search(r'<table class="table heat-table">(.*?)</table>', html, re.DOTALL)[1]
    lines = {}
    for row in re.findall(r"<tr>(.*?)</tr>", table, re.DOTALL):
        name = re.search(r'<th scope="row">(?:<a [^>]*>)?(.*?)(?:</a>)?</th>', row, re.DOTALL)
        if name:
            cells = re.findall(r"<td[^>]*>(.*?)</td>", row, re.DOTALL)
            lines[name[1]] = [re.sub(r"<small.*?</small>|<[^>]+>", "", cell).strip() for cell in cells]
    return lines


def test_the_heatmap_shows_offices_with_average_and_unmeasured_apart(town, client_as):
    town.count()
    html = text_of(client_as(Role.ANALIS).get(HEATMAP))
    # Dinas Kesehatan: Integritas Ani met, Budi 1 short; Cici unmeasured → 1/2. Komunikasi: Ani 2 → 2/1.
    assert cells_of(html) == {
        "Dinas Perhubungan": ["–", "", "2,00", "2,00", "1"],
        "Dinas Kesehatan": ["0,50", "2,00", "", "1,00", "3"],
        "Semua": ["0,50", "2,00", "2,00", "1,25", "4"],
    }
    assert "?2" in html
    assert 'class="heat heat-none"' in html


def test_each_measure_has_its_figures(town, client_as):
    town.count()
    client = client_as(Role.PIMPINAN)
    found = {
        measure: cells_of(text_of(client.get(HEATMAP, {"ukuran": measure})))["Dinas Kesehatan"]
        for measure in ("kurang", "belum", "bobot")
    }
    assert found["kurang"][:2] == ["1", "1"]
    assert found["belum"][:2] == ["1", "2"]
    assert found["bobot"][:2] == ["1,50", "6,00"]  # Budi 1 × 1 × 1,5 and Ani 2 × 2 × 1,5
    weighted = text_of(client.get(HEATMAP, {"ukuran": "bobot"}))
    assert "Kesehatan × 1,50" in weighted


def test_one_steps_down_from_office_to_unit_to_position_to_person(town, client_as):
    town.count()
    client = client_as(Role.PENGELOLA)
    address, seen = HEATMAP, []
    for name in ("Dinas Kesehatan", "Puskesmas Utara", "Perawat Mahir", "Ani"):
        html = text_of(client.get(address))
        seen.append(sorted(name for name in cells_of(html) if name != "Semua"))
        address = re.search(rf'<th scope="row"><a href="([^"]+)">{name}</a>', html)[1]
    assert seen == [
        ["Dinas Kesehatan", "Dinas Perhubungan"],
        ["Dinas Kesehatan", "Puskesmas Utara"],
        ["Perawat Mahir"],
        ["Ani", "Budi"],
    ]
    assert address == reverse("needs:person", args=[town.persons["Ani"].pk])


def test_the_picture_is_narrowed_by_sector_class_and_kind(town, client_as):
    town.count()
    client = client_as(Role.ANALIS)

    def lines(**query) -> set[str]:
        return set(cells_of(text_of(client.get(HEATMAP, query)))) - {"Semua"}

    assert lines(sektor=town.sectors["Kesehatan"].pk) == {"Dinas Kesehatan"}
    assert lines(jenjang="ahli_pertama") == {"Dinas Perhubungan"}
    technical = text_of(client.get(HEATMAP, {"jenis": "teknis"}))
    assert "Logistik" in technical
    assert "Komunikasi" not in technical
    assert "Tidak ada yang cocok" in text_of(client.get(HEATMAP, {"jenjang": "pemula"}))
    assert lines(sektor="9999", jenjang="raja") == {"Dinas Kesehatan", "Dinas Perhubungan"}


def test_every_cell_opens_rows_that_add_up_to_it(town, client_as):
    town.count()
    client = client_as(Role.INSPEKTORAT)
    html = text_of(client.get(HEATMAP, {"ukuran": "kurang"}))
    links = re.findall(r'<td class="heat heat-\d"><a href="([^"]+)">(\d+)', html)
    assert len(links) >= 6
    for address, figure in links:
        rows = client.get(address.replace("&amp;", "&"))
        assert rows.status_code == 200
        assert rows.context["sums"].short == int(figure)
        shown = [line for line in rows.context["lines"] if line[-1]["text"] == "Kurang"]
        assert len(shown) == int(figure)


def test_after_a_new_counting_the_sums_of_the_rows_are_new_at_once(town, client_as):
    town.count()
    client, unit = client_as(Role.ANALIS), town.units["Puskesmas Utara"].pk
    narrowed = f"?kompetensi={town.competencies['Komunikasi'].pk}"
    addresses = [HEATMAP + place + "sumber/" + narrowed for place in ("", f"unit/{unit}/")]

    def shortfalls() -> list[int]:
        return [client.get(address).context["sums"].shortfall for address in addresses]

    assert shortfalls() == [2, 2]  # Ani stands at 1 where 3 is required
    town.measure("Budi", "Komunikasi", 2)
    assert shortfalls() == [2, 2]
    town.count()
    assert shortfalls() == [3, 3]


def test_the_source_says_formula_rule_day_and_rows(town, client_as):
    snapshot = town.count()
    page = text_of(client_as(Role.ANALIS).get(HEATMAP + "sumber/"))
    for part in (
        "Σ max(wajib − tercatat, 0)",
        snapshot.rule_version,
        "2 Januari 2026",
        "Ani",
        "Belum terukur",
    ):
        assert part in page


def test_the_workbook_equals_the_screen_in_numbers(town, client_as):
    town.count()
    client = client_as(Role.ANALIS)
    for measure in ("rata", "kurang", "belum", "bobot"):
        query = {"ukuran": measure, "jenis": "manajerial"}
        screen = cells_of(text_of(client.get(HEATMAP, query)))
        answer = client.get(HEATMAP, {**query, "unduh": "xlsx"})
        book = CalamineWorkbook.from_filelike(io.BytesIO(answer.content))
        rows = book.get_sheet_by_index(0).to_python()
        head = next(at for at, row in enumerate(rows) if row[0] == "Perangkat daerah")
        for row in rows[head + 1 :]:
            shown = screen[row[0]]
            numbers = [None if each in ("–", "") else float(each.replace(",", ".")) for each in shown]
            cells = [None if each == "" else float(each) for each in row[1:]]
            assert cells == [numbers[-1], *numbers[:-1]]
            assert all(not isinstance(each, str) or each == "" for each in row[1:])
        assert len(rows) - head - 1 == len(screen) - 1


def test_a_persons_page_shows_where_each_level_comes_from(town, client_as):
    town.count()
    page = client_as(Role.ANALIS).get(reverse("needs:person", args=[town.persons["Ani"].pk]))
    html = text_of(page)
    assert "Komunikasi: wajib 3, tercatat 1, pita 1 sampai 4" in html
    assert "Tes, " in html
    assert "× 3,00" in html
    rows = {row.competency.name: row for row in page.context["sheet"].rows}
    assert rows["Komunikasi"].counting.method == "test"
    assert [trace.counts for trace in rows["Komunikasi"].traces].count(True) == 1


def test_the_measurement_shown_as_counting_has_the_level_on_record(town, client_as):
    town.measure("Ani", "Komunikasi", 2, method="peer")
    town.measure("Ani", "Komunikasi", 5, method="assessment")
    town.count()
    page = client_as(Role.ANALIS).get(reverse("needs:person", args=[town.persons["Ani"].pk]))
    for row in page.context["sheet"].rows:
        assert (row.counting.level if row.counting else None) == row.gap.present


def test_a_head_of_office_sees_the_own_office_only(town, client_as):
    town.count()
    client = client_as(Role.KEPALA_OPD, unit=town.units["Dinas Kesehatan"])
    assert set(cells_of(text_of(client.get(HEATMAP)))) == {"Dinas Kesehatan", "Semua"}
    other = town.units["Dinas Perhubungan"].pk
    for address in (f"opd/{other}/", f"unit/{other}/", f"unit/{other}/sumber/", f"opd/{other}/sumber/"):
        assert client.get(HEATMAP + address).status_code == 404
    assert "Dodi" not in text_of(client.get(HEATMAP + "sumber/"))
    assert client.get(reverse("needs:person", args=[town.persons["Dodi"].pk])).status_code == 404
    assert client.get(reverse("needs:person", args=[town.persons["Ani"].pk])).status_code == 200


def test_a_head_of_an_office_in_which_nobody_was_counted_has_a_home(town, client_as):
    town.count()
    assert client_as(Role.KEPALA_OPD).get("/").status_code == 200


def test_two_heads_do_not_share_a_kept_picture(town, client_as):
    town.count()
    first = client_as(Role.KEPALA_OPD, unit=town.units["Dinas Kesehatan"])
    second = client_as(Role.KEPALA_OPD, unit=town.units["Dinas Perhubungan"])
    assert "Dinas Kesehatan" in text_of(first.get(HEATMAP))
    assert set(cells_of(text_of(second.get(HEATMAP)))) == {"Dinas Perhubungan", "Semua"}


def test_an_asn_is_led_to_the_own_page_and_sees_nobody_else(town, client_as):
    town.count()
    client = client_as(Role.ASN, person=town.persons["Budi"])
    own = reverse("needs:person", args=[town.persons["Budi"].pk])
    assert urlsplit(client.get(HEATMAP)["Location"]).path == own
    assert client.get(own).status_code == 200
    assert client.get(reverse("needs:person", args=[town.persons["Ani"].pk])).status_code == 404
    assert client.get(HEATMAP + "sumber/").status_code == 302


def test_a_partner_is_not_let_in(town, client_as):
    town.count()
    assert client_as(Role.MITRA).get(HEATMAP).status_code == 403


def test_only_those_who_count_may_start_the_counting(town, client_as):
    for role in (Role.PIMPINAN, Role.INSPEKTORAT, Role.KEPALA_OPD):
        assert client_as(role).post(HEATMAP + "hitung/").status_code == 403
    answer = client_as(Role.PENGELOLA).post(HEATMAP + "hitung/")
    started = Job.objects.get()
    assert answer["Location"] == reverse("jobs:detail", args=[started.pk])
    run_job(city_id=town.city.pk, job_id=started.pk)
    ended = Job.objects.get()
    assert (ended.state, ended.next_url, ended.result["shortfall"]) == (Job.State.DONE, HEATMAP, 5)
    assert GapSnapshot.objects.filter(is_current=True).count() == 1


def test_before_the_first_counting_the_page_says_what_to_do(town, client_as):
    assert "Hitung kesenjangan" in text_of(client_as(Role.PENGELOLA).get(HEATMAP))
    assert "Hitung kesenjangan</button>" not in text_of(client_as(Role.PIMPINAN).get(HEATMAP))
    person = reverse("needs:person", args=[town.persons["Ani"].pk])
    assert client_as(Role.PENGELOLA).get(person).status_code == 200
    assert client_as(Role.PENGELOLA).get(HEATMAP + "sumber/").status_code == 302


def test_before_anybody_is_there_the_officer_is_led_to_the_upload(city, client_as):
    page = client_as(Role.PENGELOLA).get("/kesenjangan/").content.decode()
    assert 'href="/data/unggah/"' in page
    assert "Hitung kesenjangan" not in page
    assert "/data/unggah/" not in client_as(Role.ANALIS).get("/kesenjangan/").content.decode()


def test_while_the_first_counting_runs_the_page_says_so_and_leads_to_its_progress(town, client_as):
    officer = client_as(Role.PENGELOLA)
    progress = officer.post("/kesenjangan/hitung/").url
    page = officer.get("/kesenjangan/").content.decode()
    assert "Kesenjangan sedang dihitung" in page
    assert progress in page
    assert "Hitung kesenjangan" not in page
    others = client_as(Role.PIMPINAN).get("/kesenjangan/").content.decode()
    assert "Kesenjangan sedang dihitung" in others
    assert progress not in others


def test_new_data_are_announced_until_counted_anew(town, client_as):
    town.count()
    client = client_as(Role.ANALIS)
    assert "Ada data baru" not in text_of(client.get(HEATMAP))
    town.measure("Cici", "Komunikasi", 2)
    cache.clear()
    assert "Ada data baru" in text_of(client.get(HEATMAP))


@pytest.mark.django_db
def test_the_other_city_is_not_seen():
    here, there = make_city("Sini"), make_city("Sana")
    with city_context(there):
        other = build_town(there)
        other.count()
    with city_context(here):
        build_town(here).count()
    client = log_in(here, Role.PENGELOLA)
    unit, person = other.units["Dinas Kesehatan"].pk, other.persons["Ani"].pk
    for address in (f"opd/{unit}/", f"unit/{unit}/", f"unit/{unit}/sumber/", f"orang/{person}/"):
        assert client.get(HEATMAP + address).status_code == 404
    assert cells_of(text_of(client.get(HEATMAP)))["Semua"][-1] == "4"


def test_pages_ask_the_database_at_most_twelve_times(town, client_as):
    town.count()
    unit, position = town.units["Puskesmas Utara"].pk, town.positions["Perawat Mahir"].pk
    person = town.persons["Ani"].pk
    places = ("", f"opd/{unit}/", f"unit/{unit}/", f"unit/{unit}/jabatan/{position}/", f"orang/{person}/")
    for role, place in ((Role.PENGELOLA, {}), (Role.KEPALA_OPD, {"unit": town.units["Dinas Kesehatan"]})):
        client = client_as(role, **place)
        client.get(HEATMAP)
        cache.clear()
        for address in (*places, "sumber/", f"unit/{unit}/sumber/"):
            with CaptureQueriesContext(
                connection,
            ) as asked:
                assert client.get(HEATMAP + address).status_code == 200
            told = [query["sql"] for query in asked if "SAVEPOINT" not in query["sql"]]
            assert len(told) <= 12, (role, address, told)
