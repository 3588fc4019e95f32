"""The second lock: row-level security on every table of a city, and the rights of the web's role.

The statements are the same each time they run, so a table that came with the last migration is locked
by the next start, and nobody has to remember it.
"""

from typing import Any

from django.apps import apps
from django.db.backends.utils import CursorWrapper

from sibina.lib.tenancy.models import CityModel

KEEP = """
CREATE OR REPLACE FUNCTION keep_rows() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN RAISE EXCEPTION 'rows of % are added and never changed', TG_TABLE_NAME; END $$
"""
FIX = """
CREATE OR REPLACE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF EXISTS (SELECT 1 FROM {source} WHERE {condition}) THEN
    RAISE EXCEPTION 'this row of % is fixed', TG_TABLE_NAME;
  END IF;
  RETURN NULL;
END $$
"""
CITY = "(SELECT NULLIF(current_setting('app.city', true), '')::bigint)"


def city_models() -> list[type[CityModel]]:
    """Every concrete table that belongs to a city, by table name."""
    found = [model for model in apps.get_models() if issubclass(model, CityModel) and model._meta.managed]
    return sorted(found, key=lambda model: model._meta.db_table)


def secure_database(cursor: CursorWrapper, *, role: str) -> int:
    """Give the web's role what it needs and no more; lock each city table. Returns how many are locked."""
    name = _quote(role)
    cursor.execute(f"GRANT USAGE ON SCHEMA public TO {name}")
    cursor.execute(f"GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO {name}")
    cursor.execute(f"GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO {name}")
    cursor.execute(f"GRANT EXECUTE ON ALL FUNCTIONS IN SCHEMA public TO {name}")
    cursor.execute(f"REVOKE INSERT, UPDATE, DELETE ON django_migrations FROM {name}")
    cursor.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")
    there = {row[0] for row in cursor.fetchall()}
    models = [model for model in city_models() if model._meta.db_table in there]
    for model in models:
        _lock_table(cursor, model, name)
    return len(models)


def _quote(identifier: str) -> str:
    return '"' + identifier.replace('"', '""') + '"'


def _lock_table(cursor: CursorWrapper, model: type[CityModel], role: str) -> None:
    table = _quote(model._meta.db_table)
    cursor.execute(f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY")
    cursor.execute(f"DROP POLICY IF EXISTS own_city ON {table}")
    cursor.execute(
        f"CREATE POLICY own_city ON {table} USING (city_id = {CITY}) WITH CHECK (city_id = {CITY})"
    )
    cursor.execute(f"DROP POLICY IF EXISTS also_read ON {table}")
    if model.reading_policy:
        cursor.execute(f"CREATE POLICY also_read ON {table} FOR SELECT USING ({model.reading_policy})")
    if model.append_only:
        cursor.execute(KEEP)
        cursor.execute(
            f"CREATE OR REPLACE TRIGGER rows_stay BEFORE UPDATE OR DELETE ON {table}"
            " FOR EACH ROW EXECUTE FUNCTION keep_rows()"
        )
        cursor.execute(f"REVOKE UPDATE, DELETE, TRUNCATE ON {table} FROM {role}")
    if model.fixed_when:
        but = "ARRAY[" + ", ".join(f"'{name}'" for name in model.fixed_but) + "]::text[]"
        changed = f"(TG_OP = 'DELETE' OR to_jsonb(OLD) - {but} IS DISTINCT FROM to_jsonb(NEW) - {but})"
        condition = f"({model.fixed_when}) AND {changed}"
        _fix_rows(cursor, model, "UPDATE OR DELETE", "(SELECT OLD.*) AS own", condition)
    if model.fixed_with:
        field: Any = model._meta.get_field(model.fixed_with)
        whole, column = field.related_model, _quote(field.column)
        condition = f"id IN (OLD.{column}, NEW.{column}) AND ({whole.fixed_when})"
        _fix_rows(cursor, model, "INSERT OR UPDATE OR DELETE", _quote(whole._meta.db_table), condition)


def _fix_rows(
    cursor: CursorWrapper, model: type[CityModel], events: str, source: str, condition: str
) -> None:
    """A trigger that undoes these events where the condition holds of a row of the source."""
    table, name = _quote(model._meta.db_table), _quote(f"{model._meta.db_table}_fixed")
    cursor.execute(FIX.format(name=name, source=source, condition=condition))
    cursor.execute(
        f"CREATE OR REPLACE TRIGGER rows_fixed AFTER {events} ON {table}"
        f" FOR EACH ROW EXECUTE FUNCTION {name}()"
    )
