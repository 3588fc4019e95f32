"""A city's workbooks as files: opening, checking a folder, the copy that is kept, the copy with marks."""

from sibina.ground.intake.files.folder import check_contents, check_folder, open_all, read_folder
from sibina.ground.intake.files.kept import Kept, keep, open_kept
from sibina.ground.intake.files.marked import Mark, marked_workbook
from sibina.ground.intake.files.opening import open_workbook

__all__ = [
    "Kept",
    "Mark",
    "check_contents",
    "check_folder",
    "keep",
    "marked_workbook",
    "open_all",
    "open_kept",
    "open_workbook",
    "read_folder",
]
