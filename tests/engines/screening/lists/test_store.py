"""Every version is kept, one is in force, a reader never sees half, whatever is killed."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from bolwerk.engines.screening.lists import Reading, Store, difference, property_changes, read_list
from bolwerk.kernel import Conflict, InvalidInput, NotFound
from tests.engines.screening.lists import kit

SRC = Path(__file__).parents[4] / "src"
FIRST = kit.OWN
SECOND = kit.OWN.replace("Ferdi Quer|", "Ferdi Quer|Ferre|").replace("1961-04-28|", "") + "3,Company,Nieuwe BV,,,nl,\n"
THIRD = SECOND.replace("2,,Onbestaande NV,,,Nederland,\n", "")


def reading(folder: Path, text: str, name: str = "x") -> Reading:
    return read_list(kit.write(folder, "list.csv", text), name=name)


@pytest.fixture
def clock() -> Iterator[datetime]:
    return (datetime(2026, 11, 1, 12, tzinfo=UTC) + timedelta(days=n) for n in range(100))


@pytest.fixture
def store(tmp_path: Path, clock: Iterator[datetime]) -> Store:
    return Store(tmp_path / "lists", clock=lambda: next(clock))


def test_an_empty_store_has_nothing_in_force(store: Store) -> None:
    assert store.current().entities == ()
    assert store.names() == ()
    with pytest.raises(NotFound, match="There is no list 'x'"):
        store.history("x")


def test_what_was_put_comes_back_as_it_was(store: Store, tmp_path: Path) -> None:
    eu = read_list(kit.EU, name="eu")
    store.put(eu)
    own = reading(tmp_path, FIRST)
    version = store.put(own)
    snapshot = store.current()
    assert snapshot.versions == (eu.version, version)
    assert {e.id: e for e in snapshot.entities if e.dataset == "eu"} == {e.id: e for e in eu.entities}
    assert {e.id: e.digest for e in store.snapshot(only=["x"]).entities} == {e.id: e.digest for e in own.entities}
    assert Store(store.folder).current().digest == snapshot.digest


def test_the_digest_of_a_snapshot_follows_its_content_and_nothing_else(store: Store, tmp_path: Path) -> None:
    store.put(reading(tmp_path, FIRST))
    first = store.current().digest
    rows = FIRST.splitlines(keepends=True)
    store.put(reading(tmp_path, rows[0] + rows[2] + rows[1]))
    assert store.current().digest == first, "the order of rows says nothing"
    store.put(reading(tmp_path, SECOND))
    assert store.current().digest != first


def test_every_version_is_kept_with_its_time_and_can_be_had_as_of_a_day(store: Store, tmp_path: Path) -> None:
    for text in (FIRST, SECOND, THIRD):
        store.put(reading(tmp_path, text), shrunk=True)
    history = store.history("x")
    assert [kept.version.count for kept in history] == [2, 3, 2]
    assert [kept.until for kept in history] == [history[1].since, history[2].since, None]
    assert history[0].files == ("list.csv",)
    assert history[0].encodings == ("utf-8",)
    counts = [len(store.snapshot(on=date(2026, 11, day)).entities) for day in (1, 2, 3, 30)]
    assert counts == [2, 3, 2, 2]
    assert store.snapshot(on=date(2026, 10, 31)).versions == ()


def test_the_same_file_twice_is_one_version(store: Store, tmp_path: Path) -> None:
    store.put(reading(tmp_path, FIRST))
    store.put(reading(tmp_path, FIRST))
    assert len(store.history("x")) == 1


def test_a_difference_names_entries_and_the_properties_that_changed(store: Store, tmp_path: Path) -> None:
    old = store.put(reading(tmp_path, FIRST))
    new = store.put(reading(tmp_path, SECOND))
    found = difference(store.of(old), store.of(new))
    assert [e.caption for e in found.added] == ["Nieuwe BV"]
    assert found.removed == ()
    ((before, after),) = found.changed
    assert before.digest != after.digest
    changes = {c.name: (c.gone, c.come) for c in property_changes(before, after)}
    assert changes == {"alias": ((), ("Ferre",)), "birthDate": (("1961-04-28",), ())}
    back = difference(store.of(new), store.of(old))
    assert (back.removed, back.added, len(back.changed)) == (found.added, (), 1)
    assert difference(store.of(new), store.of(new)).empty


def test_the_same_id_on_two_lists_is_two_entries(store: Store, tmp_path: Path) -> None:
    store.put(reading(tmp_path, FIRST, "a"))
    before = store.current()
    store.put(reading(tmp_path, FIRST, "b"))
    found = difference(before, store.current())
    assert {(e.dataset, e.id) for e in found.added} == {("b", "1"), ("b", "2")}
    assert not found.changed


def test_an_entry_has_its_versions_and_its_end(store: Store, tmp_path: Path) -> None:
    for text in (FIRST, SECOND, THIRD):
        store.put(reading(tmp_path, text), shrunk=True)
    first, second = store.entry_history("x", "1")
    assert first.entity is not None
    assert second.entity is not None
    assert "Ferre" in second.entity.get("alias")
    there, gone = store.entry_history("x", "2")
    assert there.entity is not None
    assert gone.entity is None


def many(count: int, names: int = 1) -> str:
    return "id,name,aliases\n" + "".join(f"{n},Naam {n},{'|'.join(f'N{n}-{k}' for k in range(names))}\n" for n in range(count))


@pytest.mark.parametrize(("count", "names"), [(74, 1), (100, 0)], ids=["entries", "aliases"])
def test_a_list_that_shrinks_by_more_than_a_quarter_is_refused_until_it_is_said_to_be_right(
    store: Store, tmp_path: Path, count: int, names: int
) -> None:
    good = store.put(reading(tmp_path, many(100)))
    smaller = reading(tmp_path, many(count, names))
    with pytest.raises(Conflict, match="cut off"):
        store.put(smaller)
    assert store.versions() == (good,)
    assert store.put(smaller, shrunk=True).count == count


def test_a_quarter_less_is_taken(store: Store, tmp_path: Path) -> None:
    store.put(reading(tmp_path, many(100)))
    assert store.put(reading(tmp_path, many(75))).count == 75


def test_a_kept_file_that_was_touched_is_found(store: Store, tmp_path: Path) -> None:
    version = store.put(reading(tmp_path, FIRST))
    assert store.verify() == ()
    path = store.folder / "entries" / f"{version.digest}.jsonl.gz"
    path.write_bytes(path.read_bytes()[:-20])
    assert len(store.verify()) == 1
    with pytest.raises(InvalidInput, match="cannot be read"):
        store.current()


PUT = """
import sys
from pathlib import Path
from bolwerk.engines.screening.lists import Store, read_list
store, files = Store(Path(sys.argv[1])), [Path(f) for f in sys.argv[2:]]
readings = [read_list(f, name="x") for f in files]
print("ready", flush=True)
while True:
    for reading in readings:
        store.put(reading, shrunk=True)
"""


def test_killed_at_any_moment_the_list_in_force_is_whole(tmp_path: Path) -> None:
    files = [kit.write(tmp_path, f"{n}.csv", many(3000 + n)) for n in range(3)]
    good = {read_list(f, name="x").version.digest for f in files}
    folder = tmp_path / "lists"
    store = Store(folder)
    store.put(read_list(files[0], name="x"))
    command = [sys.executable, "-c", PUT, str(folder), *map(str, files)]
    for n in range(8):
        # New content each time, so that entries are written anew and not found there.
        for path in folder.glob("entries/*"):
            if path.stem.split(".")[0] != store.history("x")[-1].version.digest:
                path.unlink()
        run = subprocess.Popen(command, stdout=subprocess.PIPE, env={**os.environ, "PYTHONPATH": str(SRC)})
        assert run.stdout is not None
        run.stdout.readline()
        time.sleep(0.004 * n)
        run.send_signal(signal.SIGKILL)
        run.wait()
        run.stdout.close()
        (version,) = store.versions()
        assert version.digest in good
        assert len(store.current().entities) == version.count
        json.loads((folder / "state.json").read_text("utf-8"))
    store.put(read_list(files[1], name="x"), shrunk=True)
    named = {kept.version.digest for kept in store.history("x")}
    assert {p.name.split(".")[0] for p in (folder / "entries").iterdir()} <= named, "what a killed write left is cleared away"


def test_two_writers_at_once_lose_nothing(tmp_path: Path) -> None:
    folder = tmp_path / "lists"
    code = PUT.replace(
        "while True:\n    for reading in readings:\n        store.put(reading, shrunk=True)", "store.put(readings[0])"
    )
    code = code.replace('name="x"', "name=Path(f).stem")
    files = [kit.write(tmp_path, f"list{n}.csv", many(200 + n)) for n in range(6)]
    runs = [
        subprocess.Popen(
            [sys.executable, "-c", code, str(folder), str(file)],
            stdout=subprocess.DEVNULL,
            env={**os.environ, "PYTHONPATH": str(SRC)},
        )
        for file in files
    ]
    assert [run.wait() for run in runs] == [0] * 6
    assert {v.name: v.count for v in Store(folder).versions()} == {f"list{n}": 200 + n for n in range(6)}
