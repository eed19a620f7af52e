"""What stands in a query of DuckDB: names, texts, lists as constants, and rows to add to a table."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Any

TEXT = "VARCHAR"
# Between entries, between the parts of one, and for none: characters that no law holds.
_ENTRY, _PART, _NONE = "\x1e", "\x1d", "\x15"


def name_of(column: str) -> str:
    return '"' + column.replace('"', '""') + '"'


def quoted(value: str) -> str:
    return "'" + value.replace("'", "''") + "'"


def failing(message: str) -> str:
    """What ends the query where it is worked out."""
    return f"error({quoted(message)})"


def day(value: date) -> str:
    return f"DATE '{value.isoformat()}'"


def listed(kind: str, entries: Sequence[Any]) -> str:
    """A list that stands in the query as a constant."""
    return f"(CAST([{', '.join(map(_literal, entries))}] AS {kind}[]))"


def _literal(entry: Any) -> str:
    if entry is None:
        return "NULL"
    if isinstance(entry, list):
        return f"[{', '.join(map(_literal, entry))}]"
    return f"{entry:f}" if isinstance(entry, Decimal) else quoted(entry) if isinstance(entry, str) else str(entry)


def added(table: str, columns: Sequence[tuple[str, Sequence[Any]]]) -> str:
    """What adds rows to a table, by type and entries of each column."""
    raw = ", ".join(f"{_unnested(entries)} AS c{n}" for n, (_, entries) in enumerate(columns))
    read = ", ".join(_read(f"c{n}", kind) for n, (kind, _) in enumerate(columns))
    return f"INSERT INTO {table} SELECT {read} FROM (SELECT {raw}) AS raw"  # noqa: S608 (names are ours, texts quoted)


def _unnested(entries: Sequence[Any]) -> str:
    """Entries as rows of text: one literal, for a thousand rows of VALUES take a second to bind."""
    return f"unnest(string_split({quoted(_ENTRY.join(map(_written, entries)))}, '{_ENTRY}'))"


def _written(entry: Any) -> str:
    if entry is None:
        return _NONE
    if isinstance(entry, list):
        return _PART.join(map(_written, entry))
    return f"{entry:f}" if isinstance(entry, Decimal) else str(entry)


def _read(name: str, kind: str) -> str:
    if kind.endswith("[]"):
        parts = f"CASE WHEN {name} = '' THEN [] ELSE string_split({name}, '{_PART}') END"
        return f"CASE WHEN {name} = '{_NONE}' THEN NULL ELSE CAST({parts} AS {kind}) END"
    return f"CAST(nullif({name}, '{_NONE}') AS {kind})"
