"""An office from a parameter file (TOML), with errors that name the file, the place and how to mend it."""

from __future__ import annotations

import math
import re
import tomllib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, TypeVar

from bolwerk.engines.simulate._model import Distribution, Lane, Office, Pause, Pool, Rule, Shape, Step
from bolwerk.kernel import InvalidInput, Text

T = TypeVar("T")
_DAY = date(2026, 1, 5)
_LARGEST = 1_000_000


def read(text: str, *, where: str) -> Office:
    """The office of a parameter file. Raises `InvalidInput` naming the line for broken TOML, else the key that is wrong."""
    if len(text) > _LARGEST:
        raise _At(where).bad(Text("Dit bestand is te groot.", "This file is too large."))
    root = _At(where, _toml(text, where))
    root.only("title", "start", "rule", "per_year", "pool", "lane")
    pools = tuple(_pool(one) for one in root.many("pool"))
    total = root.number("per_year", 0)
    lanes = root.many("lane")
    shares = [lane.number("share", 0, most=1) for lane in lanes]
    if total and abs(sum(shares) - 1) > 1e-6:
        raise root.at("lane").bad(
            Text(
                f"De aandelen van de sporen zijn samen {sum(shares):g}.", f"The shares of the lanes add up to {sum(shares):g}."
            ),
            Text("Maak er samen 1 van.", "Make them add up to 1."),
        )
    found = tuple(_lane(one, total * share) for one, share in zip(lanes, shares, strict=True))
    names = [*(pool.name for pool in pools), *(lane.name for lane in found)]
    if twice := next((name for name in names if names.count(name) > 1), None):
        raise root.bad(
            Text(f"De naam '{twice}' staat er twee keer.", f"The name '{twice}' stands twice."),
            Text("Geef elk spoor en elke ploeg een eigen naam.", "Give every lane and every pool a name of its own."),
        )
    return Office(
        label=root.text("title"),
        lanes=found,
        pools=pools,
        start=root.day("start", _DAY),
        rule=root.one_of("rule", Rule, Rule.FIFO),
    )


def _toml(text: str, where: str) -> dict[str, Any]:
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        found = re.search(r"at line (\d+), column (\d+)", str(error))
        spot = f"{where}:{found[1]}:{found[2]}" if found else where
        raise InvalidInput(
            Text("Dit is geen geldig TOML-bestand.", "This is not a valid TOML file."),
            where=spot,
            mend=Text("Kijk op die plaats naar aanhalingstekens en haakjes.", "Check quotes and brackets at that place."),
        ) from error


def _pool(at: _At) -> Pool:
    at.only("name", "label", "staff", "hours")
    staff, hours = at.number("staff", least=1), at.number("hours", least=0.1, most=24)
    return Pool(at.word("name"), at.text("label"), int(staff), hours)


def _lane(at: _At, rate: float) -> Lane:
    at.only("name", "label", "share", "per_year", "arrivals", "term", "term_from", "step")
    arrivals = at.raw.get("arrivals", [])
    if not isinstance(arrivals, list) or any(isinstance(day, datetime) or not isinstance(day, date) for day in arrivals):
        raise at.at("arrivals").bad(
            Text("Een dag van aankomst is geen datum.", "A day of arrival is not a date."),
            Text("Schrijf: arrivals = [2026-01-05, 2026-01-07]", "Write: arrivals = [2026-01-05, 2026-01-07]"),
        )
    own = at.number("per_year", 0)
    if (rate > 0) + (own > 0) + bool(arrivals) != 1:
        raise at.bad(
            Text("Het is niet duidelijk hoeveel zaken er komen.", "It is not clear how many cases come."),
            Text(
                "Geef één van deze: per_year en share bovenaan en hier, per_year hier, of arrivals.",
                "Give one of these: per_year on top with share here, per_year here, or arrivals.",
            ),
        )
    term = int(at.number("term")) if "term" in at.raw else None
    steps = tuple(_step(one) for one in at.many("step"))
    law = at.word("term_from") if "term_from" in at.raw else ""
    return Lane(at.word("name"), at.text("label"), steps, rate or own, tuple(arrivals), term, law)


def _step(at: _At) -> Step:
    at.only("name", "label", "pool", "work", "pause")
    pause = _pause(at.inside("pause")) if "pause" in at.raw else None
    return Step(at.word("name"), at.text("label"), at.word("pool"), _distribution(at.inside("work")), pause)


def _pause(at: _At) -> Pause:
    at.only("label", "probability", "days", "stops_clock")
    stops = at.raw.get("stops_clock", True)
    if not isinstance(stops, bool):
        raise at.at("stops_clock").bad(
            Text("Dit is geen ja of nee.", "This is no yes or no."), Text("Schrijf true of false.", "Write true or false.")
        )
    return Pause(at.text("label"), at.number("probability", most=1), _distribution(at.inside("days")), stops)


def _distribution(at: _At) -> Distribution:
    at.only("shape", "mean", "cv", "values", "fixed")
    if "values" in at.raw:
        values = at.raw["values"]
        if not isinstance(values, list) or not values or any(not _is_number(one) or one < 0 for one in values):
            raise at.at("values").bad(
                Text(
                    "De waarnemingen zijn geen lijst van getallen vanaf 0.", "The observations are no list of numbers from 0."
                ),
                Text("Schrijf: values = [3, 5, 8]", "Write: values = [3, 5, 8]"),
            )
        return Distribution.empirical(tuple(float(one) for one in values))
    if "fixed" in at.raw:
        return Distribution.fixed(at.number("fixed"))
    shape = at.one_of("shape", Shape, Shape.GAMMA)
    return Distribution(shape, at.number("mean"), at.number("cv", 1.0))


@dataclass(frozen=True, slots=True)
class _At:
    """A place in the file: its name for errors, and what stands there."""

    where: str
    raw: Any = None

    def at(self, key: str, raw: Any = None) -> _At:
        return _At(f"{self.where}: {key}" if ": " not in self.where else f"{self.where}.{key}", raw)

    def bad(self, what: Text, mend: Text | None = None) -> InvalidInput:
        looked = Text("Kijk naar examples/leadtime.toml.", "Look at examples/leadtime.toml.")
        return InvalidInput(what, where=self.where, mend=mend or looked)

    def only(self, *known: str) -> None:
        for key in self.raw:
            if key not in known:
                raise self.at(key).bad(
                    Text(f"De sleutel '{key}' kennen we niet.", f"We do not know the key '{key}'."),
                    Text(f"Kies uit: {', '.join(known)}.", f"Choose from: {', '.join(known)}."),
                )

    def inside(self, key: str) -> _At:
        return self.at(key, self._have(key, lambda raw: isinstance(raw, dict), Text("een groep { … }", "a group { … }")))

    def many(self, key: str) -> Sequence[_At]:
        wanted = Text(f"minstens één [[{key}]]", f"at least one [[{key}]]")
        found = self._have(
            key, lambda raw: isinstance(raw, list) and bool(raw) and all(isinstance(one, dict) for one in raw), wanted
        )
        return [self.at(f"{key}[{one.get('name', number)}]", one) for number, one in enumerate(found, 1)]

    def word(self, key: str) -> str:
        fits = Text("een naam in kleine letters, cijfers, - of _", "a name in lower case letters, digits, - or _")
        return str(self._have(key, lambda raw: isinstance(raw, str) and bool(re.fullmatch(r"[a-z0-9_.\-]+", raw)), fits))

    def text(self, key: str) -> Text:
        def pair(raw: object) -> bool:
            return isinstance(raw, Mapping) and set(raw) == {"nl", "en"} and all(isinstance(v, str) and v for v in raw.values())

        return Text.read(self._have(key, pair, Text('{ nl = "…", en = "…" }', '{ nl = "…", en = "…" }')))

    def day(self, key: str, otherwise: date) -> date:
        raw = self.raw.get(key, otherwise)
        if isinstance(raw, datetime) or not isinstance(raw, date):
            raise self.at(key).bad(
                Text("Dit is geen datum.", "This is not a date."), Text("Schrijf: 2026-01-05", "Write: 2026-01-05")
            )
        return raw

    def number(self, key: str, otherwise: float | None = None, *, least: float = 0, most: float = 1e6) -> float:
        if key not in self.raw and otherwise is not None:
            return otherwise
        fits = Text(f"een getal van {least:g} tot {most:g}", f"a number from {least:g} to {most:g}")
        return float(self._have(key, lambda raw: _is_number(raw) and least <= raw <= most, fits))

    def one_of(self, key: str, kind: type[T], otherwise: T) -> T:
        if key not in self.raw:
            return otherwise
        known = [str(one) for one in kind]  # type: ignore[attr-defined]
        fits = Text(f"een van {', '.join(known)}", f"one of {', '.join(known)}")
        return kind(self._have(key, lambda raw: raw in known, fits))  # type: ignore[call-arg]

    def _have(self, key: str, fits: Callable[[Any], bool], wanted: Text) -> Any:
        if key not in self.raw:
            raise self.at(key).bad(
                Text(f"De sleutel '{key}' ontbreekt.", f"The key '{key}' is missing."),
                Text("Schrijf {wanted}.", "Write {wanted}.").format(wanted=wanted),
            )
        raw = self.raw[key]
        if not fits(raw):
            shown = str(raw)[:40]
            raise self.at(key).bad(
                Text("'{shown}' past hier niet.", "'{shown}' does not fit here.").format(shown=shown),
                Text("Schrijf {wanted}.", "Write {wanted}.").format(wanted=wanted),
            )
        return raw


def _is_number(raw: object) -> bool:
    return isinstance(raw, int | float) and not isinstance(raw, bool) and math.isfinite(raw)
