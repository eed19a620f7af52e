"""The whole table on rows of the database: every operation, role, tie and state, one by one and as lists."""

from __future__ import annotations

from collections import defaultdict
from random import Random

import pytest

from bolwerk.office.identity import policies
from bolwerk.office.identity.models import User
from bolwerk.office.identity.subjects import SUBJECTS
from tests.office.identity.expectation import EXPECTED, ROLES, allowed
from tests.office.identity.realm import AHEAD, Realm, Thing

pytestmark = pytest.mark.django_db


def ready(realm: Realm, kind: str) -> list[tuple[Thing, object]]:
    """The things of a kind, read anew with all that their ties need."""
    things = realm.of(kind)
    model = type(things[0].row)
    rows = model._base_manager.prefetch_related(*AHEAD.get(kind, ())).in_bulk([thing.row.pk for thing in things])
    return [(thing, rows[thing.row.pk]) for thing in things]


def accounts() -> dict[int, User]:
    return User.objects.prefetch_related("role_grants", "memberships", "interests").in_bulk()


def test_the_expectation_names_every_operation_of_the_table() -> None:
    assert set(EXPECTED) == set(policies.OPERATIONS)


def test_every_cell_of_role_operation_tie_and_state_is_as_expected() -> None:
    realm = Realm(Random(1))
    users = accounts()
    rows = {kind: ready(realm, kind) for kind in dict.fromkeys(kind for kind, _ in EXPECTED.values())}
    wrong, cells, seen = [], 0, defaultdict(set)
    for operation, (kind, letters) in EXPECTED.items():
        for thing, row in rows[kind]:
            for who in realm.people:
                expected = allowed(who, operation, thing)
                cells += 1
                seen[operation, who.role].add(expected)
                if policies.may(users[who.pk], operation, row).allowed is not expected:
                    wrong.append((operation, who.role, who.team, who.tie, thing.state, row, expected))
        for role, letter in zip(ROLES, letters.split(), strict=True):
            # A cell that is only ever yes, or only ever no, would prove little.
            assert (True in seen[operation, role]) is (letter != "-"), (operation, role)
            assert False in seen[operation, role] or letter == "A" or kind == "attestation", (operation, role)
    assert wrong == []
    assert cells > 50_000


@pytest.mark.parametrize("seed", [2, 3])
def test_a_list_shows_exactly_what_is_allowed_one_by_one(seed: int) -> None:
    dice = Random(seed)
    realm = Realm(dice)
    users = accounts()
    kinds = dict.fromkeys(kind for kind, _ in EXPECTED.values())
    assert {type(realm.of(kind)[0].row)._meta.label for kind in kinds} == set(SUBJECTS)
    for operation, (kind, _) in EXPECTED.items():
        rows = [row for _, row in ready(realm, kind)]
        everything = type(rows[0])._base_manager.filter(pk__in=[row.pk for row in rows])
        for who in dice.sample(realm.people, 14):
            user = users[who.pk]
            listed = list(policies.visible(user, everything, operation).values_list("pk", flat=True))
            expected = {row.pk for row in rows if policies.may(user, operation, row)}
            assert len(listed) == len(set(listed)), f"{operation} lists a row twice"
            assert set(listed) == expected, (operation, who)
