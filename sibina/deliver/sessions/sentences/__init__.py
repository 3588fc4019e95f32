"""The words of sessions: `titles` (what codes are called), `refusals` (why something is refused, and what to do),
`draw` (seats by lot)."""

from sibina.deliver.sessions.sentences.titles import (
    CONSENTS,
    ENROLMENT_STATES,
    ENROLMENT_TONES,
    REASON_KINDS,
    STAGE_TONES,
    STAGES,
)

__all__ = [
    "CONSENTS",
    "ENROLMENT_STATES",
    "ENROLMENT_TONES",
    "REASON_KINDS",
    "STAGES",
    "STAGE_TONES",
]
