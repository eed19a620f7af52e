"""The same chunks on a Ray cluster: each actor maps the index into memory once and screens what it is handed.

Only rows go out and lines come back; which actor did which chunk shows nowhere in the outcome.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import gettempdir
from typing import Any

from bolwerk.engines.screening._index import Index
from bolwerk.engines.screening._profiles import Profile
from bolwerk.engines.screening.bulk._outcome import Outcome, screen_chunk
from bolwerk.engines.screening.bulk._run import Job, Runner
from bolwerk.engines.screening.bulk._subjects import Chunk
from bolwerk.kernel import InvalidInput, Text

_AHEAD = 2
"""Chunks that wait at each actor: enough to keep it busy, few enough to hold."""


class _Screener:
    """What runs on a node."""

    def __init__(self, folder: str, shipped: list[Any], profile: Profile, path: str, lang: str) -> None:
        self.index = Index.open(_at_hand(Path(folder), shipped))
        self.profile, self.path, self.lang = profile, path, lang

    def screen(self, chunk: Chunk) -> Outcome:
        return screen_chunk(self.index, self.profile, self.path, chunk, self.lang)


def _at_hand(folder: Path, shipped: list[Any]) -> Path:
    """The folder itself where this node sees it; else a copy, made once per node from what the cluster carries."""
    if (folder / "bundle.json").exists() or not shipped:
        return folder
    import ray

    copy = Path(gettempdir()) / f"bolwerk-{os.getuid()}" / folder.name
    if not (copy / "bundle.json").exists():
        part = copy.with_name(f"{copy.name}.{os.getpid()}.part")
        part.mkdir(parents=True, mode=0o700)
        for name, data in ray.get(shipped[0]).items():
            (part / name).write_bytes(data)
        try:
            part.rename(copy)
        except OSError:
            if not (copy / "bundle.json").exists():
                raise
    return copy


def on_ray(job: Job, index: Path, address: str | None = None) -> Runner:
    """Screen on the cluster at an address (`auto`, `ray://host:10001`); without one, on this machine for as long as it lasts.

    `index` is the folder that the job's index was opened from. Raises InvalidInput when Ray is not installed or the cluster
    cannot be reached.
    """
    ray = _ray()

    def run(asked: Iterable[Chunk]) -> Iterator[Outcome]:
        with _joined(ray, address):
            shipped = [ray.put(_files(index))] if len(ray.nodes()) > 1 else []
            count = max(1, int(ray.cluster_resources().get("CPU", 1)))
            screener = ray.remote(num_cpus=1)(_Screener)
            actors = [screener.remote(str(index), shipped, job.profile, str(job.source), job.lang) for _ in range(count)]
            yield from _spread(ray, actors, asked)
            for actor in actors:
                ray.kill(actor)

    return run


@contextmanager
def _joined(ray: Any, address: str | None) -> Iterator[None]:
    """On the cluster for as long as it is needed; a program that is on one already stays on it."""
    if ray.is_initialized():
        yield
        return
    try:
        ray.init(
            address=address,
            include_dashboard=False if address is None else None,
            log_to_driver=False,
            logging_level="ERROR",
        )
    except (ConnectionError, RuntimeError, ValueError) as error:
        raise InvalidInput(
            Text("De Ray-cluster is niet te bereiken.", "The Ray cluster cannot be reached."),
            where=address or "ray",
            mend=Text(
                "Kijk het adres na met 'ray status', of laat --address weg voor een cluster op deze machine.",
                "Check the address with 'ray status', or leave out --address for a cluster on this machine.",
            ),
        ) from error
    try:
        yield
    finally:
        ray.shutdown()


def _files(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def _spread(ray: Any, actors: list[Any], asked: Iterable[Chunk]) -> Iterator[Outcome]:
    """Hand out chunks as actors come free; outcomes in the order in which they are ready."""
    coming = iter(asked)
    busy: dict[Any, Any] = {}

    def hand(actor: Any) -> None:
        chunk = next(coming, None)
        if chunk is not None:
            busy[actor.screen.remote(chunk)] = actor

    for actor in actors * _AHEAD:
        hand(actor)
    while busy:
        ready, _ = ray.wait(list(busy), num_returns=1)
        actor = busy.pop(ready[0])
        yield ray.get(ready[0])
        hand(actor)


def _ray() -> Any:
    # Ray would otherwise report its use to its maker.
    os.environ["RAY_USAGE_STATS_ENABLED"] = "0"
    os.environ.setdefault("RAY_ACCEL_ENV_VAR_OVERRIDE_ON_ZERO", "0")
    try:
        import ray
    except ImportError as error:
        raise InvalidInput(
            Text("Ray is niet geïnstalleerd.", "Ray is not installed."),
            where="--engine ray",
            mend=Text("Installeer het: pip install 'bolwerk[ray]'.", "Install it: pip install 'bolwerk[ray]'."),
        ) from error
    return ray
