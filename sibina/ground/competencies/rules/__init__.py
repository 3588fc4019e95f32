"""Pure rules of competencies: the national dictionary, and the levels that a class of position prefills."""

from sibina.ground.competencies.rules.national import (
    DefaultLevels,
    LevelName,
    ReferenceCompetency,
    default_level_of,
    default_levels_on,
    level_names,
    national_competencies,
    technical_competencies,
)
from sibina.ground.competencies.rules.standards import (
    LevelOnRecord,
    LevelsChange,
    RequiredLevel,
    StandardChange,
    StandardOnRecord,
    change_levels,
    change_standards,
    prefill_standard,
)

__all__ = [
    "DefaultLevels",
    "LevelName",
    "LevelOnRecord",
    "LevelsChange",
    "ReferenceCompetency",
    "RequiredLevel",
    "StandardChange",
    "StandardOnRecord",
    "change_levels",
    "change_standards",
    "default_level_of",
    "default_levels_on",
    "level_names",
    "national_competencies",
    "prefill_standard",
    "technical_competencies",
]
