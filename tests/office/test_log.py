"""The chain, without a database: one value has one text, and no two records read the same."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bolwerk.kernel import InvalidInput, Money, Text
from bolwerk.office import log

_texts = st.text(st.characters(blacklist_categories=["Cs"], blacklist_characters="\x00\x1f"), max_size=20)
_values = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**63) + 1, 2**63 - 1) | _texts,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(_texts, inner, max_size=4),
    max_leaves=12,
)


@given(_values)
def test_a_value_comes_back_from_its_canonical_text(value: object) -> None:
    import json

    text = log.canonical(value)
    assert json.loads(text) == value and log.canonical(json.loads(text)) == text


def test_order_and_spelling_do_not_matter() -> None:
    assert log.canonical({"b": 1, "a": [True, None]}) == '{"a":[true,null],"b":1}'
    when = datetime(2025, 5, 15, 12, tzinfo=timezone(timedelta(hours=2)))
    given_ = {"m": Money(5), "d": date(2025, 5, 15), "t": when, "x": Decimal("1.50"), "u": UUID(int=1), "w": Text("ja", "yes")}
    assert log.plain(given_) == {
        "m": 5,
        "d": "2025-05-15",
        "t": "2025-05-15 10:00:00.000000",
        "x": "1.50",
        "u": "00000000-0000-0000-0000-000000000001",
        "w": {"nl": "ja", "en": "yes"},
    }


@pytest.mark.parametrize("value", [1.5, float("inf"), "a\x00", "\ud800", 2**63, {1: "a"}, object(), b"x", datetime(2025, 1, 1)])  # noqa: DTZ001
def test_what_a_database_would_not_give_back_is_refused(value: object) -> None:
    with pytest.raises(InvalidInput):
        log.canonical({"v": value})


def test_a_text_with_the_separator_is_refused() -> None:
    with pytest.raises(InvalidInput):
        log.link(log.GENESIS, ("a", "b\x1fc"))


@given(st.lists(_texts, min_size=1, max_size=5), st.lists(_texts, min_size=1, max_size=5))
def test_different_records_have_different_hashes(one: list[str], other: list[str]) -> None:
    assert (log.link(log.GENESIS, one) == log.link(log.GENESIS, other)) == (one == other)


def test_a_moment_is_written_in_utc_to_the_microsecond() -> None:
    assert log.stamp(datetime(2025, 1, 2, 3, 4, 5, 6, UTC)) == "2025-01-02 03:04:05.000006"
