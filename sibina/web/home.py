"""What a member's home shows: the wheel of the cycle, the figures of the day, and what waits for the member."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Count, Exists, F, OuterRef, QuerySet, Subquery, Sum, Value
from django.db.models.functions import JSONObject
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from sibina.assess.needs.api import (
    Gap,
    GapSnapshot,
    GapSummary,
    counts_for_agency,
    current_snapshot,
    is_stale,
)
from sibina.assess.needs.types import GapState
from sibina.ground.cycles.api import Cycle, rows_of_open_cycle
from sibina.ground.cycles.rules import may_change
from sibina.ground.cycles.types import CyclePhase, Part
from sibina.ground.intake.api import Batch
from sibina.ground.people.api import Headcount, Membership, count_people, get_sight
from sibina.ground.people.types import Sight
from sibina.lib import words
from sibina.lib.access import WHOLE_CITY, Role
from sibina.lib.jobs.api import Job
from sibina.lib.questions import among, written_once
from sibina.lib.tenancy.models import City
from sibina.plan.planning.api import CityPlan, list_plans_under_way
from sibina.plan.planning.types import Approval
from sibina.plan.programmes.api import Offering, find_partner_of, list_unnamed, list_waiting_reviews
from sibina.web.agreements import lapsing_agreements
from sibina.web.cycle.waiting import phase_of, plan_is_set
from sibina.web.plans import approval_task, plan_note
from sibina.web.rounds import agency_round, own_sheets
from sibina.web.speakers import days_to_name, unnamed_sessions
from sibina.web.tasks import Task
from sibina.web.voices import agency_voices, late_since, member_voices

Text = str | Promise
OWN_GAPS_SHOWN = 5
OFFICERS = frozenset({Role.PENGELOLA, Role.ANALIS})
LATER = (gettext_lazy("Pelaksanaan"), gettext_lazy("Evaluasi"), gettext_lazy("Pembaruan"))


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
    gaps: list[Gap] = field(default_factory=list)


@dataclass(frozen=True)
class State:
    """What is known of the city's year, asked once."""

    member: Membership
    today: date
    people: int
    cycle: Cycle | None
    snapshot: GapSnapshot | None
    stale: bool
    plan: CityPlan | None
    waiting: CityPlan | None
    has_answer: bool
    has_sessions: bool

    @property
    def plan_may_change(self) -> bool:
        """The year is in a phase in which a plan may be made, proposed and set."""
        return self.cycle is not None and may_change(CyclePhase(self.cycle.phase), Part.PLAN)

    @property
    def plan_is_late(self) -> bool:
        """The year has begun, and the city has set no plan for it."""
        return self.cycle is not None and self.plan is None and self.today >= date(self.cycle.year, 1, 1)


def get_home(*, member: Membership, today: date) -> Home:
    """The home of one member on one day: whole city, own unit, or oneself."""
    sight = get_sight(member)
    state = _get_state(member, today, sight)
    role = Role(member.role)
    if role in WHOLE_CITY:
        return Home(
            year=state.cycle.year if state.cycle else None,
            phase=phase_of(state.cycle),
            phases=_phases(state),
            figures=_city_figures(state),
            tasks=list(_officer_tasks(state) if role in OFFICERS else _city_tasks(state, role)),
        )
    gaps = _own_gaps(state, sight)
    return Home(
        year=state.cycle.year if state.cycle else None,
        phase=phase_of(state.cycle),
        phases=_phases(state),
        figures=_sight_figures(state, sight, gaps),
        tasks=list(_member_tasks(state, role, sight)),
        gaps=[gap for gap in gaps if gap.state == GapState.SHORT][:OWN_GAPS_SHOWN],
    )


def _get_state(member: Membership, today: date, sight: Sight) -> State:
    cycle = _year.first()
    snapshot = _current_snapshot(member.city, sight)
    under_way = list_plans_under_way(cycle_id=cycle.pk) if cycle else []
    plan = next((one for one in under_way if one.is_set), None)
    has_answer, has_sessions = bool(under_way), bool(under_way)
    if cycle and not under_way:
        has_answer, has_sessions = _prepared(cycle_id=cycle.pk)[0]
    return State(
        member=member,
        today=today,
        people=(cycle.people or 0) if cycle else count_people()[1],
        cycle=cycle,
        snapshot=snapshot,
        stale=snapshot is not None and is_stale(snapshot, today=today),
        plan=plan,
        waiting=next((one for one in under_way if not one.is_set), None),
        has_answer=has_answer,
        has_sessions=has_answer or has_sessions,
    )


@written_once
def _year() -> QuerySet[Any]:
    """The open year, and on the way how many active persons the city has."""
    return rows_of_open_cycle().annotate(people=Subquery(Headcount.objects.values("active")[:1]))


@written_once
def _prepared(cycle_id: int) -> QuerySet[Cycle, tuple[bool, bool]]:
    """Whether the year has a plan of its own with an answer, and sessions on offer."""
    answers = CityPlan.objects.filter(cycle_id=cycle_id, computed_at__isnull=False, change__isnull=True)
    sessions = Offering.objects.filter(cycle_id=cycle_id)
    return Cycle.objects.filter(pk=cycle_id).values_list(Exists(answers), Exists(sessions))


def _current_snapshot(city: City, sight: Sight) -> GapSnapshot | None:
    """The counting that pages show; where the member sees units, with what it kept of these (`unit_sums`)."""
    if sight.unit_ids is None:
        return current_snapshot(city)
    return _snapshot_of_units.first(keys=sorted(sight.unit_ids))


@written_once
def _snapshot_of_units(keys: Any) -> QuerySet[GapSnapshot]:
    kept = GapSummary.objects.filter(among("unit_id", keys), snapshot=OuterRef("pk"), competency__isnull=True)
    sums = JSONObject(**{name: Sum(name, default=0) for name in SUMMED})
    added = kept.order_by().annotate(all=Value(1)).values("all").annotate(told=sums).values("told")
    return GapSnapshot.objects.filter(is_current=True).annotate(unit_sums=Subquery(added)).order_by()


SUMMED = ("people", "shortfall", "unmeasured", "met")
"""Persons and pairs of the units that a member sees."""


# The wheel.
def _phases(state: State) -> list[dict[str, Any]]:
    """The six phases; the doors of those that a role may not enter are no links."""
    role = Role(state.member.role)
    return [
        _phase(_("Dasar"), _ground(state), reverse("people:list") if role in WHOLE_CITY else ""),
        _phase(_("Kebutuhan"), _needs(state), reverse("needs:heatmap") if role != Role.MITRA else ""),
        _phase(_("Rencana"), _plan(state), _plan_door(role)),
        *(_phase(str(title), ("waiting", _("Belum tersedia"), ""), "") for title in LATER),
    ]


def _phase(title: str, said: tuple[str, str, str], url: str) -> dict[str, Any]:
    state, word, note = said
    tone = {"done": "good", "open": "now", "late": "bad"}.get(state, "")
    return {"title": title, "url": url, "state": state, "word": word, "tone": tone, "note": note}


def _ground(state: State) -> tuple[str, str, str]:
    if not state.people:
        return "open", _("Mulai di sini"), _("Belum ada pegawai yang masuk")
    return "done", _("Terisi"), _("%(people)s ASN aktif") % {"people": words.number(state.people)}


def _needs(state: State) -> tuple[str, str, str]:
    if state.snapshot is None:
        return ("open" if state.people else "waiting"), _("Belum dihitung"), ""
    note = _("%(levels)s tingkat kesenjangan, keadaan %(day)s") % {
        "levels": words.number(state.snapshot.shortfall),
        "day": words.short_date(state.snapshot.as_of),
    }
    return ("open", _("Perlu dihitung ulang"), note) if state.stale else ("done", _("Terhitung"), note)


def _plan(state: State) -> tuple[str, str, str]:
    if state.plan is not None:
        cost = {
            "cost": words.rupiah_short(state.plan.cost),
            "ceiling": words.rupiah_short(state.plan.ceiling),
        }
        return "done", _("Ditetapkan"), _("%(cost)s dari pagu %(ceiling)s") % cost
    if state.cycle is None:
        return "waiting", _("Tahun belum dibuka"), ""
    if not state.plan_may_change:
        return "late", _("Tidak disusun"), _("Tahunnya berakhir tanpa rencana yang ditetapkan")
    if state.plan_is_late:
        return (
            "late",
            _("Terlambat"),
            _("Tahun %(year)s sudah berjalan tanpa rencana") % {"year": str(state.cycle.year)},
        )
    if state.snapshot is None:
        return "waiting", _("Menunggu"), _("Menunggu kesenjangan dihitung")
    return "open", _("Sedang berjalan"), plan_note(state.waiting, has_answer=state.has_answer)


def _plan_door(role: Role) -> str:
    if role in WHOLE_CITY or role == Role.KEPALA_OPD:
        return reverse("planning:list")
    return reverse("planning:mine") if role == Role.ASN else ""


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


def _sight_figures(state: State, sight: Sight, gaps: list[Gap]) -> list[Figure]:
    """The same for one's own unit, or for oneself."""
    if state.snapshot is None or sight.nothing:
        return []
    snapshot: Any = state.snapshot
    sums = snapshot.unit_sums if sight.unit_ids is not None else _own_sums(gaps)
    person = state.member.person_id
    alone = sight.person_id is not None
    source = reverse("needs:person", args=[person]) if alone else reverse("needs:heatmap")
    cards = [] if alone else [Figure(_("Pegawai di unit Anda"), words.number(sums["people"]), "", source)]
    return [
        *cards,
        Figure(_("Kesenjangan"), words.number(sums["shortfall"]), "", source, _("tingkat")),
        Figure(_("Belum diukur"), words.number(sums["unmeasured"]), _("kompetensi"), source),
        Figure(_("Terpenuhi"), words.number(sums["met"]), _("kompetensi"), source),
    ]


def _own_sums(gaps: list[Gap]) -> dict[str, int]:
    states = [gap.state for gap in gaps]
    return {
        "shortfall": sum(gap.shortfall or 0 for gap in gaps),
        "unmeasured": states.count(GapState.UNMEASURED),
        "met": states.count(GapState.MET),
    }


def _own_gaps(state: State, sight: Sight) -> list[Gap]:
    """What one's own position requires, the largest shortfall first; nothing for who sees units."""
    if state.snapshot is None or sight.person_id is None:
        return []
    return _gaps_of(snapshot_id=state.snapshot.pk, person_id=sight.person_id)


@written_once
def _gaps_of(snapshot_id: int, person_id: int) -> QuerySet[Gap]:
    rows = Gap.objects.filter(snapshot_id=snapshot_id, person_id=person_id).select_related("competency")
    told = rows.only("state", "required", "present", "shortfall", "competency__name")
    return told.order_by(F("shortfall").desc(nulls_last=True), "competency__name")


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
    elif role == Role.ASN:
        text = _("Pelatihan yang direncanakan untuk Anda, atau alasan belum terpilih.")
        yield Task(_("Rencana untuk saya"), text, reverse("planning:mine"), _("Buka"))
