"""The live state: it follows the journal, equals a cold replay, and starts anew when the journal was put back."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from bolwerk.engines.progress import Indicators, load
from bolwerk.kernel import Money, Text
from bolwerk.office.cases import services as cases
from bolwerk.office.cases.models import Case, Journal
from bolwerk.office.identity.models import User
from bolwerk.office.ledger import services as ledger
from bolwerk.office.progress.live import Live, Tally
from bolwerk.office.registers.models import Organisation
from bolwerk.plan import load as load_plan
from tests.office.cases.grant import ENVELOPE

pytestmark = pytest.mark.django_db

MARCH = datetime(2026, 3, 2, 9, tzinfo=UTC)
JUNE = datetime(2026, 6, 1, 9, tzinfo=UTC)
RULES = """
[[milestone]]
id = "2.1-a.open"
commitment = "2.1-a"
label = { nl = "Een eerste aanvraag", en = "A first application" }
register = "cases"
kind = "case_opened"
where = { procedure = "try-grant" }

[[target]]
id = "2.1-b.money"
commitment = "2.1-b"
label = { nl = "Vrijgemaakt", en = "Made available" }
aggregate = "sum"
field = "amount"
unit = { nl = "eurocent", en = "euro cents" }
goal = 100_000
register = "ledger"
kind = "appropriation"
where = { measure = "2.1" }
"""


@pytest.fixture
def indicators(tmp_path: Path) -> Indicators:
    file = tmp_path / "indicators.toml"
    file.write_text(RULES)
    return load([file])


@pytest.fixture
def live(indicators: Indicators) -> Live:
    return Live(load_plan(), indicators)


def opened(actor: User, organisation: Organisation, key: str, at: datetime) -> Case:
    return cases.open_case("try-grant", actor=actor, organisation=organisation, subject="Proef", payload={}, key=key, at=at)


def appropriated(amount: Money, key: str, at: datetime) -> None:
    ledger.open_envelope(ENVELOPE, Text("Proef", "Trial"), measure="2.1", planned=Money.euro(2_000))
    ledger.appropriate(ENVELOPE, amount, actor=None, key=key, at=at)


def test_a_step_in_a_case_shows_at_the_next_look(grants: None, live: Live, handler: User, organisation: Organisation) -> None:
    before = live.assess(date(2026, 6, 1)).commitment("2.1-a")
    opened(handler, organisation, "a", MARCH)
    after = live.assess(date(2026, 6, 1)).commitment("2.1-a")
    assert before.no_data
    assert after.delivery == "delivered"
    assert after.readings[0].reached_on == date(2026, 3, 2)


def test_a_day_before_the_first_record_says_no_data(
    grants: None, live: Live, handler: User, organisation: Organisation
) -> None:
    opened(handler, organisation, "a", MARCH)
    assert live.assess(date(2026, 3, 1)).commitment("2.1-a").no_data
    assert live.assess(date(2026, 3, 2)).commitment("2.1-a").delivery == "delivered"


def test_money_of_the_ledger_reaches_targets_and_money_lines(live: Live) -> None:
    appropriated(Money.euro(1_000), "x", MARCH)
    measure = live.assess(date(2026, 6, 1)).measure("2.1")
    assert measure.money.appropriated == Money.euro(1_000)
    assert measure.money.planned == Money.euro(2_000)
    assert measure.money.paid == Money(0)
    reading = next(s for s in measure.standings if s.commitment == "2.1-b").readings[0]
    assert reading.value == 100_000
    assert reading.holds


def test_growing_step_by_step_equals_a_cold_replay(grants: None, live: Live, handler: User, organisation: Organisation) -> None:
    for number in range(5):
        opened(handler, organisation, f"case-{number}", MARCH)
        appropriated(Money.euro(10 + number), f"money-{number}", JUNE)
        live.state()
    assert live.state().same_as(live.replayed())


def test_a_journal_that_was_put_back_is_read_anew(grants: None, live: Live, handler: User, organisation: Organisation) -> None:
    opened(handler, organisation, "a", MARCH)
    live._seq = Journal.objects.get().seq + 50
    assert live.assess(date(2026, 6, 1)).commitment("2.1-a").delivery == "delivered"


def test_tallies_count_records_and_subjects_and_name_none(
    grants: None, live: Live, indicators: Indicators, handler: User, organisation: Organisation
) -> None:
    opened(handler, organisation, "a", MARCH)
    opened(handler, organisation, "b", JUNE)
    live.state()
    counted = Tally("cases", "case_opened", 2, 2, date(2026, 3, 2), date(2026, 6, 1))
    assert live.tallies(indicators.milestones[0], date(2026, 12, 1)) == (counted,)
    assert live.tallies(indicators.milestones[0], date(2026, 3, 2))[0].records == 1


def test_the_series_of_an_envelope_runs_by_day(live: Live) -> None:
    appropriated(Money.euro(1_000), "x", MARCH)
    appropriated(Money.euro(500), "y", JUNE)
    points = live.series(date(2026, 12, 1), envelope=ENVELOPE)
    assert [(p.day, p.appropriated) for p in points] == [
        (date(2026, 3, 2), Money.euro(1_000)),
        (date(2026, 6, 1), Money.euro(1_500)),
    ]
