"""Lists over a query: the database searches, orders and pages; the export reads every page."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from io import BytesIO
from typing import Any

import pytest
from django.db import connection
from django.db.models import Q, QuerySet
from django.test import RequestFactory
from django.test.utils import CaptureQueriesContext
from python_calamine import CalamineWorkbook

from sibina.lib.audit.api import Event
from sibina.lib.lists.api import Column, Filter, ListSpec, list_page
from sibina.lib.tenancy.models import City

ROWS = 60
SPEC = ListSpec(
    name="uji",
    title="Uji",
    columns=(
        Column("waktu", "Waktu", "at", sort="at", kind="moment"),
        Column("oleh", "Oleh", "actor", sort="actor"),
        Column("sasaran", "Sasaran", "target_id", sort="target_id"),
    ),
    search=("actor", "verb"),
    filters=(Filter("jenis", "Jenis", [("uji.satu", "Satu"), ("uji.dua", "Dua")], "verb"),),
    order="-waktu",
)


@pytest.fixture
def rows(city: City) -> Iterator[Any]:
    start = datetime(2026, 1, 1, tzinfo=UTC)
    for n in range(ROWS):
        Event.objects.create(
            city=city,
            at=start + timedelta(hours=n // 2),
            verb="uji.satu" if n % 3 else "uji.dua",
            actor=f"Pelaku {n:02}",
            target_id=str(n) if n % 2 else "",
        )
    return Event.objects.all()


def get(rows: Any, query: str = "") -> Any:
    return list_page(RequestFactory().get(f"/?{query}"), rows=rows, spec=SPEC)


def actors(page: Any) -> list[str]:
    text = page.content.decode()
    return [part.split("<")[0] for part in text.split("Pelaku ")[1:]]


def test_a_page_costs_two_queries_and_holds_twenty_five_rows(rows: Any) -> None:
    with CaptureQueriesContext(connection) as asked:
        page = get(rows)
    assert len(asked) == 2
    assert len(actors(page)) == 25
    assert "dari 60" in page.content.decode()


def test_a_page_that_is_not_full_says_how_many_rows_there_are_without_counting(rows: Any) -> None:
    with CaptureQueriesContext(connection) as asked:
        page = get(rows, "urut=oleh&per=50&hal=2")
    assert len(asked) == 2
    assert actors(page) == [f"{n:02}" for n in range(50, ROWS)]
    assert "51–60 dari 60" in page.content.decode()


def test_the_page_of_now_is_marked_and_the_others_are_links(rows: Any) -> None:
    text = get(rows, "hal=2&q=pelaku").content.decode()
    assert 'id="hal-2" aria-current="page">2</a>' in text
    assert 'href="?hal=3&amp;q=pelaku"' in text or 'href="?q=pelaku&amp;hal=3"' in text
    assert "<strong>25</strong> · <a href=" in text


def test_the_pages_together_hold_every_row_once_even_where_times_are_equal(rows: Any) -> None:
    found = [actor for number in (1, 2, 3) for actor in actors(get(rows, f"hal={number}"))]
    assert sorted(found) == [f"{n:02}" for n in range(ROWS)]


def test_search_and_filter_narrow_in_the_database(rows: Any) -> None:
    assert actors(get(rows, "q=pelaku+07")) == ["07"]
    assert "dari 20" in get(rows, "jenis=uji.dua").content.decode()


def test_words_are_not_looked_for_in_a_column_of_numbers(rows: Any, city: City) -> None:
    Event.objects.create(city=city, at=rows[0].at, verb="uji.dua", actor="Pelaku XX", target_id="198a5")
    columns = (*SPEC.columns[:2], Column("nip", "NIP", "target_id", kind="nip"))
    spec = replace(SPEC, columns=columns, search=("actor", "target_id"))
    found = {
        word: actors(list_page(RequestFactory().get(f"/?q={word}"), rows=rows, spec=spec))
        for word in ("198", "198a5", "xx")
    }
    assert found == {"198": ["XX"], "198a5": [], "xx": ["XX"]}


def late_since(events: QuerySet[Event], since: datetime) -> QuerySet[Event]:
    return events.annotate(is_late=Q(at__gte=since))


def test_what_is_joined_hears_the_values_of_this_very_request(rows: Any) -> None:
    def late(since: datetime) -> list[str]:
        columns = (*SPEC.columns, Column("telat", "Telat", lambda row: "ya" if row.is_late else "tidak"))
        spec = replace(SPEC, columns=columns, joining=late_since, told={"since": since})
        page = list_page(RequestFactory().get("/"), rows=rows, spec=spec).content.decode()
        return [line.split("<")[0] for line in page.split('data-label="Telat">')[1:]]

    latest = rows.order_by("-at").first().at
    assert late(latest).count("ya") == 2
    assert late(latest + timedelta(days=1)).count("ya") == 0
    assert late(latest - timedelta(days=90)).count("ya") == 25


def test_signs_of_a_pattern_are_taken_as_they_are(rows: Any) -> None:
    assert actors(get(rows, "q=%25")) == []
    assert actors(get(rows, "q=_____")) == []


def test_the_export_holds_every_page_in_the_same_order(rows: Any) -> None:
    made = get(rows, "unduh=xlsx&urut=oleh&jenis=uji.dua")
    sheet = CalamineWorkbook.from_filelike(BytesIO(made.content)).get_sheet_by_index(0).to_python()
    column = [row[1] for row in sheet if str(row[1]).startswith("Pelaku")]
    assert column == [f"Pelaku {n:02}" for n in range(0, ROWS, 3)]
