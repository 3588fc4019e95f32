"""The pages of the agency: topics, a decision on one, gathering what was proposed in own words."""

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
from sibina.assess.needs.forms import DecisionForm, GatherForm
from sibina.assess.needs.models import Proposal, ProposalTopic
from sibina.assess.needs.sentences import NOT_FREE, PROPOSAL_KINDS
from sibina.assess.needs.types import (
    NotFree,
    ProposalKind,
    ProposalStep,
    StepRefused,
    TopicChanged,
    TopicThere,
)
from sibina.assess.needs.views.answers import columns_of, reason_column, search_of, state_column, tabs_of
from sibina.assess.needs.views.proposals import get_proposal
from sibina.assess.needs.views.waiting import answer_facts
from sibina.ground.cycles.api import find_open_cycle
from sibina.ground.people.api import CityRequest
from sibina.lib.access import WHOLE_CITY, Role, allow
from sibina.lib.addresses import key_of
from sibina.lib.lists.api import Column, Empty, Filter, ListSpec, address_of, list_page
from sibina.lib.words import number

FREE_SHOWN = 50


@allow(*sorted(WHOLE_CITY))
def topics(request: CityRequest) -> HttpResponse:
    """What was proposed together: how many voices, what waits, since when."""
    today = timezone.localdate()
    rule = reads.get_answer_rule(city_id=request.city.pk, today=today)
    spec = ListSpec(
        name="topik-usulan",
        title=_("Topik usulan staf"),
        lead=_("Usulan tentang hal yang sama berdiri bersama; BKPSDM memutusnya sekaligus, dengan alasan."),
        columns=_topic_columns(reads.late_before(today=today, rule=rule)),
        search=["name"],
        search_label=_("Cari topik"),
        filters=_topic_filters(),
        order="-menunggu",
        crumbs=[(_("Usulan staf"), reverse("proposals:staff"))],
        empty=Empty(_("Belum ada topik"), _("Topik muncul begitu ada usulan pertama."), icon="message"),
    )
    extra = answer_facts(request.city.pk, today) | {"tabs": tabs_of(request, "proposals:topics")}
    rows = list(reads.list_topics())
    return list_page(request, rows=rows, spec=spec, template="needs/proposals/staff.html", extra=extra)


def _topic_columns(before: datetime) -> list[Column]:
    """What a topic tells; it is late where something in it was sent before then and is undecided."""

    def since(row: Any) -> date | None:
        return timezone.localdate(row.oldest) if row.oldest else None

    def state(row: Any) -> tuple[str, str]:
        if row.waiting:
            return (_("Lewat batas"), "bad") if row.oldest < before else (_("Menunggu keputusan"), "now")
        return (_("Diambil"), "good") if row.taken else (_("Tidak diambil"), "")

    return [
        Column("topik", _("Topik"), "name", sort="name", link=address_of("proposals:topic")),
        Column("jenis", _("Jenis"), "get_kind_display", sort="kind"),
        Column(
            "keadaan",
            _("Keadaan"),
            lambda row: state(row)[0],
            kind="badge",
            tone=lambda row: state(row)[1],
        ),
        Column("tahun", _("Tahun"), lambda row: str(row.cycle.year), sort="cycle"),
        Column("usulan", _("Usulan"), "voices", sort="voices", kind="number"),
        Column("orang", _("Orang"), "people", sort="people", kind="number"),
        Column("didukung", _("Didukung"), "endorsed", sort="endorsed", kind="number"),
        Column("menunggu", _("Menunggu"), "waiting", sort="waiting", kind="number"),
        Column("sejak", _("Sejak"), since, sort="oldest", kind="date"),
    ]


def _topic_filters() -> list[Filter]:
    states = [("menunggu", _("Menunggu keputusan")), ("diputus", _("Sudah diputus"))]

    def in_state(rows: list[Any], value: str) -> list[Any]:
        return [row for row in rows if bool(row.waiting) == (value == "menunggu")]

    def of_kind(rows: list[Any], value: str) -> list[Any]:
        return [row for row in rows if row.kind == value]

    return [
        Filter("keadaan", _("Keadaan"), states, in_state),
        Filter("jenis", _("Jenis"), list(PROPOSAL_KINDS.items()), of_kind),
    ]


def _get_topic(pk: int) -> ProposalTopic:
    found = reads.find_topic(topic_id=pk)
    if found is None:
        raise Http404
    return found


@allow(*sorted(WHOLE_CITY))
def topic(request: CityRequest, pk: int) -> HttpResponse:
    """One topic: its voices, what was decided on it, and the proposals in it."""
    found = _get_topic(pk)
    spec = ListSpec(
        name="usulan-satu-topik",
        title=found.name,
        lead=_("%(kind)s, tahun %(year)s")
        % {"kind": found.get_kind_display(), "year": str(found.cycle.year)},
        columns=[*columns_of(request), reason_column(), state_column()],
        search=search_of(request),
        search_label=_("Cari usulan"),
        order="-terkirim",
        joining=reads.join_proposers,
        crumbs=[
            (_("Usulan staf"), reverse("proposals:staff")),
            (_("Topik"), reverse("proposals:topics")),
        ],
    )
    extra = {
        "topic": found,
        "decisions": reads.list_decisions(topic=found),
        "may_decide": request.membership.role == Role.PENGELOLA and found.waiting > 0,
    }
    rows = reads.list_topic_proposals(topic=found)
    return list_page(request, rows=rows, spec=spec, template="needs/proposals/topic.html", extra=extra)


@allow(Role.PENGELOLA)
def decide(request: CityRequest, pk: int) -> HttpResponse:
    """Take or decline what waits in a topic, with the reason that every proposer reads."""
    found = _get_topic(pk)
    mark = reads.get_topic_mark(topic=found)
    form = DecisionForm(request.POST if request.method == "POST" else None, initial={"mark": mark})
    if request.method == "POST" and form.is_valid():
        step, reason = ProposalStep(form.cleaned_data["verdict"]), form.cleaned_data["reason"]
        try:
            decided = actions.decide_topic(
                topic=found,
                step=step,
                reason=reason,
                mark=form.cleaned_data["mark"],
                by=request.membership,
                at=timezone.now(),
            )
        except TopicChanged as changed:
            form = _decision_again(form, mark, changed.waiting)
        else:
            messages.success(
                request, _("%(n)s usulan diputus; pengusulnya membaca alasannya.") % {"n": number(decided)}
            )
            return redirect("proposals:topic", pk=found.pk)
    context = {"topic": found, "form": form, "decisions": reads.list_decisions(topic=found)}
    return render(request, "needs/proposals/decide.html", context)


def _decision_again(form: DecisionForm, mark: str, waiting: int) -> DecisionForm:
    """The same words, to be sent once more about what is there now."""
    again = DecisionForm({**form.cleaned_data, "mark": mark})
    again.is_valid()
    if waiting:
        told = _(
            "Topik ini berubah sejak halaman dibuka: sekarang %(n)s usulan menunggu. Periksa, lalu kirim lagi."
        )
        again.add_error(None, told % {"n": number(waiting)})
    else:
        again.add_error(
            None, _("Topik ini sudah diputus orang lain; lihat keputusannya di bawah. Tidak ada yang diubah.")
        )
    return again


@allow(Role.PENGELOLA)
def gather(request: CityRequest) -> HttpResponse:
    """Proposals in own words into a topic: those that stand alone, or one that is to be moved (`?usulan=`)."""
    asked = key_of(request.GET.get("usulan", ""))
    moved = get_proposal(request, asked) if asked is not None else None
    kind = ProposalKind.PROGRAMME if request.GET.get("jenis") == ProposalKind.PROGRAMME else ProposalKind.NEED
    cycle_id, kind = (moved.cycle_id, ProposalKind(moved.kind)) if moved else (_open_cycle_id(), kind)
    rows = [moved] if moved else list(reads.list_free_proposals(cycle_id=cycle_id, kind=kind)[:FREE_SHOWN])
    dictionary = reads.list_dictionary()
    form = GatherForm(
        request.POST if request.method == "POST" else None,
        proposals=rows,
        topics=reads.list_topics_for(cycle_id=cycle_id, kind=kind),
        dictionary=dictionary,
        moved=moved,
    )
    if request.method == "POST" and form.is_valid() and (made := _gathered(request, form)):
        messages.success(request, _("Usulan dikelompokkan ke «%(name)s».") % {"name": made.name})
        return redirect("proposals:topic", pk=made.pk)
    context = {
        "form": form,
        "moved": moved,
        "has_rows": bool(rows),
        "dictionary": dictionary,
        "kinds": [(title, f"?jenis={key}", key == kind) for key, title in PROPOSAL_KINDS.items()],
        "tabs": tabs_of(request, "proposals:gather"),
    }
    return render(request, "needs/proposals/gather.html", context)


def _open_cycle_id() -> int:
    cycle = find_open_cycle()
    return cycle.pk if cycle else 0


def _gathered(request: CityRequest, form: GatherForm) -> ProposalTopic | None:
    chosen = form.cleaned_data["topic"]
    try:
        return actions.gather_proposals(
            proposals=form.chosen(),
            into=ProposalTopic.objects.get(pk=chosen) if chosen else form.facts(),
            by=request.membership,
            at=timezone.now(),
        )
    except TopicThere as there:
        told = _("Topik «%(name)s» sudah ada untuk itu. Pilih topik itu di atas.") % {"name": there.name}
        form.add_error("name", told)
    except NotFree:
        form.add_error("proposals", NOT_FREE)
    except (TopicChanged, StepRefused):
        form.add_error("proposals", form.fields["proposals"].error_messages["invalid_choice"])
    return None


@require_POST
@allow(Role.PENGELOLA)
def take_out(request: CityRequest, pk: int) -> HttpResponse:
    """A proposal in own words leaves its topic."""
    found: Proposal = get_proposal(request, pk)
    try:
        actions.take_out_proposal(proposal=found, by=request.membership, at=timezone.now())
    except NotFree:
        messages.error(request, NOT_FREE)
    except StepRefused:
        messages.error(
            request, _("Usulan ini sudah diputus atau tidak lagi berada di topik; tidak ada yang diubah.")
        )
    else:
        messages.success(request, _("Usulan dikeluarkan dari topiknya dan menunggu dikelompokkan lagi."))
    return redirect("proposals:proposal", pk=found.pk)
