"""The pages of who answers: what the staff proposes, what nobody has answered yet, the superior's word."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from sibina.assess.needs import actions, reads
from sibina.assess.needs.forms import DeclineForm
from sibina.assess.needs.models import Proposal
from sibina.assess.needs.sentences import OWN_PROPOSAL, PROPOSAL_KINDS, PROPOSAL_STATES
from sibina.assess.needs.types import Outcome, OwnProposal, ProposalState, ProposalStep, StepRefused
from sibina.assess.needs.views.proposals import (
    KNOW_NAMES,
    get_proposal,
    latest_reason,
    sent_column,
    subject_column,
)
from sibina.assess.needs.views.waiting import answer_facts, days_of, waits_for
from sibina.ground.people.api import CityRequest, get_sight, list_offices
from sibina.ground.people.types import Sight
from sibina.lib.access import WHOLE_CITY, Role, allow
from sibina.lib.lists.api import Column, Empty, Filter, ListSpec, list_page
from sibina.lib.words import moment

ANSWERERS = (Role.KEPALA_OPD, *sorted(WHOLE_CITY))


@allow(*ANSWERERS)
def staff(request: CityRequest) -> HttpResponse:
    """What the staff proposes: of the city, or of the head's own units with what waits for the head's word on top."""
    member, today = request.membership, timezone.localdate()
    sight = get_sight(member)
    extra = answer_facts(request.city.pk, today) | {"tabs": tabs_of(request, "proposals:staff")}
    if member.role == Role.KEPALA_OPD:
        waiting = reads.list_for_superior(sight=sight, person_id=member.person_id)
        extra["inbox"] = [(row, days_of(row, today)) for row in waiting[: reads.INBOX_SHOWN]]
        extra["has_more"] = len(waiting) > reads.INBOX_SHOWN
    spec = ListSpec(
        name="usulan-staf",
        title=_("Usulan staf"),
        lead=_("Apa yang diusulkan pegawai sendiri, sampai di mana, dan mengapa."),
        columns=[*columns_of(request), state_column(), Column("jawaban", _("Alasan jawaban"), latest_reason)],
        search=search_of(request),
        search_label=_("Cari usulan"),
        filters=[Filter("keadaan", _("Keadaan"), _state_choices, _in_state), *_filters(sight, today)],
        order="-terkirim",
        joining=reads.join_proposers,
        empty=Empty(
            _("Belum ada usulan"),
            _("Setiap pegawai dapat mengusulkan dari menu Usulan saya."),
            icon="message",
        ),
    )
    rows = reads.list_staff_proposals(sight=sight)
    return list_page(request, rows=rows, spec=spec, template="needs/proposals/staff.html", extra=extra)


@allow(*ANSWERERS)
def unanswered(request: CityRequest) -> HttpResponse:
    """Every proposal that waits for an answer, the oldest first: nothing is buried silently."""
    sight, today = get_sight(request.membership), timezone.localdate()
    before = reads.late_before(today=today, rule=reads.get_answer_rule(city_id=request.city.pk, today=today))

    def of_age(rows: QuerySet[Proposal], value: str) -> QuerySet[Proposal]:
        return rows.filter(sent_at__lt=before) if value == "lewat" else rows.filter(sent_at__gte=before)

    facts = answer_facts(request.city.pk, today)
    ages = [("lewat", _("Lewat batas")), ("belum", _("Belum lewat"))]
    waited = Column("umur", _("Hari menunggu"), lambda row: days_of(row, today), kind="number")
    spec = ListSpec(
        name="usulan-belum-dijawab",
        title=_("Usulan belum dijawab"),
        lead=_("Yang masih menunggu, paling lama lebih dulu. Batas menjawab: %(days)s hari sejak terkirim.")
        % {"days": facts["answer_days"]},
        columns=[
            *columns_of(request),
            reason_column(),
            waited,
            Column("menunggu", _("Menunggu"), waits_for),
            Column(
                "batas",
                _("Batas"),
                lambda row: _("Lewat batas") if row.sent_at < before else _("Belum lewat"),
                kind="badge",
                tone=lambda row: "bad" if row.sent_at < before else "",
            ),
        ],
        search=search_of(request),
        search_label=_("Cari usulan"),
        filters=[Filter("umur", _("Batas"), ages, of_age), *_filters(sight, today)],
        order="terkirim",
        crumbs=[(_("Usulan staf"), reverse("proposals:staff"))],
        joining=reads.join_proposers,
        empty=Empty(_("Semua usulan sudah dijawab"), _("Tidak ada yang menunggu hari ini."), icon="check"),
    )
    rows = reads.list_staff_proposals(sight=sight).filter(outcome=Outcome.WAITING)
    extra = facts | {"tabs": tabs_of(request, "proposals:unanswered")}
    return list_page(request, rows=rows, spec=spec, template="needs/proposals/staff.html", extra=extra)


def tabs_of(request: CityRequest, here: str) -> list[tuple[str, str, bool]]:
    """The pages that look at the staff's proposals, title and address, with the one that is open."""
    tabs = [(_("Usulan"), "proposals:staff"), (_("Belum dijawab"), "proposals:unanswered")]
    if request.membership.role in WHOLE_CITY:
        tabs.insert(1, (_("Topik"), "proposals:topics"))
    if request.membership.role == Role.PENGELOLA:
        tabs.append((_("Kelompokkan"), "proposals:gather"))
    return [(title, reverse(name), name == here) for title, name in tabs]


def columns_of(request: CityRequest) -> list[Column]:
    """What every list of proposals tells; the proposer's name to those who may know it."""
    name = Column("pengusul", _("Pengusul"), "person__name", sort="person__name")
    office = Column("opd", _("OPD"), "person__office__name", sort="person__office__name")
    return [
        subject_column(),
        *([name] if request.membership.role in KNOW_NAMES else []),
        *([office] if request.membership.role in WHOLE_CITY else []),
        sent_column(),
    ]


def search_of(request: CityRequest) -> Sequence[str]:
    """A name that is not shown is not searched either."""
    words = ["subject", "reason"]
    return [*words, "person__folded_name__contains"] if request.membership.role in KNOW_NAMES else words


def reason_column() -> Column:
    """Why it was proposed."""
    return Column("alasan", _("Alasan"), "reason")


def state_column() -> Column:
    """Where each proposal stands."""
    return Column("keadaan", _("Keadaan"), "state_title", kind="badge", tone=lambda row: row.tone)


def _state_choices() -> list[tuple[str, Any]]:
    return list(PROPOSAL_STATES.items())


def _in_state(rows: QuerySet[Proposal], value: str) -> QuerySet[Proposal]:
    return rows.filter(reads.standing_as(ProposalState(value)))


def _filters(sight: Sight, today: date) -> list[Filter]:
    kinds = Filter("jenis", _("Jenis"), list(PROPOSAL_KINDS.items()), "kind")
    if not sight.whole_city:
        return [kinds]
    return [kinds, Filter("opd", _("OPD"), list_offices(sight=sight, day=today), "person__office")]


@require_POST
@allow(Role.KEPALA_OPD)
def endorse(request: CityRequest, pk: int) -> HttpResponse:
    """One click: the superior endorses."""
    found = get_proposal(request, pk)
    if _answer(request, found, ProposalStep.ENDORSED):
        messages.success(request, _("Usulan «%(subject)s» didukung.") % {"subject": found.subject})
    return redirect("proposals:staff")


@allow(*ANSWERERS)
def decline(request: CityRequest, pk: int) -> HttpResponse:
    """The superior does not endorse, and says why; to nobody else this page is open."""
    found = get_proposal(request, pk)
    if request.membership.role != Role.KEPALA_OPD:
        raise PermissionDenied(_("Yang menjawab usulan ini kepala dari unit pengusul."))
    form = DeclineForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        if _answer(request, found, ProposalStep.NOT_ENDORSED, form.cleaned_data["reason"]):
            messages.success(request, _("Jawaban tersimpan; pengusul membaca alasannya."))
            return redirect("proposals:staff")
        found = get_proposal(request, pk)
    return render(request, "needs/proposals/decline.html", {"proposal": found, "form": form})


def _answer(request: CityRequest, found: Proposal, step: ProposalStep, reason: str = "") -> bool:
    """Whether it was answered; where not, the reader is told why."""
    try:
        actions.answer_proposal(
            proposal=found, step=step, reason=reason, by=request.membership, at=timezone.now()
        )
    except OwnProposal:
        messages.error(request, OWN_PROPOSAL)
    except StepRefused:
        messages.error(request, _already(found))
    except Proposal.DoesNotExist as gone:
        raise Http404 from gone
    else:
        return True
    return False


def _already(found: Proposal) -> str:
    """Who answered before, and what."""
    event = reads.find_last_event(
        proposal_id=found.pk, steps=reads.ANSWERED | frozenset({ProposalStep.WITHDRAWN})
    )
    if event is None:
        return _("Usulan ini tidak menunggu jawaban atasan.")
    told = {
        "word": event.get_step_display().lower(),
        "at": moment(timezone.localtime(event.at)),
        "role": event.get_role_display() or _("pengusul"),
    }
    return (
        _("Usulan ini sudah dijawab: %(word)s oleh %(role)s pada %(at)s. Jawaban Anda tidak disimpan.") % told
    )
