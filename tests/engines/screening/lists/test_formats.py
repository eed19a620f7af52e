"""What each format gives: names of every kind, days, countries, numbers; on small fictional lists."""

from __future__ import annotations

from pathlib import Path

import pytest

from bolwerk.engines.screening import Entity
from bolwerk.engines.screening.lists import FORMATS, country, read_list, recognise
from bolwerk.engines.screening.lists._days import days
from tests.engines.screening.lists import kit


def entities(paths: Path | list[Path], **how: str) -> dict[str, Entity]:
    return {e.id: e for e in read_list(paths, name="x", **how).entities}


def test_the_european_list_gives_persons_and_enterprises_by_their_reference() -> None:
    found = read_list(kit.EU, name="eu")
    assert found.version.format == "eu-fsf-xml"
    assert found.version.published == "2026-11-02T09:15:30"
    assert [(e.id, e.schema) for e in found.entities] == [
        ("EU.9001.11", "Person"),
        ("EU.9002.22", "Organization"),
        ("900033", "Person"),
    ]


def test_a_european_person_has_every_name_strong_and_weak_once() -> None:
    person = entities(kit.EU)["EU.9001.11"]
    assert person.get("name") == ("Ferdinand Arvo Querlingen",)
    assert person.get("alias") == ("Фердинанд Кверлинген",)
    assert person.get("weakAlias") == ("Ferdi Quer",)
    assert entities(kit.EU)["900033"].caption == "Onbestaande Persoon"


def test_a_european_birth_is_a_day_a_month_about_a_year_or_a_range_and_never_an_islamic_year() -> None:
    person = entities(kit.EU)["EU.9001.11"]
    assert person.get("birthDate") == ("1961-04-28", "1960", "1962", "1963", "1964")
    assert any("ISLAMIC" in note for note in person.get("notes"))
    assert entities(kit.EU)["900033"].get("birthDate") == ("1970-07",)


def test_a_european_entry_has_its_countries_numbers_contacts_and_programmes() -> None:
    found = entities(kit.EU)
    person, company = found["EU.9001.11"], found["EU.9002.22"]
    assert person.get("nationality") == person.get("country") == person.get("birthCountry") == ("be",)
    assert person.get("passportNumber") == ("EX123456",)
    assert person.get("idNumber") == ("61.04.28-000.00",)
    assert (person.get("email"), person.get("website")) == (("ferdinand@example.org",), ("https://example.org",))
    assert person.get("address") == ("Voorbeeldlaan 1, 9999, Querstad, BELGIUM",)
    assert person.get("unscId") == ("XXi.001",)
    assert company.get("registrationNumber") == ("0000.000.000",)
    assert company.get("swiftBic") == ("EXAMPBEB",)
    assert company.get("program") == ("XXX", "YYY")
    assert company.get("country") == ("nl",)


def test_the_un_list_splits_aliases_and_finds_the_number_in_a_sentence(tmp_path: Path) -> None:
    found = entities(kit.write(tmp_path, "un.xml", kit.UN))
    assert found["XXi.001"].get("weakAlias") == ("Quer", "Querlo")
    assert found["XXi.001"].get("passportNumber") == ("EX 123456",)
    assert found["XXe.001"].schema == "Organization"


def test_the_treasury_files_come_together_in_any_order(tmp_path: Path) -> None:
    files = kit.sdn(tmp_path)
    found = entities(list(reversed(files)))
    person = found["1"]
    assert person.get("name") == ("QUERLINGEN, Ferdinand",)
    assert person.get("alias") == ("QUERLINGEN, F.",)
    assert person.get("weakAlias") == ("QUER; the",)
    assert person.get("previousName") == ("OLD QUER", "QUERLO, Ferdinand")
    assert person.get("birthDate") == ("1961", "1960", "1962")
    assert person.get("passportNumber") == ("EX123456",)
    assert person.get("program") == ("XXX", "YYY")
    assert (person.get("gender"), person.get("nationality"), person.get("birthCountry")) == (("male",), ("be",), ("be",))
    assert person.get("country") == ("be",)
    ship = found["2"]
    assert ship.schema == "Vessel"
    assert (ship.get("imoNumber"), ship.get("mmsi"), ship.get("callSign")) == (("9999993",), ("205000000",), ("OEXX",))
    assert ship.get("flag") == ("be",)
    assert "Region: Nergens" in ship.get("notes"), "a country that is none is told, not lost"


def test_a_remark_too_long_for_its_column_goes_on_in_the_file_of_remarks(tmp_path: Path) -> None:
    files = kit.sdn(tmp_path)
    cut = kit.SDN.replace("Passport EX123456 (Belgium) issued 02 Mar 2010 expires 02 Mar 2020; ", "").replace(
        "'OLD QUER'.", "'OLD QUER'; Pass"
    )
    rest = kit.write(tmp_path, "rest.csv", '1,"port EX999999 (Belgium)."\r\n\x1a')
    kit.write(tmp_path, "sdn.csv", cut)
    assert entities([*files, rest])["1"].get("passportNumber") == ("EX999999",)


def test_the_consolidated_screening_list_names_the_list_of_each_entry(tmp_path: Path) -> None:
    found = entities(kit.write(tmp_path, "csl.csv", kit.CSL))
    factory = next(e for id, e in found.items() if id.startswith("EL-"))
    assert factory.get("alias") == ("Alpha Works", "Beta Works")
    assert factory.get("country") == ("be", "nl")
    assert factory.get("topics") == ("export.control",)
    assert found["SDN-7"].get("imoNumber") == ("9999993",)
    assert found["SDN-7"].get("flag") == ("be",)


def test_a_denied_person_with_two_addresses_is_one_entry(tmp_path: Path) -> None:
    (person,) = entities(kit.write(tmp_path, "dpl.txt", kit.DPL)).values()
    assert person.get("name")[0] == "FERDINAND QUERLINGEN"
    assert "FERDI QUER" in person.get("alias")
    assert person.get("country") == ("us", "be")
    assert len(person.get("address")) == 2


def test_followthemoney_keeps_what_can_be_screened_and_tells_what_not(tmp_path: Path) -> None:
    found = read_list(kit.write(tmp_path, "x.jsonl", kit.FTM), name="x")
    assert [e.id for e in found.entities] == ["x-1", "x-3"]
    assert found.entities[0].get("country") == ("be",)
    assert found.entities[1].caption == "Onbestaande NV"
    assert [told.en for told in found.remarks] == ["1 × Sanction: nothing to screen, left out."]


def test_an_own_list_has_named_columns_and_several_values_in_a_cell(tmp_path: Path) -> None:
    found = entities(kit.write(tmp_path, "own.csv", kit.OWN))
    assert found["1"].get("alias") == ("Ferdi Quer", "Фердинанд")
    assert found["1"].get("birthDate") == ("1961-04-28", "1960")
    assert found["1"].get("passportNumber") == ("EX123456",)
    assert found["1"].get("leiCode") == ("549300EXAMPLE0000000",)
    assert found["2"].schema == "LegalEntity"
    assert found["2"].get("country") == ("nl",)


def test_a_column_that_is_not_known_is_told(tmp_path: Path) -> None:
    found = read_list(kit.write(tmp_path, "own.csv", "id,name,shoe_size\n1,Onbestaande,44\n"), name="x")
    assert "shoe_size" in found.remarks[0].en


@pytest.mark.parametrize(
    ("encoding", "told"),
    [
        ("utf-8", "utf-8"),
        ("utf-8-sig", "utf-8-sig"),
        ("utf-16", "utf-16"),
        ("utf-16-le", "utf-16-le"),
        ("utf-16-be", "utf-16-be"),
        ("latin-1", "latin-1"),
        ("windows-1252", "windows-1252"),
    ],
)
def test_the_encoding_is_found_and_told(tmp_path: Path, encoding: str, told: str) -> None:
    name = "Renée Überlingen" + (" €" if encoding == "windows-1252" else "")
    found = read_list(kit.write(tmp_path, "own.csv", f"id;name\n1;{name}\n2;Jan\n", encoding), name="x")
    assert found.encodings == (told,)
    assert found.entities[0].caption == name


@pytest.mark.parametrize("encoding", ["utf-16", "iso-8859-1"])
def test_xml_in_another_encoding_is_read_as_it_says(tmp_path: Path, encoding: str) -> None:
    text = kit.UN.replace("UTF-8", encoding).replace("Querlingen", "Querlingén")
    assert entities(kit.write(tmp_path, "un.xml", text, encoding))["XXi.001"].caption == "Ferdinand Querlingén"


def test_progress_tells_of_every_byte(tmp_path: Path) -> None:
    for paths in (
        [kit.EU],
        kit.sdn(tmp_path),
        [kit.write(tmp_path, "x.jsonl", kit.FTM)],
        [kit.write(tmp_path, "o.csv", kit.OWN)],
    ):
        told: list[int] = []
        read_list(paths, name="x", advance=told.append)
        assert sum(told) == sum(path.stat().st_size for path in paths)


def test_every_format_is_named_in_both_languages_and_recognised(tmp_path: Path) -> None:
    samples = {
        "eu-fsf-xml": kit.EU,
        "un-xml": kit.write(tmp_path, "un.xml", kit.UN),
        "ofac-csv": kit.sdn(tmp_path)[0],
        "csl-csv": kit.write(tmp_path, "csl.csv", kit.CSL),
        "dpl-txt": kit.write(tmp_path, "dpl.txt", kit.DPL),
        "ftm-json": kit.write(tmp_path, "x.jsonl", kit.FTM),
        "own-csv": kit.write(tmp_path, "own.csv", kit.OWN),
    }
    assert set(samples) == set(FORMATS)
    assert {format: recognise(path) for format, path in samples.items()} == {format: format for format in FORMATS}


@pytest.mark.parametrize(
    ("said", "found"),
    [
        ("1962", ("1962",)),
        ("18 Mar 1964", ("1964-03-18",)),
        ("March 1964", ("1964-03",)),
        ("circa 18 Mar 1964", ("1964",)),
        ("1951 to 1953", ("1951", "1952", "1953")),
        ("Between 1951 and 1952", ("1951", "1952")),
        ("Mar 1962 to May 1962", ("1962-03", "1962-04", "1962-05")),
        ("Dec 1961 to Feb 1962", ("1961", "1962")),
        ("1900 to 2000", ("1900", "2000")),
        ("18/03/1964", ("1964-03-18",)),
        ("1964-03-18T00:00:00", ("1964-03-18",)),
        ("31 Feb 1964", ()),
        ("1964-13", ()),
        ("unknown", ()),
        ("", ()),
    ],
    ids=lambda value: value if isinstance(value, str) and value else "none",
)
def test_days_become_iso(said: str, found: tuple[str, ...]) -> None:
    assert days(said) == found


@pytest.mark.parametrize(
    ("said", "code"),
    [
        ("BE", "be"),
        ("bel", "be"),
        ("België", "be"),
        ("Belgique", "be"),
        ("Iran (Islamic Republic of)", "ir"),
        ("Korea, North", "kp"),
        ("UK", "gb"),
        ("EL", "gr"),
        ("Türkiye", "tr"),
        ("Cote d Ivoire", "ci"),
        ("undetermined", None),
        ("", None),
        ("00", None),
    ],
    ids=str,
)
def test_countries_become_codes(said: str, code: str | None) -> None:
    assert country(said) == code
