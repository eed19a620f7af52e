"""The parts of the engine by themselves: spellings, related words and their keys, rarity, profiles, weights."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bolwerk.engines.screening import PROFILES, Profile, Rarity
from bolwerk.engines.screening import _normal as normal
from bolwerk.engines.screening._kernel import NONE, relate
from bolwerk.engines.screening._shape import hashes, table
from bolwerk.engines.screening._tables import MOST_KEYS, deletes
from tests.engines.screening.people import company, person


def tokens(name: str, group: int = normal.PERSON) -> list[tuple[str, ...]]:
    return [s.tokens for s in normal.spellings(name, group)]


def test_titles_go_initials_and_numbers_stay_and_words_part_at_capitals() -> None:
    assert tokens("Dr. Wim J. Novak") == [("wim", "j", "novak")]
    assert tokens("Sheikh Omar bin Haddad") == [("omar", "haddad")]
    assert tokens("AMBER 007", normal.VESSEL) == [("amber", "7")]
    assert tokens("SiemensAG", normal.ORGANISATION) == [("siemens",)]
    assert tokens("Third Kestrel Institute", normal.ORGANISATION) == [("3", "kestrel", "institute")]


def test_a_legal_form_is_set_apart_by_class_and_never_the_whole_name() -> None:
    forms = {
        name: normal.spellings(name, normal.ORGANISATION)[0].form for name in ("Lumen GmbH", "OOO Lumen", "Lumen", "Lumen N.V.")
    }
    assert forms["Lumen GmbH"] == forms["OOO Lumen"] != forms["Lumen N.V."] > 0
    assert forms["Lumen"] == 0
    assert tokens("Limited", normal.ORGANISATION) == [("limited",)]


def test_a_script_with_two_traditions_gives_two_spellings() -> None:
    assert ("yuriy", "shchukin") in tokens("Юрий Щукин")
    assert len(tokens("Юрий Щукин")) == 2
    assert all(s.bridge for s in normal.spellings("Юрий Щукин", normal.PERSON))


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=60))
def test_any_text_gives_plain_words_or_none(text: str) -> None:
    for group in (normal.PERSON, normal.ORGANISATION, normal.VESSEL, normal.ANY):
        for spelling in normal.spellings(text, group):
            assert 0 < len(spelling.tokens) <= normal.MAX_TOKENS
            assert all(t.isascii() and t.isalnum() and t == t.lower() for t in spelling.tokens)


WORDS = st.text("abcdehkmnorstuz", min_size=1, max_size=11)


@settings(max_examples=400, deadline=None)
@given(WORDS, st.lists(st.tuples(st.sampled_from("idst"), st.integers(0, 11), st.sampled_from("aeknrs")), max_size=2))
def test_related_words_share_a_key_of_the_index(word: str, changes: list[tuple[str, int, str]]) -> None:
    other = word
    for kind, at, letter in changes:
        at = min(at, len(other) - 1) if other else 0
        if kind == "i":
            other = other[:at] + letter + other[at:]
        elif kind == "d" and len(other) > 1:
            other = other[:at] + other[at + 1 :]
        elif kind == "s":
            other = other[:at] + letter + other[at + 1 :]
        elif at + 1 < len(other):
            other = other[:at] + other[at + 1] + other[at] + other[at + 2 :]
    made, _ = table([word, other])
    there, back = relate(made, 0, made, 1), relate(made, 1, made, 0)
    assert there == back
    if there[0] == NONE or len(word) == 1 or len(other) == 1:
        return
    room = np.empty(MOST_KEYS, np.uint32)
    keys = [set(room[: deletes(made.letters, made.start[i], made.start[i + 1], room)].tolist()) for i in (0, 1)]
    assert word == other or keys[0] & keys[1] or made.sound[0] == made.sound[1] != 0 or made.kin[0] == made.kin[1] != 0


def test_rarity_counts_an_entity_once_and_keeps_common_words_light() -> None:
    rarity = Rarity.of([person("1", "Wim Quirin", "Quirin W. Wim"), person("2", "Wim Haddad")])
    assert rarity.weight("quirin") > rarity.weight("wim")
    assert rarity.weight("muhammad") < rarity.weight("averbode")
    assert (
        Rarity.of([person("2", "Wim Haddad"), person("1", "Wim Quirin")]).digest
        == Rarity.of([person("1", "Wim Quirin"), person("2", "Wim Haddad")]).digest
    )
    assert Rarity.standard().digest != rarity.digest


def test_keys_of_words_are_their_own() -> None:
    words = [f"word{n}" for n in range(2000)] + ["a", "b", "ab", "ba"]
    assert len(set(hashes(words).tolist())) == len(words)


def test_profiles_are_named_and_any_change_shows_in_the_digest() -> None:
    assert set(PROFILES) == {"export-licence", "knowledge-security", "strict"}
    profile = PROFILES["strict"]
    changed = [
        replace(profile, version=2),
        replace(profile, decision_floor=0.4),
        replace(profile, evidence=frozenset({"country"})),
    ]
    assert len({p.digest for p in [profile, *changed]}) == 4


@pytest.mark.parametrize(
    ("floors", "evidence"),
    [((0.5, 0.4), ()), ((0.01, 0.5), ()), ((0.5, 1.0), ()), ((0.2, 0.5), ("horoscope",))],
    ids=["crossed", "low", "one", "unknown"],
)
def test_a_profile_that_makes_no_sense_is_refused(floors: tuple[float, float], evidence: tuple[str, ...]) -> None:
    with pytest.raises(ValueError, match="profile odd"):
        Profile("odd", 1, *floors, four_eyes=False, expiry_days=None, evidence=frozenset(evidence))


def test_describing_screening_does_not_load_the_compiler() -> None:
    code = "import sys, bolwerk.engines.screening as s; s.Entity; s.PROFILES; print('numba' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.strip() == "False"


def test_companies_without_a_name_of_their_own_still_have_words() -> None:
    assert company("c", "The Company").caption == "The Company"
    assert tokens("The Company", normal.ORGANISATION) != []
