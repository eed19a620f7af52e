"""Numbers are read out of sentences as the plan writes them."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bolwerk.kernel import Money
from bolwerk.plan.numbers import Bound, Number, Unit, numbers

D = Decimal


@pytest.mark.parametrize(
    ("sentence", "number"),
    [
        ("vier pijlers", Number(Unit.COUNT, D(4))),
        ("maximaal zestien scholen", Number(Unit.COUNT, D(16), Bound.AT_MOST)),
        ("maximaal 16 \nscholen", Number(Unit.COUNT, D(16), Bound.AT_MOST)),
        ("tot 1 miljard euro kapitaal", Number(Unit.EURO, D(10**9), Bound.AT_MOST)),
        ("10 miljoen euro", Number(Unit.EURO, D(10**7))),
        ("NIF 1.162.350 euro", Number(Unit.EURO, D(1_162_350))),
        ("van €158,8 miljard, een", Number(Unit.EURO, D("158800000000"))),
        ("een 550-tal leerlingen", Number(Unit.COUNT, D(550), Bound.ABOUT)),
        ("vanaf 01/09/2026.", Number(Unit.DATE, date(2026, 9, 1))),
        ("op 16 \njuli 2021 ingevoegd", Number(Unit.DATE, date(2021, 7, 16))),
        ("minstens 15 jaar", Number(Unit.YEARS, D(15), Bound.AT_LEAST)),
        ("meer dan 50% van", Number(Unit.PERCENT, D(50), Bound.MORE_THAN)),
        ("de 2%-NAVO-norm", Number(Unit.PERCENT, D(2))),
        ("haalt België 1,3%)", Number(Unit.PERCENT, D("1.3"))),
        ("in september 2022.", Number(Unit.YEAR, D(2022))),
        ("ongeveer 8 miljard euro", Number(Unit.EURO, D(8 * 10**9), Bound.ABOUT)),
    ],
)
def test_a_dutch_number_is_read(sentence: str, number: Number) -> None:
    assert numbers(sentence) == (number,)


def test_a_rise_reads_as_two_numbers() -> None:
    assert numbers("van 50% \n \nnaar maximaal 60%") == (
        Number(Unit.PERCENT, D(50)),
        Number(Unit.PERCENT, D(60), Bound.AT_MOST),
    )


@pytest.mark.parametrize(
    "name", ["NIS2", "het 3RX-tracé", "artikel 8.3", "7de leerjaar", "X 63bis", "(zie 3.1)", "DOC.0925/1-10", "een school"]
)
def test_a_name_is_not_a_number(name: str) -> None:
    assert numbers(name) == ()


def test_a_day_that_does_not_exist_is_not_a_number() -> None:
    assert numbers("op 31/02/2026") == ()


@pytest.mark.parametrize(
    ("dutch", "english"),
    [
        ("maximaal 50 miljoen euro in 2029", "at most 50 million euro in 2029"),
        ("1.162.350 euro", "1,162,350 euro"),
        ("vanaf 1 september 2026", "from 1 September 2026"),
        ("zes aspecten", "six aspects"),
        ("meer dan 50%", "more than 50%"),
        ("maatregel 3.1", "measure 3.1"),
    ],
)
def test_both_languages_read_alike(dutch: str, english: str) -> None:
    assert numbers(dutch, "nl") == numbers(english, "en")


@given(st.integers(min_value=1, max_value=10**11))
def test_any_amount_as_the_house_writes_it_is_read_back(euro: int) -> None:
    money = Money.euro(euro)
    assert numbers(f"er is {money.in_('nl')} vrij") == (Number(Unit.EURO, D(euro)),)
    assert numbers(f"there is {money.in_('en')} free", "en") == (Number(Unit.EURO, D(euro)),)


@given(st.text(max_size=80))
def test_no_text_makes_it_stumble(text: str) -> None:
    numbers(text, "nl")
    numbers(text, "en")
