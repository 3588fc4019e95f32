"""The door of intake."""

from sibina.ground.intake.files import open_workbook
from sibina.ground.intake.models import Batch
from sibina.ground.intake.reads import list_batches
from sibina.ground.intake.sentences import fault_sentence

__all__ = ["Batch", "fault_sentence", "list_batches", "open_workbook"]
