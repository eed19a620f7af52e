"""One way in for every kind of frame: Polars, DuckDB or Spark, told by the frame itself."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from importlib import import_module
from types import ModuleType
from typing import Any

from bolwerk.engines.rules._book import Book
from bolwerk.engines.rules.bulk._columns import TOLD, Request, request
from bolwerk.kernel import InvalidInput, Text

ENGINES = ("polars", "duckdb", "spark")
_PACKAGES = {"polars": "polars", "duckdb": "duckdb", "pyspark": "spark"}
_EXTRAS = {"polars": ("polars", ""), "duckdb": ("duckdb", "[duckdb]"), "spark": ("pyspark", "[spark]")}


def apply(
    book: Book,
    frame: Any,
    rules: Iterable[str],
    *,
    on: date | str,
    unknown: Iterable[str] = (),
    tell: Iterable[str] = TOLD,
) -> Any:
    """The frame with four columns per rule: `rule` (its value), `rule.row`, `rule.state`, `rule.ask`; or those in `tell`.

    The frame is a Polars DataFrame or LazyFrame, a DuckDB relation or a Spark DataFrame, and comes back as the same. A fact is
    a column of its name; null is unknown. `on` is a day, or the name of the column with the day of each row; `unknown` names
    facts that have no column. Answers are those of `book.decide`, row by row. Raises InvalidInput for a column that is missing,
    mistyped or in the way, and for a value that cannot be (a lazy frame raises ValueError when collected: `refuse` finds them);
    NotFound for an unknown rule.
    """
    asked = request(book, rules, on, unknown, tell)
    name = _PACKAGES.get(type(frame).__module__.partition(".")[0].lstrip("_"))
    if name is None:
        raise InvalidInput(
            Text(
                f"{type(frame).__name__} is geen tabel die gelezen kan worden.",
                f"{type(frame).__name__} is no frame that can be read.",
            ),
            mend=Text(
                "Geef een DataFrame van Polars, een relatie van DuckDB of een DataFrame van Spark.",
                "Give a Polars DataFrame, a DuckDB relation or a Spark DataFrame.",
            ),
        )
    engine = engine_of(name)
    if name != "polars":
        return engine.apply(asked, frame)
    return (
        _eager(engine, asked, frame) if hasattr(frame, "lazy") and not hasattr(frame, "collect") else engine.apply(asked, frame)
    )


def _eager(engine: ModuleType, asked: Request, frame: Any) -> Any:
    try:
        return engine.apply(asked, frame.lazy()).collect()
    except (import_module("polars").exceptions.PolarsError, engine.RefusedRows):
        engine.refuse(asked, frame.lazy())
        raise


def refuse(book: Book, frame: Any, rules: Iterable[str], *, on: date | str, unknown: Iterable[str] = ()) -> None:
    """Look through a Polars frame for what `apply` cannot take. Raises InvalidInput naming the first rows that hold it."""
    engine_of("polars").refuse(request(book, rules, on, unknown), frame.lazy())


def engine_of(name: str) -> ModuleType:
    """The module that runs on one engine. Raises InvalidInput when there is none of that name, or it is not installed."""
    if name not in ENGINES:
        raise InvalidInput(
            Text(f"'{name}' is geen rekenmotor.", f"'{name}' is no engine."),
            where="--engine",
            mend=Text(f"Kies uit: {', '.join(ENGINES)}.", f"Choose from: {', '.join(ENGINES)}."),
        )
    package, extra = _EXTRAS[name]
    try:
        import_module(package)
    except ImportError as error:
        raise InvalidInput(
            Text(f"{package} is niet geïnstalleerd.", f"{package} is not installed."),
            where="--engine",
            mend=Text(f"Installeer het: pip install 'bolwerk{extra}'.", f"Install it: pip install 'bolwerk{extra}'."),
        ) from error
    return import_module(f"bolwerk.engines.rules.bulk._{name}")
