"""The wheel of the cycle on a home: each phase with its state in a word, and the door to it."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from sibina.lib import words
from sibina.lib.access import WHOLE_CITY, Role
from sibina.web.delivery import delivery_phase
from sibina.web.plans import plan_note
from sibina.web.standing import State

LATER = (gettext_lazy("Evaluasi"), gettext_lazy("Pembaruan"))
"""Phases that have no pages yet."""


def phases_of(state: State) -> list[dict[str, Any]]:
    """The six phases; the doors of those that a role may not enter are no links."""
    role = Role(state.member.role)
    return [
        _phase(_("Dasar"), _ground(state), reverse("people:list") if role in WHOLE_CITY else ""),
        _phase(_("Kebutuhan"), _needs(state), reverse("needs:heatmap") if role != Role.MITRA else ""),
        _phase(_("Rencana"), _plan(state), _plan_door(role)),
        _phase(_("Pelaksanaan"), delivery_phase(state.sessions), _delivery_door(role)),
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


def _delivery_door(role: Role) -> str:
    if role in WHOLE_CITY or role == Role.KEPALA_OPD:
        return reverse("sessions:list")
    return reverse("sessions:own") if role in {Role.ASN, Role.MENTOR} else ""
