"""Verbs of permit papers: the city's rules on them, and the papers of a placement."""

from datetime import date, datetime

from django.contrib.auth.models import User
from django.db import transaction

from sibina.deliver.placements import rules
from sibina.deliver.placements.models import Paper, PaperRule, Placement
from sibina.deliver.placements.types import (
    PaperFacts,
    PaperRuleFacts,
    PaperRuleKnown,
    PaperRuleShut,
    PlacementState,
)
from sibina.lib.audit.api import record
from sibina.lib.editing.api import check_revision, mark_changed
from sibina.lib.files.api import store_scan
from sibina.lib.files.types import Scan
from sibina.lib.tenancy.models import City


def give_paper_rules(*, city: City, at: datetime) -> int:
    """Give a new city the rules on papers that the program knows; how many were given. What is there stays."""
    if PaperRule.objects.exists():
        return 0
    given = PaperRule.objects.bulk_create(
        PaperRule(city=city, **vars(facts)) for facts in rules.starting_papers()
    )
    record(verb="placements.paper_rules.given", city=city, at=at, data={"rules": len(given)})
    return len(given)


@transaction.atomic
def add_paper_rule(*, city: City, facts: PaperRuleFacts, by: User | None, at: datetime) -> PaperRule:
    """Ask for a paper from a day on. Raises PaperRuleKnown where the same rule holds then."""
    same = PaperRule.objects.filter(kind=facts.kind, form=facts.form, place=facts.place)
    there = [row.facts for row in same.select_for_update()]
    if any(one.valid_to is None or one.valid_to > facts.valid_from for one in there):
        raise PaperRuleKnown
    found = PaperRule.objects.create(city=city, **vars(facts))
    data = {"kind": found.get_kind_display(), "legal_basis": facts.legal_basis, "days": facts.days_before}
    record(verb="placements.paper_rule.added", city=city, by=by, at=at, target=found, data=data)
    return found


@transaction.atomic
def end_paper_rule(*, rule: PaperRule, on: date, by: User | None, at: datetime) -> PaperRule:
    """The paper is asked for no more from this day on. Raises PaperRuleShut."""
    found = PaperRule.objects.select_for_update().get(pk=rule.pk)
    if found.valid_to is not None or on <= found.valid_from:
        raise PaperRuleShut
    found.valid_to = on
    found.save(update_fields=["valid_to"])
    data = {"kind": found.get_kind_display(), "ends_on": str(on)}
    record(verb="placements.paper_rule.ended", city=found.city, by=by, at=at, target=found, data=data)
    return found


@transaction.atomic
def save_paper(
    *,
    placement: Placement,
    facts: PaperFacts,
    scan: Scan | None,
    revision: int,
    by: User | None,
    at: datetime,
) -> Paper:
    """Write a paper of a placement; without a new scan the one that is there stays. Raises Overtaken, StepNotNow."""
    placed = Placement.objects.select_for_update(of=("self",)).get(pk=placement.pk)
    rules.check_state(PlacementState(placed.state), *rules.BEFORE, PlacementState.UNDER_WAY)
    found = Paper.objects.filter(placement=placed, kind=facts.kind).first()
    if found is None:
        found = Paper(city_id=placed.city_id, placement=placed, revision=0)
    check_revision(found, revision)
    for name, value in vars(facts).items():
        setattr(found, name, value)
    found.file = store_scan(city=placed.city, scan=scan, at=at, by=by) or found.file
    mark_changed(found, by=by, at=at).save()
    data = {"title": str(placed), "kind": found.get_kind_display(), "number": found.number}
    record(verb="placements.paper.saved", city=placed.city, by=by, at=at, target=found, data=data)
    return found
