"""The ranked needs of a round: the list with its drivers, one need with the offices and reports behind it."""

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from sibina.assess.needs import reads, rules
from sibina.assess.needs.models import NeedsRound
from sibina.assess.needs.reads import Ranking
from sibina.assess.needs.sentences import DRIVER_HEADS, DRIVER_MEANINGS, DRIVERS, NO_COMPETENCY, WHOLE_CITY
from sibina.assess.needs.types import Driver, OfficeNeed, Place, RankedNeed
from sibina.assess.needs.views.contents import KIND_WORDS
from sibina.assess.needs.views.pages import get_standpoint, rows_page
from sibina.assess.needs.views.rounds import (
    CITY_READERS,
    READERS,
    get_round,
    missing_of,
    round_crumbs,
    round_name,
)
from sibina.ground.competencies.api import KIND_TITLES
from sibina.ground.people.api import CityRequest, get_sight
from sibina.lib.access import allow
from sibina.lib.addresses import row_address
from sibina.lib.lists.api import Column, Empty, Filter, ListSpec, list_page, table_of
from sibina.lib.words import number

NONE_OF_THEM = 0
"""How the address names what is not tied to a competency."""


@dataclass(frozen=True)
class NeedRow:
    """A ranked need with its words."""

    need: RankedNeed
    name: str
    kind: str
    address: str


@allow(*CITY_READERS)
def current_ranking(request: CityRequest) -> HttpResponse:
    """To the ranking of the current round."""
    current = reads.find_current_round()
    return redirect("rounds:ranking", pk=current.pk) if current else redirect("rounds:rounds")


@allow(*CITY_READERS)
def ranking(request: CityRequest, pk: int) -> HttpResponse:
    """The city's needs in order, each with what moved it."""
    found = get_round(pk)
    ranked = reads.get_ranking(found, by_office=False)
    rows = need_rows(found, ranked)
    extra = {
        "round": found,
        "missing": missing_of(found, found.missing),
        "weight": as_levels(sum(need.weight for need in ranked.needs)),
        "unmeasured": sum(need.unmeasured for need in ranked.needs),
        **source_of(found, ranked),
    }
    return list_page(request, rows=rows, spec=_spec(found), template="needs/ranking.html", extra=extra)


def need_rows(found: NeedsRound, ranked: Ranking) -> list[NeedRow]:
    """The needs in order, in words."""
    return [
        NeedRow(
            need,
            name_of(ranked, need.competency_id),
            ranked.kinds.get(need.competency_id or 0, ""),
            row_address("rounds:ranked", need.competency_id or NONE_OF_THEM, (found.pk,)),
        )
        for need in ranked.needs
    ]


def name_of(ranked: Ranking, competency: int | None) -> str:
    return str(NO_COMPETENCY) if competency is None else ranked.names[competency]


def as_levels(ten_thousandths: int) -> Decimal:
    """A weight in levels."""
    return Decimal(ten_thousandths) / rules.WEIGHT_UNIT


def as_levels_of(hundredths: int) -> Decimal:
    """Hundredths of a level in levels."""
    return Decimal(hundredths) / rules.HUNDREDTHS


def driver(which: Driver) -> Callable[[Any], Decimal]:
    """The amount of one driver of a need or of an office's part of it, in levels."""
    return lambda one: as_levels(one.drivers[which])


def moved(need: RankedNeed) -> str:
    """How the other drivers moved a need, against the computed gap alone."""
    if not need.moved:
        return _("tetap")
    return _("naik %(n)s") % {"n": need.moved} if need.moved > 0 else _("turun %(n)s") % {"n": -need.moved}


def _moved_tone(row: NeedRow) -> str:
    return "" if not row.need.moved else "info" if row.need.moved > 0 else "warn"


def _spec(found: NeedsRound) -> ListSpec:
    drivers = (
        Column(which.value, DRIVER_HEADS[which], _of_need(driver(which)), sort="1", kind="decimal")
        for which in Driver
    )
    return ListSpec(
        name=f"peringkat-kebutuhan-{found.cycle.year}",
        title=_("Peringkat kebutuhan %(year)s") % {"year": found.cycle.year},
        lead=_("Apa yang paling dibutuhkan kota, seberapa berat, dan apa yang menaikkan atau menurunkannya."),
        columns=(
            Column("kompetensi", _("Kompetensi"), "name", sort="1", link=lambda row: row.address, width=36),
            Column("tempat", _("Peringkat"), "need__place", sort="1", kind="number"),
            Column("bobot", _("Bobot"), lambda row: as_levels(row.need.weight), sort="1", kind="decimal"),
            Column("pindah", _("Pergeseran"), lambda row: moved(row.need), kind="badge", tone=_moved_tone),
            *drivers,
            Column("kurang", _("Kurang"), "need__short", sort="1", kind="number"),
            Column("belum", _("Belum terukur"), "need__unmeasured", sort="1", kind="number"),
        ),
        search=("name",),
        search_label=_("Cari kompetensi"),
        filters=(Filter("jenis", _("Jenis"), KIND_TITLES, "kind"),),
        order="tempat",
        crumbs=round_crumbs(found),
        empty=Empty(
            _("Belum ada kebutuhan"), _("Tidak ada kesenjangan yang terhitung dalam AKPK ini."), icon="check"
        ),
        notes=[
            _("%(name)s, aturan %(version)s.") % {"name": round_name(found), "version": found.rule_version}
        ],
        per_page=100,
    )


def _of_need(amount: Callable[[Any], Decimal]) -> Callable[[NeedRow], Decimal]:
    return lambda row: amount(row.need)


def formula_of(ranked: Ranking) -> list[tuple[str, str]]:
    """Each driver and how it is reckoned, with the figures of the rule."""
    rule = ranked.rule
    told = {
        "priority": rule.priority_share,
        "performance": rule.performance_levels,
        "finding": rule.finding_share,
        "least": rule.finding_levels,
        "endorsed": number(as_levels_of(rule.voice_endorsed), 1),
        "waiting": number(as_levels_of(rule.voice_waiting), 1),
    }
    return [(str(DRIVERS[which]), str(DRIVER_MEANINGS[which]) % told) for which in Driver]


def source_of(found: NeedsRound, ranked: Ranking) -> dict[str, Any]:
    """What «Dari mana angka ini?» says of a ranking."""
    return {
        "meaning": _(
            "Bobot sebuah kebutuhan adalah jumlah pendorongnya, dalam tingkat berbobot. Yang belum terukur tidak "
            "dihitung nol dan tidak menambah bobot; banyaknya ditunjukkan tersendiri. Perubahan dan kesenjangan kinerja "
            "dari OPD dihitung setelah lembarnya ditandatangani."
        ),
        "formula": "\n".join(f"{title} = {meaning}" for title, meaning in formula_of(ranked)),
        "facts": [(_("Jumlah kebutuhan"), number(len(ranked.needs)))],
        "version": f"{ranked.rule.version} · {found.snapshot.rule_version}",
        "basis": ranked.rule.basis,
        "at": found.snapshot.computed_at,
        "rows_url": reverse("rounds:round-source", args=[found.pk]),
    }


@dataclass(frozen=True)
class OfficeRow:
    """An office's part of a need with its name."""

    part: OfficeNeed | RankedNeed
    name: str
    address: str


@allow(*CITY_READERS)
def ranked(request: CityRequest, pk: int, competency: int) -> HttpResponse:
    """One need: what each office adds to it, and the reports and findings behind it."""
    found = get_round(pk)
    whole = reads.get_ranking(found)
    asked = competency or None
    need = next((each for each in whole.needs if each.competency_id == asked), None)
    if need is None:
        raise Http404
    offices = [_office_row(whole, part) for part in need.offices]
    context = {
        "round": found,
        "need": need,
        "name": name_of(whole, asked),
        "weight": as_levels(need.weight),
        "moved": moved(need),
        "missing": missing_of(found, found.missing),
        "offices": table_of(_office_columns(), [*offices, OfficeRow(need, _("Kota"), "")]),
        "performance": [gap for gap in whole.performance if gap.competency_id == asked],
        "voices": whole.voices.get(competency),
        "findings": [each for each in whole.findings if each.competency_id == asked],
        "kind": KIND_WORDS.get(whole.kinds.get(competency, ""), ""),
        **source_of(found, whole),
    }
    if asked:
        context["rows_url"] += f"?kompetensi={asked}"
    return render(request, "needs/ranked.html", context)


def _office_row(ranked: Ranking, part: OfficeNeed) -> OfficeRow:
    if part.office_id is None or part.office_id not in ranked.sheets:
        return OfficeRow(part, str(WHOLE_CITY), "")
    sheet, name = ranked.sheets[part.office_id]
    return OfficeRow(part, name, row_address("rounds:sheet", sheet))


def _office_columns() -> tuple[Column, ...]:
    def of_part(amount: Callable[[Any], Any]) -> Callable[[OfficeRow], Any]:
        return lambda row: amount(row.part)

    return (
        Column("opd", _("OPD"), "name", link=lambda row: row.address),
        Column("bobot", _("Bobot"), lambda row: as_levels(row.part.weight), kind="decimal"),
        *(
            Column(which.value, DRIVER_HEADS[which], of_part(driver(which)), kind="decimal")
            for which in Driver
        ),
        Column("kurang", _("Kurang"), "part__short", kind="number"),
        Column("belum", _("Belum terukur"), "part__unmeasured", kind="number"),
    )


@allow(*READERS)
def round_source(request: CityRequest, pk: int, office: int | None = None) -> HttpResponse:
    """The rows that a round's figures rest on: those of its own snapshot, whatever was counted since."""
    sight = get_sight(request.membership)
    return rows_page(request, get_round(pk).snapshot, get_standpoint(Place(office), sight), sight)
