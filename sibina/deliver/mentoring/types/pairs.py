"""The nouns of a mentoring year: the pool, pairs and what becomes of them, goals, the logbook."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from sibina.deliver.mentoring.types.matching import MentorRole


class PairState(StrEnum):
    """Where a pair stands: proposed, agreed by the office, or refused; set by the agency; ended early, or completed."""

    PROPOSED = "proposed"
    AGREED = "agreed"
    REFUSED = "refused"
    SET = "set"
    ENDED = "ended"
    COMPLETED = "completed"


class PairStep(StrEnum):
    """One thing that happened to a pair."""

    PROPOSED = "proposed"
    CHOSEN = "chosen"
    AGREED = "agreed"
    REFUSED = "refused"
    SET = "set"
    ENDED = "ended"
    COMPLETED = "completed"


class PairEnd(StrEnum):
    """Why the system itself ends a pair."""

    MENTOR_LEFT = "mentor_left"
    MENTOR_MOVED = "mentor_moved"
    MENTEE_LEFT = "mentee_left"


class Side(StrEnum):
    """Which of the two it is."""

    MENTOR = "mentor"
    MENTEE = "mentee"

    @property
    def other(self) -> "Side":
        return Side.MENTEE if self is Side.MENTOR else Side.MENTOR


class LogKind(StrEnum):
    """A meeting, or guidance in the middle of daily work (bimbingan di tempat kerja)."""

    MENTORING = "mentoring"
    AT_WORK = "at_work"


class EntryState(StrEnum):
    """An entry counts when the other side has confirmed it."""

    WAITING = "waiting"
    CONFIRMED = "confirmed"
    DECLINED = "declined"


class Verdict(StrEnum):
    """What one side says of a goal at the end of its time."""

    REACHED = "reached"
    NOT_REACHED = "not_reached"


@dataclass(frozen=True)
class PoolRule:
    """Who is a senior, how many a mentor guides unless the office says otherwise, and may one's own superior be it."""

    senior_rank: int
    senior_years: int
    capacity: int
    superior_may: bool


@dataclass(frozen=True)
class Colleague:
    """Somebody who works for the city, as the pool looks at people. `step`: class of position, 0 the highest."""

    person: int
    unit: int
    office: int
    leads: bool
    step: int
    rank: int | None
    appointed_on: date | None


@dataclass(frozen=True)
class Candidate:
    """Somebody who is in the pool, and as what."""

    person: int
    unit: int
    office: int
    role: MentorRole


@dataclass(frozen=True)
class EntryFacts:
    """A meeting as it was typed."""

    kind: LogKind
    day: date
    minutes: int
    what: str


@dataclass(frozen=True)
class GoalFacts:
    """A goal as it was typed: a competency up to a level, or something in own words."""

    text: str
    due_on: date
    competency_id: int | None = None
    level_from: int | None = None
    level_to: int | None = None


class MentoringRefused(ValueError):
    """Something about mentoring is not to be; `sentences.refusal_of` says it."""


class StepRefused(MentoringRefused):
    """The pair stands where this step cannot be taken (any more): `state`."""

    def __init__(self, state: PairState) -> None:
        super().__init__(state)
        self.state = state


class ReasonOwed(MentoringRefused):
    """A step that owes a reason was given none, or one too short to tell anything."""


class MentorFull(MentoringRefused):
    """All places of the mentor (`name`) are taken."""

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.name = name


class MentorMayNot(MentoringRefused):
    """The mentor (`name`) is barred, below the mentee, the mentee, or out of the pool."""

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.name = name


class HasLiveMentor(MentoringRefused):
    """The mentee has a mentor already, or is proposed one."""


class PlacesTaken(MentoringRefused):
    """The mentor guides more people (`guided`) than the capacity that was typed."""

    def __init__(self, guided: int) -> None:
        super().__init__(guided)
        self.guided = guided


class InPoolAlready(MentoringRefused):
    """The person is in the pool of the round."""


class YearShut(MentoringRefused):
    """Nothing of the year (`year`) may be recorded: it is not carried out yet, or closed."""

    def __init__(self, year: int) -> None:
        super().__init__(year)
        self.year = year


class DayOutside(MentoringRefused):
    """The day lies before the pair began (`first`) or after today."""

    def __init__(self, first: date) -> None:
        super().__init__(first)
        self.first = first


class DayTaken(MentoringRefused):
    """The pair has an entry of this kind on that day."""


class EntryAnswered(MentoringRefused):
    """The entry has been confirmed or declined already."""


class DayPassed(MentoringRefused):
    """The day of a goal or of the next meeting lies in the past."""


class GoalsOpen(MentoringRefused):
    """Goals of which not both have said whether they were reached: `many`."""

    def __init__(self, many: int) -> None:
        super().__init__(many)
        self.many = many


class AlreadySaid(MentoringRefused):
    """This side has said already whether the goal was reached."""
