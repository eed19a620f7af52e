"""`bolwerk screening`: how the screening desk stands, screening again after a change of the lists, the receipt of a run."""

from __future__ import annotations

import uuid
from typing import Any

import click

from bolwerk.faces.command.output import as_json_option, lang_of, out, print_json, progress, set_up_office
from bolwerk.kernel import Text


@click.group(epilog="Example: bolwerk screening status")
def screening() -> None:
    """See how the screening desk stands, and screen again after a change of the lists."""


@screening.command(epilog="Example: bolwerk screening status")
@as_json_option
@click.pass_context
def status(context: click.Context, as_json: bool) -> None:
    """Lists in force, subjects under watch, alerts by state, last run; status 1 when something waits for a screening."""
    lang = lang_of(context)
    set_up_office()
    from bolwerk.office.screening import selectors
    from bolwerk.office.screening.models import State

    found = selectors.standing()
    if as_json:
        print_json(found)
    else:
        for name, version in found["lists"].items():
            out.print(f"{name}: {version['count']}  {version['digest'][:12]}  {version['published'] or ''}", markup=False)
        if not found["lists"]:
            none = Text(
                "Er zijn geen lijsten ingeladen: 'bolwerk lists import'.", "No lists are loaded: 'bolwerk lists import'."
            )
            out.print(none.in_(lang), markup=False)
        told = Text(
            f"{found['watched']} partijen gevolgd, {found['waiting']} wachten op een nieuwe screening.",
            f"{found['watched']} subjects under watch, {found['waiting']} wait for a new screening.",
        )
        out.print(told.in_(lang))
        for state, number in found["alerts"].items():
            out.print(f"  {number:>7}  {State(state).text.in_(lang)}")
        if last := found["last_run"]:
            out.print(Text(f"Laatste run: {last['run']}, {last['at']}", f"Last run: {last['run']}, {last['at']}").in_(lang))
    context.exit(1 if found["waiting"] else 0)


@screening.command(epilog="Example: bolwerk screening rescreen")
@click.option("--full", is_flag=True, help="Compare with every entry, not only with what changed.")
@click.option("--renew-rarity", is_flag=True, help="Measure anew how common each word is in the lists; compares everything.")
@as_json_option
@click.pass_context
def rescreen(context: click.Context, full: bool, renew_rarity: bool, as_json: bool) -> None:
    """Screen again every subject that was not screened against the lists in force. May be stopped and done again."""
    lang = lang_of(context)
    set_up_office()
    from bolwerk.office.screening import lists, selectors, services

    if renew_rarity:
        lists.renew_rarity()
    size = selectors.all_watched().count()
    with progress(Text("Opnieuw screenen", "Screening again"), size, lang) as advance:
        runs = services.rescreen(actor=None, key=f"command:{uuid.uuid4()}", full=full, advance=advance, why="bolwerk screening")
    if as_json:
        print_json([_told(run) for run in runs])
        return
    for run in runs:
        effect = ", ".join(f"{name} {number}" for name, number in run.effect.items())
        counts = run.receipt["counts"]
        told = Text(
            f"Run {run.pk}: {counts['subjects']} partijen met {counts['compared']} vermeldingen vergeleken. {effect}",
            f"Run {run.pk}: {counts['subjects']} subjects compared with {counts['compared']} entries. {effect}",
        )
        out.print(told.in_(lang), markup=False)
    if not runs:
        nothing = Text(
            "Elke partij was al tegen deze lijsten gescreend.", "Every subject was screened against these lists already."
        )
        out.print(nothing.in_(lang))


@screening.command(epilog="Example: bolwerk screening receipt 933")
@click.argument("run")
def receipt(run: str) -> None:
    """Print the receipt of RUN as JSON: the digests of lists, engine, profiles and subjects, and what came out.

    RUN is the number of a run, or the first characters of the digest of its receipt.
    """
    set_up_office()
    from bolwerk.office.screening import selectors

    print_json(_told(selectors.run(run)))


def _told(run: Any) -> dict[str, object]:
    return {
        "run": run.pk,
        "kind": run.kind,
        "at": run.at.isoformat(),
        "digest": run.digest,
        "receipt": run.receipt,
        "effect": run.effect,
    }
