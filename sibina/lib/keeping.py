"""Answers that stay true for a while: each process looks them up once."""

import hashlib
from collections.abc import Callable
from typing import Any, TypeVar, cast

from django.core.cache import cache

Answer = TypeVar("Answer")


def kept(*parts: Any, find: Callable[[], Answer], seconds: int) -> Answer:
    """What `find` gives, asked for once within these seconds for equal parts.

    `parts` must name all that the answer depends on: the city's rows by their keys, and the eyes that see it.
    """
    key = f"kept:{hashlib.sha256(repr(parts).encode()).hexdigest()}"
    return cast(Answer, cache.get_or_set(key, find, seconds))
