"""What waits of the staff's own voice: for the agency, for the superior, and what was answered to oneself."""

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from sibina.assess.needs.api import (
    Waiting,
    count_for_agency,
    count_for_superior,
    get_answer_rule,
    late_before,
    list_answered_since,
)
from sibina.ground.people.api import Membership
from sibina.ground.people.types import Sight
from sibina.lib import words
from sibina.web.tasks import Task

NEWS_FOR = timedelta(days=14)
"""So long an answer to an own proposal stands on the home."""


def agency_voices(*, city_id: int, today: date) -> Iterator[Task]:
    """Proposals that the agency has not decided on."""
    rule = get_answer_rule(city_id=city_id, today=today)
    waiting = count_for_agency(before=late_before(today=today, rule=rule))
    title = _("%(n)s usulan staf menunggu keputusan") % {"n": words.number(waiting.proposals)}
    yield from _waiting(waiting, title, rule.value, "proposals:topics")


def superior_voices(*, member: Membership, sight: Sight, today: date) -> Iterator[Task]:
    """Proposals of the own units that wait for the head's word."""
    city_id = member.city_id
    rule = get_answer_rule(city_id=city_id, today=today)
    before = late_before(today=today, rule=rule)
    waiting = count_for_superior(sight=sight, person_id=member.person_id, before=before)
    title = _("%(n)s usulan staf menunggu jawaban Anda") % {"n": words.number(waiting.proposals)}
    yield from _waiting(waiting, title, rule.value, "proposals:staff")


def _waiting(waiting: Waiting, title: str, days: int | str, name: str) -> Iterator[Task]:
    if waiting.late:
        text = _("%(n)s lewat batas %(days)s hari.") % {"n": words.number(waiting.late), "days": days}
        yield Task(title, text, reverse("proposals:unanswered"), _("Buka usulan"), "bad", _("Terlambat"))
    elif waiting.proposals:
        text = _("Dijawab paling lama %(days)s hari sejak terkirim.") % {"days": days}
        yield Task(title, text, reverse(name), _("Buka usulan"))


def own_answers(*, member: Membership, today: date) -> Iterator[Task]:
    """Answers of the last days to what the member's person has proposed."""
    if member.person_id is None:
        return
    since = timezone.make_aware(datetime.combine(today - NEWS_FOR, time.min))
    answered = dict(list_answered_since(person_id=member.person_id, since=since))
    if answered:
        one = len(answered) == 1
        url = reverse("proposals:proposal", args=list(answered)) if one else reverse("proposals:mine")
        text = words.listed(list(dict.fromkeys(answered.values()))[:3])
        yield Task(_("Usulan Anda dijawab"), text, url, _("Lihat jawabannya"), "info", _("Baru"))
