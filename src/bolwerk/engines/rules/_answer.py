"""What a determination answers: value or what is missing, with the rows it rests on."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING

from bolwerk.engines.rules._facts import Fact, Value, as_json
from bolwerk.kernel import Citation, Period, Reason, Standing, Text

if TYPE_CHECKING:
    from bolwerk.engines.rules._book import Book
    from bolwerk.engines.rules._given import Given, Result

_MOST_LISTED = 8
_STANDINGS = {standing: n for n, standing in enumerate(Standing)}
STATES = ("value", "unknown", "judgement", "gap", "out_of_law", "contradiction")


@dataclass(frozen=True)
class Because:
    """A row or a dated value that an answer rests on. `facts` are the facts it looked at, with the cell as written.

    Many answers share it, so what it says in JSON is worked out once.
    """

    rule: str
    row: str
    out: Value
    citation: Citation | None
    period: Period
    facts: tuple[tuple[str, str], ...]
    text: Text

    def as_json(self) -> dict[str, object]:
        return {**self._json, "facts": dict(self.facts)}

    @cached_property
    def _json(self) -> dict[str, object]:
        start, end = self.period.start, self.period.end
        return {
            "rule": self.rule,
            "row": self.row,
            "out": as_json(self.out),
            "source": str(self.citation) if self.citation else None,
            "standing": self.citation.standing.value if self.citation else None,
            "from": start.isoformat() if start else None,
            "until": end.isoformat() if end else None,
            "facts": {},
        }

    def as_reason(self) -> Reason:
        return Reason(self.text, (self.citation,) if self.citation else ())


@dataclass(frozen=True, slots=True)
class Otherwise:
    """A nearest case with another outcome: the facts to change (for a number: some value of the interval in `text`)."""

    changes: tuple[tuple[str, Value], ...]
    value: Value
    rows: tuple[str, ...]
    text: Text

    def as_json(self) -> dict[str, object]:
        changes = {name: as_json(value) for name, value in self.changes}
        return {"changes": changes, "value": as_json(self.value), "rows": list(self.rows), "text": self.text.as_json()}


@dataclass(frozen=True, slots=True)
class Question:
    """The fact to ask next, and the determinations that wait for it."""

    fact: Fact
    rules: tuple[str, ...]


@dataclass(frozen=True, init=False)
class Answer:
    """`state` is one of
    value (known), unknown (`ask` names what is missing, `possible` what it may be, `may_gap` whether maybe no rule covers it),
    judgement (only facts that a named official must judge are missing), gap (no row covers this case),
    out_of_law (nothing in force on that day), contradiction (the given facts exclude each other).

    `value` of a collect table is a tuple. Numbers are int or Decimal (Fraction where no decimal is exact).
    `facts` are those given that this rule looks at.
    """

    rule: str
    state: str
    value: Value | None
    possible: tuple[Value, ...]
    ask: tuple[str, ...]
    may_gap: bool
    on: date
    book: str
    facts: tuple[tuple[str, Value], ...]
    _book: Book = field(compare=False, repr=False)
    _cell: int | None = field(compare=False, repr=False)

    def __init__(
        self,
        rule: str,
        result: Result,
        facts: tuple[tuple[str, Value], ...],
        book: Book,
        on: date,
        given: Given | None = None,
        cell: int | None = None,
    ) -> None:
        """With the dossier as it was read, or the cell of the rule's cube in which it stands."""
        # All fields at once: what a frozen dataclass does, one by one, takes longer than deciding.
        state, value, possible, ask, may_gap = result
        self.__dict__.update(
            rule=rule,
            state=state,
            value=value,
            possible=possible,
            ask=ask,
            may_gap=may_gap,
            on=on,
            book=book.version,
            facts=facts,
            _book=book,
            _cell=cell,
            _held=given,
        )

    @property
    def _given(self) -> Given:
        """The dossier as this rule reads it; read again where the answer came without."""
        found: Given | None = vars(self)["_held"]
        if found is None:
            found = vars(self)["_held"] = self._book.given(self)
        return found

    @property
    def question(self) -> Text:
        return self._book.rules[self.rule].question

    @property
    def why(self) -> tuple[Because, ...]:
        """The rows or dated values used; while unknown, all that may still be used."""
        found: tuple[Because, ...] | None = self.__dict__.get("_why")
        if found is None:
            found = self.__dict__["_why"] = self._book.why(self)
        return found

    @property
    def standing(self) -> Standing:
        """The weakest standing of all it rests on."""
        found = (because.citation.standing if because.citation else Standing.UNCONFIRMED for because in self.why)
        return max(found, key=_STANDINGS.__getitem__, default=Standing.CONFIRMED)

    def otherwise(self) -> tuple[Otherwise, ...]:
        """The nearest cases with another outcome: what would change it."""
        return self._book.otherwise(self)

    def label(self, lang: str) -> str:
        """The outcome as a person reads it."""
        if self.state == "value" and self.value is not None:
            return self._book.rules[self.rule].label(self.value).in_(lang)
        return STATE_LABELS[self.state].in_(lang)

    def asks(self, lang: str) -> list[str]:
        """The questions that would decide, in words."""
        return [self._book.fact(name).question.in_(lang) for name in self.ask]

    def text(self, lang: str) -> str:
        """The reasons as prose, for a formal statement of reasons."""
        lines = [f"{self.question.in_(lang)} {self.label(lang)}."]
        if self.state == "unknown" and len(self.possible) > _MOST_LISTED:
            count = len(self.possible)
            lines.append(Text(f"Er zijn nog {count} uitkomsten mogelijk.", f"{count} outcomes are still possible.").in_(lang))
        elif self.state == "unknown" and self.possible:
            rule = self._book.rules[self.rule]
            listed = "; ".join(rule.label(value).in_(lang) for value in self.possible)
            lines.append(Text(f"Mogelijk: {listed}.", f"Possible: {listed}.").in_(lang))
        if self.ask:
            listed = " ".join(self.asks(lang))
            lines.append(Text(f"Nog te weten: {listed}", f"Still to know: {listed}").in_(lang))
        if self.state in ("value", "gap"):
            lines += [_sentence(because, lang) for because in self.why]
        return "\n".join(lines)

    def as_json(self) -> dict[str, object]:
        return {
            "rule": self.rule,
            "question": self.question.as_json(),
            "state": self.state,
            "value": as_json(self.value),
            "possible": [as_json(value) for value in self.possible],
            "may_gap": self.may_gap,
            "ask": list(self.ask),
            "why": [because.as_json() for because in self.why],
            "facts": {name: as_json(value) for name, value in self.facts},
            "on": self.on.isoformat(),
            "book": self.book,
        }

    def json(self) -> str:
        """Canonical JSON: the same book, facts and day give the same bytes."""
        return json.dumps(self.as_json(), ensure_ascii=False, sort_keys=True, separators=(",", ":"))


STATE_LABELS = {
    "value": Text("geen", "none"),
    "unknown": Text("nog niet bekend", "not yet known"),
    "judgement": Text("wacht op het oordeel van een ambtenaar", "awaits the judgement of an official"),
    "gap": Text("geen regel dekt dit geval", "no rule covers this case"),
    "out_of_law": Text("op die dag geldt er geen regel", "no rule is in force on that day"),
    "contradiction": Text("deze gegevens sluiten elkaar uit", "these facts exclude each other"),
}


def _sentence(because: Because, lang: str) -> str:
    text = because.text.in_(lang).rstrip(".")
    details = []
    if because.citation:
        details.append(str(because.citation))
        if because.citation.standing is not Standing.CONFIRMED:
            details.append(because.citation.standing.label.in_(lang))
    if because.period != Period():
        details.append(because.period.as_text().in_(lang))
    return f"{text} ({', '.join(details)})." if details else f"{text}."
