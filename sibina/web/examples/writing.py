"""Many rows into PostgreSQL at once: COPY into a temporary table, then one INSERT that row-level security sees.

COPY straight into a table is refused by PostgreSQL where row-level security stands, and rightly so.
"""

import io

import numpy as np
import pandas as pd
from django.db import connection, models

NULL = "\\N"
STAGE = "example_stage"


def reserve_ids(model: type[models.Model], count: int) -> np.ndarray:
    """`count` fresh primary keys of a table, in order."""
    table = model._meta.db_table
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT nextval(pg_get_serial_sequence(%s, 'id')) FROM generate_series(1, %s)",
            [f'"{table}"', count],
        )
        return np.array([row[0] for row in cursor.fetchall()], dtype=np.int64)


def write_rows(model: type[models.Model], rows: pd.DataFrame) -> int:
    """Insert the rows; columns are named as in the table, a missing value is None, NaT or -1 made None before."""
    quote = connection.ops.quote_name
    table = quote(model._meta.db_table)
    columns = ", ".join(quote(name) for name in rows.columns)
    with connection.cursor() as cursor:
        cursor.execute(
            f"CREATE TEMP TABLE {STAGE} ON COMMIT DROP AS SELECT {columns} FROM {table} WITH NO DATA"
        )
        with cursor.copy(f"COPY {STAGE} ({columns}) FROM STDIN (FORMAT csv, NULL '{NULL}')") as copy:
            copy.write(_csv(rows))
        cursor.execute(f"INSERT INTO {table} ({columns}) SELECT {columns} FROM {STAGE}")
        cursor.execute(f"DROP TABLE {STAGE}")
    return len(rows)


def _csv(rows: pd.DataFrame) -> str:
    text = io.StringIO()
    rows.to_csv(text, index=False, header=False, na_rep=NULL, date_format="%Y-%m-%d")
    return text.getvalue()


def linked(rows: pd.Series, ids: np.ndarray) -> pd.Series:
    """Row numbers as primary keys; -1 becomes missing."""
    numbers = rows.to_numpy()
    found = pd.array(ids[np.maximum(numbers, 0)], dtype="Int64")
    found[numbers < 0] = pd.NA
    return pd.Series(found)
