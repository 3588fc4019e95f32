"""The page of cycles: the years of the city, and the rules of law that its figures rest on."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone

from sibina.ground.cycles import reads
from sibina.ground.cycles.models import Rule
from sibina.ground.cycles.sentences import RULE_TITLES
from sibina.ground.cycles.types import Certainty, RuleKey
from sibina.ground.people.api import CityRequest
from sibina.lib.access import WHOLE_CITY, Role, allow
from sibina.lib.words import percent

TONES = {Certainty.READ: "good", Certainty.TOLD: "info", Certainty.REMEMBERED: "warn"}
TITLES = {key.value: title for key, title in RULE_TITLES.items()}


@allow(*sorted(WHOLE_CITY), Role.KEPALA_OPD)
def cycles(request: CityRequest) -> HttpResponse:
    """Years and rules, read only: each value with its period, basis and how sure it is."""
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
    return render(request, "cycles/list.html", {"cycles": reads.list_cycles(), "rules": rules})


def _value(row: Rule) -> str:
    """A share as per cent, everything else as it is kept."""
    return percent(float(row.value), 2) if row.key == RuleKey.BUDGET_SHARE else str(row.value)
