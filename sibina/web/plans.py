"""How far the plan of the year has come on its way to be set, for the home of a member."""

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from sibina.lib.access import Role
from sibina.plan.planning.api import CityPlan
from sibina.plan.planning.types import Approval
from sibina.web.tasks import Task

WAITS = {
    Approval.PROPOSED: gettext_lazy("Sebuah rencana menunggu diperiksa"),
    Approval.REVIEWED: gettext_lazy("Sebuah rencana menunggu ditetapkan pimpinan"),
}


def plan_note(waiting: CityPlan | None, *, has_answer: bool) -> str:
    """Whether a plan waits for somebody, else whether there is one that could be proposed."""
    if waiting is not None:
        return str(WAITS[Approval(waiting.approval)])
    return _("Sudah ada rencana yang dapat diajukan") if has_answer else _("Belum ada rencana")


def approval_task(plan: CityPlan, role: Role) -> Task:
    """A plan that has been proposed waits to be reviewed, then to be set."""
    if plan.approval == Approval.PROPOSED:
        title, text = (
            _("Periksa rencana «%(name)s»"),
            _("Sudah diusulkan; yang memeriksa bukan yang mengusulkan."),
        )
    elif role == Role.PIMPINAN:
        title, text = (
            _("Tetapkan rencana «%(name)s»"),
            _("Sudah diperiksa; tetapkan, atau kembalikan dengan alasan."),
        )
    else:
        title, text = (
            _("Rencana «%(name)s» menunggu ditetapkan"),
            _("Sudah diperiksa; pimpinan yang menetapkannya."),
        )
    url = reverse("planning:approval", args=[plan.pk])
    return Task(
        title % {"name": plan.name}, text, url, _("Buka persetujuan"), "now", _("Keputusan berikutnya")
    )
