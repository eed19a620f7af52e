"""A reform written into the law: what it does not touch stays byte for byte, and the law then decides as the reform did."""

from __future__ import annotations

from pathlib import Path

import pytest

from bolwerk.domains import book as whole_book
from bolwerk.engines import rules
from bolwerk.engines.rules import bulk
from bolwerk.kernel import InvalidInput
from tests.engines.rules.books import LAW
from tests.engines.rules.bulk.test_diff import REFORM

BOOK = rules.load(LAW)


def adopted(folder: Path, text: str) -> tuple[str, rules.Book, rules.Book]:
    """The new text of the base, the law with it, and the amended book."""
    law = folder / "law"
    law.mkdir()
    for path in LAW.iterdir():
        (law / path.name).write_text(path.read_text("utf-8"), "utf-8")
    change = folder / "reform.md"
    change.write_text(text, "utf-8")
    book = rules.load(law)
    found = bulk.adopt(book, change)
    for part in found:
        (folder / part.file).write_text(part.new, "utf-8")
    return found[0].new, rules.load(law), book.amend(change)


def test_a_replaced_row_is_the_only_line_that_changes(tmp_path: Path) -> None:
    change = tmp_path / "reform.md"
    change.write_text(REFORM.replace("component, system", "not(weapon)"), "utf-8")
    (part,) = bulk.adopt(BOOK, change)
    old, new = part.old.splitlines(), part.new.splitlines()
    assert [line for line in new if line not in old] == [
        f"| L3  | eu      | not(weapon)    | -         | fast           | 2026-07-01 |       | {'VDP 1.2':22} |          |"
    ]
    assert len(old) == len(new)
    assert part.unified().count("\n-|") == part.unified().count("\n+|") == 1


def test_a_wider_cell_widens_its_column_and_nothing_else(tmp_path: Path) -> None:
    new, after, amended = adopted(tmp_path, REFORM)
    old = (LAW / "export-lane.md").read_text("utf-8")
    table = [line for line in new.splitlines() if line.startswith(("| L", "| #"))]
    assert len({len(line) for line in table}) == 1
    assert [line for line in new.splitlines() if not line.startswith("|")] == [
        line for line in old.splitlines() if not line.startswith("|")
    ]
    assert bulk.diff(amended, after).empty


def test_values_are_replaced_by_their_key_and_day_or_added_below_their_own(tmp_path: Path) -> None:
    text = """+++
id = "higher"
amend = "aid.rate"
title = { nl = "Hoger", en = "Higher" }
unit = "procent"
+++
| param | key           | value | from       | source  | why nl         | why en        |
|-------|---------------|-------|------------|---------|----------------|---------------|
| bonus | medium        | 12.5  | 2024-01-01 | VDP 2.1 | Andere toeslag | Another bonus |
| cap   | research, no  | 65    | 2026-01-01 | VDP 2.1 |                |               |
| floor | -             | 5     | 2024-01-01 | VDP 2.1 |                |               |
"""
    new, after, amended = adopted(tmp_path, text)
    assert 'unit = "procent"' in new
    assert 'id = "aid.rate"' in new
    assert "Hoger" not in new
    lines = new.splitlines()
    assert any(line.startswith("| bonus | medium           | 12.5  |") and "Andere toeslag" in line for line in lines)
    assert 'unit = "%"' not in new
    assert sum(line.startswith("| bonus | medium ") for line in lines) == 1
    assert after.value("cap", "2026-02-01", "research", "no").value in (60, 65)
    assert after.value("floor", "2026-02-01").value == 5
    assert bulk.diff(amended, after).empty
    assert after.rules["aid.rate"].unit == amended.rules["aid.rate"].unit


def test_tests_replace_the_tests_and_new_quotes_come_below_the_old(tmp_path: Path) -> None:
    text = REFORM.replace("+++\n|", "+++\n> VDP 1.2: een snelle route\n\n|") + (
        "\n## Tests\n| application | dest | goods  | certified | => lane |\n|---|---|---|---|---|\n"
        "| 2026-08-01  | eu   | system | no        | fast    |\n"
    )
    new, after, amended = adopted(tmp_path, text)
    assert new.count("## Tests") == 1
    assert len(after.rules["export.lane"].tests) == 1
    assert after.rules["export.lane"].quotes == amended.rules["export.lane"].quotes
    assert bulk.diff(amended, after).empty


def test_a_key_with_a_table_of_its_own_is_replaced_whole(tmp_path: Path) -> None:
    text = REFORM.replace(
        'amend = "export.lane"\n', 'amend = "export.lane"\nhit = "first"\n[outcomes.fast]\nnl = "vlug"\nen = "quick"\n'
    )
    new, after, amended = adopted(tmp_path, text)
    assert new.count("[outcomes.") == 1
    assert after.rules["export.lane"].label("fast").en == amended.rules["export.lane"].label("fast").en == "quick"


def test_the_reading_that_lies_in_the_law_can_be_adopted_and_decides_the_same(tmp_path: Path) -> None:
    from bolwerk.domains import doors
    from bolwerk.plan import VOCABULARY

    book = whole_book()
    found = bulk.adopt(book, "aid.rate.on_top")
    law = tmp_path / "law"
    for n, root in enumerate([VOCABULARY, *(door.LAW for door in doors().values())]):
        for path in sorted(root.rglob("*")):
            if path.suffix == ".md" or path.name == "facts.toml":
                text = path.read_text("utf-8")
                text = next((part.new for part in found if part.old == text), text)
                target = law / str(n) / path.relative_to(root)
                target.parent.mkdir(parents=True, exist_ok=True)
                target.write_text(text, "utf-8")
    assert bulk.diff(book.amend("aid.rate.on_top"), rules.load(law)).empty
    assert not bulk.diff(book, rules.load(law)).empty


def test_a_reform_that_would_not_load_is_not_adopted(tmp_path: Path) -> None:
    change = tmp_path / "reform.md"
    change.write_text(REFORM.replace("| goods             |", "| godos             |"), "utf-8")
    with pytest.raises(InvalidInput, match="no column 'godos'"):
        bulk.adopt(BOOK, change)


PLACED = """+++
id = "placed"
amend = "export.lane"
+++

| #   | dest | goods  | => lane   | source  | before |
|-----|------|--------|-----------|---------|--------|
| L2  |      |        | (removed) |         |        |
| L2b | eu   | weapon | enhanced  | VDP 1.3 | L3     |
"""


def test_a_row_may_go_and_another_may_come_before_the_one_that_would_have_decided(tmp_path: Path) -> None:
    new, after, amended = adopted(tmp_path, PLACED)
    names = [line.split("|")[1].strip() for line in new.splitlines() if line.startswith("| L")]
    assert names == ["L1", "L2b", "L3", "L4", "L10", "L11"]
    assert bulk.diff(amended, after).empty
    facts = {"dest": "eu", "goods": "weapon", "certified": True}
    assert BOOK.decide("export.lane", facts, "2026-08-01").value == "general"
    assert amended.decide("export.lane", facts, "2026-08-01").value == "enhanced"


@pytest.mark.parametrize(
    ("find", "put", "words"), [("| L3     |", "| L99    |", "no row 'L99'"), ("| L2  |", "| L98 |", "no row 'L98'")]
)
def test_a_row_that_is_not_there_cannot_be_taken_out_or_come_after_another(
    tmp_path: Path, find: str, put: str, words: str
) -> None:
    change = tmp_path / "reform.md"
    change.write_text(PLACED.replace(find, put), "utf-8")
    with pytest.raises(InvalidInput) as told:
        BOOK.amend(change)
    assert words in str(told.value)
    assert "reform.md:" in told.value.where
