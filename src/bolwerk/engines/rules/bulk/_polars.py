"""The rules on a Polars frame: one integer key per row and rule, computed by Polars, then looked up in tables.

No Python runs per row. Nothing is materialised that a streaming collect would not: every step is row by row.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

import numpy as np
import polars as pl

from bolwerk.engines.rules._axis import Axis, finite_axis
from bolwerk.engines.rules._evaluate import Direct, Evaluator
from bolwerk.engines.rules._facts import Fact, FactType, exact
from bolwerk.engines.rules.bulk._answers import Answers, Cell, Table, Tried, answers_of, computes, table_of
from bolwerk.engines.rules.bulk._columns import (
    Column,
    Request,
    Sort,
    check,
    limits,
    no_day,
    no_such_value,
    outputs,
    steps,
)
from bolwerk.engines.rules.bulk._grid import Grid, cuts_of, grid_of
from bolwerk.engines.rules.bulk._outputs import DIGITS, Holds, Values, told, values_of

_FEW = 8
"""So many values are compared one by one; more are looked up by hash."""
_SHOWN = 5
MOST_TRIED = 50_000
"""So many cases of a rule over amounts are worked out at a time."""
_TEMPORARY = "\x00"
Step = Callable[[pl.LazyFrame], pl.LazyFrame]


def columns_of(frame: pl.LazyFrame) -> dict[str, Column]:
    """What each column holds."""
    return {name: _column(kind) for name, kind in frame.collect_schema().items()}


def _column(kind: pl.DataType) -> Column:
    if isinstance(kind, pl.Decimal):
        return Column(Sort.DECIMAL, str(kind), kind.scale)
    sorts: list[tuple[bool, Sort]] = [
        (kind == pl.Boolean, Sort.BOOL),
        (kind in (pl.String, pl.Categorical, pl.Enum), Sort.TEXT),
        (kind == pl.Date, Sort.DATE),
        (kind.is_integer(), Sort.WHOLE),
        (kind.is_float(), Sort.FLOAT),
        (kind == pl.Null, Sort.EMPTY),
    ]
    return Column(next((sort for fits, sort in sorts if fits), Sort.OTHER), str(kind))


def apply(asked: Request, frame: pl.LazyFrame, where: str = "") -> pl.LazyFrame:
    """The frame with the columns of every rule added. Nothing is computed yet.

    Raises InvalidInput for a missing or mistyped column; a value that cannot be raises it when the frame is collected.
    """
    given = columns_of(frame)
    check(asked, given, where)
    return plan(asked, given)(frame)


def plan(asked: Request, given: Mapping[str, Column]) -> Step:
    """What adds the columns of every rule to a frame of these columns, to as many frames as there are."""
    coder = Coder(asked, given)
    steps = [step for rule in asked.rules if (step := _rule(asked, rule, given, coder))]
    listed = [*given, *(name for rule in asked.rules for name in outputs(rule, asked.tell))]

    def answer(frame: pl.LazyFrame) -> pl.LazyFrame:
        # Slots of all rules in one stage, then the keys of all, then what they look up.
        found = frame.with_columns(**coder.slots).with_columns(**coder.keys).with_columns(coder.looks)
        for step in steps:
            found = step(found)
        return found.select(listed)

    return answer


class Coder:
    """Slots and keys as temporary columns, each once: by name. `looks` are the columns that are looked up by key."""

    def __init__(self, asked: Request, given: Mapping[str, Column]) -> None:
        self.slots: dict[str, pl.Expr] = {}
        self.keys: dict[str, pl.Expr] = {}
        self.looks: list[pl.Expr] = []
        self._asked, self._given = asked, given
        self._named: dict[tuple[Any, ...], str] = {}

    def period(self, cuts: tuple[date, ...]) -> str:
        return self._name(("", cuts), lambda: _period(self._asked.on, cuts))

    def slot(self, axis: Axis) -> str:
        return self._name((axis.name, axis.bounds, tuple(axis.slots.items())), lambda: self._slot(axis))

    def key(self, engine: Direct) -> str:
        """Where a row stands in a widened cube; rules that cut the same facts the same way share it."""
        kind = pl.UInt16 if engine.cube.widened < 2**16 else pl.UInt32
        strides = {name: stride for name, _, stride, _ in engine.plan}
        parts = [(self.period(engine.cuts), engine.period_stride)]
        parts += [(self.slot(axis), strides[axis.name]) for axis in engine.cube.axes]
        name = f"{_TEMPORARY}key\x00{parts}"
        self.keys[name] = _sum([pl.col(part).cast(kind) * pl.lit(stride, kind) for part, stride in parts])
        return name

    def _slot(self, axis: Axis) -> pl.Expr:
        if axis.name in self._asked.unknown or self._given[axis.name].sort is Sort.EMPTY:
            return pl.lit(len(axis), dtype=_int(len(axis)))
        return slot(axis, self._given[axis.name])

    def _name(self, key: tuple[Any, ...], made: Callable[[], pl.Expr]) -> str:
        if key not in self._named:
            name = self._named[key] = f"{_TEMPORARY}{len(self._named)}"
            self.slots[name] = made()
        return self._named[key]


def _int(most: int) -> type[pl.DataType]:
    return pl.UInt8 if most < 2**8 else pl.UInt16 if most < 2**16 else pl.UInt32


def _period(on: date | str, cuts: tuple[date, ...]) -> pl.Expr:
    """The period of law of a row; null without a day."""
    if isinstance(on, date):
        return pl.lit(sum(on >= cut for cut in cuts), dtype=_int(len(cuts)))
    return _reached(pl.col(on), list(cuts))


def _reached(value: pl.Expr, wanted: list[Any]) -> pl.Expr:
    """How many of these values a column has reached; null where it is null."""
    kind = _int(len(wanted))
    nothing = pl.when(value.is_not_null()).then(pl.lit(0, dtype=kind))
    if not wanted:
        return nothing.otherwise(None)
    return _sum([(value >= step).cast(kind) for step in wanted])


def _sum(parts: list[pl.Expr]) -> pl.Expr:
    total = parts[0]
    for part in parts[1:]:
        total = total + part
    return total


def slot(axis: Axis, column: Column) -> pl.Expr:
    """The slot of a fact: the last, unknown, where it is null; null where the value cannot be."""
    fact, value = axis.fact, pl.col(axis.name)
    kind = _int(len(axis) + 1)
    if fact.type is FactType.BOOL:
        no, yes = axis.slots[False], axis.slots[True]
        coded = value.cast(kind)
        if (no, yes) != (0, 1):
            coded = coded * pl.lit(yes - no, kind) + pl.lit(no, kind)
        return coded.fill_null(len(axis))
    if fact.type is FactType.ENUM:
        return _coded_text(axis, value, kind)
    if column.sort is Sort.DECIMAL:
        value = value.to_physical()
    coded = _reached(value, steps(axis, column)).fill_null(len(axis))
    allowed = _allowed(fact, column, value)
    return coded if allowed is None else pl.when(value.is_null() | allowed).then(coded)


def _coded_text(axis: Axis, value: pl.Expr, kind: type[pl.DataType]) -> pl.Expr:
    """One more than the slot while coding: nought is a value that cannot be."""
    codes = {str(text): slot + 1 for text, slot in axis.slots.items()}
    if len(codes) <= _FEW:
        coded = _sum([(value == text).cast(kind) * pl.lit(code, kind) for text, code in codes.items()])
    else:
        coded = value.cast(pl.String).replace_strict(list(codes), list(codes.values()), default=0, return_dtype=kind)
        coded = pl.when(value.is_not_null()).then(coded)
    coded = coded.fill_null(len(axis) + 1)
    return pl.when(coded > 0).then(coded - pl.lit(1, kind))


def _allowed(fact: Fact, column: Column, value: pl.Expr) -> pl.Expr | None:
    """Whether a number is one that the fact allows; None when every number is."""
    low, high = limits(fact, column)
    parts = []
    if column.sort is Sort.FLOAT:
        parts.append(value.is_finite())
    if low is not None:
        parts.append(value >= low)
    if high is not None:
        parts.append(value < high)
    if fact.whole and column.sort is Sort.DECIMAL and column.scale:
        parts.append(value % 10**column.scale == 0)
    if fact.whole and column.sort is Sort.FLOAT:
        parts.append(value == value.floor())
    return pl.all_horizontal(parts) if parts else None


# --- one rule ---------------------------------------------------------------------------------------------------------


def _rule(asked: Request, rule: str, given: Mapping[str, Column], coder: Coder) -> Step | None:
    """What adds the columns of a rule, where a look-up by key does not."""
    engine = asked.book.engine(rule)
    values = values_of(asked.book, rule, given)
    if isinstance(engine, Direct):
        return _looked_up(asked, engine, rule, values, coder)
    if computes(engine):
        return _tried(asked, engine, rule, values, coder)
    return _combined(asked, rule, values, coder)


def _looked_up(asked: Request, engine: Direct, rule: str, values: Values, coder: Coder) -> Step | None:
    table, key = table_of(engine), coder.key(engine)
    if table.dense is None:
        return _in_batches(asked, rule, [key], values, _Offsets(table))
    at = pl.Series(table.dense.astype(np.uint32))
    columns_told = [column.gather(at) for column in _columns(values, table.cells, asked.tell)]
    for name, column in zip(outputs(rule, asked.tell), columns_told, strict=True):
        look = pl.col(key).map_batches(_gather(column), return_dtype=column.dtype, is_elementwise=True)
        coder.looks.append(look.alias(name))
    return None


def _gather(column: pl.Series) -> Callable[[pl.Series], pl.Series]:
    def gather(keys: pl.Series) -> pl.Series:
        _refuse_nulls(keys)
        return column.gather(keys)

    return gather


class _Offsets:
    """From a batch of keys to positions among the cells of a large cube."""

    def __init__(self, table: Table) -> None:
        self.cells, self._table = table.cells, table

    def __call__(self, batch: pl.DataFrame) -> pl.Series:
        keys = batch.to_series()
        _refuse_nulls(keys)
        return pl.Series(self._table.find(keys.to_numpy().astype(np.int64)).astype(np.uint32))


class RefusedRows(ValueError):
    """Rows without a day, or with a value that cannot be, were met. One word as argument: Polars raises it anew."""


def _refuse_nulls(keys: pl.Series) -> None:
    if keys.null_count():
        raise RefusedRows(f"{keys.null_count()} rows have no day, or a value that cannot be: find them with bulk.refuse(...)")


def _columns(values: Values, cells: list[Cell], tell: tuple[str, ...]) -> list[pl.Series]:
    kinds: dict[str, Any] = {"value": _kind(values), "ask": pl.List(pl.String)}
    parts = zip(tell, told(values, cells, tell), strict=True)
    return [pl.Series(part, dtype=kinds.get(name, pl.String)) for name, part in parts]


def _kind(values: Values) -> Any:
    kinds: dict[Holds, Any] = {
        Holds.TEXT: pl.String,
        Holds.BOOL: pl.Boolean,
        Holds.WHOLE: pl.Int64,
        Holds.DECIMAL: pl.Decimal(DIGITS, values.scale),
    }
    kind = kinds[values.holds]
    return pl.List(kind) if values.many else kind


def _combined(asked: Request, rule: str, values: Values, coder: Coder) -> Step:
    """A rule whose links did not fit: settled once per distinct combination of slots, in NumPy."""
    grid = grid_of((asked.book,), (rule,))
    answers = answers_of(asked.book, rule, grid)
    names = [coder.period(grid.cuts), *(coder.slot(axis) for axis in grid.axes)]
    return _in_batches(asked, rule, names, values, _Finder(answers, grid))


class _Finder:
    """From a batch of periods and slots to positions among the cells of a rule."""

    def __init__(self, answers: Answers, grid: Grid) -> None:
        self.cells, self._answers, self._grid = answers.cells, answers, grid

    def __call__(self, batch: pl.DataFrame) -> pl.Series:
        for column in batch.iter_columns():
            _refuse_nulls(column)
        period, *slots = (column.to_numpy().astype(np.int64) for column in batch.iter_columns())
        named = {axis.name: part for axis, part in zip(self._grid.axes, slots, strict=True)}
        return pl.Series(self._answers.find(period, named).astype(np.uint32))


def _in_batches(asked: Request, rule: str, names: list[str], values: Values, finder: Any) -> Step:
    tell = asked.tell
    known: list[tuple[int, list[pl.Series]]] = []

    def answer(batch: pl.DataFrame) -> list[pl.Series]:
        at = finder(batch)
        count = len(finder.cells)
        if not known or known[-1][0] < count:
            known[:] = [(count, _columns(values, finder.cells[:count], tell))]
        return [column.gather(at) for column in known[-1][1]]

    return _answered(asked, rule, names, values, answer)


def _answered(
    asked: Request, rule: str, names: list[str], values: Values, answer: Callable[[pl.DataFrame], list[pl.Series]]
) -> Step:
    """What adds the columns of a rule from those of `names`, in batches."""
    named = outputs(rule, asked.tell)
    fields = {name: column.dtype for name, column in zip(named, _columns(values, [], asked.tell), strict=True)}
    result = f"{_TEMPORARY}{rule}\x00answer"

    def answer_batch(batch: pl.Series) -> pl.Series:
        parts = zip(named, answer(batch.struct.unnest()), strict=True)
        return pl.DataFrame([column.alias(name) for name, column in parts]).to_struct(result)

    # Same-named columns of the batch would not fit in one struct.
    batch = pl.struct([pl.col(name).alias(str(n)) for n, name in enumerate(names)])
    found = batch.map_batches(answer_batch, return_dtype=pl.Struct(fields), is_elementwise=True).alias(result)
    return lambda frame: frame.with_columns(found).unnest(result)


# --- rules that compute -----------------------------------------------------------------------------------------------


def _tried(asked: Request, engine: Evaluator, rule: str, values: Values, coder: Coder) -> Step:
    """A rule over amounts: through the engine for one dossier, once per distinct case in a batch."""
    cuts = tuple(sorted(cuts_of(engine)))
    checked = [coder.slot(finite_axis(fact, fact.values)) for fact in engine.inputs if fact.finite]
    names = [coder.period(cuts)]
    raw = [fact.name for fact in engine.inputs if fact.name not in asked.unknown]
    trier = _Trier(asked, engine, values, Grid(cuts, ()).days(), raw, len(checked))
    return _answered(asked, rule, [*names, *checked, *raw], values, trier)


class _Trier:
    """Answers a batch part by part: as many answers as there are rows, but never more than a part of them as objects."""

    def __init__(
        self, asked: Request, engine: Evaluator, values: Values, days: tuple[date, ...], raw: list[str], checked: int
    ) -> None:
        self._tried, self._values, self._tell, self._days = Tried(engine), values, asked.tell, days
        self._facts, self._raw, self._checked = [fact.name for fact in engine.inputs], raw, checked

    def __call__(self, batch: pl.DataFrame) -> list[pl.Series]:
        for column in batch.get_columns()[: 1 + self._checked]:
            _refuse_nulls(column)
        cases = batch.drop(batch.columns[1 : 1 + self._checked])
        parts = [self._part(part) for part in cases.iter_slices(MOST_TRIED)] or [_columns(self._values, [], self._tell)]
        return [pl.concat(columns) for columns in zip(*parts, strict=True)]

    def _part(self, cases: pl.DataFrame) -> list[pl.Series]:
        distinct = cases.unique(maintain_order=True).with_row_index(_TEMPORARY)
        cells = [self._find(case) for case in distinct.drop(_TEMPORARY).iter_rows()]
        at = cases.join(distinct, on=cases.columns, how="left", nulls_equal=True, maintain_order="left")[_TEMPORARY]
        return [column.gather(at) for column in _columns(self._values, cells, self._tell)]

    def _find(self, case: tuple[Any, ...]) -> Cell:
        given = dict(zip(self._raw, case[1:], strict=True))
        values = tuple(_exact(given.get(name)) for name in self._facts)
        return self._tried.find(self._days[case[0]], values)


def _exact(value: Any) -> Any:
    number = exact(value)
    return value if number is None else number


# --- what cannot be ---------------------------------------------------------------------------------------------------


def refuse(asked: Request, frame: pl.LazyFrame, where: str = "") -> None:
    """Raises InvalidInput naming the first rows with no day, or with a value that a fact does not allow; else nothing."""
    given = columns_of(frame)
    check(asked, given, where)
    numbered = frame.with_row_index(_TEMPORARY, offset=1)
    if isinstance(asked.on, str):
        rows = numbered.filter(pl.col(asked.on).is_null())
        count = _count(rows)
        if count:
            raise no_day(asked.on, rows.head(_SHOWN).collect()[_TEMPORARY].to_list(), count, where)
    for fact in asked.facts():
        if fact.name in asked.unknown or given[fact.name].sort is Sort.EMPTY:
            continue
        axis = finite_axis(fact, fact.values) if fact.finite else Axis(fact, (None,))
        rows = numbered.filter(slot(axis, given[fact.name]).is_null())
        count = _count(rows)
        if count:
            shown = rows.head(_SHOWN).select(_TEMPORARY, fact.name).collect().rows()
            raise no_such_value(fact, [(row, value) for row, value in shown], count, where)


def _count(frame: pl.LazyFrame) -> int:
    return int(frame.select(pl.len()).collect(engine="streaming").item())
