"""The nouns of needs: the state of a gap, the engines that can count, the order of methods."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class GapState(StrEnum):
    """Unknown is a state by itself: neither met nor short."""

    MET = "met"
    SHORT = "short"
    UNMEASURED = "unmeasured"


class Engine(StrEnum):
    """Where the one expression runs."""

    DUCKDB = "duckdb"
    POSTGRES = "postgres"
    SPARK = "spark"


@dataclass(frozen=True)
class MethodOrder:
    """Which way of measuring is the stronger: `methods` from weakest to strongest, with its ground."""

    methods: tuple[str, ...]
    valid_from: date
    basis: str
    certainty: str
    version: str

    def strength(self, method: str) -> int:
        """1 for the weakest; 0 for a method that the order does not name."""
        return self.methods.index(method) + 1 if method in self.methods else 0
