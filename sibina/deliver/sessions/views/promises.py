"""Promises after a workshop: written on the phone, read by the superior, listed for the agency."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from sibina.deliver.sessions import actions, reads
from sibina.deliver.sessions.forms import DropForm, PromiseForm
from sibina.deliver.sessions.models import Enrolment, WorkPromise
from sibina.deliver.sessions.rules import WRITABLE
from sibina.deliver.sessions.sentences import NOT_A_WORKSHOP, PROMISE_GAPS, PROMISE_SHUT, PROMISE_STATES
from sibina.deliver.sessions.types import NotAWorkshop, PromiseIncomplete, PromiseShut, PromiseState
from sibina.ground.people.api import CityRequest, get_sight
from sibina.lib.access import WHOLE_CITY, Role, allow
from sibina.lib.editing.api import Overtaken
from sibina.lib.editing.forms import tell_overtaken
from sibina.lib.lists.api import Column, Empty, Filter, ListSpec, address_of, list_page
from sibina.lib.words import number

PERSONS = (Role.ASN, Role.MENTOR, Role.KEPALA_OPD, Role.PENGELOLA, Role.ANALIS)
"""Roles behind which a person of the city may stand who takes part in a workshop."""
READERS = tuple(sorted({*WHOLE_CITY, *PERSONS}))


@allow(*READERS)
def promises(request: CityRequest) -> HttpResponse:
    """What was promised, by whom, where, from what to what; a person's own workshops without a promise stand above."""
    member, today = request.membership, timezone.localdate()
    rows = reads.list_promises_seen(sight=get_sight(member), person_id=member.person_id)
    spec = ListSpec(
        name="janji-kerja",
        title=_("Janji kerja"),
        lead=_("Setelah lokakarya: masalah di tempat kerja, yang dicoba, dan angka yang dijanjikan."),
        columns=_columns(),
        search=("enrolment__person__folded_name__contains", "indicator", "workplace"),
        search_label=_("Nama, ukuran, atau tempat"),
        filters=[Filter("keadaan", _("Keadaan"), list(PROMISE_STATES.items()), "state")],
        order="sampai",
        joining=reads.join_promises,
        empty=Empty(
            _("Belum ada janji"),
            _("Peserta lokakarya menulisnya di telepon, sejak hari pertama."),
            icon="target",
        ),
    )
    own = reads.list_unpromised(person_id=member.person_id, today=today) if member.person_id else []
    return list_page(
        request, rows=rows, spec=spec, template="sessions/promises/list.html", extra={"unpromised": own}
    )


def _columns() -> list[Column]:
    def figures(row: WorkPromise) -> str:
        if row.baseline is None or row.target is None:
            return ""
        places = _places(row)
        return f"{number(row.baseline, places)} → {number(row.target, places)} {row.unit_of_measure}"

    return [
        Column(
            "ukuran",
            _("Ukuran"),
            lambda row: row.indicator or _("(draf)"),
            sort="indicator",
            link=address_of("promises:promise"),
            width=34,
        ),
        Column(
            "nama", _("Oleh"), lambda row: str(row.enrolment.person), sort="enrolment__person__name", width=30
        ),
        Column("tempat", _("Di mana"), "workplace", sort="workplace", width=30),
        Column("angka", _("Dari → ke"), figures),
        Column("sampai", _("Sampai"), "due_on", sort="due_on", kind="date"),
        Column("sesi", _("Lokakarya"), "enrolment__session__title", width=34),
        Column("keadaan", _("Keadaan"), "get_state_display", kind="badge", tone=lambda row: row.tone),
    ]


def _places(row: WorkPromise) -> int:
    """As many decimals as the figures have."""
    figures = [value for value in (row.baseline, row.target) if value is not None]
    return 0 if all(value == value.to_integral_value() for value in figures) else 2


def _own_part(request: CityRequest, pk: int) -> Enrolment:
    """My part in a workshop that has begun; nothing else is there."""
    person_id = request.membership.person_id
    found = (
        reads.find_promising(enrolment_id=pk, person_id=person_id, today=timezone.localdate())
        if person_id
        else None
    )
    if found is None:
        raise Http404
    return found


@allow(*PERSONS)
def write(request: CityRequest, pk: int) -> HttpResponse:
    """The promise after one workshop: kept as a draft, or promised; without script."""
    part = _own_part(request, pk)
    found: WorkPromise | None = getattr(part, "promise", None)
    if found is not None and PromiseState(found.state) not in WRITABLE:
        return redirect("promises:promise", pk=found.pk)
    form = PromiseForm(request.POST if request.method == "POST" else None, promise=found)
    if request.method == "POST" and form.is_valid():
        saved = _saved(request, part, form)
        if saved is not None:
            return redirect("promises:promise", pk=saved.pk)
    context = {"part": part, "session": part.session, "form": form, "promise": found}
    return render(request, "sessions/promises/write.html", context)


def _saved(request: CityRequest, part: Enrolment, form: PromiseForm) -> WorkPromise | None:
    """What was typed, kept, and promised where that was pressed; None where it is refused and the form says why."""
    by, at = request.user, timezone.now()
    try:
        saved = actions.save_promise(
            enrolment=part, facts=form.facts(), revision=form.cleaned_data["revision"], by=by, at=at
        )
        form.open_again(saved.revision)
        if "janji" in request.POST and saved.state == PromiseState.DRAFT:
            actions.make_promise(promise=saved, by=by, at=at)
            messages.success(request, _("Janji tersimpan; atasan Anda diberi tahu."))
        else:
            messages.success(request, _("Tersimpan."))
    except Overtaken as overtaken:
        now = WorkPromise.objects.get(enrolment=part)
        tell_overtaken(form, overtaken, revision=now.revision, stored=form.stored(now))
        return None
    except PromiseIncomplete as refused:
        if form.data.get("revision") != str(form.cleaned_data["revision"]):
            form.add_error(None, _("Drafnya sudah tersimpan. Untuk dijanjikan, lengkapi ini:"))
        for gap in refused.gaps:
            field, sentence = PROMISE_GAPS[gap]
            form.add_error(field, str(sentence))
        return None
    except PromiseShut as refused:
        form.add_error(None, PROMISE_SHUT % {"state": PROMISE_STATES[refused.state]})
        return None
    except NotAWorkshop:
        form.add_error(None, NOT_A_WORKSHOP)
        return None
    return saved


def _get_promise(request: CityRequest, pk: int) -> WorkPromise:
    member = request.membership
    found = reads.find_promise(promise_id=pk, sight=get_sight(member), person_id=member.person_id)
    if found is None:
        raise Http404
    return found


@allow(*READERS)
def promise(request: CityRequest, pk: int) -> HttpResponse:
    """One promise, and what the reader may do about it."""
    found = _get_promise(request, pk)
    member, state = request.membership, PromiseState(found.state)
    is_own = found.enrolment.person_id == member.person_id
    context = {
        "promise": found,
        "is_own": is_own,
        "may_write": is_own and state in WRITABLE,
        "may_agree": member.role == Role.KEPALA_OPD and not is_own and state == PromiseState.MADE,
        "may_drop": is_own and state in (PromiseState.MADE, PromiseState.AGREED),
        "places": _places(found),
    }
    return render(request, "sessions/promises/promise.html", context)


@require_POST
@allow(Role.KEPALA_OPD)
def agree(request: CityRequest, pk: int) -> HttpResponse:
    """The superior stands behind it."""
    found = _get_promise(request, pk)
    if found.enrolment.person_id == request.membership.person_id:
        raise Http404
    try:
        actions.agree_to_promise(promise=found, by=request.user, at=timezone.now())
    except PromiseShut as refused:
        messages.error(request, PROMISE_SHUT % {"state": PROMISE_STATES[refused.state]})
    else:
        messages.success(request, _("Disepakati; pegawainya diberi tahu."))
    return redirect("promises:promise", pk=pk)


@allow(*PERSONS)
def drop(request: CityRequest, pk: int) -> HttpResponse:
    """It is given up, with a reason."""
    found = _get_promise(request, pk)
    if found.enrolment.person_id != request.membership.person_id:
        raise Http404
    form = DropForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.drop_promise(
                promise=found, reason=form.cleaned_data["reason"], by=request.user, at=timezone.now()
            )
        except PromiseShut as refused:
            form.add_error(None, PROMISE_SHUT % {"state": PROMISE_STATES[refused.state]})
        else:
            messages.success(request, _("Janji dilepas; alasannya tersimpan."))
            return redirect(reverse("promises:promise", args=[pk]))
    return render(request, "sessions/promises/drop.html", {"promise": found, "form": form})
