"""The commands over lists and names, as their user meets them."""

from __future__ import annotations

import csv
import json
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from bolwerk.engines.screening import PROFILES, Pairing
from bolwerk.faces.command.screen import PAIRINGS
from tests.engines.screening.bulk import kit as names
from tests.engines.screening.lists import kit
from tests.faces.command.test_bulk import bolwerk


@pytest.fixture(autouse=True)
def own_home(settings: Any, tmp_path: Path) -> Path:
    settings.HOME = tmp_path / "home"
    return tmp_path / "home"


@pytest.fixture
def fictional(tmp_path: Path) -> Path:
    path = names.write(tmp_path / "list.csv", names.listed())
    assert bolwerk("lists", "import", "fictief", path).returncode == 0
    return path


def en(*words: object) -> Any:
    return bolwerk("--lang", "en", *words)


def test_a_list_is_imported_and_told(tmp_path: Path) -> None:
    done = en("lists", "import", "us", *kit.sdn(tmp_path))
    assert done.returncode == 0, done.stderr
    assert "us: 2 entries in force (US Treasury" in done.stdout
    assert "sdn.csv utf-8, alt.csv utf-8, add.csv utf-8" in done.stdout
    assert "2 added, 0 removed, 0 changed" in done.stdout
    data = json.loads(bolwerk("lists", "import", "us", *kit.sdn(tmp_path), "--json").stdout)
    assert (data["entries"], data["added"], data["format"]) == (2, 0, "ofac-csv")


def test_without_lists_status_is_one_and_says_what_to_do() -> None:
    done = bolwerk("lists", "status")
    assert done.returncode == 1
    assert "bolwerk lists import" in done.stdout
    assert bolwerk("screen", "--name", "Jan").returncode == 2


def test_status_shows_what_is_in_force(fictional: Path) -> None:
    done = en("lists", "status", "--verify")
    assert done.returncode == 0, done.stderr
    assert "fictief" in done.stdout
    assert "own-csv" in done.stdout
    data = json.loads(bolwerk("lists", "status", "--json").stdout)
    assert [row["entries"] for row in data["lists"]] == [72]
    assert json.loads(bolwerk("lists", "status", "--on", "2020-01-01", "--json").stdout)["lists"] == []


def test_a_kept_list_that_was_touched_makes_verify_fail(fictional: Path, own_home: Path) -> None:
    path = next((own_home / "lists" / "entries").iterdir())
    path.write_bytes(path.read_bytes()[:-30])
    done = en("lists", "status", "--verify")
    assert done.returncode == 1
    assert "no longer as it was read" in done.stdout


def test_a_difference_names_the_entry_and_the_property(fictional: Path, tmp_path: Path) -> None:
    rows = names.listed()
    rows[0][4] = "1999"
    assert bolwerk("lists", "import", "fictief", names.write(tmp_path / "new.csv", rows[:-1])).returncode == 0
    done = en("lists", "diff", "fictief")
    assert done.returncode == 0
    assert "0 added, 1 removed, 1 changed" in done.stdout
    assert "birthDate: -'1950-01-11' +'1999'" in done.stdout
    data = json.loads(bolwerk("lists", "diff", "--json").stdout)
    assert data["entries_changed"][0]["properties"] == {"birthDate": {"gone": ["1950-01-11"], "come": ["1999"]}}
    assert data["entries_removed"][0]["id"] == "c7"
    assert bolwerk("lists", "diff", "fictief", "--from", "2999-01-01").returncode == 1


def test_a_damaged_list_is_refused_with_line_and_remedy_and_the_old_one_stays(fictional: Path, tmp_path: Path) -> None:
    bad = kit.write(tmp_path / "", "bad.csv", fictional.read_text("utf-8").replace("p33,Person", "p33,Alien"))
    done = en("lists", "import", "fictief", bad)
    assert done.returncode == 2
    assert "bad.csv:29" in done.stderr
    assert "not known: 'Alien'" in done.stderr
    assert "The list in force stays in force." in done.stderr
    assert json.loads(bolwerk("lists", "status", "--json").stdout)["lists"][0]["entries"] == 72


def test_a_list_that_shrank_is_refused_until_it_is_said_to_be_right(fictional: Path, tmp_path: Path) -> None:
    small = names.write(tmp_path / "small.csv", names.listed()[:10])
    done = en("lists", "import", "fictief", small)
    assert done.returncode == 2
    assert "--shrunk" in done.stderr
    assert bolwerk("lists", "import", "fictief", small, "--shrunk").returncode == 0


def test_one_name_is_shown_with_the_alignment(fictional: Path) -> None:
    done = en("screen", "--name", "Ferdinant Querlingen", "--list", "fictief")
    assert done.returncode == 1, done.stderr
    assert "Ferdinand Querlingen" in done.stdout
    assert "ferdinant" in done.stdout
    assert "other spelling" in done.stdout
    data = json.loads(bolwerk("screen", "--name", "Ferdinant Querlingen", "--json").stdout)
    best = data["hits"][0]
    assert best["entity"] == "p00"
    assert {pair["pairing"] for pair in best["alignment"]} == {"same", "spelling"}


def test_a_name_that_is_on_no_list_is_status_zero(fictional: Path) -> None:
    done = en("screen", "--name", "Zzyx Qwfp")
    assert done.returncode == 0
    assert "No hit on fictief (72)" in done.stdout


def test_a_file_gives_hits_a_receipt_and_status_one(fictional: Path, tmp_path: Path) -> None:
    source = names.write(tmp_path / "clients.csv", names.subjects(40))
    done = en("screen", source, "--out", tmp_path / "hits.parquet", "--profile", "strict")
    assert done.returncode == 1, done.stderr
    assert "40 screened: " in done.stdout
    frame = pl.read_parquet(tmp_path / "hits.parquet")
    assert {f"s{n}" for n in range(0, 40, 9)} <= set(frame["query_id"])
    receipt = json.loads((tmp_path / "hits.parquet.receipt.json").read_text("utf-8"))
    assert receipt["profile"]["name"] == "strict"
    assert [row["list"] for row in receipt["lists"]] == ["fictief"]


def test_a_file_without_hits_is_status_zero_and_one_with_bad_rows_two(fictional: Path, tmp_path: Path) -> None:
    source = names.write(tmp_path / "clients.csv", [["1", "Person", "Zzyx Qwfp", "", "", "", ""]])
    assert bolwerk("screen", source, "--out", tmp_path / "hits.csv").returncode == 0
    names.write(source, [["1", "Person", "", "", "", "", ""]])
    done = en("screen", source, "--out", tmp_path / "hits.csv")
    assert done.returncode == 2
    assert "1 rows could not be screened" in done.stdout
    with (tmp_path / "hits.csv.unread.csv").open(newline="") as file:
        assert next(csv.DictReader(file))["line"] == "2"


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("screen",), "Give a file, or --name"),
        (("screen", "x.csv", "--name", "Jan", "--out", "y.csv"), "Give a file, or --name"),
        (("screen", "x.csv"), "--out"),
        (("screen", "x.csv", "--out", "y.csv"), "does not exist"),
        (("screen", "--name", "Jan", "--profile", "lax"), "no profile 'lax'"),
        (("screen", "--name", "Jan", "--list", "moon"), "no list 'moon'"),
        (("screen", "--name", "Jan", "--country", "Nergensland"), "'Nergensland'"),
        (("screen", "--name", "Jan", "--birth-date", "yesterday"), "'yesterday'"),
        (("screen", "--name", "Jan", "--identifier", "44"), "kind:number"),
        (("screen", "--name", "  "), "'name' is empty"),
        (("screen", "--name", "Jan", "--engine", "excel"), "'excel' is no engine"),
        (("screen", "{clients}", "--out", "{hits}", "--engine", "ray", "--address", "127.0.0.1:1"), "Nothing answers"),
        (("screen", "{clients}", "--out", "{hits}", "--engine", "ray", "--address", "nowhere"), "Nothing answers"),
        (("lists", "import", "Bad Name", "x.csv"), "cannot be the name"),
        (("lists", "import", "x", "no.csv"), "does not exist"),
        (("lists", "diff", "moon"), "no list 'moon'"),
    ],
    ids=lambda value: None if isinstance(value, str) else "-".join(value)[:40],
)
def test_bad_use_is_told_and_is_status_two(fictional: Path, tmp_path: Path, words: tuple[str, ...], told: str) -> None:
    clients = names.write(tmp_path / "clients.csv", names.subjects(9))
    done = en(*(word.format(clients=clients, hits=tmp_path / "hits.csv") for word in words))
    assert done.returncode == 2
    assert told in done.stderr, done.stderr
    assert "Traceback" not in done.stderr


def test_every_pairing_and_profile_has_its_words() -> None:
    assert set(PAIRINGS) == set(Pairing)
    told = bolwerk("screen", "--help").stdout
    assert all(profile in told for profile in PROFILES)
