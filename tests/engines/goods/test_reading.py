"""Lists from files: every form gives the same tree, and the pitfalls of such files are found, not fallen into."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from bolwerk.engines.goods import About, ListName, read_cn, read_code, read_correlation, read_list
from bolwerk.kernel import InvalidInput
from tests.engines.goods.lists import ABOUT, DUAL, HEADS, dual, written

CSV = "list,version,valid_from,code,text,note,lang\n"
TREE = ["6A002", "6A002.a", "6A002.a.1", "6A002.a.2", "6A002.a.3", "6A002.b", "6A003"]


def told(path: Path, about: About = ABOUT) -> list[tuple[str, bool]]:
    return [(f"{one.where}: {one.what.en}", one.serious) for one in read_list(path, about).findings]


def test_the_order_of_markers_makes_the_tree(tmp_path: Path) -> None:
    version = dual(tmp_path)
    assert [str(e.code) for e in version.entries if e.code.head[0] == "6"] == TREE
    assert version.by_code[read_code("6A002.a.1")].texts["en"].startswith("Solid-state detectors")


def test_a_list_inside_a_note_is_no_list_of_codes_and_a_stub_is_no_candidate(tmp_path: Path) -> None:
    version = dual(tmp_path)
    assert "Tubes for toys" in version.by_code[read_code("6A002.a.2")].note("en")
    assert version.by_code[read_code("6A002.a.3")].unused
    assert any("not used" in line and "6A002.a.3" in line for line, _ in told(written(tmp_path, DUAL)))


def test_html_with_markers_in_cells_reads_the_same(tmp_path: Path) -> None:
    rows = "".join(
        f"<tr><td><p>{first}</p></td><td><p>{rest}</p></td></tr>" if len(first) < 7 else f"<p>{line}</p>"
        for line in DUAL.splitlines()
        if line.strip()
        for first, _, rest in [line.partition(" ")]
    )
    file = written(tmp_path, f"<html><style>p {{}}</style><body><table>{rows}</table></body></html>", "list.html")
    assert [(e.code, e.texts) for e in read_list(file, ABOUT).versions[0].entries] == [
        (e.code, e.texts) for e in dual(tmp_path).entries
    ]


@pytest.mark.parametrize(
    ("text", "where"),
    [
        ("6A001 Sensors, as follows:\na. One;\nc. Three;\n", "6A001.b is missing"),
        ("6A001 Sensors, as follows:\n", "nothing follows the colon"),
        ("6A001 Sensors for the use with\n", "breaks off"),
        ("6A001 Sensors\n4. In the case of doubt, ask.\n", "fits no list of items"),
    ],
    ids=["an-item-is-missing", "nothing-follows", "breaks-off", "a-numbered-sentence"],
)  # fmt: skip
def test_lost_text_is_found_and_serious(tmp_path: Path, text: str, where: str) -> None:
    assert any(where in line and serious for line, serious in told(written(tmp_path, HEADS + text)))


def test_the_sensitive_list_after_the_annex_is_not_read(tmp_path: Path) -> None:
    file = written(tmp_path, f"{DUAL}\nSENSITIVE LIST\n6A008 Radar that must not be read\n")
    reading = read_list(file, ABOUT)
    assert read_code("6A008") not in reading.versions[0].by_code
    assert any("was not read" in one.what.en for one in reading.findings)


def test_a_numbered_sentence_before_the_list_and_page_feet_are_nothing(tmp_path: Path) -> None:
    version = dual(tmp_path, f"1. In this annex words have their meaning.\nEN\nL 1/23\n{DUAL}")
    assert version.entries == dual(tmp_path).entries


def test_a_military_list_with_entries_missing_is_serious(tmp_path: Path) -> None:
    file = written(tmp_path, "ML1 Arms\nML2 Guns\n")
    lines = told(file, About(ListName.MILITARY, "v", date(2024, 1, 1), "en"))
    assert any("ML3, ML4" in line and serious for line, serious in lines)


def test_csv_holds_several_lists_and_languages(tmp_path: Path) -> None:
    rows = (
        "ML,2024,2024-02-19,ML1,Arms,,en\nML,2024,2024-02-19,ML1,Wapens,,nl\nDU,2025,15/11/2025,5A002.a,Security,Not toys,en\n"
    )
    military, dual_use = read_list(written(tmp_path, CSV + rows, "list.csv")).versions
    assert dict(military.entries[0].texts) == {"en": "Arms", "nl": "Wapens"}
    assert (dual_use.list, dual_use.valid_from, dual_use.entries[0].note("en")) == (
        ListName.DUAL_USE,
        date(2025, 11, 15),
        "Not toys",
    )


def test_json_nests(tmp_path: Path) -> None:
    nested = '{"code":"ML1","text":"Wapens","children":[{"code":"ML1.a","text":"Geweren"}]}'
    raw = '{"list":"ML","version":"v","valid_from":"2024-01-01","lang":"nl","entries":[ENTRY]}'.replace("ENTRY", nested)
    version = read_list(written(tmp_path, raw, "list.json")).versions[0]
    assert [str(entry.code) for entry in version.entries] == ["ML1", "ML1.a"]


@pytest.mark.parametrize(
    ("name", "text", "problem"),
    [
        ("a.csv", CSV + "ML,v,2024-01-01,ML1,Arms,,en\nML,v,2024-01-01,2.I.n,the,,en\n", "a.csv:3"),
        ("a.csv", CSV + "DU,v,2024-01-01,ML1,Arms,,en\n", "does not belong"),
        ("a.csv", CSV + "ML,v,2024-13-01,ML1,Arms,,en\n", "a.csv:2"),
        ("a.csv", CSV + "ML,v,2024-01-01,ML1,Arms,,xx\n", "language"),
        ("a.csv", CSV + "ML,v,2024-01-01,ML1,A,,en\nML,v,2024-01-01,ML1,B,,en\n", "twice"),
        ("a.csv", CSV + "ML,,,ML1,Arms,,en\n", "version"),
        ("a.csv", "code\nML1\n", "text"),
        ("a.csv", CSV, "not a single code"),
        ("a.csv", "", "column"),
        ("a.json", '{"entries": [\n{"code": }', "a.json:2"),
        ("a.json", "[1]", "entries"),
        ("a.json", '{"list":"ML","version":"v","valid_from":"2024-01-01","entries":[3]}', "entries[0]"),
        ("a.md", "no code at all", "entry of the list"),
        ("a.pdf", "%PDF", "PDF"),
    ],
)  # fmt: skip
def test_a_bad_file_is_refused_whole_with_its_place(tmp_path: Path, name: str, text: str, problem: str) -> None:
    about = ABOUT if name.endswith(".md") else About()
    with pytest.raises(InvalidInput) as refused:
        read_list(written(tmp_path, text, name), about)
    assert problem in str(refused.value)


def test_a_file_in_another_encoding_is_refused_with_its_line(tmp_path: Path) -> None:
    file = tmp_path / "list.csv"
    file.write_bytes(CSV.encode() + "ML,v,2024-01-01,ML1,é,,fr\n".encode("latin-1"))
    with pytest.raises(InvalidInput, match=r"list\.csv:2"):
        read_list(file)


def test_a_document_must_be_told_what_it_is(tmp_path: Path) -> None:
    with pytest.raises(InvalidInput, match="--text-lang"):
        read_list(written(tmp_path, DUAL), About(ListName.DUAL_USE, "v", date(2025, 1, 1)))


def test_a_table_of_cn_codes_leads_to_codes_and_says_how_exactly() -> None:
    table = read_correlation("cn;code;note\n8525 89;6A003 6A203;cameras\n9306 30 10;1A001\n", valid_from=date(2026, 1, 1))
    assert [(str(pair.code), share) for pair, share in table.candidates(read_cn("8525 89 00"))] == [
        ("6A003", 1.0),
        ("6A203", 1.0),
    ]
    assert [(str(pair.code), share) for pair, share in table.candidates(read_cn("9306"))] == [("1A001", 0.5)]
    assert table.candidates(read_cn("0101")) == ()


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("cn,code\n85,6A003\n", "t:2"),
        ("cn,code\n8525,6X003\n", "t:2"),
        ("cn,code\n8525,\n", "t:2"),
        ("a,b\n", "cn"),
        ("cn,code\n", "t"),
    ],
)
def test_a_bad_table_of_cn_codes_is_refused_with_its_line(text: str, place: str) -> None:
    with pytest.raises(InvalidInput) as refused:
        read_correlation(text, valid_from=date(2026, 1, 1), where="t")
    assert place in str(refused.value)
