"""From file to file, in bounded memory: Parquet (or CSV) in, Parquet (or CSV) out, and never half a file.

What is written stands under another name (`OUT.part`) until it is whole.
"""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import polars as pl

from bolwerk.engines.rules._book import Book
from bolwerk.engines.rules._facts import YES, Fact, FactType
from bolwerk.engines.rules.bulk._apply import engine_of
from bolwerk.engines.rules.bulk._columns import TOLD, Request, no_such_value, request
from bolwerk.engines.rules.bulk._polars import RefusedRows, refuse
from bolwerk.engines.rules.bulk._polars_profile import profile_frame
from bolwerk.engines.rules.bulk._profile import Profile
from bolwerk.kernel import InvalidInput, Text

Advance = Callable[[int], Any]
"""Is told how many more rows are done."""
_SHOWN = 5
PART = 2_000_000
"""So many rows are counted at a time: what is held does not grow with the file."""
_CSV_NUMBER = pl.Decimal(38, 12)


def quiet(_: int) -> None:
    """For who does not look."""


@dataclass(frozen=True, slots=True)
class Job:
    """Rules over a file, into another."""

    book: Book
    rules: tuple[str, ...]
    source: Path
    target: Path
    on: date | str
    engine: str = "polars"
    unknown: tuple[str, ...] = ()
    tell: tuple[str, ...] = TOLD


def apply_file(job: Job, advance: Advance = quiet) -> None:
    """Write the rows of `source` with the columns of every rule to `target`; Spark writes a folder of Parquet files.

    Raises InvalidInput naming the file, the column and the first rows for whatever cannot be; then nothing is written.
    """
    asked = request(job.book, job.rules, job.on, job.unknown, job.tell)
    engine = engine_of(job.engine)
    _check_places(job)
    part = job.target.with_name(f"{job.target.name}.part")
    _remove(part)
    try:
        if job.engine == "polars":
            _with_polars(asked, job, part, advance)
        elif job.engine == "duckdb":
            _with_duckdb(asked, job, part, engine)
        else:
            _with_spark(asked, job, part, engine)
        if job.target.is_dir():
            shutil.rmtree(job.target)
        part.replace(job.target)
    finally:
        _remove(part)


def profile_file(
    book: Book,
    source: Path,
    rules: Iterable[str],
    *,
    on: date | str,
    by: str | None = None,
    sums: Iterable[str] = (),
    reforms: Iterable[Book] = (),
    unknown: Iterable[str] = (),
    advance: Advance = quiet,
) -> Profile:
    """The profile of a Parquet or CSV file, streamed."""
    asked = request(book, rules, on, unknown, tell=())
    books = tuple(reforms)
    facts = [*asked.facts(), *(fact for reform in books for fact in request(reform, asked.rules, on).facts())]
    frame, total = read(source, asked, facts), rows_in(source)
    how: dict[str, Any] = {"on": on, "by": by, "sums": tuple(sums), "reforms": books, "unknown": unknown, "where": str(source)}
    taken = profile_frame(book, frame.head(PART), asked.rules, **how)
    advance(min(PART, total or PART))
    try:
        for start in range(PART, total or 0, PART):
            taken += profile_frame(book, frame.slice(start, PART), asked.rules, **how)
            advance(min(PART, (total or 0) - start))
    except InvalidInput:
        # Told by the rows of the whole file, not by those of a part.
        for other in (book, *books):
            refuse(request(other, asked.rules, on, unknown, tell=()), frame, str(source))
        raise
    return taken


def rows_in(source: Path) -> int | None:
    """How many rows a file holds; None for one that cannot be read."""
    try:
        frame = pl.scan_csv(source) if source.suffix.lower() == ".csv" else _scanned(source)
        return int(frame.select(pl.len()).collect(engine="streaming").item())
    except (pl.exceptions.PolarsError, OSError):
        return None


def read(source: Path, asked: Request, facts: Iterable[Fact]) -> pl.LazyFrame:
    """A file as a lazy frame; the columns of facts in a CSV file are read as the facts have them."""
    if not source.exists():
        raise InvalidInput(
            Text("Dit bestand bestaat niet.", "This file does not exist."),
            where=str(source),
            mend=Text("Kijk de naam na.", "Check its name."),
        )
    try:
        if source.suffix.lower() == ".csv":
            return _typed(source, asked, list(facts))
        frame = _scanned(source)
        frame.collect_schema()
    except (pl.exceptions.PolarsError, OSError) as error:
        raise unreadable(source) from error
    return frame


def parquet_in(source: Path) -> str:
    """A file, or the parts of a folder as Spark writes it: not the marks and check sums beside them."""
    return str(source / "**" / "*.parquet") if source.is_dir() else str(source)


def _scanned(source: Path) -> pl.LazyFrame:
    return pl.scan_parquet(parquet_in(source), hive_partitioning=source.is_dir())


def unreadable(source: Path) -> InvalidInput:
    kind = "CSV" if source.suffix.lower() == ".csv" else "Parquet"
    return InvalidInput(
        Text(f"Dit bestand is geen leesbare {kind}.", f"This file is no readable {kind}."),
        where=str(source),
        mend=Text(
            "Maak het opnieuw, of geef een bestand dat op .parquet of .csv eindigt.",
            "Make it again, or give a file that ends in .parquet or .csv.",
        ),
    )


def _typed(source: Path, asked: Request, facts: list[Fact]) -> pl.LazyFrame:
    raw = pl.scan_csv(source, infer_schema=False)
    names = raw.collect_schema().names()
    wanted = {fact.name: fact for fact in facts if fact.name in names}
    if isinstance(asked.on, str) and asked.on in names and asked.on not in wanted:
        raw = raw.with_columns(pl.col(asked.on).str.to_date(strict=False))
    read = {name: _read(pl.col(name), fact) for name, fact in wanted.items()}
    for name, fact in wanted.items():
        wrong = raw.with_row_index("\x00", offset=1).filter(pl.col(name).is_not_null() & read[name].is_null())
        found = wrong.select("\x00", name).collect(engine="streaming")
        if len(found):
            raise no_such_value(fact, found.head(_SHOWN).rows(), len(found), str(source))
    return raw.with_columns(**read)


def _read(column: pl.Expr, fact: Fact) -> pl.Expr:
    match fact.type:
        case FactType.BOOL:
            lower = column.str.to_lowercase()
            return lower.replace_strict(list(YES), list(YES.values()), default=None, return_dtype=pl.Boolean)
        case FactType.DATE:
            return column.str.to_date(strict=False)
        case FactType.NUMBER | FactType.AMOUNT:
            return column.cast(_CSV_NUMBER, strict=False)
    return column


def _check_places(job: Job) -> None:
    if not job.target.parent.is_dir():
        raise InvalidInput(
            Text("De map voor de uitvoer bestaat niet.", "The folder for the output does not exist."),
            where=str(job.target.parent),
            mend=Text("Maak ze eerst, of schrijf ergens anders.", "Make it first, or write somewhere else."),
        )
    if job.target.resolve() == job.source.resolve():
        raise InvalidInput(
            Text("De uitvoer zou de invoer overschrijven.", "The output would overwrite the input."),
            where=str(job.target),
            mend=Text("Geef een andere naam na --out.", "Give another name after --out."),
        )
    folder = job.source.is_dir()
    if job.engine != "polars" and {".parquet" if folder else job.source.suffix.lower(), job.target.suffix.lower()} != {
        ".parquet"
    }:
        raise InvalidInput(
            Text(f"{job.engine} leest en schrijft hier alleen Parquet.", f"{job.engine} reads and writes Parquet only here."),
            where=str(job.source),
            mend=Text("Gebruik --engine polars voor CSV.", "Use --engine polars for CSV."),
        )


def _remove(part: Path) -> None:
    if part.is_dir():
        shutil.rmtree(part)
    else:
        part.unlink(missing_ok=True)


def _counted(frame: pl.LazyFrame, advance: Advance) -> pl.LazyFrame:
    if advance is quiet:
        return frame
    first = frame.collect_schema().names()[0]

    def count(rows: pl.Series) -> pl.Series:
        advance(len(rows))
        return rows

    kind = frame.collect_schema()[first]
    return frame.with_columns(pl.col(first).map_batches(count, return_dtype=kind, is_elementwise=True))


def _with_polars(asked: Request, job: Job, part: Path, advance: Advance) -> None:
    frame = read(job.source, asked, asked.facts())
    found = engine_of("polars").apply(asked, _counted(frame, advance), str(job.source))
    try:
        if job.target.suffix.lower() == ".csv":
            lists = [name for name, kind in found.collect_schema().items() if isinstance(kind, pl.List)]
            found.with_columns(pl.col(name).cast(pl.List(pl.String)).list.join(", ") for name in lists).sink_csv(part)
        else:
            found.sink_parquet(part)
    except (pl.exceptions.PolarsError, RefusedRows) as error:
        refuse(asked, frame, str(job.source))
        raise unreadable(job.source) from error


def _with_duckdb(asked: Request, job: Job, part: Path, engine: Any) -> None:
    import duckdb

    frame = read(job.source, asked, asked.facts())
    with duckdb.connect() as connection:
        try:
            rows = connection.read_parquet(parquet_in(job.source), hive_partitioning=job.source.is_dir())
            engine.apply(asked, rows, str(job.source)).write_parquet(str(part))
        except duckdb.Error as error:
            refuse(asked, frame, str(job.source))
            raise unreadable(job.source) from error


def _with_spark(asked: Request, job: Job, part: Path, engine: Any) -> None:
    from pyspark.errors import PySparkException
    from pyspark.sql import SparkSession

    frame = read(job.source, asked, asked.facts())
    running = SparkSession.getActiveSession()
    # Workers on this machine then find what this process has; for a cluster the variable says where Bolwerk is installed.
    os.environ.setdefault("PYSPARK_PYTHON", sys.executable)
    session = running or SparkSession.builder.appName("bolwerk").config("spark.ui.enabled", "false").getOrCreate()
    try:
        engine.apply(asked, session.read.parquet(str(job.source)), str(job.source)).write.parquet(str(part))
    except PySparkException as error:
        refuse(asked, frame, str(job.source))
        raise unreadable(job.source) from error
    finally:
        if running is None:
            session.stop()
