"""The whole book with facts left out: what is said for sure stays true when they are told, and nothing idle is asked."""

from __future__ import annotations

from random import Random

import pytest

from bolwerk import domains
from bolwerk.engines.rules import Book
from tests.properties.missing import Dossiers, wrongly_asked, wrongly_definite

ANSWERS, ASKED = 2_000, 200


@pytest.fixture(scope="module")
def dossiers() -> Dossiers:
    return Dossiers(domains.book(), Random(20260101))


def test_no_definite_answer_changes_when_the_missing_facts_are_told(dossiers: Dossiers) -> None:
    found, definite = wrongly_definite(dossiers, ANSWERS)
    assert found == []
    assert definite > ANSWERS / 10


def test_the_ask_list_of_a_cube_is_exactly_what_may_turn_the_outcome(dossiers: Dossiers) -> None:
    assert wrongly_asked(dossiers, ASKED) == []


def test_all_at_once_says_what_a_book_that_was_asked_nothing_before_says_of_each(dossiers: Dossiers) -> None:
    used, fresh = dossiers.book, domains.book.__wrapped__()
    for _ in range(5):
        facts = {name: dossiers.random.choice(dossiers.values(name)) for name in used.facts if dossiers.random.random() < 0.3}
        day = dossiers.random.choice(dossiers.days)
        for answer in used.all(facts, day):
            alone = fresh.decide(answer.rule, facts, day)
            assert answer == alone
            assert answer.json() == alone.json()


def test_the_two_counts_see_a_book_that_jumps_to_conclusions(dossiers: Dossiers, monkeypatch: pytest.MonkeyPatch) -> None:
    decide = Book.decide

    def careless(self: Book, rule: str, facts: dict[str, object], on: object) -> object:
        """Reads what is missing as the first value."""
        firsts = {fact.name: dossiers.values(fact.name)[0] for fact in self.inputs(rule)}
        return decide(self, rule, {**firsts, **facts}, on)  # type: ignore[arg-type]

    monkeypatch.setattr(Book, "decide", careless)
    assert wrongly_definite(dossiers, 300)[0]
    assert wrongly_asked(dossiers, 100)
