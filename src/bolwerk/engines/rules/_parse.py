"""From documents to rules: heads, decision tables and their tests. Every mistake is named with its place."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from bolwerk.engines.rules._cells import params_of, read_number
from bolwerk.engines.rules._facts import YES, Fact, FactKind, FactType, Value, nearest, read_unit
from bolwerk.engines.rules._formula import Formula, read_formula
from bolwerk.engines.rules._model import Aggregate, Hit, Outcome, Row, Rule
from bolwerk.engines.rules._read_cells import World, conditions, known_fact, outcome_of
from bolwerk.engines.rules._read_tests import tests_of
from bolwerk.engines.rules._source import Document, Place, Table, wrong
from bolwerk.engines.rules._values import citation_of, is_values, period_of, why_of
from bolwerk.kernel import Text

HEAD_KEYS = {
    "id",
    "question",
    "measure",
    "topic",
    "hit",
    "aggregate",
    "date",
    "outcomes",
    "rank",
    "next",
    "type",
    "unit",
    "formula",
}
HEAD_KEYS |= {"amend", "aside", "title", "kind", "note"}
REMOVED = "(removed)"
"""As the outcome of a row of an amendment: the row of that # goes."""
BEFORE = "before"
"""A column of an amendment: the # of the row before which its row is put."""
_ROW_COLUMNS = ("#", "from", "until", "source", "standing", "why nl", "why en")


def is_tests(table: Table) -> bool:
    return table.heading.startswith("test")


def is_impossible(table: Table) -> bool:
    return table.heading.startswith("impossible")


def outcome_column(table: Table) -> int | None:
    return next((n for n, name in enumerate(table.columns) if name.startswith("=>")), None)


def decision_tables(document: Document) -> list[Table]:
    tables = [t for t in document.tables if not is_tests(t) and not is_values(t) and not is_impossible(t)]
    return [t for t in tables if outcome_column(t) is not None]


def check_head(document: Document) -> None:
    """Keys the head may hold; a rule needs `id` and `question`."""
    for key in document.head:
        if key not in HEAD_KEYS:
            like = nearest(key, HEAD_KEYS)
            raise wrong(
                document.head_place(key),
                Text(f"De kop kent geen sleutel '{key}'.", f"The head has no key '{key}'."),
                Text(f"Bedoelde je '{like}'?", f"Did you mean '{like}'?")
                if like
                else Text(f"Gebruik: {', '.join(sorted(HEAD_KEYS))}.", f"Use: {', '.join(sorted(HEAD_KEYS))}."),
            )
    needed = () if document.head.get("kind") == "values" else ("id",) if "amend" in document.head else ("id", "question")
    for key in needed:
        if key not in document.head:
            raise wrong(
                document.head_place(),
                Text(f"In de kop ontbreekt '{key}'.", f"The head lacks '{key}'."),
                Text(f"Voeg {key} = … toe tussen de lijnen +++.", f"Add {key} = … between the lines +++."),
            )


# --- rules ------------------------------------------------------------------------------------------------------------


def chained_names(document: Document, rule_ids: set[str]) -> tuple[str, ...]:
    """The other rules that a document names as facts, before anything is bound."""
    names: list[str] = []
    for table in [*decision_tables(document), *(t for t in document.tables if is_impossible(t))]:
        names += [name for name in table.columns if name in rule_ids]
    formula = document.head.get("formula")
    if isinstance(formula, str):
        names += [word for word in re.findall(r"[A-Za-z_][\w.]*", formula) if word in rule_ids]
    return tuple(dict.fromkeys(names))


def read_rule(document: Document, world: World) -> Rule:
    head = document.head
    place = document.head_place("id")
    tables = decision_tables(document)
    formula = _formula(document, world)
    if (formula is None) == (not tables) or len(tables) > 1:
        raise wrong(
            place,
            Text("Een regel heeft één beslistabel of één formule.", "A rule has one decision table or one formula."),
            Text(
                "Geef een tabel met een kolom => of een sleutel formula, niet allebei.",
                "Give a table with a column => or a key formula, not both.",
            ),
        )
    reader = _outcome_reader(str(head.get("type", "number" if formula else "text")), document)
    columns = _fact_columns(tables[0], world) if tables else ()
    rows = tuple(_rows(tables[0], world, reader)) if tables else ()
    impossible = tuple(row for t in document.tables if is_impossible(t) for row in _impossible(t, world))
    names = dict.fromkeys([*columns, *(formula.facts if formula else ())])
    names |= dict.fromkeys(name for row in impossible for name, _, _ in row.cells)
    used = [formula.params] if formula else []
    used += [tuple(params_of(condition)) for row in (*rows, *impossible) for _, condition, _ in row.cells]
    _known_params(document, used, world)
    return Rule(
        id=str(head["id"]),
        question=_text(document, "question"),
        measure=tuple(str(m) for m in _listed(head.get("measure", ()))),
        topic=str(head.get("topic", "")),
        hit=_hit(document),
        aggregate=_aggregate(document),
        date=str(head.get("date", "date")),
        quotes=document.quotes,
        outcomes=_outcomes(document, reader),
        rank=_rank(document, head.get("rank", 0)),
        next=tuple(str(n) for n in _listed(head.get("next", ()))),
        aside=_aside(document),
        unit=_unit(document),
        facts=tuple(world.facts[name] for name in names),
        chained=world.chained & names.keys(),
        rows=rows,
        formula=formula,
        impossible=impossible,
        tests=tuple(test for t in document.tables if is_tests(t) for test in tests_of(t, document, world, reader)),
        params=tuple(dict.fromkeys(name for group in used for name in group)),
        place=place,
    )


def as_fact(rule: Rule, values: tuple[Value, ...]) -> Fact:
    """A rule as a fact of another rule; `values` are its outcomes, empty when it computes an amount."""
    types = {bool: FactType.BOOL, str: FactType.ENUM}
    kind = types.get(type(values[0]), FactType.NUMBER) if values else FactType.NUMBER
    if kind is FactType.BOOL:
        values = (False, True)
    labels = tuple((value, rule.label(value)) for value in values)
    return Fact(rule.id, kind, FactKind.DECLARED, rule.question, values, labels, unit=rule.unit, place=rule.place)


def _formula(document: Document, world: World) -> Formula | None:
    text = document.head.get("formula")
    if text is None:
        return None
    return read_formula(str(text), world.facts, world.params, document.head_place("formula"))


def _hit(document: Document) -> Hit:
    try:
        return Hit(document.head.get("hit", "first"))
    except ValueError as error:
        raise wrong(
            document.head_place("hit"),
            Text(f"hit = '{document.head['hit']}' bestaat niet.", f"hit = '{document.head['hit']}' does not exist."),
            Text("Kies first, unique, any of collect.", "Choose first, unique, any or collect."),
        ) from error


def _aggregate(document: Document) -> Aggregate | None:
    raw = document.head.get("aggregate")
    if raw is None:
        return None
    if raw not in list(Aggregate) or document.head.get("hit") != "collect" or document.head.get("type") != "number":
        raise wrong(
            document.head_place("aggregate"),
            Text(f"aggregate = '{raw}' kan hier niet.", f"aggregate = '{raw}' cannot be here."),
            Text(
                'Kies sum, min, max of count, en zet er hit = "collect" en type = "number" bij.',
                'Choose sum, min, max or count, and add hit = "collect" and type = "number".',
            ),
        )
    return Aggregate(raw)


def _text(document: Document, key: str) -> Text:
    try:
        return Text.read(document.head[key])
    except ValueError as error:
        raise wrong(
            document.head_place(key),
            Text(f"'{key}' heeft een Nederlandse en een Engelse tekst nodig.", f"'{key}' needs a Dutch and an English text."),
            Text(f'Schrijf {key} = {{nl = "…", en = "…"}}.', f'Write {key} = {{nl = "…", en = "…"}}.'),
        ) from error


def _unit(document: Document) -> Text | None:
    raw = document.head.get("unit")
    return read_unit(raw) if raw is None or (isinstance(raw, str) and raw) else _text(document, "unit")


def _rank(document: Document, raw: Any) -> int:
    if type(raw) is int:
        return raw
    raise wrong(
        document.head_place("rank"),
        Text("'rank' is geen geheel getal.", "'rank' is not a whole number."),
        Text("Schrijf rank = 3; hoger komt eerst.", "Write rank = 3; higher comes first."),
    )


def _aside(document: Document) -> tuple[Value, ...]:
    """`not_applicable` needs no telling."""
    listed = _listed(document.head.get("aside", ()))
    if all(isinstance(one, str | bool | int) for one in listed):
        return ("not_applicable", *listed)
    raise wrong(
        document.head_place("aside"),
        Text("'aside' is geen lijst van uitkomsten.", "'aside' is not a list of outcomes."),
        Text('Schrijf aside = [0] of aside = ["geen"].', 'Write aside = [0] or aside = ["none"].'),
    )


def _listed(value: Any) -> list[Any]:
    return list(value) if isinstance(value, list | tuple) else [value]


def _outcomes(document: Document, reader: Callable[[str], Value]) -> dict[Value, Outcome]:
    found: dict[Value, Outcome] = {}
    for key, entry in document.head.get("outcomes", {}).items():
        try:
            label = Text.read({lang: entry[lang] for lang in ("nl", "en")})
            found[reader(key)] = Outcome(
                label, int(entry.get("rank", 0)), tuple(str(n) for n in _listed(entry.get("next", ())))
            )
        except (ValueError, KeyError, TypeError) as error:
            raise wrong(
                document.head_place(key),
                Text(f"De uitkomst '{key}' heeft geen juist label.", f"The outcome '{key}' has no proper label."),
                Text(
                    f'Schrijf [outcomes.{key}] met nl = "…" en en = "…".', f'Write [outcomes.{key}] with nl = "…" and en = "…".'
                ),
            ) from error
    return found


def _outcome_reader(kind: str, document: Document) -> Callable[[str], Value]:
    def read_bool(text: str) -> Value:
        if text.lower() not in YES:
            raise ValueError(text)
        return YES[text.lower()]

    def read_text(text: str) -> Value:
        if not text or text.startswith("("):
            raise ValueError(text)
        return text

    readers: dict[str, Callable[[str], Value]] = {"text": read_text, "bool": read_bool, "number": read_number}
    if kind not in readers:
        raise wrong(
            document.head_place("type"),
            Text(f"type = '{kind}' bestaat niet voor een uitkomst.", f"type = '{kind}' does not exist for an outcome."),
            Text("Kies text, number of bool.", "Choose text, number or bool."),
        )
    return readers[kind]


def _fact_columns(table: Table, world: World) -> tuple[str, ...]:
    at = outcome_column(table)
    outcomes = [cell for cell in table.header if cell.text.startswith("=>")]
    if len(outcomes) > 1:
        raise wrong(
            outcomes[1].place,
            Text("Een tabel heeft één kolom =>.", "A table has one column =>."),
            Text("Maak een tweede regel voor de tweede uitkomst.", "Make a second rule for the second outcome."),
        )
    facts = [cell for n, cell in enumerate(table.header) if n != at and cell.text not in _ROW_COLUMNS]
    for cell in facts:
        known_fact(cell, world, _ROW_COLUMNS)
    return tuple(cell.text for cell in facts)


def _known_params(document: Document, used: list[tuple[str, ...]], world: World) -> None:
    for name in (name for group in used for name in group):
        if name not in world.params:
            like = nearest(name, world.params)
            line = next((n for n, text in enumerate(document.raw.splitlines(), 1) if f"${name}" in text), 1)
            column = max(document.raw.splitlines()[line - 1].find(f"${name}"), 0) + 1
            raise wrong(
                Place(document.file, line, column),
                Text(f"De waarde ${name} bestaat niet.", f"The value ${name} does not exist."),
                Text(f"Bedoelde je ${like}?", f"Did you mean ${like}?")
                if like
                else Text(
                    "Zet ze in een tabel met de kolommen param en value.", "Put it in a table with the columns param and value."
                ),
            )


def _rows(table: Table, world: World, reader: Callable[[str], Value]) -> list[Row]:
    at = outcome_column(table)
    seen: dict[str, Place] = {}
    rows = []
    for number, cells in enumerate(table.rows, 1):
        named = dict(zip(table.columns, cells, strict=True))
        id_cell = named.get("#", cells[0])
        row_id = named["#"].text if "#" in named else ""
        row_id = row_id or f"#{number}"
        if row_id in seen:
            raise wrong(
                id_cell.place,
                Text(
                    f"De rij '{row_id}' staat er twee keer (ook in {seen[row_id]}).",
                    f"The row '{row_id}' stands twice (also in {seen[row_id]}).",
                ),
                Text("Geef elke rij een eigen naam in de kolom #.", "Give each row its own name in the column #."),
            )
        seen[row_id] = id_cell.place
        outcome = cells[at or 0]
        rows.append(
            Row(
                row_id,
                tuple(conditions(named, world)),
                outcome_of(outcome, reader),
                period_of(named),
                citation_of(named),
                why_of(named),
                id_cell.place,
            )
        )
    return rows


def _impossible(table: Table, world: World) -> list[Row]:
    rows = []
    for cell in table.header:
        if cell.text not in (*_ROW_COLUMNS, "why"):
            known_fact(cell, world, _ROW_COLUMNS)
    for number, cells in enumerate(table.rows, 1):
        named = dict(zip(table.columns, cells, strict=True))
        row_id = (named["#"].text if "#" in named else "") or f"impossible {number}"
        rows.append(
            Row(
                row_id,
                tuple(conditions(named, world)),
                "",
                period_of(named),
                citation_of(named),
                why_of(named),
                cells[0].place,
            )
        )
    return rows
