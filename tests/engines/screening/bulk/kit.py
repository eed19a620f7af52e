"""A small fictional list, its index, and a file of subjects of which some are on it."""

from __future__ import annotations

import csv
from functools import lru_cache
from pathlib import Path
from tempfile import mkdtemp

from bolwerk.engines.screening import PROFILES, Index, ListVersion
from bolwerk.engines.screening.bulk import Job
from bolwerk.engines.screening.lists import Reading, read_list

FORENAMES = ("Ferdinand", "Leonie", "Casimir", "Wendeline", "Oktaaf", "Rosamunde", "Tiberius", "Aldegonde")
SURNAMES = ("Querlingen", "Voorbeeldman", "Onbestaande", "Verzonnen", "Denkbeeld", "Nergenshuis", "Fictief", "Schijnbaar")


def listed() -> list[list[str]]:
    """64 fictional persons and 8 companies."""
    persons = [
        [
            f"p{n}{m}",
            "Person",
            f"{first} {last}",
            f"{first[0]}. {last}",
            f"{1950 + n}-0{m + 1}-11",
            "be",
            f"passport:EX{n}{m}0{n}{m}1",
        ]
        for n, first in enumerate(FORENAMES)
        for m, last in enumerate(SURNAMES)
    ]
    companies = [[f"c{n}", "Company", f"{name} Raketbouw NV", "", "", "be", ""] for n, name in enumerate(SURNAMES)]
    return persons + companies


def subjects(count: int) -> list[list[str]]:
    """Every ninth is on the list or nearly so; the others are other people."""
    rows = []
    for n in range(count):
        first, last = FORENAMES[n % 8], SURNAMES[(n // 9) % 8]
        if n % 9 == 0:
            rows.append([f"s{n}", "Person", f"{first} {last}", "", "", "", ""])
        else:
            rows.append([f"s{n}", "Person", f"Jan{n % 7} Peeters{n % 11}", "", "1970", "be|nl", ""])
    return rows


COLUMNS = ["id", "schema", "name", "aliases", "birth_date", "countries", "identifiers"]


def write(path: Path, rows: list[list[str]]) -> Path:
    with path.open("w", newline="", encoding="utf-8") as file:
        csv.writer(file, lineterminator="\n").writerows([COLUMNS, *rows])
    return path


@lru_cache(maxsize=1)
def reading() -> Reading:
    return read_list(write(Path(mkdtemp()) / "list.csv", listed()), name="fictief")


@lru_cache(maxsize=1)
def index() -> Index:
    return Index.build(reading().entities)


def versions() -> tuple[ListVersion, ...]:
    return (reading().version,)


def job(source: Path, target: Path, chunk: int = 50, **how: object) -> Job:
    return Job(source, target, index(), versions(), PROFILES["strict"], chunk=chunk, **how)  # type: ignore[arg-type]
