"""Seal each cited passage: a short hash of the words that stood there when the commitment was written.

So a range that slips, a commitment that drops out, or a source that is not the official text, is found whatever its words are.
After a reviewed change of the data, seal again: `python -m bolwerk.plan SOURCE`.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from pathlib import Path

from bolwerk.kernel import Text
from bolwerk.plan.finding import Finding
from bolwerk.plan.loading import DATA, load
from bolwerk.plan.model import Amount, Lines, Plan
from bolwerk.plan.official import Official, places

Passage = tuple[str, tuple[Lines, ...]]


def passages(plan: Plan) -> Iterator[Passage]:
    """Every cited passage by name: `2.1`, `2.1-b`, `2.1-b budget`, `2.1 timing 1`."""
    yield from _amounts("plan", plan.facts)
    for measure in plan.measures:
        yield measure.code, measure.lines
        yield from _amounts(measure.code, measure.facts)
        for n, timing in enumerate(measure.timings, 1):
            yield f"{measure.code} timing {n}", (Lines(*timing.lines),)
    for promise in plan.promises:
        yield promise.id, promise.lines
        yield from _amounts(promise.id, promise.amounts)
        if promise.timing:
            yield f"{promise.id} timing", (Lines(*promise.timing.lines),)


def seals(plan: Plan, text: Official) -> dict[str, str]:
    """The hash of each passage as it stands in `text` now."""
    return {name: hashlib.sha256(text.join(lines).encode()).hexdigest()[:12] for name, lines in passages(plan)}


def broken(plan: Plan, text: Official) -> Iterator[Finding]:
    """Passages whose words are not the sealed ones, passages without a seal, and seals whose passage is gone."""
    now, cited = seals(plan, text), dict(passages(plan))
    mend = Text(
        "Lees de tekst opnieuw en verbeter de gegevens; verzegel pas daarna opnieuw.",
        "Read the text again and correct the data; only then seal again.",
    )
    for name in sorted(plan.seals.keys() - now.keys()):
        yield Finding(name, Text("Dit is uit het plan weggevallen.", "This has dropped out of the plan."), mend)
    for name, seal in now.items():
        if plan.seals.get(name) != seal:
            place = places(cited[name])
            yield Finding(
                name,
                Text(
                    f"In regel {place} staat niet wat er stond toen dit werd opgetekend.",
                    f"Line {place} does not hold what stood there when this was written down.",
                ),
                mend,
            )


def _amounts(where: str, amounts: tuple[Amount, ...]) -> Iterator[Passage]:
    for amount in amounts:
        yield f"{where} {amount.id}", amount.lines


def write(source: Path, folder: Path = DATA) -> None:
    """Write `seals.toml` in `folder` from the official text in `source`."""
    found = seals(load(), Official(source.read_text(encoding="utf-8")))
    head = "# Written by `python -m bolwerk.plan SOURCE`: what stood in each cited passage. See seal.py.\n\n"
    rows = "".join(f'"{name}" = "{seal}"\n' for name, seal in found.items())
    (folder / "seals.toml").write_text(head + rows, encoding="utf-8")
