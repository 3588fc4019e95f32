"""Counting a city's year: what is new becomes a counting, what changed is seen with its cause, what was stays readable."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
from django.db import DatabaseError, IntegrityError, transaction

from sibina.credit.ledger import reads
from sibina.credit.ledger.models import Counting, CreditChange, Entry, PersonCredit, YearCredit
from sibina.credit.ledger.types import Cause, CreditState, OutsideStep
from sibina.ground.cycles.api import Rule
from sibina.ground.people.types import Sight
from sibina.lib.audit.api import Event
from sibina.lib.jobs.api import run_job, start_job
from sibina.plan.planning.models import KnownHours
from sibina.plan.programmes.types import Form
from tests.modules.ledger.conftest import AT


def jp_of(hall, name, year=2026):
    return PersonCredit.objects.get(person=hall.persons[name], year=year)


def change_table(hall, **forms):
    """A new version of the table from 1 January 2026 on, with other amounts for these forms."""
    old = Rule.objects.filter(key="jp_conversion").first()
    value = {"minutes": 45, "forms": old.value["forms"] | forms}
    return Rule.objects.create(
        city=hall.city,
        key="jp_conversion",
        value=value,
        valid_from=date(2026, 1, 1),
        legal_basis="Peraturan baru",
        certainty="read",
    )


def test_the_first_counting_writes_entries_and_where_everybody_stands(hall):
    hall.verified("Ani", jp=12)
    hall.verified("Cici", jp=30, starts_on=date(2026, 5, 4), ends_on=date(2026, 5, 8), days=5)
    counted = hall.count()
    assert (counted.counting.number, counted.counting.cause, counted.counting.before) == (
        1,
        Cause.FIRST,
        None,
    )
    ani = jp_of(hall, "Ani")
    assert (ani.recognised, ani.short, ani.state) == (12, 8, CreditState.SHORT)
    cici = jp_of(hall, "Cici")
    assert (cici.state, cici.period_from, cici.period_jp) == (CreditState.OVER, date(2026, 3, 1), 30)
    assert jp_of(hall, "Dodi").state == CreditState.NO_CONTRACT
    assert jp_of(hall, "Euis").state == CreditState.NOTED
    assert jp_of(hall, "Budi").recognised == 0


def test_an_entry_keeps_the_raw_facts_and_the_version_it_was_counted_by(hall):
    hall.verified("Ani", form=Form.SEMINAR, days=2, ends_on=date(2026, 3, 3), abroad=True, jp=6)
    hall.count()
    entry = Entry.objects.get()
    assert (entry.days, entry.abroad, entry.printed, entry.jp, entry.uncapped) == (2, True, 6, 12, 12)
    assert entry.rule == Rule.objects.get(key="jp_conversion")


def test_a_second_look_that_finds_nothing_new_writes_no_counting(hall):
    hall.verified("Ani")
    first = hall.count()
    again = hall.count(at=AT + timedelta(hours=2))
    assert again.counting is None
    assert again.year.counting == first.counting
    assert again.year.counted_at == AT + timedelta(hours=2)
    assert Event.objects.filter(verb="ledger.year.counted").count() == 1


def test_a_city_without_any_record_is_counted_too(hall):
    counted = hall.count()
    assert (counted.counting.entries, counted.counting.people) == (0, 0)
    assert jp_of(hall, "Ani").state == CreditState.SHORT


def test_a_new_record_changes_its_person_alone_and_says_so(hall):
    hall.verified("Ani")
    hall.verified("Budi")
    hall.count()
    hall.verified("Ani", title="Kursus arsip", jp=4, day=date(2026, 4, 6))
    counting = hall.count().counting
    (change,) = CreditChange.objects.filter(counting=counting)
    assert (change.person, change.before, change.after) == (hall.persons["Ani"], 8, 12)
    assert (change.cause, counting.cause) == (Cause.RECORDS, Cause.RECORDS)
    assert (counting.before, counting.after) == (16, 20)


def test_a_changed_table_recounts_visibly_and_the_old_entries_stay(hall):
    hall.verified("Ani", form=Form.SEMINAR, days=1, jp=None)
    hall.verified("Budi", jp=8)
    hall.count()
    new = change_table(hall, seminar={"per": "day", "here": "3"})
    counting = hall.count().counting
    assert counting.cause == Cause.RULE
    changes = {change.person.name: change for change in CreditChange.objects.filter(counting=counting)}
    assert (changes["Ani"].before, changes["Ani"].after, changes["Ani"].cause) == (4, 3, Cause.RULE)
    # Nothing changed in Budi's JP, but the version behind it did, and that is told.
    assert (changes["Budi"].before, changes["Budi"].after) == (8, 8)
    first = Counting.objects.get(number=1)
    before = Entry.objects.get(person=hall.persons["Ani"], replaced_by=counting)
    assert (before.jp, before.counted_by) == (4, first)
    ((old, now),) = reads.list_replaced(counting=counting, person_id=hall.persons["Ani"].pk)
    assert (old.jp, now.jp, now.rule) == (4, 3, new)


def test_new_records_and_a_new_table_together_are_told_as_both(hall):
    hall.verified("Ani", form=Form.SEMINAR, jp=None)
    hall.count()
    change_table(hall, seminar={"per": "day", "here": "3"})
    hall.verified("Ani", title="Kursus", jp=4)
    assert hall.count().counting.cause == Cause.BOTH


def test_what_is_no_longer_verified_leaves_the_sum_and_stays_readable(hall):
    record = hall.verified("Ani")
    hall.count()
    hall.judge(record, OutsideStep.REVOKED, "Sertifikat ternyata milik orang lain.")
    counting = hall.count().counting
    assert jp_of(hall, "Ani").recognised == 0
    assert Entry.objects.get().replaced_by == counting
    ((old, now),) = reads.list_replaced(counting=counting, person_id=hall.persons["Ani"].pk)
    assert (old.jp, now) == (8, None)


def test_an_activity_over_new_year_counts_in_the_year_in_which_it_ends(hall):
    hall.verified("Ani", starts_on=date(2025, 12, 29), ends_on=date(2026, 1, 2), days=5, jp=20)
    hall.count(2025)
    hall.count(2026)
    assert (jp_of(hall, "Ani", 2025).recognised, jp_of(hall, "Ani", 2026).recognised) == (0, 20)


def test_a_cap_looks_at_last_december_too(hall):
    """Two courses share the thirtieth of December; the earlier record takes its three hours there."""
    hall.verified("Ani", title="A", form=Form.E_LEARNING, day=date(2025, 12, 30), jp=3)
    hall.verified(
        "Ani", title="B", form=Form.E_LEARNING, starts_on=date(2025, 12, 30), ends_on=date(2026, 1, 2), days=4, jp=12
    )  # fmt: skip
    hall.count(2026)
    assert jp_of(hall, "Ani").recognised == 9
    entry = Entry.objects.get(title="B")
    assert (entry.uncapped, entry.why) == (12, "day_full")


def test_what_cannot_be_counted_yet_is_not_nought(hall):
    hall.verified("Ani", form=Form.STRUKTURAL, jp=40, abroad=True, ends_on=date(2026, 3, 20), days=19)
    hall.count()
    assert (Entry.objects.get().jp, Entry.objects.get().why) == (None, "no_rate")
    assert jp_of(hall, "Ani").uncounted == 1


def test_last_year_is_judged_by_the_rules_of_its_last_day(hall):
    Rule.objects.create(
        city=hall.city, key="jp_floor_pns", value=24, valid_from=date(2026, 1, 1), legal_basis="PP baru", certainty="read"
    )  # fmt: skip
    hall.verified("Ani", day=date(2025, 3, 3), jp=8)
    hall.count(2025)
    hall.count(2026)
    assert (YearCredit.objects.get(year=2025).floor, YearCredit.objects.get(year=2026).floor) == (20, 24)


def test_sums_by_office_agree_with_the_people(hall):
    hall.verified("Ani", jp=14)
    hall.verified("Budi", starts_on=date(2026, 3, 2), ends_on=date(2026, 3, 4), days=3, jp=21)
    hall.count()
    whole, offices = reads.get_sums(year=2026, sight=Sight())
    assert (whole.pns, whole.met, whole.short, whole.share) == (2, 1, 1, 0.5)
    assert [(one.name, one.share) for one in offices] == [
        ("Dinas Kesehatan", 0.0),
        ("Dinas Perhubungan", 1.0),
    ]
    assert whole.recognised == 35
    assert sum(whole.bands) == 2
    own = Sight(unit_ids=frozenset({hall.units["Dinas Kesehatan"].pk}))
    assert reads.get_sums(year=2026, sight=own)[0].pns == 1


def test_planning_is_told_what_people_have_beside_its_sessions(hall):
    hall.verified("Ani", jp=8)
    hall.count()
    told = KnownHours.objects.get()
    assert (told.person, told.jp, told.cycle.year) == (hall.persons["Ani"], 8, 2026)


# The database itself.
def test_no_entry_can_be_changed_or_deleted(hall):
    hall.verified("Ani")
    hall.count()
    for change in (lambda: Entry.objects.update(title="Lain"), lambda: Entry.objects.all().delete()):
        with pytest.raises(DatabaseError), transaction.atomic():
            change()


@pytest.mark.parametrize(
    "wrong",
    [
        {"jp": Decimal(9)},
        {"jp": Decimal(-3), "uncapped": Decimal(8)},
        {"jp": Decimal(3)},
        {"jp": None, "uncapped": None},
        {"why": "no_hours"},
        {"ends_on": date(2026, 3, 1)},
        {"completed": False},
    ],
)
def test_the_database_refuses_an_entry_that_cannot_be(hall, wrong):
    hall.verified("Ani")
    counting = hall.count().counting
    values = {
        "year": 2027, "person": hall.persons["Ani"], "source": "outside", "key": 1, "form": "teknis", "title": "x",
        "starts_on": date(2026, 3, 2), "ends_on": date(2026, 3, 2), "days": 1, "abroad": False, "completed": True,
        "uncapped": Decimal(8), "jp": Decimal(8), "counted_by": counting, "city": hall.city,
    }  # fmt: skip
    Entry.objects.create(**values)
    with pytest.raises(IntegrityError), transaction.atomic():
        Entry.objects.create(**values | {"key": 2} | wrong)


# The job.
def test_the_job_of_every_morning_counts_this_year_and_the_one_before(hall):
    year = datetime.now(UTC).year
    hall.verified("Ani", day=date(year - 1, 3, 2), at=datetime.now(UTC))
    job = start_job(city=hall.city, kind="ledger.count", title="Hitung", at=datetime.now(UTC))
    run_job(city_id=hall.city.pk, job_id=job.pk)
    job.refresh_from_db()
    assert (job.state, job.result["people"], job.next_url) == ("done", 1, "/jp/")
    assert set(YearCredit.objects.values_list("year", flat=True)) == {year - 1, year}


# One person, at once.
def test_a_persons_page_counts_the_same_as_the_city(hall):
    hall.verified("Ani", jp=12)
    hall.verified("Ani", title="Webinar", form=Form.E_LEARNING, jp=8)
    hall.count()
    credit = reads.get_credit(person=hall.persons["Ani"], year=2026, today=AT.date())
    assert credit.stand.recognised == jp_of(hall, "Ani").recognised == 15
    assert [(form, jp, many) for form, jp, many in credit.by_form] == [
        (Form.TEKNIS, 12, 1),
        (Form.E_LEARNING, 3, 1),
    ]
    assert {one.form for one in credit.openings} >= {Form.MENTORING, Form.SEMINAR}


def test_a_persons_page_asks_few_questions(hall, django_assert_max_num_queries):
    for number in range(5):
        hall.verified("Ani", title=f"Kursus {number}", jp=2)
    with django_assert_max_num_queries(6):
        reads.get_credit(person=hall.persons["Ani"], year=2026, today=AT.date())
