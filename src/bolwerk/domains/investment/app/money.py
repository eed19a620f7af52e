"""The money of one case: what was promised, which instalment comes next, what is left."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bolwerk.kernel import Money
from bolwerk.office.calls.instalments import Instalment
from bolwerk.office.calls.models import Award
from bolwerk.office.calls.selectors import award_plan
from bolwerk.office.ledger.models import Kind, Obligation

if TYPE_CHECKING:
    from bolwerk.office.cases.models import Case


def obligation_of(case: Case) -> Obligation | None:
    """The promise that stands for this case."""
    return Obligation.objects.filter(case=case).select_related("envelope").order_by("-pk").first()


def award_of(case: Case) -> Award | None:
    return Award.objects.filter(application__case=case).select_related("application__call").first()


def next_instalment(case: Case) -> tuple[Instalment, Money] | None:
    """The next part of the award to claim before the balance; None when only the balance is left, or there is no award."""
    award, obligation = award_of(case), obligation_of(case)
    if award is None or obligation is None:
        return None
    paid = obligation.entries.filter(kind=Kind.PAYMENT).count()
    before_balance = award_plan(award)[:-1]
    return before_balance[paid] if paid < len(before_balance) else None
