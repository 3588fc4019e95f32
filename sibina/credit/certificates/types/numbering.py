"""How a city numbers its certificates, and what stands at their foot."""

from dataclasses import dataclass

NO_NUMBER = "no_number"
NO_YEAR = "no_year"
UNKNOWN_PLACE = "unknown_place"


@dataclass(frozen=True)
class SettingsFacts:
    """What an officer sets: the pattern of numbers, the agency, and who signs where."""

    pattern: str
    agency: str
    place: str
    signer_position: str
    signer_name: str
    signer_number: str


class PatternRefused(ValueError):
    """A pattern would not give numbers of its own; `why` is one of the codes above, `part` what is not understood."""

    def __init__(self, why: str, part: str = "") -> None:
        super().__init__(f"{why} {part}")
        self.why, self.part = why, part
