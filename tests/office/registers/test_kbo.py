"""The KBO files come in; a bad line is named and the others come in all the same."""

from __future__ import annotations

from pathlib import Path

import pytest

from bolwerk.kernel import InvalidInput
from bolwerk.office.registers import kbo
from bolwerk.office.registers.models import Establishment, Organisation, Source

pytestmark = pytest.mark.django_db

FILES = {
    "enterprise.csv": "EnterpriseNumber,Status,JuridicalForm,StartDate\n0403.019.261,AC,014,01-02-1990\n"
    "0123.456.789,AC,014,01-02-1990\n0314.595.348,AC,015,31-02-2001\n0123.456.749,AC,015,01-03-2001\n",
    "denomination.csv": "EntityNumber,Language,TypeOfDenomination,Denomination\n0403.019.261,1,001,Alpha (exemple)\n"
    "0403.019.261,2,001,Alfa (voorbeeld)\n0403.019.261,2,003,Alfa Shop\n",
    "address.csv": "EntityNumber,TypeOfAddress,Zipcode,MunicipalityNL,StreetNL,HouseNumber\n"
    "0403.019.261,REGO,2000,Antwerpen,Kaai,12\n0403.019.261,REGO\n",
    "establishment.csv": "EstablishmentNumber,StartDate,EnterpriseNumber\n2.000.000.339,01-02-1990,0403.019.261\n"
    "9.000.000.339,01-02-1990,0403.019.261\n",
}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name, text in FILES.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    return tmp_path


def test_good_lines_come_in_with_where_they_come_from(folder: Path) -> None:
    report = kbo.import_folder(folder, actor=None)
    found = Organisation.objects.get(kbo="0403019261")
    assert (found.name, found.street, found.postcode) == ("Alfa (voorbeeld)", "Kaai 12", "2000")
    assert (found.source, found.source_name) == (Source.REGISTER, "KBO Open Data")
    assert Establishment.objects.get().organisation == found
    assert (report.organisations, report.establishments) == (1, 1)


def test_each_bad_line_is_named_by_file_and_line(folder: Path) -> None:
    places = {error.where for error in kbo.import_folder(folder, actor=None).errors}
    assert places == {
        "enterprise.csv, 3, EnterpriseNumber",
        "enterprise.csv, 4, StartDate",
        "establishment.csv, 3, EstablishmentNumber",
        "address.csv, 3",
        "0123456749, denomination.csv",
    }


def test_the_same_files_again_change_nothing(folder: Path) -> None:
    kbo.import_folder(folder, actor=None)
    before = Organisation.objects.values_list().get()
    kbo.import_folder(folder, actor=None)
    assert Organisation.objects.values_list().get() == before


def test_a_missing_file_or_column_stops_it(folder: Path) -> None:
    (folder / "address.csv").write_text("EntityNumber\n", encoding="utf-8")
    with pytest.raises(InvalidInput, match="column"):
        kbo.import_folder(folder, actor=None)
    (folder / "enterprise.csv").unlink()
    with pytest.raises(InvalidInput, match="missing"):
        kbo.import_folder(folder, actor=None)


def test_a_file_that_is_no_text_is_reported(folder: Path) -> None:
    (folder / "denomination.csv").write_bytes(FILES["denomination.csv"].encode() + b"\xff\xfe\x00,1,001,x\n")
    assert any("denomination.csv" in error.where for error in kbo.import_folder(folder, actor=None).errors)
