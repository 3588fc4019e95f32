"""Where an agreement stands on a day, and how much of a contribution a plan counts: pure rules."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sibina.plan.programmes.rules import Resting, agreement_state, counting_of, shares_of
from sibina.plan.programmes.types import AgreementState, ContributionKind, ContributionState, Counting, Given

FIRST, LAST = date(2026, 1, 1), date(2027, 12, 31)
RESTING = [Resting(1, 7, 3), Resting(2, 7, 3), Resting(3, 8, 3), Resting(4, 7, 9)]


def gift(rupiah: int = 900, **changes: object) -> Given:
    made = {
        "key": 1,
        "kind": ContributionKind.SPEAKER,
        "state": ContributionState.PROMISED,
        "agreement": 3,
        "programme": 7,
        "rupiah": rupiah,
    }
    return Given(**(made | changes))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("day", "state"),
    [
        (FIRST - timedelta(days=1), AgreementState.COMING),
        (FIRST, AgreementState.IN_FORCE),
        (LAST - timedelta(days=91), AgreementState.IN_FORCE),
        (LAST - timedelta(days=90), AgreementState.ENDING),
        (LAST, AgreementState.ENDING),
        (LAST + timedelta(days=1), AgreementState.ENDED),
    ],
)
def test_the_state_of_an_agreement_follows_the_day(day: date, state: AgreementState) -> None:
    assert agreement_state(FIRST, LAST, day=day, days_before=90) == state


def test_what_is_given_to_a_programme_is_shared_by_its_sessions_under_the_same_agreement() -> None:
    assert [(share.session, share.rupiah) for share in shares_of([gift(901)], RESTING)] == [
        (1, 450),
        (2, 450),
    ]


def test_money_for_no_programme_raises_the_ceiling_and_nothing_else_does() -> None:
    free = gift(kind=ContributionKind.MONEY, programme=None)
    assert [(share.session, share.rupiah) for share in shares_of([free], RESTING)] == [(None, 900)]
    assert shares_of([gift(kind=ContributionKind.ROOM, programme=None)], RESTING) == []


@pytest.mark.parametrize(
    ("changes", "counting"),
    [
        ({}, Counting.SESSIONS),
        ({"kind": ContributionKind.MONEY}, Counting.SESSIONS),
        ({"kind": ContributionKind.MONEY, "programme": None}, Counting.CEILING),
        ({"programme": None}, Counting.NO_PROGRAMME),
        ({"programme": 8, "agreement": 9}, Counting.NO_SESSIONS),
        ({"state": ContributionState.WITHDRAWN}, Counting.WITHDRAWN),
        ({"state": ContributionState.RECEIVED}, Counting.SESSIONS),
    ],
)
def test_every_contribution_says_how_it_is_counted(changes: dict[str, object], counting: Counting) -> None:
    assert counting_of(gift(**changes), RESTING) == counting
    counted = counting in {Counting.SESSIONS, Counting.CEILING}
    assert bool(shares_of([gift(**changes)], RESTING)) == counted


GIFTS = st.lists(
    st.builds(
        gift,
        rupiah=st.integers(1, 10**9),
        key=st.integers(1, 50),
        kind=st.sampled_from(ContributionKind),
        state=st.sampled_from(ContributionState),
        agreement=st.sampled_from([3, 9]),
        programme=st.sampled_from([None, 7, 8]),
    ),
    unique_by=lambda one: one.key,
    max_size=6,
)


@given(GIFTS)
def test_no_rupiah_is_counted_twice_and_none_is_made_up(gifts: list[Given]) -> None:
    shares = shares_of(gifts, RESTING)
    for one in gifts:
        counted = sum(share.rupiah for share in shares if share.contribution == one.key)
        assert counted <= one.rupiah
        assert counted == 0 or one.rupiah - counted < len(RESTING)


@given(GIFTS, st.integers(1, 10**6))
def test_more_given_never_lowers_any_share(gifts: list[Given], more: int) -> None:
    raised = [gift(**(vars(one) | {"rupiah": one.rupiah + more})) for one in gifts]
    before = {(share.contribution, share.session): share.rupiah for share in shares_of(gifts, RESTING)}
    after = {(share.contribution, share.session): share.rupiah for share in shares_of(raised, RESTING)}
    assert all(after[key] >= rupiah for key, rupiah in before.items())
