from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bolwerk.office.cases.models import Case
from bolwerk.office.identity.models import User
from bolwerk.office.registers.models import Organisation
from bolwerk.office.screening import lists
from tests.office.cases.people import approver, coordinator, handler, organisation, person
from tests.office.screening import world

__all__ = ["approver", "coordinator", "handler", "organisation", "person"]


@pytest.fixture(autouse=True)
def _nothing_held(home: Path) -> Iterator[None]:
    """What an earlier test opened is of another home."""
    lists._held.clear()
    yield
    lists._held.clear()


@pytest.fixture
def loaded(home: Path) -> None:
    world.load("proef", world.LIST)


@pytest.fixture
def screener(person: Callable[..., User]) -> User:
    return person("screener@example.be", "screener")


@pytest.fixture
def second(person: Callable[..., User]) -> User:
    return person("second@example.be", "screener")


@pytest.fixture
def case(organisation: Organisation, handler: User) -> Case:
    return Case.objects.create(
        reference="TRY-2026-0001",
        procedure="try-grant",
        procedure_version="1",
        organisation=organisation,
        subject="Proef",
        opened_at=datetime(2026, 5, 1, tzinfo=UTC),
        opened_by=handler,
    )
