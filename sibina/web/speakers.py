"""Home: sessions of the set plan that begin soon without anybody to teach them."""

from collections.abc import Iterator
from datetime import date, timedelta

from django.urls import reverse
from django.utils.translation import gettext as _

from sibina.lib import words
from sibina.web.tasks import Task

DAYS_TO_NAME = 30
"""So long before a session its speaker is asked and the letter of assignment written."""


def days_to_name(today: date) -> tuple[date, date]:
    """The first and the last day on which a session begins soon."""
    return today, today + timedelta(days=DAYS_TO_NAME)


def unnamed_sessions(sessions: int, *, today: date) -> Iterator[Task]:
    """Says how many of the sessions that begin soon have no speaker; nothing where all have."""
    until = days_to_name(today)[1]
    if sessions:
        yield Task(
            _("%(n)s sesi belum mempunyai narasumber") % {"n": words.number(sessions)},
            _("Mulai paling lambat %(day)s menurut rencana kota.") % {"day": words.short_date(until)},
            f"{reverse('programmes:offerings')}?narasumber=belum",
            _("Pilih narasumber"),
            "warn",
            _("Segera mulai"),
        )
