"""The tests below a rule, read."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from bolwerk.engines.rules._cells import split
from bolwerk.engines.rules._facts import Value
from bolwerk.engines.rules._model import Test
from bolwerk.engines.rules._read_cells import World, known_fact, literal, no_match, outcome_of
from bolwerk.engines.rules._source import Cell, Document, Table, wrong
from bolwerk.engines.rules._values import WRITE_A_DAY, day_of
from bolwerk.kernel import Text

STATES = {"(gap)": "gap", "(out of law)": "out_of_law", "(judgement)": "judgement", "(contradiction)": "contradiction"}
STATES["?"] = "unknown"


def tests_of(table: Table, document: Document, world: World, reader: Callable[[str], Value]) -> list[Test]:
    days = ("date", str(document.head.get("date", "date")))
    at = next((n for n, name in enumerate(table.columns) if name.startswith("=>")), None)
    if at is None or not any(name in days for name in table.columns):
        raise wrong(
            table.header[0].place,
            Text("Een testtabel heeft de kolommen date en => nodig.", "A table of tests needs the columns date and =>."),
            Text("Voeg ze toe aan de kop van de tabel.", "Add them to the head of the table."),
        )
    for n, cell in enumerate(table.header):
        if n != at and cell.text not in (*days, "ask", "row"):
            known_fact(cell, world, ("date", "ask", "row"))
    collect = document.head.get("hit") == "collect" and "aggregate" not in document.head
    return [_test(dict(zip(table.columns, row, strict=True)), row[at], days, world, reader, collect) for row in table.rows]


def _test(
    named: Mapping[str, Cell], outcome: Cell, days: tuple[str, str], world: World, reader: Callable[[str], Value], collect: bool
) -> Test:
    when = next(cell for name, cell in named.items() if name in days)
    on = day_of(when)
    if on is None:
        raise wrong(when.place, Text("De test heeft geen datum.", "The test has no date."), WRITE_A_DAY)
    facts = []
    for name, cell in named.items():
        if name in days or name not in world.facts or cell.text in ("", "-", "?"):
            continue
        try:
            facts.append((name, literal(world.facts[name], cell.text)))
        except ValueError as error:
            raise no_match(cell, world.facts[name], cell.text) from error
    state, expected = STATES.get(outcome.text, "value"), outcome.text
    value: Value = expected
    if state == "value":
        if collect:
            none = expected in ("(none)", "")
            value = () if none else tuple(outcome_of(Cell(part.strip(), outcome.place), reader) for part in split(expected))
        else:
            value = outcome_of(outcome, reader)
    ask, rows = (_names(named.get(name)) for name in ("ask", "row"))
    return Test(on, tuple(facts), value, state, ask, rows, outcome.place)


def _names(cell: Cell | None) -> frozenset[str] | None:
    if cell is None or not cell.text:
        return None
    return frozenset(part.strip() for part in cell.text.split(",")) - {"-"}
