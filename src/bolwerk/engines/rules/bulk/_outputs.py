"""The answers of a rule as columns: what its values are, and one entry per answer for each column that it adds."""

from __future__ import annotations

import ast
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from typing import Any

from bolwerk.engines.rules._book import Book
from bolwerk.engines.rules._cube import Special
from bolwerk.engines.rules._evaluate import Direct, Soft
from bolwerk.engines.rules._facts import public
from bolwerk.engines.rules._formula import name_of
from bolwerk.engines.rules.bulk._answers import Cell
from bolwerk.engines.rules.bulk._columns import Column, Sort
from bolwerk.kernel import InvalidInput, Text

FLOAT_DECIMALS = 6
"""Of an amount computed from a float column; one with more cannot be told exactly and is refused."""
DIGITS = 38


class Holds(StrEnum):
    TEXT = "text"
    BOOL = "bool"
    WHOLE = "whole"
    DECIMAL = "decimal"


@dataclass(frozen=True, slots=True)
class Values:
    """The type of a rule's value column: `many` (a collect rule) makes it a list; `scale` counts decimals."""

    holds: Holds
    scale: int = 0
    many: bool = False

    def write(self, value: Any) -> Any:
        """A value as the column holds it."""
        if self.many:
            return [Values(self.holds, self.scale).write(part) for part in value or ()] if value is not None else None
        if value is None:
            return None
        if self.holds is Holds.TEXT:
            return value if isinstance(value, str) else str(value)
        return _quantized(value, self.scale) if self.holds is Holds.DECIMAL else value


def _quantized(value: Any, scale: int) -> Decimal:
    found = Decimal(value).quantize(Decimal(1).scaleb(-scale)) if not isinstance(value, Fraction) else None
    if found is None or found != value:
        raise InvalidInput(
            Text(f"{value} heeft meer dan {scale} decimalen.", f"{value} has more than {scale} decimals."),
            mend=Text("Geef de bedragen als decimaal getal, niet als float.", "Give the amounts as decimals, not as floats."),
        )
    return found


def values_of(book: Book, rule: str, given: Mapping[str, Column]) -> Values:
    """From the outcomes of a rule; of one that computes decimals as exact as its columns, or text where it divides."""
    engine = book.engine(rule)
    many = book.rules[rule].many
    formula = book.rules[rule].formula
    if not isinstance(engine, Direct | Soft) and formula is not None:
        return _computed(book, rule, formula.tree, given)
    cube = engine.cube if isinstance(engine, Direct | Soft) else None
    found = [public(outcome) for outcome in (cube.outcomes if cube else ()) if not isinstance(outcome, Special)]
    flat = [part for value in found for part in value] if many else found
    return _typed(flat, many)


def _computed(book: Book, rule: str, tree: ast.expr, given: Mapping[str, Column]) -> Values:
    def leaf(name: str) -> int:
        if name in book.rules:
            return values_of(book, name, given).scale
        column = given.get(name)
        if column is not None:
            return FLOAT_DECIMALS if column.sort is Sort.FLOAT else column.scale
        values = [value.value for value in book.values_of(rule) if value.param == name]
        if any(isinstance(value, str | bool | date) for value in values):
            raise ValueError(name)
        return max((_decimals(public(value)) for value in values), default=0)

    try:
        if _says_yes_or_no(tree):
            return Values(Holds.BOOL)
        scale = _scale(tree, leaf)
    except ValueError:
        return Values(Holds.TEXT)
    return Values(Holds.DECIMAL, scale) if scale <= DIGITS // 2 else Values(Holds.TEXT)


def _says_yes_or_no(tree: ast.expr) -> bool:
    match tree:
        case ast.IfExp(body=body):
            return _says_yes_or_no(body)
        case ast.Constant(value=value):
            return isinstance(value, bool)
        case ast.UnaryOp(op=op):
            return isinstance(op, ast.Not)
    return isinstance(tree, ast.Compare | ast.BoolOp)


def _scale(node: ast.expr, leaf: Callable[[str], int]) -> int:
    """The most decimals that a line can give. ValueError when there is no end to them, or when it gives no number."""
    match node:
        case ast.Constant(value=value):
            return _decimals(Decimal(repr(value)))
        case ast.BinOp(op=ast.Div()):
            raise ValueError(ast.unparse(node))
        case ast.BinOp(left=left, op=ast.Mult(), right=right):
            return _scale(left, leaf) + _scale(right, leaf)
        case ast.BinOp(left=left, right=right):
            return max(_scale(left, leaf), _scale(right, leaf))
        case ast.UnaryOp(operand=operand):
            return _scale(operand, leaf)
        case ast.IfExp(body=body, orelse=orelse):
            return max(_scale(body, leaf), _scale(orelse, leaf))
        case ast.Call(args=args):
            return max(_scale(arg, leaf) for arg in args)
        case ast.Subscript(value=value):
            return leaf(name_of(value) or "")
    return leaf(name_of(node) or "")


def _decimals(value: Any) -> int:
    if isinstance(value, Fraction):
        raise ValueError(value)
    return max(-int(Decimal(value).as_tuple().exponent), 0)


def _typed(values: Sequence[Any], many: bool) -> Values:
    if values and all(isinstance(value, bool) for value in values):
        return Values(Holds.BOOL, 0, many)
    if any(isinstance(value, str | bool | Fraction) for value in values) or not values:
        return Values(Holds.TEXT, 0, many)
    if all(isinstance(value, int) for value in values):
        return Values(Holds.WHOLE, 0, many)
    return Values(Holds.DECIMAL, max(map(_decimals, values)), many)


def told(values: Values, cells: Sequence[Cell], tell: Sequence[str]) -> list[list[Any]]:
    """Per column that is told one entry per answer: its value (None without one), its rows as text, its state, what to ask."""
    parts: dict[str, Callable[[Cell], Any]] = {
        "value": lambda cell: values.write(cell.value) if cell.state == "value" else None,
        "row": lambda cell: ", ".join(cell.rows),
        "state": lambda cell: cell.state,
        "ask": lambda cell: list(cell.ask),
    }
    return [[parts[name](cell) for cell in cells] for name in tell]
