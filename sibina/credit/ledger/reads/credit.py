"""One person's JP, counted at once from the facts, so that a page never waits for the city's counting."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import Min

from sibina.credit.ledger import rules
from sibina.credit.ledger.models import CreditChange
from sibina.credit.ledger.reads.facts import get_rulebook, list_facts
from sibina.credit.ledger.types import (
    Conversion,
    CreditForm,
    Fact,
    Limits,
    Opening,
    Recognition,
    Stand,
    Worker,
)
from sibina.ground.cycles.types import RuleKey, RuleVersion
from sibina.ground.people.api import Person, Posting
from sibina.ground.people.types import Employment


@dataclass(frozen=True)
class Credit:
    """A person's JP in a year as of a day: what counts and why, where it stands, what still counts.

    `recognised` is of the year alone, the latest first; `in_period` what lies in the contract's year as well.
    """

    person: Person
    year: int
    day: date
    stand: Stand
    floor: RuleVersion
    ceiling: RuleVersion
    recognised: tuple[Recognition, ...]
    versions: tuple[Conversion, ...]
    openings: tuple[Opening, ...]
    since: date | None

    @property
    def by_form(self) -> list[tuple[CreditForm, Decimal, int]]:
        """JP and number of activities of each form, the most first."""
        jp: dict[CreditForm, Decimal] = defaultdict(Decimal)
        many: dict[CreditForm, int] = defaultdict(int)
        for one in self.recognised:
            jp[one.fact.form] += one.jp or 0
            many[one.fact.form] += 1
        return sorted(((form, jp[form], many[form]) for form in jp), key=lambda row: (-row[1], row[0]))

    def version_of(self, one: Recognition) -> Conversion | None:
        """The version of the table that an activity was counted by."""
        return next((version for version in self.versions if version.rule_id == one.rule_id), None)


def get_credit(*, person: Person, year: int, today: date) -> Credit:
    """What a person has in a year: today in the running year, by its last day afterwards."""
    day = rules.day_of_year(year, today)
    rulebook = get_rulebook()
    floor = rulebook.limit(RuleKey.JP_FLOOR_PNS, day)
    ceiling = rulebook.limit(RuleKey.JP_CEILING_PPPK, day)
    facts = list_facts(people=[person.pk], since=date(year - 1, 1, 1), until=date(year, 12, 31))
    versions = rulebook.conversions
    recognised = rules.recognise(facts, versions)
    worker = find_worker(person)
    stand = rules.stand_of(
        worker, recognised, year=year, day=day, limits=Limits(int(floor.value), int(ceiling.value))
    )
    version = rules.version_on(versions, day)
    return Credit(
        person=person,
        year=year,
        day=day,
        stand=stand,
        floor=floor,
        ceiling=ceiling,
        recognised=tuple(one for one in reversed(recognised) if one.fact.ends_on.year == year),
        versions=versions,
        openings=_openings(version, facts, day, today),
        since=worker.since,
    )


def _openings(
    version: Conversion | None, facts: Sequence[Fact], day: date, today: date
) -> tuple[Opening, ...]:
    """What still counts is said of the running year only."""
    if version is None or day != today:
        return ()
    return tuple(rules.list_openings(facts, version, day))


def find_worker(person: Person) -> Worker:
    """The person as floor and ceiling look at them."""
    employment, first = Employment(person.employment), None
    if employment == Employment.PPPK:
        first = Posting.objects.filter(person=person).aggregate(first=Min("valid_from"))["first"]
    return Worker(person.pk, employment, rules.contract_start(person.appointed_on, first))


def list_changes_of(*, person_id: int) -> list[CreditChange]:
    """What the city's countings changed for a person, the latest first."""
    rows = CreditChange.objects.filter(person_id=person_id).select_related("counting")
    return list(rows.order_by("-counting__at", "-pk")[:20])
