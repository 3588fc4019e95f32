"""The nouns of the ranking: what moves a need up or down, and by how much."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from sibina.assess.needs.types.rounds import Priority


class Driver(StrEnum):
    """What a need's weight is made of."""

    GAP = "gap"
    PEOPLE = "people"
    PRIORITY = "priority"
    PERFORMANCE = "performance"
    FINDING = "finding"
    VOICES = "voices"


@dataclass(frozen=True)
class RankingRule:
    """What each driver counts for.

    Shares are hundredths, levels are whole levels of one person with weight 1, voices hundredths of such a level.
    """

    version: str
    valid_from: date
    basis: str
    certainty: str
    priority_share: int
    performance_levels: int
    finding_share: int
    finding_levels: int
    voice_endorsed: int
    voice_waiting: int


@dataclass(frozen=True)
class CountedNeed:
    """An office's need of a competency as computed, with what the office made of it.

    `weighted` adds levels × weight in ten-thousandths; `sector_weight` is in hundredths. `people` None: as computed.
    """

    office_id: int
    competency_id: int
    short: int
    unmeasured: int
    weighted: int
    sector_weight: int
    people: int | None = None
    priority: Priority = Priority.USUAL


@dataclass(frozen=True)
class Reported:
    """A performance gap that an office has signed for."""

    office_id: int
    competency_id: int | None
    people: int
    sector_weight: int


@dataclass(frozen=True)
class TakenFinding:
    """A finding of a past cycle that the agency took; without an office it concerns the whole city."""

    competency_id: int | None
    office_id: int | None


@dataclass(frozen=True)
class OfficeNeed:
    """What one office adds to a need; without an office: what belongs to the city as a whole."""

    office_id: int | None
    short: int
    unmeasured: int
    drivers: Mapping[Driver, int]

    @property
    def weight(self) -> int:
        """In ten-thousandths of a level."""
        return sum(self.drivers.values())


@dataclass(frozen=True)
class RankedNeed:
    """A need of the city. `place` is by weight; `place_by_gap` is where the computed gap alone would put it.

    Without a competency it is what people reported and nobody has tied to a competency yet.
    """

    competency_id: int | None
    place: int
    place_by_gap: int
    short: int
    unmeasured: int
    drivers: Mapping[Driver, int]
    offices: tuple[OfficeNeed, ...]

    @property
    def weight(self) -> int:
        """In ten-thousandths of a level; the sum over its offices."""
        return sum(self.drivers.values())

    @property
    def moved(self) -> int:
        """Places up (positive) or down that the other drivers have moved it."""
        return self.place_by_gap - self.place
