"""CyberFundamentals: the score of the selection table, and the roll-up of a self-assessment. Pure.

What the scores mean (levels, thresholds, how many requirements a level has) stands in the tables beside this file.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from itertools import product

from bolwerk.kernel import InvalidInput, Text

__all__ = ["ACTORS", "ATTACKS", "Maturity", "Requirement", "Threat", "maturity", "selection_score"]

ATTACKS = ("sabotage", "information_theft", "crime", "hacktivism", "disinformation")
ACTORS = ("competitors", "ideologues", "terrorists", "cyber_criminals", "nation_states")

TARGETS = (Fraction(1), Fraction(2))
IMPACTS = (Fraction(0), Fraction(5), Fraction(10))
PROBABILITIES = (Fraction(0), Fraction(1, 2), Fraction(1))
SIZES = (1, 2, 3)

_ID = re.compile(r"[A-Z]{2}\.[A-Z]{2}-\d{2}\.\d+")
_LOWEST, _HIGHEST = 1, 5


@dataclass(frozen=True, slots=True)
class Threat:
    """One cell of the selection table. `target`: 1 global, 2 targeted; `impact`: 0, 5, 10; `probability`: 0, 0.5, 1.

    Raises `InvalidInput` for anything the table does not allow.
    """

    attack: str
    actor: str
    target: Fraction
    impact: Fraction
    probability: Fraction

    def __post_init__(self) -> None:
        place = f"cyfun.threat {self.attack} × {self.actor}"
        _one_of(self.attack, ATTACKS, place)
        _one_of(self.actor, ACTORS, place)
        _one_of(self.target, TARGETS, f"{place}.target")
        _one_of(self.impact, IMPACTS, f"{place}.impact")
        _one_of(self.probability, PROBABILITIES, f"{place}.probability")


def selection_score(size: int, threats: Iterable[Threat]) -> Fraction:
    """Σ size × target × impact × probability over five attacks by five actors (CCB selection tool, version of 2024-01-08).

    `size` is 1, 2 or 3, from the rule `cyfun.size`. Raises `InvalidInput` unless each of the 25 cells is given exactly once:
    a table with holes would give a score that is too low.
    """
    _one_of(size, SIZES, "cyfun.size")
    cells: dict[tuple[str, str], Threat] = {}
    for threat in threats:
        if (threat.attack, threat.actor) in cells:
            raise _bad(
                f"cyfun.threat {threat.attack} × {threat.actor}",
                Text("Deze combinatie staat er twee keer.", "This combination stands twice."),
            )
        cells[threat.attack, threat.actor] = threat
    missing = [pair for pair in product(ATTACKS, ACTORS) if pair not in cells]
    if missing:
        attack, actor = missing[0]
        raise _bad(
            "cyfun.threat",
            Text(
                f"Van de 25 combinaties ontbreken er {len(missing)}, zoals {attack} × {actor}.",
                f"Of the 25 combinations {len(missing)} are missing, such as {attack} × {actor}.",
            ),
        )
    return sum((size * cell.target * cell.impact * cell.probability for cell in cells.values()), Fraction(0))


@dataclass(frozen=True, slots=True)
class Requirement:
    """A requirement with its two scores, 1 to 5; None is "not applicable". `key`: it is a key measure.

    Raises `InvalidInput` for an id that is not like `PR.AA-03.2`, or a score outside 1 to 5.
    """

    id: str
    documentation: Fraction | None
    implementation: Fraction | None
    key: bool = False

    def __post_init__(self) -> None:
        if not _ID.fullmatch(self.id):
            raise _bad(
                f"cyfun.requirement {self.id}",
                Text("Dit is geen nummer van een vereiste.", "This is no number of a requirement."),
                Text("Schrijf het zoals in het werkboek: PR.AA-03.2.", "Write it as in the workbook: PR.AA-03.2."),
            )
        for score in (self.documentation, self.implementation):
            if score is not None and not _LOWEST <= score <= _HIGHEST:
                raise _bad(
                    f"cyfun.requirement {self.id}", Text("Een score ligt tussen 1 en 5.", "A score lies between 1 and 5.")
                )


@dataclass(frozen=True, slots=True)
class Maturity:
    """What a self-assessment comes to, exactly: the lowest key measure (None without any), each category, the total."""

    key_lowest: Fraction | None
    categories: Mapping[str, Fraction]
    total: Fraction

    @property
    def category_lowest(self) -> Fraction:
        return min(self.categories.values())


def maturity(requirements: Iterable[Requirement], not_applicable: Fraction) -> Maturity:
    """Roll-up of the CyFun 2025 workbook.

    A subcategory is the mean of its requirements, a category the mean of its subcategories (documentation and implementation
    apart), its maturity the mean of both, the total the unweighted mean of the categories. "Not applicable" in either score
    makes both count as `not_applicable`. The score of a key measure is the mean of its two scores: a reading of ours, the
    workbook's wording leaves it open. Raises `InvalidInput` for no requirement at all, or one that stands twice.
    """
    scores: dict[str, tuple[Fraction, Fraction]] = {}
    keys: list[Fraction] = []
    for requirement in requirements:
        if requirement.id in scores:
            raise _bad(
                f"cyfun.requirement {requirement.id}",
                Text("Deze vereiste staat er twee keer.", "This requirement stands twice."),
            )
        pair = _scores(requirement, not_applicable)
        scores[requirement.id] = pair
        if requirement.key:
            keys.append(_mean(pair))
    if not scores:
        raise _bad("cyfun.requirement", Text("Er is geen enkele vereiste.", "There is no requirement at all."))
    categories = _categories(scores)
    return Maturity(min(keys, default=None), categories, _mean(categories.values()))


def _scores(requirement: Requirement, not_applicable: Fraction) -> tuple[Fraction, Fraction]:
    if requirement.documentation is None or requirement.implementation is None:
        return not_applicable, not_applicable
    return requirement.documentation, requirement.implementation


def _categories(scores: Mapping[str, tuple[Fraction, Fraction]]) -> dict[str, Fraction]:
    subcategories: dict[str, list[tuple[Fraction, Fraction]]] = defaultdict(list)
    for id_, pair in scores.items():
        subcategories[id_.rpartition(".")[0]].append(pair)
    categories: dict[str, list[tuple[Fraction, Fraction]]] = defaultdict(list)
    for name, pairs in subcategories.items():
        categories[name.partition("-")[0]].append(_means(pairs))
    return {name: _mean(_means(pairs)) for name, pairs in sorted(categories.items())}


def _means(pairs: list[tuple[Fraction, Fraction]]) -> tuple[Fraction, Fraction]:
    documentation, implementation = zip(*pairs, strict=True)
    return _mean(documentation), _mean(implementation)


def _mean(numbers: Iterable[Fraction]) -> Fraction:
    found = tuple(numbers)
    return sum(found, Fraction(0)) / len(found)


def _one_of(value: object, allowed: tuple[object, ...], place: str) -> None:
    if value not in allowed:
        listed = ", ".join(f"{float(one):g}" if isinstance(one, Fraction) else str(one) for one in allowed)
        raise _bad(
            place,
            Text(f"'{value}' staat niet in de keuzetabel.", f"'{value}' is not in the selection table."),
            Text(f"Kies uit: {listed}.", f"Choose from: {listed}."),
        )


def _bad(where: str, what: Text, mend: Text | None = None) -> InvalidInput:
    return InvalidInput(
        what, where=where, mend=mend or Text("Kijk naar de voorbeelden in examples/.", "Look at the examples in examples/.")
    )
