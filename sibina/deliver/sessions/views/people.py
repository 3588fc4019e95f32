"""A person's part in a session: what was said, the superior's word, more people, and somebody taken out."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from sibina.deliver.sessions import actions, reads
from sibina.deliver.sessions.forms import AddPeopleForm, ConsentForm, ReasonForm
from sibina.deliver.sessions.models import Enrolment
from sibina.deliver.sessions.sentences import ENROLMENT_TONES, refusal_of
from sibina.deliver.sessions.types import ENDED_WITH_REASON, LIVE, EnrolmentError, SessionError, SessionStage
from sibina.deliver.sessions.views.frame import READERS, frame, get_session, may_record
from sibina.ground.people.api import CityRequest, get_sight
from sibina.lib.access import Role, allow
from sibina.lib.words import number

MOST_SHOWN = 60
ANSWERABLE = (SessionStage.INVITING, SessionStage.CONFIRMED)


def get_enrolment(request: CityRequest, pk: int) -> Enrolment:
    """The enrolment, or the page that says it is not there for this reader."""
    found = reads.find_enrolment(pk=pk, sight=get_sight(request.membership))
    if found is None:
        raise Http404
    return found


@allow(*READERS)
def enrolment(request: CityRequest, pk: int) -> HttpResponse:
    """One person in one session, with everything that was said."""
    found = get_enrolment(request, pk)
    is_open = may_record(found.session) and found.session.stage in ANSWERABLE
    context = frame(request, found.session, "people") | {
        "row": found,
        "tone_of_row": ENROLMENT_TONES.get(found.state, ""),  # type: ignore[call-overload]
        "steps": reads.list_steps(enrolment=found),
        "is_in": found.state not in ENDED_WITH_REASON,
        "may_consent": is_open and found.state in LIVE and request.membership.role == Role.KEPALA_OPD,
    }
    return render(request, "sessions/enrolment.html", context)


@allow(Role.KEPALA_OPD)
def consents(request: CityRequest) -> HttpResponse:
    """People of the own units who wait for the superior's word; many can be let go at once."""
    sight = get_sight(request.membership)
    waiting = reads.list_to_consent(sight=sight, today=timezone.localdate())
    rows = list(reads.join_enrolments(waiting).select_related("session"))
    if request.method == "POST":
        chosen = set(request.POST.getlist("orang"))
        picked = [row for row in rows if str(row.pk) in chosen]
        try:
            done = actions.give_consent(enrolments=picked, by=request.user, at=timezone.now())
        except (SessionError, EnrolmentError) as refused:
            messages.error(request, refusal_of(refused))
        else:
            if done:
                messages.success(request, _("%(n)s orang diizinkan dan diberi tahu.") % {"n": number(done)})
            else:
                messages.warning(request, _("Tidak ada yang dipilih. Centang namanya lebih dulu."))
        return redirect("sessions:consents")
    return render(request, "sessions/consents.html", {"rows": rows})


@allow(Role.KEPALA_OPD)
def consent(request: CityRequest, pk: int) -> HttpResponse:
    """The superior does not let a person go, for a reason; somebody else may go instead."""
    found = get_enrolment(request, pk)
    substitutes = list(reads.list_substitutes(enrolment=found)[:200])
    form = ConsentForm(request.POST if request.method == "POST" else None, substitutes=substitutes)
    if request.method == "POST" and form.is_valid():
        try:
            instead = actions.refuse_consent(
                enrolment=found,
                reason=form.cleaned_data["reason"],
                substitute_id=form.cleaned_data["substitute"],
                by=request.user,
                at=timezone.now(),
            )
        except (SessionError, EnrolmentError) as refused:
            form.add_error(None, refusal_of(refused))
        else:
            told = _("Keputusan dicatat; %(name)s diberi tahu.") % {"name": found.person}
            if instead is not None:
                told = _("Keputusan dicatat; %(name)s diundang sebagai pengganti.") % {"name": instead.person}
            messages.success(request, told)
            return redirect("sessions:consents")
    context = frame(request, found.session, "people") | {
        "row": found,
        "form": form,
        "back": reverse("sessions:consents"),
    }
    return render(request, "sessions/consent.html", context)


@allow(Role.PENGELOLA)
def take_out(request: CityRequest, pk: int) -> HttpResponse:
    """A person is taken out of a session, for a reason that the person reads."""
    found = get_enrolment(request, pk)
    form = ReasonForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.take_out(
                enrolment=found, reason=form.cleaned_data["reason"], by=request.user, at=timezone.now()
            )
        except (SessionError, EnrolmentError) as refused:
            form.add_error(None, refusal_of(refused))
        else:
            messages.success(request, _("%(name)s dikeluarkan dari sesi.") % {"name": found.person})
            return redirect("sessions:people", pk=found.session_id)
    act = {
        "title": _("Keluarkan %(name)s") % {"name": found.person},
        "text": _("Kursinya diberikan kepada yang menunggu. Orangnya diberi tahu beserta alasannya."),
        "warning": "",
        "submit": _("Keluarkan dari sesi"),
    }
    context = frame(request, found.session, "people") | {
        "form": form,
        "act": act,
        "back": reverse("sessions:enrolment", args=[pk]),
    }
    return render(request, "sessions/act.html", context)


@allow(Role.PENGELOLA)
def add(request: CityRequest, pk: int) -> HttpResponse:
    """More people for a session, from those whom the programme serves, found by name or NIP."""
    found = get_session(pk)
    words = request.GET.get("q", "").strip()
    people = list(reads.list_addable(session=found, words=words)[:MOST_SHOWN])
    form = AddPeopleForm(request.POST if request.method == "POST" else None, people=people)
    if request.method == "POST" and form.is_valid():
        try:
            done = actions.add_people(
                session=found, person_ids=form.cleaned_data["people"], by=request.user, at=timezone.now()
            )
        except (SessionError, EnrolmentError) as refused:
            form.add_error("people", refusal_of(refused))
        else:
            messages.success(request, _("%(n)s orang diundang.") % {"n": number(done)})
            return redirect("sessions:people", pk=pk)
    context = frame(request, found, "people") | {
        "form": form,
        "people": people,
        "words": words,
        "is_cut": len(people) == MOST_SHOWN,
        "most": MOST_SHOWN,
        "back": reverse("sessions:people", args=[pk]),
    }
    return render(request, "sessions/add.html", context)
