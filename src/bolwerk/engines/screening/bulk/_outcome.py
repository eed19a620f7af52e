"""What a chunk of subjects comes to: lines of CSV that depend on nothing but the rows, the index and the profile."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable
from dataclasses import dataclass

from bolwerk.engines.screening._index import Index
from bolwerk.engines.screening._model import Entity, Hit
from bolwerk.engines.screening._profiles import Profile
from bolwerk.engines.screening.bulk._subjects import Chunk, Unread, read_rows

HIT_COLUMNS = (
    "query_id",
    "entity_id",
    "list",
    "schema",
    "score",
    "decision_floor",
    "waits",
    "rarity",
    "query_name",
    "entry_name",
    "caption",
    "entity_digest",
    "alignment",
    "evidence",
    "truncated",
)
UNREAD_COLUMNS = ("line", "id", "why", "mend")


@dataclass(frozen=True, slots=True)
class Counts:
    """`rows` were met; of these `unread` could not be, the others were screened."""

    rows: int = 0
    unread: int = 0
    with_hits: int = 0
    waiting: int = 0
    """Subjects with a hit at or above the decision floor."""
    hits: int = 0
    truncated: int = 0

    def __add__(self, other: Counts) -> Counts:
        return Counts(
            self.rows + other.rows,
            self.unread + other.unread,
            self.with_hits + other.with_hits,
            self.waiting + other.waiting,
            self.hits + other.hits,
            self.truncated + other.truncated,
        )


@dataclass(frozen=True, slots=True)
class Outcome:
    """The lines of one chunk, without header."""

    number: int
    hits: bytes
    unread: bytes
    counts: Counts


def screen_chunk(index: Index, profile: Profile, path: str, chunk: Chunk, lang: str) -> Outcome:
    """Screen the rows of a chunk; pure, so that it may run anywhere."""
    unread: list[Unread] = []
    subjects: list[Entity] = []
    for found in read_rows(path, chunk):
        if isinstance(found, Unread):
            unread.append(found)
        else:
            subjects.append(found)
    told: list[tuple[object, ...]] = []
    with_hits = waiting = truncated = 0
    for screened in index.screen(subjects, profile):
        with_hits += bool(screened.hits)
        waiting += any(hit.score >= hit.floor for hit in screened.hits)
        truncated += screened.truncated
        told.extend(hit_row(hit, screened.truncated) for hit in screened.hits)
    counts = Counts(len(chunk.rows), len(unread), with_hits, waiting, len(told), truncated)
    missed = ((row.line, row.id, row.why.what.in_(lang), row.why.mend.in_(lang)) for row in unread)
    return Outcome(chunk.number, lines(told), lines(missed), counts)


def hit_row(hit: Hit, truncated: bool) -> tuple[object, ...]:
    """A hit in the order of HIT_COLUMNS. A score has six decimals: more would tell one machine from another, not one name."""
    alignment = [
        {"query": pair.query, "entry": pair.entry, "pairing": str(pair.pairing), "weight": round(pair.weight, 6)}
        for pair in hit.alignment
    ]
    evidence = [
        {"kind": found.kind, "query": found.query, "entry": found.entry, "weight": round(found.weight, 6)}
        for found in hit.evidence
    ]
    return (
        hit.subject,
        hit.entity,
        hit.dataset,
        hit.schema,
        f"{hit.score:.6f}",
        f"{hit.floor:.6f}",
        _flag(hit.score >= hit.floor),
        f"{hit.rarity:.6f}",
        hit.query_name,
        hit.entry_name,
        hit.caption,
        hit.entity_digest,
        _json(alignment),
        _json(evidence),
        _flag(truncated),
    )


def _flag(value: bool) -> str:
    return "true" if value else "false"


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def lines(rows: Iterable[tuple[object, ...]]) -> bytes:
    """Rows as CSV in UTF-8, each ending in a line feed."""
    buffer = io.StringIO()
    csv.writer(buffer, lineterminator="\n").writerows(rows)
    return buffer.getvalue().encode()
