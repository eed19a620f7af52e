"""The rules as SQL: keys as expressions, tables of answers as literals, answers by distinct case in tables filled in parts.

A query grows in a few stages, each a subquery of the next; the optimiser of the engine flattens them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from math import prod
from typing import Any, NamedTuple, Protocol
from uuid import uuid4

import numpy as np

from bolwerk.engines.rules._axis import Axis, finite_axis
from bolwerk.engines.rules._evaluate import Direct, Evaluator, Soft
from bolwerk.engines.rules._facts import Fact, FactType, exact
from bolwerk.engines.rules.bulk._answers import Cell, Tried, combined, computes, first_alike, table_of
from bolwerk.engines.rules.bulk._columns import Column, Request, Sort, limits, outputs, steps
from bolwerk.engines.rules.bulk._grid import Grid, cuts_of
from bolwerk.engines.rules.bulk._outputs import DIGITS, Holds, Values, told, values_of
from bolwerk.kernel import InvalidInput, Text

MOST_SPELLED = 512
"""So many answers are listed by key, rows and words and all; of more only their positions are."""
PART = 20_000
"""So many distinct cases are settled at a time."""
_SEPARATOR = "\x1f"


class Look(NamedTuple):
    """A look-up as SQL: the columns it gives, as expressions by name, and what must be joined for them."""

    selects: tuple[tuple[str, str], ...]
    join: str = ""


class Dialect(Protocol):
    """What an engine writes its own way. An `alias` is a fresh name; the column looked up is called so."""

    text: str

    def name(self, column: str) -> str: ...
    def array(self, kind: str) -> str: ...
    def quote(self, value: str) -> str: ...
    def fail(self, message: str) -> str: ...
    def finite(self, value: str) -> str: ...

    def dense(self, alias: str, key: str, entries: Sequence[int]) -> Look:
        """The entry at a key that counts from 0."""
        ...

    def rows(self, alias: str, key: str, columns: Sequence[tuple[str, Sequence[Any]]]) -> tuple[Look, list[str]]:
        """By type and entries, those at a key that counts from 0; and each as an expression on the column looked up."""
        ...

    def fill(self, table: str, columns: Sequence[tuple[str, Sequence[Any]]]) -> str:
        """What adds rows to a table, by type and entries of each column."""
        ...


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
        dialect: Dialect,
        run: Run,
        do: Do,
    ) -> None:
        self._asked, self._given, self._dialect, self._run, self._do = asked, given, dialect, run, do
        self._source = source
        self._waiting: list[Look] = []
        self._cells: dict[str, tuple[str, list[Cell]]] = {}
        self._named: dict[tuple[Any, ...], str] = {}
        self._told: dict[str, str] = {}
        self._count = 0

    def query(self) -> str:
        """The whole: the columns of the source, then those of every rule."""
        book, rules = self._asked.book, self._asked.rules
        cubes = [engine for rule in self._linked(rules) if isinstance(engine := book.engine(rule), Direct)]
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
        told = [f"{self._told[name]} AS {self._dialect.name(name)}" for name in names]
        listed = ", ".join([*map(self._dialect.name, self._given), *told])
        return f"SELECT {listed} FROM ({self._source}) AS s"

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
        """The column with the position of each row's answer among the cells of a rule."""
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
        return self._distinct(key, "BIGINT", lambda found: table.cells[int(table.find(np.array([found]))[0])])

    def _dense(self, key: str, entries: Sequence[int]) -> str:
        alias = self._fresh()
        self._wait(self._dialect.dense(alias, key, entries), (key,))
        return alias

    def _tell(self, rule: str, index: str, cells: list[Cell]) -> None:
        tell = self._asked.tell
        values = values_of(self._asked.book, rule, self._given)
        columns = list(zip(self._kinds(values), told(values, cells, tell), strict=True))
        if columns:
            look, expressions = self._dialect.rows(self._fresh(), index, columns)
            self._wait(look, (index,))
            self._told |= dict(zip(outputs(rule, tell), expressions, strict=True))

    def _parts(self, engine: Direct) -> list[tuple[str, int]]:
        """The columns that make up the key of a cube, with their strides."""
        strides = {name: stride for name, _, stride, _ in engine.plan}
        found = [(self._period(engine.cuts), engine.period_stride)]
        return found + [(self._slot(axis), strides[axis.name]) for axis in engine.cube.axes]

    def _key(self, engine: Direct) -> str:
        parts = self._parts(engine)
        key = " + ".join(f"{name} * {stride}" for name, stride in parts)
        return self._once(("key", key), lambda: key, [name for name, _ in parts])

    def _combined(self, engine: Soft) -> tuple[str, list[Cell]]:
        """Settled once per combination that occurs, of own slots and answers of links."""
        names, sizes, links = [self._period(engine.cube.cuts)], [len(engine.cube.cuts) + 1], {}
        for axis in engine.cube.axes:
            if axis.name in engine.links:
                index, cells = self._indexed(axis.name)
                names.append(self._dense(index, first_alike(cells).tolist()))
                sizes.append(max(len(cells), 1))
                links[axis.name] = cells
            else:
                names.append(self._slot(axis))
                sizes.append(len(axis) + 1)
        strides = [prod(sizes[n + 1 :]) for n in range(len(sizes))]
        if prod(sizes) >= 2**63:
            raise _too_many(self._asked, prod(sizes))
        parts = [f"CAST({name} AS BIGINT) * {stride}" for name, stride in zip(names, strides, strict=True)]
        key = self._add(" + ".join(parts), names)

        def settle(found: Any) -> Cell:
            case = tuple(int(found) // stride % size for stride, size in zip(strides, sizes, strict=True))
            return combined(engine, links, case)

        return self._distinct(key, "BIGINT", settle)

    def _try(self, rule: str, engine: Evaluator) -> None:
        """Through the engine for one dossier, once per distinct case that occurs: what it says stands in a table by case."""
        cuts = tuple(sorted(cuts_of(engine)))
        days, tried = Grid(cuts, ()).days(), Tried(engine)
        for fact in engine.inputs:
            self._slot(finite_axis(fact, fact.values) if fact.finite else Axis(fact, (None,)))
        facts = [fact for fact in engine.inputs if not self._blank(fact.name)]
        text = self._dialect.text
        period = self._period(cuts)
        parts = [f"CAST({period} AS {text})"]
        parts += [f"coalesce(CAST({self._dialect.name(fact.name)} AS {text}), '')" for fact in facts]
        key = self._add(f" || '{_SEPARATOR}' || ".join(parts), [period])
        values, tell = values_of(self._asked.book, rule, self._given), self._asked.tell

        def settle(found: str) -> Cell:
            period, *raw = found.split(_SEPARATOR)
            given = {fact.name: self._read(fact, part) for fact, part in zip(facts, raw, strict=True)}
            return tried.find(days[int(period)], tuple(given.get(fact.name) for fact in engine.inputs))

        kinds = self._kinds(values)
        table = self._settled(key, text, kinds, lambda cases: told(values, [settle(case) for case in cases], tell))
        alias = self._fresh()
        columns = [f"{alias}_c{n}" for n in range(len(kinds))]
        selects = tuple((name, f"{alias}.c{n}") for n, name in enumerate(columns))
        self._wait(Look(selects, f"LEFT JOIN {table} AS {alias} ON s.{key} = {alias}.k"), (key,))
        self._told |= dict(zip(outputs(rule, tell), columns, strict=True))

    def _distinct(self, key: str, kind: str, settle: Callable[[Any], Cell]) -> tuple[str, list[Cell]]:
        """The position of the answer to each distinct key that occurs, and the answers."""
        cells: dict[Cell, int] = {}

        def positions(keys: Sequence[Any]) -> list[list[Any]]:
            return [[cells.setdefault(settle(case), len(cells)) for case in keys]]

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
        for start in range(0, count, PART):
            cases = [row[0] for row in self._run(f"SELECT k FROM {keys} WHERE n > {start} AND n <= {start + PART}")]
            entries = settle(cases)
            self._do(self._dialect.fill(table, [(kind, cases), *zip(kinds, entries, strict=True)]))
        self._do(f"DROP TABLE {keys}")
        return table

    # --- slots --------------------------------------------------------------------------------------------------------

    def _period(self, cuts: tuple[date, ...]) -> str:
        on = self._asked.on
        if isinstance(on, date):
            return self._once(("", cuts), lambda: str(sum(on >= cut for cut in cuts)))
        name = self._dialect.name(on)
        failed = self._dialect.fail(f"{on}: no day")
        counted = _stepped(name, [_day(cut) for cut in cuts])
        return self._once(("", cuts), lambda: f"CASE WHEN {name} IS NULL THEN {failed} ELSE {counted} END")

    def _blank(self, name: str) -> bool:
        return name in self._asked.unknown or self._given[name].sort is Sort.EMPTY

    def _slot(self, axis: Axis) -> str:
        key = (axis.name, axis.bounds, tuple(axis.slots.items()))
        if self._blank(axis.name):
            return self._once(key, lambda: str(len(axis)))
        return self._once(key, lambda: self._coded(axis, self._given[axis.name]))

    def _once(self, key: tuple[Any, ...], made: Callable[[], str], needs: Iterable[str] = ()) -> str:
        if key not in self._named:
            self._named[key] = self._add(made(), needs)
        return self._named[key]

    def _coded(self, axis: Axis, column: Column) -> str:
        fact, name = axis.fact, self._dialect.name(axis.name)
        unknown = f"WHEN {name} IS NULL THEN {len(axis)}"
        failed = self._dialect.fail(f"{axis.name}: a value that cannot be")
        if fact.type is FactType.BOOL:
            return f"CASE {unknown} WHEN {name} THEN {axis.slots[True]} ELSE {axis.slots[False]} END"
        if fact.type is FactType.ENUM:
            groups = [[value for value, place in axis.slots.items() if place == slot] for slot in range(len(axis))]
            cases = " ".join(
                f"WHEN {name} IN ({', '.join(self._dialect.quote(str(value)) for value in values)}) THEN {slot}"
                for slot, values in enumerate(groups)
                if values
            )
            return f"CASE {unknown} {cases} ELSE {failed} END"
        counted = _stepped(name, [self._number(step, column) for step in steps(axis, column)])
        allowed = self._allowed(fact, column, name)
        return (
            f"CASE {unknown} WHEN NOT ({allowed}) THEN {failed} ELSE {counted} END"
            if allowed
            else f"CASE {unknown} ELSE {counted} END"
        )

    def _allowed(self, fact: Fact, column: Column, name: str) -> str:
        low, high = limits(fact, column)
        parts = [self._dialect.finite(name)] if column.sort is Sort.FLOAT else []
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
            return _day(step)
        if column.sort is Sort.FLOAT:
            return f"CAST('{step!r}' AS DOUBLE)"
        if column.sort is Sort.DECIMAL and column.scale:
            return f"CAST('{Decimal(step).scaleb(-column.scale):f}' AS DECIMAL({DIGITS}, {column.scale}))"
        return str(step)

    def _kinds(self, values: Values) -> list[str]:
        """The type of each column that is told of a rule."""
        text = self._dialect.text
        kinds = {"value": self._kind(values), "ask": self._dialect.array(text)}
        return [kinds.get(part, text) for part in self._asked.tell]

    def _kind(self, values: Values) -> str:
        kinds = {
            Holds.TEXT: self._dialect.text,
            Holds.BOOL: "BOOLEAN",
            Holds.WHOLE: "BIGINT",
            Holds.DECIMAL: f"DECIMAL({DIGITS}, {values.scale})",
        }
        kind = kinds[values.holds]
        return self._dialect.array(kind) if values.many else kind

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


def _day(day: date) -> str:
    return f"DATE '{day.isoformat()}'"


def _stepped(name: str, wanted: list[str]) -> str:
    """How many of these values a column has reached, as one CASE from the last to the first."""
    cases = " ".join(f"WHEN {name} >= {step} THEN {count}" for count, step in reversed(list(enumerate(wanted, 1))))
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
