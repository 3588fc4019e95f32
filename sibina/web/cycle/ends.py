"""What is still open in the phase of a year, each with the way to where it is ended."""

from collections.abc import Callable, Iterator, Mapping
from datetime import date

from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from sibina.assess.needs.api import counts_for_agency, current_snapshot, get_standing_of_round, is_stale
from sibina.ground.cycles.api import Cycle
from sibina.ground.cycles.types import CyclePhase
from sibina.lib import words
from sibina.lib.tenancy.models import City
from sibina.plan.planning.api import LooseEnds, get_loose_ends
from sibina.plan.planning.types import Approval
from sibina.web.tasks import Task

AFTERWARDS: Mapping[CyclePhase, Promise] = {
    CyclePhase.NEEDS: gettext_lazy("Kebutuhan, rencana, dan sesi tahun ini dapat diubah."),
    CyclePhase.PLAN: gettext_lazy(
        "AKPK baru tidak dapat dibuka lagi untuk tahun ini. Rencana dan sesi masih dapat diubah."
    ),
    CyclePhase.DELIVER: gettext_lazy(
        "Rencana kota dilaksanakan. Di tengah tahun rencana masih dapat disusun ulang, dan sesi masih dapat diubah."
    ),
    CyclePhase.EVALUATE: gettext_lazy(
        "Rencana, sesi, narasumber, dan kontribusi tahun ini tidak dapat diubah lagi; dari anggarannya hanya "
        "realisasi (SPJ) yang masih dicatat. Hasilnya dinilai."
    ),
    CyclePhase.CLOSED: gettext_lazy("Tahun ini ditutup. Semuanya tetap dapat dibaca."),
}
"""What may be changed in each phase, for who is about to move a year there."""


def list_open_ends(cycle: Cycle, today: date) -> list[Task]:
    """What the phase of the year has not brought to its end; empty where nothing is owed."""
    return list(_OF_PHASE[CyclePhase(cycle.phase)](cycle, today))


def _needs(cycle: Cycle, today: date) -> Iterator[Task]:
    snapshot = current_snapshot(cycle.city)
    heatmap = reverse("needs:heatmap")
    if snapshot is None:
        text = _("Tanpa hitungan kesenjangan, rencana tidak tahu apa yang perlu ditutup.")
        yield Task(_("Kesenjangan belum dihitung"), text, heatmap, _("Buka kesenjangan"))
    elif is_stale(snapshot, today=today):
        text = _("Data berubah sejak hitungan terakhir.")
        yield Task(_("Kesenjangan perlu dihitung ulang"), text, heatmap, _("Buka kesenjangan"))
    standing, rounds = get_standing_of_round(), reverse("rounds:rounds")
    current = standing.round
    if current is None or current.cycle_id != cycle.pk:
        text = _(
            "Tiap OPD memeriksa kebutuhannya dan menandatangani; sesudah tahap ini tidak dapat dibuka lagi."
        )
        yield Task(_("AKPK tahun ini belum dibuka"), text, rounds, _("Buka AKPK"))
    elif current.closed_at is None:
        text = _("%(unsigned)s dari %(all)s OPD belum menandatangani.") % {
            "unsigned": words.number(standing.unsigned),
            "all": words.number(standing.offices),
        }
        yield Task(_("AKPK belum ditutup"), text, rounds, _("Lihat AKPK"))
    if standing.undecided:
        title = _("%(n)s temuan siklus lalu belum diputuskan") % {"n": words.number(standing.undecided)}
        yield Task(title, _("Diambil atau ditolak, dengan alasan."), reverse("rounds:signals"), _("Putuskan"))
    ((undecided, _late),) = City.objects.filter(pk=cycle.city_id).values_list(
        *counts_for_agency(timezone.now())
    )
    if undecided:
        title = _("%(n)s usulan staf belum diputuskan") % {"n": words.number(undecided)}
        text = _("Yang belum dijawab siapa pun tetap ikut menimbang, dengan bobot setengah.")
        yield Task(title, text, reverse("proposals:staff"), _("Lihat usulan"))


def _plan(cycle: Cycle, today: date) -> Iterator[Task]:
    yield from _without_plan(cycle, get_loose_ends(cycle=cycle))


def _without_plan(cycle: Cycle, ends: LooseEnds) -> Iterator[Task]:
    """The year has no plan that is set: how far the one that is to become it has come."""
    if ends.plan is not None:
        return
    if ends.waiting is None:
        url = f"{reverse('planning:list')}?tahun={cycle.year}"
        text = _("Ajukan sebuah rencana; sesudah diperiksa, pimpinan menetapkannya.")
        yield Task(_("Belum ada rencana yang diajukan"), text, url, _("Buka rencana"))
        return
    title = _("Rencana «%(name)s» belum ditetapkan") % {"name": ends.waiting.name}
    is_reviewed = ends.waiting.approval == Approval.REVIEWED
    text = _("Sudah diperiksa; pimpinan yang menetapkannya.") if is_reviewed else _("Menunggu diperiksa.")
    yield Task(title, text, reverse("planning:approval", args=[ends.waiting.pk]), _("Buka persetujuan"))


def _deliver(cycle: Cycle, today: date) -> Iterator[Task]:
    ends = get_loose_ends(cycle=cycle)
    yield from _without_plan(cycle, ends)
    if ends.plan is not None and ends.sessions:
        title = _("%(n)s sesi belum ditandai selesai atau gugur") % {"n": words.number(ends.sessions)}
        url = reverse("planning:marks", args=[ends.plan.pk])
        yield Task(title, _("Sesudah tahap ini sesi tidak dapat diubah lagi."), url, _("Lihat pelaksanaan"))
    if today.year <= cycle.year:
        title = _("Tahun %(year)s belum berakhir") % {"year": cycle.year}
        text = _("Sesi yang masih akan datang tidak dapat diubah atau disusun ulang sesudah tahap ini.")
        yield Task(title, text, "", "")


def _evaluate(cycle: Cycle, today: date) -> Iterator[Task]:
    ends = get_loose_ends(cycle=cycle)
    if ends.unpaid:
        title = _("%(n)s rincian anggaran belum mempunyai realisasi (SPJ)") % {"n": words.number(ends.unpaid)}
        url = f"{reverse('planning:budget-lines')}?tahun={cycle.year}"
        yield Task(title, _("Yang belum diketahui tetap tertulis –, bukan 0."), url, _("Buka rincian"))


def _closed(cycle: Cycle, today: date) -> Iterator[Task]:
    yield from ()


_OF_PHASE: Mapping[CyclePhase, Callable[[Cycle, date], Iterator[Task]]] = {
    CyclePhase.NEEDS: _needs,
    CyclePhase.PLAN: _plan,
    CyclePhase.DELIVER: _deliver,
    CyclePhase.EVALUATE: _evaluate,
    CyclePhase.CLOSED: _closed,
}
