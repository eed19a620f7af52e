"""The lists and labelled pairs that the name engine is trained and measured on; real data beside the project, never in it.

A reader of its own, so small that it can be checked at a glance: what is measured does not lean on the importers.
"""

from __future__ import annotations

import csv
import hashlib
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest
from defusedxml import ElementTree

from bolwerk.engines.screening import Entity

FOLDER = Path(__file__).parents[4] / "shared" / "data" / "screening"
needed = pytest.mark.skipif(not FOLDER.exists(), reason="needs the screening data in ../shared/data/screening")

_BIRTH = re.compile(r"DOB (?:circa )?(?:(\d{2}) (\w{3}) )?(\d{4})")
_MONTHS = {
    m: f"{n:02}" for n, m in enumerate(["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"], 1)
}
_KINDS = {"individual": "Person", "vessel": "Vessel", "aircraft": "Airplane"}


class Pair(NamedTuple):
    schema: str
    one: str
    other: str
    match: bool
    group: str


def _rows(path: Path) -> Iterator[list[str]]:
    with path.open(encoding="utf-8", errors="replace", newline="") as file:
        yield from csv.reader(file)


def _ofac(prefix: str, primary: str, alternate: str) -> Iterator[Entity]:
    folder = FOLDER / "official-lists" / "us"
    others: dict[str, list[tuple[str, str]]] = {}
    for row in _rows(folder / alternate):
        if len(row) >= 4:
            others.setdefault(row[0], []).append((row[2], row[3].strip()))
    for row in _rows(folder / primary):
        if len(row) < 12:
            continue
        remarks = row[11]
        properties: dict[str, list[str]] = {"name": [row[1].strip()]}
        for kind, name in others.get(row[0], []):
            properties.setdefault("previousName" if kind == "fka" else "alias", []).append(name)
        for day, month, year in _BIRTH.findall(remarks):
            properties.setdefault("birthDate", []).append(f"{year}-{_MONTHS[month]}-{day}" if month in _MONTHS else year)
        if imo := re.findall(r"IMO (\d{7})", remarks):
            properties["imoNumber"] = imo
        yield Entity(
            f"{prefix}-{row[0]}",
            _KINDS.get(row[2].strip(), "LegalEntity"),
            {k: tuple(v) for k, v in properties.items()},
            prefix,
        )


def _un() -> Iterator[Entity]:
    root = ElementTree.parse(FOLDER / "official-lists" / "un" / "UN_consolidated.xml").getroot()
    for tag, schema in (("INDIVIDUAL", "Person"), ("ENTITY", "LegalEntity")):
        for node in root.iter(tag):
            parts = [node.findtext(f"{n}_NAME") or "" for n in ("FIRST", "SECOND", "THIRD", "FOURTH")]
            names = [" ".join(p.strip() for p in parts if p.strip())]
            if script := (node.findtext("NAME_ORIGINAL_SCRIPT") or "").strip():
                names.append(script)
            good, weak = [], []
            for alias in node.iter(f"{tag}_ALIAS"):
                if text := (alias.findtext("ALIAS_NAME") or "").strip():
                    (weak if (alias.findtext("QUALITY") or "").strip() == "Low" else good).append(text)
            properties = {"name": tuple(names), "alias": tuple(good), "weakAlias": tuple(weak)}
            if births := tuple(y for d in node.iter(f"{tag}_DATE_OF_BIRTH") if (y := (d.findtext("YEAR") or "").strip())):
                properties["birthDate"] = births
            yield Entity(f"un-{node.findtext('DATAID')}", schema, {k: v for k, v in properties.items() if v}, "un")


def listed() -> list[Entity]:
    """US Treasury (SDN and the rest) and United Nations."""
    return [
        *_ofac("ofac", "ofac_sdn.csv", "ofac_alt.csv"),
        *_ofac("ofac-other", "ofac_cons_prim.csv", "ofac_cons_alt.csv"),
        *_un(),
    ]


def innocents(count: int, skip: int = 0) -> list[Entity]:
    """Made-up persons, some with the same name as a listed one: that is the difficulty. By name alone."""
    with (FOLDER / "negatives_us.csv").open(encoding="utf-8", newline="") as file:
        rows = [row["full_name"] for row in csv.DictReader(file)]
    # In an order that does not follow the file, the same on every run.
    rows.sort(key=lambda name: hashlib.sha256(name.encode()).digest())
    return [Entity(f"innocent-{n}", "Person", {"name": (name,)}) for n, name in enumerate(rows[skip : skip + count])]


def common_names() -> tuple[dict[str, list[str]], dict[str, list[str]]]:
    """Given and family names by country, the commonest first."""
    found: list[dict[str, list[str]]] = []
    for file in ("common-forenames-by-country.csv", "common-surnames-by-country.csv"):
        table: dict[str, list[str]] = {}
        with (FOLDER / file).open(encoding="utf-8-sig", newline="") as handle:
            for row in csv.DictReader(handle):
                if name := row["Romanized Name"].strip():
                    table.setdefault(row["Country"], []).append(name)
        found.append(table)
    return found[0], found[1]


def pairs(file: str) -> list[Pair]:
    with (FOLDER / file).open(encoding="utf-8", newline="") as handle:
        return [
            Pair(r["schema"], r["name1"], r["name2"], r["is_match"] == "true", r.get("case_group") or r.get("list") or file)
            for r in csv.DictReader(handle)
        ]


def without_aliases(count: int) -> tuple[list[Entity], list[tuple[Entity, str]]]:
    """The list with `count` of its other names taken out, and those as subjects with the id that each should find.

    Drawn from every alias and every name in a script of its own, in an order that follows neither file nor list. Former
    names stay:
    they name what an organisation was. An entry keeps its first name.
    """
    entries = listed()
    every = [(n, name) for n, e in enumerate(entries) for name in (*e.get("name")[1:], *e.get("alias"))]
    every.sort(key=lambda pair: hashlib.sha256(f"{entries[pair[0]].id} {pair[1]}".encode()).digest())
    taken: dict[int, set[str]] = {}
    subjects: list[tuple[Entity, str]] = []
    for n, name in every[:count]:
        if name in taken.get(n, ()) or name == entries[n].caption:
            continue
        taken.setdefault(n, set()).add(name)
        subjects.append((Entity(f"alias-{len(subjects)}", entries[n].schema, {"name": (name,)}), entries[n].id))
    for n, names in taken.items():
        kept = {k: tuple(v for v in values if v not in names) for k, values in entries[n].properties.items()}
        entries[n] = Entity(entries[n].id, entries[n].schema, {k: v for k, v in kept.items() if v}, entries[n].dataset)
    return entries, subjects


def research_names() -> list[tuple[str, str]]:
    """Names of research organisations with their number in the research organisation registry."""
    return [(r["affiliation"], r["ror-id"]) for r in json.loads((FOLDER / "ror_dataset_names.json").read_text("utf-8"))]


def auc(positive: list[float], negative: list[float]) -> float:
    """How often a match scores over a non-match, a tie for half."""
    ranked = sorted([(s, 1) for s in positive] + [(s, 0) for s in negative])
    total, below, at = 0.0, 0, 0
    while at < len(ranked):
        end = at
        while end < len(ranked) and ranked[end][0] == ranked[at][0]:
            end += 1
        wins = sum(kind for _, kind in ranked[at:end])
        ties = end - at - wins
        total += wins * (below + ties / 2)
        below += ties
        at = end
    return total / (len(positive) * len(negative))
