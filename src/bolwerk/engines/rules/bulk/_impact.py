"""What a reform does to the cases of a profile: moved cases and amounts, old outcome by new outcome, without the cases."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from bolwerk.engines.rules._axis import Axis
from bolwerk.engines.rules._book import Book
from bolwerk.engines.rules._facts import as_json
from bolwerk.engines.rules.bulk._answers import answers_of
from bolwerk.engines.rules.bulk._grid import Grid, grid_of
from bolwerk.engines.rules.bulk._profile import Count, Number, Profile
from bolwerk.engines.rules.bulk._words import outcome, slots
from bolwerk.kernel import InvalidInput, Text, write_date

Told = tuple[str, Any]
"""(state, value)"""


@dataclass(frozen=True, slots=True)
class Flow:
    """The cases of one group that went from one outcome to another (or stayed), and their sums by name."""

    rule: str
    group: str
    old: Text
    new: Text
    old_outcome: Told
    new_outcome: Told
    cases: int
    sums: Mapping[str, Number]

    @property
    def moved(self) -> bool:
        return self.old_outcome != self.new_outcome

    def as_json(self) -> dict[str, object]:
        return {
            "rule": self.rule,
            "group": self.group,
            "old": {"state": self.old_outcome[0], "value": as_json(self.old_outcome[1]), "text": self.old.as_json()},
            "new": {"state": self.new_outcome[0], "value": as_json(self.new_outcome[1]), "text": self.new.as_json()},
            "moved": self.moved,
            "cases": self.cases,
            "sums": {name: as_json(value) for name, value in self.sums.items()},
        }


@dataclass(frozen=True, slots=True)
class Impact:
    """Every flow between outcomes, most cases first; `hidden` cases by rule could not be weighed: their cells are too small."""

    old: str
    new: str
    flows: tuple[Flow, ...]
    hidden: Mapping[str, int]

    @property
    def moved(self) -> tuple[Flow, ...]:
        return tuple(flow for flow in self.flows if flow.moved)

    @property
    def empty(self) -> bool:
        """No case moves."""
        return not self.moved

    def cases(self, rule: str | None = None) -> int:
        """How many cases move (of one rule)."""
        return sum(flow.cases for flow in self.moved if rule in (None, flow.rule))

    def sum(self, name: str, rule: str | None = None) -> Number:
        """How much of an amount moves with them."""
        return sum((flow.sums[name] for flow in self.moved if rule in (None, flow.rule)), start=0)

    def text(self) -> Text:
        if self.empty:
            return Text("Geen enkel geval verandert van uitkomst.", "No case changes its outcome.")
        counted = dict.fromkeys(flow.rule for flow in self.flows)
        nl = [f"{rule}: {self.cases(rule)} gevallen veranderen van uitkomst." for rule in counted]
        en = [f"{rule}: {self.cases(rule)} cases change their outcome." for rule in counted]
        return Text("\n".join(nl), "\n".join(en))

    def as_json(self) -> dict[str, object]:
        return {
            "old": self.old,
            "new": self.new,
            "empty": self.empty,
            "text": self.text().as_json(),
            "hidden": dict(self.hidden),
            "flows": [flow.as_json() for flow in self.flows],
        }


def impact(profile: Profile, old: Book, new: Book, rules: Iterable[str] | None = None) -> Impact:
    """Weigh `new` against `old` on the cases of a profile (of the rules in it, or of some of them).

    Raises InvalidInput naming the fact and the threshold, or the day, when the cells of the profile are too coarse for either
    book, and NotFound for a rule that a book does not have.
    """
    wanted = list(profile.counts) if rules is None else list(rules)
    flows: list[Flow] = []
    for rule in wanted:
        if rule not in profile.counts:
            raise _not_counted(rule, profile)
        for book in (old, new):
            fits(profile.counts[rule].grid, grid_of((book,), (rule,)), rule)
        flows += _flows(profile, profile.counts[rule], old, new)
    ordered = sorted(flows, key=lambda flow: (wanted.index(flow.rule), flow.group, not flow.moved, -flow.cases))
    return Impact(old.version, new.version, tuple(ordered), {rule: profile.counts[rule].hidden for rule in wanted})


def _flows(profile: Profile, count: Count, old: Book, new: Book) -> list[Flow]:
    period, at = count.grid.unpack(count.code)
    sides = []
    for book in (old, new):
        answers = answers_of(book, count.rule, count.grid)
        found = answers.find(period, at)
        sides.append([(answers.cells[n].state, answers.cells[n].value) for n in found.tolist()])
    sums: dict[tuple[int, Told, Told], list[Number]] = {}
    for n, key in enumerate(zip(count.group.tolist(), *sides, strict=True)):
        row = sums.setdefault(key, [0] * (1 + len(profile.sums)))
        row[0] += int(count.count[n])
        for m, name in enumerate(profile.sums, 1):
            row[m] += count.sums[name][n]
    return [
        Flow(
            count.rule,
            profile.groups[group],
            outcome(old.rules[count.rule], *before),
            outcome(new.rules[count.rule], *after),
            before,
            after,
            int(row[0]),
            dict(zip(profile.sums, row[1:], strict=True)),
        )
        for (group, before, after), row in sums.items()
    ]


def fits(counted: Grid, wanted: Grid, rule: str) -> None:
    """Raises InvalidInput when cells of `counted` do not tell apart what `wanted` does, naming what is missing."""
    missing = sorted(set(wanted.cuts) - set(counted.cuts))
    if missing:
        raise _coarse(
            rule,
            f"de dag {write_date(missing[0], 'nl')} waarop het recht verandert",
            f"the day {write_date(missing[0], 'en')} on which the law changes",
        )
    for axis in wanted.axes:
        known = counted.axis(axis.name)
        if known is None:
            raise _coarse(rule, f"het gegeven {axis.name}", f"the fact {axis.name}")
        if not axis.slots:
            for value, _ in sorted(set(axis.bounds) - set(known.bounds)):
                label = axis.fact.label(value)
                raise _coarse(rule, f"de grens {label.nl} van {axis.name}", f"the threshold {label.en} of {axis.name}")
        elif (apart := _together(known, axis)) is not None:
            words = slots(known, (apart,))
            raise _coarse(rule, f"het onderscheid in {axis.name} tussen {words.nl}", f"apart, in {axis.name}, {words.en}")


def _together(known: Axis, axis: Axis) -> int | None:
    """A slot of the profile that holds values which the rule tells apart."""
    found: dict[int, int] = {}
    for value, slot in axis.slots.items():
        if value in known.slots and found.setdefault(known.slots[value], slot) != slot:
            return known.slots[value]
    return None


def _coarse(rule: str, nl: str, en: str) -> InvalidInput:
    return InvalidInput(
        Text(f"De telling van {rule} kent niet: {nl}.", f"The profile of {rule} does not know {en}."),
        where=rule,
        mend=Text(
            "Tel opnieuw en geef de hervorming mee: bolwerk rules profile … --reform BESTAND.",
            "Profile again with the reform given: bolwerk rules profile … --reform FILE.",
        ),
    )


def _not_counted(rule: str, profile: Profile) -> InvalidInput:
    listed = ", ".join(profile.counts)
    return InvalidInput(
        Text(f"De telling bevat de regel {rule} niet.", f"The profile does not hold the rule {rule}."),
        where=rule,
        mend=Text(f"Ze bevat: {listed}. Tel opnieuw met deze regel.", f"It holds: {listed}. Profile again with this rule."),
    )
