"""A table of the screen on paper and in a workbook: the same columns, the same words, figures that are figures."""

from collections.abc import Iterable, Sequence
from typing import Any

from sibina.lib.documents import Sheet, SheetColumn
from sibina.lib.lists.api import Column, table_of, value_at


def typeset(columns: Sequence[Column], rows: Iterable[Any], total: Sequence[str] = ()) -> dict[str, Any]:
    """A block of the paper; columns that are wide on the screen share what room there is."""
    shown = table_of(columns, rows)
    block = {
        "kind": "table",
        "columns": [
            {"label": str(column.label), "align": "right" if column.is_numeric else "left"}
            | ({"width": f"{column.width / 20}fr"} if column.width else {})
            for column in columns
        ],
        "rows": [[cell["text"] for cell in line] for line in shown["lines"]],
    }
    return block | ({"total": list(total)} if total else {})


def sheet_of(
    name: str, columns: Sequence[Column], rows: Iterable[Any], *, heading: str, notes: Sequence[str]
) -> Sheet:
    """A sheet of the workbook."""
    heads = [SheetColumn(str(column.label), column.kind, column.width) for column in columns]
    values = [[value_at(row, column.value) for column in columns] for row in rows]
    return Sheet(name, heads, values, heading=heading, notes=notes)
