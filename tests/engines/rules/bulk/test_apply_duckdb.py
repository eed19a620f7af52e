"""Many rows at once on DuckDB: the same answers as deciding each dossier on its own."""

from __future__ import annotations

import duckdb

from bolwerk.domains import book as whole_book
from bolwerk.engines.rules import bulk
from tests.engines.rules.bulk.dossiers import DAY
from tests.engines.rules.bulk.test_apply_polars import CHUNK, frame_of, same, whole


def test_every_determination_answers_many_dossiers_as_it_answers_one() -> None:
    book = whole_book()
    cases, wanted = whole()
    frame = frame_of(book, cases).with_row_index("n")
    with duckdb.connect() as connection:
        connection.register("cases", frame.to_arrow())
        for start in range(0, len(book.rules), CHUNK):
            rules = list(book.rules)[start : start + CHUNK]
            found = bulk.apply(book, connection.table("cases"), rules, on=DAY)
            assert found.columns[: len(frame.columns)] == frame.columns
            names = ", ".join(f'"{name}"' for name in ("n", *found.columns[len(frame.columns) :]))
            rows = found.query("answered", f"SELECT {names} FROM answered ORDER BY n").fetchall()
            for place, rule in enumerate(rules):
                assert same([row[1 + 4 * place : 5 + 4 * place] for row in rows], wanted[rule]), rule
