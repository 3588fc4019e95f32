"""The nouns of reviewing: what a partner's people say about a version of a curriculum, and where the review stands."""

from dataclasses import dataclass
from enum import StrEnum

from sibina.plan.programmes.types.catalogue import ProgrammeError


class RemarkKind(StrEnum):
    """A comment decides nothing; a wish for changes or a signature does, until the next of them."""

    COMMENT = "comment"
    CHANGES = "changes"
    SIGNATURE = "signature"


class ReviewState(StrEnum):
    """Where the review of a version by a partner stands."""

    WAITING = "waiting"
    CHANGES = "changes"
    SIGNED = "signed"
    OUTDATED = "outdated"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True)
class RemarkFacts:
    """What was typed: about one module (its lasting number) or the whole; a signature with name and office."""

    kind: RemarkKind
    text: str = ""
    lineage: int | None = None
    name: str = ""
    office: str = ""


class ReviewError(ProgrammeError):
    """What a review refuses."""


class AskedAlready(ReviewError):
    """This partner has been asked to review this version."""


class NotTheirReview(ReviewError):
    """The member does not speak for the partner that was asked."""


class ReviewShut(ReviewError):
    """The request was withdrawn, or the version is no longer open."""


class ReadAnother(ReviewError):
    """The version was changed after it was read: what would be signed is not what was read."""


class NothingSaid(ReviewError):
    """A remark says something; a signature has name and office."""
