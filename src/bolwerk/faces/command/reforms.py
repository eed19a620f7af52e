"""`bolwerk rules diff`, `impact` and `adopt`: what a reform changes, whom it moves, and how it becomes law."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import click
from rich.table import Table

from bolwerk.engines.rules import Book, bulk
from bolwerk.faces.command.bulk import book_at, counted, law_folders, write_json, write_whole
from bolwerk.faces.command.output import as_json_option, lang_of, out, print_json
from bolwerk.kernel import InvalidInput, Text

_book = click.option("--book", "folder", metavar="FOLDER", help="A law folder instead of the built-in book.")
_reform = click.argument("reform")


@click.command(epilog="Example: bolwerk rules diff aid.rate.on_top")
@_reform
@_book
@click.option("--out", "target", type=click.Path(path_type=Path), help="A .csv or .json file for the rows.")
@as_json_option
@click.pass_context
def diff(context: click.Context, reform: str, folder: str | None, target: Path | None, as_json: bool) -> None:
    """The exact list of cases that REFORM (a file, or an id in the law) changes; status 1 when there are none."""
    book = book_at(folder)
    found = bulk.diff(book, book.amend(reform), _base(book, reform))
    lang = lang_of(context)
    if target:
        _write_rows(target, found, lang)
    if as_json:
        print_json(found.as_json())
    else:
        out.print(found.text().in_(lang), markup=False)
        if not target:
            for part in found.rules:
                for change in part.changes:
                    named = {name: book.fact(name).question for name, _ in change.facts}
                    out.print(f"  {change.text(named).in_(lang)} ({change.cells})", markup=False)
    context.exit(1 if found.empty else 0)


@click.command(epilog="Example: bolwerk rules impact aid.rate.on_top --in cases.parquet --on application_date --sum cost")
@_reform
@_book
@click.option("--profile", "counts", type=click.Path(path_type=Path), help="What 'bolwerk rules profile' wrote.")
@click.option("--in", "source", type=click.Path(path_type=Path), help="Or a Parquet or CSV file, counted now.")
@click.option("--on", metavar="COLUMN|DAY", help="With --in: the column with the day of each row, or one day for all.")
@click.option("--by", metavar="COLUMN", help="With --in: a column to group by.")
@click.option("--sum", "sums", multiple=True, metavar="COLUMN", help="With --in: a column of numbers to add up.")
@click.option("--unknown", multiple=True, metavar="FACT", help="With --in: a fact that has no column.")
@as_json_option
@click.pass_context
def impact(
    context: click.Context,
    reform: str,
    folder: str | None,
    counts: Path | None,
    source: Path | None,
    on: str | None,
    by: str | None,
    sums: tuple[str, ...],
    unknown: tuple[str, ...],
    as_json: bool,
) -> None:
    """The cases and amounts that REFORM moves, from old to new outcome: from a profile in an instant, or from a file."""
    book = book_at(folder)
    new = book.amend(reform)
    lang = lang_of(context)
    if (counts is None) == (source is None) or (source is not None and on is None):
        raise click.UsageError("Give --profile FILE, or --in FILE with --on COLUMN|DAY.")
    if counts is not None:
        taken = _read_profile(counts, book)
    else:
        base = _base(book, reform)
        how = {"on": on, "by": by, "sums": sums, "unknown": unknown, "reforms": [new]}
        taken = counted(book, (base,), Path(str(source)), lang, **how)
    found = bulk.impact(taken, book, new)
    if as_json:
        print_json(found.as_json())
        return
    out.print(found.text().in_(lang), markup=False)
    out.print(_flows(found, taken, lang))
    for rule, hidden in found.hidden.items():
        if hidden:
            told = Text(
                f"{rule}: {hidden} gevallen in kleine vakken zijn niet gewogen.",
                f"{rule}: {hidden} cases in small cells were not weighed.",
            )
            out.print(told.in_(lang), markup=False)


@click.command(epilog="Example: bolwerk rules adopt aid.rate.on_top")
@_reform
@_book
@click.option("--write", is_flag=True, help="Write the change into the law folder; without it, it is only shown.")
@click.pass_context
def adopt(context: click.Context, reform: str, folder: str | None, write: bool) -> None:
    """REFORM written into the rule that it amends, as a change to review; status 1 when there is nothing to change."""
    book = book_at(folder)
    changed = bulk.adopt(book, reform)
    for part in changed:
        click.echo(part.unified(), nl=False)
        if write:
            path = _path_of(part, folder)
            write_whole(path, lambda temporary, text=part.new: temporary.write_text(text, encoding="utf-8"))  # type: ignore[misc]
            told = Text(f"Geschreven: {path}", f"Written: {path}")
            click.echo(told.in_(lang_of(context)), err=True)
    if not changed:
        nothing = Text("Deze hervorming verandert niets aan de tekst.", "This reform changes nothing in the text.")
        click.echo(nothing.in_(lang_of(context)), err=True)
    context.exit(0 if changed else 1)


def _base(book: Book, reform: str) -> str:
    return str(book.amendment(reform).head["amend"])


def _path_of(part: bulk.Adopted, folder: str | None) -> Path:
    """The file in the law that holds exactly the text that is changed."""
    for root in law_folders(folder):
        for path in sorted(root.rglob("*.md")):
            if path.read_text("utf-8") == part.old:
                return path
    raise InvalidInput(
        Text("Dit bestand is intussen veranderd.", "This file has changed meanwhile."),
        where=part.file,
        mend=Text("Probeer het opnieuw.", "Try again."),
    )


def _read_profile(path: Path, book: Book) -> bulk.Profile:
    try:
        raw = json.loads(path.read_text("utf-8"))
    except (OSError, ValueError) as error:
        raise InvalidInput(
            Text("Deze telling kan niet gelezen worden.", "This profile cannot be read."),
            where=str(path),
            mend=Text("Maak ze met 'bolwerk rules profile'.", "Make it with 'bolwerk rules profile'."),
        ) from error
    return bulk.read_profile(raw, book)


def _write_rows(target: Path, found: bulk.Diff, lang: str) -> None:
    if target.suffix.lower() != ".csv":
        write_json(target, found.as_json())
        return

    def save(part: Path) -> None:
        with part.open("w", encoding="utf-8", newline="") as file:
            lines = csv.writer(file)
            lines.writerow(["rule", "from", "until", "case", "old", "old rows", "new", "new rows", "cells"])
            for rule in found.rules:
                for change in rule.changes:
                    case = "; ".join(f"{name} = {words.in_(lang)}" for name, words in change.facts)
                    start, end = change.period.start or "", change.period.end or ""
                    old, new = change.old, change.new
                    rows = [", ".join(side.rows) for side in (old, new)]
                    told = [old.text.in_(lang), rows[0], new.text.in_(lang), rows[1]]
                    lines.writerow([rule.rule, start, end, case, *told, change.cells])

    write_whole(target, save)


def _flows(found: bulk.Impact, taken: bulk.Profile, lang: str) -> Table:
    table = Table(box=None)
    heads = [Text("regel", "rule"), Text("groep", "group"), Text("oud", "old"), Text("nieuw", "new"), Text("gevallen", "cases")]
    for head in heads:
        table.add_column(head.in_(lang))
    for name in taken.sums:
        table.add_column(name)
    for flow in found.moved:
        amounts = [str(amount) for amount in flow.as_json()["sums"].values()]  # type: ignore[attr-defined]
        table.add_row(flow.rule, flow.group, flow.old.in_(lang), flow.new.in_(lang), str(flow.cases), *amounts)
    return table
