"""A session changed by an officer, and the register of venues."""

from typing import Any

from django.contrib import messages
from django.db.models import ProtectedError
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from sibina.deliver.sessions import actions, reads
from sibina.deliver.sessions.forms import SessionSheet, VenueForm
from sibina.deliver.sessions.models import Session
from sibina.deliver.sessions.sentences import conflict_sentence, refusal_of
from sibina.deliver.sessions.types import (
    DecidedTooLate,
    NameTaken,
    SeatsTaken,
    SessionError,
    TimesClash,
)
from sibina.deliver.sessions.views.frame import READERS, frame, get_session, is_officer, way_to
from sibina.ground.people.api import CityRequest
from sibina.lib.access import Role, allow
from sibina.lib.editing.forms import tell_overtaken
from sibina.lib.editing.types import Overtaken
from sibina.lib.lists.api import Column, Empty, Filter, ListSpec, address_of, list_page

FIELDS: dict[type[SessionError], str] = {SeatsTaken: "seats", DecidedTooLate: "decide_on"}


@allow(Role.PENGELOLA)
def edit(request: CityRequest, pk: int) -> HttpResponse:
    """Days, hours, rooms, speakers and seats; what clashes is told with the session that it clashes with."""
    found = get_session(pk)
    sheet = SessionSheet(
        request.POST if request.method == "POST" else None,
        session=found,
        days=reads.list_days(session=found),
        venues=list(reads.list_venues(active=True)),
        speakers=reads.list_speakers(),
    )
    if request.method == "POST" and sheet.is_valid() and _save(request, sheet, found):
        messages.success(request, _("Sesi %(code)s disimpan.") % {"code": found.code})
        return redirect("sessions:session", pk=pk)
    context = frame(request, found, "overview") | {
        "sheet": sheet,
        "back": reverse("sessions:session", args=[pk]),
    }
    return render(request, "sessions/edit.html", context)


def _save(request: CityRequest, sheet: SessionSheet, found: Session) -> bool:
    try:
        actions.save_session(
            session=found,
            facts=sheet.facts(),
            revision=sheet.form.cleaned_data["revision"],
            by=request.user,
            at=timezone.now(),
        )
    except Overtaken as overtaken:
        now = get_session(found.pk)
        tell_overtaken(sheet.form, overtaken, revision=now.revision, stored=sheet.form.stored(now))
    except TimesClash as clash:
        for one in clash.conflicts:
            sheet.form.add_error(None, conflict_sentence(one))
    except ProtectedError:
        told = _("Hari yang sudah ada kehadirannya tidak dapat dihapus. Isi lagi tanggalnya.")
        sheet.form.add_error(None, told)
    except SessionError as refused:
        sheet.form.add_error(FIELDS.get(type(refused)), refusal_of(refused))
    else:
        return True
    return False


@require_safe
@allow(*READERS)
def venues(request: CityRequest) -> HttpResponse:
    """The rooms in which sessions are held, the city's own first."""
    may_change = is_officer(request)
    text = gettext_lazy("Tempat yang disebut rencana tercatat sendiri saat sesi disiapkan.")
    spec = ListSpec(
        name="tempat",
        title=gettext_lazy("Tempat"),
        lead=gettext_lazy("Satu tempat hanya untuk satu sesi pada satu waktu."),
        columns=[
            Column(
                "nama", gettext_lazy("Nama"), "name", sort="name", width=40,
                link=address_of("sessions:venue") if may_change else None,
            ),
            Column("kapasitas", gettext_lazy("Kapasitas"), "capacity", sort="capacity", kind="number"),
            Column("alamat", gettext_lazy("Alamat"), "address", width=44),
            Column("milik", gettext_lazy("Milik"), _whose, sort="is_own"),
            Column(
                "keadaan", gettext_lazy("Keadaan"), _use, kind="badge", sort="is_active",
                tone=lambda row: "good" if row.is_active else "",
            ),
        ],
        search=("name", "address"),
        search_label=gettext_lazy("Nama atau alamat"),
        filters=[
            Filter(
                "milik", gettext_lazy("Milik"),
                [("True", gettext_lazy("Pemerintah kota")), ("False", gettext_lazy("Lain"))], "is_own",
            )
        ],
        order="-milik",
        crumbs=way_to(),
        empty=Empty(gettext_lazy("Belum ada tempat"), text, icon="building"),
    )  # fmt: skip
    extra = {"may_change": may_change}
    return list_page(
        request, rows=reads.list_venues(), spec=spec, template="sessions/venues.html", extra=extra
    )


def _whose(row: Any) -> str:
    return _("Pemerintah kota") if row.is_own else _("Lain")


def _use(row: Any) -> str:
    return _("Dipakai") if row.is_active else _("Tidak dipakai")


@allow(Role.PENGELOLA)
def venue(request: CityRequest, pk: int | None = None) -> HttpResponse:
    """A venue to be written; without a number a new one."""
    found = reads.find_venue(pk=pk) if pk is not None else None
    if pk is not None and found is None:
        raise Http404
    form = VenueForm(request.POST if request.method == "POST" else None, venue=found)
    if request.method == "POST" and form.is_valid():
        try:
            saved = actions.save_venue(
                city=request.city,
                venue=found,
                facts=form.facts(),
                revision=form.cleaned_data["revision"],
                by=request.user,
                at=timezone.now(),
            )
        except Overtaken as overtaken:
            now = reads.find_venue(pk=pk or 0)
            assert now is not None
            tell_overtaken(form, overtaken, revision=now.revision, stored=form.stored(now))
        except NameTaken as refused:
            form.add_error("name", refusal_of(refused))
        else:
            messages.success(request, _("Tempat %(name)s disimpan.") % {"name": saved.name})
            return redirect("sessions:venues")
    return render(request, "sessions/venue.html", {"form": form, "venue": found})
