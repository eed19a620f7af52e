"""Is this enterprise small, medium or large? Recommendation 2003/361/EC, annex, read step by step from the ownership graph.

Reading, not stated by our sources: the ownership of the day asked is used for every accounting period, so a change of
owner shows at once, while a change of figures shows after two periods (art. 4(2)).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import IntEnum
from functools import reduce

from bolwerk.domains.investment.law._groups import Contribution, Group, Part, group_of
from bolwerk.domains.investment.law.ownership import Enterprise, OwnershipGraph
from bolwerk.domains.investment.law.values import FIGURES
from bolwerk.kernel import Citation, Explained, Money, Reason, Text

__all__ = ["Contribution", "Missing", "Part", "Size", "SizeOutcome", "Totals", "size_of"]

REC = "Rec-2003/361"
_PERIODS_BACK = 2  # the last closed period is last year's, or the one before where the newest is not approved yet


class Size(IntEnum):
    """In order: a larger number is a larger enterprise."""

    MICRO = 0
    SMALL = 1
    MEDIUM = 2
    LARGE = 3

    @property
    def label(self) -> Text:
        return _LABELS[self]

    @property
    def tier(self) -> str:
        """The word the aid rules use: `small` (micro included), `medium` or `large`."""
        return "small" if self is Size.MICRO else self.name.lower()


_LABELS = {
    Size.MICRO: Text("micro-onderneming", "micro enterprise"),
    Size.SMALL: Text("kleine onderneming", "small enterprise"),
    Size.MEDIUM: Text("middelgrote onderneming", "medium-sized enterprise"),
    Size.LARGE: Text("grote onderneming", "large enterprise"),
}


@dataclass(frozen=True, slots=True)
class Missing:
    """One thing that is not known and that could change the outcome."""

    what: Text
    enterprise: str = ""
    year: int | None = None
    figure: str = ""


@dataclass(frozen=True, slots=True)
class Totals:
    """Figures of the group in one period; `None` where a part is not known (see `Missing`)."""

    year: int
    headcount: Decimal | None
    turnover: Money | None
    balance: Money | None


@dataclass(frozen=True, slots=True)
class SizeOutcome:
    """`value` is `None` while `possible` holds more than one size; `missing` then says what would decide it."""

    value: Size | None
    possible: tuple[Size, ...]
    missing: tuple[Missing, ...]
    contributions: tuple[Contribution, ...]
    totals: tuple[Totals, ...]
    public_share: Decimal

    @property
    def tiers(self) -> tuple[str, ...]:
        """The possible tiers of the aid rules: micro and small are one."""
        return tuple(dict.fromkeys(size.tier for size in self.possible))


def size_of(graph: OwnershipGraph, subject: str, on: date) -> Explained[SizeOutcome]:
    """The size of `subject` on a day, with the steps that led to it.

    Raises `InvalidInput` on an unknown enterprise, more than 100 percent, or a circle of control; `MissingLaw` before
    the Recommendation.
    """
    enterprise = graph.get(subject)
    groups = tuple(group_of(graph, subject, on, lenient=lenient) for lenient in (True, False))
    years = _years(enterprise, on)
    tables = [_Table(group, years, on) for group in groups]
    possible = _possible(enterprise, tables[0], tables[1])
    outcome = SizeOutcome(
        value=possible[0] if len(possible) == 1 else None,
        possible=possible,
        missing=_missing(enterprise, groups[1], years) if len(possible) > 1 else (),
        contributions=groups[1].contributions,
        totals=tuple(tables[1].totals(year) for year in years),
        public_share=groups[1].public_share,
    )
    return Explained(outcome, tuple(_reasons(outcome, groups[1], tables[1], enterprise)))


# ---- figures --------------------------------------------------------------------------------------------------------


def _years(enterprise: Enterprise, on: date) -> tuple[int, ...]:
    """The run of periods up to the last closed one, without a hole; the last closed year where nothing is known."""
    known = {figures.year for figures in enterprise.figures if figures.year < on.year}
    newest = next((year for year in range(on.year - 1, on.year - 1 - _PERIODS_BACK, -1) if year in known), on.year - 1)
    oldest = newest
    while oldest - 1 in known:
        oldest -= 1
    return tuple(range(oldest, newest + 1))


@dataclass(frozen=True, slots=True)
class _Table:
    """The figures of a group by year, and the sizes they allow."""

    group: Group
    years: tuple[int, ...]
    on: date

    def totals(self, year: int) -> Totals:
        def money(name: str) -> Money | None:
            cents = self._sum(year, name)
            return None if cents is None else Money(int(cents))

        return Totals(year, self._sum(year, "headcount"), money("turnover"), money("balance"))

    def raw(self, year: int, *, lowest: bool) -> Size:
        """The size of one period by itself; a figure that is not known counts as nothing or as without end."""
        if self.group.public_share >= _limit(self.on, "public.interest"):
            return Size.LARGE
        filler = Decimal(0) if lowest else Decimal("Infinity")

        def figure(name: str) -> Decimal:
            return self._sum(year, name, filler) or Decimal(0)

        headcount, turnover, balance = figure("headcount"), figure("turnover") / 100, figure("balance") / 100
        for size in (Size.MICRO, Size.SMALL, Size.MEDIUM):
            name = size.name.lower()
            fits = turnover <= _limit(self.on, f"{name}.turnover") or balance <= _limit(self.on, f"{name}.balance")
            if headcount < _limit(self.on, f"{name}.headcount") and fits:
                return size
        return Size.LARGE

    def _sum(self, year: int, name: str, filler: Decimal | None = None) -> Decimal | None:
        covered = _covered(self.group, year)
        total = Decimal(0)
        for part in self.group.contributions:
            if part.enterprise.id in covered:
                continue
            value = _number(part.enterprise, year, name)
            if value is None and filler is None:
                return None
            total += (filler or Decimal(0) if value is None else value) * part.share / 100
        return total


def _covered(group: Group, year: int) -> frozenset[str]:
    """Enterprises whose figures already stand in the consolidated accounts of another (art. 6(2): accounts first)."""
    return frozenset().union(*(part.enterprise.in_year(year).consolidates for part in group.contributions))


def _number(enterprise: Enterprise, year: int, name: str) -> Decimal | None:
    value = getattr(enterprise.in_year(year), name)
    return Decimal(value.cents) if isinstance(value, Money) else value


def _limit(on: date, name: str) -> Decimal:
    return FIGURES.on(on, f"size.{name}").value


# ---- two-year inertia -----------------------------------------------------------------------------------------------


def _possible(enterprise: Enterprise, small: _Table, big: _Table) -> tuple[Size, ...]:
    """Every size that the known figures leave open, after the inertia of art. 4(2)."""
    if small.group.public_share >= _limit(small.on, "public.interest"):
        return (Size.LARGE,)
    ranges = [range(small.raw(year, lowest=True), big.raw(year, lowest=False) + 1) for year in small.years]
    first, *later = ranges
    new = enterprise.founded is not None and enterprise.founded >= small.years[0]
    states = {(status, raw) for raw in first for status in ([raw] if new else Size)}
    states = reduce(lambda known, raws: {(_next(s, r, raw), raw) for s, r in known for raw in raws}, later, states)
    return tuple(sorted({Size(status) for status, _ in states}))


def _next(status: int, before: int, now: int) -> int:
    """The status changes only where two periods in a row lie on the same side of it, and only as far as both go."""
    if min(before, now) > status:
        return min(before, now)
    if max(before, now) < status:
        return max(before, now)
    return status


# ---- what is missing, and why ---------------------------------------------------------------------------------------

_FIGURES = {
    "headcount": Text("het aantal voltijdse werknemers (VTE)", "the headcount (AWU)"),
    "turnover": Text("de jaaromzet", "the annual turnover"),
    "balance": Text("het balanstotaal", "the balance sheet total"),
}


def _missing(enterprise: Enterprise, group: Group, years: tuple[int, ...]) -> tuple[Missing, ...]:
    found = [Missing(question) for question in group.questions]
    for year in years[-2:]:
        covered = _covered(group, year)
        for part in group.contributions:
            if part.enterprise.id not in covered:
                found += _missing_figures(part.enterprise, year)
    if not found:
        found = [_missing_figure(enterprise, years[0] - 1, name) for name in _FIGURES]
    return tuple(found)


def _missing_figures(enterprise: Enterprise, year: int) -> list[Missing]:
    return [_missing_figure(enterprise, year, name) for name in _FIGURES if _number(enterprise, year, name) is None]


def _missing_figure(enterprise: Enterprise, year: int, name: str) -> Missing:
    what = Text("{f} van {name} in {year}", "{f} of {name} in {year}").format(f=_FIGURES[name], name=enterprise.name, year=year)
    return Missing(what, enterprise.id, year, name)


def _reasons(outcome: SizeOutcome, group: Group, table: _Table, enterprise: Enterprise) -> Iterable[Reason]:
    yield _who_counts(group)
    for investor in group.exempt:
        yield Reason(
            Text(
                f"{investor.name} telt niet mee: het is een investeerder die is vrijgesteld zolang hij geen controle heeft.",
                f"{investor.name} does not count: it is an investor that is exempt as long as it has no control.",
            ),
            (Citation(REC, "art. 3(2), second subparagraph"),),
        )
    if group.public_share >= _limit(table.on, "public.interest"):
        yield _public_reason(group.public_share)
    else:
        yield from (_year_reason(table, year) for year in table.years[-2:])
        yield _inertia_reason(table.years, enterprise)
    yield _conclusion(outcome, enterprise)


_PARTS: Mapping[Part, tuple[Text, str]] = {
    Part.OWN: (Text("de onderneming zelf", "the enterprise itself"), "art. 6(1)"),
    Part.LINKED: (Text("verbonden onderneming", "linked enterprise"), "art. 3(3), 6(2)"),
    Part.PARTNER: (Text("partneronderneming", "partner enterprise"), "art. 3(2), 6(2)"),
    Part.LINKED_TO_PARTNER: (Text("verbonden met een partner", "linked to a partner"), "art. 6(3)"),
}


def _who_counts(group: Group) -> Reason:
    count = len(group.contributions)
    text = (
        Text(
            "De onderneming is autonoom: alleen haar eigen cijfers tellen.",
            "The enterprise is autonomous: only its own figures count.",
        )
        if count == 1
        else Text(f"De cijfers van {count} ondernemingen tellen mee.", f"The figures of {count} enterprises count.")
    )
    steps = tuple(
        Reason(
            Text(
                f"{part.enterprise.name}: {_PARTS[part.part][0].nl}, telt voor {part.share.normalize():f} %.",
                f"{part.enterprise.name}: {_PARTS[part.part][0].en}, counts for {part.share.normalize():f}%.",
            ),
            (Citation(REC, _PARTS[part.part][1]),),
        )
        for part in group.contributions
    )
    return Reason(text, (Citation(REC, "art. 3, 6"),), steps)


def _public_reason(share: Decimal) -> Reason:
    return Reason(
        Text(
            f"Overheden controleren {share.normalize():f} % van het kapitaal of de stemmen. Zo'n onderneming is nooit een kmo.",
            f"Public bodies control {share.normalize():f}% of the capital or votes. Such an enterprise is never an SME.",
        ),
        (Citation(REC, "art. 3(4)"),),
    )


def _year_reason(table: _Table, year: int) -> Reason:
    totals = table.totals(year)
    low, high = table.raw(year, lowest=True), table.raw(year, lowest=False)
    size = low.label if low is high else Text("niet te bepalen: er ontbreken cijfers", "not decidable: figures are missing")
    unknown = Text("onbekend", "unknown")
    return Reason(
        Text(
            "Cijfers {year}: {headcount} VTE, omzet {turnover}, balanstotaal {balance}. Op zich: {size}.",
            "Figures {year}: {headcount} AWU, turnover {turnover}, balance sheet total {balance}. By itself: {size}.",
        ).format(
            year=year,
            headcount=unknown if totals.headcount is None else f"{totals.headcount.normalize():f}",
            turnover=totals.turnover.as_text() if totals.turnover is not None else unknown,
            balance=totals.balance.as_text() if totals.balance is not None else unknown,
            size=size,
        ),
        (Citation(REC, "art. 2"), Citation(REC, "art. 5")),
    )


def _inertia_reason(years: tuple[int, ...], enterprise: Enterprise) -> Reason:
    if enterprise.founded is not None and enterprise.founded >= years[0]:
        text = Text(
            f"De onderneming is in {enterprise.founded} opgericht: het eerste jaar geeft haar eerste grootte.",
            f"The enterprise was founded in {enterprise.founded}: the first year gives its first size.",
        )
        return Reason(text, (Citation(REC, "art. 4(3)"),))
    text = Text(
        "De grootte verandert pas als de cijfers twee jaren na elkaar boven of onder de drempel liggen.",
        "The size changes only when the figures lie above or below the threshold two years in a row.",
    )
    return Reason(text, (Citation(REC, "art. 4(2)"),))


def _conclusion(outcome: SizeOutcome, enterprise: Enterprise) -> Reason:
    if outcome.value is not None:
        label = outcome.value.label
        return Reason(
            Text(f"{enterprise.name} is een {label.nl}.", f"{enterprise.name} is a {label.en}."), (Citation(REC, "art. 2"),)
        )
    nl, en = (", ".join(missing.what.in_(lang) for missing in outcome.missing) for lang in ("nl", "en"))
    return Reason(
        Text(f"De grootte is nog niet te bepalen. Wat ontbreekt: {nl}.", f"The size cannot be determined yet. Missing: {en}."),
        (Citation(REC, "art. 2"), Citation(REC, "art. 4")),
    )
