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

# Between entries, between the parts of one, and for none: characters that no law holds.
_ENTRY, _PART, _NONE = "\x1e", "\x1d", "\x15"


def columns_of(frame: Any) -> dict[str, Column]:
    """What each column of a relation holds."""
    return {name: _column(str(kind)) for name, kind in zip(frame.columns, frame.types, strict=True)}


def _column(kind: str) -> Column:
    if found := re.fullmatch(r"DECIMAL\(\d+,\s*(\d+)\)", kind):
        return Column(Sort.DECIMAL, kind, int(found[1]))
    return Column(Sort.TEXT if kind.startswith("ENUM") else _SORTS.get(kind, Sort.OTHER), kind)


def apply(asked: Request, frame: Any, where: str = "") -> Any:
    """The relation with the columns of every rule. Rows may come in another order.

    Answers by distinct case stand in temporary tables of its connection, as long as that lives.
    Raises InvalidInput for a missing or mistyped column; a value that cannot be fails when the relation is fetched.
    """
    given = columns_of(frame)
    check(asked, given, where)
    view = "bolwerk_rows"

    def run(sql: str) -> list[tuple[Any, ...]]:
        found: list[tuple[Any, ...]] = frame.query(view, sql).fetchall()
        return found

    def do(sql: str) -> None:
        frame.query(view, sql)

    builder = Builder(asked, given, f"SELECT * FROM {view}", DuckDialect(), run, do)
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
        return Look(((alias, f"(CAST('{list(entries)}' AS UINTEGER[]))[s.{key} + 1]"),))

    def rows(self, alias: str, key: str, columns: Sequence[tuple[str, Sequence[Any]]]) -> tuple[Look, list[str]]:
        told = tuple((f"{alias}_c{n}", f"{self._listed(kind, each)}[s.{key} + 1]") for n, (kind, each) in enumerate(columns))
        return Look(told), [name for name, _ in told]

    def fill(self, table: str, columns: Sequence[tuple[str, Sequence[Any]]]) -> str:
        raw = ", ".join(f"{self._unnested(entries)} AS c{n}" for n, (_, entries) in enumerate(columns))
        read = ", ".join(self._read(f"c{n}", kind) for n, (kind, _) in enumerate(columns))
        return f"INSERT INTO {table} SELECT {read} FROM (SELECT {raw}) AS raw"

    def _listed(self, kind: str, entries: Sequence[Any]) -> str:
        """A list that stands in the query as a constant."""
        return f"(CAST([{', '.join(map(self._literal, entries))}] AS {kind}[]))"

    def _literal(self, entry: Any) -> str:
        if entry is None:
            return "NULL"
        if isinstance(entry, list):
            return f"[{', '.join(map(self._literal, entry))}]"
        return f"{entry:f}" if isinstance(entry, Decimal) else self.quote(entry) if isinstance(entry, str) else str(entry)

    def _unnested(self, entries: Sequence[Any]) -> str:
        """Entries as rows of text: one literal, for a thousand rows of VALUES take a second to bind."""
        return f"unnest(string_split({self.quote(_ENTRY.join(map(_written, entries)))}, '{_ENTRY}'))"

    def _read(self, name: str, kind: str) -> str:
        if kind.endswith("[]"):
            parts = f"CASE WHEN {name} = '' THEN [] ELSE string_split({name}, '{_PART}') END"
            return f"CASE WHEN {name} = '{_NONE}' THEN NULL ELSE CAST({parts} AS {kind}) END"
        return f"CAST(nullif({name}, '{_NONE}') AS {kind})"


def _written(entry: Any) -> str:
    if entry is None:
        return _NONE
    if isinstance(entry, list):
        return _PART.join(map(_written, entry))
    return f"{entry:f}" if isinstance(entry, Decimal) else str(entry)
