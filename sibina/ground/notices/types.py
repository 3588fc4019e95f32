"""The nouns of notices."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Message:
    """What is told: `url` is where the person can act on it.

    With a `key`, the same kind is told about it only once a person: a daily reminder that runs again tells nobody twice.
    """

    kind: str
    title: str
    text: str = ""
    url: str = ""
    key: str = ""
