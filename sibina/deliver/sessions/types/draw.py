"""The nouns of the draw: who asks for a seat, who is more entitled, what chance gave, and what is refused."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from sibina.deliver.sessions.types.sessions import SessionError


@dataclass(frozen=True)
class Applicant:
    """Somebody who asks for a seat. `person` is any name or code; who stands in a lower band is served first."""

    person: str
    band: int = 1


@dataclass(frozen=True)
class Drawn:
    """What an applicant got. `rank` counts from 1 over all bands; `probability` is what it was before the draw."""

    person: str
    band: int
    rank: int
    probability: float
    seated: bool


@dataclass(frozen=True)
class Band:
    """Everybody of one band: how many asked, how many get a seat, and each one's probability."""

    band: int
    applicants: int
    seats: int
    probability: float

    @property
    def is_drawn(self) -> bool:
        """Chance decides here: some of the band get a seat, and some do not."""
        return 0 < self.seats < self.applicants


class Ground(StrEnum):
    """Why somebody is more entitled to a seat than others.

    LOST: lost a draw of this programme, or had a seat in a session of it that was called off, and has had none since. GAP:
    lacks a competency that the programme raises. FLOOR: is still below the least hours of the year. Their values are the
    words of the city's rule.
    """

    LOST = "kalah"
    GAP = "kesenjangan"
    FLOOR = "jp"
    OTHER = "lain"


class DrawStage(StrEnum):
    """How far a draw is: people may apply; the list and the seed are published; the seats are drawn; or called off."""

    OPEN = "open"
    PUBLISHED = "published"
    DRAWN = "drawn"
    CALLED_OFF = "called_off"


@dataclass(frozen=True)
class DrawTerms:
    """What is announced when a session is opened for application: the words of the seed, the last day to apply, the day of
    the draw.
    """

    words: str
    closes_on: date
    draws_on: date


class DrawError(SessionError):
    """Something about a draw is refused."""


class DrawIsOpen(DrawError):
    """The session has a draw that is not over yet."""


class NoSeatToDraw(DrawError):
    """Nobody's seat is free, so nothing can be drawn."""


class DrawDaysWrong(DrawError):
    """The last day to apply is past, or the draw does not come after it and before the session begins (`starts_on`)."""

    def __init__(self, starts_on: date) -> None:
        super().__init__(starts_on)
        self.starts_on = starts_on


class DrawStageShut(DrawError):
    """That cannot be done to a draw that stands at `stage`."""

    def __init__(self, stage: DrawStage) -> None:
        super().__init__(stage)
        self.stage = stage


class ApplyingOver(DrawError):
    """The last day to apply (`closes_on`) is past."""

    def __init__(self, closes_on: date) -> None:
        super().__init__(closes_on)
        self.closes_on = closes_on


class DrawTooEarly(DrawError):
    """That is done from `day` on, as was announced."""

    def __init__(self, day: date) -> None:
        super().__init__(day)
        self.day = day


class NobodyApplied(DrawError):
    """There is nobody to draw among."""


class SeatsGone(DrawError):
    """Fewer seats are free (`free`) than were published (`seats`)."""

    def __init__(self, seats: int, free: int) -> None:
        super().__init__(seats, free)
        self.seats, self.free = seats, free


class NotForThem(DrawError):
    """The session is paid by an office for its own people, or the person does not work in the city now."""
