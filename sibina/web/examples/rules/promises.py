"""What participants of workshops promise in the example cities, read from the table beside this file."""

from decimal import Decimal

from sibina.web.examples.rules.recipes import read_table
from sibina.web.examples.types import PromiseRecipe


def promises_of_workshops() -> list[PromiseRecipe]:
    """One of each sort, in the order of the table."""
    return [
        PromiseRecipe(
            **row | {"baseline": Decimal(row["baseline"]), "target": Decimal(row["target"])},
        )
        for row in read_table("promises.toml")["promise"]
    ]
