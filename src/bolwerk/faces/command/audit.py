"""`bolwerk audit`: prove that nobody changed the record."""

from __future__ import annotations

import click

from bolwerk.faces.command.output import as_json_option, lang_of, out, print_json, progress, set_up_office
from bolwerk.kernel import Text


@click.group(epilog="Example: bolwerk audit verify")
def audit() -> None:
    """Check and publish the chains of the event log and the ledger."""


@audit.command(epilog="Example: bolwerk audit verify --json")
@as_json_option
@click.pass_context
def verify(context: click.Context, as_json: bool) -> None:
    """Walk every chain from its first link to its head; status 1 when a link does not fit."""
    lang = lang_of(context)
    set_up_office()
    from bolwerk.office.cases import audit as chains

    with progress(Text("Ketens nakijken", "Checking the chains"), chains.size(), lang) as advance:
        findings = chains.verify(advance)
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
