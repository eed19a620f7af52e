"""The small part of FEEL that decision tables are written in (S-FEEL: literals, comparisons, intervals, lists, not), read."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

Literal = str | bool | Decimal | date

_TOKEN = re.compile(
    r"""\s*(?:
      (?P<string>"(?:[^"\\]|\\.)*")
    | (?P<date>date\s*\(\s*"(?P<day>\d{4}-\d{2}-\d{2})"\s*\))
    | (?P<number>-?(?:\d+(?:\.\d+)?|\.\d+)(?!\w))
    | (?P<bool>true|false)\b
    | (?P<not>not)\s*(?=\()
    | (?P<sign>>=|<=|>|<|=|\.\.|[\[\](),]|-)
    )""",
    re.VERBOSE,
)


class NotRead(ValueError):
    """A text outside the part of FEEL that is read here."""


@dataclass(frozen=True, slots=True)
class Test:
    """One unary test: `sign` with one value, or an interval with two. Open ends of an interval are `(` and `)`."""

    sign: str
    values: tuple[Literal, ...]
    ends: str = "[]"


@dataclass(frozen=True, slots=True)
class Tests:
    """An entry of an input: no tests is `-`, anything. `negated`: none of them."""

    tests: tuple[Test, ...]
    negated: bool = False

    @property
    def literals(self) -> Iterable[Literal]:
        return (value for test in self.tests for value in test.values)


def read_literal(raw: str) -> Literal:
    """A string, number, truth value or date. NotRead otherwise."""
    tokens = _tokens(raw)
    if len(tokens) != 1 or tokens[0][0] == "sign":
        raise NotRead(raw)
    return _literal(*tokens[0])


def read_list(raw: str) -> tuple[Literal, ...]:
    """Literals between commas, as in the allowed values of an input."""
    found = read_tests(raw)
    if found.negated or any(test.sign != "=" for test in found.tests):
        raise NotRead(raw)
    return tuple(found.literals)


def read_tests(raw: str) -> Tests:
    """An input entry. NotRead with the text that is not understood."""
    if raw.strip() in ("-", ""):
        return Tests(())
    tokens = _tokens(raw)
    if tokens[0][0] == "not":
        if tokens[1] != ("sign", "(") or tokens[-1] != ("sign", ")"):
            raise NotRead(raw)
        return Tests(_tests(tokens[2:-1], raw), negated=True)
    return Tests(_tests(tokens, raw))


def _tokens(raw: str) -> list[tuple[str, str]]:
    found, at = [], 0
    while raw[at:].strip():
        match = _TOKEN.match(raw, at)
        if match is None:
            raise NotRead(raw[at:].strip())
        kind = next(name for name in ("string", "date", "number", "bool", "not", "sign") if match[name] is not None)
        found.append((kind, match["day"] if kind == "date" else match[kind]))
        at = match.end()
    if not found:
        raise NotRead(raw)
    return found


def _tests(tokens: list[tuple[str, str]], raw: str) -> tuple[Test, ...]:
    found: list[Test] = []
    at = 0
    while at < len(tokens):
        test, at = _test(tokens, at, raw)
        found.append(test)
        if at < len(tokens):
            if tokens[at] != ("sign", ",") or at + 1 == len(tokens):
                raise NotRead(raw)
            at += 1
    return tuple(found)


def _test(tokens: list[tuple[str, str]], at: int, raw: str) -> tuple[Test, int]:
    kind, word = tokens[at]
    if kind != "sign":
        return Test("=", (_literal(kind, word),)), at + 1
    if word in (">=", "<=", ">", "<", "="):
        return Test(word, (_operand(tokens, at + 1, raw),)), at + 2
    if word in ("[", "(", "]") and at + 4 < len(tokens) and tokens[at + 2] == ("sign", ".."):
        close = tokens[at + 4][1]
        if tokens[at + 4][0] == "sign" and close in ("]", ")", "["):
            ends = ("[" if word == "[" else "(") + ("]" if close == "]" else ")")
            return Test("..", (_operand(tokens, at + 1, raw), _operand(tokens, at + 3, raw)), ends), at + 5
    raise NotRead(raw)


def _operand(tokens: list[tuple[str, str]], at: int, raw: str) -> Literal:
    if at >= len(tokens) or tokens[at][0] in ("sign", "not"):
        raise NotRead(raw)
    return _literal(*tokens[at])


def _literal(kind: str, word: str) -> Literal:
    if kind == "string":
        return re.sub(r"\\(.)", r"\1", word[1:-1])
    if kind == "bool":
        return word == "true"
    return date.fromisoformat(word) if kind == "date" else Decimal(word)
