from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime
from types import SimpleNamespace

import pytest

from bolwerk.faces.monitor import house
from bolwerk.kernel import Money, Text
from bolwerk.office.calls.models import Call
from bolwerk.office.cases import services as cases
from bolwerk.office.identity.models import User
from bolwerk.office.ledger import services as ledger
from bolwerk.office.registers.models import Organisation
from tests.office.cases.people import applicant, approver, coordinator, grants, handler, organisation, person

__all__ = ["applicant", "approver", "coordinator", "grants", "handler", "organisation", "person"]

MAY = datetime(2025, 5, 20, 9, tzinfo=UTC)
NOVEMBER = datetime(2025, 11, 20, 9, tzinfo=UTC)
ENVELOPE = "DEF-2025"


@pytest.fixture(autouse=True)
def _from_nothing() -> Iterator[None]:
    """Each test has a database of its own; the live state must not remember that of another."""
    house.forget()
    yield
    house.forget()


@pytest.fixture
def running(applicant: User, organisation: Organisation) -> SimpleNamespace:
    """The call of measure 2.1 runs: an application in May 2025, 10 million at hand, 4 million promised in November."""
    Call.objects.create(
        code="oproep", title_nl="Oproep", title_en="Call", measure="2.1", kit="defence", opens_at=MAY, closes_at=NOVEMBER
    )
    case = cases.open_case(
        "subsidy.research", actor=applicant, organisation=organisation, subject="Geheim project", payload={}, key="case", at=MAY
    )
    ledger.open_envelope(ENVELOPE, Text("Oproep", "Call"), measure="2.1", year=2025, planned=Money.euro(10_000_000))
    ledger.appropriate(ENVELOPE, Money.euro(10_000_000), actor=None, key="in", at=MAY)
    ledger.commit(ENVELOPE, Money.euro(4_000_000), actor=None, key="out", at=NOVEMBER)
    return SimpleNamespace(case=case, organisation=organisation, day=date(2026, 1, 15))
