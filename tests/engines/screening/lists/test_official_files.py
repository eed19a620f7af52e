"""The official files, counted a second way: with regular expressions over the bytes, not with the reader under test."""

from __future__ import annotations

import csv
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from functools import lru_cache

import pytest

from bolwerk.engines.screening import Entity
from bolwerk.engines.screening.lists import Reading, read_list
from tests.engines.screening.lists.kit import OFFICIAL, needs_official

pytestmark = needs_official
US = OFFICIAL / "us"
UN_FILE = OFFICIAL / "un" / "UN_consolidated.xml"
SOURCES = {
    "un": [UN_FILE],
    "sdn": [US / "ofac_add.csv", US / "ofac_sdn.csv", US / "ofac_alt.csv"],
    "cons": [US / "ofac_cons_prim.csv", US / "ofac_cons_alt.csv"],
    "csl": [US / "csl_sample.csv"],
    "dpl": [US / "bis_dpl.txt"],
}


@lru_cache
def reading(name: str) -> Reading:
    return read_list(SOURCES[name], name=name)


def raw_rows(name: str) -> Iterator[list[str]]:
    """Every row of a file of the US Treasury; None of its cells is empty."""
    text = (US / name).read_text("ascii").rstrip("\x1a")
    for line in text.splitlines():
        cells = re.findall(r'("(?:[^"]|"")*"|[^,]*)(?:,|$)', line)
        yield [cell.strip().strip('"').replace('""', '"') for cell in cells]


def all_names(entities: Iterable[Entity]) -> Counter[str]:
    kinds = ("name", "alias", "weakAlias", "previousName")
    return Counter(f"{e.id} {' '.join(v.split())}" for e in entities for kind in kinds for v in e.get(kind))


@pytest.mark.parametrize(
    ("name", "format"), [("un", "un-xml"), ("sdn", "ofac-csv"), ("cons", "ofac-csv"), ("csl", "csl-csv"), ("dpl", "dpl-txt")]
)
def test_each_file_is_recognised_without_being_told(name: str, format: str) -> None:
    assert reading(name).version.format == format


def test_the_un_list_has_every_person_and_group_with_every_alias() -> None:
    text = UN_FILE.read_text("utf-8")
    found = reading("un")
    assert Counter(e.schema for e in found.entities) == {
        "Person": len(re.findall("<INDIVIDUAL>", text)),
        "Organization": len(re.findall("<ENTITY>", text)),
    }
    assert found.version.count == 1003
    assert found.version.published == re.findall(r'dateGenerated="([^".]+)', text)[0]
    names = all_names(found.entities)
    blocks = re.findall(r"<(?:INDIVIDUAL|ENTITY)>.*?</(?:INDIVIDUAL|ENTITY)>", text, re.S)
    for block in blocks:
        number = re.findall("<REFERENCE_NUMBER>(.*?)</REFERENCE_NUMBER>", block)[0].strip()
        for alias in re.findall("<ALIAS_NAME>(.*?)</ALIAS_NAME>", block, re.S):
            for part in re.split(r";| [b-h]\) |^a\) ", alias.replace("&amp;", "&")):
                if part.strip():
                    assert f"{number} {' '.join(part.split())}" in names, (number, part)
        for script in re.findall("<NAME_ORIGINAL_SCRIPT>(.*?)</NAME_ORIGINAL_SCRIPT>", block, re.S):
            assert f"{number} {' '.join(script.split())}" in names


def test_the_un_list_keeps_every_exact_day_every_year_and_every_range_of_birth() -> None:
    text = UN_FILE.read_text("utf-8")
    born = {e.id: set(e.get("birthDate")) for e in reading("un").entities}
    checked = 0
    for block in re.findall(r"<INDIVIDUAL>.*?</INDIVIDUAL>", text, re.S):
        number = re.findall("<REFERENCE_NUMBER>(.*?)</REFERENCE_NUMBER>", block)[0].strip()
        for day in re.findall("<DATE>(.*?)</DATE>", block):
            assert day[:10] in born[number] or day[:4] in born[number]
            checked += 1
        for year in re.findall("<YEAR>(.*?)</YEAR>", block):
            assert year.strip() in born[number] or any(day.startswith(year.strip()) for day in born[number])
            checked += 1
        for first, last in re.findall(r"<FROM_YEAR>(\d+)</FROM_YEAR>\s*<TO_YEAR>(\d+)</TO_YEAR>", block):
            assert {str(year) for year in range(int(first), int(last) + 1)} <= born[number]
            checked += 1
    assert checked == 454 + 378 + 31


def test_the_un_list_gives_every_nationality_a_code() -> None:
    text = UN_FILE.read_text("utf-8")
    said = [
        v for block in re.findall("<NATIONALITY>(.*?)</NATIONALITY>", text, re.S) for v in re.findall("<VALUE>(.+?)<", block)
    ]
    codes = [code for e in reading("un").entities for code in e.get("nationality")]
    assert len(codes) == len(said) - said.count("na")
    assert all(re.fullmatch("[a-z]{2}", code) for code in codes)


@pytest.mark.parametrize(
    ("name", "primary", "alternative"),
    [("sdn", "ofac_sdn.csv", "ofac_alt.csv"), ("cons", "ofac_cons_prim.csv", "ofac_cons_alt.csv")],
)
def test_the_treasury_lists_have_every_name_under_its_number(name: str, primary: str, alternative: str) -> None:
    rows, aliases = list(raw_rows(primary)), list(raw_rows(alternative))
    found = reading(name)
    assert found.version.count == len(rows)
    names = all_names(found.entities)
    said = {f"{row[0]} {' '.join(row[1].split())}" for row in rows} | {
        f"{row[0]} {' '.join(row[3].split())}" for row in aliases
    }
    assert said - set(names) == set()
    kinds = {"individual": "Person", "-0-": "Organization", "vessel": "Vessel", "aircraft": "Airplane"}
    assert Counter(e.schema for e in found.entities) == Counter(kinds[row[2]] for row in rows)
    quoted = {
        f"{row[0]} {' '.join(weak.split())}"
        for row in rows
        for weak in re.findall(r"(?:^|; )(?:alt\. )?[afn]\.k\.a\. '(.+?)'?\.?(?=;|$)", row[11])
    }
    assert quoted - set(names) == set()
    weak = {
        f"{e.id} {v}" for e in found.entities for kind in ("weakAlias", "previousName", "alias", "name") for v in e.get(kind)
    }
    assert len(weak) == len(said | quoted)


def test_the_treasury_remarks_give_every_day_of_birth_nationality_and_number() -> None:
    rows = list(raw_rows("ofac_sdn.csv"))
    by_id = {e.id: e for e in reading("sdn").entities}
    short = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
    months = {name: n for n, name in enumerate(short, 1)}
    days = imo = passports = nations = 0
    for row in rows:
        entity = by_id[row[0]]
        for day, month, year in re.findall(r"\bDOB (\d\d) ([A-Z][a-z]{2}) (\d{4})(?=[.;]|$)", row[11]):
            assert f"{year}-{months[month]:02}-{day}" in entity.get("birthDate"), row
            days += 1
        for year in re.findall(r"\bDOB (?:circa )?(\d{4})(?=[.;]|$)", row[11]):
            assert year in entity.get("birthDate"), row
        for number in re.findall(r"\bIMO (\d{7})", row[11]):
            assert number in entity.get("imoNumber")
            imo += 1
        for number in re.findall(r"(?:^|; )(?:alt\. )?Passport ([A-Z0-9]+)(?: \(|[.;])", row[11]):
            assert number in entity.get("passportNumber"), row
            passports += 1
        assert (entity.get("gender") == ("female",)) == ("Gender Female" in row[11])
        said = re.findall(r"(?:^|; )(?:alt\. )?(?:nationality|citizen) ([A-Z][^;]*?)\.?(?=;|$)", row[11])
        assert len(entity.get("nationality")) == len(set(said)), row
        nations += len(said)
    assert (days, imo, passports, nations) == (4025, 480, 1360, 3052)


def test_no_word_of_a_treasury_remark_is_lost() -> None:
    by_id = {e.id: e for e in reading("sdn").entities}
    for row in raw_rows("ofac_sdn.csv"):
        if row[11] != "-0-":
            words = set(re.findall(r"\w+", row[11]))
            assert words <= set(re.findall(r"\w+", " ".join(by_id[row[0]].get("notes")))), row


def test_the_consolidated_screening_list_has_every_party() -> None:
    with (US / "csl_sample.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    keys = {(row["source"], row["entity_number"] or " ".join(row["name"].split()).casefold()) for row in rows}
    found = reading("csl")
    assert found.version.count == len(keys)
    names = {" ".join(v.split()) for e in found.entities for kind in ("name", "alias") for v in e.get(kind)}
    assert {" ".join(row["name"].split()) for row in rows} <= names
    assert sum(bool(e.get("imoNumber")) for e in found.entities) == sum("IMO" in row["ids"] for row in rows)


def test_the_denied_persons_list_has_every_name_with_every_address() -> None:
    lines = (US / "bis_dpl.txt").read_text("ascii").splitlines()[1:]
    rows = [[cell.strip('"').strip() for cell in line.split("\t")] for line in lines]
    found = reading("dpl")
    assert found.version.count == len({" ".join(row[0].split()).casefold() for row in rows})
    addresses = {a for e in found.entities for a in e.get("address")}
    assert all(any(" ".join(row[1].split()) in a for a in addresses) for row in rows if row[1])
    assert "FRANK SUN" in {a for e in found.entities for a in e.get("alias")}
    assert all(len(code) == 2 for e in found.entities for code in e.get("country"))


@pytest.mark.parametrize("name", SOURCES)
def test_reading_twice_gives_the_same_digest_and_every_id_once(name: str) -> None:
    again = read_list(list(reversed(SOURCES[name])), name=name)
    assert again.version == reading(name).version
    assert len({e.id for e in again.entities}) == again.version.count
