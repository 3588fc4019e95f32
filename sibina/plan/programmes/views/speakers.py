"""The pages of speakers: the register, one record, when one cannot, how a session went."""

from collections.abc import Sequence
from datetime import date

from django.contrib import messages
from django.db.models import QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from sibina.ground.cycles.api import find_open_cycle
from sibina.ground.people.api import CityRequest
from sibina.lib.access import WHOLE_CITY, Role, allow
from sibina.lib.charts import Chart, Span, calendar_chart
from sibina.lib.editing.forms import tell_overtaken
from sibina.lib.editing.types import Overtaken
from sibina.lib.lists.api import Column, Empty, Filter, ListSpec, address_of, list_page, table_of
from sibina.lib.words import date_span, listed
from sibina.plan.programmes import actions, reads
from sibina.plan.programmes.forms import (
    AbsenceForm,
    NameForm,
    RatingForm,
    SpeakerForm,
    stored_of,
)
from sibina.plan.programmes.models import Offering, Speaker, SpeakerPeriod
from sibina.plan.programmes.reads import RecordLine
from sibina.plan.programmes.rules import suggested_fee_classes
from sibina.plan.programmes.sentences import (
    absence_sentence,
    clash_sentence,
    rating_words,
)
from sibina.plan.programmes.types import (
    HeldDays,
    NotHeldYet,
    SessionStanding,
    SpeakerBooked,
    SpeakerKnown,
    SpeakerNotFree,
    YearShut,
)
from sibina.plan.programmes.views.speaker_tables import rating_columns, record_columns

REGISTER_READERS = (*sorted(WHOLE_CITY), Role.KEPALA_OPD)
STATES = [("True", gettext_lazy("Aktif")), ("False", gettext_lazy("Tidak aktif"))]
ORIGINS = [("luar", gettext_lazy("Dari lembaga lain")), ("kota", gettext_lazy("ASN kota ini"))]
YEAR_SHUT = gettext_lazy("Tahun siklusnya sudah ditutup; sesinya tidak dapat diubah lagi.")


@allow(*REGISTER_READERS)
def speakers(request: CityRequest) -> HttpResponse:
    """The register: who can speak about what, with the record of each."""
    may_change, today = request.membership.role == Role.PENGELOLA, timezone.localdate()
    spec = ListSpec(
        name="narasumber",
        title=_("Narasumber"),
        lead=_("Siapa yang dapat mengisi sesi: bidangnya, rekam jejaknya, dan penilaiannya."),
        columns=[
            Column("name", _("Nama"), "name", sort="name", link=address_of("speakers:speaker"), width=32),
            Column("origin", _("Asal"), reads.origin_of, sort="institution", width=28),
            Column("fields", _("Bidang"), "known", width=40),
            Column("held", _("Terlaksana"), "held", sort="held", kind="number"),
            Column("ahead", _("Mendatang"), "ahead", sort="ahead", kind="number"),
            Column("mean", _("Penilaian"), _rating, sort="mean", width=22),
            Column("state", _("Keadaan"), _state, kind="badge", tone=_state_tone),
        ],
        search=("name", "institution", "person__unit__name", "known"),
        search_label=_("Cari nama, lembaga, atau bidang"),
        filters=[
            Filter("bidang", _("Bidang"), reads.list_used_fields, reads.with_field),
            Filter("asal", _("Asal"), ORIGINS, _from_where),
            Filter("keadaan", _("Keadaan"), STATES, "is_active"),
        ],
        order="name",
        joining=reads.join_record,
        told={"today": today},
        empty=_no_speaker(may_change),
    )
    by = {request.GET.get("urut", "").lstrip("-"), "known" if request.GET.get("q") else ""}
    rows = reads.list_speakers(today=today, by=by)
    return list_page(
        request, rows=rows, spec=spec, template="programmes/speakers.html", extra={"may_change": may_change}
    )


def _from_where(rows: QuerySet[Speaker], chosen: str) -> QuerySet[Speaker]:
    return rows.filter(person__isnull=chosen == "luar")


def _rating(row: Speaker) -> str:
    return rating_words(row.mean, row.rated)  # type: ignore[attr-defined]  # counted by the list


def _state(row: Speaker) -> str:
    if not row.is_active:
        return _("Tidak aktif")
    return _("Aktif") if reads.origin_of(row) else _("Asal belum ditulis")


def _state_tone(row: Speaker) -> str:
    if not row.is_active:
        return ""
    return "good" if reads.origin_of(row) else "warn"


def _no_speaker(may_change: bool) -> Empty:
    if not may_change:
        return Empty(_("Belum ada narasumber"), _("Pengelola BKPSDM yang mencatatnya."), icon="users")
    text = _("Catat siapa yang dapat mengisi sesi; sesudah itu narasumber dipilih pada sesinya.")
    return Empty(
        _("Belum ada narasumber"), text, reverse("speakers:new"), _("Tambah narasumber"), icon="users"
    )


def _get_speaker(pk: int) -> Speaker:
    found = reads.find_speaker(speaker_id=pk)
    if found is None:
        raise Http404
    return found


@allow(*REGISTER_READERS)
def speaker(request: CityRequest, pk: int) -> HttpResponse:
    """One speaker: what they know, their sessions and ratings, and the days that are not free."""
    found, today = _get_speaker(pk), timezone.localdate()
    may_change = request.membership.role == Role.PENGELOLA
    # Reasons and notes are for those who work with the register.
    sees_all = request.membership.role in WHOLE_CITY
    ratings = reads.list_ratings(speaker=found)
    record = reads.list_record(speaker=found, ratings=ratings, today=today)
    periods, cycle = reads.list_periods(speaker=found), find_open_cycle()
    context = {
        "speaker": found,
        "origin": reads.origin_of(found),
        "rating": _rating_of(record),
        "held": sum(line.standing == SessionStanding.HELD for line in record),
        "booked": sum(line.standing == SessionStanding.BOOKED for line in record),
        "record": table_of(record_columns(may_change=may_change), record),
        "ratings": table_of(rating_columns(sees_all=sees_all), ratings),
        "absences": [row for row in periods if row.offering is None],
        "calendar": _calendar(periods, cycle.year if cycle else today.year),
        "today": today,
        "sees_all": sees_all,
        "may_change": may_change,
    }
    return render(request, "programmes/speaker.html", context)


def _rating_of(record: Sequence[RecordLine]) -> str:
    many = sum(line.rated for line in record)
    points = sum(line.rated * line.mean for line in record if line.mean is not None)
    return rating_words(points / many if many else None, many)


def _calendar(periods: Sequence[SpeakerPeriod], year: int) -> Chart | None:
    """The year's days that are not free; none where all are."""
    shown = [row for row in reversed(periods) if row.starts_on.year <= year <= row.ends_on.year]
    title = _("Hari yang terisi %(year)s") % {"year": year}
    return calendar_chart(title, [_span(row) for row in shown], year=year) if shown else None


def _span(period: SpeakerPeriod) -> Span:
    if period.offering is None:
        row = series = _("Berhalangan")
        return Span(row, period.starts_on, period.ends_on, "", series)
    session = period.offering
    return Span(session.programme.name, period.starts_on, period.ends_on, session.code, _("Sesi"))


@allow(Role.PENGELOLA)
def edit_speaker(request: CityRequest, pk: int | None = None) -> HttpResponse:
    """A speaker to be written; without a number a new one."""
    found = _get_speaker(pk) if pk is not None else None
    origin = request.GET.get("asal", "kota" if found and found.person else "luar")
    data = request.POST if request.method == "POST" else None
    form = SpeakerForm(data, is_own=origin == "kota", speaker=found)
    if request.method == "POST" and form.is_valid():
        saved = _save(request, form, found)
        if saved:
            messages.success(request, _("Narasumber %(name)s disimpan.") % {"name": saved.name})
            return redirect("speakers:speaker", pk=saved.pk)
    context = {
        "form": form,
        "speaker": found,
        "is_own": origin == "kota",
        "institutions": reads.list_used_words("institution"),
        "fee_classes": sorted({*reads.list_used_words("fee_class"), *suggested_fee_classes()}),
    }
    return render(request, "programmes/speaker_edit.html", context)


def _save(request: CityRequest, form: SpeakerForm, found: Speaker | None) -> Speaker | None:
    try:
        return actions.save_speaker(
            city=request.city,
            speaker=found,
            revision=form.cleaned_data["revision"],
            facts=form.facts(),
            by=request.user,
            at=timezone.now(),
        )
    except SpeakerKnown:
        told = _("Narasumber ini sudah ada dalam daftar. Cari namanya, lalu ubah yang sudah ada.")
        form.add_error("nip" if form.person_id else "name", told)
    except SpeakerBooked as booked:
        told = _("Masih pasti mengisi %(sessions)s. Ganti dulu narasumber sesi itu, lalu hapus centangnya.")
        form.add_error("is_active", told % {"sessions": _sessions(booked.sessions)})
    except Overtaken as overtaken:
        assert found is not None, "only a row that is there can have been saved by somebody else"
        now = _get_speaker(found.pk)
        shared = {name: value for name, value in stored_of(now).items() if name in form.fields}
        tell_overtaken(form, overtaken, revision=now.revision, stored=shared)
    return None


def _sessions(held: Sequence[HeldDays]) -> str:
    return listed([f"{one.code} ({date_span(one.starts_on, one.ends_on)})" for one in held])


@allow(Role.PENGELOLA)
def absence(request: CityRequest, pk: int) -> HttpResponse:
    """Days on which the speaker cannot, to be written down."""
    found = _get_speaker(pk)
    form = AbsenceForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            made = actions.record_absence(
                speaker=found, **form.cleaned_data, by=request.user, at=timezone.now()
            )
        except SpeakerNotFree as taken:
            for clash in taken.clashes:
                form.add_error("starts_on", absence_sentence(clash))
        else:
            _tell_absence(request, found, made.starts_on, made.ends_on)
            return redirect("speakers:speaker", pk=pk)
    return render(request, "programmes/speaker_absence.html", {"form": form, "speaker": found})


def _tell_absence(request: CityRequest, found: Speaker, starts_on: date, ends_on: date) -> None:
    messages.success(request, _("Dicatat: %(days)s.") % {"days": date_span(starts_on, ends_on)})
    offered = reads.list_offered_between(speaker=found, starts_on=starts_on, ends_on=ends_on)
    if offered:
        told = _(
            "Sesi yang ditawarkan pada hari itu masih menyebutnya: %(codes)s. "
            "Rencana mengesampingkan sesi itu sampai narasumber atau harinya diganti."
        )
        messages.warning(request, told % {"codes": listed([row.code for row in offered])})


@allow(Role.PENGELOLA)
@require_POST
def remove_absence(request: CityRequest, pk: int) -> HttpResponse:
    """The speaker can on these days after all."""
    period = reads.find_absence(period_id=pk)
    if period is None:
        raise Http404
    speaker_id, days = period.speaker_id, date_span(period.starts_on, period.ends_on)
    actions.remove_absence(period=period, by=request.user, at=timezone.now())
    messages.success(request, _("Catatan berhalangan %(days)s dihapus.") % {"days": days})
    return redirect("speakers:speaker", pk=speaker_id)


def _get_session(pk: int) -> Offering:
    found = reads.find_offering(offering_id=pk)
    if found is None or found.speaker is None:
        raise Http404
    return found


@allow(Role.PENGELOLA)
def rate(request: CityRequest, pk: int) -> HttpResponse:
    """How the speaker of a session did."""
    session = _get_session(pk)
    form = RatingForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.rate_speaker(offering=session, **form.cleaned_data, by=request.user, at=timezone.now())
        except NotHeldYet:
            form.add_error(
                None, _("Sesi ini belum selesai, atau tidak dijalankan, jadi belum dapat dinilai.")
            )
        else:
            messages.success(request, _("Penilaian sesi %(code)s dicatat.") % {"code": session.code})
            return redirect("speakers:speaker", pk=session.speaker_id)
    return render(request, "programmes/speaker_rate.html", {"form": form, "session": session})


@allow(Role.PENGELOLA)
def name_speaker(request: CityRequest, pk: int) -> HttpResponse:
    """Another speaker for a session that runs: the plan stays as it was set."""
    session = reads.find_offering(offering_id=pk)
    if session is None or not session.is_held:
        raise Http404
    if session.cycle != reads.find_changeable_cycle():
        messages.error(request, str(YEAR_SHUT))
        return redirect("programmes:programme", pk=session.programme_id)
    form = NameForm(request.POST if request.method == "POST" else None, offering=session)
    if request.method == "POST" and form.is_valid():
        chosen = form.cleaned_data["speaker_id"]
        try:
            actions.name_speaker(offering=session, speaker_id=chosen, by=request.user, at=timezone.now())
        except SpeakerNotFree as taken:
            for clash in taken.clashes:
                form.add_error("speaker_id", clash_sentence(clash))
        except YearShut:
            form.add_error(None, str(YEAR_SHUT))
        else:
            messages.success(request, _("Narasumber sesi %(code)s disimpan.") % {"code": session.code})
            return redirect("programmes:programme", pk=session.programme_id)
    return render(request, "programmes/speaker_name.html", {"form": form, "session": session})
