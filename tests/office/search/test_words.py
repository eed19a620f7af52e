"""Dutch words come apart on the words that the texts hold."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bolwerk.office.search.words import LONGEST, fold, parts, words

KNOWN = frozenset({"drone", "detectie", "defensie", "subsidie", "onderzoek", "project", "veiligheid", "leverancier", "haven"})


@pytest.mark.parametrize(
    ("compound", "expected"),
    [
        ("dronedetectie", ("drone", "detectie")),
        ("defensiesubsidie", ("defensie", "subsidie")),
        ("onderzoeksproject", ("onderzoek", "project")),
        ("havenveiligheid", ("haven", "veiligheid")),
        ("veiligheidsonderzoeksproject", ("veiligheid", "onderzoek", "project")),
    ],
)
def test_a_compound_comes_apart_with_its_linking_letters(compound: str, expected: tuple[str, ...]) -> None:
    assert parts(compound, KNOWN) == expected


@pytest.mark.parametrize("word", ["drone", "detectief", "dronexdetectie", "subsidies", "20252026", ""])
def test_what_is_no_compound_stays_whole(word: str) -> None:
    assert parts(word, KNOWN) == ()


def test_accents_and_capitals_make_no_difference() -> None:
    assert fold("CAFÉ Coördinatie") == "cafe coordinatie"


def test_common_words_do_not_count() -> None:
    assert words("De steun voor het project") == ["steun", "project"]


@given(st.text(max_size=300))
def test_no_text_breaks_it(text: str) -> None:
    for word in words(text):
        assert len(word) <= LONGEST
        parts(word, KNOWN)
