"""The rules on a Spark frame: keys in SQL, answers by position in arrays that stand in the query itself."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any
from uuid import uuid4

from bolwerk.engines.rules.bulk._columns import Column, Request, Sort, check
from bolwerk.engines.rules.bulk._sql import Builder

_SORTS: Mapping[str, Sort] = {
    "boolean": Sort.BOOL,
    "string": Sort.TEXT,
    "date": Sort.DATE,
    "float": Sort.FLOAT,
    "double": Sort.FLOAT,
    "int": Sort.WHOLE,
    "bigint": Sort.WHOLE,
    "smallint": Sort.WHOLE,
    "tinyint": Sort.WHOLE,
    "void": Sort.EMPTY,
}


def columns_of(frame: Any) -> dict[str, Column]:
    """What each column of a Spark frame holds."""
    return {field.name: _column(field.dataType.simpleString()) for field in frame.schema.fields}


def _column(kind: str) -> Column:
    if found := re.fullmatch(r"decimal\(\d+,(\d+)\)", kind):
        return Column(Sort.DECIMAL, kind, int(found[1]))
    return Column(_SORTS.get(kind, Sort.OTHER), kind)


def apply(asked: Request, frame: Any, where: str = "") -> Any:
    """The frame with the columns of every rule, lazily; a rule whose links did not fit, or that computes, counts its distinct
    cases at once.

    Raises InvalidInput for a missing or mistyped column; a value that cannot be fails the job that meets it.
    """
    given = columns_of(frame)
    check(asked, given, where)
    session, view = frame.sparkSession, f"bolwerk_{uuid4().hex}"
    frame.createOrReplaceTempView(view)

    def run(sql: str) -> list[tuple[Any, ...]]:
        return [tuple(row) for row in session.sql(sql).collect()]

    try:
        return session.sql(Builder(asked, given, f"SELECT * FROM {view}", SparkDialect(), run).query())
    finally:
        session.catalog.dropTempView(view)


class SparkDialect:
    text = "STRING"

    def name(self, column: str) -> str:
        return "`" + column.replace("`", "``") + "`"

    def array(self, kind: str) -> str:
        return f"ARRAY<{kind}>"

    def empty(self, kind: str) -> str:
        return f"CAST(array() AS {kind})"

    def list_of(self, parts: Sequence[str]) -> str:
        return f"array({', '.join(parts)})"

    def fail(self, message: str) -> str:
        return "CAST(raise_error('" + message.replace("'", "''") + "') AS INT)"

    def finite(self, value: str) -> str:
        return f"(NOT isnan({value}) AND abs({value}) < double('infinity'))"

    def dense(self, source: str, name: str, key: str, entries: Sequence[int]) -> str:
        table = f"CAST(split('{','.join(map(str, entries))}', ',') AS ARRAY<INT>)"
        return f"SELECT s.*, element_at({table}, CAST(s.{key} + 1 AS INT)) AS {name} FROM ({source}) AS s"

    def rows(self, source: str, key: str, columns: Mapping[str, tuple[str, Sequence[str]]]) -> str:
        told = [
            f"element_at(array({', '.join(literals)}), CAST(s.{key} + 1 AS INT)) AS {self.name(name)}"
            if literals
            else f"CAST(NULL AS {kind}) AS {self.name(name)}"
            for name, (kind, literals) in columns.items()
        ]
        return f"SELECT s.*, {', '.join(told)} FROM ({source}) AS s" if told else source

    def sparse(self, source: str, name: str, key: str, kind: str, entries: Mapping[str, int]) -> str:
        listed = ", ".join(f"({literal}, {at})" for literal, at in entries.items()) or f"(CAST(NULL AS {kind}), 0)"
        table = f"(SELECT * FROM VALUES {listed} AS v(k, {name}))"
        return f"SELECT /*+ BROADCAST(t) */ s.*, t.{name} FROM ({source}) AS s LEFT JOIN {table} AS t ON s.{key} = t.k"
