"""Lists and subjects to try the screening desk with: all fictional."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from itertools import count
from pathlib import Path

from bolwerk.engines.screening import Entity
from bolwerk.engines.screening.lists import read_list
from bolwerk.office.screening import lists
from bolwerk.office.screening.services import Subject

_files = count(1)


def entry(id: str, name: str, schema: str = "Person", **properties: str | Sequence[str]) -> Entity:
    values = {key: (value,) if isinstance(value, str) else tuple(value) for key, value in properties.items()}
    return Entity(id, schema, {"name": (name,), **values})


def load(name: str, entries: Iterable[Entity]) -> None:
    """Put these entries in force as the list `name`."""
    folder = lists.folder().parent
    file = Path(folder) / f"list-{next(_files)}.json"
    lines = (
        json.dumps({"id": one.id, "schema": one.schema, "properties": {k: list(v) for k, v in one.properties.items()}})
        for one in entries
    )
    file.write_text("\n".join(lines) + "\n")
    lists.store().put(read_list(file, name=name, format="ftm-json"), shrunk=True)


def subject(ref: str, name: str, schema: str = "Person", **properties: str | Sequence[str]) -> Subject:
    return Subject(ref, entry(ref, name, schema, **properties))


LOZOVOJ = entry("R-1", "Viktor Andrejevitsj Lozovoj", alias=("Виктор Андреевич Лозовой",), birthDate="1968-04-17", country="ru")
VARNAKOV = entry("R-2", "Oleg Petrovitsj Varnakov", birthDate="1974-11-02", country="ru")
BALTVEKTOR = entry("R-3", "Baltvektor Elektronika AO", "Company", country="ru", leiCode="529900BALTVEKTOR0017")
LIST = (LOZOVOJ, VARNAKOV, BALTVEKTOR)
