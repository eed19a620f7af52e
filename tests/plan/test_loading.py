"""The plan loads once, whole and in order; a mistake in its files is told with file, table and field."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from bolwerk.kernel import InvalidInput, NotFound
from bolwerk.plan import Kind, Plan, load, load_from
from bolwerk.plan.loading import DATA


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return Path(shutil.copytree(DATA, tmp_path / "data"))


def rewrite(folder: Path, name: str, was: str, becomes: str) -> None:
    path = folder / name
    text = path.read_text(encoding="utf-8")
    assert was in text
    path.write_text(text.replace(was, becomes, 1), encoding="utf-8")


def test_the_plan_is_read_once_and_kept() -> None:
    assert load() is load()


def test_another_reading_gives_the_same_plan(plan: Plan) -> None:
    assert load_from(DATA) == plan


def test_chapters_measures_and_promises_keep_the_order_of_the_text(plan: Plan) -> None:
    assert [domain.code for domain in plan.domains] == ["1", "2", "3", "4", "5", "6", "7", "8", "9", "10", "C", "D"]
    starts = [measure.lines[0].first for measure in plan.measures]
    assert starts == sorted(starts)
    assert [c.id for c in plan.measure("2.2").commitments] == ["2.2-a", "2.2-b", "2.2-c"]


def test_each_commitment_finds_its_measure_and_each_promise_itself(plan: Plan) -> None:
    for commitment in plan.commitments:
        assert commitment in plan.measure(commitment.measure).commitments
    for promise in plan.promises:
        assert plan.commitment(promise.id) is promise
    assert len(set(plan.promises)) == len(plan.promises) > len(plan.commitments) > 100


def test_a_commitment_has_an_owner_a_kind_and_a_place(plan: Plan) -> None:
    for promise in plan.promises:
        assert promise.owners and promise.lines and promise.kind in Kind
        assert str(promise.citation).startswith(f"VDP {promise.measure}")


def test_a_commitment_takes_the_timing_of_its_measure_unless_it_has_its_own_or_none(plan: Plan) -> None:
    assert plan.commitment("2.1-c").timing == plan.measure("2.1").timing
    own = plan.commitment("3.2-c").timing
    assert own is not None and own.phrase == "dit jaar nog"
    assert plan.commitment("2.1-l").timing is None


@pytest.mark.parametrize("ask", [lambda p: p.measure("2.9"), lambda p: p.domain("Z"), lambda p: p.commitment("2.1-zz")])
def test_what_is_not_there_is_said_so_with_what_is(plan: Plan, ask: object) -> None:
    with pytest.raises(NotFound) as refused:
        ask(plan)  # type: ignore[operator]
    assert "2.1" in refused.value.mend.nl or "Kies" in refused.value.mend.nl


@pytest.mark.parametrize(
    ("name", "was", "becomes", "where", "field"),
    [
        (
            "02-investment.toml",
            'kind = "launch"\ntext = { nl = "VLAIO',
            'kind = "lunch"\ntext = { nl = "VLAIO',
            "commitment 2.1-a",
            "kind",
        ),
        ("02-investment.toml", "lines = [[279, 279], [300, 300]]", "lines = [[279]]", "commitment 2.1-a", "lines"),
        ("02-investment.toml", "lines = [[279, 280]]", "lines = [[280, 279]]", "commitment 2.1-b", "lines"),
        ("02-investment.toml", "euro = 10_000_000", 'euro = "10"', "amount budget", "euro"),
        ("02-investment.toml", "euro = 10_000_000", "euro = 10_000_000, count = 3", "amount budget", "value"),
        ("02-investment.toml", 'id = "2.1-b"', 'id = "2.2-b"', "commitment 2.2-b", "id"),
        ("02-investment.toml", 'owners = ["pmv", "lrm"]\ntiming', 'owners = ["pmw"]\ntiming', "measure 2.2", "owners"),
        ("02-investment.toml", 'summary = { nl = "VLAIO', 'summary = { de = "VLAIO', "measure 2.1", "summary"),
        ("02-investment.toml", "undated = true", 'undated = "ja"', "commitment 2.1-l", "undated"),
        ("02-investment.toml", 'id = "2.1-a"', 'id = "2.1-a"\nnote = "x"', "commitment 2.1-a", "note"),
        ("07-infrastructure.toml", 'title = { nl = "Waterwegen', 'titel = { nl = "Waterwegen', "measure 7.2", "title"),
        ("plan.toml", "day = 2025-04-04", 'day = "4 april"', "date", "day"),
        ("timing.toml", 'reads = "season"', 'reads = "weather"', "rule season", "reads"),
        ("timing.toml", "pattern = 'eind april (?P<year>\\d{4})'", "pattern = 'eind ('", "rule end-of-april", "pattern"),
        ("timing.toml", 'zomer = ["06-21", "09-20"]', 'zomer = ["juni"]', "conventions", "zomer"),
    ],
)
def test_a_mistake_is_told_with_file_table_and_field(
    folder: Path, name: str, was: str, becomes: str, where: str, field: str
) -> None:
    rewrite(folder, name, was, becomes)
    with pytest.raises(InvalidInput) as refused:
        load_from(folder)
    assert refused.value.where.startswith(name) and where in refused.value.where
    assert f"'{field}'" in refused.value.what.nl and f"'{field}'" in refused.value.what.en


def test_broken_toml_names_the_file_and_the_line(folder: Path) -> None:
    rewrite(folder, "02-investment.toml", 'kind = "launch"', "kind = launch")
    with pytest.raises(InvalidInput, match="line") as refused:
        load_from(folder)
    assert refused.value.where == "02-investment.toml"


def test_a_missing_chapter_names_the_file(folder: Path) -> None:
    (folder / "03-research.toml").unlink()
    with pytest.raises(InvalidInput) as refused:
        load_from(folder)
    assert refused.value.where == "03-research.toml"


def test_a_commitment_that_stands_twice_is_refused(folder: Path) -> None:
    rewrite(folder, "02-investment.toml", 'id = "2.1-b"', 'id = "2.1-a"')
    with pytest.raises(InvalidInput, match="twice"):
        load_from(folder)


def test_an_unread_timing_names_the_measure_file(folder: Path) -> None:
    rewrite(folder, "02-investment.toml", 'phrase = "lancering voorjaar 2025"', 'phrase = "ooit"')
    with pytest.raises(InvalidInput) as refused:
        load_from(folder)
    assert refused.value.where.startswith("02-investment.toml")
