"""Subjects of a file against a list: one row per hit, a receipt, nothing dropped in silence, the same bytes however divided."""

from __future__ import annotations

import csv
import hashlib
import io
import json
import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Iterable, Iterator
from datetime import date
from itertools import pairwise
from pathlib import Path

import polars as pl
import pytest

from bolwerk.engines.screening import PROFILES
from bolwerk.engines.screening.bulk import HIT_COLUMNS, Chunk, Outcome, kept_index, local, screen_file
from bolwerk.engines.screening.lists import Store
from bolwerk.kernel import BolwerkError, Conflict, InvalidInput
from tests.engines.screening.bulk import kit

ROOT = Path(__file__).parents[4]


@pytest.fixture
def source(tmp_path: Path) -> Path:
    return kit.write(tmp_path / "clients.csv", kit.subjects(400))


def rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_each_hit_is_a_row_with_what_was_asked_and_what_was_found(source: Path, tmp_path: Path) -> None:
    done = screen_file(kit.job(source, tmp_path / "hits.csv"))
    found = rows(tmp_path / "hits.csv")
    assert tuple(found[0]) == HIT_COLUMNS
    assert len(found) == done.counts.hits > 0
    exact = {row["query_id"] for row in found if row["query_name"] == row["entry_name"]}
    assert exact >= {f"s{n}" for n in range(0, 400, 9)}, "everybody who is on the list is found"
    first = found[0]
    assert first["list"] == "fictief"
    assert first["waits"] == ("true" if float(first["score"]) >= float(first["decision_floor"]) else "false")
    assert {pair["pairing"] for pair in json.loads(first["alignment"])} == {"same"}
    by_id = {e.id: e for e in kit.reading().entities}
    assert all(by_id[row["entity_id"]].digest == row["entity_digest"] for row in found)


def test_hits_of_a_subject_come_best_first_and_subjects_in_their_order(source: Path, tmp_path: Path) -> None:
    screen_file(kit.job(source, tmp_path / "hits.csv"))
    found = rows(tmp_path / "hits.csv")
    numbers = [int(row["query_id"][1:]) for row in found]
    assert numbers == sorted(numbers)
    for before, after in pairwise(found):
        if before["query_id"] == after["query_id"]:
            assert float(before["score"]) >= float(after["score"])


@pytest.mark.parametrize("chunk", [1, 7, 399, 400, 5000])
@pytest.mark.parametrize("kind", ["csv", "parquet"])
def test_the_same_bytes_whatever_the_size_of_a_chunk(source: Path, tmp_path: Path, chunk: int, kind: str) -> None:
    screen_file(kit.job(source, tmp_path / f"one.{kind}", chunk=64))
    screen_file(kit.job(source, tmp_path / f"two.{kind}", chunk=chunk))
    assert (tmp_path / f"one.{kind}").read_bytes() == (tmp_path / f"two.{kind}").read_bytes()


def test_the_same_bytes_whatever_the_order_in_which_chunks_come_back(source: Path, tmp_path: Path) -> None:
    job = kit.job(source, tmp_path / "shuffled.csv", chunk=20)

    def shuffled(asked: Iterable[Chunk]) -> Iterator[Outcome]:
        outcomes = list(local(job)(asked))
        random.Random(7).shuffle(outcomes)
        yield from outcomes

    screen_file(kit.job(source, tmp_path / "plain.csv"))
    screen_file(job, shuffled)
    assert (tmp_path / "plain.csv").read_bytes() == (tmp_path / "shuffled.csv").read_bytes()


def test_a_parquet_file_of_subjects_gives_the_same_hits(source: Path, tmp_path: Path) -> None:
    frame = pl.read_csv(source, schema_overrides={"birth_date": pl.String}).with_columns(
        pl.col("countries").str.split("|"), pl.lit(date(1970, 1, 1)).alias("birth_date")
    )
    frame.write_parquet(tmp_path / "clients.parquet")
    table = frame.with_columns(pl.col("countries").list.join("|"), pl.col("birth_date").cast(pl.String))
    table.write_csv(tmp_path / "same.csv")
    screen_file(kit.job(tmp_path / "clients.parquet", tmp_path / "a.csv"))
    screen_file(kit.job(tmp_path / "same.csv", tmp_path / "b.csv"))
    assert (tmp_path / "a.csv").read_bytes() == (tmp_path / "b.csv").read_bytes()
    assert len(rows(tmp_path / "a.csv")) > 0


def test_hits_as_parquet_hold_what_hits_as_csv_hold(source: Path, tmp_path: Path) -> None:
    screen_file(kit.job(source, tmp_path / "hits.csv"))
    screen_file(kit.job(source, tmp_path / "hits.parquet"))
    frame = pl.read_parquet(tmp_path / "hits.parquet")
    assert frame["score"].dtype == pl.Float64
    assert frame["waits"].dtype == pl.Boolean
    found = rows(tmp_path / "hits.csv")
    assert frame["query_id"].to_list() == [row["query_id"] for row in found]
    assert frame["alignment"].to_list() == [row["alignment"] for row in found]
    assert frame["score"].to_list() == [float(row["score"]) for row in found]


@pytest.mark.parametrize("kind", ["csv", "parquet"])
def test_no_hit_is_a_file_with_its_header_and_no_row(tmp_path: Path, kind: str) -> None:
    source = kit.write(tmp_path / "clients.csv", [["1", "Person", "Zzyx Qwfp", "", "", "", ""]])
    done = screen_file(kit.job(source, tmp_path / f"hits.{kind}"))
    assert done.counts.hits == 0
    read = pl.read_csv if kind == "csv" else pl.read_parquet
    frame = read(tmp_path / f"hits.{kind}")
    assert tuple(frame.columns) == HIT_COLUMNS
    assert frame.height == 0


def test_a_receipt_names_what_met_what_and_fits_the_files(source: Path, tmp_path: Path) -> None:
    done = screen_file(kit.job(source, tmp_path / "hits.csv"))
    receipt = json.loads(done.receipt.read_text("utf-8"))
    assert receipt["input"]["sha256"] == hashlib.sha256(source.read_bytes()).hexdigest()
    assert receipt["output"]["sha256"] == hashlib.sha256((tmp_path / "hits.csv").read_bytes()).hexdigest()
    assert receipt["lists"][0]["sha256"] == kit.reading().version.digest
    assert receipt["engine"]["index"] == kit.index().digest
    assert receipt["rarity"] == kit.index().rarity.digest
    assert (receipt["profile"]["name"], receipt["profile"]["sha256"]) == ("strict", PROFILES["strict"].digest)
    assert receipt["counts"]["rows"] == receipt["counts"]["screened"] == receipt["input"]["rows"] == 400
    assert receipt["unread"] is None
    again = screen_file(kit.job(source, tmp_path / "hits.csv", chunk=9))
    assert json.loads(again.receipt.read_text("utf-8")) == receipt


BAD = [
    ["1", "Person", "Ferdinand Querlingen", "", "", "", ""],
    ["2", "Alien", "Ferdinand Querlingen", "", "", "", ""],
    ["", "Person", "Ferdinand Querlingen", "", "", "", ""],
    ["4", "Person", "", "", "", "", ""],
    ["5", "Person", "Ferdinand Querlingen", "", "1961-02-30", "", ""],
    ["6", "Person", "Ferdinand Querlingen", "", "", "Nergensland", ""],
    ["7", "Person", "Ferdinand Querlingen", "", "", "", "shoe:44"],
    ["8", "Person", "Ferdinand Querlingen"],
    ["9", "Person", "Ferdinand Querlingen", "", "", "", ""],
]


def test_rows_that_cannot_be_read_are_told_with_line_and_reason_and_the_others_are_screened(tmp_path: Path) -> None:
    source = kit.write(tmp_path / "clients.csv", BAD)
    done = screen_file(kit.job(source, tmp_path / "hits.csv", chunk=2, lang="en"))
    assert done.unread is not None
    told = {int(row["line"]): row["why"] for row in rows(done.unread)}
    assert list(told) == [3, 4, 5, 6, 7, 8, 9]
    assert "'schema' is not known: 'Alien'" in told[3]
    assert "'id' is empty" in told[4]
    assert "'name' is empty" in told[5]
    assert "1961-02-30" in told[6]
    assert "Nergensland" in told[7]
    assert "shoe:44" in told[8]
    assert "has 3 columns; there must be 7" in told[9]
    assert all(row["mend"] for row in rows(done.unread))
    assert {row["query_id"] for row in rows(tmp_path / "hits.csv")} == {"1", "9"}
    assert (done.counts.rows, done.counts.unread) == (9, 7)
    assert json.loads(done.receipt.read_text("utf-8"))["unread"]["rows"] == 7


def test_a_clean_run_takes_away_what_an_earlier_one_could_not_read(tmp_path: Path) -> None:
    done = screen_file(kit.job(kit.write(tmp_path / "a.csv", BAD), tmp_path / "hits.csv"))
    assert done.unread is not None
    screen_file(kit.job(kit.write(tmp_path / "b.csv", BAD[:1]), tmp_path / "hits.csv"))
    assert not done.unread.exists()


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "latin-1"])
@pytest.mark.parametrize("mark", [",", ";", "\t"], ids=["comma", "semicolon", "tab"])
def test_odd_encodings_and_separators_are_read(tmp_path: Path, encoding: str, mark: str) -> None:
    text = f"id{mark}name\n1{mark}Ferdinand Querlingén\n2{mark}Rosamunde Fictief\n"
    (tmp_path / "clients.csv").write_bytes(text.encode(encoding))
    done = screen_file(kit.job(tmp_path / "clients.csv", tmp_path / "hits.csv"))
    assert {row["query_id"] for row in rows(tmp_path / "hits.csv")} == {"1", "2"}
    assert done.counts.rows == 2


def test_names_of_ten_thousand_letters_and_forty_scripts_are_answered(tmp_path: Path) -> None:
    words = "Ферди クエル 케를링 קווער كوير Κουερ ქუერ Քուեր क्वेर ক্যুর குவேர் ควีร์ 奎林根 ካዌር ꦏꦸ ᮊᮥ"
    scripts = words.split() * 3
    source = kit.write(
        tmp_path / "clients.csv",
        [
            ["1", "Person", "Ferdinand Querlingen " + "x" * 10_000, "", "", "", ""],
            ["2", "Person", " ".join(scripts), "", "", "", ""],
            ["3", "Person", "Ferdinand\u0000Querlingen\u202e", "", "", "", ""],
            ["4", "Person", "💥" * 500, "", "", "", ""],
        ],
    )
    done = screen_file(kit.job(source, tmp_path / "hits.csv"))
    assert done.counts.rows == 4


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ("number,name\n1,Jan\n", "The column 'id' is missing"),
        ("id,name,name\n1,Jan,Jan\n", "'name' is there twice"),
        ("", "This file is empty"),
        ('id,name\n1,"Jan\n2,Piet\n', "a quote is not closed"),
        ("id,name\n1," + "x" * 140_000, "more than 131072 characters"),
    ],
    ids=["column", "twice", "empty", "quote", "huge"],
)
def test_a_file_that_cannot_be_read_to_its_end_is_refused_and_nothing_is_written(
    tmp_path: Path, content: str, words: str
) -> None:
    (tmp_path / "clients.csv").write_text(content, "utf-8")
    with pytest.raises(InvalidInput) as refused:
        screen_file(kit.job(tmp_path / "clients.csv", tmp_path / "hits.csv"))
    assert words in refused.value.in_("en")
    assert "clients.csv" in refused.value.where
    assert not (tmp_path / "hits.csv").exists()


def test_places_that_cannot_be_are_told(source: Path, tmp_path: Path) -> None:
    (tmp_path / "torn.parquet").write_bytes(b"PAR1 and no more")
    for wrong, words in (
        (kit.job(tmp_path / "nothing.csv", tmp_path / "hits.csv"), "does not exist"),
        (kit.job(tmp_path, tmp_path / "hits.csv"), "a folder, no file"),
        (kit.job(source, tmp_path / "no" / "hits.csv"), "folder for the output does not exist"),
        (kit.job(source, tmp_path / "hits.xlsx"), "CSV or Parquet"),
        (kit.job(source, source), "overwrite the input"),
        (kit.job(tmp_path / "torn.parquet", tmp_path / "hits.csv"), "no readable Parquet"),
    ):
        with pytest.raises(BolwerkError) as refused:
            screen_file(wrong)
        assert words in refused.value.in_("en")


def broken_off(source: Path, target: Path, after: int) -> None:
    """A run whose machine stops after some chunks."""
    job = kit.job(source, target, chunk=20)

    def stops(asked: Iterable[Chunk]) -> Iterator[Outcome]:
        for n, outcome in enumerate(local(job)(asked)):
            if n == after:
                raise KeyboardInterrupt
            yield outcome

    with pytest.raises(KeyboardInterrupt):
        screen_file(job, stops)


def test_a_resumed_run_does_only_what_was_left_and_gives_the_bytes_of_an_unbroken_one(source: Path, tmp_path: Path) -> None:
    screen_file(kit.job(source, tmp_path / "unbroken.csv"))
    broken_off(source, tmp_path / "hits.csv", after=13)
    assert not (tmp_path / "hits.csv").exists()
    job = kit.job(source, tmp_path / "hits.csv", chunk=20, resume=True)
    done: list[int] = []

    def watched(asked: Iterable[Chunk]) -> Iterator[Outcome]:
        for outcome in local(job)(asked):
            done.append(outcome.number)
            yield outcome

    screen_file(job, watched)
    assert done == list(range(13, 20))
    assert (tmp_path / "hits.csv").read_bytes() == (tmp_path / "unbroken.csv").read_bytes()
    assert not (tmp_path / "hits.csv.part").exists()


def test_a_run_is_not_resumed_with_another_file_or_profile(source: Path, tmp_path: Path) -> None:
    broken_off(source, tmp_path / "hits.csv", after=3)
    source.write_text(source.read_text("utf-8") + "x1,Person,Jan,,,,\n", "utf-8")
    with pytest.raises(Conflict, match="was another: input"):
        screen_file(kit.job(source, tmp_path / "hits.csv", chunk=20, resume=True))
    assert screen_file(kit.job(source, tmp_path / "hits.csv", chunk=20)).counts.rows == 401


RUN = """
import sys
from pathlib import Path
from bolwerk.engines.screening.bulk import screen_file
from tests.engines.screening.bulk import kit
screen_file(kit.job(Path(sys.argv[1]), Path(sys.argv[2]), chunk=100, resume=True))
"""


@pytest.mark.parametrize("kind", ["csv", "parquet"])
def test_killed_again_and_again_the_run_ends_with_the_bytes_of_an_unbroken_one(tmp_path: Path, kind: str) -> None:
    source = kit.write(tmp_path / "clients.csv", [*kit.subjects(6000), *BAD])
    screen_file(kit.job(source, tmp_path / f"unbroken.{kind}", chunk=100))
    target, part = tmp_path / f"hits.{kind}", tmp_path / f"hits.{kind}.part"
    command = [sys.executable, "-c", RUN, str(source), str(target)]
    env = {**os.environ, "PYTHONPATH": f"{ROOT / 'src'}:{ROOT}"}
    kills = 0
    for _ in range(40):
        run = subprocess.Popen(command, cwd=ROOT, env=env)
        had = len(list(part.glob("*.done"))) if part.exists() else 0
        while run.poll() is None and len(list(part.glob("*.done"))) < had + 15:
            time.sleep(0.002)
        if run.poll() is not None:
            break
        run.send_signal(signal.SIGKILL)
        run.wait()
        kills += 1
        assert not target.exists() or target.read_bytes() == (tmp_path / f"unbroken.{kind}").read_bytes()
    assert run.wait() == 0
    assert kills >= 2
    assert target.read_bytes() == (tmp_path / f"unbroken.{kind}").read_bytes()
    unread = (tmp_path / f"hits.{kind}.unread.csv").read_bytes()
    assert unread == (tmp_path / f"unbroken.{kind}.unread.csv").read_bytes()


def test_the_index_of_a_snapshot_is_made_once_and_another_version_gets_its_own(tmp_path: Path) -> None:
    store = Store(tmp_path / "lists")
    store.put(kit.reading())
    made: list[str] = []

    def snapshot():  # type: ignore[no-untyped-def]
        made.append(store.current().digest)
        return store.current()

    folder = tmp_path / "indexes"
    folder.mkdir()
    first = kept_index(folder, store.versions(), snapshot)
    assert kept_index(folder, store.versions(), snapshot).digest == first.digest == kit.index().digest
    assert len(made) == 1
    torn = next(folder.iterdir())
    (torn / "bundle.json").unlink()
    assert kept_index(folder, store.versions(), snapshot).digest == first.digest, "a half index is made anew"
    assert len(made) == 2


def test_what_is_written_can_be_read_by_who_reads_csv(source: Path, tmp_path: Path) -> None:
    screen_file(kit.job(source, tmp_path / "hits.csv"))
    text = (tmp_path / "hits.csv").read_bytes().decode("utf-8")
    assert all(len(row) == len(HIT_COLUMNS) for row in csv.reader(io.StringIO(text), strict=True))
