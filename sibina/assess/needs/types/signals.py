"""The nouns of the inbox: what a later module returns of a past cycle, and what becomes of it."""

from dataclasses import dataclass
from enum import StrEnum

from sibina.assess.needs.types.rounds import NeedsRefused


class Decision(StrEnum):
    """What the agency made of a finding."""

    WAITING = ""
    TAKEN = "taken"
    DECLINED = "declined"


class SignalSource(StrEnum):
    """Where a finding comes from."""

    SURVEYS = "surveys"
    LISTENING = "listening"
    ACTIONS = "actions"
    IMPACT = "impact"
    FINDINGS = "findings"
    CLIMATE = "climate"


@dataclass(frozen=True)
class Evidence:
    """One reference or figure that a finding rests on, and the address of the page that shows it, if there is one."""

    label: str
    value: str
    address: str = ""


@dataclass(frozen=True)
class SignalFacts:
    """A finding as its sender states it; `source` and `key` together name it once and for all."""

    source: SignalSource
    key: str
    title: str
    found: str
    evidence: tuple[Evidence, ...]
    competency_id: int | None = None
    unit_id: int | None = None


class NoEvidence(NeedsRefused):
    """A finding without anything that it rests on is none."""


class NoRoundOpen(NeedsRefused):
    """Findings are decided within an open round."""


class AlreadyDecided(NeedsRefused):
    """Somebody else has decided it since the page was opened."""
