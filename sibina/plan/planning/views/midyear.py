"""A set plan in mid-year: how far its sessions are, and what a plan made anew changes."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as text
from django.utils.translation import gettext_lazy as _

from sibina.ground.people.api import CityRequest, get_sight
from sibina.lib.access import Role, allow
from sibina.lib.lists.api import Column, Empty, Filter, ListSpec
from sibina.lib.words import date_span, number
from sibina.plan.planning import actions, reads
from sibina.plan.planning.forms import MarkForm
from sibina.plan.planning.models import WHY_TITLES, CityPlan, PlanSession
from sibina.plan.planning.reads import MarkedSession
from sibina.plan.planning.rules.marking import MarksRefused
from sibina.plan.planning.sentences import CHANGES, SESSION_STATES, refusal_of
from sibina.plan.planning.types import ApprovalRefused, ChangeKind, SessionState
from sibina.plan.planning.views.reading import READERS, figures_of, frame, get_plan, is_open, show
from sibina.plan.planning.views.rows import crumbs, list_of, office_filter, when, who
from sibina.plan.programmes.api import clash_sentence
from sibina.plan.programmes.types import SpeakerNotFree

TONES = {SessionState.COMMITTED: "now", SessionState.DONE: "good", SessionState.LAPSED: "bad"}
CHANGE_TONES = {ChangeKind.LOST: "bad", ChangeKind.GAINED: "good", ChangeKind.MOVED: "now"}
MARK_COLUMNS = (
    Column("kode", _("Sesi"), "row__code", sort="row__code"),
    Column(
        "keadaan", _("Keadaan"), lambda one: SESSION_STATES[one.state], sort="state", kind="badge",
        tone=lambda one: TONES.get(one.state, ""),
    ),
    Column("tanggal", _("Sejak"), lambda one: one.mark.day if one.mark else None, kind="date", width=16),
    Column("alasan", _("Alasan"), lambda one: one.mark.reason if one.mark else "–", width=40),
    Column("program", _("Program"), "row__programme_name", sort="row__programme_name", width=36),
    Column("mulai", _("Waktu"), lambda one: when(one.row), sort=lambda one: one.row.starts_on, width=26),
    Column("terisi", _("Peserta"), "row__taken", sort="row__taken", kind="number"),
    Column("biaya", _("Biaya"), "row__cost", sort="row__cost", kind="rupiah"),
    Column("oleh", _("Dicatat oleh"), lambda one: str(one.mark.by or "–") if one.mark else "–", width=22),
)  # fmt: skip


def _get_set_plan(pk: int) -> CityPlan:
    """A plan that is or was the city's own; the others have nothing to be marked."""
    plan = get_plan(pk, whole=False)
    if not plan.is_fixed:
        raise Http404
    return plan


@allow(*READERS)
def marks(request: CityRequest, pk: int) -> HttpResponse:
    """How far each session is that the plan runs: since when, who says so, and why."""
    plan = _get_set_plan(pk)
    spec = ListSpec(
        name=f"pelaksanaan-rencana-{plan.pk}",
        title=_("Pelaksanaan"),
        lead=_(
            "Yang terikat atau selesai dipertahankan bila rencana disusun ulang, dengan semua pesertanya."
        ),
        columns=MARK_COLUMNS,
        search=(lambda one: f"{one.row.code} {one.row.programme_name} {one.row.venue} {one.row.speaker}",),
        search_label=_("Kode, program, tempat, atau narasumber"),
        filters=(Filter("keadaan", _("Keadaan"), list(SESSION_STATES.items()), _in_state),),
        order="mulai",
        empty=Empty(_("Tidak ada sesi"), _("Rencana ini tidak menjalankan sesi apa pun."), icon="calendar"),
        crumbs=crumbs(plan),
        notes=(plan.name,),
    )
    extra = {"may_mark": plan.is_set and is_open(plan) and request.membership.role == Role.PENGELOLA}
    return list_of(request, plan, "marks", reads.list_marked_sessions(plan=plan), spec, extra)


def _in_state(rows: list[MarkedSession], state: str) -> list[MarkedSession]:
    return [one for one in rows if one.state == state]


@allow(Role.PENGELOLA)
def mark(request: CityRequest, pk: int) -> HttpResponse:
    """Mark sessions, as many at once as have the same state, day and reason."""
    plan = _get_set_plan(pk)
    initial = {
        "day": timezone.localdate(),
        "sessions": request.GET.getlist("sesi"),
        "state": request.GET.get("keadaan"),
    }
    sessions = reads.list_marked_sessions(plan=plan)
    form = MarkForm(request.POST or None, initial=initial, sessions=sessions)
    if request.method == "POST" and form.is_valid():
        try:
            marked = actions.mark_sessions(
                plan=plan,
                offerings=[int(key) for key in form.cleaned_data["sessions"]],
                state=SessionState(form.cleaned_data["state"]),
                day=form.cleaned_data["day"],
                reason=form.cleaned_data["reason"],
                by=request.user,
                at=timezone.now(),
            )
        except MarksRefused as refused:
            form.refuse(refused)
        except ApprovalRefused as refused:
            form.add_error(None, refusal_of(refused))
        except SpeakerNotFree as taken:
            for clash in taken.clashes:
                form.add_error("sessions", clash_sentence(clash))
        else:
            messages.success(request, text("%(n)s sesi ditandai.") % {"n": number(marked)})
            return redirect("planning:marks", pk=pk)
    return render(request, "planning/mark.html", frame(request, plan, "marks") | {"form": form})


def _get_remade(pk: int) -> CityPlan:
    plan = get_plan(pk, whole=False)
    if plan.base is None or not plan.has_answer:
        raise Http404
    return plan


@allow(*READERS)
def changes(request: CityRequest, pk: int) -> HttpResponse:
    """The plan made anew against the one it is to replace: figures, sessions, and how many seats change why."""
    plan = _get_remade(pk)
    assert plan.base is not None
    counted = reads.count_changes(plan=plan, sight=get_sight(request.membership))
    titles = {str(code): title for code, title in WHY_TITLES}
    lines = [
        {"kind": kind, "title": CHANGES[ChangeKind(kind)], "why": titles.get(why, ""), "code": why, "seats": seats,
         "people": people}
        for kind, why, seats, people in counted
    ]  # fmt: skip
    context = {
        "base": plan.base,
        "figures": figures_of(plan.base, plan),
        "lines": lines,
        "seats": sum(seats for _kind, _why, seats, _people in counted),
        "settled": reads.count_settled(plan=plan),
        "gone": reads.count_gone(plan=plan),
        "sessions": [(old, new, _said(old, new)) for old, new in reads.list_changed_sessions(plan=plan)],
    }
    return show(request, plan, "changes", **context)


def _said(old: PlanSession | None, new: PlanSession | None) -> str:
    """What becomes of a session that differs."""
    if new is None or not new.runs:
        why = new.why_not if new else ""
        return text("Tidak berjalan lagi: %(why)s") % {"why": why} if why else text("Tidak berjalan lagi")
    if old is None or not old.runs:
        return text("Baru berjalan")
    if (old.starts_on, old.ends_on) != (new.starts_on, new.ends_on):
        return text("Pindah waktu")
    return text("Pesertanya berubah")


CHANGE_COLUMNS = (
    Column(
        "perubahan", _("Perubahan"), lambda row: CHANGES[row.kind], sort="kind", kind="badge",
        tone=lambda row: CHANGE_TONES[row.kind], width=18,
    ),
    Column("mengapa", _("Mengapa"), "why_lost", sort="why", width=30),
    Column("program", _("Program"), "programme_name", width=36),
    Column("dulu", _("Dulu"), lambda row: _session(row.before), width=34),
    Column("baru", _("Baru"), lambda row: _session(row.after), width=34),
)  # fmt: skip


def _session(row: PlanSession | None) -> str:
    return f"{row.code}, {date_span(row.starts_on, row.ends_on)}" if row else "–"


@allow(*READERS)
def seat_changes(request: CityRequest, pk: int) -> HttpResponse:
    """Line by line: who loses a seat and why, who gains one, who moves."""
    plan, sight = _get_remade(pk), get_sight(request.membership)
    assert plan.base is not None
    rows = reads.list_changes(plan=plan, sight=sight)
    spec = ListSpec(
        name=f"perubahan-rencana-{plan.pk}",
        title=_("Perubahan kursi"),
        lead=text("Kursi yang berbeda antara «%(before)s» dan «%(after)s». Satu baris satu kursi.")
        % {"before": plan.base.name, "after": plan.name},
        columns=(*who(plan), *CHANGE_COLUMNS),
        search=("person__folded_name__contains", "person__number", "before__code", "after__code"),
        search_label=_("Nama, NIP, atau kode sesi"),
        filters=(
            Filter("perubahan", _("Perubahan"), list(CHANGES.items()), "kind"),
            Filter("mengapa", _("Mengapa"), WHY_TITLES, "why"),
            *office_filter(plan, sight, "office_id"),
        ),
        joining=reads.join_changes,
        total=reads.count_once("seat changes", rows, plan=plan, sight=sight),
        empty=Empty(
            _("Tidak ada kursi yang berubah"), _("Pegawai yang Anda lihat duduk seperti sebelumnya.")
        ),
        crumbs=[*crumbs(plan), (_("Perubahan"), reverse("planning:changes", args=[plan.pk]))],
        notes=(plan.name,),
    )
    return list_of(request, plan, "changes", rows, spec)
