"""How a certificate stands, and why one is taken back."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class CertificateState(StrEnum):
    """What the public is told of a certificate."""

    VALID = "valid"
    REVOKED = "revoked"


class RevocationReason(StrEnum):
    """Why a certificate was taken back, in words general enough for everybody."""

    WRONG_DATA = "wrong_data"
    NOT_COMPLETED = "not_completed"
    ISSUED_TWICE = "issued_twice"
    OTHER = "other"


@dataclass(frozen=True)
class Found:
    """What whoever holds the sheet is told: how it stands, and nothing that names the person but a masked name."""

    city: str
    number: str
    name: str
    title: str
    starts_on: date
    ends_on: date
    jp: int | None
    issued_on: date
    revoked_on: date | None
    revoked_for: RevocationReason | None
    is_signed: bool
    is_example: bool

    @property
    def state(self) -> CertificateState:
        return CertificateState.REVOKED if self.revoked_on else CertificateState.VALID


class AlreadyRevoked(ValueError):
    """Somebody else has taken the certificate back before."""


class ReasonMissing(ValueError):
    """A certificate is not taken back without saying why."""
