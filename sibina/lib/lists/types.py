"""What a list is made of."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db.models import QuerySet
from django.utils.functional import Promise

Text = str | Promise
NUMERIC = frozenset({"number", "decimal", "percent", "rupiah"})
KINDS = NUMERIC | {"text", "nip", "date", "moment", "badge", "chart"}


@dataclass(frozen=True)
class Column:
    """One column.

    `value` is a path («unit__name») or a function of the row. `sort` names the field to order by; for rows
    that are no query any true text makes the column sortable by its value, and a function by what it gives.
    `tone` gives a badge's tone.
    """

    key: str
    label: Text
    value: str | Callable[[Any], Any]
    sort: str | Callable[[Any], Any] = ""
    kind: str = "text"
    link: Callable[[Any], str] | None = None
    tone: Callable[[Any], str] | None = None
    width: int = 0

    def __post_init__(self) -> None:
        if self.kind not in KINDS:
            raise ValueError(f"unknown kind of column {self.kind!r}; one of {sorted(KINDS)}")

    @property
    def is_numeric(self) -> bool:
        """Figures stand to the right."""
        return self.kind in NUMERIC


@dataclass(frozen=True)
class Filter:
    """A choice that narrows the list.

    `apply` is a field to compare with, or a function (rows, chosen value) → rows. `choices` is asked when
    the page is made; only a value among them is obeyed.
    """

    key: str
    label: Text
    choices: Sequence[tuple[Any, Text]] | Callable[[], Sequence[tuple[Any, Text]]]
    apply: str | Callable[[Any, str], Any]
    everything: Text = ""

    def options(self) -> list[tuple[str, Text]]:
        """The choices, each value as the text that stands in an address."""
        found = self.choices() if callable(self.choices) else self.choices
        return [(str(value), label) for value, label in found]


@dataclass(frozen=True)
class Empty:
    """What an empty list says, and the one thing to do next."""

    title: Text
    text: Text = ""
    link: str = ""
    link_text: Text = ""
    icon: str = "inbox"


@dataclass(frozen=True)
class ListSpec:
    """A list: its name (also the export's file name), columns, and how it is searched and narrowed.

    `search` names fields (for a query) or functions of the row; a field with `__contains` is compared as it stands with
    the words in small letters. `order` is the key of the column that the list starts ordered by, with a minus for
    downward. `joining` adds to a query what is shown of a row beside its own fields: to the rows of one page, whose keys
    are found first, and to an export; `told` are the values that it needs for this, such as today. A column of kind
    `nip` is searched for figures only. `total`: how many rows there are before filters and search, where that is known
    already.
    """

    name: str
    title: Text
    columns: Sequence[Column]
    lead: Text = ""
    search: Sequence[str | Callable[[Any], str]] = ()
    search_label: Text = ""
    filters: Sequence[Filter] = ()
    order: str = ""
    empty: Empty | None = None
    crumbs: Sequence[tuple[Text, str]] = ()
    per_page: int = 25
    notes: Sequence[Text] = field(default_factory=tuple)
    joining: Callable[..., QuerySet[Any]] | None = None
    told: Mapping[str, Any] = field(default_factory=dict)
    total: int | None = None


@dataclass(frozen=True)
class Wish:
    """What the reader asked for in the address, already checked."""

    words: str
    order: str
    chosen: Mapping[str, str]
    page: int
    per_page: int
    export: bool
