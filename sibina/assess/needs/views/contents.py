"""What the pages of needs are filled with: the way down, the picture's pieces, the list of rows."""

from decimal import Decimal
from itertools import pairwise
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from sibina.assess.needs import reads, rules
from sibina.assess.needs.forms import MEASURE_TITLES, NarrowingForm, class_choices, sector_choices
from sibina.assess.needs.models import Gap, GapSnapshot
from sibina.assess.needs.reads import Standpoint
from sibina.assess.needs.sentences import FORMULAS, MEANINGS, STATES
from sibina.assess.needs.templatetags.needs import place_path, said, state_tone
from sibina.assess.needs.types import Measure, Narrowing, Picture, Place, Sums
from sibina.ground.competencies.api import KIND_TITLES, METHOD_TITLES
from sibina.lib.lists.api import Column, Empty, Filter, ListSpec, address_of
from sibina.lib.words import long_date, moment

KIND_WORDS = {str(key): title for key, title in KIND_TITLES}
METHOD_WORDS = {str(key): title for key, title in METHOD_TITLES}
LEVELS = [(number, str(number)) for number in range(6)]
ROW_TITLES = {
    "office": gettext_lazy("Perangkat daerah"),
    "unit": gettext_lazy("Unit kerja"),
    "position": gettext_lazy("Jabatan"),
    "person": gettext_lazy("Pegawai"),
}


def crumbs_of(standpoint: Standpoint) -> list[tuple[str, str]]:
    """From the city down; the last one is the page itself."""
    steps = [(_("Kesenjangan"), reverse("needs:heatmap"))]
    place = standpoint.place
    if standpoint.office is not None:
        steps.append((standpoint.office.name, place_path(Place(office_id=standpoint.office.pk))))
    if standpoint.unit is not None and standpoint.unit != standpoint.office:
        steps.append((standpoint.unit.name, place_path(Place(unit_id=place.unit_id))))
    elif standpoint.unit is not None:
        steps.append((_("Langsung di bawah pimpinan"), place_path(Place(unit_id=place.unit_id))))
    if standpoint.position is not None:
        steps.append((standpoint.position.name, place_path(place)))
    return [*steps[:-1], (steps[-1][0], "")]


def query_of(narrowing: Narrowing, **changes: str) -> str:
    parts = {**narrowing.query}
    if narrowing.measure != Measure.AVERAGE:
        parts["ukuran"] = narrowing.measure.value
    text = urlencode({key: value for key, value in {**parts, **changes}.items() if value})
    return f"?{text}" if text else ""


def picture_context(
    snapshot: GapSnapshot, standpoint: Standpoint, form: NarrowingForm, picture: Picture
) -> dict[str, Any]:
    narrowing, place = form.narrowing(), standpoint.place
    here = place_path(place, source=True)
    return {
        "form": form,
        "picture": picture,
        "place": place,
        "narrowing": narrowing,
        "query": query_of(narrowing),
        "row_title": ROW_TITLES[place.rows],
        "column_lines": [
            {
                "name": name,
                "kind": KIND_WORDS[kind],
                "sums": picture.columns[pk],
                "source": _column_source(here, narrowing, pk),
            }
            for pk, name, kind in by_need(picture, narrowing.measure)
        ],
        "path": place_path(place),
        "source": here + _source_query(narrowing),
        "source_short": here + _source_query(narrowing, keadaan="short"),
        "source_unmeasured": here + _source_query(narrowing, keadaan="unmeasured"),
        "source_met": here + _source_query(narrowing, keadaan="met"),
        "measures": [
            {
                "title": title,
                "address": place_path(place) + query_of(_with_measure(narrowing, each)),
                "here": each == narrowing.measure,
            }
            for each, title in MEASURE_TITLES.items()
        ],
        "meaning": MEANINGS[narrowing.measure],
        "formula": FORMULAS[narrowing.measure],
        "legend": legend_of(narrowing.measure),
        "facts": facts_of(snapshot, picture.total),
        "snapshot": snapshot,
        "weights": weights_of(snapshot) if narrowing.measure == Measure.WEIGHTED else [],
    }


def _with_measure(narrowing: Narrowing, chosen: Measure) -> Narrowing:
    return Narrowing(chosen, narrowing.sector_id, narrowing.position_class, narrowing.kind)


def _source_query(narrowing: Narrowing, **more: str) -> str:
    text = urlencode({**narrowing.query, **more})
    return f"?{text}" if text else ""


def _column_source(here: str, narrowing: Narrowing, competency: int) -> str:
    return here + _source_query(narrowing, kompetensi=str(competency))


def by_need(picture: Picture, chosen: Measure) -> list[tuple[int, str, str]]:
    """Competencies of the table, the neediest first by the measure, then by name."""
    return sorted(
        picture.competencies,
        key=lambda each: (-(rules.figure_of(chosen, picture.columns[each[0]]) or 0), each[1], each[0]),
    )


def legend_of(chosen: Measure) -> list[dict[str, str]]:
    """The steps of colour in words; each band includes its upper bound."""
    shares = chosen in (Measure.SHORT, Measure.UNMEASURED)
    bands = rules.SHARE_BANDS if shares else rules.AVERAGE_BANDS

    def word(bound: Decimal) -> str:
        return f"{said(int(bound * 100))} %" if shares else said(bound)

    steps = [{"kind": "0", "text": _("tidak ada")}]
    for step, (low, high) in enumerate(pairwise(bands), start=1):
        text = _("sampai %(high)s") if step == 1 else _("di atas %(low)s sampai %(high)s")
        steps.append({"kind": str(step), "text": text % {"low": word(low), "high": word(high)}})
    steps.append({"kind": "5", "text": _("di atas %(low)s") % {"low": word(bands[-1])}})
    if chosen != Measure.UNMEASURED:
        steps.append({"kind": "none", "text": _("belum ada yang terukur")})
    return steps


def weights_of(snapshot: GapSnapshot) -> list[tuple[str, str]]:
    return sorted((name, said(Decimal(weight))) for name, weight in snapshot.sectors.values())


def facts_of(snapshot: GapSnapshot, sums: Sums) -> list[tuple[str, str]]:
    """What a figure rests on: pairs, the day, the data."""
    order = ", ".join(str(METHOD_WORDS[method]) for method in reversed(snapshot.method_order["methods"]))
    return [
        (_("Pasangan pegawai × kompetensi"), said(sums.pairs)),
        (_("Terukur"), said(sums.measured)),
        (_("Kurang"), said(sums.short)),
        (_("Terpenuhi"), said(sums.met)),
        (_("Belum terukur"), said(sums.unmeasured)),
        (_("Jumlah tingkat yang kurang"), said(sums.shortfall)),
        (_("Keadaan per"), long_date(snapshot.as_of)),
        (_("Cara mengukur, dari yang terkuat"), order),
    ]


def who_columns() -> tuple[Column, ...]:
    """Whose row of the gaps it is, and of which competency."""
    return (
        Column(
            "nama",
            _("Nama"),
            lambda gap: str(gap.person),
            "person__name",
            link=address_of("needs:person", "person_id"),
            width=32,
        ),
        Column("nip", _("NIP"), "person__number", kind="nip"),
        Column("jabatan", _("Jabatan"), "position__name", width=30),
        Column("unit", _("Unit"), "unit__name", width=30),
        Column("kompetensi", _("Kompetensi"), "competency__name", width=28),
    )


def source_spec(snapshot: GapSnapshot, standpoint: Standpoint) -> ListSpec:
    """The list of rows behind the figures of a place."""
    competencies = [(pk, name) for pk, name, _kind in reads.list_competencies(snapshot.city_id)]
    title = _("Dari mana angka ini?")
    crumbs = [(name, url or place_path(standpoint.place)) for name, url in crumbs_of(standpoint)]
    return ListSpec(
        name="kesenjangan",
        title=f"{title} {standpoint.name}".strip(),
        lead=_("Setiap baris adalah satu pegawai dan satu kompetensi yang dituntut jabatannya."),
        crumbs=crumbs,
        search=("person__folded_name__contains", "position__name", "unit__name"),
        search_label=_("Cari nama, jabatan, atau unit"),
        columns=(
            *who_columns(),
            Column("wajib", _("Wajib"), "required", sort="required", kind="number"),
            Column("tercatat", _("Tercatat"), "present", sort="present", kind="number"),
            Column("rendah", _("Terendah"), "low", kind="number"),
            Column("tinggi", _("Tertinggi"), "high", kind="number"),
            Column("kurang", _("Kekurangan"), "shortfall", sort="shortfall", kind="number"),
            Column("bobot", _("Bobot"), lambda gap: Decimal(gap.weight) / rules.WEIGHT_UNIT, kind="decimal"),
            Column(
                "keadaan", _("Keadaan"), lambda gap: str(STATES[gap.state]), kind="badge", tone=_state_tone
            ),
        ),
        filters=(
            Filter("kompetensi", _("Kompetensi"), competencies, "competency_id", _("Semua kompetensi")),
            Filter("keadaan", _("Keadaan"), list(STATES.items()), "state", _("Semua keadaan")),
            Filter("jenis", _("Jenis"), KIND_TITLES, "competency__kind", _("Semua jenis")),
            Filter("jenjang", _("Jenjang"), class_choices(), "position__position_class", _("Semua jenjang")),
            Filter(
                "sektor", _("Sektor"), sector_choices(snapshot), reads.narrow_to_sector, _("Semua sektor")
            ),
            Filter("dari", _("Tercatat dari"), LEVELS, "present__gte", _("Semua tingkat")),
            Filter("sampai", _("Tercatat sampai"), LEVELS, "present__lte", _("Semua tingkat")),
        ),
        joining=reads.join_names,
        empty=Empty(_("Tidak ada baris"), _("Tidak ada jabatan di sini yang menuntut kompetensi.")),
        notes=[
            _("Keadaan per %(day)s, dihitung %(at)s, aturan %(version)s.")
            % {
                "day": long_date(snapshot.as_of),
                "at": moment(timezone.localtime(snapshot.computed_at)),
                "version": snapshot.rule_version,
            }
        ],
    )


def _state_tone(gap: Gap) -> str:
    return state_tone(gap.state)
