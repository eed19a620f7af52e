"""Read the plan from its TOML files into frozen values. Every error names the file, the table and the field."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from functools import lru_cache
from pathlib import Path
from typing import Any

from bolwerk.kernel import Citation, InvalidInput, Money, Standing, Text
from bolwerk.plan.model import Amount, Commitment, Domain, Kind, Lines, Measure, Party, Plan
from bolwerk.plan.numbers import Bound, Unit
from bolwerk.plan.tables import Table
from bolwerk.plan.timing import SHAPES, Conventions, Reader, ReadingRule, Timing, TimingKind

DATA = Path(__file__).parent / "data"
VOCABULARY = Path(__file__).parent / "vocabulary"
"""The facts and determinations that more than one field looks at, for `engines.rules.load`."""

_UNITS = {"euro": Unit.EURO, "percent": Unit.PERCENT, "points": Unit.POINTS, "count": Unit.COUNT, "years": Unit.YEARS}
_UNITS |= {"year": Unit.YEAR, "date": Unit.DATE}


@lru_cache(maxsize=1)
def load() -> Plan:
    """The Vlaams Defensieplan. Read once, then kept."""
    return load_from(DATA)


def load_from(folder: Path) -> Plan:
    """The plan in `folder`: `plan.toml`, `timing.toml` and the chapters that `plan.toml` names, in their order."""
    head = read_toml(folder / "plan.toml")
    plan_date, date_source = _plan_date(head.table("date"))
    reader = load_reader(folder, plan_date)
    builder = _Builder(_parties(head), reader)
    facts = builder.amounts(head.tables("fact"), ())
    principles = tuple(builder.commitment(table, table.string("chapter"), (), None) for table in head.tables("principle"))
    domains = tuple(_read_chapter(folder / name, builder) for name in head.strings("chapters"))
    plan = Plan(
        code=head.string("code"),
        title=head.text("title"),
        source=head.text("source"),
        date=plan_date,
        date_source=date_source,
        parties=tuple(builder.parties.values()),
        facts=facts,
        principles=principles,
        domains=domains,
        seals=_seals(folder / "seals.toml"),
    )
    head.done()
    _refuse_twins(plan)
    return plan


def load_reader(folder: Path, plan_date: date) -> Reader:
    """The reading rules of `timing.toml`, anchored on `plan_date`."""
    file = read_toml(folder / "timing.toml")
    told = file.table("conventions")
    seasons = {name: (_month_day(told, name, 0), _month_day(told, name, 1)) for name in ("voorjaar", "zomer", "najaar")}
    recess = (_month_day(told, "recess", 0), _month_day(told, "recess", 1))
    conventions = Conventions(seasons, recess, told.integer("end_of_month_from"))
    for name in (*seasons, "recess"):
        told.strings(name)
    told.done()
    rules = tuple(_rule(table) for table in file.tables("rule"))
    file.done()
    return Reader(rules, conventions, plan_date)


def read_toml(path: Path) -> Table:
    try:
        raw = tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError as error:
        raise InvalidInput(
            Text("Dit bestand van het plan ontbreekt.", "This file of the plan is missing."),
            where=path.name,
            mend=Text("Zet het terug of haal de naam uit plan.toml.", "Put it back or take its name out of plan.toml."),
        ) from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise InvalidInput(
            Text(f"Dit is geen geldige TOML: {error}.", f"This is not valid TOML: {error}."),
            where=path.name,
            mend=Text("Verbeter de regel die genoemd staat.", "Correct the line that is named."),
        ) from error
    return Table(raw, path.name)


class _Builder:
    """Turns tables into values; knows the parties and how to read a timing."""

    def __init__(self, parties: Mapping[str, Party], reader: Reader) -> None:
        self.parties = parties
        self.reader = reader

    def measure(self, table: Table, domain: str) -> Measure:
        code = table.string("code")
        table.named(f"measure {code}")
        lines = _lines(table, "lines")
        timings = tuple(self.timing(part) for part in table.tables("timing"))
        owners = self.named(table, "owners")
        inherited = timings[0] if timings else None
        measure = Measure(
            code=code,
            domain=domain,
            title=table.text("title"),
            summary=table.text("summary"),
            owners=owners,
            partners=self.named(table, "partners"),
            derived_owners=self.named(table, "derived_owners"),
            timings=timings,
            facts=self.amounts(table.tables("fact"), lines),
            conditions=table.texts("conditions"),
            commitments=tuple(self.commitment(part, code, owners, inherited) for part in table.tables("commitment")),
            lines=lines,
        )
        table.done()
        return measure

    def commitment(self, table: Table, measure: str, owners: tuple[Party, ...], inherited: Timing | None) -> Commitment:
        id = table.string("id")
        table.named(f"commitment {id}")
        if not re.fullmatch(re.escape(measure) + r"-[a-z]{1,2}", id):
            raise table.wrong("id", f"begint met {measure}- en een letter", f"begins with {measure}- and a letter")
        lines = _lines(table, "lines")
        own = table.tables("timing")
        undated = table.flag("undated")
        commitment = Commitment(
            id=id,
            measure=measure,
            kind=table.choice("kind", Kind),
            text=table.text("text"),
            owners=self.named(table, "owners") or owners,
            partners=self.named(table, "partners"),
            timing=self.timing(own[0]) if own else None if undated else inherited,
            amounts=self.amounts(table.tables("amounts"), lines),
            conditions=table.texts("conditions"),
            lines=lines,
        )
        if not commitment.owners:
            raise table.wrong("owners", "noemt een eigenaar", "names an owner")
        table.done()
        return commitment

    def timing(self, table: Table) -> Timing:
        lines = _lines(table, "lines")
        timing = self.reader.read(table.string("phrase"), (lines[0].first, lines[0].last), table.where)
        table.done()
        return timing

    def amounts(self, tables: tuple[Table, ...], inherited: tuple[Lines, ...]) -> tuple[Amount, ...]:
        return tuple(_amount(table, inherited) for table in tables)

    def named(self, table: Table, key: str) -> tuple[Party, ...]:
        ids = table.strings(key)
        for id in ids:
            if id not in self.parties:
                raise table.wrong(key, f"noemt '{id}', dat niet in plan.toml staat", f"names '{id}', which plan.toml lacks")
        return tuple(self.parties[id] for id in ids)


def _read_chapter(path: Path, builder: _Builder) -> Domain:
    file = read_toml(path)
    code = file.string("code")
    domain = Domain(
        code=code,
        title=file.text("title"),
        measures=tuple(builder.measure(table, code) for table in file.tables("measure")),
        principles=tuple(builder.commitment(table, code, (), None) for table in file.tables("principle")),
    )
    file.done()
    return domain


def _amount(table: Table, inherited: tuple[Lines, ...]) -> Amount:
    id = table.string("id")
    table.named(f"amount {id}")
    stated = [name for name in _UNITS if table.has(name)]
    if len(stated) != 1:
        names = ", ".join(_UNITS)
        raise table.wrong("value", f"staat precies een keer: {names}", f"stands exactly once: {names}")
    unit = _UNITS[stated[0]]
    counted = table.strings("counted")
    amount = Amount(
        id=id,
        label=table.text("label"),
        unit=unit,
        value=_value(table, stated[0], unit),
        bound=table.choice("bound", Bound, Bound.EXACTLY),
        before=_value(table, "from", unit) if table.has("from") else None,
        written="" if counted else table.string("written"),
        counted=counted,
        lines=_lines(table, "lines") if table.has("lines") else inherited,
    )
    table.done()
    return amount


def _value(table: Table, key: str, unit: Unit) -> Money | Decimal | int | date:
    if unit is Unit.DATE:
        return table.day(key)
    if unit is Unit.EURO:
        return Money.euro(table.integer(key))
    return Decimal(str(table.number(key))) if unit in (Unit.PERCENT, Unit.POINTS) else table.integer(key)


def _lines(table: Table, key: str) -> tuple[Lines, ...]:
    raw = table.take(key)
    pairs: list[Any] = raw if isinstance(raw, list) else []
    good = pairs and all(isinstance(p, list) and len(p) == 2 and all(type(n) is int for n in p) for p in pairs)
    if not good or any(first < 1 or last < first for first, last in pairs):
        raise table.wrong(key, "is een lijst als [[279, 283]]", "is a list like [[279, 283]]")
    return tuple(Lines(first, last) for first, last in pairs)


def _parties(head: Table) -> dict[str, Party]:
    found: dict[str, Party] = {}
    for table in head.tables("party"):
        party = Party(table.string("id"), table.text("name"), table.strings("written"))
        table.named(f"party {party.id}")
        if not party.written:
            raise table.wrong("written", "noemt hoe de tekst het schrijft", "says how the text writes it")
        if party.id in found:
            raise table.wrong("id", "staat maar een keer", "stands only once")
        found[party.id] = party
        table.done()
    return found


def _seals(path: Path) -> dict[str, str]:
    file = read_toml(path)
    found = {name: file.string(name) for name in file.names()}
    file.done()
    return found


def _plan_date(table: Table) -> tuple[date, Citation]:
    day = table.day("day")
    standing = table.choice("standing", Standing)
    source = Citation(table.string("source"), table.string("place"), standing)
    table.done()
    return day, source


def _rule(table: Table) -> ReadingRule:
    id = table.string("id")
    table.named(f"rule {id}")
    try:
        pattern = re.compile(table.string("pattern"), re.IGNORECASE)
    except re.error as error:
        raise table.wrong("pattern", f"is geen geldig patroon ({error})", f"is not a valid pattern ({error})") from error
    reads = table.string("reads")
    if reads not in SHAPES:
        known = ", ".join(SHAPES)
        raise table.wrong("reads", f"is een van: {known}", f"is one of: {known}")
    kind, standing = table.choice("kind", TimingKind), table.choice("standing", Standing)
    rule = ReadingRule(id, pattern, reads, kind, standing, table.text("how"), table.text("why"))
    table.done()
    return rule


def _month_day(table: Table, key: str, index: int) -> tuple[int, int]:
    both = table.peek(key)
    found = re.fullmatch(r"(\d{2})-(\d{2})", both[index]) if isinstance(both, list) and len(both) == 2 else None
    if not found:
        raise table.wrong(key, 'is een paar als ["03-21", "06-20"]', 'is a pair like ["03-21", "06-20"]')
    return int(found[1]), int(found[2])


def _refuse_twins(plan: Plan) -> None:
    for ids in ([promise.id for promise in plan.promises], [measure.code for measure in plan.measures]):
        for id in ids:
            if ids.count(id) > 1:
                raise InvalidInput(
                    Text(f"'{id}' staat twee keer in het plan.", f"'{id}' stands in the plan twice."),
                    where=id,
                    mend=Text("Geef een van beide een andere letter.", "Give one of them another letter."),
                )
