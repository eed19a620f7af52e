"""The world behind the boards, and somebody who looks at them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from bolwerk.office.cases.models import Case
from bolwerk.office.identity.models import User
from tests.domains.ethics.world import EsacWorld

Visit = Callable[..., Client]


@pytest.fixture
def world(settings: Any, db: None) -> EsacWorld:
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]  # nobody types a password here
    return EsacWorld()


@pytest.fixture
def visit(world: EsacWorld) -> Visit:
    """A browser signed in as one of the people of the world, in Dutch unless told otherwise."""

    def signed_in(who: str | User, language: str = "nl") -> Client:
        client = Client(headers={"accept-language": language})
        client.force_login(world.people[who] if isinstance(who, str) else who)
        return client

    return signed_in


@pytest.fixture
def admitted(world: EsacWorld) -> Callable[..., Case]:
    """An application that is being reviewed, and needs no advice."""

    def make(**kwargs: Any) -> Case:
        case = world.submitted(**kwargs)
        world.act(case, "declared_admissible", "handler")
        world.judge(case, "project.mainly_military", False)
        return world.act(case, "esac_found_unneeded", "handler", reason="Civiel met dubbel gebruik.")

    return make
