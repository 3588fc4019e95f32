"""Every row of the conversion against a case worked by hand, its caps, and what must hold whatever somebody did."""

import random
from collections import defaultdict
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sibina.credit.ledger.rules import (
    cut,
    fact_of,
    list_openings,
    rates_of,
    recognise,
    sum_of,
    value_of,
    version_on,
)
from sibina.credit.ledger.types import (
    ALL_FORMS,
    UNKNOWN,
    BadTable,
    Conversion,
    Fact,
    OtherForm,
    Per,
    Source,
    Why,
)
from sibina.ground.cycles.rules import STARTING_RULES
from sibina.ground.cycles.types import RuleKey
from sibina.plan.programmes.types import Activity, ActivityKind, Form

(STARTING,) = (rule for rule in STARTING_RULES if rule.key == RuleKey.JP_CONVERSION)
MINUTES, RATES = rates_of(STARTING.value)
TABLE = Conversion(1, date(2019, 1, 1), None, MINUTES, RATES)
MONDAY = date(2026, 3, 2)


def did(form, *days, key=1, jp=None, minutes=None, abroad=False, completed=True, source=Source.SESSION):
    """One thing that person 7 did on these days of March 2026 (or on whole dates)."""
    when = tuple(day if isinstance(day, date) else date(2026, 3, day) for day in days)
    first, last = (min(when), max(when)) if when else (MONDAY, MONDAY)
    return Fact(source, key, 7, form, "Kegiatan", "BKPSDM", first, last, when, minutes, jp, abroad, completed)


def counted(*facts, versions=(TABLE,)):
    """JP of each fact, by its key."""
    return {one.fact.key: one.jp for one in recognise(facts, versions)}


def only(fact, versions=(TABLE,)):
    (found,) = recognise([fact], versions)
    return found.jp, found.why


# By hand, row by row: what was done, in the country, abroad.
BY_HAND = [
    (OtherForm.TUGAS_BELAJAR, {"days": (2, 3)}, "20", "20"),
    (OtherForm.IZIN_BELAJAR, {"days": (2, 3)}, "20", "20"),
    (Form.STRUKTURAL, {"jp": 900}, "900", None),
    (Form.MANAJERIAL, {"jp": 12}, "12", "14.4"),
    (Form.TEKNIS, {"jp": 16}, "16", "19.2"),
    (Form.FUNGSIONAL, {"jp": 33}, "33", "39.6"),
    (Form.SOSIAL_KULTURAL, {"jp": 5}, "5", "6"),
    (Form.SEMINAR, {"days": (2, 3, 4)}, "12", "18"),
    (Form.WORKSHOP, {"days": (2, 3)}, "10", "14"),
    (Form.KURSUS, {"jp": 40}, "40", "48"),
    (Form.PENATARAN, {"jp": 7}, "7", "8.4"),
    (Form.BIMTEK, {"jp": 11}, "11", "13.2"),
    (Form.SOSIALISASI, {"days": (2,)}, "4", "6"),
    (Form.COACHING, {"days": (2,)}, "2", "4"),
    (Form.MENTORING, {"days": (2,)}, "2", "4"),
    (Form.E_LEARNING, {"jp": 10, "days": (2, 3, 4)}, "9", "10"),
    (Form.E_LEARNING, {"jp": 20, "days": (2, 3, 4)}, "9", "12"),
    (Form.PJJ, {"jp": 21}, "21", "25.2"),
    (Form.DETASERING, {"days": (2, 3, 4, 5)}, "20", "24"),
    (Form.OUTBOND, {"jp": 8}, "8", "9.6"),
    (Form.PATOK_BANDING, {"days": (2, 3)}, "10", "20"),
    (Form.PERTUKARAN, {"days": (2, 3)}, "20", "24"),
    (Form.BELAJAR_MANDIRI, {"jp": 6, "days": (2, 3)}, "4", "4.8"),
    (Form.BELAJAR_MANDIRI, {"jp": 3, "days": (2, 3)}, "3", "3.6"),
    (Form.KOMUNITAS_BELAJAR, {"jp": 6, "days": (2, 3)}, "4", "4.8"),
    (Form.MAGANG, {"days": (2, 3, 4)}, "20", "24"),
    (Form.BIMBINGAN_KERJA, {"days": (2, 3)}, "4", None),
]


@pytest.mark.parametrize(("form", "what", "here", "abroad"), BY_HAND)
def test_each_row_of_the_table_gives_what_it_gives_by_hand(form, what, here, abroad):
    days = what.pop("days", (2,)) if "days" in what else (2,)
    fact = did(form, *days, jp=what.get("jp"))
    assert only(fact)[0] == Decimal(here)
    outcome = only(replace(fact, abroad=True))
    assert outcome == (None, Why.NO_RATE) if abroad is None else outcome[0] == Decimal(abroad)


def test_every_row_of_the_table_has_a_case_worked_by_hand_and_every_form_is_known():
    assert {form for form, *_ in BY_HAND} == set(RATES)
    assert set(ALL_FORMS) - set(RATES) == {OtherForm.KLASIKAL_LAINNYA, OtherForm.NONKLASIKAL_LAINNYA}


def test_a_form_that_the_table_does_not_name_is_not_known_and_not_nought():
    assert only(did(OtherForm.KLASIKAL_LAINNYA, 2, jp=8)) == (None, Why.NO_RATE)


# Caps.
def test_of_three_meetings_with_a_mentor_in_a_month_the_first_two_count():
    meetings = [did(Form.MENTORING, day, key=key) for day, key in ((20, 1), (4, 2), (11, 3))]
    assert counted(*meetings) == {1: Decimal(0), 2: Decimal(2), 3: Decimal(2)}
    (late,) = [one for one in recognise(meetings, [TABLE]) if one.fact.key == 1]
    assert (late.why, late.uncapped) == (Why.MONTH_FULL, Decimal(2))


def test_a_new_month_begins_anew_and_coaching_is_not_mentoring():
    facts = [did(Form.MENTORING, day, key=day) for day in (2, 9, 16)]
    facts += [did(Form.MENTORING, date(2026, 4, 1), key=40), did(Form.COACHING, 16, key=50)]
    assert counted(*facts) == {2: 2, 9: 2, 16: 0, 40: 2, 50: 2}


def test_of_two_meetings_on_one_day_the_lower_key_comes_first():
    facts = [did(Form.COACHING, 5, key=key) for key in (30, 10, 20)]
    assert counted(*facts) == {10: 2, 20: 2, 30: 0}


def test_e_learning_of_two_courses_on_one_day_gives_three_hours_together():
    facts = [did(Form.E_LEARNING, 2, key=1, jp=2), did(Form.E_LEARNING, 2, key=2, jp=2)]
    assert counted(*facts) == {1: Decimal(2), 2: Decimal(1)}


def test_hours_are_spread_evenly_over_the_days_before_a_day_is_full():
    long = did(Form.E_LEARNING, 2, 3, 4, 5, 6, key=2, jp=10)  # two a day
    short = did(Form.E_LEARNING, 2, key=1, jp=3)
    # On the second of March: three and two, of which three are left.
    assert counted(long, short) == {1: Decimal(3), 2: Decimal(8)}


def test_a_day_in_the_country_and_abroad_gives_four_hours_of_e_learning_whichever_is_first():
    for abroad_key in (1, 9):
        facts = [
            did(Form.E_LEARNING, 2, key=5, jp=3),
            did(Form.E_LEARNING, 2, key=abroad_key, jp=4, abroad=True),
        ]
        assert sum(counted(*facts).values()) == 4


def test_own_study_and_a_community_of_practice_each_have_their_own_cap():
    facts = [did(Form.BELAJAR_MANDIRI, 2, key=1, jp=5), did(Form.KOMUNITAS_BELAJAR, 2, key=2, jp=5)]
    assert counted(*facts) == {1: 2, 2: 2}


def test_a_semester_counts_once_and_the_next_one_again():
    facts = [
        did(OtherForm.TUGAS_BELAJAR, date(2026, 2, 1), date(2026, 5, 30), key=1),
        did(OtherForm.TUGAS_BELAJAR, date(2026, 3, 1), date(2026, 6, 20), key=2),
        did(OtherForm.TUGAS_BELAJAR, date(2026, 8, 1), date(2026, 12, 20), key=3),
    ]
    assert counted(*facts) == {1: 20, 2: 0, 3: 20}


# What the table does not say.
def test_the_programmes_hours_come_before_the_minutes_and_the_minutes_before_nothing():
    assert only(did(Form.TEKNIS, 2, jp=8, minutes=90))[0] == 8
    assert only(did(Form.TEKNIS, 2, minutes=90))[0] == 2
    assert only(did(Form.TEKNIS, 2, minutes=100))[0] == Decimal("2.22")  # cut off, never rounded up
    assert only(did(Form.TEKNIS, 2)) == (None, Why.NO_HOURS)


def test_a_day_that_nobody_wrote_down_is_not_known():
    assert only(did(Form.SEMINAR)) == (None, Why.NO_DAYS)
    assert only(did(Form.E_LEARNING, jp=4)) == (None, Why.NO_DAYS)


def test_what_was_not_completed_gives_nothing_and_says_so():
    assert only(did(Form.TEKNIS, 2, jp=8, completed=False)) == (Decimal(0), Why.NOT_COMPLETED)
    assert counted(*(did(Form.MENTORING, day, key=day, completed=day > 2) for day in (2, 3, 4))) == {
        2: 0,
        3: 2,
        4: 2,
    }


def test_an_activity_before_any_rule_is_not_known():
    assert only(did(Form.TEKNIS, date(2018, 5, 5), jp=8)) == (None, Why.NO_RULE)


def test_the_version_on_the_last_day_of_the_activity_counts():
    _, rates = rates_of({"minutes": 45, "forms": {"seminar": {"per": "day", "here": "3"}}})
    later = Conversion(2, date(2026, 3, 10), None, 45, rates)
    found = recognise([did(Form.SEMINAR, 9, key=1), did(Form.SEMINAR, 9, 10, key=2)], [replace(TABLE), later])
    assert [(one.fact.key, one.jp, one.rule_id) for one in found] == [(1, 4, 1), (2, 6, 2)]
    ended = replace(TABLE, valid_to=date(2020, 1, 1))
    assert version_on([ended], date(2026, 1, 1)) is None


def test_the_same_fact_told_twice_is_one():
    assert counted(did(Form.SEMINAR, 2), did(Form.SEMINAR, 2)) == {1: 4}


def test_what_a_way_of_delivery_reports_is_counted_as_it_is():
    told = Activity(
        ActivityKind.MENTORING, 5, 7, Form.MENTORING, "Bimbingan", "Dinas", MONDAY, MONDAY, (MONDAY,), 60, None,
        False, True,
    )  # fmt: skip
    fact = fact_of(told)
    assert (fact.source, fact.key, only(fact)[0]) == (Source.MENTORING, 5, 2)


# The table as data.
def test_the_table_survives_being_kept():
    assert rates_of(value_of(MINUTES, RATES)) == (MINUTES, RATES)


@pytest.mark.parametrize(
    ("value", "form"),
    [
        ("20", ""),
        ({"forms": {}}, ""),
        ({"minutes": 45, "forms": {"sulap": {"per": "day", "here": "1"}}}, "sulap"),
        ({"minutes": 45, "forms": {"seminar": {"per": "minggu", "here": "1"}}}, "seminar"),
        ({"minutes": 45, "forms": {"seminar": {"per": "day", "here": "-4"}}}, "seminar"),
        (
            {
                "minutes": 45,
                "forms": {"e_learning": {"per": "hours", "here": "1", "daily": "3", "daily_abroad": "2"}},
            },
            "e_learning",
        ),
    ],
)
def test_a_value_that_is_no_table_says_where(value, form):
    with pytest.raises(BadTable) as wrong:
        rates_of(value)
    assert wrong.value.form == form


# What still counts.
def test_what_still_counts_this_month_and_today():
    facts = [did(Form.MENTORING, 2, key=1), did(Form.E_LEARNING, 20, key=2, jp=1)]
    left = {opening.form: opening.left for opening in list_openings(facts, TABLE, date(2026, 3, 20))}
    assert left[Form.MENTORING] == 1
    assert left[Form.COACHING] == 2
    assert left[Form.E_LEARNING] == 2
    assert left[Form.SEMINAR] is None
    three = [did(Form.MENTORING, day, key=day) for day in (2, 3, 4)]
    openings = list_openings(three, TABLE, date(2026, 3, 20))
    assert openings[-1].form == Form.MENTORING
    assert openings[-1].left == 0


# Whatever somebody did. How long it takes to make up a life says nothing about the rules, and much about the machine.
anyhow = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
FORMS = st.sampled_from([form for form in ALL_FORMS if form != Form.STRUKTURAL])
EITHER = st.booleans()
DAYS = st.sets(st.integers(0, 45), min_size=1, max_size=6)


@st.composite
def lives(draw, forms=FORMS, abroad=EITHER):
    """What one person did in six weeks."""
    facts = []
    for key in range(draw(st.integers(0, 9))):
        days = sorted(MONDAY + timedelta(days=day) for day in draw(DAYS))
        facts.append(
            did(
                draw(forms),
                *days,
                key=key,
                jp=draw(st.none() | st.integers(1, 40)),
                minutes=draw(st.none() | st.integers(0, 900)),
                abroad=draw(abroad),
                completed=draw(st.integers(0, 5)) > 0,
                source=draw(st.sampled_from(Source)),
            )
        )
    return facts


@anyhow
@given(lives(), st.integers(0, 2**31))
def test_no_order_of_entries_changes_anything(facts, seed):
    shuffled = facts[:]
    random.Random(seed).shuffle(shuffled)
    assert recognise(shuffled, [TABLE]) == recognise(facts, [TABLE])


@anyhow
@given(lives())
def test_nothing_counts_more_than_it_gives_and_what_is_less_has_a_reason(facts):
    for one in recognise(facts, [TABLE]):
        if one.jp is None:
            assert one.why in UNKNOWN
            assert one.uncapped is None
        else:
            assert Decimal(0) <= one.jp <= one.uncapped
            assert (one.jp < one.uncapped or not one.fact.completed) == (one.why is not None)


@anyhow
@given(lives(abroad=st.just(False)))
def test_a_cap_is_never_passed(facts):
    """Looked at from outside: at most so much a form could have given on its days, in its months."""
    found = [one for one in recognise(facts, [TABLE]) if one.jp is not None and one.fact.completed]
    by_form = defaultdict(list)
    for one in found:
        by_form[one.fact.form].append(one)
    for form, ones in by_form.items():
        rate = RATES.get(form)
        if rate is None:
            continue
        days = {day for one in ones for day in one.fact.days}
        if rate.daily is not None:
            assert sum(one.jp for one in ones) <= rate.daily * len(days)
        if rate.monthly is not None:
            months = {(day.year, day.month) for day in days}
            assert sum(one.jp for one in ones) <= rate.here * rate.monthly * len(months)
        if rate.per == Per.SEMESTER:
            assert sum(one.jp for one in ones) <= 20


@anyhow
@given(lives(abroad=st.just(False)), lives(abroad=st.just(False)))
def test_doing_more_never_counts_less(facts, more):
    """In the country: abroad a session gives more, and an earlier one at home may take its place in the month."""
    more = [replace(fact, key=fact.key + 100) for fact in more]
    before, after = (sum_of(recognise(some, [TABLE])) for some in (facts, facts + more))
    # Each fact's JP is cut off after two decimals.
    assert after >= before - Decimal("0.01") * len(facts)


@anyhow
@given(st.integers(1, 60), DAYS.filter(lambda days: len(days) % 2 == 0), lives(st.just(Form.E_LEARNING)))
def test_one_course_or_two_halves_of_it_count_the_same(jp, days, beside):
    beside = [replace(fact, key=fact.key + 100, source=Source.OUTSIDE) for fact in beside]
    when = sorted(MONDAY + timedelta(days=day) for day in days)
    half = len(when) // 2
    whole = did(Form.E_LEARNING, *when, key=1, jp=2 * jp)
    halves = [
        did(Form.E_LEARNING, *when[:half], key=1, jp=jp),
        did(Form.E_LEARNING, *when[half:], key=2, jp=jp),
    ]
    one, two = (sum_of(recognise([*some, *beside], [TABLE])) for some in ([whole], halves))
    assert abs(one - two) <= Decimal("0.01") * (len(beside) + 2)


@anyhow
@given(st.fractions(min_value=0, max_value=10_000))
def test_cutting_off_never_adds_and_never_takes_a_hundredth(exact):
    kept = Fraction(cut(exact))
    assert exact - Fraction(1, 100) < kept <= exact
