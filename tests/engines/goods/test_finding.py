"""The finder: what it finds and why, what it leaves open, and that nothing a person types breaks it."""

from __future__ import annotations

import tomllib
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from bolwerk.engines.goods import (
    LONGEST_QUERY,
    Asked,
    Found,
    Kind,
    ListName,
    Precedent,
    Strength,
    builtin,
    find,
    read_cn,
    read_code,
    read_correlation,
)
from bolwerk.kernel import InvalidInput
from tests.engines.goods.lists import dual

TITLES = (builtin(ListName.MILITARY), builtin(ListName.DUAL_USE))
DESCRIPTIONS: dict[str, list[list[str]]] = tomllib.loads(
    Path(__file__).with_name("descriptions.toml").read_text(encoding="utf-8")
)
DAY = date(2026, 3, 1)


def codes(found: Found) -> list[str]:
    return [str(one.code) for one in found.candidates]


def ask(query: str, **more: Any) -> Found:
    return find(query, TITLES, **more)


def in_the_first(rows: list[list[str]], count: int) -> float:
    """The share of descriptions with one of their places among the first so many candidates."""
    real = [(query, lang, places.split()) for lang, query, places in rows if places != "none"]
    hits = sum(bool(set(codes(ask(query, lang=lang))[:count]) & set(places)) for query, lang, places in real)
    return hits / len(real)


@pytest.mark.parametrize(("part", "first", "three"), [("descriptions", 0.95, 1.0), ("second", 0.8, 0.9), ("unseen", 0.9, 0.95)])
def test_descriptions_in_four_languages_find_their_place(part: str, first: float, three: float) -> None:
    rows = DESCRIPTIONS[part]
    assert in_the_first(rows, 1) >= first
    assert in_the_first(rows, 3) >= three


def test_goods_on_no_list_have_no_candidate() -> None:
    nowhere = [(lang, query) for rows in DESCRIPTIONS.values() for lang, query, places in rows if places == "none"]
    assert len(nowhere) >= 10
    assert [query for lang, query in nowhere if ask(query, lang=lang).candidates] == []


def test_every_point_of_a_candidate_has_its_reason() -> None:
    for query in ("militaire nachtkijker 9 mm voor een geweer", "Software für Wärmebildkameras"):
        for candidate in ask(query).candidates:
            points = sum(one.points for one in candidate.why if not one.times)
            for one in candidate.why:
                points *= one.points if one.times else 1
            assert points == pytest.approx(candidate.points)


def test_no_word_counts_twice_however_often_it_is_said() -> None:
    once, often = ask("pistool"), ask("pistool " * 50)
    assert once.candidates[0].points == often.candidates[0].points


def test_a_compound_is_understood_by_its_parts() -> None:
    assert codes(ask("pantservoertuigonderdelen"))[0] == "ML6"
    assert codes(ask("Nachtsichtbrille"))[0] in ("ML15", "6A")


def test_what_the_thing_is_counts_above_what_it_is_for() -> None:
    sight = ask("patronen voor een pistool")
    assert codes(sight)[0] in ("ML3", "ML1")
    assert codes(ask("munitie"))[0] == "ML3"
    aside = next(one for c in ask("simulator voor een helikopter").candidates for one in c.why if "aside" in one.text.en)
    assert aside.points < 5


def test_software_for_goods_leads_to_the_entry_for_software_of_that_kind() -> None:
    assert "6D" in codes(ask("software voor een lidar"))[:2]
    assert "ML21" in codes(ask("software for fire control"))[:2]
    assert "ML22" in codes(ask("technical drawings of a torpedo"))[:2]


def test_a_measure_is_held_against_the_threshold_in_the_text() -> None:
    small, large = ask("machine gun 9 mm", lang="en"), ask("machine gun 20 mm", lang="en")
    assert codes(small)[0] == "ML1"
    assert codes(large)[0] == "ML2"
    assert [(one.as_text().en, one.fits) for one in small.candidates[0].numbers] == [("9 mm is at most 12.7 mm", True)]
    against = next(one for one in large.candidates if str(one.code) == "ML1")
    assert [(one.as_text().en, one.fits) for one in against.numbers] == [("20 mm is more than 12.7 mm", False)]


def test_a_code_is_shown_with_what_stands_above_when_it_is_not_here_itself() -> None:
    found = ask("5A002.a.1")
    assert found.asked is Asked.CODE
    assert codes(found) == ["5A"]
    assert "5A002.a.1 itself is not here" in found.notes[0].en


@pytest.mark.parametrize("query", ["ML23", "5F002", "ML1.a.b.c"])
def test_a_code_that_cannot_be_is_told_and_not_searched_as_words(query: str) -> None:
    with pytest.raises(InvalidInput):
        ask(query)


def test_a_cn_code_needs_a_table_and_says_so() -> None:
    alone = ask("8525 89 00")
    assert (alone.asked, alone.candidates) == (Asked.CN, ())
    assert "no table" in alone.notes[0].en
    table = read_correlation("cn,code\n852589,6A003\n", valid_from=DAY)
    found = ask("8525 89 00", correlation=table)
    assert codes(found) == ["6A"]
    assert found.candidates[0].why[0].kind is Kind.CORRELATION
    assert "not binding" in found.notes[0].en
    assert "proves nothing" in ask("0101 21 00", correlation=table).notes[0].en


def test_a_cn_code_beside_a_description_adds_to_it() -> None:
    table = read_correlation("cn,code\n852589,6A003\n", valid_from=DAY)
    without, with_code = ask("camera"), ask("camera", cn=read_cn("8525 89 00"), correlation=table)
    assert with_code.candidates[0].points > without.candidates[0].points
    assert codes(ask("", cn=read_cn("85258900"), correlation=table)) == ["6A"]


def test_an_earlier_decision_on_goods_described_alike_counts_and_is_marked() -> None:
    decided = Precedent("Nachtkijker met beeldversterkerbuis", read_code("ML15"), DAY, "EXP-2026-0001")
    found = ask("nachtzichtkijker", precedents=[decided])
    assert codes(found)[0] == "ML15"
    assert found.candidates[0].precedents == (decided,)
    assert any(one.kind is Kind.PRECEDENT for one in found.candidates[0].why)
    assert not any(one.precedents for one in ask("houwitser", precedents=[decided]).candidates)


def test_an_earlier_decision_can_lead_where_no_word_does() -> None:
    decided = Precedent("Zwirbelaar type 7", read_code("5A002.a"), DAY)
    found = ask("zwirbelaar", precedents=[decided])
    assert codes(found) == ["5A"]


def test_an_earlier_decision_that_goods_are_on_no_list_is_told_apart() -> None:
    free = Precedent("Speelgoedpistool van kunststof", None, DAY)
    found = ask("speelgoedpistool", precedents=[free])
    assert found.unlisted == (free,)
    assert not any(one.precedents for one in found.candidates)


def test_official_texts_lead_deeper_and_across_languages(tmp_path: Path) -> None:
    versions = (builtin(ListName.MILITARY), dual(tmp_path))
    tube = find("image intensifier tube", versions, lang="en")
    assert "6A002.a.2" in codes(tube)[:3]
    assert [str(one.code) for one in next(c for c in tube.candidates if str(c.code) == "6A002.a.2").path] == [
        "6A",
        "6A002",
        "6A002.a",
    ]
    assert "6A002.a.2" in codes(find("beeldversterkers", versions))[:4]
    assert "6A002.a.3" not in codes(find("6A002.a", versions))
    camera = next(one for one in find("camera 100 Hz", versions, lang="en").candidates if str(one.code) == "6A003")
    assert [one.as_text().en for one in camera.numbers] == ["100 Hz is more than 60 Hz"]


def test_words_that_lead_nowhere_are_named() -> None:
    assert ask("pistool zwirbelaar").unknown == ("zwirbelaar",)


def test_only_short_titles_are_told_as_such(tmp_path: Path) -> None:
    assert ask("pistool").short
    assert not find("detector", (dual(tmp_path),)).short


def test_a_strong_lead_is_near_the_best_one() -> None:
    found = ask("kogelvrij vest")
    assert found.candidates[0].strength is Strength.STRONG
    assert all(one.points >= 0.6 * found.candidates[0].points for one in found.candidates if one.strength is Strength.STRONG)


SCRIPTS = "пистолет πιστόλι مسدس אקדח 手枪 ピストル 권총 पिस्तौल পিস্তল ปืนพก თოფი հրացան ጠመንጃ ᚱᛁᚠᛚᛖ ᐱᔅᑐᓪ ⠏⠊⠎⠞⠕⠇ 🔫"


@pytest.mark.parametrize(
    "query",
    [
        "x" * LONGEST_QUERY,
        ("pistool geweer kanon " * 600)[:LONGEST_QUERY],
        " ".join(f"woord{n}" for n in range(1_000)),
        SCRIPTS,
        "".join(chr(c) for c in range(0x20, 0x2FF)),
        "a\x00b pistool",
        "'; DROP TABLE goods; --",
        "{query} %s {% t %}",
        "\u202epistool\u202c",
    ],
    ids=["one-word", "many-words", "many-different-words", "scripts", "signs", "nul", "sql", "braces", "turned"],
)
def test_whatever_is_typed_gets_an_answer(query: str) -> None:
    assert ask(query).asked is Asked.DESCRIPTION


def test_another_script_is_read_by_its_sound() -> None:
    assert codes(ask("пистолет"))[0] == "ML1"


@pytest.mark.parametrize("query", ["", "   ", "…", "!?", "\x00"])
def test_nothing_to_search_for_is_told(query: str) -> None:
    with pytest.raises(InvalidInput, match="nothing to search"):
        ask(query)


def test_a_description_that_is_too_long_is_told_with_its_length() -> None:
    with pytest.raises(InvalidInput, match="10001 characters"):
        ask("x" * (LONGEST_QUERY + 1))


def test_the_answer_as_json_holds_what_a_program_needs() -> None:
    raw = ask("pistool 9 mm").as_json()
    assert raw["candidates"][0]["code"] == "ML1"
    assert raw["versions"][0]["digest"] == TITLES[0].digest
    assert {row["kind"] for row in raw["candidates"][0]["why"]} >= {"notion", "number"}
