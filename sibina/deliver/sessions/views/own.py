"""A person's own invitations and sessions, made for a phone."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from sibina.deliver.sessions import actions, reads
from sibina.deliver.sessions.forms import AnswerForm
from sibina.deliver.sessions.models import Enrolment, Session
from sibina.deliver.sessions.sentences import ENROLMENT_TONES, refusal_of
from sibina.deliver.sessions.types import EnrolmentError, EnrolmentState, SessionError, SessionStage
from sibina.deliver.sessions.views.frame import PERSONS, get_session, may_record
from sibina.ground.people.api import CityRequest
from sibina.lib.access import allow

ANSWERABLE = (SessionStage.INVITING, SessionStage.CONFIRMED)
LEAVABLE = (EnrolmentState.ACCEPTED, EnrolmentState.WAITING, EnrolmentState.APPLIED)
OUT = (EnrolmentState.REFUSED, EnrolmentState.REPLACED, EnrolmentState.CANCELLED)
RETURNABLE = (EnrolmentState.DECLINED, EnrolmentState.WITHDRAWN)


@require_safe
@allow(*PERSONS)
def own(request: CityRequest) -> HttpResponse:
    """What I am invited to, what I go to, what I have been to, and what I could still take part in."""
    person_id, today = request.membership.person_id, timezone.localdate()
    if person_id is None:
        return render(request, "sessions/own.html", {"nobody": True})
    rows = list(reads.list_own_enrolments(person_id=person_id))
    ahead = [row for row in rows if row.session.ends_on >= today and not row.session.is_off]
    context = {
        "to_answer": [row for row in ahead if _asks(row)],
        "ahead": [row for row in ahead if not _asks(row)],
        "past": [row for row in rows if row not in ahead],
        "open": reads.list_open_to(person_id=person_id, city=request.city, today=today),
        "feed": reads.find_own_feed(person_id=person_id),
        "address": request.session.pop("calendar_address", ""),
    }
    return render(request, "sessions/own.html", context)


def _asks(row: Enrolment) -> bool:
    return row.state == EnrolmentState.INVITED and row.session.stage in ANSWERABLE


@allow(*PERSONS)
def invitation(request: CityRequest, pk: int) -> HttpResponse:
    """One session as I see it: where and when, my answer, and what I can still do."""
    found, row = _own_part(request, pk)
    form = AnswerForm(request.POST if request.POST.get("jawab") == "tidak" else None)
    if request.method == "POST":
        answer = _answer(request, found, row, form)
        if answer is not None:
            return answer
        found, row = _own_part(request, pk)
    is_open = may_record(found) and found.stage in ANSWERABLE and found.ends_on >= timezone.localdate()
    state = EnrolmentState(row.state) if row else None
    draw = reads.find_undrawn(session=found)
    context = {
        "session": found,
        "row": row,
        "form": form,
        "days": reads.list_days(session=found),
        "is_out": state in OUT,
        "tone": ENROLMENT_TONES[state] if state else "",
        "may_answer": is_open and state == EnrolmentState.INVITED,
        "may_leave": is_open and state in LEAVABLE,
        "draw": draw,
        "may_wait": is_open and draw is None and (state is None or state in RETURNABLE),
    }
    return render(request, "sessions/invitation.html", context)


def _own_part(request: CityRequest, pk: int) -> tuple[Session, Enrolment | None]:
    """The session and my part in it. A session that I have nothing to do with is there once its invitations are out."""
    person_id = request.membership.person_id
    found = get_session(pk)
    row = reads.find_own_enrolment(session_id=pk, person_id=person_id) if person_id else None
    if person_id is None or (row is None and found.stage not in ANSWERABLE):
        raise Http404
    return found, row


def _answer(
    request: CityRequest, found: Session, row: Enrolment | None, form: AnswerForm
) -> HttpResponse | None:
    """Say yes, no, or wait; None where something is missing, and the form says what."""
    at, by, said = timezone.now(), request.user, request.POST.get("jawab", "")
    person_id = request.membership.person_id or 0
    try:
        if said == "ya" and row is not None:
            actions.accept(enrolment=row, by=by, at=at)
            told = _("Terima kasih, Anda tercatat bersedia.")
        elif said == "tunggu":
            made = actions.wait_for_seat(session=found, person_id=person_id, by=by, at=at)
            told = (
                _("Masih ada kursi: jawab undangannya di bawah.")
                if made.state == EnrolmentState.INVITED
                else _("Anda di daftar tunggu nomor %(n)s; bila ada kursi, Anda diberi tahu.")
                % {"n": made.place}
            )
        elif said == "tidak" and row is not None:
            if not form.is_valid():
                return None
            actions.decline(
                enrolment=row, kind=form.kind_chosen(), reason=form.cleaned_data["reason"], by=by, at=at
            )
            told = _("Jawaban Anda tercatat. Kursinya diberikan kepada yang menunggu.")
        else:
            return redirect("sessions:invitation", pk=found.pk)
    except (SessionError, EnrolmentError) as refused:
        messages.error(request, refusal_of(refused))
    else:
        messages.success(request, told)
    return redirect("sessions:invitation", pk=found.pk)


@require_POST
@allow(*PERSONS)
def feed(request: CityRequest) -> HttpResponse:
    """My calendar gets a secret address of its own, or loses it."""
    person_id = request.membership.person_id
    if person_id is None:
        raise Http404
    if "akhiri" in request.POST:
        actions.end_feed(city=request.city, person_id=person_id, by=request.user, at=timezone.now())
        messages.success(request, _("Alamat kalender itu tidak berlaku lagi."))
    else:
        secret = actions.open_feed(city=request.city, person_id=person_id, by=request.user, at=timezone.now())
        path = reverse("sessions:feed", args=[request.city.slug, secret])
        request.session["calendar_address"] = request.build_absolute_uri(path)
    return redirect("sessions:own")
