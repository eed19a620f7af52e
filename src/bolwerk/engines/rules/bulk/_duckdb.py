"""The rules on a DuckDB relation: keys in SQL, answers by joins with small tables that stand in the query itself."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

import duckdb

from bolwerk.engines.rules.bulk._columns import Column, Request, Sort, check
from bolwerk.engines.rules.bulk._sql import Builder, Look

_SORTS: Mapping[str, Sort] = {
    "BOOLEAN": Sort.BOOL,
    "VARCHAR": Sort.TEXT,
    "DATE": Sort.DATE,
    "FLOAT": Sort.FLOAT,
    "DOUBLE": Sort.FLOAT,
    "INTEGER": Sort.WHOLE,
    "BIGINT": Sort.WHOLE,
    "SMALLINT": Sort.WHOLE,
    "TINYINT": Sort.WHOLE,
    "HUGEINT": Sort.WHOLE,
    "UINTEGER": Sort.WHOLE,
    "UBIGINT": Sort.WHOLE,
    "USMALLINT": Sort.WHOLE,
    "UTINYINT": Sort.WHOLE,
    "UHUGEINT": Sort.WHOLE,
    '"NULL"': Sort.EMPTY,
}


def columns_of(frame: Any) -> dict[str, Column]:
    """What each column of a relation holds."""
    return {name: _column(str(kind)) for name, kind in zip(frame.columns, frame.types, strict=True)}


def _column(kind: str) -> Column:
    if found := re.fullmatch(r"DECIMAL\(\d+,\s*(\d+)\)", kind):
        return Column(Sort.DECIMAL, kind, int(found[1]))
    return Column(Sort.TEXT if kind.startswith("ENUM") else _SORTS.get(kind, Sort.OTHER), kind)


def apply(asked: Request, frame: Any, where: str = "") -> Any:
    """The relation with the columns of every rule. Rows may come in another order.

    Raises InvalidInput for a missing or mistyped column; a value that cannot be fails when the relation is fetched.
    """
    given = columns_of(frame)
    check(asked, given, where)
    view = "bolwerk_rows"

    def run(sql: str) -> list[tuple[Any, ...]]:
        found: list[tuple[Any, ...]] = frame.query(view, sql).fetchall()
        return found

    builder = Builder(asked, given, f"SELECT * FROM {view}", DuckDialect(), run)
    return frame.query(view, builder.query())


def failed(error: Exception) -> bool:
    """Whether a query failed on what stands in the rows."""
    return isinstance(error, duckdb.Error)


class DuckDialect:
    text = "VARCHAR"

    def name(self, column: str) -> str:
        return '"' + column.replace('"', '""') + '"'

    def array(self, kind: str) -> str:
        return f"{kind}[]"

    def quote(self, value: str) -> str:
        return "'" + value.replace("'", "''") + "'"

    def fail(self, message: str) -> str:
        return f"error({self.quote(message)})"

    def finite(self, value: str) -> str:
        return f"isfinite({value})"

    def dense(self, alias: str, key: str, entries: Sequence[int]) -> Look:
        table = f"SELECT unnest(CAST('{list(entries)}' AS UINTEGER[])) AS v, unnest(range({len(entries)})) AS k"
        return Look(((alias, f"{alias}.v"),), f"LEFT JOIN ({table}) AS {alias} ON s.{key} = {alias}.k")

    def rows(self, alias: str, key: str, columns: Sequence[tuple[str, Sequence[Any]]]) -> tuple[Look, list[str]]:
        kinds = [kind for kind, _ in columns]
        entries = zip(*(entries for _, entries in columns), strict=True)
        listed = [", ".join(map(self._literal, entry, kinds)) for entry in entries]
        nothing = ", ".join(f"CAST(NULL AS {kind})" for kind in kinds)
        lines = ", ".join(f"({n}, {line})" for n, line in [*enumerate(listed), (-1, nothing)])
        names = [f"c{n}" for n in range(len(columns))]
        told = tuple((f"{alias}_{name}", f"{alias}.{name}") for name in names)
        join = f"LEFT JOIN (VALUES {lines}) AS {alias}(k, {', '.join(names)}) ON s.{key} = {alias}.k"
        return Look(told, join), [name for name, _ in told]

    def sparse(self, alias: str, key: str, kind: str, entries: Mapping[Any, int]) -> Look:
        lines = ", ".join(f"({self._literal(case, kind)}, {at})" for case, at in entries.items())
        table = f"(VALUES {lines or f'(CAST(NULL AS {kind}), 0)'}) AS {alias}(k, v)"
        return Look(((alias, f"{alias}.v"),), f"LEFT JOIN {table} ON s.{key} = {alias}.k")

    def _literal(self, value: Any, kind: str) -> str:
        if value is None:
            return f"CAST(NULL AS {kind})"
        if isinstance(value, list):
            return f"CAST([{', '.join(self._literal(part, kind.removesuffix('[]')) for part in value)}] AS {kind})"
        if isinstance(value, bool):
            return "TRUE" if value else "FALSE"
        if isinstance(value, Decimal):
            return f"CAST('{value:f}' AS {kind})"
        return str(value) if isinstance(value, int) else self.quote(value)
