"""The words of the template language of SIBINA: `{% load ui %}`. See docs/gaya.md."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from functools import lru_cache
from html import escape
from typing import Any

from django import template
from django.http import QueryDict
from django.template.loader import render_to_string
from django.template.loader_tags import BLOCK_CONTEXT_KEY
from django.templatetags.static import static
from django.utils import timezone
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

from sibina.lib import words
from sibina.lib.addresses import row_address
from sibina.lib.chart_drawing import Chart
from sibina.lib.ui.kept import drawn_once
from sibina.lib.ui.wheel import wheel_of

register = template.Library()

TONES = frozenset({"", "good", "warn", "bad", "info", "now", "sample"})
ALERT_ICONS = {"good": "check", "warn": "alert", "bad": "alert", "info": "info"}
FIGURE = ' class="num"'
CELL_CLASSES = {"nip": "nip", "chart": "s-chart"}
CHART_WIDTH = ' width="200"'
"""A picture in a cell takes the width that its heading has."""
THEMES = ("auto", "terang", "gelap")
THEME_ATTRIBUTE = {"auto": "auto", "terang": "light", "gelap": "dark"}
THEME_COOKIE = "tema"
TOKEN_HERE, WAY_BACK_HERE = "token-of-this-answer", "way-back-to-this-page"
"""What stands in a kept piece in place of the two things that are another one at every answer."""


# Filters: figures, money and dates as Indonesian readers write them. A missing value is a dash.
@register.filter
def rupiah(amount: int | None) -> str:
    """1250000 → Rp 1.250.000."""
    return words.rupiah(None if amount in (None, "") else int(amount))  # type: ignore[arg-type]


@register.filter
def rupiah_ringkas(amount: int | None) -> str:
    """1250000000 → Rp 1,25 miliar."""
    return words.rupiah_short(None if amount in (None, "") else int(amount))  # type: ignore[arg-type]


@register.filter
def bilangan(value: Any) -> str:
    """1250 → 1.250."""
    return words.number(None if value == "" else value)


@register.filter
def desimal(value: Any, decimals: int = 1) -> str:
    """1.25 → 1,3; with `:2`, 1,25."""
    return words.number(None if value == "" else value, int(decimals))


@register.filter
def persen(share: Any, decimals: int = 1) -> str:
    """The share 0.125 → 12,5 %."""
    return words.percent(None if share == "" else share, int(decimals))


@register.filter
def tanggal(day: date | datetime | None) -> str:
    """23 November 2026."""
    return words.long_date(_local(day))


@register.filter
def tanggal_pendek(day: date | datetime | None) -> str:
    """23 Nov 2026."""
    return words.short_date(_local(day))


@register.filter
def waktu(at: datetime | None) -> str:
    """23 Nov 2026, 14.05, in the city's zone."""
    return words.moment(timezone.localtime(at) if at and timezone.is_aware(at) else at)


def _local(day: date | datetime | None) -> date | None:
    """A moment is shown as the day that it is in the city."""
    if isinstance(day, datetime):
        return timezone.localtime(day).date() if timezone.is_aware(day) else day.date()
    return day or None


# Small marks.
@register.simple_tag(name="icon")
@lru_cache(maxsize=512)
def icon_of(name: str, label: str = "") -> SafeString:
    """One sign of the sprite. With a label it is read out; without, it is decoration."""
    address = f"{static('ui/icons.svg')}#{name}"
    if label:
        return format_html(
            '<svg class="icon" role="img" aria-label="{}"><use href="{}"></use></svg>', label, address
        )
    return format_html('<svg class="icon" aria-hidden="true"><use href="{}"></use></svg>', address)


@register.simple_tag
def badge(text: Any, tone: str = "", icon: str = "") -> SafeString:
    """A state in a word; `tone` is good, warn, bad, info, now, sample or empty (calm)."""
    return _badge(text if isinstance(text, SafeString) else str(text), tone, icon)


@lru_cache(maxsize=512)
def _badge(text: str, tone: str, icon: str) -> SafeString:
    sign = icon_of(icon) if icon else ""
    return format_html('<span class="badge{}">{}{}</span>', _tone(tone), sign, text)


@register.simple_tag
def table_rows(lines: Iterable[Iterable[Mapping[str, Any]]]) -> SafeString:
    """The rows of a list, cell by cell as `lists` gives them; on a phone each cell says its heading."""
    openings: dict[str, str] = {}
    parts: list[str] = []
    for line in lines:
        parts.append("<tr>")
        for place, cell in enumerate(line):
            column = cell["column"]
            opening = openings.get(column.key)
            if opening is None:
                opening = openings[column.key] = _opening(column, is_first=not place)
            text = _escaped(cell["text"])
            if cell["url"]:
                text = f'<a href="{_escaped(cell["url"])}">{text}</a>'
            elif column.kind == "badge" and cell["text"] != words.UNKNOWN:
                text = f"<span>{badge(cell['text'], cell['tone'])}</span>"
            parts.append(f"{opening}{text}{'</td>' if place else '</th>'}")
        parts.append("</tr>")
    # Every text above is escaped: hundreds of cells through the template language cost more than all the rest.
    return mark_safe("".join(parts))


def _escaped(text: Any) -> str:
    """As the template language escapes; plain text, of which a list has hundreds, without its detours."""
    return escape(text) if type(text) is str else str(conditional_escape(text))


@register.simple_tag
def options(choices: Iterable[tuple[Any, Any]], chosen: Any = "") -> SafeString:
    """The choices of a `<select>`, each a value and its text; a city has dozens of offices."""
    return _options(tuple((str(value), str(text)) for value, text in choices), str(chosen))


@lru_cache(maxsize=256)
def _options(choices: tuple[tuple[str, str], ...], chosen: str) -> SafeString:
    parts = [
        f'<option value="{escape(value)}"{" selected" if value == chosen else ""}>{escape(text)}</option>'
        for value, text in choices
    ]
    return mark_safe("".join(parts))


@register.simple_tag
def table_heads(heads: Iterable[Mapping[str, Any]]) -> SafeString:
    """The headings of a list as `lists` gives them; where one sorts, it is the way to that order."""
    parts = []
    for head in heads:
        column = head["column"]
        shape = FIGURE if column.is_numeric else CHART_WIDTH if column.kind == "chart" else ""
        state = f' aria-sort="{head["sorted"]}"' if head["sorted"] else ""
        text = _escaped(column.label)
        if head["address"]:
            address = _escaped(head["address"])
            text = (
                f'<a class="s-sort" id="urut-{column.key}" href="{address}" hx-get="{address}">'
                f"{text}{icon_of(head['icon'])}</a>"
            )
        parts.append(f'<th scope="col"{shape}{state}>{text}</th>')
    return mark_safe("".join(parts))


@register.simple_tag
def page_links(pages: Iterable[Mapping[str, Any]], here: int) -> SafeString:
    """The ways to the pages of a list by number, as `lists` gives them; one without an address is a gap."""
    parts = []
    for item in pages:
        if not item["address"]:
            parts.append('<li class="page-item" aria-hidden="true"><span class="page-link">…</span></li>')
            continue
        number, address = item["number"], _escaped(item["address"])
        active, current = (" active", ' aria-current="page"') if number == here else ("", "")
        parts.append(
            f'<li class="page-item{active}"><a class="page-link" href="{address}" hx-get="{address}"'
            f' id="hal-{number}"{current}>{words.number(number)}</a></li>'
        )
    return mark_safe("".join(parts))


@register.simple_tag
def size_links(sizes: Iterable[Mapping[str, Any]]) -> SafeString:
    """The ways to more or fewer rows a page; the size of now is no way."""
    parts = []
    for item in sizes:
        size, address = item["size"], _escaped(item["address"])
        link = f'<a href="{address}" hx-get="{address}">{size}</a>'
        parts.append(f"<strong>{size}</strong>" if item["here"] else link)
    return mark_safe(" · ".join(parts))


@register.simple_tag
def chart_table(chart: Chart) -> SafeString:
    """A chart's figures as head and body of a table: names to the left, figures to the right."""
    heads = "".join(
        f'<th scope="col"{FIGURE if place else ""}>{_escaped(head)}</th>'
        for place, head in enumerate(chart.headings)
    )
    rows = "".join(
        f'<tr><th scope="row">{_escaped(first)}</th>'
        + "".join(f"<td{FIGURE}>{_escaped(cell)}</td>" for cell in cells)
        + "</tr>"
        for first, *cells in chart.rows
    )
    return mark_safe(f"<thead><tr>{heads}</tr></thead><tbody>{rows}</tbody>")


def _opening(column: Any, *, is_first: bool) -> str:
    kind = CELL_CLASSES.get(column.kind, "num" if column.is_numeric and not is_first else "")
    shape = f' class="{kind}"' if kind else ""
    if is_first:
        return f'<th scope="row"{shape}>'
    return f'<td data-label="{_escaped(column.label)}"{shape}>'


@register.simple_tag
def swatch(kind: str) -> SafeString:
    """The colour of one step of a heatmap's legend: 0 to 5, or none."""
    return format_html('<span class="s-swatch heat-{}" aria-hidden="true"></span>', kind)


def _tone(tone: str) -> str:
    if tone not in TONES:
        raise ValueError(f"unknown tone {tone!r}; one of {sorted(TONES)}")
    return f" is-{tone}" if tone else ""


# Pieces with a template of their own.
@register.inclusion_tag("ui/figure.html")
def figure(label: Any, value: Any, note: Any = "", source: str = "", unit: str = "") -> dict[str, Any]:
    """A figure on a card; `source` is the address that answers «Dari mana angka ini?»."""
    return {"label": label, "value": value, "note": note, "source": source, "unit": unit}


@register.inclusion_tag("ui/alert.html")
def alert(
    title: Any, tone: str = "info", text: Any = "", link: str = "", link_text: Any = ""
) -> dict[str, Any]:
    """What happened, why, and what to do."""
    return {
        "title": title,
        "tone": _tone(tone).strip(),
        "sign": ALERT_ICONS.get(tone, "info"),
        "text": text,
        "link": link,
        "link_text": link_text,
    }


@register.inclusion_tag("ui/empty.html")
def empty(
    title: Any, text: Any = "", link: str = "", link_text: Any = "", icon: str = "inbox"
) -> dict[str, Any]:
    """Nothing here yet: what to do next, with one button."""
    return {"title": title, "text": text, "link": link, "link_text": link_text, "sign": icon}


@register.inclusion_tag("ui/progress.html")
def progress(label: Any, value: float, most: float = 100, note: Any = "", tone: str = "") -> dict[str, Any]:
    """How much of the whole, in words and as a bar. Above the whole the bar is full."""
    share = float(value) / float(most) if most else 0.0
    return {
        "label": label,
        "value": max(0.0, min(float(value), float(most))),
        "most": most,
        "share": share,
        "note": note,
        "tone": _tone(tone).strip(),
    }


@register.simple_tag
def wheel(phases: list[dict[str, Any]], hub: Any, hub_note: Any = "") -> SafeString:
    """The wheel of the cycle. Each phase: `title`, `url`, `state` (done, open, late, waiting), `note`."""
    # The same for all of a role until something happens in the city.
    said = tuple(tuple((key, str(value)) for key, value in phase.items()) for phase in phases)
    return _wheel(said, str(hub), str(hub_note), get_language())


@lru_cache(maxsize=128)
def _wheel(
    phases: tuple[tuple[tuple[str, str], ...], ...], hub: str, hub_note: str, language: str | None
) -> SafeString:
    segments = wheel_of([dict(phase) for phase in phases])
    facts = {"segments": segments, "hub": hub, "hub_note": hub_note}
    return SafeString(render_to_string("ui/wheel.html", facts))


@register.inclusion_tag("ui/steps.html")
def steps(titles: list[Any], at: int) -> dict[str, Any]:
    """The steps of one piece of work; `at` is the number of the step that is being done, from 1."""
    return {"steps": [{"title": title, "done": n < at, "now": n == at} for n, title in enumerate(titles, 1)]}


# Ways and addresses.
@register.simple_tag(name="row_address")
def row_address_of(name: str, key: Any) -> str:
    """The address of a row's own page, for tables of many rows; `{% url %}` looks the way up anew each time."""
    return row_address(name, key)


@register.simple_tag(takes_context=True)
def query_string(context: template.Context, **changes: Any) -> str:
    """The address's own question with these parts changed; None takes a part out."""
    query: QueryDict = context["request"].GET.copy()
    for key, value in changes.items():
        if value in (None, ""):
            query.pop(key, None)
        else:
            query[key] = value
    text = query.urlencode()
    return f"?{text}" if text else "?"


@register.simple_tag
def crumb(title: Any, url: str = "") -> SafeString:
    """One step of the way back, for `{% block crumbs %}`; without an address it is the page itself."""
    if url:
        return format_html('<li><a href="{}">{}</a></li>', url, title)
    return format_html('<li aria-current="page">{}</li>', title)


@register.simple_tag
def tab(title: Any, url: str, here: Any = False, count: Any = None) -> SafeString:
    """One tab, for a `<ul class="s-tabs">`: a link to a page of its own."""
    mark = SafeString(' aria-current="page"') if here else ""
    number = format_html(' <span class="badge">{}</span>', words.number(count)) if count is not None else ""
    return format_html('<li><a href="{}"{}>{}{}</a></li>', url, mark, title, number)


@register.simple_tag(takes_context=True)
def block_again(context: template.Context, name: str) -> str:
    """What a block of this page says, said once more: the heading is the window's title too."""
    block = context.render_context[BLOCK_CONTEXT_KEY].get_block(name)
    return block.render(context) if block else ""


@register.simple_tag
def kept(template: str, **facts: Any) -> SafeString:
    """A piece of the page that depends on these facts alone, drawn once for equal ones."""
    return drawn_once(template, tuple(facts.items()), get_language())


@register.simple_tag(takes_context=True)
def reader_menu(context: template.Context) -> SafeString:
    """What the reader may do about the own log-in. The same for all but for the token of the form and the way back."""
    request = context.get("request")
    facts = {
        "is_known": bool(context.get("user") and context["user"].is_authenticated),
        "chosen_theme": theme(context),
        "csrf_token": TOKEN_HERE,
        "way_back": WAY_BACK_HERE,
    }
    html = kept("ui/_reader_menu.html", **facts)
    way_back = request.get_full_path() if request else "/"
    token = str(context.get("csrf_token") or "")
    for mark, text in ((TOKEN_HERE, token), (WAY_BACK_HERE, way_back)):
        html = mark_safe(html.replace(mark, conditional_escape(text)))
    return html


@register.simple_tag(takes_context=True)
def theme(context: template.Context) -> str:
    """The light that the reader chose: auto, terang or gelap."""
    request = context.get("request")
    chosen = request.COOKIES.get(THEME_COOKIE, "") if request else ""
    return chosen if chosen in THEMES else "auto"


@register.filter
def theme_attribute(chosen: str) -> str:
    """The value that the stylesheet knows."""
    return THEME_ATTRIBUTE.get(chosen, "auto")


@register.filter
def initials(name: str) -> str:
    """«Siti Rahma» → SR: what stands in a person's circle."""
    parts = [part for part in str(name).split() if part[:1].isalpha()]
    return "".join(part[0] for part in parts[:2]).upper() or "·"
