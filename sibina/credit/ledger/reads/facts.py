"""What the ways of delivery and the people's own histories report, and the versions of the table it is counted by."""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import QuerySet

from sibina.credit.certificates.api import list_certificates
from sibina.credit.ledger.models import Entry, OutsideTraining
from sibina.credit.ledger.rules import fact_of, fact_of_outside, form_of, rates_of, version_on
from sibina.credit.ledger.types import Conversion, CreditForm, Fact, OutsideFacts, OutsideState, Per
from sibina.deliver.mentoring.api import list_activities as list_mentoring
from sibina.deliver.placements.api import list_activities as list_placements
from sibina.deliver.sessions.api import list_activities as list_sessions
from sibina.ground.cycles.api import Rule, version_of
from sibina.ground.cycles.rules import STARTING_RULES, rule_on
from sibina.ground.cycles.types import Certainty, NoRule, RuleKey, RuleVersion
from sibina.lib.questions import written_once
from sibina.plan.programmes.types import Activity

FIRST_DAY = date(2019, 1, 1)
"""From here on all rules that cities begin with hold."""
ASKED = (RuleKey.JP_CONVERSION, RuleKey.JP_FLOOR_PNS, RuleKey.JP_CEILING_PPPK)
WAYS: tuple[Callable[..., list[Activity]], ...] = (list_sessions, list_mentoring, list_placements)
"""Each way of delivery tells what people did by `list_activities(people=…, since=…, until=…)`."""


@dataclass(frozen=True)
class Rulebook:
    """Every version of the rules that JP rests on, the latest first."""

    conversions: tuple[Conversion, ...]
    others: tuple[RuleVersion, ...]

    def limit(self, key: RuleKey, day: date) -> RuleVersion:
        """Floor or ceiling as it holds on a day: the city's, or what cities begin with."""
        try:
            return rule_on(self.others, key, day)
        except NoRule:
            return rule_on(STARTING_RULES, key, max(day, FIRST_DAY))


def get_rulebook() -> Rulebook:
    """The city's rules, asked for at once."""
    rows = _rules()
    return Rulebook(
        conversions=tuple(conversion_of(row) for row in rows if row.key == RuleKey.JP_CONVERSION),
        others=tuple(version_of(row) for row in rows if row.key != RuleKey.JP_CONVERSION),
    )


@written_once
def _rules() -> QuerySet[Rule]:
    return Rule.objects.filter(key__in=[key.value for key in ASKED])


def list_versions() -> list[Conversion]:
    """Every version of the table of conversion, the latest first."""
    return list(get_rulebook().conversions)


def conversion_of(row: Rule) -> Conversion:
    """A row of the rules as the ledger counts by it. Raises BadTable."""
    minutes, rates = rates_of(row.value)
    return Conversion(
        rule_id=row.pk,
        valid_from=row.valid_from,
        valid_to=row.valid_to,
        minutes=minutes,
        rates=rates,
        legal_basis=row.legal_basis,
        certainty=Certainty(row.certainty),
    )


def is_counted_by(rule_id: int) -> bool:
    """Has JP been counted by this version of the table?"""
    return Entry.objects.filter(rule_id=rule_id).exists()


def forms_by_hours(versions: Collection[Conversion], day: date) -> frozenset[CreditForm]:
    """Forms that are converted by the hours of the programme or certificate on a day."""
    version = version_on(versions, day)
    rates = version.rates if version else {}
    return frozenset(form for form, rate in rates.items() if rate.per == Per.HOURS)


def list_facts(*, since: date, until: date, people: Collection[int] | None = None) -> list[Fact]:
    """What people did between two days, as raw facts; `people` None: everybody of the city."""
    facts = list_activity_facts(since=since, until=until, people=people)
    outside = OutsideTraining.objects.filter(
        state=OutsideState.VERIFIED, ends_on__gte=since, starts_on__lte=until
    )
    if people is not None:
        outside = outside.filter(person_id__in=people)
    # Values and not rows: a large city has a hundred thousand.
    told: Any = outside.order_by("pk").values_list(
        "pk",
        "person_id",
        "form",
        "title",
        "organiser",
        "abroad",
        "starts_on",
        "ends_on",
        "days",
        "jp",
        "number",
    )
    for key, person, form, title, organiser, *rest in told.iterator(5000):
        said = OutsideFacts(title, organiser, form_of(form), *rest)
        facts.append(fact_of_outside(key=key, person_id=person, facts=said))
    return facts


def list_activity_facts(*, since: date, until: date, people: Collection[int] | None = None) -> list[Fact]:
    """The same of what the city itself held, each with the certificate that was issued for it."""
    activities = [
        activity
        for list_activities in WAYS
        for activity in list_activities(people=people, since=since, until=until)
    ]
    if not activities:
        return []
    certified = {
        (one.kind, one.key, one.person_id): one for one in list_certificates(people=people, since=since)
    }
    return [
        fact_of(activity, certified.get((activity.kind, activity.key, activity.person_id)))
        for activity in activities
    ]
