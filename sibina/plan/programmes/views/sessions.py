"""The pages of one session on offer: new, changed, withdrawn."""

from collections.abc import Sequence
from datetime import date

from django.contrib import messages
from django.db.models import ProtectedError
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from sibina.ground.people.api import CityRequest
from sibina.lib.access import Role, allow
from sibina.plan.programmes import actions, reads
from sibina.plan.programmes.forms import OfferingForm
from sibina.plan.programmes.models import CurriculumModule, Offering
from sibina.plan.programmes.rules import days_from, meets_in_class
from sibina.plan.programmes.sentences import (
    FIELD_OF_PROBLEM,
    OFFERING_HELD,
    OFFERING_PROBLEMS,
    clash_sentence,
    course_sentence,
    days_short,
)
from sibina.plan.programmes.types import (
    CodeTaken,
    NotFit,
    OfferingHeld,
    OfferingProblem,
    SpeakerNotFree,
    Stretch,
    YearShut,
)
from sibina.plan.programmes.views.catalogue import get_programme


@allow(Role.PENGELOLA)
def new_offering(request: CityRequest, pk: int) -> HttpResponse:
    """A session to be offered in the open year; prices are filled in from the programme's cost parts."""
    found, cycle = get_programme(pk), reads.find_changeable_cycle()
    if cycle is None:
        messages.error(request, _("Tidak ada tahun siklus yang terbuka untuk mengubah sesi."))
        return redirect("programmes:programme", pk=pk)
    cost = reads.cost_of(found)
    course = reads.course_in_force(found, reads.list_modules_in_force(programme_id=pk))
    offering = Offering(
        city=request.city,
        cycle=cycle,
        programme=found,
        code=reads.next_code(programme=found, cycle=cycle),
        **vars(days_from(course, date(cycle.year, 3, 1))),
        seats=found.max_participants,
        min_seats=found.min_participants,
        fixed_cost=cost.fixed,
        seat_cost=cost.per_seat,
        counts_as_absence=meets_in_class(course),
    )
    return _offering_page(request, offering)


def _get_offering(pk: int) -> Offering:
    found = reads.find_offering(offering_id=pk)
    if found is None:
        raise Http404
    return found


@allow(Role.PENGELOLA)
def edit_offering(request: CityRequest, pk: int) -> HttpResponse:
    """A session to be changed."""
    return _offering_page(request, _get_offering(pk))


def _offering_page(request: CityRequest, offering: Offering) -> HttpResponse:
    cost = reads.present_cost_of(offering) if offering.pk else None
    if cost and "harga" in request.GET and request.method == "GET":
        offering.fixed_cost, offering.seat_cost, cost = cost.fixed, cost.per_seat, None
    outline = reads.list_modules_in_force(programme_id=offering.programme_id)
    course = reads.course_in_force(offering.programme, outline)
    form = OfferingForm(request.POST if request.method == "POST" else None, offering=offering, course=course)
    if request.method == "POST" and form.is_valid() and _save_offering(request, form, offering):
        messages.success(request, _("Sesi %(code)s disimpan.") % {"code": offering.code})
        if too_short := _too_short(offering, outline, course):
            messages.warning(request, too_short)
        return redirect("programmes:programme", pk=offering.programme_id)
    context = {
        "form": form,
        "offering": offering,
        "held": OFFERING_HELD,
        "present": cost,
        "course": course_sentence(course),
        "too_short": "" if form.is_bound else _too_short(offering, outline, course),
    }
    return render(request, "programmes/offering.html", context)


def _too_short(offering: Offering, outline: Sequence[CurriculumModule], course: Sequence[Stretch]) -> str:
    """That the session ends before the curriculum in force can, week-ends included; empty where it does not."""
    needed = days_from(course, offering.starts_on, days_a_week=7)
    return days_short(course, needed) if outline and offering.ends_on < needed.ends_on else ""


def _save_offering(request: CityRequest, form: OfferingForm, offering: Offering) -> bool:
    try:
        actions.save_offering(offering=offering, facts=form.facts(), by=request.user, at=timezone.now())
    except NotFit as unfit:
        for problem in unfit.problems:
            code = OfferingProblem(problem)
            form.add_error(FIELD_OF_PROBLEM[code], str(OFFERING_PROBLEMS[code]))
        return False
    except CodeTaken:
        form.add_error("code", _("Kode ini sudah dipakai sesi lain di tahun yang sama."))
        return False
    except SpeakerNotFree as taken:
        for clash in taken.clashes:
            form.add_error("speaker_id", clash_sentence(clash))
        return False
    except YearShut:
        form.add_error(None, _("Tahun siklusnya sudah ditutup; sesinya tidak dapat diubah lagi."))
        return False
    except OfferingHeld:
        form.add_error(None, str(OFFERING_HELD))
        return False
    return True


@allow(Role.PENGELOLA)
@require_POST
def withdraw(request: CityRequest, pk: int) -> HttpResponse:
    """Take a session out of the calendar."""
    offering = _get_offering(pk)
    try:
        actions.withdraw_offering(offering=offering, by=request.user, at=timezone.now())
    except YearShut:
        messages.error(request, _("Tahun siklusnya sudah ditutup; sesinya tidak dapat ditarik lagi."))
    except OfferingHeld:
        messages.error(request, str(OFFERING_HELD))
    except ProtectedError:
        messages.error(
            request,
            _("Sesi %(code)s dipakai dalam rencana, jadi tidak dapat ditarik.") % {"code": offering.code},
        )
    else:
        messages.success(request, _("Sesi %(code)s ditarik dari kalender.") % {"code": offering.code})
    return redirect("programmes:programme", pk=offering.programme_id)
