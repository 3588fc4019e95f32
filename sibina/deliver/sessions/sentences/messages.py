"""What people are told about a session: one message for each thing that happens to it or to their part in it."""

from datetime import date
from typing import Protocol

from django.urls import reverse
from django.utils.translation import gettext as _

from sibina.ground.notices.types import Message
from sibina.lib.words import date_span, short_date


class ToldSession(Protocol):
    """What a message says of a session."""

    pk: int
    code: str
    title: str
    starts_on: date
    ends_on: date
    decide_on: date


def _named(sentence: str, session: ToldSession, **more: str) -> str:
    days = date_span(session.starts_on, session.ends_on)
    return sentence % {"title": session.title, "code": session.code, "days": days, **more}


def _own(kind: str, title: str, text: str, session: ToldSession, key: str = "") -> Message:
    """Leads to the person's own page of the session."""
    return Message(kind, title, text, reverse("sessions:invitation", args=[session.pk]), key)


def invited(session: ToldSession) -> Message:
    """A seat is kept for the person, who is asked whether to come."""
    title = _named(_("Undangan: %(title)s, %(days)s"), session)
    return _own("sessions.invited", title, _("Jawab bersedia atau tidak; kursi Anda disimpan."), session)


def moved_up(session: ToldSession) -> Message:
    """A seat fell free for who waited."""
    title = _named(_("Ada kursi untuk Anda: %(title)s, %(days)s"), session)
    return _own(
        "sessions.moved_up", title, _("Giliran Anda di daftar tunggu. Jawab bersedia atau tidak."), session
    )


def substitute(session: ToldSession, instead_of: str) -> Message:
    """The superior sends the person instead of somebody else."""
    title = _named(_("Anda ditunjuk menggantikan: %(title)s, %(days)s"), session)
    text = _("Atasan menunjuk Anda menggantikan %(name)s. Jawab bersedia atau tidak.") % {"name": instead_of}
    return _own("sessions.substitute", title, text, session)


def consent_given(session: ToldSession) -> Message:
    """The superior lets the person go."""
    title = _named(_("Atasan mengizinkan: %(title)s, %(days)s"), session)
    return _own("sessions.consent", title, "", session)


def not_going(session: ToldSession, reason: str) -> Message:
    """The superior, or the agency, took the seat back."""
    title = _named(_("Anda tidak jadi mengikuti: %(title)s, %(days)s"), session)
    return _own("sessions.taken_out", title, _("Alasan: %(reason)s") % {"reason": reason}, session)


def changed(session: ToldSession) -> Message:
    """Other days, hours or another place."""
    title = _named(_("Jadwal berubah: %(title)s, %(days)s"), session)
    return _own("sessions.changed", title, _("Lihat hari, jam, dan tempat yang baru."), session)


def confirmed(session: ToldSession) -> Message:
    """It goes ahead."""
    title = _named(_("Jadi diadakan: %(title)s, %(days)s"), session)
    return _own("sessions.confirmed", title, "", session)


def called_off(session: ToldSession, reason: str) -> Message:
    """It does not take place."""
    title = _named(_("Batal: %(title)s, %(days)s"), session)
    return _own("sessions.cancelled", title, _("Alasan: %(reason)s") % {"reason": reason}, session)


def unanswered(session: ToldSession) -> Message:
    """An invitation that was not answered in time; told once."""
    title = _named(_("Undangan belum dijawab: %(title)s, %(days)s"), session)
    return _own("sessions.unanswered", title, _("Jawab bersedia atau tidak."), session, key=str(session.pk))


def undecided(session: ToldSession) -> Message:
    """For officers: the day on which it had to be decided is there; told once."""
    title = _named(_("Putuskan jadi atau batal: %(code)s %(title)s"), session)
    text = _("Batas keputusan %(day)s.") % {"day": short_date(session.decide_on)}
    url = reverse("sessions:session", args=[session.pk])
    return Message("sessions.undecided", title, text, url, str(session.pk))
