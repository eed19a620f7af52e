"""A world in which licences are applied for, with a procedure for each kind, in a private store of its own."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from bolwerk.office.cases import registry
from tests.domains.export_control.applying.world import World, register_small


@pytest.fixture(autouse=True)
def _own_house(settings: Any, tmp_path: Path) -> Iterator[None]:
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    settings.MEDIA_ROOT = tmp_path
    made = register_small()
    yield
    for name in made:
        registry.forget(name)


@pytest.fixture
def world(_own_house: None, db: None) -> World:
    return World()
