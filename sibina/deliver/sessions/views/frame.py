"""What the pages of a session share: who may read them, the session itself, its tabs, and the way back."""

from typing import Any

from django.http import Http404
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from sibina.deliver.sessions import reads
from sibina.deliver.sessions.models import Session
from sibina.deliver.sessions.rules.enrolment import OPEN_STAGES
from sibina.deliver.sessions.sentences import STAGE_TONES
from sibina.ground.cycles.rules import may_change
from sibina.ground.cycles.types import CyclePhase, Part
from sibina.ground.people.api import CityRequest
from sibina.lib.access import WHOLE_CITY, Role

READERS = (*sorted(WHOLE_CITY), Role.KEPALA_OPD)
PERSONS = (Role.ASN, Role.MENTOR, Role.KEPALA_OPD, Role.PENGELOLA, Role.ANALIS)
"""Roles behind which a person of the city may stand."""


def get_session(pk: int) -> Session:
    """The session, or the page that says it is not there."""
    found = reads.find_session(pk=pk)
    if found is None:
        raise Http404
    return found


def is_officer(request: CityRequest) -> bool:
    """May this member write about sessions?"""
    return request.membership.role == Role.PENGELOLA


def may_record(session: Session) -> bool:
    """Is the year in a phase in which its delivery is recorded?"""
    return may_change(CyclePhase(session.cycle.phase), Part.DELIVERY)


def frame(request: CityRequest, session: Session, tab: str) -> dict[str, Any]:
    """What every page of one session shows around its content."""
    is_open = may_record(session) and session.stage in OPEN_STAGES
    return {
        "session": session,
        "tab": tab,
        "tone": STAGE_TONES.get(session.stage, ""),  # type: ignore[call-overload]
        "may_change": is_officer(request) and is_open,
    }


def way_to(session: Session | None = None, *parts: tuple[Any, str]) -> list[tuple[Any, str]]:
    """The way back to the list, to the session, and on to here."""
    start: list[tuple[Any, str]] = [(_("Sesi"), reverse("sessions:list"))]
    if session is not None:
        start.append((session.code, reverse("sessions:session", args=[session.pk])))
    return [*start, *parts]
