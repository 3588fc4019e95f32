"""What is wrong with a table: one thing in one place, or all of it at once."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.functional import Promise

from sibina.lib.table_sentences import sentence_of


@dataclass(frozen=True)
class Problem:
    """One thing wrong in one place. `code` names the sentence; `allowed` is in words (said lazily)."""

    file: str
    row: int | None = None
    column: str | None = None
    value: str | None = None
    allowed: str | Promise = ""
    code: str = "kind"

    def sentence(self) -> str:
        where = {"file": self.file, "row": self.row, "column": self.column}
        return sentence_of(self.code, where, self.value, self.allowed)

    def __str__(self) -> str:
        return self.sentence()


class BadInput(Exception):
    """The input is wrong: every problem found, in the order of files, columns and rows.

    `warnings` refuse nothing, and are worth knowing by whoever mends the files now.
    """

    def __init__(self, problems: Sequence[Problem], warnings: Sequence[Problem] = ()):
        super().__init__(f"{len(problems)} problems")
        self.problems = tuple(problems)
        self.warnings = tuple(warnings)
