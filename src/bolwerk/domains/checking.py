"""One check over the whole plan: what the determinations say of a dossier, by measure; what is missing, and why it matters."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache

from bolwerk.domains import DOMAINS, book, domain_of
from bolwerk.engines.rules import Answer, Fact, FactKind
from bolwerk.kernel import Text
from bolwerk.plan import load

MAIN_RANK = 3
"""From this rank on a determination is one of those that people come for (0–9, in the head of the rule)."""
_ORDER = ("contradiction", "value", "judgement", "unknown", "gap", "out_of_law")


@dataclass(frozen=True, slots=True)
class MeasureAnswers:
    """What the determinations of one measure say, what matters most first.

    `settled` is known; `open` waits for a fact or a judgement; `aside` does not concern this dossier; of `untold` nothing is
    known at all, or it is only a step to another that is told.
    """

    code: str
    title: Text
    settled: tuple[Answer, ...]
    open: tuple[Answer, ...]
    aside: tuple[Answer, ...]
    untold: tuple[Answer, ...]

    @property
    def told(self) -> bool:
        return bool(self.settled or self.open)


@dataclass(frozen=True, slots=True)
class Missing:
    """A fact that nobody gave, and the open determinations that wait for it."""

    fact: Fact
    answers: tuple[Answer, ...]

    @property
    def more(self) -> int:
        """How many wait besides the two that a short list names."""
        return max(0, len(self.answers) - 2)


@dataclass(frozen=True, slots=True)
class Checked:
    """`measures` in the order of the plan; `missing` from what most determinations wait for; judgements of officials apart."""

    measures: tuple[MeasureAnswers, ...]
    missing: tuple[Missing, ...]
    judged: tuple[Missing, ...]

    @property
    def answers(self) -> tuple[Answer, ...]:
        """All of them, measure by measure."""
        return tuple(answer for one in self.measures for answer in (*one.settled, *one.open, *one.aside, *one.untold))


@cache
def rules_of(fields: tuple[str, ...] = ()) -> tuple[str, ...]:
    """The determinations of these fields (none named: of all), in the order of the plan; not those of the vocabulary."""
    chosen = fields or DOMAINS
    return tuple(
        sorted((rule for rule in book().rules if domain_of(rule) in chosen), key=lambda r: DOMAINS.index(domain_of(r)))
    )


@cache
def steps() -> frozenset[str]:
    """Determinations that people do not come for, but on which another hangs: nobody is asked for their sake alone."""
    rules = book().rules.values()
    return frozenset(name for rule in rules for name in rule.chained if book().rules[name].rank < MAIN_RANK)


@cache
def goals_of(fields: tuple[str, ...] = ()) -> tuple[str, ...]:
    """The determinations of these fields that are worth a question for their own sake, in the order of the plan."""
    return tuple(rule for rule in rules_of(fields) if rule not in steps())


@cache
def own_facts(field: str) -> frozenset[str]:
    """The facts that only the determinations of this field look at: who gives one comes for this field."""
    looked = {name: {fact.name for rule in rules_of((name,)) for fact in book().inputs(rule)} for name in DOMAINS}
    return frozenset(looked[field].difference(*(facts for name, facts in looked.items() if name != field)))


def fields_of(facts: Collection[str]) -> tuple[str, ...]:
    """The fields that a dossier is about, by the facts it gives."""
    return tuple(name for name in DOMAINS if own_facts(name) & set(facts))


def check(facts: Mapping[str, object], on: date, fields: Collection[str] = ()) -> Checked:
    """Every determination of these fields (none named: of all) over one dossier. Raises InvalidInput naming the fact."""
    chosen = set(rules_of(tuple(name for name in DOMAINS if name in fields)))
    answers = [answer for answer in book().all(facts, on) if answer.rule in chosen]
    by_measure: dict[str, list[Answer]] = defaultdict(list)
    for answer in sorted(answers, key=weight):
        by_measure[measure_of(answer.rule)].append(answer)
    measures = tuple(_measure(code, title, by_measure[code]) for code, title in titles().items() if code in by_measure)
    waiting = [answer for one in measures for answer in one.open]
    missing = _missing(waiting)
    return Checked(
        measures,
        tuple(one for one in missing if one.fact.kind is not FactKind.JUDGEMENT),
        tuple(one for one in missing if one.fact.kind is FactKind.JUDGEMENT),
    )


def weight(answer: Answer) -> tuple[int, int, int]:
    """Sorts what matters most first: settled before open, then the rank of the rule, then that of its outcome."""
    rule = book().rules[answer.rule]
    found = rule.outcomes.get(answer.value) if answer.value is not None and not isinstance(answer.value, tuple) else None
    return _ORDER.index(answer.state), -rule.rank, -(found.rank if found else 0)


def measure_of(rule: str) -> str:
    """The measure under which a determination is shown: the first it names, "" for none."""
    return next(iter(book().rules[rule].measure), "")


@cache
def titles() -> Mapping[str, Text]:
    """The measures by code, in the order of the plan; last what belongs to none."""
    return {
        **{measure.code: measure.title for measure in load().measures},
        "": Text("Andere bepalingen", "Other determinations"),
    }


def _measure(code: str, title: Text, answers: Iterable[Answer]) -> MeasureAnswers:
    found: dict[str, list[Answer]] = defaultdict(list)
    for answer in answers:
        found[_shelf(answer)].append(answer)
    return MeasureAnswers(code, title, *(tuple(found[name]) for name in ("settled", "open", "aside", "untold")))


def _shelf(answer: Answer) -> str:
    if answer.value is not None and not book().rules[answer.rule].concerns(answer.value):
        return "aside"
    if answer.state in ("value", "contradiction"):
        return "settled"
    return "open" if answer.facts and answer.rule not in steps() else "untold"


def _missing(answers: Iterable[Answer]) -> tuple[Missing, ...]:
    waiting: dict[str, list[Answer]] = defaultdict(list)
    for answer in answers:
        for name in answer.ask:
            waiting[name].append(answer)
    found = [Missing(book().fact(name), tuple(rules)) for name, rules in waiting.items()]
    return tuple(sorted(found, key=lambda one: -len(one.answers)))
