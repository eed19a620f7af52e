"""Loads the whole example in one transaction: an interrupted load leaves nothing behind, so the next starts clean."""

from __future__ import annotations

from collections.abc import Callable, Collection
from datetime import UTC, date, datetime, timedelta

from django.db import transaction

from bolwerk.domains.investment import live
from bolwerk.faces.command.examples import rounds
from bolwerk.faces.command.examples.application import tell
from bolwerk.faces.command.examples.attesting import attest
from bolwerk.faces.command.examples.committee import seat
from bolwerk.faces.command.examples.data import read_applications, read_organisations
from bolwerk.faces.command.examples.export.year import start_year
from bolwerk.faces.command.examples.house import House
from bolwerk.faces.command.examples.people import REVIEWERS, make_people
from bolwerk.faces.command.examples.register import DEMO_APPLICANT, register
from bolwerk.faces.command.examples.timeline import Timeline
from bolwerk.kernel import local_day
from bolwerk.office.calls.services import set_expertise
from bolwerk.office.cases import clock as tick
from bolwerk.office.search.services import reindex

__all__ = ["load", "steps"]

BEGINS = date(2025, 5, 12)
_LAST_PRICED = date(2026, 12, 20)
"""The rates of the call hold until the end of 2026: in a later year the open round counts back from here."""
_MARGIN = timedelta(minutes=40)


def steps(now: datetime | None = None) -> int:
    """The days that a load passes through, for a progress bar."""
    return (local_day(now or datetime.now(UTC)) - BEGINS).days


@transaction.atomic
def load(advance: Callable[[int], object] = lambda days: None, *, only: Collection[str] | None = None) -> House:
    """Everything up to this moment; `only` keeps to the applications with these ids."""
    now = datetime.now(UTC)
    today = local_day(now)
    people = make_people()
    organisations, contacts = register(read_organisations(), people[DEMO_APPLICANT], today)
    timeline = Timeline(now - _MARGIN)
    house = House(timeline, today, min(today, _LAST_PRICED), people, organisations, contacts)
    rounds.open_rounds(house)
    _know_topics(house)
    examples = {example.id: example for example in read_applications() if only is None or example.id in only}
    timeline.start(seat(house))
    timeline.start(rounds.months(house))
    for example in examples.values():
        timeline.start(tell(house, example))
    timeline.start(rounds.rank(house, examples))
    start_year(house, only)
    timeline.play(advance)
    tick.tick(today)
    attest(house)
    reindex()
    return house


def _know_topics(house: House) -> None:
    """Each reviewer knows four of the fields, each field is known by several."""
    topics = [choice.id for choice in live.TOPICS]
    for order, name in enumerate(REVIEWERS):
        known = {topics[(order * 3 + step) % len(topics)] for step in range(4)}
        set_expertise(house.who(name), known, actor=None)
