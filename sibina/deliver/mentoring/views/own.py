"""The pages of the two: my mentor and my mentees, a meeting in two taps, confirming, goals."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from sibina.deliver.mentoring import actions, reads
from sibina.deliver.mentoring.forms import MINUTES, EntryForm, GoalForm, MeetingForm, ReasonForm
from sibina.deliver.mentoring.models import Goal, LogEntry, Pair
from sibina.deliver.mentoring.sentences import refusal_of
from sibina.deliver.mentoring.types import (
    EntryState,
    MentoringRefused,
    PairState,
    Side,
    Verdict,
)
from sibina.deliver.mentoring.views.rounds import OWNERS
from sibina.ground.people.api import CityRequest
from sibina.lib.access import allow

LAST_MONTH_DAY = (12, 31)


def entry_form(data: Any, found: Pair, goals: Iterable[Goal], today: date) -> EntryForm:
    """The form of a meeting, with the pair's goals as what it can be about."""
    return EntryForm(data, pair_id=found.pk, topics=[goal.text for goal in goals], today=today)


def entry_rows(entries: Iterable[LogEntry], side: Side | None) -> list[dict[str, Any]]:
    """The logbook, each with what the reader may do about it."""
    return [
        {
            "entry": entry,
            "may_answer": side is not None and entry.state == EntryState.WAITING and entry.side != side,
            "may_withdraw": side is not None and entry.state == EntryState.WAITING and entry.side == side,
        }
        for entry in entries
    ]


def may_say(goal: Goal, side: Side | None, pair: Pair) -> bool:
    """May the reader still say whether the goal was reached?"""
    if side is None or pair.state != PairState.SET:
        return False
    return not (goal.mentor_says if side is Side.MENTOR else goal.mentee_says)


def get_own(request: CityRequest, pk: int) -> tuple[Pair, Side]:
    """An own pair, and which side of it the reader is; nothing else is there."""
    found = reads.find_pair(pair_id=pk, member=request.membership)
    side = reads.side_of(found, request.membership.person_id) if found else None
    if found is None or side is None:
        raise Http404
    return found, side


def get_own_entry(request: CityRequest, pk: int, *, written_by_other: bool) -> tuple[LogEntry, Side]:
    """An entry of an own pair, of the other side or the own."""
    entry = reads.find_entry(entry_id=pk)
    if entry is None:
        raise Http404
    _pair, side = get_own(request, entry.pair_id)
    if (entry.side != side) is not written_by_other:
        raise Http404
    return entry, side


@require_safe
@allow(*OWNERS)
def mine(request: CityRequest) -> HttpResponse:
    """My mentor, my mentees: what waits for my word, when we meet next, and a meeting in two taps."""
    person_id, today = request.membership.person_id, timezone.localdate()
    pairs = reads.list_own_pairs(person_id=person_id) if person_id else []
    running = [one for one in pairs if one.state == PairState.SET]
    goals = reads.goals_by_pair(pairs=running)
    waiting = reads.list_waiting_entries(pairs=running)
    cards = []
    for one in running:
        side = reads.side_of(one, person_id)
        assert side is not None
        cards.append(
            {
                "pair": one,
                "side": side,
                "other": one.mentee if side is Side.MENTOR else one.mentor.person,
                "form": entry_form(None, one, goals.get(one.pk, ()), today),
                "goals": goals.get(one.pk, ()),
                "waiting": [entry for entry in waiting if entry.pair_id == one.pk and entry.side != side],
            }
        )
    context = {
        "has_person": person_id is not None,
        "cards": cards,
        "past": [
            (one, one.mentee if reads.side_of(one, person_id) is Side.MENTOR else one.mentor.person)
            for one in pairs
            if one.state != PairState.SET
        ],
        "minutes": MINUTES,
    }
    return render(request, "mentoring/mine.html", context)


@allow(*OWNERS)
def write_entry(request: CityRequest, pk: int) -> HttpResponse:
    """A meeting is written down: what, how long; today, unless another day is typed."""
    found, side = get_own(request, pk)
    form = entry_form(
        request.POST if request.method == "POST" else None,
        found,
        reads.list_goals(pair=found),
        timezone.localdate(),
    )
    if request.method == "POST" and form.is_valid():
        try:
            actions.write_entry(
                pair=found, side=side, facts=form.facts(), by=request.membership, at=timezone.now()
            )
        except MentoringRefused as refused:
            form.add_error(None, refusal_of(refused))
        else:
            other = found.mentee if side is Side.MENTOR else found.mentor.person
            told = _("Tercatat. Dihitung setelah %(name)s menyetujuinya.")
            messages.success(request, told % {"name": other})
            return redirect("mentoring:pair", pk=found.pk)
    return render(request, "mentoring/log.html", {"pair": found, "form": form, "minutes": MINUTES})


@require_POST
@allow(*OWNERS)
def confirm_entry(request: CityRequest, pk: int) -> HttpResponse:
    """The other side says: so it was."""
    entry, side = get_own_entry(request, pk, written_by_other=True)
    try:
        actions.confirm_entry(entry=entry, side=side, by=request.membership, at=timezone.now())
    except MentoringRefused as refused:
        messages.error(request, refusal_of(refused))
    else:
        messages.success(request, _("Disetujui; catatan ini sekarang dihitung."))
    return redirect("mentoring:pair", pk=entry.pair_id)


@allow(*OWNERS)
def decline_entry(request: CityRequest, pk: int) -> HttpResponse:
    """The other side says that it was not so, and why."""
    entry, side = get_own_entry(request, pk, written_by_other=True)
    form = ReasonForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.decline_entry(
                entry=entry,
                side=side,
                reason=form.cleaned_data["reason"],
                by=request.membership,
                at=timezone.now(),
            )
        except MentoringRefused as refused:
            form.add_error(None, refusal_of(refused))
        else:
            messages.success(request, _("Tersimpan; penulisnya diberi tahu dan dapat mencatat ulang."))
            return redirect("mentoring:pair", pk=entry.pair_id)
    return render(request, "mentoring/decline.html", {"entry": entry, "form": form})


@require_POST
@allow(*OWNERS)
def withdraw_entry(request: CityRequest, pk: int) -> HttpResponse:
    """Who wrote it takes it back."""
    entry, side = get_own_entry(request, pk, written_by_other=False)
    try:
        actions.withdraw_entry(entry=entry, side=side, by=request.membership, at=timezone.now())
    except MentoringRefused as refused:
        messages.error(request, refusal_of(refused))
    else:
        messages.success(request, _("Catatan ditarik."))
    return redirect("mentoring:pair", pk=entry.pair_id)


@require_POST
@allow(*OWNERS)
def plan_meeting(request: CityRequest, pk: int) -> HttpResponse:
    """When the two meet next."""
    found, _side = get_own(request, pk)
    form = MeetingForm(request.POST)
    if not form.is_valid():
        messages.error(request, " ".join(map(str, form.errors["day"])))
        return redirect("mentoring:pair", pk=found.pk)
    try:
        actions.plan_meeting(
            pair=found, day=form.cleaned_data["day"], by=request.membership, at=timezone.now()
        )
    except MentoringRefused as refused:
        messages.error(request, refusal_of(refused))
    else:
        messages.success(request, _("Pertemuan berikutnya tersimpan."))
    return redirect("mentoring:pair", pk=found.pk)


@allow(*OWNERS)
def add_goal(request: CityRequest, pk: int) -> HttpResponse:
    """A goal from the mentee's gaps, or in own words."""
    found, side = get_own(request, pk)
    today = timezone.localdate()
    due_on = date(today.year, *LAST_MONTH_DAY)
    gaps = reads.list_gaps_for_goals(pair=found, city=request.city)
    form = GoalForm(request.POST if request.method == "POST" else None, gaps=gaps, due_on=due_on)
    if request.method == "POST" and form.is_valid():
        try:
            actions.add_goal(
                pair=found, side=side, facts=form.facts(), by=request.membership, at=timezone.now()
            )
        except MentoringRefused as refused:
            form.add_error("due_on", refusal_of(refused))
        else:
            messages.success(request, _("Sasaran tersimpan."))
            return redirect("mentoring:pair", pk=found.pk)
    return render(request, "mentoring/goal_add.html", {"pair": found, "form": form})


def _own_goal(request: CityRequest, pk: int) -> tuple[Goal, Side]:
    goal = reads.find_goal(goal_id=pk)
    if goal is None:
        raise Http404
    _pair, side = get_own(request, goal.pair_id)
    return goal, side


@require_POST
@allow(*OWNERS)
def judge_goal(request: CityRequest, pk: int) -> HttpResponse:
    """One side says whether the goal was reached."""
    goal, side = _own_goal(request, pk)
    said: Sequence[str] = [one.value for one in Verdict]
    if request.POST.get("kata") not in said:
        messages.error(request, _("Pilih: tercapai, atau belum tercapai."))
        return redirect("mentoring:pair", pk=goal.pair_id)
    try:
        actions.judge_goal(
            goal=goal,
            side=side,
            verdict=Verdict(request.POST["kata"]),
            by=request.membership,
            at=timezone.now(),
        )
    except MentoringRefused as refused:
        messages.error(request, refusal_of(refused))
    else:
        messages.success(request, _("Jawaban Anda tersimpan."))
    return redirect("mentoring:pair", pk=goal.pair_id)


@require_POST
@allow(*OWNERS)
def drop_goal(request: CityRequest, pk: int) -> HttpResponse:
    """Take a goal away."""
    goal, _side = _own_goal(request, pk)
    try:
        actions.drop_goal(goal=goal, by=request.membership, at=timezone.now())
    except MentoringRefused as refused:
        messages.error(request, refusal_of(refused))
    else:
        messages.success(request, _("Sasaran dihapus."))
    return redirect("mentoring:pair", pk=goal.pair_id)
