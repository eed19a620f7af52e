"""Prove the figures: each is read again from the words it quotes, and our sentences name no number but those of the text."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from decimal import Decimal

from bolwerk.kernel import Money, Text
from bolwerk.plan.finding import Finding
from bolwerk.plan.model import Amount, Lines
from bolwerk.plan.numbers import Bound, Number, Unit, numbers
from bolwerk.plan.official import Official, places


def amounts_in(where: str, amounts: Iterable[Amount], text: Official) -> Iterator[Finding]:
    for amount in amounts:
        place = f"{where} {amount.id}"
        cited = text.join(amount.lines)
        if amount.counted:
            yield from _counted(place, amount, cited)
        elif " ".join(amount.written.split()) not in cited:
            yield Finding(
                place,
                Text(
                    f"De woorden '{amount.written}' staan niet in regel {places(amount.lines)}.",
                    f"The words '{amount.written}' do not stand in line {places(amount.lines)}.",
                ),
                Text("Neem de woorden en de regels van de tekst over.", "Use the words and the lines of the text."),
            )
        elif as_read(amount) != numbers(amount.written):
            yield Finding(
                place,
                Text(
                    f"'{amount.written}' leest niet als {_show(amount)}.",
                    f"'{amount.written}' does not read as {_show(amount)}.",
                ),
                Text(
                    "Zet waarde, grens en eenheid zoals de tekst ze noemt.",
                    "Set value, bound and unit as the text states them.",
                ),
            )


def _counted(place: str, amount: Amount, cited: str) -> Iterator[Finding]:
    for thing in amount.counted:
        if thing not in cited:
            yield Finding(
                place,
                Text(
                    f"'{thing}' staat niet in regel {places(amount.lines)}.",
                    f"'{thing}' is not in line {places(amount.lines)}.",
                ),
                Text("Tel alleen wat de tekst opsomt.", "Count only what the text lists."),
            )
    if amount.value != len(set(amount.counted)) or amount.unit is not Unit.COUNT or amount.before is not None:
        listed = len(set(amount.counted))
        yield Finding(
            place,
            Text(
                f"Er staan {listed} dingen opgesomd, niet {amount.value}.", f"{listed} things are listed, not {amount.value}."
            ),
            Text("Laat het aantal gelijk zijn aan de lijst.", "Make the number equal to the list."),
        )


def own_words(
    where: str, told: Iterable[Text], lines: tuple[Lines, ...], amounts: Iterable[Amount], text: Official
) -> Iterator[Finding]:
    """Our sentences name only numbers of the cited lines or of the proven amounts, and the same ones in both languages."""
    known = {(number.unit, number.value) for number in numbers(text.join(lines))}
    for amount in amounts:
        known |= {(number.unit, number.value) for number in as_read(amount)}
    for sentence in told:
        dutch, english = numbers(sentence.nl, "nl"), numbers(sentence.en, "en")
        for number in (*dutch, *english):
            if (number.unit, number.value) not in known:
                yield Finding(
                    where,
                    Text(
                        f"'{sentence.nl[:60]}' noemt {number.value}, en regel {places(lines)} niet.",
                        f"'{sentence.en[:60]}' names {number.value}, and line {places(lines)} does not.",
                    ),
                    Text("Noem alleen getallen van de tekst.", "Name only numbers of the text."),
                )
        if sorted(map(str, dutch)) != sorted(map(str, english)):
            yield Finding(
                where,
                Text(
                    f"Het Nederlands en het Engels noemen andere getallen: '{sentence.nl[:60]}'.",
                    f"The Dutch and the English name different numbers: '{sentence.en[:60]}'.",
                ),
                Text("Maak beide gelijk.", "Make both the same."),
            )


def as_read(amount: Amount) -> tuple[Number, ...]:
    """The numbers that `written` must read as: what it replaces, if anything, then the value with its bound."""
    if amount.counted:
        return (Number(Unit.COUNT, _plain(amount.value)),)
    unit = Unit.PERCENT if amount.unit is Unit.POINTS else amount.unit
    before = () if amount.before is None else (Number(unit, _plain(amount.before), Bound.EXACTLY),)
    return (*before, Number(unit, _plain(amount.value), amount.bound))


def _plain(value: Money | Decimal | int | date) -> Decimal | date:
    if isinstance(value, date):
        return value
    return Decimal(value.cents) / 100 if isinstance(value, Money) else Decimal(value)


def _show(amount: Amount) -> str:
    before = "" if amount.before is None else f"{amount.before} → "
    return f"{before}{amount.bound} {amount.value} {amount.unit}"
