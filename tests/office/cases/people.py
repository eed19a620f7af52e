"""Fixtures: people, an organisation, the trial procedure. A conftest imports what its tests ask for."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date

import pytest

from bolwerk.office.identity.models import RoleGrant, User
from bolwerk.office.registers.models import Organisation
from tests.office.cases import grant


@pytest.fixture
def person(db: None) -> Callable[..., User]:
    """`person("an@example.be", "handler")`: an account that holds these roles since long."""

    def make(email: str, *roles: str) -> User:
        user = User.objects.create_user(email, name=email.split("@")[0])
        for role in roles:
            RoleGrant.objects.create(user=user, role=role, valid_from=date(2020, 1, 1))
        return user

    return make


@pytest.fixture
def handler(person: Callable[..., User]) -> User:
    return person("handler@example.be", "handler")


@pytest.fixture
def approver(person: Callable[..., User]) -> User:
    return person("approver@example.be", "approver")


@pytest.fixture
def coordinator(person: Callable[..., User]) -> User:
    return person("coordinator@example.be", "coordinator")


@pytest.fixture
def applicant(person: Callable[..., User], organisation: Organisation) -> User:
    from bolwerk.office.registers.models import Membership

    user = person("applicant@example.be", "applicant")
    Membership.objects.create(user=user, organisation=organisation)
    return user


@pytest.fixture
def organisation(db: None) -> Organisation:
    return Organisation.objects.create(kbo="0403019261", name="Voorbeeld NV (voorbeeld)", is_fictional=True)


@pytest.fixture
def grants() -> Iterator[None]:
    grant.install()
    yield
    grant.remove()
