"""Lists from CSV and JSON: every row is a code with its text. The formats are told in the README."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from bolwerk.engines.goods._codes import Code, ListName, read_code, read_list_name
from bolwerk.engines.goods._version import TONGUES, Entry, ListVersion, in_order
from bolwerk.kernel import InvalidInput, Text, read_date

COLUMNS = ("list", "version", "valid_from", "code", "text", "note", "lang")


@dataclass(frozen=True, slots=True)
class About:
    """What a file may leave out because the command says it: list, version, day, language, source."""

    list: ListName | None = None
    version: str = ""
    valid_from: date | None = None
    lang: str = ""
    source: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    """One code with its text as it stood in the file."""

    place: str
    about: About
    code: Code
    text: str
    note: str


def read_csv(text: str, about: About, where: str) -> tuple[ListVersion, ...]:
    """Lines under the header `list,version,valid_from,code,text,note,lang`; one file may hold several lists and languages.

    Commas, semicolons and tabs will do. One bad line refuses the whole file. Raises `InvalidInput` with the line.
    """
    bare = text.removeprefix("\ufeff")
    head = bare.splitlines()[0] if bare.strip() else ""
    reader = csv.DictReader(io.StringIO(bare), delimiter=max(",;\t", key=head.count))
    names = [(name or "").strip().lower() for name in reader.fieldnames or ()]
    if missing := [name for name in ("code", "text") if name not in names]:
        raise InvalidInput(
            Text(f"De kolom {', '.join(missing)} ontbreekt.", f"The column {', '.join(missing)} is missing."),
            where=where,
            mend=Text(f"De eerste regel is: {','.join(COLUMNS)}.", f"The first line is: {','.join(COLUMNS)}."),
        )
    reader.fieldnames = names
    return gathered(_csv_lines(reader, about, where), where)


def _csv_lines(reader: csv.DictReader[str], about: About, where: str) -> Iterator[Line]:
    try:
        for row in reader:
            given = {name: value.strip() for name, value in row.items() if name and isinstance(value, str)}
            if any(given.values()):
                yield _line(given, about, f"{where}:{reader.line_num}")
    except csv.Error as error:
        raise InvalidInput(
            Text("Deze regel is geen CSV.", "This line is no CSV."),
            where=f"{where}:{reader.line_num}",
            mend=Text("Kijk de aanhalingstekens na.", "Check the quotation marks."),
        ) from error


def read_json(text: str, about: About, where: str) -> tuple[ListVersion, ...]:
    """`{list, version, valid_from, lang, entries: [{code, text, note, children: […]}]}`, or a list of such objects."""
    try:
        raw = json.loads(text)
    except json.JSONDecodeError as error:
        raise InvalidInput(
            Text("Dit is geen geldige JSON.", "This is no valid JSON."),
            where=f"{where}:{error.lineno}",
            mend=Text("Kijk de haakjes en komma's bij deze regel na.", "Check the brackets and commas near this line."),
        ) from error
    documents = raw if isinstance(raw, list) else [raw]
    return gathered(
        (line for number, one in enumerate(documents) for line in _json_lines(one, about, f"{where}[{number}]")), where
    )


def _json_lines(raw: object, about: About, where: str) -> Iterator[Line]:
    if not isinstance(raw, dict) or not isinstance(raw.get("entries"), list):
        raise InvalidInput(
            Text("Hier hoort een object met 'entries'.", "An object with 'entries' belongs here."),
            where=where,
            mend=Text(
                'Zoals {"list": "ML", "entries": [{"code": "ML1", "text": "…"}]}.',
                'Such as {"list": "ML", "entries": [{"code": "ML1", "text": "…"}]}.',
            ),
        )
    shared = {name: str(value) for name, value in raw.items() if name != "entries" and isinstance(value, (str, int))}
    stack: list[tuple[object, str]] = [(one, f"{where}.entries[{n}]") for n, one in enumerate(raw["entries"])][::-1]
    while stack:
        one, place = stack.pop()
        if not isinstance(one, dict):
            raise InvalidInput(
                Text("Hier hoort een object met 'code' en 'text'.", "An object with 'code' and 'text' belongs here."),
                where=place,
                mend=Text('Zoals {"code": "ML1", "text": "…"}.', 'Such as {"code": "ML1", "text": "…"}.'),
            )
        own = {name: str(value) for name, value in one.items() if isinstance(value, (str, int))}
        yield _line({**shared, **own}, about, place)
        children = one.get("children")
        stack += [(child, f"{place}.children[{n}]") for n, child in enumerate(children if isinstance(children, list) else [])][
            ::-1
        ]


def _line(row: Mapping[str, str], about: About, place: str) -> Line:
    code = read_code(row.get("code", ""), place)
    named = read_list_name(row["list"], place) if row.get("list") else about.list or code.list
    if named is not code.list:
        raise InvalidInput(
            Text(f"{code} hoort niet bij de lijst {named.value}.", f"{code} does not belong to the list {named.value}."),
            where=place,
            mend=Text("Kijk de kolom list en de code na.", "Check the column list and the code."),
        )
    lang = (row.get("lang") or about.lang or "en").lower()
    if lang not in TONGUES:
        raise InvalidInput(
            Text(f"De taal '{lang[:20]}' kennen wij niet.", f"We do not know the language '{lang[:20]}'."),
            where=place,
            mend=Text("Kies nl, en, fr of de.", "Choose nl, en, fr or de."),
        )
    day = read_date(row["valid_from"], place) if row.get("valid_from") else about.valid_from
    return Line(
        place,
        About(named, row.get("version") or about.version, day, lang, about.source),
        code,
        " ".join(row.get("text", "").split()),
        " ".join(row.get("note", "").split()),
    )


def gathered(lines: Iterable[Line], where: str) -> tuple[ListVersion, ...]:
    """The versions that the lines make, one for each list and name. Raises `InvalidInput`."""
    piles: dict[tuple[ListName, str, date], dict[Code, Entry]] = {}
    sources: dict[tuple[ListName, str, date], str] = {}
    for line in lines:
        key = _key(line)
        pile = piles.setdefault(key, {})
        sources[key] = line.about.source
        old = pile.get(line.code, Entry(line.code, {}))
        if line.about.lang in old.texts:
            raise InvalidInput(
                Text(
                    f"{line.code} staat er tweemaal in ({line.about.lang}).", f"{line.code} is there twice ({line.about.lang})."
                ),
                where=line.place,
                mend=Text("Houd een van beide regels, of voeg de tekst samen.", "Keep one of both lines, or join the text."),
            )
        texts = {**old.texts, line.about.lang: line.text}
        notes = {**old.notes, line.about.lang: line.note} if line.note else old.notes
        pile[line.code] = Entry(line.code, texts, notes, old.unused or is_stub(line.text))
    if not piles:
        raise InvalidInput(
            Text("Er staat geen enkele code in dit bestand.", "There is not a single code in this file."),
            where=where,
            mend=Text("Kijk na of dit de lijst is, en in welke vorm.", "Check whether this is the list, and in which form."),
        )
    return tuple(
        ListVersion(name, version, day, in_order(pile.values()), sources[name, version, day])
        for (name, version, day), pile in piles.items()
    )


def _key(line: Line) -> tuple[ListName, str, date]:
    about = line.about
    if about.list is None or about.valid_from is None or not about.version:
        raise InvalidInput(
            Text("De versie of de dag waarop ze begint ontbreekt.", "The version or the day it begins is missing."),
            where=line.place,
            mend=Text(
                "Vul version en valid_from in, of geef --version en --from.",
                "Fill in version and valid_from, or give --version and --from.",
            ),
        )
    return about.list, about.version, about.valid_from


def is_stub(text: str) -> bool:
    """`Not used`, `Not used since 2014`: a code that is kept free."""
    start = text.lower().lstrip("([ *_")
    return start.startswith(
        ("not used", "niet gebruikt", "non utilisé", "inutilisé", "unbesetzt", "nicht verwendet", "nicht belegt")
    )
