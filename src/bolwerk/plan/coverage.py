"""Prove that nothing is left out: each line of a block of promises, each timing, each euro amount and percentage."""

from __future__ import annotations

from collections.abc import Iterator

from bolwerk.kernel import Text
from bolwerk.plan.figures import as_read
from bolwerk.plan.finding import Finding
from bolwerk.plan.model import Plan
from bolwerk.plan.numbers import Unit, numbers
from bolwerk.plan.official import Official


def blocks(plan: Plan, text: Official) -> Iterator[Finding]:
    cited = {line for promise in plan.promises for part in promise.lines for line in part.numbers()}
    for block in text.blocks():
        for line in block.numbers():
            if text.line(line) and line not in cited:
                yield Finding(
                    f"r. {line}",
                    Text(
                        f"Geen belofte noemt deze regel van het blok {block}: '{text.line(line)[:60]}'.",
                        f"No commitment cites this line of block {block}: '{text.line(line)[:60]}'.",
                    ),
                    Text("Neem de belofte op, of verruim haar regels.", "Take up the promise, or widen its lines."),
                )


def timing_lines(plan: Plan, text: Official) -> Iterator[Finding]:
    for line in text.timings:
        measures = [m for m in plan.measures if any(part.first <= line <= part.last for part in m.lines)]
        near = any(line <= timing.lines[0] <= line + 4 for m in measures for timing in m.timings)
        if not near:
            yield Finding(
                f"r. {line}",
                Text(
                    f"Geen maatregel leest deze timing: '{text.line(line)}'.",
                    f"No measure reads this timing: '{text.line(line)}'.",
                ),
                Text("Geef de maatregel deze timing.", "Give the measure this timing."),
            )


def carried(plan: Plan, text: Official) -> Iterator[Finding]:
    every = (*plan.facts, *(a for m in plan.measures for a in m.facts), *(a for p in plan.promises for a in p.amounts))
    known = {(number.unit, number.value) for amount in every for number in as_read(amount)}
    for number in numbers(text.whole):
        if number.unit in (Unit.EURO, Unit.PERCENT) and (number.unit, number.value) not in known:
            yield Finding(
                "plan",
                Text(
                    f"De tekst noemt {number.value} {number.unit}, het plan niet.",
                    f"The text has {number.value} {number.unit}, the plan not.",
                ),
                Text("Neem het bedrag op bij zijn maatregel.", "Take the figure up at its measure."),
            )
