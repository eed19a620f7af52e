"""`bolwerk lists`: the lists that names are screened against, in and out of force."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import click
from rich.table import Table

from bolwerk.engines.screening import Entity, ListVersion, Snapshot
from bolwerk.engines.screening.lists import FORMATS, Difference, Kept, Store, difference, property_changes, read_list
from bolwerk.faces.command.output import as_json_option, home, lang_of, out, print_json, progress_bytes
from bolwerk.kernel import Text

SHOWN = 20


def store() -> Store:
    """The lists of this home."""
    return Store(home() / "lists")


@click.group(epilog="Example: bolwerk lists status")
def lists() -> None:
    """Import the lists that names are screened against, see what is in force, and what changed."""


@lists.command(name="import", epilog="Example: bolwerk lists import us-sdn sdn.csv alt.csv add.csv")
@click.argument("name")
@click.argument("files", nargs=-1, required=True, metavar="FILE...", type=click.Path(path_type=Path))
@click.option("--format", "format_", metavar="FORMAT", help=f"{', '.join(FORMATS)}; recognised by itself when left out.")
@click.option("--shrunk", is_flag=True, help="The list is rightly smaller than three quarters of the one in force.")
@as_json_option
@click.pass_context
def import_(
    context: click.Context, name: str, files: tuple[Path, ...], format_: str | None, shrunk: bool, as_json: bool
) -> None:
    """Read a list whole and put it in force under NAME; a damaged file changes nothing."""
    lang = lang_of(context)
    kept = store()
    before = kept.snapshot(only=[name]) if name in kept.names() else Snapshot((), ())
    size = sum(file.stat().st_size for file in files if file.is_file())
    with progress_bytes(Text(f"{name} inlezen", f"Reading {name}"), size, lang) as advance:
        reading = read_list(files, name=name, format=format_, advance=advance)
    kept.put(reading, shrunk=shrunk)
    found = difference(before, Snapshot((reading.version,), reading.entities))
    if as_json:
        print_json(
            {
                "list": name,
                "format": reading.version.format,
                "entries": reading.version.count,
                "digest": reading.version.digest,
                "file_digest": reading.version.file_digest,
                "published": reading.version.published,
                "encodings": dict(zip(reading.files, reading.encodings, strict=True)),
                "remarks": [remark.as_json() for remark in reading.remarks],
                **_counts(found),
            }
        )
        return
    version = reading.version
    told = Text(
        f"{name}: {version.count} items gelden nu ({FORMATS[version.format].title.nl}).",
        f"{name}: {version.count} entries in force ({FORMATS[version.format].title.en}).",
    )
    out.print(told.in_(lang), markup=False)
    encodings = ", ".join(f"{file} {encoding}" for file, encoding in zip(reading.files, reading.encodings, strict=True))
    out.print(Text(f"Codering: {encodings}.", f"Encoding: {encodings}.").in_(lang), style="dim", markup=False)
    for remark in reading.remarks:
        out.print(remark.in_(lang), style="yellow", markup=False)
    out.print(_summary(found).in_(lang), markup=False)


@lists.command(epilog="Example: bolwerk lists status --on 2026-11-01")
@click.option("--on", type=click.DateTime(["%Y-%m-%d"]), metavar="DAY", help="As the lists stood at the end of a day (UTC).")
@click.option("--verify", is_flag=True, help="Prove that every kept version is as it was read; status 1 when one is not.")
@as_json_option
@click.pass_context
def status(context: click.Context, on: datetime | None, verify: bool, as_json: bool) -> None:
    """Which lists are in force, since when, how many entries; status 1 when there is none."""
    lang, kept = lang_of(context), store()
    day = on.date() if on else None
    versions = kept.versions(day)
    wrong = kept.verify() if verify else ()
    since = {version.name: _since(kept.history(version.name), version.digest) for version in versions}
    if as_json:
        print_json(
            {
                "snapshot": Snapshot(versions, ()).digest,
                "lists": [
                    {
                        "list": version.name,
                        "format": version.format,
                        "entries": version.count,
                        "published": version.published,
                        "since": since[version.name],
                        "versions": len(kept.history(version.name)),
                        "digest": version.digest,
                        "file_digest": version.file_digest,
                    }
                    for version in versions
                ],
                "wrong": [told.as_json() for told in wrong],
            }
        )
    elif not versions:
        told = Text(
            "Er geldt geen enkele lijst. Lees er een in: bolwerk lists import NAAM BESTAND.",
            "Not a single list is in force. Import one: bolwerk lists import NAME FILE.",
        )
        out.print(told.in_(lang), markup=False)
    else:
        titles = (
            "lijst items vorm uitgegeven sinds versies digest",
            "list entries format published since versions digest",
        )
        table = Table(*Text(*titles).in_(lang).split(), box=None, pad_edge=False)
        table.columns[1].justify = "right"
        # On a narrow terminal the digest gives way, never a name or a number.
        for column in table.columns[:-1]:
            column.no_wrap = True
        for version in versions:
            start = since[version.name].astimezone(UTC).strftime("%Y-%m-%d %H:%M")
            count = str(len(kept.history(version.name)))
            row = (
                version.name,
                str(version.count),
                version.format,
                (version.published or "")[:10],
                start,
                count,
                version.digest[:8],
            )
            table.add_row(*row)
        out.print(table)
        for told in wrong:
            out.print(told.in_(lang), style="red", markup=False)
    context.exit(1 if wrong or not versions else 0)


def _since(history: tuple[Kept, ...], digest: str) -> datetime:
    """From when the version with this digest was in force the last time."""
    return next(kept.since for kept in reversed(history) if kept.version.digest == digest)


@lists.command(epilog="Example: bolwerk lists diff us-sdn --from 2026-11-01 --json")
@click.argument("name", required=False)
@click.option("--from", "start", type=click.DateTime(["%Y-%m-%d"]), metavar="DAY", help="Default: the version before this one.")
@click.option("--to", "end", type=click.DateTime(["%Y-%m-%d"]), metavar="DAY", help="Default: now.")
@click.option("--all", "everything", is_flag=True, help=f"Print every entry, not only the first {SHOWN} of each kind.")
@as_json_option
@click.pass_context
def diff(
    context: click.Context, name: str | None, start: datetime | None, end: datetime | None, everything: bool, as_json: bool
) -> None:
    """What came, went and changed, by entry and by property; status 1 when nothing did.

    NAME is one list; without it every list.
    """
    lang, kept = lang_of(context), store()
    names = (name,) if name else kept.names()
    old = kept.of(*(v for n in names if (v := _old(kept, n, start, end))))
    new = kept.of(*(v for n in names if (v := _at(kept.history(n), end))))
    found = difference(old, new)
    if as_json:
        print_json({"from": old.digest, "to": new.digest, **_counts(found), **_entries(found)})
    else:
        out.print(_summary(found).in_(lang), markup=False)
        _print(found, lang, None if everything else SHOWN)
    context.exit(1 if found.empty else 0)


def _at(history: tuple[Kept, ...], day: datetime | None) -> ListVersion | None:
    if day is None:
        return history[-1].version
    return next((kept.version for kept in reversed(history) if kept.since.astimezone(UTC).date() <= day.date()), None)


def _old(kept: Store, name: str, start: datetime | None, end: datetime | None) -> ListVersion | None:
    """What stood at the start; without a start, the version before the one at the end."""
    history = kept.history(name)
    if start:
        return _at(history, start)
    last = _at(history, end)
    at = next((n for n in reversed(range(len(history))) if history[n].version == last), 0)
    return history[at - 1].version if at else None


def _counts(found: Difference) -> dict[str, int]:
    return {"added": len(found.added), "removed": len(found.removed), "changed": len(found.changed)}


def _summary(found: Difference) -> Text:
    counts = _counts(found)
    return Text(
        f"{counts['added']} erbij, {counts['removed']} weg, {counts['changed']} gewijzigd.",
        f"{counts['added']} added, {counts['removed']} removed, {counts['changed']} changed.",
    )


def _entries(found: Difference) -> dict[str, object]:
    """The difference with the version of each entry: program data."""
    return {
        "entries_added": [_entry(entity) for entity in found.added],
        "entries_removed": [_entry(entity) for entity in found.removed],
        "entries_changed": [
            {
                **_entry(new),
                "digest_before": old.digest,
                "properties": {
                    change.name: {"gone": change.gone, "come": change.come} for change in property_changes(old, new)
                },
            }
            for old, new in found.changed
        ],
    }


def _entry(entity: Entity) -> dict[str, object]:
    return {
        "list": entity.dataset,
        "id": entity.id,
        "caption": entity.caption,
        "schema": entity.schema,
        "digest": entity.digest,
    }


def _print(found: Difference, lang: str, most: int | None) -> None:
    _print_some("+", found.added, lang, most)
    _print_some("-", found.removed, lang, most)
    for old, new in found.changed[:most]:
        out.print(f"~ {new.dataset} {new.id}  {new.caption}", markup=False)
        for change in property_changes(old, new):
            gone = "".join(f" -{value!r}" for value in change.gone)
            come = "".join(f" +{value!r}" for value in change.come)
            out.print(f"    {change.name}:{gone}{come}", markup=False)
    _print_rest(len(found.changed), lang, most)


def _print_some(mark: str, entities: tuple[Entity, ...], lang: str, most: int | None) -> None:
    for entity in entities[:most]:
        out.print(f"{mark} {entity.dataset} {entity.id}  {entity.caption}", markup=False)
    _print_rest(len(entities), lang, most)


def _print_rest(count: int, lang: str, most: int | None) -> None:
    if most is not None and count > most:
        rest = count - most
        out.print(Text(f"  … en nog {rest} (--all)", f"  … and {rest} more (--all)").in_(lang), style="dim", markup=False)
