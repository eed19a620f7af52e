"""Many rows at once on Polars: the same answers as deciding each dossier on its own."""

from __future__ import annotations

import os
from collections.abc import Sequence
from functools import cache
from typing import Any

import polars as pl
import pytest

from bolwerk.domains import book as whole_book
from bolwerk.engines.rules import Book, FactType, bulk
from bolwerk.engines.rules._evaluate import Direct
from bolwerk.engines.rules.bulk import _polars
from tests.engines.rules.bulk.dossiers import DAY, dossiers


def frame_of(book: Book, cases: Sequence[dict[str, Any]]) -> pl.DataFrame:
    """Numbers as decimals to the cent."""
    names = [name for name in cases[0] if name != DAY]
    kinds: dict[FactType, Any] = {FactType.BOOL: pl.Boolean, FactType.ENUM: pl.String, FactType.DATE: pl.Date}
    schema = {name: kinds.get(book.fact(name).type, pl.Decimal(20, 2)) for name in names}
    return pl.DataFrame([{name: case[name] for name in (*names, DAY)} for case in cases], schema={**schema, DAY: pl.Date})


def sampled(book: Book, every: int) -> list[str]:
    """For engines that plan slowly: one in so many plain tables, and a third of all other rules; or every rule, on demand."""
    if "BOLWERK_IDENTITY" in os.environ:
        return list(book.rules)
    plain = [rule for rule in book.rules if isinstance(book.engine(rule), Direct) and not book.rules[rule].many]
    others = [rule for rule in book.rules if rule not in plain]
    return [*plain[::every], *others[::3]]


def needed(book: Book, rules: Sequence[str]) -> list[str]:
    """The columns that these rules look at, and the day."""
    return [*dict.fromkeys(fact.name for rule in rules for fact in book.inputs(rule)), DAY]


def decided(book: Book, rule: str, cases: Sequence[dict[str, Any]]) -> list[tuple[Any, ...]]:
    """Value, rows, state and ask of each case, one by one."""
    found = []
    inputs = [fact.name for fact in book.inputs(rule)]
    for case in cases:
        facts = {name: case[name] for name in inputs}
        answer = book.decide(rule, facts, case[DAY])
        value = list(answer.value) if isinstance(answer.value, tuple) else answer.value
        rows = ", ".join(because.row for because in answer.why if because.rule == rule)
        found.append((value, rows, answer.state, list(answer.ask)))
    return found


def same(found: Sequence[tuple[Any, ...]], wanted: Sequence[tuple[Any, ...]]) -> bool:
    """The same answers; a number that may have no end of decimals stands as text."""
    pairs = list(zip(found, wanted, strict=True))
    values = all(a == b or (isinstance(a, str) and a == str(b)) for (a, *_), (b, *_) in pairs)
    return values and all(a[1:] == b[1:] for a, b in pairs)


AMOUNTS = "finance.waarborg_premium"
"""A rule that computes with amounts: nearly every dossier is a case of its own."""
COUNT = int(os.environ.get("BOLWERK_IDENTITY", "400"))
"""So many dossiers go through every determination; `.ci/run` asks for ten thousand."""
CHUNK = 40
"""So many rules are put in one query."""


@cache
def whole() -> tuple[list[dict[str, Any]], dict[str, list[tuple[Any, ...]]]]:
    """Dossiers over the whole book, and what every determination says of each."""
    book = whole_book()
    cases = dossiers(book, list(book.rules), COUNT)
    return cases, {rule: decided(book, rule, cases) for rule in book.rules}


@pytest.mark.parametrize("engine", ["in-memory", "streaming"])
def test_every_determination_answers_many_dossiers_as_it_answers_one(engine: Any) -> None:
    book = whole_book()
    cases, wanted = whole()
    frame = frame_of(book, cases)
    for start in range(0, len(book.rules), CHUNK):
        rules = list(book.rules)[start : start + CHUNK]
        found = bulk.apply(book, frame.lazy(), rules, on=DAY).collect(engine=engine)
        assert found.columns[: len(frame.columns)] == frame.columns
        for rule in rules:
            rows = found.select(rule, f"{rule}.row", f"{rule}.state", f"{rule}.ask").rows()
            assert same(rows, wanted[rule]), rule


def test_a_rule_over_amounts_is_worked_out_in_parts(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(_polars, "MOST_TRIED", 150)
    book, (cases, wanted) = whole_book(), whole()
    found = bulk.apply(book, frame_of(book, cases), [AMOUNTS], on=DAY)
    assert same(found.select(AMOUNTS, f"{AMOUNTS}.row", f"{AMOUNTS}.state", f"{AMOUNTS}.ask").rows(), wanted[AMOUNTS])
    assert bulk.apply(book, frame_of(book, cases).head(0), [AMOUNTS], on=DAY).is_empty()
