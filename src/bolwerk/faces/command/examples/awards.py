"""After the ranking: awards decided, told, signed, paid, published; projects that end, stop or are given up.

An application that the list awards although its example tells another end, runs on as a project.
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

from bolwerk.faces.command.examples.house import House, waits_at
from bolwerk.faces.command.examples.timeline import Clock, Story

if TYPE_CHECKING:
    from bolwerk.faces.command.examples.data import Application as Example
    from bolwerk.office.cases.models import Case

_REGISTER = "Steunregister van de Commissie (voorbeeld)"


def live_on(house: House, example: Example, case: Case, start: date) -> Story:
    """From the proposed award to where the example ends."""
    clock = Clock(f"{example.id}:award", start)
    if example.until == "deciding_award":
        return
    yield clock.wait(1, 10)
    house.act(case, "award_decided", "approver" if clock.random.random() < 0.6 else "approver2", clock.at)
    if example.until == "award_to_notify":
        return
    house.timeline.start(_publish(house, example, case, clock.at.date()))
    yield clock.wait(2, 6)
    house.act(case, "award_notified", "handler", clock.at)
    if example.until == "awarded":
        return
    applicant = case.opened_by
    if example.until == "given_up":
        yield clock.wait_for(date(2026, 5, 11))
        house.act(case, "withdrawn", applicant, clock.at, reason="Onze partner stapt uit het project; wij zien ervan af.")
        return
    yield clock.wait(8, 28)
    house.act(case, "agreement_signed", applicant, clock.at)
    yield from _run(house, example, case, clock)


def _run(house: House, example: Example, case: Case, clock: Clock) -> Story:
    until, anchor = example.until, house.anchor
    if until == "running" or until not in _STAGES:
        return
    if until == "closed_stopped":
        yield clock.wait_for(anchor - timedelta(days=example.days_ago or 30))
        house.act(case, "project_stopped", "approver2", clock.at, reason="De proef bleek technisch niet haalbaar.")
        return
    if until == "claimed_first":
        yield clock.wait_for(anchor - timedelta(days=6))
        house.act(case, "instalment_claimed", case.opened_by, clock.at)
        return
    yield clock.wait(10, 35)
    yield from _instalment(house, case, clock)
    if until == "paid_once":
        return
    if until in {"claimed", "paying", "claim_returned"}:
        yield clock.wait_for(anchor - timedelta(days=11))
        house.act(case, "instalment_claimed", case.opened_by, clock.at)
        if until == "paying":
            yield clock.wait(3, 5)
            house.act(case, "instalment_approved", "handler", clock.at)
        elif until == "claim_returned":
            yield clock.wait(2, 4)
            house.act(case, "instalment_returned", "handler", clock.at, reason="De tijdregistratie van juli ontbreekt.")
        return
    yield clock.wait(70, 95)
    yield from _instalment(house, case, clock)
    if until not in _ENDED_DAYS_AGO:
        return
    yield from _close(house, example, case, clock)


def _instalment(house: House, case: Case, clock: Clock) -> Story:
    house.act(case, "instalment_claimed", case.opened_by, clock.at)
    yield clock.wait(3, 9)
    house.act(case, "instalment_approved", "handler", clock.at)
    yield clock.wait(2, 7)
    house.act(case, "instalment_paid", "approver", clock.at)


_STAGES = {
    *("closed_stopped", "claimed_first", "paid_once", "paid_twice", "claimed", "paying", "claim_returned"),
    *("report_due", "report_late", "final_report", "final_payment", "closed_paid"),
}
_ENDED_DAYS_AGO = {"report_due": 84, "report_late": 103, "final_report": 45, "final_payment": 60, "closed_paid": 95}


def _close(house: House, example: Example, case: Case, clock: Clock) -> Story:
    """The project ended; the report follows, then the balance."""
    until = example.until
    yield clock.wait_for(house.anchor - timedelta(days=_ENDED_DAYS_AGO[until]))
    house.note(case, "project_ended", case.opened_by, clock.at, reason="Alle werkpakketten zijn klaar.")
    if until in {"report_due", "report_late"}:
        return
    yield clock.wait(28, 34)
    house.act(case, "final_report_submitted", case.opened_by, clock.at)
    if until == "final_report":
        return
    yield clock.wait(8, 14)
    house.act(case, "final_report_approved", "handler", clock.at)
    if until == "final_payment":
        return
    yield clock.wait(3, 6)
    house.act(case, "balance_paid", "approver", clock.at)


def _publish(house: House, example: Example, case: Case, start: date) -> Story:
    """Within six months; an amount at or under the threshold need not be. Who gave up in the meantime is passed over."""
    if example.published == "no":
        return
    clock = Clock(f"{example.id}:publication", start)
    yield clock.wait(45, 150)
    steps = ("awarded", "running", "claimed", "paying", "final_report", "final_payment")
    if not any(waits_at(case, step) for step in steps):
        return
    if example.published == "unneeded":
        house.note(case, "publication_found_unneeded", "handler", clock.at, reason="Het bedrag ligt niet boven de drempel.")
    else:
        house.note(case, "award_published", "handler", clock.at, place=_REGISTER)
