"""The US Consolidated Screening List: one CSV with a header in which the lists of three departments stand together."""

from __future__ import annotations

import re
from pathlib import Path

from bolwerk.engines.screening.lists._decoding import encoding_of
from bolwerk.engines.screening.lists._draft import Draft, stable_id
from bolwerk.engines.screening.lists._places import country
from bolwerk.engines.screening.lists._reading import Parsed
from bolwerk.engines.screening.lists._tables import Named, named_rows
from bolwerk.engines.screening.lists._words import Advance, damaged

NEEDED = ("source", "entity_number", "type", "programs", "name", "addresses", "remarks", "alt_names", "dates_of_birth", "ids")
_SCHEMAS = {"individual": "Person", "entity": "Organization", "vessel": "Vessel", "aircraft": "Airplane", "": "LegalEntity"}
_SHORT = re.compile(r"\(([A-Z0-9-]{2,8})\)")
_EXPORT = {"EL", "UVL", "DPL", "MEU", "DTC", "ISN"}
"""Lists of export control; the others are sanctions."""
_NUMBERS: tuple[tuple[str, str], ...] = (
    ("passport", "passportNumber"),
    ("tax id", "taxNumber"),
    ("nit #", "taxNumber"),
    ("ruc #", "taxNumber"),
    ("rif #", "taxNumber"),
    ("r.f.c", "taxNumber"),
    ("v.a.t.", "vatCode"),
    ("legal entity number", "leiCode"),
    ("swift", "swiftBic"),
    ("mmsi", "mmsi"),
    ("registration", "registrationNumber"),
    ("matricula", "registrationNumber"),
    ("folio", "registrationNumber"),
    ("commercial registry", "registrationNumber"),
    ("company number", "registrationNumber"),
    ("gazette", "registrationNumber"),
    ("chamber of commerce", "registrationNumber"),
    ("trade license", "registrationNumber"),
    ("social credit", "registrationNumber"),
    ("national id", "idNumber"),
    ("identification number", "idNumber"),
    ("cedula", "idNumber"),
    ("ssn", "idNumber"),
    ("d.n.i", "idNumber"),
    ("c.u.r.p", "idNumber"),
    ("license", "idNumber"),
    ("id card", "idNumber"),
    ("website", "website"),
    ("email", "email"),
)
_IMO = re.compile(r"\bIMO (\d{7})\b")


def read(paths: tuple[Path, ...], name: str, advance: Advance) -> Parsed:
    """One file. Rows without number that name the same party of the same list are one entry with all their addresses."""
    path, encoding = paths[0], encoding_of(paths[0])
    drafts: dict[str, Draft] = {}
    for row in named_rows(path, ",", NEEDED, advance, encoding):
        if not row.get("name"):
            raise damaged(path, row.line, "Deze rij heeft geen naam.", "This row has no name.")
        kind = row.get("type").lower()
        if kind not in _SCHEMAS:
            raise damaged(path, row.line, f"De soort '{kind[:40]}' is niet gekend.", f"The type '{kind[:40]}' is not known.")
        source = _SHORT.search(row.get("source"))
        short = source[1] if source else row.get("source")
        number = row.get("entity_number")
        key = f"{short}-{number}" if number else f"{short}-{stable_id(row.get('name'))}"
        if key not in drafts:
            drafts[key] = Draft(key, _SCHEMAS[kind])
        _fill(drafts[key], row, short)
    return Parsed(tuple(draft.entity(name) for draft in drafts.values()), (encoding,))


def _each(cell: str) -> list[str]:
    return [part.strip().removeprefix("and ") for part in cell.split(";") if part.strip()]


def _fill(draft: Draft, row: Named, short: str) -> None:
    draft.add("name", row.get("name"))
    draft.add("alias", *(alias.removesuffix(".") if " " not in alias[-4:] else alias for alias in _each(row.get("alt_names"))))
    for day in _each(row.get("dates_of_birth")):
        draft.born(day)
    draft.places("nationality", *_each(row.get("nationalities")), *_each(row.get("citizenships")))
    draft.add("birthPlace", *_each(row.get("places_of_birth")))
    for address in _each(row.get("addresses")):
        draft.add("address", address)
        draft.places("country", country(address.rsplit(",", 1)[-1]))
    draft.add("title", row.get("title"))
    draft.add("callSign", row.get("call_sign"))
    draft.add("type", row.get("vessel_type"))
    draft.places("flag", row.get("vessel_flag"))
    draft.add("owner", row.get("vessel_owner"))
    _numbers(draft, row.get("ids"))
    draft.add("topics", "export.control" if short in _EXPORT else "sanction")
    draft.add("program", *(_each(row.get("programs")) or [short]))
    for column in ("remarks", "license_requirement", "license_policy", "federal_register_notice"):
        draft.add("notes", row.get(column))
    draft.add("sourceUrl", row.get("source_information_url"), row.get("source_list_url"))


def _numbers(draft: Draft, cell: str) -> None:
    """`CO, 1978075, Matricula Mercantil No`: a country that may be left out, the number, what it is."""
    for part in _each(cell):
        draft.add("notes", part)
        if found := _IMO.search(part):
            draft.add("imoNumber", found[1])
            continue
        words = [word.strip() for word in part.split(",")]
        kind = words[-1].lower()
        name = next((name for start, name in _NUMBERS if start in kind), None)
        if name and len(words) > 1:
            number = words[1:-1] if len(words) > 2 and len(words[0]) == 2 and country(words[0]) else words[:-1]
            draft.add(name, ", ".join(number))
        elif kind == "gender":
            draft.add("gender", words[0].lower())
