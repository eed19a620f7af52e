"""Awards that were made public, and how many still must be. Threshold and term are law, read from the field's data."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from bolwerk.domains import doors
from bolwerk.faces.monitor import house, words
from bolwerk.kernel import Calendar, Citation, Duration, MissingLaw, Money, Text
from bolwerk.office.calls.selectors import PublicationRow, publications

RULE = "aid.transparency"
AMOUNT = "transparency.amount"
MONTHS = "aid.transparency.months"


@dataclass(frozen=True, slots=True)
class Law:
    threshold: Money
    within: Duration
    citation: Citation | None


@dataclass(frozen=True, slots=True)
class Awards:
    """`law` is None when no threshold is in force that day: then nothing is said about what still must be published."""

    rows: tuple[PublicationRow, ...]
    waiting: int
    late: int
    law: Law | None

    @property
    def waiting_text(self) -> Text:
        """How many still must be made public, and whether they are in time; only asked when there are any."""
        one, many = Text("toekenning moet", "award has yet to"), Text("toekenningen moeten", "awards have yet to")
        owed = words.count(self.waiting, one, many)
        if self.late:
            rest = Text(f"Te laat: {self.late}.", f"Late: {self.late}.")
        else:
            rest = Text("Alles is nog binnen de termijn.", "All is still within the term.")
        return Text(f"{owed.nl} nog gepubliceerd worden. {rest.nl}", f"{owed.en} be published. {rest.en}")


def awards(on: date) -> Awards:
    """What was public on a day. Awards that are not public yet are counted, not named."""
    law = _law(on)
    found = publications(
        threshold=law.threshold if law else Money(0),
        within=law.within if law else Duration.months(0),
        on=on,
        calendar=Calendar(),
    )
    public = tuple(row for row in found if row.published_on)
    waiting = [row for row in found if not row.published_on] if law else []
    return Awards(public, len(waiting), sum(row.late for row in waiting), law)


def _law(on: date) -> Law | None:
    _, book, _ = house.rule(RULE)
    try:
        amount = book.value(AMOUNT, on)
        months = doors()["investment"].FIGURES.on(on, MONTHS)
    except MissingLaw:
        return None
    return Law(Money.euro(int(str(amount.value))), Duration.months(int(months.value)), amount.citation)
