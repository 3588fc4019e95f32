"""The pages of programmes: the catalogue, one programme, writing it, its sessions, the starter catalogue."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from sibina.ground.cycles.api import find_open_cycle
from sibina.ground.people.api import CityRequest
from sibina.lib.access import WHOLE_CITY, Role, allow
from sibina.lib.editing.forms import tell_overtaken
from sibina.lib.editing.types import Overtaken
from sibina.lib.lists.api import Column, Empty, Filter, ListSpec, address_of, list_page, table_of
from sibina.lib.words import number
from sibina.plan.programmes import actions, reads
from sibina.plan.programmes.forms import PrepareForm, ProgrammeSheet
from sibina.plan.programmes.models import FORM_TITLES, Objective, Offering, Programme
from sibina.plan.programmes.rules import (
    cost_of_session,
    season_of,
    starter_notes,
)
from sibina.plan.programmes.sentences import (
    PROGRAMME_PROBLEMS,
    course_sentence,
)
from sibina.plan.programmes.types import (
    NameTaken,
    NotFit,
    Prepared,
)
from sibina.plan.programmes.views.programme_tables import (
    COST_COLUMNS,
    aim_columns,
    days_of,
    payer_of,
    session_columns,
)
from sibina.plan.programmes.views.speakers import REGISTER_READERS
from sibina.plan.programmes.views.telling import costs_text, goals_text

FORMS = dict(FORM_TITLES)
READERS = tuple(role for role in Role if role != Role.MITRA)
"""Everybody of the city; a partner's people see what is theirs on a page of their own."""

NAMED = [("belum", gettext_lazy("Belum ditentukan")), ("sudah", gettext_lazy("Sudah ditentukan"))]
PAYERS = [("kota", gettext_lazy("Kota")), ("opd", gettext_lazy("Perangkat daerah"))]


def _may_change(request: CityRequest) -> bool:
    return request.membership.role == Role.PENGELOLA


@allow(*READERS)
def programmes(request: CityRequest) -> HttpResponse:
    """The catalogue."""
    columns = [
        Column("name", _("Program"), "name", sort="name", link=address_of("programmes:programme"), width=44),
        Column("jp", _("JP"), "jp", sort="jp", kind="number"),
        Column("aims", _("Menaikkan"), _aims, width=44),
        Column("full", _("Satu sesi penuh"), _full_cost, kind="rupiah", width=18),
        Column("sessions", _("Sesi ditawarkan"), "sessions", sort="sessions", kind="number"),
        Column("state", _("Keadaan"), _state, kind="badge", tone=_state_tone),
    ]
    sectors = [(sector.pk, sector.name) for sector in reads.list_sectors()]
    spec = ListSpec(
        name="program",
        title=_("Program"),
        lead=_("Yang dapat menutup kekurangan: menaikkan apa, berapa lama, dengan biaya berapa."),
        columns=columns,
        search=("name", "purpose"),
        search_label=_("Cari program"),
        filters=[
            Filter("bentuk", _("Bentuk"), FORM_TITLES, "form"),
            Filter("sektor", _("Sektor"), sectors, "sector_id"),
        ],
        order="name",
        joining=reads.join_catalogue,
        empty=_no_programme(request),
    )
    extra = {
        "may_change": _may_change(request),
        "sees_coverage": request.membership.role in {*WHOLE_CITY, Role.KEPALA_OPD},
    }
    rows = reads.list_programmes(by=request.GET.get("urut", "").lstrip("-"))
    return list_page(request, rows=rows, spec=spec, template="programmes/list.html", extra=extra)


def _aims(row: Programme) -> str:
    return ", ".join(f"{one.competency.name} {_gain(one)}" for one in row.aims)


def _gain(one: Objective) -> str:
    return _("(kenaikan belum ditulis)") if one.gain is None else f"+{number(one.gain, 2)}"


def _full_cost(row: Programme) -> int:
    return reads.cost_of(row).total(row.max_participants)


def _state(row: Programme) -> str:
    if reads.problems_of(row):
        return _("Belum lengkap")
    return _("Ditawarkan") if row.is_active else _("Tidak ditawarkan")


def _state_tone(row: Programme) -> str:
    if reads.problems_of(row):
        return "warn"
    return "good" if row.is_active else ""


def _no_programme(request: CityRequest) -> Empty:
    text = _("Mulailah dari katalog acuan, lalu sesuaikan harga dan kenaikannya.")
    if not _may_change(request):
        return Empty(_("Katalog masih kosong"), _("Pengelola BKPSDM yang mengisinya."), icon="stack")
    link = reverse("programmes:starters")
    return Empty(_("Katalog masih kosong"), text, link=link, link_text=_("Buka katalog acuan"), icon="stack")


def get_programme(pk: int) -> Programme:
    found = reads.find_programme(programme_id=pk)
    if found is None:
        raise Http404
    return found


@allow(*READERS)
def programme(request: CityRequest, pk: int) -> HttpResponse:
    """One programme: what it raises, what it costs, which sessions are offered."""
    found = get_programme(pk)
    cycle = find_open_cycle()
    cost = reads.cost_of(found)
    may_offer = _may_change(request) and cycle is not None and reads.may_offer(cycle)
    outline = reads.list_modules_in_force(programme_id=found.pk)
    context = {
        "programme": found,
        "objectives": table_of(aim_columns(found.aims), found.aims),
        "cost_parts": table_of(COST_COLUMNS, found.costs),
        "cost": cost,
        "newer": reads.list_newer_prices(parts=found.costs, year=cycle.year) if cycle else [],
        "full": cost.total(found.max_participants),
        "problems": [PROGRAMME_PROBLEMS[problem] for problem in reads.problems_of(found)],
        "cycle": cycle,
        "offerings": table_of(
            session_columns(may_offer=may_offer), reads.list_offerings_of(programme=found, cycle=cycle)
        ),
        "outline": outline,
        "course": course_sentence(reads.course_in_force(found, outline)),
        "released": outline[0].version if outline else None,
        "sees_curriculum": request.membership.role != Role.MITRA,
        "may_change": _may_change(request),
        "may_offer": may_offer,
    }
    return render(request, "programmes/programme.html", context)


@allow(Role.PENGELOLA)
def edit(request: CityRequest, pk: int | None = None) -> HttpResponse:
    """A programme to be written; without a number a new one."""
    found = get_programme(pk) if pk is not None else None
    released = reads.find_released(programme_id=found.pk) if found else None
    typed = request.POST if request.method == "POST" else None
    sheet = ProgrammeSheet(typed, programme=found, released=released)
    context: dict[str, Any] = {"sheet": sheet, "programme": found, "released": released}
    if request.method == "POST" and sheet.is_valid:
        try:
            saved = actions.save_programme(
                city=request.city,
                programme=found,
                facts=sheet.facts(),
                revision=sheet.form.cleaned_data["revision"],
                by=request.user,
                at=timezone.now(),
            )
        except NotFit as unfit:
            for problem in unfit.problems:
                sheet.form.add_error(None, str(PROGRAMME_PROBLEMS[problem]))  # type: ignore[index]
        except NameTaken:
            sheet.form.add_error("name", _("Program dengan nama ini sudah ada. Pakai nama lain."))
        except Overtaken as overtaken:
            _tell_overtaken(sheet, overtaken, get_programme(pk or 0))
        else:
            messages.success(request, _("Program %(name)s disimpan.") % {"name": saved.name})
            return redirect("programmes:programme", pk=saved.pk)
    return render(request, "programmes/edit.html", context)


def _tell_overtaken(sheet: ProgrammeSheet, overtaken: Overtaken, kept: Programme) -> None:
    """Beside each field what is stored now; of objectives and costs, which are rows, above them all."""
    competencies = {one.pk: one.name for one in reads.list_competencies()}
    typed, stored = sheet.facts(), reads.facts_of_programme(kept)
    rows = (
        (_("Yang dinaikkan"), goals_text(typed, competencies), goals_text(stored, competencies)),
        (_("Bagian biaya"), costs_text(typed), costs_text(stored)),
    )
    tell_overtaken(sheet.form, overtaken, revision=kept.revision, stored=sheet.form.stored(kept))
    for part, said, now in rows:
        if said != now:
            told = _("%(part)s yang tersimpan sekarang: %(now)s") % {"part": part, "now": now}
            sheet.form.add_error(None, told)


@allow(Role.PENGELOLA)
def starters(request: CityRequest) -> HttpResponse:
    """The starter catalogue: choose what the city takes."""
    untaken = reads.list_untaken_starters()
    chosen = set(request.POST.getlist("program"))
    if request.method == "POST" and chosen:
        taken = [one for one in untaken if one.code in chosen]
        made = actions.take_starter_programmes(
            city=request.city, programmes=taken, by=request.user, at=timezone.now()
        )
        if made:
            messages.success(request, _("%(n)s program ditambahkan ke katalog.") % {"n": len(made)})
        else:
            messages.warning(
                request, _("Tidak ada yang ditambahkan: kompetensi tujuannya belum ada di kamus kota.")
            )
        return redirect("programmes:list")
    context = {
        "starters": [
            (one, cost_of_session((cost.per, cost.rupiah) for cost in one.costs), FORMS[one.form])
            for one in untaken
        ],
        "notes": starter_notes(),
        "nothing_chosen": request.method == "POST",
    }
    return render(request, "programmes/starters.html", context)


@allow(*READERS)
def offerings(request: CityRequest) -> HttpResponse:
    """The sessions of the open year."""
    cycle = find_open_cycle()
    spec = ListSpec(
        name=f"sesi-{cycle.year}" if cycle else "sesi",
        title=_("Sesi yang ditawarkan %(year)s") % {"year": cycle.year} if cycle else _("Sesi"),
        lead=_("Rencana memilih dari daftar ini; yang tidak terpilih tidak berjalan dan tidak dibayar."),
        columns=[
            Column("code", _("Kode"), "code", sort="code"),
            Column(
                "programme",
                _("Program"),
                "programme__name",
                sort="programme__name",
                link=address_of("programmes:programme", "programme_id"),
            ),
            Column("when", _("Waktu"), days_of, sort="starts_on", width=26),
            Column("venue", _("Tempat"), "venue", sort="venue"),
            Column(
                "speaker", _("Narasumber"), "speaker__name", sort="speaker__name", link=_speaker_page(request)
            ),
            Column("seats", _("Kursi"), "seats", sort="seats", kind="number"),
            Column("min", _("Paling sedikit"), "min_seats", kind="number"),
            Column("fixed", _("Biaya per sesi"), "fixed_cost", sort="fixed_cost", kind="rupiah"),
            Column("seat", _("Biaya per kursi"), "seat_cost", sort="seat_cost", kind="rupiah"),
            Column("payer", _("Dibayar oleh"), payer_of, sort="payer__name", width=30),
        ],
        search=("code", "programme__name", "venue", "speaker__name"),
        search_label=_("Cari sesi, tempat, atau narasumber"),
        filters=[
            Filter("narasumber", _("Narasumber"), NAMED, _by_speaker),
            Filter("pembayar", _("Dibayar oleh"), PAYERS, _by_payer),
        ],
        order="when",
        crumbs=[(_("Program"), reverse("programmes:list"))],
        empty=_no_session(request),
    )
    may_prepare = _may_change(request) and reads.find_changeable_cycle() is not None
    return list_page(
        request,
        rows=reads.list_offerings(cycle=cycle),
        spec=spec,
        template="programmes/offerings.html",
        extra={"may_prepare": may_prepare},
    )


def _by_speaker(rows: QuerySet[Offering], chosen: str) -> QuerySet[Offering]:
    return rows.filter(speaker__isnull=chosen == "belum")


def _by_payer(rows: QuerySet[Offering], chosen: str) -> QuerySet[Offering]:
    return rows.filter(payer__isnull=chosen == "kota")


def _speaker_page(request: CityRequest) -> Callable[[Offering], str] | None:
    """The way to the speaker of a session, for those who read the register; others see the name."""
    if request.membership.role not in REGISTER_READERS:
        return None
    address = address_of("speakers:speaker", "speaker_id")
    return lambda row: address(row) if row.speaker_id else ""


def _no_session(request: CityRequest) -> Empty:
    if not _may_change(request):
        return Empty(_("Belum ada sesi"), _("Pengelola BKPSDM yang menyiapkannya."), icon="calendar")
    text = _("Siapkan sesi dari katalog sekaligus, lalu ubah yang perlu diubah.")
    link = reverse("programmes:prepare")
    return Empty(
        _("Belum ada sesi"), text, link=link, link_text=_("Siapkan sesi dari katalog"), icon="calendar"
    )


@allow(Role.PENGELOLA)
def prepare(request: CityRequest) -> HttpResponse:
    """Sessions for the whole year at once: how many of each programme, from the gaps; nothing is written unasked."""
    cycle, today = reads.find_changeable_cycle(), timezone.localdate()
    if cycle is None:
        return render(request, "programmes/prepare.html", {"cycle": None})
    proposal = reads.list_proposal(city=request.city, cycle=cycle, today=today)
    form = PrepareForm(request.POST or None, proposal=proposal, venues=reads.list_venues())
    if request.method == "POST" and form.is_valid() and "hitung" not in request.POST:
        prepared = actions.prepare_sessions(
            city=request.city,
            cycle=cycle,
            wanted=form.wanted(),
            venues=form.cleaned_data["venues"],
            by=request.user,
            at=timezone.now(),
        )
        _tell_prepared(request, prepared)
        return redirect("programmes:offerings")
    context = {
        "cycle": cycle,
        "form": form,
        "season": season_of(cycle.year, today),
        "has_gaps": any(row.helped is not None for row in proposal),
        "from_starters": any(row.subject.starter for row in proposal),
        "notes": starter_notes(),
    }
    return render(request, "programmes/prepare.html", context)


def _tell_prepared(request: CityRequest, prepared: Prepared) -> None:
    if prepared.made:
        told = _("%(made)s sesi ditambahkan. Yang sudah ada, %(there)s sesi, tidak diubah.")
        numbers = {"made": number(prepared.made), "there": number(prepared.there)}
        messages.success(request, told % numbers)
    else:
        told = _("Tidak ada sesi baru: %(there)s sesi yang diminta sudah ada.")
        messages.info(request, told % {"there": number(prepared.there)})
    if prepared.without_day:
        told = _("%(n)s sesi tidak mendapat hari: sisa tahunnya terlalu pendek untuk programnya.")
        messages.warning(request, told % {"n": number(prepared.without_day)})
