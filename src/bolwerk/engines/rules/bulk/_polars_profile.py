"""Profiles from a Polars frame: keys and counts are Polars' own, streamed, whatever the number of rows."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

import polars as pl

from bolwerk.engines.rules._book import Book
from bolwerk.engines.rules._facts import exact
from bolwerk.engines.rules.bulk._columns import Sort, check, request
from bolwerk.engines.rules.bulk._grid import Grid, grid_of
from bolwerk.engines.rules.bulk._polars import Coder, columns_of, refuse
from bolwerk.engines.rules.bulk._profile import Count, Key, Number, Profile, count_of
from bolwerk.kernel import InvalidInput, Text

FLOAT_DECIMALS = 6
"""A float counts in a sum as a decimal of so many digits behind the point."""


def profile_frame(
    book: Book,
    frame: pl.LazyFrame | pl.DataFrame,
    rules: Iterable[str],
    *,
    on: date | str,
    by: str | None = None,
    sums: Iterable[str] = (),
    reforms: Iterable[Book] = (),
    unknown: Iterable[str] = (),
    where: str = "",
) -> Profile:
    """As `profile`, from a frame with a column per fact; null is unknown. Memory grows with the cells, not with the rows."""
    lazy = frame.lazy()
    asked = request(book, rules, on, unknown, tell=())
    books = (book, *reforms)
    added = tuple(sums)
    given = columns_of(lazy)
    for reform in books:
        check(request(reform, asked.rules, on, unknown, tell=()), given, where)
    for name in (*added, *([by] if by else [])):
        if name not in given:
            raise _no_column(name, list(given), where)
    for name in added:
        if given[name].sort not in (Sort.WHOLE, Sort.DECIMAL, Sort.FLOAT, Sort.EMPTY):
            raise _no_number(name, given[name].kind, where)
    grids = {rule: grid_of(books, (rule,)) for rule in asked.rules}
    coder = Coder(asked, given)
    keys = {rule: _key(grid, coder) for rule, grid in grids.items()}
    coded = lazy.with_columns(**coder.slots)
    group = pl.col(by).cast(pl.String).fill_null("") if by else pl.lit("")
    amounts = [_amount(name, given[name].sort).alias(f"sum {n}") for n, name in enumerate(added)]
    counted = pl.collect_all(
        [
            coded.select(key.alias("code"), group.alias("group"), *amounts)
            .group_by("group", "code")
            .agg(pl.len().cast(pl.Int64).alias("cases"), *(pl.col(f"sum {n}").sum() for n in range(len(added))))
            for key in keys.values()
        ],
        engine="streaming",
    )
    if any(cells["code"].null_count() for cells in counted):
        for reform in books:
            refuse(request(reform, asked.rules, on, unknown, tell=()), lazy, where)
    groups: dict[str, int] = {} if by else {"": 0}
    counts = {rule: _count(rule, grids[rule], cells, groups, added) for rule, cells in zip(asked.rules, counted, strict=True)}
    return Profile(book.version, counts, tuple(groups) or ("",), by or "", added)


def _key(grid: Grid, coder: Coder) -> pl.Expr:
    key = pl.col(coder.period(grid.cuts)).cast(pl.Int64) * grid.strides[0]
    for axis, stride in zip(grid.axes, grid.strides[1:], strict=True):
        key = key + pl.col(coder.slot(axis)).cast(pl.Int64) * stride
    return key


def _amount(name: str, sort: Sort) -> pl.Expr:
    value = pl.col(name)
    return value.cast(pl.Decimal(38, FLOAT_DECIMALS if sort is Sort.FLOAT else 0)) if sort is not Sort.DECIMAL else value


def _count(rule: str, grid: Grid, cells: pl.DataFrame, groups: dict[str, int], sums: tuple[str, ...]) -> Count:
    found: dict[Key, list[Number]] = {}
    for row in cells.sort("group", "code").iter_rows():
        group, code, cases, *amounts = row
        place = groups.setdefault(group, len(groups))
        found[place, int(code)] = [int(cases), *(_exact(amount) for amount in amounts)]
    return count_of(rule, grid, found, sums)


def _exact(amount: Any) -> Number:
    return exact(amount) or 0


def _no_column(name: str, known: list[str], where: str) -> InvalidInput:
    return InvalidInput(
        Text(f"De kolom '{name}' ontbreekt.", f"The column '{name}' is missing."),
        where=f"{where}: {name}" if where else name,
        mend=Text(f"Kies uit: {', '.join(known)}.", f"Choose from: {', '.join(known)}."),
    )


def _no_number(name: str, kind: str, where: str) -> InvalidInput:
    return InvalidInput(
        Text(
            f"De kolom '{name}' is van het type {kind} en kan niet opgeteld worden.",
            f"The column '{name}' is of type {kind} and cannot be added up.",
        ),
        where=f"{where}: {name}" if where else name,
        mend=Text("Kies een kolom met getallen.", "Choose a column of numbers."),
    )
