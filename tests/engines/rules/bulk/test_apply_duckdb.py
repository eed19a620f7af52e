"""Many rows at once on DuckDB: the same answers as deciding each dossier on its own."""

from __future__ import annotations

import duckdb

from bolwerk.domains import book as whole_book
from bolwerk.engines.rules import bulk
from tests.engines.rules.bulk.dossiers import DAY
from tests.engines.rules.bulk.test_apply_polars import frame_of, whole


def test_every_determination_answers_ten_thousand_dossiers_as_it_answers_one() -> None:
    book = whole_book()
    cases, wanted = whole()
    frame = frame_of(book, cases).with_row_index("n")
    with duckdb.connect() as connection:
        connection.register("cases", frame.to_arrow())
        found = bulk.apply(book, connection.table("cases"), list(book.rules), on=DAY)
        assert found.columns[: len(frame.columns)] == frame.columns
        rows = found.order("n").fetchall()
    at = len(frame.columns)
    for rule, answers in wanted.items():
        assert [row[at : at + 4] for row in rows] == answers, rule
        at += 4
