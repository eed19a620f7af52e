"""`bolwerk tick`: what time itself does to the cases, once a day."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING

import click

from bolwerk.faces.command.output import lang_of, out, progress, set_up_office
from bolwerk.kernel import Text, local_day, read_date

if TYPE_CHECKING:
    from bolwerk.office.screening.services import KeptUp


@click.command(epilog="Example: bolwerk tick")
@click.option("--on", help="The day whose morning it is.  [default: today in Brussels]")
@click.pass_context
def tick(context: click.Context, on: str | None) -> None:
    """Record what ran out, remind who must act, screen after a change of lists, anchor. Doing it again changes nothing."""
    lang = lang_of(context)
    set_up_office()
    day = read_date(on, "--on") if on else today()
    with progress(Text("Termijnen nakijken", "Looking at the terms"), None, lang) as advance:
        expired, reminders, screened = keep_time(day, advance)
    told = Text(f"{expired} termijnen verlopen, {reminders} herinneringen.", f"{expired} terms ran out, {reminders} reminders.")
    out.print(told.in_(lang))
    if screened.lapsed or screened.runs:
        raised, closed = screened.total("raised"), screened.total("closed")
        more = Text(
            f"Screening: {raised} nieuwe meldingen, {closed} gesloten, {screened.lapsed} beslissingen vervallen.",
            f"Screening: {raised} new alerts, {closed} closed, {screened.lapsed} decisions ran out.",
        )
        out.print(more.in_(lang))


def keep_time(day: date, advance: Callable[[int], object] | None = None) -> tuple[int, int, KeptUp]:
    """Tick, screen what changed, anchor; how many terms ran out, how many reminders there are, and what screening brought."""
    from bolwerk.office.cases import audit, clock
    from bolwerk.office.screening import services as screening

    ticked = clock.tick(day, advance)
    screened = screening.keep_up(day)
    audit.anchor(day)
    return len(ticked.expired), len(ticked.reminders), screened


def today() -> date:
    """The day in Brussels."""
    return local_day(datetime.now(UTC))
