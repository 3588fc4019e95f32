"""The two tables of a person's page: what the position requires, and every measurement."""

from django.utils.html import format_html
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from sibina.assess.needs.reads import SheetRow, Trace
from sibina.assess.needs.rules import WEIGHT_UNIT
from sibina.assess.needs.sentences import STATES
from sibina.assess.needs.templatetags.needs import level_bar, state_tone, weight_text
from sibina.assess.needs.types import GapState
from sibina.ground.competencies.api import METHOD_TITLES, Competency
from sibina.lib.lists.api import Column
from sibina.lib.words import short_date

METHODS = {str(key): title for key, title in METHOD_TITLES}


def _name(row: SheetRow) -> str:
    """The competency, found by its number from the heatmap."""
    return format_html('<span id="k{}">{}</span>', row.competency.pk, row.competency.name)


def _present(row: SheetRow) -> str:
    gap = row.gap
    if gap is None or gap.present is None or gap.low == gap.high:
        return "" if gap is None or gap.present is None else str(gap.present)
    band = gettext("pita %(low)s–%(high)s") % {"low": gap.low, "high": gap.high}
    return format_html('{}<small class="text-soft d-block">{}</small>', gap.present, band)


def _short(row: SheetRow) -> str:
    gap = row.gap
    if gap is None:
        return ""
    short = "–" if gap.shortfall is None else str(gap.shortfall)
    if gap.weight == WEIGHT_UNIT:
        return short
    return format_html('{} <small class="text-soft">× {}</small>', short, weight_text(gap.weight))


def _origin(row: SheetRow) -> str:
    origin = row.counting
    if origin is None:
        return gettext("Belum pernah diukur")
    told = f"{METHODS[origin.method]}, {short_date(origin.measured_on)}"
    if not origin.rater:
        return told
    return format_html('{} <small class="text-soft d-block">{}</small>', told, origin.rater)


REQUIRED_COLUMNS = (
    Column("kompetensi", _("Kompetensi"), _name),
    Column(
        "tingkat",
        _("Tingkat 1–5"),
        lambda row: level_bar(row.gap, row.competency.name),
        kind="chart",
    ),
    Column("wajib", _("Wajib"), "gap__required", kind="number"),
    Column("tercatat", _("Tercatat"), _present, kind="number"),
    Column("kurang", _("Kurang"), _short, kind="number"),
    Column(
        "keadaan",
        _("Keadaan"),
        lambda row: STATES[GapState(row.gap.state)],
        kind="badge",
        tone=lambda row: state_tone(row.gap.state),
    ),
    Column("asal", _("Asal tingkat tercatat"), _origin),
)

Measured = tuple[Competency, Trace]


def _use(row: Measured) -> str:
    """Does the measurement give the level on record, or only widen the band?"""
    trace = row[1]
    if trace.counts:
        return gettext("Tercatat")
    return gettext("Setelah tanggal keadaan") if trace.after else gettext("Pita saja")


def _use_tone(row: Measured) -> str:
    return "good" if row[1].counts else "info" if row[1].after else ""


def _grounds(row: Measured) -> str:
    measurement = row[1].measurement
    return "; ".join(part for part in (measurement.purpose, measurement.evidence) if part)


HISTORY_COLUMNS = (
    Column("tanggal", _("Tanggal"), lambda row: row[1].measurement.measured_on, kind="date"),
    Column("kompetensi", _("Kompetensi"), lambda row: row[0].name),
    Column("tingkat", _("Tingkat"), lambda row: row[1].measurement.level, kind="number"),
    Column("cara", _("Cara"), lambda row: METHODS[row[1].measurement.method]),
    Column("penilai", _("Penilai"), lambda row: row[1].measurement.rater),
    Column("bukti", _("Tujuan dan bukti"), _grounds),
    Column("dipakai", _("Dipakai"), _use, kind="badge", tone=_use_tone),
)
