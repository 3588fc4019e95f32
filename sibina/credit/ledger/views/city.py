"""The city's JP, or the own office's: who has reached the floor, who has not, and where; everybody as a list."""

from collections.abc import Sequence
from itertools import pairwise
from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from sibina.credit.ledger import reads
from sibina.credit.ledger.jobs import COUNT, COUNT_TITLE
from sibina.credit.ledger.models import PersonCredit, YearCredit
from sibina.credit.ledger.rules import BANDS
from sibina.credit.ledger.sentences import CREDIT_STATES
from sibina.credit.ledger.types import CreditState
from sibina.credit.ledger.views.places import CITY_READERS, VERIFIERS, year_of, years_to_choose
from sibina.ground.people.api import CityRequest, Person, get_sight, list_offices
from sibina.lib.access import allow
from sibina.lib.charts import Chart, bar_chart
from sibina.lib.jobs.api import find_open_job, start_job
from sibina.lib.lists.api import Column, Empty, Filter, ListSpec, address_of, list_page, table_of
from sibina.lib.words import moment, number, percent, short_date

OFFICES_DRAWN = 12
EMPLOYMENTS: Any = Person._meta.get_field("employment").choices


@allow(*CITY_READERS)
def city(request: CityRequest) -> HttpResponse:
    """One picture of a year: PNS at the floor or below it, by office, and how the JP is distributed."""
    year, sight = year_of(request), get_sight(request.membership)
    counted = reads.find_year(year=year)
    context: dict[str, Any] = {
        "year": year,
        "years": years_to_choose(year),
        "tab": "ledger:city",
        "may_count": request.membership.role in VERIFIERS,
        "open_job": find_open_job(COUNT),
        "counted": counted,
    }
    if counted is None:
        return render(request, "ledger/city.html", context)
    whole, offices = reads.get_sums(year=year, sight=sight)
    context |= {
        "whole": whole,
        "figures": _figures(whole, counted),
        "by_office": _office_chart(offices, counted.floor) if whole.pns and len(offices) > 1 else None,
        "bands": _band_chart(whole, counted.floor) if whole.pns else None,
        "offices": table_of(_office_columns(year, sees_city=sight.whole_city), offices),
        "source": source_of(counted),
    }
    return render(request, "ledger/city.html", context)


def _figures(whole: reads.Sums, counted: YearCredit) -> list[tuple[str, str, str]]:
    """Label, value and note of each card; what is nought and would only be noise is left out."""
    states = whole.states
    pns = {"pns": number(whole.pns), "floor": number(counted.floor)}
    told = [
        (
            _("PNS yang memenuhi"),
            percent(whole.share),
            _("%(met)s dari %(pns)s PNS") % (pns | {"met": number(whole.met)}),
        ),
        (_("PNS yang masih kurang"), number(whole.short), _("di bawah %(floor)s JP") % pns),
    ]
    if whole.average is not None:
        told.append((_("Rata-rata JP diakui"), number(whole.average, 1), _("per pegawai aktif")))
    over, within = states[CreditState.OVER], states[CreditState.WITHIN]
    if over or within:
        note = _("dari %(n)s PPPK; %(ceiling)s JP per tahun kontrak") % {
            "n": number(over + within),
            "ceiling": number(counted.ceiling),
        }
        told.append((_("PPPK melewati batas"), number(over), note))
    if unknown := states[CreditState.NO_CONTRACT]:
        told.append(
            (_("Awal kontrak belum diketahui"), number(unknown), _("PPPK; batasnya belum dapat dinilai"))
        )
    if whole.uncounted:
        told.append((_("Belum dapat dihitung"), number(whole.uncounted), _("kegiatan; tidak dihitung nol")))
    return told


def _office_chart(offices: Sequence[reads.Sums], floor: int) -> Chart:
    """The share of PNS at the floor by office, the lowest first: that is where something is to be done."""
    rows = [(one.name, one.share) for one in offices if one.pns]
    note = ""
    if len(rows) > OFFICES_DRAWN:
        note = _("%(n)s perangkat daerah dengan bagian terendah; semuanya ada pada tabel di bawah.") % {
            "n": OFFICES_DRAWN
        }
    title = _("PNS dengan paling sedikit %(floor)s JP, menurut perangkat daerah") % {"floor": floor}
    return bar_chart(title, rows[:OFFICES_DRAWN], heading=_("Bagian PNS"), kind="percent", note=note)


def _band_chart(whole: reads.Sums, floor: int) -> Chart:
    title = _("Sebaran JP diakui di antara PNS")
    note = _("Batas bawahnya %(floor)s JP setahun.") % {"floor": floor}
    rows = list(zip(band_titles(), whole.bands, strict=True))
    return bar_chart(title, rows, heading=_("PNS"), note=note)


def band_titles() -> list[str]:
    """What the bands are called: nought, between two ends, and from the last end on."""
    ends = [str(end) for end in BANDS[1:]]
    first = _("lebih dari 0, kurang dari %(end)s JP") % {"end": ends[0]}
    between = [
        _("%(low)s sampai kurang dari %(high)s JP") % {"low": low, "high": high}
        for low, high in pairwise(ends)
    ]
    return [_("0 JP"), first, *between, _("%(low)s JP atau lebih") % {"low": ends[-1]}]


def _office_columns(year: int, *, sees_city: bool) -> list[Column]:
    def address(row: reads.Sums) -> str:
        return f"{reverse('ledger:people')}?tahun={year}&opd={row.office_id}"

    return [
        Column("opd", _("Perangkat daerah"), "name", link=address if sees_city else None),
        Column("pns", _("PNS"), "pns", kind="number"),
        Column("memenuhi", _("Memenuhi"), "met", kind="number"),
        Column("kurang", _("Kurang"), "short", kind="number"),
        Column("bagian", _("Bagian memenuhi"), "share", kind="percent"),
        Column("rata", _("Rata-rata JP"), "average", kind="decimal"),
        Column("lewat", _("PPPK lewat batas"), lambda row: row.states[CreditState.OVER], kind="number"),
    ]


def source_of(counted: YearCredit) -> dict[str, Any]:
    """Where the figures of a year come from, as `ui/source.html` tells it."""
    return {
        "facts": [
            (_("Keadaan per"), short_date(counted.as_of)),
            (_("Diperiksa terakhir"), moment(timezone.localtime(counted.counted_at))),
            (
                _("Hitungan yang berlaku"),
                _("ke-%(n)s, %(at)s")
                % {"n": counted.counting.number, "at": moment(timezone.localtime(counted.counting.at))},
            ),
            (
                _("Batas bawah PNS"),
                _("%(jp)s JP per tahun kalender: %(basis)s")
                % {"jp": counted.floor, "basis": counted.floor_basis},
            ),
            (
                _("Batas atas PPPK"),
                _("%(jp)s JP per tahun kontrak: %(basis)s")
                % {"jp": counted.ceiling, "basis": counted.ceiling_basis},
            ),
        ],
        "version": ", ".join(_since(day) for day in counted.counting.rules),
        "rows_url": reverse("ledger:countings"),
    }


def _since(day: str) -> str:
    return _("tabel konversi sejak %(day)s") % {"day": "-".join(reversed(day.split("-")))}


@require_POST
@allow(*VERIFIERS)
def count(request: CityRequest) -> HttpResponse:
    """Count anew in the background; what is running already is shown instead of started twice."""
    running = find_open_job(COUNT)
    if running is None:
        running = start_job(
            city=request.city, kind=COUNT, title=str(COUNT_TITLE), at=timezone.now(), by=request.user
        )
    else:
        messages.info(request, _("Hitungan ini sudah berjalan; tidak dimulai dua kali."))
    return redirect("jobs:detail", pk=running.pk)


@allow(*CITY_READERS)
def people(request: CityRequest) -> HttpResponse:
    """Everybody whom the reader sees, with the JP of a year."""
    year, sight = year_of(request), get_sight(request.membership)
    counted = reads.find_year(year=year)
    today = timezone.localdate()
    spec = ListSpec(
        name=f"jp-pegawai-{year}",
        title=_("JP pegawai tahun %(year)s") % {"year": str(year)},
        lead=_("PNS dinilai per tahun kalender, PPPK per tahun kontraknya."),
        columns=_people_columns(year),
        search=["person__folded_name__contains", "person__number__contains"],
        search_label=_("Nama atau NIP"),
        filters=[
            Filter("keadaan", _("Keadaan"), list(CREDIT_STATES.items()), "state"),
            Filter("jenis", _("Jenis ASN"), EMPLOYMENTS, "person__employment"),
            Filter("opd", _("OPD"), lambda: list_offices(sight=sight, day=today), _of_office),
        ],
        order="jp",
        joining=reads.join_person,
        crumbs=[(_("Buku JP"), reverse("ledger:city"))],
        empty=Empty(
            _("Tahun ini belum dihitung"),
            _("JP dihitung setiap pagi, atau bila BKPSDM menekan «Hitung ulang»."),
            reverse("ledger:city"),
            _("Buka ringkasan"),
            "chart",
        ),
    )
    extra = {"tab": "ledger:people", "counted": counted, "year": year, "years": years_to_choose(year)}
    rows = reads.list_people(year=year, sight=sight)
    return list_page(request, rows=rows, spec=spec, template="ledger/people.html", extra=extra)


def _of_office(rows: QuerySet[PersonCredit], value: str) -> QuerySet[PersonCredit]:
    return rows.filter(person__office_id=int(value))


def _people_columns(year: int) -> list[Column]:
    own = address_of("ledger:person", "person_id")
    return [
        Column("nama", _("Nama"), "person", sort="person__name", link=lambda row: f"{own(row)}?tahun={year}"),
        Column("nip", "NIP", "person__number", kind="nip", sort="person__number"),
        Column("jenis", _("Jenis ASN"), "person__get_employment_display", sort="person__employment"),
        Column("opd", _("OPD"), "person__office__name", sort="person__office__name"),
        Column("jp", _("JP diakui"), "recognised", kind="decimal", sort="recognised"),
        Column("kurang", _("Masih kurang"), _short_of, kind="decimal", sort="short"),
        Column("kontrak", _("JP tahun kontrak"), "period_jp", kind="decimal", sort="period_jp"),
        Column("sertifikat", _("JP pada sertifikat"), "printed", kind="number", sort="printed"),
        Column(
            "keadaan",
            _("Keadaan"),
            "get_state_display",
            kind="badge",
            tone=lambda row: row.tone,
            sort="state",
        ),
    ]


def _short_of(row: PersonCredit) -> Any:
    """What is missing to the floor; nobody but a PNS is asked for it."""
    return row.short if row.state in {CreditState.MET, CreditState.SHORT} else None
