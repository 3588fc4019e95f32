"""What the trial of a change found: before and after, by office, by competency, and the rows behind it."""

from typing import Any

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from sibina.assess.needs import reads, rules
from sibina.assess.needs.models import DemandChange, Gap
from sibina.assess.needs.reads import Impact
from sibina.assess.needs.sentences import STATES
from sibina.assess.needs.templatetags.needs import state_tone
from sibina.assess.needs.types import Measure
from sibina.assess.needs.views.contents import legend_of, who_columns
from sibina.assess.needs.views.demand import READERS, frame, get_change
from sibina.ground.people.api import CityRequest, get_sight
from sibina.ground.people.types import Sight
from sibina.lib.access import allow
from sibina.lib.charts import before_after
from sibina.lib.lists.api import Column, Empty, Filter, ListSpec, list_page
from sibina.lib.ui.kept import kept_html
from sibina.lib.words import long_date, number

BY = {"office": "opd", "competency": "kompetensi"}


@allow(*READERS)
def effect(request: CityRequest, pk: int) -> HttpResponse:
    """Before and after on one page, with the offices below."""
    return _effect(request, pk, "office")


@allow(*READERS)
def by_competency(request: CityRequest, pk: int) -> HttpResponse:
    """The same by competency."""
    return _effect(request, pk, "competency")


def _effect(request: CityRequest, pk: int, by: str) -> HttpResponse:
    change = get_change(request, pk)
    sight = get_sight(request.membership)
    impact = reads.get_impact(change, sight)
    lines = impact.offices if by == "office" else impact.competencies
    rows_url = reverse("demand:rows", args=[change.pk])
    title = _("Dampak menurut OPD") if by == "office" else _("Dampak menurut kompetensi")
    spec = ListSpec(
        name=f"dampak-{BY[by]}-{change.pk}",
        title=title,
        lead=_("Kesenjangan pada jabatan dan kompetensi yang naik: tanpa perubahan, dan dengan perubahan."),
        columns=_columns(by, rows_url),
        search=("name",),
        search_label=_("Perangkat daerah") if by == "office" else _("Kompetensi"),
        empty=_not_tried(change),
        crumbs=_crumbs(change),
        notes=_notes(change),
    )
    extra = frame(request, change, "effect") | {
        "by": by,
        "effect": impact.whole,
        "rows_url": rows_url,
        "facts": _facts(impact.whole),
        "picture_html": _picture(change, impact, sight) if lines else "",
    }
    return list_page(request, rows=lines, spec=spec, template="needs/demand_effect.html", extra=extra)


def _crumbs(change: DemandChange) -> list[tuple[str, str]]:
    return [
        (_("Perubahan tuntutan"), reverse("demand:list")),
        (change.title, reverse("demand:change", args=[change.pk])),
    ]


def _columns(by: str, rows_url: str) -> list[Column]:
    def figure(key: str, label: str, when: str, name: str) -> Column:
        return Column(f"{key}-{when}", label, f"effect__{when}__{name}", sort="ya", kind="number")

    return [
        Column(
            "nama",
            _("Perangkat daerah") if by == "office" else _("Kompetensi"),
            "name",
            sort="ya",
            link=lambda line: f"{rows_url}?{BY[by]}={line.pk}",
            width=40,
        ),
        Column("pegawai", _("Pegawai tersentuh"), "effect__after__people", sort="ya", kind="number"),
        figure("kurang", _("Kurang, sebelum"), "before", "short"),
        figure("kurang", _("Kurang, sesudah"), "after", "short"),
        figure("belum", _("Belum terukur, sebelum"), "before", "unmeasured"),
        figure("belum", _("Belum terukur, sesudah"), "after", "unmeasured"),
        figure("tingkat", _("Tingkat kurang, sebelum"), "before", "shortfall"),
        figure("tingkat", _("Tingkat kurang, sesudah"), "after", "shortfall"),
        Column("tambah", _("Tambahan tingkat"), "added", sort="ya", kind="number"),
    ]


def _not_tried(change: DemandChange) -> Empty:
    return Empty(
        _("Belum ada hasil percobaan"),
        _("Coba perubahan ini dulu; standar dan kesenjangan kota tidak disentuh."),
        reverse("demand:change", args=[change.pk]),
        _("Kembali ke perubahan"),
        "scale",
    )


def _notes(change: DemandChange) -> tuple[str, ...]:
    if change.tried_for is None:
        return (change.title,)
    day = _("Percobaan untuk keadaan per %(day)s; aturan %(rule)s.")
    return (change.title, day % {"day": long_date(change.tried_for), "rule": change.tried_rule})


def _facts(whole: Any) -> list[tuple[str, str]]:
    names = {
        "pairs": _("Pasangan pegawai × kompetensi"),
        "short": _("Kurang"),
        "unmeasured": _("Belum terukur"),
        "met": _("Terpenuhi"),
        "shortfall": _("Jumlah tingkat yang kurang"),
    }
    return [
        (name, f"{number(getattr(whole.before, key))} → {number(getattr(whole.after, key))}")
        for key, name in names.items()
    ]


def _picture(change: DemandChange, impact: Impact, sight: Sight) -> str:
    """The chart and the table of offices × competencies; they never change for the same trial and eyes."""
    seen = "" if sight.whole_city else ",".join(map(str, sorted(sight.unit_ids or ())))

    def make() -> dict[str, Any]:
        return {
            "chart": before_after(
                _("Tingkat yang kurang menurut kompetensi"),
                [
                    (line.name, line.effect.before.shortfall, line.effect.after.shortfall)
                    for line in impact.competencies
                ],
            ),
            "competencies": impact.competencies,
            "lines": [
                (
                    office,
                    [_cell(impact.cells.get((office.pk, each.pk))) for each in impact.competencies],
                    _cell(office.effect),
                )
                for office in impact.offices
            ],
            "legend": legend_of(Measure.AVERAGE),
        }

    return kept_html("needs/_demand_picture.html", change.pk, change.tried_at, seen, make=make)


def _cell(found: Any) -> dict[str, Any] | None:
    if found is None:
        return None
    return {"step": rules.step_of(Measure.AVERAGE, found.after), "effect": found}


@allow(*READERS)
def rows(request: CityRequest, pk: int) -> HttpResponse:
    """“Dari mana angka ini?”: every person and competency that the change touches, before and after."""
    change = get_change(request, pk)
    sight = get_sight(request.membership)
    touched = reads.get_touched(change, sight)
    trial = getattr(change, "trial", None)

    spec = ListSpec(
        name=f"dampak-baris-{change.pk}",
        title=_("Dari mana angka ini?"),
        lead=_("Setiap baris adalah satu pegawai dan satu kompetensi yang tuntutannya naik."),
        crumbs=[*_crumbs(change), (_("Dampak"), reverse("demand:effect", args=[change.pk]))],
        search=("person__folded_name__contains", "person__number"),
        search_label=_("Nama atau NIP"),
        columns=(
            *who_columns(),
            Column("sebelum", _("Wajib, sebelum"), _required_before, kind="number"),
            Column("sesudah", _("Wajib, sesudah"), "required", sort="required", kind="number"),
            Column("tercatat", _("Tercatat"), "present", sort="present", kind="number"),
            Column("kurang", _("Kekurangan sesudah"), "shortfall", sort="shortfall", kind="number"),
            Column(
                "keadaan",
                _("Keadaan sesudah"),
                lambda gap: str(STATES[gap.state]),
                kind="badge",
                tone=_gap_tone,
            ),
        ),
        filters=(
            Filter("kompetensi", _("Kompetensi"), touched.competencies, "competency_id"),
            Filter("opd", _("Perangkat daerah"), touched.offices, "office_id"),
            Filter("keadaan", _("Keadaan"), list(STATES.items()), "state"),
        ),
        joining=reads.join_before,
        told={"change_id": change.pk},
        total=touched.pairs if trial else 0,
        empty=_no_rows(change),
        notes=_notes(change),
    )
    found = reads.list_touched_gaps(trial, sight) if trial else []
    return list_page(request, rows=found, spec=spec)


def _required_before(gap: Any) -> int | str:
    level: int | None = gap.required_before
    return level if level is not None else _("tidak dituntut")


def _gap_tone(gap: Gap) -> str:
    return state_tone(gap.state)


def _no_rows(change: DemandChange) -> Empty:
    if change.is_draft:
        return _not_tried(change)
    return Empty(
        _("Baris percobaan sudah dihapus"),
        _(
            "Percobaan berakhir ketika perubahan ditetapkan atau diakhiri; jumlahnya tetap tersimpan. "
            "Baris yang sekarang ada di halaman Kesenjangan."
        ),
        reverse("needs:heatmap"),
        _("Buka kesenjangan"),
        "grid",
    )
