"""From documents to evaluators: reads rules in the order in which they hang on each other, and joins them where that fits."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Mapping
from dataclasses import replace
from graphlib import CycleError, TopologicalSorter
from typing import Any

from bolwerk.engines.rules._amount import Amount
from bolwerk.engines.rules._axis import Axis, Bound, cut_axis, finite_axis, refined
from bolwerk.engines.rules._cells import Param, params_of
from bolwerk.engines.rules._cube import Cube, Law, Special, build, join
from bolwerk.engines.rules._evaluate import Ask, Direct, Evaluator, Soft
from bolwerk.engines.rules._facts import Fact, FactType
from bolwerk.engines.rules._model import DatedValue, Rule
from bolwerk.engines.rules._parse import (
    BEFORE,
    REMOVED,
    as_fact,
    chained_names,
    check_head,
    decision_tables,
    is_tests,
    read_rule,
)
from bolwerk.engines.rules._read_cells import World
from bolwerk.engines.rules._source import Cell, Document, Table, wrong
from bolwerk.engines.rules._values import read_values
from bolwerk.kernel import Text


class Compiler:
    """Compiles documents one by one: `rules` and `evaluators` by id; in those `overridden` a chained fact may be given."""

    def __init__(
        self,
        facts: Iterable[Fact],
        documents: tuple[Document, ...],
        amended: tuple[Document, ...],
        ask: Ask,
        before: Compiler | None = None,
    ) -> None:
        """`before` compiled the same facts: what is as it was there is taken over."""
        self.facts = unique_facts(facts)
        self.law = Law(gather_values(documents, amended))
        self.ask = ask
        self.rules: dict[str, Rule] = {}
        self.evaluators: dict[str, Evaluator] = {}
        self.overridden: dict[str, Evaluator] = {}
        self.linked: dict[str, frozenset[str]] = {}
        self.cubes: dict[str, Cube] = {}
        self.as_facts: dict[str, Fact] = {}
        self._compiled: dict[str, Document] = {}
        self._before = before if before and self._same_names(before) else None
        for document in self._in_order(documents):
            self._add(document)

    def _in_order(self, documents: tuple[Document, ...]) -> list[Document]:
        by_id: dict[str, Document] = {}
        for document in documents:
            check_head(document)
            rule_id = document.head.get("id")
            if rule_id is None or document.head.get("kind") == "values":
                continue
            if rule_id in by_id or rule_id in self.facts:
                other = str(by_id[rule_id].head_place("id")) if rule_id in by_id else str(self.facts[rule_id].place)
                raise wrong(
                    document.head_place("id"),
                    Text(f"De naam '{rule_id}' bestaat al ({other}).", f"The name '{rule_id}' exists already ({other})."),
                    Text("Geef deze regel een andere id.", "Give this rule another id."),
                )
            by_id[rule_id] = document
        links = {rule_id: chained_names(document, set(by_id)) for rule_id, document in by_id.items()}
        try:
            order = list(TopologicalSorter(links).static_order())
        except CycleError as error:
            cycle = list(reversed(error.args[1]))
            files = " → ".join(f"{name} ({by_id[name].file})" for name in cycle)
            raise wrong(
                by_id[cycle[0]].head_place("id"),
                Text(f"Deze regels wachten op elkaar: {files}.", f"These rules wait for each other: {files}."),
                Text("Haal één van die verwijzingen weg.", "Remove one of these references."),
            ) from error
        return [by_id[rule_id] for rule_id in order]

    def _same_names(self, before: Compiler) -> bool:
        """Whether every name that some rule may look at means the fact, rule or parameter that it did."""
        added = self.law.rows.keys() - before.law.rows.keys()
        return before.law.rows.keys() <= self.law.rows.keys() and added.isdisjoint({*self.facts, *before.rules})

    def _add(self, document: Document) -> None:
        self._compiled[str(document.head["id"])] = document
        if not self._took_over(str(document.head["id"]), document):
            self._compile(document)

    def _took_over(self, rule_id: str, document: Document) -> bool:
        """Whether a rule, its values and all that it hangs on are as they were; then its cube serves again."""
        before = self._before
        if before is None or before._compiled.get(rule_id) is not document:
            return False
        rule = before.rules[rule_id]
        same_values = all(before.law.rows[param] == self.law.rows[param] for param in rule.params)
        if not same_values or any(self.rules[name] is not before.rules[name] for name in rule.chained):
            return False
        self.rules[rule_id], self.linked[rule_id] = rule, before.linked[rule_id]
        links, found = {name: self.evaluators[name] for name in rule.chained}, before.evaluators[rule_id]
        if rule_id in before.as_facts:
            self.as_facts[rule_id] = before.as_facts[rule_id]
        if rule_id in before.cubes:
            self.cubes[rule_id] = before.cubes[rule_id]
        if isinstance(found, Amount):
            found = Amount(rule, tuple(found.axes.values()), self.law, links, self.ask)
        elif isinstance(found, Soft):
            found = Soft(rule, found.cube, links, self.ask)
        self.evaluators[rule_id] = found
        if rule_id in before.overridden:
            self.overridden[rule_id] = Soft(rule, self.cubes[rule_id], links, self.ask)
        return True

    def _compile(self, document: Document) -> None:
        world = World(self.facts | self.as_facts, frozenset(self.as_facts), self.law.rows)
        rule = read_rule(document, world)
        links = {name: self.evaluators[name] for name in rule.chained}
        axes = tuple(self._axis(fact, rule) for fact in rule.facts)
        self.rules[rule.id] = rule
        self.linked[rule.id] = rule.chained.union(*(self.linked[name] for name in rule.chained))
        if rule.formula is not None and any(not axis.slots for axis in axes):
            self.evaluators[rule.id] = Amount(rule, axes, self.law, links, self.ask)
            self.as_facts[rule.id] = as_fact(rule, ())
            return
        cube = self.cubes[rule.id] = build(rule, axes, self.law)
        self.evaluators[rule.id] = self._evaluator(rule, cube, links)
        if links:
            self.overridden[rule.id] = Soft(rule, cube, links, self.ask)
        if not rule.many:
            values = tuple(value for value in cube.outcomes if not isinstance(value, Special))
            self.as_facts[rule.id] = as_fact(rule, values)

    def _evaluator(self, rule: Rule, cube: Cube, links: dict[str, Evaluator]) -> Evaluator:
        if not links:
            return Direct(cube)
        joined = None
        if all(isinstance(link, Direct) for link in links.values()):
            cubes = {name: link.cube for name, link in links.items() if isinstance(link, Direct)}
            joined = join(rule, cube, cubes, shared_axes(cube, cubes))
        return Direct(joined) if joined else Soft(rule, cube, links, self.ask)

    def _axis(self, fact: Fact, rule: Rule) -> Axis:
        chained = fact.name in rule.chained
        if fact.values:
            return finite_axis(fact, fact.values, chained, self._told_apart(fact, rule))
        if fact.type is FactType.DATE and rule.formula is not None and fact.name in rule.formula.facts:
            raise wrong(
                rule.place,
                Text(f"De datum {fact.name} kan niet in een formule.", f"The date {fact.name} cannot stand in a formula."),
                Text("Gebruik een tabel om dagen te vergelijken.", "Use a table to compare days."),
            )
        return cut_axis(fact, self._bounds(fact, rule), chained)

    def _told_apart(self, fact: Fact, rule: Rule) -> Callable[[Any], Hashable] | None:
        """What the rows of a table see of a value: which of their cells it matches."""
        cells = [cell for row in (*rule.rows, *rule.impossible) for name, cell, _ in row.cells if name == fact.name]
        if rule.formula is not None or any(True for cell in cells for _ in params_of(cell)):
            return None
        return lambda value: tuple(cell.matches(value, _no_param) for cell in cells)

    def _bounds(self, fact: Fact, rule: Rule) -> list[Bound]:
        found: list[Bound] = []
        for row in (*rule.rows, *rule.impossible):
            for name, condition, text in row.cells:
                if name != fact.name:
                    continue
                for operand, side in condition.bounds():
                    values = [v.value for v in self.law.rows[operand.name]] if isinstance(operand, Param) else [operand]
                    for value in values:
                        if isinstance(value, str | bool | tuple):
                            raise wrong(
                                row.place,
                                Text(
                                    f"'{text}' vergelijkt {fact.name} met '{value}', geen getal of datum.",
                                    f"'{text}' compares {fact.name} with '{value}', no number or date.",
                                ),
                                Text(
                                    "Verwijs naar een waarde die een getal of datum is.",
                                    "Refer to a value that is a number or a date.",
                                ),
                            )
                        found.append((value, side))
        return found


def _no_param(name: str) -> Any:
    raise ValueError(f"a cell without parameters asks for {name}")


def shared_axes(cube: Cube, links: dict[str, Cube]) -> tuple[Axis, ...]:
    """The plain facts of a cube and of the cubes it hangs on, each once, with all their cuts."""
    found: dict[str, Axis] = {}
    for axis in cube.axes:
        for inner in links[axis.name].axes if axis.name in links else (axis,):
            known = found.get(inner.name)
            found[inner.name] = inner if known is None else refined(known, inner)
    return tuple(found.values())


def unique_facts(facts: Iterable[Fact]) -> dict[str, Fact]:
    found: dict[str, Fact] = {}
    for fact in facts:
        if fact.name in found:
            raise wrong(
                fact.place,
                Text(
                    f"Het gegeven '{fact.name}' bestaat al ({found[fact.name].place}).",
                    f"The fact '{fact.name}' exists already ({found[fact.name].place}).",
                ),
                Text("Declareer elk gegeven één keer.", "Declare each fact once."),
            )
        found[fact.name] = fact
    return found


def gather_values(documents: tuple[Document, ...], amended: tuple[Document, ...]) -> list[DatedValue]:
    """All dated values; an amendment replaces the one with the same parameter, key and first day, or adds one."""
    found: dict[tuple[Any, ...], DatedValue] = {}
    for layer in (documents, amended):
        seen: set[tuple[Any, ...]] = set()
        for value in (value for document in layer for value in read_values(document)):
            key = (value.param, value.key, value.period.start)
            if key in seen:
                raise wrong(
                    value.place,
                    Text(
                        f"De waarde {value.id} staat er twee keer (ook in {found[key].place}).",
                        f"The value {value.id} stands twice (also in {found[key].place}).",
                    ),
                    Text("Geef elke waarde een eigen eerste dag.", "Give each value its own first day."),
                )
            seen.add(key)
            found[key] = value
    return list(found.values())


def amend_document(base: Document, change: Document) -> Document:
    """`base` with the head keys, rows (by #) and tests of `change`; its parameter tables are gathered apart."""
    head = base.head | {key: value for key, value in change.head.items() if key not in ("id", "amend", "title", "kind", "note")}
    changed = decision_tables(change)
    tests = tuple(table for table in change.tables if is_tests(table))
    tables = tuple(_amend_table(table, changed) if table in decision_tables(base) else table for table in base.tables)
    if tests:
        tables = (*(table for table in tables if not is_tests(table)), *tests)
    return replace(base, head=head, tables=tables, quotes=(*base.quotes, *change.quotes))


def _amend_table(base: Table, changes: list[Table]) -> Table:
    """The rows of `base` with those of the amendment: replaced by #, removed, put before another row, or added at the end."""
    rows = {row[base.columns.index("#")].text if "#" in base.columns else str(n): row for n, row in enumerate(base.rows)}
    for change in changes:
        _known_columns(base, change)
        for row in change.rows:
            named = dict(zip(change.columns, row, strict=True))
            name = named["#"].text if "#" in named else f"{row[0].place}"
            if any(column.startswith("=>") and cell.text == REMOVED for column, cell in named.items()):
                _present(rows, name, named.get("#", row[0]))
                del rows[name]
                continue
            full = tuple(named.get(column, Cell("", row[0].place)) for column in base.columns)
            before = named.get(BEFORE) if BEFORE not in base.columns else None
            if before is None or before.text in ("", "-"):
                rows[name] = full
                continue
            _present(rows, before.text, before)
            rows.pop(name, None)
            at = list(rows).index(before.text) if before.text in rows else len(rows)
            rows = dict([*list(rows.items())[:at], (name, full), *list(rows.items())[at:]])
    return replace(base, rows=tuple(rows.values()))


def _known_columns(base: Table, change: Table) -> None:
    for cell in change.header:
        if cell.text not in (*base.columns, BEFORE):
            raise wrong(
                cell.place,
                Text(
                    f"De tabel die je wijzigt heeft geen kolom '{cell.text}'.",
                    f"The table you amend has no column '{cell.text}'.",
                ),
                Text(f"Gebruik: {', '.join(base.columns)}.", f"Use: {', '.join(base.columns)}."),
            )


def _present(rows: Mapping[str, object], name: str, cell: Cell) -> None:
    if name not in rows:
        raise wrong(
            cell.place,
            Text(f"De tabel die je wijzigt heeft geen rij '{name}'.", f"The table you amend has no row '{name}'."),
            Text(f"Kies uit: {', '.join(rows)}.", f"Choose from: {', '.join(rows)}."),
        )
