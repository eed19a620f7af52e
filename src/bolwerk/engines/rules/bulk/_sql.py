"""The rules as SQL of DuckDB: keys as expressions, answers as constant lists, or by distinct case in tables filled in parts.

A query grows in a few stages, each a subquery of the next; the optimiser of the engine flattens them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from math import prod
from typing import Any, NamedTuple, TypeAlias
from uuid import uuid4

import numpy as np

from bolwerk.engines.rules._axis import Axis, finite_axis
from bolwerk.engines.rules._evaluate import Direct, Evaluator, Soft
from bolwerk.engines.rules._facts import Fact, FactType, exact
from bolwerk.engines.rules.bulk._answers import Cell, Tried, combined, computes, first_alike, table_of
from bolwerk.engines.rules.bulk._columns import Column, Request, Sort, limits, outputs, steps
from bolwerk.engines.rules.bulk._duckdb_text import TEXT, added, day, failing, listed, name_of
from bolwerk.engines.rules.bulk._grid import Grid, cuts_of
from bolwerk.engines.rules.bulk._outputs import DIGITS, Holds, Values, told, values_of
from bolwerk.kernel import InvalidInput, Text

MOST_SPELLED = 512
"""So many answers are listed by key, rows and words and all; of more only their positions are."""
PART = 20_000
"""So many distinct cases are settled at a time."""
_SEPARATOR = "\x1f"
AxisKey: TypeAlias = tuple[Any, ...]


class Look(NamedTuple):
    """A look-up as SQL: the columns it gives, as expressions by name, and what must be joined for them."""

    selects: tuple[tuple[str, str], ...]
    join: str = ""


Run = Callable[[str], list[tuple[Any, ...]]]
"""Runs a query and fetches every row."""
Do = Callable[[str], Any]
"""Runs a statement."""


class Builder:
    """Adds rules to a source of rows, in few stages: what needs a column of this stage opens the next one."""

    def __init__(
        self,
        asked: Request,
        given: Mapping[str, Column],
        source: str,
        run: Run,
        do: Do,
    ) -> None:
        self._asked, self._given, self._run, self._do = asked, given, run, do
        self._source = source
        self._waiting: list[Look] = []
        self._cells: dict[str, tuple[str, list[Cell]]] = {}
        self._named: dict[tuple[Any, ...], str] = {}
        self._told: dict[str, str] = {}
        self._count = 0
        self._strides: dict[AxisKey, set[int]] = {}

    def query(self) -> str:
        """The whole: the columns of the source, then those of every rule."""
        book, rules = self._asked.book, self._asked.rules
        cubes = [engine for rule in self._linked(rules) if isinstance(engine := book.engine(rule), Direct)]
        for engine in cubes:
            for axis, stride in _strides(engine):
                self._strides.setdefault(_slots_of(axis), set()).add(stride)
        # Slots of all rules in one stage, then the keys of all, then what they look up.
        for engine in cubes:
            self._parts(engine)
        for engine in cubes:
            self._key(engine)
        tried = {rule: engine for rule in rules if computes(engine := book.engine(rule))}
        placed = {rule: self._spelled(rule) or self._indexed(rule) for rule in rules if rule not in tried}
        for rule, (index, cells) in placed.items():
            self._tell(rule, index, cells)
        for rule, evaluator in tried.items():
            self._try(rule, evaluator)
        self._flush()
        names = [name for rule in rules for name in outputs(rule, self._asked.tell)]
        told = [f"{self._told[name]} AS {name_of(name)}" for name in names]
        columns = ", ".join([*map(name_of, self._given), *told])
        return f"SELECT {columns} FROM ({self._source}) AS s"

    def _linked(self, rules: Iterable[str]) -> list[str]:
        """The rules and those that they hang on and that are not joined into them."""
        found: dict[str, None] = {}
        for rule in rules:
            engine = self._asked.book.engine(rule)
            if isinstance(engine, Soft) and not computes(engine):
                found |= dict.fromkeys(self._linked(engine.links))
            found[rule] = None
        return list(found)

    # --- stages -------------------------------------------------------------------------------------------------------

    def _fresh(self) -> str:
        self._count += 1
        return f"_bolwerk_{self._count}"

    def _flush(self) -> str:
        """The query so far."""
        if self._waiting:
            selects = ", ".join(f"{expression} AS {name}" for look in self._waiting for name, expression in look.selects)
            joins = " ".join(look.join for look in self._waiting if look.join)
            self._source = f"SELECT s.*, {selects} FROM ({self._source}) AS s {joins}".rstrip()
            self._waiting.clear()
        return self._source

    def _wait(self, look: Look, needs: Iterable[str] = ()) -> None:
        added = {name for waiting in self._waiting for name, _ in waiting.selects}
        if added & set(needs):
            self._flush()
        self._waiting.append(look)

    def _add(self, expression: str, needs: Iterable[str] = ()) -> str:
        name = self._fresh()
        self._wait(Look(((name, expression),)), needs)
        return name

    def _indexed(self, rule: str) -> tuple[str, list[Cell]]:
        """The column with the position (from 1) of each row's answer among the cells of a rule."""
        if rule not in self._cells:
            engine = self._asked.book.engine(rule)
            if isinstance(engine, Direct):
                self._cells[rule] = self._looked_up(engine)
            elif isinstance(engine, Soft):
                self._cells[rule] = self._combined(engine)
        return self._cells[rule]

    def _spelled(self, rule: str) -> tuple[str, list[Cell]] | None:
        """The key itself with the answer at each: one look-up less."""
        engine = self._asked.book.engine(rule)
        if not isinstance(engine, Direct) or engine.cube.widened > MOST_SPELLED:
            return None
        table = table_of(engine)
        return None if table.dense is None else (self._key(engine), [table.cells[at] for at in table.dense.tolist()])

    def _looked_up(self, engine: Direct) -> tuple[str, list[Cell]]:
        table, key = table_of(engine), self._key(engine)
        if table.dense is not None:
            return self._dense(key, table.dense.tolist()), table.cells
        return self._distinct(key, "BIGINT", lambda found: table.cells[int(table.find(np.array([found - 1]))[0])])

    def _dense(self, key: str, entries: Sequence[int]) -> str:
        alias = self._fresh()
        self._wait(Look(((alias, f"list_extract({listed('UINTEGER', [at + 1 for at in entries])}, s.{key})"),)), (key,))
        return alias

    def _tell(self, rule: str, index: str, cells: list[Cell]) -> None:
        tell = self._asked.tell
        values = values_of(self._asked.book, rule, self._given)
        columns = list(zip(self._kinds(values), told(values, cells, tell), strict=True))
        if columns:
            alias = self._fresh()
            looks = {f"{alias}_c{n}": f"list_extract({listed(*column)}, s.{index})" for n, column in enumerate(columns)}
            self._wait(Look(tuple(looks.items())), (index,))
            self._told |= dict(zip(outputs(rule, tell), looks, strict=True))

    def _parts(self, engine: Direct) -> tuple[list[str], list[str]]:
        """What adds up to the key of a cube, and the columns in it."""
        columns, parts = [self._period(engine.cuts)], []
        parts.append(_times(columns[0], engine.period_stride))
        for axis, stride in _strides(engine):
            # Where every key wants the same stride, the slots are coded with it.
            alone = len(self._strides[_slots_of(axis)]) == 1
            columns.append(self._slot(axis, stride if alone else 1))
            parts.append(columns[-1] if alone else _times(columns[-1], stride))
        return parts, columns

    def _key(self, engine: Direct) -> str:
        """Where a row stands in a widened cube, counted from 1 as DuckDB counts in lists. Ends the query on a wrong value."""
        parts, columns = self._parts(engine)
        fixed = 1 + sum(int(part) for part in parts if part.isdigit())
        key = " + ".join([*(part for part in parts if not part.isdigit()), str(fixed)])
        failed = failing(f"{', '.join(axis.name for axis in engine.cube.axes)}: a value that cannot be")
        return self._once(("key", key), lambda: f"coalesce({key}, {failed})", columns)

    def _combined(self, engine: Soft) -> tuple[str, list[Cell]]:
        """Settled once per combination that occurs, of own slots and answers of links."""
        names, sizes, links = [self._period(engine.cube.cuts)], [len(engine.cube.cuts) + 1], {}
        for axis in engine.cube.axes:
            if axis.name in engine.links:
                index, cells = self._indexed(axis.name)
                names.append(self._dense(index, first_alike(cells).tolist()))
                sizes.append(len(cells) + 1)
                links[axis.name] = cells
            else:
                names.append(self._slot(axis))
                sizes.append(len(axis) + 1)
        strides = [prod(sizes[n + 1 :]) for n in range(len(sizes))]
        if prod(sizes) >= 2**63:
            raise _too_many(self._asked, prod(sizes))
        parts = [f"CAST({name} AS BIGINT) * {stride}" for name, stride in zip(names, strides, strict=True)]
        failed = failing(f"{', '.join(axis.name for axis in engine.cube.axes)}: a value that cannot be")
        key = self._add(f"coalesce({' + '.join(parts)}, {failed})", names)

        def settle(found: Any) -> Cell:
            case = [int(found) // stride % size for stride, size in zip(strides, sizes, strict=True)]
            linked = [False, *(axis.name in links for axis in engine.cube.axes)]
            return combined(engine, links, tuple(at - link for at, link in zip(case, linked, strict=True)))

        return self._distinct(key, "BIGINT", settle)

    def _try(self, rule: str, engine: Evaluator) -> None:
        """Through the engine for one dossier, once per distinct case that occurs: what it says stands in a table by case."""
        cuts = tuple(sorted(cuts_of(engine)))
        days, tried = Grid(cuts, ()).days(), Tried(engine)
        facts = [fact for fact in engine.inputs if not self._blank(fact.name)]
        slots = [self._slot(finite_axis(fact, fact.values) if fact.finite else Axis(fact, (None,))) for fact in facts]
        period = self._period(cuts)
        parts = [f"CAST({period} AS {TEXT})"]
        parts += [f"coalesce(CAST({name_of(fact.name)} AS {TEXT}), '')" for fact in facts]
        raw = f" || '{_SEPARATOR}' || ".join(parts)
        failed = failing(f"{', '.join(fact.name for fact in facts)}: a value that cannot be")
        checked = f"CASE WHEN {' + '.join(['0', *slots])} IS NULL THEN {failed} ELSE {raw} END"
        key = self._add(checked, [period, *slots])
        values, tell = values_of(self._asked.book, rule, self._given), self._asked.tell

        def settle(found: str) -> Cell:
            period, *raw = found.split(_SEPARATOR)
            given = {fact.name: self._read(fact, part) for fact, part in zip(facts, raw, strict=True)}
            return tried.find(days[int(period)], tuple(given.get(fact.name) for fact in engine.inputs))

        kinds = self._kinds(values)
        table = self._settled(key, TEXT, kinds, lambda cases: told(values, [settle(case) for case in cases], tell))
        alias = self._fresh()
        columns = [f"{alias}_c{n}" for n in range(len(kinds))]
        selects = tuple((name, f"{alias}.c{n}") for n, name in enumerate(columns))
        self._wait(Look(selects, f"LEFT JOIN {table} AS {alias} ON s.{key} = {alias}.k"), (key,))
        self._told |= dict(zip(outputs(rule, tell), columns, strict=True))

    def _distinct(self, key: str, kind: str, settle: Callable[[Any], Cell]) -> tuple[str, list[Cell]]:
        """The position (from 1) of the answer to each distinct key that occurs, and the answers."""
        cells: dict[Cell, int] = {}

        def positions(keys: Sequence[Any]) -> list[list[Any]]:
            return [[cells.setdefault(settle(case), len(cells) + 1) for case in keys]]

        table, index = self._settled(key, kind, ["UINTEGER"], positions), self._fresh()
        self._wait(Look(((index, f"{index}.c0"),), f"LEFT JOIN {table} AS {index} ON s.{key} = {index}.k"), (key,))
        return index, list(cells)

    def _settled(
        self, key: str, kind: str, kinds: Sequence[str], settle: Callable[[Sequence[Any]], Sequence[Sequence[Any]]]
    ) -> str:
        """A table of the distinct keys (`k`) with what `settle` says of them (`c0`, …), filled in parts: it may be large."""
        table, keys = f"bolwerk_{uuid4().hex}", f"bolwerk_{uuid4().hex}"
        columns = "".join(f", c{n} {each}" for n, each in enumerate(kinds))
        distinct = f"SELECT DISTINCT {key} AS k FROM ({self._flush()}) AS s"
        self._do(f"CREATE TEMP TABLE {keys} AS SELECT k, row_number() OVER () AS n FROM ({distinct}) AS d")
        self._do(f"CREATE TEMP TABLE {table} (k {kind}{columns})")
        [[count]] = self._run(f"SELECT count(*) FROM {keys}")
        try:
            for start in range(0, count, PART):
                cases = [row[0] for row in self._run(f"SELECT k FROM {keys} WHERE n > {start} AND n <= {start + PART}")]
                entries = settle(cases)
                self._do(added(table, [(kind, cases), *zip(kinds, entries, strict=True)]))
        except BaseException:
            self._do(f"DROP TABLE {table}")
            raise
        finally:
            self._do(f"DROP TABLE {keys}")
        return table

    # --- slots --------------------------------------------------------------------------------------------------------

    def _period(self, cuts: tuple[date, ...]) -> str:
        on = self._asked.on
        if isinstance(on, date):
            return str(sum(on >= cut for cut in cuts))
        name = name_of(on)
        failed = failing(f"{on}: no day")
        counted = _stepped(name, [day(cut) for cut in cuts], 1)
        return self._once(("", cuts), lambda: f"CASE WHEN {name} IS NULL THEN {failed} ELSE {counted} END")

    def _blank(self, name: str) -> bool:
        return name in self._asked.unknown or self._given[name].sort is Sort.EMPTY

    def _slot(self, axis: Axis, stride: int = 1) -> str:
        """The column with the slot of a fact, as many times as a stride says; null where a text cannot be."""
        if self._blank(axis.name):
            return str(len(axis) * stride)
        return self._once((*_slots_of(axis), stride), lambda: self._coded(axis, self._given[axis.name], stride))

    def _once(self, key: tuple[Any, ...], made: Callable[[], str], needs: Iterable[str] = ()) -> str:
        if key not in self._named:
            self._named[key] = self._add(made(), needs)
        return self._named[key]

    def _coded(self, axis: Axis, column: Column, stride: int) -> str:
        fact, name = axis.fact, name_of(axis.name)
        unknown = f"WHEN {name} IS NULL THEN {len(axis) * stride}"
        if fact.type is FactType.BOOL:
            return f"CASE {unknown} WHEN {name} THEN {axis.slots[True] * stride} ELSE {axis.slots[False] * stride} END"
        if fact.type is FactType.ENUM:
            # Functions of one column: over a dictionary, as in Parquet, DuckDB works them out once per entry of it.
            codes = listed("INTEGER", [slot * stride for slot in (*axis.slots.values(), len(axis))])
            return f"list_extract({codes}, list_position({listed(TEXT, [*map(str, axis.slots), None])}, {name}))"
        counted = _stepped(name, [self._number(step, column) for step in steps(axis, column)], stride)
        if allowed := self._allowed(fact, column, name):
            failed = failing(f"{axis.name}: a value that cannot be")
            return f"CASE {unknown} WHEN NOT ({allowed}) THEN {failed} ELSE {counted} END"
        return f"CASE {unknown} ELSE {counted} END"

    def _allowed(self, fact: Fact, column: Column, name: str) -> str:
        low, high = limits(fact, column)
        parts = [f"isfinite({name})"] if column.sort is Sort.FLOAT else []
        if low is not None:
            parts.append(f"{name} >= {self._number(low, column)}")
        if high is not None:
            parts.append(f"{name} < {self._number(high, column)}")
        if fact.whole and column.sort is not Sort.WHOLE:
            parts.append(f"{name} = floor({name})")
        return " AND ".join(parts)

    # --- literals -----------------------------------------------------------------------------------------------------

    def _number(self, step: Any, column: Column) -> str:
        if isinstance(step, date):
            return day(step)
        if column.sort is Sort.FLOAT:
            return f"CAST('{step!r}' AS DOUBLE)"
        if column.sort is Sort.DECIMAL and column.scale:
            return f"CAST('{Decimal(step).scaleb(-column.scale):f}' AS DECIMAL({DIGITS}, {column.scale}))"
        return str(step)

    def _kinds(self, values: Values) -> list[str]:
        """The type of each column that is told of a rule."""
        kinds = {"value": self._kind(values), "ask": f"{TEXT}[]"}
        return [kinds.get(part, TEXT) for part in self._asked.tell]

    def _kind(self, values: Values) -> str:
        kinds = {
            Holds.TEXT: TEXT,
            Holds.BOOL: "BOOLEAN",
            Holds.WHOLE: "BIGINT",
            Holds.DECIMAL: f"DECIMAL({DIGITS}, {values.scale})",
        }
        kind = kinds[values.holds]
        return f"{kind}[]" if values.many else kind

    def _read(self, fact: Fact, raw: str) -> Any:
        """A value as it was written into a key."""
        if not raw:
            return None
        if fact.type is FactType.BOOL:
            return raw == "true"
        if fact.type is FactType.DATE:
            return date.fromisoformat(raw)
        if fact.type is FactType.ENUM:
            return raw
        return exact(float(raw) if self._given[fact.name].sort is Sort.FLOAT else Decimal(raw))


def _strides(engine: Direct) -> list[tuple[Axis, int]]:
    strides = {name: stride for name, _, stride, _ in engine.plan}
    return [(axis, strides[axis.name]) for axis in engine.cube.axes]


def _slots_of(axis: Axis) -> AxisKey:
    """What tells two ways of cutting a fact apart."""
    return (axis.name, axis.bounds, tuple(axis.slots.items()))


def _times(column: str, stride: int) -> str:
    return str(int(column) * stride) if column.isdigit() else f"{column} * {stride}"


def _stepped(name: str, wanted: list[str], stride: int) -> str:
    """How many of these values a column has reached, times a stride, as one CASE from the last to the first."""
    steps = reversed(list(enumerate(wanted, 1)))
    cases = " ".join(f"WHEN {name} >= {step} THEN {count * stride}" for count, step in steps)
    return f"CASE {cases} ELSE 0 END" if cases else "0"


def _too_many(asked: Request, count: int) -> InvalidInput:
    return InvalidInput(
        Text(
            f"{', '.join(asked.rules)}: {count:,} verschillende gevallen passen niet in één vraag aan deze rekenmotor.",
            f"{', '.join(asked.rules)}: {count:,} distinct cases do not fit in one query of this engine.",
        ),
        where="--engine",
        mend=Text("Gebruik --engine polars, of minder rijen tegelijk.", "Use --engine polars, or fewer rows at once."),
    )
