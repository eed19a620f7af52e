"""On a Ray cluster of this machine: the same bytes as without, whatever it hands to whom."""

from __future__ import annotations

import os
import random
from collections.abc import Iterator
from pathlib import Path

import pytest

from bolwerk.engines.screening.bulk import on_ray, screen_file
from bolwerk.engines.screening.bulk._ray import _at_hand, _files
from bolwerk.kernel import InvalidInput
from tests.engines.screening.bulk import kit

pytestmark = pytest.mark.ray
ROOT = Path(__file__).parents[4]


@pytest.fixture(scope="module")
def cluster() -> Iterator[str]:
    """A cluster of two processes that stays for the tests of this module."""
    os.environ["RAY_USAGE_STATS_ENABLED"] = "0"
    os.environ["PYTHONPATH"] = f"{ROOT / 'src'}:{ROOT}:{os.environ.get('PYTHONPATH', '')}"
    ray = pytest.importorskip("ray")
    context = ray.init(num_cpus=2, include_dashboard=False, log_to_driver=False, logging_level="ERROR")
    yield context.address_info["address"]
    ray.shutdown()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    kit.index().save(tmp_path / "index")
    return tmp_path / "index"


@pytest.fixture
def source(tmp_path: Path) -> Path:
    rows = [*kit.subjects(900), ["x", "Alien", "Jan", "", "", "", ""]]
    random.Random(3).shuffle(rows)
    return kit.write(tmp_path / "clients.csv", rows)


@pytest.mark.parametrize("chunk", [1000, 64, 7])
@pytest.mark.parametrize("kind", ["csv", "parquet"])
def test_the_cluster_gives_the_bytes_of_one_process(
    cluster: str, folder: Path, source: Path, tmp_path: Path, chunk: int, kind: str
) -> None:
    one = screen_file(kit.job(source, tmp_path / f"one.{kind}"))
    job = kit.job(source, tmp_path / f"many.{kind}", chunk=chunk)
    many = screen_file(job, on_ray(job, folder, cluster))
    assert (tmp_path / f"many.{kind}").read_bytes() == (tmp_path / f"one.{kind}").read_bytes()
    assert many.counts == one.counts
    assert many.unread is not None
    assert one.unread is not None
    assert many.unread.read_bytes() == one.unread.read_bytes()


def test_a_run_begun_in_one_process_is_resumed_on_the_cluster(cluster: str, folder: Path, source: Path, tmp_path: Path) -> None:
    from tests.engines.screening.bulk.test_files import broken_off

    screen_file(kit.job(source, tmp_path / "unbroken.csv"))
    broken_off(source, tmp_path / "hits.csv", after=11)
    job = kit.job(source, tmp_path / "hits.csv", chunk=20, resume=True)
    screen_file(job, on_ray(job, folder, cluster))
    assert (tmp_path / "hits.csv").read_bytes() == (tmp_path / "unbroken.csv").read_bytes()


def test_a_node_that_does_not_see_the_index_gets_a_copy(
    cluster: str, folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import ray

    monkeypatch.setattr("bolwerk.engines.screening.bulk._ray.gettempdir", lambda: str(tmp_path / "node"))
    shipped = [ray.put(_files(folder))]
    elsewhere = Path("/not/on/this/node") / folder.name
    copy = _at_hand(elsewhere, shipped)
    assert copy != elsewhere
    assert {p.name: p.read_bytes() for p in copy.iterdir()} == _files(folder)
    assert _at_hand(elsewhere, []) == elsewhere
    assert _at_hand(elsewhere, shipped) == copy, "made once"
    assert _at_hand(folder, shipped) == folder


def test_a_cluster_that_is_not_there_is_told(
    source: Path, folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ray = pytest.importorskip("ray")
    ray.shutdown()
    monkeypatch.delenv("RAY_ADDRESS", raising=False)
    job = kit.job(source, tmp_path / "hits.csv")
    with pytest.raises(InvalidInput, match="cannot be reached"):
        screen_file(job, on_ray(job, folder, "auto"))
