"""Rules and procedures for readers: each row with its source, its dates, how sure it is, and the tests that hold it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import cast

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from markdown_it import MarkdownIt

from bolwerk.engines.procedures import Procedure, to_markdown, to_svg
from bolwerk.engines.rules import Book, Fact, FactKind, FactType, Row, Rule, Value
from bolwerk.faces.monitor import house, words
from bolwerk.faces.monitor.views._public import public
from bolwerk.kernel import Citation, Lang, Period, Text
from bolwerk.ui.formats import lang

FACT_KINDS = {
    FactKind.REGISTER: Text("uit een register", "from a register"),
    FactKind.DECLARED: Text("gevraagd aan de aanvrager", "asked from the applicant"),
    FactKind.JUDGEMENT: Text("oordeel van een ambtenaar", "judgement of an official"),
}
HITS = {
    "first": Text("de eerste rij die past, beslist", "the first row that fits decides"),
    "unique": Text("hoogstens één rij past", "at most one row fits"),
    "any": Text("rijen mogen samen passen als ze hetzelfde zeggen", "rows may fit together when they say the same"),
    "collect": Text("elke rij die past, telt mee", "every row that fits counts"),
}


@dataclass(frozen=True, slots=True)
class _Line:
    """A row of law: what stands in its cells, what comes out, and what it rests on."""

    id: str
    cells: tuple[Text, ...]
    outcome: Text
    period: Period
    citation: Citation | None
    why: Text | None


@dataclass(frozen=True, slots=True)
class _Trial:
    """A test of a rule, in words: what is given, and what must come out."""

    on: date
    facts: tuple[tuple[Text, Text], ...]
    expected: Text


@public
def rules(request: HttpRequest) -> HttpResponse:
    """Every determination, by field."""
    fields = tuple((domain, words.field_word(domain), found) for domain, found in house.fields() if found)
    return render(request, "monitor/rules.html", {"fields": fields, "count": sum(len(rules) for *_, rules in fields)})


@public
def rule(request: HttpRequest, id: str) -> HttpResponse:
    """One determination: its table or formula, the values of law behind it, its facts and its tests."""
    _, book, found = house.rule(id)
    measures = {measure.code: measure for measure in house.plan().measures}
    values = {
        "rule": found,
        "measures": tuple(measures[code] for code in found.measure if code in measures),
        "how": HITS[found.hit.value],
        "columns": _columns(found),
        "rows": _lines(found, found.rows),
        "explained": any(row.why for row in found.rows),
        "impossible": _lines(found, found.impossible),
        "figures": _figures(book, found),
        "facts": tuple(
            (fact, FACT_KINDS[fact.kind], tuple(fact.label(value) for value in fact.values)) for fact in found.facts
        ),
        "chained": found.chained,
        "tests": _trials(found),
        "amendments": tuple(
            (id, Text.read(change.head["title"]) if "title" in change.head else Text.same(id))
            for id, change in book.amendments.items()
            if change.head["amend"] == found.id
        ),
    }
    return render(request, "monitor/rule.html", values)


@public
def procedure(request: HttpRequest, id: str) -> HttpResponse:
    """One procedure as a diagram and in words."""
    found = house.procedure(id)
    language = lang()
    values = {"procedure": found, "svg": _svg(found.id, language), "text": _text(found.id, language)}
    return render(request, "monitor/procedure.html", values)


@cache
def _svg(id: str, language: Lang) -> SafeString:
    return mark_safe(to_svg(house.procedure(id), None, language, roles=words.roles()))  # noqa: S308 drawn by the engine, escaped there


@cache
def _text(id: str, language: Lang) -> SafeString:
    """The page of the engine as HTML; its own heading is left out, its tables scroll in a frame."""
    found: Procedure = house.procedure(id)
    source = to_markdown(found, language, roles=words.roles()).split("\n", 1)[1]
    made = cast(str, MarkdownIt("commonmark", {"html": False}).enable("table").render(source))
    name = Text("Tabel van de procedure", "Table of the procedure").in_(language)
    frame = format_html('<div class="table-frame" role="region" tabindex="0" aria-label="{}"><table class="table">', name)
    made = made.replace("<table>", frame).replace("</table>", "</table></div>").replace("<th>", '<th scope="col">')
    return mark_safe(made)  # noqa: S308 made from Markdown without HTML


def _columns(rule: Rule) -> tuple[Fact, ...]:
    """The facts that at least one row looks at."""
    looked = {name for row in (*rule.rows, *rule.impossible) for name, _, _ in row.cells}
    return tuple(fact for fact in rule.facts if fact.name in looked)


def _lines(rule: Rule, rows: Iterable[Row]) -> tuple[_Line, ...]:
    columns = _columns(rule)
    return tuple(
        _Line(row.id, tuple(_cell(row, fact) for fact in columns), rule.label(row.outcome), row.period, row.citation, row.why)
        for row in rows
    )


def _cell(row: Row, fact: Fact) -> Text:
    """What a row asks of a fact, with the labels of its values; a dash where it does not look."""
    written = next((words for name, _, words in row.cells if name == fact.name), "")
    if not written:
        return Text.same("–")
    negated = written.startswith("not(") and written.endswith(")")
    tokens = (written[4:-1] if negated else written).split(",")
    labels = [_token(fact, token.strip()) for token in tokens]
    said = Text(", ".join(one.nl for one in labels), ", ".join(one.en for one in labels))
    return Text("niet: {said}", "not: {said}").format(said=said) if negated else said


def _token(fact: Fact, token: str) -> Text:
    known: dict[str, Value] = {"yes": True, "no": False} if fact.type is FactType.BOOL else {str(v): v for v in fact.values}
    return fact.label(known[token]) if token in known else Text.same(token)


def _figures(book: Book, rule: Rule) -> tuple[_Line, ...]:
    """The dated values that the rule reads."""
    found = book.values_of(rule.id)
    return tuple(
        _Line(
            one.id,
            (Text.same(one.param), Text.same(", ".join(one.key) or "–")),
            Text(f"{one.value}".replace(".", ","), f"{one.value}"),
            one.period,
            one.citation,
            one.why,
        )
        for one in found
    )


def _trials(rule: Rule) -> tuple[_Trial, ...]:
    facts = {fact.name: fact for fact in rule.facts}
    return tuple(
        _Trial(
            test.on,
            tuple((facts[name].question, facts[name].label(value)) for name, value in test.facts if name in facts),
            rule.label(test.expected) if test.state == "value" else _STATES[test.state],
        )
        for test in rule.tests
    )


_STATES = {
    "unknown": Text("nog niet te zeggen", "cannot be said yet"),
    "gap": Text("geen rij past", "no row fits"),
    "out_of_law": Text("geen recht van kracht op die dag", "no law in force on that day"),
    "judgement": Text("vraagt een oordeel van een ambtenaar", "needs the judgement of an official"),
    "contradiction": Text("de feiten sluiten elkaar uit", "the facts exclude each other"),
}
