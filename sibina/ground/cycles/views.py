"""The page of cycles: the years of the city, the next one to be opened, and the rules of law that its figures rest on."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from sibina.ground.cycles import actions, reads
from sibina.ground.cycles.models import Cycle, Rule
from sibina.ground.cycles.rules import year_to_open
from sibina.ground.cycles.sentences import RULE_TITLES
from sibina.ground.cycles.types import Certainty, CyclePhase, RuleKey, YearNotDue
from sibina.ground.people.api import CityRequest
from sibina.lib.access import WHOLE_CITY, Role, allow
from sibina.lib.words import number, percent

TONES = {Certainty.READ: "good", Certainty.TOLD: "info", Certainty.REMEMBERED: "warn"}
TITLES = {key.value: title for key, title in RULE_TITLES.items()}


@allow(*sorted(WHOLE_CITY), Role.KEPALA_OPD)
def cycles(request: CityRequest) -> HttpResponse:
    """Years and rules: each value with its period, basis and how sure it is."""
    today = timezone.localdate()
    rules = [
        {
            "title": TITLES.get(row.key, row.key),
            "row": row,
            "value": _value(row),
            "tone": TONES[Certainty(row.certainty)],
            "holds": row.valid_from <= today and (row.valid_to is None or row.valid_to > today),
        }
        for row in reads.list_rules()
    ]
    cycles, role = reads.list_cycles(), request.membership.role
    context = {
        "cycles": cycles,
        "rules": rules,
        "sees_city": role in WHOLE_CITY,
        "to_open": _year_to_open(cycles) if role == Role.PENGELOLA else None,
    }
    return render(request, "cycles/list.html", context)


def _year_to_open(cycles: list[Cycle]) -> int | None:
    """The year that may be opened today, beside these; the latest stands first."""
    latest = (cycles[0].year, CyclePhase(cycles[0].phase)) if cycles else None
    return year_to_open(latest, timezone.localdate())


@require_POST
@allow(Role.PENGELOLA)
def open_year(request: CityRequest) -> HttpResponse:
    """Open the next year of the city; another one is refused in words."""
    asked: Any = request.POST.get("tahun", "")
    year = int(asked) if asked.isascii() and asked.isdigit() and len(asked) == 4 else 0
    try:
        actions.open_next_cycle(city=request.city, year=year, by=request.user, at=timezone.now())
    except YearNotDue:
        messages.error(
            request,
            _(
                "Tahun itu sudah dibuka, atau belum waktunya. Halaman ini menunjukkan tahun yang dapat dibuka sekarang."
            ),
        )
    else:
        messages.success(request, _("Tahun %(year)s dibuka pada tahap Kebutuhan.") % {"year": year})
    return redirect("cycles:list")


def _value(row: Rule) -> str:
    """A share as per cent, a table by how many rows it has, everything else as it is kept."""
    if row.key == RuleKey.JP_CONVERSION:
        return _("tabel, %(n)s bentuk") % {"n": number(len(row.value.get("forms", {})))}
    return percent(float(row.value), 2) if row.key == RuleKey.BUDGET_SHARE else str(row.value)
