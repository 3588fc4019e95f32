"""Speakers in words: the state of a session in a record, why somebody is not free, how a rating is told."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from sibina.lib.words import date_span, number
from sibina.plan.programmes.types import Clash, HeldDays, SessionStanding

STANDINGS: Mapping[SessionStanding, Promise] = {
    SessionStanding.HELD: _("Terlaksana"),
    SessionStanding.BOOKED: _("Pasti berjalan"),
    SessionStanding.OFFERED: _("Ditawarkan"),
    SessionStanding.NOT_RUN: _("Tidak dijalankan"),
}
STANDING_TONES: Mapping[SessionStanding, str] = {
    SessionStanding.HELD: "good",
    SessionStanding.BOOKED: "now",
    SessionStanding.OFFERED: "info",
    SessionStanding.NOT_RUN: "",
}
SCORES: Mapping[int, Promise] = {
    1: _("1 · sangat kurang"),
    2: _("2 · kurang"),
    3: _("3 · cukup"),
    4: _("4 · baik"),
    5: _("5 · sangat baik"),
}


def why_not_free(held: HeldDays) -> str:
    """«mengisi sesi KOM-01, 3–5 Mar 2027», or «berhalangan, 3–5 Mar 2027 (umrah)»."""
    days = date_span(held.starts_on, held.ends_on)
    if held.code:
        return _now("mengisi sesi %(code)s, %(days)s") % {"code": held.code, "days": days}
    told = _now("berhalangan, %(days)s") % {"days": days}
    return f"{told} ({held.reason})" if held.reason else told


def clash_sentence(clash: Clash) -> str:
    """Who is not free for which session, why, and what to do."""
    told = _now(
        "%(name)s tidak dapat mengisi sesi %(code)s (%(days)s): %(why)s. Pilih narasumber lain, atau ubah harinya."
    )
    return told % {
        "name": clash.wanted.speaker,
        "code": clash.wanted.code,
        "days": date_span(clash.wanted.starts_on, clash.wanted.ends_on),
        "why": why_not_free(clash.held),
    }


def absence_sentence(clash: Clash) -> str:
    """Why an absence cannot be written down: what holds these days already."""
    if clash.held.code:
        return _now(
            "Pada hari itu %(name)s sudah pasti mengisi sesi %(code)s (%(days)s). Ganti narasumber sesi itu lebih dulu."
        ) % {
            "name": clash.held.speaker,
            "code": clash.held.code,
            "days": date_span(clash.held.starts_on, clash.held.ends_on),
        }
    return _now("Sudah tercatat %(why)s. Hapus catatan itu lebih dulu bila tanggalnya berubah.") % {
        "why": why_not_free(clash.held)
    }


def rating_words(mean: float | None, many: int) -> str:
    """«4,3 dari 5 (6 penilaian)», or that nobody has rated yet."""
    if mean is None:
        return _now("Belum dinilai")
    return _now("%(mean)s dari 5 (%(many)s penilaian)") % {"mean": number(mean, 1), "many": number(many)}
