"""The cells of a rule table, read by the facts they are about; a mistake is named with its place and what may stand there."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from bolwerk.engines.rules._cells import read_condition, read_day, read_number
from bolwerk.engines.rules._facts import YES, Fact, FactType, Value, nearest
from bolwerk.engines.rules._source import Cell, wrong
from bolwerk.kernel import Text


@dataclass(frozen=True, slots=True)
class World:
    """What the cells may name: the facts (chained rules among them, as facts) and the parameters."""

    facts: Mapping[str, Fact]
    chained: frozenset[str]
    params: Mapping[str, Any]


def known_fact(cell: Cell, world: World, others: tuple[str, ...]) -> None:
    if cell.text in world.facts:
        return
    like = nearest(cell.text, [*world.facts, *others])
    raise wrong(
        cell.place,
        Text(f"Er is geen gegeven of kolom '{cell.text}'.", f"There is no fact or column '{cell.text}'."),
        Text(f"Bedoelde je '{like}'?", f"Did you mean '{like}'?")
        if like
        else Text("Zet het gegeven in facts.toml.", "Declare the fact in facts.toml."),
    )


def outcome_of(cell: Cell, reader: Callable[[str], Value]) -> Value:
    try:
        return reader(cell.text)
    except ValueError as error:
        raise wrong(
            cell.place,
            Text(f"'{cell.text}' kan geen uitkomst zijn.", f"'{cell.text}' cannot be an outcome."),
            Text(
                "Vul een uitkomst in van het type in de kop (type = text, number of bool).",
                "Fill in an outcome of the type in the head (type = text, number or bool).",
            ),
        ) from error


def conditions(named: Mapping[str, Cell], world: World) -> list[tuple[str, Any, str]]:
    found = []
    for name, cell in named.items():
        fact = world.facts.get(name)
        if fact is None or cell.text in ("", "-"):
            continue
        try:
            condition = read_condition(cell.text, lambda word, fact=fact: literal(fact, word), not fact.finite)  # type: ignore[misc]
        except ValueError as error:
            raise no_match(cell, fact, str(error)) from error
        found.append((name, condition, cell.text))
    return found


def literal(fact: Fact, word: str) -> Value:
    """One value of a fact as a cell writes it. ValueError when the fact allows no such value."""
    if fact.type is FactType.BOOL:
        if word.lower() not in YES:
            raise ValueError(word)
        return YES[word.lower()]
    if fact.type is FactType.ENUM:
        if word not in fact.values:
            raise ValueError(word)
        return word
    return read_day(word) if fact.type is FactType.DATE else read_number(word)


def no_match(cell: Cell, fact: Fact, word: str) -> Exception:
    listed = "yes, no" if fact.type is FactType.BOOL else ", ".join(str(value) for value in fact.values)
    like = nearest(word, [str(value) for value in fact.values])
    hint = Text(f" Bedoelde je '{like}'?", f" Did you mean '{like}'?") if like else Text(" ", " ")
    allowed = (
        Text(f"Kies uit: {listed}.{hint.nl}".rstrip(), f"Choose from: {listed}.{hint.en}".rstrip())
        if fact.finite
        else Text(
            "Schrijf een getal of datum, >= 50, [10..50) of $waarde.", "Write a number or date, >= 50, [10..50) or $value."
        )
    )
    return wrong(
        cell.place,
        Text(
            f"Geen waarde van {fact.name} past bij '{word or cell.text}'.",
            f"No value of {fact.name} matches '{word or cell.text}'.",
        ),
        allowed,
    )
