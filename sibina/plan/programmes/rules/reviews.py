"""What exactly was signed, and where a review stands."""

import hashlib
import json
from collections.abc import Sequence

from sibina.plan.programmes.types import ModuleFacts, RemarkKind, ReviewState


def digest_of(modules: Sequence[ModuleFacts]) -> str:
    """64 hexadecimal digits over all modules in their order: any change of a word or a place changes them."""
    return hashlib.sha256(json.dumps([vars(one) for one in modules], sort_keys=True).encode()).hexdigest()


def review_state(
    remarks: Sequence[tuple[str, str]], digest: str, *, is_withdrawn: bool = False
) -> ReviewState:
    """Where the review stands, for a version that now has this digest.

    `remarks`: kind and digest of each, in the order of time. The last that decides counts: a signature of another text
    is no signature of this one.
    """
    if is_withdrawn:
        return ReviewState.WITHDRAWN
    decisive = [one for one in remarks if one[0] != RemarkKind.COMMENT]
    if not decisive:
        return ReviewState.WAITING
    kind, signed = decisive[-1]
    if kind == RemarkKind.CHANGES:
        return ReviewState.CHANGES
    return ReviewState.SIGNED if signed == digest else ReviewState.OUTDATED
