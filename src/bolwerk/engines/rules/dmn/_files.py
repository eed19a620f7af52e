"""What was read, written as files of a law folder; words that cannot stand in a cell get a plain name."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from bolwerk.engines.rules.dmn._feel import Literal, Test, Tests

_PLAIN = re.compile(r"[^\W\d_](?:[\w .:/+-]*[\w.+])?")
_RESERVED = {
    "#",
    "from",
    "until",
    "source",
    "standing",
    "why nl",
    "why en",
    "date",
    "ask",
    "row",
    "param",
    "yes",
    "no",
    "ja",
    "nee",
}
_RESERVED |= {"true", "false", "not"}


@dataclass(frozen=True, slots=True)
class Sheet:
    """One rule file: `rows` of (number, cells, outcome)."""

    id: str
    question: str
    hit: str
    aggregate: str
    type: str
    source: str
    columns: tuple[str, ...]
    rows: tuple[tuple[int, tuple[str, ...], str], ...]


@dataclass(slots=True)
class Names:
    """`words` gives back the text behind each name that had to differ from it."""

    words: dict[str, str] = field(default_factory=dict)
    _given: dict[str, str] = field(default_factory=dict)

    def safe(self, text: str) -> str:
        """The text itself where it can stand in a table, else a name for it, always the same."""
        if _PLAIN.fullmatch(text) and text.lower() not in _RESERVED and text not in self.words:
            return text
        if text not in self._given:
            stem = re.sub(r"\W+", "_", text).strip("_") or "value"
            name = f"v_{stem}"
            while name in self.words:
                name += "_"
            self._given[text], self.words[name] = name, text
        return self._given[text]

    def file(self, id: str) -> str:
        return re.sub(r"\W+", "-", id).strip("-").lower() or "rule"

    def outcome(self, value: Literal) -> str:
        if isinstance(value, bool):
            return "yes" if value else "no"
        if isinstance(value, date):
            return value.isoformat()
        return self.safe(value) if isinstance(value, str) else f"{value:f}"

    def cell(self, tests: Tests) -> str:
        """As the grammar of our tables writes it."""
        if not tests.tests:
            return "-"
        words = ", ".join(self._test(test) for test in tests.tests)
        return f"not({words})" if tests.negated else words

    def _test(self, test: Test) -> str:
        values = [self.outcome(value) for value in test.values]
        if test.sign == "..":
            return f"{test.ends[0]}{values[0]}..{values[1]}{test.ends[1]}"
        return values[0] if test.sign == "=" else f"{test.sign} {values[0]}"


def facts_file(facts: Iterable[tuple[str, str, str, tuple[str, ...]]]) -> str:
    """`facts.toml` from (name, label, type, values)."""
    blocks = []
    for name, label, kind, values in facts:
        lines = [f"[fact.{_quoted(name)}]", f'type = "{kind}"', 'kind = "declared"', f"question = {_pair(label)}"]
        if kind == "enum":
            lines.append(f"values = [{', '.join(map(_quoted, values))}]")
        blocks.append("\n".join(lines))
    return "\n\n".join(blocks) + "\n"


def rule_file(sheet: Sheet) -> str:
    """A rule file with its table; tests and dates are for whoever makes it law."""
    head = [
        f"id = {_quoted(sheet.id)}",
        f"question = {_pair(sheet.question)}",
        f'hit = "{sheet.hit}"',
        f'type = "{sheet.type}"',
    ]
    if sheet.aggregate:
        head.append(f'aggregate = "{sheet.aggregate}"')
    lines = [["#", *sheet.columns, "=> outcome", "source"]]
    lines += [[str(number), *cells, said, f"{sheet.source} {number}"] for number, cells, said in sheet.rows]
    widths = [max(3, *(len(line[n]) for line in lines)) for n in range(len(lines[0]))]
    table = ["| " + " | ".join(word.ljust(width) for word, width in zip(line, widths, strict=True)) + " |" for line in lines]
    table.insert(1, "|" + "|".join("-" * (width + 2) for width in widths) + "|")
    return "+++\n" + "\n".join(head) + "\n+++\n\n" + "\n".join(table) + "\n"


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)


def _pair(text: str) -> str:
    return f"{{ nl = {_quoted(text)}, en = {_quoted(text)} }}"
