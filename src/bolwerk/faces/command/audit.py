"""`bolwerk audit`: prove that nobody changed the record."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import click

from bolwerk.faces.command.output import as_json_option, lang_of, out, print_json, progress, set_up_office
from bolwerk.kernel import InvalidInput, Text

if TYPE_CHECKING:
    from bolwerk.office.log import Head


@click.group(epilog="Example: bolwerk audit verify")
def audit() -> None:
    """Check and publish the chains of the event log and the ledger."""


@audit.command(epilog="Example: bolwerk audit verify --against heads-2026-11-23.json")
@click.option(
    "--against",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="Heads that were kept elsewhere, as `bolwerk audit heads` printed them.",
)
@as_json_option
@click.pass_context
def verify(context: click.Context, against: Path | None, as_json: bool) -> None:
    """Walk every chain from its first link to its head; status 1 when a link does not fit."""
    lang = lang_of(context)
    set_up_office()
    from bolwerk.office.cases import audit as chains

    kept = [_head(against)] if against else []
    with progress(Text("Ketens nakijken", "Checking the chains"), chains.size(), lang) as advance:
        findings = chains.verify(advance, anchors=kept)
    if as_json:
        print_json({"links": chains.size(), "findings": [finding.as_json() for finding in findings]})
    elif findings:
        for finding in findings:
            out.print(f"[bold]{finding.where}[/bold] {finding.what.in_(lang)} {finding.mend.in_(lang)}")
    else:
        out.print(Text(f"In orde: {chains.size()} schakels nagekeken.", f"In order: {chains.size()} links checked.").in_(lang))
    context.exit(1 if findings else 0)


@audit.command(epilog="Example: bolwerk audit heads > heads-2026-11-23.json")
@click.pass_context
def heads(context: click.Context) -> None:
    """Print the head of each register's chain, to publish or keep elsewhere."""
    set_up_office()
    from bolwerk.office.cases import audit as chains

    print_json(chains.heads())


def _head(file: Path) -> Head:
    """The head of the journal as it was published."""
    from bolwerk.office.log import Head

    try:
        found = json.loads(file.read_text(encoding="utf-8"))["journal"]
        return Head(int(found["seq"]), str(found["hash"]), file.name)
    except (ValueError, KeyError, TypeError) as error:
        raise InvalidInput(
            Text("Dit zijn geen bewaarde hoofden van de keten.", "These are no kept heads of the chain."),
            where=str(file),
            mend=Text("Geef een bestand dat 'bolwerk audit heads' schreef.", "Give a file that 'bolwerk audit heads' wrote."),
        ) from error
