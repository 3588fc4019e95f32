"""Changes in demand: the list, one change, writing it, choosing positions, trying, setting and ending it."""

from collections.abc import Iterable
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from sibina.assess.needs import actions, reads
from sibina.assess.needs.api import TRY_DEMAND
from sibina.assess.needs.forms import DemandSheet, EndForm
from sibina.assess.needs.models import DemandChange, DemandLevel, GapSnapshot
from sibina.assess.needs.reads import RiseRow
from sibina.assess.needs.sentences import DEMAND_STATES, refusal_of
from sibina.assess.needs.types import DemandRefused, DemandState, Rise, Rises
from sibina.ground.people.api import CityRequest, get_sight, list_offices
from sibina.ground.people.types import Sight
from sibina.lib.access import WHOLE_CITY, Role, allow
from sibina.lib.addresses import key_of
from sibina.lib.jobs.api import start_job
from sibina.lib.lists.api import Column, Empty, Filter, ListSpec, address_of, list_page
from sibina.lib.words import number

READERS = (*sorted(WHOLE_CITY), Role.KEPALA_OPD)
POSITIONS_A_PAGE = 50
STATE_TONES = {DemandState.DRAFT: "now", DemandState.SET: "good", DemandState.REVOKED: "warn"}
STEPS = [
    gettext_lazy("Isi perubahan"),
    gettext_lazy("Pilih jabatan"),
    gettext_lazy("Coba"),
    gettext_lazy("Tetapkan"),
]
SAYS = {
    "rising": (gettext_lazy("Naik"), "now"),
    "new": (gettext_lazy("Baru dituntut"), "now"),
    "same": (gettext_lazy("Sudah setingkat"), ""),
    "falling": (gettext_lazy("Akan turun"), "bad"),
}


def state_tone(change: DemandChange) -> str:
    """The tone of the badge of a change's state."""
    return STATE_TONES.get(DemandState(change.state), "")


@allow(*READERS)
def changes(request: CityRequest) -> HttpResponse:
    """Every change, the one that holds latest first."""
    may_write = request.membership.role == Role.PENGELOLA
    spec = ListSpec(
        name="perubahan-tuntutan",
        title=_("Perubahan tuntutan"),
        lead=_(
            "Layanan atau tugas berubah, dan dengan itu tingkat yang dituntut jabatan. Coba dulu akibatnya, lalu tetapkan."
        ),
        columns=(
            Column(
                "judul", _("Perubahan"), "title", sort="title", link=address_of("demand:change"), width=48
            ),
            Column("mulai", _("Berlaku mulai"), "starts_on", sort="starts_on", kind="date"),
            Column("jabatan", _("Jabatan"), "positions_count", sort="positions_count", kind="number"),
            Column("pegawai", _("Pemegang"), "people", sort="people", kind="number"),
            Column("dasar", _("Dasar"), "legal_basis", width=36),
            Column("keadaan", _("Keadaan"), "get_state_display", "state", kind="badge", tone=state_tone),
        ),
        search=("title", "what", "legal_basis"),
        search_label=_("Judul, isi, atau dasar"),
        filters=(Filter("keadaan", _("Keadaan"), list(DEMAND_STATES.items()), "state"),),
        order="-mulai",
        empty=_no_changes(request),
    )
    rows = reads.list_changes(get_sight(request.membership))
    extra = {"may_write": may_write}
    return list_page(request, rows=rows, spec=spec, template="needs/demand_list.html", extra=extra)


def _no_changes(request: CityRequest) -> Empty:
    if request.membership.role == Role.KEPALA_OPD:
        text = _("Perubahan yang menyentuh jabatan pegawai Anda akan tampil di sini.")
        return Empty(_("Tidak ada yang menyentuh OPD Anda"), text, icon="flag")
    text = _(
        "Misalnya: pelayanan menjadi digital, atau prioritas kota yang baru menuntut tingkat lebih tinggi."
    )
    link = (
        (reverse("demand:new"), _("Catat perubahan"))
        if request.membership.role == Role.PENGELOLA
        else ("", "")
    )
    return Empty(_("Belum ada perubahan tuntutan"), text, *link, icon="flag")


def get_change(request: CityRequest, pk: int) -> DemandChange:
    """The change, or the page that says it is not there (or touches nobody whom the member sees)."""
    found = reads.find_change(pk, get_sight(request.membership))
    if found is None:
        raise Http404
    return found


def frame(request: CityRequest, change: DemandChange, tab: str) -> dict[str, Any]:
    """What stands around every page of a change."""
    trial, today = getattr(change, "trial", None), timezone.localdate()
    return {
        "change": change,
        "tab": tab,
        "state_tone": state_tone(change),
        "trial": trial,
        "is_stale": trial is not None and reads.is_stale(trial, today=today),
        "may_write": request.membership.role == Role.PENGELOLA,
        "may_ask": request.membership.role in {Role.PENGELOLA, Role.ANALIS},
        "today": today,
    }


@allow(*READERS)
def change(request: CityRequest, pk: int) -> HttpResponse:
    """One change: what it says, and what it does to the standard of each position."""
    found = get_change(request, pk)
    sight = get_sight(request.membership)
    levels = reads.list_asked_levels(change_id=found.pk)
    rises = reads.get_rises(found, levels)
    rows = reads.list_rise_rows(levels, rises, sight)
    spec = ListSpec(
        name=f"perubahan-tuntutan-{found.pk}",
        title=found.title,
        columns=(
            Column(
                "jabatan",
                _("Jabatan"),
                "position__name",
                sort="ya",
                link=address_of("competencies:position", "rise__position_id"),
                width=40,
            ),
            Column("kompetensi", _("Kompetensi"), "competency__name", sort="ya", width=32),
            Column("sebelum", _("Sebelum"), _before, kind="number"),
            Column("sesudah", _("Sesudah"), "rise__after__level", kind="number"),
            Column("bobot", _("Bobot"), "rise__after__weight", kind="decimal"),
            Column("pemegang", _("Pemegang"), "holders", sort="ya", kind="number"),
            Column(
                "akibat",
                _("Akibat"),
                lambda row: str(_says(row)[0]),
                kind="badge",
                tone=lambda row: _says(row)[1],
            ),
        ),
        search=("position__name", "competency__name"),
        search_label=_("Jabatan atau kompetensi"),
        filters=(Filter("kompetensi", _("Kompetensi"), _competencies(levels), "rise__competency_id"),),
        empty=_no_positions(request, found),
        crumbs=[(_("Perubahan tuntutan"), reverse("demand:list"))],
        notes=(found.title,),
    )
    extra = frame(request, found, "change") | {
        "step_titles": STEPS,
        "levels": levels,
        "positions_count": len({row.rise.position_id for row in rows}),
        "has_positions": bool(rows),
        "problem": _problem(found, rises),
        "counted": _counting_with(request, found),
    }
    return list_page(request, rows=rows, spec=spec, template="needs/demand.html", extra=extra)


def _counting_with(request: CityRequest, change: DemandChange) -> GapSnapshot | None:
    """The city's gaps, where they have been counted with the set change in force."""
    found = reads.current_snapshot(request.city) if change.is_set else None
    if found is None or change.set_at is None:
        return None
    return found if found.as_of >= change.starts_on and found.computed_at > change.set_at else None


def _before(row: RiseRow) -> int | str:
    return row.before if row.before is not None else _("tidak dituntut")


def _says(row: RiseRow) -> tuple[Any, str]:
    return SAYS["new" if row.rise.before is None else row.says]


def _competencies(levels: Iterable[DemandLevel]) -> list[tuple[int, str]]:
    return [(row.competency_id, row.competency.name) for row in levels]


def _no_positions(request: CityRequest, change: DemandChange) -> Empty:
    if not change.is_draft or request.membership.role != Role.PENGELOLA:
        return Empty(
            _("Belum ada jabatan"),
            _("Pengelola BKPSDM memilih jabatan yang tuntutannya naik."),
            icon="briefcase",
        )
    return Empty(
        _("Belum ada jabatan yang dipilih"),
        _("Pilih langsung, atau cari jabatan yang dipegang di unit tertentu."),
        reverse("demand:positions", args=[change.pk]),
        _("Pilih jabatan"),
        "briefcase",
    )


def _problem(change: DemandChange, rises: Rises) -> str:
    """What stands in the way of a draft; nothing while positions are still to be chosen."""
    if not change.is_draft:
        return ""
    try:
        actions.refuse_wrong(change, rises)
    except DemandRefused as refused:
        return refusal_of(refused)
    return ""


@allow(Role.PENGELOLA)
def edit(request: CityRequest, pk: int | None = None) -> HttpResponse:
    """Write a change down, or write a draft anew. What was typed stays when something is wrong."""
    found = get_change(request, pk) if pk is not None else None
    if found is not None and not found.is_draft:
        return redirect("demand:change", pk=found.pk)
    sheet = DemandSheet(request.POST or None, change=found, competencies=reads.list_active_words())
    if request.method == "POST" and sheet.is_valid:
        own: dict[str, Any] = {"facts": sheet.facts(), "by": request.user, "at": timezone.now()}
        try:
            if found is None:
                saved = actions.record_demand(city=request.city, **own)
                return redirect("demand:positions", pk=saved.pk)
            actions.change_demand(change=found, revision=_revision(request), **own)
        except DemandRefused as refused:
            sheet.refuse(refused)
        else:
            messages.success(
                request, _("Perubahan disimpan. Percobaan yang lama tidak berlaku lagi; coba lagi.")
            )
            return redirect("demand:change", pk=found.pk)
    return render(request, "needs/demand_edit.html", {"sheet": sheet, "change": found, "step_titles": STEPS})


def _revision(request: CityRequest) -> int:
    """Which version of the draft the page showed; none is like an old one."""
    text = request.POST.get("revisi", "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 9 else 0


@allow(Role.PENGELOLA)
def positions(request: CityRequest, pk: int) -> HttpResponse:
    """Choose the positions: all of the city, or those held in a unit; who holds them elsewhere is told."""
    found = get_change(request, pk)
    if not found.is_draft:
        return redirect("demand:change", pk=found.pk)
    refusal, chosen = "", None
    if request.method == "POST":
        shown = [key for text in request.POST.getlist("tampil") if (key := key_of(text)) is not None]
        ticked = (
            shown
            if "semua" in request.POST
            else [key_of(text) or 0 for text in request.POST.getlist("jabatan")]
        )
        try:
            saved = actions.choose_positions(
                change=found,
                shown=shown,
                chosen=ticked,
                revision=_revision(request),
                by=request.user,
                at=timezone.now(),
            )
        except DemandRefused as refused:
            refusal, chosen = refusal_of(refused), set(ticked)
        else:
            count = saved.positions.count()
            messages.success(request, _("%(n)s jabatan termasuk dalam perubahan ini.") % {"n": number(count)})
            return redirect(request.get_full_path())
    return render(request, "needs/demand_positions.html", _choosing(request, found, refusal, chosen))


def _choosing(
    request: CityRequest, change: DemandChange, refusal: str, chosen: set[int] | None
) -> dict[str, Any]:
    """The page of choosing; `chosen` is what was ticked and not saved."""
    today = timezone.localdate()
    office, unit = key_of(request.GET.get("opd", "")), key_of(request.GET.get("unit", ""))
    words = " ".join(request.GET.get("q", "").replace("\x00", "").split())[:100]
    only_chosen = "dipilih" in request.GET
    rows = reads.list_positions_to_choose(change, unit or office, words, only_chosen=only_chosen)
    page = Paginator(rows, POSITIONS_A_PAGE).get_page(request.GET.get("hal"))
    lines = [
        (row, row.chosen if chosen is None else row.pk in chosen, row.holders - row.here) for row in page
    ]
    return {
        "change": change,
        "step_titles": STEPS,
        "refusal": refusal,
        "page": page,
        "lines": lines,
        "words": words,
        "office": office,
        "unit": unit,
        "only_chosen": only_chosen,
        "offices": list_offices(sight=Sight(), day=today),
        "units": reads.list_units_to_look_in(office, today) if office else [],
        "chosen_count": change.positions_count,
    }


@require_POST
@allow(Role.PENGELOLA)
def attempt(request: CityRequest, pk: int) -> HttpResponse:
    """Count what the change would do, in the background; nothing of the city is touched."""
    found = get_change(request, pk)
    started = start_job(
        city=request.city,
        kind=TRY_DEMAND,
        title=_("Mencoba perubahan «%(title)s»") % {"title": found.title},
        at=timezone.now(),
        by=request.user,
        arguments={"change_id": found.pk},
    )
    return redirect("jobs:detail", pk=started.pk)


@allow(Role.PENGELOLA)
def enact(request: CityRequest, pk: int) -> HttpResponse:
    """How many standards of how many positions change; then the deed."""
    found = get_change(request, pk)
    if not found.is_draft:
        return redirect("demand:change", pk=found.pk)
    refusal = ""
    rises: tuple[Rise, ...] = ()
    try:
        rises = actions.rises_to_write(found)
        if request.method == "POST":
            actions.set_demand(change=found, revision=_revision(request), by=request.user, at=timezone.now())
            messages.success(
                request, _("Perubahan ditetapkan; standar setiap jabatannya mempunyai versi baru.")
            )
            return redirect("demand:change", pk=found.pk)
    except DemandRefused as refused:
        refusal = refusal_of(refused)
    context = frame(request, found, "set") | {
        "refusal": refusal,
        "standards": len(rises),
        "positions_count": len({rise.position_id for rise in rises}),
        "new": sum(rise.before is None for rise in rises),
    }
    return render(request, "needs/demand_set.html", context)


@allow(Role.PENGELOLA)
def end(request: CityRequest, pk: int) -> HttpResponse:
    """Drop a draft, or revoke a set change, with a reason."""
    found = get_change(request, pk)
    if not (found.is_draft or found.is_set):
        return redirect("demand:change", pk=found.pk)
    first = max(found.starts_on, timezone.localdate()) if found.is_set else None
    form = EndForm(request.POST or None, first_day=first)
    if request.method == "POST" and form.is_valid():
        own = {"change": found, "by": request.user, "at": timezone.now(), **form.cleaned_data}
        try:
            (actions.revoke_demand if found.is_set else actions.drop_demand)(**own)
        except DemandRefused as refused:
            form.add_error("day" if "day" in form.fields else None, refusal_of(refused))
        else:
            done = (
                _("Perubahan dicabut; riwayatnya tetap di sini.")
                if found.is_set
                else _("Rancangan dibatalkan.")
            )
            messages.success(request, done)
            return redirect("demand:change", pk=found.pk)
    return render(request, "needs/demand_end.html", frame(request, found, "end") | {"form": form})
