"""The cells of the heatmap and the bar of a level: many small pieces, written in one go."""

from collections.abc import Iterable, Mapping
from decimal import Decimal
from functools import lru_cache
from typing import Any
from urllib.parse import urlencode

from django import template
from django.urls import reverse
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from sibina.assess.needs import rules
from sibina.assess.needs.types import GapState, Measure, Narrowing, Picture, Place, Sums
from sibina.lib import words

register = template.Library()

LEVELS = 5
STEP, LEFT, HEIGHT = 34, 6, 30
STATE_TONES = {GapState.MET: "good", GapState.SHORT: "warn", GapState.UNMEASURED: ""}


def said(figure: int | Decimal | None) -> str:
    """A figure as people read it: averages and weighted sums with two decimals."""
    return words.number(figure, 2 if isinstance(figure, Decimal) else 0)


def place_path(place: Place, *, source: bool = False) -> str:
    """The address of a place: its picture, or the rows behind it."""
    kind, arguments = "heatmap", []
    if place.position_id is not None:
        kind, arguments = "position", [place.unit_id, place.position_id]
    elif place.unit_id is not None:
        kind, arguments = "unit", [place.unit_id]
    elif place.office_id is not None:
        kind, arguments = "office", [place.office_id]
    if source:
        kind = "source" if kind == "heatmap" else f"{kind}-source"
    return reverse(f"needs:{kind}", args=arguments)


def below(place: Place, key: int) -> Place:
    """The place that a line of the picture leads to."""
    if place.unit_id is not None:
        return Place(unit_id=place.unit_id, position_id=key)
    return Place(unit_id=key) if place.office_id is not None else Place(office_id=key)


@register.simple_tag
def line_path(place: Place, key: int, query: str = "") -> str:
    """Where a line's heading leads: one step down, at last to the person."""
    if place.rows == "person":
        return reverse("needs:person", args=[key])
    return place_path(below(place, key)) + query


@register.simple_tag
def heat_cells(
    picture: Picture, cells: Mapping[int, Sums], place: Place, key: int | None, narrowing: Narrowing
) -> SafeString:
    """One line of the heatmap: figure, colour, and the number not measured; each a link to its rows."""
    measure = narrowing.measure
    address = _cell_address(place, key, narrowing)
    parts = []
    for competency, _name, _kind in picture.competencies:
        sums = cells.get(competency)
        step = rules.step_of(measure, sums) if sums else ""
        if sums is None or not step:
            parts.append('<td class="heat"></td>')
            continue
        parts.append(f'<td class="heat heat-{step}">{cell_link(measure, sums, address % competency)}</td>')
    # Built of numbers and of addresses escaped below; format_html for a thousand cells costs what the page may cost.
    return mark_safe("".join(parts))


def _cell_address(place: Place, key: int | None, narrowing: Narrowing) -> str:
    """The address of a cell's rows, with the competency left open as %d."""
    if place.rows == "person" and key is not None:
        return escape(reverse("needs:person", args=[key])) + "#k%d"
    path = place_path(place if key is None else below(place, key), source=True)
    query = urlencode({**narrowing.query, "kompetensi": "0"})[:-1]
    return escape(f"{path}?{query}".replace("%", "%%")) + "%d"


def cell_link(measure: Measure, sums: Sums, address: str) -> str:
    """The figure as a link; below it, apart, how many are not measured."""
    figure = rules.figure_of(measure, sums)
    unmeasured = ""
    if sums.unmeasured and measure != Measure.UNMEASURED:
        unmeasured = f'<small class="d-block">?{words.number(sums.unmeasured)}</small>'
    shown = "–" if figure is None else said(figure)
    return f'<a href="{address}">{shown}{unmeasured}</a>'


@register.simple_tag
def heat_total(sums: Sums, narrowing: Narrowing, address: str) -> SafeString:
    """The cell at the end of a line: all competencies together."""
    step = rules.step_of(narrowing.measure, sums)
    return mark_safe(
        f'<td class="heat heat-{step}">{cell_link(narrowing.measure, sums, escape(address))}</td>'
    )


@register.filter
def figure_in(sums: Sums, measure: Measure) -> str:
    """The figure of a measure in words."""
    return said(rules.figure_of(Measure(measure), sums))


@register.filter
def state_tone(state: str) -> str:
    """The tone of a badge for a state."""
    return STATE_TONES[GapState(state)]


@register.filter
def weight_text(weight: int) -> str:
    """A weight of ten-thousandths as a factor: 15000 is «1,50»."""
    return words.number(Decimal(weight) / rules.WEIGHT_UNIT, 2)


@register.simple_tag
def level_bar(gap: Any, name: str) -> SafeString:
    """Levels 1 to 5 as a picture: the band of all measurements, the level on record, the level required."""
    picture = _level_bar(gap.required, gap.present, gap.low, gap.high)
    return mark_safe(picture.replace(NAMED_HERE, escape(level_words(gap, name))))


NAMED_HERE = "[]"


@lru_cache(maxsize=1024)
def _level_bar(required: int, present: int | None, low: int | None, high: int | None) -> str:
    """Of whole numbers alone; the words go in where `NAMED_HERE` stands."""
    wide = LEFT + LEVELS * STEP + LEFT
    parts = [
        f'<line x1="{LEFT + level * STEP}" x2="{LEFT + level * STEP}" y1="4" y2="24" stroke="#dde4e2"/>'
        for level in range(LEVELS + 1)
    ]
    if low is not None and high is not None and present is not None:
        x, band = LEFT + low * STEP - 3, (high - low) * STEP + 6
        parts.append(f'<rect x="{x}" y="5" width="{band}" height="18" rx="3" fill="#c3d3d1"/>')
        parts.append(f'<rect x="{LEFT}" y="9" width="{present * STEP}" height="10" rx="2" fill="#0e5a60"/>')
    x = LEFT + required * STEP
    mark = f"M{x} 1V27M{x - 4} 1H{x + 4}M{x - 4} 27H{x + 4}"
    parts.append(f'<path d="{mark}" stroke="#9f261e" stroke-width="2.5"/>')
    return (
        f'<svg viewBox="0 0 {wide} {HEIGHT}" width="{wide}" height="{HEIGHT}" role="img"'
        f' aria-label="{NAMED_HERE}">{"".join(parts)}</svg>'
    )


def level_words(gap: Any, name: str) -> str:
    """The bar said aloud."""
    if gap.present is None:
        return _("%(name)s: wajib %(required)s, belum terukur") % {"name": name, "required": gap.required}
    return _("%(name)s: wajib %(required)s, tercatat %(present)s, pita %(low)s sampai %(high)s") % {
        "name": name,
        "required": gap.required,
        "present": gap.present,
        "low": gap.low,
        "high": gap.high,
    }


@register.simple_tag
def line_source(place: Place, key: int, narrowing: Narrowing) -> str:
    """The rows behind a whole line."""
    if place.rows == "person":
        return reverse("needs:person", args=[key])
    query = urlencode(narrowing.query)
    return place_path(below(place, key), source=True) + (f"?{query}" if query else "")


@register.simple_tag
def position_rows(lines: Iterable[tuple[Any, bool, int]], office: int | None) -> SafeString:
    """The positions to choose from: each with its tick and who holds it, in an office beside those elsewhere."""
    labels = [_("Pemegang di sini"), _("Di tempat lain")] if office else [_("Pemegang")]
    parts = []
    for row, is_chosen, elsewhere in lines:
        tick = " checked" if is_chosen else ""
        parts.append(
            f'<tr><th scope="row"><input type="hidden" name="tampil" value="{row.pk}"><span class="s-check">'
            f'<input type="checkbox" id="j{row.pk}" name="jabatan" value="{row.pk}"{tick}>'
            f'<label for="j{row.pk}">{escape(row.name)}</label></span></th>'
        )
        figures = (row.here, elsewhere) if office else (row.holders,)
        for label, figure in zip(labels, figures, strict=True):
            parts.append(f'<td class="num" data-label="{escape(label)}">{words.number(figure)}</td>')
        parts.append("</tr>")
    return mark_safe("".join(parts))
