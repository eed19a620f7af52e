"""Who gets the money: a fixed order, an envelope that is never passed, a reserve list, and a reason for every place. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from bolwerk.kernel import ZERO, InvalidInput, Money, Reason, Text


class Fit(StrEnum):
    """What happens below an application that does not fit in what is left."""

    NEXT_THAT_FITS = "next_that_fits"
    STOP_AT_FIRST = "stop_at_first"


class Place(StrEnum):
    AWARD = "award"
    PARTIAL = "partial"
    RESERVE = "reserve"
    FAILED = "failed"
    ENDED = "ended"

    @property
    def label(self) -> Text:
        return {
            Place.AWARD: Text("toegekend", "awarded"),
            Place.PARTIAL: Text("gedeeltelijk toegekend", "partly awarded"),
            Place.RESERVE: Text("reservelijst", "reserve list"),
            Place.FAILED: Text("niet geslaagd", "not passed"),
            Place.ENDED: Text("toekenning beëindigd", "award ended"),
        }[self]


@dataclass(frozen=True, slots=True)
class OrderStep:
    """One step of the order: compare `key`; only when equal does the next step count."""

    key: str
    label: Text
    highest_first: bool = True


@dataclass(frozen=True, slots=True)
class RankingRule:
    """The order as an ordered list of steps, the first being the score itself, the rest the tie rule.

    Applications equal on every step keep the order of their id; their explanation says so.
    `partial` lets the first application that does not fit take what is left.
    """

    steps: tuple[OrderStep, ...]
    fit: Fit = Fit.NEXT_THAT_FITS
    partial: bool = False

    def __post_init__(self) -> None:
        keys = [step.key for step in self.steps]
        if not keys or len(set(keys)) != len(keys):
            raise ValueError("a ranking rule has at least one step, and each key once")

    def as_json(self) -> dict[str, object]:
        steps = [{"key": s.key, "label": s.label.as_json(), "highest_first": s.highest_first} for s in self.steps]
        return {"steps": steps, "fit": self.fit.value, "partial": self.partial}

    @classmethod
    def read(cls, raw: Mapping[str, object]) -> RankingRule:
        """From `as_json`."""
        steps = raw["steps"]
        if not isinstance(steps, list):
            raise ValueError("steps must be a list")
        return cls(
            tuple(OrderStep(str(s["key"]), Text.read(s["label"]), bool(s["highest_first"])) for s in steps),
            Fit(str(raw["fit"])),
            bool(raw["partial"]),
        )


@dataclass(frozen=True, slots=True)
class Candidate:
    """An application that asks `amount`. `values` holds a whole number per step key (a moment as seconds since 1970)."""

    id: str
    amount: Money
    passes: bool
    values: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Position:
    """`rank` counts from 1 among those that pass; None for those that do not. `why` can be read on its own by the applicant.

    `drawn` says that the place came from the reserve list later on.
    """

    candidate: Candidate
    rank: int | None
    place: Place
    granted: Money
    why: tuple[Reason, ...]
    drawn: bool = False


@dataclass(frozen=True, slots=True)
class Ranked:
    positions: tuple[Position, ...]
    room: Money
    granted: Money
    left: Money

    def at(self, place: Place) -> tuple[Position, ...]:
        return tuple(position for position in self.positions if position.place is place)


def rank(candidates: Iterable[Candidate], room: Money, rule: RankingRule) -> Ranked:
    """The ranked list. Its outcome depends on the candidates alone, not on the order in which they are given."""
    given = list(candidates)
    _check(given, room, rule)
    ordered = sorted((c for c in given if c.passes), key=lambda c: _order(c, rule))
    positions: list[Position] = []
    left, stopped = room, False
    for n, candidate in enumerate(ordered):
        reasons = [_why_here(ordered, n, rule)]
        place, granted = Place.RESERVE, ZERO
        if stopped:
            reasons.append(_STOPPED)
        elif candidate.amount <= left:
            place, granted = Place.AWARD, candidate.amount
            reasons.append(_fits(candidate.amount, left))
        elif rule.partial and left > ZERO:
            place, granted, stopped = Place.PARTIAL, left, True
            reasons.append(_partly(candidate.amount, left))
        else:
            stopped = rule.fit is Fit.STOP_AT_FIRST or rule.partial
            reasons.append(_does_not_fit(candidate.amount, left))
        left -= granted
        positions.append(Position(candidate, n + 1, place, granted, tuple(reasons)))
    failed = sorted((c for c in given if not c.passes), key=lambda c: c.id)
    positions.extend(Position(candidate, None, Place.FAILED, ZERO, (_FAILED,)) for candidate in failed)
    return Ranked(tuple(positions), room, room - left, left)


def draw(reserve: Iterable[Position], room: Money, rule: RankingRule) -> tuple[Position, ...]:
    """Those of the reserve list, in its own order, that fit now that `room` is free, with their new place and reason."""
    if room < ZERO:
        raise _negative_room(room)
    drawn: list[Position] = []
    left = room
    for position in sorted(reserve, key=lambda p: p.rank or 0):
        if position.candidate.amount <= left:
            reason = Reason(
                Text("Van de reservelijst: er kwam opnieuw ruimte vrij.", "From the reserve list: room came free again."),
                steps=(_fits(position.candidate.amount, left),),
            )
            why = (*position.why, reason)
            drawn.append(Position(position.candidate, position.rank, Place.AWARD, position.candidate.amount, why, drawn=True))
            left -= position.candidate.amount
        elif rule.fit is Fit.STOP_AT_FIRST:
            break
    return tuple(drawn)


_STOPPED = Reason(
    Text(
        "Een project hoger op de lijst past niet meer in het budget. Alles daaronder komt op de reservelijst.",
        "A project higher on the list no longer fits the budget. All below it goes on the reserve list.",
    )
)
_FAILED = Reason(
    Text(
        "Het project haalt de drempels van de beoordeling niet. Het krijgt daarom geen plaats in de rangschikking.",
        "The project does not reach the thresholds of the review. So it has no place in the ranking.",
    )
)


def _order(candidate: Candidate, rule: RankingRule) -> tuple[tuple[int, ...], str]:
    values = candidate.values
    return tuple(-values[step.key] if step.highest_first else values[step.key] for step in rule.steps), candidate.id


def _why_here(ordered: list[Candidate], n: int, rule: RankingRule) -> Reason:
    if n == 0:
        return Reason(Text("Nummer 1: geen project staat hoger.", "Number 1: no project stands higher."))
    before, here = ordered[n - 1], ordered[n]
    for depth, step in enumerate(rule.steps):
        if before.values[step.key] != here.values[step.key]:
            equal = [earlier.label for earlier in rule.steps[:depth]]
            tie_nl = f"Gelijk op {', '.join(label.nl for label in equal)}; " if equal else ""
            tie_en = f"Equal on {', '.join(label.en for label in equal)}; " if equal else ""
            return Reason(
                Text(
                    f"Nummer {n + 1}: {tie_nl}na nummer {n} door: {step.label.nl}.",
                    f"Number {n + 1}: {tie_en}after number {n} because of: {step.label.en}.",
                )
            )
    return Reason(
        Text(
            f"Nummer {n + 1}: gelijk met nummer {n} op alle regels; het dossiernummer bepaalt de volgorde.",
            f"Number {n + 1}: equal to number {n} on all rules; the file number sets the order.",
        )
    )


def _fits(amount: Money, left: Money) -> Reason:
    return Reason(
        Text("Gevraagd: {amount}. Nog vrij: {left}. Het past.", "Asked: {amount}. Still free: {left}. It fits.").format(
            amount=amount.as_text(), left=left.as_text()
        )
    )


def _partly(amount: Money, left: Money) -> Reason:
    return Reason(
        Text(
            "Gevraagd: {amount}. Nog vrij: {left}. De oproep laat toe dat het project krijgt wat nog vrij is.",
            "Asked: {amount}. Still free: {left}. The call lets the project have what is still free.",
        ).format(amount=amount.as_text(), left=left.as_text())
    )


def _does_not_fit(amount: Money, left: Money) -> Reason:
    return Reason(
        Text(
            "Gevraagd: {amount}. Nog vrij: {left}. Het past niet en komt op de reservelijst.",
            "Asked: {amount}. Still free: {left}. It does not fit and goes on the reserve list.",
        ).format(amount=amount.as_text(), left=left.as_text())
    )


def _check(candidates: list[Candidate], room: Money, rule: RankingRule) -> None:
    if room < ZERO:
        raise _negative_room(room)
    seen: set[str] = set()
    for candidate in candidates:
        if candidate.id in seen:
            raise InvalidInput(
                Text("Een aanvraag staat twee keer in de lijst.", "An application stands in the list twice."),
                where=candidate.id,
                mend=Text("Neem ze één keer op.", "Take it up once."),
            )
        seen.add(candidate.id)
        if candidate.passes and candidate.amount <= ZERO:
            raise InvalidInput(
                Text("Het gevraagde bedrag moet meer dan nul zijn.", "The amount asked must be more than zero."),
                where=candidate.id,
                mend=Text(
                    "Vul eerst het steunbedrag van deze aanvraag in.", "First fill in the amount of aid of this application."
                ),
            )
        if candidate.passes and (missing := [step.label for step in rule.steps if step.key not in candidate.values]):
            raise InvalidInput(
                Text(
                    f"Voor de volgorde ontbreekt: {', '.join(label.nl for label in missing)}.",
                    f"Missing for the order: {', '.join(label.en for label in missing)}.",
                ),
                where=candidate.id,
                mend=Text("Rond eerst de beoordeling af.", "First finish the review."),
            )


def _negative_room(room: Money) -> InvalidInput:
    return InvalidInput(
        Text(f"Het budget kan niet negatief zijn ({room.in_('nl')}).", f"The budget cannot be negative ({room.in_('en')})."),
        where="room",
        mend=Text("Kijk de stand van het budget na.", "Check the state of the budget."),
    )
