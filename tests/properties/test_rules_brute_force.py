"""Random tables with missing facts: the engine equals trying every completion."""

from __future__ import annotations

import tempfile
from dataclasses import dataclass
from datetime import date
from itertools import product
from pathlib import Path
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from bolwerk.engines import rules
from tests.engines.rules.books import fact, head, write

VALUES: dict[str, list[Any]] = {
    "a": [False, True],
    "b": ["p", "q", "r"],
    "n": [-1, 0, 5, 9, 10, 11, 20, 25],
    "d": [False, True],
}
FACTS = (
    fact("a") + fact("b", type="enum", more='values = ["p", "q", "r"]') + fact("n", type="number") + fact("d", kind="judgement")
)
CELLS: dict[str, dict[str, Any]] = {
    "a": {"-": lambda v: True, "yes": lambda v: v, "no": lambda v: not v},
    "b": {"-": lambda v: True, "p": lambda v: v == "p", "p, q": lambda v: v in "pq", "not(q)": lambda v: v != "q"},
    "n": {
        "-": lambda v: True,
        ">= 10": lambda v: v >= 10,
        "[0..10)": lambda v: 0 <= v < 10,
        "<= 20": lambda v: v <= 20,
        "10": lambda v: v == 10,
    },
    "d": {"-": lambda v: True, "yes": lambda v: v},
}
DAYS = [date(2024, 12, 31), date(2025, 1, 1), date(2025, 6, 30), date(2025, 7, 1)]
STARTS, ENDS = ["", "2025-01-01"], ["", "2025-06-30"]


@dataclass(frozen=True)
class Line:
    cells: tuple[str, ...]
    out: str
    start: str
    end: str

    def fires(self, case: dict[str, Any], on: date) -> bool:
        in_force = (not self.start or self.start <= on.isoformat()) and (not self.end or on.isoformat() <= self.end)
        return in_force and all(CELLS[name][cell](case[name]) for name, cell in zip(VALUES, self.cells, strict=True))

    def alive(self, on: date) -> bool:
        return (not self.start or self.start <= on.isoformat()) and (not self.end or on.isoformat() <= self.end)


lines = st.builds(
    Line,
    st.tuples(*(st.sampled_from(list(CELLS[name])) for name in VALUES)),
    st.sampled_from(["x", "y", "z"]),
    st.sampled_from(STARTS),
    st.sampled_from(ENDS),
)
dossiers = st.fixed_dictionaries({name: st.one_of(st.none(), st.sampled_from(values)) for name, values in VALUES.items()})
hits = st.sampled_from(["first", "unique", "collect"])


def markdown(table: list[Line], hit: str, name: str = "r") -> str:
    header = f"\n| # | {' | '.join(VALUES)} | => c | from | until | source |\n|{'---|' * 9}\n"
    body = "".join(
        f"| {n} | {' | '.join(row.cells)} | {row.out} | {row.start} | {row.end} | S 1 |\n" for n, row in enumerate(table)
    )
    return head(name, hit=f'"{hit}"') + header + body


def outcome(table: list[Line], hit: str, case: dict[str, Any], on: date) -> object:
    """What a reader of the table would say."""
    if not any(row.alive(on) for row in table):
        return ("out_of_law",)
    outs = [row.out for row in table if row.fires(case, on)]
    if hit == "collect":
        return "value", tuple(dict.fromkeys(outs))
    if not outs or (hit == "unique" and len(set(outs)) > 1):
        return ("gap",)
    return "value", outs[0]


def completions(facts: dict[str, Any]) -> list[dict[str, Any]]:
    open_ = [VALUES[name] if value is None else [value] for name, value in facts.items()]
    return [dict(zip(facts, case, strict=True)) for case in product(*open_)]


def expected(facts: dict[str, Any], decide: Any) -> tuple[set[Any], set[str]]:
    """The possible outcomes, and the missing facts that turn the outcome in some completion of the others."""
    possible = {decide(case) for case in completions(facts)}
    ask = {
        name
        for name, value in facts.items()
        if value is None
        and any(
            len({decide({**case, name: v}) for v in VALUES[name]}) > 1 for case in completions({**facts, name: VALUES[name][0]})
        )
    }
    return possible, ask


def agree(answer: rules.Answer, possible: set[Any], ask: set[str]) -> None:
    assert set(answer.ask) == ask
    if len(possible) == 1:
        (only,) = possible
        assert answer.state == only[0]
        assert answer.value == (only[1] if only[0] == "value" else None)
    else:
        assert answer.state == ("judgement" if ask == {"d"} else "unknown")
        assert answer.value is None
        assert set(answer.possible) == {found[1] for found in possible if found[0] == "value"}
        assert answer.may_gap == any(found[0] == "gap" for found in possible)


def loaded(**files: str) -> rules.Book:
    with tempfile.TemporaryDirectory() as folder:
        return rules.load(write(Path(folder), FACTS, **files))


@settings(max_examples=60, deadline=None)
@given(st.lists(lines, min_size=1, max_size=6), hits, st.lists(dossiers, min_size=1, max_size=6), st.sampled_from(DAYS))
def test_possible_and_ask_equal_brute_force(table: list[Line], hit: str, cases: list[dict[str, Any]], on: date) -> None:
    book = loaded(r=markdown(table, hit))
    for facts in cases:
        possible, ask = expected(facts, lambda case: outcome(table, hit, case, on))
        answer = book.decide("r", facts, on)
        agree(answer, possible, ask)
        fired = {str(n) for case in completions(facts) for n, row in enumerate(table) if row.fires(case, on)}
        assert {because.row for because in answer.why} <= fired
        for other in answer.otherwise():
            changed = book.decide("r", {**facts, **dict(other.changes)}, on)
            assert (changed.value, changed.state) == (other.value, "value")
            assert changed.value != answer.value


@settings(max_examples=40, deadline=None)
@given(st.lists(lines, min_size=1, max_size=4), st.lists(dossiers, min_size=1, max_size=5), st.sampled_from(DAYS))
def test_a_chain_equals_brute_force(table: list[Line], cases: list[dict[str, Any]], on: date) -> None:
    outer = (
        head("o") + "\n| # | r | a | => o | source |\n|---|---|---|---|---|\n"
        "| 1 | x | - | one | S 1 |\n| 2 | not(x) | yes | two | S 1 |\n"
    )
    if "x" not in {row.out for row in table}:
        outer = outer.replace("| x |", f"| {table[0].out} |").replace("not(x)", f"not({table[0].out})")
    key = "x" if "x" in {row.out for row in table} else table[0].out

    def decide(case: dict[str, Any]) -> object:
        inner: Any = outcome(table, "first", case, on)
        if inner[0] == "value" and inner[1] == key:
            return "value", "one"
        return ("value", "two") if inner[0] == "value" and case["a"] else ("gap",)

    book = loaded(r=markdown(table, "first"), o=outer)
    assert book.soft_links() == ()
    for facts in cases:
        agree(book.decide("o", facts, on), *expected(facts, decide))


FORMULA = head("f", formula="\"min(20, n + 5) if a else (n * 2 if b == 'p' else 7)\"")


@settings(max_examples=40, deadline=None)
@given(dossiers)
def test_a_formula_over_numbers_is_never_wrongly_definite_and_asks_what_matters(facts: dict[str, Any]) -> None:
    def decide(case: dict[str, Any]) -> object:
        n = case["n"]
        return "value", min(20, n + 5) if case["a"] else n * 2 if case["b"] == "p" else 7

    answer = FORMULA_BOOK.decide("f", facts, DAYS[0])
    possible, ask = expected(facts, decide)
    assert set(answer.ask) >= ask
    assert (answer.state == "value") == (len(possible) == 1)
    if answer.state == "value":
        assert ("value", answer.value) in possible
    if facts["n"] is not None:
        assert set(answer.ask) == ask


@settings(max_examples=30, deadline=None)
@given(st.lists(lines, min_size=1, max_size=6), dossiers, st.sampled_from(DAYS))
def test_an_interview_ends_at_the_full_answer_and_asks_only_what_matters(
    table: list[Line], truth: dict[str, Any], on: date
) -> None:
    truth = {name: VALUES[name][0] if value is None else value for name, value in truth.items()}
    book, facts = loaded(r=markdown(table, "first")), dict[str, Any]()
    while (question := book.next_question("r", facts, on)) is not None:
        assert question.fact.name in book.decide("r", facts, on).ask
        facts[question.fact.name] = truth[question.fact.name]
    end = book.decide("r", facts, on)
    assert set(end.ask) <= {"d"}
    if end.state != "judgement":
        assert (end.state, end.value) == (lambda full: (full.state, full.value))(book.decide("r", truth, on))


FORMULA_BOOK = loaded(f=FORMULA)
