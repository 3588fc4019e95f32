"""The nouns of the staff's own voice: what is proposed, what happened to it, and how it counts."""

from dataclasses import dataclass
from enum import StrEnum


class ProposalKind(StrEnum):
    """Something to be learnt, or an idea of how it could be learnt."""

    NEED = "need"
    PROGRAMME = "programme"


class Endorsement(StrEnum):
    """What the superior said. A head's own proposal needs nobody's word and goes straight to the agency."""

    WAITING = "waiting"
    ENDORSED = "endorsed"
    DECLINED = "declined"
    NOT_NEEDED = "not_needed"


class Outcome(StrEnum):
    """What became of it in the end."""

    WAITING = "waiting"
    TAKEN = "taken"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"


class ProposalStep(StrEnum):
    """One thing that happened to a proposal."""

    SENT = "sent"
    ENDORSED = "endorsed"
    NOT_ENDORSED = "not_endorsed"
    GATHERED = "gathered"
    TAKEN_OUT = "taken_out"
    TAKEN = "taken"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"


class ProposalState(StrEnum):
    """The one word in which a list says where a proposal stands."""

    AWAITS_SUPERIOR = "awaits_superior"
    ENDORSED = "endorsed"
    NOT_ENDORSED = "not_endorsed"
    AWAITS_AGENCY = "awaits_agency"
    TAKEN = "taken"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"


class Stage(StrEnum):
    """A station on the way of a proposal, as its proposer is told it."""

    SENT = "sent"
    AWAITS_SUPERIOR = "awaits_superior"
    ENDORSED = "endorsed"
    NOT_ENDORSED = "not_endorsed"
    UNANSWERED = "unanswered"
    NOT_GATHERED = "not_gathered"
    GATHERED = "gathered"
    AWAITS_AGENCY = "awaits_agency"
    TAKEN = "taken"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"
    IN_CYCLE = "in_cycle"


class Voice(StrEnum):
    """How one proposal counts among those about the same competency; one that was withdrawn does not."""

    ENDORSED = "endorsed"
    DECLINED = "declined"
    WAITING = "waiting"


@dataclass(frozen=True)
class Standing:
    """Where a proposal stands: what the superior and the agency said, and whether it is gathered in a topic."""

    endorsement: Endorsement = Endorsement.WAITING
    outcome: Outcome = Outcome.WAITING
    is_gathered: bool = False
    endorsement_reason: str = ""
    outcome_reason: str = ""


@dataclass(frozen=True)
class Voices:
    """Proposals about one competency and how many persons sent them; the last three add up to `proposals`.

    `endorsed`: by the superior, or taken by the agency. `declined`: by either, the agency's word being the last.
    `waiting`: neither has spoken. What was withdrawn is not counted.
    """

    proposals: int = 0
    people: int = 0
    endorsed: int = 0
    declined: int = 0
    waiting: int = 0


@dataclass(frozen=True)
class ProposalFacts:
    """A proposal as it was typed: about a competency of the dictionary, or about a subject in own words."""

    kind: ProposalKind
    competency_id: int | None
    subject: str
    reason: str


@dataclass(frozen=True)
class TopicFacts:
    """A new topic as an officer names it; with a competency it counts among the voices for that."""

    name: str
    competency_id: int | None = None


class ProposalError(ValueError):
    """Something about a proposal or a topic is not to be."""


class NoOpenYear(ProposalError):
    """No year of the city is open."""


class AlreadyProposed(ProposalError):
    """The person has an undecided proposal about the same thing."""

    def __init__(self, proposal_id: int) -> None:
        super().__init__(f"proposal {proposal_id} is about the same")
        self.proposal_id = proposal_id


class OwnProposal(ProposalError):
    """Nobody endorses or declines the own proposal."""


class StepRefused(ProposalError):
    """The proposal stands where this step cannot be taken any more."""

    def __init__(self, step: ProposalStep, standing: Standing) -> None:
        super().__init__(f"{step} after {standing}")
        self.step = step
        self.standing = standing


class ReasonOwed(ProposalError):
    """A step that owes a reason was given none, or one too short to tell anything."""


class TopicChanged(ProposalError):
    """What was shown is not what is there now: proposals came, went, or were decided; `waiting` are there."""

    def __init__(self, waiting: int) -> None:
        super().__init__(f"{waiting} wait now")
        self.waiting = waiting


class TopicThere(ProposalError):
    """The year has a topic of this name or competency."""

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.name = name


class NotFree(ProposalError):
    """A proposal about a competency stays with the others about it."""
