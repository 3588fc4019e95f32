"""The nouns of a plan: what is asked (in `rules.problem`), what is answered, and why something is left out."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]


class Status(StrEnum):
    """`optimal` only when the proven gap is at most one millionth."""

    OPTIMAL = "optimal"
    FEASIBLE = "feasible"
    INFEASIBLE = "infeasible"


class Reason(StrEnum):
    """Why a session does not run, or why a person did not get what they lack."""

    CEILING = "ceiling"
    SEATS = "seats"
    MIN_SEATS = "min_seats"
    ABSENCE = "absence"
    CLASH_PERSON = "clash_person"
    CLASH_VENUE = "clash_venue"
    CLASH_SPEAKER = "clash_speaker"
    NO_GAIN = "no_gain"
    NOT_ELIGIBLE = "not_eligible"
    JP_CEILING = "jp_ceiling"
    LOWER_VALUE = "lower_value"
    LAPSED = "lapsed"
    BEGUN = "begun"


class SeatReason(StrEnum):
    """Why somebody loses a seat when a plan is made anew, beside the reasons why a session does not run."""

    LEFT = "left"
    NEED_GONE = "need_gone"
    REPLACED = "replaced"


class ChangeKind(StrEnum):
    """What a new plan does with a seat: given up, given, or moved to another session of the same programme."""

    LOST = "lost"
    GAINED = "gained"
    MOVED = "moved"


class SessionState(StrEnum):
    """How far a session of the set plan is: still open, bound (signed, invited), done, or impossible now."""

    OPEN = "open"
    COMMITTED = "committed"
    DONE = "done"
    LAPSED = "lapsed"


KEPT_STATES = frozenset({SessionState.COMMITTED, SessionState.DONE})
"""Sessions that a plan made anew keeps, with everybody in them."""


class Dimension(StrEnum):
    """In what people differ when a plan is looked at for fairness; offices are told apart always."""

    GRADE = "grade"
    SEX = "sex"
    EMPLOYMENT = "employment"
    DISTANCE = "distance"


class SourceKind(StrEnum):
    """Where money for development comes from."""

    APBD = "apbd"
    PROVINCE = "province"
    NATIONAL = "national"
    GRANT = "grant"
    OTHER = "other"


class BudgetStage(StrEnum):
    """What a figure of the budget is: asked for, approved, changed in mid-year, paid."""

    RKA = "rka"
    DPA = "dpa"
    DPPA = "dppa"
    SPJ = "spj"


class BudgetProblem(StrEnum):
    """Why a line of the budget, a source or the year's spending is refused."""

    AMOUNT_WITHOUT_DAY = "amount_without_day"
    DAY_WITHOUT_AMOUNT = "day_without_amount"
    CHANGE_WITHOUT_APPROVAL = "change_without_approval"
    PAID_WITHOUT_APPROVAL = "paid_without_approval"
    PAID_MORE_THAN_APPROVED = "paid_more_than_approved"
    NOTHING_AT_ALL = "nothing_at_all"
    STAGES_OUT_OF_ORDER = "stages_out_of_order"
    OVER_SOURCE = "over_source"
    LINE_THERE = "line_there"
    SOURCE_THERE = "source_there"
    CEILING_BELOW_LINES = "ceiling_below_lines"
    CHANGED_BY_ANOTHER = "changed_by_another"
    PAYS_NOTHING = "pays_nothing"
    ONLY_PAYMENTS = "only_payments"
    YEAR_CLOSED = "year_closed"


class Stage(StrEnum):
    """What the search is doing; the sentence for it is in `sentences`."""

    READING = "reading"
    FLOOR = "floor"
    PRICES = "prices"
    SESSIONS = "sessions"
    SEATS = "seats"
    EXACT = "exact"
    IMPROVING = "improving"
    DONE = "done"


class Rule(StrEnum):
    """The rules that a plan must keep."""

    CEILING = "ceiling"
    SEATS = "seats"
    MIN_SEATS = "min_seats"
    VENUE = "venue"
    SPEAKER = "speaker"
    PERSON = "person"
    ONCE = "once"
    ABSENCE = "absence"
    ELIGIBLE = "eligible"
    OFFICE = "office"
    JP_CEILING = "jp_ceiling"
    FIXED = "fixed"
    UNKNOWN = "unknown"


class PlanningError(Exception):
    """What the arithmetic of planning refuses; carries data, the sentence is in `sentences`."""


class CeilingNotPositive(PlanningError):
    """The ceiling is missing, zero or negative: nothing can be planned."""

    def __init__(self, ceiling: int | None):
        super().__init__(ceiling)
        self.ceiling = ceiling


class FixedOverCeiling(PlanningError):
    """What is kept already costs more than the ceiling; both in whole rupiah."""

    def __init__(self, cost: int, ceiling: int):
        super().__init__(cost, ceiling)
        self.cost, self.ceiling = cost, ceiling


class UnknownReference(PlanningError):
    """A table names a person, programme, competency or unit that no other table knows."""

    def __init__(self, table: str, column: str, values: tuple[str, ...]):
        super().__init__(table, column, values)
        self.table, self.column, self.values = table, column, values


class Approval(StrEnum):
    """How far a plan is on its way to be the city's own. One a year is set; one that another took the place of stays."""

    DRAFT = "draft"
    PROPOSED = "proposed"
    REVIEWED = "reviewed"
    SET = "set"
    REPLACED = "replaced"


class Step(StrEnum):
    """What somebody did with a plan on that way."""

    PROPOSED = "proposed"
    REVIEWED = "reviewed"
    SET = "set"
    RETURNED = "returned"
    REPLACED = "replaced"


class ApprovalRefused(Exception):
    """A step that is not taken; carries data, the sentence is in `sentences`."""


class PlanNotReady(ApprovalRefused):
    """Only a plan that has been computed to an end goes on; `name` is the plan's."""

    def __init__(self, name: str):
        super().__init__(name)
        self.name = name


class PlanOnTrial(ApprovalRefused):
    """A plan on the trial of a change in demand is for comparing only."""


class ReasonMissing(ApprovalRefused):
    """Every step needs a reason that others can read."""


class OutOfTurn(ApprovalRefused):
    """The plan does not stand where this step begins: somebody else has moved it on."""

    def __init__(self, approval: Approval):
        super().__init__(approval)
        self.approval = approval


class OwnProposal(ApprovalRefused):
    """Who proposed a plan neither reviews nor sets it."""


class AnotherPlanSet(ApprovalRefused):
    """The year has its plan already; `name` says which."""

    def __init__(self, name: str):
        super().__init__(name)
        self.name = name


class PlanOutdated(ApprovalRefused):
    """What a plan made anew was to keep has changed since it was computed; `codes` names the sessions."""

    def __init__(self, codes: tuple[str, ...]):
        super().__init__(codes)
        self.codes = ", ".join(codes)


class BaseReplaced(ApprovalRefused):
    """The plan that this one was to take the place of is no longer the set one."""


class YearClosed(ApprovalRefused):
    """The year is closed; its plan stays as it is."""

    def __init__(self, year: int):
        super().__init__(year)
        self.year = year


@dataclass(frozen=True)
class WeighingRule:
    """How far the ranking of a needs round may raise or lower the weight of a need; in hundredths."""

    version: str
    valid_from: date
    basis: str
    certainty: str
    least: int
    most: int


@dataclass(frozen=True)
class NeedFactor:
    """What a need of an office weighs by the ranking beside its computed gap, and the factor in hundredths."""

    office_id: int
    competency_id: int
    gap: int
    weight: int
    factor: int


@dataclass(frozen=True)
class Violation:
    """One broken rule: where (`what` names session, person, or unit and day), what is allowed, what was found."""

    rule: Rule
    what: str
    allowed: float
    found: float


class SeatsAgainstRules(Exception):
    """The seats of a plan break rules; `broken` names each."""

    def __init__(self, broken: tuple[Violation, ...]):
        super().__init__(broken)
        self.broken = broken


@dataclass(frozen=True)
class Progress:
    """How far the search is: `share` 0–1 of the allotted time or work; the best plan and bound so far."""

    share: float
    objective: float
    bound: float
    stage: Stage


@dataclass(frozen=True)
class Plan:
    """A plan by positions in the problem's tables.

    `run`, `taken`: per session. `seat_person`, `seat_session`: one entry a seat, ordered by person, then session.
    `bound` is a true upper bound on the objective: for every plan when `jp_first` is off, otherwise for every plan
    in which at least `jp_floor_met` people reach the floor. `bound_any` holds for every plan in either case.
    `jp_floor_possible` is at least the most people that any plan brings to the floor; exactly that
    number when `jp_floor_proven`. Money in whole rupiah.
    """

    run: Flags
    taken: Ints
    seat_person: Ints
    seat_session: Ints
    status: Status
    objective: float
    bound: float
    bound_any: float
    cost: int
    person_value: Floats
    person_jp: Floats
    jp_floor_met: int
    jp_floor_possible: int
    jp_floor_proven: bool
    seconds: float
    stages: tuple[str, ...] = ()

    @property
    def gap(self) -> float:
        """(bound − objective) / bound; 0 when nothing can be closed at all."""
        return max(0.0, (self.bound - self.objective) / self.bound) if self.bound > 0 else 0.0


@dataclass(frozen=True)
class LeftOutRow:
    """A session that does not run or a person who goes short: why, and what letting them in costs.

    `price` is whole rupiah at the plan's own rate of rupiah per point of objective where others would lose
    their place; None when no money lets them in.
    """

    kind: str
    id: str
    reason: Reason
    price: int | None


@dataclass(frozen=True)
class LeftOut:
    """All rows, sessions first, and the rate used: rupiah per point of objective, None when the plan costs nothing."""

    rows: tuple[LeftOutRow, ...]
    rupiah_per_point: float | None


@dataclass(frozen=True)
class Mixing:
    """Pairs of people who sit in one session, and how many of them come from different offices."""

    pairs: int
    mixed: int

    @property
    def share(self) -> float | None:
        """0: everybody from one office; 1: nobody shares an office. None where nobody has company."""
        return self.mixed / self.pairs if self.pairs else None

    def __add__(self, other: "Mixing") -> "Mixing":
        return Mixing(self.pairs + other.pairs, self.mixed + other.mixed)


@dataclass(frozen=True)
class SimpleRule:
    """What a simple rule reaches with the same money: a legal plan's objective, cost and people at the JP floor."""

    name: str
    objective: float
    cost: int
    seats: int
    jp_floor_met: int


@dataclass(frozen=True)
class Sensitivity:
    """The best found when the ceiling moves: each number between a plan that exists and a bound that holds."""

    ceiling: int
    objective: float
    bound: float
    cost: int
    jp_floor_met: int


OnProgress = Callable[[Progress], None]
ShouldStop = Callable[[], bool]
