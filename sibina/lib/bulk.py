"""Many rows at once: columns into a temporary table by COPY, from where statements read them."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

from django.db.backends.utils import CursorWrapper

Columns = Mapping[str, tuple[str, Sequence[Any]]]
"""Column name to its SQL type and its values; all of equal length."""


def fill_temporary(cursor: CursorWrapper, table: str, columns: Columns) -> int:
    """Make the table anew with these columns; it lives as long as the transaction. Returns how many rows.

    A temporary table belongs to the connection alone, so row-level security does not stand in the way of COPY.
    Names are the program's own and never come from outside.
    """
    defined = ", ".join(f"{name} {kind}" for name, (kind, _) in columns.items())
    cursor.execute(f"DROP TABLE IF EXISTS pg_temp.{table}")
    cursor.execute(f"CREATE TEMPORARY TABLE {table} ({defined}) ON COMMIT DROP")
    values = [held for _, held in columns.values()]
    with cursor.copy(f"COPY {table} ({', '.join(columns)}) FROM STDIN") as copy:
        for row in zip(*values, strict=True):
            copy.write_row(row)
    cursor.execute(f"ANALYZE {table}")
    return len(values[0]) if values else 0


@contextmanager
def joining_whole_tables(cursor: CursorWrapper) -> Iterator[None]:
    """Let statements join by hash or by order and not row by row.

    Right for statements over whole tables, and needed there: a table that was filled a moment ago has no
    statistics yet, and a guess of ten rows makes a loop of a hundred thousand times a hundred thousand.
    """
    cursor.execute("SET LOCAL enable_nestloop = off")
    yield
    cursor.execute("SET LOCAL enable_nestloop = on")
