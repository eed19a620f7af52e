"""`bolwerk plan`: the plan as data, and the proof that it says what the official text says."""

from __future__ import annotations

from pathlib import Path

import click

from bolwerk.faces.command.output import as_json_option, lang_of, out, print_json
from bolwerk.kernel import Text
from bolwerk.plan import as_json as plan_json
from bolwerk.plan import check as check_fidelity
from bolwerk.plan import load, outline


@click.group(epilog="Example: bolwerk plan show 2.1")
def plan() -> None:
    """Show the plan and check it against its source."""


@plan.command(epilog="Example: bolwerk plan show 2.1 --json")
@click.argument("measure", required=False)
@as_json_option
@click.pass_context
def show(context: click.Context, measure: str | None, as_json: bool) -> None:
    """The whole plan, or one MEASURE with its commitments, figures and places in the text."""
    lang = lang_of(context)
    whole = load()
    thing = whole.measure(measure) if measure else whole
    if as_json:
        print_json(plan_json(thing))
        return
    for row in outline(thing, lang):
        out.print(f"{'  ' * row.depth}{row.code} {row.text}".rstrip(), markup=False, style="bold" if row.depth == 0 else None)


@plan.command(epilog="Example: bolwerk plan check --source vlaams-defensieplan.txt")
@click.option(
    "--source", required=True, type=click.Path(exists=True, dir_okay=False, path_type=Path), help="The official text."
)
@as_json_option
@click.pass_context
def check(context: click.Context, source: Path, as_json: bool) -> None:
    """Prove that every figure, owner and commitment stands where the plan says it stands; status 1 when one does not."""
    lang = lang_of(context)
    whole = load()
    findings = check_fidelity(whole, source.read_text(encoding="utf-8", errors="replace"))
    if as_json:
        print_json([finding.as_json() for finding in findings])
    else:
        for finding in findings:
            out.print(f"[bold]{finding.where}[/bold]: {finding.what.in_(lang)} {finding.mend.in_(lang)}")
        figures, promises = sum(len(m.amounts) for m in whole.measures), len(whole.promises)
        if not findings:
            told = Text(
                f"Trouw aan de tekst: {len(whole.measures)} maatregelen, {promises} beloften, {figures} cijfers.",
                f"True to the text: {len(whole.measures)} measures, {promises} commitments, {figures} figures.",
            )
            out.print(told.in_(lang))
    context.exit(1 if findings else 0)
