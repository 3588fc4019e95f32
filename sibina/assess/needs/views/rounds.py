"""The agency's pages of a needs round: where the offices stand, opening, reminding, returning, closing."""

from datetime import date, datetime
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from sibina.assess.needs import actions, reads
from sibina.assess.needs.forms import CloseRoundForm, OpenRoundForm, ReasonForm
from sibina.assess.needs.models import NeedsRound
from sibina.assess.needs.reads import OfficeStanding
from sibina.assess.needs.sentences import SHEET_STATES, sentence_of
from sibina.assess.needs.types import NeedsRefused, SheetState, YearShut
from sibina.ground.cycles.api import find_open_cycle
from sibina.ground.people.api import CityRequest, get_sight
from sibina.lib.access import Role, allow
from sibina.lib.lists.api import Column, Empty, Filter, ListSpec, address_of, list_page
from sibina.lib.words import date_span, listed

CITY_READERS = (Role.PENGELOLA, Role.ANALIS, Role.PIMPINAN, Role.INSPEKTORAT)
READERS = (*CITY_READERS, Role.KEPALA_OPD)
STATE_TONES = {
    SheetState.LATE: "bad",
    SheetState.NOT_BEGUN: "",
    SheetState.FILLING: "now",
    SheetState.SIGNED: "good",
}
"""In the order in which they want to be looked at."""
STATE_ORDER = list(STATE_TONES)


def get_round(pk: int) -> NeedsRound:
    """The round, or 404."""
    found = reads.find_round(pk)
    if found is None:
        raise Http404
    return found


def round_crumbs(needs_round: NeedsRound) -> list[tuple[str, str]]:
    """The way to a round's page."""
    return [(round_name(needs_round), reverse("rounds:round", args=[needs_round.pk]))]


def round_name(needs_round: NeedsRound) -> str:
    return f"AKPK {needs_round.cycle.year}"


def missing_of(needs_round: NeedsRound, missing: list[str]) -> str:
    """The offices whose needs stand as computed, once the round is closed; empty where none is missing."""
    return "" if needs_round.closed_at is None else listed(missing)


@allow(*READERS)
def rounds(request: CityRequest) -> HttpResponse:
    """To the current round; before the first, what it is and who opens it."""
    current = reads.find_current_round()
    if current is not None:
        return redirect("rounds:round", pk=current.pk)
    return render(request, "needs/no_round.html", {"may_open": request.membership.role == Role.PENGELOLA})


@allow(*READERS)
def round_page(request: CityRequest, pk: int) -> HttpResponse:
    """Where each office stands, the late ones first. A head is led to the own sheet."""
    found, sight = get_round(pk), get_sight(request.membership)
    if not sight.whole_city:
        own = reads.list_own_sheets(found, sight)
        if len(own) == 1:
            return redirect("rounds:sheet", pk=own[0].pk)
    rows = reads.list_sheets(found, sight, timezone.localdate())
    rows.sort(key=lambda row: STATE_ORDER.index(row.state))
    count = {state: sum(row.state == state for row in rows) for state in SheetState}
    is_officer, is_open = request.membership.role == Role.PENGELOLA, found.closed_at is None
    extra = {
        "round": found,
        "rounds": reads.list_rounds(),
        "offices": len(rows),
        "signed": count[SheetState.SIGNED],
        "late": count[SheetState.LATE],
        "unsigned": len(rows) - count[SheetState.SIGNED],
        "missing": missing_of(found, found.missing),
        "may_lead": is_officer and is_open,
        "next_cycle": _cycle_without_round(found) if is_officer else None,
    }
    return list_page(request, rows=rows, spec=_spec(found), template="needs/round.html", extra=extra)


def _cycle_without_round(latest: NeedsRound) -> Any:
    """The open year, if its round is still to be opened."""
    cycle = find_open_cycle()
    return cycle if cycle is not None and cycle.year > latest.cycle.year else None


def _spec(found: NeedsRound) -> ListSpec:
    return ListSpec(
        name=f"akpk-{found.cycle.year}",
        title=round_name(found),
        lead=_("Analisis kebutuhan pengembangan kompetensi: tiap OPD memeriksa kesenjangannya, %(days)s.")
        % {"days": date_span(found.opens_on, found.closes_on)},
        columns=(
            Column(
                "opd",
                _("OPD"),
                "sheet__office__name",
                sort="1",
                link=address_of("rounds:sheet", "sheet__pk"),
                width=44,
            ),
            Column("keadaan", _("Keadaan"), _state, kind="badge", tone=lambda row: STATE_TONES[row.state]),
            Column("kebutuhan", _("Kebutuhan"), "needs", sort="1", kind="number"),
            Column("dijawab", _("Dijawab"), "answered", sort="1", kind="number"),
            Column("kinerja", _("Kinerja"), "performance", sort="1", kind="number"),
            Column("tanda", _("Ditandatangani"), _signed_on, sort="1", kind="date"),
            Column("ingat", _("Diingatkan"), _reminded_on, sort="1", kind="date"),
            Column("kepala", _("Akun kepala"), _head_word),
        ),
        search=("sheet__office__name",),
        search_label=_("Cari OPD"),
        filters=(Filter("keadaan", _("Keadaan"), list(SHEET_STATES.items()), "state"),),
        empty=Empty(
            _("Tidak ada lembar untuk Anda"),
            _("Lembar AKPK diisi kepala OPD; akun Anda berbicara untuk sebuah unit di bawahnya."),
            icon="flag",
        ),
    )


def _state(row: OfficeStanding) -> str:
    return str(SHEET_STATES[row.state])


def _signed_on(row: OfficeStanding) -> date | None:
    return _day_of(row.sheet.signed_at)


def _reminded_on(row: OfficeStanding) -> date | None:
    return _day_of(row.reminded_at)


def _day_of(at: datetime | None) -> date | None:
    return timezone.localtime(at).date() if at else None


def _head_word(row: OfficeStanding) -> str:
    return _("ada") if row.has_head else _("belum ada")


@allow(Role.PENGELOLA)
def open_round(request: CityRequest) -> HttpResponse:
    """The year's round to be opened, on the gaps as they are counted now."""
    cycle, snapshot = find_open_cycle(), reads.current_snapshot(request.city)
    form = OpenRoundForm(request.POST or None, today=timezone.localdate())
    if request.method == "POST" and form.is_valid():
        try:
            if cycle is None:
                raise YearShut
            made = actions.open_round(
                city=request.city, cycle=cycle, **form.cleaned_data, at=timezone.now(), by=request.user
            )
        except NeedsRefused as refused:
            form.refuse(refused)
        else:
            messages.success(request, _("AKPK %(year)s dibuka.") % {"year": cycle.year})
            return redirect("rounds:round", pk=made.pk)
    context = {
        "form": form,
        "cycle": cycle,
        "snapshot": snapshot,
        "is_stale": snapshot is not None and reads.is_stale(snapshot, today=timezone.localdate()),
    }
    return render(request, "needs/open_round.html", context)


@require_POST
@allow(Role.PENGELOLA)
def remind(request: CityRequest, pk: int) -> HttpResponse:
    """Remind the offices that have not signed, or the one named; once a day each."""
    found = get_round(pk)
    rows = reads.list_sheets(found, get_sight(request.membership), timezone.localdate())
    asked = request.POST.get("lembar", "")
    chosen = [row.sheet.pk for row in rows if asked in ("", str(row.sheet.pk))]
    try:
        count = actions.remind_offices(
            needs_round=found, sheet_ids=chosen, at=timezone.now(), by=request.user
        )
    except NeedsRefused as refused:
        messages.error(request, sentence_of(refused))
    else:
        if count:
            told = _("%(n)s OPD diingatkan; pengingatnya menunggu di beranda kepala OPD.")
            messages.success(request, told % {"n": count})
        else:
            messages.info(
                request,
                _("Tidak ada yang perlu diingatkan: sudah ditandatangani atau sudah diingatkan hari ini."),
            )
    return redirect("rounds:sheet", pk=chosen[0]) if asked and chosen else redirect("rounds:round", pk=pk)


@allow(Role.PENGELOLA)
def close(request: CityRequest, pk: int) -> HttpResponse:
    """The round to be closed: who is missing is named, and why it is closed all the same."""
    found = get_round(pk)
    form = CloseRoundForm(request.POST or None, is_owed=bool(found.missing))
    if request.method == "POST" and form.is_valid():
        try:
            actions.close_round(
                needs_round=found, reason=form.cleaned_data["reason"], at=timezone.now(), by=request.user
            )
        except NeedsRefused as refused:
            form.refuse(refused)
        else:
            messages.success(request, _("%(name)s ditutup.") % {"name": round_name(found)})
            return redirect("rounds:round", pk=pk)
    undecided = reads.get_standing_of_round().undecided
    context = {"round": found, "form": form, "missing": found.missing, "undecided": undecided}
    return render(request, "needs/close_round.html", context)


@allow(Role.PENGELOLA)
def return_sheet(request: CityRequest, pk: int) -> HttpResponse:
    """A signed sheet to be given back to its office."""
    sheet = reads.find_sheet(pk)
    if sheet is None:
        raise Http404
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.return_sheet(
                sheet=sheet, reason=form.cleaned_data["reason"], at=timezone.now(), by=request.user
            )
        except NeedsRefused as refused:
            form.refuse(refused)
        else:
            messages.success(request, _("Lembar dikembalikan ke %(office)s.") % {"office": sheet.office.name})
            return redirect("rounds:sheet", pk=pk)
    return render(request, "needs/return_sheet.html", {"sheet": sheet, "form": form})
