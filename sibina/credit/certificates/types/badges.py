"""Who gives badges."""

from dataclasses import dataclass


@dataclass(frozen=True)
class BadgeIssuer:
    """The city's agency as issuer: the addresses where its profile, its keys and its revocations are public."""

    address: str
    name: str
    site: str
