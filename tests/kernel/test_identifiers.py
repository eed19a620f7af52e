import pytest
from hypothesis import given
from hypothesis import strategies as st

from bolwerk.kernel import EstablishmentNumber, InvalidInput, KboNumber, NisCode


@pytest.mark.parametrize("typed", ["0314.595.348", "0403.019.261", "BE 0403 019 261", "403019261", "0123.456.749"])
def test_a_valid_enterprise_number_is_read_in_every_usual_spelling(typed: str) -> None:
    assert len(KboNumber.read(typed)) == 10


@pytest.mark.parametrize("typed", ["0123.456.789", "", "BE", "2123456749", "0403.019.26", "abcdefghij", "0" * 10_000])
def test_a_wrong_enterprise_number_is_refused_with_what_it_should_look_like(typed: str) -> None:
    with pytest.raises(InvalidInput) as caught:
        KboNumber.read(typed, "kbo")
    assert "0403.019.261" in caught.value.in_("nl")
    assert len(caught.value.in_("nl")) < 400


@given(st.integers(1_000_000, 19_999_999))
def test_just_one_pair_of_check_digits_fits(stem: int) -> None:
    good = 0
    for check in range(100):
        try:
            number = KboNumber.read(f"{stem:08d}{check:02d}")
        except InvalidInput:
            continue
        good += 1
        assert number.dotted.replace(".", "") == number
        assert check == 97 - stem % 97
    assert good == 1


def test_establishments_and_municipalities_have_their_own_form() -> None:
    assert EstablishmentNumber.read("2.000.000.339").dotted == "2.000.000.339"
    assert NisCode.read(" 11002 ") == "11002"
    for wrong in ("1.000.000.339", "2.000.000.338"):
        with pytest.raises(InvalidInput):
            EstablishmentNumber.read(wrong)
    with pytest.raises(InvalidInput):
        NisCode.read("01002")
