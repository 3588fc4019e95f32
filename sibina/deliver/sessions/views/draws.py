"""The draw on the screen: what is open, one draw for whoever it concerns, and what the officer does with it."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pandas as pd
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST, require_safe

from sibina.deliver.sessions import actions, reads
from sibina.deliver.sessions.forms import AnswerForm, ReasonForm
from sibina.deliver.sessions.forms.draws import DrawForm
from sibina.deliver.sessions.models import Draw, DrawEntry
from sibina.deliver.sessions.rules.draw import list_as_text, list_bands, order_of
from sibina.deliver.sessions.sentences.draw import DRAW_STAGES, DRAW_TONES, GROUNDS, said
from sibina.deliver.sessions.types import (
    Applicant,
    DrawStage,
    EnrolmentError,
    EnrolmentState,
    SessionError,
)
from sibina.deliver.sessions.views.frame import PERSONS, frame, get_session
from sibina.deliver.sessions.views.frame import READERS as SESSION_READERS
from sibina.ground.people.api import CityRequest
from sibina.lib.access import WHOLE_CITY, Role, allow
from sibina.lib.files.api import attachment
from sibina.lib.lists.api import Column, Empty, ListSpec, address_of, list_page

READERS = tuple(sorted({*WHOLE_CITY, *PERSONS}))
SHOWN = 10
CSV = "text/csv; charset=utf-8"


def get_draw(pk: int) -> Draw:
    """The draw, or the page that says it is not there."""
    found = reads.find_draw(pk=pk)
    if found is None:
        raise Http404
    return found


def stage_title(draw: Draw) -> str:
    return str(DRAW_STAGES[draw.stage])


DRAW_COLUMNS = (
    Column(
        "sesi", _("Sesi"), "session__title", sort="session__title", link=address_of("draws:draw"), width=44
    ),
    Column("mulai", _("Mulai"), "session__starts_on", sort="session__starts_on", kind="date"),
    Column("tutup", _("Mendaftar sampai"), "closes_on", sort="closes_on", kind="date"),
    Column("undi", _("Diundi mulai"), "draws_on", sort="draws_on", kind="date"),
    Column("pemohon", _("Pemohon"), "applicants", sort="applicants", kind="number"),
    Column("kursi", _("Kursi"), "seats", sort="seats", kind="number"),
    Column("keadaan", _("Keadaan"), stage_title, kind="badge", tone=lambda row: DRAW_TONES[row.stage]),
)


@require_safe
@allow(*READERS)
def draw_list(request: CityRequest) -> HttpResponse:
    """Every draw of the city, the latest first; and, for a person, what the own applications came to."""
    person_id = request.membership.person_id
    spec = ListSpec(
        name="undian",
        title=_("Pendaftaran dan undian"),
        lead=_("Sesi yang kursinya dibuka untuk siapa saja yang berhak, dan hasil undiannya."),
        columns=DRAW_COLUMNS,
        search=("session__title__icontains", "session__code__icontains"),
        search_label=_("Judul atau kode sesi"),
        joining=reads.join_draws,
        empty=Empty(
            _("Belum ada sesi yang dibuka untuk pendaftaran"),
            _("Bila kursi lebih sedikit daripada yang sama berhak, pengelola membukanya di sini."),
            icon="inbox",
        ),
    )
    own = reads.list_own_entries(person_id=person_id)[:SHOWN] if person_id else ()
    extra = {"own": [(entry, told_result(entry)) for entry in own]}
    return list_page(
        request, rows=reads.list_draws(), spec=spec, template="sessions/draws/list.html", extra=extra
    )


def told_result(entry: DrawEntry) -> str:
    """What the application came to, in words."""
    if entry.enrolment.state == EnrolmentState.APPLIED:
        return _now("terdaftar")
    return str(entry.enrolment.get_state_display())


@require_safe
@allow(*READERS)
def draw(request: CityRequest, pk: int) -> HttpResponse:
    """One draw: the words and days, the own application, the list with its bands, how to repeat it, what came of it."""
    found = get_draw(pk)
    member = request.membership
    own = reads.find_own_entry(draw=found, person_id=member.person_id) if member.person_id else None
    is_asking = own is not None and own.enrolment.state == EnrolmentState.APPLIED
    sees_list = found.published_at is not None and (
        own is not None or member.role in {*WHOLE_CITY, Role.KEPALA_OPD}
    )
    today = timezone.localdate()
    is_open = found.stage == DrawStage.OPEN and today <= found.closes_on
    _rule, order = reads.band_order(day=today)
    context: dict[str, Any] = {
        "draw": found,
        "session": found.session,
        "stage": found.stage,
        "stage_title": stage_title(found),
        "tone": DRAW_TONES[found.stage],
        "own": own,
        "is_asking": is_asking,
        "may_apply": is_open and bool(member.person_id) and not is_asking and member.role != Role.ANALIS,
        "may_withdraw": is_asking and found.stage in {DrawStage.OPEN, DrawStage.PUBLISHED},
        "sees_list": sees_list,
        "order": [(band, GROUNDS[ground]) for band, ground in enumerate(order, start=1)],
        "next_act": next_act(found) if member.role == Role.PENGELOLA else None,
        "is_officer": member.role == Role.PENGELOLA,
        "today": today,
    }
    if not sees_list:
        return render(request, "sessions/draws/draw.html", context)
    entries = reads.list_entries(draw=found)
    bands = list_bands([band for band in entries.values_list("band", flat=True) if band], found.seats or 0)
    grounds = dict(enumerate(order_of(found.rule), start=1))
    context |= {
        "bands": [(one, GROUNDS[grounds[one.band]]) for one in bands],
        "chance": next((one.probability for one in bands if own and one.band == own.band), None),
        "file_name": file_name(found),
    }
    spec = list_spec(found, own)
    return list_page(
        request, rows=entries, spec=spec, template="sessions/draws/published.html", extra=context
    )


def list_spec(draw: Draw, own: DrawEntry | None) -> ListSpec:
    """The published list; who looks finds the own line marked."""

    def code_of(row: DrawEntry) -> str:
        is_mine = own is not None and row.pk == own.pk
        return _now("%(code)s (Anda)") % {"code": row.code} if is_mine else row.code

    columns = [
        Column("kode", _("Kode"), code_of, sort="code"),
        Column("lapis", _("Lapis"), "band", sort="band", kind="number"),
        Column("sebab", _("Sebab lapis"), "get_ground_display", sort="ground", width=44),
    ]
    if draw.stage == DrawStage.DRAWN:
        columns = [
            *columns,
            Column("urutan", _("Urutan"), "result__rank", sort="result__rank", kind="number"),
            Column(
                "peluang", _("Peluang"), "result__probability", sort="result__probability", kind="percent"
            ),
            Column(
                "hasil",
                _("Hasil"),
                lambda row: _("Mendapat kursi") if row.result.seated else _("Tidak"),
                sort="result__seated",
                kind="badge",
                tone=lambda row: "good" if row.result.seated else "",
            ),
        ]
    return ListSpec(
        name=f"undian-{draw.session.code}",
        title=_("Undian %(code)s") % {"code": draw.session.code},
        columns=columns,
        search=("code__icontains",),
        search_label=_("Kode"),
        order="urutan" if draw.stage == DrawStage.DRAWN else "kode",
        joining=reads.join_results if draw.stage == DrawStage.DRAWN else None,
        crumbs=[(_("Pendaftaran dan undian"), reverse("draws:list"))],
        notes=(draw.session.title, draw.seed),
    )


def next_act(draw: Draw) -> dict[str, Any] | None:
    """What the officer does next, if anything, and from which day on."""
    today = timezone.localdate()
    match draw.stage:
        case DrawStage.OPEN:
            day, url, title = draw.closes_on + timedelta(days=1), "draws:publish", _("Umumkan daftar")
        case DrawStage.PUBLISHED:
            day, url, title = draw.draws_on, "draws:run", _("Undi sekarang")
        case _:
            return None
    return {"url": url, "title": title, "day": day, "ready": today >= day}


@require_safe
@allow(*SESSION_READERS)
def of_session(request: CityRequest, session_id: int) -> HttpResponse:
    """The latest draw of a session; where there is none, the officer may open one."""
    session = get_session(session_id)
    latest = reads.find_latest_draw(session=session)
    if latest is not None:
        return redirect("draws:draw", pk=latest.pk)
    return render(request, "sessions/draws/none.html", frame(request, session, "draw"))


@allow(Role.PENGELOLA)
def new(request: CityRequest, session_id: int) -> HttpResponse:
    """Open a session for application."""
    session = get_session(session_id)
    there = reads.find_undrawn(session=session)
    if there is not None:
        return redirect("draws:draw", pk=there.pk)
    form = DrawForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            made = actions.open_draw(session=session, terms=form.terms(), by=request.user, at=timezone.now())
        except (SessionError, EnrolmentError) as refused:
            form.add_error(None, said(refused))
        else:
            messages.success(request, _("Sesi dibuka untuk pendaftaran."))
            return redirect("draws:draw", pk=made.pk)
    _rule, order = reads.band_order(day=timezone.localdate())
    context = {
        "session": session,
        "form": form,
        "order": [(at, GROUNDS[one]) for at, one in enumerate(order, start=1)],
    }
    return render(request, "sessions/draws/new.html", context)


@require_POST
@allow(*PERSONS)
def apply(request: CityRequest, pk: int) -> HttpResponse:
    """I ask for a seat; nobody asks me why."""
    found, person_id = get_draw(pk), request.membership.person_id
    if person_id is None:
        raise Http404
    return act(
        request,
        found,
        lambda: actions.apply_for_seat(draw=found, person_id=person_id, by=request.user, at=timezone.now()),
        _("Anda terdaftar. Kode Anda ada di halaman ini."),
    )


@allow(*PERSONS)
def withdraw(request: CityRequest, pk: int) -> HttpResponse:
    """I ask no longer, and say why."""
    found, person_id = get_draw(pk), request.membership.person_id
    own = reads.find_own_entry(draw=found, person_id=person_id) if person_id else None
    if own is None or person_id is None:
        raise Http404
    form = AnswerForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.withdraw_application(
                draw=found,
                person_id=person_id,
                kind=form.kind_chosen(),
                reason=form.cleaned_data["reason"],
                by=request.user,
                at=timezone.now(),
            )
        except (SessionError, EnrolmentError) as refused:
            form.add_error(None, said(refused))
        else:
            messages.success(request, _("Anda tidak lagi terdaftar."))
            return redirect("draws:draw", pk=pk)
    return render(request, "sessions/draws/withdraw.html", {"draw": found, "form": form})


@require_POST
@allow(Role.PENGELOLA)
def publish(request: CityRequest, pk: int) -> HttpResponse:
    """The list and the seed are published."""
    found = get_draw(pk)
    return act(
        request,
        found,
        lambda: actions.publish_draw(draw=found, by=request.user, at=timezone.now()),
        _("Daftar dan benih diumumkan; setiap pemohon diberi tahu."),
    )


@require_POST
@allow(Role.PENGELOLA)
def run(request: CityRequest, pk: int) -> HttpResponse:
    """The seats are drawn."""
    found = get_draw(pk)
    return act(
        request,
        found,
        lambda: actions.run_draw(draw=found, by=request.user, at=timezone.now()),
        _("Kursi diundi; setiap pemohon diberi tahu."),
    )


def act(request: CityRequest, draw: Draw, do: Callable[[], object], done: Any) -> HttpResponse:
    """Do it, and say what came of it on the page of the draw."""
    try:
        do()
    except (SessionError, EnrolmentError) as refused:
        messages.error(request, said(refused))
    else:
        messages.success(request, done)
    return redirect("draws:draw", pk=draw.pk)


@allow(Role.PENGELOLA)
def call_off(request: CityRequest, pk: int) -> HttpResponse:
    """No seats are drawn, and why."""
    found = get_draw(pk)
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.call_off_draw(
                draw=found, reason=form.cleaned_data["reason"], by=request.user, at=timezone.now()
            )
        except (SessionError, EnrolmentError) as refused:
            form.add_error(None, said(refused))
        else:
            messages.success(request, _("Undian dibatalkan; setiap pemohon diberi tahu."))
            return redirect("draws:draw", pk=pk)
    return render(request, "sessions/draws/call_off.html", {"draw": found, "form": form})


@require_safe
@allow(*READERS)
def applicants_file(request: CityRequest, pk: int) -> HttpResponse:
    """The published list, byte for byte what the digest was made of: the table that `sibina draw` reads."""
    found = published(request, pk)
    rows = reads.list_entries(draw=found)
    text = list_as_text(Applicant(row.code, row.band or 0) for row in rows)
    return attachment(name=file_name(found), content=text.encode(), content_type=CSV)


@require_safe
@allow(*READERS)
def result_file(request: CityRequest, pk: int) -> HttpResponse:
    """What was drawn, as `sibina draw` writes it."""
    found = published(request, pk)
    if found.stage != DrawStage.DRAWN:
        raise Http404
    rows = [
        {
            "person": row.entry.code,
            "band": row.entry.band,
            "rank": row.rank,
            "probability": row.probability,
            "seated": int(row.seated),
        }
        for row in reads.list_results(draw=found)
    ]
    text = pd.DataFrame(rows).to_csv(index=False, lineterminator="\n")
    return attachment(name=f"hasil-{found.session.code}.csv", content=text.encode(), content_type=CSV)


def published(request: CityRequest, pk: int) -> Draw:
    """The draw, where its list is out and concerns the reader."""
    found, member = get_draw(pk), request.membership
    own = reads.find_own_entry(draw=found, person_id=member.person_id) if member.person_id else None
    if found.published_at is None or (own is None and member.role not in {*WHOLE_CITY, Role.KEPALA_OPD}):
        raise Http404
    return found


def file_name(draw: Draw) -> str:
    """What the published list is called."""
    return f"pemohon-{draw.session.code}.csv"
