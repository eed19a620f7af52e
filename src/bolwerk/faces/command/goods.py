"""`bolwerk goods`: find goods on the control lists, read an entry, take in official lists, compare versions."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path

import click

from bolwerk.engines.goods import (
    TONGUES,
    About,
    Candidate,
    Difference,
    Entry,
    Finding,
    Found,
    ListName,
    ListVersion,
    Store,
    difference,
    read_cn,
    read_code,
    read_correlation,
    read_list,
    read_list_name,
)
from bolwerk.engines.goods import find as find_goods
from bolwerk.faces.command.output import as_json_option, lang_of, out, print_json, set_up_office
from bolwerk.kernel import InvalidInput, Text, local_day, write_date

_DAY = click.DateTime(["%Y-%m-%d"])
_ON = click.option("--on", "day", type=_DAY, help="The day whose lists count.  [default: today]")
SHORT = Text(
    "Alleen korte titels dienden: lees de officiële tekst. Haal die binnen met 'bolwerk goods import'.",
    "Only short titles served: read the official text. Take it in with 'bolwerk goods import'.",
)
NOBODY = Text(
    "Geen kandidaat. Dat bewijst niet dat het goed vrij is.", "No candidate. That does not prove that the goods are free."
)
DECIDES = Text("Dit zijn sporen. Een ambtenaar beslist.", "These are leads. An official decides.")


def _store() -> Store:
    """The folder `goods` in the home."""
    set_up_office()
    from django.conf import settings

    return Store(Path(settings.HOME) / "goods")


def _on(day: datetime | None) -> date:
    return day.date() if day else local_day(datetime.now().astimezone())


@click.group()
def goods() -> None:
    """Goods on the Common Military List and the list of dual-use items: candidates with reasons, dated versions."""


@goods.command(epilog='Example: bolwerk goods find "nachtkijker voor geweer"')
@click.argument("query", nargs=-1, required=True)
@click.option("--cn", help="The CN code of what is described.")
@click.option("--list", "only", type=click.Choice([name.value for name in ListName]), help="Only this list.")
@click.option("--limit", type=click.IntRange(1, 100), default=10, show_default=True, help="So many candidates at most.")
@_ON
@as_json_option
@click.pass_context
def find(
    context: click.Context,
    query: tuple[str, ...],
    cn: str | None,
    only: str | None,
    limit: int,
    day: datetime | None,
    as_json: bool,
) -> None:
    """Candidate entries for a QUERY: a description (nl, en, fr, de), a code, or a CN code. Status 1 when there are none."""
    lang, store, on = lang_of(context), _store(), _on(day)
    versions = [version for version in store.lists_on(on) if only in (None, version.list.value)]
    found = find_goods(
        " ".join(query),
        versions,
        correlation=store.correlation(on),
        lang=lang,
        cn=read_cn(cn, "--cn") if cn else None,
        limit=limit,
    )
    if as_json:
        print_json(found.as_json())
    else:
        _print_found(found, lang)
    context.exit(0 if found.candidates else 1)


def _print_found(found: Found, lang: str) -> None:
    for candidate in found.candidates:
        _print_candidate(candidate, lang)
    if not found.candidates:
        out.print(NOBODY.in_(lang), style="bold", markup=False)
    if found.unknown:
        told = (
            Text("Niets gevonden bij: {words}", "Nothing found for: {words}").in_(lang).format(words=", ".join(found.unknown))
        )
        out.print(told, style="dim", markup=False)
    for note in (*found.notes, *((SHORT,) if found.short else ()), DECIDES):
        out.print(note.in_(lang), style="dim", markup=False)


def _print_candidate(candidate: Candidate, lang: str) -> None:
    text, tongue = candidate.entry.text(lang)
    mark = "" if tongue == lang else f" [{tongue}]"
    head = f"{candidate.code!s:<12} {candidate.strength.label.in_(lang)} ({candidate.points:.1f})  {text}{mark}"
    out.print(head, style="bold", markup=False)
    for above in candidate.path:
        out.print(f"    {above.code}: {above.text(lang)[0]}", style="dim", markup=False)
    for because in candidate.why:
        out.print(f"    {because.shown}  {because.text.in_(lang)}", markup=False)
    for number in candidate.numbers:
        out.print(f"    {'✓' if number.fits else '✕'} {number.as_text().in_(lang)}", markup=False)


@goods.command(epilog="Example: bolwerk goods show ML10")
@click.argument("code")
@click.option("--version", "called", help="This version.  [default: the one in force]")
@_ON
@as_json_option
@click.pass_context
def show(context: click.Context, code: str, called: str | None, day: datetime | None, as_json: bool) -> None:
    """One entry with its text, what its code says, what is above and below it."""
    lang, store, place = lang_of(context), _store(), read_code(code, "code")
    version = store.version(place.list, called) if called else store.on(place.list, _on(day))
    entry = version.entry(place)
    below = version.children(place)
    if as_json:
        print_json(
            {
                "code": str(place),
                "version": version.version,
                "valid_from": version.valid_from,
                "source": version.source,
                "short_titles": version.short,
                "findings": list(version.findings),
                "explained": [part.as_json() for part in place.explain()],
                "texts": dict(entry.texts),
                "notes": dict(entry.notes),
                "unused": entry.unused,
                "path": [str(one.code) for one in version.path(place)],
                "below": [str(one.code) for one in below],
            }
        )
        return
    for above in version.path(place):
        _print_entry(above, lang, "dim")
    _print_entry(entry, lang, "bold")
    if note := entry.note(lang):
        out.print(f"    {note}", markup=False)
    for one in below:
        _print_entry(one, lang, "")
    out.print("; ".join(part.in_(lang) for part in place.explain()), style="dim", markup=False)
    _print_version(version, lang)


def _print_entry(entry: Entry, lang: str, style: str) -> None:
    text, tongue = entry.text(lang)
    out.print(f"{entry.code!s:<12} {text}{'' if tongue == lang else f' [{tongue}]'}", style=style, markup=False)


def _print_version(version: ListVersion, lang: str) -> None:
    told = Text(
        "{list}, versie {v}, vanaf {day}: {n} codes ({tongues})", "{list}, version {v}, from {day}: {n} codes ({tongues})"
    )
    line = told.in_(lang).format(
        list=version.list.label.in_(lang),
        v=version.version,
        day=write_date(version.valid_from, lang),
        n=len(version.entries),
        tongues=", ".join(version.languages),
    )
    out.print(line, style="dim", markup=False)
    if version.short:
        out.print("  " + SHORT.in_(lang), style="dim", markup=False)
    for finding in version.findings:
        out.print(f"  ! {finding}", style="red", markup=False)


@goods.command(
    name="import",
    epilog="Example: bolwerk goods import annex.html --list DU --version 2025/2003 --from 2025-11-15 --text-lang en",
)
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--list", "named", help="ML or DU; CN for a table of CN codes (CSV: cn,code,note).")
@click.option("--version", "called", default="", help="The name of the version, such as 2025/2003.")
@click.option("--from", "since", type=_DAY, help="The day from which it holds.")
@click.option("--text-lang", "tongue", type=click.Choice(TONGUES), help="The language of the texts.")
@click.option("--source", default="", help="Where it comes from.  [default: the name of the file]")
@click.option("--accept", is_flag=True, help="Keep it although text seems lost; what seems lost is told with the list.")
@click.option("--replace", is_flag=True, help="Put it in the place of a version with the same name.")
@click.pass_context
def import_list(
    context: click.Context, file: Path, named: str | None, called: str, since: datetime | None, tongue: str | None,
    source: str, accept: bool, replace: bool,
) -> None:  # fmt: skip
    """Take in a list from FILE: CSV, JSON, or Markdown, HTML or text made of the Official Journal.

    A file with a bad line, or in which text seems lost, is not kept (status 2, or 1); what there was stays as it is.
    """
    lang, store = lang_of(context), _store()
    if named and named.strip().upper() == "CN":
        _import_correlation(store, file, since, source, lang)
        return
    about = About(
        read_list_name(named, "--list") if named else None, called, since.date() if since else None, tongue or "", source
    )
    reading = read_list(file, about)
    for finding in reading.findings:
        _print_finding(finding, lang)
    if reading.serious and not accept:
        told = Text(
            "Niet bewaard: er lijkt tekst verloren op {n} plaatsen. Herstel het bestand, of bewaar toch met --accept.",
            "Not kept: text seems lost in {n} places. Mend the file, or keep it all the same with --accept.",
        )
        out.print(told.in_(lang).format(n=len(reading.serious)), style="red", markup=False)
        context.exit(1)
    for version in reading.accepted():
        _print_version(store.put(version, replace=replace), lang)


def _import_correlation(store: Store, file: Path, since: datetime | None, source: str, lang: str) -> None:
    if since is None:
        raise InvalidInput(
            Text("De dag vanaf wanneer de tabel geldt, ontbreekt.", "The day from which the table holds is missing."),
            where="--from",
            mend=Text("Geef --from 2026-01-01.", "Give --from 2026-01-01."),
        )
    try:
        text = file.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        raise InvalidInput(
            Text("Dit bestand is geen tekst in UTF-8.", "This file is not text in UTF-8."),
            where=str(file),
            mend=Text("Bewaar het als UTF-8.", "Save it as UTF-8."),
        ) from error
    table = read_correlation(text, valid_from=since.date(), source=source or file.name, where=file.name)
    store.put_correlation(table)
    told = Text(
        "{n} paren van GN-code en code bewaard. De tabel is niet bindend.",
        "{n} pairs of CN code and code kept. The table is not binding.",
    )
    out.print(told.in_(lang).format(n=len(table.pairs)), markup=False)


def _print_finding(finding: Finding, lang: str) -> None:
    out.print(
        f"{'!' if finding.serious else '·'} {finding.where}: {finding.what.in_(lang)}",
        style="red" if finding.serious else "dim",
        markup=False,
    )


@goods.command(epilog="Example: bolwerk goods versions")
@as_json_option
@click.pass_context
def versions(context: click.Context, as_json: bool) -> None:
    """Every version of both lists that is here, with its day."""
    lang, store = lang_of(context), _store()
    kept = [version for name in ListName for version in store.versions(name)]
    if as_json:
        print_json(
            [
                {"list": one.list.value, "version": one.version, "valid_from": one.valid_from, "codes": len(one.entries),
                 "languages": list(one.languages), "source": one.source, "short_titles": one.short, "digest": one.digest,
                 "findings": list(one.findings)}
                for one in kept
            ]
        )  # fmt: skip
        return
    for version in kept:
        _print_version(version, lang)


@goods.command(epilog='Example: bolwerk goods diff ML "2024 (short titles)" 2025')
@click.argument("name", metavar="LIST")
@click.argument("old")
@click.argument("new")
@as_json_option
@click.pass_context
def diff(context: click.Context, name: str, old: str, new: str, as_json: bool) -> None:
    """What changed in a LIST (ML, DU) from version OLD to NEW. Status 1 when something did."""
    lang, store, which = lang_of(context), _store(), read_list_name(name, "LIST")
    found = difference(store.version(which, old), store.version(which, new))
    if as_json:
        print_json(
            {
                "added": [str(entry.code) for entry in found.added],
                "removed": [str(entry.code) for entry in found.removed],
                "changed": [{"code": str(one.code), "lang": one.lang, "old": one.old, "new": one.new} for one in found.changed],
                "languages": list(found.languages),
            }
        )
    else:
        _print_difference(found, lang)
    context.exit(1 if found else 0)


def _print_difference(found: Difference, lang: str) -> None:
    for mark, entries in (("+", found.added), ("-", found.removed)):
        for entry in entries:
            out.print(f"{mark} {entry.code}  {entry.text(lang)[0]}", markup=False)
    for one in found.changed:
        out.print(f"~ {one.code} [{one.lang}]\n    - {one.old}\n    + {one.new}", markup=False)
    if not found.languages:
        none = Text(
            "De versies delen geen taal: alleen codes zijn vergeleken.",
            "The versions share no language: only codes were compared.",
        )
        out.print(none.in_(lang), style="dim", markup=False)
    elif not found:
        out.print(Text("Geen verschil.", "No difference.").in_(lang), style="dim")
