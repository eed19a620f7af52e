"""Companies of the example that use a general licence: registered first, then the first use told."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from bolwerk.domains.export_control import live
from bolwerk.faces.command.examples.export import words
from bolwerk.faces.command.examples.house import after
from bolwerk.faces.command.examples.timeline import Clock, Story

if TYPE_CHECKING:
    from bolwerk.faces.command.examples.export.data import Export
    from bolwerk.faces.command.examples.house import House

_AHEAD = 40
"""Days between the question and the first use: more than any notice beforehand."""


def register(house: House, example: Export) -> Story:
    clock = Clock(example.id, house.today - timedelta(days=example.days_ago))
    who = house.contacts[example.applicant]
    yield clock.at
    day = clock.at.date()
    case = live.registering.register(
        house.organisations[example.applicant],
        example.general,
        first_use=day + timedelta(days=_AHEAD),
        confirmed=[one.id for one in live.registering.conditions(example.general, day)],
        actor=who,
        key=f"example:export:{example.id}",
        on=day,
        at=clock.at,
    )
    if example.end == "registration_asked":
        return
    yield clock.wait(2, 9)
    if example.end == "registration_withdrawn":
        house.act(case, "withdrawn", who, clock.at, reason=clock.random.choice(words.WITHDRAWN))
        return
    if example.end == "registration_refused":
        house.note(case, "hearing_invited", "handler", clock.at)
        yield clock.wait(5, 10)
        house.note(case, "heard", "handler", clock.at, reason=words.HEARING[1])
        yield clock.wait(1, 4)
        house.act(case, "registration_refused", "approver", clock.at, reason="Het programma is niet op orde.")
        return
    house.act(case, "registration_accepted", "handler", clock.at)
    yield clock.wait_for(day + timedelta(days=_AHEAD))
    yield clock.wait(0, 6)
    if sum(example.id.encode()) % 4:
        found = live.registering.find(case.reference)
        live.registering.tell_first_use(
            found,
            clock.at.date(),
            where="Levering aan een vaste klant (voorbeeld).",
            actor=who,
            key=f"example:export:{example.id}:first",
            at=after(case, clock.at),
        )
