"""What the rules answer, ready to show: grouped by measure, what matters most first, each with why and what would change it."""

from __future__ import annotations

from dataclasses import dataclass

from bolwerk.domains import book
from bolwerk.domains.checking import MAIN_RANK, Checked, MeasureAnswers, steps
from bolwerk.engines.rules import Answer, Value
from bolwerk.kernel import Citation, Period, Reason, Standing, Text

_TONES = {"value": "info", "judgement": "attention", "gap": "attention", "contradiction": "stop"}
MOST_CHANGES = 4
MOST_SOURCES = 3
MOST_CARDS = 5
FEW, SHORT = 3, 90
"""So many outcomes that hold at once, and so many letters, still read well on one line."""


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
    def parts(self) -> tuple[Text, ...]:
        """Where more hold at once than read well on one line: each of them, to be shown as a list."""
        value, rule = self.answer.value, book().rules[self.rule]
        if not isinstance(value, tuple) or len(value) < 2 or (len(value) <= FEW and len(self.label.nl) <= SHORT):
            return ()
        return tuple(rule.label(one) for one in value)

    @property
    def settled(self) -> bool:
        return self.answer.state == "value"

    @property
    def silent(self) -> bool:
        """No answer of anybody would settle it: the law that we have says nothing on this day."""
        return self.answer.state in ("out_of_law", "gap")

    @property
    def matters(self) -> bool:
        return book().rules[self.rule].rank >= MAIN_RANK


@dataclass(frozen=True, slots=True)
class Group:
    """The outcomes of one measure: what matters most as cards, the rest on a line each.

    `main` is settled and shown in full, `more` is settled too, `steps` led to another answer; `open` waits for an answer,
    `judged` for an official alone; on `silent` the law that we have says nothing; `aside` does not concern this dossier.
    """

    code: str
    title: Text
    main: tuple[Outcome, ...]
    more: tuple[Outcome, ...]
    steps: tuple[Outcome, ...]
    open: tuple[Outcome, ...]
    judged: tuple[Outcome, ...]
    silent: tuple[Outcome, ...]
    aside: tuple[Outcome, ...]

    @property
    def told(self) -> bool:
        """Whether it says anything that concerns this dossier."""
        return bool(self.main or self.open or self.judged)

    @property
    def set_aside(self) -> int:
        """How many of its determinations say nothing to this person."""
        return len(self.aside) + len(self.silent)


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
    return tuple(_group(one) for one in checked.measures if one.told or one.aside)


def _group(one: MeasureAnswers) -> Group:
    settled = [outcome(answer) for answer in one.settled]
    waiting = [outcome(answer) for answer in one.open]
    # A measure of which no determination ranks high still leads with its first.
    goals = [found for found in settled if found.rule not in steps()]
    main = ([found for found in goals if found.matters] or goals[:1])[:MOST_CARDS]
    spoken = [found for found in waiting if not found.silent]
    return Group(
        one.code,
        one.title,
        tuple(main),
        tuple(found for found in goals if found not in main),
        tuple(found for found in settled if found.rule in steps()),
        tuple(found for found in spoken if found.asks),
        tuple(found for found in spoken if not found.asks),
        tuple(found for found in waiting if found.silent),
        tuple(outcome(answer) for answer in one.aside),
    )
