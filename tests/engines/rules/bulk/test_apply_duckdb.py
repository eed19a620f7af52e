"""Many rows at once on DuckDB: the same answers as deciding each dossier on its own."""

from __future__ import annotations

import duckdb

from bolwerk.domains import book as whole_book
from bolwerk.engines.rules import bulk
from tests.engines.rules.bulk.dossiers import DAY
from tests.engines.rules.bulk.test_apply_polars import frame_of, needed, same, sampled, whole

CHUNK = 10
"""So many rules are put in one query."""


def test_determinations_answer_many_dossiers_as_they_answer_one() -> None:
    book = whole_book()
    cases, wanted = whole()
    frame = frame_of(book, cases).with_row_index("n")
    with duckdb.connect() as connection:
        chosen = sampled(book, 40)
        for start in range(0, len(chosen), CHUNK):
            rules = chosen[start : start + CHUNK]
            part = frame.select("n", *needed(book, rules))
            connection.register("cases", part.to_arrow())
            found = bulk.apply(book, connection.table("cases"), rules, on=DAY)
            assert found.columns[: len(part.columns)] == part.columns
            rows = sorted(found.fetchall(), key=lambda row: row[0])
            at = len(part.columns)
            for place, rule in enumerate(rules):
                assert same([row[at + 4 * place : at + 4 + 4 * place] for row in rows], wanted[rule]), rule
