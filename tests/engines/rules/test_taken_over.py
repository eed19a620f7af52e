"""An amended book takes over what did not change, and says the same as one that is compiled from nothing."""

from __future__ import annotations

import pickle
from pathlib import Path

import pytest

from bolwerk.domains import book as whole_book
from bolwerk.engines.rules import Book
from tests.engines.rules.bulk.dossiers import DAY, dossiers

REFORM = Path(__file__).parents[3] / "examples" / "bulk" / "smaller-share.md"
CHANGES = [str(REFORM), min(whole_book().amendments)]


@pytest.mark.parametrize("change", CHANGES, ids=[Path(change).stem for change in CHANGES])
def test_an_amended_book_says_what_one_compiled_from_nothing_says(change: str) -> None:
    book = whole_book()
    amended = book.amend(change)
    anew: Book = pickle.loads(pickle.dumps(amended))
    assert anew.version == amended.version != book.version
    taken = [rule for rule in book.rules if amended.rules[rule] is book.rules[rule]]
    target = str(book.amendment(change).head["amend"])
    touched = {target, *(rule for rule in book.rules if target in book.chained(rule))}
    assert touched.isdisjoint(taken)
    assert len(taken) > len(book.rules) // 2
    for case in dossiers(book, list(book.rules), 3):
        day = case.pop(DAY)
        facts = {name: value for name, value in case.items() if value is not None}
        assert [answer.json() for answer in amended.all(facts, day)] == [answer.json() for answer in anew.all(facts, day)]


def test_a_dossier_told_in_choices_is_read_whole_only_when_asked() -> None:
    """The short way says what the long way says: reasons, what would change it, and the next question."""
    book = whole_book()
    anew: Book = pickle.loads(pickle.dumps(book))
    for case in dossiers(book, ["nis2.scope"], 20):
        day = case.pop(DAY)
        facts = {
            fact.name: case[fact.name] for fact in book.inputs("nis2.scope") if fact.finite and case[fact.name] is not None
        }
        short = book.decide("nis2.scope", facts, day)
        [long] = [answer for answer in anew.all(facts, day) if answer.rule == "nis2.scope"]
        assert short.json() == long.json()
        assert short.otherwise() == long.otherwise()
