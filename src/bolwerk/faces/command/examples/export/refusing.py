"""How an application of the example is refused: intended, heard, decided by another, sent, perhaps appealed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bolwerk.domains.export_control import live
from bolwerk.faces.command.examples.export import words
from bolwerk.faces.command.examples.timeline import Clock, Story

if TYPE_CHECKING:
    from bolwerk.faces.command.examples.export.data import Export
    from bolwerk.faces.command.examples.house import House
    from bolwerk.office.cases.models import Case


def refuse(house: House, example: Export, case: Case, clock: Clock) -> Story:
    handler = "handler2" if sum(example.id.encode()) % 2 else "handler"
    why = words.LISTED if live.handling.screening.true_hits(case) else words.REFUSE
    yield clock.wait(1, 4)
    house.act(case, "refusal_proposed", handler, clock.at, reason=why)
    if example.end == "intending":
        return
    yield clock.wait(2, 5)
    house.act(case, "refusal_intended", "approver", clock.at)
    if example.end == "hearing":
        return
    yield from _hear(house, example, case, clock, handler)
    if example.end == "heard":
        return
    yield clock.wait(2, 6)
    house.act(case, "refusal_decided", "approver", clock.at, reason=words.REFUSAL)
    if example.end == "refusal_to_send":
        return
    yield clock.wait(1, 3)
    house.act(case, "refusal_notified", handler, clock.at)
    yield from _afterwards(house, example, case, clock, handler)


def _hear(house: House, example: Export, case: Case, clock: Clock, handler: str) -> Story:
    """Most come, some waive it, some do not react."""
    way = clock.random.choice(("held", "held", "held", "waived", "lapsed"))
    if way == "lapsed" and example.end != "heard":
        yield clock.wait(17, 20)
        house.act(case, "hearing_lapsed", handler, clock.at)
        return
    yield clock.wait(5, 12)
    if way == "waived":
        house.act(case, "hearing_waived", house.contacts[example.applicant], clock.at)
    else:
        house.act(case, "hearing_held", handler, clock.at, reason=clock.random.choice(words.HEARING))


def _afterwards(house: House, example: Export, case: Case, clock: Clock, handler: str) -> Story:
    if example.end == "refused":
        return
    if example.end in ("appealed", "refusal_upheld"):
        yield clock.wait(15, 30)
        house.act(case, "appeal_lodged", handler, clock.at, reason=words.APPEAL)
        if example.end == "appealed":
            return
        yield clock.wait(30, 50)
        house.act(case, "refusal_upheld", "approver2", clock.at, reason=words.UPHELD)
        return
    yield clock.wait(63, 68)
    house.act(case, "refusal_became_final", handler, clock.at)
