"""What a member's home shows: the wheel of the cycle, the figures of the day, and what waits for the member."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Count, QuerySet, Subquery
from django.db.models.functions import JSONObject
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from sibina.assess.needs.api import (
    counts_for_agency,
)
from sibina.ground.intake.api import Batch
from sibina.ground.people.api import Membership, get_sight
from sibina.ground.people.types import Sight
from sibina.lib import words
from sibina.lib.access import WHOLE_CITY, Role
from sibina.lib.jobs.api import Job
from sibina.lib.questions import written_once
from sibina.lib.tenancy.models import City
from sibina.plan.planning.types import Approval
from sibina.plan.programmes.api import find_partner_of, list_unnamed, list_waiting_reviews
from sibina.web.agreements import lapsing_agreements
from sibina.web.cycle.waiting import phase_of, plan_is_set
from sibina.web.delivery import head_delivery, officer_delivery
from sibina.web.phases import phases_of
from sibina.web.plans import approval_task
from sibina.web.rounds import agency_round, own_sheets
from sibina.web.speakers import days_to_name, unnamed_sessions
from sibina.web.standing import State, get_state
from sibina.web.tasks import Task
from sibina.web.voices import agency_voices, late_since, member_voices

Text = str | Promise
OFFICERS = frozenset({Role.PENGELOLA, Role.ANALIS})


@dataclass(frozen=True)
class Figure:
    """One card; `source` is where the figure is explained."""

    label: Text
    value: str
    note: Text = ""
    source: str = ""
    unit: Text = ""


@dataclass(frozen=True)
class Home:
    """The whole page."""

    year: int | None
    phase: str
    phases: list[dict[str, Any]]
    figures: list[Figure]
    tasks: list[Task]


def get_home(*, member: Membership, today: date) -> Home:
    """The home of one member on one day: of the whole city, or of the own units. A person's own is `journey`."""
    sight = get_sight(member)
    state = get_state(member, today, sight)
    role = Role(member.role)
    if role in WHOLE_CITY:
        return Home(
            year=state.cycle.year if state.cycle else None,
            phase=phase_of(state.cycle),
            phases=phases_of(state),
            figures=_city_figures(state),
            tasks=list(_officer_tasks(state) if role in OFFICERS else _city_tasks(state, role)),
        )
    return Home(
        year=state.cycle.year if state.cycle else None,
        phase=phase_of(state.cycle),
        phases=phases_of(state),
        figures=_sight_figures(state, sight),
        tasks=list(_member_tasks(state, role, sight)),
    )


# Figures.
def _city_figures(state: State) -> list[Figure]:
    snapshot, plan = state.snapshot, state.plan
    source = reverse("needs:source") if snapshot else ""
    cards = [Figure(_("ASN aktif"), words.number(state.people), "", reverse("people:list"))]
    if snapshot:
        pairs = snapshot.short + snapshot.unmeasured + snapshot.met
        of_pairs = _("dari %(pairs)s pasangan orang × kompetensi") % {"pairs": words.number(pairs)}
        cards.append(Figure(_("Kesenjangan"), words.number(snapshot.shortfall), "", source, _("tingkat")))
        cards.append(Figure(_("Belum diukur"), words.number(snapshot.unmeasured), of_pairs, source))
    if plan:
        share = words.percent(plan.cost / plan.ceiling, 0) if plan.cost is not None else words.UNKNOWN
        note = _("%(share)s dari pagu %(ceiling)s") % {
            "share": share,
            "ceiling": words.rupiah_short(plan.ceiling),
        }
        url = reverse("planning:sources", args=[plan.pk])
        cards.append(Figure(_("Biaya rencana"), words.rupiah_short(plan.cost), note, url))
        closed = _("dari %(levels)s tingkat") % {"levels": words.number(plan.levels_short)}
        cards.append(
            Figure(_("Tertutup oleh rencana"), words.number(plan.levels_closed), closed, url, _("tingkat"))
        )
    return cards


def _sight_figures(state: State, sight: Sight) -> list[Figure]:
    """The same for one's own units."""
    snapshot: Any = state.snapshot
    if snapshot is None or sight.nothing or sight.unit_ids is None:
        return []
    sums, source = snapshot.unit_sums, reverse("needs:heatmap")
    return [
        Figure(_("Pegawai di unit Anda"), words.number(sums["people"]), "", source),
        Figure(_("Kesenjangan"), words.number(sums["shortfall"]), "", source, _("tingkat")),
        Figure(_("Belum diukur"), words.number(sums["unmeasured"]), _("kompetensi"), source),
        Figure(_("Terpenuhi"), words.number(sums["met"]), _("kompetensi"), source),
    ]


# What waits.
def _officer_tasks(state: State) -> Iterator[Task]:
    """In the order of the cycle; what runs by itself comes first, so that nobody starts it twice."""
    city_id = state.member.city_id
    before = late_since(city_id=city_id, today=state.today)
    first, last = days_to_name(state.today)
    asked = _for_officers(city_id=city_id, before=before, first=first, last=last)
    ((jobs, batch, unnamed, voices, late),) = asked
    for job in jobs:
        url = reverse("jobs:detail", args=[job["pk"]])
        word = Job.State(job["state"]).label
        yield Task(job["title"], job["message"], url, _("Lihat kemajuan"), "now", word)
    if batch is not None:
        yield Task(
            _("Buku kerja menunggu keputusan"),
            _("Sudah diperiksa; lihat apa yang ditolak, lalu impor atau batalkan."),
            reverse("intake:detail", args=[batch]),
            _("Buka pemeriksaan"),
            "warn",
            _("Menunggu Anda"),
        )
    elif not state.people:
        yield Task(
            _("Unggah buku kerja kota"),
            _(
                "Data ASN dari SIASN, standar kompetensi, dan hasil penilaian. Tidak ada yang tersimpan sebelum Anda setuju."
            ),
            reverse("intake:upload"),
            _("Unggah"),
            "now",
            _("Mulai di sini"),
        )
    if state.people and (state.snapshot is None or state.stale):
        yield Task(
            _("Hitung kesenjangan"),
            _("Data berubah sejak hitungan terakhir.")
            if state.snapshot
            else _("Data sudah masuk; belum pernah dihitung."),
            reverse("needs:heatmap"),
            _("Buka kesenjangan"),
            "warn",
            _("Perlu dihitung"),
        )
    if state.cycle is not None and state.snapshot is not None and state.member.role == Role.PENGELOLA:
        yield from agency_round(cycle=state.cycle, today=state.today)
    if state.plan_may_change and state.waiting is not None:
        yield approval_task(state.waiting, Role(state.member.role))
    elif state.plan_may_change and state.snapshot is not None and state.plan is None:
        yield _plan_task(state)
    if state.cycle is not None and state.plan is not None and state.member.role == Role.PENGELOLA:
        yield from plan_is_set(state.cycle)
    yield from officer_delivery(city=state.member.city, today=state.today)
    yield from agency_voices(waiting=voices or 0, late=late or 0, city_id=city_id, today=state.today)
    if state.member.role == Role.PENGELOLA:
        yield from unnamed_sessions(unnamed or 0, today=state.today)
    yield from lapsing_agreements(today=state.today)


@written_once
def _for_officers(city_id: int, before: datetime, first: date, last: date) -> QuerySet[City, tuple[Any, ...]]:
    """Asked at once: what runs now, a batch that waits to be imported, sessions that begin soon with nobody to teach,
    and the staff's proposals that are undecided and late.
    """
    running = Job.objects.filter(state__in=Job.OPEN)
    jobs = running.values(told=JSONObject(pk="pk", title="title", message="message", state="state"))[:3]
    checked = Batch.objects.filter(state=Batch.State.CHECKED).values("pk")[:1]
    unnamed = Subquery(
        list_unnamed(first=first, last=last).order_by().values("city").annotate(n=Count("pk")).values("n")
    )
    asked = (ArraySubquery(jobs), Subquery(checked), unnamed, *counts_for_agency(before))
    return City.objects.filter(pk=city_id).values_list(*asked)


def _plan_task(state: State) -> Task:
    year = str(state.cycle.year) if state.cycle else ""
    late = state.plan_is_late
    tone, word = ("bad", _("Terlambat")) if late else ("now", _("Keputusan berikutnya"))
    if not state.has_sessions and state.member.role == Role.PENGELOLA:
        title = _("Siapkan sesi %(year)s") % {"year": year}
        text = _("Rencana memilih di antara sesi yang ditawarkan; usulannya dihitung dari kesenjangan.")
        return Task(title, text, reverse("programmes:prepare"), _("Siapkan sesi"), tone, word)
    if state.has_answer:
        title, text = (
            _("Ajukan rencana %(year)s"),
            _("Bandingkan rencana yang sudah dihitung, lalu ajukan satu untuk diperiksa."),
        )
    else:
        title, text = (
            _("Susun rencana %(year)s"),
            _("Tetapkan pagu; rencana terbaik dihitung di belakang layar."),
        )
    return Task(title % {"year": year}, text, reverse("planning:list"), _("Buka rencana"), tone, word)


def _city_tasks(state: State, role: Role) -> Iterator[Task]:
    """What waits for a role that reads the whole city: the leader sets the plan that has been reviewed."""
    waiting = state.waiting if state.plan_may_change else None
    if role == Role.PIMPINAN and waiting is not None and waiting.approval == Approval.REVIEWED:
        yield approval_task(waiting, role)


def _member_tasks(state: State, role: Role, sight: Sight) -> Iterator[Task]:
    if role == Role.KEPALA_OPD:
        yield from own_sheets(sight=sight, today=state.today)
        if state.owed is not None:
            yield from head_delivery(state.owed)
    if role != Role.MITRA:
        yield from member_voices(member=state.member, sight=sight, today=state.today)
    if role == Role.KEPALA_OPD:
        text = _("Siapa kurang dalam hal apa, menurut jabatan dan orang.")
        yield Task(_("Kesenjangan unit Anda"), text, reverse("needs:heatmap"), _("Buka"))
    if role == Role.MITRA:
        text = _("Perjanjian, kontribusi, dan sesi yang menyebut lembaga Anda.")
        waiting = list_waiting_reviews(member=state.member)
        if waiting:
            told = _("%(n)s kurikulum menunggu telaah lembaga Anda") % {"n": words.number(len(waiting))}
            asked = ", ".join(row.review.version.programme.name for row in waiting)
            yield Task(
                told, asked, reverse("partners:own"), _("Baca dan tanggapi"), "now", _("Menunggu Anda")
            )
        elif find_partner_of(state.member) is None:
            text = _("Akun Anda belum dikaitkan dengan mitra; pengelola BKPSDM yang mengaitkannya.")
        yield Task(_("Kerja sama saya"), text, reverse("partners:own"), _("Buka"))
    if state.plan is None:
        return
    if role == Role.KEPALA_OPD:
        text = _("Siapa pergi kapan, dan mengapa yang lain belum terpilih.")
        url = reverse("planning:seats", args=[state.plan.pk])
        yield Task(_("Pegawai Anda dalam rencana"), text, url, _("Lihat peserta"))
