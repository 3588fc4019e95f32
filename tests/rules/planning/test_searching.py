"""The search as a whole: what it promises whatever happens, and its moves one by one."""

import itertools
import time
from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from benchmarks.synthetic_plans import FAMILIES, make_city
from sibina.plan.planning.rules.check import check_plan
from sibina.plan.planning.rules.dealing import new_dealer, push_to_floor, seat_all
from sibina.plan.planning.rules.decompose import seating_of
from sibina.plan.planning.rules.explain import explain
from sibina.plan.planning.rules.improving import Hopes, hopes_at, missed, polish
from sibina.plan.planning.rules.levels import first_prices
from sibina.plan.planning.rules.persons import Guide
from sibina.plan.planning.rules.problem import Problem, Terms
from sibina.plan.planning.rules.rivals import compare_simple_rules
from sibina.plan.planning.rules.solve import Search, as_plan, simple_plan, solve
from sibina.plan.planning.types import Plan, Reason, Rule, Violation


def problem_of(people: int, family: str = "umum", *, seed: int = 3, jp_first: bool = False) -> Problem:
    tables = make_city(people, family, seed)
    ceiling = int(tables.pop("settings")["ceiling"].iloc[0])
    return Problem.from_tables(**tables, terms=Terms(ceiling, jp_first=jp_first))


def frozen_clock() -> float:
    return 0.0


@pytest.mark.parametrize("family", sorted(FAMILIES))
@pytest.mark.parametrize("jp_first", [True, False])
def test_in_every_kind_of_city_the_plan_keeps_every_rule_and_stays_below_its_bound(
    family: str, jp_first: bool
) -> None:
    problem = problem_of(90, family, jp_first=jp_first)
    plan = solve(problem, Search(time.monotonic, seconds=4))
    assert check_plan(problem, plan) == []
    assert 0 < plan.objective <= plan.bound + 1e-6
    assert plan.jp_floor_met <= plan.jp_floor_possible


def test_without_any_time_there_is_a_legal_plan_all_the_same() -> None:
    ticks = itertools.count()
    problem = problem_of(200, jp_first=True)
    plan = solve(problem, Search(lambda: float(next(ticks)), seconds=0.5))
    assert check_plan(problem, plan) == []
    assert plan.objective > 0
    assert plan.objective <= plan.bound


def test_who_asks_to_stop_gets_the_best_plan_so_far() -> None:
    problem = problem_of(400)
    better: list[Plan] = []
    search = Search(
        time.monotonic, seconds=60, target_gap=0.0, on_better=better.append, should_stop=lambda: bool(better)
    )
    plan = solve(problem, search)
    assert better
    assert check_plan(problem, better[0]) == []
    assert plan.objective >= better[0].objective - 1e-9
    assert plan.seconds < 60


def test_equal_input_and_seed_give_an_equal_plan() -> None:
    problem = problem_of(250, "syarat", jp_first=True)
    first, second = (solve(problem, Search(frozen_clock, seconds=20)) for _ in range(2))
    assert first.seat_person.tolist() == second.seat_person.tolist()
    assert first.seat_session.tolist() == second.seat_session.tolist()
    assert first.bound == second.bound


def test_a_busy_machine_gives_the_same_plan() -> None:
    """As if everything took four times as long: time is an outer limit, and work is counted."""
    problem = problem_of(700, jp_first=True)
    first, other = (solve(problem, Search(slower_by(times), seconds=120)) for times in (1.0, 4.0))
    assert first.gap <= 0.01
    assert other.seat_person.tolist() == first.seat_person.tolist()
    assert other.seat_session.tolist() == first.seat_session.tolist()
    assert other.bound == first.bound


def slower_by(times: float) -> Callable[[], float]:
    begun = time.monotonic()
    return lambda: begun + times * (time.monotonic() - begun)


def test_moving_people_to_the_floor_takes_it_from_nobody() -> None:
    problem = problem_of(600, "ketat", jp_first=True)
    start = simple_plan(problem, 0.0)
    dealer = new_dealer(problem, start.run, reward=100.0)
    seat_all(dealer, start.person, start.session)
    before = dealer.board.jp_now >= dealer.board.floor
    push_to_floor(dealer, len(before), lambda: False)
    after = dealer.board.jp_now >= dealer.board.floor
    assert after[before].all()
    assert after.sum() > before.sum(), "nobody was lifted: the test shows nothing"
    assert (dealer.board.count[dealer.board.run] <= dealer.board.seats[dealer.board.run]).all()
    assert dealer.board.money.sum() <= problem.terms.ceiling


def hopes_of(problem: Problem) -> Hopes:
    """What everybody could have at prices that nobody has searched for."""
    price = first_prices(problem).price
    return hopes_at(problem, Guide(price, np.zeros(len(problem.people), dtype=np.int64), 100.0))


def test_what_people_miss_of_their_hopes_is_what_better_seats_could_give_them() -> None:
    """Nobody has more than they could hope for; with no seat at all everybody misses the whole."""
    problem = problem_of(300, jp_first=True)
    hopes = hopes_of(problem)
    start = simple_plan(problem, 100.0)
    dealer = new_dealer(problem, start.run, reward=100.0)
    ready = problem.jp_done >= problem.terms.jp_floor
    assert missed(dealer, hopes) == pytest.approx(hopes.most)
    seat_all(dealer, start.person, start.session)
    board = dealer.board
    has = np.bincount(problem.need_person, problem.need_weight * np.minimum(problem.need_short, board.total))
    has = has + 100.0 * (~ready & (board.jp_now >= board.floor))
    paid = (board.seat >= 0) @ hopes.guide.price[0]
    assert (has - paid <= hopes.most + 1e-6).all()
    assert missed(dealer, hopes) == pytest.approx(hopes.most - has + paid, abs=1e-6)


def test_a_part_solved_anew_never_makes_the_plan_worse_and_often_better() -> None:
    problem = problem_of(300, jp_first=True)
    start = simple_plan(problem, 100.0)
    dealer = new_dealer(problem, start.run, reward=100.0)
    seat_all(dealer, start.person, start.session)
    hopes, chance, helped = hopes_of(problem), np.random.default_rng(0), 0
    for _ in range(8):
        before, seated = float(dealer.board.potential[0]), seating_of(dealer)
        better = polish(dealer, hopes, chance, lambda: 10.0)
        now = seating_of(dealer)
        assert better == (dealer.board.potential[0] > before)
        assert now.reached >= seated.reached
        helped += better
    assert helped > 0


def with_ceilings(problem: Problem) -> Problem:
    """Every third person may take 12 JP, some of them less, as if they had done hours already."""
    most = np.full(len(problem.people), np.inf)
    most[::3] = 12.0
    most[::15] = 6.0
    return replace(problem, jp_most=most)


@pytest.mark.parametrize("family", ["umum", "seminar", "syarat", "padat"])
@pytest.mark.parametrize("jp_first", [True, False])
def test_no_plan_gives_more_hours_than_the_ceiling_of_a_person(family: str, jp_first: bool) -> None:
    problem = with_ceilings(problem_of(400, family, jp_first=jp_first))
    plan = solve(problem, Search(time.monotonic, seconds=4))
    assert check_plan(problem, plan) == []
    assert 0 < plan.objective <= plan.bound + 1e-6
    given = plan.person_jp - problem.jp_done
    assert (given <= problem.jp_most).all()
    assert given[1::3].max() > 12, "nobody wants more than the ceiling: the test shows nothing"


def test_moving_people_to_the_floor_passes_no_ceiling_of_hours() -> None:
    problem = with_ceilings(problem_of(600, "ketat", jp_first=True))
    start = simple_plan(problem, 0.0)
    dealer = new_dealer(problem, start.run, reward=100.0)
    seat_all(dealer, start.person, start.session)
    push_to_floor(dealer, len(problem.people), lambda: False)
    hopes, chance = hopes_of(problem), np.random.default_rng(0)
    for _ in range(4):
        polish(dealer, hopes, chance, lambda: 10.0)
    assert (dealer.board.jp_now <= problem.jp_done + problem.jp_most).all()
    for rule in compare_simple_rules(problem):
        assert rule.seats > 0


def test_a_plan_that_passes_a_ceiling_of_hours_is_refused_and_says_by_how_much() -> None:
    free = problem_of(300)
    plan = simple_plan(free, 0.0)
    public = as_plan(free, plan, bounds=(1e9, 1e9), possible=300, seconds=0.0)
    person = int(public.seat_person[0])
    given = float(public.person_jp[person] - free.jp_done[person])
    most = np.full(len(free.people), np.inf)
    most[person] = given - 1
    found = check_plan(replace(free, jp_most=most), public)
    assert found == [Violation(Rule.JP_CEILING, free.people[person], given - 1, given)]
    assert check_plan(free, public) == []


def test_whom_the_ceiling_of_hours_keeps_out_is_told_so_and_no_money_lets_them_in() -> None:
    people = pd.DataFrame({"person": ["a", "b"], "unit": ["u", "u"], "jp_most": [24.0, np.inf]})
    needs = pd.DataFrame(
        [(person, skill, 1.0, 1.0) for person in "ab" for skill in ("c1", "c2")],
        columns=["person", "competency", "short", "weight"],
    )
    days = {
        "venue": "",
        "speaker": "",
        "away": 1,
        "seats": 5,
        "min_seats": 1,
        "fixed_cost": 10,
        "seat_cost": 1,
    }
    sessions = pd.DataFrame(
        [
            {"session": f"s{k}", "programme": f"g{k}", "start": f"2027-0{k}-01", "end": f"2027-0{k}-02"}
            | days
            for k in (1, 2)
        ]
    )
    problem = Problem.from_tables(
        people,
        needs,
        pd.DataFrame({"programme": ["g1", "g2"], "jp": [20, 12]}),
        pd.DataFrame({"programme": ["g1", "g2"], "competency": ["c1", "c2"], "gain": [1.0, 0.5]}),
        sessions,
        terms=Terms(1_000, jp_first=False),
    )
    plan = solve(problem, Search(time.monotonic, seconds=5))
    assert plan.objective == pytest.approx(1.0 + 1.5)
    rows = {row.id: row for row in explain(problem, plan).rows}
    assert (rows["a"].reason, rows["a"].price) == (Reason.JP_CEILING, None)
    assert rows["b"].reason is Reason.NO_GAIN


@pytest.mark.parametrize(("jp_first", "left_out", "price"), [(True, "b", None), (False, "a", 11)])
def test_nobody_is_priced_into_a_seat_that_brings_another_to_the_floor(
    jp_first: bool, left_out: str, price: int | None
) -> None:
    # One seat. It brings a to the floor and closes a little; b has the hours already, and would close all of it.
    problem = Problem.from_tables(
        pd.DataFrame({"person": ["a", "b"], "unit": ["u", "u"], "jp_done": [0.0, 20.0], "jp_most": [99.0, 99.0]}),
        pd.DataFrame({"person": ["a", "b"], "competency": ["c", "c"], "short": [0.5, 1.0], "weight": [1.0, 1.0]}),
        pd.DataFrame({"programme": ["g"], "jp": [20]}),
        pd.DataFrame({"programme": ["g"], "competency": ["c"], "gain": [1.0]}),
        pd.DataFrame(
            {
                "session": ["s"], "programme": ["g"], "start": ["2027-02-01"], "end": ["2027-02-02"], "venue": [""],
                "speaker": [""], "away": [0], "seats": [1], "min_seats": [1], "fixed_cost": [10], "seat_cost": [1],
            }
        ),
        terms=Terms(1_000, jp_first=jp_first),
    )  # fmt: skip
    plan = solve(problem, Search(time.monotonic, seconds=5))
    rows = {row.id: row for row in explain(problem, plan).rows if row.kind == "person"}
    assert (rows[left_out].reason, rows[left_out].price) == (Reason.SEATS, price)
