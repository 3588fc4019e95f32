"""The door of competencies."""

from sibina.ground.competencies.models import (
    KIND_TITLES,
    METHOD_TITLES,
    Competency,
    LevelDescriptor,
    Measurement,
    Standard,
)

__all__ = ["KIND_TITLES", "METHOD_TITLES", "Competency", "LevelDescriptor", "Measurement", "Standard"]
