"""The pages of needs: the heatmap at every place, the rows behind a figure, a person's sheet."""

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from sibina.assess.needs import reads
from sibina.assess.needs.api import MEASURE_GAPS
from sibina.assess.needs.forms import MEASURE_TITLES, CountingDayForm, NarrowingForm, sector_choices
from sibina.assess.needs.models import GapSnapshot
from sibina.assess.needs.reads import Standpoint
from sibina.assess.needs.sentences import FORMULAS
from sibina.assess.needs.templatetags.needs import figure_in
from sibina.assess.needs.types import Measure, Place
from sibina.assess.needs.views.contents import crumbs_of, facts_of, picture_context, query_of, source_spec
from sibina.assess.needs.views.sheets import HISTORY_COLUMNS, REQUIRED_COLUMNS
from sibina.assess.needs.views.workbook import workbook_of
from sibina.ground.people.api import CityRequest, count_people, get_sight
from sibina.ground.people.types import Sight
from sibina.lib.access import Role, allow
from sibina.lib.jobs.api import find_open_job, start_job
from sibina.lib.lists.api import find_rows, list_page, read_wish, table_of
from sibina.lib.ui.kept import kept_html

CITY_READERS = (Role.PENGELOLA, Role.ANALIS, Role.PIMPINAN, Role.INSPEKTORAT, Role.KEPALA_OPD)
READERS = (*CITY_READERS, Role.ASN, Role.MENTOR)
COUNTERS = (Role.PENGELOLA, Role.ANALIS)


@allow(*READERS)
def heatmap(
    request: CityRequest, office: int | None = None, unit: int | None = None, position: int | None = None
) -> HttpResponse:
    """The gaps at a place as a picture, with its table; `?unduh=xlsx` is the same as a workbook."""
    sight = get_sight(request.membership)
    if not sees_units(sight):
        return _own_sheet(sight)
    standpoint = get_standpoint(Place(office, unit, position), sight)
    snapshot = reads.current_snapshot(request.city)
    if snapshot is None:
        return _not_counted_yet(request)
    form = NarrowingForm(request.GET, sectors=sector_choices(snapshot))
    narrowing = form.narrowing()
    if request.GET.get("unduh") == "xlsx":
        picture = reads.get_picture(snapshot, standpoint, narrowing, sight)
        return workbook_of(request.city, snapshot, standpoint, narrowing, picture)
    context = {
        "snapshot": snapshot,
        "standpoint": standpoint,
        "crumbs": crumbs_of(standpoint),
        "may_count": _may_count(request),
        "is_stale": reads.is_stale(snapshot, today=timezone.localdate()),
        "picture_html": _picture_html(request, snapshot, standpoint, form, sight),
        "export_address": query_of(narrowing, unduh="xlsx"),
    }
    return render(request, "needs/heatmap.html", context)


@allow(*READERS)
def source(
    request: CityRequest, office: int | None = None, unit: int | None = None, position: int | None = None
) -> HttpResponse:
    """“Dari mana angka ini?”: the rows behind a figure, the formula, the rule version and the time."""
    sight = get_sight(request.membership)
    if not sees_units(sight):
        return _own_sheet(sight)
    standpoint = get_standpoint(Place(office, unit, position), sight)
    snapshot = reads.current_snapshot(request.city)
    if snapshot is None:
        return redirect("needs:heatmap")
    return rows_page(request, snapshot, standpoint, sight)


def rows_page(
    request: CityRequest, snapshot: GapSnapshot, standpoint: Standpoint, sight: Sight
) -> HttpResponse:
    """The rows of a counting at a place, with what they add up to."""
    rows = reads.list_gaps(snapshot, standpoint.place, sight)
    spec = source_spec(snapshot, standpoint)
    wish = read_wish(request.GET, spec)
    sums = reads.get_sums(snapshot, standpoint.place, sight, wish, lambda: find_rows(rows, spec, wish))
    extra = {
        "sums": sums,
        "figures": [(MEASURE_TITLES[measure], figure_in(sums, measure)) for measure in Measure],
        "facts": facts_of(snapshot, sums),
        "snapshot": snapshot,
        "formula": "\n".join(str(FORMULAS[measure]) for measure in Measure),
    }
    return list_page(
        request, rows=rows, spec=spec, template="needs/source.html", extra=extra, count=sums.pairs
    )


@allow(*READERS)
def person(request: CityRequest, pk: int) -> HttpResponse:
    """One person: required and present with the band, where each level comes from, history."""
    snapshot = reads.current_snapshot(request.city)
    sight = get_sight(request.membership)
    sheet = reads.find_person_sheet(pk, snapshot, sight)
    if sheet is None:
        raise Http404
    context = {
        "sheet": sheet,
        "snapshot": snapshot,
        "sees_units": sees_units(sight),
        "facts": facts_of(snapshot, sheet.sums) if snapshot else [],
        "formula": FORMULAS[Measure.AVERAGE],
        "required": table_of(REQUIRED_COLUMNS, sheet.rows),
        "history": table_of(HISTORY_COLUMNS, sheet.history),
    }
    return render(request, "needs/person.html", context)


@require_POST
@allow(*COUNTERS)
def measure(request: CityRequest) -> HttpResponse:
    """Count the gaps anew, in the background: as of today, or of the day that the form names."""
    form = CountingDayForm(request.POST)
    day = form.cleaned_data["per"] if form.is_valid() else None
    started = start_job(
        city=request.city,
        kind=MEASURE_GAPS,
        title=_("Menghitung kesenjangan"),
        at=timezone.now(),
        by=request.user,
        arguments={"as_of": day.isoformat()} if day else None,
    )
    return redirect("jobs:detail", pk=started.pk)


def sees_units(sight: Sight) -> bool:
    """Does the member see pictures of units, or only the own sheet?"""
    return sight.whole_city or bool(sight.unit_ids)


def _not_counted_yet(request: CityRequest) -> HttpResponse:
    """What has to come before there is a picture: people, then the counting."""
    context = {
        "may_count": _may_count(request),
        "counting": find_open_job(MEASURE_GAPS),
        "has_people": count_people()[0] > 0,
        "may_upload": request.membership.role == Role.PENGELOLA,
    }
    return render(request, "needs/empty.html", context)


def _own_sheet(sight: Sight) -> HttpResponse:
    if sight.person_id is None:
        raise Http404
    return redirect("needs:person", pk=sight.person_id)


def _may_count(request: CityRequest) -> bool:
    return request.membership.role in COUNTERS


def get_standpoint(place: Place, sight: Sight) -> Standpoint:
    """Where the reader stands; 404 where there is no such place or the reader may not see it."""
    found = reads.find_standpoint(place, sight)
    if found is None:
        raise Http404
    return found


def _picture_html(
    request: CityRequest, snapshot: GapSnapshot, standpoint: Standpoint, form: NarrowingForm, sight: Sight
) -> str:
    """The picture as HTML, kept by snapshot, place, narrowing and sight: it never changes for the same four."""
    narrowing = form.narrowing()
    seen = "" if sight.whole_city else ",".join(map(str, sorted(sight.unit_ids or ())))

    def make() -> dict[str, Any]:
        picture = reads.get_picture(snapshot, standpoint, narrowing, sight)
        return picture_context(snapshot, standpoint, form, picture)

    counting = (snapshot.city_id, snapshot.pk, snapshot.computed_at)
    return kept_html("needs/_picture.html", counting, standpoint.place, narrowing, seen, make=make)
