"""The two rounds: the calls, the ranking of the first, and what is drawn from its reserve when money comes free."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from itertools import cycle
from typing import TYPE_CHECKING

from bolwerk.domains.investment import live
from bolwerk.faces.command.examples.awards import live_on
from bolwerk.faces.command.examples.house import House, waits_at
from bolwerk.faces.command.examples.refusal import refuse
from bolwerk.faces.command.examples.timeline import Clock, Story
from bolwerk.kernel import Citation, Money, NotAllowed, Standing, Text
from bolwerk.office.calls import services as calls
from bolwerk.office.cases import clock as tick
from bolwerk.office.cases.models import Case
from bolwerk.office.ledger import services as ledger

if TYPE_CHECKING:
    from bolwerk.faces.command.examples.data import Application as Example

FIRST, SECOND = 1, 2
OPENS, CLOSES = date(2025, 5, 15), date(2025, 12, 31)
AUTUMN = date(2026, 9, 15)
CLOSES_IN = timedelta(days=24)
RANKED = date(2026, 1, 20)
DRAWN = date(2026, 5, 20)
NOTE = Text(
    "Het plan kent één oproep. Deze ronde is een voorbeeld, om aanvragen uit te proberen.",
    "The plan has one call. This round is an example, to try applications with.",
)


def open_rounds(house: House) -> None:
    """The envelope with its money, and both calls."""
    envelope = live.install_envelope()
    ledger.appropriate(
        envelope,
        Money(envelope.planned or 0),
        actor=None,
        key="example:appropriation",
        reason="Krediet 2025 (voorbeeld)",
        at=datetime(2025, 5, 12, 8, tzinfo=UTC),
    )
    house.calls[FIRST] = live.install_call(
        "defensie-2025",
        Text("Oproep defensie 2025 (voorbeeld)", "Defence call 2025 (example)"),
        opens=OPENS,
        closes=CLOSES,
        envelope=envelope,
        actor=None,
    )
    opens = min(AUTUMN, house.anchor - timedelta(days=68))
    second = live.install_call(
        "defensie-najaar-2026",
        Text("Oproep defensie najaar 2026 (voorbeeld)", "Defence call autumn 2026 (example)"),
        opens=opens,
        closes=house.today + CLOSES_IN,
        envelope=envelope,
        actor=None,
    )
    citation = Citation("example", "tweede ronde", Standing.UNCONFIRMED)
    second.notes = [{"text": NOTE.as_json(), **citation.as_json()}, *second.notes]
    second.save(update_fields=["notes"])
    house.calls[SECOND] = second


def rank(house: House, examples: Mapping[str, Example]) -> Story:
    """After the first round closed: one list within the envelope, decided on by a second person, carried out."""
    clock, call = Clock("ranking", RANKED), house.calls[FIRST]
    yield clock.wait(0)
    ready = [
        application.pk
        for application in house.applications.values()
        if application.call_id == call.pk and application.case and _ready(application.case)
    ]
    if not ready:
        return
    ranking = calls.propose_ranking(call.pk, actor=house.who("handler"), key="example:ranking", only=ready, at=clock.minute())
    yield clock.wait(2, 3)
    calls.decide_ranking(ranking.pk, actor=house.who("approver"), approved=True, at=clock.minute())
    yield clock.wait(3, 4)
    done = live.apply_ranking(call, actor=house.who("handler"), key="example:apply", at=clock.minute())
    _carry_on(house, examples, done, clock.at.date() + timedelta(days=6))
    house.timeline.start(_draw(house, examples, DRAWN, "given-up", "Een begunstigde zag van zijn toekenning af.", ("running",)))
    late = house.anchor - timedelta(days=22)
    house.timeline.start(_draw(house, examples, late, "stopped", "Een project is stopgezet; er kwam geld vrij.", _FRESH))
    last = house.anchor - timedelta(days=5)
    house.timeline.start(_draw(house, examples, last, "stopped-again", "Nog een project is stopgezet.", ()))


def _ready(case: Case) -> bool:
    return waits_at(case, "reviewed") and waits_at(case, "ethics_known")


_FRESH = ("awarded", "deciding_award", "award_to_notify")


def _draw(house: House, examples: Mapping[str, Example], day: date, key: str, reason: str, untils: tuple[str, ...]) -> Story:
    """`untils`: where the stories of those who are drawn end, in turn; empty while the new list waits for a decision."""
    clock, call = Clock(f"draw:{key}", day), house.calls[FIRST]
    yield clock.wait(0)
    try:
        ranking = calls.draw_from_reserve(
            call.pk, actor=house.who("handler"), key=f"example:draw:{key}", reason=reason, at=clock.minute()
        )
    except NotAllowed:
        return  # What came free is less than any application on the reserve list asks.
    if not untils:
        return
    yield clock.wait(3, 5)
    calls.decide_ranking(ranking.pk, actor=house.who("approver2"), approved=True, at=clock.minute())
    yield clock.wait(1, 3)
    done = live.apply_ranking(call, actor=house.who("handler"), key=f"example:apply:{key}", at=clock.minute())
    turn = cycle(untils)
    drawn = {id_: replace(example, until=next(turn)) for id_, example in examples.items() if _is_drawn(house, id_, done)}
    _carry_on(house, {**examples, **drawn}, {"award": done["award"]}, clock.at.date())


def _is_drawn(house: House, id_: str, done: Mapping[str, list[str]]) -> bool:
    application = house.applications.get(id_)
    return bool(application and application.case and application.case.reference in done["award"])


def _carry_on(house: House, examples: Mapping[str, Example], done: Mapping[str, list[str]], start: date) -> None:
    by_reference = {
        application.case.reference: (examples[id_], application.case)
        for id_, application in house.applications.items()
        if application.case
    }
    for reference in done["award"]:
        house.timeline.start(live_on(house, *by_reference[reference], start))
    for reference in done.get("reserve", ()):
        house.timeline.start(_leave_reserve(house, *by_reference[reference]))
    for reference in done.get("refuse", ()):
        example, case = by_reference[reference]
        house.timeline.start(refuse(house, example, case, Clock(f"{example.id}:refusal", start), "refusal_decided"))


def _leave_reserve(house: House, example: Example, case: Case) -> Story:
    """Some wait on the list; for others it was closed in the autumn, `days_ago` before the day of loading."""
    if example.until not in {"deciding_refusal", "refused", "refusal_to_notify", "objection"} or example.days_ago is None:
        return
    clock = Clock(f"{example.id}:reserve", house.anchor - timedelta(days=example.days_ago))
    yield clock.wait(0)
    if waits_at(case, "reserve"):
        house.act(case, "reserve_expired", "handler", clock.at, reason="De aanvrager wacht niet langer op de reservelijst.")
        yield from refuse(house, example, case, clock, "refusal_decided")


def months(house: House) -> Story:
    """Each month the terms that ran out are written down, as the office does every night."""
    clock = Clock("months", date(2025, 7, 1))
    while True:
        yield clock.at
        tick.tick(clock.at.date())
        clock.wait_for((clock.at.date().replace(day=1) + timedelta(days=32)).replace(day=1))
