"""What the year's needs round decided, in the arithmetic of a plan: a factor for each competency of an office.

    factor = ranked weight ÷ computed gap
           = (the office's own drivers + its part of what concerns the whole city) ÷ the office's computed gap

What concerns the whole city (findings, the staff's proposals) is spread over the offices as their computed gaps are,
so that before rounding and bounds the factors times the gaps add up to the ranked weight of the competency. The
factor multiplies the weight of a shortfall, never the shortfall: levels stay levels. Where the round counted no gap
there is nothing to divide by, and no factor: what nobody has measured does not begin to count. Decision 0019.
"""

from collections.abc import Iterable
from datetime import date

import pandas as pd

from sibina.assess.needs.types import Driver, RankedNeed
from sibina.plan.planning.types import NeedFactor, WeighingRule

ONE = 100
"""A factor of one, in hundredths."""

WEIGHING_RULES: tuple[WeighingRule, ...] = (
    WeighingRule(
        version="bobot-1",
        valid_from=date(2026, 1, 1),
        basis="PP 11/2017 Pasal 206; batas faktor: kebijakan SIBINA",
        certainty="remembered",
        least=50,
        most=300,
    ),
)
"""The last one is what a new plan is asked with; a plan keeps the version that it was asked with."""


def weighing_rule(version: str) -> WeighingRule:
    """The rule of this version. Raises KeyError."""
    return {rule.version: rule for rule in WEIGHING_RULES}[version]


def need_factors(needs: Iterable[RankedNeed], rule: WeighingRule) -> tuple[NeedFactor, ...]:
    """The factors other than one, by competency and office. `gap` and `weight` are in ten-thousandths of a level."""
    found = []
    for need in needs:
        gap = need.drivers[Driver.GAP]
        if need.competency_id is None or not gap:
            continue
        whole = sum(part.weight for part in need.offices if part.office_id is None)
        for part in need.offices:
            own = part.drivers[Driver.GAP]
            if part.office_id is None or not own:
                continue
            exact = (part.weight * gap + whole * own) * ONE // (own * gap)
            factor = min(max(exact, rule.least), rule.most)
            if factor != ONE:
                weight = part.weight + whole * own // gap
                found.append(NeedFactor(part.office_id, need.competency_id, own, weight, factor))
    return tuple(sorted(found, key=lambda one: (one.competency_id, one.office_id)))


def weighed(needs: pd.DataFrame, persons: pd.DataFrame, factors: pd.DataFrame) -> pd.DataFrame:
    """The needs with the factor of their competency in their person's office in the weight; the rows stay the same."""
    if factors.empty:
        return needs
    placed = needs.merge(persons[["person", "office"]], on="person", how="left")
    placed = placed.merge(factors, on=["office", "competency"], how="left")
    factor = placed["factor"].fillna(ONE).to_numpy() / ONE
    return needs.assign(weight=needs["weight"].to_numpy() * factor)
