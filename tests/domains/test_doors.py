"""What every domain promises at its door."""

from __future__ import annotations

import pytest

from bolwerk.domains import DOMAINS, doors
from bolwerk.engines import rules
from bolwerk.engines.procedures import check

SURFACE = ("LAW", "READINGS", "PROCEDURES", "INDICATORS")


def test_every_domain_has_its_door() -> None:
    assert tuple(doors()) == DOMAINS


@pytest.mark.parametrize("name", DOMAINS)
def test_a_door_shows_law_readings_procedures_and_indicators(name: str) -> None:
    door = doors()[name]
    assert all(hasattr(door, part) for part in SURFACE)
    assert set(door.__all__) >= set(SURFACE)
    assert all(hasattr(door, part) for part in door.__all__)


@pytest.mark.parametrize("name", DOMAINS)
def test_the_law_has_no_error_and_no_gap(name: str) -> None:
    findings = rules.load([doors()[name].LAW]).check()
    assert [f for f in findings if f.level == "error" or f.kind not in ("soft_link",)] == []


@pytest.mark.parametrize("name", DOMAINS)
def test_every_reading_is_a_file_that_can_be_applied(name: str) -> None:
    door = doors()[name]
    book = rules.load([door.LAW])
    for reading in door.READINGS:
        assert book.amend(reading).version != book.version


@pytest.mark.parametrize("name", DOMAINS)
def test_every_procedure_is_sound(name: str) -> None:
    for procedure in doors()[name].PROCEDURES:
        assert check(procedure) == ()


def test_all_law_loads_as_one_book_without_a_clash() -> None:
    book = rules.load([door.LAW for door in doors().values()])
    assert {"aid.rate", "esac.triage", "aid.admissible", "export.duties_to_tell"} <= set(book.rules)
