"""From the log of an office to its parameters, and in plain words what the log could not tell."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time
from statistics import fmean, stdev

from bolwerk.engines.simulate._clock import Clock
from bolwerk.engines.simulate._figures import Spread
from bolwerk.engines.simulate._model import Distribution, Lane, Office, Pause, Pool, Rule, Step
from bolwerk.kernel import Calendar, InvalidInput, Text, local_day
from bolwerk.kernel.calendar import BRUSSELS

_ENOUGH = 5
"""Observations below this number say too little of a length to build on."""
_OPENS, _CLOSES = time(9), time(17)
"""What counts as the working day when a log gives moments."""


@dataclass(frozen=True, slots=True)
class LoggedStep:
    """A case was at a step. `started` is when somebody took it up, `left` when it went on; `hours` are hours as registered.

    Moments are aware. What a log does not tell is None, and `by` is "".
    """

    name: str
    label: Text
    started: datetime | None = None
    left: datetime | None = None
    hours: float | None = None
    by: str = ""


@dataclass(frozen=True, slots=True)
class LoggedPause:
    """After the step `step` the case waited for somebody outside, from a day until a day (None: still)."""

    step: str
    label: Text
    since: date
    until: date | None
    stops_clock: bool = True


@dataclass(frozen=True, slots=True)
class LoggedCase:
    """What a log says of one case."""

    lane: str
    label: Text
    received: date
    decided: date | None
    steps: tuple[LoggedStep, ...]
    pauses: tuple[LoggedPause, ...] = ()


@dataclass(frozen=True, slots=True)
class Observed:
    """Lead times as they were: every day, and without the days the clock stood still; decided cases only."""

    cases: int
    decided: int
    lead: Spread | None
    counted: Spread | None


@dataclass(frozen=True, slots=True)
class Fitted:
    """The parameters, what the log shows of lead times to hold them against, and what it could not tell."""

    office: Office
    observed: Mapping[str, Observed]
    notes: tuple[Text, ...]


def fit(
    log: Iterable[LoggedCase],
    *,
    until: date,
    pool: Pool,
    work: Mapping[str, Distribution],
    calendar: Calendar | None = None,
    label: Text | None = None,
) -> Fitted:
    """An office of one pool from a log that is complete up to and including `until`.

    `pool` gives the hours a day, and the staff when the log names nobody. `work` gives the hours of a step (key "": of any)
    where the log has too few. Raises `InvalidInput` when there is no case to learn from, or a step's hours stand nowhere.
    """
    cases = sorted((case for case in log if case.received <= until), key=lambda case: case.received)
    if not cases:
        raise InvalidInput(
            Text("Het logboek bevat geen zaak om uit te leren.", "The log holds no case to learn from."),
            mend=Text("Geef een parameterbestand in plaats van een logboek.", "Give a parameter file instead of a log."),
        )
    notes: list[Text] = []
    first, clock = cases[0].received, Clock(cases[0].received, calendar or Calendar())
    lanes, observed = [], {}
    days = (until - first).days + 1
    if days < 365:
        notes.append(_SHORT.format(days=days))
    for name in dict.fromkeys(case.lane for case in cases):
        of_lane = [case for case in cases if case.lane == name]
        observed[name] = _observed(of_lane)
        if open_yet := len(of_lane) - observed[name].decided:
            notes.append(_UNDECIDED.format(lane=of_lane[0].label, n=open_yet))
        steps = tuple(_step(*one, of_lane, pool, work, clock, notes) for one in _steps(of_lane))
        lanes.append(Lane(name, of_lane[0].label, steps, per_year=len(of_lane) * 365 / days))
    named = {step.by for case in cases for step in case.steps if step.by}
    notes.append(_NAMED.format(n=len(named)) if named else _NOBODY.format(n=pool.staff))
    found = replace(pool, staff=len(named)) if named else pool
    title = label or Text("uit het logboek", "from the log")
    return Fitted(
        Office(title, tuple(lanes), (found,), until, Rule.FIFO, calendar or Calendar()), observed, tuple(dict.fromkeys(notes))
    )


def _observed(cases: Sequence[LoggedCase]) -> Observed:
    decided = [(case, case.decided) for case in cases if case.decided]
    lead = [(day - case.received).days for case, day in decided]
    counted = [days - _stopped(case, day) for days, (case, day) in zip(lead, decided, strict=True)]
    return Observed(len(cases), len(decided), Spread.of(lead), Spread.of(counted))


def _stopped(case: LoggedCase, decided: date) -> int:
    """Days the clock stood still; days on which two pauses overlap count once."""
    still: set[int] = set()
    for pause in case.pauses:
        if pause.stops_clock:
            still |= set(range(pause.since.toordinal() + 1, (pause.until or decided).toordinal() + 1))
    return len(still)


def _steps(cases: Sequence[LoggedCase]) -> list[tuple[str, Text]]:
    """The steps in the order in which cases first came to them."""
    found: dict[str, Text] = {}
    for case in cases:
        for step in case.steps:
            found.setdefault(step.name, step.label)
    if not found:
        raise InvalidInput(
            Text("In het logboek staat geen enkele stap.", "The log shows no step at all."),
            mend=Text("Geef een parameterbestand in plaats van een logboek.", "Give a parameter file instead of a log."),
        )
    return list(found.items())


def _step(
    name: str,
    label: Text,
    cases: Sequence[LoggedCase],
    pool: Pool,
    work: Mapping[str, Distribution],
    clock: Clock,
    notes: list[Text],
) -> Step:
    passed = [step for case in cases for step in case.steps if step.name == name]
    share = len({id(case) for case in cases for step in case.steps if step.name == name}) / len(cases)
    registered = [step.hours for step in passed if step.hours is not None]
    spans = [
        (_working(step.left, clock, cases[0].received) - _working(step.started, clock, cases[0].received)) * pool.hours
        for step in passed
        if step.hours is None and step.started and step.left
    ]
    if len(registered) >= _ENOUGH:
        length = _gamma(registered)
    elif len(spans) >= _ENOUGH:
        length = _gamma(spans)
        notes.append(_ALONE.format(step=label))
    else:
        length = _assumed(name, label, work, notes)
    if share < 1:
        notes.append(_SOME.format(step=label, share=f"{100 * share:.0f}"))
        length = replace(length, mean=length.mean * share, values=tuple(one * share for one in length.values))
    return Step(name, label, pool.name, length, _pause(name, label, cases, notes))


def _assumed(name: str, label: Text, work: Mapping[str, Distribution], notes: list[Text]) -> Distribution:
    found = work.get(name) or work.get("")
    if found is None:
        raise InvalidInput(
            Text(
                "Voor '{step}' zegt het logboek niet hoeveel uren werk het vraagt.",
                "For '{step}' the log does not tell the hours of work.",
            ).format(step=label),
            where=name,
            mend=Text(
                "Geef een parameterbestand met een stap van die naam.", "Give a parameter file with a step of that name."
            ),
        )
    notes.append(_ASSUMED.format(step=label, hours=f"{found.mean:g}"))
    return found


def _pause(name: str, label: Text, cases: Sequence[LoggedCase], notes: list[Text]) -> Pause | None:
    """How often the case waits after the step, and the days as they were observed."""
    waited = [[pause for pause in case.pauses if pause.step == name] for case in cases]
    some = [pauses for pauses in waited if pauses]
    if not some:
        return None
    ended = [
        sum((one.until - one.since).days for one in pauses if one.until) for pauses in some if all(p.until for p in pauses)
    ]
    if len(ended) < len(some):
        notes.append(_WAITING.format(step=label, n=len(some) - len(ended)))
    if not ended:
        notes.append(_NO_END.format(step=label))
        return None
    stops = [one.stops_clock for pauses in some for one in pauses]
    return Pause(
        some[0][0].label,
        len(some) / len(cases),
        Distribution.empirical(tuple(float(n) for n in ended)),
        2 * sum(stops) >= len(stops),
    )


def _gamma(hours: Sequence[float]) -> Distribution:
    """By moments."""
    mean = fmean(hours)
    return Distribution.gamma(mean, stdev(hours) / mean) if mean else Distribution.fixed(0)


def _working(moment: datetime, clock: Clock, start: date) -> float:
    """The moment in working days; before nine is the start of the working day, after five its end."""
    own = moment.astimezone(BRUSSELS)
    minutes = (own.hour - _OPENS.hour) * 60 + own.minute + own.second / 60
    part = min(max(minutes / ((_CLOSES.hour - _OPENS.hour) * 60), 0.0), 1.0)
    return clock.working((local_day(moment) - start).days + part)


_SHORT = Text(
    "Het logboek beslaat {days} dagen, minder dan een jaar: drukke en stille maanden blijven onzichtbaar.",
    "The log covers {days} days, less than a year: busy and quiet months stay unseen.",
)
_UNDECIDED = Text(
    "Spoor '{lane}': {n} zaken lopen nog. Hun doorlooptijd is niet bekend en telt niet mee.",
    "Lane '{lane}': {n} cases still run. Their lead time is not known and does not count.",
)
_ALONE = Text(
    "Stap '{step}': de uren volgen uit begin en einde. Wie ook iets anders deed, lijkt langer bezig: een bovengrens.",
    "Step '{step}': the hours follow from start and end. Who also did other work seems busy longer: an upper bound.",
)
_SOME = Text(
    "Stap '{step}': {share} % van de zaken komt er. De uren zijn naar dat aandeel verkleind.",
    "Step '{step}': {share} % of the cases come there. The hours are scaled to that share.",
)
_ASSUMED = Text(
    "Stap '{step}': het logboek zegt niet hoeveel uren werk het vraagt. Gerekend is met {hours} uur uit de parameters.",
    "Step '{step}': the log does not tell the hours of work. Reckoned with {hours} hours from the parameters.",
)
_WAITING = Text(
    "Stap '{step}': {n} schorsingen lopen nog; hun duur telt niet mee.",
    "Step '{step}': {n} suspensions still run; their length does not count.",
)
_NO_END = Text(
    "Stap '{step}': geen enkele schorsing is al geëindigd; er is met geen schorsing gerekend.",
    "Step '{step}': no suspension has ended yet; none is reckoned with.",
)
_NAMED = Text(
    "In het logboek handelden {n} mensen. Dat is het aantal namen, niet het aantal voltijdse banen.",
    "In the log {n} people acted. That is the number of names, not of full-time posts.",
)
_NOBODY = Text(
    "Het logboek noemt niemand bij naam. Gerekend is met {n} mensen uit de parameters.",
    "The log names nobody. Reckoned with {n} people from the parameters.",
)
