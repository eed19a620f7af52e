"""The example files as they stand in `examples/`: fictional organisations and what happens to their applications. Pure."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import date
from pathlib import Path
from typing import Any, TypeVar

from bolwerk.kernel import NotFound, Text

FOLDER = Path(__file__).resolve().parents[5] / "examples"
R = TypeVar("R")


@dataclass(frozen=True, slots=True)
class Organisation:
    """`sizes` by year: staff in annual work units, turnover and balance total in euro (None: not known)."""

    id: str
    kbo: str
    name: str
    kind: str
    legal_form: str
    street: str
    postcode: str
    municipality: str
    nis: str
    started: date
    contact: str
    sizes: Mapping[str, tuple[float, int | None, int | None]]
    owners: tuple[Mapping[str, Any], ...] = ()
    country: str = "BE"


@dataclass(frozen=True, slots=True)
class Application:
    """`until` is where the story ends. `submitted` is a day in the first round, `days_ago` counts from the day of loading.

    `costs` are rows of partner, category, kind and euro. `flaw`, `esac`, `completion` and `marks` bend the story.
    `published`: yes, no (late), or unneeded (a small amount).
    """

    id: str
    round: int
    applicant: str
    title: str
    summary: str
    goal: str
    approach: str
    need: str
    value: str
    topics: tuple[str, ...]
    months: int
    costs: tuple[tuple[str, str, str, int], ...]
    until: str
    submitted: date | None = None
    days_ago: int | None = None
    partners: tuple[str, ...] = ()
    civil: str = ""
    marks: str = "good"
    flaw: str = ""
    esac: str = ""
    completion: str = ""
    reviews: int = 3
    divergent: bool = False
    published: str = "yes"
    question: str = ""
    answer: str = ""
    use: Mapping[str, str] | None = None


def read_organisations() -> tuple[Organisation, ...]:
    return tuple(_read(Organisation, row) for row in _file("organisations.toml")["organisation"])


def read_applications() -> tuple[Application, ...]:
    return tuple(_read(Application, row) for row in _file("applications.toml")["application"])


def _file(name: str) -> dict[str, Any]:
    try:
        return tomllib.loads((FOLDER / name).read_text(encoding="utf-8"))
    except FileNotFoundError as error:
        raise NotFound(
            Text("De voorbeelden staan niet naast de code.", "The examples do not stand beside the code."),
            where=str(FOLDER / name),
            mend=Text("Start Bolwerk uit de map van de broncode.", "Start Bolwerk from the folder of the source."),
        ) from error


def _read(shape: type[R], row: Mapping[str, Any]) -> R:
    known = {field.name for field in fields(shape)}  # type: ignore[arg-type]
    if unknown := set(row) - known:
        raise ValueError(f"{row.get('id')}: unknown entries {sorted(unknown)}")
    return shape(**{name: tuple(value) if isinstance(value, list) else value for name, value in row.items()})
