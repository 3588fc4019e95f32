"""Opening a year, and giving a new city the rules that hold."""

from datetime import datetime

from django.contrib.auth.models import User
from django.utils import timezone

from sibina.ground.cycles.models import Cycle, Rule
from sibina.ground.cycles.rules import STARTING_RULES
from sibina.ground.cycles.types import CyclePhase
from sibina.lib.audit.api import record
from sibina.lib.tenancy.models import City


def open_cycle(
    *,
    city: City,
    year: int,
    at: datetime,
    by: User | None = None,
    phase: CyclePhase = CyclePhase.NEEDS,
) -> Cycle:
    """Open a year; a year that is open already is given back unchanged."""
    cycle, is_new = Cycle.objects.get_or_create(
        city=city, year=year, defaults={"phase": phase, "opened_on": timezone.localdate(at)}
    )
    if is_new:
        record(verb="cycles.cycle.opened", city=city, by=by, at=at, target=cycle, data={"year": year})
    return cycle


def give_starting_rules(*, city: City, at: datetime, by: User | None = None) -> int:
    """The rules that a city starts with; those that it has already stay. Returns how many are new."""
    known = set(Rule.objects.values_list("key", flat=True))
    made = Rule.objects.bulk_create(
        Rule(
            city=city,
            key=version.key,
            value=version.value,
            unit=version.unit,
            valid_from=version.valid_from,
            valid_to=version.valid_to,
            legal_basis=version.legal_basis,
            certainty=version.certainty,
        )
        for version in STARTING_RULES
        if version.key not in known
    )
    if made:
        keys = [rule.key for rule in made]
        record(verb="cycles.rules.given", city=city, by=by, at=at, data={"keys": keys})
    return len(made)
