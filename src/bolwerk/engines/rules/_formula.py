"""Formulas: one arithmetic line over facts and dated values, parsed with a whitelist and evaluated exactly.

A missing number is a span of what it may be. Arithmetic on spans is interval arithmetic: never wrongly definite; where a number
stands twice in one line (`x - x`) it may ask for more than is needed.
"""

from __future__ import annotations

import ast
import operator
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from functools import partial
from math import inf
from typing import Any, TypeAlias

from bolwerk.engines.rules._source import Place, wrong
from bolwerk.kernel import InvalidInput, Text

_ARITHMETIC = (ast.Add, ast.Sub, ast.Mult, ast.Div)
_TRUTH: dict[str, Callable[[Any, Any], bool]] = {
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
    "==": operator.eq,
    "!=": operator.ne,
}
_COMPARE = {ast.Lt: "<", ast.LtE: "<=", ast.Gt: ">", ast.GtE: ">=", ast.Eq: "==", ast.NotEq: "!="}


class NoValue(Exception):
    """A table of values has no row for this key, or the line divides by zero: a gap."""


@dataclass(frozen=True, slots=True)
class Span:
    """A number not known: at least `low`, at most `high`; `needs` are the facts that settle it, `form` the line left."""

    low: Any
    high: Any
    needs: frozenset[str]
    form: object


@dataclass(frozen=True, slots=True)
class Maybe:
    """A condition that is not known."""

    needs: frozenset[str]
    form: object


Env: TypeAlias = Callable[[str], Any]
"""From a fact's name to its value: exact, or a Span."""
Values: TypeAlias = Callable[[str, tuple[str, ...]], Any]
"""From a parameter and its key to its value; raises NotInForce or NoValue."""
Step: TypeAlias = Callable[[Env, Values], Any]


@dataclass(frozen=True, slots=True)
class Formula:
    """A checked line: `facts` and `params` it names, in order."""

    text: str
    tree: ast.expr
    facts: tuple[str, ...]
    params: tuple[str, ...]
    evaluate: Step = field(compare=False, repr=False)
    """The exact value, a Span, or (for a condition) a bool or Maybe."""


def read_formula(text: str, facts: Mapping[str, object], params: Mapping[str, object], place: Place) -> Formula:
    """Parse one line. Raises InvalidInput for anything outside the whitelist or a name that is neither fact nor parameter."""
    try:
        tree = ast.parse(text.strip(), mode="eval").body
    except SyntaxError as error:
        column = place.column + (error.offset or 1) - 1
        raise _bad(place, f"{error.msg} (teken {column})", f"{error.msg} (character {column})") from error
    used_facts: dict[str, None] = {}
    used_params: dict[str, None] = {}
    _check(tree, facts, params, used_facts, used_params, place)
    run = _compiled(tree, frozenset(used_params))
    return Formula(text.strip(), tree, tuple(used_facts), tuple(used_params), run)


def name_of(node: ast.expr) -> str | None:
    """`a.b.c` as one name."""
    if isinstance(node, ast.Name):
        return node.id
    if isinstance(node, ast.Attribute) and (head := name_of(node.value)):
        return f"{head}.{node.attr}"
    return None


def key_text(value: object) -> str:
    """A value as it stands in the key column of a parameter table."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    return str(value)


def _check(
    node: ast.expr,
    facts: Mapping[str, object],
    params: Mapping[str, object],
    used_facts: dict[str, None],
    used_params: dict[str, None],
    place: Place,
) -> None:
    def walk(child: ast.expr) -> None:
        _check(child, facts, params, used_facts, used_params, place)

    match node:
        case ast.BinOp(left=left, op=op, right=right) if isinstance(op, _ARITHMETIC):
            walk(left)
            walk(right)
        case ast.UnaryOp(op=ast.USub() | ast.Not(), operand=operand):
            walk(operand)
        case ast.BoolOp(values=parts):
            for part in parts:
                walk(part)
        case ast.Compare(left=left, ops=[op], comparators=[right]) if type(op) in _COMPARE:
            walk(left)
            walk(right)
        case ast.IfExp(test=test, body=body, orelse=orelse):
            for part in (test, body, orelse):
                walk(part)
        case ast.Call(func=ast.Name(id="min" | "max"), args=args, keywords=[]) if args:
            for part in args:
                walk(part)
        case ast.Subscript(value=value, slice=key) if (name := name_of(value)) in params and name:
            used_params[name] = None
            for part in key.elts if isinstance(key, ast.Tuple) else [key]:
                walk(part)
        case ast.Constant(value=bool() | int() | float() | str()):
            pass
        case ast.Name() | ast.Attribute() if (name := name_of(node)) is not None:
            if name in facts:
                used_facts[name] = None
            elif name in params:
                used_params[name] = None
            else:
                raise _bad(place, f"'{name}' is geen gegeven en geen waarde", f"'{name}' is neither a fact nor a value")
        case _:
            shown = ast.unparse(node)
            raise _bad(place, f"'{shown}' mag niet in een formule", f"'{shown}' is not allowed in a formula")


def _bad(place: Place, nl: str, en: str) -> InvalidInput:
    return wrong(
        place,
        Text(f"De formule kan niet gelezen worden: {nl}.", f"The formula cannot be read: {en}."),
        Text(
            "Gebruik + - * /, min, max, vergelijkingen, 'a if b else c', gegevens en waarden.",
            "Use + - * /, min, max, comparisons, 'a if b else c', facts and values.",
        ),
    )


def _compiled(node: ast.expr, params: frozenset[str]) -> Step:
    """A checked line as functions of functions: walked once here, not for every case."""

    def step(child: ast.expr) -> Step:
        return _compiled(child, params)

    match node:
        case ast.Constant(value=value):
            constant = Fraction(repr(value)) if isinstance(value, float) else value
            return lambda env, values: constant
        case ast.BinOp(left=left, op=op, right=right):
            return _binary(partial(_arithmetic, type(op)), step(left), step(right))
        case ast.UnaryOp(op=ast.USub(), operand=operand):
            return _binary(partial(_arithmetic, ast.Sub), lambda env, values: 0, step(operand))
        case ast.UnaryOp(operand=operand):
            return _negated(step(operand))
        case ast.BoolOp(op=op, values=parts):
            return _logic(isinstance(op, ast.Or), [step(part) for part in parts])
        case ast.Compare(left=left, ops=[op], comparators=[right]):
            return _binary(partial(_compare, _COMPARE[type(op)]), step(left), step(right))
        case ast.IfExp(test=test, body=body, orelse=orelse):
            return _choice(step(test), step(body), step(orelse))
        case ast.Call(func=ast.Name(id=name), args=args):
            least, steps = name == "min", [step(arg) for arg in args]
            return lambda env, values: _extreme(least, [run(env, values) for run in steps])
        case ast.Subscript(value=value, slice=key):
            param, keys = name_of(value) or "", [step(part) for part in (key.elts if isinstance(key, ast.Tuple) else [key])]
            return lambda env, values: values(param, tuple([key_text(run(env, values)) for run in keys]))
    name = name_of(node) or ""
    if name in params:
        return lambda env, values: values(name, ())
    return lambda env, values: env(name)


def _binary(work: Callable[[Any, Any], Any], left: Step, right: Step) -> Step:
    return lambda env, values: work(left(env, values), right(env, values))


def _negated(operand: Step) -> Step:
    def run(env: Env, values: Values) -> Any:
        truth = operand(env, values)
        return Maybe(truth.needs, ("not", truth.form)) if isinstance(truth, Maybe) else not truth

    return run


def _logic(settles: bool, parts: list[Step]) -> Step:
    """`or` (settled by a true part) or `and` (settled by a false one)."""

    def run(env: Env, values: Values) -> Any:
        open_: list[Maybe] = []
        for part in parts:
            truth = part(env, values)
            if isinstance(truth, Maybe):
                open_.append(truth)
            elif bool(truth) is settles:
                return settles
        if not open_:
            return not settles
        return Maybe(frozenset().union(*(m.needs for m in open_)), (settles, *(m.form for m in open_)))

    return run


def _choice(test: Step, body: Step, orelse: Step) -> Step:
    def run(env: Env, values: Values) -> Any:
        truth = test(env, values)
        if not isinstance(truth, Maybe):
            return (body if truth else orelse)(env, values)
        yes, no = body(env, values), orelse(env, values)
        if yes == no:
            return yes
        (low, high, needs, form), (low2, high2, needs2, form2) = _parts(yes), _parts(no)
        return Span(min(low, low2), max(high, high2), truth.needs | needs | needs2, ("if", truth.form, form, form2))

    return run


def _parts(value: Any) -> tuple[Any, Any, frozenset[str], object]:
    if isinstance(value, Span):
        return value.low, value.high, value.needs, value.form
    return value, value, frozenset(), value


def _times(a: Any, b: Any) -> Any:
    return 0 if a == 0 or b == 0 else a * b


def _arithmetic(op: type[ast.operator], left: Any, right: Any) -> Any:
    if type(left) is not Span and type(right) is not Span:
        return _EXACT[op](left, right)
    (a, b, needs, form), (c, d, needs2, form2) = _parts(left), _parts(right)
    if op is ast.Add:
        low, high = a + c, b + d
    elif op is ast.Sub:
        low, high = a - d, b - c
    elif op is ast.Mult:
        if (a, b) == (0, 0) or (c, d) == (0, 0):
            return 0
        corners = [_times(x, y) for x in (a, b) for y in (c, d)]
        low, high = min(corners), max(corners)
    elif c > 0 or d < 0:
        if (a, b) == (0, 0):
            return 0
        corners = [_over(x, y) for x in (a, b) for y in (c, d)]
        low, high = min(corners), max(corners)
    else:
        low, high = -inf, inf
    return low if low == high else Span(low, high, needs | needs2, (op.__name__, form, form2))


def _over(a: Any, b: Any) -> Any:
    if abs(b) == inf:
        return 0
    return a / b if abs(a) == inf else Fraction(a) / b


def _divided(left: Any, right: Any) -> Any:
    if right == 0:
        raise NoValue
    return Fraction(left) / right


_EXACT: dict[type[ast.operator], Callable[[Any, Any], Any]] = {
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Mult: operator.mul,
    ast.Div: _divided,
}


def _compare(sign: str, left: Any, right: Any) -> Any:
    if type(left) is not Span and type(right) is not Span:
        return _TRUTH[sign](left, right)
    (a, b, needs, form), (c, d, needs2, form2) = _parts(left), _parts(right)
    apart = b < c or d < a
    settled = {
        "<": True if b < c else False if a >= d else None,
        "<=": True if b <= c else False if a > d else None,
        ">": True if a > d else False if b <= c else None,
        ">=": True if a >= d else False if b < c else None,
        "==": False if apart else None,
        "!=": True if apart else None,
    }[sign]
    return Maybe(needs | needs2, (sign, form, form2)) if settled is None else settled


def _extreme(least: bool, values: list[Any]) -> Any:
    """min or max; a part that can never be the least (greatest) drops out with all it needs."""
    if not any(type(value) is Span for value in values):
        return min(values) if least else max(values)
    parts = [_parts(value) for value in values]
    low = (min if least else max)(part[0] for part in parts)
    high = (min if least else max)(part[1] for part in parts)
    if low == high:
        return low
    kept = [part for part in parts if (part[0] < high if least else part[1] > low)]
    bound = [part for part in parts if not part[2]]
    forms = tuple(part[3] for part in (*kept, *bound))
    return Span(low, high, frozenset().union(*(part[2] for part in kept)), ("min" if least else "max", *forms))
