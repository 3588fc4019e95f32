"""Whether a session goes ahead: invitations sent, confirmed, called off, held."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from sibina.deliver.sessions import actions
from sibina.deliver.sessions.forms import ReasonForm
from sibina.deliver.sessions.sentences import refusal_of
from sibina.deliver.sessions.types import EnrolmentError, SessionError
from sibina.deliver.sessions.views.frame import frame, get_session
from sibina.ground.people.api import CityRequest
from sibina.lib.access import Role, allow
from sibina.lib.words import number


def _done(request: CityRequest, pk: int, act: Callable[[], Any], told: Callable[[Any], str]) -> HttpResponse:
    """Do it, say so or say why not, and show the session."""
    try:
        result = act()
    except (SessionError, EnrolmentError) as refused:
        messages.error(request, refusal_of(refused))
    else:
        messages.success(request, told(result))
    return redirect("sessions:session", pk=pk)


@require_POST
@allow(Role.PENGELOLA)
def invite(request: CityRequest, pk: int) -> HttpResponse:
    """The invitations of a session that was only prepared go out."""
    found = get_session(pk)
    return _done(
        request,
        pk,
        lambda: actions.send_invitations(session=found, by=request.user, at=timezone.now()),
        lambda people: _("%(n)s undangan terkirim.") % {"n": number(people)},
    )


@require_POST
@allow(Role.PENGELOLA)
def close(request: CityRequest, pk: int) -> HttpResponse:
    """The session was held."""
    found = get_session(pk)
    return _done(
        request,
        pk,
        lambda: actions.close_session(session=found, by=request.user, at=timezone.now()),
        lambda _none: _("Sesi %(code)s dicatat sudah diadakan.") % {"code": found.code},
    )


@allow(Role.PENGELOLA)
def confirm(request: CityRequest, pk: int) -> HttpResponse:
    """It goes ahead; with few people for a reason."""
    found = get_session(pk)
    is_few = found.taken < found.min_seats
    form = ReasonForm(request.POST if request.method == "POST" else None, is_owed=is_few)
    if request.method == "POST" and form.is_valid():
        try:
            actions.confirm_session(
                session=found, reason=form.cleaned_data["reason"], by=request.user, at=timezone.now()
            )
        except SessionError as refused:
            form.add_error(None, refusal_of(refused))
        else:
            messages.success(
                request, _("Sesi %(code)s jadi diadakan; semua peserta diberi tahu.") % {"code": found.code}
            )
            return redirect("sessions:session", pk=pk)
    act = {
        "title": _("Jadi diadakan"),
        "text": _("Semua yang mempunyai atau menunggu kursi diberi tahu."),
        "warning": _("Baru %(taken)s dari paling sedikit %(least)s peserta; tulis mengapa tetap diadakan.")
        % {"taken": number(found.taken), "least": number(found.min_seats)}
        if is_few
        else "",
        "submit": _("Putuskan jadi diadakan"),
    }
    return _act_page(request, pk, form, act)


@allow(Role.PENGELOLA)
def cancel(request: CityRequest, pk: int) -> HttpResponse:
    """It is called off, and everybody is told why."""
    found = get_session(pk)
    form = ReasonForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            people = actions.cancel_session(
                session=found, reason=form.cleaned_data["reason"], by=request.user, at=timezone.now()
            )
        except SessionError as refused:
            form.add_error(None, refusal_of(refused))
        else:
            told = _("Sesi %(code)s dibatalkan; %(n)s orang diberi tahu.")
            messages.success(request, told % {"code": found.code, "n": number(people)})
            return redirect("sessions:session", pk=pk)
    act = {
        "title": _("Batalkan sesi"),
        "text": _(
            "Tempat, narasumber, dan waktu pesertanya bebas lagi. Yang batal tidak dapat dihidupkan; orangnya diberi tahu "
            "beserta alasannya."
        ),
        "warning": "",
        "submit": _("Batalkan sesi"),
    }
    return _act_page(request, pk, form, act)


def _act_page(request: CityRequest, pk: int, form: ReasonForm, act: dict[str, Any]) -> HttpResponse:
    found = get_session(pk)
    context = frame(request, found, "overview") | {
        "form": form,
        "act": act,
        "back": reverse("sessions:session", args=[pk]),
    }
    return render(request, "sessions/act.html", context)
