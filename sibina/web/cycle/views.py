"""The page of a year, and the step that moves it to another phase."""

from collections.abc import Sequence

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from sibina.ground.cycles.api import PHASE_TITLES, Cycle, find_cycle, list_steps, move_cycle
from sibina.ground.cycles.rules import phase_after, phase_before
from sibina.ground.cycles.types import CyclePhase, Move, MovedMeanwhile, NotTheNextPhase
from sibina.ground.people.api import CityRequest
from sibina.lib.access import WHOLE_CITY, Role, allow
from sibina.lib.words import moment
from sibina.web.cycle.ends import AFTERWARDS, list_open_ends
from sibina.web.cycle.forms import MoveForm
from sibina.web.tasks import Task

TITLES = dict(PHASE_TITLES)
WAY = tuple(CyclePhase)


def _get_cycle(pk: int) -> Cycle:
    found = find_cycle(pk)
    if found is None:
        raise Http404
    return found


@allow(*sorted(WHOLE_CITY))
def year(request: CityRequest, pk: int) -> HttpResponse:
    """Where a year stands, what is open in its phase, and how it came there."""
    cycle = _get_cycle(pk)
    phase = CyclePhase(cycle.phase)
    following, back = phase_after(phase), phase_before(phase)
    context = {
        "cycle": cycle,
        "stages": [TITLES[one] for one in WAY],
        "at": WAY.index(phase) + 1 if following else len(WAY) + 1,
        "may_now": AFTERWARDS[phase],
        "open_ends": list_open_ends(cycle, timezone.localdate()),
        "following": (following, TITLES[following]) if following else None,
        "back": (back, TITLES[back]) if back else None,
        "may_move": request.membership.role == Role.PENGELOLA,
        "steps": list_steps(cycle),
    }
    return render(request, "web/cycle/year.html", context)


@allow(Role.PENGELOLA)
def move(request: CityRequest, pk: int) -> HttpResponse:
    """Move the year one phase on or back; what is open is shown before, and owed a reason."""
    cycle = _get_cycle(pk)
    phase = CyclePhase(cycle.phase)
    asked = request.POST.get("to") or request.GET.get("ke", "")
    to = CyclePhase(asked) if asked in set(CyclePhase) else None
    if to is None or (request.method == "GET" and to not in {phase_after(phase), phase_before(phase)}):
        return redirect("web:year", pk=pk)
    # Who saw another phase is told so by the action, whatever is open in this one.
    is_late = request.POST.get("seen", phase) != phase
    goes_back = not is_late and WAY.index(to) < WAY.index(phase)
    open_ends = [] if is_late or goes_back else list_open_ends(cycle, timezone.localdate())
    form = MoveForm(
        request.POST or None, initial={"seen": phase, "to": to}, owed=_owed(open_ends, goes_back=goes_back)
    )
    if request.method == "POST" and form.is_valid():
        try:
            wish = Move(
                seen=CyclePhase(form.cleaned_data["seen"]),
                to=to,
                left_open=tuple(str(one.title) for one in open_ends),
                reason=form.cleaned_data["reason"],
            )
            move_cycle(cycle=cycle, move=wish, by=request.user, at=timezone.now())
        except MovedMeanwhile as moved:
            form.add_error(None, _meanwhile(cycle, moved))
        except NotTheNextPhase as wrong:
            form.add_error(None, _not_next(wrong))
        else:
            told = {"year": cycle.year, "phase": TITLES[to]}
            messages.success(request, _("Tahun %(year)s kini pada tahap %(phase)s.") % told)
            return redirect("web:year", pk=pk)
    context = {
        "cycle": cycle,
        "form": form,
        "title": _act(cycle, to, goes_back=goes_back),
        "afterwards": AFTERWARDS[to],
        "open_ends": open_ends,
    }
    return render(request, "web/cycle/move.html", context)


def _act(cycle: Cycle, to: CyclePhase, *, goes_back: bool) -> str:
    told = {"year": cycle.year, "phase": TITLES[to]}
    if to == CyclePhase.CLOSED:
        return _("Tutup tahun %(year)s") % told
    if goes_back:
        return _("Kembalikan tahun %(year)s ke tahap %(phase)s") % told
    return _("Lanjutkan tahun %(year)s ke tahap %(phase)s") % told


def _owed(open_ends: Sequence[Task], *, goes_back: bool) -> str:
    """Why a reason is owed; nothing where it is not."""
    if goes_back:
        return _(
            "Tulis mengapa tahun ini kembali ke tahap sebelumnya; langkah ini dibaca kembali saat pemeriksaan."
        )
    if open_ends:
        return _("Masih ada yang terbuka. Selesaikan dulu, atau tulis mengapa tahun ini tetap dilanjutkan.")
    return ""


def _meanwhile(cycle: Cycle, moved: MovedMeanwhile) -> str:
    last = next(iter(list_steps(cycle)), None)
    told = {
        "phase": TITLES[moved.phase],
        "by": (last.by if last else None) or "–",
        "at": moment(timezone.localtime(last.at)) if last else "–",
    }
    return (
        _(
            "Sementara itu %(by)s memindahkan tahun ini ke tahap %(phase)s (%(at)s). Tidak ada yang diubah oleh Anda; "
            "buka halaman tahun ini lagi untuk melihat langkah berikutnya."
        )
        % told
    )


def _not_next(wrong: NotTheNextPhase) -> str:
    return _("Tahun ini pada tahap %(phase)s; hanya dapat maju atau mundur satu tahap.") % {
        "phase": TITLES[wrong.phase]
    }
