"""The page of a pair, and what the office and the agency do with it."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from sibina.deliver.mentoring import actions, reads, rules
from sibina.deliver.mentoring.forms import MINUTES, ChooseForm, MeetingForm, ReasonForm
from sibina.deliver.mentoring.models import Mentor, Pair
from sibina.deliver.mentoring.sentences import points, refusal_of, sentences_of
from sibina.deliver.mentoring.types import (
    MentoringRefused,
    MentorRole,
    PairState,
    Place,
    Reason,
    ReasonKind,
    Side,
)
from sibina.deliver.mentoring.views.own import entry_form, entry_rows, may_say
from sibina.deliver.mentoring.views.rounds import OWNERS, READERS
from sibina.ground.people.api import CityRequest, get_sight
from sibina.lib.access import Role, allow

ANYBODY = (*sorted({*READERS, *OWNERS}),)
DECIDERS = (Role.KEPALA_OPD, Role.PENGELOLA)


def get_pair(request: CityRequest, pk: int) -> Pair:
    """A pair that the member may see; nothing else is there."""
    found = reads.find_pair(pair_id=pk, member=request.membership)
    if found is None:
        raise Http404
    return found


def may_decide(request: CityRequest, found: Pair) -> bool:
    """The agency, and the head in whose office or unit the mentee works; nobody about the own pair."""
    role, member = request.membership.role, request.membership
    if reads.side_of(found, member.person_id) is not None and role != Role.PENGELOLA:
        return False
    if role == Role.KEPALA_OPD:
        units = get_sight(member).unit_ids or frozenset()
        return found.mentee.unit_id in units
    return role == Role.PENGELOLA


def get_decided(request: CityRequest, pk: int) -> Pair:
    """A pair about which the member decides; 404 for who only sees it."""
    found = get_pair(request, pk)
    if not may_decide(request, found):
        raise Http404
    return found


def reasons_in_words(found: Pair) -> list[str]:
    """Why the two were proposed, in words."""
    names = reads.name_competencies([found])
    told = [
        Reason(
            kind=ReasonKind(one["kind"]),
            points=one["points"],
            competency=one.get("competency"),
            level=one["level"],
            short=one["short"],
            role=MentorRole(one["role"]),
            place=Place(one["place"]),
            count=one["count"],
        )
        for one in found.reasons
    ]
    return sentences_of(told, lambda key: names.get(int(str(key)), str(key)))


@require_safe
@allow(*ANYBODY)
def pair(request: CityRequest, pk: int) -> HttpResponse:
    """One pair: why, what next, goals, the logbook, its history."""
    found, today = get_pair(request, pk), timezone.localdate()
    side = reads.side_of(found, request.membership.person_id)
    is_running = found.state == PairState.SET
    decides = may_decide(request, found)
    goals = reads.list_goals(pair=found)
    entries = reads.list_entries(pair=found)
    context: dict[str, Any] = {
        "pair": found,
        "side": side,
        "is_running": is_running,
        "is_silent": is_running and found.heard_on < rules.silent_before(today, found.round.silence_days),
        "reasons": reasons_in_words(found),
        "score": None if found.score is None else points(found.score),
        "goals": [(goal, may_say(goal, side, found)) for goal in goals],
        "entries": entry_rows(entries, side),
        "counted": reads.sum_of(entries),
        "events": reads.list_events(pair=found),
        "entry_form": entry_form(None, found, goals, today) if side and is_running else None,
        "minutes": MINUTES,
        "meeting_form": MeetingForm(initial={"day": found.next_on}) if side and is_running else None,
        "may_agree": decides
        and request.membership.role == Role.KEPALA_OPD
        and found.state == PairState.PROPOSED,
        "may_refuse": decides and found.state in rules.OPEN,
        "may_end": decides and is_running,
        "may_complete": is_running and (decides or side is Side.MENTOR),
        "is_reader": request.membership.role in READERS,
    }
    return render(request, "mentoring/pair.html", context)


@require_POST
@allow(Role.KEPALA_OPD)
def agree(request: CityRequest, pk: int) -> HttpResponse:
    """The office agrees."""
    found = get_decided(request, pk)
    try:
        actions.agree_pair(pair=found, by=request.membership, at=timezone.now())
    except MentoringRefused as refused:
        messages.error(request, refusal_of(refused))
    else:
        messages.success(request, _("Disetujui. BKPSDM menetapkannya."))
    return redirect("mentoring:pair", pk=found.pk)


@allow(*DECIDERS)
def refuse(request: CityRequest, pk: int) -> HttpResponse:
    """The pair is not to be, and why; another mentor is proposed with the next matching."""
    found = get_decided(request, pk)
    form = ReasonForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.refuse_pair(
                pair=found, reason=form.cleaned_data["reason"], by=request.membership, at=timezone.now()
            )
        except MentoringRefused as refused:
            form.add_error(None, refusal_of(refused))
        else:
            messages.success(request, _("Ditolak. Pasangan ini tidak diusulkan lagi; mentor lain dicarikan."))
            return redirect("mentoring:round", pk=found.round_id)
    return render(request, "mentoring/refuse.html", {"pair": found, "form": form})


@allow(*DECIDERS)
def choose(request: CityRequest, pk: int) -> HttpResponse:
    """Another mentor of the mentee's office, and why."""
    found = get_decided(request, pk)
    form = ChooseForm(
        request.POST if request.method == "POST" else None, choices=reads.list_choices(pair=found)
    )
    if request.method == "POST" and form.is_valid():
        try:
            made = actions.choose_mentor(
                pair=found,
                mentor=Mentor.objects.select_related("person").get(pk=form.cleaned_data["mentor"]),
                reason=form.cleaned_data["reason"],
                by=request.membership,
                at=timezone.now(),
            )
        except MentoringRefused as refused:
            form.add_error(None, refusal_of(refused))
        else:
            messages.success(request, _("Mentor diganti."))
            return redirect("mentoring:pair", pk=made.pk)
    return render(request, "mentoring/choose.html", {"pair": found, "form": form})


@allow(*DECIDERS)
def seek(request: CityRequest, pk: int) -> HttpResponse:
    """End a pair that does not work, and let the best mentor that is left be proposed."""
    found = get_decided(request, pk)
    form = ReasonForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            made = actions.seek_another(
                pair=found, reason=form.cleaned_data["reason"], by=request.membership, at=timezone.now()
            )
        except MentoringRefused as refused:
            form.add_error(None, refusal_of(refused))
        else:
            if made is None:
                messages.warning(
                    request, _("Pasangan diakhiri, tetapi tidak ada mentor lain yang dapat diusulkan.")
                )
                return redirect("mentoring:unpaired")
            messages.success(
                request, _("Pasangan diakhiri; mentor lain diusulkan. Pasangan lain tidak berubah.")
            )
            return redirect("mentoring:pair", pk=made.pk)
    return render(request, "mentoring/seek.html", {"pair": found, "form": form})


@require_POST
@allow(*ANYBODY)
def complete(request: CityRequest, pk: int) -> HttpResponse:
    """The mentoring has come to its end."""
    found = get_pair(request, pk)
    is_mentor = reads.side_of(found, request.membership.person_id) is Side.MENTOR
    if not (is_mentor or may_decide(request, found)):
        raise Http404
    try:
        actions.complete_pair(pair=found, by=request.membership, at=timezone.now())
    except MentoringRefused as refused:
        messages.error(request, refusal_of(refused))
    else:
        messages.success(request, _("Pendampingan selesai. Terima kasih."))
    return redirect("mentoring:pair", pk=found.pk)
