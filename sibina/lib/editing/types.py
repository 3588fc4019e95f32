"""The refusal that the second one is told of."""

from datetime import datetime


class Overtaken(ValueError):
    """Somebody else has saved in the meantime: `by` whom (empty: not known), `at` what time."""

    def __init__(self, by: str, at: datetime | None) -> None:
        super().__init__(f"{by} {at}")
        self.by, self.at = by, at
