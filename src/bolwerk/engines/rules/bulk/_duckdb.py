"""The rules on a DuckDB relation: keys in SQL, answers in lists that stand in the query itself."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from bolwerk.engines.rules.bulk._columns import Column, Request, Sort, check
from bolwerk.engines.rules.bulk._sql import Builder

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

    builder = Builder(asked, given, f"SELECT * FROM {view}", run, do)
    return frame.query(view, builder.query())
