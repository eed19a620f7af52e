"""A damaged file is refused whole; the error names the line or element and how to mend it, in both languages."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from bolwerk.engines.screening.lists import Store, read_list
from bolwerk.kernel import BolwerkError, InvalidInput
from tests.engines.screening.lists import kit

EU = kit.EU.read_text("utf-8")
BOMB = (
    '<?xml version="1.0"?><!DOCTYPE export [<!ENTITY a "aaaaaaaaaa">'
    + "".join(f'<!ENTITY {b} "{f"&{a};" * 10}">' for a, b in zip("abcdefgh", "bcdefghi", strict=True))
    + '<!ELEMENT x ANY>]><export xmlns="http://eu.europa.ec/fpi/fsd/export">&i;</export>'
)
OUTSIDE = '<?xml version="1.0"?><!DOCTYPE export [<!ENTITY x SYSTEM "file:///etc/hostname">]><export>&x;</export>'


def lines(text: str) -> int:
    return text.count("\n")


HALF = EU[: len(EU) // 2]
CASES: dict[str, tuple[str, str | bytes, str, str]] = {
    # what is wrong: (format, content, the line that is named, words of the error)
    "european cut off": (
        "eu-fsf-xml",
        EU[: len(EU) // 2],
        f":{lines(EU[: len(EU) // 2]) + 1}",
        "cut off here: the element export",
    ),
    "european without a name": (
        "eu-fsf-xml",
        EU.replace("nameAlias", "nameAlia"),
        ":4",
        "(EU.9001.11) has no name",
    ),
    "european without a number": (
        "eu-fsf-xml",
        EU.replace('euReferenceNumber="EU.9001.11" logicalId="900011"', ""),
        ":4",
        "has no euReferenceNumber",
    ),
    "european of unknown kind": ("eu-fsf-xml", EU.replace('code="person"', 'code="ghost"'), ":4", "not known: 'ghost'"),
    "european twice the same": ("eu-fsf-xml", EU.replace("EU.9002.22", "EU.9001.11"), "", "the same id: EU.9001.11"),
    "european mended badly": ("eu-fsf-xml", EU.replace("</export>", "</exprot>"), f":{lines(EU)}", "The XML is broken here"),
    "european without entries": ("eu-fsf-xml", '<export generationDate="2026"></export>', "", "not a single entry"),
    "a bomb": ("eu-fsf-xml", BOMB, ":1", "DTD, entities or references"),
    "a file from outside": ("eu-fsf-xml", OUTSIDE, ":1", "DTD, entities or references"),
    "an endless text": (
        "eu-fsf-xml",
        EU.replace("Wholly invented", "x" * 1_100_000),
        ":5",
        "The text of the element remark is too long",
    ),
    "an endless attribute": ("eu-fsf-xml", EU.replace("Querstad", "x" * 1_100_000, 1), "", "too long"),
    "nested without end": ("eu-fsf-xml", "<export><sanctionEntity>" + "<a>" * 5000, "", "nested too deep"),
    "another kind of xml": ("eu-fsf-xml", kit.UN, "", "The first element is CONSOLIDATED_LIST"),
    "xml in two encodings": ("un-xml", kit.UN.encode() + b"\xff\xfe", "", "XML is broken here"),
    "a false encoding": ("un-xml", kit.UN.replace("UTF-8", "KLINGON-1").encode(), "", "encoding"),
    "no xml at all": ("un-xml", "hello there", ":1", "XML"),
    "un cut off": ("un-xml", kit.UN[:700], f":{lines(kit.UN[:700]) + 1}", "cut off here: the element CONSOLIDATED_LIST"),
    "un without a name": (
        "un-xml",
        kit.UN.replace("<FIRST_NAME>Onbestaande Groep</FIRST_NAME>", ""),
        ":17",
        "The element ENTITY (XXe.001) has no name",
    ),
    "treasury cut inside a quote": ("ofac-csv", kit.SDN[:200], ":1", "a quote is not closed"),
    "treasury cut between rows": ("ofac-csv", kit.SDN.split("\r\n")[0] + "\r\n", ":1", "end mark (0x1A)"),
    "treasury with a column gone": ("ofac-csv", kit.SDN.replace('"Niemand NV",', ""), ":2", "has 11 columns; there must be 12"),
    "treasury of another width": ("ofac-csv", '1,"x","y"\r\n\x1a', ":1", "3 columns; the lists of the US Treasury"),
    "treasury without a number": ("ofac-csv", kit.SDN.replace('2,"ONB', 'two,"ONB'), ":2", "no number: 'two'"),
    "treasury number twice": ("ofac-csv", kit.SDN.replace('2,"ONB', '1,"ONB'), ":2", "Number 1 is there twice"),
    "treasury of unknown kind": ("ofac-csv", kit.SDN.replace('"vessel"', '"ghost"'), ":2", "kind 'ghost' is not known"),
    "consolidated without a column": ("csl-csv", kit.CSL.replace("alt_names", "other"), ":1", "'alt_names' is missing"),
    "consolidated of the wrong width": ("csl-csv", kit.CSL + "a,b,c\n", ":4", "This row has 3 columns; there must be 28"),
    "consolidated without a name": ("csl-csv", kit.CSL.replace("Onbestaande Fabriek", ""), ":2", "no name"),
    "denied with commas": ("dpl-txt", kit.DPL.replace("\t", ","), ":1", "This row cannot be read"),
    "denied cut inside a quote": ("dpl-txt", kit.DPL[:-30], "", "quote is not closed"),
    "denied cut inside a row": ("dpl-txt", kit.DPL.rsplit("\t", 3)[0] + "\n", ":3", "columns; there must be 12"),
    "followthemoney cut off": ("ftm-json", kit.FTM[:-40], ":3", "cut off here"),
    "followthemoney broken inside": ("ftm-json", kit.FTM.replace('"x-2"', '"x-2'), ":2", "no JSON"),
    "followthemoney without properties": (
        "ftm-json",
        kit.FTM + '{"id": "a", "schema": "Person"}\n',
        ":4",
        "needs id",
    ),
    "followthemoney as a list": ("ftm-json", "[1, 2]\n", ":1", "no entity"),
    "followthemoney too deep": ("ftm-json", "[" * 200_000 + "\n", ":1", "no JSON"),
    "followthemoney with a number of nothing": (
        "ftm-json",
        kit.FTM.replace('["549300EXAMPLE0000000"]', "[null]"),
        ":3",
        "'leiCode' has a value that is no text",
    ),
    "own without an id column": ("own-csv", kit.OWN.replace("id,", "number,", 1), ":1", "The column 'id' is missing"),
    "own with a column twice": ("own-csv", "id,name,name\n1,a,b\n", ":1", "'name' is there twice"),
    "own without an id": ("own-csv", kit.OWN.replace("2,,O", ",,O"), ":3", "'id' is empty"),
    "own without a name": ("own-csv", kit.OWN.replace("Onbestaande NV", ""), ":3", "'name' is empty"),
    "own with an unknown schema": ("own-csv", kit.OWN.replace("Person", "Alien"), ":2", "Choose from Person, Company"),
    "own with an impossible day": ("own-csv", kit.OWN.replace("1961-04-28", "1961-02-30"), ":2", "'1961-02-30'"),
    "own with an unknown country": ("own-csv", kit.OWN.replace("Nederland", "Nergensland"), ":3", "'Nergensland'"),
    "own with a number of unknown kind": ("own-csv", kit.OWN.replace("passport:", "shoe:"), ":2", "Write kind:number"),
    "own with the same id twice": ("own-csv", kit.OWN.replace("\n2,", "\n1,"), "", "the same id: 1"),
    "own with a row too wide": ("own-csv", kit.OWN + "3,,Jan,,,,,,,\n", ":4", "columns; there must be 7"),
    "own with a quote that never closes": ("own-csv", kit.OWN + '3,,"Jan\n' + "x\n" * 100_000, "", "quote"),
    "own with a huge field": ("own-csv", kit.OWN + f"3,,{'x' * 140_000},,,,\n", "", "more than 131072 characters"),
    "empty": ("own-csv", "", "", "This file is empty"),
    "only white space": ("own-csv", " \n\n", "", "This file is empty"),
    "only a header": ("own-csv", "id,name\n", "", "not a single entry"),
    "an image": ("own-csv", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" + bytes(range(256)), "", "no text file"),
    "two encodings": ("own-csv", "id,name\n1,Renée\n2,".encode() + b"Ren\xe9e\n", ":3", "not UTF-8, while the file is UTF-8"),
    "cut inside a letter": ("own-csv", "id,name\n1,Renée\n2,Renée".encode()[:-2], ":3", "cut off inside a letter"),
}


@pytest.mark.parametrize("case", CASES)
def test_a_damaged_file_is_refused_with_its_place_and_the_list_in_force_stays(tmp_path: Path, case: str) -> None:
    format, content, line, words = CASES[case]
    store = Store(tmp_path / "lists")
    good = store.put(read_list(kit.write(tmp_path, "good.csv", kit.OWN), name="x"))
    path = tmp_path / "bad.dat"
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    files = [path, kit.write(tmp_path, "alt.csv", kit.ALT)] if format == "ofac-csv" else [path]
    with pytest.raises(InvalidInput) as refused:
        store.put(read_list(files, name="x", format=format))
    error = refused.value
    assert words in error.in_("en"), error.in_("en")
    assert error.where.endswith(f"bad.dat{line}") if line else "bad.dat" in error.where, error.where
    assert error.mend.en
    assert error.what.nl != error.what.en
    assert store.versions() == (good,)


def test_the_treasury_aliases_are_not_optional(tmp_path: Path) -> None:
    with pytest.raises(InvalidInput, match="file with the aliases"):
        read_list(kit.sdn(tmp_path)[0], name="x")


def test_rows_of_another_day_are_refused(tmp_path: Path) -> None:
    files = kit.sdn(tmp_path)
    kit.write(tmp_path, "alt.csv", kit.ALT.replace("1,12", "7,12"))
    with pytest.raises(InvalidInput, match="belongs to number 7"):
        read_list(files, name="x")


@pytest.mark.parametrize(
    ("ask", "words"),
    [
        (lambda f: read_list(f / "nothing.csv", name="x"), "does not exist"),
        (lambda f: read_list(f, name="x"), "a folder, no file"),
        (lambda f: read_list(kit.EU, name="Not A Name"), "cannot be the name"),
        (lambda f: read_list(kit.EU, name="../up"), "cannot be the name"),
        (lambda f: read_list(kit.EU, name="x", format="excel"), "There is no format 'excel'"),
        (lambda f: read_list([kit.EU, kit.EU], name="x"), "is one file"),
        (lambda f: read_list(kit.write(f, "x.txt", "some words\n"), name="x"), "Say so with --format"),
    ],
    ids=["missing", "folder", "name", "path as name", "format", "two files", "unknown"],
)
def test_what_was_asked_wrongly_is_told(tmp_path: Path, ask: Callable[[Path], object], words: str) -> None:
    with pytest.raises(BolwerkError) as refused:
        ask(tmp_path)
    assert words in refused.value.in_("en")
