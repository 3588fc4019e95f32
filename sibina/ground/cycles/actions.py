"""Opening a year, moving it from phase to phase, and giving a new city the rules that hold."""

from datetime import datetime

from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone

from sibina.ground.cycles.models import Cycle, CycleStep, Rule
from sibina.ground.cycles.rules import STARTING_RULES, check_move, year_to_open
from sibina.ground.cycles.types import CyclePhase, Move, RuleVersion, YearNotDue
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


@transaction.atomic
def open_next_cycle(*, city: City, year: int, at: datetime, by: User | None = None) -> Cycle:
    """Open the year that follows. Raises YearNotDue."""
    latest = Cycle.objects.select_for_update(of=("self",)).order_by("-year").first()
    known = (latest.year, CyclePhase(latest.phase)) if latest else None
    if year != year_to_open(known, timezone.localdate(at)):
        raise YearNotDue(year)
    return open_cycle(city=city, year=year, at=at, by=by)


@transaction.atomic
def move_cycle(*, cycle: Cycle, move: Move, at: datetime, by: User | None = None) -> Cycle:
    """Move a year one phase on or back. Raises MovedMeanwhile, NotTheNextPhase and MoveNeedsReason."""
    found = Cycle.objects.select_for_update(of=("self",)).select_related("city").get(pk=cycle.pk)
    before, reason = CyclePhase(found.phase), move.reason.strip()
    check_move(before, move)
    found.phase = move.to
    found.closed_on = timezone.localdate(at) if move.to == CyclePhase.CLOSED else None
    found.save(update_fields=["phase", "closed_on"])
    CycleStep.objects.create(
        city_id=found.city_id,
        cycle=found,
        before=before,
        after=move.to,
        left_open=list(move.left_open),
        reason=reason,
        at=at,
        by=by,
    )
    data = {"year": found.year, "before": before, "after": move.to, "reason": reason}
    record(verb="cycles.cycle.moved", city=found.city, by=by, at=at, target=found, data=data)
    return found


@transaction.atomic
def put_rule(*, city: City, version: RuleVersion, at: datetime, by: User | None = None) -> Rule:
    """Write a version of a rule: a new one, or in place of the one that begins on the same day.

    Whoever computes with the rule makes sure first that nothing rests on the version that is replaced.
    """
    told = {
        "value": version.value,
        "unit": version.unit,
        "valid_to": version.valid_to,
        "legal_basis": version.legal_basis,
        "certainty": version.certainty,
    }
    found, _ = Rule.objects.update_or_create(
        city=city, key=version.key, valid_from=version.valid_from, defaults=told
    )
    data = {"rule": version.key, "valid_from": version.valid_from.isoformat(), "basis": version.legal_basis}
    record(verb="cycles.rule.set", city=city, by=by, at=at, target=found, data=data)
    return found


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
