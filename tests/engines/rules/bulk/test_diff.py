"""What a reform changes, before any case: exactly, in few rows, with the rules that hang on it."""

from __future__ import annotations

from datetime import date
from itertools import product
from pathlib import Path
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from bolwerk.engines import rules
from bolwerk.engines.rules import bulk
from bolwerk.engines.rules.bulk._grid import grid_of
from tests.engines.rules.books import LAW, fact, head, write
from tests.properties.test_rules_brute_force import FACTS, Line, lines, markdown

BOOK = rules.load(LAW)
REFORM = """+++
id = "lane.fast_for_all"
amend = "export.lane"
+++
| #  | dest | goods             | certified | => lane | from       | source  |
|----|------|-------------------|-----------|---------|------------|---------|
| L3 | eu   | component, system | -         | fast    | 2026-07-01 | VDP 1.2 |
"""


def reform(folder: Path, text: str, name: str = "reform") -> rules.Book:
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{name}.md"
    path.write_text(text, "utf-8")
    return BOOK.amend(path)


def test_a_reform_of_one_row_is_told_as_one_row(tmp_path: Path) -> None:
    found = bulk.diff(BOOK, reform(tmp_path, REFORM), "export.lane")
    (part,) = found.rules
    assert (part.changed, part.cells) == (1, 48)
    (change,) = part.changes
    assert change.period.start == date(2026, 7, 1)
    assert change.period.end is None
    assert [(name, words.en) for name, words in change.facts] == [
        ("dest", "a country of the EU"),
        ("goods", "a system"),
        ("certified", "no"),
    ]
    assert (change.old.value, change.old.rows) == ("standard", ("L4",))
    assert (change.new.value, change.new.rows) == ("fast", ("L3",))
    assert "1 of 48 cells change" in found.text().en
    assert "1 van 48 vakken veranderen" in found.text().nl


def test_a_fact_that_makes_no_difference_is_left_out(tmp_path: Path) -> None:
    text = REFORM.replace("| L3 | eu   | component, system | -  ", "| L1 | ally | -                 | -  ")
    (part,) = bulk.diff(BOOK, reform(tmp_path, text), "export.lane").rules
    assert {name for change in part.changes for name, _ in change.facts} == {"dest", "goods", "certified"}
    weapons = next(change for change in part.changes if change.old.value == "enhanced")
    assert [name for name, _ in weapons.facts] == ["dest", "goods", "certified"]
    embargo = [change for change in part.changes if change.old.value == "refusal_review"]
    assert [name for change in embargo for name, _ in change.facts] == ["dest"] * len(embargo)


def test_a_reform_that_touches_nothing_says_so(tmp_path: Path) -> None:
    text = REFORM.replace("component, system |", "component         |")
    found = bulk.diff(BOOK, reform(tmp_path, text), "export.lane")
    assert found.empty
    assert found.text().nl == "Deze hervorming verandert geen enkele uitkomst."
    assert found.text().en == "This reform changes no outcome at all."


def test_a_row_under_another_name_changes_the_grounds_only(tmp_path: Path) -> None:
    text = REFORM.replace("| L3 | eu   | component, system |", "| L0 | eu   | weapon, system    |").replace(
        "fast    |", "standard |"
    )
    found = bulk.diff(BOOK, reform(tmp_path, text), "export.lane")
    assert found.empty  # the new row comes last, so it never applies

    old = rules.load(write(tmp_path / "old", fact("a"), r=_table("| A | yes | x | 2025-01-01 |")))
    new = rules.load(write(tmp_path / "new", fact("a"), r=_table("| B | yes | x | 2025-01-01 |")))
    (part,) = bulk.diff(old, new, "r").rules
    assert (part.changed, part.grounds) == (0, 1)
    assert "1 keep their outcome on other grounds" in part.text().en


def _table(*rows: str, rule: str = "r", column: str = "a") -> str:
    body = "\n".join(f"{row} S 1 |" for row in rows)
    return head(rule) + f"\n| # | {column} | => c | from | source |\n|---|---|---|---|---|\n{body}\n"


def test_another_day_of_law_is_a_change_of_the_days_between(tmp_path: Path) -> None:
    old = rules.load(write(tmp_path / "old", fact("a"), r=_table("| A | - | x | 2025-01-01 |")))
    new = rules.load(write(tmp_path / "new", fact("a"), r=_table("| A | - | x | 2025-03-01 |")))
    (part,) = bulk.diff(old, new, "r").rules
    (change,) = part.changes
    assert (change.period.start, change.period.end) == (date(2025, 1, 1), date(2025, 2, 28))
    assert (change.old.value, change.new.state, change.facts) == ("x", "out_of_law", ())


def test_a_moved_threshold_is_told_as_the_numbers_between(tmp_path: Path) -> None:
    facts = fact("n", type="number", more="min = 0")
    rows = ["| A | >= {} | big | 2025-01-01 |", "| B | - | small | 2025-01-01 |"]
    old, new = (
        rules.load(write(tmp_path / str(low), facts, r=_table(*(row.format(low) for row in rows), column="n")))
        for low in (50, 250)
    )
    (part,) = bulk.diff(old, new, "r").rules
    (change,) = part.changes
    assert [(name, words.en) for name, words in change.facts] == [("n", "≥ 50 and < 250")]
    assert (change.old.value, change.new.value) == ("big", "small")


def test_rules_that_hang_on_the_reformed_one_change_with_it(tmp_path: Path) -> None:
    chained = _table("| X | x | yes, far | 2025-01-01 |", "| Y | - | no | 2025-01-01 |", rule="s", column="r")
    free = _table("| F | yes | f | 2025-01-01 |", rule="t")
    law = {"s": chained, "t": free}
    rows = "| A | {} | x | 2025-01-01 |"
    old = rules.load(write(tmp_path / "old", fact("a"), r=_table(rows.format("yes"), "| B | - | y | 2025-01-01 |"), **law))
    new = rules.load(write(tmp_path / "new", fact("a"), r=_table(rows.format("no"), "| B | - | y | 2025-01-01 |"), **law))
    found = bulk.diff(old, new, "r")
    assert [part.rule for part in found.rules] == ["r", "s"]
    assert [part.changed for part in found.rules] == [2, 2]
    assert found.rules[1].changes[0].facts[0][0] == "a"


def test_a_link_that_says_the_same_stands_as_a_fact(tmp_path: Path) -> None:
    inner = _table("| A | yes | x | 2025-01-01 |", "| B | - | y | 2025-01-01 |", rule="inner")
    outer = head("r") + (
        "\n| # | inner | b | => c | from | source |\n|---|---|---|---|---|---|\n"
        "| A | x | {} | one | 2025-01-01 | S 1 |\n| B | - | - | two | 2025-01-01 | S 1 |\n"
    )
    old, new = (
        rules.load(write(tmp_path / cell, fact("a") + fact("b"), inner=inner, r=outer.replace("{}", cell)))
        for cell in ("yes", "no")
    )
    (part,) = bulk.diff(old, new, "r").rules
    assert {name for change in part.changes for name, _ in change.facts} == {"inner", "b"}
    # Before 2025 the inner rule has no outcome, from then on two: with b that is 2 + 4 cells.
    assert (part.changed, part.cells) == (2, 6)


def test_a_rule_over_amounts_cannot_be_listed_and_says_what_to_do(tmp_path: Path) -> None:
    text = head("fee", formula='"cost * part"') + (
        "\n| param | value | from | source |\n|---|---|---|---|\n| part | {} | 2025-01-01 | S 1 |\n"
    )
    facts = fact("cost", type="amount", more="min = 0")
    old, new, same = (
        rules.load(write(tmp_path / name, facts, fee=text.replace("{}", str(part))))
        for name, part in (("a", 1), ("b", 2), ("c", 1))
    )
    (part,) = bulk.diff(old, new, "fee").rules
    assert not part.finite
    assert not part.empty
    assert "bolwerk rules apply" in part.text().en
    assert bulk.diff(old, same, "fee").empty


DAYS = (date(2024, 12, 31), date(2025, 1, 1), date(2025, 6, 30), date(2025, 7, 1))


@settings(max_examples=25, deadline=None)
@given(st.lists(lines, min_size=1, max_size=4), st.lists(lines, min_size=1, max_size=4), st.sampled_from(["first", "collect"]))
def test_the_rows_of_a_diff_are_exactly_the_cases_that_change(
    tmp_path_factory: Any, a: list[Line], b: list[Line], hit: str
) -> None:
    folder = tmp_path_factory.mktemp("diff")
    old, new = (rules.load(write(folder / n, FACTS, r=markdown(t, hit))) for n, t in (("old", a), ("new", b)))
    (part,) = bulk.diff(old, new, "r").rules
    grid = grid_of((old, new), ("r",))
    moved = 0
    for day in grid.days():
        for values in product(*(axis.values for axis in grid.axes)):
            case = {axis.name: value for axis, value in zip(grid.axes, values, strict=True)}
            before, after = (book.decide("r", case, day) for book in (old, new))
            moved += (before.state, before.value) != (after.state, after.value)
    assert part.changed == moved == sum(change.cells for change in part.changes)
    for change in part.changes:
        day = change.period.start or date.min
        before, after = (book.decide("r", dict(change.example), day) for book in (old, new))
        assert (before.state, before.value) == (change.old.state, change.old.value)
        assert (after.state, after.value) == (change.new.state, change.new.value)
