"""The book: every determination that was loaded, ready to decide."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from datetime import date
from itertools import combinations, product
from math import prod
from pathlib import Path
from types import MappingProxyType

from bolwerk.engines.rules._answer import Answer, Because, Otherwise, Question
from bolwerk.engines.rules._cells import NotInForce
from bolwerk.engines.rules._check import Finding, check_book
from bolwerk.engines.rules._compile import Compiler, amend_document
from bolwerk.engines.rules._evaluate import Direct, Evaluator, Result
from bolwerk.engines.rules._facts import Fact, Value, nearest, public, read_facts, unknown_fact, write_value
from bolwerk.engines.rules._formula import NoValue
from bolwerk.engines.rules._interview import askable, best, greedy
from bolwerk.engines.rules._model import DatedValue, Row, Rule
from bolwerk.engines.rules._parse import check_head
from bolwerk.engines.rules._source import Document, read_document, wrong
from bolwerk.kernel import InvalidInput, MissingLaw, NotFound, Text, write_date

MOST_COUNTERFACTUALS = 2_000


class Book:
    """Rules, facts and dated values, compiled. Never changes; `amend` gives another book.

    `version` is the hash of every file in it. `rules`, `facts` by name; `amendments` by id (not applied).
    """

    def __init__(
        self, facts: tuple[tuple[str, str], ...], documents: tuple[Document, ...], amended: tuple[Document, ...] = ()
    ) -> None:
        """`facts` are (file, text) pairs of facts.toml files; `amended` documents whose values replace others."""
        self._fact_files, self._amended = facts, amended
        self._documents = tuple(document for document in documents if "amend" not in document.head)
        changes = [document for document in documents if "amend" in document.head]
        for change in changes:
            check_head(change)
        self.amendments: Mapping[str, Document] = MappingProxyType({str(change.head["id"]): change for change in changes})
        declared = [fact for file, raw in facts for fact in read_facts(raw, file)]
        self._compiler = Compiler(declared, self._documents, amended, self._run)
        self.facts: Mapping[str, Fact] = MappingProxyType(self._compiler.facts)
        self.rules: Mapping[str, Rule] = MappingProxyType(self._compiler.rules)
        raw = sorted([text for _, text in facts] + [document.raw for document in self._documents])
        self.version = _hash([*raw, *(f"amended {document.raw}" for document in amended)])
        self._names = {*self.facts, *self.rules}
        for change in changes:
            self._base_of(change)

    # --- deciding -----------------------------------------------------------------------------------------------------

    def decide(self, rule: str, facts: Mapping[str, object], on: date | str) -> Answer:
        """Answer one determination. `facts` by name; a missing or None fact is unknown. `on` is the day that picks the law.

        Raises NotFound for an unknown rule, InvalidInput for an unknown fact, a value that is not allowed, or a bad day.
        """
        if rule not in self.rules:
            raise self._no_rule(rule)
        if not facts.keys() <= self._names:
            raise unknown_fact(next(name for name in facts if name not in self._names), self._names)
        day = _day(on)
        return self._answer(rule, facts, day)

    def all(self, facts: Mapping[str, object], on: date | str, topic: str | None = None) -> tuple[Answer, ...]:
        """Every determination (of a topic), what matters most (`rank`) first. Each given fact is validated, used or not."""
        self.validate(facts)
        day = _day(on)
        chosen = [rule for rule in self.rules.values() if topic is None or rule.topic == topic]
        return tuple(self._answer(rule.id, facts, day) for rule in sorted(chosen, key=lambda rule: -rule.rank))

    def validate(self, facts: Mapping[str, object]) -> dict[str, Value]:
        """The facts as the engine holds them. Raises InvalidInput naming the first that cannot be."""
        accepted: dict[str, Value] = {}
        for name, value in facts.items():
            if name not in self._names:
                raise unknown_fact(name, self._names)
            if value is not None:
                accepted[name] = public(self.fact(name).accept(value))
        return accepted

    def fact(self, name: str) -> Fact:
        """A fact, or another rule's outcome as a fact."""
        found = self.facts.get(name) or self._compiler._as_facts.get(name)
        if found is None:
            raise unknown_fact(name, self._names)
        return found

    def inputs(self, rule: str) -> tuple[Fact, ...]:
        """The plain facts that a determination may look at, those of chained rules included."""
        return self._evaluator(rule).inputs

    def engine(self, rule: str) -> Evaluator:
        """What evaluates a rule on plain facts. Raises NotFound for an unknown rule."""
        return self._evaluator(rule)

    def unjoined(self, rule: str) -> Evaluator | None:
        """What evaluates a rule over its own facts, with the rules that it hangs on beside it; None when it hangs on none."""
        return self._compiler.overridden.get(rule)

    def chained(self, rule: str) -> frozenset[str]:
        """The rules that a rule hangs on, however far."""
        return self._compiler.linked[rule]

    def soft_links(self) -> tuple[tuple[str, str], ...]:
        """(rule, chained rule) where the two could not be joined: sound, but it may ask more than is needed."""
        return tuple((name, link) for name, found in self._compiler.evaluators.items() for link in found.soft)

    def value(self, param: str, on: date | str, *key: str) -> DatedValue:
        """The dated value of a parameter. Raises MissingLaw when none is in force on that day."""
        day = _day(on)
        try:
            return self._compiler.law.find(param, key, day)
        except (NotInForce, NoValue) as error:
            raise MissingLaw(
                Text(
                    f"Er is geen waarde voor {param} op {write_date(day, 'nl')}.",
                    f"There is no value for {param} on {write_date(day, 'en')}.",
                ),
                where=param,
                mend=Text("Vul een rij aan in de tabel van waarden.", "Add a row to the table of values."),
            ) from error

    # --- asking -------------------------------------------------------------------------------------------------------

    def values_of(self, rule: str) -> tuple[DatedValue, ...]:
        """Every dated value of the parameters that a rule reads, of all times. Raises NotFound for an unknown rule."""
        if rule not in self.rules:
            raise self._no_rule(rule)
        rows = self._compiler.law.rows
        return tuple(value for param in self.rules[rule].params for value in rows.get(param, ()))

    def next_question(self, rule: str, facts: Mapping[str, object], on: date | str) -> Question | None:
        """The next fact to ask for one determination; None when nothing that a person may answer still matters."""
        answer = self.decide(rule, facts, on)
        if not askable(answer.ask, self.fact):
            return None
        engine = self._evaluator(rule, facts)
        name = best(engine, facts, answer.on) if isinstance(engine, Direct) else None
        return Question(self.fact(name), (rule,)) if name else self.next_question_over((rule,), facts, on)

    def next_question_over(self, rules: Iterable[str], facts: Mapping[str, object], on: date | str) -> Question | None:
        """The next fact to ask for several determinations: register facts first, then the one that closes most questions."""
        day = _day(on)
        waiting = {rule: self.decide(rule, facts, day).ask for rule in rules}
        names = askable(tuple(dict.fromkeys(name for ask in waiting.values() for name in ask)), self.fact)
        if not names:
            return None
        name = greedy(
            names,
            {rule: ask for rule, ask in waiting.items() if ask},
            lambda rule, fact: self._evaluator(rule, facts).axis(fact),
            lambda rule, given: self._run(rule, given, day),
            facts,
        )
        return Question(self.fact(name), tuple(rule for rule, ask in waiting.items() if name in ask))

    # --- explaining ---------------------------------------------------------------------------------------------------

    def why(self, answer: Answer) -> tuple[Because, ...]:
        """The rows and dated values behind an answer, those of chained rules after those of the rule itself."""
        facts = dict(answer.facts)
        found: dict[Because, None] = {}
        self._collect(answer.rule, facts, answer.on, found)
        return tuple(found)

    def _collect(self, rule_id: str, facts: Mapping[str, object], on: date, found: dict[Because, None]) -> None:
        rule = self.rules[rule_id]
        used = self._evaluator(rule_id, facts).used(facts, on)
        for row in used:
            found[_because(rule, row, facts)] = None
        if rule.chained:
            looked = {name for row in used if isinstance(row, Row) for name, _, _ in row.cells}
            looked |= set(rule.formula.facts) if rule.formula else set()
            for name in sorted(rule.chained & looked - facts.keys()):
                self._collect(name, facts, on, found)

    def otherwise(self, answer: Answer) -> tuple[Otherwise, ...]:
        """What would change an answer: the fewest facts to change (while unknown: to fill in), at most two."""
        engine = self._evaluator(answer.rule)
        facts = dict(answer.facts)
        moves: dict[str, list[tuple[Value, Text]]] = {}
        for fact in engine.inputs:
            axis = engine.axis(fact.name)
            if axis is None or fact.name in self.rules:
                continue
            given = facts.get(fact.name)
            if given is not None and answer.ask:
                continue
            here = None if given is None else axis.slot_of(fact.accept(given))
            moves[fact.name] = [
                (public(value), text) for slot in range(len(axis)) if slot != here for value, text in axis.choices(slot)
            ]
        for size in (1, 2):
            found = self._moved(answer, facts, moves, size)
            if found:
                return tuple(found)
        return ()

    def _moved(
        self, answer: Answer, facts: dict[str, Value], moves: dict[str, list[tuple[Value, Text]]], size: int
    ) -> list[Otherwise]:
        found = []
        tried = 0
        for names in combinations(moves, size):
            tried += prod(len(moves[name]) for name in names)
            if tried > MOST_COUNTERFACTUALS:
                break
            for steps in product(*(moves[name] for name in names)):
                changes = tuple((name, value) for name, (value, _) in zip(names, steps, strict=True))
                result = self._run(answer.rule, facts | dict(changes), answer.on)
                if result.state == "value" and (answer.state != "value" or result.value != answer.value):
                    found.append(self._otherwise(answer, facts, changes, [text for _, text in steps], result))
        return found

    def _otherwise(
        self, answer: Answer, facts: dict[str, Value], changes: tuple[tuple[str, Value], ...], steps: list[Text], result: Result
    ) -> Otherwise:
        used = self._evaluator(answer.rule).used(facts | dict(changes), answer.on)
        label = self.rules[answer.rule].label(result.value)
        asked = [self.fact(name).question for name, _ in changes]
        nl = "; ".join(f"{question.nl} {text.nl}" for question, text in zip(asked, steps, strict=True))
        en = "; ".join(f"{question.en} {text.en}" for question, text in zip(asked, steps, strict=True))
        text = Text(f"{nl} → {label.nl}", f"{en} → {label.en}")
        return Otherwise(changes, result.value, tuple(row.id for row in used), text)

    # --- checking and amending ----------------------------------------------------------------------------------------

    def check(self) -> tuple[Finding, ...]:
        """What is wrong or thin in the rules, without any dossier."""
        return check_book(self, self._compiler)

    def amend(self, change: Path | str) -> Book:
        """The book with an amendment applied: a path to a file, or the id of one that was loaded along."""
        document = self.amendment(change)
        base = self._base_of(document)
        documents = tuple(amend_document(d, document) if d is base else d for d in self._documents)
        return Book(self._fact_files, (*documents, *self.amendments.values()), (*self._amended, document))

    def amendment(self, change: Path | str) -> Document:
        """An amendment as a document: a path to a file, or the id of one that was loaded along. Raises InvalidInput."""
        document = self.amendments.get(str(change))
        if document is None:
            path = Path(change)
            document = read_document(_read(path, path.name), path.name)
            check_head(document)
        return document

    @property
    def documents(self) -> tuple[Document, ...]:
        """The files of the book as read, amendments left out."""
        return self._documents

    def _base_of(self, change: Document) -> Document:
        target = change.head.get("amend")
        for document in self._documents:
            if document.head.get("id") == target:
                return document
        like = nearest(str(target), self.rules)
        raise wrong(
            change.head_place("amend"),
            Text(f"Er is geen regel '{target}' om te wijzigen.", f"There is no rule '{target}' to amend."),
            Text(f"Bedoelde je '{like}'?", f"Did you mean '{like}'?")
            if like
            else Text(
                'Zet in de kop amend = "…" met de id van een regel.', 'Put amend = "…" in the head, with the id of a rule.'
            ),
        )

    # --- inside -------------------------------------------------------------------------------------------------------

    def _answer(self, rule: str, facts: Mapping[str, object], day: date) -> Answer:
        engine = self._evaluator(rule, facts)
        result = engine.run(facts, day)
        given = tuple(
            [(fact.name, public(fact.accept(facts[fact.name]))) for fact in engine.inputs if facts.get(fact.name) is not None]
        )
        for name in sorted(self._compiler.linked[rule] & facts.keys()):
            if facts[name] is not None:
                given += ((name, public(self.fact(name).accept(facts[name]))),)
        state, value, possible, ask, may_gap = result
        return Answer(rule, state, value, possible, ask, may_gap, day, self.version, given, self)

    def _run(self, rule: str, facts: Mapping[str, object], on: date) -> Result:
        return self._evaluator(rule, facts).run(facts, on)

    def _evaluator(self, rule: str, facts: Mapping[str, object] | None = None) -> Evaluator:
        """A chained rule's outcome may be given as a fact: then the joined cube does not serve."""
        if rule not in self.rules:
            raise self._no_rule(rule)
        linked = self._compiler.linked[rule]
        if facts and linked and any(facts.get(name) is not None for name in linked):
            return self._compiler.overridden.get(rule) or self._compiler.evaluators[rule]
        return self._compiler.evaluators[rule]

    def _no_rule(self, rule: str) -> NotFound:
        like = nearest(rule, self.rules)
        return NotFound(
            Text(f"Er is geen regel '{rule}'.", f"There is no rule '{rule}'."),
            where=rule,
            mend=Text(f"Bedoelde je '{like}'?", f"Did you mean '{like}'?")
            if like
            else Text(
                "Kijk met 'bolwerk rules list' welke regels er zijn.", "See the rules there are with 'bolwerk rules list'."
            ),
        )


def load(paths: Path | str | Iterable[Path | str]) -> Book:
    """Read law folders (or single files): every `facts.toml` and every `.md` in them but README.md.

    Raises InvalidInput naming file, line, column and how to mend it.
    """
    given = [paths] if isinstance(paths, str | Path) else list(paths)
    facts: list[tuple[str, str]] = []
    documents: list[Document] = []
    for root in map(Path, given):
        files = sorted(root.rglob("*")) if root.is_dir() else [root]
        for path in files:
            name = f"{root.name}/{path.relative_to(root).as_posix()}" if root.is_dir() else path.name
            if path.name == "facts.toml":
                facts.append((name, _read(path, name)))
            elif path.suffix == ".md" and path.name != "README.md":
                documents.append(read_document(_read(path, name), name))
    return Book(tuple(facts), tuple(documents))


def _read(path: Path, name: str) -> str:
    try:
        return path.read_text("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise InvalidInput(
            Text(f"Dit bestand kan niet gelezen worden: {name}.", f"This file cannot be read: {name}."),
            where=name,
            mend=Text("Kijk na of het bestaat en in UTF-8 staat.", "Check that it exists and is UTF-8."),
        ) from error


def _day(on: date | str) -> date:
    if type(on) is date:
        return on
    try:
        return date.fromisoformat(str(on)[:10] if isinstance(on, date) else str(on))
    except ValueError as error:
        raise InvalidInput(
            Text(f"'{str(on)[:40]}' is geen datum.", f"'{str(on)[:40]}' is not a date."),
            where="on",
            mend=Text("Schrijf ze zoals 2025-05-15.", "Write it as 2025-05-15."),
        ) from error


def _hash(parts: list[str]) -> str:
    digest = hashlib.sha256()
    for part in parts:
        digest.update(hashlib.sha256(part.encode()).digest())
    return digest.hexdigest()[:16]


def _because(rule: Rule, row: Row | DatedValue, facts: Mapping[str, object]) -> Because:
    if isinstance(row, DatedValue):
        shown = write_value(row.value)
        text = row.why or Text(f"{row.id} = {shown.nl}", f"{row.id} = {shown.en}")
        return Because(rule.id, row.id, public(row.value), row.citation, row.period, (), text)
    text = row.why or _generated(rule, row, facts)
    cells = tuple((name, cell) for name, _, cell in row.cells)
    return Because(rule.id, row.id, public(row.outcome), row.citation, row.period, cells, text)


def _generated(rule: Rule, row: Row, facts: Mapping[str, object]) -> Text:
    """The row in words, when it has none of its own."""
    by_name = {fact.name: fact for fact in rule.facts}
    nl, en = [], []
    for name, _, cell in row.cells:
        fact = by_name[name]
        given = facts.get(name)
        shown = Text.same(cell) if given is None else fact.label(fact.accept(given))
        nl.append(f"{fact.question.nl} {shown.nl}")
        en.append(f"{fact.question.en} {shown.en}")
    label = rule.label(row.outcome)
    if not nl:
        return Text(f"In alle andere gevallen: {label.nl}", f"In all other cases: {label.en}")
    return Text(f"{'; '.join(nl)} → {label.nl}", f"{'; '.join(en)} → {label.en}")
