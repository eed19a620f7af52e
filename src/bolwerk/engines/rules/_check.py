"""What is wrong or thin in a book, found without any dossier."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

import numpy as np

from bolwerk.engines.rules._compile import Compiler
from bolwerk.engines.rules._cube import Cube, law_cuts, row_mask, samples
from bolwerk.engines.rules._model import DatedValue, Hit, Row, Rule, Test
from bolwerk.engines.rules._source import Place
from bolwerk.kernel import Text, write_date

if TYPE_CHECKING:
    from bolwerk.engines.rules._book import Book


@dataclass(frozen=True, slots=True)
class Finding:
    """`level`: error or warning.

    `kind`: gap, dead_row, overlap, undated, no_source, untested_row, untested_date, failed_test, soft_link.
    """

    level: str
    kind: str
    rule: str
    where: str
    text: Text

    def as_json(self) -> dict[str, object]:
        return {"level": self.level, "kind": self.kind, "rule": self.rule, "where": self.where, "text": self.text.as_json()}


def check_book(book: Book, compiler: Compiler) -> tuple[Finding, ...]:
    """Errors first."""
    found = list(_values(compiler))
    for rule in book.rules.values():
        found += _sources(rule)
        cube = compiler.cubes.get(rule.id)
        if cube is not None:
            found += _cube(rule, cube, compiler)
        found += _tests(book, rule, compiler)
    for name, link in book.soft_links():
        text = Text(
            f"{name} en {link} passen niet in één tabel: er kan te veel gevraagd worden.",
            f"{name} and {link} do not fit in one table: it may ask too much.",
        )
        found.append(Finding("warning", "soft_link", name, str(book.rules[name].place), text))
    return tuple(sorted(found, key=lambda finding: (finding.level, finding.where)))


def _finding(level: str, kind: str, rule: str, place: Place, nl: str, en: str) -> Finding:
    return Finding(level, kind, rule, str(place), Text(nl, en))


def _values(compiler: Compiler) -> Iterator[Finding]:
    for rows in compiler.law.rows.values():
        for n, row in enumerate(rows):
            if row.period.start is None and row.period.end is None:
                yield _finding(
                    "warning",
                    "undated",
                    "",
                    row.place,
                    f"De waarde {row.id} heeft geen datum.",
                    f"The value {row.id} has no date.",
                )
            if row.citation is None:
                yield _no_source("", row)
            for other in rows[n + 1 :]:
                if row.key == other.key and row.period.overlaps(other.period):
                    nl = f"De waarde {row.id} geldt twee keer op dezelfde dag (ook {other.place})."
                    yield _finding(
                        "error",
                        "overlap",
                        "",
                        row.place,
                        nl,
                        f"The value {row.id} holds twice on the same day (also {other.place}).",
                    )


def _no_source(rule: str, row: Row | DatedValue) -> Finding:
    return _finding(
        "error", "no_source", rule, row.place, f"De rij {row.id} heeft geen bron.", f"The row {row.id} has no source."
    )


def _sources(rule: Rule) -> list[Finding]:
    return [_no_source(rule.id, row) for row in rule.rows if row.citation is None]


def _cube(rule: Rule, cube: Cube, compiler: Compiler) -> Iterator[Finding]:
    yield from _gaps(rule, cube)
    if not rule.rows:
        return
    fired = {n for index in np.unique(cube.fired).tolist() for n in cube.hits[index]}
    for n, row in enumerate(rule.rows):
        if n not in fired:
            yield _finding(
                "error", "dead_row", rule.id, row.place, f"De rij {row.id} geldt nooit.", f"The row {row.id} never applies."
            )
    if rule.hit in (Hit.UNIQUE, Hit.ANY):
        yield from _overlaps(rule, cube, compiler)


def _gaps(rule: Rule, cube: Cube) -> Iterator[Finding]:
    """Cases that no row covers; a last slot of a chained rule (no outcome) is no case of its own."""
    inner = tuple(slice(0, -1) if axis.values[-1] is None else slice(None) for axis in cube.axes)
    days = samples(cube.cuts)
    for period, day in enumerate(days):
        gaps = np.argwhere(cube.cells[(period, *inner)] == 0)
        if len(gaps):
            case = [(axis.name, axis.describe(slot)) for axis, slot in zip(cube.axes, gaps[0].tolist(), strict=True)]
            nl = ", ".join(f"{name} = {text.nl}" for name, text in case)
            en = ", ".join(f"{name} = {text.en}" for name, text in case)
            since = (
                Text("altijd", "always")
                if period == 0
                else Text(f"vanaf {write_date(day, 'nl')}", f"from {write_date(day, 'en')}")
            )
            yield _finding(
                "warning",
                "gap",
                rule.id,
                rule.place,
                f"{len(gaps)} gevallen hebben geen rij ({since.nl}), zoals: {nl}.",
                f"{len(gaps)} cases have no row ({since.en}), such as: {en}.",
            )


def _overlaps(rule: Rule, cube: Cube, compiler: Compiler) -> Iterator[Finding]:
    days = samples(cube.cuts)
    masks = [row_mask(row, cube.axes, compiler.law, days)[0] & (cube.cells != -1) for row in rule.rows]
    for n, row in enumerate(rule.rows):
        for m in range(n + 1, len(rule.rows)):
            agree = rule.hit is Hit.ANY and row.outcome == rule.rows[m].outcome
            if not agree and bool((masks[n] & masks[m]).any()):
                nl = f"De rijen {row.id} en {rule.rows[m].id} gelden voor hetzelfde geval."
                en = f"The rows {row.id} and {rule.rows[m].id} apply to the same case."
                yield _finding("error", "overlap", rule.id, row.place, nl, en)


def _tests(book: Book, rule: Rule, compiler: Compiler) -> Iterator[Finding]:
    hit: set[str] = set()
    for test in rule.tests:
        answer = book.decide(rule.id, dict(test.facts), test.on)
        rows = {because.row for because in answer.why if because.rule == rule.id}
        if answer.state == "value":
            hit |= rows
        for nl, en in test_failures(test, answer.state, answer.value, set(answer.ask), rows):
            yield _finding("error", "failed_test", rule.id, test.place, nl, en)
    for row in rule.rows:
        if row.id not in hit:
            yield _finding(
                "error",
                "untested_row",
                rule.id,
                row.place,
                f"Geen test raakt de rij {row.id}.",
                f"No test hits the row {row.id}.",
            )
    dates = {test.on for test in rule.tests}
    for day in law_cuts(rule, compiler.law):
        if day not in dates or day - timedelta(days=1) not in dates:
            nl = f"Op {write_date(day, 'nl')} verandert de regel: test die dag en de dag ervoor."
            en = f"The rule changes on {write_date(day, 'en')}: test that day and the day before."
            yield _finding("error", "untested_date", rule.id, rule.place, nl, en)


def test_failures(test: Test, state: str, value: object, ask: set[str], rows: set[str]) -> list[tuple[str, str]]:
    """What a test expected and did not get."""
    found = []
    same = value == test.expected if test.state == "value" else True
    states = ("unknown", "judgement") if test.state == "unknown" else (test.state,)
    if state not in states or not same:
        got = value if state == "value" else f"({state})"
        found.append(
            (
                f"De test verwacht {test.expected}, de regel geeft {got}.",
                f"The test expects {test.expected}, the rule gives {got}.",
            )
        )
    if test.ask is not None and test.ask != ask:
        want, got = ", ".join(sorted(test.ask)), ", ".join(sorted(ask))
        found.append(
            (
                f"De test verwacht de vragen [{want}], de regel vraagt [{got}].",
                f"The test expects to ask [{want}], the rule asks [{got}].",
            )
        )
    if test.rows is not None and test.rows != rows:
        want, got = ", ".join(sorted(test.rows)), ", ".join(sorted(rows))
        found.append(
            (
                f"De test verwacht de rijen [{want}], de regel gebruikt [{got}].",
                f"The test expects the rows [{want}], the rule uses [{got}].",
            )
        )
    return found
