"""The nouns of matching: who can guide, who is new, what a pair is worth and why."""

from collections.abc import Hashable, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

Key = Hashable
"""What a person, a unit or a competency is called: text in plain files, a number in the database."""


class MentorRole(StrEnum):
    """What somebody is to the people of the own unit or office; to everybody else each of them is a senior."""

    SUPERIOR = "superior"
    HEAD = "head"
    SENIOR = "senior"


class ReasonKind(StrEnum):
    """Why a pair is worth what it is worth; in the order in which the reasons are told."""

    STRENGTH = "strength"
    ROLE = "role"
    PLACE = "place"
    GRADE = "grade"
    LOAD = "load"


class Place(StrEnum):
    """How near the two work to each other."""

    UNIT = "unit"
    OFFICE = "office"
    ELSEWHERE = "elsewhere"


class Unmatched(StrEnum):
    """Why somebody new is proposed nobody."""

    NOBODY_MAY = "nobody_may"
    NO_PLACE_LEFT = "no_place_left"


@dataclass(frozen=True)
class Need:
    """A competency that somebody lacks: by how many levels, how heavy, and the own level (None: not known)."""

    competency: Key
    short: float
    weight: float = 1.0
    present: float | None = None


@dataclass(frozen=True)
class Mentor:
    """Somebody who can guide. `grade`: rank of pay, 1–17 (None: not known); `load`: how many are guided already."""

    person: Key
    unit: Key
    office: Key
    capacity: int
    grade: int | None = None
    role: MentorRole = MentorRole.SENIOR
    strengths: Mapping[Key, float] = field(default_factory=dict)
    load: int = 0


@dataclass(frozen=True)
class Mentee:
    """Somebody new, and what is lacking."""

    person: Key
    unit: Key
    office: Key
    grade: int | None = None
    needs: tuple[Need, ...] = ()


@dataclass(frozen=True)
class MatchRule:
    """What each reason counts for, in thousandths of a point; one level of a need of weight 1 is a point.

    `grade_step`: for each rank of pay above the mentee, up to `grade_steps` of them.
    `load_step`: what every pair of a mentor loses for each further person guided.
    """

    version: str
    valid_from: date
    basis: str
    certainty: str
    superior: int
    head: int
    senior: int
    same_unit: int
    same_office: int
    grade_step: int
    grade_steps: int
    load_step: int


@dataclass(frozen=True)
class Reason:
    """One part of a pair's score, in thousandths.

    `competency`, `level` and `short` tell of a strength, `count` of ranks above or of persons guided.
    """

    kind: ReasonKind
    points: int
    competency: Key = None
    level: float = 0
    short: float = 0
    role: MentorRole = MentorRole.SENIOR
    place: Place = Place.ELSEWHERE
    count: int = 0


@dataclass(frozen=True)
class ProposedPair:
    """Who is proposed to whom; `score` is the sum of its reasons, in thousandths."""

    mentor: Key
    mentee: Key
    score: int
    reasons: tuple[Reason, ...]


@dataclass(frozen=True)
class Match:
    """Pairs by mentee, who is left without, the sum of the scores and the bound, in thousandths.

    No set of as many pairs has a higher sum than `bound`; `most_proven`: and no set has more pairs.
    """

    pairs: tuple[ProposedPair, ...]
    unmatched: tuple[tuple[Key, Unmatched], ...]
    score: int
    bound: int
    most_proven: bool
    rule: str


class PoolTooLarge(ValueError):
    """The sums of this pool would no longer be exact; `mentees` and `mentors` say how large it is."""

    def __init__(self, mentees: int, mentors: int) -> None:
        super().__init__(f"{mentees} × {mentors}")
        self.mentees, self.mentors = mentees, mentors
