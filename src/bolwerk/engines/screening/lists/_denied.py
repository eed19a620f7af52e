"""The Denied Persons List of the US Bureau of Industry and Security: tab-separated, one row for each address."""

from __future__ import annotations

import re
from pathlib import Path

from bolwerk.engines.screening.lists._decoding import encoding_of
from bolwerk.engines.screening.lists._draft import Draft, stable_id
from bolwerk.engines.screening.lists._places import country
from bolwerk.engines.screening.lists._reading import Parsed
from bolwerk.engines.screening.lists._tables import named_rows
from bolwerk.engines.screening.lists._words import Advance, damaged

NEEDED = ("Name", "Street_Address", "City", "State", "Country", "Postal_Code", "Effective_Date", "Expiration_Date", "Action")
_ALSO = re.compile(r"\s+(?:[AF]/K/A|[AF]\.K\.A\.)\s+", re.I)


def read(paths: tuple[Path, ...], name: str, advance: Advance) -> Parsed:
    """One file; rows with the same name are one entry with every address."""
    path, encoding = paths[0], encoding_of(paths[0])
    drafts: dict[str, Draft] = {}
    for row in named_rows(path, "\t", NEEDED, advance, encoding):
        if not row.get("Name"):
            raise damaged(path, row.line, "Deze rij heeft geen naam.", "This row has no name.")
        key = stable_id(row.get("Name"))
        draft = drafts.setdefault(key, Draft(key, "LegalEntity"))
        first, *others = _ALSO.split(row.get("Name"))
        draft.add("name", first)
        draft.add("alias", *others)
        parts = [row.get(part) for part in ("Street_Address", "City", "State", "Postal_Code", "Country")]
        draft.add("address", ", ".join(part for part in parts if part))
        draft.add("city", row.get("City"))
        # Rows of the United States often name a state and no country.
        said = row.get("Country") if country(row.get("Country")) else ("US" if row.get("State") else "")
        draft.places("country", said)
        draft.add("topics", "export.control")
        draft.add("program", "DPL")
        draft.add(
            "notes", f"{row.get('Effective_Date')} - {row.get('Expiration_Date')}", row.get("Action"), row.get("FR_Citation")
        )
    return Parsed(tuple(draft.entity(name) for draft in drafts.values()), (encoding,))
