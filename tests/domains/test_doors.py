"""What every domain promises at its door."""

from __future__ import annotations

import pytest

from bolwerk import plan
from bolwerk.domains import DOMAINS, book, book_of, domain_of, doors, indicators, procedures
from bolwerk.engines import progress
from bolwerk.engines.procedures import OPENED, check

SURFACE = ("LAW", "READINGS")
RUNNING = tuple(name for name in DOMAINS if hasattr(doors()[name], "PROCEDURES"))
"""The fields that run cases; each measures its commitments with their events."""


def test_every_domain_has_its_door() -> None:
    assert tuple(doors()) == DOMAINS
    assert {"ethics", "investment"} <= set(RUNNING)


@pytest.mark.parametrize("name", DOMAINS)
def test_a_door_shows_law_and_readings(name: str) -> None:
    door = doors()[name]
    assert all(hasattr(door, part) for part in SURFACE)
    assert set(door.__all__) >= set(SURFACE)
    assert all(hasattr(door, part) for part in door.__all__)


@pytest.mark.parametrize("name", DOMAINS)
def test_a_field_decides_something(name: str) -> None:
    assert any(domain_of(rule) == name for rule in book_of(name).rules)


@pytest.mark.parametrize("name", DOMAINS)
def test_the_law_has_no_error_and_no_gap(name: str) -> None:
    findings = book_of(name).check()
    assert [f for f in findings if f.level == "error" or f.kind not in ("soft_link",)] == []


@pytest.mark.parametrize("name", DOMAINS)
def test_every_reading_is_a_file_that_can_be_applied(name: str) -> None:
    for reading in doors()[name].READINGS:
        assert book_of(name).amend(reading).version != book_of(name).version


@pytest.mark.parametrize("procedure", procedures(), ids=lambda procedure: procedure.id)
def test_every_procedure_is_sound(procedure: object) -> None:
    assert check(procedure) == ()  # type: ignore[arg-type]


def test_all_law_loads_as_one_book_without_a_clash() -> None:
    assert {"aid.rate", "esac.triage", "aid.admissible", "export.duties_to_tell"} <= set(book().rules)


@pytest.mark.parametrize("name", RUNNING)
def test_every_indicator_belongs_to_a_commitment_of_the_plan(name: str) -> None:
    promised = {commitment.id for measure in plan.load().measures for commitment in measure.commitments}
    found = progress.load([doors()[name].INDICATORS])
    assert len(found)
    assert set(found.by_commitment) <= promised


def test_every_case_event_that_an_indicator_counts_exists_in_a_procedure() -> None:
    known = {kind for p in procedures() for kind in (*p.move_of, *p.note_of, OPENED)}
    for indicator in indicators():
        matches = [indicator.match, getattr(indicator, "other", None)]
        assert all(set(match.kinds) <= known for match in matches if match and match.register == "cases")
