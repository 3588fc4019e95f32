"""Search, filters, order, pages and export over rows that are no query (the query's side is tested with a database)."""

from dataclasses import dataclass, replace
from io import BytesIO
from typing import Any

import pytest
from django.test import RequestFactory
from python_calamine import CalamineWorkbook

from sibina.lib.lists.api import Column, Empty, Filter, ListSpec, find_rows, list_page, read_wish


@dataclass(frozen=True)
class Row:
    """One line of the list under test."""

    name: str
    office: str
    gap: int | None


ROWS = [
    Row("Butet", "Dinas Kesehatan", 3),
    Row("andi", "Dinas Pendidikan", None),
    Row("Cut", "Dinas Kesehatan", 12),
    Row("=1+1", "Dinas Pendidikan", 0),
]
SPEC = ListSpec(
    name="pegawai",
    title="Pegawai",
    columns=(
        Column("nama", "Nama", "name", sort="name"),
        Column("unit", "Unit", "office"),
        Column("kurang", "Kurang", "gap", sort="gap", kind="number"),
    ),
    search=("name", "office"),
    filters=(
        Filter(
            "unit", "Unit", [("Dinas Kesehatan", "Kesehatan"), ("Dinas Pendidikan", "Pendidikan")], "office"
        ),
    ),
    order="nama",
    empty=Empty("Belum ada pegawai"),
)


def names(query: dict[str, str], rows: list[Any] = ROWS) -> list[str]:
    return [row.name for row in find_rows(rows, SPEC, read_wish(query, SPEC))]


def get(query: str, **headers: str) -> Any:
    return list_page(RequestFactory(headers=headers).get(f"/pegawai/?{query}"), rows=ROWS, spec=SPEC)


def test_the_list_starts_in_its_own_order_without_regard_to_capitals() -> None:
    assert names({}) == ["=1+1", "andi", "Butet", "Cut"]


def test_a_column_may_be_ordered_by_what_it_does_not_say() -> None:
    length = Column(
        "panjang", "Panjang", lambda row: f"{len(row.name)} huruf", sort=lambda row: -len(row.name)
    )
    spec = replace(SPEC, columns=(*SPEC.columns, length))
    found = find_rows(ROWS, spec, read_wish({"urut": "panjang"}, spec))
    assert [row.name for row in found] == ["Butet", "andi", "=1+1", "Cut"]


def test_missing_figures_stand_last_whichever_way_the_list_is_ordered() -> None:
    assert names({"urut": "kurang"})[-1] == "andi"
    assert names({"urut": "-kurang"}) == ["Cut", "Butet", "=1+1", "andi"]


def test_every_word_searched_for_must_be_found() -> None:
    assert names({"q": "kesehatan cut"}) == ["Cut"]


def test_a_filter_narrows_and_an_unknown_choice_is_not_obeyed() -> None:
    assert names({"unit": "Dinas Kesehatan"}) == ["Butet", "Cut"]
    assert len(names({"unit": "Dinas Karangan"})) == 4


@pytest.mark.parametrize(
    "query", ["urut=gap__password", "hal=abc", "hal=-1", "hal=999999999999", "per=7", "hal=²"]
)
def test_a_wrong_wish_falls_back_to_the_list_s_own_way(query: str) -> None:
    page = get(query)
    assert page.status_code == 200
    assert b"1\xe2\x80\x934 dari 4" in page.content


def test_the_heading_that_orders_is_told_to_screen_readers() -> None:
    content = get("urut=-kurang").content.decode()
    assert 'aria-sort="descending"' in content
    assert content.count("aria-sort") == 1


def test_htmx_is_given_the_rows_alone_and_history_the_whole_page() -> None:
    rows = get("", HX_Request="true", HX_Target="baris").content
    assert b"<html" not in rows
    assert b"Butet" in rows
    again = get("", HX_Request="true", HX_Target="baris", HX_History_Restore_Request="true")
    assert b"<html" in again.content
    assert "HX-Request" in again.headers["Vary"]


def test_a_search_without_result_says_so_and_leads_back() -> None:
    assert "Tidak ada yang cocok" in get("q=zzz").content.decode()


def test_an_empty_list_says_what_to_do() -> None:
    page = list_page(RequestFactory().get("/"), rows=[], spec=SPEC)
    assert "Belum ada pegawai" in page.content.decode()


def test_the_export_equals_the_screen_over_all_pages_and_runs_no_formula() -> None:
    page = get("unduh=xlsx&urut=-kurang&unit=Dinas+Pendidikan")
    sheet = CalamineWorkbook.from_filelike(BytesIO(page.content)).get_sheet_by_index(0).to_python()
    head = sheet.index(["Nama", "Unit", "Kurang"])
    assert sheet[head + 1 :] == [["=1+1", "Dinas Pendidikan", 0.0], ["andi", "Dinas Pendidikan", ""]]
    assert ["Unit: Pendidikan", "", ""] in sheet[:head]


def test_a_search_keeps_what_else_the_address_says() -> None:
    assert (
        '<input type="hidden" name="tanggal" value="2026-11-23">'
        in get("tanggal=2026-11-23").content.decode()
    )


def test_a_column_of_unknown_kind_is_refused_at_once() -> None:
    with pytest.raises(ValueError, match="unknown kind"):
        Column("a", "A", "a", kind="uang")
