"""The index is kept in the same step that changes what it tells of: found at once, or not there at all."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from django.db import transaction

from bolwerk.kernel import NotAllowed
from bolwerk.office.cases import services as cases
from bolwerk.office.identity.models import User
from bolwerk.office.registers import kbo
from bolwerk.office.registers import services as registers
from bolwerk.office.registers.models import Organisation
from bolwerk.office.search.models import Entry
from bolwerk.office.search.selectors import search

pytestmark = pytest.mark.django_db


def codes(user: User, query: str) -> list[str]:
    return [result.code for result in search(user, query)]


def test_a_case_is_found_as_soon_as_it_is_open(
    grants: None, applicant: User, handler: User, organisation: Organisation
) -> None:
    assert codes(handler, "havendrone") == []
    case = cases.open_case(
        "try-grant", actor=applicant, organisation=organisation, subject="Een havendrone", payload={}, key="open"
    )
    assert codes(handler, "havendrone") == [case.reference]
    again = cases.open_case(
        "try-grant", actor=applicant, organisation=organisation, subject="Een havendrone", payload={}, key="open"
    )
    assert again.pk == case.pk
    assert codes(handler, case.reference) == [case.reference]


def test_a_case_that_was_undone_is_not_found(grants: None, applicant: User, organisation: Organisation) -> None:
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        cases.open_case("try-grant", actor=applicant, organisation=organisation, subject="Weg", payload={}, key="open")
        raise ZeroDivisionError
    assert not Entry.objects.filter(case__isnull=False).exists()


def test_a_case_that_was_refused_is_not_found(grants: None, person: Callable[..., User], organisation: Organisation) -> None:
    stranger = person("vreemd@example.be", "applicant")
    with pytest.raises(NotAllowed):
        cases.open_case("try-grant", actor=stranger, organisation=organisation, subject="Weg", payload={}, key="open")
    assert not Entry.objects.filter(case__isnull=False).exists()


def test_an_organisation_is_found_when_registered_and_under_its_new_name(grants: None, handler: User) -> None:
    made = registers.register_organisation("0314595348", "Nachtzicht (voorbeeld)", actor=handler, municipality="Gent")
    case = cases.open_case("try-grant", actor=None, organisation=made, subject="Een radar", payload={}, key="open")
    assert codes(handler, "nachtzicht") == [made.kbo, case.reference]
    registers.update(made, {"name": "Dagzicht (voorbeeld)"}, actor=handler, reason="Nieuwe naam")
    assert codes(handler, "nachtzicht") == []
    assert codes(handler, "dagzicht") == [made.kbo, case.reference]
    registers.register_organisation("0314595348", "Schemer (voorbeeld)", actor=handler, municipality="Brugge")
    assert codes(handler, "schemer brugge") == [made.kbo]


def test_an_imported_organisation_is_found(handler: User, tmp_path: Path) -> None:
    rows = {
        "enterprise": ("EnterpriseNumber,JuridicalForm,StartDate", "0403.019.261,014,01-02-2003"),
        "denomination": ("EntityNumber,Language,TypeOfDenomination,Denomination", "0403.019.261,2,001,Lichtveld"),
        "address": (
            "EntityNumber,TypeOfAddress,Zipcode,MunicipalityNL,StreetNL,HouseNumber",
            "0403.019.261,REGO,9000,Gent,Kaai,1",
        ),
        "establishment": ("EstablishmentNumber,StartDate,EnterpriseNumber",),
    }
    for name, lines in rows.items():
        (tmp_path / f"{name}.csv").write_text("\n".join(lines) + "\n")
    report = kbo.import_folder(tmp_path, actor=None)
    assert (report.organisations, report.errors) == (1, [])
    assert codes(handler, "lichtveld") == ["0403019261"]
