"""Prove that the plan as data says what the official text says: every figure, day, owner, timing and line of it.

The proof goes both ways. From the data to the text: each figure is read again from the words that it quotes, those words
stand in the cited lines, and our own sentences name no number that is not there. From the text to the data: each line of
each block of promises is cited, each `Timing:` line is read, and each euro amount and percentage of the text is carried.
Last, each cited passage still holds the words that stood there when the commitment was written (its seal).
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from bolwerk.kernel import Text
from bolwerk.plan.coverage import blocks, carried, timing_lines
from bolwerk.plan.figures import amounts_in, own_words
from bolwerk.plan.finding import Finding
from bolwerk.plan.model import Amount, Commitment, Lines, Measure, Party, Plan
from bolwerk.plan.official import Official, places
from bolwerk.plan.seal import broken
from bolwerk.plan.timing import Timing


def check(plan: Plan, source_text: str) -> tuple[Finding, ...]:
    """Every deviation between `plan` and the official text; empty when the data are faithful."""
    text = Official(source_text)
    return (
        *_ranges("plan", plan.facts, text),
        *amounts_in("plan", plan.facts, text),
        *(finding for promise in plan.promises for finding in _promise(promise, text)),
        *(finding for measure in plan.measures for finding in _measure(measure, text)),
        *_ids(plan),
        *_promise_owners(plan, text),
        *blocks(plan, text),
        *timing_lines(plan, text),
        *carried(plan, text),
        *broken(plan, text),
    )


def _promise(promise: Commitment, text: Official) -> Iterator[Finding]:
    yield from _range(promise.id, promise.lines, text)
    yield from _ranges(promise.id, promise.amounts, text)
    yield from amounts_in(promise.id, promise.amounts, text)
    told = (promise.text, *promise.conditions, *(amount.label for amount in promise.amounts))
    yield from own_words(promise.id, told, promise.lines, promise.amounts, text)
    if promise.timing:
        yield from _timing(promise.id, promise.timing, text)


def _measure(measure: Measure, text: Official) -> Iterator[Finding]:
    yield from _range(measure.code, measure.lines, text)
    yield from _ranges(measure.code, measure.facts, text)
    yield from amounts_in(measure.code, measure.facts, text)
    told = (measure.title, measure.summary, *measure.conditions, *(fact.label for fact in measure.facts))
    yield from own_words(measure.code, told, measure.lines, measure.amounts, text)
    for timing in measure.timings:
        yield from _timing(measure.code, timing, text)
    if not measure.commitments:
        yield Finding(
            measure.code,
            Text("Deze maatregel heeft geen beloften.", "This measure has no commitments."),
            Text("Neem minstens een belofte van de tekst op.", "Take up at least one promise of the text."),
        )
    section = text.join(measure.lines)
    for party in (*measure.owners, *measure.partners):
        if not _named(party, section):
            yield _not_named(measure.code, party, measure.lines)
    for party in measure.derived_owners:
        if not _named(party, text.whole):
            yield _not_named(measure.code, party, ())


def _promise_owners(plan: Plan, text: Official) -> Iterator[Finding]:
    """Owners and partners stand in the measure's section; those of an introduction in the lines cited."""
    sections = {measure.code: measure.lines for measure in plan.measures}
    for promise in plan.promises:
        lines = sections.get(promise.measure, promise.lines)
        for party in (*promise.owners, *promise.partners):
            implied = party.id == "vlaamse-regering" and promise.measure not in sections
            if not implied and not _named(party, text.join(lines)):
                yield _not_named(promise.id, party, lines)


def _timing(where: str, timing: Timing, text: Official) -> Iterator[Finding]:
    lines = (Lines(*timing.lines),)
    yield from _range(where, lines, text)
    if timing.phrase not in text.join(lines):
        yield Finding(
            where,
            Text(
                f"De timing '{timing.phrase}' staat niet in regel {places(lines)}.",
                f"The timing '{timing.phrase}' does not stand in line {places(lines)}.",
            ),
            Text("Neem de woorden en de regel van de tekst over.", "Use the words and the line of the text."),
        )


def _ranges(where: str, amounts: tuple[Amount, ...], text: Official) -> Iterator[Finding]:
    for amount in amounts:
        yield from _range(f"{where} {amount.id}", amount.lines, text)


def _range(where: str, lines: tuple[Lines, ...], text: Official) -> Iterator[Finding]:
    if not lines:
        yield Finding(where, Text("Er is geen plaats in de tekst genoemd.", "No place in the text is named."), _GIVE_LINES)
    for part in lines:
        if part.first < 1 or part.last < part.first or part.last > text.length:
            yield Finding(
                where,
                Text(
                    f"Regel {part} bestaat niet: de tekst telt {text.length} regels.",
                    f"Line {part} is not there: {text.length} lines.",
                ),
                _GIVE_LINES,
            )
        elif not text.join((part,)).strip():
            yield Finding(where, Text(f"Regel {part} is leeg.", f"Line {part} is empty."), _GIVE_LINES)


_GIVE_LINES = Text("Geef regels zoals [[279, 283]].", "Give lines like [[279, 283]].")


def _ids(plan: Plan) -> Iterator[Finding]:
    """Within a measure or chapter the letters run a, b, c … z, aa, ab without a gap; codes stand once."""
    groups: list[tuple[str, tuple[Commitment, ...]]] = [(m.code, m.commitments) for m in plan.measures]
    groups += [(domain.code, domain.principles) for domain in plan.domains if domain.principles]
    groups += [(code, tuple(p for p in plan.principles if p.measure == code)) for code in {p.measure for p in plan.principles}]
    for code, promises in groups:
        wanted = tuple(f"{code}-{letters(n)}" for n in range(len(promises)))
        if tuple(promise.id for promise in promises) != wanted or any(promise.measure != code for promise in promises):
            yield Finding(
                code,
                Text(
                    "De beloften staan niet op volgorde a, b, c, zonder gat.",
                    "The commitments do not run a, b, c without a gap.",
                ),
                Text("Zet ze op volgorde; geef een weggevallen letter terug.", "Put them in order; give a lost letter back."),
            )
    codes = [measure.code for measure in plan.measures]
    for code in sorted({code for code in codes if codes.count(code) > 1}):
        yield Finding(
            code, Text("Deze code staat twee keer.", "This code stands twice."), Text("Laat er een over.", "Keep one.")
        )


def letters(n: int) -> str:
    """0 → a, 25 → z, 26 → aa, 27 → ab."""
    return chr(97 + n) if n < 26 else chr(96 + n // 26) + chr(97 + n % 26)


def _named(party: Party, passage: str) -> bool:
    return any(re.search(rf"(?<!\w){re.escape(word)}(?!\w)", passage) for word in party.written)


def _not_named(where: str, party: Party, lines: tuple[Lines, ...]) -> Finding:
    place = places(lines) or "1-…"
    return Finding(
        where,
        Text(
            f"De tekst noemt '{party.name.nl}' niet in regel {place}.",
            f"The text does not name '{party.name.en}' in line {place}.",
        ),
        Text("Noem alleen wie de tekst daar noemt.", "Name only whom the text names there."),
    )
