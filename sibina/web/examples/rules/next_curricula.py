"""Second versions of curricula in the example cities, read from the table beside this file."""

import tomllib
from dataclasses import dataclass
from importlib.resources import files

from sibina.plan.programmes.rules import StarterModule
from sibina.plan.programmes.types import Form


@dataclass(frozen=True)
class NextCurriculum:
    """The next version of a starter programme: why, how far it has come, and the modules that differ by their number."""

    code: str
    reason: str
    is_released: bool
    modules: tuple[tuple[int, StarterModule], ...]


def next_curricula() -> tuple[NextCurriculum, ...]:
    """Every second version of the examples."""
    text = files(__package__).joinpath("next_curricula.toml").read_text(encoding="utf-8")
    return tuple(
        NextCurriculum(
            code=code,
            reason=row["reason"],
            is_released=row["is_released"],
            modules=tuple(
                (lineage, StarterModule(title, competency, low, high, jp, Form(form), material, proof))
                for lineage, title, competency, low, high, jp, form, material, proof in row["modules"]
            ),
        )
        for code, row in tomllib.loads(text).items()
    )
