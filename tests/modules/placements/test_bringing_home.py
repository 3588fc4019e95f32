"""What is brought home on real PostgreSQL: logbook, promises, teaching, offers, answers, figures, duties, reminders."""

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from sibina.deliver.placements import actions
from sibina.deliver.placements.models import Adoption, Change, Commitment, LogEntry, Placement, Sharing
from sibina.deliver.placements.reads import Reader, get_harvest, list_activities, list_duties, list_practices
from sibina.deliver.placements.types import (
    AdoptionAnswered,
    AdoptionState,
    AnswerFacts,
    ChangeFacts,
    CommitmentFacts,
    CommitmentKnown,
    CommitmentShut,
    DayOutside,
    DutyKind,
    NotTaughtYet,
    OfferedAlready,
    PracticeStage,
    ReasonNeeded,
    StepNotNow,
)
from sibina.ground.notices.models import Notice
from sibina.ground.people.models import Membership, Person
from sibina.lib.access import Role
from sibina.lib.editing.api import Overtaken
from sibina.lib.tenancy.models import City
from tests.modules.placements.conftest import FIRST, LAST, NOW, TODAY, ClientAs, Port

WAITING = ChangeFacts(
    indicator="Waktu tunggu",
    unit_of_measure="menit",
    before=Decimal("42"),
    before_on=TODAY - timedelta(60),
    after=Decimal("18.5"),
    after_on=TODAY,
    less_is_better=True,
    source="Catatan antrean",
)


def write(placement: Placement, text: str, day: object = FIRST) -> LogEntry:
    entry = LogEntry(day=day, learnt=text)
    return actions.write_log(placement=placement, entry=entry, scan=None, by=None, at=NOW)


def member(city: City, role: Role) -> Reader:
    return Reader(Membership.objects.get(city=city, role=role))


@pytest.fixture
def officer(port: Port, client_as: ClientAs) -> Reader:
    client_as(Role.PENGELOLA)
    return member(port.city, Role.PENGELOLA)


def test_the_same_note_sent_twice_over_a_poor_line_is_one(port: Port) -> None:
    made = port.under_way()
    assert write(made, "Loket tanpa kertas").pk == write(made, "Loket tanpa kertas").pk
    write(made, "Papan jadwal kapal")
    write(made, "Hari kedua", FIRST + timedelta(1))
    assert LogEntry.objects.count() == 3
    (activity,) = list_activities()
    assert activity.days == (FIRST, FIRST + timedelta(1))


def test_a_note_is_of_a_day_on_which_one_was_there(port: Port) -> None:
    with pytest.raises(StepNotNow):
        write(port.approved(), "Belum berangkat")
    made = port.under_way(Person.objects.get(name="Budi"))
    with pytest.raises(DayOutside) as refused:
        write(made, "Sehari sebelumnya", FIRST - timedelta(1))
    assert (refused.value.first, refused.value.last) == (FIRST, LAST)


def test_a_practice_is_promised_once_and_never_overwritten_unseen(port: Port) -> None:
    made = port.reported()
    one = port.promise(made)
    with pytest.raises(CommitmentKnown):
        port.promise(made, "antrean  LEWAT pesan")
    facts = CommitmentFacts("Antrean lewat pesan", "Petugas", TODAY, "menit")
    actions.save_commitment(placement=made, commitment=one, facts=facts, revision=1, by=None, at=NOW)
    with pytest.raises(Overtaken):
        actions.save_commitment(placement=made, commitment=one, facts=facts, revision=1, by=None, at=NOW)


def test_nothing_is_promised_before_the_placement_is_approved(port: Port) -> None:
    with pytest.raises(StepNotNow):
        port.promise(port.propose())


def test_a_promise_is_dropped_with_a_reason_and_takes_nothing_more(port: Port) -> None:
    one = port.promise(port.reported())
    with pytest.raises(ReasonNeeded):
        actions.drop_commitment(commitment=one, reason=" ", by=None, at=NOW)
    actions.drop_commitment(commitment=one, reason="Aturan pusat melarangnya", by=None, at=NOW)
    with pytest.raises(CommitmentShut):
        port.teach(one)
    with pytest.raises(IntegrityError), transaction.atomic():
        Commitment.objects.filter(pk=one.pk).update(dropped_reason="")


def test_the_chain_goes_from_a_promise_to_a_figure(port: Port, officer: Reader) -> None:
    one = port.promise(port.reported())

    def stage() -> PracticeStage:
        (row,) = list_practices(officer)
        return row.stage

    assert stage() == PracticeStage.PROMISED
    with pytest.raises(NotTaughtYet):
        port.offer(one)
    port.teach(one)
    port.teach(one)
    assert Sharing.objects.count() == 1, "the same session sent twice is one"
    assert stage() == PracticeStage.TAUGHT
    asked = port.offer(one)
    assert stage() == PracticeStage.OFFERED
    with pytest.raises(OfferedAlready):
        port.offer(one)
    port.adopt(asked)
    assert stage() == PracticeStage.ADOPTED
    for _twice in range(2):
        actions.measure_change(adoption=asked, facts=WAITING, by=None, at=NOW)
    assert Change.objects.get().facts.improved
    assert stage() == PracticeStage.CHANGED


def test_a_head_who_says_no_says_why_and_says_it_once(port: Port) -> None:
    one = port.promise(port.reported())
    port.teach(one)
    asked = port.offer(one)
    with pytest.raises(ReasonNeeded):
        actions.answer_offer(adoption=asked, facts=AnswerFacts(AdoptionState.DECLINED, ""), by=None, at=NOW)
    no = AnswerFacts(AdoptionState.DECLINED, "Loket kami hanya satu")
    actions.answer_offer(adoption=asked, facts=no, by=None, at=NOW)
    with pytest.raises(AdoptionAnswered):
        port.adopt(asked)
    with pytest.raises(StepNotNow):
        actions.measure_change(adoption=asked, facts=WAITING, by=None, at=NOW)
    told = Notice.objects.filter(person=port.dodi).latest("pk")
    assert "Loket kami hanya satu" in told.text
    with pytest.raises(IntegrityError), transaction.atomic():
        Adoption.objects.filter(pk=asked.pk).update(reason=" ")


def test_the_head_of_the_asked_unit_is_told_and_owes_the_answer(port: Port, client_as: ClientAs) -> None:
    cici = Person.objects.get(name="Cici")
    client_as(Role.KEPALA_OPD, unit=port.other, person=cici)
    head = member(port.city, Role.KEPALA_OPD)
    one = port.promise(port.reported())
    port.teach(one)
    port.offer(one, port.other)
    assert Notice.objects.filter(person=cici, title__contains="Dinas Kesehatan").count() == 1
    (row,) = list_duties(head, today=TODAY)
    assert (row.duty.kind, row.unit) == (DutyKind.ANSWER, "Dinas Kesehatan")
    assert row.duty.due_on == TODAY + timedelta(30)


def test_duties_are_on_the_list_of_who_owes_and_of_the_head(
    port: Port, client_as: ClientAs, officer: Reader
) -> None:
    client_as(Role.KEPALA_OPD, unit=port.office)
    client_as(Role.ASN, person=port.dodi)
    made = port.reported()
    for role in (Role.KEPALA_OPD, Role.ASN, Role.PENGELOLA):
        (row,) = list_duties(member(port.city, role), today=TODAY)
        assert (row.duty.kind, row.placement) == (DutyKind.PROMISE, made)
    assert not row.duty.is_late(LAST + timedelta(14))
    assert row.duty.is_late(LAST + timedelta(15))


def test_three_people_in_two_countries_and_the_report_equals_the_ledger(port: Port, officer: Reader) -> None:
    """One practice is used by two units, one by none; a third person promises nothing."""
    ani, budi = Person.objects.get(name="Ani"), Person.objects.get(name="Budi")
    first, second = port.reported(), port.reported(ani)
    port.reported(
        budi, partner_id=None, agreement_id=None, host="Balai Kota Uji", country="SG", place="Singapura"
    )
    used = port.promise(first)
    port.teach(used, 12)
    for unit in (port.office, port.other):
        port.adopt(port.offer(used, unit))
    actions.measure_change(adoption=Adoption.objects.first(), facts=WAITING, by=None, at=NOW)  # type: ignore[arg-type]
    unused = port.promise(second, "Papan jadwal")
    port.teach(unused, 5)
    dropped = port.promise(second, "Perahu listrik")
    actions.drop_commitment(commitment=dropped, reason="Terlalu mahal", by=None, at=NOW)
    harvest = get_harvest(officer, list_practices(officer))
    assert (harvest.placements, harvest.rupiah) == (3, 3 * 42_000_000)
    assert (harvest.promises, harvest.taught) == (2, 17)
    assert (harvest.adopted, harvest.units, harvest.changed) == (1, 2, 1)
    assert harvest.cost_per_practice == 126_000_000
    other_year = get_harvest(officer, list_practices(officer, year=FIRST.year + 5), year=FIRST.year + 5)
    assert (other_year.placements, other_year.cost_per_practice) == (0, None)


def test_a_figure_is_of_a_day_that_has_come_and_later_than_the_one_before(port: Port) -> None:
    one = port.promise(port.reported())
    port.teach(one)
    asked = port.adopt(port.offer(one))
    for days in ({"after_on": TODAY + timedelta(1)}, {"before_on": TODAY}):
        with pytest.raises(DayOutside):
            actions.measure_change(adoption=asked, facts=replace(WAITING, **days), by=None, at=NOW)


def test_the_daily_reminder_tells_each_once_before_and_once_after_the_day(
    port: Port, client_as: ClientAs
) -> None:
    cici = Person.objects.get(name="Cici")
    client_as(Role.KEPALA_OPD, unit=port.office, person=cici)
    port.reported()
    Notice.objects.all().delete()
    for _again in range(2):
        actions.remind_of_duties(city=port.city, at=NOW)
    assert [note.person for note in Notice.objects.all()] == [port.dodi]
    late = NOW + timedelta(20)
    for _again in range(2):
        actions.remind_of_duties(city=port.city, at=late)
    told = Notice.objects.filter(title__startswith="Lewat batas")
    assert {note.person for note in told} == {port.dodi, cici}
    assert told.count() == 2
    assert timezone.localdate(late) > LAST + timedelta(14)
