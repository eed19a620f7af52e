"""Sign-in as the house words it, with a clean count of wrong tries."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.core.cache import cache

from bolwerk.ui import sign_in_settings


@pytest.fixture
def signing_in(settings: Any) -> Iterator[Any]:
    for name in ("ACCOUNT_ADAPTER", "ACCOUNT_FORMS", "MFA_ADAPTER", "MFA_FORMS"):
        setattr(settings, name, getattr(sign_in_settings, name))
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    settings.DEMO = False
    cache.clear()
    yield settings
    cache.clear()
