"""The inbox of findings: the list, and one finding with its evidence and its decisions."""

from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from sibina.assess.needs import actions, reads
from sibina.assess.needs.forms import DecideForm
from sibina.assess.needs.models import Signal
from sibina.assess.needs.sentences import DECISIONS, SOURCES
from sibina.assess.needs.types import Decision, NeedsRefused
from sibina.assess.needs.views.rounds import CITY_READERS
from sibina.ground.people.api import CityRequest
from sibina.lib.access import Role, allow
from sibina.lib.lists.api import Column, Empty, Filter, ListSpec, address_of, list_page

TONES = {Decision.WAITING: "warn", Decision.TAKEN: "good", Decision.DECLINED: ""}
WAITING_WORD = "menunggu"
"""How the address says «not decided yet»: an empty value would mean all."""


@allow(*CITY_READERS)
def signals(request: CityRequest) -> HttpResponse:
    """What past cycles found, the undecided first."""
    spec = ListSpec(
        name="temuan",
        title=_("Temuan siklus lalu"),
        lead=_(
            "Yang ditemukan evaluasi kembali menjadi bahan kebutuhan; tiap temuan diambil atau tidak, dengan alasan."
        ),
        columns=(
            Column("temuan", _("Temuan"), "title", sort="title", link=address_of("rounds:signal"), width=44),
            Column("asal", _("Asal"), _origin, sort="source"),
            Column("kompetensi", _("Kompetensi"), "competency__name", sort="competency__name", width=30),
            Column("unit", _("Unit"), lambda row: row.unit.name if row.unit else _("Seluruh kota"), width=30),
            Column("keputusan", _("Keputusan"), _word, sort="decision", kind="badge", tone=_tone),
            Column("alasan", _("Alasan"), "reason", width=40),
        ),
        search=("title", "found", "competency__name"),
        search_label=_("Cari temuan"),
        filters=(
            Filter("keputusan", _("Keputusan"), _choices(), _with_decision),
            Filter("asal", _("Asal"), list(SOURCES.items()), "source"),
        ),
        order="keputusan",
        joining=reads.join_signals,
        crumbs=[(_("AKPK"), reverse("rounds:rounds"))],
        empty=Empty(_("Belum ada temuan"), _("Temuan datang sendiri setelah sebuah siklus dievaluasi.")),
    )
    return list_page(request, rows=reads.list_signals(), spec=spec)


def _choices() -> list[tuple[str, Any]]:
    return [(key or WAITING_WORD, title) for key, title in DECISIONS.items()]


def _with_decision(rows: QuerySet[Signal], chosen: str) -> QuerySet[Signal]:
    return rows.filter(decision=Decision.WAITING if chosen == WAITING_WORD else chosen)


def _origin(row: Signal) -> str:
    return f"{SOURCES[row.source]}, {row.cycle.year}"


def _word(row: Signal) -> str:
    return str(DECISIONS[row.decision])


def _tone(row: Signal) -> str:
    return TONES[Decision(row.decision)]


@allow(*CITY_READERS)
def signal(request: CityRequest, pk: int) -> HttpResponse:
    """One finding with what it rests on; the officer takes or declines it."""
    found = reads.find_signal(pk)
    if found is None:
        raise Http404
    may_decide = request.membership.role == Role.PENGELOLA
    form = DecideForm(request.POST or None, signal=found) if may_decide else None
    if request.method == "POST" and form is not None and form.is_valid():
        try:
            actions.decide_signal(
                signal=found,
                version=form.cleaned_data["version"],
                decision=form.chosen(),
                reason=form.cleaned_data["reason"],
                at=timezone.now(),
                by=request.user,
            )
        except NeedsRefused as refused:
            form.refuse_as_of(refused, found.version)
        else:
            messages.success(request, _("Keputusan tentang temuan disimpan."))
            return redirect("rounds:signals")
    context = {
        "signal": found,
        "source": SOURCES[found.source],
        "word": DECISIONS[found.decision],
        "tone": TONES[Decision(found.decision)],
        "decisions": [(each, DECISIONS[each.decision]) for each in reads.list_signal_decisions(found)],
        "form": form,
    }
    return render(request, "needs/signal.html", context)
