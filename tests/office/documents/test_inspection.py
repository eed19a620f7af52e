"""A file is what its content says; what could do harm does not come in."""

from __future__ import annotations

import io
import zipfile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bolwerk.kernel import InvalidInput
from bolwerk.office.documents.inspection import LARGEST, TYPES, clean_name, inspect

PNG = b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR" + b"\x00" * 40
JPG = b"\xff\xd8\xff\xe0\x00\x10JFIF\x00" + b"\x00" * 40
PDF = b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj\n<<>>\nendobj\n"
EICAR = b"X5O!P%@AP[4\\PZX54(P^)7CC)7}" + b"$EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"


_ONE_DAY = (2026, 1, 15, 9, 0, 0)
"""An archive holds the time of its parts; the same bytes whenever the tests are gathered."""


def packed(**parts: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(zipfile.ZipInfo(name, _ONE_DAY), content, zipfile.ZIP_DEFLATED)
    return out.getvalue()


def office(main: str, **more: bytes) -> bytes:
    return packed(**{"[Content_Types].xml": b"<Types/>", main: b"<x/>", **more})


def open_document(kind: str, **more: bytes) -> bytes:
    return packed(mimetype=TYPES[kind].encode(), **{"content.xml": b"<x/>"}, **more)


GOOD = {
    "plan.pdf": PDF,
    "foto.png": PNG,
    "foto.JPEG": JPG,
    "brief.docx": office("word/document.xml"),
    "kosten.xlsx": office("xl/workbook.xml"),
    "brief.odt": open_document("odt"),
    "kosten.ods": open_document("ods"),
    "kosten.csv": "naam;bedrag\nproef é;10\n".encode(),
    "oud.txt": "café".encode("cp1252"),
}


@pytest.mark.parametrize("name", GOOD)
def test_each_allowed_kind_comes_in(name: str) -> None:
    found = inspect(name, GOOD[name])
    assert found.content_type == TYPES[found.extension]


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("plan.pdf", PNG),
        ("foto.png", PDF),
        ("brief.docx", office("xl/workbook.xml")),
        ("kosten.ods", open_document("odt")),
        ("brief.docx", packed(**{"los.txt": b"x"})),
        ("script.txt", b"#!/bin/sh\nrm -rf /"),
        ("pagina.txt", b"<html><script>alert(1)</script>"),
        ("beeld.csv", b"\x00\x01\x02"),
        ("programma.exe", b"MZ\x90\x00"),
        ("zonder", PDF),
        (".pdf", PDF),
        ("leeg.txt", b""),
        ("half.docx", office("word/document.xml")[:60]),
    ],
)
def test_a_name_that_does_not_fit_its_content_is_refused(name: str, content: bytes) -> None:
    with pytest.raises(InvalidInput):
        inspect(name, content)


@pytest.mark.parametrize(
    "content",
    [office("word/document.xml", **{"word/vbaProject.bin": b"x"}), open_document("odt", **{"Basic/script-lc.xml": b"x"})],
)
def test_macros_are_refused(content: bytes) -> None:
    with pytest.raises(InvalidInput, match="macros"):
        inspect("brief.docx", content)


def test_a_pdf_that_runs_something_is_refused() -> None:
    with pytest.raises(InvalidInput, match="commands"):
        inspect("plan.pdf", PDF + b"<< /S /JavaScript /JS (app.alert(1)) >>")


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("proef.txt", EICAR),
        ("plan.pdf", PDF + EICAR),
        ("brief.docx", office("word/document.xml", **{"word/media/a.bin": EICAR})),
        ("ver.docx", office("word/document.xml", **{"word/x.bin": bytes(range(256)) * 255 + b"aaaaaa" * 40 + EICAR})),
    ],
)
def test_the_test_virus_is_stopped_wherever_it_hides(name: str, content: bytes) -> None:
    with pytest.raises(InvalidInput, match="virus"):
        inspect(name, content)


def test_a_file_that_unpacks_a_hundredfold_is_refused() -> None:
    with pytest.raises(InvalidInput, match="Unpacked"):
        inspect("bom.docx", office("word/document.xml", **{"word/big.xml": b"0" * 5_000_000}))


def test_25_mb_comes_in_and_one_byte_more_does_not() -> None:
    assert inspect("groot.txt", b"a" * LARGEST)
    with pytest.raises(InvalidInput, match="25 MB"):
        inspect("groot.txt", b"a" * (LARGEST + 1))


@pytest.mark.parametrize(
    ("raw", "clean"),
    [
        ("../../etc/passwd", "passwd"),
        ("C:\\Users\\jan\\plan.pdf", "plan.pdf"),
        ('a"b\r\nSet-Cookie: x.pdf', "a_bSet-Cookie_ x.pdf"),
        ("rapport\u202efdp.exe", "rapportfdp.exe"),
        ("é" * 300 + ".pdf", "é" * 100 + ".pdf"),
    ],
)
def test_a_file_name_is_made_safe(raw: str, clean: str) -> None:
    assert clean_name(raw) == clean


@given(st.text(max_size=200), st.binary(max_size=300))
def test_no_file_breaks_the_inspection(name: str, content: bytes) -> None:
    try:
        found = inspect(name, content)
    except InvalidInput:
        return
    assert found.extension in TYPES
