"""The organiser's page, with a network or without one, and what its devices send."""

from http import HTTPStatus

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST, require_safe

from sibina.deliver.sessions import reads
from sibina.deliver.sessions.actions import (
    note_list,
    register_device,
    revoke_device,
    take_batch,
)
from sibina.deliver.sessions.forms import BatchTooLong, BatchUnreadable, read_batch, read_marked
from sibina.deliver.sessions.sentences import (
    BATCH_TOO_LONG,
    BATCH_UNREADABLE,
    DEVICE_REFUSED,
    EVENT_REFUSALS,
    attendance_shut,
)
from sibina.deliver.sessions.types import (
    DayShut,
    DeliveryShut,
    DeviceRefused,
    EventAnswer,
    EventRefusal,
    StageShut,
)
from sibina.deliver.sessions.views.attendance import get_day
from sibina.ground.people.api import CityRequest
from sibina.lib.access import Role, allow
from sibina.lib.tenancy.context import city_context

MOST_BODY = 512 * 1024
"""Bytes of a batch: five hundred events are a third of it."""


@allow(Role.PENGELOLA)
def organiser(request: CityRequest, pk: int) -> HttpResponse:
    """The list to tick. With script it goes on without a network (`attendance.js`); without script it is a plain form."""
    day = get_day(pk)
    if request.method == "POST":
        ticked, before = read_marked(request.POST)
        try:
            note_list(
                day=day,
                present=ticked - before,
                taken_back=before - ticked,
                by=request.user,
                at=timezone.now(),
            )
        except (DeliveryShut, StageShut, DayShut) as refused:
            messages.error(request, attendance_shut(refused))
        else:
            messages.success(request, _("Daftar hadir disimpan."))
        return redirect("attendance:organiser", pk=pk)
    context = {"day": day, "session": day.session, "lines": list(reads.list_organiser_lines(day=day))}
    return render(request, "sessions/attendance/organiser.html", context)


@require_safe
@allow(Role.PENGELOLA)
def worker(request: CityRequest) -> HttpResponse:
    """The script that answers for the organiser's page when there is no network."""
    return render(request, "sessions/attendance/worker.js", content_type="text/javascript")


@require_POST
@allow(Role.PENGELOLA)
def register(request: CityRequest, pk: int) -> JsonResponse:
    """A pass for this device."""
    day = get_day(pk)
    try:
        device = register_device(session=day.session, by=request.user, at=timezone.now())
    except (DeliveryShut, StageShut) as refused:
        return JsonResponse({"reason": attendance_shut(refused)}, status=HTTPStatus.CONFLICT)
    found = {"pass": reads.pass_of(device), "name": device.name, "now": timezone.now().isoformat()}
    return JsonResponse(found)


@require_POST
@allow(Role.PENGELOLA)
def revoke(request: CityRequest, pk: int) -> HttpResponse:
    """The device is not heard any more."""
    device = reads.find_device(device_id=pk)
    if device is None:
        raise Http404
    revoke_device(device=device, by=request.user, at=timezone.now())
    messages.success(request, _("Izin %(name)s dicabut.") % {"name": device.name})
    return redirect("attendance:session", pk=device.session_id)


# The pass in the batch is the proof, and it is no cookie: there is no form here that another site could send.
@csrf_exempt
@require_POST
def take(request: HttpRequest) -> JsonResponse:
    """A batch of a device, whose log-in may have run out long ago. Answers every event by itself."""
    if len(request.body) > MOST_BODY:
        return _refused(str(BATCH_TOO_LONG), HTTPStatus.REQUEST_ENTITY_TOO_LARGE)
    try:
        given, sent, unreadable = read_batch(request.body)
        city, device_id = reads.read_pass(given)
        with city_context(city):
            device = reads.get_sending_device(device_id=device_id)
            taken = take_batch(device=device, sent=sent, at=timezone.now())
    except BatchTooLong:
        return _refused(str(BATCH_TOO_LONG), HTTPStatus.REQUEST_ENTITY_TOO_LARGE)
    except BatchUnreadable:
        return _refused(str(BATCH_UNREADABLE), HTTPStatus.BAD_REQUEST)
    except DeviceRefused:
        return _refused(str(DEVICE_REFUSED), HTTPStatus.FORBIDDEN)
    answers = [
        {
            "key": str(one.key),
            "answer": one.answer,
            "reason": str(EVENT_REFUSALS[one.reason]) if one.reason else "",
        }
        for one in taken
    ]
    told = str(EVENT_REFUSALS[EventRefusal.UNREADABLE])
    answers += [{"key": key, "answer": EventAnswer.REFUSED, "reason": told} for key in unreadable]
    return JsonResponse({"answers": answers, "now": timezone.now().isoformat()})


def _refused(reason: str, status: HTTPStatus) -> JsonResponse:
    return JsonResponse({"reason": reason}, status=status)
