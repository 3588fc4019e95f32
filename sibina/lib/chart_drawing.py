"""How a chart is drawn: colours, letters, the room for names and figures, and the drawing itself.

Written in the grammar of Vega-Lite and drawn by vl-convert. Each chart is drawn twice, wide and narrow, so that its
letters stay readable on a phone; the page shows one. Colours are attributes with the values of the light scheme;
the stylesheet gives the same marks their dark counterpart.
"""

import json
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

import vl_convert
from django.core.cache import cache
from django.utils.html import escape
from django.utils.safestring import SafeString

from sibina.lib import words

INK, SOFT, LINE, LINE_STRONG = "#15262a", "#4a5c60", "#dde4e2", "#7d8e90"
TEAL, SOGAN, PALE, BLUE, RED = "#0e5a60", "#b98a4b", "#c3d3d1", "#5f7fa8", "#9f261e"
SERIES = (TEAL, SOGAN, BLUE, PALE)
PART_COLOURS = (TEAL, SOGAN, BLUE, "#7a4e66", "#7d8a3a")
WIDE, NARROW = 760, 340
LABELS_WIDE = 250
DRAWING_VERSION = 3
ANNOUNCEMENTS = re.compile(r' (?:role|aria-[a-z]+)="[^"]*"')
LEGEND_MARK_LETTERS, LEGEND_LETTERS = 5, 40
BAR_HEIGHT, SERIES_HEIGHT, NAME_HEIGHT, FIGURE_ROOM = 20, 22, 30, 104

CONFIG = {
    "background": None,
    "aria": False,
    "font": "system-ui, 'Segoe UI', Roboto, 'Noto Sans', 'Libertinus Serif', sans-serif",
    "view": {"stroke": None},
    "axis": {
        "labelColor": SOFT,
        "titleColor": SOFT,
        "labelFontSize": 13,
        "titleFontSize": 13,
        "titleFontWeight": "normal",
        "gridColor": LINE,
        "domainColor": LINE_STRONG,
        "tickColor": LINE,
        "labelPadding": 6,
    },
    "text": {"fontSize": 13, "color": INK},
    "legend": {
        "labelColor": INK,
        "labelFontSize": 13,
        "orient": "top",
        "title": None,
        "symbolType": "square",
        "symbolSize": 140,
        "direction": "horizontal",
        "columnPadding": 24,
        "labelLimit": 260,
        "offset": 10,
    },
}

WRITERS: dict[str, Callable[[Any], str]] = {
    "number": words.number,
    "decimal": lambda value: words.number(value, 2),
    "percent": words.percent,
    "rupiah": words.rupiah_short,
}
Figure = int | float | None


@dataclass(frozen=True)
class Chart:
    """A drawn chart and the same as a table; shown by `{% include "ui/chart.html" %}`."""

    title: str
    wide: SafeString
    narrow: SafeString
    headings: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    note: str = ""

    @property
    def picture(self) -> str:
        """The SVG for a document (the wide drawing)."""
        return str(self.wide)


def figure_axis(field: str = "value") -> dict[str, Any]:
    """Figures from nought; no axis, because each mark carries its figure."""
    return {"field": field, "type": "quantitative", "axis": None, "scale": {"zero": True, "nice": False}}


def value_labels(dx: int = 6) -> dict[str, Any]:
    return {
        "mark": {"type": "text", "align": "left", "baseline": "middle", "dx": dx, "color": INK},
        "encoding": {"x": figure_axis("far"), "text": {"field": "text", "type": "nominal"}},
    }


def colour_of(names: Sequence[str], narrow: bool, colours: Sequence[str] = SERIES) -> dict[str, Any]:
    """Colours in the order of the names. On a narrow drawing a long legend stands upright."""
    upright = narrow and sum(len(name) + LEGEND_MARK_LETTERS for name in names) > LEGEND_LETTERS
    legend: dict[str, Any] = {"columns": 1} if upright else {}
    scale = {"domain": list(names), "range": list(colours[: len(names)])}
    found: dict[str, Any] = {"type": "nominal", "scale": scale, "legend": legend}
    if colours is SERIES:
        found["field"] = "series"
    return found


def rows_spec(
    data: list[dict[str, Any]], narrow: bool, layers: list[dict[str, Any]], series: int = 1
) -> dict[str, Any]:
    """Rows downward, names to the left; on a narrow drawing the names stand above their marks.

    The room for names is fixed: the drawing is made with other letters than the browser's, so that what
    just fits here may not fit there.
    """
    marks = series * SERIES_HEIGHT if series > 1 else BAR_HEIGHT
    step = marks + (NAME_HEIGHT if narrow else 14)
    axis: dict[str, Any] | None = None
    if narrow:
        names = {
            "mark": {
                "type": "text", "align": "left", "baseline": "bottom", "color": SOFT, "x": 0,
                "limit": NARROW - 60, "dy": -(marks / 2 + 3),
            },
            "transform": [{"aggregate": [], "groupby": ["label", "row"]}],
            "encoding": {"text": {"field": "label", "type": "nominal"}},
        }  # fmt: skip
        layers = [*layers, names]
    else:
        axis = {
            "title": None, "ticks": False, "domain": False,
            "labelLimit": LABELS_WIDE - 40, "minExtent": LABELS_WIDE, "maxExtent": LABELS_WIDE,
        }  # fmt: skip
    between = 1 - marks / step
    figures = any(layer["mark"]["type"] == "text" and "x" in layer["encoding"] for layer in layers)
    return {
        "data": {"values": data},
        "width": (NARROW if narrow else WIDE - LABELS_WIDE) - (FIGURE_ROOM if figures else 8),
        "height": max(1, len({row["label"] for row in data})) * step,
        "padding": {"left": 2, "right": 14 if figures else 4, "top": 16 if narrow else 5, "bottom": 5},
        "encoding": {
            "y": {
                "field": "label",
                "type": "nominal",
                "sort": {"field": "row", "op": "min"},
                "axis": axis,
                "scale": {"paddingInner": between, "paddingOuter": between / 2},
            }
        },
        "layer": layers,
    }


def axis_words(kind: str) -> str:
    """Axis figures as Indonesian readers write them."""
    if kind == "percent":
        return "replace(format(datum.value * 100, '.3~r'), '.', ',') + ' %'"
    return "replace(replace(replace(format(datum.value, ',.6~r'), /,/g, ';'), '.', ','), /;/g, '.')"


def make_chart(
    title: str,
    spec: Callable[[bool], Mapping[str, Any]],
    headings: Sequence[Any],
    rows: Sequence[Sequence[str]],
    note: str,
) -> Chart:
    return Chart(
        title=str(title),
        wide=_draw(str(title), spec(False)),
        narrow=_draw(str(title), spec(True)),
        headings=tuple(str(heading) for heading in headings),
        rows=tuple(tuple(str(cell) for cell in row) for row in rows),
        note=str(note),
    )


def _draw(title: str, spec: Mapping[str, Any]) -> SafeString:
    """The drawing, kept under the digest of what it shows."""
    text = json.dumps({**spec, "config": CONFIG}, sort_keys=True, ensure_ascii=False, default=str)
    key = f"chart:{DRAWING_VERSION}:{sha256(f'{title}{text}'.encode()).hexdigest()}"
    kept = cache.get(key)
    if kept is None:
        drawn = vl_convert.vegalite_to_svg(text, allowed_base_urls=[])
        start, end = drawn.index("<svg"), drawn.index(">", drawn.index("<svg"))
        opening = drawn[start:end].replace('class="marks"', 'role="img"')
        # The picture is one image with one name; its parts are not announced one by one.
        parts = ANNOUNCEMENTS.sub("", drawn[end + 1 :])
        kept = f"{opening}><title>{escape(title)}</title>{parts}"
        cache.set(key, kept, timeout=None)
    return SafeString(kept)
