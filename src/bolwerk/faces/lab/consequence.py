"""What a reform does: the cells that change, the cases and euro of a year that move, and what the check then finds."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from bolwerk.domains import book, book_of, domain_of
from bolwerk.engines.rules import Book, Finding
from bolwerk.engines.rules.bulk import Change, Diff, Flow, Impact, RuleDiff, diff, impact, profile
from bolwerk.faces.lab import reformfile
from bolwerk.faces.lab.sheets import Sandbox
from bolwerk.faces.lab.yearcases import COSTS, DAY, Year
from bolwerk.kernel import BolwerkError, InvalidInput, Text

MOST_CHANGES, MOST_FURTHER = 40, 10
"""Groups of cases shown of the rule itself, and of each rule that changes with it."""


@dataclass(frozen=True)
class ChangeView:
    """A change in words: facts as (question, answer), and the rows that fire before and after."""

    change: Change
    facts: tuple[tuple[Text, Text], ...]


@dataclass(frozen=True)
class RuleView:
    """A rule that changes: `shown` of its changes, `more` that are left out."""

    part: RuleDiff
    question: Text
    shown: tuple[ChangeView, ...]
    more: int


@dataclass(frozen=True)
class Consequence:
    """`impact` None: `no_impact` says why. `findings`: what the check says of the amended rule and did not say before."""

    rule: str
    diff: Diff
    rules: tuple[RuleView, ...]
    impact: Impact | None
    no_impact: Text | None
    moved: tuple[Flow, ...]
    stayed: tuple[Flow, ...]
    findings: tuple[Finding, ...]
    year: Year | None

    @property
    def others(self) -> tuple[RuleView, ...]:
        """The rules that change with it."""
        return tuple(view for view in self.rules if view.part.rule != self.rule)

    @property
    def moved_cases(self) -> int:
        return sum(flow.cases for flow in self.moved)

    @property
    def moved_cents(self) -> int:
        return sum(cents(flow) for flow in self.moved)


def cents(flow: Flow) -> int:
    """The costs of the projects in the flow, in cents."""
    value: Any = flow.sums[COSTS]
    return round(value * 100)


def consequence(sandbox: Sandbox, year: Year | None) -> Consequence:
    """Raises `InvalidInput` of the rules engine when the sandbox is no reform."""
    old = book()
    new, _ = reformfile.amended(old, sandbox)
    told = diff(old, new, sandbox.rule)
    rules = tuple(
        _view(new, part, MOST_CHANGES if part.rule == sandbox.rule else MOST_FURTHER) for part in told.rules if not part.empty
    )
    weighed, why = _weighed(old, new, sandbox.rule, year)
    flows = weighed.flows if weighed else ()
    moved, stayed = (tuple(flow for flow in flows if flow.moved is which) for which in (True, False))
    return Consequence(sandbox.rule, told, rules, weighed, why, moved, stayed, _findings(sandbox), year)


def _view(new: Book, part: RuleDiff, most: int) -> RuleView:
    question = new.rules[part.rule].question if part.rule in new.rules else book().rules[part.rule].question
    shown = tuple(
        ChangeView(change, tuple((_asked(new, name), words) for name, words in change.facts)) for change in part.changes[:most]
    )
    return RuleView(part, question, shown, max(len(part.changes) - most, 0))


def _asked(new: Book, name: str) -> Text:
    return new.rules[name].question if name in new.rules else new.fact(name).question


def _weighed(old: Book, new: Book, rule: str, year: Year | None) -> tuple[Impact | None, Text | None]:
    if year is None or not year.cases:
        return None, Text(
            "Er zijn nog geen ingediende aanvragen om op te wegen.", "No application was submitted yet to weigh it on."
        )
    try:
        counted = profile(old, _only(old, new, year.cases), [rule], on=DAY, sums=[COSTS], reforms=[new])
        return impact(counted, old, new), None
    except InvalidInput as error:
        return None, error.what


def _only(old: Book, new: Book, cases: Sequence[Any]) -> Sequence[Any]:
    """The cases with the facts that both books know."""
    known = {DAY, COSTS, *(name for name in old.facts if name in new.facts)}
    return [{name: value for name, value in case.items() if name in known} for case in cases]


def _findings(sandbox: Sandbox) -> tuple[Finding, ...]:
    """New findings of the check on this rule, in the book of its field."""
    try:
        field = book_of(domain_of(sandbox.rule)) if domain_of(sandbox.rule) else book()
        new, _ = reformfile.amended(field, sandbox)
        before = {(one.kind, one.text.nl) for one in field.check()}
        return tuple(one for one in new.check() if one.rule in ("", sandbox.rule) and (one.kind, one.text.nl) not in before)
    except BolwerkError:
        return ()
