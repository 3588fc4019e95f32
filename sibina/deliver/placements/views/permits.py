"""The papers of a placement, and the city's rules on which are needed."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from sibina.deliver.placements import actions, reads
from sibina.deliver.placements.forms import EndRuleForm, PaperForm, PaperRuleForm
from sibina.deliver.placements.models import PLACEMENT_FORM_TITLES, PaperRule
from sibina.deliver.placements.rules import BEFORE
from sibina.deliver.placements.sentences import PAPER_KINDS, PAPER_PLACES, sentence_of
from sibina.deliver.placements.types import PaperKind, PlacementError, PlacementState
from sibina.deliver.placements.views.placing import file_of, tab_context
from sibina.deliver.placements.views.rights import (
    READERS,
    WRITERS,
    get_placement,
    get_writable,
    is_officer,
    way_to,
)
from sibina.ground.cycles.api import CERTAINTY_TITLES
from sibina.ground.people.api import CityRequest
from sibina.lib.access import WHOLE_CITY, Role, allow
from sibina.lib.editing.api import Overtaken
from sibina.lib.editing.forms import tell_overtaken
from sibina.lib.lists.api import Column, Empty, Filter, ListSpec, address_of, list_page
from sibina.lib.words import short_date


@allow(*READERS)
def papers(request: CityRequest, pk: int) -> HttpResponse:
    """Which papers are needed, by when, and which are there."""
    found = get_placement(request, pk)
    state, today = PlacementState(found.state), timezone.localdate()
    context = {
        **tab_context(request, found, "papers"),
        "lines": [(line, PAPER_KINDS[line.kind]) for line in reads.list_papers(found)],
        "today": today,
        "is_before": state in BEFORE,
        "may_save": state in {*BEFORE, PlacementState.UNDER_WAY},
    }
    return render(request, "placements/papers.html", context)


@allow(*WRITERS)
def edit_paper(request: CityRequest, pk: int, paper: str) -> HttpResponse:
    """One paper to be written."""
    found = get_writable(request, pk)
    if paper not in PAPER_KINDS:
        raise Http404
    kind, there = PaperKind(paper), reads.find_paper(placement=found, kind=paper)
    data = request.POST if request.method == "POST" else None
    form = PaperForm(data, request.FILES or None, kind=kind, paper=there)
    if data is not None and form.is_valid():
        try:
            actions.save_paper(
                placement=found,
                facts=form.facts(),
                scan=form.cleaned_data["scan"],
                revision=form.cleaned_data["revision"],
                by=request.user,
                at=timezone.now(),
            )
        except Overtaken as overtaken:
            now = reads.find_paper(placement=found, kind=paper)
            if now is not None:
                tell_overtaken(form, overtaken, revision=now.revision, stored=form.stored(now))
        except PlacementError as refused:
            form.add_error(None, sentence_of(refused))
        else:
            messages.success(request, _("Surat disimpan."))
            return redirect("placements:papers", pk=pk)
    context = {"placement": found, "form": form, "paper_title": PAPER_KINDS[kind]}
    return render(request, "placements/paper.html", context)


@allow(*READERS)
def paper_file(request: CityRequest, pk: int, paper: str) -> HttpResponse:
    """The scan of a paper."""
    there = reads.find_paper(placement=get_placement(request, pk), kind=paper)
    return file_of(there.file if there else None)


@allow(*sorted(WHOLE_CITY), Role.KEPALA_OPD)
def paper_rules(request: CityRequest) -> HttpResponse:
    """Which papers which placements need, since when, and where that is written."""
    today = timezone.localdate()

    def standing(row: PaperRule) -> tuple[str, str]:
        if row.valid_from > today:
            return _("Akan berlaku"), "info"
        ended = row.valid_to is not None and row.valid_to <= today
        return (_("Tidak berlaku"), "") if ended else (_("Berlaku"), "good")

    spec = ListSpec(
        name="aturan-surat",
        title=_("Surat yang diminta"),
        lead=_("Sebelum sebuah penempatan dimulai. Kota menambah dan mengakhiri aturannya sendiri."),
        columns=[
            Column(
                "surat",
                _("Surat"),
                lambda row: capfirst(row.get_kind_display()),
                sort="kind",
                link=_rule_link(request),
                width=34,
            ),
            Column(
                "bentuk", _("Bentuk"), lambda row: row.get_form_display() or _("Semua bentuk"), sort="form"
            ),
            Column("untuk", _("Untuk"), "get_place_display", sort="place"),
            Column("hari", _("Hari sebelumnya"), "days_before", sort="days_before", kind="number"),
            Column("masa", _("Berlaku"), _period, sort="valid_from", width=30),
            Column("dasar", _("Dasar"), "legal_basis", width=44),
            Column("kepastian", _("Kepastian"), "get_certainty_display", sort="certainty"),
            Column(
                "keadaan",
                _("Keadaan"),
                lambda row: standing(row)[0],
                kind="badge",
                tone=lambda row: standing(row)[1],
            ),
        ],
        filters=[
            Filter("untuk", _("Untuk"), list(PAPER_PLACES.items()), "place"),
            Filter("bentuk", _("Bentuk"), PLACEMENT_FORM_TITLES, "form"),
            Filter("kepastian", _("Kepastian"), CERTAINTY_TITLES, "certainty"),
        ],
        order="-hari",
        crumbs=way_to(),
        empty=Empty(_("Belum ada aturan"), _("Tanpa aturan, tidak ada surat yang diminta."), icon="file"),
    )
    extra = {"may_change": is_officer(request)}
    rows = reads.list_paper_rules()
    return list_page(request, rows=rows, spec=spec, template="placements/paper_rules.html", extra=extra)


def _period(row: PaperRule) -> str:
    first, last = short_date(row.valid_from), row.valid_to
    return f"{first} – {short_date(last)}" if last else _("sejak %(day)s") % {"day": first}


def _rule_link(request: CityRequest):  # type: ignore[no-untyped-def]
    return address_of("placements:paper-rule-end") if is_officer(request) else None


@allow(Role.PENGELOLA)
def new_paper_rule(request: CityRequest) -> HttpResponse:
    """A paper to be asked for from a day on."""
    form = PaperRuleForm(
        request.POST if request.method == "POST" else None, initial={"valid_from": timezone.localdate()}
    )
    if request.method == "POST" and form.is_valid():
        try:
            actions.add_paper_rule(city=request.city, facts=form.facts(), by=request.user, at=timezone.now())
        except PlacementError as refused:
            form.add_error("valid_from", sentence_of(refused))
        else:
            messages.success(request, _("Aturan disimpan."))
            return redirect("placements:paper-rules")
    context = {"form": form, "rule": None, "submit": _("Simpan aturan")}
    return render(request, "placements/paper_rule.html", context)


@allow(Role.PENGELOLA)
def end_rule(request: CityRequest, pk: int) -> HttpResponse:
    """A paper to be asked for no more."""
    rule = reads.find_paper_rule(rule_id=pk)
    if rule is None:
        raise Http404
    form = EndRuleForm(
        request.POST if request.method == "POST" else None, initial={"on": timezone.localdate()}
    )
    if request.method == "POST" and form.is_valid():
        try:
            actions.end_paper_rule(rule=rule, on=form.cleaned_data["on"], by=request.user, at=timezone.now())
        except PlacementError as refused:
            form.add_error("on", sentence_of(refused))
        else:
            messages.success(request, _("Aturan diakhiri."))
            return redirect(reverse("placements:paper-rules"))
    context = {"form": form, "rule": rule, "submit": _("Akhiri aturan")}
    return render(request, "placements/paper_rule.html", context)
