"""What falls when an agreement lapses, on one page."""

from urllib.parse import urlencode

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from sibina.ground.people.api import CityRequest
from sibina.lib.access import WHOLE_CITY, Role, allow
from sibina.lib.lists.api import Column, table_of
from sibina.plan.planning import reads
from sibina.plan.planning.models import PlanSession
from sibina.plan.planning.types import SessionState
from sibina.plan.planning.views.rows import when


@allow(*sorted(WHOLE_CITY))
def lapse(request: CityRequest, agreement_id: int) -> HttpResponse:
    """If this agreement lapses, these sessions fall and these gaps stay."""
    found = reads.find_lapse(agreement_id=agreement_id)
    if found is None:
        raise Http404
    running = [("sesi", row.offering_id) for row in found.running]
    context = {
        "may_mark": bool(running) and request.membership.role == Role.PENGELOLA,
        "marking": urlencode([("keadaan", SessionState.LAPSED), *running]),
        "lapse": found,
        "given": found.to_ceiling + found.to_sessions,
        "sessions": table_of(SESSIONS, found.sessions),
        "competencies": table_of(COMPETENCIES, found.competencies),
    }
    return render(request, "planning/lapse.html", context)


def _participants(row: PlanSession) -> str:
    return f"{reverse('planning:seats', args=[row.plan_id])}?q={row.code}" if row.runs else ""


SESSIONS = [
    Column("sesi", _("Sesi"), "code"),
    Column("program", _("Program"), "programme_name", width=40),
    Column("waktu", _("Waktu"), when, width=30),
    Column(
        "keadaan",
        _("Keadaan"),
        lambda row: _("Berjalan") if row.runs else _("Tidak berjalan"),
        kind="badge",
        tone=lambda row: "warn" if row.runs else "",
    ),
    Column("kursi", _("Kursi terisi"), "taken", kind="number", link=_participants),
    Column("biaya", _("Biaya"), "cost", kind="rupiah"),
    Column("mitra", _("Dari mitra"), lambda row: row.contributed or None, kind="rupiah"),
]
COMPETENCIES = [
    Column("kompetensi", _("Kompetensi"), lambda row: row[0], width=44),
    Column("orang", _("Pegawai"), lambda row: row[1], kind="number"),
    Column("tingkat", _("Tingkat yang tetap terbuka"), lambda row: row[2], kind="decimal"),
]
