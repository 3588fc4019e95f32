"""Cities so small that every plan can be looked at, and the looking."""

from collections.abc import Iterator
from dataclasses import replace
from itertools import combinations, product

import numpy as np
import pandas as pd

from sibina.plan.planning.rules.problem import Problem, Terms


def tiny_problem(
    seed: int, *, jp_first: bool = False, hours: bool = False, long: bool = False, offices: bool = False
) -> Problem:
    """A random city of 2–4 people and 2–4 sessions in which every kind of rule can bind; `hours`: ceilings of JP too.

    `long`: some programmes take so many days that they share them with nearly everything. `offices`: some sessions are
    paid by one of two offices, for its own people.
    """
    rng = np.random.default_rng(seed)
    people, programmes, sessions = int(rng.integers(2, 5)), int(rng.integers(1, 4)), int(rng.integers(2, 5))
    persons = [f"p{i}" for i in range(people)]
    needs = [
        (person, f"c{c}", float(rng.choice([1, 1.5, 2])), float(rng.choice([1, 1.3, 2])))
        for person in persons
        for c in range(3)
        if rng.random() < 0.7
    ]
    gains = [
        (f"g{g}", f"c{c}", float(rng.choice([0.4, 0.7, 1, 1.6])))
        for g in range(programmes)
        for c in range(3)
        if rng.random() < 0.5
    ]
    start = pd.Timestamp("2027-03-01") + pd.to_timedelta(rng.integers(0, 5, sessions), unit="D")
    seats = rng.integers(1, 4, sessions)
    table = pd.DataFrame(
        {
            "session": [f"s{s}" for s in range(sessions)],
            "programme": [f"g{g}" for g in rng.integers(0, programmes, sessions)],
            "start": start,
            "end": start + pd.to_timedelta(rng.integers(0, 3, sessions), unit="D"),
            "seats": seats,
            "min_seats": [int(rng.integers(0, most + 1)) for most in seats],
            "fixed_cost": rng.integers(0, 6, sessions) * 100,
            "seat_cost": rng.integers(0, 4, sessions) * 100,
            "venue": [str(rng.choice(["", "v1", "v2"])) for _ in range(sessions)],
            "speaker": [str(rng.choice(["", "n1", "n2"])) for _ in range(sessions)],
            "away": rng.choice([0, 1, 1], sessions),
        }
    )
    if long:
        weeks = np.random.default_rng([seed, 2]).choice([0, 3, 5], programmes)
        days = [weeks[int(name[1:])] for name in table["programme"]]
        in_class = np.random.default_rng([seed, 3]).random(sessions) < 0.5
        table["away_until"] = table["end"].where(in_class)  # what follows is beside the work
        table["end"] += pd.to_timedelta(days, unit="D")
    eligible = None
    if rng.random() < 0.4:
        pairs = [(p, f"g{g}") for p in persons for g in range(programmes) if rng.random() < 0.7]
        eligible = pd.DataFrame(pairs, columns=["person", "programme"])
    table_of_people = pd.DataFrame(
        {
            "person": persons,
            "unit": rng.choice(["a", "b"], people),
            "jp_done": rng.choice([0, 0, 8, 20], people),
        }
    )
    if hours:
        own = np.random.default_rng([seed, 1])
        table_of_people["jp_most"] = own.choice([0.0, 12.0, 18.0, 24.0, np.inf], people)
    made = Problem.from_tables(
        table_of_people,
        pd.DataFrame(needs, columns=["person", "competency", "short", "weight"]),
        pd.DataFrame(
            {"programme": [f"g{g}" for g in range(programmes)], "jp": rng.choice([6, 12, 20], programmes)}
        ),
        pd.DataFrame(gains, columns=["programme", "competency", "gain"]),
        table,
        terms=Terms(int(rng.integers(2, 30)) * 100, 20, jp_first),
        units=pd.DataFrame({"unit": ["a", "b"], "max_away": rng.integers(0, 4, 2)})
        if rng.random() < 0.7
        else None,
        eligible=eligible,
    )
    return with_offices(made, seed) if offices else made


def with_offices(problem: Problem, seed: int) -> Problem:
    """Everybody is of one of two offices or of neither; what an office pays costs the ceiling nothing."""
    rng = np.random.default_rng([seed, 4])
    office = rng.choice([-1, 0, 0, 1], len(problem.sessions))
    cost = {
        name: np.where(office < 0, getattr(problem.sessions, name), 0) for name in ("fixed_cost", "seat_cost")
    }
    return replace(
        problem,
        office_of=rng.choice([-1, 0, 0, 1], len(problem.people)),
        sessions=replace(problem.sessions, office=office, **cost),
    )


Kept = dict[int, set[int]]
"""Sessions that run in any case, with exactly these people."""


def every_plan(problem: Problem, kept: Kept | None = None) -> Iterator[tuple[int, float]]:
    """Of every legal plan that keeps what is kept: how many people are at the floor, and the objective."""
    kept = kept or {}
    for chosen in product([False, True], repeat=len(problem.sessions)):
        running = [s for s, on in enumerate(chosen) if on]
        if not _rooms_free(problem, running) or not kept.keys() <= set(running):
            continue
        menus = [_sets(problem, i, running) for i in range(len(problem.people))]
        for sets in product(*menus):
            if _keeps(sets, kept) and _legal(problem, running, sets):
                value = sum(_value(problem, i, mine) for i, mine in enumerate(sets))
                yield (
                    sum(_jp(problem, i, mine) >= problem.terms.jp_floor for i, mine in enumerate(sets)),
                    value,
                )


def _keeps(sets: tuple[tuple[int, ...], ...], kept: Kept) -> bool:
    return all({i for i, mine in enumerate(sets) if s in mine} == people for s, people in kept.items())


def every_best(problem: Problem, kept: Kept | None = None) -> tuple[float, tuple[int, float]]:
    """By looking at every legal plan: the greatest objective; the most people at the floor, and their best objective."""
    plans = list(every_plan(problem, kept))
    return max(0.0, *(value for _, value in plans)), max(plans)


def _overlap(problem: Problem, a: int, b: int) -> bool:
    s = problem.sessions
    return bool(s.start[a] <= s.end[b] and s.start[b] <= s.end[a])


def _meet(problem: Problem, a: int, b: int) -> bool:
    s = problem.sessions
    return bool(s.start[a] <= s.away_end[b] and s.start[b] <= s.away_end[a])


def _rooms_free(problem: Problem, running: list[int]) -> bool:
    s = problem.sessions
    for a, b in combinations(running, 2):
        one_room = s.venue[a] == s.venue[b] >= 0 and _meet(problem, a, b)
        if one_room or (s.speaker[a] == s.speaker[b] >= 0 and _overlap(problem, a, b)):
            return False
    return True


def _sets(problem: Problem, i: int, running: list[int]) -> list[tuple[int, ...]]:
    programme = problem.sessions.programme
    course = problem.course[programme]
    mine = [s for s in running if problem.eligible is None or problem.eligible[i, programme[s]]]
    mine = [s for s in mine if problem.sessions.office[s] in (-1, problem.office_of[i])]
    found = []
    for size in range(len(mine) + 1):
        for pick in combinations(mine, size):
            pairs = list(combinations(pick, 2))
            given = sum(problem.jp[programme[s]] for s in pick)
            apart = all(course[a] != course[b] and not _overlap(problem, a, b) for a, b in pairs)
            if apart and given <= problem.jp_most[i]:
                found.append(pick)
    return found


def _legal(problem: Problem, running: list[int], sets: tuple[tuple[int, ...], ...]) -> bool:
    s = problem.sessions
    taken = {r: sum(r in mine for mine in sets) for r in running}
    if any(not max(1, s.min_seats[r]) <= taken[r] <= s.seats[r] for r in running):
        return False
    if sum(int(s.fixed_cost[r]) + taken[r] * int(s.seat_cost[r]) for r in running) > problem.terms.ceiling:
        return False
    for day in range(int(s.start.min()), int(s.end.max()) + 1):
        for unit in range(len(problem.units)):
            away = sum(
                1
                for i, mine in enumerate(sets)
                for r in mine
                if problem.unit_of[i] == unit and s.away[r] and s.start[r] <= day <= s.away_end[r]
            )
            if away > problem.max_away[unit]:
                return False
    return True


def _value(problem: Problem, i: int, mine: tuple[int, ...]) -> float:
    total = 0.0
    for n in range(problem.need_ptr[i], problem.need_ptr[i + 1]):
        gained = sum(problem.gain[problem.sessions.programme[s], problem.need_competency[n]] for s in mine)
        total += problem.need_weight[n] * min(problem.need_short[n], gained)
    return total


def _jp(problem: Problem, i: int, mine: tuple[int, ...]) -> float:
    return float(problem.jp_done[i] + sum(problem.jp[problem.sessions.programme[s]] for s in mine))
