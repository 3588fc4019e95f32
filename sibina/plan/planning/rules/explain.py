"""Why a session or a person is left out, and the price of letting them in.

The price is whole rupiah. It has two parts: money to be paid (seats, and for a session its fixed cost; a seat that
somebody else gives up is not paid twice) and value that others lose, turned into money at the plan's own rate:
what the plan pays for a point of objective on average, cost ÷ objective. It is the cheapest way that moves at
most one other person out of each rule that stands in the way. None: no money lets them in.

Where the JP floor comes first, nobody is moved whom that would leave short of it: hours that the law asks for have no price.
"""

from collections.abc import Iterator

import numpy as np
from numba import njit

from sibina.plan.planning.rules.board import Board, has_hours, is_barred, marginal
from sibina.plan.planning.rules.persons import offered_programmes
from sibina.plan.planning.rules.problem import Problem
from sibina.plan.planning.rules.rivals import board_of
from sibina.plan.planning.types import Flags, Floats, Ints, LeftOut, LeftOutRow, Plan, Reason

CODES = (
    Reason.NO_GAIN,
    Reason.NOT_ELIGIBLE,
    Reason.JP_CEILING,
    Reason.CLASH_PERSON,
    Reason.ABSENCE,
    Reason.SEATS,
    Reason.CEILING,
    Reason.LOWER_VALUE,
)
NO_GAIN, NOT_ELIGIBLE, HOURS, CLASH, ABSENCE, SEATS, CEILING, LOWER = range(len(CODES))
UNSEATED = -1
LITTLE = 1e-9
NO_FLOOR = -np.inf
"""The floor of hours where it does not come first: nobody falls below it."""


def explain(problem: Problem, plan: Plan) -> LeftOut:
    """One row for each session that does not run and each person whose shortfall is not closed, in table order."""
    rate = plan.cost / plan.objective if plan.cost > 0 and plan.objective > LITTLE else None
    if not len(problem.sessions):
        return LeftOut(tuple(_nobody(problem)), None)
    board = board_of(problem, plan.run, plan.seat_person, plan.seat_session)
    loss = np.zeros(len(plan.seat_person))
    floor = board.floor if problem.terms.jp_first else NO_FLOOR
    _losses(board, floor, plan.seat_person, plan.seat_session, loss)
    sessions = _Sessions(problem, plan, board, loss, rate or 0.0)
    rows = [*sessions.rows(), *_persons(problem, plan, board, floor, loss, sessions)]
    return LeftOut(tuple(rows), rate)


def _nobody(problem: Problem) -> Iterator[LeftOutRow]:
    for i, person in enumerate(problem.people):
        if problem.need_ptr[i + 1] > problem.need_ptr[i]:
            yield LeftOutRow("person", person, Reason.NO_GAIN, None)


class _Sessions:
    """Reason and price of every session that does not run."""

    def __init__(self, problem: Problem, plan: Plan, board: Board, loss: Floats, rate: float):
        self.problem, self.plan, self.board, self.rate = problem, plan, board, rate
        self.value_of = np.bincount(plan.seat_session, weights=loss, minlength=len(plan.run))
        self.reason: dict[int, Reason] = {}
        self.price: dict[int, int | None] = {}
        self.left = problem.terms.ceiling - plan.cost
        for s in np.flatnonzero(~plan.run):
            self.reason[int(s)], self.price[int(s)] = self._why(int(s))

    def rows(self) -> Iterator[LeftOutRow]:
        """In the order of the table."""
        for s in sorted(self.reason):
            yield LeftOutRow("session", self.problem.sessions.ids[s], self.reason[s], self.price[s])

    def _why(self, s: int) -> tuple[Reason, int | None]:
        sessions, board = self.problem.sessions, self.board
        least = int(max(1, sessions.min_seats[s]))
        taught = self.problem.may_attend(np.arange(len(self.problem.people)), int(sessions.programme[s]))
        others = self.problem.of_others[:, s]
        may = int((taught & ~others).sum())
        if sessions.seats[s] < least or may < least:
            return (Reason.NOT_ELIGIBLE if may == 0 else Reason.MIN_SEATS), None
        gains, free, home, barred = _interest(board, s, np.broadcast_to(others, taught.shape))
        if gains == 0:
            return (Reason.JP_CEILING if barred else Reason.NO_GAIN), None
        paid = int(sessions.fixed_cost[s] + least * sessions.seat_cost[s])
        for holder, reason in (
            (sessions.venue, Reason.CLASH_VENUE),
            (sessions.speaker, Reason.CLASH_SPEAKER),
        ):
            taken = self.plan.run & sessions.share_place[s] & (holder == holder[s]) & (holder[s] >= 0)
            if taken.any():
                return reason, self._instead(paid, taken)
        if gains < least:
            return Reason.MIN_SEATS, paid
        if free < least:
            return Reason.CLASH_PERSON, paid
        if home < least:
            return Reason.ABSENCE, None
        return (Reason.CEILING if paid > self.left else Reason.LOWER_VALUE), paid

    def _instead(self, paid: int, cancelled: Flags) -> int | None:
        """Money and lost value when these sessions make room; None where that would leave people short of the floor."""
        sessions = self.problem.sessions
        if not np.isfinite(self.value_of[cancelled]).all():
            return None
        freed = int((sessions.fixed_cost + sessions.seat_cost * self.plan.taken)[cancelled].sum())
        return max(0, paid - freed) + round(self.rate * float(self.value_of[cancelled].sum()))


def _persons(
    problem: Problem, plan: Plan, board: Board, floor: float, loss: Floats, sessions: _Sessions
) -> Iterator[LeftOutRow]:
    unit = problem.unit_of[plan.seat_person]
    cheapest = np.full((len(problem.units), len(plan.run)), np.inf)
    np.minimum.at(cheapest, (unit, plan.seat_session), loss)
    code = np.full(len(problem.people), UNSEATED, dtype=np.int64)
    price = np.full(len(problem.people), np.inf)
    closed = np.array([not run for run in plan.run])
    fallback = np.full(len(plan.run), np.inf)
    for s, cost in sessions.price.items():
        fallback[s] = np.inf if cost is None else float(cost)
    other = np.full(len(problem.people), -1, dtype=np.int64)
    by_session = cheapest.min(axis=0, initial=np.inf)
    _people(
        board,
        floor,
        offered_programmes(problem),
        problem.of_others,
        cheapest,
        by_session,
        sessions.rate,
        fallback,
        (code, price, other),
    )
    for i in np.flatnonzero(code != UNSEATED).tolist():
        reason = CODES[code[i]]
        if code[i] == CEILING and closed[other[i]]:
            reason = sessions.reason[int(other[i])]
        cost = None if not np.isfinite(price[i]) else round(float(price[i]))
        yield LeftOutRow("person", problem.people[i], reason, cost)


@njit(cache=True, nogil=True)  # type: ignore[untyped-decorator]
def _losses(b: Board, floor: float, persons: Ints, sessions: Ints, out: Floats):  # type: ignore[no-untyped-def]
    """Value lost when one seat is given up, seat by seat; inf where the person would fall below the floor."""
    for p in range(len(persons)):
        i, g = persons[p], b.programme[sessions[p]]
        if b.jp_now[i] >= floor > b.jp_now[i] - b.jp[g]:
            out[p] = np.inf
            continue
        for n in range(b.need_ptr[i], b.need_ptr[i + 1]):
            less = b.total[n] - b.gain[g, b.need_competency[n]]
            out[p] += b.weight[n] * (min(b.short[n], b.total[n]) - min(b.short[n], less))


@njit(cache=True, nogil=True)  # type: ignore[untyped-decorator]
def _own_loss(b, floor, i, s):  # type: ignore[no-untyped-def]
    """Value that person i gives up to be free for session s; −1 when free already, inf when it costs the floor."""
    lost, busy, hours = 0.0, False, b.jp_now[i] + b.jp[b.programme[s]]
    for g in range(b.seat.shape[1]):
        t = b.seat[i, g]
        if t >= 0 and b.start[t] <= b.end[s] and b.start[s] <= b.end[t]:
            hours -= b.jp[g]
    if b.jp_now[i] >= floor > hours:
        return np.inf
    for n in range(b.need_ptr[i], b.need_ptr[i + 1]):
        less = b.total[n]
        for g in range(b.seat.shape[1]):
            t = b.seat[i, g]
            if t >= 0 and b.start[t] <= b.end[s] and b.start[s] <= b.end[t]:
                busy = True
                less -= b.gain[g, b.need_competency[n]]
        lost += b.weight[n] * (min(b.short[n], b.total[n]) - min(b.short[n], less))
    return lost if busy else -1.0


@njit(cache=True, nogil=True)  # type: ignore[untyped-decorator]
def _unit_loss(b, i, s, cheapest):  # type: ignore[no-untyped-def]
    """Value of the cheapest colleague whose seat frees the unit on its full days; −1: no full day, inf: nobody."""
    u, worst = b.unit_of[i], -1.0
    if not b.is_away[s]:
        return -1.0
    for day in range(b.start[s], b.away_end[s] + 1):
        if b.away[u, day] < b.max_away[u]:
            continue
        least = np.inf
        for t in range(len(b.run)):
            if b.run[t] and b.is_away[t] and b.start[t] <= day <= b.away_end[t]:
                least = min(least, cheapest[u, t])
        worst = max(worst, least)
    return worst


@njit(cache=True, nogil=True)  # type: ignore[untyped-decorator]
def _way_in(b, floor, i, s, cheapest, by_session, rate):  # type: ignore[no-untyped-def]
    """The first rule in the way of person i into running session s, and the price. Kept seats are not moved."""
    code, lost, paid = LOWER, 0.0, float(b.seat_cost[s])
    if is_barred(b, i, s):
        return CLASH, np.inf
    if b.money[0] + b.seat_cost[s] > b.ceiling:
        code = CEILING
    if b.count[s] >= b.seats[s]:
        code, lost, paid = SEATS, by_session[s], 0.0
    unit = _unit_loss(b, i, s, cheapest)
    if unit >= 0:
        if code == SEATS and cheapest[b.unit_of[i], s] < np.inf:
            lost = min(lost + unit, cheapest[b.unit_of[i], s])
        else:
            lost += unit
        code = ABSENCE
    own = _own_loss(b, floor, i, s)
    if own >= 0:
        code = CLASH
        lost += own
    return code, paid + rate * lost


@njit(cache=True, nogil=True)  # type: ignore[untyped-decorator]
def _people(b, floor, offered, of_others, cheapest, by_session, rate, fallback, out):  # type: ignore[no-untyped-def]
    """Per person with something left to close: the cheapest way in, its reason, and the session."""
    codes, prices, others = out
    for i in range(b.seat.shape[0]):
        lacks = False
        for n in range(b.need_ptr[i], b.need_ptr[i + 1]):
            lacks = lacks or b.total[n] < b.short[n] - 1e-9
        if not lacks:
            continue
        codes[i] = NO_GAIN
        for s in range(len(b.run)):
            g = b.programme[s]
            if b.seat[i, g] >= 0 or not offered[g]:
                continue
            spent, closed = not has_hours(b, i, s), of_others[i if len(of_others) > 1 else 0, s]
            if spent or closed or marginal(b, i, g) <= 1e-9:
                barred = HOURS if spent and not closed else NOT_ELIGIBLE
                if codes[i] < barred and _would_gain(b, i, g):
                    codes[i] = barred
                continue
            code, price = CEILING, fallback[s]
            if b.run[s] or is_barred(b, i, s):
                code, price = _way_in(b, floor, i, s, cheapest, by_session, rate)
            if price < prices[i] or codes[i] <= HOURS:
                codes[i], prices[i], others[i] = code, price, s


@njit(cache=True, nogil=True)  # type: ignore[untyped-decorator]
def _would_gain(b, i, g):  # type: ignore[no-untyped-def]
    """Would the programme close anything for the person, were they allowed?"""
    for n in range(b.need_ptr[i], b.need_ptr[i + 1]):
        if b.gain[g, b.need_competency[n]] > 0 and b.total[n] < b.short[n] - 1e-9:
            return True
    return False


@njit(cache=True, nogil=True)  # type: ignore[untyped-decorator]
def _interest(b, s, others):  # type: ignore[no-untyped-def]
    """How many people session s would still give something; of these free then; of these their unit can spare.
    It is closed to `others`.

    Last, how many it would give something whom the ceiling of hours bars.
    """
    g = b.programme[s]
    gains, free, home, barred = 0, 0, 0, 0
    left = b.max_away - b.max_away
    for u in range(len(left)):
        left[u] = b.seat.shape[0]
        if b.is_away[s]:
            for day in range(b.start[s], b.away_end[s] + 1):
                left[u] = min(left[u], b.max_away[u] - b.away[u, day])
    for i in range(b.seat.shape[0]):
        if others[i] or b.seat[i, g] >= 0 or marginal(b, i, g) <= 1e-9:
            continue
        if not has_hours(b, i, s):
            barred += 1
            continue
        gains += 1
        if _own_loss(b, NO_FLOOR, i, s) < 0 and not is_barred(b, i, s):
            free += 1
            if left[b.unit_of[i]] > 0:
                left[b.unit_of[i]] -= 1
                home += 1
    return gains, free, home, barred
