"""The check finds what is wrong or thin; the tables below each rule run as tests."""

from __future__ import annotations

from pathlib import Path

import pytest

from bolwerk.engines import rules
from tests.engines.rules.books import LAW, book, fact, head

GOOD = (
    head("r") + "\n| # | a | => c | from | source |\n|---|---|---|---|---|\n"
    "| 1 | yes | x | 2025-01-01 | S 1 |\n| 2 | - | y | | S 2 |\n"
    "\n## Tests\n| date | a | => c | ask | row |\n|---|---|---|---|---|\n"
    "| 2024-12-31 | yes | y | | 2 |\n| 2025-01-01 | yes | x | | 1 |\n"
)


def kinds(found: rules.Book) -> set[tuple[str, str]]:
    return {(finding.level, finding.kind) for finding in found.check()}


def test_the_examples_have_gaps_and_nothing_else() -> None:
    assert kinds(rules.load(LAW)) == {("warning", "gap")}


def test_a_tidy_rule_has_no_findings(tmp_path: Path) -> None:
    assert book(tmp_path, fact("a"), r=GOOD).check() == ()


@pytest.mark.parametrize(
    ("old", "new", "kind"),
    [
        ("| S 1 |", "| |", "no_source"),
        ("| yes | x | | 1 |", "| yes | y | | 1 |", "failed_test"),
        ("| yes | x | | 1 |", "| yes | x | | 2 |", "failed_test"),
        ("| yes | x | | 1 |", "| ? | ? | - | |", "failed_test"),
        ("| 2025-01-01 | yes | x | | 1 |", "| 2025-01-01 | no | y | | 2 |", "untested_row"),
        ("| 2024-12-31 | yes", "| 2024-12-30 | yes", "untested_date"),
        ("| 2 | - | y | | S 2 |\n", "| 2 | - | y | | S 2 |\n| 3 | no | z | | S 2 |\n", "dead_row"),
    ],
)
def test_each_defect_is_found(tmp_path: Path, old: str, new: str, kind: str) -> None:
    assert old in GOOD
    assert ("error", kind) in kinds(book(tmp_path, fact("a"), r=GOOD.replace(old, new)))


def test_values_without_date_or_source_and_values_that_overlap_are_found(tmp_path: Path) -> None:
    values = (
        "\n| param | value | from | until | source |\n|---|---|---|---|---|\n| p | 1 | | | |\n| p | 2 | 2025-01-01 | | S 1 |\n"
    )
    found = book(tmp_path, "", v='+++\nkind = "values"\n+++\n' + values)
    assert kinds(found) == {("warning", "undated"), ("error", "no_source"), ("error", "overlap")}


def test_an_exchanged_outcome_makes_a_test_of_the_example_fail(tmp_path: Path) -> None:
    text = (LAW / "export-lane.md").read_text("utf-8")
    swapped = text.replace("| enhanced       |            |", "| standard       |            |", 1)
    assert swapped != text
    found = book(tmp_path, (LAW / "facts.toml").read_text("utf-8"), lane=swapped)
    assert ("error", "failed_test") in kinds(found)
