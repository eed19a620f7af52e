"""The plan as frozen values: domains, measures, commitments, amounts, parties, each with its place in the text."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from functools import cached_property

from bolwerk.kernel import Citation, Money, NotFound, Standing, Text
from bolwerk.plan.numbers import Bound, Unit
from bolwerk.plan.timing import Timing


@dataclass(frozen=True, slots=True, order=True)
class Lines:
    """A range of lines of the official text: 1-based, both ends included."""

    first: int
    last: int

    def __str__(self) -> str:
        return f"{self.first}" if self.first == self.last else f"{self.first}-{self.last}"

    def numbers(self) -> range:
        return range(self.first, self.last + 1)


class Kind(StrEnum):
    """What sort of promise it is: it decides what may count as proof that it was kept."""

    RULE = "rule"
    MONEY = "money"
    LAUNCH = "launch"
    SERVICE = "service"
    STUDY = "study"
    CONSULT = "consult"
    PRINCIPLE = "principle"

    @property
    def label(self) -> Text:
        return _KIND_LABELS[self]


_KIND_LABELS = {
    Kind.RULE: Text("regel: iets wordt ingevoerd, gewijzigd of afgeschaft", "rule: something is made, changed or repealed"),
    Kind.MONEY: Text("geld: middelen worden vrijgemaakt of betaald", "money: funds are set aside or paid"),
    Kind.LAUNCH: Text("start: een dienst, oproep of programma wordt opgezet", "launch: a service, call or programme is set up"),
    Kind.SERVICE: Text("dienst: er wordt hulp of begeleiding gegeven", "service: help or guidance is given"),
    Kind.STUDY: Text("onderzoek: er wordt iets nagegaan of in kaart gebracht", "study: something is examined or mapped"),
    Kind.CONSULT: Text("overleg: er wordt gepraat, bepleit of afgesproken", "consultation: talks, advocacy or an agreement"),
    Kind.PRINCIPLE: Text("beginsel: een maatstaf die altijd geldt", "principle: a standard that always holds"),
}


@dataclass(frozen=True, slots=True)
class Party:
    """A body that the text names. `written` lists the ways in which the text writes it."""

    id: str
    name: Text
    written: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Amount:
    """A figure of the text, typed.

    `value` is `Money` for euro, a `Decimal` for percent and points, an `int` for counts and years, a `date` for a day.
    `before` is the value that it replaces (from 50 to 60 percent), or None.
    `written` holds the words of the text that state it; where the text lists things without a number, `counted` holds the
    listed things and `value` is how many there are.
    """

    id: str
    label: Text
    unit: Unit
    value: Money | Decimal | int | date
    bound: Bound
    before: Money | Decimal | int | date | None
    written: str
    counted: tuple[str, ...]
    lines: tuple[Lines, ...]


@dataclass(frozen=True, slots=True)
class Commitment:
    """One promise of the text, in our own words.

    `owners` must keep it; `partners` are named with them. `measure` is the code of the measure, or of the chapter when the
    promise stands in a chapter's introduction. `timing` is the promise's own or that of its measure; None where the text
    dates it nowhere.
    """

    id: str
    measure: str
    kind: Kind
    text: Text
    owners: tuple[Party, ...]
    partners: tuple[Party, ...]
    timing: Timing | None
    amounts: tuple[Amount, ...]
    conditions: tuple[Text, ...]
    lines: tuple[Lines, ...]

    @property
    def citation(self) -> Citation:
        return Citation("VDP", f"{self.measure}, r. {', '.join(map(str, self.lines))}", Standing.CONFIRMED)


@dataclass(frozen=True, slots=True)
class Measure:
    """A measure. `derived_owners` are competent by their task but not named in this section: shown as derived.

    `facts` are figures that stand beside the promises (how many schools today); `lines` is the whole section.
    """

    code: str
    domain: str
    title: Text
    summary: Text
    owners: tuple[Party, ...]
    partners: tuple[Party, ...]
    derived_owners: tuple[Party, ...]
    timings: tuple[Timing, ...]
    facts: tuple[Amount, ...]
    conditions: tuple[Text, ...]
    commitments: tuple[Commitment, ...]
    lines: tuple[Lines, ...]

    @property
    def timing(self) -> Timing | None:
        """The timing that counts for the measure as a whole, or None where the text gives none."""
        return self.timings[0] if self.timings else None

    @property
    def amounts(self) -> tuple[Amount, ...]:
        """Every figure of the measure: its own, then those of its commitments."""
        return self.facts + tuple(amount for commitment in self.commitments for amount in commitment.amounts)

    @property
    def citation(self) -> Citation:
        return Citation("VDP", self.code, Standing.CONFIRMED)


@dataclass(frozen=True, slots=True)
class Domain:
    """A chapter of the plan. `principles` are the promises of its introduction, which hold for all its measures."""

    code: str
    title: Text
    measures: tuple[Measure, ...]
    principles: tuple[Commitment, ...]


@dataclass(frozen=True)
class Plan:
    """The whole plan, in the order of the text. `date_source` says where its date is from: the text itself has none.

    `seals` keeps, for each cited passage, a hash of the words that stood there (see `seal.py`).
    """

    code: str
    title: Text
    source: Text
    date: date
    date_source: Citation
    parties: tuple[Party, ...]
    facts: tuple[Amount, ...]
    principles: tuple[Commitment, ...]
    domains: tuple[Domain, ...]
    seals: Mapping[str, str]

    @cached_property
    def measures(self) -> tuple[Measure, ...]:
        return tuple(measure for domain in self.domains for measure in domain.measures)

    @cached_property
    def commitments(self) -> tuple[Commitment, ...]:
        """Every promise made in a measure; `measure(commitment.measure)` always finds it."""
        return tuple(commitment for measure in self.measures for commitment in measure.commitments)

    @cached_property
    def promises(self) -> tuple[Commitment, ...]:
        """Every promise of the text: the principles of the plan and of its chapters too."""

        def walk() -> Iterator[Commitment]:
            yield from self.principles
            for domain in self.domains:
                yield from domain.principles
                for measure in domain.measures:
                    yield from measure.commitments

        return tuple(walk())

    def measure(self, code: str) -> Measure:
        """The measure with this code; NotFound otherwise."""
        for measure in self.measures:
            if measure.code == code:
                return measure
        known = ", ".join(measure.code for measure in self.measures)
        raise NotFound(
            Text(f"Het plan heeft geen maatregel '{code[:20]}'.", f"The plan has no measure '{code[:20]}'."),
            mend=Text(f"Kies een van: {known}.", f"Choose one of: {known}."),
        )

    def domain(self, code: str) -> Domain:
        """The chapter with this code; NotFound otherwise."""
        for domain in self.domains:
            if domain.code == code:
                return domain
        known = ", ".join(domain.code for domain in self.domains)
        raise NotFound(
            Text(f"Het plan heeft geen hoofdstuk '{code[:20]}'.", f"The plan has no chapter '{code[:20]}'."),
            mend=Text(f"Kies een van: {known}.", f"Choose one of: {known}."),
        )

    def commitment(self, id: str) -> Commitment:
        """The promise with this id, in a measure or in an introduction; NotFound otherwise."""
        for promise in self.promises:
            if promise.id == id:
                return promise
        raise NotFound(
            Text(f"Het plan heeft geen belofte '{id[:20]}'.", f"The plan has no commitment '{id[:20]}'."),
            mend=Text("Een belofte heet zoals 2.1-a.", "A commitment is named like 2.1-a."),
        )
