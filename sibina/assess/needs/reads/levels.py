"""At which levels people are short: counted by the one expression of `rules`, over the rows that a member may see."""

from functools import cache

import ibis
from django.db import connection

from sibina.assess.needs import rules
from sibina.assess.needs.models import GapSnapshot
from sibina.assess.needs.reads.picture import in_sector
from sibina.assess.needs.reads.sources import list_gaps
from sibina.assess.needs.types import LevelCount, Place
from sibina.ground.people.types import Sight

ROWS = "lacking_rows"
COLUMNS = {"competency": "!int64", "present": "int64", "shortfall": "int64", "state": "!string"}


def count_levels(
    snapshot: GapSnapshot, *, place: Place, sector_id: int | None, sight: Sight
) -> tuple[LevelCount, ...]:
    """By competency and level on record: who is short, at a place, in a sector (None: all); in no order."""
    rows = list_gaps(snapshot, place, sight)
    if sector_id is not None:
        rows = rows.filter(in_sector(sector_id))
    told = rows.order_by().values_list("competency_id", "present", "shortfall", "state")
    sql, parameters = told.query.sql_with_params()
    with connection.cursor() as cursor:
        cursor.execute(f"WITH {ROWS} ({', '.join(COLUMNS)}) AS ({sql}) {_counting()}", parameters)
        return tuple(LevelCount(*found) for found in cursor.fetchall())


@cache
def _counting() -> str:
    counted = rules.lacking_levels(ibis.table(COLUMNS, name=ROWS))
    ordered = counted.select("competency", "present", "people", "shortfall")
    return str(ibis.to_sql(ordered, dialect="postgres")).replace("%", "%%")
