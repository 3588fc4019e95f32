"""The pages of competencies: the dictionary, one word of it, and what a position requires by version."""

from datetime import date
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from sibina.ground.competencies import actions, reads
from sibina.ground.competencies.forms import CompetencyForm, MeasurementForm, StandardForm
from sibina.ground.competencies.models import KIND_TITLES, Competency
from sibina.ground.competencies.rules import (
    DefaultLevels,
    default_levels_on,
    level_names,
    national_competencies,
    prefill_standard,
    technical_competencies,
)
from sibina.ground.competencies.types import (
    CompetencyTaken,
    FindingAhead,
    FindingKnown,
    StandardBlocked,
    StandardUnchanged,
    StandardWish,
)
from sibina.ground.people.api import CityRequest, Person, Position
from sibina.ground.people.types import PositionClass
from sibina.lib.access import WHOLE_CITY, Role, allow
from sibina.lib.lists.api import Column, Empty, Filter, ListSpec, address_of, list_page
from sibina.lib.words import long_date

HEADS = (*sorted(WHOLE_CITY), Role.KEPALA_OPD)
KINDS = dict(KIND_TITLES)
USE = [("True", gettext_lazy("Dipakai")), ("False", gettext_lazy("Tidak dipakai"))]


@allow(*Role)
def competencies(request: CityRequest) -> HttpResponse:
    """The city's dictionary."""
    may_change = request.membership.role == Role.PENGELOLA
    spec = ListSpec(
        name="kompetensi",
        title=_("Kompetensi"),
        lead=_(
            "Kamus kota: sembilan kompetensi standar nasional dan kompetensi teknis yang ditambahkan kota."
        ),
        columns=[
            Column(
                "name",
                _("Kompetensi"),
                "name",
                sort="name",
                link=address_of("competencies:competency"),
                width=40,
            ),
            Column("kind", _("Jenis"), lambda row: KINDS[row.kind], sort="kind", width=18),
            Column("code", _("Kode"), "code", sort="code"),
            Column(
                "origin", _("Asal"), _origin, kind="badge", tone=lambda row: "info" if row.is_national else ""
            ),
            Column("positions", _("Disyaratkan jabatan"), "positions", sort="positions", kind="number"),
            Column(
                "used", _("Keadaan"), _use, kind="badge", tone=lambda row: "good" if row.is_active else ""
            ),
        ],
        search=("name", "code", "definition"),
        search_label=_("Cari kompetensi"),
        filters=[
            Filter("jenis", _("Jenis"), KIND_TITLES, "kind"),
            Filter("dipakai", _("Keadaan"), USE, "is_active"),
        ],
        order="kind",
        empty=Empty(
            _("Kamus masih kosong"),
            _("Ambil sembilan kompetensi standar nasional beserta contoh kompetensi teknis."),
            icon="book",
        ),
    )
    rows = reads.list_competencies(today=timezone.localdate())
    extra = {"may_change": may_change, "may_take": may_change and reads.has_untaken_reference()}
    return list_page(request, rows=rows, spec=spec, template="competencies/list.html", extra=extra)


def _origin(row: Competency) -> str:
    return _("Standar nasional") if row.is_national else _("Ditambahkan kota")


def _use(row: Competency) -> str:
    return _("Dipakai") if row.is_active else _("Tidak dipakai")


@allow(Role.PENGELOLA)
@require_POST
def take_reference(request: CityRequest) -> HttpResponse:
    """The reference dictionary into the city's, without touching what is there."""
    made = actions.take_reference_competencies(
        city=request.city,
        competencies=(*national_competencies(), *technical_competencies()),
        by=request.user,
        at=timezone.now(),
    )
    messages.success(request, _("%(n)s kompetensi acuan ditambahkan.") % {"n": len(made)})
    return redirect("competencies:list")


def _get_competency(pk: int) -> Competency:
    found = reads.find_competency(competency_id=pk)
    if found is None:
        raise Http404
    return found


@allow(*Role)
def competency(request: CityRequest, pk: int) -> HttpResponse:
    """One word: what it means, what is shown at each level, which positions ask for it."""
    found, today = _get_competency(pk), timezone.localdate()
    context = {
        "competency": found,
        "levels": reads.list_level_uses(competency=found, today=today),
        "may_change": request.membership.role == Role.PENGELOLA,
        "sees_positions": request.membership.role in HEADS,
        "standards": [],
    }
    if context["sees_positions"]:
        context["standards"] = reads.list_requiring_positions(competency=found, today=today)
    return render(request, "competencies/competency.html", context)


@allow(Role.PENGELOLA)
def edit(request: CityRequest, pk: int | None = None) -> HttpResponse:
    """A word to be written; without a number a new one."""
    found = _get_competency(pk) if pk is not None else None
    form = CompetencyForm(request.POST or None, competency=found)
    if request.method == "POST" and form.is_valid():
        try:
            saved = actions.save_competency(
                city=request.city,
                competency=found,
                values=form.values(),
                levels=form.levels(),
                by=request.user,
                at=timezone.now(),
            )
        except CompetencyTaken:
            form.add_error("name", _("Kompetensi dengan nama ini sudah ada di kamus. Pakai nama lain."))
        else:
            messages.success(request, _("Kompetensi %(name)s disimpan.") % {"name": saved.name})
            return redirect("competencies:competency", pk=saved.pk)
    return render(request, "competencies/edit.html", {"form": form, "competency": found})


def _get_position(pk: int) -> Position:
    found = reads.find_position(position_id=pk)
    if found is None:
        raise Http404
    return found


@allow(*HEADS)
def position(request: CityRequest, pk: int) -> HttpResponse:
    """What a position requires today, and each version before and after."""
    found, today = _get_position(pk), timezone.localdate()
    names = {level.number: level.name for level in level_names()}
    context = {
        "position": found,
        "standard": [(row, names[row.level]) for row in reads.list_standard(position=found, day=today)],
        "coming": reads.list_coming_levels(position=found, today=today),
        "versions": reads.list_standard_versions(position=found),
        "today": today,
        "may_change": request.membership.role == Role.PENGELOLA,
    }
    return render(request, "competencies/position.html", context)


@allow(Role.PENGELOLA)
def standard(request: CityRequest, pk: int) -> HttpResponse:
    """A new version of a position's standard, filled in with what holds, or by the class of position."""
    found, today = _get_position(pk), timezone.localdate()
    words = reads.list_active_competencies()
    holding = {row.competency_id: row.level for row in reads.list_standard(position=found, day=today)}
    defaults = default_levels_on(today)
    by_class = "isi" in request.GET and defaults is not None
    levels = holding | _prefilled(found, words, defaults) if by_class and defaults else holding
    initial = _initial(by_class, today, defaults)
    form = StandardForm(request.POST or None, competencies=words, levels=levels, initial=initial)
    if request.method == "POST" and form.is_valid() and _save_standard(request, form, found):
        messages.success(request, _("Standar %(name)s disimpan sebagai versi baru.") % {"name": found.name})
        return redirect("competencies:position", pk=found.pk)
    context = {
        "form": form,
        "position": found,
        "by_class": by_class,
        "defaults": defaults,
        "certainty": defaults.certainty.get(PositionClass(found.position_class)) if defaults else "",
    }
    return render(request, "competencies/standard.html", context)


def _initial(by_class: bool, today: date, defaults: DefaultLevels | None) -> dict[str, Any]:
    basis = defaults.legal_basis if by_class and defaults else ""
    return {"valid_from": today, "legal_basis": basis}


def _prefilled(found: Position, words: list[Competency], defaults: DefaultLevels) -> dict[int, int]:
    """The usual levels of the position's class, by the city's own words."""
    levels = prefill_standard(PositionClass(found.position_class), national_competencies(), defaults=defaults)
    return {one.pk: levels[one.code] for one in words if one.is_national and one.code in levels}


def _save_standard(request: CityRequest, form: StandardForm, found: Position) -> bool:
    try:
        actions.set_standard(
            city=request.city,
            position=found,
            wish=StandardWish(
                form.wished(), form.cleaned_data["valid_from"], form.cleaned_data["legal_basis"]
            ),
            by=request.user,
            at=timezone.now(),
        )
    except StandardBlocked as blocked:
        day = long_date(blocked.later)
        form.add_error(
            "valid_from",
            _("Sudah ada versi yang berlaku sejak %(day)s. Pilih tanggal itu atau sesudahnya.")
            % {"day": day},
        )
        return False
    except StandardUnchanged:
        form.add_error(None, _("Tingkatnya sama dengan yang sudah berlaku; tidak ada yang perlu disimpan."))
        return False
    return True


@allow(Role.PENGELOLA)
def measure(request: CityRequest, pk: int) -> HttpResponse:
    """One level found for a person, written by hand; what is on record stays."""
    person, today = reads.find_person(person_id=pk), timezone.localdate()
    if person is None:
        raise Http404
    words, wanted = reads.list_active_competencies(), reads.list_required_ids(person=person, today=today)
    form = MeasurementForm(
        request.POST or None,
        required=[one for one in words if one.pk in wanted],
        others=[one for one in words if one.pk not in wanted],
        initial={"measured_on": today, "competency": request.GET.get("kompetensi", "")},
    )
    if request.method == "POST" and form.is_valid() and _record(request, form, person):
        messages.success(
            request, _("Hasil ukur dicatat. Kesenjangan ikut berubah setelah dihitung ulang di Kesenjangan.")
        )
        return redirect("people:person", pk=pk)
    return render(request, "competencies/measure.html", {"form": form, "person": person})


def _record(request: CityRequest, form: MeasurementForm, person: Person) -> bool:
    try:
        actions.record_measurement(
            city=request.city, person=person, finding=form.finding(), by=request.user, at=timezone.now()
        )
    except FindingAhead:
        form.add_error("measured_on", _("Tanggalnya belum tiba. Tulis hari pengukuran yang sebenarnya."))
        return False
    except FindingKnown:
        form.add_error(None, _("Hasil yang sama persis sudah tercatat; tidak ada yang ditambahkan."))
        return False
    return True
