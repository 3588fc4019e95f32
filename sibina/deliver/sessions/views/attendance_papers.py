"""The paper list: printed with a code and a place to sign for each, and kept as evidence when it comes back signed."""

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from sibina.deliver.sessions import reads
from sibina.deliver.sessions.actions import note_paper
from sibina.deliver.sessions.forms import PaperForm
from sibina.deliver.sessions.models import SessionDay
from sibina.deliver.sessions.reads import ListLine
from sibina.deliver.sessions.sentences import attendance_shut
from sibina.deliver.sessions.types import DeliveryShut, StageShut
from sibina.deliver.sessions.views.attendance import get_day
from sibina.deliver.sessions.views.drawing import qr_bare
from sibina.ground.people.api import CityRequest
from sibina.lib.access import WHOLE_CITY, Role, allow
from sibina.lib.documents import render_pdf
from sibina.lib.files.api import PDF, attachment, store_file
from sibina.lib.words import day_and_date

AGENCY = "Badan Kepegawaian dan Pengembangan Sumber Daya Manusia"


@allow(Role.PENGELOLA)
def paper(request: CityRequest, pk: int) -> HttpResponse:
    """A signed sheet comes in: the scan, and who signed it."""
    day = get_day(pk)
    people = [(line.enrolment.pk, str(line.enrolment.person)) for line in reads.list_organiser_lines(day=day)]
    form = PaperForm(*((request.POST, request.FILES) if request.method == "POST" else ()), people=people)
    if request.method == "POST" and form.is_valid():
        try:
            _keep_paper(request, form, day)
        except (DeliveryShut, StageShut) as shut:
            form.add_error(None, attendance_shut(shut))
        else:
            messages.success(request, _("Daftar kertas disimpan dan tandanya dicatat."))
            return redirect("attendance:day", pk=pk)
    context = {"form": form, "day": day, "session": day.session}
    return render(request, "sessions/attendance/paper.html", context)


@transaction.atomic
def _keep_paper(request: CityRequest, form: PaperForm, day: SessionDay) -> None:
    file, now = form.cleaned_data["file"], timezone.now()
    kept = store_file(
        city=request.city,
        name=file.name,
        content=file.read(),
        content_type=file.content_type,
        by=request.user,
        at=now,
    )
    note_paper(day=day, file=kept, signed=form.cleaned_data["signed"], by=request.user, at=now)


@require_safe
@allow(*sorted(WHOLE_CITY))
def paper_file(request: CityRequest, pk: int) -> HttpResponse:
    """The scan itself."""
    found = reads.find_paper(paper_id=pk)
    if found is None:
        raise Http404
    file = found.file
    return attachment(name=file.name, content=bytes(file.content), content_type=file.content_type)


@require_safe
@allow(Role.PENGELOLA)
def sheet(request: CityRequest, pk: int) -> HttpResponse:
    """The attendance sheet to print: names with their codes, and a column to sign in."""
    day = get_day(pk)
    rows = [_signing_row(line) for line in reads.list_organiser_lines(day=day)]
    begin, end = (timezone.localtime(at) for at in (day.starts_at, day.ends_at))
    facts = [
        (_("Hari"), day_and_date(day.day)),
        (_("Waktu"), f"{begin:%H.%M}–{end:%H.%M}"),
        (_("Tempat"), str(day.venue or (_("Daring") if day.is_online else "–"))),
    ]
    data = {
        "city": request.city.name,
        "is_example": request.city.is_example,
        "agency": AGENCY,
        "title": _("Daftar hadir"),
        "subtitle": f"{day.session.title} ({day.session.code})",
        "footer": _("Sesudah ditandatangani, pindai dan unggah di halaman kehadiran sesi."),
        "blocks": [{"kind": "facts", "items": facts}, {"kind": "signing", "rows": rows}],
    }
    name = f"Daftar hadir {day.session.code} {day.day}.pdf"
    return attachment(name=name, content=render_pdf("report.typ", data), content_type=PDF)


def _signing_row(line: ListLine) -> dict[str, str]:
    who = line.enrolment
    return {
        "name": str(who.person),
        "number": who.person.number or "–",
        "place": who.office.name,
        "code": line.code,
        "picture": qr_bare(line.code),
    }
