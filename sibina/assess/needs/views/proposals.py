"""The pages of who proposes: what I proposed, a new proposal, what became of one."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from sibina.assess.needs import actions, reads
from sibina.assess.needs.forms import ProposalForm
from sibina.assess.needs.models import Proposal
from sibina.assess.needs.rules import stages_of
from sibina.assess.needs.sentences import NO_OPEN_YEAR, NO_PERSON, STAGES
from sibina.assess.needs.types import (
    AlreadyProposed,
    Endorsement,
    NoOpenYear,
    Outcome,
    ProposalKind,
    ProposalStep,
    StepRefused,
)
from sibina.assess.needs.views.waiting import answer_facts, days_of
from sibina.ground.cycles.api import find_open_cycle
from sibina.ground.people.api import CityRequest
from sibina.lib.access import WHOLE_CITY, Role, allow
from sibina.lib.lists.api import Column, Empty, ListSpec, address_of, list_page

PROPOSERS = (Role.ASN, Role.MENTOR, Role.KEPALA_OPD)
READERS = (*PROPOSERS, *sorted(WHOLE_CITY))
KNOW_NAMES = frozenset({Role.PENGELOLA, Role.ANALIS, Role.KEPALA_OPD})
"""Roles that read who proposed; the others read what and why. A head reads it of the own staff only."""


@allow(*PROPOSERS)
def mine(request: CityRequest) -> HttpResponse:
    """What I proposed, and where each stands."""
    person_id = request.membership.person_id
    if person_id is None:
        return render(request, "needs/proposals/nobody.html", {"sentence": NO_PERSON})
    return list_page(
        request,
        rows=reads.list_own_proposals(person_id=person_id),
        spec=_mine_spec(),
        template="needs/proposals/mine.html",
        extra={"may_propose": find_open_cycle() is not None},
    )


def _mine_spec() -> ListSpec:
    return ListSpec(
        name="usulan-saya",
        title=_("Usulan saya"),
        lead=_("Apa yang Anda usulkan, sampai di mana, dan mengapa."),
        columns=[
            subject_column(),
            Column("keadaan", _("Keadaan"), "state_title", kind="badge", tone=lambda row: row.tone),
            Column("jawaban", _("Alasan jawaban"), latest_reason),
            sent_column(),
        ],
        order="-terkirim",
        empty=Empty(
            _("Anda belum mengusulkan apa pun"),
            _("Sebut apa yang perlu dipelajari untuk pekerjaan Anda. Cukup satu menit."),
            reverse("proposals:new"),
            _("Usulkan sesuatu"),
            "message",
        ),
    )


def subject_column() -> Column:
    """What it is about; an idea of a programme says so."""

    def told(row: Proposal) -> str:
        is_idea = row.kind == ProposalKind.PROGRAMME
        return _("%(subject)s (gagasan program)") % {"subject": row.subject} if is_idea else row.subject

    return Column("tentang", _("Tentang"), told, sort="subject", link=address_of("proposals:proposal"))


def sent_column() -> Column:
    """The day on which it was sent, in the city's zone."""
    return Column(
        "terkirim", _("Terkirim"), lambda row: timezone.localdate(row.sent_at), sort="sent_at", kind="date"
    )


def latest_reason(row: Proposal) -> str:
    """The reason of the last answer."""
    return row.outcome_reason or row.endorsement_reason


@allow(*PROPOSERS)
def new(request: CityRequest) -> HttpResponse:
    """A proposal in under a minute: about what, which kind, why."""
    person = request.membership.person
    if person is None:
        return render(request, "needs/proposals/nobody.html", {"sentence": NO_PERSON})
    if find_open_cycle() is None:
        return render(request, "needs/proposals/nobody.html", {"sentence": NO_OPEN_YEAR})
    snapshot = reads.current_snapshot(request.city)
    form = ProposalForm(
        request.POST if request.method == "POST" else None,
        gaps=reads.list_own_short(snapshot=snapshot, person_id=person.pk),
        dictionary=reads.list_dictionary(),
    )
    context: dict[str, Any] = {"form": form}
    if request.method == "POST" and form.is_valid():
        try:
            sent = actions.send_proposal(
                person=person, facts=form.facts(), at=timezone.now(), by=request.membership
            )
        except AlreadyProposed as there:
            context["there"] = there.proposal_id
        except NoOpenYear:
            form.add_error(None, NO_OPEN_YEAR)
        else:
            messages.success(request, _("Usulan terkirim. Di sini tampak sampai di mana dan mengapa."))
            return redirect("proposals:proposal", pk=sent.pk)
    return render(request, "needs/proposals/new.html", context)


def get_proposal(request: CityRequest, pk: int) -> Proposal:
    """A proposal that the member may see; nothing else is there."""
    found = reads.find_visible_proposal(proposal_id=pk, member=request.membership)
    if found is None:
        raise Http404
    return found


@allow(*READERS)
def proposal(request: CityRequest, pk: int) -> HttpResponse:
    """One proposal: its way, its history, and what the reader may do about it."""
    found = get_proposal(request, pk)
    member, today = request.membership, timezone.localdate()
    is_own = found.person_id == member.person_id
    is_open = found.outcome == Outcome.WAITING
    context = {
        "proposal": found,
        "is_own": is_own,
        "knows_name": is_own or member.role in KNOW_NAMES,
        "stages": [(STAGES[stage], done) for stage, done in stages_of(found.standing)],
        "others": reads.count_others(proposal=found),
        "events": reads.list_events(proposal=found),
        "is_open": is_open,
        "days": days_of(found, today),
        "may_withdraw": is_own and is_open,
        "may_answer": member.role == Role.KEPALA_OPD
        and not is_own
        and is_open
        and found.endorsement == Endorsement.WAITING,
        "may_gather": member.role == Role.PENGELOLA and is_open and not found.competency_id,
        "sees_topic": member.role in WHOLE_CITY and found.topic_id,
        **answer_facts(request.city.pk, today),
    }
    return render(request, "needs/proposals/proposal.html", context)


@require_POST
@allow(*PROPOSERS)
def withdraw(request: CityRequest, pk: int) -> HttpResponse:
    """The proposer takes it back."""
    found = get_proposal(request, pk)
    if found.person_id != request.membership.person_id:
        raise Http404
    try:
        actions.withdraw_proposal(proposal=found, by=request.membership, at=timezone.now())
    except StepRefused:
        decided = frozenset({ProposalStep.TAKEN, ProposalStep.DECLINED, ProposalStep.WITHDRAWN})
        event = reads.find_last_event(proposal_id=found.pk, steps=decided)
        word = event.get_step_display() if event else ""
        messages.error(request, _("Usulan ini tidak dapat ditarik lagi: %(word)s.") % {"word": word.lower()})
    else:
        messages.success(request, _("Usulan ditarik. Riwayatnya tetap tersimpan."))
    return redirect("proposals:proposal", pk=found.pk)
