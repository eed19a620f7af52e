"""What the rules answer, ready to show: grouped by measure, what matters most first, each with why and what would change it."""

from __future__ import annotations

from dataclasses import dataclass

from bolwerk.domains import book
from bolwerk.domains.checking import Checked
from bolwerk.engines.rules import Answer, Value
from bolwerk.kernel import Citation, Period, Reason, Standing, Text

_TONES = {"value": "info", "judgement": "attention", "gap": "attention", "contradiction": "stop"}
MOST_CHANGES = 4
MOST_SOURCES = 3


@dataclass(frozen=True, slots=True)
class Outcome:
    """`asks` are the questions that would decide it; `judged` those that an official must answer."""

    answer: Answer
    label: Text
    tone: str
    reasons: tuple[Reason, ...]
    standing: Standing
    valid: Period | None
    possible: tuple[Text, ...]
    asks: tuple[Text, ...]
    judged: tuple[Text, ...]

    @property
    def rule(self) -> str:
        return self.answer.rule

    @property
    def question(self) -> Text:
        return self.answer.question

    @property
    def otherwise(self) -> tuple[Text, ...]:
        """What would change it. Worked out only where it is shown."""
        return tuple(dict.fromkeys(other.text for other in self.answer.otherwise()))[:MOST_CHANGES]

    @property
    def sources(self) -> tuple[Citation, ...]:
        """Where the determination may rest on, each source once."""
        return tuple(dict.fromkeys(because.citation for because in self.answer.why if because.citation))[:MOST_SOURCES]

    @property
    def settled(self) -> bool:
        return self.answer.state == "value"


@dataclass(frozen=True, slots=True)
class Group:
    """The outcomes of one measure; `aside` are the questions that do not concern this dossier."""

    code: str
    title: Text
    outcomes: tuple[Outcome, ...]
    aside: tuple[Outcome, ...]


def label_of(answer: Answer) -> Text:
    return Text(answer.label("nl"), answer.label("en"))


def outcome(answer: Answer) -> Outcome:
    """Everything a person may want to know about one answer."""
    why = answer.why if answer.state in ("value", "gap") else ()
    periods = [because.period for because in why]
    facts = book()
    judged = tuple(name for name in answer.ask if facts.fact(name).kind.value == "judgement")
    return Outcome(
        answer=answer,
        label=label_of(answer),
        tone=_TONES.get(answer.state, "unknown"),
        reasons=tuple(because.as_reason() for because in why),
        standing=answer.standing,
        valid=periods[0] if periods and periods[0] != Period() else None,
        possible=_possible(answer) if answer.state == "unknown" else (),
        asks=tuple(facts.fact(name).question for name in answer.ask if name not in judged),
        judged=tuple(facts.fact(name).question for name in judged),
    )


def _possible(answer: Answer) -> tuple[Text, ...]:
    """What it may still be; where several hold at once, each of them on its own rather than every combination."""
    values: dict[Value, None] = {}
    for value in answer.possible:
        values.update(dict.fromkeys(value if isinstance(value, tuple) else (value,)))
    return tuple(book().rules[answer.rule].label(value) for value in values)


def grouped(checked: Checked) -> tuple[Group, ...]:
    """What was checked, ready to show; measures of which nothing is known at all are left out."""
    return tuple(
        Group(
            one.code,
            one.title,
            tuple(outcome(answer) for answer in (*one.settled, *one.open)),
            tuple(outcome(answer) for answer in one.aside),
        )
        for one in checked.measures
        if one.told or one.aside
    )
