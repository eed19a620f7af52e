"""A world in which applications are handled, with fictional lists in force."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from bolwerk.office.screening import lists
from tests.domains.export_control.handling.world import Office
from tests.office.screening import world as screening


@pytest.fixture(autouse=True)
def _nothing_held(home: Path) -> Iterator[None]:
    """What an earlier test opened is of another home."""
    lists._held.clear()
    yield
    lists._held.clear()


@pytest.fixture
def office(db: None, home: Path) -> Office:
    screening.load("proef", screening.LIST)
    return Office()
