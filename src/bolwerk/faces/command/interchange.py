"""`bolwerk rules import` and `export`: decision tables from and to DMN, the format that other tools share."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path

import click

from bolwerk.domains import book
from bolwerk.engines.rules import dmn
from bolwerk.faces.command.output import lang_of, out
from bolwerk.kernel import InvalidInput, Text, local_day

_DAY = click.DateTime(["%Y-%m-%d"])


@click.command(name="import", epilog="Example: bolwerk rules import model.dmn --out law/model")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--out", "folder", required=True, type=click.Path(file_okay=False, path_type=Path), help="The new law folder.")
@click.pass_context
def import_dmn(context: click.Context, file: Path, folder: Path) -> None:
    """Read the decision tables of a DMN FILE (1.1 to 1.5) into a new law folder: facts.toml and a rule file per output.

    The rows have no dates and no tests yet: those are for whoever makes them law. Status 1 when a decision is no table.
    """
    lang = lang_of(context)
    found = dmn.read(file.read_bytes(), file.name)
    _new_folder(folder)
    for name, text in found.files.items():
        (folder / name).write_text(text, encoding="utf-8")
    told = Text("{n} regels gelezen in {folder}.", "{n} rules read into {folder}.")
    out.print(told.in_(lang).format(n=len(found.files) - 1, folder=folder), markup=False)
    for skipped in found.skipped:
        out.print(f"{skipped.place} {skipped.decision}: {skipped.why.in_(lang)}", style="dim", markup=False)
    context.exit(1 if found.skipped else 0)


@click.command(name="export", epilog="Example: bolwerk rules export esac.triage --out triage.dmn")
@click.argument("ids", metavar="RULE...", nargs=-1, required=True)
@click.option("--out", "file", required=True, type=click.Path(dir_okay=False, path_type=Path), help="The DMN file to write.")
@click.option("--on", "day", type=_DAY, help="The day whose law is written.  [default: today]")
@click.pass_context
def export_dmn(context: click.Context, ids: tuple[str, ...], file: Path, day: datetime | None) -> None:
    """Write RULES, and the rules they hang on, as DMN 1.3 with source and standing beside each row."""
    on = day.date() if day else local_day(datetime.now().astimezone())
    text = dmn.write(book(), ids, on)
    _parent(file)
    file.write_text(text, encoding="utf-8")
    _told(context, file, on)


def _told(context: click.Context, file: Path, on: date) -> None:
    told = Text("Geschreven: {file} (recht van {day}).", "Written: {file} (law of {day}).")
    out.print(told.in_(lang_of(context)).format(file=file, day=on.isoformat()), markup=False)


def _new_folder(folder: Path) -> None:
    if folder.exists() and any(folder.iterdir()):
        raise InvalidInput(
            Text("Deze map bestaat al en is niet leeg.", "This folder exists already and is not empty."),
            where=str(folder),
            mend=Text("Kies een nieuwe map; zo gaat er niets verloren.", "Choose a new folder; so nothing is lost."),
        )
    folder.mkdir(parents=True, exist_ok=True)


def _parent(file: Path) -> None:
    if not file.absolute().parent.is_dir():
        raise InvalidInput(
            Text("De map van dit bestand bestaat niet.", "The folder of this file does not exist."),
            where=str(file),
            mend=Text("Maak de map eerst, of kies een andere.", "Make the folder first, or choose another."),
        )
