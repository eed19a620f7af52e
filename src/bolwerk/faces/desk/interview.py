"""The check as one visit: what was answered, passed over and looked up; kept in the session, never in the database."""

from __future__ import annotations

from collections.abc import Collection, Mapping, MutableMapping
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cache, partial
from itertools import groupby
from typing import Any

from bolwerk.domains import DOMAINS, book
from bolwerk.domains.checking import MAIN_RANK, fields_of, goals_of, measure_of
from bolwerk.engines.dossier import Dossier
from bolwerk.engines.rules import Fact, FactKind, Question
from bolwerk.kernel import InvalidInput, Text

SESSION = "desk_check"

# The application form of Bolwerk asks for these itself, so nobody needs to be asked whether the form has them.
ASKED_BY_FORM = (
    "application.names_company",
    "application.describes_project",
    "application.gives_place",
    "application.lists_costs",
    "application.states_aid",
)
DECLARED = Text("uw antwoord", "your answer")
REGISTER = Text("uit het register", "from the register")
BY_FORM = Text("het aanvraagformulier vraagt dit", "the application form asks this")
UPLOADED = Text("uit uw dossierbestand", "from your dossier file")


@dataclass(frozen=True, slots=True)
class Held:
    """One fact that is settled, as a person reads it."""

    fact: Fact
    value: object
    label: Text
    origin: Text
    changeable: bool


@dataclass(frozen=True, slots=True)
class Interview:
    """`typed` by fact, as `Fact.read` takes it; `asked` in the order of the visit, answers and passes alike.

    `fields` are the fields of the plan that somebody came for, in the order of the plan; none: all of them. `left` are the
    codes of the measures that somebody wants no more questions about.
    """

    day: date
    fields: tuple[str, ...] = ()
    typed: Mapping[str, str] = field(default_factory=dict)
    uploaded: tuple[str, ...] = ()
    registered: Mapping[str, str] = field(default_factory=dict)
    skipped: tuple[str, ...] = ()
    asked: tuple[str, ...] = ()
    left: tuple[str, ...] = ()
    kbo: str = ""
    name: str = ""
    started: bool = False

    # --- keeping ------------------------------------------------------------------------------------------------------

    @classmethod
    def of(cls, session: Mapping[str, Any], today: date) -> Interview:
        """The visit in this session. What no longer fits the rules (they may change meanwhile) is left out."""
        kept = session.get(SESSION) or {}
        known = {name: raw for name, raw in kept.get("typed", {}).items() if _readable(name, raw)}
        return cls(
            day=date.fromisoformat(kept["day"]) if kept.get("day") else today,
            fields=tuple(name for name in DOMAINS if name in kept.get("fields", ())),
            typed=known,
            uploaded=tuple(name for name in kept.get("uploaded", ()) if name in known),
            registered={name: raw for name, raw in kept.get("registered", {}).items() if _readable(name, raw)},
            skipped=tuple(name for name in kept.get("skipped", ()) if name in book().facts),
            asked=tuple(name for name in kept.get("asked", ()) if name in book().facts),
            left=tuple(kept.get("left", ())),
            kbo=kept.get("kbo", ""),
            name=kept.get("name", ""),
            started=bool(kept),
        )

    def keep(self, session: MutableMapping[str, Any], today: date) -> None:
        session[SESSION] = {
            "day": "" if self.day == today else self.day.isoformat(),
            "fields": list(self.fields),
            "typed": dict(self.typed),
            "uploaded": list(self.uploaded),
            "registered": dict(self.registered),
            "skipped": list(self.skipped),
            "asked": list(self.asked),
            "left": list(self.left),
            "kbo": self.kbo,
            "name": self.name,
        }

    # --- changing -----------------------------------------------------------------------------------------------------

    def answered(self, name: str, raw: str) -> Interview:
        """With an answer. Raises `InvalidInput` when it cannot be read, or when only an official may judge it."""
        fact = askable(name)
        fact.read(raw)
        return replace(
            self,
            typed={**self.typed, name: raw.strip()},
            uploaded=_without(self.uploaded, name),
            skipped=_without(self.skipped, name),
            asked=(*_without(self.asked, name), name),
        )

    def passed(self, name: str) -> Interview:
        """With "I do not know": the fact stays unknown, and is not asked again."""
        askable(name)
        typed = {key: raw for key, raw in self.typed.items() if key != name}
        return replace(
            self,
            typed=typed,
            skipped=(*_without(self.skipped, name), name),
            asked=(*_without(self.asked, name), name),
        )

    def unasked(self, name: str) -> Interview:
        """One step back: the fact is no longer among those asked, its answer stays to be changed."""
        return replace(self, skipped=_without(self.skipped, name), asked=_without(self.asked, name))

    def leaving(self, measure: str) -> Interview:
        """With no more questions about a measure; what was answered stays."""
        return replace(self, left=(*_without(self.left, measure), measure))

    def about(self, fields: Collection[str]) -> Interview:
        """With the fields of the plan it is about."""
        return replace(self, fields=tuple(name for name in DOMAINS if name in fields))

    def of_organisation(self, kbo: str, name: str, facts: Mapping[str, object]) -> Interview:
        return replace(self, kbo=kbo, name=name, registered={key: write(value) for key, value in facts.items()})

    @classmethod
    def from_dossier(cls, dossier: Dossier, computed: Mapping[str, object]) -> Interview:
        """Facts of a file, and what was computed from its parts; both were validated. Judgements in it are left aside."""
        facts = {name: value for name, value in {**dossier.facts, **computed}.items() if value is not None}
        typed = {name: write(value) for name, value in facts.items() if _may_be_told(name)}
        fields = fields_of(typed)
        return cls(day=dossier.on, fields=fields, typed=typed, uploaded=tuple(typed), name=dossier.title, started=True)

    # --- reading ------------------------------------------------------------------------------------------------------

    @property
    def facts(self) -> dict[str, object]:
        """Everything known, as the rules take it; what a person answered counts above what the form will ask."""
        read = {name: book().facts[name].read(raw) for name, raw in {**self.registered, **self.typed}.items()}
        return {**dict.fromkeys(self._by_form(), True), **read}

    @property
    def held(self) -> tuple[Held, ...]:
        """What is settled: answers in the order they were given, then what was looked up."""
        rows = []
        for name in dict.fromkeys((*self.asked, *self.typed, *self.registered, *self._by_form())):
            if name not in self.facts:
                continue
            fact = book().facts[name]
            value = fact.read(raw) if (raw := self.typed.get(name) or self.registered.get(name)) else True
            rows.append(Held(fact, value, fact.label(value), self._origin(name), name in self.typed))
        return tuple(rows)

    def next(self) -> Question | None:
        """The next question; None when nothing that a person may answer still matters.

        What people come for comes first, in every field; then the rest. Of determinations that matter as much first what shows
        whether they concern this person at all.
        """
        facts = self.facts
        ask = partial(book().next_question_over, facts=facts, on=self.day, skip=self.skipped, scope_first=True)
        tiers = [tier for main in (True, False) for field in self.fields or DOMAINS for tier in _tiers(field, main)]
        found = (ask([rule for rule in rules if measure_of(rule) not in self.left]) for rules in tiers)
        return next((question for question in found if question), None)

    def to_go(self) -> int:
        """How many questions are left at the most: an answer can only make others needless."""
        facts = self.facts
        rules = [rule for rule in goals_of(self.fields) if measure_of(rule) not in self.left]
        waiting = (book().decide(rule, facts, self.day).ask for rule in rules)
        return len({name for ask in waiting for name in ask if self._open(name)})

    def as_dossier(self, title: str) -> Dossier:
        return Dossier(title, self.day, book().validate(self.facts))

    def _by_form(self) -> tuple[str, ...]:
        """What the application form of Bolwerk asks itself, when it is about aid."""
        return ASKED_BY_FORM if not self.fields or "investment" in self.fields else ()

    def _open(self, name: str) -> bool:
        return name not in self.skipped and book().fact(name).kind is not FactKind.JUDGEMENT

    def _origin(self, name: str) -> Text:
        if name in self.uploaded:
            return UPLOADED
        if name in self.typed:
            return DECLARED
        return REGISTER if name in self.registered else BY_FORM


def askable(name: str) -> Fact:
    """A fact that a person may be asked. Raises `InvalidInput`."""
    fact = book().fact(name)
    if fact.name not in book().facts or fact.kind is FactKind.JUDGEMENT:
        raise InvalidInput(
            Text("Dit beoordeelt een ambtenaar; wij vragen het niet aan u.", "An official judges this; we do not ask you."),
            where=name[:60],
            mend=Text("Ga verder met de volgende vraag.", "Go on to the next question."),
        )
    return fact


def write(value: object) -> str:
    """A value as `Fact.read` reads it back."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    return value.isoformat() if isinstance(value, date) else str(value)


def _readable(name: str, raw: str) -> bool:
    try:
        askable(name).read(raw)
    except InvalidInput:
        return False
    return True


def _may_be_told(name: str) -> bool:
    return name in book().facts and book().facts[name].kind is not FactKind.JUDGEMENT


def _without(names: tuple[str, ...], name: str) -> tuple[str, ...]:
    return tuple(one for one in names if one != name)


@cache
def _tiers(field: str, main: bool) -> tuple[tuple[str, ...], ...]:
    """Those determinations of a field that people come for, or the rest: by how much they matter, what matters most first."""
    ranks = {rule: book().rules[rule].rank for rule in goals_of((field,)) if (book().rules[rule].rank >= MAIN_RANK) is main}
    by_rank = sorted(ranks, key=lambda rule: -ranks[rule])
    return tuple(tuple(rules) for _, rules in groupby(by_rank, key=ranks.__getitem__))
