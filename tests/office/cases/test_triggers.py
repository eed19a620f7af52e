"""The database itself refuses to change or remove what was written."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction

from bolwerk.kernel import BRUSSELS, Money, Text
from bolwerk.office.cases import services
from bolwerk.office.ledger import services as ledger
from tests.office.cases.grant import PROCEDURE

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("grants")]

REFUSED = [
    "UPDATE cases_caseevent SET reason = 'anders'",
    "UPDATE cases_caseevent SET journal_seq = 99",
    "DELETE FROM cases_caseevent",
    "DELETE FROM cases_case",
    "UPDATE ledger_entry SET amount = 1",
    "DELETE FROM ledger_entry",
    "DELETE FROM ledger_envelope",
    "DELETE FROM ledger_obligation",
]
ENGINE_ONLY = {
    "postgresql": ["TRUNCATE cases_caseevent CASCADE", "TRUNCATE ledger_entry"],
    "sqlite": [
        "INSERT OR REPLACE INTO cases_caseevent SELECT * FROM cases_caseevent",
        "INSERT OR REPLACE INTO ledger_entry SELECT * FROM ledger_entry",
    ],
}


@pytest.fixture
def written(applicant: Any, organisation: Any, grants: None) -> None:
    at = datetime(2025, 5, 15, tzinfo=BRUSSELS)
    services.open_case(PROCEDURE.id, actor=applicant, organisation=organisation, subject="Proef", key="o", at=at)
    envelope = ledger.open_envelope("E", Text.same("E"))
    ledger.appropriate(envelope, Money(10), actor=None, key="a")
    ledger.commit(envelope, Money(5), actor=None, key="c")
    connection.check_constraints()


@pytest.mark.usefixtures("written")
@pytest.mark.parametrize("statement", [*REFUSED, *ENGINE_ONLY[connection.vendor]])
def test_what_is_written_stays(statement: str) -> None:
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)


@pytest.mark.usefixtures("written")
@pytest.mark.parametrize("statement", ["UPDATE cases_case SET subject = 'x'", "UPDATE ledger_envelope SET label_nl = 'x'"])
def test_what_is_a_cache_or_a_label_may_change(statement: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement)
