"""The file format of `bolwerk check`: title, date, facts, and the parts that fields of the plan read for themselves."""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from bolwerk.kernel import InvalidInput, Reason, Text

_KEYS = ("title", "date", "facts")
_LARGEST = 1_000_000


@dataclass(frozen=True, slots=True)
class Dossier:
    """`on` is the day whose law counts. `parts` holds whatever else stands in the file, by key, for the fields that read it."""

    title: str
    on: date
    facts: Mapping[str, object]
    parts: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Found:
    """What a field made of its parts: an outcome with its reasons, and the facts that follow from it."""

    label: Text
    outcome: Text
    why: tuple[Reason, ...]
    facts: Mapping[str, object] = field(default_factory=dict)

    def as_json(self) -> dict[str, object]:
        return {
            "label": self.label.as_json(),
            "outcome": self.outcome.as_json(),
            "why": [reason.as_json() for reason in self.why],
            "facts": {name: str(value) for name, value in self.facts.items()},
        }


def read(text: str, *, where: str, parts: Collection[str] = ()) -> Dossier:
    """A dossier from TOML; `parts` names the further keys that are known.

    Raises `InvalidInput` naming the line for broken TOML, and the key for a missing, unknown or mistyped one.
    """
    if len(text) > _LARGEST:
        raise _bad(where, Text("Dit bestand is te groot voor een dossier.", "This file is too large for a dossier."))
    raw = _toml(text, where)
    for key in raw:
        if key not in {*_KEYS, *parts}:
            known = ", ".join([*_KEYS, *sorted(parts)])
            raise _bad(
                _place(where, text, key),
                Text(f"De sleutel '{key}' kennen we niet.", f"We do not know the key '{key}'."),
                Text(f"Kies uit: {known}.", f"Choose from: {known}."),
            )
    title, on, facts = raw.get("title", ""), raw.get("date"), raw.get("facts", {})
    if not isinstance(title, str):
        raise _bad(_place(where, text, "title"), Text("De titel moet tekst zijn.", "The title must be text."))
    if isinstance(on, datetime) or not isinstance(on, date):
        raise _bad(
            _place(where, text, "date"),
            Text("De datum van het dossier ontbreekt of is geen datum.", "The date of the dossier is missing or is no date."),
            Text("Schrijf bovenaan: date = 2025-06-02", "Write at the top: date = 2025-06-02"),
        )
    if not isinstance(facts, dict) or any(isinstance(value, dict | list) for value in facts.values()):
        raise _bad(
            _place(where, text, "facts"),
            Text("Onder [facts] staat een feit dat geen enkele waarde is.", "Under [facts] a fact is not a single value."),
            Text('Zet de naam tussen aanhalingstekens: "project.activity" = "…"', 'Quote the name: "project.activity" = "…"'),
        )
    exact = {name: Decimal(str(value)) if isinstance(value, float) else value for name, value in facts.items()}
    return Dossier(title or where, on, exact, {key: value for key, value in raw.items() if key not in _KEYS})


def write(dossier: Dossier) -> str:
    """TOML with title, date and facts; it reads back to the same. Parts are not written."""
    lines = [f"title = {json.dumps(dossier.title, ensure_ascii=False)}", f"date = {dossier.on.isoformat()}", "", "[facts]"]
    lines += [f"{json.dumps(name)} = {_literal(value)}" for name, value in dossier.facts.items()]
    return "\n".join(lines) + "\n"


def _literal(value: object) -> str:
    match value:
        case bool():
            return "true" if value else "false"
        case int() | Decimal():
            return str(value)
        case date():
            return value.isoformat()
    return json.dumps(str(value), ensure_ascii=False)


def _toml(text: str, where: str) -> dict[str, Any]:
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        found = re.search(r"at line (\d+), column (\d+)", str(error))
        spot = f"{where}:{found[1]}:{found[2]}" if found else f"{where}:{text.count(chr(10)) + 1}"
        raise InvalidInput(
            Text("Dit is geen geldig TOML-bestand.", "This is not a valid TOML file."),
            where=spot,
            mend=Text(
                "Kijk op die regel naar aanhalingstekens, haakjes en dubbele namen.",
                "On that line, check quotes, brackets and names that stand twice.",
            ),
        ) from error


def _place(where: str, text: str, key: str) -> str:
    """The file, with the line on which the key stands when it does."""
    for number, line in enumerate(text.splitlines(), 1):
        if re.match(rf"\s*\[*\s*\"?{re.escape(key)}\b", line):
            return f"{where}:{number}"
    return where


def _bad(where: str, what: Text, mend: Text | None = None) -> InvalidInput:
    return InvalidInput(
        what, where=where, mend=mend or Text("Kijk naar de voorbeelden in examples/.", "Look at the examples in examples/.")
    )
