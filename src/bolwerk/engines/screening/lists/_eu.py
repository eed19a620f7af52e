"""The European Union's consolidated list of financial sanctions: the XML of its Financial Sanctions Files, schema 1.1."""

from __future__ import annotations

from pathlib import Path
from xml.etree.ElementTree import Element

from bolwerk.engines.screening.lists._days import iso, span
from bolwerk.engines.screening.lists._draft import Draft
from bolwerk.engines.screening.lists._reading import Parsed
from bolwerk.engines.screening.lists._words import Advance, damaged
from bolwerk.engines.screening.lists._xml import Record, records

ROOT = "export"
RECORD = "sanctionEntity"
_SCHEMAS = {"person": "Person", "p": "Person", "enterprise": "Organization", "e": "Organization"}
_DOCUMENTS = {
    "passport": "passportNumber",
    "diplopassport": "passportNumber",
    "othpassport": "passportNumber",
    "fiscalcode": "taxNumber",
    "regnumber": "registrationNumber",
    "tradelic": "registrationNumber",
    "swiftbic": "swiftBic",
    "imo": "imoNumber",
    "lei": "leiCode",
    "vat": "vatCode",
}
"""Kinds of documents; any other is an identity number."""
_GENDERS = {"m": "male", "f": "female"}


def read(paths: tuple[Path, ...], name: str, advance: Advance) -> Parsed:
    """One file. Raises InvalidInput naming the line and the element."""
    entities, published = [], None
    for root, record in records(paths[0], {RECORD}, ROOT, advance):
        published = root.attributes.get("generationDate", "")[:19] or None
        entities.append(_draft(paths[0], record).entity(name))
    return Parsed(tuple(entities), ("xml",), published)


def _draft(path: Path, record: Record) -> Draft:
    entry = record.element
    number = entry.get("euReferenceNumber", "").strip() or entry.get("logicalId", "").strip()
    if not number:
        raise _bad(path, record, "heeft geen euReferenceNumber en geen logicalId", "has no euReferenceNumber and no logicalId")
    subject = entry.find("subjectType")
    kind = (subject.get("code") or subject.get("classificationCode") or "").lower() if subject is not None else ""
    if kind not in _SCHEMAS:
        raise _bad(
            path,
            record,
            f"({number}) heeft een subjectType dat we niet kennen: '{kind[:40]}'",
            f"({number}) has a subjectType that is not known: '{kind[:40]}'",
        )
    draft = Draft(number, _SCHEMAS[kind])
    for alias in entry.findall("nameAlias"):
        _name(draft, alias)
    if not draft.named:
        raise _bad(path, record, f"({number}) heeft geen naam", f"({number}) has no name")
    _life(draft, entry)
    _numbers(draft, entry)
    _basis(draft, entry)
    return draft


def _bad(path: Path, record: Record, nl: str, en: str) -> Exception:
    return damaged(path, record.line, f"Het element {RECORD} {nl}.", f"The element {RECORD} {en}.")


def _name(draft: Draft, alias: Element) -> None:
    whole = alias.get("wholeName", "").strip()
    parts = [alias.get(part, "").strip() for part in ("firstName", "middleName", "lastName")]
    said = whole or " ".join(part for part in parts if part)
    weak = alias.get("strong", "true").lower() == "false"
    draft.add("weakAlias" if weak else "alias" if draft.has("name") else "name", said)
    draft.add("title", alias.get("title"))
    draft.add("position", alias.get("function"))
    draft.add("gender", _GENDERS.get(alias.get("gender", "").lower()))


def _life(draft: Draft, entry: Element) -> None:
    for birth in entry.findall("birthdate"):
        _born(draft, birth)
        _country(draft, "birthCountry", birth)
        draft.add("birthPlace", *(birth.get(part) for part in ("place", "city") if birth.get(part)))
    for citizenship in entry.findall("citizenship"):
        _country(draft, "nationality", citizenship)
    for address in entry.findall("address"):
        _country(draft, "country", address)
        parts = [address.get(part, "").strip() for part in ("street", "poBox", "zipCode", "city", "place", "region")]
        land = address.get("countryDescription", "").strip()
        draft.add("address", ", ".join(part for part in (*parts, land if land.upper() != "UNKNOWN" else "") if part))
        draft.add("city", address.get("city"))


def _born(draft: Draft, birth: Element) -> None:
    if birth.get("calendarType", "GREGORIAN").upper() not in ("", "GREGORIAN"):
        draft.add("notes", f"DOB {birth.get('birthdate') or birth.get('year')} ({birth.get('calendarType')})")
        return
    if first := birth.get("yearRangeFrom"):
        last = birth.get("yearRangeTo") or first
        if iso(first) and iso(last):
            draft.add("birthDate", *span(first, last))
        return
    year, month, day = (birth.get(part, "").strip() for part in ("year", "monthOfYear", "dayOfMonth"))
    said = birth.get("birthdate", "").strip() or "-".join(part for part in (year, month, day if month else "") if part)
    draft.born(f"circa {said}" if said and birth.get("circa") == "true" else said)


def _country(draft: Draft, name: str, element: Element) -> None:
    code = element.get("countryIso2Code", "").strip()
    if code not in ("", "00"):
        draft.places(name, code)
    elif element.get("countryDescription", "").strip().upper() not in ("", "UNKNOWN"):
        draft.places(name, element.get("countryDescription"))


def _numbers(draft: Draft, entry: Element) -> None:
    for paper in entry.findall("identification"):
        kind = _DOCUMENTS.get(paper.get("identificationTypeCode", "").lower(), "idNumber")
        draft.add(kind, paper.get("number"), paper.get("latinNumber"))
        if draft.schema == "Person":
            draft.add("alias" if draft.has("name") else "name", paper.get("nameOnDocument"))
    for contact in entry.iter("contactInfo"):
        key = contact.get("key", "").lower()
        draft.add(
            {"email": "email", "web": "website", "phone": "phone", "fax": "phone"}.get(key, "notes"), contact.get("value")
        )


def _basis(draft: Draft, entry: Element) -> None:
    draft.add("topics", "sanction")
    for regulation in entry.findall("regulation"):
        draft.add("program", regulation.get("programme"))
        draft.add("sourceUrl", regulation.findtext("publicationUrl"))
    draft.add("unscId", entry.get("unitedNationId"))
    draft.add("notes", entry.get("designationDetails"), *(remark.text for remark in entry.findall("remark")))
