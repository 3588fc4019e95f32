"""The history of pairs, and telling people what was decided."""

from collections.abc import Iterable
from datetime import datetime

from django.urls import reverse

from sibina.deliver.mentoring.models import Pair, PairEvent
from sibina.deliver.mentoring.types import PairStep
from sibina.ground.notices.api import tell
from sibina.ground.notices.types import Message
from sibina.ground.people.api import Membership

NOTICE = "mentoring"


def add_events(
    pairs: Iterable[Pair], step: PairStep, *, at: datetime, by: Membership | None = None, reason: str = ""
) -> None:
    """One line of history on each of these pairs. Nobody took it where `by` is None: the system did."""
    PairEvent.objects.bulk_create(
        PairEvent(
            city_id=one.city_id,
            pair=one,
            step=step,
            at=at,
            by=by.user if by else None,
            role=by.role if by else "",
            reason=reason,
        )
        for one in pairs
    )


def tell_pair(pair: Pair, people: Iterable[int], title: str, text: str, *, at: datetime) -> None:
    """Tell these persons something that they find on the pair's page."""
    url = reverse("mentoring:pair", args=[pair.pk])
    tell(city=pair.city, people=set(people), message=Message(NOTICE, title, text, url), at=at)
