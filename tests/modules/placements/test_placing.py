"""A placement on real PostgreSQL: proposed, papers, begun, back, reported, closed; and what is refused on the way."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, ProgrammingError, transaction

from sibina.deliver.placements import actions
from sibina.deliver.placements.models import Paper, PaperRule, Placement, PlacementStep
from sibina.deliver.placements.reads import list_activities, list_papers
from sibina.deliver.placements.types import (
    AgreementMissing,
    AgreementTooShort,
    AlreadyPlaced,
    NoPlacementYear,
    NotYetReady,
    PaperFacts,
    PaperKind,
    PaperPlace,
    PaperRuleFacts,
    PaperRuleKnown,
    PaperRuleShut,
    PlacementState,
    ReasonNeeded,
    ReturnFacts,
    StepNotNow,
    YearNotOpen,
)
from sibina.ground.cycles.api import Cycle
from sibina.ground.notices.models import Notice
from sibina.lib.audit.api import Event
from sibina.lib.editing.api import Overtaken
from sibina.plan.programmes.types import ActivityKind, Form
from tests.modules.partners.conftest import make_agreement, make_partner
from tests.modules.placements.conftest import FIRST, LAST, NOW, TODAY, Port


def test_a_placement_goes_from_proposal_to_its_end_and_each_step_is_kept(port: Port) -> None:
    made = port.reported()
    actions.close_placement(placement=made, reason="Janji menyusul tahun depan", by=None, at=NOW)
    steps = [step.state for step in PlacementStep.objects.filter(placement=made)]
    assert steps == ["proposed", "approved", "under_way", "returned", "reported", "closed"]
    assert Event.objects.filter(verb="placements.placement.begun", target_id=made.pk).count() == 1
    told = Notice.objects.filter(person=port.dodi).values_list("title", flat=True)
    assert "Penempatan Anda: Disetujui" in set(told)


def test_steps_stay_as_they_were_written(port: Port) -> None:
    step = PlacementStep.objects.get(placement=port.propose())
    with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
        PlacementStep.objects.filter(pk=step.pk).update(note="lain")


def test_two_placements_of_one_person_on_one_day_are_refused_and_the_other_is_named(port: Port) -> None:
    port.propose()
    with pytest.raises(AlreadyPlaced) as refused:
        port.propose(partner_id=None, agreement_id=None, host="Kantor Lain", starts_on=LAST, ends_on=LAST)
    assert refused.value.host == "Institut Pelabuhan Uji"
    after = LAST + timedelta(1)
    port.propose(partner_id=None, agreement_id=None, host="Kantor Lain", starts_on=after, ends_on=after)


def test_the_database_itself_refuses_the_second_whoever_writes_it(port: Port) -> None:
    first = port.propose()
    with pytest.raises(IntegrityError, match="placements_one_place_a_day"), transaction.atomic():
        Placement.objects.create(
            city=port.city,
            cycle=first.cycle,
            person=port.dodi,
            form="magang",
            host="Di tempat lain",
            purpose="Apa saja",
            starts_on=LAST,
            ends_on=LAST + timedelta(3),
        )


def test_who_is_back_early_or_whose_placement_was_cancelled_is_free_again(port: Port) -> None:
    early = port.under_way()
    on = FIRST + timedelta(3)
    actions.end_placement(placement=early, facts=ReturnFacts(on, "Dipanggil pulang"), by=None, at=NOW)
    second = port.propose(starts_on=on + timedelta(1))
    actions.cancel_placement(placement=second, reason="Tuan rumah menunda", by=None, at=NOW)
    port.propose(starts_on=on + timedelta(1))


def test_a_stay_that_takes_longer_does_not_run_into_the_next_one(port: Port) -> None:
    first = port.under_way()
    next_day = LAST + timedelta(2)
    port.propose(starts_on=next_day, ends_on=next_day)
    late = ReturnFacts(LAST + timedelta(4), "Kapal terlambat")
    with pytest.raises(AlreadyPlaced):
        actions.end_placement(placement=first, facts=late, by=None, at=NOW)
    first.refresh_from_db()
    assert first.state == PlacementState.UNDER_WAY


def test_an_agreement_covers_every_day_and_is_with_the_host(port: Port) -> None:
    short = make_agreement(port.partner, "PKS/10", starts_on=FIRST, ends_on=LAST - timedelta(1))
    with pytest.raises(AgreementTooShort):
        port.propose(agreement_id=short.pk)
    other = make_agreement(make_partner(port.city, "Lembaga Lain"), "PKS/11")
    with pytest.raises(AgreementMissing):
        port.propose(agreement_id=other.pk)
    assert not Placement.objects.exists()


def test_a_year_that_is_closed_or_not_there_takes_no_placement(port: Port) -> None:
    far = date(TODAY.year + 9, 1, 10)
    with pytest.raises(NoPlacementYear):
        port.propose(starts_on=far, ends_on=far, agreement_id=None)
    Cycle.objects.filter(year=FIRST.year).update(phase="closed", closed_on=TODAY)
    with pytest.raises(NoPlacementYear):
        port.propose()


def test_nobody_leaves_while_a_paper_is_missing_and_the_sentence_says_which(port: Port) -> None:
    made = port.approved()
    port.give_papers(made, but=PaperKind.VISA)
    with pytest.raises(NotYetReady) as refused:
        actions.begin_placement(placement=made, by=None, at=NOW)
    assert refused.value.missing == (PaperKind.VISA,)
    assert Placement.objects.get(pk=made.pk).state == PlacementState.APPROVED
    short = PaperFacts(PaperKind.VISA, "V-1", FIRST - timedelta(9), LAST - timedelta(1))
    actions.save_paper(placement=made, facts=short, scan=None, revision=0, by=None, at=NOW)
    with pytest.raises(NotYetReady) as refused:
        actions.begin_placement(placement=made, by=None, at=NOW)
    assert refused.value.too_short == (PaperKind.VISA,)
    whole = replace(short, valid_until=LAST)
    actions.save_paper(placement=made, facts=whole, scan=None, revision=1, by=None, at=NOW)
    assert actions.begin_placement(placement=made, by=None, at=NOW).state == PlacementState.UNDER_WAY


def test_nobody_leaves_before_the_year_is_carried_out(port: Port) -> None:
    Cycle.objects.filter(year=FIRST.year).update(phase="plan")
    made = port.approved()
    port.give_papers(made)
    with pytest.raises(YearNotOpen) as refused:
        actions.begin_placement(placement=made, by=None, at=NOW)
    assert (refused.value.year, refused.value.phase) == (FIRST.year, "Rencana")


def test_a_placement_at_home_needs_fewer_papers(port: Port) -> None:
    home = port.propose(country="ID", form=Form.PATOK_BANDING)
    assert {line.kind for line in list_papers(home)} == {
        PaperKind.SURAT_TUGAS,
        PaperKind.PERSETUJUAN_TUAN_RUMAH,
    }


def test_a_rule_on_papers_ends_and_a_new_one_begins_without_touching_what_was(port: Port) -> None:
    visa = PaperRule.objects.get(kind=PaperKind.VISA)
    facts = PaperRuleFacts(PaperKind.VISA, "", PaperPlace.ABROAD, 60, TODAY, "Keputusan kota", "told")
    with pytest.raises(PaperRuleKnown):
        actions.add_paper_rule(city=port.city, facts=facts, by=None, at=NOW)
    with pytest.raises(PaperRuleShut):
        actions.end_paper_rule(rule=visa, on=visa.valid_from, by=None, at=NOW)
    actions.end_paper_rule(rule=visa, on=TODAY, by=None, at=NOW)
    with pytest.raises(PaperRuleShut):
        actions.end_paper_rule(rule=visa, on=TODAY + timedelta(1), by=None, at=NOW)
    actions.add_paper_rule(city=port.city, facts=facts, by=None, at=NOW)
    before, after = port.propose(), port.propose(starts_on=TODAY, ends_on=TODAY)
    days = [
        next(line.need.rule.days_before for line in list_papers(one) if line.kind == PaperKind.VISA)  # type: ignore[union-attr]
        for one in (before, after)
    ]
    assert days == [14, 60]


def test_giving_the_starting_rules_twice_changes_nothing(port: Port) -> None:
    many = PaperRule.objects.count()
    assert actions.give_paper_rules(city=port.city, at=NOW) == 0
    assert PaperRule.objects.count() == many


def test_the_second_of_two_who_write_one_paper_is_told(port: Port) -> None:
    made = port.approved()
    facts = PaperFacts(PaperKind.VISA, "V-1", FIRST)
    actions.save_paper(placement=made, facts=facts, scan=None, revision=0, by=None, at=NOW)
    with pytest.raises(Overtaken):
        actions.save_paper(
            placement=made, facts=replace(facts, number="V-2"), scan=None, revision=0, by=None, at=NOW
        )
    assert Paper.objects.get(placement=made).number == "V-1"


def test_a_step_taken_twice_is_refused_and_says_where_the_placement_stands(port: Port) -> None:
    made = port.approved()
    with pytest.raises(StepNotNow) as refused:
        actions.approve_placement(placement=made, basis="Surat lain", by=None, at=NOW)
    assert refused.value.state == PlacementState.APPROVED


@pytest.mark.parametrize(
    "changes",
    [
        {"state": "cancelled"},
        {"state": "approved"},
        {"state": "returned"},
        {"returned_on": TODAY},
        {"country": "au"},
        {"host": " "},
        {"form": "seminar"},
        {"host_score": 6},
        {"ends_on": FIRST - timedelta(1)},
    ],
)
def test_the_database_refuses_half_a_truth(port: Port, changes: dict[str, Any]) -> None:
    made = port.propose()
    with pytest.raises(IntegrityError), transaction.atomic():
        Placement.objects.filter(pk=made.pk).update(**changes)


def test_closing_with_duties_open_is_owed_a_reason(port: Port) -> None:
    made = port.reported()
    with pytest.raises(ReasonNeeded):
        actions.close_placement(placement=made, reason=" ", by=None, at=NOW)
    one = port.promise(made)
    actions.drop_commitment(commitment=one, reason="Aturan pusat melarangnya", by=None, at=NOW)
    other = port.promise(made, "Papan jadwal")
    port.teach(other)
    port.adopt(port.offer(other))
    with pytest.raises(ReasonNeeded):
        actions.close_placement(placement=made, reason="", by=None, at=NOW)
    closed = actions.close_placement(placement=made, reason="Diukur tahun depan", by=None, at=NOW)
    assert closed.state == PlacementState.CLOSED


def test_activities_are_the_raw_facts_of_placements_that_have_begun(port: Port) -> None:
    port.propose(starts_on=TODAY + timedelta(3), ends_on=TODAY + timedelta(4))
    made = port.under_way()
    (one,) = list_activities()
    assert (one.kind, one.key, one.form, one.abroad) == (
        ActivityKind.PLACEMENT,
        made.pk,
        Form.MAGANG,
        True,
    )
    assert (one.starts_on, one.ends_on, one.completed, one.jp) == (FIRST, LAST, False, None)
    on = LAST - timedelta(3)
    made = actions.end_placement(
        placement=made, facts=ReturnFacts(on, "Selesai lebih cepat"), by=None, at=NOW
    )
    actions.report_placement(placement=made, text="Selesai", scan=None, by=None, at=NOW)
    (one,) = list_activities(people=[port.dodi.pk], since=on, until=on)
    assert (one.ends_on, one.completed) == (on, True)
    assert list_activities(since=on + timedelta(1)) == []
    assert list_activities(until=FIRST - timedelta(1)) == []
    assert list_activities(people=[]) == []
