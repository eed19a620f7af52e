"""The rules on a Spark frame: keys in SQL, answers by position in tables that stand in the query itself.

A table is one JSON literal, which the optimiser folds to a constant once: measured twice as fast as a broadcast join.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any
from uuid import uuid4

from bolwerk.engines.rules.bulk._columns import Column, Request, Sort, check
from bolwerk.engines.rules.bulk._sql import Builder, Look

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
    session = frame.sparkSession
    views: list[str] = []

    def keep_frame(kept: Any) -> str:
        views.append(f"bolwerk_{uuid4().hex}")
        kept.createOrReplaceTempView(views[-1])
        return f"SELECT * FROM {views[-1]}"

    def keep(sql: str) -> str:
        """Each stage is analysed on its own: Spark gives up on queries that are too deep."""
        return keep_frame(session.sql(sql))

    def run(sql: str) -> list[tuple[Any, ...]]:
        return [tuple(row) for row in session.sql(sql).collect()]

    try:
        return session.sql(Builder(asked, given, keep_frame(frame), SparkDialect(), run, keep).query())
    finally:
        for view in views:
            session.catalog.dropTempView(view)


class SparkDialect:
    text = "STRING"

    def name(self, column: str) -> str:
        return "`" + column.replace("`", "``") + "`"

    def array(self, kind: str) -> str:
        return f"ARRAY<{kind}>"

    def quote(self, value: str) -> str:
        return "'" + value.replace("\\", "\\\\").replace("'", "\\'") + "'"

    def fail(self, message: str) -> str:
        return f"CAST(raise_error({self.quote(message)}) AS INT)"

    def finite(self, value: str) -> str:
        return f"(NOT isnan({value}) AND abs({value}) < double('infinity'))"

    def dense(self, alias: str, key: str, entries: Sequence[int]) -> Look:
        table = f"from_json('{json.dumps(list(entries))}', 'ARRAY<INT>')"
        return Look(((alias, f"element_at({table}, CAST(s.{key} + 1 AS INT))"),))

    def rows(self, alias: str, key: str, columns: Sequence[tuple[str, Sequence[Any]]]) -> tuple[Look, list[str]]:
        fields = ", ".join(f"c{n}: {kind}" for n, (kind, _) in enumerate(columns))
        entries = list(zip(*(entries for _, entries in columns), strict=True)) or [(None,) * len(columns)]
        table = self.quote(_json([{f"c{n}": value for n, value in enumerate(entry)} for entry in entries]))
        found = f"element_at(from_json({table}, 'ARRAY<STRUCT<{fields}>>'), CAST(s.{key} + 1 AS INT))"
        return Look(((alias, found),)), [f"{alias}.c{n}" for n in range(len(columns))]

    def sparse(self, alias: str, key: str, kind: str, entries: Mapping[Any, int]) -> Look:
        table = self.quote(_json([{"k": case, "v": at} for case, at in entries.items()]))
        listed = f"SELECT inline(from_json({table}, 'ARRAY<STRUCT<k: {kind}, v: INT>>'))"
        return Look(((alias, f"{alias}.v"),), f"LEFT JOIN ({listed}) AS {alias} ON s.{key} = {alias}.k")


def _json(value: Any) -> str:
    """JSON in which a decimal stands with all its digits."""
    if isinstance(value, dict):
        return "{" + ",".join(f"{json.dumps(key)}:{_json(part)}" for key, part in value.items()) + "}"
    if isinstance(value, list | tuple):
        return "[" + ",".join(map(_json, value)) + "]"
    return f"{value:f}" if isinstance(value, Decimal) else json.dumps(value, ensure_ascii=False)
