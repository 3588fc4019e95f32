"""A participant's telephone: the code at the door, and the own code that the organiser scans."""

from datetime import datetime

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from sibina.deliver.sessions import reads
from sibina.deliver.sessions.actions import check_in
from sibina.deliver.sessions.models import SessionDay
from sibina.deliver.sessions.rules import TICKET_LIFE, is_fresh_code
from sibina.deliver.sessions.sentences import (
    DOOR_CODE_OLD,
    DOOR_NO_PERSON,
    DOOR_NOT_ENROLLED,
    attendance_shut,
)
from sibina.deliver.sessions.types import DayShut, DeliveryShut, EventKind, NotEnrolled, StageShut
from sibina.deliver.sessions.views.attendance import get_day
from sibina.deliver.sessions.views.drawing import qr_svg
from sibina.deliver.sessions.views.frame import PERSONS
from sibina.ground.people.api import CityRequest
from sibina.lib.access import allow

TICKET = "attendance_door"


def enter(request: HttpRequest, pk: int, code: str) -> HttpResponse:
    """The address behind the code at the door. Who opens a fresh one has ten minutes to log in and press the button."""
    if is_fresh_code(code, reads.door_secret(pk), timezone.now()):
        request.session[TICKET] = [pk, timezone.now().isoformat()]
    return _arrive(request, pk, code)


@allow(*PERSONS)
def _arrive(request: CityRequest, pk: int, code: str) -> HttpResponse:
    day = get_day(pk)
    found: dict[str, object] = {"day": day, "session": day.session}
    if request.membership.person_id is None:
        return _say(request, found | {"refused": DOOR_NO_PERSON})
    if not _has_ticket(request, pk):
        return _say(request, found | {"refused": DOOR_CODE_OLD})
    if request.method == "POST":
        return _say(request, found | _note(request, day))
    own = reads.find_own_presence(day=day, person_id=request.membership.person_id)
    return _say(request, found | {"presence": own, "may_note": True})


enter.allowed_roles = PERSONS  # type: ignore[attr-defined]


def _has_ticket(request: HttpRequest, day_id: int) -> bool:
    kept = request.session.get(TICKET)
    if not kept or kept[0] != day_id:
        return False
    return timezone.now() - datetime.fromisoformat(kept[1]) <= TICKET_LIFE


def _note(request: CityRequest, day: SessionDay) -> dict[str, object]:
    kind = EventKind.OUT if "pulang" in request.POST else EventKind.IN
    person_id = request.membership.person_id
    if person_id is None:
        raise PermissionDenied
    try:
        done = check_in(day=day, person_id=person_id, kind=kind, by=request.user, at=timezone.now())
    except NotEnrolled:
        return {"refused": DOOR_NOT_ENROLLED}
    except (DeliveryShut, StageShut, DayShut) as shut:
        return {"refused": attendance_shut(shut)}
    return {"presence": done, "done": kind}


def _say(request: CityRequest, found: dict[str, object]) -> HttpResponse:
    return render(request, "sessions/attendance/arrive.html", found)


@allow(*PERSONS)
def own(request: CityRequest) -> HttpResponse:
    """The days on which I am expected, each with the code that I show there."""
    person_id = request.membership.person_id
    days = reads.list_own_days(person_id=person_id, at=timezone.now()) if person_id else []
    shown = [(one, qr_svg(one.code, label=one.code)) for one in days]
    return render(request, "sessions/attendance/own.html", {"days": shown, "has_person": person_id})
