"""Signing: the city's own key, or the national service."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class SigningWay(StrEnum):
    """Who signs."""

    OWN_KEY = "own_key"
    SERVICE = "service"


@dataclass(frozen=True)
class KeyFacts:
    """What a key file says of itself."""

    subject: str
    issuer: str
    valid_from: datetime
    valid_to: datetime
    fingerprint: str


class KeyRefusedBecause(StrEnum):
    """Why a key is not taken or not used."""

    NOT_A_KEY = "not_a_key"
    WRONG_PASSPHRASE = "wrong_passphrase"
    NO_CERTIFICATE = "no_certificate"
    EXPIRED = "expired"
    NOT_YET = "not_yet"
    SEAL_BROKEN = "seal_broken"
    KNOWN = "known"


class KeyRefused(ValueError):
    """A key is not taken or not used, and why."""

    def __init__(self, why: KeyRefusedBecause) -> None:
        super().__init__(why)
        self.why = why


class NothingToSign(ValueError):
    """Every certificate of this issue is signed or taken back."""
