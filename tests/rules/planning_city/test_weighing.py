"""What the ranking of a needs round weighs in a plan: bounded, spread over the offices, and never on the unmeasured."""

from dataclasses import replace

import pandas as pd
from hypothesis import given, settings
from hypothesis import strategies as st

from sibina.assess.needs.rules import RANKING_RULES, rank_needs
from sibina.assess.needs.types import CountedNeed, Driver, Priority, Reported, TakenFinding, Voices
from sibina.plan.planning.rules.city_tables import city_tables
from sibina.plan.planning.rules.weighing import ONE, WEIGHING_RULES, need_factors, weighing_rule
from tests.rules.needs.test_ranking import NAMES, OFFICES, counted_needs, findings, reports, voices
from tests.rules.planning_city.test_city_tables import LIMITS, facts

RULE = WEIGHING_RULES[-1]
UNBOUND = replace(RULE, least=0, most=10**12)
LEVEL = 10_000


def ranked(counted, reported=(), found=(), heard=None):
    return rank_needs(counted, reported, found, heard or {}, NAMES, RANKING_RULES[-1])


def factors_of(*args, rule=RULE):
    return {(one.office_id, one.competency_id): one.factor for one in need_factors(ranked(*args), rule)}


def need(office: int, levels: int, **answer) -> CountedNeed:
    return CountedNeed(
        office, 1, short=levels, unmeasured=0, weighted=levels * LEVEL, sector_weight=100, **answer
    )


def factor_table(*rows: tuple[int, int, int]) -> pd.DataFrame:
    return pd.DataFrame(rows, columns=["office", "competency", "factor"])


def test_computed_gaps_alone_weigh_what_they_are() -> None:
    assert factors_of([need(10, 4), need(20, 8)]) == {}


def test_an_office_that_puts_a_need_first_or_later_weighs_it_by_the_share_of_the_ranking() -> None:
    counted = [need(10, 4, priority=Priority.RAISED), need(20, 8, priority=Priority.LOWERED), need(30, 4)]
    assert factors_of(counted) == {(10, 1): 125, (20, 1): 75}


def test_another_number_of_people_weighs_in_proportion_and_no_further_than_the_bounds() -> None:
    counted = [need(10, 4, people=6), need(20, 4, people=0), need(30, 2, people=200)]
    assert factors_of(counted) == {(10, 1): 150, (20, 1): RULE.least, (30, 1): RULE.most}


def test_what_concerns_the_whole_city_is_spread_as_the_computed_gaps_are() -> None:
    counted = [need(10, 10), need(20, 30)]
    heard = {1: Voices(endorsed=8)}
    assert factors_of(counted, (), (), heard) == {(10, 1): 120, (20, 1): 120}
    found = [TakenFinding(1, None), TakenFinding(1, 10)]
    assert factors_of(counted, (), found) == {(10, 1): ONE + 12 + 50, (20, 1): ONE + 12}


def test_a_need_that_no_computed_gap_stands_behind_gets_no_factor() -> None:
    counted = [need(10, 4), CountedNeed(20, 1, short=0, unmeasured=9, weighted=0, sector_weight=100)]
    reported = [Reported(20, 1, 50, 100), Reported(20, None, 50, 100)]
    assert factors_of(counted, reported) == {}


@settings(deadline=None)
@given(counted_needs(), reports, findings, voices)
def test_before_bounds_and_rounding_the_factors_give_the_ranking_back(counted, reported, found, heard):
    needs = ranked(counted, reported, found, heard)
    kept = {(one.office_id, one.competency_id): one for one in need_factors(needs, UNBOUND)}
    for one in needs:
        if one.competency_id is None or not one.drivers[Driver.GAP]:
            continue
        placed = [part for part in one.offices if part.office_id is not None and part.drivers[Driver.GAP]]
        without = sum(
            part.weight for part in one.offices if part.office_id is not None and not part.drivers[Driver.GAP]
        )
        told = sum(
            kept[part.office_id, one.competency_id].weight
            if (part.office_id, one.competency_id) in kept
            else part.drivers[Driver.GAP]
            for part in placed
        )
        # Whole hundredths are lost per office, and whole ten-thousandths of what is spread.
        slack = sum(part.drivers[Driver.GAP] // ONE + 2 for part in placed)
        assert abs(one.weight - without - told) <= slack


@settings(deadline=None)
@given(counted_needs(), reports, findings, voices)
def test_every_factor_keeps_the_bounds_of_the_rule(counted, reported, found, heard):
    for one in need_factors(ranked(counted, reported, found, heard), RULE):
        assert RULE.least <= one.factor <= RULE.most
        assert one.factor != ONE


@settings(deadline=None)
@given(counted_needs(), reports, st.sampled_from(sorted(NAMES)), st.none() | st.sampled_from(OFFICES))
def test_whatever_is_reported_more_never_lowers_a_factor(counted, reported, competency, office):
    def factors(found, more):
        return factors_of(counted, [*reported, *more], found)

    before = factors([], [])
    more = [] if office is None else [Reported(office, competency, 7, 100)]
    after = factors([TakenFinding(competency, office)], more)
    for key in before.keys() | after.keys():
        assert after.get(key, ONE) >= before.get(key, ONE), key


def test_a_plan_whose_factors_are_all_one_is_the_plan_without_them() -> None:
    plain = facts([(1, 7, 4, 2), (3, 7, 3, 1), (2, 7, 5, 3)])
    weighed = replace(plain, factors=factor_table((10, 7, ONE), (99, 7, 300), (10, 8, 300)))
    assert city_tables(weighed, LIMITS).digest() == city_tables(plain, LIMITS).digest()


def test_a_factor_weighs_and_leaves_levels_people_and_who_may_go_alone() -> None:
    plain = facts([(1, 7, 4, 2), (3, 7, 3, pd.NA), (2, 7, 5, 3)])
    weighed = replace(plain, factors=factor_table((10, 7, 250)))
    before, after = city_tables(plain, LIMITS), city_tables(weighed, LIMITS)
    assert list(after.needs["weight"]) == [weight * 2.5 for weight in before.needs["weight"]]
    columns = ["person", "competency", "short"]
    assert after.needs[columns].equals(before.needs[columns]), "the unmeasured still lack nothing"
    assert after.eligible.equals(before.eligible)
    assert after.digest() != before.digest()


def test_a_version_that_a_plan_has_kept_is_found_again() -> None:
    assert weighing_rule(RULE.version) == RULE
    assert RULE.least < ONE < RULE.most
