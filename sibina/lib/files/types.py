"""The nouns of files."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Scan:
    """A scanned or photographed paper; its kind is read off its bytes and not off its name."""

    name: str
    content: bytes
    content_type: str
