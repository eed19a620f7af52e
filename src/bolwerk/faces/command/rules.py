"""`bolwerk rules`: the determinations, one by one, and the state of the whole book."""

from __future__ import annotations

import click
from rich.table import Table

from bolwerk.domains import book, domain_of, file_of
from bolwerk.faces.command.bulk import apply, profile
from bolwerk.faces.command.output import as_json_option, lang_of, out, print_json
from bolwerk.faces.command.reforms import adopt, diff, impact
from bolwerk.kernel import NotFound, Text


@click.group(epilog="Example: bolwerk rules list")
def rules() -> None:
    """List, show and check the rules of every field; apply them to many rows; weigh and adopt reforms."""


@rules.command(name="list", epilog="Example: bolwerk rules list --json")
@as_json_option
@click.pass_context
def list_rules(context: click.Context, as_json: bool) -> None:
    """Every determination with its id, domain, measures and question."""
    lang = lang_of(context)
    if as_json:
        print_json(
            [
                {
                    "id": rule.id,
                    "domain": domain_of(rule.id),
                    "measures": list(rule.measure),
                    "topic": rule.topic,
                    "question": rule.question.as_json(),
                    "facts": [fact.name for fact in rule.facts],
                    "file": str(file_of(rule.id)),
                }
                for rule in book().rules.values()
            ]
        )
        return
    table = Table(box=None, show_header=False)
    for rule in book().rules.values():
        table.add_row(rule.id, domain_of(rule.id), ", ".join(rule.measure), rule.question.in_(lang))
    out.print(table)


@rules.command(epilog="Example: bolwerk rules show aid.rate")
@click.argument("rule")
@click.pass_context
def show(context: click.Context, rule: str) -> None:
    """The text of one RULE as it stands in the law folder."""
    found = book().rules.get(rule)
    if found is None:
        known = ", ".join(book().rules)
        raise NotFound(
            Text(f"De regel '{rule[:40]}' bestaat niet.", f"There is no rule '{rule[:40]}'."),
            mend=Text(f"Kies uit: {known}.", f"Choose from: {known}."),
        )
    click.echo(file_of(rule).read_text(encoding="utf-8"))


@rules.command(epilog="Example: bolwerk rules check")
@as_json_option
@click.pass_context
def check(context: click.Context, as_json: bool) -> None:
    """Gaps, dead rows, overlaps, undated or unsourced rows, rows and dates without a test; status 1 on an error."""
    lang = lang_of(context)
    findings = book().check()
    errors = [finding for finding in findings if finding.level == "error"]
    if as_json:
        print_json([finding.as_json() for finding in findings])
    else:
        for finding in findings:
            style = "red" if finding.level == "error" else "dim"
            out.print(f"{finding.where} {finding.kind}: {finding.text.in_(lang)}", style=style, markup=False)
        count, warnings = len(book().rules), len(findings) - len(errors)
        told = Text(
            f"{count} regels, {len(errors)} fouten, {warnings} opmerkingen.",
            f"{count} rules, {len(errors)} errors, {warnings} remarks.",
        )
        out.print(told.in_(lang))
    context.exit(1 if errors else 0)


for command in (apply, profile, diff, impact, adopt):
    rules.add_command(command)
