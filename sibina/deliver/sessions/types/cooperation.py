"""The nouns of cooperation: with how many people of other offices somebody has worked since a session."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from sibina.deliver.sessions.types.sessions import SessionError

LEAST_ANSWERS = 5
"""Fewer answers than this are not shown: one could tell whose they are."""


class Colleagues(StrEnum):
    """The answer, in one tap."""

    NONE = "0"
    FEW = "1-2"
    SOME = "3-5"
    MANY = "6+"


@dataclass(frozen=True)
class Cooperation:
    """How many were asked, and how many gave each answer."""

    asked: int
    answers: Mapping[Colleagues, int]

    @property
    def answered(self) -> int:
        return sum(self.answers.values())

    @property
    def is_shown(self) -> bool:
        """Are there enough answers to show any?"""
        return self.answered >= LEAST_ANSWERS

    @property
    def share(self) -> float | None:
        """Of those who answered, the share that has worked with somebody; None where too few answered to say so."""
        return 1 - self.answers.get(Colleagues.NONE, 0) / self.answered if self.is_shown else None


class QuestionNotYours(SessionError):
    """The question was put to somebody else."""
