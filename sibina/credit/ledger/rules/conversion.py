"""From raw facts to JP: by the version that held when the activity ended, with caps over all that a person did.

Ground: Peraturan LAN 10/2018, its table as the letter of BPS B-031/BPS/2600/02/2019 reproduces it. What the table does not
say is decided here, once (decision 0027):

- hours are the programme's own; where it says none, the recorded minutes; where there are none either, they are unknown;
- the hours of an activity are spread evenly over its days, so that a cap by day has something to hold on to;
- what is over a cap is what comes later: by day, then by source and key. The order in which facts arrive plays no part;
- JP is exact until the end, and then cut off after two decimals, so that rounding never passes a cap.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

from sibina.credit.certificates.types import Certified
from sibina.credit.ledger.types import (
    ALL_FORMS,
    BadTable,
    Conversion,
    CreditForm,
    Fact,
    Opening,
    Per,
    Rate,
    Recognition,
    Source,
    Why,
)
from sibina.ground.cycles.types import Certainty
from sibina.plan.programmes.types import Activity

ONE = Fraction(1)
FORMS: dict[str, CreditForm] = {str(form): form for form in ALL_FORMS}


def form_of(name: str) -> CreditForm:
    """The form of this name. Raises KeyError."""
    return FORMS[name]


def fact_of(activity: Activity, certified: Certified | None = None) -> Fact:
    """What a way of delivery reports, as the ledger counts it, with what its certificate says."""
    return Fact(
        source=Source(activity.kind.value),
        key=activity.key,
        person_id=activity.person_id,
        form=activity.form,
        title=activity.title,
        organiser=activity.organiser,
        starts_on=activity.starts_on,
        ends_on=activity.ends_on,
        days=activity.days,
        minutes=activity.minutes,
        jp=activity.jp,
        abroad=activity.abroad,
        completed=activity.completed,
        printed=certified.jp if certified else None,
        number=certified.number if certified else "",
    )


# The table, as it stands among the rules of the city.
def rates_of(value: Any) -> tuple[int, dict[CreditForm, Rate]]:
    """The minutes of one JP and the rows, out of the rule's value. Raises BadTable."""
    if not isinstance(value, Mapping) or not isinstance(value.get("minutes"), int) or value["minutes"] < 1:
        raise BadTable("")
    rates = {}
    for name, row in dict(value.get("forms", {})).items():
        try:
            rates[form_of(name)] = _rate_of(row)
        except (KeyError, TypeError, ValueError, AttributeError) as wrong:
            raise BadTable(str(name)) from wrong
    return value["minutes"], rates


def _rate_of(row: Mapping[str, Any]) -> Rate:
    rate = Rate(
        per=Per(row["per"]),
        here=_exact(row.get("here")),
        abroad=_exact(row.get("abroad")),
        daily=_exact(row.get("daily")),
        daily_abroad=_exact(row.get("daily_abroad")),
        monthly=None if row.get("monthly") is None else int(row["monthly"]),
        certainty=Certainty(row["certainty"]) if "certainty" in row else None,
    )
    if rate.daily_abroad is not None and (rate.daily is None or rate.daily_abroad < rate.daily):
        raise ValueError("a day abroad gives no less than a day in the country")
    return rate


def _exact(value: Any) -> Fraction | None:
    if value is None:
        return None
    found = Fraction(str(value))
    if found < 0:
        raise ValueError(value)
    return found


def value_of(minutes: int, rates: Mapping[CreditForm, Rate]) -> dict[str, Any]:
    """The same as it is kept: figures as text, so that none is rounded on the way."""
    return {"minutes": minutes, "forms": {str(form): _row_of(rate) for form, rate in rates.items()}}


def _row_of(rate: Rate) -> dict[str, Any]:
    amounts = {name: getattr(rate, name) for name in ("here", "abroad", "daily", "daily_abroad")}
    row: dict[str, Any] = {"per": str(rate.per)}
    row |= {name: None if amount is None else str(cut(amount)) for name, amount in amounts.items()}
    if rate.monthly is not None:
        row["monthly"] = rate.monthly
    if rate.certainty is not None:
        row["certainty"] = str(rate.certainty)
    return row


def cut(exact: Fraction) -> Decimal:
    """Cut off after two decimals, never rounded up; a whole number has none."""
    hundredths = exact.numerator * 100 // exact.denominator
    whole, rest = divmod(hundredths, 100)
    return Decimal(whole) if not rest else Decimal(hundredths).scaleb(-2)


def version_on(versions: Iterable[Conversion], day: date) -> Conversion | None:
    """The version that holds on the day; of several the one that began last."""
    holding = [
        one for one in versions if one.valid_from <= day and (one.valid_to is None or day < one.valid_to)
    ]
    return max(holding, key=lambda one: one.valid_from, default=None)


# Counting.
@dataclass
class _Part:
    """A piece of a fact that a cap may hold back: one day of it."""

    day: date
    order: tuple[str, int]
    amount: Fraction
    of: "_Claim"


@dataclass
class _Claim:
    """What a fact would give, and what is left of it after the caps."""

    fact: Fact
    version: Conversion | None
    why: Why | None = None
    uncapped: Fraction | None = None
    given: Fraction | None = None
    rate: Rate | None = None
    parts: list[_Part] = field(default_factory=list)

    def lose(self, amount: Fraction, why: Why) -> None:
        if amount and self.given is not None:
            self.given -= amount
            self.why = why


def recognise(facts: Iterable[Fact], versions: Sequence[Conversion]) -> list[Recognition]:
    """Every fact with what it counts, by person, day of ending, source and key; a fact told twice is one.

    Caps look at all facts given: hand over everything that a person did in the days that matter.
    """
    of_person: dict[int, dict[tuple[str, int], Fact]] = defaultdict(dict)
    for fact in facts:
        of_person[fact.person_id][fact.source, fact.key] = fact
    held: dict[date, Conversion | None] = {}
    found: list[Recognition] = []
    for person in sorted(of_person):
        claims = [_claim(fact, _held(held, versions, fact.ends_on)) for fact in of_person[person].values()]
        _hold_back(claims)
        claims.sort(key=lambda claim: (claim.fact.ends_on, claim.fact.source, claim.fact.key))
        found += map(_recognition, claims)
    return found


def _held(
    held: dict[date, Conversion | None], versions: Sequence[Conversion], day: date
) -> Conversion | None:
    if day not in held:
        held[day] = version_on(versions, day)
    return held[day]


def _claim(fact: Fact, version: Conversion | None) -> _Claim:
    """What the fact would give if nothing held it back."""
    claim = _Claim(fact, version)
    if version is None:
        claim.why = Why.NO_RULE
        return claim
    rate = version.rates.get(fact.form)
    amount = rate.amount(abroad=fact.abroad) if rate else None
    if rate is None or amount is None:
        claim.why = Why.NO_RATE
        return claim
    claim.rate = rate
    if not fact.completed:
        claim.why, claim.uncapped, claim.given = Why.NOT_COMPLETED, Fraction(0), Fraction(0)
        return claim
    units = _units(fact, rate, version.minutes)
    if isinstance(units, Why):
        claim.why = units
        return claim
    claim.uncapped = claim.given = amount * units
    if rate.monthly is not None or rate.daily is not None:
        days = sorted(set(fact.days))
        share = claim.uncapped / len(days)
        claim.parts = [_Part(day, (fact.source, fact.key), share, claim) for day in days]
    return claim


def _units(fact: Fact, rate: Rate, minutes: int) -> Fraction | Why:
    """How many units of its rate the fact is, or why that is not known."""
    if (rate.per in {Per.DAY, Per.SESSION} or rate.daily is not None) and not fact.days:
        return Why.NO_DAYS
    if rate.per in {Per.DAY, Per.SESSION}:
        return Fraction(len(set(fact.days)))
    if rate.per != Per.HOURS:
        return ONE
    if fact.jp is not None:
        return Fraction(fact.jp)
    return Why.NO_HOURS if fact.minutes is None else Fraction(fact.minutes, minutes)


def _hold_back(claims: Sequence[_Claim]) -> None:
    """The caps of one person: each form by itself, what comes first before what comes later."""
    parts: dict[CreditForm, list[_Part]] = defaultdict(list)
    semesters: dict[tuple[CreditForm, int, bool], list[_Claim]] = defaultdict(list)
    for claim in claims:
        if claim.parts:
            parts[claim.fact.form] += claim.parts
        elif claim.rate and claim.rate.per == Per.SEMESTER and claim.given:
            semesters[claim.fact.form, *semester_of(claim.fact.ends_on)].append(claim)
    for of_form in parts.values():
        of_form.sort(key=lambda part: (part.day, part.order))
        _hold_to_months(of_form)
        _hold_to_days(of_form)
    for same in semesters.values():
        same.sort(key=lambda claim: (claim.fact.ends_on, claim.fact.source, claim.fact.key))
        for claim in same[1:]:
            claim.lose(claim.given or Fraction(0), Why.SEMESTER_TAKEN)


def semester_of(day: date) -> tuple[int, bool]:
    """The half of the year that a day lies in: the year, and whether it is the second half."""
    return day.year, day.month > 6


def _hold_to_months(parts: Sequence[_Part]) -> None:
    counted: dict[tuple[int, int], int] = defaultdict(int)
    for part in parts:
        most = part.of.rate.monthly if part.of.rate else None
        if most is None:
            continue
        month = part.day.year, part.day.month
        if counted[month] < most:
            counted[month] += 1
        else:
            part.of.lose(part.amount, Why.MONTH_FULL)


def _hold_to_days(parts: Sequence[_Part]) -> None:
    """On one day a form gives at most its cap: what is in the country at most that of the country, all together at most
    the higher one of abroad. So the sum of a day is the same whichever comes first.
    """
    here: dict[date, Fraction] = defaultdict(Fraction)
    whole: dict[date, Fraction] = defaultdict(Fraction)
    for part in parts:
        rate, abroad = part.of.rate, part.of.fact.abroad
        if rate is None or rate.daily is None:
            continue
        room = (rate.daily_abroad or rate.daily) - whole[part.day]
        if not abroad:
            room = min(room, rate.daily - here[part.day])
        taken = min(part.amount, room)
        whole[part.day] += taken
        if not abroad:
            here[part.day] += taken
        part.of.lose(part.amount - taken, Why.DAY_FULL)


def _recognition(claim: _Claim) -> Recognition:
    return Recognition(
        fact=claim.fact,
        jp=None if claim.given is None else cut(claim.given),
        uncapped=None if claim.uncapped is None else cut(claim.uncapped),
        why=claim.why,
        rule_id=claim.version.rule_id if claim.version else None,
    )


# What still counts.
def list_openings(facts: Iterable[Fact], version: Conversion, day: date) -> list[Opening]:
    """What each form gives today in the country, and what is left of its cap; forms whose cap is used up come last."""
    months: dict[CreditForm, int] = defaultdict(int)
    today: dict[CreditForm, Fraction] = defaultdict(Fraction)
    for part in (part for fact in facts for part in _claim(fact, version).parts):
        if (part.day.year, part.day.month) == (day.year, day.month):
            months[part.of.fact.form] += 1
        if part.day == day:
            today[part.of.fact.form] += part.amount
    found = []
    for form in ALL_FORMS:
        rate = version.rates.get(form)
        if rate is None or rate.here is None:
            continue
        left = most = None
        if rate.monthly is not None:
            most = Decimal(rate.monthly)
            left = max(Decimal(0), most - months[form])
        elif rate.daily is not None:
            most = cut(rate.daily)
            left = cut(max(Fraction(0), rate.daily - today[form]))
        found.append(Opening(form, rate.per, cut(rate.here), left, most))
    return sorted(found, key=lambda opening: opening.left == 0)
