"""What the page of a case shows of its screening: nothing when nobody of it is under watch."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from bolwerk.kernel import Text
from bolwerk.office.cases.models import Case
from bolwerk.office.identity import policies
from bolwerk.office.identity.models import User
from bolwerk.office.screening import selectors
from bolwerk.office.screening.models import Alert, State


@dataclass(frozen=True, slots=True)
class Panel:
    """How many parties are followed, why the case may not issue anything (() when clear), and the alerts that still live."""

    parties: int
    reasons: tuple[Text, ...]
    alerts: Sequence[Alert]
    may: bool


def panel_of(case: Case, user: User) -> Panel | None:
    parties = selectors.watched(case).count()
    if not parties or not policies.may(user, "case.facts.view", case):
        return None
    may = policies.may(user, "screening.view").allowed
    alive = selectors.alerts(case).exclude(state=State.CLOSED)
    return Panel(parties, selectors.blocks(case), list(alive) if may else (), may)
