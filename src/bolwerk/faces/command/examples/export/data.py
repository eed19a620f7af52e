"""The fictional applications of a year: seeds in `examples/export/`, each grown into as many as its ends add up to. Pure."""

from __future__ import annotations

import csv
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields
from decimal import Decimal
from itertools import cycle, islice
from random import Random
from typing import Any

from bolwerk.faces.command.examples.data import FOLDER

PLACE = FOLDER / "export"


@dataclass(frozen=True, slots=True)
class Party:
    """`hit`: how what resembles a listed name turns out: true, false, undecided; "" where nothing should."""

    id: str
    name: str
    schema: str
    country: str
    address: str
    number: str
    aliases: str
    hit: str


@dataclass(frozen=True, slots=True)
class Line:
    """One line of goods: `quantity` in `unit`, `value` in euro for the whole line."""

    name: str
    code: str
    cn: str
    unit: str
    quantity: int
    value: Decimal


@dataclass(frozen=True, slots=True)
class Seed:
    """What grows into many applications. `ends` counts how many end where; the rest is chosen for each, in turn or by lot."""

    id: str
    answers: str
    applicants: tuple[str, ...]
    ends: Mapping[str, int]
    kind: str = "licence"
    instrument: str = ""
    buyers: tuple[str, ...] = ()
    carriers: tuple[str, ...] = ()
    goods: tuple[str, ...] = ()
    many: int = 1
    use: str = ""
    sector: str = "civil"
    more: Mapping[str, str] | None = None
    temporary: bool = False
    reexport: bool = False
    consults: int = 0
    against: tuple[str, ...] = ()
    lives: tuple[str, ...] = ("idle",)
    general: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Export:
    """One fictional application: what it asks, for whom; `end` is where its story stops, `life` what its licence meets."""

    id: str
    seed: Seed
    applicant: str
    title: str
    answers: Mapping[str, str]
    buyers: tuple[Party, ...]
    carrier: Party | None
    lines: tuple[Line, ...]
    end: str
    days_ago: int
    life: str
    general: str


def read_exports() -> tuple[Export, ...]:
    """Every application, the same on every load but for the day it counts back from."""
    raw = tomllib.loads((PLACE / "applications.toml").read_text(encoding="utf-8"))
    parties, goods = read_parties(), tomllib.loads((PLACE / "goods.toml").read_text(encoding="utf-8"))
    grown = _Ground(raw["answers"], raw["ends"], parties, goods)
    return tuple(one for row in raw["seed"] for one in grown.grow(_seed(row)))


def read_parties() -> dict[str, Party]:
    with (PLACE / "parties.csv").open(encoding="utf-8", newline="") as file:
        return {row["id"]: Party(**row) for row in csv.DictReader(file)}


def _seed(row: Mapping[str, Any]) -> Seed:
    known = {field.name for field in fields(Seed)}
    if unknown := set(row) - known:
        raise ValueError(f"{row.get('id')}: unknown entries {sorted(unknown)}")
    values: dict[str, Any] = {name: tuple(value) if isinstance(value, list) else value for name, value in row.items()}
    return Seed(**values)


@dataclass(frozen=True, slots=True)
class _Ground:
    answers: Mapping[str, Mapping[str, str]]
    ends: Mapping[str, list[int]]
    parties: Mapping[str, Party]
    goods: Mapping[str, Mapping[str, Any]]

    def grow(self, seed: Seed) -> Iterator[Export]:
        """The ends of a seed are spread over its applications by lot; days over the window of each end evenly."""
        lot = Random(seed.id)  # noqa: S311 (spreads fictional data, the same on every run)
        ends = [end for end, count in seed.ends.items() for _ in range(count)]
        days = {end: iter(self._days(end, count, lot)) for end, count in seed.ends.items()}
        lives = cycle(seed.lives)
        for number, end in enumerate(ends, start=1):
            life = next(lives) if end in ("granted", "partial") else ""
            yield self._one(seed, number, end, next(days[end]), life)

    def _days(self, end: str, count: int, lot: Random) -> list[int]:
        least, most = self.ends[end]
        step = (most - least) / count
        return [round(least + step * (number + lot.random())) for number in range(count)]

    def _one(self, seed: Seed, number: int, end: str, days_ago: int, life: str) -> Export:
        id_ = f"{seed.id}-{number:02d}"
        lot = Random(id_)  # noqa: S311 (spreads fictional data, the same on every run)
        buyers = tuple(self.parties[name] for name in _turn(seed.buyers, number - 1, seed.many))
        if seed.instrument == "combined":
            buyers = tuple(one for one in buyers if one.country == buyers[0].country)
        carriers = seed.carriers or (("carrier",) if seed.instrument == "individual_transit" else ())
        carrier = self.parties[carriers[(number - 1) % len(carriers)]] if carriers else None
        picked = lot.sample(seed.goods, k=min(len(seed.goods), lot.choice((1, 1, 2)))) if seed.goods else []
        lines = tuple(self._line(self.goods[name], lot) for name in picked)
        general = seed.general[(number - 1) % len(seed.general)] if seed.general else ""
        return Export(
            id=id_,
            seed=seed,
            applicant=seed.applicants[(number - 1) % len(seed.applicants)],
            title=_title(seed, lines, buyers),
            answers=self._answers(seed, buyers),
            buyers=buyers,
            carrier=carrier,
            lines=lines,
            end=end,
            days_ago=days_ago,
            life=life,
            general=general,
        )

    def _line(self, good: Mapping[str, Any], lot: Random) -> Line:
        quantity = min(lot.randint(good["least"], good["most"]), lot.randint(good["least"], good["most"]))
        value = Decimal(str(good["price"])) * quantity
        return Line(good["name"], good["code"], good["cn"], good["unit"], quantity, value.quantize(Decimal("0.01")))

    def _answers(self, seed: Seed, buyers: tuple[Party, ...]) -> dict[str, str]:
        if not self.answers[seed.answers]:
            return {}
        where = {"destination.country": buyers[0].country} if buyers else {}
        temporary = {"trade.definitive": "no"} if seed.temporary else {}
        return {**self.answers["common"], **self.answers[seed.answers], **where, **temporary, **(seed.more or {})}


def _turn(names: tuple[str, ...], start: int, count: int) -> tuple[str, ...]:
    return tuple(islice(cycle(names), start % len(names), start % len(names) + count)) if names else ()


_TITLES = {
    "authorisation": "Voorafgaande machtiging (voorbeeld)",
    "certificate": "Certificaat voor defensiegoederen (voorbeeld)",
    "registration": "Gebruik van een algemene vergunning (voorbeeld)",
}


def _title(seed: Seed, lines: tuple[Line, ...], buyers: tuple[Party, ...]) -> str:
    if not lines:
        return _TITLES[seed.kind]
    where = ", ".join(dict.fromkeys(one.country for one in buyers))
    return f"{lines[0].name} · {where} (voorbeeld)"
