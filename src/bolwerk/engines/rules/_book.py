"""The book: every determination that was loaded, ready to decide."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from datetime import date
from pathlib import Path
from types import MappingProxyType
from typing import Any

from bolwerk.engines.rules._answer import Answer, Because, Otherwise, Question
from bolwerk.engines.rules._cells import NotInForce
from bolwerk.engines.rules._check import Finding, check_book
from bolwerk.engines.rules._compile import Compiler, amend_document
from bolwerk.engines.rules._decide import Decider
from bolwerk.engines.rules._evaluate import Direct, Evaluator
from bolwerk.engines.rules._facts import Fact, FactKind, Value, nearest, public, read_facts, unknown_fact
from bolwerk.engines.rules._formula import NoValue
from bolwerk.engines.rules._given import Given, Result
from bolwerk.engines.rules._interview import Course, Lefts, Weights, askable, best, gates, leaves_least
from bolwerk.engines.rules._memo import Memo
from bolwerk.engines.rules._model import DatedValue, Rule
from bolwerk.engines.rules._otherwise import Alternatives
from bolwerk.engines.rules._parse import check_head
from bolwerk.engines.rules._quick import Quick
from bolwerk.engines.rules._source import Document, read_document, wrong
from bolwerk.kernel import InvalidInput, MissingLaw, NotFound, Text, write_date

Key = tuple[str, date, tuple[Any, ...]]
CHOICES = frozenset({str, bool, type(None)})


class Book:
    """Rules, facts and dated values, compiled. Never changes; `amend` gives another book.

    `version` is the hash of every file in it. `rules`, `facts` by name; `amendments` by id (not applied).
    """

    def __init__(
        self,
        facts: tuple[tuple[str, str], ...],
        documents: tuple[Document, ...],
        amended: tuple[Document, ...] = (),
        before: Book | None = None,
    ) -> None:
        """`facts` are (file, text) pairs of facts.toml files; `amended` documents whose values replace others.

        `before` is a book of the same facts, of which what did not change is taken over.
        """
        self._fact_files, self._amended = facts, amended
        self._documents = tuple(document for document in documents if "amend" not in document.head)
        changes = [document for document in documents if "amend" in document.head]
        for change in changes:
            check_head(change)
        self.amendments: Mapping[str, Document] = MappingProxyType({str(change.head["id"]): change for change in changes})
        known: Compiler | None = before._compiler if before and before._fact_files == facts else None
        declared = known.facts.values() if known else [fact for file, raw in facts for fact in read_facts(raw, file)]
        self._compiler: Compiler = Compiler(declared, self._documents, amended, self._run, known)
        self.facts: Mapping[str, Fact] = MappingProxyType(self._compiler.facts)
        self.rules: Mapping[str, Rule] = MappingProxyType(self._compiler.rules)
        raw = sorted([text for _, text in facts] + [document.raw for document in self._documents])
        self.version = _hash([*raw, *(f"amended {document.raw}" for document in amended)])
        self._names = {*self.facts, *self.rules}
        self._decider = Decider(self._compiler)
        self._courses: dict[str, Course] = {}
        self._lefts: Lefts = Memo()
        self._answers: Memo[Key, Answer] = Memo()
        self._quicks: dict[str, Quick | None] = {}
        self._ordered: Memo[str | None, tuple[str, ...]] = Memo()
        for change in changes:
            self._base_of(change)

    def __reduce__(self) -> tuple[Any, ...]:
        """Sent to another process as what it was made of, and compiled there."""
        return Book, (self._fact_files, (*self._documents, *self.amendments.values()), self._amended)

    # --- deciding -----------------------------------------------------------------------------------------------------

    def decide(self, rule: str, facts: Mapping[str, object], on: date | str) -> Answer:
        """Answer one determination. `facts` by name; a missing or None fact is unknown. `on` is the day that picks the law.

        Raises NotFound for an unknown rule, InvalidInput for an unknown fact, a value that is not allowed, or a bad day.
        """
        day = on if type(on) is date else _day(on)
        key, found = self._answered(rule, facts, day)
        if found is None and key is not None:
            found = self._quickly(rule, day, key)
        if found is None or len(found.facts) != len(facts):
            self._expect(facts, rule)
        return found or self._answer(rule, self._decider.given(self._decider.names[rule], facts, day), key)

    def all(self, facts: Mapping[str, object], on: date | str, topic: str | None = None) -> tuple[Answer, ...]:
        """Every determination (of a topic), what matters most (`rank`) first. Each given fact is validated, used or not."""
        decider, day = self._decider, _day(on)
        given = decider.place(decider.of(self._accepted(facts), day))
        ordered = self._ordered.get(topic)
        if ordered is None:
            chosen = [rule for rule in self.rules.values() if topic is None or rule.topic == topic]
            ordered = tuple(rule.id for rule in sorted(chosen, key=lambda rule: -rule.rank))
            self._ordered.keep(topic, ordered)
        answers = []
        for rule in ordered:
            key, found = self._answered(rule, facts, day)
            answers.append(found or self._answer(rule, given, key))
        return tuple(answers)

    def cell(self, rule: str, facts: Mapping[str, object], on: date | str) -> int | None:
        """Where a dossier stands among all states that a determination tells apart; None when it rests on no cube of its own.

        Counts by this number are the `weights` of `next_question`. Raises as `decide` does.
        """
        self._expect(facts, rule)
        engine = self._compiler.evaluators[rule]
        given = self._decider.given(self._decider.names[rule], facts, _day(on))
        return engine.cell(given) if isinstance(engine, Direct) else None

    def validate(self, facts: Mapping[str, object]) -> dict[str, Value]:
        """The facts as the engine holds them. Raises InvalidInput naming the first that cannot be."""
        return {name: public(value) for name, value in self._accepted(facts).items()}

    def _accepted(self, facts: Mapping[str, object]) -> dict[str, Value]:
        accept, accepted = self._decider.accept, {}
        for name, value in facts.items():
            if name not in self._names:
                raise unknown_fact(name, self._names)
            if value is not None:
                if name not in accept:
                    raise unknown_fact(name, self._names - self.rules.keys())
                accepted[name] = accept[name](value)
        return accepted

    def fact(self, name: str) -> Fact:
        """A fact, or another rule's outcome as a fact."""
        found = self.facts.get(name) or self._compiler.as_facts.get(name)
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

    def apply(self, frame: Any, rules: Iterable[str], on: date | str) -> Any:
        """A Polars, DuckDB or Spark frame with the answers of these rules to every row: see `bulk.apply`."""
        from bolwerk.engines.rules.bulk import apply

        return apply(self, frame, rules, on=on)

    # --- asking -------------------------------------------------------------------------------------------------------

    def values_of(self, rule: str) -> tuple[DatedValue, ...]:
        """Every dated value of the parameters that a rule reads, of all times. Raises NotFound for an unknown rule."""
        if rule not in self.rules:
            raise self._no_rule(rule)
        rows = self._compiler.law.rows
        return tuple(value for param in self.rules[rule].params for value in rows.get(param, ()))

    def next_question(
        self, rule: str, facts: Mapping[str, object], on: date | str, weights: Weights | None = None
    ) -> Question | None:
        """The next fact to ask for one determination; None when nothing that a person may answer still matters.

        The fewest questions are expected when every value is as likely, or by `weights`: dossiers counted per widened cell.
        """
        answer = self.decide(rule, facts, on)
        if not askable(answer.ask, self.fact):
            return None
        given = answer._given
        engine = self._decider.engine(rule, given)
        name = None
        if isinstance(engine, Direct):
            course = self._courses.setdefault(rule, Memo()) if weights is None else Memo()
            name = best(engine, engine.cell(given), course, weights)
        return Question(self.fact(name), (rule,)) if name else self.next_question_over((rule,), facts, on)

    def next_question_over(
        self,
        rules: Iterable[str],
        facts: Mapping[str, object],
        on: date | str,
        *,
        skip: Collection[str] = (),
        scope_first: bool = False,
    ) -> Question | None:
        """The next fact to ask for several determinations: register facts first, then the one that leaves the least to ask.

        Facts in `skip` are not asked. `scope_first`: before those, whatever its kind, the fact of which an answer can show for
        the most of them that they do not concern the dossier. Raises as `decide` does.
        """
        decider, chosen = self._decider, tuple(dict.fromkeys(rules))
        self._expect(facts, *chosen)
        names = dict.fromkeys(name for rule in chosen for name in decider.names[rule])
        given = decider.place(decider.given(names, facts, _day(on)))
        waiting = {rule: ask for rule in chosen if (ask := decider.run(rule, given).ask)}
        names = dict.fromkeys(name for ask in waiting.values() for name in ask if name not in skip)
        may = [name for name in names if self.fact(name).kind is not FactKind.JUDGEMENT]
        open_ = (gates(decider, may, waiting, given) if scope_first else []) or askable(names, self.fact)
        if not open_:
            return None
        name = open_[0] if len(open_) == 1 else leaves_least(decider, open_, waiting, given, self._lefts)
        return Question(self.fact(name), tuple(rule for rule, ask in waiting.items() if name in ask))

    # --- explaining ---------------------------------------------------------------------------------------------------

    def why(self, answer: Answer) -> tuple[Because, ...]:
        """The rows and dated values behind an answer, those of chained rules after those of the rule itself."""
        quick, cell = self._quicks.get(answer.rule), answer._cell
        if quick is None or cell is None:
            return self._decider.why(answer.rule, answer._given)
        key = (cell, answer.facts)
        found = quick.reasons.get(key)
        return quick.reasons.keep(key, self._decider.why(answer.rule, answer._given)) if found is None else found

    def given(self, answer: Answer) -> Given:
        """The dossier of an answer, as far as its rule looks at it."""
        return self._decider.given(self._decider.names[answer.rule], dict(answer.facts), answer.on)

    def otherwise(self, answer: Answer) -> tuple[Otherwise, ...]:
        """What would change an answer: the fewest facts to change (while unknown: to fill in), at most two."""
        return Alternatives(self._decider, answer, answer._given, self.fact).find()

    # --- checking and amending ----------------------------------------------------------------------------------------

    def check(self) -> tuple[Finding, ...]:
        """What is wrong or thin in the rules, without any dossier."""
        return check_book(self, self._compiler)

    def amend(self, change: Path | str) -> Book:
        """The book with an amendment applied: a path to a file, or the id of one that was loaded along."""
        document = self.amendment(change)
        base = self._base_of(document)
        documents = tuple(amend_document(d, document) if d is base else d for d in self._documents)
        return Book(self._fact_files, (*documents, *self.amendments.values()), (*self._amended, document), self)

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

    def _expect(self, facts: Mapping[str, object], *rules: str) -> None:
        """Rules and facts that exist."""
        for rule in rules:
            if rule not in self.rules:
                raise self._no_rule(rule)
        if not facts.keys() <= self._names:
            raise unknown_fact(next(name for name in facts if name not in self._names), self._names)

    def _answered(self, rule: str, facts: Mapping[str, object], day: date) -> tuple[Key | None, Answer | None]:
        """The key of a dossier that tells this rule nothing but choices (else None), and the answer if such a one was met.

        Only text, yes and no make a key: 1 equals True, yet is no answer to a yes-or-no question.
        """
        told = tuple(map(facts.get, self._decider.names.get(rule, ())))
        if not CHOICES.issuperset(map(type, told)):
            return None, None
        key = (rule, day, told)
        return key, self._answers.get(key)

    def _quickly(self, rule: str, day: date, key: Key) -> Answer | None:
        """The answer to a dossier that tells nothing but choices, where the rule rests on one cube."""
        quick = self._quicks.get(rule)
        if quick is None:
            if rule in self._quicks or rule not in self.rules:
                return None
            engine = self._compiler.evaluators[rule]
            quick = self._quicks[rule] = Quick(engine, self._decider.names[rule]) if isinstance(engine, Direct) else None
            if quick is None:
                return None
        found = quick.find(key[2], day)
        if found is None:
            return None
        result, told, cell = found
        return self._answers.keep(key, Answer(rule, result, told, self, day, None, cell))

    def _answer(self, rule: str, given: Given, key: Key | None = None) -> Answer:
        decider = self._decider
        answer = Answer(rule, decider.run(rule, given), given.shown(decider.names[rule]), self, given.on, given)
        return answer if key is None else self._answers.keep(key, answer)

    def _run(self, rule: str, given: Given) -> Result:
        return self._decider.run(rule, given)

    def _evaluator(self, rule: str) -> Evaluator:
        if rule not in self.rules:
            raise self._no_rule(rule)
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
    given = [Path(paths)] if isinstance(paths, str | Path) else [Path(path) for path in paths]
    alike = Counter(root.name for root in given)
    facts: list[tuple[str, str]] = []
    documents: list[Document] = []
    for root in given:
        files = sorted(root.rglob("*")) if root.is_dir() else [root]
        # Folders that are called the same are told apart by the folder they lie in.
        called = f"{root.parent.name}/{root.name}" if alike[root.name] > 1 else root.name
        for path in files:
            name = f"{called}/{path.relative_to(root).as_posix()}" if root.is_dir() else path.name
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
