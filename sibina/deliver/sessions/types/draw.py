"""The nouns of the draw: who asks for a seat, and what chance gave."""

from dataclasses import dataclass


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
