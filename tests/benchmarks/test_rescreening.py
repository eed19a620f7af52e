"""A list update with ten thousand changes over a hundred thousand subjects under watch: less than a minute, and exact."""

from __future__ import annotations

import time
from random import Random

import pytest

from bolwerk.engines.screening import PROFILES, Entity
from bolwerk.office.screening import lists, services
from bolwerk.office.screening.models import Alert
from tests.office.screening.conftest import _nothing_held
from tests.office.screening.world import load

__all__ = ["_nothing_held"]

pytestmark = [pytest.mark.benchmark, pytest.mark.django_db]
SUBJECTS, ENTRIES, CHANGES = 100_000, 20_000, 10_000
_SOUNDS = ("a", "e", "i", "o", "u", "an", "el")
_PARTS = tuple(f"{first}{rest}" for first in ("b", "k", "l", "m", "v", "t", "s", "dr", "p", "z") for rest in _SOUNDS)
_GIVEN = tuple(f"{first}{rest}" for first in ("Al", "Be", "Cor", "Da", "Fa", "Gre", "Hu", "Jo", "Ka", "Lu") for rest in _SOUNDS)


def a_name(dice: Random) -> str:
    family = "".join(dice.choice(_PARTS) for _ in range(dice.randint(3, 4))).capitalize()
    return f"{dice.choice(_GIVEN)} {dice.choice(_GIVEN)} {family}"


def an_entry(dice: Random, number: int) -> Entity:
    properties = {"name": (a_name(dice),), "birthDate": (str(dice.randint(1940, 1999)),)}
    return Entity(f"E-{number}", "Person", properties)


def test_ten_thousand_changes_over_a_hundred_thousand_subjects_take_less_than_a_minute() -> None:
    dice = Random(7)
    entries = [an_entry(dice, number) for number in range(ENTRIES)]
    load("proef", entries)
    everybody = [services.Subject(f"p:{n}", Entity("", "Person", {"name": (a_name(dice),)})) for n in range(SUBJECTS)]
    services.screen(everybody, case=None, profile="export-licence", why="", actor=None, key="all")
    for number in dice.sample(range(ENTRIES), CHANGES):
        entries[number] = an_entry(dice, number)
    load("proef", entries)
    before = set(Alert.objects.exclude(state="closed").values_list("subject__ref", "entity_id", "entry_digest"))
    start = time.perf_counter()
    (run,) = services.rescreen(actor=None, key="r")
    took = time.perf_counter() - start
    after = set(Alert.objects.exclude(state="closed").values_list("subject__ref", "entity_id", "entry_digest"))
    subjects = [Entity(one.ref, "Person", one.entity.properties) for one in everybody]
    force = lists.current()
    full = {(h.subject, h.entity, h.entity_digest) for h in lists.screened(force.index, subjects, PROFILES["export-licence"])}
    print(f"\n{run.receipt['counts']} {run.effect}: {took:.1f} s")  # noqa: T201
    assert run.receipt["counts"] | {"hits": 0} == {
        "subjects": SUBJECTS, "entries": ENTRIES, "compared": CHANGES, "hits": 0
    }  # fmt: skip
    assert after == full
    assert run.effect["raised"] == len(after - before)
    assert took < 60
