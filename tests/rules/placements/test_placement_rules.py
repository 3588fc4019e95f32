"""Placements without a database: where one may go from where it stands, which papers it needs, what is owed of it."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sibina.deliver.placements.rules import (
    ENDED,
    NEXT,
    WAY,
    AdoptionStanding,
    CommitmentStanding,
    PlacementStanding,
    check_cover,
    check_host,
    check_ready,
    check_return,
    check_step,
    cost_per_practice,
    country_name,
    country_names,
    duties_of,
    papers_needed,
    stage_of,
    starting_papers,
)
from sibina.deliver.placements.types import (
    AdoptionState,
    AgreementTooShort,
    DayOutside,
    DutyKind,
    DutyOwner,
    HostUnclear,
    Limits,
    NotYetReady,
    PaperFacts,
    PaperKind,
    PaperNeed,
    PaperPlace,
    PaperRuleFacts,
    PlacementFacts,
    PlacementState,
    PracticeStage,
    ReasonNeeded,
    ReturnFacts,
    StepNotNow,
)
from sibina.plan.programmes.types import Form

FIRST, LAST = date(2026, 3, 2), date(2026, 5, 29)
TYPED = PlacementFacts(
    form=Form.MAGANG,
    partner_id=1,
    host="",
    country="AU",
    place="Darwin",
    agreement_id=None,
    purpose="Belajar",
    starts_on=FIRST,
    ends_on=LAST,
)
LIMITS = Limits(report_days=14, answer_days=30)


def test_every_placement_that_comes_about_goes_the_whole_way_in_order() -> None:
    for state, after in pairwise(WAY):
        check_step(state, after)


@pytest.mark.parametrize("state", [PlacementState.UNDER_WAY, PlacementState.RETURNED, *sorted(ENDED)])
def test_who_has_left_is_not_cancelled_any_more(state: PlacementState) -> None:
    with pytest.raises(StepNotNow) as refused:
        check_step(state, PlacementState.CANCELLED)
    assert refused.value.state == state


def test_no_step_leads_back() -> None:
    place = {state: number for number, state in enumerate(WAY)}
    for state, following in NEXT.items():
        assert all(place.get(one, 99) > place.get(state, 99) or state in ENDED for one in following)


@pytest.mark.parametrize("changes", [{"host": "Lembaga lain"}, {"partner_id": None}])
def test_a_host_is_a_partner_or_a_name_and_not_both_or_none(changes: dict[str, object]) -> None:
    check_host(TYPED)
    check_host(replace(TYPED, partner_id=None, host="Lembaga lain"))
    with pytest.raises(HostUnclear):
        check_host(replace(TYPED, **changes))  # type: ignore[arg-type]


def test_an_agreement_that_ends_a_day_too_early_does_not_cover() -> None:
    check_cover("PKS/1", FIRST, LAST, TYPED)
    with pytest.raises(AgreementTooShort) as refused:
        check_cover("PKS/1", FIRST, LAST - timedelta(1), TYPED)
    assert refused.value.ends_on == LAST - timedelta(1)


def test_another_last_day_than_agreed_is_owed_a_reason() -> None:
    days = {"starts_on": FIRST, "ends_on": LAST, "today": LAST + timedelta(9)}
    check_return(ReturnFacts(LAST), **days)
    check_return(ReturnFacts(LAST - timedelta(5), "Dipanggil pulang"), **days)
    with pytest.raises(ReasonNeeded):
        check_return(ReturnFacts(LAST - timedelta(5), "  "), **days)
    with pytest.raises(DayOutside):
        check_return(ReturnFacts(FIRST - timedelta(1), "Salah"), **days)
    with pytest.raises(DayOutside):
        check_return(ReturnFacts(LAST + timedelta(10), "Besok"), **days)


def kinds(needs: Sequence[PaperNeed]) -> set[PaperKind]:
    return {need.kind for need in needs}


def test_abroad_needs_passport_and_permit_and_home_does_not() -> None:
    abroad = papers_needed(starting_papers(), form=Form.PATOK_BANDING, abroad=True, starts_on=FIRST)
    home = papers_needed(starting_papers(), form=Form.PATOK_BANDING, abroad=False, starts_on=FIRST)
    assert {PaperKind.PASPOR_DINAS, PaperKind.IZIN_LUAR_NEGERI, PaperKind.VISA} <= kinds(abroad)
    assert kinds(home) == {PaperKind.SURAT_TUGAS, PaperKind.PERSETUJUAN_TUAN_RUMAH}
    assert all(need.due_on == FIRST - timedelta(need.rule.days_before) for need in abroad)
    assert [need.due_on for need in abroad] == sorted(need.due_on for need in abroad)


def test_a_secondment_needs_the_word_of_the_authority_too() -> None:
    needs = papers_needed(starting_papers(), form=Form.DETASERING, abroad=False, starts_on=FIRST)
    assert PaperKind.PERSETUJUAN_PPK in kinds(needs)


def rule(**changes: object) -> PaperRuleFacts:
    known = PaperRuleFacts(PaperKind.VISA, "", PaperPlace.ABROAD, 14, date(2026, 1, 1), "Dasar", "told")
    return replace(known, **changes)  # type: ignore[arg-type]


def test_a_rule_counts_from_its_first_day_to_the_day_before_it_ends() -> None:
    ended = rule(valid_to=FIRST)
    assert not papers_needed([ended], form="magang", abroad=True, starts_on=FIRST)
    assert papers_needed([ended], form="magang", abroad=True, starts_on=FIRST - timedelta(1))
    assert not papers_needed(
        [rule(valid_from=FIRST)], form="magang", abroad=True, starts_on=FIRST - timedelta(1)
    )


def test_of_two_rules_on_one_paper_the_earlier_day_counts() -> None:
    rules = [rule(days_before=14), rule(days_before=40, form="magang")]
    (need,) = papers_needed(rules, form="magang", abroad=True, starts_on=FIRST)
    assert need.due_on == FIRST - timedelta(40)


def test_a_placement_does_not_begin_while_a_paper_is_missing_or_ends_too_early() -> None:
    needs = papers_needed(
        [rule(), rule(kind=PaperKind.ASURANSI)], form="magang", abroad=True, starts_on=FIRST
    )
    visa = PaperFacts(PaperKind.VISA, "V-1", FIRST, LAST)
    cover = PaperFacts(PaperKind.ASURANSI, "A-1", FIRST, LAST - timedelta(1))
    with pytest.raises(NotYetReady) as refused:
        check_ready(needs, {PaperKind.ASURANSI: cover}, last=LAST)
    assert refused.value.missing == (PaperKind.VISA,)
    assert refused.value.too_short == (PaperKind.ASURANSI,)
    check_ready(
        needs, {PaperKind.VISA: visa, PaperKind.ASURANSI: replace(cover, valid_until=None)}, last=LAST
    )


def standing(state: PlacementState, **changes: object) -> PlacementStanding:
    known = PlacementStanding(7, state, FIRST, LAST, None)
    return replace(known, **changes)  # type: ignore[arg-type]


def owed(found: PlacementStanding) -> list[tuple[DutyKind, DutyOwner, date]]:
    return [(duty.kind, duty.owner, duty.due_on) for duty in duties_of(found, LIMITS)]


def test_missing_papers_come_before_the_departure() -> None:
    need = PaperNeed(PaperKind.VISA, FIRST - timedelta(14), rule())
    found = standing(PlacementState.APPROVED, missing=[need])
    assert owed(found) == [(DutyKind.PAPERS, DutyOwner.OFFICER, FIRST - timedelta(14))]
    assert owed(standing(PlacementState.APPROVED)) == [(DutyKind.DEPART, DutyOwner.OFFICER, FIRST)]


def test_who_is_back_owes_a_report_and_a_promise_within_the_citys_days() -> None:
    found = standing(PlacementState.RETURNED, returned_on=LAST)
    due_on = LAST + timedelta(14)
    assert owed(found) == [
        (DutyKind.PROMISE, DutyOwner.PERSON, due_on),
        (DutyKind.REPORT, DutyOwner.PERSON, due_on),
    ]


def promised(taught_on: date | None = None, *adoptions: AdoptionStanding) -> PlacementStanding:
    one = CommitmentStanding(3, "Antrean lewat pesan", LAST + timedelta(30), taught_on, adoptions)
    return standing(PlacementState.REPORTED, returned_on=LAST, commitments=[one])


def adopted(state: AdoptionState, *, measured: bool = False) -> AdoptionStanding:
    return AdoptionStanding(5, 11, state, LAST + timedelta(40), LAST + timedelta(130), measured)


def test_each_link_of_the_chain_is_owed_after_the_one_before_it() -> None:
    taught = LAST + timedelta(20)
    assert owed(promised()) == [(DutyKind.TEACH, DutyOwner.PERSON, LAST + timedelta(30))]
    assert owed(promised(taught)) == [(DutyKind.OFFER, DutyOwner.PERSON, taught + timedelta(30))]
    asked = promised(taught, adopted(AdoptionState.ASKED))
    assert owed(asked) == [(DutyKind.ANSWER, DutyOwner.HEAD, LAST + timedelta(70))]
    assert duties_of(asked, LIMITS)[0].unit == 11
    used = promised(taught, adopted(AdoptionState.ADOPTED))
    assert owed(used) == [(DutyKind.MEASURE, DutyOwner.HEAD, LAST + timedelta(130))]
    assert owed(promised(taught, adopted(AdoptionState.ADOPTED, measured=True))) == []
    assert owed(promised(taught, adopted(AdoptionState.DECLINED))) == []


@pytest.mark.parametrize("state", sorted(ENDED))
def test_nothing_is_owed_of_what_is_closed_or_cancelled(state: PlacementState) -> None:
    assert owed(replace(promised(), state=state)) == []


def test_a_duty_is_late_from_the_day_after_its_day() -> None:
    (duty,) = duties_of(promised(), LIMITS)
    assert not duty.is_late(duty.due_on)
    assert duty.is_late(duty.due_on + timedelta(1))


@given(
    taught=st.booleans(),
    answers=st.lists(st.sampled_from(AdoptionState), max_size=4),
    changed=st.booleans(),
)
def test_a_practice_that_was_dropped_is_dropped_whatever_came_before(
    taught: bool, answers: list[AdoptionState], changed: bool
) -> None:
    told = {"taught": taught, "answers": answers, "changed": changed}
    assert stage_of(dropped=True, **told) == PracticeStage.DROPPED  # type: ignore[arg-type]
    stage = stage_of(dropped=False, **told)  # type: ignore[arg-type]
    assert (stage == PracticeStage.CHANGED) == changed
    if AdoptionState.ADOPTED in answers and not changed:
        assert stage == PracticeStage.ADOPTED


def test_the_cost_of_no_practice_is_unknown_and_not_nought() -> None:
    assert cost_per_practice(90_000_000, 0) is None
    assert cost_per_practice(90_000_000, 2) == 45_000_000
    assert cost_per_practice(0, 2) == 0


def test_countries_have_their_indonesian_names_and_two_letters() -> None:
    assert country_name("AU") == "Australia"
    assert country_name("ID") == "Indonesia"
    assert country_name("NL") == "Belanda"
    assert len(country_names()) > 190
    assert all(len(code) == 2 and code.isupper() for code in country_names())
