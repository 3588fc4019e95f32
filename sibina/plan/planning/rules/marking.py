"""May a session of the set plan be marked so?"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from sibina.plan.planning.types import SessionState


class MarkProblem(StrEnum):
    """Why a session is not marked."""

    DAY_AHEAD = "day_ahead"
    ALREADY_SO = "already_so"
    NOT_OVER = "not_over"
    DONE_STAYS = "done_stays"


@dataclass(frozen=True)
class Marked:
    """A session as it stands: its code, its last day, its state."""

    code: str
    ends_on: date
    state: SessionState


class MarksRefused(Exception):
    """What is wrong, session by session: code and problem. Nothing was marked."""

    def __init__(self, problems: Iterable[tuple[str, MarkProblem]]):
        self.problems = tuple(problems)
        super().__init__(self.problems)


def problem_of_mark(session: Marked, state: SessionState, *, day: date, today: date) -> MarkProblem | None:
    """None when the session may be given this state as of the day."""
    if day > today:
        return MarkProblem.DAY_AHEAD
    if session.state == state:
        return MarkProblem.ALREADY_SO
    if state == SessionState.DONE and day < session.ends_on:
        return MarkProblem.NOT_OVER
    if state == SessionState.LAPSED and session.state == SessionState.DONE:
        return MarkProblem.DONE_STAYS
    return None
