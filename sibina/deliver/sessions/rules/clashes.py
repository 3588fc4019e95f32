"""Who or what would be in two places: a calendar of what is taken, asked before something is written.

The database refuses it anyway, whoever writes; this says in time with what it clashes.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime

from sibina.deliver.sessions.types import Conflict, ConflictKind


@dataclass(frozen=True)
class Taken:
    """One thing for some time: which (`key`, of its kind), and by which session."""

    kind: ConflictKind
    key: int
    name: str
    code: str
    title: str
    starts_at: datetime
    ends_at: datetime

    def meets(self, starts_at: datetime, ends_at: datetime) -> bool:
        """Do the times share a moment? One that ends when the other begins does not."""
        return self.starts_at < ends_at and starts_at < self.ends_at

    def told(self) -> Conflict:
        """The same as what is said of it."""
        return Conflict(self.kind, self.name, self.code, self.title, self.starts_at, self.ends_at)


@dataclass
class Calendar:
    """What is taken when, by kind and key."""

    rows: dict[tuple[ConflictKind, int], list[Taken]] = field(default_factory=lambda: defaultdict(list))

    @classmethod
    def of(cls, taken: Iterable[Taken]) -> "Calendar":
        """The calendar of these."""
        made = cls()
        for one in taken:
            made.take(one)
        return made

    def take(self, one: Taken) -> None:
        """From now on it is taken."""
        self.rows[one.kind, one.key].append(one)

    def meeting(self, kind: ConflictKind, key: int, starts_at: datetime, ends_at: datetime) -> list[Taken]:
        """What of it is taken at that time, the earliest first."""
        found = [one for one in self.rows.get((kind, key), ()) if one.meets(starts_at, ends_at)]
        return sorted(found, key=lambda one: (one.starts_at, one.code))
