"""The United Nations Security Council's consolidated list, in its own XML."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from bolwerk.engines.screening.lists._days import iso, span
from bolwerk.engines.screening.lists._draft import Draft
from bolwerk.engines.screening.lists._reading import Parsed
from bolwerk.engines.screening.lists._words import Advance, damaged
from bolwerk.engines.screening.lists._xml import Record, records

ROOT = "CONSOLIDATED_LIST"
_SCHEMAS = {"INDIVIDUAL": "Person", "ENTITY": "Organization"}
_NAMES = ("FIRST_NAME", "SECOND_NAME", "THIRD_NAME", "FOURTH_NAME", "FIFTH_NAME", "SIXTH_NAME")
_ALIASES = {"low": "weakAlias", "f.k.a.": "previousName"}
"""By the quality that the publisher gives; any other is an alias."""
_SPLIT = re.compile(r"\s*;\s*|\s+[b-h]\)\s+|^a\)\s+")
_WORDS = re.compile(r"[a-z]{3}")
_NUMBER = re.compile(r"\b(?:[A-Z]{1,4}[ -]?)?\d{4,}(?:[/-]?[\dA-Z]+)*")
"""In a number that is told in words, such as `Libya B014995`, what is the number."""
_ADDRESS = ("STREET", "CITY", "STATE_PROVINCE", "ZIP_CODE", "COUNTRY")


def read(paths: tuple[Path, ...], name: str, advance: Advance) -> Parsed:
    """One file. Raises InvalidInput naming the line and the element."""
    entities, published = [], None
    for root, record in records(paths[0], set(_SCHEMAS), ROOT, advance):
        published = root.attributes.get("dateGenerated", "")[:19] or None
        entities.append(_draft(paths[0], record).entity(name))
    return Parsed(tuple(entities), ("xml",), published)


def _draft(path: Path, record: Record) -> Draft:
    kind = record.element.tag
    number = record.text("REFERENCE_NUMBER") or record.text("DATAID")
    if not number:
        raise damaged(
            path,
            record.line,
            f"Het element {kind} heeft geen REFERENCE_NUMBER en geen DATAID.",
            f"The element {kind} has no REFERENCE_NUMBER and no DATAID.",
        )
    draft = Draft(number, _SCHEMAS[kind])
    draft.add("name", " ".join(part for tag in _NAMES if (part := record.text(tag))))
    draft.add("alias", record.text("NAME_ORIGINAL_SCRIPT"))
    for quality, alias in _aliases(record):
        draft.add(_ALIASES.get(quality.lower(), "alias"), alias)
    if not draft.named:
        raise damaged(
            path, record.line, f"Het element {kind} ({number}) heeft geen naam.", f"The element {kind} ({number}) has no name."
        )
    _life(draft, record)
    _papers(draft, record)
    draft.add("topics", "sanction")
    draft.add("program", record.text("UN_LIST_TYPE"))
    draft.add("notes", *(re.sub(r"\s+", " ", text) for text in record.texts("COMMENTS1")))
    return draft


def _aliases(record: Record) -> Iterator[tuple[str, str]]:
    for alias in record.element.findall(f"{record.element.tag}_ALIAS"):
        quality = (alias.findtext("QUALITY") or "").strip()
        for name in _SPLIT.split(alias.findtext("ALIAS_NAME") or ""):
            yield quality, name


def _life(draft: Draft, record: Record) -> None:
    tag = record.element.tag
    draft.add("gender", record.text("GENDER").lower())
    draft.add("title", *record.texts("TITLE/VALUE"))
    draft.add("position", *record.texts("DESIGNATION/VALUE"))
    # "na" is "not available" here, not the code of Namibia.
    draft.places("nationality", *(said for said in record.texts("NATIONALITY/VALUE") if said.lower() != "na"))
    for birth in record.element.findall("INDIVIDUAL_DATE_OF_BIRTH"):
        values = {part.tag: (part.text or "").strip() for part in birth}
        first, last = values.get("FROM_YEAR", ""), values.get("TO_YEAR", "")
        if iso(first) and iso(last):
            draft.add("birthDate", *span(first, last))
        elif said := values.get("DATE") or values.get("YEAR"):
            draft.born(f"circa {said}" if values.get("TYPE_OF_DATE") == "APPROXIMATELY" else said)
        draft.add("notes", values.get("NOTE"))
    for birth in record.element.findall("INDIVIDUAL_PLACE_OF_BIRTH"):
        draft.places("birthCountry", birth.findtext("COUNTRY"))
        draft.add("birthPlace", birth.findtext("CITY"))
    for address in record.element.findall(f"{tag}_ADDRESS"):
        draft.places("country", address.findtext("COUNTRY"))
        parts = [(address.findtext(part) or "").strip() for part in _ADDRESS]
        draft.add("address", ", ".join(part for part in parts if part))
        draft.add("city", address.findtext("CITY"))


def _papers(draft: Draft, record: Record) -> None:
    for paper in record.element.findall("INDIVIDUAL_DOCUMENT"):
        said = " ".join(f"{paper.findtext('TYPE_OF_DOCUMENT')} {paper.findtext('TYPE_OF_DOCUMENT2')}".casefold().split())
        passport = any(word in said for word in ("pass", "pasaporte"))
        number = paper.findtext("NUMBER") or ""
        found = _NUMBER.findall(number) if _WORDS.search(number) else []
        draft.add("passportNumber" if passport else "idNumber", *(found or [number]))
        if found:
            draft.add("notes", number)
        draft.add("notes", paper.findtext("NOTE"))
