"""The remarks of the US Treasury's lists: birth dates, nationalities, numbers and weak aliases, written as words."""

from __future__ import annotations

import re
from collections.abc import Iterator

from bolwerk.engines.screening.lists._days import days
from bolwerk.engines.screening.lists._draft import Draft
from bolwerk.engines.screening.lists._places import country_in

_QUOTED = re.compile(r"^(a|f|n)\.k\.a\.\s+'(.*?)'?\.?$", re.S)
_IMO = re.compile(r"\bIMO\s+(\d{7})\b")
_PLACE = re.compile(r"^(.*?)\s*\(([^()]*)\)\s*(?:\bissued\b.*|\bexpires\b.*)?$", re.S)
_DATED = re.compile(r"\s+(?:issued|expires|Issued|Expires)\b.*$", re.S)
_PARTS = re.compile(r"((?:[^;']|(?<=k\.a\. )'.*?'(?=\.?\s*(?:;|$))|')+)(?:;|$)", re.S)

# What a remark begins with, and the property that it gives. The longer words stand before their beginnings.
_NUMBERS: tuple[tuple[str, str], ...] = (
    ("Passport", "passportNumber"),
    ("Diplomatic Passport", "passportNumber"),
    ("Stateless Person Passport", "passportNumber"),
    ("V.A.T. Number", "vatCode"),
    ("Legal Entity Number", "leiCode"),
    ("SWIFT/BIC", "swiftBic"),
    ("MMSI", "mmsi"),
    ("D-U-N-S Number", "dunsCode"),
    ("ISIN", "isin"),
    ("Tax ID No.", "taxNumber"),
    ("Fiscal Code", "taxNumber"),
    ("Italian Fiscal Code", "taxNumber"),
    ("NIT #", "taxNumber"),
    ("RUC #", "taxNumber"),
    ("RIF #", "taxNumber"),
    ("R.F.C.", "taxNumber"),
    ("C.U.I.T.", "taxNumber"),
    ("C.U.I.P.", "taxNumber"),
    ("RTN", "taxNumber"),
    ("Numero de Identidad", "idNumber"),
    ("National ID No.", "idNumber"),
    ("National Foreign ID Number", "idNumber"),
    ("Personal ID Card", "idNumber"),
    ("Identification Number", "idNumber"),
    ("Identification Card", "idNumber"),
    ("Cedula No.", "idNumber"),
    ("Cedula No", "idNumber"),
    ("D.N.I.", "idNumber"),
    ("C.U.R.P.", "idNumber"),
    ("I.F.E.", "idNumber"),
    ("C.I.F.", "idNumber"),
    ("SSN", "idNumber"),
    ("Electoral Registry No.", "idNumber"),
    ("Driver's License No.", "idNumber"),
    ("Residency Number", "idNumber"),
    ("Birth Certificate Number", "idNumber"),
    ("Turkish Identification Number", "idNumber"),
    ("Refugee ID Card", "idNumber"),
    ("Travel Document Number", "idNumber"),
    ("Citizen's Card Number", "idNumber"),
    ("British National Overseas Passport", "passportNumber"),
    ("Registration Number", "registrationNumber"),
    ("Registration ID", "registrationNumber"),
    ("Registered Charity No.", "registrationNumber"),
    ("Business Registration Document #", "registrationNumber"),
    ("Business Registration Number", "registrationNumber"),
    ("Business Number", "registrationNumber"),
    ("Commercial Registry Number", "registrationNumber"),
    ("Public Registration Number", "registrationNumber"),
    ("Chamber of Commerce Number", "registrationNumber"),
    ("Company Number", "registrationNumber"),
    ("Enterprise Number", "registrationNumber"),
    ("Matricula Mercantil No", "registrationNumber"),
    ("Folio Mercantil No.", "registrationNumber"),
    ("Trade License No.", "registrationNumber"),
    ("Government Gazette Number", "registrationNumber"),
    ("Unified Social Credit Code (USCC)", "registrationNumber"),
    ("Economic Register Number (CBLS)", "registrationNumber"),
    ("Istanbul Chamber of Comm. No.", "registrationNumber"),
    ("Dubai Chamber of Commerce Membership No.", "registrationNumber"),
    ("License", "registrationNumber"),
    ("Aircraft Tail Number", "registrationNumber"),
    ("Aircraft Manufacturer's Serial Number (MSN)", "serialNumber"),
    ("Aircraft Construction Number (also called L/N or S/N or F/N)", "serialNumber"),
    ("Email Address", "email"),
    ("Website", "website"),
    ("Telephone", "phone"),
    ("Phone Number", "phone"),
)
_LONGEST_FIRST = tuple(sorted(_NUMBERS, key=lambda pair: -len(pair[0])))


def remark_parts(remarks: str) -> Iterator[str]:
    """Each statement of a remark, without the semicolons between and the full stop at the end."""
    for found in _PARTS.finditer(remarks.strip()):
        if part := found[1].strip():
            yield part


def add_remarks(draft: Draft, remarks: str) -> None:
    """Every remark stays as a note; what is known to say something about the entry also becomes that property."""
    for part in remark_parts(remarks):
        draft.add("notes", part)
        _understand(draft, part.removeprefix("alt. "))


def _understand(draft: Draft, part: str) -> None:
    if found := _QUOTED.match(part):
        draft.add("previousName" if found[1] == "f" else "weakAlias", found[2])
        return
    if found := _IMO.search(part):
        draft.add("imoNumber", found[1])
        return
    word, _, rest = part.partition(" ")
    rest = rest.strip().removesuffix(".")
    if word == "DOB":
        draft.born(rest)
    elif word == "POB":
        draft.add("birthPlace", rest)
        draft.places("birthCountry", country_in(rest))
    elif word in ("nationality", "citizen"):
        draft.places("nationality", rest)
    elif word == "Gender":
        draft.add("gender", rest.lower())
    elif part.startswith("Nationality of Registration"):
        draft.places("jurisdiction", part.removeprefix("Nationality of Registration").strip(" ."))
    elif part.startswith("Organization Established Date"):
        _founded(draft, part.removeprefix("Organization Established Date"))
    else:
        _number(draft, part)


def _founded(draft: Draft, said: str) -> None:
    draft.add("incorporationDate", *days(said))


def _number(draft: Draft, part: str) -> None:
    for start, name in _LONGEST_FIRST:
        if part.startswith(start):
            rest = part.removeprefix(start).strip(" :")
            placed = _PLACE.match(rest.removesuffix("."))
            number = placed[1] if placed else rest
            draft.add(name, _DATED.sub("", number).strip().removesuffix("."))
            if placed and name == "registrationNumber" and draft.schema != "Person":
                draft.places("jurisdiction", country_in(placed[2]))
            return
