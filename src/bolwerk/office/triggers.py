"""Database triggers that refuse to change or remove what is written, as migration operations for SQLite and PostgreSQL."""

from __future__ import annotations

from typing import Any

from django.db.migrations.operations.base import Operation

_PG_FUNCTION = """
CREATE OR REPLACE FUNCTION bolwerk_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '% is append-only: % refused', TG_TABLE_NAME, TG_OP USING ERRCODE = 'integrity_constraint_violation';
END $$
"""


def create_sql(table: str, vendor: str, verbs: tuple[str, ...], unique: tuple[str, ...] = ("rowid",)) -> list[str]:
    """The statements that make `table` refuse `verbs` (`UPDATE`, `DELETE`) and the back doors to them.

    `unique`: on SQLite, the columns by which `INSERT OR REPLACE` could push a row out.
    """
    if vendor == "postgresql":
        return [_PG_FUNCTION, *(_pg_trigger(table, verb) for verb in (*verbs, *_also(vendor, verbs)))]
    return [_sqlite_trigger(table, verb, unique) for verb in (*verbs, *_also(vendor, verbs))]


def drop_sql(table: str, vendor: str, verbs: tuple[str, ...]) -> list[str]:
    place = f" ON {table}" if vendor == "postgresql" else ""
    return [f"DROP TRIGGER IF EXISTS {table}_no_{verb.lower()}{place}" for verb in (*verbs, *_also(vendor, verbs))]


def _also(vendor: str, verbs: tuple[str, ...]) -> tuple[str, ...]:
    """The back doors: PostgreSQL's TRUNCATE; in SQLite, `INSERT OR REPLACE`, which fires no trigger on the row it removes."""
    if vendor == "postgresql":
        return ("TRUNCATE",) if "DELETE" in verbs else ()
    return ("INSERT",) if "UPDATE" in verbs else ()


def _pg_trigger(table: str, verb: str) -> str:
    each = "STATEMENT" if verb == "TRUNCATE" else "ROW"
    name = f"{table}_no_{verb.lower()}"
    return f"CREATE TRIGGER {name} BEFORE {verb} ON {table} FOR EACH {each} EXECUTE FUNCTION bolwerk_append_only()"


def _sqlite_trigger(table: str, verb: str, unique: tuple[str, ...]) -> str:
    taken = " OR ".join(f"{column} = NEW.{column}" for column in unique)
    over = f"WHEN EXISTS (SELECT 1 FROM {table} WHERE {taken}) " if verb == "INSERT" else ""  # noqa: S608 (names from migrations)
    return (
        f"CREATE TRIGGER {table}_no_{verb.lower()} BEFORE {verb} ON {table} {over}"
        f"BEGIN SELECT RAISE(ABORT, '{table} is append-only: {verb} refused'); END"
    )


class _Refuse(Operation):
    """The shared machinery: `verbs` are refused on `table` by the database itself."""

    reversible = True
    reduces_to_sql = True
    verbs: tuple[str, ...] = ()

    def __init__(self, table: str, *unique: str) -> None:
        """`unique`: the columns that are unique, where that is not just the whole-number key that Django makes."""
        self.table, self.unique = table, unique or ("rowid",)

    def deconstruct(self) -> tuple[str, list[str], dict[str, Any]]:
        return type(self).__name__, [self.table, *self.unique], {}

    def state_forwards(self, app_label: str, state: Any) -> None:
        """The models stay as they are."""

    def database_forwards(self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any) -> None:
        for statement in create_sql(self.table, schema_editor.connection.vendor, self.verbs, self.unique):
            schema_editor.execute(statement, params=None)

    def database_backwards(self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any) -> None:
        for statement in drop_sql(self.table, schema_editor.connection.vendor, self.verbs):
            schema_editor.execute(statement, params=None)

    def describe(self) -> str:
        return f"Refuse {' and '.join(self.verbs)} on {self.table}"


class AppendOnly(_Refuse):
    """Rows of `table` are written once: no UPDATE, no DELETE, no TRUNCATE."""

    verbs = ("UPDATE", "DELETE")


class NeverDelete(_Refuse):
    """Rows of `table` may change, but none is removed."""

    verbs = ("DELETE",)
