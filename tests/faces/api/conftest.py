from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client

from bolwerk.engines.screening import Index
from bolwerk.faces.api import counting, standing
from bolwerk.office.identity import tokens
from bolwerk.office.identity.models import User
from tests.office.screening.conftest import (
    _nothing_held,
    approver,
    case,
    coordinator,
    handler,
    loaded,
    organisation,
    person,
    screener,
    second,
)
from tests.office.screening.world import LOZOVOJ

__all__ = [
    "_nothing_held",
    "approver",
    "case",
    "coordinator",
    "handler",
    "loaded",
    "organisation",
    "person",
    "screener",
    "second",
]
BASE = "/api/screening"


@pytest.fixture(autouse=True, scope="session")
def _compiled() -> None:
    """The engine compiles at first use: no request of a test waits for that."""
    standing.warm(Index.build([LOZOVOJ]))


@pytest.fixture(autouse=True)
def _fresh(home: Path) -> Iterator[None]:
    cache.clear()
    counting.forget()
    yield
    if (keeper := standing._keepers.pop(home / "lists", None)) is not None:
        keeper.settle()
    counting.forget()


class Program:
    """What a client does: JSON, with a key in the header, as `requests.post(url, json=…)` sends it."""

    def __init__(self, key: str, scheme: str = "ApiKey ") -> None:
        self.client = Client(headers={"authorization": scheme + key} if key else {})

    def post(self, path: str, body: Any, query: str = "") -> Any:
        text = body if isinstance(body, str | bytes) else json.dumps(body)
        return self.client.post(BASE + path + query, text, content_type="application/json")

    def get(self, path: str, **query: Any) -> Any:
        return self.client.get(BASE + path, query)


def key_of(user: User) -> str:
    return tokens.issue(user, name="proef", days=30, actor=user, key="proef")[1]


@pytest.fixture
def program(screener: User) -> Program:
    return Program(key_of(screener))


@pytest.fixture
def stranger() -> Program:
    return Program("")


@pytest.fixture
def program_of(person: Callable[..., User]) -> Callable[[str], Program]:
    return lambda role: Program(key_of(person(f"{role}@api.example", role)))
