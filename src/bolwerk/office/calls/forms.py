"""A short application form as data, and the check of one section of it. Pure.

What a person typed is a mapping of field id to text (or a list of texts); a check never changes it. It gives the values it
could read, JSON-safe (money in cents, dates ISO), beside the problems it found, so a draft keeps both.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from bolwerk.kernel import ZERO, BolwerkError, InvalidInput, KboNumber, Money, Text, read_date

Typed = str | list[str]
Value = str | int | bool | list[str] | None

TYPED_LIMIT = 100_000
"""Characters of one field that a draft keeps at most: a guard of the machine, well above any limit of a form."""


class FieldType(StrEnum):
    TEXT = "text"
    LONG_TEXT = "long_text"
    MONEY = "money"
    DATE = "date"
    NUMBER = "number"
    PERCENT = "percent"
    YES_NO = "yes_no"
    CHOICE = "choice"
    CHOICES = "choices"
    ENTERPRISE = "enterprise"


@dataclass(frozen=True, slots=True)
class Choice:
    id: str
    label: Text


@dataclass(frozen=True, slots=True)
class Field:
    """One question. `max_length` in characters; `minimum` and `maximum` in the unit of the type (cents for money).

    `source` names a register fact to start from, e.g. `register:organisation.name`; `fact` the fact of the rules it answers.
    """

    id: str
    type: FieldType
    label: Text
    help: Text | None = None
    required: bool = True
    max_length: int | None = None
    minimum: int | None = None
    maximum: int | None = None
    choices: tuple[Choice, ...] = ()
    source: str = ""
    fact: str = ""


@dataclass(frozen=True, slots=True)
class Section:
    id: str
    label: Text
    fields: tuple[Field, ...]
    help: Text | None = None

    def field(self, field_id: str) -> Field | None:
        return next((field for field in self.fields if field.id == field_id), None)


@dataclass(frozen=True, slots=True)
class Form:
    """A template: its sections in order, each field id used once in the whole form."""

    id: str
    version: str
    label: Text
    sections: tuple[Section, ...]

    def __post_init__(self) -> None:
        names = [field.id for section in self.sections for field in section.fields]
        if len(set(names)) != len(names) or len({section.id for section in self.sections}) != len(self.sections):
            raise ValueError("each section id and each field id stands once in a form")

    def section(self, section_id: str) -> Section:
        for section in self.sections:
            if section.id == section_id:
                return section
        raise InvalidInput(
            Text(f"Dit formulier heeft geen deel '{section_id[:60]}'.", f"This form has no part '{section_id[:60]}'."),
            where=section_id[:60],
            mend=Text("Kies een deel uit de lijst links.", "Choose a part from the list on the left."),
        )


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong with one field and how to mend it."""

    field: str
    what: Text
    mend: Text

    def as_json(self) -> dict[str, object]:
        return {"field": self.field, "what": self.what.as_json(), "mend": self.mend.as_json()}


@dataclass(frozen=True, slots=True)
class Checked:
    """`values` holds what could be read; `problems` what is typed but wrong; `missing` the required fields left empty."""

    values: Mapping[str, Value]
    problems: tuple[Problem, ...]
    missing: tuple[Field, ...]

    @property
    def complete(self) -> bool:
        return not self.problems and not self.missing


def check_section(section: Section, typed: Mapping[str, Typed], limits: Mapping[str, int] | None = None) -> Checked:
    """Reads one section. `limits` gives per field id the length that this call allows, in place of the form's own."""
    values: dict[str, Value] = {}
    problems: list[Problem] = []
    missing: list[Field] = []
    for field in section.fields:
        raw = typed.get(field.id, "")
        if is_empty(raw):
            values[field.id] = None
            if field.required:
                missing.append(field)
            continue
        try:
            values[field.id] = _read(field, raw, (limits or {}).get(field.id, field.max_length))
        except BolwerkError as error:
            problems.append(Problem(field.id, error.what, error.mend))
    return Checked(values, tuple(problems), tuple(missing))


def guard_typed(section: Section, typed: Mapping[str, object]) -> dict[str, Typed]:
    """What a draft may keep of `typed`: texts and lists of texts for fields of this section, none beyond `TYPED_LIMIT`."""
    kept: dict[str, Typed] = {}
    for name, raw in typed.items():
        if section.field(name) is None:
            raise InvalidInput(
                Text(
                    f"Het deel '{section.label.nl}' heeft geen veld '{name[:60]}'.",
                    f"Part '{section.label.en}' has no field '{name[:60]}'.",
                ),
                where=name[:60],
                mend=Text("Laad de pagina opnieuw en bewaar nog eens.", "Load the page again and save once more."),
            )
        parts = [part for part in (raw if isinstance(raw, list) else [raw]) if isinstance(part, str)]
        if len(parts) != (len(raw) if isinstance(raw, list) else 1):
            raise InvalidInput(
                Text("Dit veld verwacht tekst.", "This field expects text."),
                where=name,
                mend=Text("Vul het veld opnieuw in.", "Fill in the field again."),
            )
        length = sum(len(part) for part in parts)
        if length > TYPED_LIMIT:
            raise too_long(name, length, TYPED_LIMIT)
        cleaned = [storable(part) for part in parts]
        kept[name] = cleaned if isinstance(raw, list) else cleaned[0]
    return kept


def storable(text: str) -> str:
    """Without what no database and no log keeps: NUL, the unit separator, half characters."""
    return text.replace("\x00", "").replace("\x1f", "").encode("utf-8", "ignore").decode()


def is_empty(raw: Typed) -> bool:
    return not any(part.strip() for part in raw) if isinstance(raw, list) else not raw.strip()


def too_long(where: str, length: int, limit: int) -> InvalidInput:
    return InvalidInput(
        Text(
            f"De tekst telt {length} tekens; er mogen er {limit} zijn.",
            f"The text has {length} characters; {limit} are allowed.",
        ),
        where=where,
        mend=Text(f"Kort de tekst in met {length - limit} tekens.", f"Shorten the text by {length - limit} characters."),
    )


def _read(field: Field, raw: Typed, max_length: int | None) -> Value:
    if field.type is FieldType.CHOICES:
        return [_choice(field, part) for part in (raw if isinstance(raw, list) else [raw])]
    if isinstance(raw, list):
        raise _wrong(
            field, Text("Kies één antwoord.", "Choose one answer."), Text("Laat één antwoord staan.", "Keep one answer.")
        )
    text = raw.strip()
    if field.type not in (FieldType.TEXT, FieldType.LONG_TEXT):
        return _READERS[field.type](field, text)
    # Browsers send a line break as two characters; a person counts one.
    length = len(text.replace("\r\n", "\n"))
    if max_length is not None and length > max_length:
        raise too_long(field.id, length, max_length)
    return text


def _money(field: Field, text: str) -> int:
    amount = Money.read(text)
    if amount < ZERO:
        raise _wrong(
            field,
            Text("Een bedrag kan hier niet negatief zijn.", "An amount cannot be negative here."),
            Text("Vul nul of meer in.", "Fill in zero or more."),
        )
    return _within(field, amount.cents, lambda cents: Money(cents).as_text())


def _number(field: Field, text: str) -> int:
    plain = text.replace(" ", "").replace("\u00a0", "")
    if re.fullmatch(r"-?\d{1,3}(\.\d{3})+", plain):
        plain = plain.replace(".", "")
    if not re.fullmatch(r"-?[0-9]{1,15}", plain):
        raise _wrong(
            field,
            Text(f"'{text[:40]}' is geen geheel getal.", f"'{text[:40]}' is not a whole number."),
            Text("Gebruik alleen cijfers, zoals 12.", "Use digits only, like 12."),
        )
    return _within(field, int(plain), lambda number: Text.same(str(number)))


def _percent(field: Field, text: str) -> int:
    value = _number(field, text.removesuffix("%").strip())
    if not 0 <= value <= 100:
        raise _wrong(
            field,
            Text("Een percentage ligt tussen 0 en 100.", "A percentage lies between 0 and 100."),
            Text("Vul een getal van 0 tot 100 in.", "Fill in a number from 0 to 100."),
        )
    return value


def _within(field: Field, value: int, write: Callable[[int], Text]) -> int:
    if field.minimum is not None and value < field.minimum:
        least = write(field.minimum)
        raise _wrong(
            field,
            Text(f"Dit is minder dan {least.nl}.", f"This is less than {least.en}."),
            Text(f"Vul minstens {least.nl} in.", f"Fill in at least {least.en}."),
        )
    if field.maximum is not None and value > field.maximum:
        most = write(field.maximum)
        raise _wrong(
            field,
            Text(f"Dit is meer dan {most.nl}.", f"This is more than {most.en}."),
            Text(f"Vul hoogstens {most.nl} in.", f"Fill in at most {most.en}."),
        )
    return value


def _yes_no(field: Field, text: str) -> bool:
    known = {
        "ja": True,
        "yes": True,
        "true": True,
        "1": True,
        "on": True,
        "nee": False,
        "no": False,
        "false": False,
        "0": False,
    }
    if text.lower() not in known:
        raise _wrong(field, Text("Antwoord met ja of nee.", "Answer yes or no."), Text("Kies ja of nee.", "Choose yes or no."))
    return known[text.lower()]


def _choice(field: Field, text: str) -> str:
    if text not in {choice.id for choice in field.choices}:
        raise _wrong(
            field,
            Text(f"'{text[:40]}' staat niet in de lijst.", f"'{text[:40]}' is not in the list."),
            Text("Kies een antwoord uit de lijst.", "Choose an answer from the list."),
        )
    return text


def _wrong(field: Field, what: Text, mend: Text) -> InvalidInput:
    return InvalidInput(what, where=field.id, mend=mend)


_READERS: dict[FieldType, Callable[[Field, str], Value]] = {
    FieldType.MONEY: _money,
    FieldType.DATE: lambda field, text: read_date(text, field.id).isoformat(),
    FieldType.NUMBER: _number,
    FieldType.PERCENT: _percent,
    FieldType.YES_NO: _yes_no,
    FieldType.CHOICE: _choice,
    FieldType.ENTERPRISE: lambda field, text: str(KboNumber.read(text, field.id)),
}
