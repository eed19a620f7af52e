"""Which dual-use codes may stand behind a code of the combined nomenclature: a table that a user takes in, never binding."""

from __future__ import annotations

import csv
import hashlib
import io
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from bolwerk.engines.goods._codes import CnCode, Code, read_cn, read_code
from bolwerk.kernel import InvalidInput, Text

COLUMNS = ("cn", "code", "note")


@dataclass(frozen=True, slots=True)
class Pair:
    """One line of the table."""

    cn: CnCode
    code: Code
    note: str = ""


@dataclass(frozen=True)
class Correlation:
    """The table, with the day from which it holds and where it comes from."""

    pairs: tuple[Pair, ...]
    valid_from: date
    source: str = ""

    @cached_property
    def digest(self) -> str:
        return hashlib.sha256(repr([(p.cn.digits, str(p.code), p.note) for p in self.pairs]).encode()).hexdigest()

    def candidates(self, cn: CnCode) -> tuple[tuple[Pair, float], ...]:
        """Pairs that meet `cn`: 1.0 when the line covers it whole, less when the line is only about a part of it."""
        found = [
            (pair, 1.0 if pair.cn.covers(cn) else len(cn.digits) / len(pair.cn.digits))
            for pair in self.pairs
            if pair.cn.covers(cn) or cn.covers(pair.cn)
        ]
        return tuple(sorted(found, key=lambda row: (-row[1], row[0].code.order)))

    def as_json(self) -> dict[str, Any]:
        pairs = [[pair.cn.digits, str(pair.code), pair.note] for pair in self.pairs]
        return {"valid_from": self.valid_from.isoformat(), "source": self.source, "pairs": pairs}

    @classmethod
    def from_json(cls, raw: Mapping[str, Any]) -> Correlation:
        pairs = tuple(Pair(CnCode(cn), read_code(code), note) for cn, code, note in raw["pairs"])
        return cls(pairs, date.fromisoformat(raw["valid_from"]), raw["source"])


def read_correlation(text: str, *, valid_from: date, source: str = "", where: str = "correlation") -> Correlation:
    """From CSV with the columns `cn,code` and perhaps `note`; several codes in one cell are parted by spaces, `;` or `/`.

    One bad line refuses the whole file and is named. Raises `InvalidInput`.
    """
    head = text.splitlines()[0] if text.strip() else ""
    delimiter = max(",;\t", key=head.count)
    reader = csv.DictReader(io.StringIO(text.removeprefix("\ufeff")), delimiter=delimiter)
    names = [(name or "").strip().lower() for name in reader.fieldnames or ()]
    if missing := [name for name in COLUMNS[:2] if name not in names]:
        raise InvalidInput(
            Text(f"De kolom {', '.join(missing)} ontbreekt.", f"The column {', '.join(missing)} is missing."),
            where=where,
            mend=Text("De eerste regel is: cn,code,note.", "The first line is: cn,code,note."),
        )
    reader.fieldnames = names
    pairs: dict[tuple[str, str], Pair] = {}
    for row in reader:
        place = f"{where}:{reader.line_num}"
        if not any((value or "").strip() for value in row.values() if isinstance(value, str)):
            continue
        cn = read_cn(row["cn"] or "", place)
        for raw in filter(None, re.split(r"[\s;/|]+", (row["code"] or "").strip())) if (row["code"] or "").strip() else ("",):
            code = read_code(raw, place)
            pairs[cn.digits, str(code)] = Pair(cn, code, (row.get("note") or "").strip())
    if not pairs:
        raise InvalidInput(
            Text("De tabel is leeg.", "The table is empty."),
            where=where,
            mend=Text("Geef minstens een regel zoals 8525 89 00,6A003.", "Give at least one line such as 8525 89 00,6A003."),
        )
    return Correlation(tuple(pairs.values()), valid_from, source)
