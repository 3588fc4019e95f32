"""From new people to pairs that run: found, proposed, looked through, set, silent, re-matched, completed."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction
from django.db.utils import InternalError

from sibina.deliver.mentoring import actions, reads
from sibina.deliver.mentoring.models import Mentor, Pair, PairEvent
from sibina.deliver.mentoring.types import (
    GoalFacts,
    GoalsOpen,
    MentorFull,
    MentorMayNot,
    MentorRole,
    PairState,
    PlacesTaken,
    PoolRule,
    ReasonOwed,
    Side,
    StepRefused,
    Verdict,
    YearShut,
)
from sibina.ground.notices.models import Notice
from sibina.ground.people.actions import keep_present
from sibina.ground.people.models import Person, Posting
from sibina.ground.people.types import Sight
from sibina.lib.access import Role
from sibina.lib.editing.api import Overtaken
from tests.modules.mentoring.conftest import AT, REASON, TODAY, School, later, meeting

WHOLE = Sight()


def test_everybody_new_is_proposed_a_mentor_and_the_pool_is_found_from_positions_rank_and_years(
    school: School,
) -> None:
    made = school.propose()
    pool = {one.person.name: one.role for one in Mentor.objects.select_related("person")}
    assert pool == {
        "Kepala": MentorRole.HEAD,
        "Pimpin Satu": MentorRole.SUPERIOR,
        "Pimpin Dua": MentorRole.SUPERIOR,
        "Senior Satu": MentorRole.SENIOR,
        "Senior Dua": MentorRole.SENIOR,
    }
    assert set(school.pairs()) == {"Baru A", "Baru B", "Baru C"}
    assert school.mentor_of("Baru A") == "Senior Satu", "strongest where A lacks most"
    assert school.mentor_of("Baru C") == "Pimpin Dua"
    assert made.score == made.bound
    assert {one.state for one in school.pairs().values()} == {PairState.PROPOSED}


def test_where_the_city_bars_superiors_nobody_is_guided_by_the_own_one(school: School) -> None:
    school.propose(PoolRule(senior_rank=11, senior_years=8, capacity=2, superior_may=False))
    chosen = {name: school.mentor_of(name) for name in school.pairs()}
    assert "Pimpin Satu" not in {chosen["Baru A"], chosen["Baru B"]}
    assert chosen["Baru C"] != "Pimpin Dua"


def test_a_year_that_is_not_carried_out_opens_no_mentoring(school: School) -> None:
    school.cycle.phase = "plan"
    school.cycle.save()
    with pytest.raises(YearShut):
        school.open()


def test_the_head_agrees_refuses_with_a_reason_or_chooses_another_mentor(school: School) -> None:
    head = school.member(Role.KEPALA_OPD, "Kepala", "Dinas Pendidikan")
    school.propose()
    pairs = school.pairs()
    actions.agree_pair(pair=pairs["Baru A"], by=head, at=AT)
    with pytest.raises(ReasonOwed):
        actions.refuse_pair(pair=pairs["Baru B"], reason="tidak", by=head, at=AT)
    refused = pairs["Baru B"].mentor.person.name
    actions.refuse_pair(pair=pairs["Baru B"], reason=REASON, by=head, at=AT)
    chosen = actions.choose_mentor(
        pair=pairs["Baru C"], mentor=school.mentor("Senior Dua"), reason=REASON, by=head, at=AT
    )
    assert chosen.state == PairState.AGREED
    assert set(school.pairs()) == {"Baru A", "Baru C"}
    actions.propose_pairs(round_=reads.find_current_round(), at=AT)
    assert school.mentor_of("Baru B") != refused, "what was refused is not proposed again"
    with pytest.raises(StepRefused):
        actions.agree_pair(pair=pairs["Baru C"], by=head, at=AT)
    steps = PairEvent.objects.filter(pair=pairs["Baru B"]).values_list("step", "reason")
    assert list(steps) == [("proposed", ""), ("refused", REASON)]


def test_the_agency_sets_what_it_saw_and_both_sides_are_told(school: School) -> None:
    made = school.propose()
    officer = school.member(Role.PENGELOLA)
    assert actions.set_pairs(round_=made, seen=2, at=AT, by=officer) == -1
    assert actions.set_pairs(round_=made, seen=3, at=AT, by=officer) == 3
    assert {one.state for one in school.pairs().values()} == {PairState.SET}
    told = set(Notice.objects.values_list("person__name", "title"))
    assert ("Baru A", "Mentor Anda sudah ditetapkan") in told
    assert ("Senior Satu", "Anda ditetapkan menjadi mentor") in told


def test_the_database_itself_keeps_one_mentor_a_mentee_and_the_capacity_of_a_mentor(school: School) -> None:
    pair = school.run()["Baru A"]
    again = {
        "city": pair.city,
        "round_id": pair.round_id,
        "office_id": pair.office_id,
        "state": PairState.SET,
        "proposed_at": AT,
        "set_at": AT,
    }
    other = school.mentor("Pimpin Dua")
    mine = school.mentor("Senior Satu")
    for wrong in (
        {"mentee": pair.mentee, "mentor": other, "place": 2, "capacity": 2},
        {"mentee": school.people["Muda"], "mentor": mine, "place": pair.place, "capacity": 2},
        {"mentee": school.people["Muda"], "mentor": mine, "place": 3, "capacity": 2},
        {"mentee": school.people["Muda"], "mentor": mine, "place": 3, "capacity": 3},
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            Pair.objects.create(**again, **wrong)


def test_the_capacity_is_raised_and_lowered_but_never_below_who_is_guided(school: School) -> None:
    school.run()
    head = school.member(Role.KEPALA_OPD, "Kepala", "Dinas Pendidikan")
    mentor = school.mentor("Senior Satu")
    told = {"mentor": mentor, "out_reason": None, "by": head, "at": AT}
    with pytest.raises(PlacesTaken):
        actions.change_mentor(**told, revision=1, capacity=0)
    actions.change_mentor(**told, revision=1, capacity=5)
    assert Pair.objects.filter(mentor=mentor).values_list("capacity", flat=True)[0] == 5
    with pytest.raises(Overtaken):
        actions.change_mentor(**told, revision=1, capacity=4)
    with pytest.raises(ReasonOwed):
        actions.change_mentor(**{**told, "out_reason": "x"}, revision=2, capacity=5)


def test_a_full_barred_lower_or_removed_mentor_is_not_chosen(school: School) -> None:
    pairs = school.run()
    head = school.member(Role.KEPALA_OPD, "Kepala", "Dinas Pendidikan")

    def choose(name: str) -> None:
        with transaction.atomic():
            actions.choose_mentor(
                pair=pairs["Baru C"], mentor=school.mentor(name), reason=REASON, by=head, at=AT
            )

    young = actions.add_mentor(person=school.people["Muda"], capacity=1, by=head, at=AT)
    Person.objects.filter(pk=young.person_id).update(grade="II/a")
    with pytest.raises(MentorMayNot):
        choose("Muda")
    actions.bar_pair(
        mentor=school.people["Senior Dua"], mentee=school.people["Baru C"], reason=REASON, by=head, at=AT
    )
    with pytest.raises(MentorMayNot):
        choose("Senior Dua")
    actions.change_mentor(
        mentor=school.mentor("Kepala"), revision=1, capacity=2, out_reason=REASON, by=head, at=AT
    )
    with pytest.raises(MentorMayNot):
        choose("Kepala")
    guided = Pair.objects.filter(mentor=school.mentor("Senior Satu"), closed_at=None).count()
    actions.change_mentor(
        mentor=school.mentor("Senior Satu"), revision=1, capacity=guided, out_reason=None, by=head, at=AT
    )
    with pytest.raises(MentorFull):
        choose("Senior Satu")
    assert school.mentor_of("Baru C") == "Pimpin Dua", "nothing was changed by what was refused"


def test_a_mentor_who_leaves_opens_a_place_and_no_other_pair_is_touched(school: School) -> None:
    before = school.run()
    stays = {name: pair.pk for name, pair in before.items() if name != "Baru C"}
    Person.objects.filter(pk=school.people["Pimpin Dua"].pk).update(is_active=False)
    watched = actions.look_after_pairs(city=school.city, at=later(1))
    assert (watched.ended, watched.proposed) == (1, 1)
    gone = Pair.objects.get(pk=before["Baru C"].pk)
    assert (gone.state, gone.reason) == (PairState.ENDED, "Mentor tidak lagi aktif bertugas.")
    after = school.pairs()
    assert after["Baru C"].state == PairState.PROPOSED
    assert {name: pair.pk for name, pair in after.items() if name != "Baru C"} == stays
    again = actions.look_after_pairs(city=school.city, at=later(1))
    assert (again.ended, again.proposed) == (0, 0)


def test_a_mentor_who_moves_to_another_office_leaves_the_pair_and_one_who_moves_inside_does_not(
    school: School,
) -> None:
    before = school.run()
    mentor = before["Baru C"].mentor.person

    def move(unit: str, day: date) -> None:
        Posting.objects.filter(person=mentor, valid_to=None).update(valid_to=day)
        Posting.objects.create(
            city=school.city,
            person=mentor,
            unit=school.units[unit],
            position=school.positions["Guru"],
            valid_from=day,
        )
        keep_present(city=school.city)

    move("SD 1", TODAY)
    assert actions.look_after_pairs(city=school.city, at=later(1)).ended == 0
    move("Dinas Lain", TODAY + timedelta(days=1))
    assert actions.look_after_pairs(city=school.city, at=later(2)).ended == 1


def test_who_is_appointed_later_is_found_and_paired_by_the_daily_look(school: School) -> None:
    school.run()
    school.add_person("Baru D", "SD 2", "Guru", "III/a", date(2027, 3, 1))
    keep_present(city=school.city)
    assert actions.look_after_pairs(city=school.city, at=later(3)).proposed == 1
    assert school.pairs()["Baru D"].state == PairState.PROPOSED


def test_a_pair_without_a_confirmed_meeting_is_silent_and_both_are_told_once(school: School) -> None:
    pair = school.run()["Baru A"]
    mentor, mentee = school.member(Role.MENTOR, "Senior Satu"), school.member(Role.ASN, "Baru A")
    assert not reads.list_silent(sight=WHOLE, today=TODAY + timedelta(days=30), days=30)
    assert reads.list_silent(sight=WHOLE, today=TODAY + timedelta(days=31), days=30).count() == 3
    entry = actions.write_entry(
        pair=pair, side=Side.MENTOR, facts=meeting(TODAY + timedelta(days=10)), by=mentor, at=later(10)
    )
    day = TODAY + timedelta(days=31)
    assert reads.list_silent(sight=WHOLE, today=day, days=30).count() == 3, "nobody has confirmed it"
    actions.confirm_entry(entry=entry, side=Side.MENTEE, by=mentee, at=later(11))
    assert reads.list_silent(sight=WHOLE, today=day, days=30).count() == 2
    actions.look_after_pairs(city=school.city, at=later(31))
    actions.look_after_pairs(city=school.city, at=later(32))
    silent = Notice.objects.filter(title__startswith="Sudah lama tidak bertemu")
    assert silent.count() == 4, "two pairs, two people each, once"


def test_a_silent_pair_is_ended_and_the_next_best_mentor_is_proposed(school: School) -> None:
    before = school.run()
    head = school.member(Role.KEPALA_OPD, "Kepala", "Dinas Pendidikan")
    made = actions.seek_another(pair=before["Baru A"], reason=REASON, by=head, at=later(40))
    assert made is not None
    assert made.state == PairState.PROPOSED
    assert made.mentor.person.name != "Senior Satu"
    assert school.pairs()["Baru B"].pk == before["Baru B"].pk


def test_a_pair_is_completed_when_both_have_answered_every_goal(school: School) -> None:
    pair = school.run()["Baru A"]
    mentor, mentee = school.member(Role.MENTOR, "Senior Satu"), school.member(Role.ASN, "Baru A")
    goal = actions.add_goal(
        pair=pair,
        side=Side.MENTEE,
        facts=GoalFacts("Menyusun modul ajar", date(2027, 6, 1)),
        by=mentee,
        at=AT,
    )
    actions.judge_goal(goal=goal, side=Side.MENTEE, verdict=Verdict.REACHED, by=mentee, at=AT)
    with pytest.raises(GoalsOpen):
        actions.complete_pair(pair=pair, by=mentor, at=later(90))
    actions.judge_goal(goal=goal, side=Side.MENTOR, verdict=Verdict.REACHED, by=mentor, at=AT)
    assert actions.complete_pair(pair=pair, by=mentor, at=later(90)).state == PairState.COMPLETED
    assert school.people["Baru A"] not in reads.list_unpaired(today=TODAY), (
        "who was guided to the end is done"
    )


def test_the_history_of_a_pair_cannot_be_rewritten(school: School) -> None:
    school.run()
    with pytest.raises((InternalError, Exception), match=r"never changed|permission"), transaction.atomic():
        PairEvent.objects.update(reason="lain")
