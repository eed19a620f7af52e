"""From rules to DMN 1.3: the rows in force on a day, with source, dates and standing as annotations."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from fractions import Fraction
from xml.etree import ElementTree as ET

from bolwerk.engines.rules._book import Book
from bolwerk.engines.rules._cells import Any_, Compare, Condition, Every, Not, Param, Some
from bolwerk.engines.rules._facts import Fact, FactType, Value, exact
from bolwerk.engines.rules._model import Aggregate, Hit, Row, Rule
from bolwerk.engines.rules._source import wrong
from bolwerk.kernel import Text

DMN = "https://www.omg.org/spec/DMN/20191111/MODEL/"
_POLICIES = {Hit.FIRST: "FIRST", Hit.UNIQUE: "UNIQUE", Hit.ANY: "ANY", Hit.COLLECT: "COLLECT"}
_TYPES = {FactType.BOOL: "boolean", FactType.ENUM: "string", FactType.DATE: "date"}
_ANNOTATIONS = ("source", "standing", "from", "until")


def write(book: Book, rules: Iterable[str], on: date) -> str:
    """A model with these determinations and those they hang on, by the law of a day.

    Raises NotFound for an unknown rule, InvalidInput for a formula, and MissingLaw for a value that is not in force that day.
    """
    ids = _with_chained(book, rules)
    ET.register_namespace("", DMN)
    root = ET.Element(
        _tag("definitions"), {"id": "definitions", "name": "Bolwerk", "namespace": f"urn:bolwerk:book:{book.version}"}
    )
    facts = {fact.name: fact for id in ids for fact in book.rules[id].facts if fact.name not in book.rules}
    for fact in facts.values():
        node = ET.SubElement(root, _tag("inputData"), {"id": f"input_{_id(fact.name)}", "name": fact.name})
        ET.SubElement(node, _tag("variable"), {"name": fact.name, "typeRef": _type(fact)})
    for id in ids:
        _decision(root, book, book.rules[id], on)
    ET.indent(root)
    return ET.tostring(root, encoding="unicode", xml_declaration=True) + "\n"


def _with_chained(book: Book, rules: Iterable[str]) -> list[str]:
    """Each determination after those it hangs on."""
    found: dict[str, None] = {}

    def visit(id: str) -> None:
        book.inputs(id)  # names an unknown rule
        for name in sorted(book.rules[id].chained):
            visit(name)
        found[id] = None

    for id in rules:
        visit(id)
    return list(found)


def _decision(root: ET.Element, book: Book, rule: Rule, on: date) -> None:
    if rule.formula is not None:
        raise wrong(
            rule.place,
            Text(f"{rule.id} is een formule, geen tabel.", f"{rule.id} is a formula, not a table."),
            Text("Kies determinaties met een beslistabel.", "Choose determinations with a decision table."),
        )
    node = ET.SubElement(root, _tag("decision"), {"id": f"decision_{_id(rule.id)}", "name": rule.id})
    ET.SubElement(node, _tag("question")).text = rule.question.nl
    kind = _outcome_type(rule)
    ET.SubElement(node, _tag("variable"), {"name": rule.id, "typeRef": kind})
    for fact in rule.facts:
        need = ET.SubElement(node, _tag("informationRequirement"))
        decided = fact.name in book.rules
        target = f"#{'decision' if decided else 'input'}_{_id(fact.name)}"
        ET.SubElement(need, _tag("requiredDecision" if decided else "requiredInput"), {"href": target})
    attributes = {"hitPolicy": _POLICIES[rule.hit]}
    if rule.aggregate is not None:
        attributes["aggregation"] = rule.aggregate.value.upper()
    table = ET.SubElement(node, _tag("decisionTable"), attributes)
    for fact in rule.facts:
        column = ET.SubElement(table, _tag("input"), {"label": fact.question.nl})
        expression = ET.SubElement(column, _tag("inputExpression"), {"typeRef": _type(fact)})
        ET.SubElement(expression, _tag("text")).text = fact.name
        if fact.type is FactType.ENUM:
            listed = ET.SubElement(column, _tag("inputValues"))
            ET.SubElement(listed, _tag("text")).text = ", ".join(_literal(value) for value in fact.values)
    ET.SubElement(table, _tag("output"), {"name": rule.id, "typeRef": kind})
    for name in _ANNOTATIONS:
        ET.SubElement(table, _tag("annotation"), {"name": name})
    for row in rule.rows:
        if on in row.period:
            _rule(table, book, rule, row, on)


def _rule(table: ET.Element, book: Book, rule: Rule, row: Row, on: date) -> None:
    node = ET.SubElement(table, _tag("rule"), {"id": f"row_{_id(rule.id)}_{_id(row.id)}"})
    cells = {name: condition for name, condition, _ in row.cells}
    for fact in rule.facts:
        entry = ET.SubElement(node, _tag("inputEntry"))
        ET.SubElement(entry, _tag("text")).text = _condition(cells[fact.name], book, on) if fact.name in cells else "-"
    said = ET.SubElement(node, _tag("outputEntry"))
    ET.SubElement(said, _tag("text")).text = _literal(row.outcome)
    citation = row.citation
    notes = (
        str(citation) if citation else "",
        citation.standing.value if citation else "",
        row.period.start.isoformat() if row.period.start else "",
        row.period.end.isoformat() if row.period.end else "",
    )
    for text in notes:
        ET.SubElement(ET.SubElement(node, _tag("annotationEntry")), _tag("text")).text = text


def _condition(condition: Condition, book: Book, on: date) -> str:
    """A cell in FEEL; the values of law it names are those of the day."""
    match condition:
        case Any_():
            return "-"
        case Compare(sign, operand):
            value = book.value(operand.name, on).value if isinstance(operand, Param) else operand
            return _literal(value) if sign == "==" else f"{sign} {_literal(value)}"
        case Every((Compare(low_sign, low), Compare(high_sign, high))):
            ends = ("[" if low_sign == ">=" else "(", "]" if high_sign == "<=" else ")")
            bounds = [book.value(one.name, on).value if isinstance(one, Param) else one for one in (low, high)]
            return f"{ends[0]}{_literal(bounds[0])}..{_literal(bounds[1])}{ends[1]}"
        case Some(parts):
            return ", ".join(_condition(part, book, on) for part in parts)
        case Not(part):
            return f"not({_condition(part, book, on)})"
    raise TypeError(f"a cell of an unknown shape: {condition}")


def _literal(value: Value | Fraction) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, date):
        return f'date("{value.isoformat()}")'
    if isinstance(value, str):
        escaped = value.replace("\\", "\\\\").replace('"', '\\"')
        return f'"{escaped}"'
    number = exact(value)
    return f"{Decimal(number.numerator) / number.denominator:f}" if isinstance(number, Fraction) else str(number)


def _outcome_type(rule: Rule) -> str:
    if rule.aggregate is Aggregate.COUNT:
        return "number"
    kinds = {type(row.outcome) for row in rule.rows}
    return "boolean" if kinds == {bool} else "string" if str in kinds else "number"


def _type(fact: Fact) -> str:
    return _TYPES.get(fact.type, "number")


def _tag(name: str) -> str:
    return f"{{{DMN}}}{name}"


def _id(name: str) -> str:
    return "".join(letter if letter.isalnum() else "_" for letter in name)
