"""A quick password hasher: what is tested here is not how passwords are kept."""

from __future__ import annotations

from typing import Any

import pytest

from tests.faces.desk.here import Here


@pytest.fixture(autouse=True)
def _quick_passwords(settings: Any) -> None:
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.fixture
def here(_quick_passwords: None, db: None) -> Here:
    return Here()
