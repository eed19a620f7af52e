"""Many rows at once on Spark, over partitions on two cores: the same answers as deciding each dossier on its own."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from bolwerk.domains import book as whole_book
from bolwerk.engines.rules import bulk
from tests.engines.rules.bulk.dossiers import DAY
from tests.engines.rules.bulk.test_apply_polars import frame_of, needed, same, whole

pytestmark = pytest.mark.spark
CHUNK = 70
"""So many rules are put in one job."""


@pytest.fixture(scope="module")
def spark(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    sql = pytest.importorskip("pyspark.sql")
    pytest.importorskip("pandas", reason="pyspark carries Arrow with pandas: pip install 'bolwerk[spark]'")
    os.environ.setdefault("PYSPARK_PYTHON", sys.executable)
    builder = sql.SparkSession.builder.master("local[2]").appName("bolwerk")
    settings = {
        "spark.ui.enabled": "false",
        "spark.sql.shuffle.partitions": "4",
        "spark.driver.bindAddress": "127.0.0.1",
        "spark.driver.host": "127.0.0.1",
        "spark.driver.memory": "2g",
        "spark.sql.warehouse.dir": str(tmp_path_factory.mktemp("warehouse")),
    }
    for name, value in settings.items():
        builder = builder.config(name, value)
    session = builder.getOrCreate()
    yield session
    session.stop()


def test_determinations_answer_many_dossiers_as_they_answer_one(spark: Any, tmp_path: Path) -> None:
    """Through a folder as Spark writes it, marks and check sums beside the parts."""
    book = whole_book()
    cases, wanted = whole()
    frame = frame_of(book, cases).with_row_index("n")
    for part, rows in enumerate(frame.iter_slices(len(frame) // 4)):
        rows.write_parquet(tmp_path / f"part-{part}.parquet")
    everything = spark.read.parquet(str(tmp_path))
    assert everything.rdd.getNumPartitions() > 1
    chosen = list(book.rules)
    for start in range(0, len(chosen), CHUNK):
        rules = chosen[start : start + CHUNK]
        columns = ["n", *needed(book, rules)]
        asked = everything.select(*(f"`{name}`" for name in columns))
        bulk.apply(book, asked, rules, on=DAY).write.mode("overwrite").parquet(str(tmp_path / "out"))
        found = pl.read_parquet(tmp_path / "out" / "*.parquet").sort("n")
        assert found.columns[: len(columns)] == columns
        for rule in rules:
            assert same(found.select(rule, f"{rule}.row", f"{rule}.state", f"{rule}.ask").rows(), wanted[rule]), rule
