"""From subjects in a file to hits in a file, with a receipt: bounded memory, resumable, the same bytes however divided."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import polars as pl

from bolwerk.engines.screening._bundle import engine_digest
from bolwerk.engines.screening._index import Index
from bolwerk.engines.screening._model import ListVersion, Snapshot
from bolwerk.engines.screening._profiles import Profile
from bolwerk.engines.screening.bulk._outcome import HIT_COLUMNS, UNREAD_COLUMNS, Counts, Outcome, lines, screen_chunk
from bolwerk.engines.screening.bulk._subjects import Chunk, chunks, columns_of, is_parquet
from bolwerk.engines.screening.bulk._work import Work
from bolwerk.engines.screening.lists._own import KNOWN
from bolwerk.kernel import InvalidInput, Text

CHUNK = 5_000
"""Rows at a time: what is held does not grow with the file."""
ROW_GROUP = 50_000
_TYPES = {"score": pl.Float64, "decision_floor": pl.Float64, "rarity": pl.Float64, "waits": pl.Boolean, "truncated": pl.Boolean}
Runner = Callable[[Iterable[Chunk]], Iterator[Outcome]]
"""Screens chunks and gives each outcome as it is ready, in any order."""


@dataclass(frozen=True, slots=True)
class Job:
    """Subjects of `source` against the index of `versions`; hits to `target`."""

    source: Path
    target: Path
    index: Index
    versions: tuple[ListVersion, ...]
    profile: Profile
    chunk: int = CHUNK
    resume: bool = False
    lang: str = "nl"
    """In which language rows that cannot be read are told."""


@dataclass(frozen=True, slots=True)
class Done:
    """What a run came to, and where it is told."""

    counts: Counts
    receipt: Path
    unread: Path | None
    """The rows that could not be read; None when all were."""


def local(job: Job) -> Runner:
    """In this process, one chunk after another."""

    def run(asked: Iterable[Chunk]) -> Iterator[Outcome]:
        for chunk in asked:
            yield screen_chunk(job.index, job.profile, str(job.source), chunk, job.lang)

    return run


def screen_file(job: Job, runner: Runner | None = None, advance: Callable[[int], Any] = lambda _: None) -> Done:
    """Screen every row; `advance` is told of rows done.

    Raises InvalidInput for a file that cannot be read to its end; what was done before stays for a resumed run.
    """
    _check_places(job)
    columns = columns_of(job.source)
    source_digest = _digest(job.source)
    plan: dict[str, object] = {
        "input": source_digest,
        "index": job.index.digest,
        "profile": job.profile.digest,
        "chunk": job.chunk,
        "lang": job.lang,
    }
    work = Work(beside(job.target, "part"))
    done = work.begin(plan, resume=job.resume)
    total = sum(done.values(), Counts())
    advance(total.rows)
    left = (chunk for chunk in chunks(job.source, job.chunk) if chunk.number not in done)
    for outcome in (runner or local(job))(left):
        work.keep(outcome)
        total += outcome.counts
        advance(outcome.counts.rows)
    unread = beside(job.target, "unread.csv")
    _write_hits(job.target, work)
    if total.unread:
        _whole(unread, lambda part: work.join("unread", lines([UNREAD_COLUMNS]), part))
    else:
        unread.unlink(missing_ok=True)
    receipt = beside(job.target, "receipt.json")
    told = _receipt(job, total, source_digest, [c for c in columns if c not in KNOWN], unread if total.unread else None)
    _whole(receipt, lambda part: part.write_text(json.dumps(told, ensure_ascii=False, indent=1) + "\n", "utf-8"))
    work.end()
    return Done(total, receipt, unread if total.unread else None)


def beside(target: Path, what: str) -> Path:
    """`hits.csv.receipt.json` beside `hits.csv`."""
    return target.with_name(f"{target.name}.{what}")


def _check_places(job: Job) -> None:
    if not job.target.parent.is_dir():
        raise InvalidInput(
            Text("De map voor de uitvoer bestaat niet.", "The folder for the output does not exist."),
            where=str(job.target.parent),
            mend=Text("Maak ze eerst, of schrijf ergens anders.", "Make it first, or write somewhere else."),
        )
    if job.target.is_dir() or job.target.suffix.lower() not in (".csv", ".parquet", ".pq"):
        raise InvalidInput(
            Text("De uitvoer is een CSV- of Parquet-bestand.", "The output is a CSV or Parquet file."),
            where=str(job.target),
            mend=Text("Laat de naam eindigen op .csv of .parquet.", "Let the name end in .csv or .parquet."),
        )
    if job.target.exists() and job.source.exists() and job.target.samefile(job.source):
        raise InvalidInput(
            Text("De uitvoer zou de invoer overschrijven.", "The output would overwrite the input."),
            where=str(job.target),
            mend=Text("Kies een andere naam.", "Choose another name."),
        )


def _whole(target: Path, save: Callable[[Path], object]) -> None:
    """Under another name until it is whole."""
    part = target.with_name(f"{target.name}.new")
    try:
        save(part)
        part.replace(target)
    finally:
        part.unlink(missing_ok=True)


def _write_hits(target: Path, work: Work) -> None:
    head = lines([HIT_COLUMNS])
    if not is_parquet(target):
        _whole(target, lambda part: work.join("hits", head, part))
        return
    text = work.folder / "hits.csv"
    work.join("hits", head, text)
    types = {column: _TYPES.get(column, pl.String) for column in HIT_COLUMNS}

    def save(part: Path) -> None:
        rows = pl.scan_csv(text, schema=types).with_columns(pl.col(pl.String).fill_null(""))
        rows.sink_parquet(part, row_group_size=ROW_GROUP, compression="zstd", maintain_order=True)

    _whole(target, save)


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _receipt(job: Job, total: Counts, source: str, odd: list[str], unread: Path | None) -> Mapping[str, object]:
    """What shows afterwards which names met which lists, with which engine, and what came of it."""
    return {
        "input": {"file": job.source.name, "sha256": source, "rows": total.rows, "columns_not_used": odd},
        "lists": [
            {"list": v.name, "sha256": v.digest, "file_sha256": v.file_digest, "entries": v.count, "published": v.published}
            for v in job.versions
        ],
        "snapshot": Snapshot(job.versions, ()).digest,
        "engine": {"version": Index.VERSION, "sha256": engine_digest(), "index": job.index.digest},
        "rarity": job.index.rarity.digest,
        "profile": {
            "name": job.profile.name,
            "version": job.profile.version,
            "sha256": job.profile.digest,
            "review_floor": job.profile.review_floor,
            "decision_floor": job.profile.decision_floor,
        },
        "output": {"file": job.target.name, "sha256": _digest(job.target), "hits": total.hits},
        "unread": {"file": unread.name, "sha256": _digest(unread), "rows": total.unread} if unread else None,
        "counts": asdict(total) | {"screened": total.rows - total.unread},
    }
