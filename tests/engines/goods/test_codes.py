"""The codes of the lists: read in every way people write them, written one way, explained, and refused with a reason."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bolwerk.engines.goods import ListName, looks_like_code, read_cn, read_code, read_list_name
from bolwerk.kernel import InvalidInput


@pytest.mark.parametrize(
    ("typed", "written"),
    [
        ("ML1", "ML1"),
        ("ml1a", "ML1.a"),
        ("ML1.a", "ML1.a"),
        ("ML 10 a 2", "ML10.a.2"),
        ("ML22.", "ML22"),
        ("5A002", "5A002"),
        ("5a002a1", "5A002.a.1"),
        ("5A002.a.1.b", "5A002.a.1.b"),
        ("1C350.12", "1C350.12"),
        ("5A902", "5A902"),
        ("4A1906", "4A1906"),
        ("6B", "6B"),
    ],
)
def test_a_code_is_read_however_it_is_written(typed: str, written: str) -> None:
    assert str(read_code(typed)) == written


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ("ML23", "before 2012"),
        ("ML0", "runs from ML1 to ML22"),
        ("5F002", "letter from A to E"),
        ("5A02", "three digits"),
        ("2.I.n", "numbered sentence"),
        ("ML1.a.b", "by turns"),
        ("ML1.a.01", "by turns"),
        ("", "missing"),
        ("rifle", "Write a code such as"),
        ("ML1" + "a" * 60, "no code"),
    ],
)
def test_what_is_no_code_is_refused_with_what_to_do(typed: str, told: str) -> None:
    with pytest.raises(InvalidInput) as refused:
        read_code(typed, "file.csv:3")
    assert told in str(refused.value)
    assert refused.value.where == "file.csv:3"


def test_a_code_says_what_each_part_means() -> None:
    told = [part.en for part in read_code("5A002.a.1").explain()]
    assert told[:3] == [
        "category 5: telecommunications (part 1), information security (part 2)",
        "group A: systems, equipment and components",
        "digit 0: Wassenaar (in category 0: the trigger list of the Nuclear Suppliers Group)",
    ]
    assert "national control" in read_code("5A902").explain()[2].en
    assert "national control" in read_code("4A1906").explain()[2].en
    assert "Chemical Weapons Convention" in read_code("1C450").explain()[2].en


def test_what_stands_above_a_code_runs_up_to_the_top() -> None:
    assert [str(code) for code in read_code("5A002.a.1").ancestors] == ["5A002.a", "5A002", "5A"]
    assert [str(code) for code in read_code("ML10.a").ancestors] == ["ML10"]
    assert read_code("ML10.a").within(read_code("ML10"))
    assert not read_code("ML1").within(read_code("ML10"))


def test_codes_stand_in_the_order_of_the_list() -> None:
    codes = [read_code(raw) for raw in ("ML10", "ML2.b", "ML2.a.10", "ML2.a.2", "ML2")]
    assert [str(code) for code in sorted(codes, key=lambda code: code.order)] == ["ML2", "ML2.a.2", "ML2.a.10", "ML2.b", "ML10"]


@given(
    st.integers(1, 22),
    st.lists(st.tuples(st.sampled_from("abcdefghijz"), st.integers(1, 99)), max_size=3),
)
def test_every_code_reads_back_as_itself(number: int, pairs: list[tuple[str, int]]) -> None:
    path = "".join(f".{letter}.{n}" for letter, n in pairs)
    assert str(read_code(f"ML{number}{path}")) == f"ML{number}{path}"
    assert read_code(f"ML{number}{path}".replace(".", "")) == read_code(f"ML{number}{path}")


@given(st.text(max_size=60))
def test_no_text_breaks_the_reader(raw: str) -> None:
    try:
        assert read_code(str(read_code(raw))) == read_code(raw)
    except InvalidInput as refused:
        assert refused.mend.nl


@pytest.mark.parametrize(
    ("typed", "written"), [("9306 30 10", "9306 30 10"), ("93063010", "9306 30 10"), ("9306.30", "9306 30"), ("9306", "9306")]
)
def test_a_cn_code_is_read_with_or_without_its_spaces(typed: str, written: str) -> None:
    assert str(read_cn(typed)) == written


@pytest.mark.parametrize("typed", ["930", "93061", "7700 00 00", "0012", "9306 30 10 001", "abc"])
def test_what_is_no_cn_code_is_refused(typed: str) -> None:
    with pytest.raises(InvalidInput):
        read_cn(typed)


def test_lists_go_by_their_usual_names() -> None:
    assert read_list_name("cml") is ListName.MILITARY
    assert read_list_name("Annex I") is ListName.DUAL_USE
    with pytest.raises(InvalidInput, match="do not know the list"):
        read_list_name("annex iv")


@pytest.mark.parametrize(
    ("typed", "code"),
    [("5A002.a", True), ("ML23", True), ("ML1a", True), ("9 mm", False), ("pistool", False), ("5 axis", False)],
)
def test_a_code_that_was_meant_is_told_from_a_description(typed: str, code: bool) -> None:
    assert looks_like_code(typed) is code
