"""Everything in one file and back: into an empty house, on the other database too, with the same heads, counts and progress."""

from __future__ import annotations

import json
import os
import sqlite3
import subprocess
import sys
import zipfile
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from bolwerk.kernel import Conflict, InvalidInput
from bolwerk.office import backup
from bolwerk.office.cases import audit
from bolwerk.office.documents import services as documents
from tests.domains.investment.world import World

pytestmark = pytest.mark.django_db(transaction=True)


def no_bar(_: int) -> None:
    return None


@pytest.fixture
def world(home: Path) -> World:
    world = World()
    case = world.submitted()
    world.act(case, "completion_requested", "handler", reason="Het plan ontbreekt.")
    documents.keep_letter(case, b"%PDF-1.7 voorbeeld", name="brief.pdf", actor=None, kind="letter", key="brief")
    return world


def in_a_new_house(home: Path, *words: str) -> subprocess.CompletedProcess[str]:
    """The command in an empty home on SQLite, whatever database this test runs on."""
    env = {k: v for k, v in os.environ.items() if k != "BOLWERK_DATABASE"} | {"BOLWERK_HOME": str(home)}
    command = [sys.executable, "-c", "from bolwerk.faces.command import main; main()", *words]
    return subprocess.run(command, capture_output=True, text=True, env=env, check=False)


def test_what_was_saved_comes_back_with_the_same_heads_cases_and_documents(world: World, tmp_path: Path) -> None:
    file = tmp_path / "all.zip"
    manifest = backup.write(file, no_bar)
    heads, house = audit.heads(), tmp_path / "house"
    done = in_a_new_house(house, "restore", str(file))
    assert done.returncode == 0, done.stderr
    assert json.loads(in_a_new_house(house, "audit", "heads").stdout) == heads
    assert in_a_new_house(house, "audit", "verify").returncode == 0
    cases: list[dict[str, Any]] = json.loads(in_a_new_house(house, "cases", "--json").stdout)
    assert [(c["reference"], c["steps"]) for c in cases] == [("INV-2025-0001", ["completion"])]
    kept = [p for p in (house / "documents").rglob("*") if p.is_file()]
    assert len(kept) == len(manifest["documents"]) == 1
    again = tmp_path / "again.zip"
    assert in_a_new_house(house, "backup", str(again)).returncode == 0
    with zipfile.ZipFile(again) as archive:
        second = json.loads(archive.read("manifest.json"))
    assert {k: second[k] for k in ("heads", "rows", "documents")} == {k: manifest[k] for k in ("heads", "rows", "documents")}


def test_the_lists_their_rarity_and_the_control_lists_come_back(world: World, home: Path, tmp_path: Path) -> None:
    from bolwerk.office.screening import lists
    from tests.office.screening import world as listed

    listed.load("proef", listed.LIST)
    measured, digest = lists.current().measure.digest, lists.current().digest
    assert lists.current().index
    (home / "goods").mkdir()
    (home / "goods" / "ML--2024.json").write_text("{}", encoding="utf-8")
    file, house = tmp_path / "all.zip", tmp_path / "house"
    manifest = backup.write(file, no_bar)
    assert {name.split("/")[0] for name in manifest["beside"]} == {"lists", "goods"}
    assert not [name for name in manifest["beside"] if name.startswith("lists/index")]
    assert in_a_new_house(house, "restore", str(file)).returncode == 0
    status = json.loads(in_a_new_house(house, "lists", "status", "--verify", "--json").stdout)
    assert (status["snapshot"], status["wrong"]) == (digest, [])
    assert lists.InForce(lists.current().versions, house / "lists").measure.digest == measured
    assert (house / "goods" / "ML--2024.json").read_text(encoding="utf-8") == "{}"


def test_what_was_restored_is_found_at_once(world: World, tmp_path: Path) -> None:
    file, house = tmp_path / "all.zip", tmp_path / "house"
    backup.write(file, no_bar)
    assert in_a_new_house(house, "restore", str(file)).returncode == 0
    with closing(sqlite3.connect(house / "bolwerk.sqlite3")) as restored:
        found = {code for (code,) in restored.execute("SELECT code FROM search_entry")}
        there = {
            code
            for (code,) in restored.execute("SELECT reference FROM cases_case UNION SELECT kbo FROM registers_organisation")
        }
        words = restored.execute("SELECT count(*) FROM search_token").fetchone()[0]
    assert found == there
    assert "INV-2025-0001" in found
    assert words > len(found)


def test_a_backup_is_never_overwritten_and_leaves_no_half_file(world: World, tmp_path: Path) -> None:
    file = tmp_path / "all.zip"
    backup.write(file, no_bar)
    before = file.read_bytes()
    with pytest.raises(Conflict, match="already"):
        backup.write(file, no_bar)
    assert file.read_bytes() == before
    assert list(tmp_path.glob("*.part")) == []


def test_a_house_with_data_is_not_restored_over(world: World, tmp_path: Path) -> None:
    file = tmp_path / "all.zip"
    backup.write(file, no_bar)
    with pytest.raises(Conflict, match="holds data already"):
        backup.read(file, no_bar)


@pytest.mark.parametrize("damage", ["not a zip", "cut", "a row less", "another document"])
def test_a_damaged_backup_restores_nothing_and_says_so(world: World, tmp_path: Path, damage: str) -> None:
    file, house = tmp_path / "all.zip", tmp_path / "house"
    backup.write(file, no_bar)
    if damage == "not a zip":
        file.write_text("hallo")
    elif damage == "cut":
        file.write_bytes(file.read_bytes()[: file.stat().st_size // 2])
    else:
        _alter(file, damage)
    done = in_a_new_house(house, "restore", str(file))
    assert done.returncode == 2
    assert "geen hele back-up" in done.stderr
    assert json.loads(in_a_new_house(house, "cases", "--json").stdout) == []


def _alter(file: Path, damage: str) -> None:
    with zipfile.ZipFile(file) as archive:
        entries = {name: archive.read(name) for name in archive.namelist()}
    for name, content in entries.items():
        if damage == "a row less" and name == "tables/cases.caseevent.jsonl":
            entries[name] = b"\n".join(content.splitlines()[:-1]) + b"\n"
        if damage == "another document" and name.startswith("documents/"):
            entries[name] = content + b"!"
    with zipfile.ZipFile(file, "w") as archive:
        for name, content in entries.items():
            archive.writestr(name, content)


def test_a_manifest_cannot_place_a_document_outside_the_store(world: World, tmp_path: Path) -> None:
    file, house = tmp_path / "all.zip", tmp_path / "house"
    backup.write(file, no_bar)
    with zipfile.ZipFile(file) as archive:
        entries = {name: archive.read(name) for name in archive.namelist()}
    manifest = json.loads(entries["manifest.json"])
    (name, digest), *_ = manifest["documents"].items()
    manifest["documents"] = {"../../escaped": digest}
    entries["documents/../../escaped"] = entries.pop(f"documents/{name}")
    entries["manifest.json"] = json.dumps(manifest).encode()
    with zipfile.ZipFile(file, "w") as archive:
        for entry, content in entries.items():
            archive.writestr(entry, content)
    assert in_a_new_house(house, "restore", str(file)).returncode == 2
    assert not (tmp_path / "escaped").exists()
    with pytest.raises(InvalidInput):
        backup.rows_in(tmp_path / "none.zip")
