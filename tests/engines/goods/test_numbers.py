"""Numbers with a unit: read as people write them, and compared on the side that the text names."""

from __future__ import annotations

from decimal import Decimal

import pytest

from bolwerk.engines.goods import Bound, compare, measures


@pytest.mark.parametrize(
    ("text", "value", "bound"),
    [
        ("12,7 mm", "0.0127", Bound.IS),
        ("12.7 mm or less", "0.0127", Bound.AT_MOST),
        ("tot en met 12,7 mm", "0.0127", Bound.AT_MOST),
        ("not exceeding 50 kg", "50", Bound.AT_MOST),
        ("exceeding 1 200 nm", "0.0000012", Bound.ABOVE),
        ("meer dan 1.500 kg", "1500", Bound.ABOVE),
        ("less than 2.4 GHz", "2400000000", Bound.BELOW),
        ("mindestens 30 kW", "30000", Bound.AT_LEAST),
        ("20 mm of meer", "0.020", Bound.AT_LEAST),
        ("≥ 5 µm", "0.000005", Bound.AT_LEAST),
    ],
)
def test_a_measure_is_read_with_what_stands_beside_it(text: str, value: str, bound: Bound) -> None:
    (found,) = measures(text)
    assert (found.value, found.bound) == (Decimal(value), bound)


@pytest.mark.parametrize("text", ["ML1", "5A002", "type 7", "12 meters7", "versie 2.0", "€ 5"])
def test_what_has_no_unit_is_no_measure(text: str) -> None:
    assert measures(text) == ()


def test_only_measures_of_one_kind_are_compared() -> None:
    assert compare(measures("9 mm 3 kg"), measures("less than 20 mm")) == compare(measures("9 mm"), measures("less than 20 mm"))


@pytest.mark.parametrize(
    ("given", "text", "fits"),
    [
        ("12,7 mm", "up to 12.7 mm", True),
        ("12,7 mm", "more than 12.7 mm", False),
        ("12,8 mm", "more than 12.7 mm", True),
        ("2 cm", "20 mm or more", True),
        ("19,9 mm", "20 mm or more", False),
        ("5 mm", "less than 5 mm", False),
    ],
)
def test_the_boundary_lies_where_the_words_put_it(given: str, text: str, fits: bool) -> None:
    (one,) = compare(measures(given), measures(text))
    assert one.fits is fits
