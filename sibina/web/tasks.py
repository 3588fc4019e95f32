"""One thing that waits for a member, as the home shows it."""

from dataclasses import dataclass

from django.utils.functional import Promise


@dataclass(frozen=True)
class Task:
    """What it is, why, and the way there."""

    title: str | Promise
    text: str | Promise
    url: str
    link_text: str | Promise
    tone: str = "now"
    word: str | Promise = ""
