"""FollowTheMoney as JSON lines: one entity on a line, as FollowTheMoney's own tools and OpenSanctions write them."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from bolwerk.engines.screening.lists._decoding import encoding_of
from bolwerk.engines.screening.lists._draft import NAMES, Draft
from bolwerk.engines.screening.lists._places import country
from bolwerk.engines.screening.lists._reading import Parsed
from bolwerk.engines.screening.lists._words import Advance, damaged, mending
from bolwerk.kernel import Text

SCHEMAS = frozenset(
    ("Person", "Company", "Organization", "PublicBody", "LegalEntity", "Vessel", "Airplane", "Vehicle", "Asset", "CryptoWallet")
)
"""What can be screened; other schemata (an address, a sanction, a relation) say something about another entity."""
_COUNTRIES = frozenset(
    ("country", "nationality", "citizenship", "jurisdiction", "mainCountry", "birthCountry", "flag", "pastFlags")
)
_LONGEST = 16_000_000
_NESTED = {"Address": ("full", "address"), "Passport": ("number", "passportNumber"), "Identification": ("number", "idNumber")}


def read(paths: tuple[Path, ...], name: str, advance: Advance) -> Parsed:
    """One file or more. Raises InvalidInput with the line of what is no JSON, no entity, or cut off."""
    entities, encodings, left_out = [], [], Counter[str]()
    for path in paths:
        encodings.append(encoding_of(path))
        for line, data in _lines(path, encodings[-1], advance):
            schema = data["schema"]
            if schema not in SCHEMAS:
                left_out[schema] += 1
                continue
            draft = _draft(path, line, data)
            if draft.named:
                entities.append(draft.entity(name))
            else:
                left_out[f"{schema} zonder naam / without name"] += 1
    told = tuple(
        Text(f"{count} × {schema}: niet te screenen, weggelaten.", f"{count} × {schema}: nothing to screen, left out.")
        for schema, count in sorted(left_out.items())
    )
    return Parsed(tuple(entities), tuple(encodings), None, told)


def _lines(path: Path, encoding: str, advance: Advance) -> Iterator[tuple[int, dict[str, Any]]]:
    with path.open(encoding=encoding, newline="\n") as file:
        line = 0
        while text := file.readline(_LONGEST):
            line += 1
            if len(text) == _LONGEST:
                raise damaged(path, line, "Deze regel is te lang.", "This line is too long.")
            advance(len(text.encode()))
            if text.strip():
                yield line, _entity(path, line, text)


def _entity(path: Path, line: int, text: str) -> dict[str, Any]:
    try:
        data = json.loads(text)
    except (ValueError, RecursionError) as error:
        cut = not text.endswith("\n")
        nl = "Het bestand breekt hier af." if cut else f"Deze regel is geen JSON ({error})."
        en = "The file is cut off here." if cut else f"This line is no JSON ({error})."
        raise damaged(path, line, nl, en) from error
    good = (
        isinstance(data, dict)
        and isinstance(data.get("id"), str | int)
        and isinstance(data.get("schema"), str)
        and isinstance(data.get("properties"), dict)
    )
    if not good:
        raise damaged(
            path,
            line,
            "Deze regel is geen entiteit: id, schema en properties zijn nodig.",
            "This line is no entity: it needs id, schema and properties.",
            mending(
                "Kies een andere vorm met --format als dit een andere lijst is.",
                "Choose another --format if this is another list.",
            ),
        )
    found: dict[str, Any] = data
    return found


def _draft(path: Path, line: int, data: dict[str, Any]) -> Draft:
    draft = Draft(str(data["id"]), data["schema"])
    for key, values in data["properties"].items():
        for value in values if isinstance(values, list) else [values]:
            if isinstance(value, dict):
                _nested(draft, value)
            elif isinstance(value, str | int | float):
                _value(draft, key, str(value))
            else:
                raise damaged(
                    path,
                    line,
                    f"De eigenschap '{key}' heeft een waarde die geen tekst is.",
                    f"The property '{key}' has a value that is no text.",
                )
    if not any(draft.has(name) for name in NAMES) and isinstance(data.get("caption"), str):
        draft.add("name", data["caption"])
    return draft


def _value(draft: Draft, key: str, value: str) -> None:
    if key in _COUNTRIES:
        draft.add(key, country(value) or value.lower())
    elif key == "birthDate":
        draft.born(value)
    else:
        draft.add(key, value)


def _nested(draft: Draft, value: dict[str, Any]) -> None:
    """An entity inside another: of an address or a document the text that says it."""
    if (kind := _NESTED.get(str(value.get("schema")))) is not None:
        inside = value.get("properties")
        found = inside.get(kind[0], []) if isinstance(inside, dict) else []
        draft.add(kind[1], *(text for text in found if isinstance(text, str)))
