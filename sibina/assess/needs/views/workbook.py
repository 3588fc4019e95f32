"""The picture as a workbook: the figures of the screen, as numbers."""

from typing import Any
from urllib.parse import quote

from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from sibina.assess.needs import rules
from sibina.assess.needs.forms import MEASURE_TITLES, class_choices, sector_choices
from sibina.assess.needs.models import GapSnapshot
from sibina.assess.needs.reads import Standpoint
from sibina.assess.needs.sentences import MEANINGS
from sibina.assess.needs.types import Line, Measure, Narrowing, Picture
from sibina.assess.needs.views.contents import KIND_WORDS, ROW_TITLES, by_need, weights_of
from sibina.lib.documents import Sheet, SheetColumn, write_workbook
from sibina.lib.tenancy.models import City
from sibina.lib.words import long_date, moment

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def workbook_of(
    city: City,
    snapshot: GapSnapshot,
    standpoint: Standpoint,
    narrowing: Narrowing,
    picture: Picture,
) -> HttpResponse:
    """The picture and its table as a workbook: the figures of the screen, as numbers."""
    chosen = narrowing.measure
    kind = "decimal" if chosen in (Measure.AVERAGE, Measure.WEIGHTED) else "number"
    heads = [
        SheetColumn(str(ROW_TITLES[standpoint.place.rows]), width=44),
        SheetColumn(_("Pegawai"), "number"),
    ]
    names = [name for _pk, name, _kind in picture.competencies]
    notes = _notes(city, snapshot, narrowing)

    def cells(line: Line, shown: Measure) -> list[Any]:
        found = [line.cells.get(pk) for pk, _name, _kind in picture.competencies]
        figures = [rules.figure_of(shown, sums) if sums else None for sums in found]
        return [line.name, line.people, *figures, rules.figure_of(shown, line.total)]

    def sheet(name: str, shown: Measure, figures: str) -> Sheet:
        columns = [*heads, *(SheetColumn(each, figures) for each in [*names, _("Semua")])]
        rows = [cells(line, shown) for line in picture.lines]
        return Sheet(name, columns, rows, f"{_('Kesenjangan')} {standpoint.name}".strip(), notes)

    table = Sheet(
        _("Menurut kompetensi"),
        [SheetColumn(str(label), each, 0) for label, each in TABLE_HEADS],
        [_table_row(picture, pk, name, kind_of) for pk, name, kind_of in by_need(picture, chosen)],
        _("Menurut kompetensi"),
        notes,
    )
    sheets = [sheet(str(MEASURE_TITLES[chosen]), chosen, kind)]
    if chosen != Measure.UNMEASURED:
        sheets.append(sheet(str(MEASURE_TITLES[Measure.UNMEASURED]), Measure.UNMEASURED, "number"))
    response = HttpResponse(write_workbook([*sheets, table]), content_type=XLSX)
    name = quote(f"kesenjangan-{snapshot.as_of:%Y%m%d}.xlsx")
    response.headers["Content-Disposition"] = f"attachment; filename*=UTF-8''{name}"
    return response


TABLE_HEADS = (
    (gettext_lazy("Kompetensi"), "text"),
    (gettext_lazy("Jenis"), "text"),
    (gettext_lazy("Pegawai"), "number"),
    (gettext_lazy("Terukur"), "number"),
    (gettext_lazy("Kurang"), "number"),
    (gettext_lazy("Belum terukur"), "number"),
    (gettext_lazy("Tingkat yang kurang"), "number"),
    (gettext_lazy("Rata-rata"), "decimal"),
    (gettext_lazy("Berbobot"), "decimal"),
)


def _table_row(picture: Picture, competency: int, name: str, kind: str) -> list[Any]:
    sums = picture.columns[competency]
    return [
        name,
        str(KIND_WORDS[kind]),
        sums.people,
        sums.measured,
        sums.short,
        sums.unmeasured,
        sums.shortfall,
        rules.figure_of(Measure.AVERAGE, sums),
        rules.figure_of(Measure.WEIGHTED, sums),
    ]


def _notes(city: City, snapshot: GapSnapshot, narrowing: Narrowing) -> list[str]:
    """Source, time, rule, and what was narrowed: a workbook must say what it shows."""
    notes = [
        _("Sumber: SIBINA %(city)s. Keadaan per %(day)s, dihitung %(at)s, aturan %(version)s.")
        % {
            "city": city.name,
            "day": long_date(snapshot.as_of),
            "at": moment(timezone.localtime(snapshot.computed_at)),
            "version": snapshot.rule_version,
        },
        str(MEANINGS[narrowing.measure]),
        _("Sel kosong pada ukuran kekurangan berarti belum ada yang terukur, bukan nol."),
    ]
    if city.is_example:
        notes.append(_("Kota contoh, untuk mencoba: isinya bukan data resmi kota."))
    chosen = [
        (_("Sektor"), dict(sector_choices(snapshot)).get(str(narrowing.sector_id))),
        (_("Jenjang"), dict(class_choices()).get(narrowing.position_class)),
        (_("Jenis"), KIND_WORDS.get(narrowing.kind)),
    ]
    notes += [f"{label}: {value}" for label, value in chosen if value]
    if narrowing.measure == Measure.WEIGHTED:
        told = "; ".join(f"{name} {weight}" for name, weight in weights_of(snapshot))
        notes.append(_("Bobot sektor: %(weights)s") % {"weights": told})
    return notes
