"""What waits of the staff's own voice: for the agency, for the superior, and what was answered to oneself."""

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from sibina.assess.needs.api import count_for_member, get_answer_rule, late_before
from sibina.ground.people.api import Membership
from sibina.ground.people.types import Sight
from sibina.lib import words
from sibina.web.tasks import Task

NEWS_FOR = timedelta(days=14)
"""So long an answer to an own proposal stands on the home."""


def late_since(*, city_id: int, today: date) -> datetime:
    """What was sent before this moment and is undecided is late."""
    return late_before(today=today, rule=get_answer_rule(city_id=city_id, today=today))


def agency_voices(*, waiting: int, late: int, city_id: int, today: date) -> Iterator[Task]:
    """Proposals that the agency has not decided on."""
    title = _("%(n)s usulan staf menunggu keputusan") % {"n": words.number(waiting)}
    if waiting:
        yield _waiting(title, late, _days(city_id, today), "proposals:topics")


def member_voices(*, member: Membership, sight: Sight, today: date) -> Iterator[Task]:
    """Proposals of the own units that wait for a head's word; answers of the last days to the own ones."""
    found = count_for_member(
        sight=sight,
        person_id=member.person_id,
        before=late_since(city_id=member.city_id, today=today),
        since=timezone.make_aware(datetime.combine(today - NEWS_FOR, time.min)),
    )
    if found.proposals:
        title = _("%(n)s usulan staf menunggu jawaban Anda") % {"n": words.number(found.proposals)}
        yield _waiting(title, found.late, _days(member.city_id, today), "proposals:staff")
    if found.answered:
        text = _("%(n)s usulan mendapat jawaban dalam %(days)s hari terakhir.") % {
            "n": words.number(found.answered),
            "days": NEWS_FOR.days,
        }
        yield Task(
            _("Usulan Anda dijawab"),
            text,
            reverse("proposals:mine"),
            _("Lihat jawabannya"),
            "info",
            _("Baru"),
        )


def _days(city_id: int, today: date) -> str:
    return str(get_answer_rule(city_id=city_id, today=today).value)


def _waiting(title: str, late: int, days: str, name: str) -> Task:
    if late:
        text = _("%(n)s lewat batas %(days)s hari.") % {"n": words.number(late), "days": days}
        return Task(title, text, reverse("proposals:unanswered"), _("Buka usulan"), "bad", _("Terlambat"))
    text = _("Dijawab paling lama %(days)s hari sejak terkirim.") % {"days": days}
    return Task(title, text, reverse(name), _("Buka usulan"))
