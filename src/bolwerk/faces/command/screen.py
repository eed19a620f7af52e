"""`bolwerk screen`: one name, or a file of names, against the lists in force."""

from __future__ import annotations

import socket
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
from rich.table import Table

from bolwerk.engines.screening import PROFILES, Hit, Pairing, Profile
from bolwerk.faces.command.lists import store
from bolwerk.faces.command.output import as_json_option, home, lang_of, out, print_json, progress
from bolwerk.kernel import InvalidInput, NotFound, Text

if TYPE_CHECKING:
    from bolwerk.engines.screening import Index, ListVersion
    from bolwerk.engines.screening.bulk import Done, Job, Runner

PAIRINGS: dict[Pairing, Text] = {
    Pairing.SAME: Text("gelijk", "same"),
    Pairing.SPELLING: Text("andere spelling", "other spelling"),
    Pairing.SOUND: Text("klinkt gelijk", "sounds alike"),
    Pairing.SCRIPT: Text("ander schrift", "other script"),
    Pairing.INITIAL: Text("voorletter", "initial"),
    Pairing.JOINED: Text("aaneengeschreven", "joined"),
    Pairing.FORM: Text("rechtsvorm of titel", "legal form or title"),
    Pairing.CONTRADICTION: Text("spreekt tegen", "contradicts"),
    Pairing.QUERY_ONLY: Text("alleen in de vraag", "only in the query"),
    Pairing.ENTRY_ONLY: Text("alleen op de lijst", "only on the list"),
}
EVIDENCE: dict[str, Text] = {
    "identifier": Text("nummer", "identifier"),
    "birth_date": Text("geboortedatum", "birth date"),
    "country": Text("land", "country"),
    "gender": Text("geslacht", "gender"),
    "place": Text("plaats", "place"),
    "parent": Text("moederorganisatie", "parent"),
    "prior": Text("uitgangspunt", "prior"),
    "order": Text("volgorde", "order"),
    "script": Text("ander schrift", "other script"),
    "weak_alias": Text("zwakke alias", "weak alias"),
    "schema": Text("andere soort", "other kind"),
}
ENGINES = ("local", "ray")


@click.command(
    epilog='Example: bolwerk screen clients.csv --out hits.csv   or   bolwerk screen --name "Jan Voorbeeld" --birth-date 1970'
)
@click.argument("file", required=False, type=click.Path(path_type=Path))
@click.option("--out", "target", type=click.Path(path_type=Path), help="The file of hits to write: .csv or .parquet.")
@click.option("--name", help="One name instead of a file.")
@click.option("--schema", default="", help="With --name: Person, Company, Vessel…; left out, a person or an organisation.")
@click.option("--birth-date", default="", help="With --name: a day, month or year (1970-03-02, 1970-03, 1970).")
@click.option("--country", "countries", multiple=True, help="With --name: a country; may be repeated.")
@click.option("--identifier", "identifiers", multiple=True, help="With --name: kind:number, as imo:9074729; may be repeated.")
@click.option(
    "--profile", "profile_name", default="export-licence", show_default=True, metavar="PROFILE", help=", ".join(PROFILES)
)
@click.option(
    "--list", "lists", multiple=True, metavar="NAME", help="Only this list; may be repeated.  [default: all in force]"
)
@click.option("--resume", is_flag=True, help="Go on where an interrupted run stopped.")
@click.option("--engine", default="local", show_default=True, metavar="ENGINE", help=", ".join(ENGINES))
@click.option("--address", metavar="ADDRESS", help="With --engine ray: the cluster, such as auto or ray://host:10001.")
@as_json_option
@click.pass_context
def screen(context: click.Context, /, file: Path | None, target: Path | None, name: str | None, **how: Any) -> None:
    """Screen names against the lists in force: status 0 without hits, 1 with hits, 2 when something could not be screened.

    FILE is CSV or Parquet with the columns id, schema, name, and where known aliases, birth_date, countries, identifiers. One
    row is written per hit, beside it a receipt. See docs/command.md.
    """
    lang = lang_of(context)
    _check_use(file, target, name, how)
    profile = _profile(how["profile_name"])
    index, versions = _index(how["lists"], lang)
    if name:
        context.exit(_one(index, versions, profile, name, how, lang))
    assert file is not None and target is not None  # noqa: S101 - checked above
    context.exit(_many(index, versions, profile, file, target, how, lang))


def _check_use(file: Path | None, target: Path | None, name: str | None, how: dict[str, Any]) -> None:
    if (file is None) == (name is None):
        raise _misused("Geef een bestand, of --name met één naam.", "Give a file, or --name with one name.")
    if file and not target:
        raise _misused("Zeg met --out waar de treffers moeten komen.", "Say with --out where the hits must go.")
    if how["engine"] not in ENGINES:
        raise _misused(
            f"'{how['engine']}' is geen motor; kies uit {', '.join(ENGINES)}.",
            f"'{how['engine']}' is no engine; choose from {', '.join(ENGINES)}.",
        )


def _misused(nl: str, en: str) -> InvalidInput:
    example = 'bolwerk screen clients.csv --out hits.csv, bolwerk screen --name "Jan Voorbeeld"'
    return InvalidInput(Text(nl, en), where="bolwerk screen", mend=Text(f"Zoals: {example}.", f"Such as: {example}."))


def _profile(name: str) -> Profile:
    if name not in PROFILES:
        raise NotFound(
            Text(f"Er is geen profiel '{name}'.", f"There is no profile '{name}'."),
            where="--profile",
            mend=Text(f"Kies uit {', '.join(PROFILES)}.", f"Choose from {', '.join(PROFILES)}."),
        )
    return PROFILES[name]


def _index(lists: tuple[str, ...], lang: str) -> tuple[Index, tuple[ListVersion, ...]]:
    """The index of the lists in force, kept under the home; made when a list is new."""
    from bolwerk.engines.screening.bulk import kept_index, place_of

    kept = store()
    for name in lists:
        kept.history(name)
    versions = tuple(v for v in kept.versions() if not lists or v.name in lists)
    if not versions:
        raise NotFound(
            Text("Er geldt geen enkele lijst om tegen te screenen.", "There is not a single list in force to screen against."),
            where=str(kept.folder),
            mend=Text("Lees er een in: bolwerk lists import NAAM BESTAND.", "Import one: bolwerk lists import NAME FILE."),
        )
    folder = home() / "indexes"
    folder.mkdir(parents=True, exist_ok=True)
    if (place_of(folder, versions) / "bundle.json").exists():
        return kept_index(folder, versions, kept.current), versions
    count = sum(version.count for version in versions)
    with progress(Text(f"Index maken van {count} items", f"Indexing {count} entries"), None, lang):
        return kept_index(folder, versions, lambda: kept.of(*versions)), versions


def _one(index: Index, versions: tuple[ListVersion, ...], profile: Profile, name: str, how: dict[str, Any], lang: str) -> int:
    from bolwerk.engines.screening.lists import entity_of

    cells = {
        "id": "query",
        "name": name,
        "schema": how["schema"],
        "birth_date": how["birth_date"],
        "countries": "|".join(how["countries"]),
        "identifiers": "|".join(how["identifiers"]),
    }
    subject = entity_of(cells, "--name")
    (screened,) = index.screen([subject], profile)
    if how["as_json"]:
        print_json(
            {
                "query": {"schema": subject.schema, "properties": subject.properties},
                "profile": profile.name,
                "lists": {version.name: version.digest for version in versions},
                "truncated": screened.truncated,
                "hits": [_as_data(hit) for hit in screened.hits],
            }
        )
        return 1 if screened.hits else 0
    told = ", ".join(f"{version.name} ({version.count})" for version in versions)
    count = len(screened.hits)
    nl = "Geen treffer" if not count else "1 treffer" if count == 1 else f"{count} treffers"
    en = "No hit" if not count else "1 hit" if count == 1 else f"{count} hits"
    out.print(Text(f"{nl} op {told}.", f"{en} on {told}.").in_(lang), style="bold", markup=False)
    for hit in screened.hits:
        _print_hit(hit, lang)
    return 1 if screened.hits else 0


def _as_data(hit: Hit) -> dict[str, object]:
    return {
        "entity": hit.entity,
        "entity_digest": hit.entity_digest,
        "list": hit.dataset,
        "schema": hit.schema,
        "caption": hit.caption,
        "query_name": hit.query_name,
        "entry_name": hit.entry_name,
        "score": hit.score,
        "decision_floor": hit.floor,
        "waits": hit.score >= hit.floor,
        "rarity": hit.rarity,
        "alignment": [
            {"query": p.query, "entry": p.entry, "pairing": str(p.pairing), "weight": p.weight} for p in hit.alignment
        ],
        "evidence": [{"kind": e.kind, "query": e.query, "entry": e.entry, "weight": e.weight} for e in hit.evidence],
    }


def _print_hit(hit: Hit, lang: str) -> None:
    waits = hit.score >= hit.floor
    verdict = Text("wacht op een beslissing", "waits for a decision") if waits else Text("ter informatie", "for information")
    out.print()
    out.print(f"{hit.score:.2f}  {hit.caption}", style="bold red" if waits else "bold", markup=False)
    out.print(f"      {hit.dataset} {hit.entity} · {hit.schema} · {verdict.in_(lang)}", style="dim", markup=False)
    if hit.entry_name != hit.caption:
        out.print(f"      {Text('naam op de lijst', 'name on the list').in_(lang)}: {hit.entry_name}", markup=False)
    table = Table(
        *Text("vraag lijst verband gewicht", "query list relation weight").in_(lang).split(), box=None, padding=(0, 2)
    )
    table.columns[3].justify = "right"
    for pair in hit.alignment:
        table.add_row(pair.query, pair.entry, PAIRINGS[pair.pairing].in_(lang), f"{pair.weight:+.2f}")
    for found in hit.evidence:
        table.add_row(
            found.query, found.entry, EVIDENCE.get(found.kind, Text.same(found.kind)).in_(lang), f"{found.weight:+.2f}"
        )
    out.print(table)


def _many(
    index: Index, versions: tuple[ListVersion, ...], profile: Profile, file: Path, target: Path, how: dict[str, Any], lang: str
) -> int:
    from bolwerk.engines.screening.bulk import Job, screen_file

    job = Job(file, target, index, versions, profile, resume=how["resume"], lang=lang)
    with progress(Text("Screenen", "Screening"), _rows(file), lang) as advance:
        done = screen_file(job, _runner(job, how), advance)
    counts = done.counts
    if how["as_json"]:
        print_json({"out": str(target), "receipt": str(done.receipt), "unread": str(done.unread or ""), **_counted(done)})
    else:
        told = Text(
            f"{counts.rows - counts.unread} gescreend: {counts.with_hits} met treffers ({counts.hits} treffers), "
            f"{counts.waiting} wachten op een beslissing. Treffers: {target}. Bewijs: {done.receipt}.",
            f"{counts.rows - counts.unread} screened: {counts.with_hits} with hits ({counts.hits} hits), "
            f"{counts.waiting} wait for a decision. Hits: {target}. Receipt: {done.receipt}.",
        )
        out.print(told.in_(lang), markup=False)
        if done.unread:
            missed = Text(
                f"{counts.unread} rijen konden niet worden gescreend; elke rij met de reden staat in {done.unread}.",
                f"{counts.unread} rows could not be screened; each with its reason is in {done.unread}.",
            )
            out.print(missed.in_(lang), style="red", markup=False)
    return 2 if counts.unread else 1 if counts.hits else 0


def _counted(done: Done) -> dict[str, int]:
    from dataclasses import asdict

    return asdict(done.counts)


def _rows(file: Path) -> int | None:
    """How many rows are to come, when the file tells without being read."""
    if file.suffix.lower() != ".parquet" or not file.is_file():
        return None
    import polars as pl

    try:
        return int(pl.scan_parquet(file).select(pl.len()).collect().item())
    except (pl.exceptions.PolarsError, OSError):
        return None


def _runner(job: Job, how: dict[str, Any]) -> Runner | None:
    if how["engine"] != "ray":
        return None
    from bolwerk.engines.screening.bulk import on_ray, place_of

    _check_address(how["address"])
    return on_ray(job, place_of(home() / "indexes", job.versions), how["address"])


def _check_address(address: str | None) -> None:
    """Ray itself tries an address for minutes before it gives up."""
    if address in (None, "auto", "local"):
        return
    host, _, port = str(address).removeprefix("ray://").rpartition(":")
    try:
        with socket.create_connection((host, int(port)), timeout=5):
            return
    except (OSError, ValueError, OverflowError) as error:
        raise InvalidInput(
            Text("Op dit adres antwoordt niets.", "Nothing answers at this address."),
            where=f"--address {address}",
            mend=Text(
                "Geef auto, HOST:POORT of ray://HOST:POORT van een Ray-cluster die draait ('ray status').",
                "Give auto, HOST:PORT or ray://HOST:PORT of a Ray cluster that runs ('ray status').",
            ),
        ) from error
