"""The receipt of a run: what was compared with what, and what came out. The same input gives the same bytes. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from hashlib import sha256
from typing import Any

from bolwerk.engines.screening import Hit
from bolwerk.office import log

FORMAT = "1"


def subjects_digest(subjects: Iterable[tuple[str, str, str]]) -> str:
    """Over reference, digest and profile of each subject, whatever their order."""
    return _over(" ".join(line) for line in subjects)


def hits_digest(hits: Iterable[Hit]) -> str:
    """Over each hit at or above its floor: subject, entry with its version, score."""
    return _over(f"{hit.subject} {hit.dataset} {hit.entity} {hit.entity_digest} {hit.score:.9f}" for hit in hits)


def receipt(
    *,
    lists: Mapping[str, str],
    snapshot: str,
    against: str,
    engine: str,
    rarity: str,
    profiles: Mapping[str, str],
    subjects: str,
    hits: str,
    counts: Mapping[str, int],
) -> dict[str, Any]:
    """`against`: `all`, or the digest of the lists before, when only what changed since was compared."""
    return {
        "format": FORMAT,
        "lists": dict(lists),
        "snapshot": snapshot,
        "against": against,
        "engine": engine,
        "rarity": rarity,
        "profiles": dict(profiles),
        "subjects": subjects,
        "hits": hits,
        "counts": dict(counts),
    }


def digest(content: Mapping[str, Any]) -> str:
    return sha256(log.canonical(content).encode()).hexdigest()


def _over(lines: Iterable[str]) -> str:
    return sha256("\n".join(sorted(lines)).encode()).hexdigest()
