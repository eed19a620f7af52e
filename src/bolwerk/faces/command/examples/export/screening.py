"""The hits of the example, decided by its screeners: true, false, put to another hand, or still open."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from bolwerk.faces.command.examples.export import words
from bolwerk.faces.command.examples.house import after
from bolwerk.faces.command.examples.timeline import Clock, Story
from bolwerk.office.screening import selectors, services

if TYPE_CHECKING:
    from bolwerk.faces.command.examples.export.data import Export
    from bolwerk.faces.command.examples.house import House
    from bolwerk.office.cases.models import Case
    from bolwerk.office.screening.models import Alert


def screened(case: Case) -> bool:
    """Whether no hit waits for a decision."""
    return not selectors.open_alerts(case).exists()


def decide_hits(house: House, example: Export, case: Case, day: date) -> Story:
    """Within some days of receipt. What stays open in the example stays open, or with the other hand."""
    if not selectors.open_alerts(case).exists() or example.end == "received":
        return
    clock = Clock(f"{example.id}:screening", day)
    yield clock.wait(1, 3)
    case.refresh_from_db()
    if case.status != "open":
        return
    truth = {one.name: one.hit for one in (*example.buyers, *([example.carrier] if example.carrier else []))}
    for alert in list(selectors.open_alerts(case)):
        outcome = truth.get(alert.subject.caption) or "false"
        if outcome == "undecided" or example.end == "hit_open":
            if sum(example.id.encode()) % 2:
                _decide(house, alert, "escalated", words.DOUBT, "screener", clock)
            continue
        if outcome == "true":
            _decide(house, alert, "true_hit", words.TRUE_HIT, "screener", clock)
        elif clock.random.random() < 0.2:
            _decide(house, alert, "escalated", words.DOUBT, "screener", clock)
            _decide(house, alert, "false_hit", words.FALSE_HIT, "screener2", clock)
        else:
            _decide(house, alert, "false_hit", words.FALSE_HIT, "screener", clock)


def _decide(house: House, alert: Alert, outcome: str, reason: str, who: str, clock: Clock) -> None:
    at = clock.minute()
    services.decide(
        alert.pk,
        outcome,
        reason=reason,
        actor=house.who(who),
        key=f"example:hit:{alert.pk}:{outcome}:{who}",
        at=after(alert.case, at) if alert.case else at,
    )
