"""What people type and paste: exact quantities, codes by their grammar, tables in any encoding; never a crash."""

from __future__ import annotations

import io
from decimal import Decimal
from typing import Any

import pytest
import xlsxwriter

from bolwerk.domains.export_control.app.applying.reading import identifiers, quantity, read_lines, read_parties
from bolwerk.domains.export_control.app.applying.tables import read_file, read_text
from bolwerk.kernel import InvalidInput
from tests.domains.export_control.applying.world import BUYER, LINE


@pytest.mark.parametrize(
    ("raw", "unit", "read"),
    [
        ("12", "pieces", "12"),
        ("1.250", "pieces", "1250"),
        ("1.250.000", "kg", "1250000"),
        ("0,75", "kg", "0.75"),
        ("0.75", "kg", "0.75"),
        ("1 250,5", "kg", "1250.5"),
        ("0,0001", "g", "0.0001"),
        ("99999999999999", "pieces", "99999999999999"),
    ],
)
def test_a_quantity_is_read_exactly(raw: str, unit: str, read: str) -> None:
    assert quantity(raw, unit) == Decimal(read)


@pytest.mark.parametrize(
    ("raw", "unit", "says"),
    [
        ("0", "pieces", "meer dan nul"),
        ("-3", "pieces", "geen hoeveelheid"),
        ("1,5", "pieces", "Een deel van een stuk"),
        ("1.250", "kg", "twee dingen"),
        ("0,00001", "kg", "vier cijfers"),
        ("1e9", "pieces", "geen hoeveelheid"),
        ("NaN", "kg", "geen hoeveelheid"),
        ("١٢", "pieces", ""),
        ("100000000000000", "pieces", "te groot"),
        ("9" * 10_000, "pieces", "te groot"),
        ("x" * 10_000, "pieces", "geen hoeveelheid"),
    ],
    ids=["nought", "negative", "half", "two-meanings", "five-places", "exponent", "nan", "arabic", "large", "huge", "long"],
)
def test_an_impossible_quantity_is_refused_with_what_to_do(raw: str, unit: str, says: str) -> None:
    with pytest.raises(InvalidInput) as error:
        quantity(raw, unit)
    assert says in error.value.what.nl and error.value.mend.nl and len(error.value.what.nl) < 200


@pytest.mark.parametrize(
    ("raw", "code"),
    [
        ("ML1.a", "ML1.a"),
        ("ml1a", "ML1.a"),
        ("ML22", "ML22"),
        ("ML 15 d", "ML15.d"),
        ("5a002.A.1", "5A002.a.1"),
        ("6A005", "6A005"),
    ],
)
def test_a_code_is_written_as_on_its_list(raw: str, code: str) -> None:
    [line], _ = read_lines([{**LINE, "code": raw}])
    assert line.code == code


@pytest.mark.parametrize("raw", ["ML23", "ML0", "ML", "5F002", "5A02", "Ω5A002", "5A002; DROP", "a" * 10_000, "2.I.n"])
def test_an_unknown_code_is_refused(raw: str) -> None:
    assert (1, "code") in problems([{**LINE, "code": raw}])


def problems(rows: list[dict[str, Any]]) -> set[tuple[int, str]]:
    return {(one.row, one.field) for one in read_lines(rows)[1]}


def test_each_row_says_what_is_wrong_with_it_and_the_good_ones_are_read() -> None:
    rows = [LINE, {**LINE, "quantity": "-1"}, {**LINE, "code": "ML99"}, {**LINE, "value": "-5"}, {**LINE, "cn": "12"}, {}]
    read, _ = read_lines(rows)
    assert [row.number for row in read] == [1]
    wanted = {(2, "quantity"), (3, "code"), (4, "value"), (5, "cn")}
    assert wanted | {(6, name) for name in ("description", "code", "quantity", "unit", "value")} == problems(rows)


def test_what_is_on_no_list_says_so() -> None:
    assert read_lines([{**LINE, "code": "geen"}])[0][0].code == ""


def test_a_party_without_country_is_not_read() -> None:
    rows: list[dict[str, Any]] = [{**BUYER, "country": ""}, {**BUYER, "country": "ZZ"}, {**BUYER, "name": "n" * 10_000}]
    read, wrong = read_parties(rows)
    assert read == () and [(one.row, one.field) for one in wrong] == [(1, "country"), (2, "country"), (3, "name")]
    assert "ontbreekt" in wrong[0].what.nl and "10000 tekens" in wrong[2].what.nl


@pytest.mark.parametrize(
    ("raw", "country", "kind"),
    [
        ("0403.019.261", "BE", "registrationNumber"),
        ("IMO 9074729", "PA", "imoNumber"),
        ("5493001KJTIIGC8Y1R12", "US", "leiCode"),
        ("DE 123 456 789", "DE", "vatCode"),
        ("HRB 99", "DE", "registrationNumber"),
    ],
)
def test_a_number_is_known_by_its_form(raw: str, country: str, kind: str) -> None:
    assert list(identifiers(raw, country)) == [kind]


# --- tables -----------------------------------------------------------------------------------------------------------

HEAD = "Omschrijving;Code van de lijst;GN-code;Aantal;Eenheid;Waarde (€);Iets anders"
ROW = "Ziekenwagen caméra (voorbeeld);ML15.d;;12;stuks;1.200,50;x"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
@pytest.mark.parametrize("mark", [";", ",", "\t", "|"])
def test_a_table_is_read_in_any_encoding_with_any_separator(encoding: str, mark: str) -> None:
    text = f"{HEAD}\n{ROW}".replace("1.200,50", "1200").replace(";", mark).replace("€", "EUR")
    table = read_file("goederen.csv", text.encode(encoding))
    [row] = table.rows
    assert (row["description"], row["quantity"], row["unit"]) == ("Ziekenwagen caméra (voorbeeld)", "12", "pieces")
    assert table.ignored == ("Iets anders",)


def test_a_table_without_headings_is_read_in_the_order_of_the_form() -> None:
    [row] = read_text("Helm (voorbeeld)\tML13.c\t\t40\tst\t8000").rows
    assert (row["code"], row["quantity"], row["unit"], row["value"]) == ("ML13.c", "40", "pieces", "8000")


def test_a_workbook_keeps_its_numbers() -> None:
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True})
    sheet = book.add_worksheet()
    sheet.write_row(0, 0, ["Description", "Code", "Quantity", "Unit", "Value"])
    sheet.write_row(1, 0, ["Vest (example)", "ML13.d", 2.5, "kg", 12000000.5])
    book.close()
    [row] = read_file("goods.xlsx", out.getvalue()).rows
    assert (row["quantity"], row["value"]) == ("2,5", "12000000,5")
    [line] = read_lines([{**row, "value": "12000000,50"}])[0]
    assert (line.quantity, line.cents) == (Decimal("2.5"), 12_000_000_50)


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("leeg.csv", b""),
        ("wit.csv", b"  \n \n"),
        ("koppen.csv", b"Omschrijving;Code;Aantal\n"),
        ("kapot.xlsx", b"PK\x03\x04 kapot"),
        ("foto.png", b"\x89PNG\r\n\x1a\n"),
        ("groot.csv", b"a;b\n" * 600_000),
        ("veel.csv", b"Omschrijving;Code\n" + b"a;ML1\n" * 501),
    ],
    ids=["empty", "white", "headings", "damaged", "image", "large", "many"],
)
def test_what_is_no_table_is_refused_with_what_to_do(name: str, content: bytes) -> None:
    with pytest.raises(InvalidInput) as error:
        read_file(name, content)
    assert error.value.what.nl and error.value.mend.nl


@pytest.mark.parametrize(
    "content",
    [b"\xff\xfe\x00", b"\x00\x00\x00", b'"open;quote\n;;;', b"\xc3\x28;\xa0\xa1", "𝕏;أب\u202e\n".encode(), b";" * 9_999],
    ids=["half-utf16", "noughts", "open-quote", "broken-utf8", "scripts", "separators"],
)
def test_odd_bytes_give_rows_or_a_clear_error(content: bytes) -> None:
    try:
        table = read_file("raar.csv", content)
    except InvalidInput as error:
        assert error.mend.nl
    else:
        read_lines(table.rows)
