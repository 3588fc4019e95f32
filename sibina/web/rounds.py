"""What waits of a needs round (AKPK): for the agency, and for the head whose sheet is not signed."""

from collections.abc import Iterator
from datetime import date

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from sibina.assess.needs.api import get_standing_of_round, list_sheets_to_fill
from sibina.assess.needs.types import SheetState
from sibina.ground.cycles.api import Cycle
from sibina.ground.cycles.rules import may_change
from sibina.ground.cycles.types import CyclePhase, Part
from sibina.ground.people.types import Sight
from sibina.lib import words
from sibina.web.tasks import Task


def agency_round(*, cycle: Cycle, today: date) -> Iterator[Task]:
    """The round of the open year: to be opened, offices that are late, findings to be decided, to be closed."""
    standing = get_standing_of_round()
    current, url = standing.round, reverse("rounds:rounds")
    if current is None or current.cycle.year < cycle.year:
        if may_change(CyclePhase(cycle.phase), Part.NEEDS):
            title = _("Buka AKPK %(year)s") % {"year": cycle.year}
            text = _("Tiap OPD memeriksa kebutuhannya, menambah yang diamati, lalu menandatangani.")
            word = _("Keputusan berikutnya")
            yield Task(title, text, reverse("rounds:round-open"), _("Buka AKPK"), "now", word)
        return
    if current.closed_at is not None:
        if current.cycle_id == cycle.pk and cycle.phase == CyclePhase.NEEDS:
            title = _("Lanjutkan tahun %(year)s ke tahap rencana") % {"year": cycle.year}
            text = _("AKPK sudah ditutup; tahunnya masih pada tahap kebutuhan.")
            yield Task(title, text, reverse("web:year", args=[cycle.pk]), _("Buka tahun"))
        return
    if standing.undecided:
        title = _("%(n)s temuan siklus lalu menunggu") % {"n": words.number(standing.undecided)}
        text = _("Ambil atau tolak dengan alasan; AKPK baru dapat ditutup setelah semuanya diputuskan.")
        yield Task(title, text, reverse("rounds:signals"), _("Putuskan"), "warn", _("Menunggu Anda"))
    count = {"n": words.number(standing.unsigned), "all": words.number(standing.offices)}
    if not standing.unsigned:
        title = _("Tutup AKPK %(year)s") % {"year": current.cycle.year}
        yield Task(title, _("Semua OPD sudah menandatangani."), url, _("Lihat AKPK"))
    elif today > current.closes_on:
        title = _("%(n)s OPD terlambat mengisi AKPK") % count
        text = _("Ingatkan mereka, atau tutup AKPK dengan alasan.")
        yield Task(title, text, url, _("Lihat AKPK"), "bad", _("Terlambat"))
    else:
        title = _("%(n)s dari %(all)s OPD belum menandatangani AKPK") % count
        text = _("Batas pengisian %(day)s.") % {"day": words.long_date(current.closes_on)}
        yield Task(title, text, url, _("Lihat AKPK"))


def own_sheets(*, sight: Sight, today: date) -> Iterator[Task]:
    """Sheets that wait for the head's signature, with the agency's last reminder."""
    for own in list_sheets_to_fill(sight, today):
        day = words.long_date(own.sheet.round.closes_on)
        title = _("Isi lembar AKPK %(office)s sampai %(day)s") % {"office": own.sheet.office.name, "day": day}
        text = _("Setujui atau ubah tiap kebutuhan, tambahkan yang Anda amati, lalu tanda tangani.")
        if own.reminded_at is not None:
            reminded = words.short_date(timezone.localtime(own.reminded_at).date())
            text = _("BKPSDM mengingatkan Anda pada %(day)s.") % {"day": reminded}
        is_late = own.state == SheetState.LATE
        tone, word = ("bad", _("Terlambat")) if is_late else ("now", _("Menunggu Anda"))
        yield Task(title, text, reverse("rounds:sheet", args=[own.sheet.pk]), _("Buka lembar"), tone, word)
