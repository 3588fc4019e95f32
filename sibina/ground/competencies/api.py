"""The door of competencies."""

from sibina.ground.competencies.actions import (
    import_measurements,
    import_standards,
    record_measurement,
    set_levels,
    take_reference_competencies,
)
from sibina.ground.competencies.models import (
    KIND_TITLES,
    METHOD_TITLES,
    Competency,
    LevelDescriptor,
    Measurement,
    Standard,
)

__all__ = [
    "KIND_TITLES",
    "METHOD_TITLES",
    "Competency",
    "LevelDescriptor",
    "Measurement",
    "Standard",
    "import_measurements",
    "import_standards",
    "record_measurement",
    "set_levels",
    "take_reference_competencies",
]
