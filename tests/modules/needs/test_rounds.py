"""A needs round from its opening to its end: who may do what when, and what the database refuses by itself."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from django.db import DatabaseError, IntegrityError, transaction

from sibina.assess.needs import actions, reads
from sibina.assess.needs.models import Gap, NeedsRound, OfficeSheet, PerformanceGap, SheetLine, SheetStep
from sibina.assess.needs.rules import WEIGHT_UNIT
from sibina.assess.needs.types import (
    AlreadySigned,
    Amendment,
    ChangedMeanwhile,
    Driver,
    FindingsUndecided,
    NoGapsYet,
    NotSigned,
    NotYourOffice,
    PerformanceFacts,
    Priority,
    ProposalFacts,
    ProposalKind,
    ReasonMissing,
    RoundBackwards,
    RoundClosed,
    RoundNotOpen,
    RoundThere,
    StepKind,
    TooManyPeople,
    Unanswered,
    YearShut,
)
from sibina.ground.cycles.models import Cycle
from sibina.ground.people.types import Sight
from sibina.lib.audit.api import Event
from tests.modules.needs.conftest import AS_OF, AT, CLOSES, RoundTown, Town, facts, open_year

FEWER = Amendment(0, Priority.USUAL, "Sudah dilatih bulan lalu.")


def test_opening_gives_each_office_a_sheet_with_what_is_short_or_unmeasured(asked: RoundTown) -> None:
    lines = {
        (line.sheet.office.name, line.competency.name): (line.people, line.short, line.unmeasured)
        for line in SheetLine.objects.select_related("sheet__office", "competency")
    }
    assert lines == {
        ("Dinas Kesehatan", "Integritas"): (3, 1, 1),
        ("Dinas Kesehatan", "Komunikasi"): (3, 1, 2),
        ("Dinas Perhubungan", "Integritas"): (1, 0, 1),
        ("Dinas Perhubungan", "Logistik"): (1, 1, 0),
    }
    assert {str(row.office): (row.people, str(row.sector_weight)) for row in OfficeSheet.objects.all()} == {
        "Dinas Kesehatan": (3, "1.50"),
        "Dinas Perhubungan": (1, "1.00"),
    }


def test_a_round_that_ends_before_it_begins_is_refused_by_the_action_and_by_the_database(town: Town) -> None:
    cycle, snapshot = open_year(town.city), town.count()
    days = {"opens_on": AS_OF, "closes_on": AS_OF}
    with pytest.raises(RoundBackwards):
        actions.open_round(city=town.city, cycle=cycle, at=AT, **days)
    with pytest.raises(IntegrityError), transaction.atomic():
        NeedsRound.objects.create(city=town.city, cycle=cycle, snapshot=snapshot, opened_at=AT, **days)


def test_a_year_has_one_round_and_rests_on_counted_gaps_of_a_year_that_may_change(town: Town) -> None:
    cycle = open_year(town.city)
    days = {"opens_on": AS_OF, "closes_on": CLOSES}
    with pytest.raises(NoGapsYet):
        actions.open_round(city=town.city, cycle=cycle, at=AT, **days)
    town.count()
    made = actions.open_round(city=town.city, cycle=cycle, at=AT, **days)
    with pytest.raises(RoundThere):
        actions.open_round(city=town.city, cycle=cycle, at=AT, **days)
    assert list(NeedsRound.objects.all()) == [made]
    later = Cycle.objects.create(city=town.city, year=2028, phase="deliver", opened_on=AS_OF)
    with pytest.raises(YearShut):
        actions.open_round(city=town.city, cycle=later, at=AT, **days)


def test_an_office_answers_adds_and_signs_and_then_nothing_moves(asked: RoundTown) -> None:
    sheet, sight = asked.sheet("Dinas Kesehatan")
    line = asked.line("Dinas Kesehatan", "Komunikasi")
    actions.answer_line(line=line, version=0, amendment=FEWER, sight=sight, at=AT)
    added = actions.add_performance_gap(sheet=sheet, facts=facts(), sight=sight, at=AT)
    assert actions.endorse_lines(sheet=sheet, sight=sight, at=AT) == 1
    asked.sign("Dinas Kesehatan")
    for change in (
        lambda: actions.answer_line(line=line, version=1, amendment=None, sight=sight, at=AT),
        lambda: actions.endorse_lines(sheet=sheet, sight=sight, at=AT),
        lambda: actions.add_performance_gap(sheet=sheet, facts=facts(), sight=sight, at=AT),
        lambda: actions.change_performance_gap(gap=added, version=1, facts=facts(), sight=sight, at=AT),
        lambda: actions.drop_performance_gap(gap=added, version=1, sight=sight, at=AT),
        lambda: asked.sign("Dinas Kesehatan"),
    ):
        with pytest.raises(AlreadySigned):
            change()
    signed = SheetStep.objects.get(kind=StepKind.SIGNED).signed
    assert [need["answer"] for need in signed["needs"]].count("amended") == 1
    assert signed["performance"][0]["observed"] == facts().observed


def test_nobody_signs_answers_or_adds_for_another_office(asked: RoundTown) -> None:
    sheet, _own = asked.sheet("Dinas Kesehatan")
    _other, sight = asked.sheet("Dinas Perhubungan")
    line = asked.line("Dinas Kesehatan", "Komunikasi")
    for who in (sight, Sight(), Sight(nothing=True)):
        for change in (
            lambda: actions.sign_sheet(sheet=sheet, version=0, sight=who, at=AT),  # noqa: B023
            lambda: actions.endorse_lines(sheet=sheet, sight=who, at=AT),  # noqa: B023
            lambda: actions.answer_line(line=line, version=0, amendment=FEWER, sight=who, at=AT),  # noqa: B023
            lambda: actions.add_performance_gap(sheet=sheet, facts=facts(), sight=who, at=AT),  # noqa: B023
        ):
            with pytest.raises(NotYourOffice) as refused:
                change()
            assert refused.value.told == {"office": "Dinas Kesehatan"}


def test_a_sheet_with_unanswered_needs_is_not_signed(asked: RoundTown) -> None:
    sheet, sight = asked.sheet("Dinas Kesehatan")
    with pytest.raises(Unanswered) as refused:
        actions.sign_sheet(sheet=sheet, version=0, sight=sight, at=AT)
    assert refused.value.told == {"count": 2}


def test_a_sheet_is_filled_from_its_opening_day_on(asked: RoundTown) -> None:
    sheet, sight = asked.sheet("Dinas Kesehatan")
    with pytest.raises(RoundNotOpen):
        actions.endorse_lines(sheet=sheet, sight=sight, at=AT - timedelta(days=1))


def test_an_amendment_without_a_reason_is_refused_by_the_action_and_by_the_database(asked: RoundTown) -> None:
    _sheet, sight = asked.sheet("Dinas Kesehatan")
    line = asked.line("Dinas Kesehatan", "Komunikasi")
    bare = Amendment(0, Priority.USUAL, " ")
    with pytest.raises(ReasonMissing):
        actions.answer_line(line=line, version=0, amendment=bare, sight=sight, at=AT)
    with pytest.raises(IntegrityError), transaction.atomic():
        SheetLine.objects.filter(pk=line.pk).update(answer="amended", amended_people=0)
    with pytest.raises(IntegrityError), transaction.atomic():
        SheetLine.objects.filter(pk=line.pk).update(answer="endorsed", priority="raised")


def test_the_second_of_two_who_change_the_same_is_told_and_overwrites_nothing(asked: RoundTown) -> None:
    sheet, sight = asked.sheet("Dinas Kesehatan")
    line = asked.line("Dinas Kesehatan", "Komunikasi")
    actions.answer_line(line=line, version=line.version, amendment=FEWER, sight=sight, at=AT)
    with pytest.raises(ChangedMeanwhile):
        actions.answer_line(line=line, version=line.version, amendment=None, sight=sight, at=AT)
    line.refresh_from_db()
    assert (line.answer, line.amended_people) == ("amended", 0)
    added = actions.add_performance_gap(sheet=sheet, facts=facts(), sight=sight, at=AT)
    actions.change_performance_gap(gap=added, version=1, facts=facts(people=2), sight=sight, at=AT)
    with pytest.raises(ChangedMeanwhile):
        actions.drop_performance_gap(gap=added, version=1, sight=sight, at=AT)
    assert PerformanceGap.objects.get().people == 2


def test_nobody_signs_a_sheet_that_has_changed_since_it_was_looked_at(asked: RoundTown) -> None:
    sheet, sight = asked.sheet("Dinas Kesehatan")
    actions.endorse_lines(sheet=sheet, sight=sight, at=AT)
    seen = OfficeSheet.objects.get(pk=sheet.pk).version
    actions.add_performance_gap(sheet=sheet, facts=facts(), sight=sight, at=AT)
    with pytest.raises(ChangedMeanwhile):
        actions.sign_sheet(sheet=sheet, version=seen, sight=sight, at=AT)


def test_a_performance_gap_of_more_people_than_the_office_has_is_refused(asked: RoundTown) -> None:
    sheet, sight = asked.sheet("Dinas Kesehatan")
    with pytest.raises(TooManyPeople):
        actions.add_performance_gap(sheet=sheet, facts=facts(people=4), sight=sight, at=AT)


def test_a_performance_gap_taken_out_is_gone_and_its_words_stay_on_the_trail(asked: RoundTown) -> None:
    sheet, sight = asked.sheet("Dinas Kesehatan")
    added = actions.add_performance_gap(sheet=sheet, facts=facts(), sight=sight, at=AT)
    actions.drop_performance_gap(gap=added, version=added.version, sight=sight, at=AT)
    assert not PerformanceGap.objects.exists()
    assert Event.objects.get(verb="needs.performance.dropped").data["observed"] == facts().observed


def test_a_returned_sheet_is_open_again_with_its_reason_and_what_was_signed_stays(asked: RoundTown) -> None:
    sheet, sight = asked.sheet("Dinas Kesehatan")
    with pytest.raises(NotSigned):
        actions.return_sheet(sheet=sheet, reason="Keliru", at=AT)
    asked.fill_and_sign("Dinas Kesehatan")
    with pytest.raises(ReasonMissing):
        actions.return_sheet(sheet=sheet, reason=" ", at=AT)
    actions.return_sheet(sheet=sheet, reason="Jumlah orang tertukar.", at=AT)
    line = asked.line("Dinas Kesehatan", "Komunikasi")
    actions.answer_line(line=line, version=line.version, amendment=FEWER, sight=sight, at=AT)
    asked.sign("Dinas Kesehatan")
    assert [step.kind for step in SheetStep.objects.order_by("pk")] == ["signed", "returned", "signed"]
    with pytest.raises(IntegrityError), transaction.atomic():
        SheetStep.objects.create(city=asked.city, sheet=sheet, kind=StepKind.RETURNED, at=AT)
    with pytest.raises(DatabaseError), transaction.atomic():
        SheetStep.objects.update(reason="lain")


def test_offices_that_have_not_signed_are_reminded_once_a_day(asked: RoundTown) -> None:
    asked.fill_and_sign("Dinas Kesehatan")
    every = [sheet.pk for sheet in OfficeSheet.objects.all()]

    def remind(days: int) -> int:
        return actions.remind_offices(needs_round=asked.round, sheet_ids=every, at=AT + timedelta(days=days))

    assert (remind(0), remind(0), remind(1)) == (1, 0, 1)
    sheet, sight = asked.sheet("Dinas Perhubungan")
    (waiting,) = reads.list_sheets_to_fill(sight, AS_OF)
    assert (waiting.sheet, waiting.reminded_at) == (sheet, AT + timedelta(days=1))
    assert not reads.list_sheets_to_fill(asked.sheet("Dinas Kesehatan")[1], AS_OF)


def test_a_round_with_offices_missing_is_closed_with_a_reason_only(asked: RoundTown) -> None:
    asked.fill_and_sign("Dinas Kesehatan")
    with pytest.raises(ReasonMissing):
        actions.close_round(needs_round=asked.round, reason="", at=AT)
    closed = actions.close_round(needs_round=asked.round, reason="Batas anggaran.", at=AT)
    found = reads.find_round(closed.pk)
    assert found is not None
    assert (found.offices_missing, found.missing) == (1, ["Dinas Perhubungan"])
    with pytest.raises(IntegrityError), transaction.atomic():
        NeedsRound.objects.update(reason="")


def test_a_round_that_all_have_signed_needs_no_reason(asked: RoundTown) -> None:
    for office in ("Dinas Kesehatan", "Dinas Perhubungan"):
        asked.fill_and_sign(office)
    assert actions.close_round(needs_round=asked.round, reason="", at=AT).offices_missing == 0


def test_after_closing_nothing_changes_any_more(asked: RoundTown) -> None:
    asked.fill_and_sign("Dinas Kesehatan")
    sheet, sight = asked.sheet("Dinas Perhubungan")
    signed, _sight = asked.sheet("Dinas Kesehatan")
    actions.close_round(needs_round=asked.round, reason="Batas anggaran.", at=AT)
    changes: list[Callable[[], object]] = [
        lambda: actions.endorse_lines(sheet=sheet, sight=sight, at=AT),
        lambda: actions.sign_sheet(sheet=sheet, version=sheet.version, sight=sight, at=AT),
        lambda: actions.add_performance_gap(sheet=sheet, facts=facts(), sight=sight, at=AT),
        lambda: actions.return_sheet(sheet=signed, reason="Keliru", at=AT),
        lambda: actions.remind_offices(needs_round=asked.round, sheet_ids=[sheet.pk], at=AT),
        lambda: actions.close_round(needs_round=asked.round, reason="Lagi", at=AT),
    ]
    for change in changes:
        with pytest.raises(RoundClosed):
            change()


def test_findings_are_decided_before_the_round_is_closed(asked: RoundTown) -> None:
    asked.receive()
    with pytest.raises(FindingsUndecided) as refused:
        actions.close_round(needs_round=asked.round, reason="Cukup", at=AT)
    assert refused.value.told == {"count": 1}


def test_the_rows_that_a_round_rests_on_stay_however_often_gaps_are_counted(asked: RoundTown) -> None:
    for days in range(1, 5):
        asked.town.count(as_of=AS_OF + timedelta(days=days))
    assert Gap.objects.filter(snapshot=asked.round.snapshot).count() == 8
    assert reads.list_levels(asked.line("Dinas Kesehatan", "Komunikasi")) == [(3, 1, 1), (3, None, 2)]


def test_an_office_counts_as_computed_until_it_signs(asked: RoundTown) -> None:
    sheet, sight = asked.sheet("Dinas Kesehatan")
    line = asked.line("Dinas Kesehatan", "Komunikasi")
    actions.answer_line(line=line, version=0, amendment=FEWER, sight=sight, at=AT)
    actions.add_performance_gap(sheet=sheet, facts=facts(), sight=sight, at=AT)

    def drivers() -> dict[Driver, int]:
        needs = {need.competency_id: need for need in reads.get_ranking(asked.round).needs}
        return {driver: amount for driver, amount in needs[line.competency_id].drivers.items() if amount}

    # Ani: 2 levels × weight 2 × sector 1.5.
    assert drivers() == {Driver.GAP: 60_000}
    actions.endorse_lines(sheet=sheet, sight=sight, at=AT)
    asked.sign("Dinas Kesehatan")
    assert drivers() == {Driver.GAP: 60_000, Driver.PEOPLE: -60_000, Driver.PERFORMANCE: 45_000}
    actions.return_sheet(sheet=sheet, reason="Periksa lagi", at=AT)
    assert drivers() == {Driver.GAP: 60_000}


def test_the_ranking_of_the_city_adds_up_to_what_was_counted(asked: RoundTown) -> None:
    ranking = reads.get_ranking(asked.round)
    assert sum(need.weight for need in ranking.needs) == asked.round.snapshot.weighted
    assert sum(need.unmeasured for need in ranking.needs) == asked.round.snapshot.unmeasured
    assert date(2026, 1, 2) == asked.round.snapshot.as_of


def test_facts_with_nothing_to_show_are_refused_by_the_database(asked: RoundTown) -> None:
    sheet, _sight = asked.sheet("Dinas Kesehatan")
    bare = PerformanceFacts(None, 1, "", "")
    with pytest.raises(IntegrityError), transaction.atomic():
        PerformanceGap.objects.create(city=asked.city, sheet=sheet, made_at=AT, **vars(bare))


def test_proposals_of_the_staff_move_the_ranking_until_the_round_is_closed(asked: RoundTown) -> None:
    communication = asked.town.competencies["Komunikasi"]
    by_hand = ProposalFacts(ProposalKind.NEED, communication.pk, "", "Warga sering salah paham di loket.")
    for person in ("Ani", "Dodi"):
        actions.send_proposal(person=asked.town.persons[person], facts=by_hand, at=AT)

    def voices() -> int:
        return sum(need.drivers[Driver.VOICES] for need in reads.get_ranking(asked.round).needs)

    assert voices() == WEIGHT_UNIT
    asked.round = actions.close_round(needs_round=asked.round, reason="Batas anggaran.", at=AT)
    actions.send_proposal(person=asked.town.persons["Budi"], facts=by_hand, at=AT)
    assert voices() == WEIGHT_UNIT
