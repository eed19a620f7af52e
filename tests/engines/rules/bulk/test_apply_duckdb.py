"""Many rows at once on DuckDB: the same answers as deciding each dossier on its own."""

from __future__ import annotations

from functools import partial

import duckdb
import polars as pl
import pytest

from bolwerk.domains import book as whole_book
from bolwerk.engines.rules import FactType, bulk, load
from bolwerk.engines.rules.bulk import _sql
from tests.engines.rules.books import LAW
from tests.engines.rules.bulk.dossiers import DAY
from tests.engines.rules.bulk.test_apply_polars import AMOUNTS, frame_of, needed, same, sampled, whole

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


def test_a_rule_over_amounts_is_settled_in_parts_however_many_cases_there_are(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(_sql, "PART", 150)
    book, (cases, wanted) = whole_book(), whole()
    with duckdb.connect() as connection:
        connection.register("cases", frame_of(book, cases).with_row_index("n").select("n", *needed(book, [AMOUNTS])).to_arrow())
        found = bulk.apply(book, connection.table("cases"), [AMOUNTS], on=DAY)
        rows = sorted(found.fetchall(), key=lambda row: row[0])
        assert same([row[-4:] for row in rows], wanted[AMOUNTS])
        left = connection.execute("SELECT count(*) FROM duckdb_tables() WHERE table_name LIKE 'bolwerk%'").fetchone()
        assert left == (1,)


@pytest.mark.parametrize("kind", ["VARCHAR", "ENUM ('eu', 'mars')"], ids=["text", "enum"])
def test_a_text_that_cannot_be_ends_the_query_even_where_the_rule_does_not_look_at_it(kind: str) -> None:
    book = load(LAW)
    rows = "SELECT 'embargo' AS dest, 'component' AS goods, NULL::BOOLEAN AS certified"
    with duckdb.connect() as connection:
        apply = partial(bulk.apply, book, rules=["export.lane"], on="2026-08-01", tell=["value"])
        assert apply(frame=connection.sql(rows)).fetchall() == [("embargo", "component", None, "refusal_review")]
        with pytest.raises(duckdb.Error, match=r"dest, goods, certified: a value that cannot be"):
            apply(frame=connection.sql(rows.replace("'component'", "'plum'"))).fetchall()
        listed = f"unnest(['eu', NULL, 'mars'])::{kind} AS dest"
        connection.execute(f"CREATE TABLE cases AS SELECT {listed}, 'weapon' AS goods, true AS certified")
        known = connection.sql("FROM cases WHERE dest IS DISTINCT FROM 'mars'")
        assert [row[-1] for row in apply(frame=known).fetchall()] == ["general", None]
        with pytest.raises(duckdb.Error, match="a value that cannot be"):
            apply(frame=connection.table("cases")).fetchall()


def test_a_case_that_cannot_be_settled_leaves_no_table_behind() -> None:
    book, (cases, _) = whole_book(), whole()
    wrong = frame_of(book, cases).select(needed(book, [AMOUNTS]))
    name = next(fact.name for fact in book.inputs(AMOUNTS) if fact.type is FactType.ENUM)
    with duckdb.connect() as connection:
        connection.register("cases", wrong.with_columns(pl.lit("plum").alias(name)).to_arrow())
        with pytest.raises(duckdb.Error, match="a value that cannot be"):
            bulk.apply(book, connection.table("cases"), [AMOUNTS], on=DAY)
        assert connection.execute("SELECT count(*) FROM duckdb_tables() WHERE table_name LIKE 'bolwerk%'").fetchone() == (0,)
