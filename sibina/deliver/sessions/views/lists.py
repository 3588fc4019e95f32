"""All sessions as a list and as a calendar of one month."""

from calendar import Calendar
from datetime import date
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from sibina.deliver.sessions import reads
from sibina.deliver.sessions.models import Session
from sibina.deliver.sessions.sentences import STAGE_TONES, STAGES
from sibina.deliver.sessions.views.frame import READERS, is_officer
from sibina.ground.people.api import CityRequest
from sibina.lib.access import Role, allow
from sibina.lib.lists.api import Column, Empty, Filter, ListSpec, address_of, list_page
from sibina.lib.words import date_span, month_year
from sibina.plan.programmes.api import FORM_TITLES

MONTHS_A_YEAR = 12


def when(row: Session) -> str:
    """«3–5 Maret 2027»."""
    return date_span(row.starts_on, row.ends_on)


@require_safe
@allow(*READERS)
def sessions(request: CityRequest) -> HttpResponse:
    """The sessions of a year: where each stands, how full it is, when it is decided on."""
    years = reads.list_years()
    cycle = next((one for one in years if str(one.year) == request.GET.get("tahun")), None) or next(
        iter(years), None
    )
    spec = ListSpec(
        name=f"sesi-{cycle.year}" if cycle else "sesi",
        title=_("Sesi"),
        lead=_("Yang dijalankan rencana kota: siapa diundang, siapa bersedia, dan jadi atau batal."),
        columns=COLUMNS,
        search=("code", "title", "venue__name"),
        search_label=_("Kode, program, atau tempat"),
        filters=(
            Filter(
                "tahun",
                _("Tahun"),
                [(one.year, str(one.year)) for one in years],
                lambda rows, _year: rows,
                everything=_("Terbaru"),
            ),
            Filter("keadaan", _("Keadaan"), list(STAGES.items()), "stage"),
            Filter("bentuk", _("Bentuk"), FORM_TITLES, "form"),
            Filter("perhatian", _("Perlu perhatian"), ATTENTION, _needing),
        ),
        order="waktu",
        joining=reads.join_sessions,
        empty=_no_session(request),
    )
    extra = {
        "cycle": cycle,
        "participation": reads.get_participation(cycle=cycle) if cycle else None,
        "unprepared": reads.count_unprepared(cycle=cycle) if cycle and is_officer(request) else 0,
        "off_plan": reads.count_off_plan(cycle=cycle) if cycle and is_officer(request) else 0,
        "may_prepare": is_officer(request) and cycle is not None,
        "may_consent": request.membership.role == Role.KEPALA_OPD,
    }
    rows = reads.list_sessions(cycle=cycle)
    return list_page(request, rows=rows, spec=spec, template="sessions/list.html", extra=extra)


COLUMNS = (
    Column("kode", _("Kode"), "code", sort="code", link=address_of("sessions:session")),
    Column("judul", _("Program"), "title", sort="title", width=40),
    Column("waktu", _("Waktu"), when, sort="starts_on", width=26),
    Column("tempat", _("Tempat"), "venue__name", sort="venue__name", width=26),
    Column(
        "keadaan", _("Keadaan"), "get_stage_display", sort="stage", kind="badge",
        tone=lambda row: STAGE_TONES.get(row.stage, ""),
    ),
    Column("terisi", _("Terisi"), "taken", sort="taken", kind="number"),
    Column("kursi", _("Kursi"), "seats", sort="seats", kind="number"),
    Column("paling", _("Paling sedikit"), "min_seats", kind="number"),
    Column("putus", _("Diputuskan"), "decide_on", sort="decide_on", kind="date"),
)  # fmt: skip
ATTENTION = (
    ("putus", _("Harus diputuskan")),
    ("tempat", _("Belum ada tempat")),
    ("narasumber", _("Belum ada narasumber")),
    ("kurang", _("Kursi terisi kurang")),
)


def _needing(rows: Any, chosen: str) -> Any:
    return reads.needing_attention(rows, chosen, today=timezone.localdate())


def _no_session(request: CityRequest) -> Empty:
    title = _("Belum ada sesi")
    if not is_officer(request):
        return Empty(title, _("Pengelola menyiapkannya dari rencana yang ditetapkan."), icon="calendar")
    text = _("Sesi disiapkan sekaligus dari rencana kota yang sudah ditetapkan.")
    return Empty(title, text, link=reverse("sessions:prepare"), link_text=_("Siapkan sesi"), icon="calendar")


@require_safe
@allow(*READERS)
def calendar(request: CityRequest) -> HttpResponse:
    """One month, day by day."""
    today = timezone.localdate()
    month = _month_of(request.GET.get("bulan", ""), today)
    weeks = Calendar().monthdatescalendar(month.year, month.month)
    rows = reads.list_days_between(first=weeks[0][0], last=weeks[-1][-1])
    by_day: dict[date, list[Any]] = {}
    for row in rows:
        by_day.setdefault(row.day, []).append(row)
    context = {
        "month": month,
        "month_name": month_year(month),
        "weeks": [[(day, by_day.get(day, []), day.month == month.month) for day in week] for week in weeks],
        "days": [(day, found) for day, found in sorted(by_day.items()) if day.month == month.month],
        "today": today,
        "previous": _shift(month, -1),
        "following": _shift(month, 1),
    }
    return render(request, "sessions/calendar.html", context)


def _month_of(text: str, today: date) -> date:
    """«2027-03» as its first day; anything else is this month."""
    try:
        year, month = (int(part) for part in text.split("-"))
        return date(year, month, 1)
    except ValueError:
        return today.replace(day=1)


def _shift(month: date, by: int) -> str:
    """The month before or after, as it stands in an address."""
    number = month.year * MONTHS_A_YEAR + month.month - 1 + by
    return f"{number // MONTHS_A_YEAR:04d}-{number % MONTHS_A_YEAR + 1:02d}"
