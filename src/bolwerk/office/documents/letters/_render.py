"""From data to PDF. Data reach the layout as JSON and are shown as text, so nothing typed by a person is read as markup."""

from __future__ import annotations

import json
import tomllib
from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import typst

from bolwerk.kernel import Citation, InvalidInput, Lang, Money, Reason, Text, write_date

_HERE = Path(__file__).parent
_TEXTS: dict[str, Any] = tomllib.loads((_HERE / "texts.toml").read_text("utf-8"))
_WORDS, _HEADS = _TEXTS.pop("words"), _TEXTS.pop("heads")
TEMPLATES: tuple[str, ...] = tuple(_TEXTS)
_COMMON = ("sender", "addressee", "reference", "date", "subject")


def render(template: str, data: Mapping[str, Any], lang: Lang) -> bytes:
    """One letter as PDF/UA-1.

    Always asked: `sender` {name, service, lines, contact}, `addressee` {name, lines}, `reference`, `date`, `subject`;
    further what the template `needs` (see `texts.toml`). `reasons` and its like are `Reason`s, or {text, citations};
    tables are rows of cells. `objection` is a list of paragraphs, `signatures` rows {name, role, date}. A value may be a
    text, a `Text`, `Money`, a date or a number. Raises `InvalidInput` for an unknown template or for data that lack.
    """
    letter = _compose(template, data, lang)
    return typst.compile(
        str(_HERE / "house.typ"),
        root=str(_HERE),
        ignore_system_fonts=True,
        sys_inputs={"letter": json.dumps(letter, ensure_ascii=False)},
        pdf_standards=["ua-1"],
    )


def title(template: str, lang: str) -> str:
    """What a letter of this kind is called."""
    return str(_TEXTS[template]["title"]["en" if lang == "en" else "nl"])


def _compose(template: str, data: Mapping[str, Any], lang: Lang) -> dict[str, Any]:
    if template not in TEMPLATES:
        raise _bad(template, Text(f"De brief '{template}' bestaat niet.", f"There is no letter '{template}'."))
    text = _TEXTS[template]
    for name in (*_COMMON, *text["needs"]):
        if data.get(name) in (None, "", [], ()):
            raise _bad(f"{template}.{name}", Text("Voor de brief ontbreekt een gegeven.", "The letter lacks a value."))
    sender, addressee, words = data["sender"], data["addressee"], _WORDS[lang]
    return {
        "lang": lang,
        "words": words,
        "title": text["title"][lang],
        "sender": {
            "name": _plain(sender["name"], lang),
            "service": _plain(sender.get("service", ""), lang),
            "lines": _lines(sender.get("lines", ()), lang),
            "contact": _plain(sender.get("contact", ""), lang),
        },
        "addressee": {"name": _plain(addressee["name"], lang), "lines": _lines(addressee.get("lines", ()), lang)},
        "reference": _plain(data["reference"], lang),
        "date": _plain(data["date"], lang),
        "subject": _plain(data["subject"], lang),
        "salutation": _plain(data.get("salutation", ""), lang),
        "blocks": [_block(block, data, lang) for block in text["blocks"] if "if" not in block or data.get(block["if"])],
        "objection": _lines(data.get("objection") or (), lang),
        "signatures": [
            {name: _plain(row.get(name, ""), lang) for name in ("name", "role", "date")} for row in data.get("signatures") or ()
        ],
    }


def _block(block: Mapping[str, Any], data: Mapping[str, Any], lang: Lang) -> dict[str, Any]:
    kind = block["kind"]
    match kind:
        case "list":
            return {"kind": kind, "items": _lines(data[block["of"]], lang)}
        case "reasons":
            return {"kind": kind, "items": [_reason(item, lang) for item in data[block["of"]]]}
        case "table":
            head = _HEADS[block["head"]]
            rows = [[_plain(cell, lang) for cell in row] for row in data[block["of"]]]
            if any(len(row) != len(head["widths"]) for row in rows):
                raise _bad(block["of"], Text("Een rij van de tabel klopt niet.", "A table row does not fit."))
            return {"kind": kind, "widths": head["widths"], "head": head[lang], "rows": rows}
    return {"kind": kind, "text": _fill(block[lang], data, lang)}


def _fill(text: str, data: Mapping[str, Any], lang: Lang) -> str:
    return text.format_map(_Filled(data, lang))


class _Filled(dict[str, str]):
    """Looks a name up in the data, as text; braces in what is filled in stay as they are."""

    def __init__(self, data: Mapping[str, Any], lang: Lang) -> None:
        super().__init__()
        self._data, self._lang = data, lang

    def __missing__(self, name: str) -> str:
        return _plain(self._data[name], self._lang)


def _reason(item: Any, lang: Lang) -> dict[str, Any]:
    if isinstance(item, Reason):
        return {"text": item.text.in_(lang), "citations": [_citation(found, lang) for found in item.citations]}
    if isinstance(item, Mapping):
        return {
            "text": _plain(item["text"], lang),
            "citations": [_citation(found, lang) for found in item.get("citations", ())],
        }
    return {"text": _plain(item, lang), "citations": []}


def _citation(found: Any, lang: Lang) -> str:
    if isinstance(found, Citation) and found.standing != "confirmed":
        return f"{found}, {found.standing.label.in_(lang)}"
    return str(found) if isinstance(found, Citation) else _plain(found, lang)


def _lines(values: Any, lang: Lang) -> list[str]:
    if isinstance(values, str | Text):
        values = [values]
    return [_plain(value, lang) for value in values] if isinstance(values, Sequence) else []


def _plain(value: Any, lang: Lang) -> str:
    match value:
        case Text() | Money():
            found = value.in_(lang)
        case date():
            found = write_date(value, lang)
        case Decimal():
            found = format(value, "f").replace(".", "," if lang == "nl" else ".")
        case _:
            found = str(value)
    return "".join(char for char in found if char == "\n" or ord(char) >= 32)


def _bad(where: str, what: Text) -> InvalidInput:
    return InvalidInput(what, where=where, mend=Text("Vul het aan en probeer opnieuw.", "Add it and try again."))
