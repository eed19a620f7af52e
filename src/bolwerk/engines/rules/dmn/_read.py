"""From a DMN file to a book: each output column of each decision table becomes a rule file, the inputs become facts."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from bolwerk.engines.rules._book import Book
from bolwerk.engines.rules._source import Place, read_document, wrong
from bolwerk.engines.rules.dmn import _feel
from bolwerk.engines.rules.dmn._files import Names, Sheet, facts_file, rule_file
from bolwerk.engines.rules.dmn._model import OTHER, Decision, Imported, Skipped
from bolwerk.engines.rules.dmn._xml import Node, parse
from bolwerk.kernel import InvalidInput, Text

_POLICIES = {
    "UNIQUE": "unique",
    "FIRST": "first",
    "PRIORITY": "first",
    "ANY": "any",
    "COLLECT": "collect",
    "RULE ORDER": "collect",
    "OUTPUT ORDER": "collect",
}
_TYPES = {"string": "enum", "number": "number", "boolean": "bool", "date": "date"}


@dataclass(frozen=True, slots=True)
class Input:
    """An input column: `decision` when it is the outcome of another; `allowed` is empty when the model lists nothing."""

    label: str
    type: str
    allowed: tuple[_feel.Literal, ...]
    decision: bool
    place: Place


@dataclass(frozen=True, slots=True)
class Output:
    name: str
    order: tuple[_feel.Literal, ...]
    default: _feel.Literal | None


def read(raw: bytes, file: str) -> Imported:
    """Read a model. Raises InvalidInput naming file, line and column, and for a table: decision, rule and column.

    What is no decision table with literal outcomes stands in `skipped`.
    """
    root = parse(raw, file)
    if root.name != "definitions":
        raise wrong(
            root.place,
            Text(f"Dit is geen DMN: het begint met <{root.name}>.", f"This is not DMN: it starts with <{root.name}>."),
            Text("Kies een bestand dat met <definitions> begint.", "Choose a file that starts with <definitions>."),
        )
    return _Model(root, file).imported()


class _Model:
    def __init__(self, root: Node, file: str) -> None:
        self.file = file
        self.names = Names()
        self.types = _item_types(root)
        self.variables = {node.attributes.get("name", ""): _type_of(node.first("variable")) for node in root.all("inputData")}
        self.tables: list[tuple[Node, Node]] = []
        self.skipped: list[Skipped] = []
        for node in root.all("decision"):
            table = node.first("decisionTable")
            if table is not None:
                self.tables.append((node, table))
            else:
                why = Text("Dit is geen beslistabel.", "This is not a decision table.")
                self.skipped.append(Skipped(node.attributes.get("name", ""), node.place, why))
        self.single = {node.attributes["name"] for node, table in self.tables if len(table.all("output")) == 1}

    def imported(self) -> Imported:
        sheets: list[Sheet] = []
        decisions: dict[str, Decision] = {}
        inputs: dict[str, list[tuple[Input, list[_feel.Tests]]]] = {}
        for node, table in self.tables:
            decision, own, columns = self._table(node, table)
            decisions[decision.name] = decision
            sheets += own
            for column, tests in columns:
                inputs.setdefault(column.label, []).append((column, tests))
        facts = facts_file([self._fact(label, seen) for label, seen in inputs.items() if not seen[0][0].decision])
        files = {"facts.toml": facts, **{f"{self.names.file(sheet.id)}.md": rule_file(sheet) for sheet in sheets}}
        documents = tuple(read_document(text, f"{self.file}: {name}") for name, text in files.items() if name != "facts.toml")
        book = Book(((f"{self.file}: facts.toml", facts),), documents)
        return Imported(book, files, decisions, tuple(self.skipped), self.names.words)

    # --- one table ----------------------------------------------------------------------------------------------------

    def _table(self, node: Node, table: Node) -> tuple[Decision, list[Sheet], list[tuple[Input, list[_feel.Tests]]]]:
        name = node.attributes.get("name", "")
        policy = table.attributes.get("hitPolicy", "UNIQUE")
        if policy not in _POLICIES:
            raise wrong(
                table.place,
                Text(f"'{name}' heeft een onbekende hitPolicy '{policy}'.", f"'{name}' has an unknown hitPolicy '{policy}'."),
                Text(f"Kies uit: {', '.join(_POLICIES)}.", f"Choose from: {', '.join(_POLICIES)}."),
            )
        columns = [self._input(name, one) for one in table.all("input")]
        outputs = [self._output(name, one, table) for one in table.all("output")]
        rows = [self._row(name, number, rule, columns, outputs) for number, rule in enumerate(table.all("rule"), 1)]
        if policy in ("PRIORITY", "OUTPUT ORDER"):
            rows = sorted(rows, key=lambda row: _rank(row[2], outputs))
        hit, aggregate = _POLICIES[policy], table.attributes.get("aggregation", "").lower()
        default = tuple(one.default for one in outputs) if all(one.default is not None for one in outputs) else None
        if default and hit != "collect":
            # A row for all other cases: only the first that fits may then count.
            hit = "first"
            rows.append((len(rows) + 1, [_feel.Tests(())] * len(columns), [v for v in default if v is not None]))
        ids = tuple(name if len(outputs) == 1 else f"{name}.{one.name}" for one in outputs)
        sheets = [
            self._sheet(id, name, hit, aggregate, columns, [(number, tests, said[n]) for number, tests, said in rows])
            for n, id in enumerate(ids)
        ]
        decision = Decision(
            name,
            tuple(sheet.id for sheet in sheets),
            tuple(one.name for one in outputs),
            hit == "collect" and not aggregate,
            default if hit == "collect" else None,
            {column.label: self.names.safe(column.label) for column in columns},
        )
        return decision, sheets, [(column, [row[1][n] for row in rows]) for n, column in enumerate(columns)]

    def _sheet(
        self,
        id: str,
        name: str,
        hit: str,
        aggregate: str,
        columns: list[Input],
        rows: list[tuple[int, list[_feel.Tests], _feel.Literal]],
    ) -> Sheet:
        kinds = {"bool" if isinstance(v, bool) else "text" if isinstance(v, str) else "number" for _, _, v in rows}
        return Sheet(
            id=self.names.safe(id),
            question=name,
            hit=hit,
            aggregate=aggregate,
            type=next(iter(kinds)) if len(kinds) == 1 and not aggregate else "number" if aggregate else "text",
            source=f"DMN {self.file}",
            columns=tuple(self.names.safe(column.label) for column in columns),
            rows=tuple(
                (number, tuple(self.names.cell(tests) for tests in entries), self.names.outcome(said))
                for number, entries, said in rows
            ),
        )

    def _input(self, decision: str, node: Node) -> Input:
        expression = node.first("inputExpression")
        label = expression.text_of("text") if expression else ""
        if label not in self.variables and label not in self.single:
            known = ", ".join([*self.variables, *sorted(self.single)])
            raise wrong(
                (expression or node).place,
                Text(
                    f"'{decision}' vraagt '{label}', geen gegeven of beslissing van dit model.",
                    f"'{decision}' asks '{label}', which is no input or decision of this model.",
                ),
                Text(f"Kies uit: {known}.", f"Choose from: {known}."),
            )
        kind = (expression.attributes.get("typeRef", "") if expression else "") or self.variables.get(label, "")
        base, allowed = self.types.get(kind, (kind, ""))
        listed = node.first("inputValues")
        words = listed.text_of("text") if listed else allowed
        return Input(label, base, self._list(words, node, decision) if words else (), label not in self.variables, node.place)

    def _output(self, decision: str, node: Node, table: Node) -> Output:
        name = node.attributes.get("name") or node.attributes.get("label") or table.attributes.get("outputLabel") or decision
        listed, default = node.first("outputValues"), node.first("defaultOutputEntry")
        order = self._list(listed.text_of("text"), listed, decision) if listed else ()
        return Output(name, order, self._literal(default.text_of("text"), default, decision) if default else None)

    def _row(
        self, decision: str, number: int, rule: Node, columns: list[Input], outputs: list[Output]
    ) -> tuple[int, list[_feel.Tests], list[_feel.Literal]]:
        entries, said = rule.all("inputEntry"), rule.all("outputEntry")
        if len(entries) != len(columns) or len(said) != len(outputs):
            raise wrong(
                rule.place,
                Text(
                    f"Regel {number} van '{decision}' heeft niet voor elke kolom een cel.",
                    f"Rule {number} of '{decision}' does not have a cell for each column.",
                ),
                Text("Geef elke kolom één cel.", "Give each column one cell."),
            )
        where = f"'{decision}', {number}"
        tests = [self._tests(one, f"{where}, '{column.label}'") for one, column in zip(entries, columns, strict=True)]
        return (
            number,
            tests,
            [
                self._literal(one.text_of("text"), one, f"{where}, '{output.name}'")
                for one, output in zip(said, outputs, strict=True)
            ],
        )

    # --- words --------------------------------------------------------------------------------------------------------

    def _tests(self, node: Node, where: str) -> _feel.Tests:
        try:
            return _feel.read_tests(node.text_of("text"))
        except _feel.NotRead as error:
            raise _not_read(node, where, str(error)) from error

    def _literal(self, raw: str, node: Node, where: str) -> _feel.Literal:
        try:
            return _feel.read_literal(raw)
        except _feel.NotRead as error:
            raise _not_read(node, where, str(error)) from error

    def _list(self, raw: str, node: Node, where: str) -> tuple[_feel.Literal, ...]:
        try:
            return _feel.read_list(raw)
        except _feel.NotRead as error:
            raise _not_read(node, where, str(error)) from error

    def _fact(self, label: str, seen: list[tuple[Input, list[_feel.Tests]]]) -> tuple[str, str, str, tuple[str, ...]]:
        first = seen[0][0]
        if first.type not in _TYPES:
            raise wrong(
                first.place,
                Text(
                    f"'{label}' is van een soort die we niet lezen: {first.type}.",
                    f"'{label}' is of a type not read here: {first.type}.",
                ),
                Text(f"Kies uit: {', '.join(_TYPES)}.", f"Choose from: {', '.join(_TYPES)}."),
            )
        listed = [value for column, _ in seen for value in column.allowed]
        used = [value for _, entries in seen for tests in entries for value in tests.literals]
        values = tuple(self.names.outcome(value) for value in dict.fromkeys([*listed, *used]))
        if not listed:
            values = (*values, OTHER)
        return self.names.safe(label), label, _TYPES[first.type], values if first.type == "string" else ()


def _not_read(node: Node, where: str, words: str) -> InvalidInput:
    return wrong(
        node.place,
        Text(f"{where}: '{words}' kunnen we niet lezen.", f"{where}: '{words}' cannot be read."),
        Text(
            'Schrijf een waarde ("tekst", 12, true, date("2025-05-15")), een vergelijking, een interval, een lijst of not(…).',
            'Write a value ("text", 12, true, date("2025-05-15")), a comparison, an interval, a list or not(…).',
        ),
    )


def _item_types(root: Node) -> Mapping[str, tuple[str, str]]:
    """The types of the model by name: the type below, and the text of the values it allows."""
    found = {}
    for node in root.all("itemDefinition"):
        allowed = node.first("allowedValues")
        found[node.attributes.get("name", "")] = (node.text_of("typeRef"), allowed.text_of("text") if allowed else "")
    return found


def _type_of(variable: Node | None) -> str:
    return variable.attributes.get("typeRef", "") if variable else ""


def _rank(said: Iterable[_feel.Literal], outputs: list[Output]) -> tuple[int, ...]:
    """The place of a row's outcomes in the order that the outputs list, what comes first first."""
    return tuple(
        output.order.index(value) if value in output.order else len(output.order)
        for value, output in zip(said, outputs, strict=True)
    )
