"""Pieces of pages that never change, drawn once."""

from collections.abc import Callable
from functools import lru_cache
from typing import Any

from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from sibina.lib.keeping import kept

KEPT_SECONDS = 6 * 3600
"""What was counted does not change; names of units in it may, so it is drawn anew a few times a day."""


def kept_html(template: str, *parts: Any, make: Callable[[], dict[str, Any]]) -> SafeString:
    """The template filled with what `make` gives, once for equal parts (see `keeping.kept`) and language."""

    def draw() -> str:
        return render_to_string(template, make())

    return SafeString(kept(template, *parts, get_language(), find=draw, seconds=KEPT_SECONDS))


@lru_cache(maxsize=512)
def drawn_once(template: str, facts: tuple[tuple[str, Any], ...], language: str | None) -> SafeString:
    """The template filled with these facts, in the language of the reader. For pieces that hold no rows of a city.

    A process holds them itself: looking one up in the cache would cost more than most of them do.
    """
    return SafeString(render_to_string(template, dict(facts)))
