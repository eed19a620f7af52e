"""A question as it came becomes an entity to screen: what is understood is kept, what is not stays out of the echo."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from bolwerk.engines.screening import Entity
from bolwerk.engines.screening.lists import country
from bolwerk.faces.api.answers import Refused, unknown
from bolwerk.faces.api.vocabulary import COUNTRIES, PROPERTIES, SCHEMATA, property_named, schema_named
from bolwerk.kernel import Text

MOST_VALUES = 100
LONGEST = 20_000
_GENDERS = {"m": "male", "f": "female", "man": "male", "vrouw": "female"}


def question(key: str, schema: str, properties: Mapping[str, Any]) -> Entity:
    """Raises `Refused` (400) for an unknown schema, a value that is no text, too many or too long values."""
    kind = schema_named(schema)
    if kind is None:
        raise unknown(Text("soort", "schema"), schema, list(SCHEMATA))
    kept: dict[str, tuple[str, ...]] = {}
    for name, raw in properties.items():
        known = property_named(name)
        if known not in PROPERTIES:
            continue
        given = raw if isinstance(raw, list) else [raw]
        if len(given) > MOST_VALUES:
            raise _bad(key, name, f"meer dan {MOST_VALUES} waarden", f"more than {MOST_VALUES} values")
        values = [clean(text) for one in given if one is not None and (text := _text(key, name, one)).strip()]
        if known in COUNTRIES:
            values = [country(value) or value for value in values]
        elif known == "gender":
            values = [_GENDERS.get(value.casefold(), value) for value in values]
        if values:
            kept[known] = tuple(dict.fromkeys((*kept.get(known, ()), *values)))
    return Entity(key, kind, kept)


def named(entity: Entity) -> Entity:
    """With a name put together from its parts, when it has parts and no name."""
    if entity.get("name"):
        return entity
    parts = ("firstName", "middleName", "fatherName", "lastName")
    whole = " ".join(entity.get(part)[0] for part in parts if entity.get(part))
    return Entity(entity.id, entity.schema, {**entity.properties, "name": (whole,)}) if whole else entity


def clean(text: str) -> str:
    """Half characters and signs that steer a screen say nothing of a name."""
    whole = text.encode("utf-8", "replace").decode()
    return "".join(sign if sign >= " " and sign != "\x7f" else " " for sign in whole).strip()


def _text(key: str, name: str, value: Any) -> str:
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        raise _bad(key, name, "een waarde die geen tekst is", "a value that is no text")
    text = str(value)
    if len(text) > LONGEST:
        raise _bad(key, name, f"een tekst van meer dan {LONGEST} tekens", f"a text of more than {LONGEST} characters")
    return text


def _bad(key: str, name: str, nl: str, en: str) -> Refused:
    where = f"{key[:40]}.{name[:40]}"
    return Refused(
        400,
        Text(f"{where} bevat {nl}.", f"{where} holds {en}."),
        Text('Schrijf een lijst van teksten, zoals ["Jan Peeters"].', 'Write a list of texts, such as ["Jan Peeters"].'),
    )
