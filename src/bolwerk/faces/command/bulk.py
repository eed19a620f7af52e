"""`bolwerk rules apply` and `profile`: many rows at once, from file to file."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import click

from bolwerk.domains import book as whole_book
from bolwerk.domains import doors
from bolwerk.engines import rules
from bolwerk.engines.rules import Book, bulk
from bolwerk.faces.command.output import lang_of, out, progress
from bolwerk.kernel import InvalidInput, NotFound, Text
from bolwerk.plan import VOCABULARY

ALL = "all"

_what = click.argument("what", nargs=-1, metavar="[BOOK] [RULE]...")
_topic = click.option("--topic", metavar="TOPIC", help="Every rule of a topic.")
_source = click.option("--in", "source", type=click.Path(path_type=Path), required=True, help="A Parquet or CSV file.")
_on = click.option("--on", required=True, metavar="COLUMN|DAY", help="The column with the day of each row, or one day for all.")
_unknown = click.option("--unknown", multiple=True, metavar="FACT", help="A fact that has no column; may be repeated.")
_reform = "A reform: a file, or the id of one that lies in the law"


def book_at(folder: str | None) -> Book:
    """The built-in book, or that of a law folder; one that declares none of the shared facts is read with them."""
    if folder in (None, ALL):
        return whole_book()
    path = Path(str(folder))
    if not path.is_dir():
        raise NotFound(
            Text(f"De map '{folder}' bestaat niet.", f"The folder '{folder}' does not exist."),
            where=str(folder),
            mend=Text(
                "Geef een map met recht, of 'all' voor het hele boek.", "Give a law folder, or 'all' for the whole book."
            ),
        )
    shared = {fact.name for fact in rules.load(VOCABULARY).facts.values()}
    declared = [text for file in path.rglob("facts.toml") if (text := file.read_text("utf-8"))]
    own = any(f'"{name}"' in text for name in shared for text in declared)
    return rules.load(path if own else [VOCABULARY, path])


def pick(what: Iterable[str], topic: str | None) -> tuple[Book, tuple[str, ...]]:
    """The book and the rules that a user named: a law folder or `all`, ids of rules, a topic. No rule named is every rule."""
    words = list(what)
    folder = words.pop(0) if words and (words[0] == ALL or "/" in words[0] or Path(words[0]).is_dir()) else None
    book = book_at(folder)
    named = tuple(rule for rule in words if rule != ALL)
    for rule in named:
        book.engine(rule)
    if topic:
        topics = {rule.topic for rule in book.rules.values() if rule.topic}
        if topic not in topics:
            raise NotFound(
                Text(f"Er is geen onderwerp '{topic}'.", f"There is no topic '{topic}'."),
                where="--topic",
                mend=Text(f"Kies uit: {', '.join(sorted(topics))}.", f"Choose from: {', '.join(sorted(topics))}."),
            )
        named += tuple(rule.id for rule in book.rules.values() if rule.topic == topic)
    return book, named or tuple(book.rules)


@click.command(epilog="Example: bolwerk rules apply all --in cases.parquet --out decided.parquet --on application_date")
@_what
@_topic
@_source
@click.option("--out", "target", type=click.Path(path_type=Path), required=True, help="The file to write; replaced when whole.")
@_on
@click.option("--engine", default="polars", show_default=True, metavar="ENGINE", help="polars, duckdb or spark.")
@click.option("--reform", metavar="REFORM", help=f"{_reform}; the rules are applied as it amends them.")
@_unknown
@click.option(
    "--tell", default=",".join(("value", "row", "state", "ask")), show_default=True, help="What to tell of each answer."
)
@click.pass_context
def apply(
    context: click.Context,
    what: tuple[str, ...],
    topic: str | None,
    source: Path,
    target: Path,
    on: str,
    engine: str,
    reform: str | None,
    unknown: tuple[str, ...],
    tell: str,
) -> None:
    """Apply rules to every row of a file, and write the rows with the answers.

    BOOK is a law folder or `all` (the default); RULE the id of a rule. Each rule adds its value, the rows that fired, its state
    and what to ask, to every row of the file.
    """
    from bolwerk.engines.rules.bulk import files

    book, wanted = pick(what, topic)
    book = book.amend(reform) if reform else book
    parts = tuple(part.strip() for part in tell.split(",") if part.strip())
    job = files.Job(book, wanted, source, target, on, engine, unknown, parts)
    lang = lang_of(context)
    count = files.rows_in(source)
    with progress(Text("Regels toepassen", "Applying rules"), count, lang) as advance:
        files.apply_file(job, advance)
    nl, en = ("1 regel", "1 rule") if len(wanted) == 1 else (f"{len(wanted)} regels", f"{len(wanted)} rules")
    told = Text(f"{nl} toegepast op {source}: {target}.", f"{en} applied to {source}: {target}.")
    out.print(told.in_(lang), markup=False)


@click.command(epilog="Example: bolwerk rules profile aid.rate --in cases.parquet --on application_date --out profile.json")
@_what
@_topic
@_source
@click.option("--out", "target", type=click.Path(path_type=Path), required=True, help="The JSON file to write.")
@_on
@click.option("--by", metavar="COLUMN", help="A column to group by.")
@click.option("--sum", "sums", multiple=True, metavar="COLUMN", help="A column of numbers to add up; may be repeated.")
@click.option("--reform", "reforms", multiple=True, metavar="REFORM", help=f"{_reform}, to weigh later; may be repeated.")
@_unknown
@click.option(
    "--smallest", default=bulk.SMALLEST, show_default=True, help="Cells of fewer cases are left out, their total told."
)
@click.pass_context
def profile(
    context: click.Context,
    what: tuple[str, ...],
    topic: str | None,
    source: Path,
    target: Path,
    on: str,
    by: str | None,
    sums: tuple[str, ...],
    reforms: tuple[str, ...],
    unknown: tuple[str, ...],
    smallest: int,
) -> None:
    """Count the rows of a file per cell of each rule, in one pass: no row leaves the file, and reforms can be weighed after."""
    book, wanted = pick(what, topic)
    lang = lang_of(context)
    taken = counted(
        book, wanted, source, lang, on=on, by=by, sums=sums, reforms=[book.amend(r) for r in reforms], unknown=unknown
    )
    write_json(target, bulk.write_profile(taken, smallest))
    out.print(taken.suppressed(smallest).text().in_(lang), markup=False)


def counted(book: Book, wanted: Iterable[str], source: Path, lang: str, **how: Any) -> bulk.Profile:
    """The profile of a file, with a bar on a terminal."""
    from bolwerk.engines.rules.bulk import files

    rows, rules_ = files.rows_in(source), tuple(wanted)
    with progress(Text("Tellen", "Counting"), rows, lang) as advance:
        return files.profile_file(book, source, rules_, advance=advance, **how)


def write_json(target: Path, data: object) -> None:
    """Whole or not at all. Raises InvalidInput when its folder does not exist."""

    def save(part: Path) -> None:
        part.write_text(json.dumps(data, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")

    write_whole(target, save)


def write_whole(target: Path, save: Callable[[Path], object]) -> None:
    """Write under another name first, then put it in place."""
    if not target.parent.is_dir():
        raise InvalidInput(
            Text("De map voor de uitvoer bestaat niet.", "The folder for the output does not exist."),
            where=str(target.parent),
            mend=Text("Maak ze eerst, of schrijf ergens anders.", "Make it first, or write somewhere else."),
        )
    part = target.with_name(f"{target.name}.part")
    try:
        save(part)
        part.replace(target)
    finally:
        part.unlink(missing_ok=True)


def law_folders(folder: str | None) -> tuple[Path, ...]:
    """Where the files of a book lie."""
    built_in = tuple(door.LAW for door in doors().values())
    return (VOCABULARY, *(built_in if folder in (None, ALL) else (Path(str(folder)),)))
