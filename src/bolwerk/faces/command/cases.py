"""`bolwerk cases`: what runs, where it waits, and what a case went through."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click
from rich.table import Table

from bolwerk.faces.command.output import as_json_option, lang_of, out, print_json, set_up_office
from bolwerk.kernel import Text, write_date

if TYPE_CHECKING:
    from bolwerk.office.cases.models import Case


_HEADS = (
    Text("Zaak", "Case"),
    Text("Organisatie", "Organisation"),
    Text("Waar", "Where"),
    Text("Termijn", "Term"),
    Text("Onderwerp", "Subject"),
)


@click.group(invoke_without_command=True, epilog="Example: bolwerk cases --open --json")
@click.option("--open", "only_open", is_flag=True, help="Leave out the cases that are closed.")
@as_json_option
@click.pass_context
def cases(context: click.Context, only_open: bool, as_json: bool) -> None:
    """List the cases, the most pressing term first; `show` gives one."""
    if context.invoked_subcommand:
        return
    set_up_office()
    from django.db.models import F

    from bolwerk.office.cases.models import Case

    found = Case.objects.select_related("organisation").order_by(F("next_due").asc(nulls_last=True), "reference")
    if only_open:
        found = found.filter(status=Case.Status.OPEN)
    if as_json:
        print_json([_line(case) for case in found.iterator(500)])
        return
    lang = lang_of(context)
    heads = (
        ("Zaak", "Case"),
        ("Organisatie", "Organisation"),
        ("Waar", "Where"),
        ("Termijn", "Term"),
        ("Onderwerp", "Subject"),
    )
    table = Table(*(Text(*pair).in_(lang) for pair in heads), box=None, header_style="bold")
    for case in found.iterator(500):
        due = write_date(case.next_due, lang) if case.next_due else "–"
        table.add_row(case.reference, str(case.organisation or "–"), _status(case, lang), due, case.subject)
    out.print(table)


@cases.command(epilog="Example: bolwerk cases show INV-2025-0007")
@click.argument("reference")
@as_json_option
@click.pass_context
def show(context: click.Context, reference: str, as_json: bool) -> None:
    """One case with its terms and every event of its log."""
    set_up_office()
    from bolwerk.office.cases import selectors

    case = selectors.get(reference)
    state = selectors.state(case)
    log = list(selectors.events(case))
    if as_json:
        print_json({**_line(case), "state": state.as_json(), "events": [_event(event) for event in log]})
        return
    lang = lang_of(context)
    out.print(f"[bold]{case.reference}[/bold]  {state.status.in_(lang)}")
    out.print(f"{case.subject}\n{case.organisation or ''}\n", markup=False)
    for term in state.terms:
        if term.due and term.pending:
            out.print(f"{term.term.label.in_(lang)}: {write_date(term.due, lang)} ({term.citation})", markup=False)
    table = Table(box=None, header_style="bold", show_header=False)
    for event in log:
        table.add_row(str(event.seq), f"{event.at:%Y-%m-%d %H:%M}", event.kind, str(event.actor or "–"), event.reason)
    out.print(table)


def _status(case: Case, lang: str) -> str:
    status = case.state.get("status") or {}
    return str(status.get("en" if lang == "en" else "nl") or case.status)


def _line(case: Case) -> dict[str, Any]:
    return {
        "reference": case.reference,
        "procedure": case.procedure,
        "organisation": case.organisation.kbo if case.organisation else None,
        "subject": case.subject,
        "status": case.status,
        "steps": [step for step in case.steps.split(",") if step],
        "next_due": case.next_due,
        "opened_at": case.opened_at,
        "version": case.version,
    }


def _event(event: Any) -> dict[str, Any]:
    return {
        "seq": event.seq,
        "kind": event.kind,
        "at": event.at,
        "actor": event.actor_id,
        "reason": event.reason,
        "payload": event.payload,
        "hash": event.hash,
    }
