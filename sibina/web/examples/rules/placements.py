"""The placements of the example cities, read from the table beside this file."""

from sibina.web.examples.rules.recipes import read_table
from sibina.web.examples.types import PlacementRecipe


def placements_of(slug: str) -> list[PlacementRecipe]:
    """Who of the city is, was or will be where, and how far what they learnt has come home."""
    return [
        PlacementRecipe(
            **{key: value for key, value in row.items() if key not in {"city", "from", "costs", "log"}},
            begins=row["from"],
            costs=tuple((kind, rupiah, payer) for kind, rupiah, payer in row["costs"]),
            log=tuple(row.get("log", ())),
        )
        for row in read_table("placements.toml")["placement"]
        if row["city"] == slug
    ]
