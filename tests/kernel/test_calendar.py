from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bolwerk.kernel import Calendar, Duration, InvalidInput, Period, local_day, read_date, write_date

days = st.dates(date(2024, 1, 1), date(2037, 12, 31))
calendar = Calendar()


def easter(year: int) -> date:
    """Anonymous Gregorian computus, the reference for the movable holidays."""
    a, b, c = year % 19, year // 100, year % 100
    d, e = divmod(b, 4)
    g = (8 * b + 13) // 25
    h = (19 * a + b - d - g + 15) % 30
    i, k = divmod(c, 4)
    m = (32 + 2 * e + 2 * i - h - k) % 7
    n = (a + 11 * h + 22 * m) // 451
    month, day = divmod(h + m - 7 * n + 114, 31)
    return date(year, month, day + 1)


@pytest.mark.parametrize("year", range(2024, 2038))
def test_the_ten_belgian_holidays_are_no_working_days(year: int) -> None:
    fixed = {date(year, m, d) for m, d in ((1, 1), (5, 1), (7, 21), (8, 15), (11, 1), (11, 11), (12, 25))}
    movable = {easter(year) + timedelta(days=n) for n in (1, 39, 50)}
    weekdays = {date(year, 1, 1) + timedelta(days=n) for n in range(366)}
    off = {d for d in weekdays if d.year == year and d.weekday() < 5 and not calendar.is_working_day(d)}
    assert off == {d for d in fixed | movable if d.weekday() < 5}


def test_fourteen_working_days_step_over_ascension_day() -> None:
    assert calendar.add(date(2025, 5, 15), Duration.working_days(14)) == date(2025, 6, 5)


def test_a_month_ends_on_the_same_day_or_on_the_last_one() -> None:
    assert calendar.add(date(2025, 1, 31), Duration.months(1)) == date(2025, 2, 28)
    assert calendar.add(date(2024, 1, 31), Duration.months(1)) == date(2024, 2, 29)
    assert calendar.add(date(2025, 8, 15), Duration.months(6)) == date(2026, 2, 15)


@given(days, st.integers(1, 200))
def test_a_term_of_working_days_ends_on_a_working_day_with_just_so_many_between(start: date, count: int) -> None:
    end = calendar.add(start, Duration.working_days(count))
    assert calendar.is_working_day(end)
    assert calendar.working_days_between(start, end) == count


def test_the_day_is_the_day_in_brussels() -> None:
    assert local_day(datetime(2025, 3, 29, 23, 30, tzinfo=UTC)) == date(2025, 3, 30)
    assert local_day(datetime(2025, 6, 30, 22, 0, tzinfo=UTC)) == date(2025, 7, 1)
    with pytest.raises(ValueError, match="time zone"):
        local_day(datetime(2025, 1, 1))  # noqa: DTZ001


@pytest.mark.parametrize("typed", ["2025-05-15", "15/05/2025", "15-5-2025", " 15.05.2025 "])
def test_a_date_is_read_as_people_type_it(typed: str) -> None:
    assert read_date(typed) == date(2025, 5, 15)


@pytest.mark.parametrize("typed", ["2025-02-30", "31/04/2025", "morgen", "", "15/05/25", "2025/05/15"])
def test_what_is_no_date_is_refused_and_told_how_to_write_it(typed: str) -> None:
    with pytest.raises(InvalidInput) as caught:
        read_date(typed, "datum")
    assert caught.value.where == "datum"
    assert "2025-05-15" in caught.value.in_("nl")


@given(days)
def test_a_written_date_names_day_month_and_year(day: date) -> None:
    assert write_date(day, "nl").startswith(f"{day.day} ")
    assert write_date(day, "en").endswith(str(day.year))


def test_a_period_holds_both_its_ends_and_cuts_on_the_day_after() -> None:
    period = Period(date(2025, 5, 15), date(2025, 12, 31))
    assert date(2025, 5, 15) in period
    assert date(2025, 12, 31) in period
    assert date(2026, 1, 1) not in period
    assert period.cuts() == (date(2025, 5, 15), date(2026, 1, 1))
    with pytest.raises(ValueError, match="before it starts"):
        Period(date(2025, 2, 1), date(2025, 1, 1))


@given(days, days, days, days)
def test_periods_overlap_just_when_a_day_is_in_both(a: date, b: date, c: date, d: date) -> None:
    one, two = Period(min(a, b), max(a, b)), Period(min(c, d), max(c, d))
    assert one.overlaps(two) == (max(min(a, b), min(c, d)) <= min(max(a, b), max(c, d)))
