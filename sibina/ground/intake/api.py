"""The door of intake."""

from sibina.ground.intake.models import Batch
from sibina.ground.intake.reads import list_batches

__all__ = ["Batch", "list_batches"]
