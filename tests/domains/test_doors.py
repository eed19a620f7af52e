"""What every domain promises at its door."""

from __future__ import annotations

import pytest

from bolwerk import plan
from bolwerk.domains import DOMAINS, doors
from bolwerk.engines import progress, rules
from bolwerk.engines.procedures import OPENED, check

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


@pytest.mark.parametrize("name", DOMAINS)
def test_every_indicator_belongs_to_a_commitment_of_the_plan(name: str) -> None:
    promised = {commitment.id for measure in plan.load().measures for commitment in measure.commitments}
    indicators = progress.load([doors()[name].INDICATORS])
    assert len(indicators)
    assert set(indicators.by_commitment) <= promised


@pytest.mark.parametrize("name", DOMAINS)
def test_every_case_event_that_an_indicator_counts_exists_in_a_procedure(name: str) -> None:
    known = {kind for door in doors().values() for p in door.PROCEDURES for kind in (*p.move_of, *p.note_of, OPENED)}
    for indicator in progress.load([doors()[name].INDICATORS]):
        matches = [indicator.match, getattr(indicator, "other", None)]
        assert all(set(match.kinds) <= known for match in matches if match and match.register == "cases")
