"""The bring-home chain of a placement: promised, taught, offered, answered, measured."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from sibina.deliver.placements import actions, reads
from sibina.deliver.placements.forms import (
    AnswerForm,
    ChangeForm,
    CommitmentForm,
    OfferForm,
    ReasonForm,
    SharingForm,
    sharing_facts,
    taught_rows,
)
from sibina.deliver.placements.models import Commitment, Placement
from sibina.deliver.placements.rules import ENDED, stage_of
from sibina.deliver.placements.sentences import STAGE_TONES, STAGES, sentence_of
from sibina.deliver.placements.types import (
    AdoptionState,
    CommitmentKnown,
    DayOutside,
    OfferedAlready,
    PlacementError,
    PlacementState,
)
from sibina.deliver.placements.views.placing import file_of, tab_context
from sibina.deliver.placements.views.rights import (
    READERS,
    WRITERS,
    get_adoption,
    get_commitment,
    get_placement,
    get_writable,
    may_answer,
    may_write,
    reader_of,
)
from sibina.ground.people.api import CityRequest, Unit
from sibina.lib.access import allow
from sibina.lib.editing.api import Overtaken
from sibina.lib.editing.forms import tell_overtaken


@allow(*READERS)
def chain(request: CityRequest, pk: int) -> HttpResponse:
    """Every promise on one picture: who was taught, which unit took it up, what changed."""
    found = get_placement(request, pk)
    state = PlacementState(found.state)
    is_open = state not in ENDED and state != PlacementState.PROPOSED
    context = {
        **tab_context(request, found, "chain"),
        "links": [_link(one) for one in reads.list_commitments(found)],
        "may_add": may_write(request, found) and is_open,
        "is_proposed": state == PlacementState.PROPOSED,
    }
    return render(request, "placements/chain.html", context)


def _link(one: Commitment) -> dict[str, Any]:
    """One promise of the chain with its stage."""
    taught: Any = one.taught
    answers: Any = one.answers
    changed = any(row.measured for row in answers)
    stage = stage_of(
        dropped=one.dropped_at is not None,
        taught=bool(taught),
        answers=[AdoptionState(row.state) for row in answers],
        changed=changed,
    )
    people = sum(row["people"] for sharing in taught for row in sharing.told)
    return {
        "commitment": one,
        "stage": STAGES[stage],
        "tone": STAGE_TONES[stage],
        "people": people,
        "is_changed": changed,
        "is_dropped": one.dropped_at is not None,
    }


@allow(*WRITERS)
def promise(request: CityRequest, pk: int) -> HttpResponse:
    """A new promise."""
    return _promise_page(request, get_writable(request, pk), None)


@allow(*WRITERS)
def edit_promise(request: CityRequest, pk: int) -> HttpResponse:
    """A promise to be changed."""
    found = get_commitment(request, pk)
    return _promise_page(request, found.placement, found)


def _promise_page(request: CityRequest, placement: Placement, found: Commitment | None) -> HttpResponse:
    data = request.POST if request.method == "POST" else None
    form = CommitmentForm(data, commitment=found)
    if data is not None and form.is_valid():
        try:
            actions.save_commitment(
                placement=placement,
                commitment=found,
                facts=form.facts(),
                revision=form.cleaned_data["revision"],
                by=request.user,
                at=timezone.now(),
            )
        except Overtaken as overtaken:
            now = get_commitment(request, found.pk if found else 0)
            tell_overtaken(form, overtaken, revision=now.revision, stored=form.stored(now))
        except PlacementError as refused:
            field = "practice" if isinstance(refused, CommitmentKnown) else None
            form.add_error(field, sentence_of(refused))
        else:
            messages.success(request, _("Janji tersimpan."))
            return redirect("placements:chain", pk=placement.pk)
    words = (_("Ubah janji") if found else _("Janjikan praktik"), _("Simpan janji"))
    return _chain_form(request, placement, form, words, lead=_("Apa yang akan Anda bawa pulang dan ajarkan."))


def _chain_form(
    request: CityRequest, placement: Placement, form: Any, words: tuple[Any, Any], *, lead: Any, **more: Any
) -> HttpResponse:
    """A form of the chain; `words` are its title and what the button says."""
    title, submit = words
    context = {"placement": placement, "form": form, "form_title": title, "form_lead": lead}
    return render(request, "placements/chain_form.html", context | {"submit": submit} | more)


@allow(*WRITERS)
def drop(request: CityRequest, pk: int) -> HttpResponse:
    """A promise given up, with a reason."""
    found = get_commitment(request, pk)
    form = ReasonForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.drop_commitment(
                commitment=found, reason=form.cleaned_data["reason"], by=request.user, at=timezone.now()
            )
        except PlacementError as refused:
            form.add_error(None, sentence_of(refused))
        else:
            messages.success(request, _("Janji dilepas; alasannya tersimpan."))
            return redirect("placements:chain", pk=found.placement_id)
    words = (_("Lepaskan janji"), _("Lepaskan janji"))
    return _chain_form(request, found.placement, form, words, lead=found.practice)


@allow(*WRITERS)
def teach(request: CityRequest, pk: int) -> HttpResponse:
    """Others were taught: when, with what, how many of which units."""
    found = get_commitment(request, pk)
    data, today = request.POST if request.method == "POST" else None, timezone.localdate()
    form = SharingForm(data, request.FILES or None, initial={"held_on": today})
    rows = taught_rows(data, units=reads.list_units_to_teach(found, day=today))
    if data is not None and all([form.is_valid(), rows.is_valid()]):
        try:
            actions.teach_practice(
                commitment=found,
                facts=sharing_facts(form, rows),
                scan=form.cleaned_data["scan"],
                by=request.user,
                at=timezone.now(),
            )
        except DayOutside as refused:
            form.add_error("held_on", sentence_of(refused))
        except PlacementError as refused:
            form.add_error(None, sentence_of(refused))
        else:
            messages.success(request, _("Tercatat siapa yang diajari."))
            return redirect("placements:chain", pk=found.placement_id)
    words = (_("Catat yang diajari"), _("Simpan"))
    return _chain_form(request, found.placement, form, words, lead=found.practice, rows=rows)


@allow(*WRITERS)
def offer(request: CityRequest, pk: int) -> HttpResponse:
    """A unit is asked to take the practice up."""
    found = get_commitment(request, pk)
    units = reads.list_units_to_ask(found, day=timezone.localdate())
    form = OfferForm(request.POST if request.method == "POST" else None, units=units)
    if request.method == "POST" and form.is_valid():
        try:
            actions.offer_practice(
                commitment=found,
                unit=Unit.objects.get(pk=form.cleaned_data["unit"]),
                by=request.user,
                at=timezone.now(),
            )
        except PlacementError as refused:
            field = "unit" if isinstance(refused, OfferedAlready) else None
            form.add_error(field, sentence_of(refused))
        else:
            messages.success(request, _("Unit ditawari; kepalanya diberi tahu."))
            return redirect("placements:chain", pk=found.placement_id)
    words = (_("Tawarkan kepada unit"), _("Tawarkan"))
    return _chain_form(request, found.placement, form, words, lead=found.practice)


@allow(*READERS)
def adoption(request: CityRequest, pk: int) -> HttpResponse:
    """What a unit was asked and said, and what changed there; its head answers and measures."""
    found = get_adoption(request, pk)
    may = may_answer(request, found)
    if request.method == "POST" and not may:
        raise Http404
    state, today = AdoptionState(found.state), timezone.localdate()
    changes = reads.list_changes(found)
    form: AnswerForm | ChangeForm | None = None
    is_open = found.commitment.dropped_at is None and found.commitment.placement.state not in ENDED
    if may and is_open and state == AdoptionState.ASKED:
        form = AnswerForm(request.POST if request.method == "POST" else None)
    elif may and is_open and state == AdoptionState.ADOPTED:
        data = request.POST if request.method == "POST" else None
        form = ChangeForm(data, today=today, initial=_first_figures(found, changes))
    is_sent = request.method == "POST" and form is not None and form.is_valid()
    if form is not None and is_sent and _is_taken(request, found, form):
        return redirect("placements:adoption", pk=pk)
    context = {
        "adoption": found,
        "commitment": found.commitment,
        "placement": found.commitment.placement,
        "sharings": reads.list_sharings(found.commitment),
        "changes": changes,
        "form": form,
        "sees_placement": reader_of(request).sees(found.commitment.placement),
    }
    return render(request, "placements/adoption.html", context)


def _first_figures(found: Any, changes: list[Any]) -> dict[str, Any]:
    """A further measuring begins from the same indicator and the same figure before."""
    if not changes:
        return {"indicator": found.commitment.measure, "before_on": found.since, "less_is_better": True}
    same = ("indicator", "unit_of_measure", "before", "before_on", "less_is_better", "source")
    return {name: getattr(changes[-1], name) for name in same}


def _is_taken(request: CityRequest, found: Any, form: AnswerForm | ChangeForm) -> bool:
    """Write the answer or the figures; False where it is refused and the form says why."""
    by, at = request.user, timezone.now()
    try:
        if isinstance(form, AnswerForm):
            actions.answer_offer(adoption=found, facts=form.facts(), by=by, at=at)
            messages.success(request, _("Jawaban tersimpan; yang membawanya pulang diberi tahu."))
        else:
            actions.measure_change(adoption=found, facts=form.facts(), by=by, at=at)
            messages.success(request, _("Perubahan tercatat."))
    except PlacementError as refused:
        form.add_error(None, sentence_of(refused))
        return False
    return True


@allow(*READERS)
def sharing_file(request: CityRequest, pk: int) -> HttpResponse:
    """What was used to teach."""
    found = reads.find_sharing(sharing_id=pk, reader=reader_of(request))
    return file_of(found.file if found else None)
