"""The dated figures behind the pure functions."""

from __future__ import annotations

import tomllib
from datetime import date, timedelta
from itertools import combinations

import pytest

from bolwerk.domains.investment.public import CALL, FIGURES, LAW, Figure
from bolwerk.kernel import MissingLaw

SOURCES = tomllib.loads((LAW / "values.toml").read_text(encoding="utf-8"))["source"]


@pytest.mark.parametrize("figure", FIGURES.rows, ids=lambda figure: figure.id)
def test_a_figure_has_a_known_source_and_a_first_day(figure: Figure) -> None:
    assert figure.citation.source in SOURCES
    assert figure.citation.place
    assert figure.valid.start is not None


@pytest.mark.parametrize("figure", FIGURES.rows, ids=lambda figure: figure.id)
def test_there_is_no_figure_on_the_day_before_and_one_on_the_day_itself(figure: Figure) -> None:
    assert figure.valid.start is not None
    assert FIGURES.on(figure.valid.start, figure.id) == figure
    with pytest.raises(MissingLaw):
        FIGURES.on(figure.valid.start - timedelta(days=1), figure.id)


@pytest.mark.parametrize("figure", [figure for figure in FIGURES.rows if figure.valid.end], ids=lambda figure: figure.id)
def test_a_figure_that_ends_is_gone_on_the_day_after(figure: Figure) -> None:
    assert figure.valid.end is not None
    assert FIGURES.on(figure.valid.end, figure.id) == figure
    with pytest.raises(MissingLaw):
        FIGURES.on(figure.valid.end + timedelta(days=1), figure.id)


def test_no_two_figures_claim_the_same_day() -> None:
    for one, other in combinations(FIGURES.rows, 2):
        assert one.id != other.id or not one.valid.overlaps(other.valid)


def test_a_missing_figure_says_which_and_when() -> None:
    with pytest.raises(MissingLaw) as caught:
        FIGURES.on(date(2027, 1, 1), "aid.overhead.flat")
    assert "1 januari 2027" in caught.value.what.nl
    assert "aid.overhead.flat" in caught.value.what.en


def test_a_setting_that_the_call_does_not_have_is_missing_law() -> None:
    with pytest.raises(MissingLaw):
        CALL["lottery"]
