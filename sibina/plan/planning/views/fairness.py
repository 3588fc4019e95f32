"""The pages of fairness: what each group gets of a plan, who has no seat, and who is sent year after year."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as text
from django.utils.translation import gettext_lazy as _

from sibina.ground.people.api import CityRequest, get_sight
from sibina.ground.people.types import Sight
from sibina.lib.access import allow
from sibina.lib.charts import Chart, bar_chart
from sibina.lib.lists.api import Column, Empty, ListSpec, address_of, list_page, table_of
from sibina.lib.ui.kept import kept_html
from sibina.lib.words import number, percent
from sibina.plan.planning import reads
from sibina.plan.planning.models import DIMENSION_TITLES, CityPlan
from sibina.plan.planning.rules.fairness import BANDS, BELOW, FAR_BELOW, Group, beside, everybody
from sibina.plan.planning.sentences import FAIRNESS_VALUES
from sibina.plan.planning.types import Dimension
from sibina.plan.planning.views.reading import READERS, frame, get_plan
from sibina.plan.planning.views.rows import crumbs, who

OFFICE = "opd"
TITLES = dict(DIMENSION_TITLES)
MOST_SENT = 100
DRAWN = 15


@dataclass(frozen=True)
class Row:
    """A group as the page tells it."""

    name: str
    group: Group
    beside: float | None

    @property
    def state(self) -> str:
        """How the group stands beside everybody, in words."""
        if self.beside is None:
            return text("–")
        if self.beside < FAR_BELOW:
            return text("jauh di bawah")
        return text("di bawah") if self.beside < BELOW else text("sebanding")


def _tone(row: Row) -> str:
    if row.beside is None or row.beside >= BELOW:
        return ""
    return "bad" if row.beside < FAR_BELOW else "warn"


COLUMNS = (
    Column("kelompok", _("Kelompok"), "name", sort="name", width=44),
    Column("pegawai", _("Pegawai"), "group__people", sort="1", kind="number"),
    Column("ikut", _("Mendapat kursi"), "group__reached", sort="1", kind="number"),
    Column("bagian", _("Bagian yang ikut"), "group__share", sort="1", kind="percent"),
    Column("kursi", _("Kursi per 100 pegawai"), "group__seats_a_hundred", sort="1", kind="decimal"),
    Column("jp", _("JP per pegawai"), "group__jp_each", sort="1", kind="decimal"),
    Column("keadaan", _("Dibanding semua"), "state", sort="1", kind="badge", tone=_tone),
)


@allow(*READERS)
def fairness(request: CityRequest, pk: int) -> HttpResponse:
    """What each group gets of the plan, beside everybody."""
    plan = get_plan(pk, whole=False)
    if not plan.has_answer:
        return redirect("planning:summary", pk=pk)
    sight, wanted = get_sight(request.membership), request.GET.get("menurut", OFFICE)
    wanted = wanted if wanted in TITLES else OFFICE
    rows = _rows(plan, wanted, sight)
    whole = everybody([row.group for row in rows])
    spec = ListSpec(
        name=f"pemerataan-{wanted}-{plan.pk}",
        title=_("Pemerataan"),
        lead=_("Siapa mendapat kesempatan, dan kelompok mana yang tertinggal."),
        columns=COLUMNS,
        order="bagian",
        crumbs=crumbs(plan),
        notes=(plan.name,),
        empty=Empty(
            _("Tidak tercatat untuk rencana ini"),
            _("Rencana ini dihitung sebelum pemerataan dicatat. Susun rencana baru untuk melihatnya."),
            icon="users",
        ),
    )
    extra = frame(request, plan, "fairness") | {
        "tabs": _tabs(pk, wanted),
        "whole": whole,
        "without": whole.people - whole.reached,
        "chart": _chart(rows, whole, TITLES.get(wanted, _("Perangkat daerah"))),
        "facts": _facts(whole),
    }
    return list_page(request, rows=rows, spec=spec, template="planning/fairness.html", extra=extra)


def _tabs(pk: int, wanted: str) -> list[tuple[Any, str, bool]]:
    address = reverse("planning:fairness", args=[pk])
    titles = {OFFICE: _("Perangkat daerah"), **TITLES}
    groups = [(title, f"{address}?menurut={key}", key == wanted) for key, title in titles.items()]
    return [*groups, (_("Percampuran"), reverse("planning:mixing", args=[pk]), False)]


def _rows(plan: CityPlan, wanted: str, sight: Sight) -> list[Row]:
    if wanted == OFFICE:
        named = [(group.value, group) for group in reads.list_office_groups(plan=plan, sight=sight)]
    else:
        groups = reads.list_groups(plan=plan, dimension=Dimension(wanted), sight=sight)
        named = [(value_name(Dimension(wanted), group.value), group) for group in groups]
    whole = everybody([group for _name, group in named])
    return [Row(name, group, beside(group, whole)) for name, group in named]


def value_name(dimension: Dimension, value: str) -> str:
    """What a group is called: «III», «Perempuan», «PNS», «6–20 km»; what is not recorded says so."""
    if not value:
        return text("Belum dicatat")
    if dimension == Dimension.DISTANCE:
        if value == "+":
            return text("Lebih dari %(km)s km") % {"km": BANDS[-1]}
        at = BANDS.index(int(value))
        least = BANDS[at - 1] + 1 if at else 0
        return text("%(least)s–%(most)s km") % {"least": least, "most": value}
    return str(FAIRNESS_VALUES.get((dimension, value), value))


def _chart(rows: Sequence[Row], whole: Group, title: Any) -> Any:
    """The share of each group; of many groups, those that are furthest behind."""
    if not whole.reached:
        return None
    drawn = sorted(rows, key=lambda row: (row.group.share, row.name))[:DRAWN]
    pairs = [(row.name, row.group.share) for row in drawn]
    note = text("Semua bersama: %(share)s.") % {"share": percent(whole.share)}
    return bar_chart(
        text("Bagian yang ikut, menurut %(title)s") % {"title": title},
        pairs,
        heading=str(title),
        kind="percent",
        note=note,
    )


def _facts(whole: Group) -> list[tuple[str, str]]:
    return [
        (text("Pegawai dalam rencana"), number(whole.people)),
        (text("Mendapat paling sedikit satu kursi"), number(whole.reached)),
        (text("Kursi"), number(whole.seats)),
        (text("JP seluruhnya"), number(whole.jp)),
    ]


WHY_NOT = Column("alasan", _("Mengapa tidak"), "why_not", sort="reason", width=30)


@allow(*READERS)
def without_seat(request: CityRequest, pk: int) -> HttpResponse:
    """Who has no seat in the plan, the largest shortfall first."""
    plan = get_plan(pk, whole=False)
    if not plan.has_answer:
        return redirect("planning:summary", pk=pk)
    sight = get_sight(request.membership)
    rows = reads.list_without_seat(plan=plan, sight=sight)
    spec = ListSpec(
        name=f"belum-ikut-{plan.pk}",
        title=_("Belum mendapat kursi"),
        lead=_("Pegawai yang pada %(year)s tidak mendapat kursi, kesenjangan terbesar lebih dulu.")
        % {"year": plan.cycle.year},
        columns=(
            *who(plan),
            Column("kurang", _("Kesenjangan (tingkat)"), "short", sort="short", kind="decimal"),
            *([] if plan.was_made_elsewhere else [WHY_NOT]),
        ),
        search=("person__folded_name__contains", "person__number"),
        search_label=_("Nama atau NIP"),
        joining=reads.join_persons,
        total=reads.count_once("without seat", rows, plan=plan, sight=sight),
        crumbs=[*crumbs(plan), (_("Pemerataan"), reverse("planning:fairness", args=[pk]))],
        empty=Empty(_("Semua pegawai mendapat kursi"), icon="check"),
    )
    extra = frame(request, plan, "fairness")
    return list_page(request, rows=rows, spec=spec, template="planning/rows.html", extra=extra)


SENT_COLUMNS = (
    Column("nama", _("Nama"), "person", link=address_of("people:person", "person__pk"), width=34),
    Column("nip", "NIP", "person__number", kind="nip"),
    Column("unit", _("Unit kerja"), "person__unit", width=44),
    Column("tahun", _("Tahun dengan kursi"), "years", kind="number"),
    Column("kursi", _("Kursi"), "seats", kind="number"),
    Column("jp", _("JP"), "jp", kind="number"),
)


@allow(*READERS)
def repeats(request: CityRequest) -> HttpResponse:
    """Are the same people sent year after year? Over the latest set plans."""
    sight = get_sight(request.membership)
    found = reads.get_repeats(sight=sight)
    context: dict[str, Any] = {"repeats": found}
    if found.people_by_years:
        many = dict(found.people_by_years)
        context |= table_of(
            SENT_COLUMNS, reads.list_most_sent(repeats=found, sight=sight, most=MOST_SENT)
        ) | {
            "people": sum(many.values()),
            "chart_html": kept_html("ui/chart.html", found, make=lambda: {"chart": _years_chart(found)}),
            "never": many[0],
            "always": many[len(found.years)],
        }
    return render(request, "planning/repeats.html", context)


def _years_chart(found: reads.Repeats) -> Chart:
    pairs = [
        (text("%(n)s dari %(all)s tahun") % {"n": years, "all": len(found.years)}, people)
        for years, people in found.people_by_years
    ]
    return bar_chart(
        text("Pegawai menurut banyaknya tahun dengan kursi"), pairs, heading=text("Tahun dengan kursi")
    )
