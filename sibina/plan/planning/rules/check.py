"""The referee: does a plan keep every rule? Written with plain loops over tables, sharing nothing with the search."""

import itertools
from collections import Counter, defaultdict
from collections.abc import Iterator

from sibina.plan.planning.rules.problem import Problem
from sibina.plan.planning.types import Plan, Rule, Violation


def check_plan(problem: Problem, plan: Plan) -> list[Violation]:
    """Every broken rule, in the order: money, sessions, rooms and speakers, persons, units. Empty: the plan is legal."""
    seats = list(zip(plan.seat_person.tolist(), plan.seat_session.tolist(), strict=True))
    taken = Counter(session for _, session in seats)
    return [
        *_money(problem, plan, taken),
        *_sessions(problem, plan, taken),
        *_shared(
            problem, plan, Rule.VENUE, problem.sessions.venue.tolist(), problem.sessions.away_end.tolist()
        ),
        *_shared(
            problem, plan, Rule.SPEAKER, problem.sessions.speaker.tolist(), problem.sessions.end.tolist()
        ),
        *_persons(problem, seats),
        *_units(problem, seats),
    ]


def _money(problem: Problem, plan: Plan, taken: Counter[int]) -> Iterator[Violation]:
    sessions = problem.sessions
    spent = sum(
        int(sessions.fixed_cost[s]) + taken[s] * int(sessions.seat_cost[s])
        for s in range(len(sessions))
        if plan.run[s]
    )
    if spent > problem.terms.ceiling:
        yield Violation(Rule.CEILING, "", problem.terms.ceiling, spent)
    if spent != plan.cost:
        yield Violation(Rule.UNKNOWN, "cost", spent, plan.cost)


def _sessions(problem: Problem, plan: Plan, taken: Counter[int]) -> Iterator[Violation]:
    sessions = problem.sessions
    for s, name in enumerate(sessions.ids):
        most = int(sessions.seats[s]) if plan.run[s] else 0
        least = int(sessions.min_seats[s]) if plan.run[s] else 0
        if taken[s] > most:
            yield Violation(Rule.SEATS, name, most, taken[s])
        if taken[s] < least:
            yield Violation(Rule.MIN_SEATS, name, least, taken[s])
        if taken[s] != plan.taken[s]:
            yield Violation(Rule.UNKNOWN, name, taken[s], int(plan.taken[s]))


def _shared(
    problem: Problem, plan: Plan, rule: Rule, holder: list[int], end: list[int]
) -> Iterator[Violation]:
    sessions = problem.sessions
    held: dict[int, list[int]] = defaultdict(list)
    for s, who in enumerate(holder):
        if plan.run[s] and who >= 0:
            held[who].append(s)
    for mine in held.values():
        mine.sort(key=lambda s: int(sessions.start[s]))
        busy_until = None
        for s in mine:
            if busy_until is not None and sessions.start[s] <= busy_until:
                yield Violation(rule, sessions.ids[s], 1, 2)
            busy_until = end[s] if busy_until is None else max(end[s], busy_until)


def _persons(problem: Problem, seats: list[tuple[int, int]]) -> Iterator[Violation]:
    sessions = problem.sessions
    calendar: dict[int, list[int]] = defaultdict(list)
    for person, session in seats:
        calendar[person].append(session)
        if problem.eligible is not None and not problem.eligible[person, sessions.programme[session]]:
            yield Violation(Rule.ELIGIBLE, f"{problem.people[person]} {sessions.ids[session]}", 0, 1)
        if sessions.office[session] not in {-1, problem.office_of[person]}:
            yield Violation(Rule.OFFICE, f"{problem.people[person]} {sessions.ids[session]}", 0, 1)
    for person, mine in calendar.items():
        given = sum(float(problem.jp[sessions.programme[s]]) for s in mine)
        if given > problem.jp_most[person] + 1e-3:
            yield Violation(Rule.JP_CEILING, problem.people[person], float(problem.jp_most[person]), given)
        mine.sort(key=lambda s: int(sessions.start[s]))
        for earlier, later in itertools.pairwise(mine):
            if sessions.start[later] <= sessions.end[earlier]:
                yield Violation(Rule.PERSON, f"{problem.people[person]} {sessions.ids[later]}", 1, 2)
        taken = Counter(int(sessions.programme[s]) for s in mine)
        for programme, times in taken.items():
            if times > 1:
                yield Violation(
                    Rule.ONCE, f"{problem.people[person]} {problem.programmes[programme]}", 1, times
                )


def _units(problem: Problem, seats: list[tuple[int, int]]) -> Iterator[Violation]:
    sessions = problem.sessions
    together = Counter(
        (int(problem.unit_of[person]), session) for person, session in seats if sessions.away[session]
    )
    away: Counter[tuple[int, int]] = Counter()
    for (unit, session), people in together.items():
        for day in range(int(sessions.start[session]), int(sessions.away_end[session]) + 1):
            away[unit, day] += people
    for (unit, day), people in sorted(away.items()):
        if people > problem.max_away[unit]:
            yield Violation(Rule.ABSENCE, f"{problem.units[unit]} {day}", int(problem.max_away[unit]), people)
