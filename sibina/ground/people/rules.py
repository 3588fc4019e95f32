"""Pure rules of people: the keys under which names are one in spite of blanks and capitals."""

UNIT_KEY_JOIN = " / "


def name_key(name: str) -> str:
    """What two spellings of one name share: capitals and doubled blanks do not count."""
    return " ".join(name.casefold().split())


def unit_key(office: str, unit: str = "") -> str:
    """The key of an office, or of a unit below it: “Sekretariat” of one office is not that of another."""
    return UNIT_KEY_JOIN.join(name_key(name) for name in (office, unit) if name)
