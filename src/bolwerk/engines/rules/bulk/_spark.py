"""The rules on a Spark frame: each worker compiles the book once and answers its partitions batch by batch, as Polars does.

Arrow carries the rows between Spark and Python. What a worker holds is a batch, however many rows, rules or distinct cases.
"""

from __future__ import annotations

import pickle
import re
from collections.abc import Callable, Iterator, Mapping
from functools import lru_cache
from importlib import import_module
from typing import Any

import polars as pl

from bolwerk.engines.rules.bulk import _polars
from bolwerk.engines.rules.bulk._columns import Column, Request, Sort, check, outputs
from bolwerk.engines.rules.bulk._outputs import DIGITS, Holds, values_of
from bolwerk.kernel import InvalidInput, Text

MOST_ENTRIES = 2_000_000
"""So many answers are held at once."""

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
    """The frame with the columns of every rule, lazily.

    Raises InvalidInput for a missing or mistyped column, or without pyarrow; a value that cannot be fails the job.
    """
    _need_arrow()
    given = columns_of(frame)
    check(asked, given, where)
    # Spark reads a dot in a name as a field of a column: it sees numbers instead.
    numbered = frame.toDF(*(f"c{n}" for n in range(len(frame.columns))))
    return numbered.mapInArrow(Worker(asked, given), _schema(asked, given, frame.schema.fields))


def _schema(asked: Request, given: Mapping[str, Column], fields: list[Any]) -> Any:
    from pyspark.sql import types

    text = types.StringType()
    added = []
    for rule in asked.rules:
        values = values_of(asked.book, rule, given)
        kinds = {
            Holds.TEXT: text,
            Holds.BOOL: types.BooleanType(),
            Holds.WHOLE: types.LongType(),
            Holds.DECIMAL: types.DecimalType(DIGITS, values.scale),
        }
        value = types.ArrayType(kinds[values.holds]) if values.many else kinds[values.holds]
        of_part = {"value": value, "ask": types.ArrayType(text)}
        named = zip(outputs(rule, asked.tell), asked.tell, strict=True)
        added += [types.StructField(name, of_part.get(part, text)) for name, part in named]
    return types.StructType([*fields, *added])


def _need_arrow() -> None:
    try:
        import_module("pyarrow")
    except ImportError as error:
        raise InvalidInput(
            Text("pyarrow is niet geïnstalleerd.", "pyarrow is not installed."),
            where="--engine",
            mend=Text("Installeer het: pip install 'bolwerk[spark]'.", "Install it: pip install 'bolwerk[spark]'."),
        ) from error


class Worker:
    """Answers the batches of a partition. Sent to every worker, which keeps the compiled book for its next partition."""

    def __init__(self, asked: Request, given: Mapping[str, Column]) -> None:
        looked = {fact.name for fact in asked.facts() if fact.name in given and fact.name not in asked.unknown}
        if isinstance(asked.on, str):
            looked.add(asked.on)
        self._given = tuple(given)
        self._looked = tuple((n, name) for n, name in enumerate(given) if name in looked)
        self._rows = max(MOST_ENTRIES // max(len(asked.rules) * len(asked.tell), 1), 1)
        self._asked = pickle.dumps(asked)

    def __call__(self, batches: Iterator[Any]) -> Iterator[Any]:
        for batch in batches:
            for start in range(0, batch.num_rows, self._rows):
                yield self._answered(batch.slice(start, self._rows))

    def _answered(self, batch: Any) -> Any:
        pa = import_module("pyarrow")
        columns = [batch.column(n) for n, _ in self._looked]
        frame = _frame(pa.table(columns, names=[name for _, name in self._looked]), batch.num_rows)
        answer, names = _planned(self._asked, tuple(_polars.columns_of(frame.lazy()).items()))
        found = answer(frame.lazy()).select(names).collect(engine="in-memory").rechunk()
        added = found.to_arrow(compat_level=pl.CompatLevel.oldest())
        arrays = [column.cast(_small(column.type)).combine_chunks() for column in added.columns]
        return pa.RecordBatch.from_arrays([*batch.columns, *arrays], names=[*self._given, *names])


def _small(kind: Any) -> Any:
    """Spark reads no large lists."""
    pa = import_module("pyarrow")
    if pa.types.is_large_list(kind):
        return pa.list_(_small(kind.value_type))
    return pa.string() if pa.types.is_large_string(kind) else kind


_COUNTED = "\x00rows"


def _frame(columns: Any, rows: int) -> pl.DataFrame:
    """The columns that are looked at; where none is, rows all the same."""
    if not columns.num_columns:
        return pl.DataFrame({_COUNTED: pl.Series([None] * rows, dtype=pl.Null)})
    return pl.DataFrame(columns)


@lru_cache(maxsize=4)
def _planned(
    pickled: bytes, given: tuple[tuple[str, Column], ...]
) -> tuple[Callable[[pl.LazyFrame], pl.LazyFrame], tuple[str, ...]]:
    """What answers a batch, and the columns that it adds."""
    asked: Request = pickle.loads(pickled)  # noqa: S301 (the driver of this very job wrote it)
    names = tuple(name for rule in asked.rules for name in outputs(rule, asked.tell))
    return _polars.plan(asked, dict(given)), names
