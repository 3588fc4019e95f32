"""What the home of a member says of the phase of the year, and when the officer moves it on."""

from collections.abc import Iterator

from django.urls import reverse
from django.utils.translation import gettext as _

from sibina.ground.cycles.api import Cycle
from sibina.ground.cycles.types import CyclePhase
from sibina.web.tasks import Task


def phase_of(cycle: Cycle | None) -> str:
    """The phase of the year, for the hub of the wheel."""
    return _("tahap %(phase)s") % {"phase": cycle.get_phase_display()} if cycle else ""


def plan_is_set(cycle: Cycle) -> Iterator[Task]:
    """The year's plan is set: the year goes on to being carried out."""
    if cycle.phase not in {CyclePhase.NEEDS, CyclePhase.PLAN}:
        return
    title = _("Lanjutkan tahap tahun %(year)s") % {"year": cycle.year}
    text = _("Rencananya sudah ditetapkan; tahunnya masih pada %(phase)s.") % {"phase": phase_of(cycle)}
    url = reverse("web:year", args=[cycle.pk])
    yield Task(title, text, url, _("Buka tahun"), "now", _("Keputusan berikutnya"))
