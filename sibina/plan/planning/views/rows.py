"""The long lists of a plan: sessions, who goes, who and what is left out. The export equals the screen."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as text
from django.utils.translation import gettext_lazy as _

from sibina.ground.people.api import CityRequest, get_sight
from sibina.ground.people.types import Sight
from sibina.lib.access import allow
from sibina.lib.lists.api import Column, Empty, Filter, ListSpec, address_of, list_page
from sibina.lib.words import date_span
from sibina.plan.planning import reads
from sibina.plan.planning.models import REASON_TITLES, CityPlan, PlanSession
from sibina.plan.planning.views.reading import READERS, frame, get_plan


def crumbs(plan: CityPlan) -> list[tuple[Any, str]]:
    """The way back from a list of the plan."""
    return [
        (_("Rencana tahunan"), reverse("planning:list")),
        (plan.name, reverse("planning:summary", args=[plan.pk])),
    ]


def payer_of(row: PlanSession) -> str:
    """Who pays the session: an office, or the city."""
    return row.payer.name if row.payer else text("Kota")


def when(row: PlanSession) -> str:
    return date_span(row.starts_on, row.ends_on)


def who(plan: CityPlan, way: str = "") -> tuple[Column, Column, Column]:
    """Name, number and place of the person of the plan whom this way leads to from the row."""
    link = address_of("planning:person", f"{way}person_id", before=(plan.pk,))
    return (
        Column("nama", _("Nama"), f"{way}person", sort=f"{way}person__name", link=link, width=34),
        Column("nip", "NIP", f"{way}person__number", sort=f"{way}person__number", kind="nip"),
        Column("unit", _("Unit kerja"), f"{way}place", sort=f"{way}office__name", width=44),
    )


PAYER_COLUMN = Column("pembayar", _("Dibayar oleh"), payer_of, sort="payer__name", width=34)
SESSION_COLUMNS = (
    Column("kode", _("Sesi"), "code", sort="code"),
    Column("program", _("Program"), "programme_name", sort="programme_name", width=40),
    Column("mulai", _("Waktu"), when, sort="starts_on", width=26),
    Column(
        "keadaan",
        _("Keadaan"),
        lambda row: _("Berjalan") if row.runs else _("Tidak berjalan"),
        sort="runs",
        kind="badge",
        tone=lambda row: "good" if row.runs else "",
    ),
    Column("terisi", _("Terisi"), "taken", sort="taken", kind="number"),
    Column("kursi", _("Kursi"), "offered", sort="offered", kind="number"),
    Column("mitra", _("Dari mitra"), lambda row: row.contributed or None, sort="contributed", kind="rupiah"),
    Column("biaya", _("Biaya"), lambda row: row.cost if row.runs else None, sort="cost", kind="rupiah"),
    Column("alasan", _("Mengapa tidak"), "why_not", sort="reason", width=26),
    Column("harga", _("Harga bila dimasukkan"), "price", sort="price", kind="rupiah"),
)
RUNNING = Filter("jalan", _("Keadaan"), [("True", _("Berjalan")), ("False", _("Tidak berjalan"))], "runs")


def payer_name(line: reads.PayerLine) -> str:
    return line.office.name if line.office else text("Kota")


def why() -> Filter:
    return Filter("alasan", _("Alasan"), REASON_TITLES, "reason")


@allow(*READERS)
def sessions(request: CityRequest, pk: int) -> HttpResponse:
    """Every session on offer: does it run, how full, at what cost; if not, why, and at what price it would."""
    plan = get_plan(pk, whole=False)
    if not plan.has_answer:
        return redirect("planning:summary", pk=pk)
    by_payer = Filter(
        "pembayar",
        _("Dibayar oleh"),
        lambda: [(reads.CITY, text("Kota")), *reads.list_payer_names(plan=plan)],
        lambda rows, key: rows.filter(reads.paid_by(key)),
    )
    spec = ListSpec(
        name=f"sesi-rencana-{plan.pk}",
        title=_("Sesi"),
        lead=_("Semua sesi yang ditawarkan: berjalan atau tidak, seberapa penuh, dan berapa biayanya."),
        columns=(*SESSION_COLUMNS, PAYER_COLUMN) if plan.paying_offices else SESSION_COLUMNS,
        search=("code", "programme_name", "venue", "speaker"),
        search_label=_("Kode, program, tempat, atau narasumber"),
        filters=(RUNNING, by_payer, why()) if plan.paying_offices else (RUNNING, why()),
        joining=reads.join_payers if plan.paying_offices else None,
        order="mulai",
        crumbs=crumbs(plan),
        notes=(plan.name,),
    )
    return list_of(request, plan, "sessions", reads.list_sessions(plan=plan), spec)


@allow(*READERS)
def seats(request: CityRequest, pk: int) -> HttpResponse:
    """Who goes to which session."""
    plan = get_plan(pk, whole=False)
    if not plan.has_answer:
        return redirect("planning:summary", pk=pk)
    sight = get_sight(request.membership)
    rows = reads.list_seats(plan=plan, sight=sight)
    spec = ListSpec(
        name=f"peserta-rencana-{plan.pk}",
        title=_("Peserta"),
        lead=_("Siapa ikut sesi yang mana. Satu baris satu kursi."),
        columns=(
            *who(plan, "plan_person__"),
            Column(
                "program", _("Program"), "session__programme_name", sort="session__programme_name", width=36
            ),
            Column("sesi", _("Sesi"), "session__code", sort="session__code"),
            Column("mulai", _("Waktu"), lambda row: when(row.session), sort="session__starts_on", width=26),
        ),
        search=("plan_person__person__folded_name__contains", "plan_person__person__number", "session__code"),
        search_label=_("Nama, NIP, atau kode sesi"),
        filters=(
            *office_filter(plan, sight, "plan_person__office_id"),
            Filter(
                "program",
                _("Program"),
                lambda: reads.list_programmes_run(plan=plan),
                "session__programme_id",
            ),
        ),
        joining=reads.join_seats,
        total=reads.count_once("seats", rows, plan=plan, sight=sight),
        empty=Empty(
            _("Tidak ada peserta"), _("Rencana ini tidak mengisi kursi bagi pegawai yang Anda lihat.")
        ),
        crumbs=crumbs(plan),
        notes=(plan.name,),
    )
    return list_of(request, plan, "seats", rows, spec)


@allow(*READERS)
def left_out(request: CityRequest, pk: int) -> HttpResponse:
    """Persons whose shortfall is not, or not wholly, closed: why, and what letting them in costs."""
    plan = get_plan(pk, whole=False)
    if not plan.has_answer or plan.was_made_elsewhere:
        return redirect("planning:summary", pk=pk)
    sight = get_sight(request.membership)
    rows = reads.list_persons_left_out(plan=plan, sight=sight)
    spec = ListSpec(
        name=f"tidak-terpilih-rencana-{plan.pk}",
        title=_("Tidak terpilih: pegawai"),
        lead=_(
            "Pegawai yang kesenjangannya belum tertutup seluruhnya (dalam tingkat): alasannya, "
            "dan berapa rupiah bila tetap diikutkan."
        ),
        columns=(
            *who(plan),
            Column("kurang", _("Kurang"), "short", sort="short", kind="decimal"),
            Column("tertutup", _("Tertutup"), "closed", sort="closed", kind="decimal"),
            Column("alasan", _("Mengapa tidak lebih"), "why_not", sort="reason", width=28),
            Column("harga", _("Harga bila diikutkan"), "price", sort="price", kind="rupiah"),
        ),
        search=("person__folded_name__contains", "person__number", "unit__name"),
        search_label=_("Nama, NIP, atau unit"),
        filters=(
            *office_filter(plan, sight, "office_id"),
            why(),
            Filter(
                "ikut",
                _("Ikut sesi"),
                [("tidak", _("Tidak sama sekali")), ("ya", _("Sebagian tertutup"))],
                lambda rows, value: rows.filter(seats__gt=0) if value == "ya" else rows.filter(seats=0),
            ),
        ),
        joining=reads.join_persons,
        total=reads.count_once("left out", rows, plan=plan, sight=sight),
        empty=Empty(_("Tidak ada yang tertinggal"), _("Semua kesenjangan pegawai yang Anda lihat tertutup.")),
        crumbs=crumbs(plan),
        notes=(plan.name,),
    )
    return list_of(request, plan, "left_out", rows, spec)


@allow(*READERS)
def left_out_sessions(request: CityRequest, pk: int) -> HttpResponse:
    """Sessions that do not run: why, and what running them costs."""
    plan = get_plan(pk, whole=False)
    if not plan.has_answer:
        return redirect("planning:summary", pk=pk)
    columns = [column for column in SESSION_COLUMNS if column.key not in {"keadaan", "terisi", "biaya"}]
    spec = ListSpec(
        name=f"sesi-tidak-terpilih-rencana-{plan.pk}",
        title=_("Tidak terpilih: sesi"),
        lead=_("Sesi yang tidak berjalan: alasannya, dan berapa rupiah bila tetap dijalankan."),
        columns=columns,
        search=("code", "programme_name", "venue", "speaker"),
        search_label=_("Kode, program, tempat, atau narasumber"),
        filters=(why(),),
        order="mulai",
        empty=Empty(_("Semua sesi berjalan"), _("Tidak ada sesi yang ditinggalkan rencana ini.")),
        crumbs=crumbs(plan),
        notes=(plan.name,),
    )
    return list_of(request, plan, "left_out", reads.list_sessions_left_out(plan=plan), spec)


@allow(*READERS)
def moved(request: CityRequest) -> HttpResponse:
    """Everybody who has a seat in the plan `b` and none in the plan `a`."""
    found = reads.find_pair(reads.list_ready_plans(), request.GET.get("a", ""), request.GET.get("b", ""))
    if found is None:
        return redirect("planning:compare")
    first, second = found
    sight = get_sight(request.membership)
    rows = reads.list_moved(first=first, second=second, sight=sight)
    beside = f"moved from {first.pk}, {first.computed_at}"
    spec = ListSpec(
        name=f"beda-rencana-{first.pk}-{second.pk}",
        title=_("Hanya ikut dalam satu rencana"),
        lead=text("Pegawai yang ikut dalam «%(second)s», tetapi tidak dalam «%(first)s».")
        % {"first": first.name, "second": second.name},
        columns=(
            *who(second),
            Column("ikut", _("Sesi diikuti"), "seats", sort="seats", kind="number"),
            Column("tertutup", _("Tertutup"), "closed", sort="closed", kind="decimal"),
        ),
        search=("person__folded_name__contains", "person__number", "office__name"),
        search_label=_("Nama, NIP, atau OPD"),
        joining=reads.join_persons,
        total=reads.count_once(beside, rows, plan=second, sight=sight),
        crumbs=[
            (_("Rencana tahunan"), reverse("planning:list")),
            (_("Banding"), f"{reverse('planning:compare')}?a={first.pk}&b={second.pk}"),
        ],
    )
    extra = {"kept": [("a", str(first.pk)), ("b", str(second.pk))]}
    return list_page(request, rows=rows, spec=spec, extra=extra)


def list_of(
    request: CityRequest,
    plan: CityPlan,
    tab: str,
    rows: Any,
    spec: ListSpec,
    extra: dict[str, Any] | None = None,
) -> HttpResponse:
    """A list inside the frame of its plan."""
    around = frame(request, plan, tab) | (extra or {})
    return list_page(request, rows=rows, spec=spec, template="planning/rows.html", extra=around)


def office_filter(plan: CityPlan, sight: Sight, field: str) -> list[Filter]:
    """For those who see the whole city; others see one office anyway."""
    if not sight.whole_city:
        return []

    def choices() -> list[tuple[int, str]]:
        return [(row.office_id, row.name) for row in reads.list_offices(plan=plan, sight=sight)]

    return [Filter("opd", _("OPD"), choices, field)]
