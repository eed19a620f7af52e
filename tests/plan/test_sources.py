"""Whatever the law or the plan cites is listed, with what we read of it; nothing is listed that nobody cites."""

from __future__ import annotations

import ast
import re
import shutil
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from bolwerk.kernel import Citation, InvalidInput
from bolwerk.plan import SourceKind, load_sources, source_of
from bolwerk.plan.loading import DATA
from bolwerk.plan.sources import load_sources_from

HOUSE = Path(__file__).parents[2] / "src" / "bolwerk"
FOLDERS = [HOUSE / "domains", HOUSE / "plan"]


def _in_toml(path: Path) -> Iterator[str]:
    """`source = "…"` at any depth; in the plan's own head, where it is a source with a place, both."""

    def walk(node: Any) -> Iterator[str]:
        if isinstance(node, dict):
            if isinstance(node.get("source"), str):
                yield f"{node['source']} {node.get('place', '')}".strip()
            for value in node.values():
                yield from walk(value)
        elif isinstance(node, list):
            for value in node:
                yield from walk(value)

    yield from walk(tomllib.loads(path.read_text(encoding="utf-8")))


def _in_tables(path: Path) -> Iterator[str]:
    """The `source` column of each table of law."""
    column = None
    for line in path.read_text(encoding="utf-8").splitlines():
        if not line.startswith("|"):
            column = None
            continue
        cells = [cell.strip() for cell in line.strip("|").split("|")]
        if "source" in cells:
            column = cells.index("source")
        elif column is not None and not set(cells[0]) <= set("-: ") and cells[column] not in ("", "-"):
            yield cells[column]


def _in_python(path: Path) -> Iterator[str]:
    """`Citation("GBER", …)`, also by a constant of the module."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    constants = {
        target.id: node.value.value
        for node in ast.walk(tree)
        if isinstance(node, ast.Assign) and isinstance(node.value, ast.Constant)
        for target in node.targets
        if isinstance(target, ast.Name)
    }
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "Citation" and node.args:
            first = node.args[0]
            name = first.value if isinstance(first, ast.Constant) else constants.get(getattr(first, "id", ""))
            if isinstance(name, str):
                yield name


def _cited() -> set[str]:
    found: set[str] = set()
    for folder in FOLDERS:
        for path in folder.rglob("*.toml"):
            found |= set(_in_toml(path)) if path.parent.name != "sources" else set()
        for path in folder.rglob("*.md"):
            found |= set(_in_tables(path)) if {"law", "vocabulary"} & set(path.parts) else set()
        for path in folder.rglob("*.py"):
            found |= set(_in_python(path))
    return found


def test_each_way_of_citing_is_found() -> None:
    cited = _cited()
    for words in (
        "GBER art. 25(6)(b)(i)",
        "call setting: objection term",
        "VDP",
        "Rec-2003/361",
        "facts resilience-permits-people",
    ):
        assert words in cited
    assert len(cited) > 50


def test_every_source_that_is_cited_is_listed() -> None:
    assert [words for words in sorted(_cited()) if source_of(Citation.read(words)) is None] == []


def test_no_source_is_listed_that_nobody_cites() -> None:
    used = {source.id for words in _cited() if (source := source_of(Citation.read(words)))}
    assert {source.id for source in load_sources()} - used == set()


def test_two_acts_that_start_with_the_same_word_are_told_apart() -> None:
    first, second = source_of(Citation.read("Wet 22-03-2007")), source_of(Citation.read("Wet in werking 09-06-2006"))
    assert first is not None
    assert second is not None
    assert first.id != second.id
    assert source_of(Citation.read("Wet van een ander jaar")) is None
    assert source_of(Citation("GBERX", "art. 1")) is None


def test_an_address_holds_the_official_number_it_follows_from() -> None:
    for source in load_sources():
        if source.url:
            assert source.identifier.split()[-1] in source.url
            assert re.match(r"https://(eur-lex\.europa\.eu|www\.ejustice\.just\.fgov\.be)/", source.url)


def test_a_setting_of_ours_never_looks_like_a_source() -> None:
    settings = [source for source in load_sources() if source.kind is SourceKind.SETTING]
    assert {source.id for source in settings} == {"call-setting", "committee-setting", "dcsg-setting"}
    assert all(not source.identifier and source.read.nl.startswith("Geen bron.") for source in settings)


@pytest.mark.parametrize(
    ("old", "new"),
    [('id = "ccm"', 'id = "aaa"'), ('cited = ["CCM"]', 'cited = ["CWC", "BTWC"]'), ('identifier = "CELEX 32014R0651"\n', "")],
)
def test_a_list_that_contradicts_itself_is_refused(tmp_path: Path, old: str, new: str) -> None:
    shutil.copytree(DATA / "sources", tmp_path / "sources")
    file = tmp_path / "sources" / "ethics-investment.toml"
    file.write_text(file.read_text(encoding="utf-8").replace(old, new), encoding="utf-8")
    with pytest.raises(InvalidInput):
        load_sources_from(tmp_path)
