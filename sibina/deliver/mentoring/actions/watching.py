"""What is done every day: pairs that cannot go on end, who is without a mentor is proposed one, silence is told."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from sibina.deliver.mentoring import reads, rules
from sibina.deliver.mentoring.actions.events import NOTICE
from sibina.deliver.mentoring.actions.pairs import end_by_system
from sibina.deliver.mentoring.actions.rounds import propose_pairs
from sibina.deliver.mentoring.models import IS_LIVE, Pair
from sibina.deliver.mentoring.sentences import PAIR_ENDS
from sibina.deliver.mentoring.types import PairState, PairStep, YearShut
from sibina.ground.notices.api import tell
from sibina.ground.notices.types import Message
from sibina.ground.people.types import Sight
from sibina.lib.tenancy.models import City


@dataclass(frozen=True)
class Watched:
    """What a day brought: pairs ended, proposals made, pairs that are silent."""

    ended: int
    proposed: int
    silent: int


@transaction.atomic
def look_after_pairs(*, city: City, at: datetime) -> Watched:
    """Bear to be run twice a day: it looks at what is so, not at what is new."""
    round_ = reads.find_current_round()
    if round_ is None:
        return Watched(0, 0, 0)
    ended = _end_broken(at)
    try:
        best = propose_pairs(round_=round_, at=at)
    except YearShut:
        best = None
    silent = _tell_silent(city, round_.silence_days, at)
    return Watched(ended, len(best.pairs) if best else 0, silent)


def _end_broken(at: datetime) -> int:
    many = 0
    for pair in Pair.objects.filter(IS_LIVE).select_related("mentor__person", "mentee").order_by("pk"):
        mentor, mentee = pair.mentor.person, pair.mentee
        why = rules.end_of(
            mentor_active=mentor.is_active,
            mentee_active=mentee.is_active,
            mentor_office=mentor.office_id,
            pair_office=pair.office_id,
            mentee_office=mentee.office_id,
        )
        if why is not None:
            step = PairStep.ENDED if pair.state == PairState.SET else PairStep.REFUSED
            end_by_system(pair=pair, reason=str(PAIR_ENDS[why]), at=at, step=step)
            many += 1
    return many


def _tell_silent(city: City, days: int, at: datetime) -> int:
    """Both sides are told once of each silence: again only after they have met and fallen silent anew."""
    today = timezone.localdate(at)
    silent: Any = reads.join_pairs(reads.list_silent(sight=Sight(), today=today, days=days)).order_by("pk")
    for pair in silent:
        title = _("Sudah lama tidak bertemu: %(mentor)s dan %(mentee)s") % {
            "mentor": pair.mentor.person,
            "mentee": pair.mentee,
        }
        text = _(
            "Belum ada pertemuan yang disetujui kedua pihak selama %(days)s hari. "
            "Sepakati hari, atau catat yang sudah terjadi."
        )
        message = Message(
            kind=NOTICE,
            title=title,
            text=text % {"days": days},
            url=reverse("mentoring:pair", args=[pair.pk]),
            key=f"silent-{pair.pk}-{pair.heard_on}",
        )
        tell(city=city, people=[pair.mentor.person_id, pair.mentee_id], message=message, at=at)
    return len(silent)
