"""Many rows at once on Polars: the same answers as deciding each dossier on its own."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import Any

import polars as pl
import pytest

from bolwerk.domains import book as whole_book
from bolwerk.engines.rules import Book, FactType, bulk
from tests.engines.rules.bulk.dossiers import DAY, dossiers


def frame_of(book: Book, cases: Sequence[dict[str, Any]]) -> pl.DataFrame:
    """Numbers as decimals to the cent."""
    names = [name for name in cases[0] if name != DAY]
    kinds: dict[FactType, Any] = {FactType.BOOL: pl.Boolean, FactType.ENUM: pl.String, FactType.DATE: pl.Date}
    schema = {name: kinds.get(book.fact(name).type, pl.Decimal(20, 2)) for name in names}
    return pl.DataFrame([{name: case[name] for name in (*names, DAY)} for case in cases], schema={**schema, DAY: pl.Date})


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


@cache
def whole() -> tuple[list[dict[str, Any]], dict[str, list[tuple[Any, ...]]]]:
    """Ten thousand dossiers over the whole book, and what every determination says of each."""
    book = whole_book()
    cases = dossiers(book, list(book.rules), 10_000)
    return cases, {rule: decided(book, rule, cases) for rule in book.rules}


@pytest.mark.parametrize("engine", ["in-memory", "streaming"])
def test_every_determination_answers_ten_thousand_dossiers_as_it_answers_one(engine: Any) -> None:
    book = whole_book()
    cases, wanted = whole()
    found = bulk.apply(book, frame_of(book, cases).lazy(), list(book.rules), on=DAY).collect(engine=engine)
    assert found.columns[: len(cases[0])] == list(cases[0])
    for rule, answers in wanted.items():
        assert found.select(rule, f"{rule}.row", f"{rule}.state", f"{rule}.ask").rows() == answers, rule


def test_the_rows_told_are_those_of_the_reasons() -> None:
    book = whole_book()
    cases, wanted = whole()
    for rule, answers in wanted.items():
        for case, (_, rows, _, _) in list(zip(cases, answers, strict=True))[:100]:
            facts = {fact.name: case[fact.name] for fact in book.inputs(rule)}
            why = book.decide(rule, facts, case[DAY]).why
            assert rows == ", ".join(because.row for because in why if because.rule == rule)
