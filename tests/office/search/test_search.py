"""Search finds what is there, both ways through a compound, and only what a person may see."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from bolwerk.office.cases.models import Case
from bolwerk.office.identity.models import RoleGrant, User
from bolwerk.office.registers.models import Membership, Organisation
from bolwerk.office.search import services
from bolwerk.office.search.selectors import search

pytestmark = pytest.mark.django_db
KBO = ("0403019261", "0314595348", "0123456749")


def _organisation(name: str, kbo: str) -> Organisation:
    return Organisation.objects.create(name=name, kbo=kbo, is_fictional=True)


def _case(subject: str, organisation: Organisation, number: int) -> Case:
    return Case.objects.create(
        reference=f"INV-2025-{number:04d}",
        procedure="investment.call",
        procedure_version="1",
        organisation=organisation,
        subject=subject,
        opened_at=datetime(2025, 5, number, tzinfo=UTC),
    )


@pytest.fixture
def house() -> dict[str, Any]:
    handler = User.objects.create_user("handler@voorbeeld.example")
    RoleGrant.objects.create(user=handler, role="handler")
    applicant = User.objects.create_user("aanvrager@voorbeeld.example")
    mine, other = _organisation("Lichtveld (voorbeeld)", KBO[0]), _organisation("Nachtzicht (voorbeeld)", KBO[1])
    Membership.objects.create(user=applicant, organisation=mine)
    cases = (
        _case("Dronedetectie boven de haven", mine, 1),
        _case("Subsidie voor defensie: een drone met camera", other, 2),
        _case("Detectie van storingen", other, 3),
    )
    services.reindex()
    return {"handler": handler, "applicant": applicant, "mine": mine, "cases": cases}


def _codes(user: User, query: str) -> list[str]:
    return [hit.code for hit in search(user, query)]


def test_a_part_finds_the_compound(house: dict[str, Any]) -> None:
    assert set(_codes(house["handler"], "drone")) == {"INV-2025-0001", "INV-2025-0002"}


def test_a_compound_finds_its_parts(house: dict[str, Any]) -> None:
    assert _codes(house["handler"], "defensiesubsidie") == ["INV-2025-0002"]


def test_a_plural_finds_the_singular(house: dict[str, Any]) -> None:
    assert "INV-2025-0002" in _codes(house["handler"], "drones")


def test_every_word_must_be_there(house: dict[str, Any]) -> None:
    assert _codes(house["handler"], "drone haven") == ["INV-2025-0001"]
    assert _codes(house["handler"], "drone onvindbaar") == []


@pytest.mark.parametrize("query", ["0403.019.261", "BE 0403 019 261", "0403019261"])
def test_a_kbo_number_hits_its_organisation(house: dict[str, Any], query: str) -> None:
    assert _codes(house["handler"], query)[0] == KBO[0]


def test_a_reference_hits_its_case(house: dict[str, Any]) -> None:
    assert _codes(house["handler"], "inv-2025-0003") == ["INV-2025-0003"]


def test_an_applicant_finds_only_its_own(house: dict[str, Any]) -> None:
    assert _codes(house["applicant"], "drone") == ["INV-2025-0001"]
    assert _codes(house["applicant"], KBO[1]) == []


def test_what_was_asked_stands_out(house: dict[str, Any]) -> None:
    (hit,) = search(house["applicant"], "drone")
    assert ("Dronedetectie", True) in hit.title
    assert ("haven", False) in hit.title


def test_a_changed_subject_is_found_by_its_new_words_only(house: dict[str, Any]) -> None:
    case = house["cases"][2]
    case.subject = "Sonar onder water"
    case.save()
    services.index_case(case)
    assert _codes(house["handler"], "sonar") == ["INV-2025-0003"]
    assert "INV-2025-0003" not in _codes(house["handler"], "storingen")


@pytest.mark.parametrize("query", ["", "   ", "de het", "%_';--", "\x00", "x" * 5000, "(((", "0403.019.262"])
def test_no_query_breaks_it(house: dict[str, Any], query: str) -> None:
    assert isinstance(search(house["handler"], query), tuple)
