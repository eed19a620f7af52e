"""The commands over many rows and over reforms, as their user meets them."""

from __future__ import annotations

import io
import json
import signal
import subprocess
import sys
import time
from contextlib import redirect_stderr, redirect_stdout
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from tests.engines.rules.books import LAW
from tests.engines.rules.bulk.test_diff import REFORM
from tests.faces.command.test_command import ROOT


def bolwerk(*words: object) -> subprocess.CompletedProcess[str]:
    """The command in this process, where the book is read once."""
    from bolwerk.faces.command import main

    told, complaint, status = io.StringIO(), io.StringIO(), 0
    with pytest.MonkeyPatch.context() as patch, redirect_stdout(told), redirect_stderr(complaint):
        patch.setattr(sys, "argv", ["bolwerk", *map(str, words)])
        patch.setenv("COLUMNS", "400")
        try:
            main()
        except SystemExit as left:
            status = int(left.code or 0)
    return subprocess.CompletedProcess(list(map(str, words)), status, told.getvalue(), complaint.getvalue())


ROWS: dict[str, Any] = {
    "dest": ["eu", "eu", None, "ally"],
    "goods": ["system", "component", "weapon", "weapon"],
    "certified": [False, None, True, False],
    "application": [date(2026, 8, 1)] * 4,
    "amount": [Decimal("10.10"), Decimal("20.20"), Decimal("30.30"), Decimal("40.40")],
}


@pytest.fixture
def cases(tmp_path: Path) -> Path:
    path = tmp_path / "cases.parquet"
    pl.DataFrame(ROWS).write_parquet(path)
    return path


@pytest.fixture
def reform(tmp_path: Path) -> Path:
    path = tmp_path / "reform.md"
    path.write_text(REFORM, "utf-8")
    return path


def apply(source: Path, target: Path, *more: object) -> subprocess.CompletedProcess[str]:
    where = ("--in", source, "--out", target, "--on", "application")
    return bolwerk("--lang", "en", "rules", "apply", LAW, "export.lane", *where, *more)


@pytest.mark.parametrize("engine", ["polars", "duckdb"])
def test_every_row_of_a_file_is_answered(cases: Path, tmp_path: Path, engine: str) -> None:
    done = apply(cases, tmp_path / "out.parquet", "--engine", engine)
    assert done.returncode == 0, done.stderr
    found = pl.read_parquet(tmp_path / "out.parquet").sort("amount")
    assert found["export.lane"].to_list() == ["standard", None, None, "enhanced"]
    assert found["export.lane.state"].to_list() == ["value", "unknown", "unknown", "value"]
    assert found["export.lane.row"][0] == "L4"
    assert found["export.lane.ask"][1].to_list() == ["certified"]
    assert found["amount"].to_list() == ROWS["amount"]
    assert not list(tmp_path.glob("*.part"))


@pytest.mark.parametrize("engine", ["polars", "duckdb"])
def test_a_folder_as_spark_writes_it_is_read_with_its_marks_beside_the_parts(tmp_path: Path, engine: str) -> None:
    folder = tmp_path / "cases"
    for place, rows in (("region=north", slice(0, 2)), ("region=south", slice(2, 4))):
        (folder / place).mkdir(parents=True)
        pl.DataFrame(ROWS)[rows].write_parquet(folder / place / "part-00000.snappy.parquet")
        (folder / place / ".part-00000.snappy.parquet.crc").write_bytes(b"crc\x00")
    (folder / "_SUCCESS").touch()
    (folder / "._SUCCESS.crc").write_bytes(b"crc\x00")
    done = apply(folder, tmp_path / "out.parquet", "--engine", engine)
    assert done.returncode == 0, done.stderr
    found = pl.read_parquet(tmp_path / "out.parquet").sort("amount")
    assert found["export.lane"].to_list() == ["standard", None, None, "enhanced"]
    assert found["region"].to_list() == ["north", "north", "south", "south"]


def test_the_examples_of_the_guide_run(tmp_path: Path) -> None:
    folder, rule = ROOT / "examples" / "bulk", "aid.collaboration"
    source, on = folder / "cases.csv", ("--on", "application_date")
    done = bolwerk("--lang", "en", "rules", "apply", rule, "--in", source, "--out", tmp_path / "decided.csv", *on)
    assert done.returncode == 0, done.stderr
    assert len((tmp_path / "decided.csv").read_text("utf-8").splitlines()) == 6
    reform, profile = folder / "smaller-share.md", tmp_path / "profile.json"
    told = bolwerk("rules", "profile", rule, "--in", source, "--out", profile, *on, "--reform", reform, "--smallest", "1")
    assert told.returncode == 0, told.stderr
    weighed = bolwerk("--lang", "en", "rules", "impact", reform, "--profile", profile)
    assert weighed.returncode == 0, weighed.stderr
    assert rule in weighed.stdout


def test_a_csv_file_is_read_by_the_facts_and_written_again(tmp_path: Path) -> None:
    source = tmp_path / "cases.csv"
    source.write_text("dest,goods,certified,application\neu,system,nee,2026-08-01\neu,component,,2026-08-01\n", "utf-8")
    done = apply(source, tmp_path / "out.csv")
    assert done.returncode == 0, done.stderr
    lines = (tmp_path / "out.csv").read_text("utf-8").splitlines()
    assert lines[1].endswith(',standard,L4,value,""')
    assert lines[2].endswith(',"L2, L3",unknown,certified')


def test_the_rules_may_be_applied_as_a_reform_amends_them(cases: Path, reform: Path, tmp_path: Path) -> None:
    done = apply(cases, tmp_path / "out.parquet", "--reform", reform, "--tell", "value")
    assert done.returncode == 0, done.stderr
    found = pl.read_parquet(tmp_path / "out.parquet")
    assert found["export.lane"].to_list() == ["fast", None, None, "enhanced"]
    assert "export.lane.ask" not in found.columns


def test_a_profile_weighs_a_reform_as_the_rows_do(cases: Path, reform: Path, tmp_path: Path) -> None:
    many = tmp_path / "many.parquet"
    pl.concat([pl.read_parquet(cases)] * 10).write_parquet(many)
    taken = tmp_path / "profile.json"
    where = ("--in", many, "--on", "application", "--sum", "amount")
    done = bolwerk("rules", "profile", LAW, "export.lane", *where, "--out", taken, "--reform", reform)
    assert done.returncode == 0, done.stderr
    weighed = bolwerk("rules", "impact", reform, "--book", LAW, "--profile", taken, "--json")
    assert weighed.returncode == 0, weighed.stderr
    counted = bolwerk("rules", "impact", reform, "--book", LAW, *where, "--json")
    assert json.loads(weighed.stdout)["flows"] == json.loads(counted.stdout)["flows"]
    moved = [flow for flow in json.loads(weighed.stdout)["flows"] if flow["moved"]]
    assert [(flow["cases"], flow["sums"]["amount"]) for flow in moved] == [(10, 101)]


def test_a_reform_is_told_written_to_rows_and_adopted(reform: Path, tmp_path: Path) -> None:
    law = tmp_path / "law"
    law.mkdir()
    for path in LAW.iterdir():
        (law / path.name).write_text(path.read_text("utf-8"), "utf-8")
    told = bolwerk("--lang", "en", "rules", "diff", reform, "--book", law, "--out", tmp_path / "rows.csv")
    assert told.returncode == 0, told.stderr
    assert "1 of 48 cells change" in told.stdout
    assert "standard" in (tmp_path / "rows.csv").read_text("utf-8")
    shown = bolwerk("rules", "adopt", reform, "--book", law)
    assert shown.returncode == 0, shown.stderr
    assert "+| L3 " in shown.stdout
    assert (law / "export-lane.md").read_text("utf-8") == (LAW / "export-lane.md").read_text("utf-8")
    assert bolwerk("rules", "adopt", reform, "--book", law, "--write").returncode == 0
    assert "component, system" in (law / "export-lane.md").read_text("utf-8")
    again = bolwerk("--lang", "en", "rules", "diff", reform, "--book", law)
    assert again.returncode == 1
    assert "This reform changes no outcome at all." in again.stdout
    assert bolwerk("rules", "adopt", reform, "--book", law).returncode == 1


def test_the_reading_in_the_law_is_told_by_its_id() -> None:
    done = bolwerk("rules", "diff", "aid.rate.on_top", "--json")
    assert done.returncode == 0, done.stderr
    first = json.loads(done.stdout)["rules"][0]
    assert first["rule"] == "aid.rate"
    assert sum(change["cells"] for change in first["changes"]) == first["changed"] > 0


def test_an_interrupted_run_leaves_no_half_file(tmp_path: Path) -> None:
    source, target = tmp_path / "many.parquet", tmp_path / "out.parquet"
    pl.concat([pl.DataFrame(ROWS)] * 300_000).write_parquet(source)
    words = ["rules", "apply", LAW, "export.lane", "--in", source, "--out", target, "--on", "application"]
    command = [sys.executable, "-c", "from bolwerk.faces.command import main; main()", *map(str, words)]
    run = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    part = tmp_path / "out.parquet.part"
    while not part.exists() and run.poll() is None:
        time.sleep(0.002)
    run.send_signal(signal.SIGKILL)
    run.wait()
    assert not target.exists()
    # What a killed run left is gone after the next.
    assert apply(source, target).returncode == 0
    assert len(pl.read_parquet(target)) == 1_200_000
    assert not part.exists()


@pytest.mark.parametrize(
    ("change", "more", "words"),
    [
        (lambda f: f.drop("goods"), (), ["cases.parquet: goods", "The column 'goods' is missing", "Add it with text"]),
        (lambda f: f.rename({"goods": "godos"}), (), ["Did you mean 'godos'?"]),
        (lambda f: f.with_columns(certified=pl.lit("x")), (), ["'certified' is of type String; needed is yes or no (bool)"]),
        (
            lambda f: f.with_columns(dest=pl.Series(["eu", "mars", "eu", "venus"])),
            (),
            ["2 rows have in 'dest' a value that cannot be", "2: 'mars'; 4: 'venus'", "Choose from: eu, ally, third, embargo"],
        ),
        (
            lambda f: f.with_columns(dest=pl.Series(["eu", "mars", "eu", "venus"])),
            ("--engine", "duckdb"),
            ["2: 'mars'; 4: 'venus'"],
        ),
        (
            lambda f: f.with_columns(application=pl.Series([date(2026, 8, 1), None, None, None], dtype=pl.Date)),
            (),
            ["3 rows have no day in 'application' (row 2, 3, 4)", "--on 2026-01-01"],
        ),
        (lambda f: f.drop("application"), (), ["The column 'application' is missing"]),
        (lambda f: f.with_columns(pl.lit(1).alias("export.lane")), (), ["The column 'export.lane' exists already"]),
        (lambda f: f, ("--engine", "excel"), ["'excel' is no engine", "polars, duckdb, spark"]),
        (lambda f: f, ("--tell", "why"), ["'why' is no column of an outcome"]),
        (lambda f: f, ("--unknown", "nothing"), ["'nothing'"]),
    ],
)
def test_what_a_file_lacks_or_holds_that_cannot_be_is_told(
    cases: Path, tmp_path: Path, change: Any, more: tuple[str, ...], words: list[str]
) -> None:
    change(pl.read_parquet(cases)).write_parquet(cases)
    done = apply(cases, tmp_path / "out.parquet", *more)
    assert done.returncode == 2, done.stdout
    for word in words:
        assert word in done.stderr.replace("\n", " "), done.stderr
    assert not list(tmp_path.glob("out*"))


def test_files_and_rules_that_are_not_there_are_told(cases: Path, tmp_path: Path) -> None:
    out = tmp_path / "out.parquet"
    assert "This file does not exist." in apply(tmp_path / "nothing.parquet", out).stderr
    torn = tmp_path / "torn.parquet"
    torn.write_bytes(cases.read_bytes()[:200])
    assert "This file is no readable Parquet." in apply(torn, out).stderr
    assert "The folder for the output does not exist." in apply(cases, tmp_path / "nowhere" / "out.parquet").stderr
    assert "The output would overwrite the input." in apply(cases, cases).stderr
    where = ("--in", cases, "--out", out, "--on", "application")
    assert "Did you mean 'export.lane'?" in bolwerk("--lang", "en", "rules", "apply", LAW, "export.lan", *where).stderr
    assert "There is no topic 'none'" in bolwerk("--lang", "en", "rules", "apply", "--topic", "none", *where).stderr
    missing = bolwerk("--lang", "en", "rules", "diff", tmp_path / "no.md")
    assert missing.returncode == 2
    assert "This file cannot be read: no.md." in missing.stderr


def test_a_profile_that_is_none_is_refused(reform: Path, tmp_path: Path) -> None:
    path = tmp_path / "profile.json"
    path.write_text("{", "utf-8")
    done = bolwerk("--lang", "en", "rules", "impact", reform, "--book", LAW, "--profile", path)
    assert done.returncode == 2
    assert "This profile cannot be read." in done.stderr


def test_an_extra_that_is_not_installed_is_told_with_how_to_install_it(monkeypatch: pytest.MonkeyPatch) -> None:
    from bolwerk.engines.rules import bulk
    from bolwerk.kernel import InvalidInput

    monkeypatch.setitem(sys.modules, "duckdb", None)
    with pytest.raises(InvalidInput) as error:
        bulk.engine_of("duckdb")
    assert "duckdb is not installed." in str(error.value)
    assert "pip install 'bolwerk[duckdb]'" in str(error.value)
