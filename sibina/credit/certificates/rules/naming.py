"""A name that is shown without telling it, and whether a typed one is the same."""

import re
import unicodedata

_BEYOND_LETTERS = re.compile(r"[^\w]+")


def mask_name(name: str) -> str:
    """«Siti Rahma Nasution» is «S••• R••• N•••»: enough for who holds the sheet, too little for who guesses."""
    return " ".join(f"{word[0]}•••" for word in name.split() if word[0].isalnum())


def same_name(typed: str, *, name: str, printed: str) -> bool:
    """Did the asker type the person's name, bare or as printed with titles? Capitals, points and blanks do not count."""
    known = {_folded(name), _folded(printed)}
    return bool(_folded(typed)) and _folded(typed) in known


def _folded(text: str) -> str:
    plain = unicodedata.normalize("NFKC", text).casefold()
    return _BEYOND_LETTERS.sub(" ", plain).strip()
