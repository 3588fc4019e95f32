"""Who takes part in a session: invited, coming, waiting, or not coming and why."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from sibina.deliver.sessions.types.sessions import Conflict


class EnrolmentState(StrEnum):
    """How it stands between a person and a session.

    APPLIED: asked for a seat of a session that is open for it, not decided yet. WAITING: in the queue for a seat that falls
    free. REFUSED: the superior did not let the person go. REPLACED: somebody else goes instead. WITHDRAWN: had
    accepted, cannot after all. CANCELLED: the session was called off, or the officer took the person out.
    """

    APPLIED = "applied"
    INVITED = "invited"
    ACCEPTED = "accepted"
    WAITING = "waiting"
    DECLINED = "declined"
    REFUSED = "refused"
    REPLACED = "replaced"
    WITHDRAWN = "withdrawn"
    CANCELLED = "cancelled"


LIVE = (EnrolmentState.INVITED, EnrolmentState.ACCEPTED)
"""Those that take a seat, and the person's time."""
ENDED_WITH_REASON = (
    EnrolmentState.DECLINED,
    EnrolmentState.REFUSED,
    EnrolmentState.REPLACED,
    EnrolmentState.WITHDRAWN,
    EnrolmentState.CANCELLED,
)


class Consent(StrEnum):
    """The superior's word."""

    PENDING = "pending"
    GIVEN = "given"
    REFUSED = "refused"


class ReasonKind(StrEnum):
    """Why somebody does not come, roughly enough to be counted. Nobody is asked about health."""

    DUTY = "duty"
    RELEVANCE = "relevance"
    SUPERIOR = "superior"
    DISTANCE = "distance"
    PREVENTED = "prevented"
    OTHER = "other"


@dataclass(frozen=True)
class Place:
    """A person, and the unit and office where the person works on that day."""

    person_id: int
    unit_id: int
    office_id: int


class SubstituteProblem(StrEnum):
    """Why somebody cannot go instead."""

    OTHER_OFFICE = "other_office"
    ENROLLED = "enrolled"
    NOT_ENTITLED = "not_entitled"
    BUSY = "busy"


class EnrolmentError(ValueError):
    """Something about a person's part in a session is refused."""


class SessionFull(EnrolmentError):
    """More people than free seats (`free`)."""

    def __init__(self, free: int) -> None:
        super().__init__(free)
        self.free = free


class AlreadyEnrolled(EnrolmentError):
    """The person is in the session already, one way or the other."""


class NotTheirTurn(EnrolmentError):
    """That cannot be done from where it stands (`state`)."""

    def __init__(self, state: EnrolmentState) -> None:
        super().__init__(state)
        self.state = state


class PersonBusy(EnrolmentError):
    """The person is in another session at that time."""

    def __init__(self, conflicts: Sequence[Conflict]) -> None:
        super().__init__(len(conflicts))
        self.conflicts = tuple(conflicts)


class SubstituteUnfit(EnrolmentError):
    """Who was named cannot go instead, and why (`problem`)."""

    def __init__(self, problem: SubstituteProblem) -> None:
        super().__init__(problem)
        self.problem = problem
