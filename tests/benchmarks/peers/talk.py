"""What every peer does the same way: read the task from standard input, time itself, answer on standard output.

A peer runs in an environment of its own, so this file needs nothing but Python. The task holds the rules in force on the day as
plain rows, the dossiers, and how many rows to take in bulk. The answer of a peer:

    {"peer": name and version, "full": {rule: [outcome]}, "open": {rule: [outcome or null]}, "single": {rule: seconds},
     "stream": {rule: seconds}, "bulk": {"rows": n, "seconds": s} or null, "reform": the same or null, "notes": [text]}
"""

from __future__ import annotations

import gc
import json
import sys
from collections.abc import Callable
from importlib.metadata import version
from time import process_time
from typing import Any

Dossier = dict[str, Any]
Decide = Callable[[Dossier], Any]
ROUNDS = 5


def task() -> dict[str, Any]:
    found: dict[str, Any] = json.load(sys.stdin)
    return found


def tell(answer: dict[str, Any]) -> None:
    json.dump(answer, sys.stdout)


def named(package: str) -> str:
    return f"{package} {version(package)}"


def answers(given: dict[str, Any], deciders: dict[str, Decide]) -> dict[str, Any]:
    """The outcomes over the full and the open dossiers; what the peer cannot say is null."""

    def attempt(decide: Decide, dossier: Dossier) -> Any:
        try:
            return decide(dossier)
        except Exception:  # noqa: BLE001  (each peer has its own way to refuse)
            return None

    return {
        kind: {rule: [attempt(deciders[rule], dossier) for dossier in dossiers] for rule, dossiers in given[kind].items()}
        for kind in ("full", "open")
    }


def single(given: dict[str, Any], explainers: dict[str, Decide], most: int) -> dict[str, float]:
    """Seconds a dossier, answer and reasons: the best of some rounds over the same full dossiers."""

    def each(explain: Decide, dossiers: list[Dossier]) -> float:
        return best(lambda: [explain(one) for one in dossiers], len(dossiers))

    return {rule: each(explain, given["full"][rule][:most]) for rule, explain in explainers.items()}


def stream(given: dict[str, Any], explainers: dict[str, Decide]) -> dict[str, float]:
    """Seconds a dossier, answer and reasons, over every full dossier once: asked first, so that nothing was met or warmed."""

    def each(explain: Decide, dossiers: list[Dossier]) -> float:
        start = process_time()
        for one in dossiers:
            explain(one)
        return (process_time() - start) / len(dossiers)

    return {rule: each(explain, given["full"][rule]) for rule, explain in explainers.items()}


def best(run: Callable[[], object], count: int, rounds: int = ROUNDS) -> float:
    """Seconds of processor time, threads added up: other work on the machine does not count."""
    took = []
    for _ in range(rounds):
        gc.collect()
        start = process_time()
        run()
        took.append(process_time() - start)
    return min(took) / count
