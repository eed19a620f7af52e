from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bolwerk.kernel import InvalidInput, Money

cents = st.integers(-(10**14), 10**14)


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("1.162.350", 116_235_000),
        ("1162350,50", 116_235_050),
        ("1162350.50", 116_235_050),
        ("25.000", 2_500_000),
        ("€ 25.000,5", 2_500_050),
        ("14.050 euro", 1_405_000),
        ("-3", -300),
    ],
)
def test_an_amount_is_read_as_people_type_it(typed: str, expected: int) -> None:
    assert Money.read(typed) == Money(expected)


@pytest.mark.parametrize("typed", ["", "veel", "1.2.3", "12,345", "1e6", "NaN", "--1", "25.00.000", "9" * 30])
def test_what_is_no_amount_is_refused_in_both_languages(typed: str) -> None:
    with pytest.raises(InvalidInput) as caught:
        Money.read(typed)
    assert "geen bedrag" in caught.value.in_("nl")
    assert "not an amount" in caught.value.in_("en")


@given(cents)
def test_writing_and_reading_give_the_same_amount(amount: int) -> None:
    assert Money.read(Money(amount).in_("nl")) == Money(amount)


def test_a_share_is_cut_down_to_the_cent_and_never_passes_the_ceiling() -> None:
    assert Money(1001).percent(Decimal("33.3")) == Money(333)
    assert Money.euro(100_000).percent(60) == Money.euro(60_000)


@given(cents.filter(lambda c: c >= 0), st.integers(0, 100))
def test_shares_that_make_a_hundred_never_exceed_the_whole(amount: int, rate: int) -> None:
    whole = Money(amount)
    assert whole.percent(rate) + whole.percent(100 - rate) <= whole


def test_money_is_never_made_from_a_fraction_of_a_cent() -> None:
    with pytest.raises(InvalidInput):
        Money.euro(Decimal("0.001"))
    with pytest.raises(TypeError):
        Money(0.5)  # type: ignore[arg-type]
