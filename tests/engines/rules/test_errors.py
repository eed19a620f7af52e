"""A mistake in a file is named with file, line, column and how to mend it, in both languages."""

from __future__ import annotations

from pathlib import Path

import pytest

from bolwerk.engines import rules
from bolwerk.kernel import InvalidInput
from tests.engines.rules.books import fact, head, write

FACTS = fact("a") + fact("goods", type="enum", more='values = ["component", "weapon"]')
TABLE = "\n| # | a | goods | => c | from | source |\n|---|---|---|---|---|---|\n| 1 | yes | weapon | x | 2025-01-01 | S 1 |\n"
# The head takes five lines, an empty line follows: the table's header is on line 6, its first row on line 8.


@pytest.mark.parametrize(
    ("text", "place", "mend"),
    [
        (head("r") + TABLE.replace("goods", "goodss"), "law/r.md:6:11", "'goods'"),
        (head("r") + TABLE.replace("weapon", "wepon"), "law/r.md:8:13", "'weapon'"),
        (head("r") + TABLE.replace("| yes", "| maybe"), "law/r.md:8:7", "yes, no"),
        (head("r") + TABLE.replace("2025-01-01", "2025-02-30"), "law/r.md:8:26", "2025-05-15"),
        (head("r") + TABLE.replace("weapon", ">= 3"), "law/r.md:8:13", "component, weapon"),
        (head("r") + TABLE + "| 1 | no | weapon | y | | S 1 |\n", "law/r.md:9:3", "own name"),
        (head("r") + TABLE + "| 2 | no | y |\n", "law/r.md:9:3", "one cell"),
        (head("r", hit='"last"') + TABLE, "law/r.md:4:1", "first, unique, any or collect"),
        (head("r", topik='"x"') + TABLE, "law/r.md:4:1", "'topic'"),
        (head("r", rank='"high"') + TABLE, "law/r.md:4:1", "rank = 3"),
        (head("r", unit="5") + TABLE, "law/r.md:4:1", "{nl ="),
        (head("r", formula='"a.b ** 2"'), "law/r.md:4:1", "min, max"),
        (head("r", formula='"1 +"'), "law/r.md:4:1", "min, max"),
        (head("r"), "law/r.md:2:1", "formula"),
        ("no head at all\n", "law/r.md:1:1", "+++"),
        ('+++\nid = "r"\n', "law/r.md:1:1", "+++"),
        ('+++\nid = "r\n+++\n', "law/r.md:2:8", "bracket and quote"),
        ('+++\nid = "r"\n+++\n' + TABLE, "law/r.md:1:1", "question"),
        ('+++\nid = "r"\nquestion = "why?"\n+++\n' + TABLE, "law/r.md:3:1", "{nl ="),
        (head("r") + TABLE.replace("weapon", "$few"), "law/r.md:8:13", "param and value"),
    ],
)
def test_a_mistake_is_named_with_its_place(tmp_path: Path, text: str, place: str, mend: str) -> None:
    with pytest.raises(InvalidInput) as caught:
        rules.load(write(tmp_path / "law", FACTS, r=text))
    error = caught.value
    assert error.where == place
    assert mend in error.mend.en
    assert error.what.nl and error.mend.nl


def test_rules_that_wait_for_each_other_are_named_with_their_files(tmp_path: Path) -> None:
    one, two = (f"\n| # | {name} | => c | source |\n|---|---|---|---|\n| 1 | - | x | S 1 |\n" for name in ("two", "one"))
    with pytest.raises(InvalidInput) as caught:
        rules.load(write(tmp_path / "law", "", one=head("one") + one, two=head("two") + two))
    assert "law/one.md" in caught.value.what.en and "law/two.md" in caught.value.what.en


def test_the_same_id_twice_names_both_places(tmp_path: Path) -> None:
    with pytest.raises(InvalidInput) as caught:
        rules.load(write(tmp_path / "law", FACTS, r=head("r") + TABLE, s=head("r") + TABLE))
    assert "law/r.md:2:1" in caught.value.what.en and caught.value.where == "law/s.md:2:1"


def test_a_table_that_is_too_large_says_split_this_table(tmp_path: Path) -> None:
    names = [f"f{n}" for n in range(14)]
    table = f"\n| {' | '.join(names)} | => c |\n|{'---|' * 15}\n|{' yes |' * 14} x |\n"
    with pytest.raises(InvalidInput) as caught:
        rules.load(write(tmp_path / "law", "".join(map(fact, names)), r=head("r") + table))
    assert "Split this table" in caught.value.mend.en and caught.value.where == "law/r.md:2:1"


def test_more_than_sixty_two_outcomes_are_refused(tmp_path: Path) -> None:
    rows = "".join(f"| {n} | {n} | o{n} | S 1 |\n" for n in range(70))
    text = head("r") + "\n| # | n | => c | source |\n|---|---|---|---|\n" + rows
    with pytest.raises(InvalidInput, match="outcomes"):
        rules.load(write(tmp_path / "law", fact("n", type="number"), r=text))


@pytest.mark.parametrize(
    ("facts", "place"),
    [
        ('[fact."a"]\ntype = "bol"\n', "law/facts.toml:1:1"),
        (fact("a", type="enum"), "law/facts.toml:1:1"),
        (fact("a") + fact("b", more='valeus = ["x"]'), "law/facts.toml:6:1"),
        ('[fact."a"\n', "law/facts.toml:1:10"),
    ],
)
def test_a_mistake_in_the_facts_is_named_with_its_place(tmp_path: Path, facts: str, place: str) -> None:
    with pytest.raises(InvalidInput) as caught:
        rules.load(write(tmp_path / "law", facts))
    assert caught.value.where == place


def test_an_amendment_of_an_unknown_rule_is_refused(tmp_path: Path) -> None:
    change = '+++\nid = "r.b"\namend = "rr"\n+++\n' + TABLE
    with pytest.raises(InvalidInput) as caught:
        rules.load(write(tmp_path / "law", FACTS, r=head("r") + TABLE, change=change))
    assert "'r'" in caught.value.mend.en


def test_two_law_folders_of_one_name_are_told_apart_in_an_error(tmp_path: Path) -> None:
    good = write(tmp_path / "first" / "law", FACTS, r=head("r") + TABLE)
    bad = write(tmp_path / "second" / "law", "", s=head("s") + TABLE.replace("yes", "yess"))
    with pytest.raises(InvalidInput) as caught:
        rules.load([good, bad])
    assert caught.value.where.startswith("second/law/s.md:")
