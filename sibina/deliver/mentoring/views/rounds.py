"""The pages of the agency and of heads: a year's round, its pairs, who has no mentor yet; opening, matching, setting."""

from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from sibina.deliver.mentoring import actions, reads, rules
from sibina.deliver.mentoring.forms import RoundForm, SetForm, initial_of
from sibina.deliver.mentoring.jobs import PROPOSE_PAIRS
from sibina.deliver.mentoring.models import MentoringRound, Pair
from sibina.deliver.mentoring.sentences import PAIR_STATES, UNMATCHED, points
from sibina.deliver.mentoring.types import PairState, Unmatched
from sibina.ground.people.api import CityRequest, Person, get_sight, list_offices
from sibina.lib.access import WHOLE_CITY, Role, allow
from sibina.lib.jobs.api import find_open_job, start_job
from sibina.lib.lists.api import Column, Empty, Filter, ListSpec, address_of, list_page
from sibina.lib.words import number

READERS = (*sorted(WHOLE_CITY), Role.KEPALA_OPD)
OWNERS = (Role.ASN, Role.MENTOR, Role.KEPALA_OPD)
SILENT = "senyap"


@require_safe
@allow(*READERS, Role.ASN, Role.MENTOR)
def front(request: CityRequest) -> HttpResponse:
    """To the current round, or to the own mentoring; before the first round, what it is and who opens it."""
    if request.membership.role not in READERS:
        return redirect("mentoring:mine")
    current = reads.find_current_round()
    if current is not None:
        return redirect("mentoring:round", pk=current.pk)
    cycle = reads.find_cycle_to_mentor()
    is_officer = request.membership.role == Role.PENGELOLA
    return render(request, "mentoring/no_round.html", {"cycle": cycle, "is_officer": is_officer})


def get_round(pk: int) -> MentoringRound:
    """The round, or 404."""
    found = reads.find_round(pk)
    if found is None:
        raise Http404
    return found


@allow(Role.PENGELOLA)
def open_round(request: CityRequest) -> HttpResponse:
    """Open the mentoring of the year under way; the first matching begins in the background."""
    cycle, today = reads.find_cycle_to_mentor(), timezone.localdate()
    current = reads.find_current_round()
    if cycle is not None and current is not None and current.cycle_id == cycle.pk:
        return redirect("mentoring:round", pk=current.pk)
    initial = initial_of(current, reads.get_pool_rule(day=today), reads.get_silence_days(day=today))
    form = RoundForm(request.POST if request.method == "POST" else None, initial=initial)
    if request.method == "POST" and cycle is not None and form.is_valid():
        made = actions.open_round(
            cycle=cycle,
            rule=form.rule(),
            silence_days=form.cleaned_data["silence_days"],
            at=timezone.now(),
            by=request.membership,
        )
        return _start(request, made)
    waiting = reads.list_unpaired(today=today).count()
    return render(request, "mentoring/open.html", {"form": form, "cycle": cycle, "waiting": waiting})


def _start(request: CityRequest, round_: MentoringRound) -> HttpResponse:
    """One matching at a time; who asks while one runs sees that one."""
    running = find_open_job(PROPOSE_PAIRS)
    job = running or start_job(
        city=request.city,
        kind=PROPOSE_PAIRS,
        title=_("Memasangkan pegawai baru dengan mentor"),
        at=timezone.now(),
        by=request.user,
        arguments={"round_id": round_.pk},
    )
    return redirect("jobs:detail", pk=job.pk)


@require_POST
@allow(Role.PENGELOLA)
def propose(request: CityRequest, pk: int) -> HttpResponse:
    """Match whoever has no mentor, over the places that are free."""
    return _start(request, get_round(pk))


@require_safe
@allow(*READERS)
def round_page(request: CityRequest, pk: int) -> HttpResponse:
    """The pairs of a year: what waits, what runs, which are silent."""
    sight, today, rounds = get_sight(request.membership), timezone.localdate(), reads.list_rounds()
    found = next((one for one in rounds if one.pk == pk), None)
    if found is None:
        raise Http404
    standing = reads.get_standing(
        round_=found,
        sight=sight,
        today=today,
        unpaired=reads.list_unpaired(today=today, sight=sight).count(),
    )
    is_officer = request.membership.role == Role.PENGELOLA
    cycle = reads.find_cycle_to_mentor() if is_officer else None
    extra = {
        "round": found,
        "rounds": rounds,
        "standing": standing,
        "waiting": standing.proposed + standing.agreed,
        "is_officer": is_officer,
        "is_head": request.membership.role == Role.KEPALA_OPD,
        "may_open": cycle if cycle is not None and cycle.year > found.cycle.year else None,
        "score": None if found.score is None else points(found.score),
        "bound": None if found.bound is None else points(found.bound),
        "silent_url": f"?keadaan={SILENT}",
    }
    rows = reads.list_pairs(round_=found, sight=sight)
    return list_page(
        request,
        rows=rows,
        spec=_pairs_spec(request, found, total=standing.pairs),
        template="mentoring/round.html",
        extra=extra,
    )


def _pairs_spec(request: CityRequest, found: MentoringRound, *, total: int) -> ListSpec:
    today, sight = timezone.localdate(), get_sight(request.membership)
    silent_from = rules.silent_before(today, found.silence_days)

    def state(row: Pair) -> str:
        is_silent = row.state == PairState.SET and row.heard_on < silent_from
        return str(_("Senyap")) if is_silent else row.state_title

    def in_state(rows: QuerySet[Pair], value: str) -> QuerySet[Pair]:
        if value != SILENT:
            return rows.filter(state=value)
        return reads.only_silent(rows, today=today, days=found.silence_days)

    return ListSpec(
        name=f"pendampingan-{found.cycle.year}",
        title=_("Pendampingan %(year)s") % {"year": str(found.cycle.year)},
        lead=_("Setiap pegawai baru didampingi seorang mentor: atasan langsung, kepala, atau senior."),
        columns=[
            Column(
                "didampingi", _("Pegawai baru"), lambda row: str(row.mentee), sort="mentee__name",
                link=address_of("mentoring:pair"), width=30,
            ),
            Column("opd", _("OPD"), "mentee__office__name", sort="mentee__office__name", width=30),
            Column("mentor", _("Mentor"), lambda row: str(row.mentor.person), sort="mentor__person__name", width=30),
            Column("sebagai", _("Sebagai"), "mentor__get_role_display", sort="mentor__role"),
            Column("nilai", _("Nilai"), lambda row: points(row.score) if row.score is not None else "–", sort="score"),
            Column(
                "keadaan", _("Keadaan"), state, sort="state", kind="badge",
                tone=lambda row: "bad" if state(row) == _("Senyap") else row.tone,
            ),
            Column("bertemu", _("Terakhir bertemu"), "last_met", kind="date"),
        ],
        search=("mentee__folded_name__contains", "mentor__person__folded_name__contains"),
        search_label=_("Cari nama"),
        filters=[
            Filter("keadaan", _("Keadaan"), [(SILENT, _("Senyap")), *PAIR_STATES.items()], in_state),
            Filter("opd", _("OPD"), list_offices(sight=sight, day=today), "mentee__office_id"),
        ],
        order="didampingi",
        joining=reads.join_pairs,
        total=total,
        empty=Empty(_("Belum ada pasangan"), _("Pasangan tampil di sini setelah dipasangkan."), icon="users"),
    )  # fmt: skip


@allow(Role.PENGELOLA)
def set_pairs(request: CityRequest, pk: int) -> HttpResponse:
    """Set everything that the offices have looked through, and what they have not."""
    found, today = get_round(pk), timezone.localdate()
    sight = get_sight(request.membership)
    standing = reads.get_standing(round_=found, sight=sight, today=today, unpaired=0)
    waiting = standing.proposed + standing.agreed
    form = SetForm(request.POST if request.method == "POST" else None, initial={"seen": waiting})
    if request.method == "POST" and form.is_valid():
        many = actions.set_pairs(
            round_=found, seen=form.cleaned_data["seen"], at=timezone.now(), by=request.membership
        )
        if many >= 0:
            told = _("%(n)s pasangan ditetapkan; mentor dan yang didampingi diberi tahu.")
            messages.success(request, told % {"n": number(many)})
            return redirect("mentoring:round", pk=found.pk)
        told = _(
            "Daftarnya berubah sejak halaman dibuka: sekarang %(n)s pasangan menunggu. Periksa, lalu tetapkan lagi."
        )
        messages.error(request, told % {"n": number(waiting)})
        return redirect("mentoring:set", pk=found.pk)
    return render(
        request,
        "mentoring/set.html",
        {"round": found, "standing": standing, "waiting": waiting, "form": form},
    )


@require_safe
@allow(*READERS)
def unpaired(request: CityRequest) -> HttpResponse:
    """Newly appointed people without a mentor, and why."""
    sight, today = get_sight(request.membership), timezone.localdate()
    current = reads.find_current_round()
    why = {key: str(UNMATCHED[Unmatched(code)]) for key, code in (current.unmatched if current else ())}

    def reason(row: Person) -> str:
        told = why.get(row.pk)
        return f"{told[:1].upper()}{told[1:]}" if told else _("Belum ikut dipasangkan")

    spec = ListSpec(
        name="belum-didampingi",
        title=_("Pegawai baru tanpa mentor"),
        lead=_("Diangkat dalam satu tahun terakhir, aktif, dan belum mempunyai mentor."),
        columns=[
            Column("nama", _("Nama"), str, sort="name", width=34),
            Column("nip", _("NIP"), "number", sort="number", kind="nip", width=20),
            Column("diangkat", _("Diangkat"), "appointed_on", sort="appointed_on", kind="date"),
            Column("unit", _("Unit"), "unit__name", sort="unit__name", width=30),
            Column("opd", _("OPD"), "office__name", sort="office__name", width=30),
            Column("mengapa", _("Mengapa"), reason, width=40),
        ],
        search=("folded_name__contains", "number__contains"),
        search_label=_("Cari nama atau NIP"),
        filters=[Filter("opd", _("OPD"), list_offices(sight=sight, day=today), "office_id")],
        order="-diangkat",
        joining=lambda rows: rows.select_related("unit", "office"),
        crumbs=[(_("Pendampingan"), reverse("mentoring:home"))],
        empty=Empty(_("Semua pegawai baru mempunyai mentor"), _("Tidak ada yang menunggu."), icon="check"),
    )
    rows = reads.list_unpaired(today=today, sight=sight)
    extra = {"round": current, "is_officer": request.membership.role == Role.PENGELOLA}
    return list_page(request, rows=rows, spec=spec, template="mentoring/unpaired.html", extra=extra)


def crumbs_of(pair: Pair) -> dict[str, Any]:
    """The way back from the pages of a pair."""
    return {"pair": pair, "pair_url": reverse("mentoring:pair", args=[pair.pk])}
