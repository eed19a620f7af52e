"""The order of questions: on small random tables the engine's interview needs no more questions than the best there is."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from itertools import product
from pathlib import Path
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from bolwerk.engines import rules
from tests.engines.rules.books import fact, head, write

ON = date(2025, 6, 2)
VALUES: dict[str, tuple[Any, ...]] = {"a": (False, True), "b": ("p", "q", "r"), "c": (False, True), "d": (False, True)}
KINDS = {"a": "declared", "b": "declared", "c": "register", "d": "declared"}
ENUM = 'values = ["p", "q", "r"]'
FACTS = "".join(fact(name, KINDS[name], "enum" if name == "b" else "bool", ENUM if name == "b" else "") for name in VALUES)
Case = tuple[Any, ...]


@dataclass(frozen=True)
class Line:
    cells: tuple[str, ...]
    out: str

    def fires(self, case: Case) -> bool:
        return all(cell == "-" or _written(value) == cell for value, cell in zip(case, self.cells, strict=True))


def _written(value: object) -> str:
    return {True: "yes", False: "no"}.get(value, value) if isinstance(value, bool) else str(value)


lines = st.lists(
    st.builds(
        Line,
        st.tuples(*(st.sampled_from(["-", *map(_written, VALUES[name])]) for name in VALUES)),
        st.sampled_from(["x", "y", "z"]),
    ),
    min_size=1,
    max_size=6,
)


# They never apply, but look at every value: so the engine keeps each apart, and likely means the same here and there.
APART = [Line(tuple(_written(value) if n == name else "-" for n in VALUES), "x") for name in VALUES for value in VALUES[name]]


def book_of(table: list[Line]) -> rules.Book:
    rows = [*table, Line(("-",) * len(VALUES), "rest"), *APART]
    body = "".join(f"| {n} | {' | '.join(row.cells)} | {row.out} | S 1 |\n" for n, row in enumerate(rows))
    text = head("r") + f"\n| # | {' | '.join(VALUES)} | => o | source |\n|{'---|' * (len(VALUES) + 3)}\n{body}"
    with tempfile.TemporaryDirectory() as folder:
        return rules.load(write(Path(folder), FACTS, r=text))


def outcome(table: list[Line], case: Case) -> str:
    return next((row.out for row in table if row.fires(case)), "rest")


class Best:
    """The fewest questions to expect, by trying every order; register facts are looked up before anybody is asked."""

    def __init__(self, table: list[Line], weight: Callable[[Case], int]) -> None:
        self.outcomes = {case: outcome(table, case) for case in product(*VALUES.values())}
        self.weight = weight

    def cases(self, known: Mapping[str, Any]) -> list[Case]:
        return [case for case in self.outcomes if all(dict(zip(VALUES, case, strict=True))[n] == v for n, v in known.items())]

    def matters(self, known: Mapping[str, Any]) -> list[str]:
        found = []
        for n, name in enumerate(VALUES):
            seen: dict[Case, set[str]] = {}
            for case in self.cases(known):
                seen.setdefault((*case[:n], *case[n + 1 :]), set()).add(self.outcomes[case])
            if name not in known and any(len(outs) > 1 for outs in seen.values()):
                found.append(name)
        return [name for name in found if KINDS[name] == "register"] or found

    def after(self, known: Mapping[str, Any], name: str) -> Fraction:
        """What to expect when `name` is asked now and all goes best from there."""
        steps = [
            (sum(map(self.weight, self.cases({**known, name: v}))), self.expected({**known, name: v})) for v in VALUES[name]
        ]
        total = sum(weight for weight, _ in steps)
        if not total:
            return 1 + sum((cost for _, cost in steps), Fraction(0)) / len(steps)
        return 1 + sum((weight * cost for weight, cost in steps), Fraction(0)) / total

    def expected(self, known: Mapping[str, Any]) -> Fraction:
        return min((self.after(known, name) for name in self.matters(known)), default=Fraction(0))


def holds(question: rules.Question | None, best: Best, known: dict[str, Any]) -> None:
    """The question that the book asks is one of the best, and it stops where nothing matters."""
    if question is None:
        assert best.matters(known) == []
    else:
        assert question.fact.name in best.matters(known)
        assert best.after(known, question.fact.name) == best.expected(known)


def counted(book: rules.Book, cases: Mapping[Case, int]) -> dict[int, int]:
    """Dossiers per cell, as a profile counts them."""
    found: dict[int, int] = {}
    for case, count in cases.items():
        cell = book.cell("r", dict(zip(VALUES, case, strict=True)), ON)
        assert cell is not None
        found[cell] = found.get(cell, 0) + count
    return found


knowns = st.fixed_dictionaries({}, optional={name: st.sampled_from(values) for name, values in VALUES.items()})


@settings(max_examples=60, deadline=None)
@given(lines, knowns)
def test_the_next_question_leaves_the_fewest_to_expect(table: list[Line], known: dict[str, Any]) -> None:
    holds(book_of(table).next_question("r", known, ON), Best(table, lambda case: 1), known)


@settings(max_examples=60, deadline=None)
@given(lines, knowns, st.lists(st.integers(0, 9), min_size=24, max_size=24))
def test_with_a_profile_it_leaves_the_fewest_to_expect_for_those_dossiers(
    table: list[Line], known: dict[str, Any], counts: list[int]
) -> None:
    book, cases = book_of(table), dict(zip(product(*VALUES.values()), counts, strict=True))
    holds(book.next_question("r", known, ON, counted(book, cases)), Best(table, cases.__getitem__), known)


def test_likely_answers_turn_the_order_around() -> None:
    """A "no" to `a` ends it, and so does "q" to `b`: ask first what mostly ends it."""
    book = book_of([Line(("yes", "p", "-", "-"), "x")])

    def first(a: bool, b: str) -> str:
        question = book.next_question("r", {}, ON, counted(book, {(a, b, True, True): 5, (True, "p", True, True): 1}))
        assert question is not None
        return question.fact.name

    assert first(a=False, b="p") == "a"
    assert first(a=True, b="q") == "b"


def test_a_dossier_of_which_the_fact_is_unknown_says_nothing_about_it() -> None:
    book = book_of([Line(("yes", "p", "-", "-"), "x"), Line(("-", "q", "-", "yes"), "x")])
    open_ = book.cell("r", {"c": True}, ON)
    assert open_ is not None
    plain = book.next_question("r", {"c": True}, ON)
    assert book.next_question("r", {"c": True}, ON, {open_: 100}) == plain
