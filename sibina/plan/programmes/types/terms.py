"""The nouns of terms of reference (kerangka acuan kerja)."""

from dataclasses import dataclass

LONGEST_TERMS_TEXT = 3000
LONGEST_RESPONSIBLE = 160


@dataclass(frozen=True)
class TermsFacts:
    """What only a person can write of them; empty: not written yet."""

    background: str
    intent: str
    medium_result: str
    long_result: str
    responsible: str
