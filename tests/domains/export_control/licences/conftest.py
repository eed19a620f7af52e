from __future__ import annotations

from collections.abc import Iterator

import pytest

from bolwerk.office.cases import registry
from tests.domains.export_control.licences.world import GRANTING, World


@pytest.fixture
def world(db: None) -> Iterator[World]:
    yield World()
    registry.forget(GRANTING.id)
