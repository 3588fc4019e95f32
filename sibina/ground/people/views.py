"""The pages of people: who works where, who is new, the tree of units on a day, positions, sectors."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from sibina.ground.people import actions, reads
from sibina.ground.people.forms import DayForm, DistanceForm, MergeForm, SectorForm
from sibina.ground.people.models import (
    EMPLOYMENT_TITLES,
    POSITION_CLASS_TITLES,
    POSITION_KIND_TITLES,
    Person,
    Unit,
)
from sibina.ground.people.reads import CityRequest
from sibina.ground.people.rules import moves_of_merger, problems_of_merger
from sibina.ground.people.types import MergeProblem, MergeRefused, SectorTaken, SectorWeight, Sight
from sibina.lib.access import WHOLE_CITY, Role, allow
from sibina.lib.lists.api import Column, Empty, Filter, ListSpec, address_of, list_page
from sibina.lib.words import number

HEADS = (*sorted(WHOLE_CITY), Role.KEPALA_OPD)
ACTIVE = [("ya", gettext_lazy("Aktif")), ("tidak", gettext_lazy("Tidak aktif"))]
CLASSES = dict(POSITION_CLASS_TITLES)
EMPLOYMENTS = dict(EMPLOYMENT_TITLES)
KINDS = dict(POSITION_KIND_TITLES)


@allow(*HEADS)
def people(request: CityRequest) -> HttpResponse:
    """Everybody whom the reader may see, searched by name or NIP."""
    sight, today = reads.get_sight(request.membership), timezone.localdate()
    spec = ListSpec(
        name="pegawai",
        title=_("Pegawai"),
        lead=_("Siapa bekerja di mana, dalam jabatan apa."),
        columns=_person_columns(),
        search=("folded_name__contains", "number__contains"),
        search_label=_("Cari nama atau NIP"),
        filters=_person_filters(request, sight, today),
        order="name",
        joining=reads.join_places,
        total=reads.count_people()[0] if sight.whole_city else None,
        empty=_no_people(request),
    )
    return list_page(request, rows=reads.list_people(sight=sight), spec=spec)


@allow(*HEADS)
def new_people(request: CityRequest) -> HttpResponse:
    """Who was appointed within the last year: those whom mentoring waits for."""
    sight, today = reads.get_sight(request.membership), timezone.localdate()
    appointed = Column("appointed", _("Diangkat"), "appointed_on", sort="appointed_on", kind="date")
    columns = _person_columns()
    spec = ListSpec(
        name="asn-baru",
        title=_("ASN baru"),
        lead=_("Diangkat dalam satu tahun terakhir dan aktif: mereka yang menunggu pendampingan."),
        columns=[*columns[:2], appointed, *columns[2:]],
        search=("folded_name__contains", "number__contains"),
        search_label=_("Cari nama atau NIP"),
        filters=[one for one in _person_filters(request, sight, today) if one.key != "aktif"],
        order="-appointed",
        joining=reads.join_places,
        empty=Empty(
            _("Belum ada ASN baru"),
            _("Pegawai yang diangkat dalam satu tahun terakhir muncul di sini dengan sendirinya."),
            icon="user-plus",
        ),
    )
    return list_page(request, rows=reads.list_new_people(sight=sight, today=today), spec=spec)


def _person_columns() -> list[Column]:
    return [
        Column("name", _("Nama"), str, sort="name", link=address_of("people:person"), width=34),
        Column("nip", _("NIP"), "number", sort="number", kind="nip", width=20),
        Column("position", _("Jabatan"), "position__name", sort="position__name", width=34),
        Column("unit", _("Unit"), "unit__name", sort="unit__name", width=30),
        Column("office", _("OPD"), "office__name", sort="office__name", width=34),
        Column("status", _("Jenis ASN"), _status, kind="badge", tone=_status_tone, width=22),
    ]


def _status(row: Person) -> str:
    """The kind of employment; who is not active is told why."""
    kind = str(EMPLOYMENTS.get(row.employment, row.employment))  # type: ignore[call-overload]
    return kind if row.is_active else f"{kind}, {row.legal_standing}"


def _status_tone(row: Person) -> str:
    return "" if row.is_active else "warn"


def _person_filters(request: CityRequest, sight: Sight, today: date) -> list[Filter]:
    offices = reads.list_offices(sight=sight, day=today)
    found = [Filter("opd", _("OPD"), offices, "office_id")]
    office = request.GET.get("opd", "")
    if office in {str(pk) for pk, _name in offices}:
        choices = reads.list_units_of(office_id=int(office), sight=sight, day=today)
        found.append(Filter("unit", _("Unit"), choices, "unit_id"))
    return [
        *found,
        Filter("jenjang", _("Jenjang"), POSITION_CLASS_TITLES, "position__position_class"),
        Filter("asn", _("Jenis ASN"), EMPLOYMENT_TITLES, "employment"),
        Filter("aktif", _("Kedudukan"), ACTIVE, lambda rows, chosen: rows.filter(is_active=chosen == "ya")),
    ]


def _no_people(request: CityRequest) -> Empty:
    text = _("Unggah ekspor data ASN kota; isinya diperiksa dulu sebelum disimpan.")
    if not _upload_address(request):
        text = _("Pengelola BKPSDM belum memasukkan data pegawai.")
    return _nothing_yet(request, _("Belum ada pegawai"), text, "users")


def _nothing_yet(request: CityRequest, title: str, text: str, icon: str) -> Empty:
    """What comes with the city's workbooks is not there yet; who uploads them is led there."""
    return Empty(title, text, _upload_address(request), _("Unggah data pegawai"), icon)


def _upload_address(request: CityRequest) -> str:
    """Where the workbooks go in, for the role that may; nothing for the others."""
    return "/data/unggah/" if request.membership.role == Role.PENGELOLA else ""


@allow(*HEADS, Role.ASN, Role.MENTOR)
def person(request: CityRequest, pk: int) -> HttpResponse:
    """One person: who, where now, where before."""
    today = timezone.localdate()
    found = reads.find_person(person_id=pk, sight=reads.get_sight(request.membership))
    if found is None:
        raise Http404
    context = {
        "person": found,
        "today": today,
        "postings": list(found.postings.all()),
        "numbers": list(found.numbers.all()),
        "class_title": found.position and CLASSES.get(found.position.position_class),  # type: ignore[call-overload]
        "sees_list": request.membership.role in HEADS,
    }
    return render(request, "people/person.html", context)


def _day_of(request: CityRequest) -> tuple[DayForm, date]:
    """The day that the reader asks for; what is no day is told, and today is shown."""
    today = timezone.localdate()
    form = DayForm(request.GET if "per" in request.GET else None, initial={"per": today})
    return form, form.cleaned_data["per"] if form.is_bound and form.is_valid() else today


@allow(*HEADS)
def units(request: CityRequest) -> HttpResponse:
    """The offices on a day, with the mergers behind and ahead of it."""
    form, day = _day_of(request)
    sight = reads.get_sight(request.membership)
    tree = reads.get_unit_tree(sight=sight, day=day, today=timezone.localdate())
    context = {
        "form": form,
        "day": day,
        "today": timezone.localdate(),
        "tree": tree,
        "people": sum(branch.people for branch in tree),
        "changes": reads.list_unit_changes(sight=sight),
        "upload_url": _upload_address(request),
    }
    return render(request, "people/units.html", context)


@allow(*HEADS)
def unit(request: CityRequest, pk: int) -> HttpResponse:
    """One unit on a day: what hangs below it, what it came from and what it will be."""
    form, day = _day_of(request)
    sight = reads.get_sight(request.membership)
    found = reads.find_unit(unit_id=pk, sight=sight)
    if found is None:
        raise Http404
    context = {
        "form": form,
        "day": day,
        "today": timezone.localdate(),
        "unit": found,
        "predecessors": reads.list_predecessors(unit_id=found.pk),
        "branch": reads.find_branch(unit=found, sight=sight, day=day, today=timezone.localdate()),
        "may_change": request.membership.role == Role.PENGELOLA,
        "may_merge": request.membership.role == Role.PENGELOLA and not (found.parent_id or found.valid_to),
    }
    return render(request, "people/unit.html", context)


@allow(Role.PENGELOLA)
def distance(request: CityRequest, pk: int) -> HttpResponse:
    """How far the unit is from where the city trains."""
    found = reads.find_unit(unit_id=pk, sight=Sight())
    if found is None:
        raise Http404
    form = DistanceForm(request.POST or None, initial={"distance_km": found.distance_km})
    if request.method == "POST" and form.is_valid():
        actions.set_distance(
            unit=found, kilometres=form.cleaned_data["distance_km"], by=request.user, at=timezone.now()
        )
        messages.success(request, _("Jarak %(name)s dicatat.") % {"name": found.name})
        return redirect("people:unit", pk=pk)
    return render(request, "people/distance.html", {"form": form, "unit": found})


MERGE_PROBLEMS = {
    MergeProblem.SAME_OFFICE: (
        "into",
        gettext_lazy("Pilih OPD lain; OPD tidak bergabung ke dirinya sendiri."),
    ),
    MergeProblem.NOT_THERE: ("day", gettext_lazy("OPD ini tidak ada pada hari itu. Pilih hari lain.")),
    MergeProblem.ENDS_ALREADY: (
        None,
        gettext_lazy("OPD ini sudah dijadwalkan bergabung; tidak dapat dua kali."),
    ),
    MergeProblem.TARGET_NOT_THERE: ("into", gettext_lazy("OPD tujuan tidak ada pada hari itu.")),
    MergeProblem.TARGET_ENDS: (
        "into",
        gettext_lazy("OPD tujuan sendiri dijadwalkan bergabung. Pilih OPD yang meneruskannya."),
    ),
    MergeProblem.BEGINS_THEN: (
        "day",
        gettext_lazy(
            "Ada unit yang baru mulai pada hari itu atau sesudahnya. Pilih hari yang lebih kemudian."
        ),
    ),
}


@allow(Role.PENGELOLA)
def merge(request: CityRequest, pk: int) -> HttpResponse:
    """An office merges into another: first what would become of its units and people, then the deed."""
    sight, today = reads.get_sight(request.membership), timezone.localdate()
    office = reads.find_unit(unit_id=pk, sight=sight)
    if office is None or office.parent_id is not None:
        raise Http404
    form = MergeForm(request.POST or None, office=office, offices=reads.list_offices(sight=sight, day=today))
    preview: dict[str, Any] = {}
    if request.method == "POST" and form.is_valid():
        into = reads.find_unit(unit_id=form.cleaned_data["into"], sight=sight)
        preview = _merge_preview(form, office, into, today) if into else {}
        if preview and "setuju" in request.POST and _merge(request, form, office, preview["into"]):
            return redirect("people:unit", pk=preview["into"].pk)
    return render(request, "people/merge.html", {"office": office, "form": form, "preview": preview})


def _merge_preview(form: MergeForm, office: Unit, into: Unit, today: date) -> dict[str, Any]:
    """What would happen; nothing where it cannot, with the reasons beside the fields."""
    day = form.cleaned_data["day"]
    leaving = reads.list_branch_on(office_id=office.pk, day=day)
    staying = reads.list_branch_on(office_id=into.pk, day=day)
    target = next((unit for unit in staying if unit.pk == into.pk), None)
    problems = problems_of_merger(leaving, target, office=office.pk, day=day)
    _refuse(form, problems)
    if problems:
        return {}
    names = {unit.pk: unit.name for unit in staying}
    moves = moves_of_merger(leaving, staying, office=office.pk, into=into.pk)
    ids = [unit.pk for unit in leaving]
    return {
        "into": into,
        "day": day,
        "moves": [(move.name, names.get(move.meets or 0, "")) for move in moves],
        "people": reads.count_posted(unit_ids=ids, day=min(day, today)),
        "heads": reads.count_heads(unit_ids=ids),
        "has_come": day <= today,
    }


def _refuse(form: MergeForm, problems: Sequence[MergeProblem]) -> None:
    for problem in problems:
        field, sentence = MERGE_PROBLEMS[problem]
        form.add_error(field, str(sentence))


def _merge(request: CityRequest, form: MergeForm, office: Unit, into: Unit) -> bool:
    typed = {name: form.cleaned_data[name] for name in ("day", "basis")}
    try:
        done = actions.merge_office(office=office, into=into, **typed, by=request.user, at=timezone.now())
    except MergeRefused as refused:
        _refuse(form, refused.problems)
        return False
    told = _("%(office)s bergabung ke %(into)s: %(ended)s unit berakhir, %(moved)s penempatan dipindahkan.")
    numbers = {"ended": number(done.ended), "moved": number(done.moved)}
    messages.success(request, told % (numbers | {"office": office.name, "into": into.name}))
    return True


@allow(*HEADS)
def positions(request: CityRequest) -> HttpResponse:
    """Positions with their class and grade; each leads to what it requires."""
    spec = ListSpec(
        name="jabatan",
        title=_("Jabatan"),
        lead=_("Pilih jabatan untuk melihat kompetensi yang dituntutnya."),
        columns=[
            Column(
                "name",
                _("Nama jabatan"),
                "name",
                sort="name",
                link=address_of("competencies:position"),
                width=44,
            ),
            Column("kind", _("Jenis"), lambda row: KINDS.get(row.kind), sort="kind"),
            Column("class", _("Jenjang"), lambda row: CLASSES.get(row.position_class), sort="position_class"),
            Column("grade", _("Kelas"), "grade", sort="grade", kind="number"),
            Column("holders", _("Pemangku aktif"), "holders", sort="holders", kind="number"),
        ],
        search=("name",),
        search_label=_("Cari jabatan"),
        filters=[
            Filter("jenis", _("Jenis"), POSITION_KIND_TITLES, "kind"),
            Filter("jenjang", _("Jenjang"), POSITION_CLASS_TITLES, "position_class"),
        ],
        order="name",
        empty=_nothing_yet(
            request,
            _("Belum ada jabatan"),
            _("Jabatan muncul dari data pegawai dan standar kompetensi yang diunggah."),
            "briefcase",
        ),
    )
    return list_page(request, rows=reads.list_positions(), spec=spec)


@allow(*sorted(WHOLE_CITY))
def sectors(request: CityRequest) -> HttpResponse:
    """Sectors and the weight that the city gives each, with its reason."""
    rows: Sequence[Any] = reads.list_sectors(today=timezone.localdate())
    context = {"sectors": rows, "may_change": request.membership.role == Role.PENGELOLA}
    return render(request, "people/sectors.html", context)


@allow(Role.PENGELOLA)
def sector(request: CityRequest, pk: int | None = None) -> HttpResponse:
    """A sector to be weighed; without a number a new one."""
    found = reads.find_sector(sector_id=pk) if pk is not None else None
    if pk is not None and found is None:
        raise Http404
    form = SectorForm(request.POST or None, sector=found)
    if request.method == "POST" and form.is_valid():
        try:
            saved = actions.save_sector(
                city=request.city,
                sector=found,
                weighing=SectorWeight(**form.cleaned_data),
                by=request.user,
                at=timezone.now(),
            )
        except SectorTaken:
            form.add_error("name", _("Sektor dengan nama ini sudah ada. Pakai nama lain atau ubah yang ada."))
        else:
            messages.success(request, _("Bobot sektor %(name)s disimpan.") % {"name": saved.name})
            return redirect("people:sectors")
    return render(request, "people/sector.html", {"form": form, "sector": found})
