"""Attendance of a day as a list, behind each figure its events, and the screen for the door."""

from typing import Any

from django.contrib import messages
from django.db.models import Q
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from sibina.deliver.sessions import reads
from sibina.deliver.sessions.actions import correct_presence
from sibina.deliver.sessions.forms import CorrectionForm
from sibina.deliver.sessions.models import Enrolment, SessionDay
from sibina.deliver.sessions.rules import door_code, is_day_open, mark_doubt, mark_time, seconds_left
from sibina.deliver.sessions.sentences import (
    ATTENDANCE_METHODS,
    PRESENCE_DOUBTS,
    PRESENCE_STATES,
    PRESENCE_TONES,
    attendance_shut,
    doubt_words,
)
from sibina.deliver.sessions.types import (
    CorrectedMeanwhile,
    DeliveryShut,
    MinutesOutside,
    PresenceState,
    SessionStage,
    StageShut,
)
from sibina.deliver.sessions.views.drawing import qr_svg
from sibina.deliver.sessions.views.frame import READERS, way_to
from sibina.ground.people.api import CityRequest, get_sight
from sibina.lib.access import WHOLE_CITY, Role, allow
from sibina.lib.lists.api import Column, Empty, Filter, ListSpec, address_of, list_page, table_of
from sibina.lib.words import day_and_date, moment, number


def get_day(pk: int) -> SessionDay:
    """A day of a session of the city, or the page that says that there is none."""
    found = reads.find_day(day_id=pk)
    if found is None:
        raise Http404
    return found


@require_safe
@allow(*READERS)
def session_attendance(request: CityRequest, pk: int) -> HttpResponse:
    """Attendance of a session: the day that is meant now."""
    day = reads.find_day_to_show(session_id=pk, today=timezone.localdate())
    if day is None:
        raise Http404
    return redirect("attendance:day", pk=day.pk)


@require_safe
@allow(*READERS)
def day_attendance(request: CityRequest, pk: int) -> HttpResponse:
    """Who was there on a day, how long, by what source."""
    day = get_day(pk)
    rows = reads.list_attendance(day=day, sight=get_sight(request.membership))
    is_officer = request.membership.role == Role.PENGELOLA
    extra = {
        "day": day,
        "session": day.session,
        "days": day.session.days.all(),
        "count": reads.count_attendance(rows),
        "may_note": is_officer and SessionStage(day.session.stage) not in {SessionStage.HELD, SessionStage.CANCELLED},
        "is_officer": is_officer,
        "devices": reads.list_devices(session=day.session) if is_officer else [],
        "papers": reads.list_papers(day=day) if request.membership.role in WHOLE_CITY else [],
    }  # fmt: skip
    return list_page(
        request, rows=rows, spec=_spec(day), template="sessions/attendance/day.html", extra=extra
    )


def _spec(day: SessionDay) -> ListSpec:
    return ListSpec(
        name=f"kehadiran-{day.session.code}-{day.day}",
        title=_("Kehadiran %(code)s") % {"code": day.session.code},
        lead=f"{day.session.title} · {day_and_date(day.day)}",
        columns=[
            Column(
                "nama",
                _("Nama"),
                "person",
                sort="person__name",
                link=address_of("attendance:presence", before=(day.pk,)),
                width=34,
            ),
            Column("nip", "NIP", "person__number", kind="nip"),
            Column("opd", _("OPD"), "office__name", sort="office__name", width=30),
            Column(
                "kehadiran", _("Kehadiran"), _state_title, sort="presence_state", kind="badge", tone=_tone
            ),
            Column("menit", _("Menit"), _minutes, sort="minutes", kind="number"),
            Column("datang", _("Datang"), _arrival),
            Column("sumber", _("Sumber"), lambda row: ATTENDANCE_METHODS[row.method] if row.method else ""),
            Column("catatan", _("Perlu dilihat"), lambda row: doubt_words(row.doubts or []), width=30),
        ],
        search=("person__folded_name__contains", "person__number__contains"),
        search_label=_("Nama atau NIP"),
        filters=[
            Filter("kehadiran", _("Kehadiran"), list(PRESENCE_STATES.items()), _in_state),
            Filter("lihat", _("Perlu dilihat"), [("ya", _("Ya"))], _in_doubt),
        ],
        order="nama",
        joining=_joined,
        told={"day": day.pk},
        empty=Empty(_("Belum ada peserta"), _("Peserta ditambahkan di halaman sesi."), icon="users"),
        crumbs=way_to(day.session),
    )


def _joined(rows: Any, day: int) -> Any:
    return reads.with_presence(reads.join_enrolments(rows), day_id=day)


def _state(row: Enrolment) -> PresenceState:
    return PresenceState(row.presence_state or PresenceState.UNRECORDED)


def _state_title(row: Enrolment) -> str:
    return str(PRESENCE_STATES[_state(row)])


def _tone(row: Enrolment) -> str:
    return PRESENCE_TONES[_state(row)]


def _minutes(row: Enrolment) -> int | str | None:
    if _state(row) == PresenceState.PRESENT and row.minutes is None:
        return _("belum diketahui")
    found: int | None = row.minutes
    return found


def _arrival(row: Enrolment) -> str:
    return f"{timezone.localtime(row.arrived_at):%H.%M}" if row.arrived_at else ""


def _in_state(rows: Any, chosen: str) -> Any:
    if chosen == PresenceState.UNRECORDED:
        return rows.filter(Q(presence_state=None) | Q(presence_state=chosen))
    return rows.filter(presence_state=chosen)


def _in_doubt(rows: Any, chosen: str) -> Any:
    return rows.exclude(doubts=[]).exclude(doubts=None)


EVENT_COLUMNS = [
    Column("catatan", _("Catatan"), "event__get_kind_display"),
    Column("pada", _("Waktu"), "time", width=26),
    Column("diterima", _("Diterima"), "event__received_at", kind="moment"),
    Column("sumber", _("Sumber"), "source", width=30),
    Column("alasan", _("Keterangan"), "told", width=40),
]


@allow(*READERS)
def presence(request: CityRequest, pk: int, enrolment: int) -> HttpResponse:
    """What counts of a participant on a day, everything it rests on, and the officer's correction."""
    day = get_day(pk)
    who = reads.find_participant(day=day, enrolment_id=enrolment, sight=get_sight(request.membership))
    if who is None:
        raise Http404
    found = reads.find_presence(day=day, enrolment=who)
    is_officer = request.membership.role == Role.PENGELOLA
    form = CorrectionForm(
        request.POST if request.method == "POST" else None,
        initial={"revision": found.corrections if found else 0},
    )
    if request.method == "POST" and is_officer and form.is_valid() and _correct(request, form, day, who):
        messages.success(request, _("Koreksi untuk %(name)s dicatat.") % {"name": who.person})
        return redirect("attendance:presence", pk=pk, enrolment=enrolment)
    state = PresenceState(found.state) if found else PresenceState.UNRECORDED
    context = {
        "day": day,
        "session": day.session,
        "who": who,
        "presence": found,
        "state": PRESENCE_STATES[state],
        "tone": PRESENCE_TONES[state],
        "doubts": doubt_words(found.doubts) if found else "",
        "hours": reads.day_hours(day),
        "events": table_of(EVENT_COLUMNS, _event_rows(day, who)),
        "form": form if is_officer else None,
    }
    return render(request, "sessions/attendance/presence.html", context)


def _event_rows(day: SessionDay, who: Enrolment) -> list[dict[str, Any]]:
    """Each event in words: when it was by its device's clock, set right where the device knew its error."""
    hours = reads.day_hours(day)
    rows = []
    for event in reads.list_attendance_events(day=day, enrolment=who):
        mark = reads.mark_of(event)
        doubt = mark_doubt(mark, hours) if event.number is None and event.cancels is None else None
        source = [
            str(ATTENDANCE_METHODS[mark.method]),
            event.device.name if event.device else "",
            str(event.by or ""),
        ]
        why, paper = (
            str(PRESENCE_DOUBTS[doubt]) if doubt else "",
            event.paper.file.name if event.paper else "",
        )
        told = [event.reason, why, paper]
        rows.append(
            {
                "event": event,
                "time": moment(timezone.localtime(mark_time(mark, hours))),
                "source": " · ".join(filter(None, source)),
                "told": " · ".join(filter(None, told)),
            }
        )
    return rows


def _correct(request: CityRequest, form: CorrectionForm, day: SessionDay, who: Enrolment) -> bool:
    try:
        correct_presence(day=day, enrolment=who, word=form.word(), by=request.user, at=timezone.now())
    except MinutesOutside as outside:
        told = _("Hari sesi ini %(most)s menit. Tulis menit dari 0 sampai %(most)s, atau kosongkan.")
        form.add_error("minutes", told % {"most": number(outside.most)})
    except CorrectedMeanwhile:
        now = reads.find_presence(day=day, enrolment=who)
        told = _(
            "Sementara Anda mengetik, orang lain sudah mengoreksi kehadiran ini menjadi «%(state)s». Ketikan Anda belum "
            "disimpan; tekan catat sekali lagi bila ketikan Anda yang berlaku."
        )
        form.add_error(None, told % {"state": now.get_state_display() if now else ""})
        form.open_again(now.corrections if now else 0)
    except (DeliveryShut, StageShut) as shut:
        form.add_error(None, attendance_shut(shut))
    else:
        return True
    return False


@require_safe
@allow(Role.PENGELOLA)
def door(request: CityRequest, pk: int) -> HttpResponse:
    """The code for the door, large, anew every half minute."""
    day, now = get_day(pk), timezone.now()
    code = door_code(reads.door_secret(pk), now)
    address = request.build_absolute_uri(reverse("arrival:enter", kwargs={"pk": pk, "code": code}))
    context = {
        "day": day,
        "session": day.session,
        "is_day_open": is_day_open(reads.day_hours(day), now),
        "code": qr_svg(address, label=_("Kode kehadiran; pindai dengan kamera ponsel")),
        "seconds": seconds_left(now),
    }
    name = "_door_code.html" if request.headers.get("HX-Target") == "kode" else "door.html"
    response = render(request, f"sessions/attendance/{name}", context)
    response["Cache-Control"] = "no-store"
    return response
