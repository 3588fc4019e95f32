"""Charts drawn on the server: one picture for page, PDF and export, without script.

Every chart carries its figures as a table, and its title for those who hear the page. A missing value is drawn as
nothing and written as a dash. Shown by `{% include "ui/chart.html" %}`; in a report as `chart.picture`.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from sibina.lib import words
from sibina.lib.chart_drawing import (
    INK,
    NARROW,
    PALE,
    PART_COLOURS,
    RED,
    SERIES,
    SOFT,
    SOGAN,
    TEAL,
    WIDE,
    WRITERS,
    Chart,
    Figure,
    axis_words,
    colour_of,
    figure_axis,
    make_chart,
    rows_spec,
    value_labels,
)

MONTH_STARTS = (0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334)
SHORTEST_BAR_DAYS = 4


def bar_chart(
    title: str, rows: Sequence[tuple[str, Figure]], *, heading: str, kind: str = "number", note: str = ""
) -> Chart:
    """Bars in the order given. `kind` is number, decimal, percent (shares) or rupiah."""
    write = WRITERS[kind]
    data = [
        {"label": label, "value": value, "far": value or 0, "text": write(value), "row": row}
        for row, (label, value) in enumerate(rows)
    ]

    def spec(narrow: bool) -> dict[str, Any]:
        bars = {
            "mark": {"type": "bar", "color": TEAL},
            "encoding": {"x": figure_axis()},
        }
        return rows_spec(data, narrow, [bars, value_labels()])

    return make_chart(
        title, spec, (_("Nama"), heading), [(label, write(value)) for label, value in rows], note
    )


def grouped_bars(
    title: str,
    rows: Sequence[tuple[str, Sequence[Figure]]],
    *,
    series: Sequence[str],
    kind: str = "number",
    note: str = "",
) -> Chart:
    """Several bars for each row, one for each series; at most four series."""
    if len(series) > len(SERIES):
        raise ValueError(f"at most {len(SERIES)} series can be told apart, not {len(series)}")
    write = WRITERS[kind]
    data = [
        {
            "label": label,
            "series": series[n],
            "value": value,
            "far": value or 0,
            "text": write(value),
            "row": row,
        }
        for row, (label, values) in enumerate(rows)
        for n, value in enumerate(values)
    ]

    def spec(narrow: bool) -> dict[str, Any]:
        offset = {"field": "series", "type": "nominal", "sort": None, "scale": {"paddingInner": 0.18}}
        bars = {
            "mark": {"type": "bar"},
            "encoding": {"x": figure_axis(), "yOffset": offset, "color": colour_of(series, narrow)},
        }
        labels = value_labels()
        labels["encoding"]["yOffset"] = offset
        return rows_spec(data, narrow, [bars, labels], len(series))

    table = [(label, *(write(value) for value in values)) for label, values in rows]
    return make_chart(title, spec, (_("Nama"), *series), table, note)


def before_after(
    title: str,
    rows: Sequence[tuple[str, Figure, Figure]],
    *,
    before: str = "",
    after: str = "",
    kind: str = "number",
    note: str = "",
) -> Chart:
    """Two points on a line for each row: how it was and how it is or would be."""
    names = (before or _("Sebelum"), after or _("Sesudah"))
    write = WRITERS[kind]
    data = [
        {
            "label": label,
            "first": first,
            "second": second,
            "text": f"{write(first)} → {write(second)}",
            "far": max([value for value in (first, second) if value is not None], default=0),
            "row": row,
        }
        for row, (label, first, second) in enumerate(rows)
    ]

    def spec(narrow: bool) -> dict[str, Any]:
        line = {
            "mark": {"type": "rule", "color": PALE, "strokeWidth": 5},
            "encoding": {"x": figure_axis("first"), "x2": {"field": "second"}},
        }
        points = [
            {
                "mark": {"type": "point", "filled": True, "size": 150, "opacity": 1},
                "encoding": {
                    "x": figure_axis(name),
                    "color": {"datum": names[n], **colour_of(names, narrow, (SOGAN, TEAL))},
                },
            }
            for n, name in enumerate(("first", "second"))
        ]
        return rows_spec(data, narrow, [line, *points, value_labels(12)])

    table = [(label, write(first), write(second)) for label, first, second in rows]
    return make_chart(title, spec, (_("Nama"), *names), table, note)


def line_chart(
    title: str,
    points: Sequence[tuple[str, Sequence[Figure]]],
    *,
    series: Sequence[str],
    kind: str = "number",
    note: str = "",
) -> Chart:
    """Lines over steps of time, in the order given; a missing value leaves a gap in the line."""
    write = WRITERS[kind]
    data = [
        {"label": label, "series": series[n], "value": value, "step": step}
        for step, (label, values) in enumerate(points)
        for n, value in enumerate(values)
    ]
    labels = [label for label, _values in points]

    def spec(narrow: bool) -> dict[str, Any]:
        x = {"field": "label", "type": "ordinal", "sort": labels, "axis": {"title": None, "labelAngle": 0}}
        y = {
            "field": "value",
            "type": "quantitative",
            "axis": {
                "title": None,
                "tickCount": 5,
                "labelExpr": axis_words(kind),
                "domain": False,
                "ticks": False,
            },
        }
        return {
            "data": {"values": data},
            "width": (NARROW - 110) if narrow else (WIDE - 90),
            "height": 220 if narrow else 280,
            "mark": {"type": "line", "point": {"size": 70, "filled": True}, "strokeWidth": 2.5},
            "encoding": {"x": x, "y": y, "color": colour_of(series, narrow)},
        }

    table = [(label, *(write(value) for value in values)) for label, values in points]
    return make_chart(title, spec, (_("Waktu"), *series), table, note)


def budget_bar(title: str, parts: Sequence[tuple[str, int]], *, ceiling: int, note: str = "") -> Chart:
    """Money used, part by part, beside the ceiling; what is left is drawn pale, what is too much in red.

    Five parts are told apart by colour; of more, the last ones are drawn together.
    """
    shown = _few_parts(parts)
    used = sum(amount for _label, amount in shown)
    ends = [sum(amount for _label, amount in shown[: n + 1]) for n in range(len(shown))]
    data = [
        {"series": label, "start": end - amount, "end": end}
        for (label, amount), end in zip(shown, ends, strict=True)
    ]
    colours = list(PART_COLOURS[: len(shown)])
    table = [(label, words.rupiah(amount)) for label, amount in parts]
    if used != ceiling:
        label, colour = (_("Sisa pagu"), PALE) if used < ceiling else (_("Melebihi pagu"), RED)
        data.append({"series": label, "start": min(used, ceiling), "end": max(used, ceiling)})
        colours.append(colour)
        table.append((label, words.rupiah(abs(ceiling - used))))
    table.append((_("Pagu"), words.rupiah(ceiling)))

    def spec(narrow: bool) -> dict[str, Any]:
        names = [str(row["series"]) for row in data]
        return _budget_spec(data, colour_of(names, narrow, colours), max(used, ceiling, 1), ceiling, narrow)

    return make_chart(title, spec, (_("Bagian"), _("Jumlah")), table, note)


def _few_parts(parts: Sequence[tuple[str, int]]) -> list[tuple[str, int]]:
    most = len(PART_COLOURS)
    if len(parts) <= most:
        return list(parts)
    return [*parts[: most - 1], (_("Lainnya"), sum(amount for _label, amount in parts[most - 1 :]))]


def _budget_spec(
    data: list[dict[str, Any]], colour: dict[str, Any], full: int, ceiling: int, narrow: bool
) -> dict[str, Any]:
    """One bar of parts, and a line where the ceiling is."""
    x = {
        "field": "start",
        "type": "quantitative",
        "axis": None,
        "scale": {"domain": [0, full], "nice": False},
    }
    bars = {
        "mark": {"type": "bar", "height": 34, "stroke": "#ffffff", "strokeWidth": 1.5},
        "encoding": {"x": x, "x2": {"field": "end"}, "color": {"field": "series", **colour}},
    }
    at_ceiling = {"x": {"datum": ceiling, "type": "quantitative"}}
    once: dict[str, Any] = {"values": [{}]}
    line = {
        "data": once,
        "mark": {"type": "rule", "color": INK, "strokeWidth": 2, "strokeDash": [4, 3], "y": -6, "y2": 50},
        "encoding": at_ceiling,
    }
    text = _("Pagu %(amount)s") % {"amount": words.rupiah_short(ceiling)}
    left = ceiling < full / 3
    words_of_it = {
        "data": once,
        "mark": {"type": "text", "align": "left" if left else "right", "dx": -2, "y": 62, "color": SOFT},
        "encoding": {**at_ceiling, "text": {"value": text}},
    }
    return {
        "data": {"values": data},
        "width": (NARROW if narrow else WIDE) - 12,
        "height": 44,
        "layer": [bars, line, words_of_it],
    }


@dataclass(frozen=True)
class Span:
    """One session on the calendar: the row it stands on, its days (inclusive), its name, its series."""

    row: str
    start: date
    end: date
    name: str = ""
    series: str = ""


def calendar_chart(title: str, spans: Sequence[Span], *, year: int, note: str = "") -> Chart:
    """A year as a line of months; a bar for each session. At most three series are told apart by colour."""
    names = list(dict.fromkeys(span.series for span in spans))
    rows = list(dict.fromkeys(span.row for span in spans))
    data = []
    for span in spans:
        first = max(0, (span.start - date(year, 1, 1)).days)
        last = min(365, (span.end - date(year, 1, 1)).days + 1)
        data.append(
            {
                "label": span.row,
                "row": rows.index(span.row),
                "start": min(first, 365 - SHORTEST_BAR_DAYS),
                "end": max(last, first + SHORTEST_BAR_DAYS),
                "series": span.series,
            }
        )

    def spec(narrow: bool) -> dict[str, Any]:
        months = (
            ["J", "F", "M", "A", "M", "J", "J", "A", "S", "O", "N", "D"]
            if narrow
            else list(words.MONTHS_SHORT)
        )
        axis = {
            "title": None,
            "orient": "top",
            "values": list(MONTH_STARTS),
            "labelExpr": f"({json.dumps(months)})[indexof({json.dumps(MONTH_STARTS)}, datum.value)]",
            "labelAlign": "left",
            "labelPadding": 4,
            "grid": True,
            "ticks": False,
            "domain": False,
        }
        x = {
            "field": "start",
            "type": "quantitative",
            "axis": axis,
            "scale": {"domain": [0, 365], "nice": False},
        }
        coloured = colour_of(names, narrow) if len(names) > 1 else {"value": TEAL}
        bars = {
            "mark": {"type": "bar", "cornerRadius": 3},
            "encoding": {
                "x": x,
                "x2": {"field": "end"},
                "color": {"field": "series", "type": "nominal"} | coloured,
            }
            if len(names) > 1
            else {"x": x, "x2": {"field": "end"}, "color": coloured},
        }
        return rows_spec(data, narrow, [bars])

    table = [(span.row, span.name, words.date_span(span.start, span.end)) for span in spans]
    return make_chart(title, spec, (_("Program"), _("Angkatan"), _("Waktu")), table, note)
