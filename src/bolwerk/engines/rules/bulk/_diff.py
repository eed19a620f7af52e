"""What a reform changes, exactly and before any case is looked at: the complete cells in which two books differ."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import Any, TypeAlias

import numpy as np

from bolwerk.engines.rules._book import Book
from bolwerk.engines.rules._cube import IMPOSSIBLE
from bolwerk.engines.rules._facts import Value, as_json, public
from bolwerk.engines.rules._model import Rule
from bolwerk.engines.rules.bulk._boxes import Bools, Box, boxes, slots_of
from bolwerk.engines.rules.bulk._cells import Complete, check_room, complete, layout
from bolwerk.engines.rules.bulk._grid import Grid, Ints
from bolwerk.engines.rules.bulk._words import outcome, runs, slots, span
from bolwerk.kernel import InvalidInput, Period, Text

_CANNOT_BE: tuple[str, Any] = ("impossible", None)
IMPOSSIBLE_TEXT = Text("dit geval kan niet", "this case cannot be")


@dataclass(frozen=True, slots=True)
class Side:
    """What one book says: the state (`impossible` where facts exclude each other), the value, its words, the rows that fire."""

    state: str
    value: Any
    text: Text
    rows: tuple[str, ...]

    def as_json(self) -> dict[str, object]:
        return {"state": self.state, "value": as_json(self.value), "text": self.text.as_json(), "rows": list(self.rows)}


@dataclass(frozen=True, slots=True)
class Change:
    """Cells that move from one outcome to another, as one row: the period of law and the facts that tell them apart.

    A fact that makes no difference is not in `facts`. `cells` counts the complete cells in it; `example` is a case in it.
    """

    period: Period
    facts: tuple[tuple[str, Text], ...]
    old: Side
    new: Side
    cells: int
    example: tuple[tuple[str, Value], ...]

    def text(self, questions: dict[str, Text] | None = None) -> Text:
        """One line: when, in which case, from what to what."""
        named = questions or {}
        parts = [(named.get(name, Text.same(f"{name} =")), words) for name, words in self.facts]
        when = self.period.as_text()
        nl = "; ".join([when.nl, *(f"{name.nl} {words.nl}" for name, words in parts)])
        en = "; ".join([when.en, *(f"{name.en} {words.en}" for name, words in parts)])
        return Text(f"{nl}: {self.old.text.nl} → {self.new.text.nl}", f"{en}: {self.old.text.en} → {self.new.text.en}")

    def as_json(self) -> dict[str, object]:
        start, end = self.period.start, self.period.end
        return {
            "from": start.isoformat() if start else None,
            "until": end.isoformat() if end else None,
            "facts": {name: words.as_json() for name, words in self.facts},
            "old": self.old.as_json(),
            "new": self.new.as_json(),
            "cells": self.cells,
            "example": {name: as_json(value) for name, value in self.example},
        }


@dataclass(frozen=True, slots=True)
class RuleDiff:
    """One determination in two books: `changed` of `cells` complete cells have another outcome, told in `changes`.

    `grounds`: how many more keep their outcome and rest on other rows. `finite` is False when the rule computes with amounts
    or has too many complete cells: then nothing can be listed, and `note` says what to do. `coarse`: it hangs on a rule that
    changes and is too large to be seen through, so only what changes in its own table is listed.
    """

    rule: str
    cells: int
    changed: int
    changes: tuple[Change, ...]
    grounds: int = 0
    finite: bool = True
    note: Text | None = None
    coarse: bool = False

    @property
    def empty(self) -> bool:
        return self.finite and not self.changed and not self.coarse

    def text(self) -> Text:
        if self.note:
            return Text(f"{self.rule}: {self.note.nl}", f"{self.rule}: {self.note.en}")
        nl = f"{self.rule}: {self.changed} van {self.cells} vakken veranderen"
        en = f"{self.rule}: {self.changed} of {self.cells} cells change"
        if self.grounds:
            nl += f"; {self.grounds} houden hun uitkomst met een andere grond"
            en += f"; {self.grounds} keep their outcome on other grounds"
        if self.coarse:
            nl += "; ook waar een regel verandert waarop hij steunt"
            en += "; also where a rule changes that it hangs on"
        return Text(nl + ".", en + ".")

    def as_json(self) -> dict[str, object]:
        return {
            "rule": self.rule,
            "cells": self.cells,
            "changed": self.changed,
            "grounds": self.grounds,
            "finite": self.finite,
            "coarse": self.coarse,
            "text": self.text().as_json(),
            "changes": [change.as_json() for change in self.changes],
        }


@dataclass(frozen=True, slots=True)
class Diff:
    """The rule that was asked for first, then every other rule that changes with it."""

    old: str
    new: str
    rules: tuple[RuleDiff, ...]

    @property
    def empty(self) -> bool:
        """Nothing changes, in any rule."""
        return all(rule.empty for rule in self.rules)

    def text(self) -> Text:
        if self.empty:
            return Text("Deze hervorming verandert geen enkele uitkomst.", "This reform changes no outcome at all.")
        told = [rule.text() for rule in self.rules if not rule.empty]
        return Text("\n".join(text.nl for text in told), "\n".join(text.en for text in told))

    def as_json(self) -> dict[str, object]:
        return {
            "old": self.old,
            "new": self.new,
            "empty": self.empty,
            "text": self.text().as_json(),
            "rules": [rule.as_json() for rule in self.rules],
        }


def diff(old: Book, new: Book, rule: str | None = None) -> Diff:
    """The exact list of complete cells that `new` decides otherwise than `old`.

    With a rule: that one first, then each other one that changes (those chained on it, those that share a value). Without:
    every rule that changes. Raises NotFound for a rule that neither book has.
    """
    known = dict.fromkeys([*old.rules, *new.rules])
    if rule is not None and rule not in known:
        old.engine(rule)
    found: dict[str, RuleDiff] = {}
    for name in known:
        if name != rule and name in old.rules and old.rules[name] is new.rules.get(name):
            # Taken over when the book was amended: the rule, its values and all that it hangs on are as they were.
            found[name] = RuleDiff(name, 0, 0, ())
            continue
        found[name] = _rule_diff(old, new, name, lambda link: link in found and found[link].empty)
    first = [found.pop(rule)] if rule is not None else []
    return Diff(old.version, new.version, (*first, *(part for part in found.values() if not part.empty)))


def _rule_diff(old: Book, new: Book, name: str, unchanged: Callable[[str], bool]) -> RuleDiff:
    if name not in old.rules or name not in new.rules:
        where = Text("het oude", "the old") if name in old.rules else Text("het nieuwe", "the new")
        note = Text(f"deze regel staat alleen in {where.nl} boek.", f"this rule stands in {where.en} book only.")
        return RuleDiff(name, 0, 0, (), finite=False, note=note)
    try:
        cells = layout(old, new, name, unchanged)
        check_room(cells, name)
        before, after = (complete(old, name, cells), old.rules[name]), (complete(new, name, cells), new.rules[name])
        part = _compare(name, cells.grid, before, after)
        return replace(part, coarse=cells.coarse and not all(unchanged(link) for link in cells.folded))
    except InvalidInput as error:
        if _content(old, name) == _content(new, name):
            return RuleDiff(name, 0, 0, ())
        note = Text(f"{error.what.nl} {error.mend.nl}", f"{error.what.en} {error.mend.en}")
        return RuleDiff(name, 0, 0, (), finite=False, note=note)


def _content(book: Book, name: str) -> tuple[object, ...]:
    """All that decides a rule, as it is written."""
    rule = book.rules[name]
    rows = tuple((row.id, tuple((fact, text) for fact, _, text in row.cells), row.outcome, row.period) for row in rule.rows)
    impossible = tuple((tuple((fact, text) for fact, _, text in row.cells), row.period) for row in rule.impossible)
    values = sorted((value.param, value.key, str(value.value), str(value.period)) for value in book.values_of(name))
    formula = rule.formula.text if rule.formula else ""
    return (rule.hit, rows, impossible, formula, values, *(_content(book, link) for link in sorted(rule.chained)))


def _compare(name: str, grid: Grid, old: tuple[Complete, Rule], new: tuple[Complete, Rule]) -> RuleDiff:
    (before, rule), (after, amended) = old, new
    codes: dict[tuple[str, Any], int] = {_CANNOT_BE: 0}
    ours, theirs = _common(before, codes), _common(after, codes)
    free = (ours == 0) & (theirs == 0)
    total = int((~free).sum())
    moved = ours != theirs
    same_rows = _same_rows(before, after)
    grounds = int((~moved & (ours != 0) & ~same_rows[before.fired, after.fired]).sum())
    words = list(codes)
    changes: list[Change] = []
    for pair in np.unique(ours[moved] * len(codes) + theirs[moved]).tolist():
        one, two = divmod(pair, len(codes))
        where = (ours == one) & (theirs == two)
        for box in boxes(where, free):
            changes += _rows(grid, box, where, (before, rule, words[one]), (after, amended, words[two]))
    order = sorted(changes, key=lambda change: (str(change.period.start or ""), -change.cells))
    return RuleDiff(name, total, int(moved.sum()), tuple(order), grounds)


def _common(side: Complete, codes: dict[tuple[str, Any], int]) -> Ints:
    """Cells as positions in a list of outcomes that both books share; 0 cannot be."""
    table = [codes.setdefault(outcome, len(codes)) for outcome in side.outcomes]
    return np.where(side.cells == IMPOSSIBLE, 0, np.array(table, dtype=np.int64)[np.maximum(side.cells, 0)])


def _same_rows(before: Complete, after: Complete) -> Bools:
    return np.array([[set(a) == set(b) for b in after.rows] for a in before.rows], dtype=bool)


Told: TypeAlias = tuple[Complete, Rule, tuple[str, Any]]


def _rows(grid: Grid, box: Box, moved: Bools, old: Told, new: Told) -> Iterator[Change]:
    """A box as one change per unbroken run of periods."""
    facts = tuple(
        (axis.name, slots(axis, slots_of(part)))
        for axis, part in zip(grid.axes, box[1:], strict=True)
        if part != (1 << len(axis)) - 1
    )
    inside = [slots_of(part) for part in box[1:]]
    spot = np.argwhere(moved[np.ix_(slots_of(box[0]), *inside)])[0].tolist()
    case = [(axis, left[n]) for axis, left, n in zip(grid.axes, inside, spot[1:], strict=True)]
    example = tuple((axis.name, public(axis.values[slot])) for axis, slot in case if axis.values[slot] is not None)
    for first, last in runs(slots_of(box[0])):
        at = np.ix_(range(first, last + 1), *inside)
        here = moved[at]
        yield Change(span(grid, first, last), facts, _side(old, at, here), _side(new, at, here), int(here.sum()), example)


def _side(told: Told, at: tuple[Any, ...], here: Bools) -> Side:
    book, rule, (state, value) = told
    rows = dict.fromkeys(row for n in np.unique(book.fired[at][here]).tolist() for row in book.rows[n])
    text = IMPOSSIBLE_TEXT if (state, value) == _CANNOT_BE else outcome(rule, state, value)
    return Side(state, value, text, tuple(rows))
