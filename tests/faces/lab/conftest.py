from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from django.core.cache import cache
from django.test import Client

from bolwerk.office.identity.models import Role, User
from tests.domains.investment.world import World

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


@pytest.fixture(autouse=True)
def _nothing_remembered() -> Iterator[None]:
    """Each test has a database of its own; what another reckoned must not show."""
    cache.clear()
    yield
    cache.clear()


@pytest.fixture
def world(db: None) -> World:
    world = World()
    world.people["analyst"] = world.person("analyst", Role.ANALYST)
    return world


@pytest.fixture
def sign_in() -> Callable[[User], Client]:
    def enter(user: User, language: str = "nl") -> Client:
        client = Client(headers={"accept-language": language})
        client.force_login(user, backend=BACKEND)
        return client

    return enter


@pytest.fixture
def client(world: World, sign_in: Callable[[User], Client]) -> Client:
    """The analyst."""
    return sign_in(world.people["analyst"])
