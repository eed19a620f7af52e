"""Which question comes first when the scope goes before everything: the one that can close the most determinations."""

from __future__ import annotations

from pathlib import Path

import pytest

from bolwerk.engines import rules

FACTS = """
[fact."person.age"]
type = "number"
kind = "register"
question = { nl = "Hoe oud?", en = "How old?" }
[fact."person.wants"]
type = "bool"
kind = "declared"
question = { nl = "Wilt u?", en = "Do you want to?" }
[fact."person.judged"]
type = "bool"
kind = "judgement"
question = { nl = "Oordeel?", en = "Judgement?" }
"""
RULE = """+++
id = "{name}"
question = {{ nl = "Mag het?", en = "May it?" }}
hit = "first"
+++

| # | person.wants | person.age | person.judged | => may         | source |
|---|--------------|------------|---------------|----------------|--------|
| N | no           | -          | -             | not_applicable | VDP 9  |
| A | -            | < 18       | -             | no             | VDP 9  |
| J | -            | -          | no            | no             | VDP 9  |
| Y | -            | -          | -             | yes            | VDP 9  |
"""


@pytest.fixture
def law(tmp_path: Path) -> rules.Book:
    (tmp_path / "facts.toml").write_text(FACTS, "utf-8")
    for name in ("one", "two"):
        (tmp_path / f"{name}.md").write_text(RULE.format(name=name), "utf-8")
    return rules.load(tmp_path)


def asked(law: rules.Book, facts: dict[str, object], **how: object) -> str | None:
    question = law.next_question_over(["one", "two"], facts, "2026-01-01", **how)  # type: ignore[arg-type]
    return question.fact.name if question else None


def test_scope_goes_before_what_can_be_looked_up_only_when_that_is_wanted(law: rules.Book) -> None:
    assert asked(law, {}) == "person.age"
    assert asked(law, {}, scope_first=True) == "person.wants"


def test_within_the_scope_the_usual_order_holds(law: rules.Book) -> None:
    assert asked(law, {"person.wants": True}, scope_first=True) == "person.age"
    assert asked(law, {"person.wants": False}, scope_first=True) is None


def test_what_is_skipped_is_not_asked_and_a_judgement_never(law: rules.Book) -> None:
    assert asked(law, {}, scope_first=True, skip=("person.wants",)) == "person.age"
    assert asked(law, {}, scope_first=True, skip=("person.wants", "person.age")) is None
    assert asked(law, {"person.wants": True, "person.age": 20}, scope_first=True) is None


def test_not_to_be_concerned_is_no_change_worth_telling(law: rules.Book) -> None:
    answer = law.decide("one", {"person.wants": True, "person.age": 20, "person.judged": True}, "2026-01-01")
    assert answer.value == "yes"
    assert {other.value for other in answer.otherwise()} == {"no"}
