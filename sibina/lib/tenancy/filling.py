"""Filling new columns and tables in a migration, for every city at once."""

from django.db.migrations import RunSQL

UNLOCK = """
DO $$
DECLARE locked regclass; kept record;
BEGIN
  FOR kept IN SELECT tgname, tgrelid::regclass AS rows FROM pg_trigger WHERE tgname IN ('rows_stay', 'rows_fixed') LOOP
    EXECUTE format('DROP TRIGGER %I ON %s', kept.tgname, kept.rows);
  END LOOP;
  FOR locked IN SELECT oid FROM pg_class WHERE relforcerowsecurity AND relkind = 'r' LOOP
    EXECUTE format('ALTER TABLE %s NO FORCE ROW LEVEL SECURITY', locked);
  END LOOP;
END $$;
"""


def fill_every_city(sql: str) -> RunSQL:
    """A step of a migration that writes rows of all cities; to be the last of its migration.

    The owner of the tables is bound by the locks too, and the check of a foreign key would not see the row that it
    looks for; nor would rows that stay as they are take a new column's value. All of it is set again right after the
    migrations, by `secure_database`.
    """
    return RunSQL([UNLOCK, sql, "SET CONSTRAINTS ALL IMMEDIATE"], RunSQL.noop)
