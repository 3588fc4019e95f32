"""What may happen to a proposal after what: the superior advises, the agency decides, a refusal has a reason."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sibina.assess.needs.rules import (
    SHORTEST_REASON,
    after,
    age_in_days,
    answers_that_are,
    last_timely_day,
    mark_of,
    stages_of,
    state_of,
    voice_of,
)
from sibina.assess.needs.types import (
    Endorsement,
    Outcome,
    ProposalState,
    ProposalStep,
    ReasonOwed,
    Stage,
    Standing,
    StepRefused,
    Voice,
)

GATHERED = Standing(is_gathered=True)
WHY = "Sudah ada di rencana tahun ini."


def walk(steps: list[tuple[ProposalStep, str]]) -> Standing:
    """Every step that may be taken, taken."""
    standing = Standing()
    for step, reason in steps:
        try:
            standing = after(standing, step, reason)
        except (StepRefused, ReasonOwed):
            continue
    return standing


STEPS = st.lists(st.tuples(st.sampled_from(ProposalStep), st.text(alphabet="ab \n", max_size=14)), max_size=8)


@given(STEPS)
def test_whatever_happens_a_declined_proposal_always_has_a_reason(steps):
    found = walk(steps)
    if found.endorsement == Endorsement.DECLINED:
        assert len(found.endorsement_reason.strip()) >= SHORTEST_REASON
    if found.outcome in {Outcome.TAKEN, Outcome.DECLINED}:
        assert len(found.outcome_reason.strip()) >= SHORTEST_REASON


@given(STEPS, st.sampled_from(ProposalStep))
def test_nothing_follows_a_decision_or_a_withdrawal(steps, step):
    found = walk(steps)
    if found.outcome != Outcome.WAITING:
        with pytest.raises(StepRefused):
            after(found, step, WHY)


def test_the_superior_answers_once():
    endorsed = after(Standing(), ProposalStep.ENDORSED)
    with pytest.raises(StepRefused):
        after(endorsed, ProposalStep.NOT_ENDORSED, WHY)


def test_a_heads_own_proposal_waits_for_no_superior():
    own = Standing(endorsement=Endorsement.NOT_NEEDED)
    with pytest.raises(StepRefused):
        after(own, ProposalStep.ENDORSED)
    assert state_of(own.endorsement, own.outcome) == ProposalState.AWAITS_AGENCY


def test_the_agency_decides_on_what_is_gathered_whatever_the_superior_said():
    with pytest.raises(StepRefused):
        after(Standing(), ProposalStep.TAKEN, WHY)
    declined = after(GATHERED, ProposalStep.NOT_ENDORSED, WHY)
    assert after(declined, ProposalStep.TAKEN, WHY).outcome == Outcome.TAKEN
    assert after(GATHERED, ProposalStep.DECLINED, WHY).outcome == Outcome.DECLINED


@pytest.mark.parametrize("reason", ["", "   ", "terlalu", " " * 20])
@pytest.mark.parametrize("step", [ProposalStep.NOT_ENDORSED, ProposalStep.TAKEN, ProposalStep.DECLINED])
def test_a_short_reason_is_none(step, reason):
    with pytest.raises(ReasonOwed):
        after(GATHERED, step, reason)


def test_every_pair_of_answers_is_one_state_and_at_most_one_voice():
    pairs = [(endorsement, outcome) for endorsement in Endorsement for outcome in Outcome]
    by_state = [pair for state in ProposalState for pair in answers_that_are(state)]
    assert sorted(by_state) == sorted(pairs)
    by_voice = [pair for voice in Voice for pair in answers_that_are(voice)]
    assert sorted(by_voice) == sorted(pair for pair in pairs if pair[1] != Outcome.WITHDRAWN)


def test_the_agencys_word_is_the_last_in_how_a_proposal_counts():
    assert voice_of(Endorsement.DECLINED, Outcome.TAKEN) == Voice.ENDORSED
    assert voice_of(Endorsement.ENDORSED, Outcome.DECLINED) == Voice.DECLINED
    assert voice_of(Endorsement.DECLINED, Outcome.WAITING) == Voice.DECLINED
    assert voice_of(Endorsement.NOT_NEEDED, Outcome.WAITING) == Voice.WAITING


def test_the_way_of_a_proposal_is_told_in_stations():
    assert list(stages_of(Standing())) == [
        (Stage.SENT, True),
        (Stage.AWAITS_SUPERIOR, False),
        (Stage.NOT_GATHERED, False),
        (Stage.AWAITS_AGENCY, False),
        (Stage.IN_CYCLE, False),
    ]
    taken = after(after(GATHERED, ProposalStep.ENDORSED), ProposalStep.TAKEN, WHY)
    assert [stage for stage, _ in stages_of(taken)] == [
        Stage.SENT,
        Stage.ENDORSED,
        Stage.GATHERED,
        Stage.TAKEN,
        Stage.IN_CYCLE,
    ]
    assert all(done for _, done in stages_of(taken))
    silent = after(GATHERED, ProposalStep.DECLINED, WHY)
    assert [stage for stage, _ in stages_of(silent)][1:] == [Stage.UNANSWERED, Stage.GATHERED, Stage.DECLINED]


def test_age_is_counted_in_days_and_late_is_after_the_last_of_them():
    today = date(2026, 11, 23)
    assert age_in_days(date(2026, 11, 20), today) == 3
    assert age_in_days(date(2026, 11, 24), today) == 0
    assert last_timely_day(today, 14) == date(2026, 11, 9)


def test_a_mark_changes_when_a_proposal_comes_or_goes():
    assert mark_of([]) == "0-0"
    assert len({mark_of([1, 2]), mark_of([1, 2, 3]), mark_of([2]), mark_of([1, 3])}) == 4
