"""Ranked needs: offices add up to the city, and every driver moves a need its own way."""

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from sibina.assess.needs.rules import RANKING_RULES, WEIGHT_UNIT, rank_needs
from sibina.assess.needs.types import (
    CountedNeed,
    Driver,
    Priority,
    RankedNeed,
    Reported,
    TakenFinding,
    Voices,
)

RULE = RANKING_RULES[-1]
NAMES = {1: "Komunikasi", 2: "Integritas", 3: "Logistik"}
OFFICES = (10, 20, 30)
NEED = CountedNeed(10, 1, short=4, unmeasured=2, weighted=60_000, sector_weight=150)

keys = st.sampled_from(sorted(NAMES))
offices = st.sampled_from(OFFICES)


@st.composite
def counted_needs(draw):
    places = draw(st.sets(st.tuples(offices, keys)))
    return [
        CountedNeed(
            office,
            competency,
            short=draw(st.integers(0, 500)),
            unmeasured=draw(st.integers(0, 50)),
            weighted=draw(st.integers(0, 10**9)),
            sector_weight=draw(st.integers(1, 1000)),
            people=draw(st.none() | st.integers(0, 500)),
            priority=draw(st.sampled_from(list(Priority))),
        )
        for office, competency in sorted(places)
    ]


reports = st.lists(st.builds(Reported, offices, st.none() | keys, st.integers(1, 300), st.integers(1, 1000)))
voices = st.dictionaries(keys, st.builds(Voices, *[st.integers(0, 300)] * 5))
findings = st.lists(st.builds(TakenFinding, st.none() | keys, st.none() | offices))


def only(counted, reported=(), found=(), voices=None) -> RankedNeed:
    (need,) = rank_needs(counted, reported, found, voices or {}, NAMES, RULE)
    return need


@given(counted_needs(), reports, findings, voices)
def test_the_offices_add_up_to_the_city_driver_by_driver(counted, reported, found, heard):
    needs = rank_needs(counted, reported, found, heard, NAMES, RULE)
    for need in needs:
        assert need.weight == sum(office.weight for office in need.offices)
        for driver in Driver:
            assert need.drivers[driver] == sum(office.drivers[driver] for office in need.offices)
    gaps = sum(need.drivers[Driver.GAP] for need in needs)
    assert gaps == sum(one.weighted for one in counted)
    assert sum(need.unmeasured for need in needs) == sum(one.unmeasured for one in counted)


@given(counted_needs(), reports, findings, voices)
def test_places_are_in_the_order_of_the_weight_and_told_once_each(counted, reported, found, heard):
    needs = rank_needs(counted, reported, found, heard, NAMES, RULE)
    assert [need.place for need in needs] == list(range(1, len(needs) + 1))
    assert sorted(need.place_by_gap for need in needs) == list(range(1, len(needs) + 1))
    weights = [need.weight for need in needs]
    assert weights == sorted(weights, reverse=True)


@given(counted_needs(), reports, findings, voices)
def test_whatever_is_added_never_lowers_a_need_and_never_touches_another(counted, reported, found, heard):
    def weights(more_reports=(), more_findings=()):
        needs = rank_needs(counted, [*reported, *more_reports], [*found, *more_findings], heard, NAMES, RULE)
        return {need.competency_id: need.weight for need in needs}

    before = weights()
    told = weights(more_reports=[Reported(10, 1, 3, 100)])
    taken = weights(more_findings=[TakenFinding(1, None)])
    assert told[1] == before.get(1, 0) + 3 * WEIGHT_UNIT
    assert taken[1] >= before.get(1, 0) + RULE.finding_levels * WEIGHT_UNIT
    for competency in before.keys() - {1}:
        assert told[competency] == taken[competency] == before[competency]


def test_a_computed_gap_alone_weighs_what_was_computed():
    need = only([NEED])
    assert need.weight == need.drivers[Driver.GAP] == 60_000
    assert (need.place, need.moved) == (1, 0)


def test_more_people_raise_and_fewer_lower_a_need_by_the_gap_per_person():
    assert only([replace(NEED, people=6)]).drivers[Driver.PEOPLE] == 30_000
    assert only([replace(NEED, people=1)]).drivers[Driver.PEOPLE] == -45_000
    assert only([replace(NEED, people=0)]).weight == 0


def test_where_nobody_is_known_to_be_short_a_person_counts_one_level_with_the_weight_of_the_sector():
    unmeasured = replace(NEED, short=0, weighted=0, people=2)
    assert only([unmeasured]).weight == 2 * 15_000


def test_priority_raises_or_lowers_by_its_share_after_the_people():
    raised = only([replace(NEED, people=6, priority=Priority.RAISED)])
    lowered = only([replace(NEED, people=6, priority=Priority.LOWERED)])
    assert raised.drivers[Driver.PRIORITY] == 90_000 * RULE.priority_share // 100
    assert lowered.drivers[Driver.PRIORITY] == -raised.drivers[Driver.PRIORITY]


def test_a_finding_about_one_office_moves_that_office_and_one_about_all_the_city_itself():
    own = only([NEED], found=[TakenFinding(1, 10)])
    assert [office.office_id for office in own.offices] == [10]
    whole = only([NEED], found=[TakenFinding(1, None)])
    assert {office.office_id: office.drivers[Driver.FINDING] > 0 for office in whole.offices} == {
        10: False,
        None: True,
    }


def test_a_finding_counts_a_share_of_a_large_gap_and_some_levels_at_least():
    large = replace(NEED, weighted=100 * RULE.finding_levels * WEIGHT_UNIT)
    assert only([large], found=[TakenFinding(1, None)]).drivers[Driver.FINDING] == large.weighted // 10
    least = RULE.finding_levels * WEIGHT_UNIT
    assert only([], found=[TakenFinding(2, None)]).weight == least


def test_what_nobody_has_tied_to_a_competency_is_ranked_by_itself_and_not_lost():
    needs = rank_needs([NEED], [Reported(20, None, 2, 100)], [], {}, NAMES, RULE)
    assert [(need.competency_id, need.weight) for need in needs] == [(1, 60_000), (None, 20_000)]


def test_the_unmeasured_are_listed_and_weigh_nothing():
    need = only([replace(NEED, short=0, weighted=0)])
    assert (need.weight, need.unmeasured) == (0, 2)


def test_a_need_says_how_far_the_other_drivers_have_moved_it():
    other = replace(NEED, competency_id=2, weighted=50_000)
    needs = rank_needs([NEED, other], [], [TakenFinding(2, 10)], {}, NAMES, RULE)
    assert [(need.competency_id, need.moved) for need in needs] == [(2, 1), (1, -1)]


def test_a_proposal_that_is_endorsed_weighs_more_than_one_that_waits_and_a_declined_one_nothing():
    endorsed, waiting = Voices(1, 1, endorsed=1), Voices(1, 1, waiting=1)
    assert only([NEED], voices={1: endorsed}).drivers[Driver.VOICES] == WEIGHT_UNIT
    assert only([NEED], voices={1: waiting}).drivers[Driver.VOICES] == WEIGHT_UNIT // 2
    assert only([NEED], voices={1: Voices(1, 1, declined=1)}).weight == NEED.weighted
