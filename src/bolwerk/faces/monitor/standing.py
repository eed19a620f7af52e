"""The standing of the plan as pages show it: totals, chapters, measures, commitments and their evidence."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from django.contrib.auth.models import AnonymousUser
from django.urls import reverse

from bolwerk.engines.progress import (
    LEDGER,
    Assessment,
    CommitmentStanding,
    Delivery,
    Evidence,
    MeasureStanding,
    Milestone,
    Reading,
    Timeliness,
)
from bolwerk.faces.monitor import house, words
from bolwerk.faces.monitor.finding import Wanted
from bolwerk.kernel import Text
from bolwerk.office.cases.models import Case
from bolwerk.office.identity import policies
from bolwerk.office.identity.models import Role, User
from bolwerk.office.progress.live import Tally
from bolwerk.plan import Commitment, Domain, Measure
from bolwerk.plan.show import amount_text, timing_text

Who = User | AnonymousUser | None
CASES = "cases"
"""The register whose subjects are confidential."""


@dataclass(frozen=True, slots=True)
class Totals:
    """Over all commitments of the plan. `measured` counts the measures of which anything is known."""

    commitments: int
    measures: int
    measured: int
    delivery: Mapping[Delivery, int]
    late: int

    @property
    def parts(self) -> tuple[tuple[str, Text, int], ...]:
        """(tone, word, how many) of each state."""
        return tuple((words.DELIVERY_TONE[d], words.delivery_word(d), self.delivery[d]) for d in Delivery)

    @property
    def sentence(self) -> Text:
        done, busy = self.delivery[Delivery.DELIVERED], self.delivery[Delivery.UNDER_WAY]
        silent = self.delivery[Delivery.NOT_ASSESSED]
        return Text(
            f"Van de {self.commitments} beloften in {self.measures} maatregelen zijn er {done} geleverd en {busy} bezig. "
            f"Over {silent} zijn er nog geen gegevens: dat is niet hetzelfde als niets gedaan.",
            f"Of the {self.commitments} commitments in {self.measures} measures, {done} are delivered, {busy} under way. "
            f"Of {silent} there are no data yet: that is not the same as nothing done.",
        )


@dataclass(frozen=True, slots=True)
class SeenCase:
    """A piece of evidence in a case that this person may see."""

    reference: str
    url: str
    day: date
    what: Text


@dataclass(frozen=True, slots=True)
class ProofView:
    """What a reading rests on: counts and days for everybody, references for who may see the case."""

    tallies: tuple[Tally, ...]
    cases: tuple[SeenCase, ...]

    @property
    def count(self) -> int:
        return sum(tally.records for tally in self.tallies)

    @property
    def rows(self) -> tuple[tuple[Text, Text, str, Tally], ...]:
        """(what, register, its public page or "", how many and when)"""
        return tuple((words.kind_word(t.kind), words.register_word(t.register), _page_of(t.register), t) for t in self.tallies)


@dataclass(frozen=True, slots=True)
class ReadingView:
    reading: Reading
    proof: ProofView

    @property
    def sort(self) -> Text:
        return Text("Mijlpaal", "Milestone") if isinstance(self.reading.indicator, Milestone) else Text("Doel", "Target")

    @property
    def label(self) -> Text:
        return self.reading.indicator.label

    @property
    def text(self) -> Text:
        return words.reading_text(self.reading)

    @property
    def percent(self) -> int | None:
        return None if self.reading.progress is None else int(100 * self.reading.progress)

    @property
    def state(self) -> tuple[str, Text]:
        """(tone, word)"""
        if not self.reading.known:
            return "unknown", words.NO_DATA
        match self.reading.holds:
            case True:
                return "good", Text("gehaald", "met")
            case False:
                return "attention", Text("nog niet gehaald", "not met yet")
        return "info", Text("gemeten, zonder doel", "measured, without a goal")


@dataclass(frozen=True, slots=True)
class CommitmentView:
    promise: Commitment
    standing: CommitmentStanding
    own_timing: bool
    readings: tuple[ReadingView, ...] = ()

    @property
    def delivery(self) -> tuple[str, Text]:
        return words.DELIVERY_TONE[self.standing.delivery], words.delivery_word(self.standing.delivery)

    @property
    def timeliness(self) -> tuple[str, Text] | None:
        """None where nothing is known of the delivery: then there is no verdict to show beside it."""
        if self.standing.no_data or self.standing.timeliness is Timeliness.NO_DEADLINE:
            return None
        return words.TIMELINESS_TONE[self.standing.timeliness], self.standing.timeliness.label

    @property
    def all_reasons(self) -> tuple[Text, ...]:
        """Why it stands as it does, for where the readings are not shown apart."""
        return (*words.delivery_reasons(self.standing), *self.standing.timeliness_reasons)

    @property
    def reasons(self) -> tuple[Text, ...]:
        """Those of an attestation or of missing data, then those of the term; readings give theirs themselves."""
        delivery = () if self.readings and not self.standing.attestation else self.standing.delivery_reasons
        return (*delivery, *self.standing.timeliness_reasons)

    @property
    def figures(self) -> tuple[tuple[Text, Text, str], ...]:
        return tuple((a.label, amount_text(a), ", ".join(map(str, a.lines))) for a in self.promise.amounts)

    @property
    def lines(self) -> str:
        return ", ".join(map(str, self.promise.lines))

    @property
    def when(self) -> Text | None:
        return timing_text(self.promise.timing) if self.promise.timing and self.own_timing else None


@dataclass(frozen=True, slots=True)
class MeasureView:
    measure: Measure
    standing: MeasureStanding
    commitments: tuple[CommitmentView, ...]

    @property
    def verdict(self) -> tuple[str, Text]:
        """The on-time verdict of what was assessed."""
        if self.standing.no_data:
            return "unknown", words.NO_DATA
        return words.TIMELINESS_TONE[self.standing.on_time], self.standing.on_time.label

    @property
    def sentence(self) -> Text:
        count = self.standing.commitments
        if self.standing.no_data:
            return Text("{n}, nog geen gegevens.", "{n}, no data yet.").format(n=words.commitments(count))
        parts = [(words.delivery_word(d), self.standing.delivery[d]) for d in Delivery if self.standing.delivery[d]]
        said = Text(", ".join(f"{n} {w.nl}" for w, n in parts), ", ".join(f"{n} {w.en}" for w, n in parts))
        return Text("{n}: {said}.", "{n}: {said}.").format(n=words.commitments(count), said=said)

    @property
    def when(self) -> Text | None:
        return timing_text(self.measure.timing) if self.measure.timing else None

    @property
    def delivery_parts(self) -> tuple[tuple[str, Text, int], ...]:
        return tuple((words.DELIVERY_TONE[d], words.delivery_word(d), self.standing.delivery[d]) for d in Delivery)

    @property
    def timeliness_parts(self) -> tuple[tuple[str, Text, int], ...]:
        return tuple((words.TIMELINESS_TONE[t], t.label, self.standing.timeliness[t]) for t in Timeliness)

    @property
    def fresh(self) -> Text:
        return words.fresh_text(self.standing.fresh_days)

    @property
    def evidence_percent(self) -> int | None:
        return 100 * self.standing.found // self.standing.expected if self.standing.expected else None


@dataclass(frozen=True, slots=True)
class DomainView:
    domain: Domain
    measures: tuple[MeasureView, ...]


def totals(whole: Assessment) -> Totals:
    standings = [standing for measure in whole.measures for standing in measure.standings]
    delivery = Counter(standing.delivery for standing in standings)
    return Totals(
        commitments=len(standings),
        measures=len(whole.measures),
        measured=sum(not measure.no_data for measure in whole.measures),
        delivery={each: delivery[each] for each in Delivery},
        late=sum(standing.timeliness is Timeliness.LATE for standing in standings),
    )


def chapters(whole: Assessment, wanted: Wanted | None = None) -> tuple[DomainView, ...]:
    """The plan by chapter. With `wanted` only measures with a commitment that it accepts, showing those commitments."""
    found = []
    for domain in house.plan().domains:
        views = []
        for measure in domain.measures:
            standing = whole.measure(measure.code)
            shown = _shown(measure, standing, wanted)
            if shown or wanted is None:
                views.append(MeasureView(measure, standing, shown))
        if views:
            found.append(DomainView(domain, tuple(views)))
    return tuple(found)


def measure_view(whole: Assessment, code: str, user: Who) -> MeasureView:
    """A measure with the evidence behind each figure, as far as this person may see it."""
    measure, standing = house.plan().measure(code), whole.measure(code)
    evidence = [e for s in standing.standings for r in s.readings for e in r.evidence]
    seen = _may_see(user, evidence)
    views = tuple(
        CommitmentView(promise, one, promise.timing not in measure.timings, _readings(one, whole.on, seen))
        for promise, one in zip(measure.commitments, standing.standings, strict=True)
    )
    return MeasureView(measure, standing, views)


def _shown(measure: Measure, standing: MeasureStanding, wanted: Wanted | None) -> tuple[CommitmentView, ...]:
    pairs = zip(measure.commitments, standing.standings, strict=True)
    if wanted is None:
        return ()
    return tuple(CommitmentView(promise, one, True) for promise, one in pairs if wanted(measure, promise, one))


def _page_of(register: str) -> str:
    """The page where anyone can look further."""
    pages = {LEDGER: "monitor:money", "calls": "desk:calls"}
    return reverse(pages[register]) if register in pages else ""


def _readings(standing: CommitmentStanding, on: date, seen: Mapping[str, str]) -> tuple[ReadingView, ...]:
    return tuple(
        ReadingView(reading, ProofView(house.live().tallies(reading.indicator, on), _cases(reading, seen)))
        for reading in standing.readings
    )


def _cases(reading: Reading, seen: Mapping[str, str]) -> tuple[SeenCase, ...]:
    return tuple(
        SeenCase(e.subject, seen[e.subject], e.day, words.kind_word(e.kind))
        for e in reading.evidence
        if e.register == CASES and e.subject in seen
    )


def _may_see(user: Who, evidence: Iterable[Evidence]) -> Mapping[str, str]:
    """The address of each case among the evidence that this person may see, by the policy table; nobody unknown sees any."""
    named = {e.subject for e in evidence if e.register == CASES}
    if not named or not isinstance(user, User):
        return {}
    page = "desk:case" if user.roles == {Role.APPLICANT.value} else "workbench:case"
    visible = policies.visible(user, Case.objects.filter(reference__in=named)).values_list("reference", flat=True)
    return {reference: reverse(page, args=[reference]) for reference in visible}
