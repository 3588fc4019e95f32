"""What waits of the agreements with partners: those that end soon."""

from collections.abc import Iterator
from datetime import date

from django.urls import reverse
from django.utils.translation import gettext as _

from sibina.lib import words
from sibina.plan.programmes.api import list_lapsing
from sibina.web.tasks import Task


def lapsing_agreements(*, today: date) -> Iterator[Task]:
    """Agreements with partners that end soon."""
    lapsing = list_lapsing(day=today)
    if not lapsing:
        return
    first = lapsing[0]
    text = _("Yang pertama: %(number)s dengan %(partner)s, sampai %(day)s.") % {
        "number": first.number,
        "partner": first.partner.name,
        "day": words.short_date(first.ends_on),
    }
    title = _("%(n)s perjanjian segera berakhir") % {"n": words.number(len(lapsing))}
    url = f"{reverse('partners:agreements')}?keadaan=ending"
    yield Task(title, text, url, _("Lihat perjanjian"), "warn", _("Segera berakhir"))
