"""One placement: its page, the form, and its steps."""

from collections.abc import Callable
from typing import Any

from django import forms as django_forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from sibina.deliver.placements import actions, reads
from sibina.deliver.placements.forms import (
    ApproveForm,
    CloseForm,
    PlacementForm,
    ReasonForm,
    ReportForm,
    ReturnForm,
    cost_facts,
    cost_rows,
)
from sibina.deliver.placements.models import Placement
from sibina.deliver.placements.rules import BEEN_THERE, BEFORE, WAY
from sibina.deliver.placements.sentences import COST_KINDS, PLACEMENT_STATES, sentence_of
from sibina.deliver.placements.types import (
    AgreementMissing,
    AgreementTooShort,
    AlreadyPlaced,
    DayOutside,
    HostUnclear,
    NoPlacementYear,
    PlacementError,
    PlacementState,
    ReasonNeeded,
)
from sibina.deliver.placements.views.lists import duty_columns
from sibina.deliver.placements.views.rights import (
    PROPOSERS,
    READERS,
    WRITERS,
    get_placement,
    get_writable,
    is_officer,
    may_edit,
    may_write,
    reader_of,
)
from sibina.ground.people.api import CityRequest, Person
from sibina.lib.access import Role, allow
from sibina.lib.addresses import key_of
from sibina.lib.editing.api import Overtaken
from sibina.lib.editing.forms import tell_overtaken
from sibina.lib.files.api import attachment
from sibina.lib.lists.api import Column, table_of

FIELD_OF: dict[type[PlacementError], str] = {
    AgreementMissing: "agreement_id",
    AgreementTooShort: "agreement_id",
    AlreadyPlaced: "starts_on",
    NoPlacementYear: "starts_on",
    HostUnclear: "host",
}


@allow(*READERS)
def placement(request: CityRequest, pk: int) -> HttpResponse:
    """Where it stands, what comes next, what is owed, what it is for, what it costs, how it came so far."""
    found = get_placement(request, pk)
    today = timezone.localdate()
    duties = reads.list_duties_of(found, today=today)
    contents, state = reads.get_contents(found), PlacementState(found.state)
    context = {
        **tab_context(request, found, "placement"),
        "stages": _stages(state),
        "duties": table_of(duty_columns(today, of_one=True), duties),
        "goals": table_of(_goal_columns(), contents.goals),
        "costs": table_of(_cost_columns(), contents.costs),
        "total": contents.rupiah,
        "steps": reads.list_steps(found),
        "next_step": _next_step(request, found),
        "may_edit": may_edit(request, found),
        "may_cancel": is_officer(request) and state in BEFORE,
        "may_judge": is_officer(request) and state in BEEN_THERE and not found.host_score,
        "may_copy": request.membership.role in PROPOSERS,
        "is_uncovered": _is_uncovered(found),
    }
    return render(request, "placements/placement.html", context)


def tab_context(request: CityRequest, found: Placement, here: str) -> dict[str, Any]:
    """What the head and the tabs of a placement show."""
    tabs = [
        (_("Ringkasan"), "placement"),
        (_("Surat"), "papers"),
        (_("Catatan"), "log"),
        (_("Bawa pulang"), "chain"),
    ]
    return {
        "placement": found,
        "here": here,
        "tabs": [(title, name, reverse(f"placements:{name}", args=[found.pk])) for title, name in tabs],
        "may_write": may_write(request, found),
        "is_own": found.person_id == request.membership.person_id,
    }


def _stages(state: PlacementState) -> list[tuple[Any, bool, bool]]:
    """The stations: title, whether it is behind, whether it is the present one."""
    place = WAY.index(state) if state in WAY else -1
    return [
        (PLACEMENT_STATES[one], number < place or state == PlacementState.CLOSED, number == place)
        for number, one in enumerate(WAY)
    ]


def _is_uncovered(found: Placement) -> bool:
    """The agreement was changed after the placement was written, and holds no more on all its days."""
    one = found.agreement
    return one is not None and (one.starts_on > found.starts_on or one.ends_on < found.ends_on)


def _next_step(request: CityRequest, found: Placement) -> tuple[Any, str] | None:
    """The one thing to do next, where this member does it."""
    steps = {
        PlacementState.PROPOSED: (_("Catat persetujuan"), "placements:approve", is_officer(request)),
        PlacementState.APPROVED: (_("Catat keberangkatan"), "placements:begin", is_officer(request)),
        PlacementState.UNDER_WAY: (_("Tulis catatan hari ini"), "placements:log", may_write(request, found)),
        PlacementState.RETURNED: (_("Tulis laporan"), "placements:report", may_write(request, found)),
        PlacementState.REPORTED: (_("Tutup penempatan"), "placements:close", is_officer(request)),
    }
    title, name, may = steps.get(PlacementState(found.state), ("", "", False))
    return (title, reverse(name, args=[found.pk])) if may else None


def _goal_columns() -> list[Column]:
    return [
        Column("kompetensi", _("Kompetensi"), "name", width=44),
        Column(
            "dari",
            _("Dari tingkat"),
            lambda row: row.from_level if row.from_level is not None else _("belum diukur"),
            kind="number",
        ),
        Column("ke", _("Ke tingkat"), "to_level", kind="number"),
    ]


def _cost_columns() -> list[Column]:
    return [
        Column("untuk", _("Untuk"), lambda row: COST_KINDS[row.kind]),
        Column("pembayar", _("Dibayar dari"), "paid_by", width=44),
        Column("jumlah", _("Jumlah"), "rupiah", kind="rupiah"),
    ]


@allow(*PROPOSERS)
def propose(request: CityRequest, pk: int) -> HttpResponse:
    """The form for one person; `?salin=` fills it from another placement."""
    person = reads.find_candidate(person_id=pk, sight=reader_of(request).sight)
    if person is None:
        raise Http404
    asked = key_of(request.GET.get("salin", ""))
    copied = get_placement(request, asked) if asked is not None else None
    return _form_page(request, person, None, copied)


@allow(*PROPOSERS)
def edit(request: CityRequest, pk: int) -> HttpResponse:
    """A placement to be changed before it begins."""
    found = get_placement(request, pk)
    if not may_edit(request, found):
        raise Http404
    return _form_page(request, found.person, found, None)


def _form_page(
    request: CityRequest, person: Person, found: Placement | None, copied: Placement | None
) -> HttpResponse:
    data = request.POST if request.method == "POST" else None
    shown = found or copied
    contents = reads.get_contents(shown) if shown else None
    costs = contents.costs if contents else []
    form = PlacementForm(
        data,
        placement=shown,
        contents=contents,
        partners=reads.list_hosts(kept=shown.partner_id if shown else None),
        agreements=reads.list_agreements(),
        choices=reads.list_goal_choices(
            city=request.city, person=person, kept=contents.goals if found and contents else ()
        ),
    )
    funds = reads.list_funds(person=person, kept=[cost.fund_id for cost in costs])
    rows = cost_rows(data, costs=costs, funds=funds)
    if data is not None and all([form.is_valid(), rows.is_valid()]):
        saved = _saved(request, person, found, form, rows)
        if saved is not None:
            messages.success(request, _("Penempatan disimpan."))
            return redirect("placements:placement", pk=saved.pk)
    context = {"form": form, "rows": rows, "person": person, "placement": found}
    return render(request, "placements/edit.html", context)


def _saved(
    request: CityRequest, person: Person, found: Placement | None, form: PlacementForm, rows: Any
) -> Placement | None:
    """What was typed, written; None where it is refused and the form says why."""
    facts, by, at = form.facts(cost_facts(rows)), request.user, timezone.now()
    try:
        if found is None:
            return actions.propose_placement(city=request.city, person=person, facts=facts, by=by, at=at)
        return actions.change_placement(
            placement=found, facts=facts, revision=form.cleaned_data["revision"], by=by, at=at
        )
    except Overtaken as overtaken:
        now = get_placement(request, found.pk if found else 0)
        tell_overtaken(
            form, overtaken, revision=now.revision, stored=form.stored(now, reads.get_contents(now))
        )
    except PlacementError as refused:
        form.add_error(FIELD_OF.get(type(refused)), sentence_of(refused))
    return None


def _step_page(
    request: CityRequest,
    found: Placement,
    form: django_forms.Form,
    take: Callable[[], Placement],
    words: tuple[Any, Any, Any],
) -> HttpResponse:
    """A step with its form; `words` are title, lead and what the button says."""
    title, lead, submit = words
    if request.method == "POST" and form.is_valid():
        try:
            take()
        except (DayOutside, ReasonNeeded) as refused:
            field = "on" if isinstance(refused, DayOutside) else "reason"
            form.add_error(field if field in form.fields else None, sentence_of(refused))
        except PlacementError as refused:
            form.add_error(None, sentence_of(refused))
        else:
            messages.success(request, _("Dicatat: %(step)s.") % {"step": str(title)})
            return redirect("placements:placement", pk=found.pk)
    context = {"placement": found, "form": form, "step_title": title, "step_lead": lead, "submit": submit}
    return render(request, "placements/step.html", context)


def _sent(request: CityRequest) -> Any:
    return request.POST if request.method == "POST" else None


@allow(Role.PENGELOLA)
def approve(request: CityRequest, pk: int) -> HttpResponse:
    """The approval of the authority, by its letter."""
    found, form = get_placement(request, pk), ApproveForm(_sent(request))
    return _step_page(
        request,
        found,
        form,
        lambda: actions.approve_placement(
            placement=found, basis=form.cleaned_data["basis"], by=request.user, at=timezone.now()
        ),
        (
            _("Catat persetujuan"),
            _("Sesudah ini suratnya dilengkapi, dan pegawainya diberi tahu."),
            _("Catat persetujuan"),
        ),
    )


@allow(Role.PENGELOLA)
def cancel(request: CityRequest, pk: int) -> HttpResponse:
    """It does not come about."""
    found, form = get_placement(request, pk), ReasonForm(_sent(request))
    return _step_page(
        request,
        found,
        form,
        lambda: actions.cancel_placement(
            placement=found, reason=form.cleaned_data["reason"], by=request.user, at=timezone.now()
        ),
        (
            _("Batalkan penempatan"),
            _("Riwayatnya tetap tersimpan; pegawainya diberi tahu dengan alasannya."),
            _("Batalkan penempatan"),
        ),
    )


@allow(Role.PENGELOLA)
def begin(request: CityRequest, pk: int) -> HttpResponse:
    """The person leaves."""
    found = get_placement(request, pk)
    return _step_page(
        request,
        found,
        django_forms.Form(_sent(request)),
        lambda: actions.begin_placement(placement=found, by=request.user, at=timezone.now()),
        (
            _("Catat keberangkatan"),
            _("Hanya bila semua surat yang diminta sudah ada dan berlaku sampai hari terakhir."),
            _("Catat keberangkatan"),
        ),
    )


@allow(*WRITERS)
def end(request: CityRequest, pk: int) -> HttpResponse:
    """The person is back."""
    found = get_writable(request, pk)
    last = min(found.ends_on, timezone.localdate())
    form = ReturnForm(_sent(request), initial={"on": last})
    return _step_page(
        request,
        found,
        form,
        lambda: actions.end_placement(
            placement=found, facts=form.facts(), by=request.user, at=timezone.now()
        ),
        (
            _("Catat kepulangan"),
            _("Hari terakhir di sana. Bila lebih cepat atau lebih lambat, sebut alasannya."),
            _("Catat kepulangan"),
        ),
    )


@allow(*WRITERS)
def report(request: CityRequest, pk: int) -> HttpResponse:
    """What was done and learnt."""
    found = get_writable(request, pk)
    form = ReportForm(_sent(request), request.FILES or None, initial={"text": found.report})
    return _step_page(
        request,
        found,
        form,
        lambda: actions.report_placement(
            placement=found,
            text=form.cleaned_data["text"],
            scan=form.cleaned_data["scan"],
            by=request.user,
            at=timezone.now(),
        ),
        (
            _("Tulis laporan"),
            _("Laporan yang sudah dikirim dapat diganti selama belum ditutup."),
            _("Kirim laporan"),
        ),
    )


@allow(Role.PENGELOLA)
def close(request: CityRequest, pk: int) -> HttpResponse:
    """Nothing more is expected of it."""
    found, form = get_placement(request, pk), CloseForm(_sent(request))
    is_owed = bool(reads.list_duties_of(found, today=timezone.localdate()))
    lead = (
        _("Masih ada kewajiban yang terbuka; bila tetap ditutup, alasannya tersimpan.")
        if is_owed
        else _("Semua kewajiban sudah selesai.")
    )
    return _step_page(
        request,
        found,
        form,
        lambda: actions.close_placement(
            placement=found, reason=form.cleaned_data["reason"], by=request.user, at=timezone.now()
        ),
        (_("Tutup penempatan"), lead, _("Tutup penempatan")),
    )


@allow(*READERS)
def report_file(request: CityRequest, pk: int) -> HttpResponse:
    """The file that came with the report."""
    return file_of(get_placement(request, pk).report_file)


def file_of(stored: Any) -> HttpResponse:
    """A kept file as a download; the page that says it is not there where none was sent."""
    if stored is None:
        raise Http404
    return attachment(name=stored.name, content=bytes(stored.content), content_type=stored.content_type)
