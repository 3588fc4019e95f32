"""Charts: what they show is in the picture and in the table, for eyes, ears and paper."""

from datetime import date
from xml.etree import ElementTree

import pytest

from sibina.lib.chart_drawing import Chart
from sibina.lib.charts import (
    Span,
    bar_chart,
    before_after,
    budget_bar,
    calendar_chart,
    grouped_bars,
    line_chart,
)
from sibina.lib.documents import render_pdf

SVG = "{http://www.w3.org/2000/svg}"


def words_in(drawing: str) -> list[str]:
    return [node.text or "" for node in ElementTree.fromstring(drawing).iter(f"{SVG}text")]


def every_chart() -> list[Chart]:
    offices = ["Dinas <Kesehatan> & Sosial", "Dinas Pendidikan"]
    return [
        bar_chart("Batang", [(offices[0], 412), (offices[1], None)], heading="Tingkat"),
        grouped_bars(
            "Kelompok", [(name, (3, 2.5)) for name in offices], series=("Wajib", "Ada"), kind="decimal"
        ),
        before_after("Titik", [(name, 412, 180) for name in offices]),
        line_chart("Garis", [("2025", (0.7, None)), ("2026", (0.8, 0.6))], series=offices, kind="percent"),
        budget_bar("Pagu", [("Narasumber", 400), ("Tempat", 100)], ceiling=1000),
        calendar_chart(
            "Kalender", [Span(offices[0], date(2027, 12, 31), date(2028, 1, 2), "1", "Kelas")], year=2027
        ),
    ]


@pytest.mark.parametrize("chart", every_chart(), ids=lambda chart: chart.title)
def test_each_chart_is_well_formed_named_and_free_of_style_and_script(chart: Chart) -> None:
    for drawing in (chart.wide, chart.narrow):
        root = ElementTree.fromstring(drawing)
        assert root.get("role") == "img"
        assert root.findtext(f"{SVG}title") == chart.title
        # The policy of the pages forbids styles and scripts inside them.
        assert "style=" not in drawing
        assert "<script" not in drawing


def test_a_bar_carries_its_figure_and_a_missing_one_a_dash() -> None:
    chart = every_chart()[0]
    assert {"412", "–"} <= set(words_in(chart.wide))
    assert chart.rows == (("Dinas <Kesehatan> & Sosial", "412"), ("Dinas Pendidikan", "–"))


def test_a_narrow_drawing_fits_a_phone() -> None:
    for chart in every_chart():
        assert float(ElementTree.fromstring(chart.narrow).get("width", "0")) <= 360


def test_money_under_the_ceiling_shows_what_is_left() -> None:
    chart = budget_bar("Pagu", [("Narasumber", 400)], ceiling=1000)
    assert ("Sisa pagu", "Rp\u00a0600") in chart.rows


def test_money_over_the_ceiling_shows_by_how_much_and_in_red() -> None:
    chart = budget_bar("Pagu", [("Narasumber", 1400)], ceiling=1000)
    assert ("Melebihi pagu", "Rp\u00a0400") in chart.rows
    assert "#9f261e" in chart.wide


def test_more_parts_than_can_be_told_apart_are_drawn_together_and_listed_apart() -> None:
    chart = budget_bar("Pagu", [(f"Bagian {n}", 100) for n in range(8)], ceiling=1000)
    assert "Lainnya" in words_in(chart.wide)
    assert [label for label, _amount in chart.rows][:8] == [f"Bagian {n}" for n in range(8)]


def test_more_series_than_can_be_told_apart_are_refused() -> None:
    with pytest.raises(ValueError, match="at most 4"):
        grouped_bars("x", [("a", (1, 2, 3, 4, 5))], series=("1", "2", "3", "4", "5"))


def test_equal_figures_give_equal_drawings() -> None:
    assert [chart.wide for chart in every_chart()] == [chart.wide for chart in every_chart()]


def test_a_chart_without_rows_is_still_a_picture() -> None:
    assert bar_chart("Kosong", [], heading="x").wide.startswith("<svg")


def test_a_chart_goes_into_a_report() -> None:
    made = render_pdf(
        "report.typ",
        {
            "city": "Uji",
            "agency": "BKPSDM",
            "title": "Bagan",
            "blocks": [
                {"kind": "chart", "svg": chart.picture, "caption": chart.title} for chart in every_chart()
            ],
        },
    )
    assert made.startswith(b"%PDF")
