"""Indicators as data: TOML files, read with errors that name the file, the entry and the key."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping
from decimal import Decimal
from pathlib import Path

from bolwerk.engines.progress._model import Aggregate, Condition, Indicators, Match, Milestone, Target
from bolwerk.kernel import InvalidInput, Text

_MATCH = {"register", "kind", "where"}
_COMMON = {"id", "commitment", "label", *_MATCH}
_MILESTONE = _COMMON | {"count"}
_TARGET = _COMMON | {"aggregate", "field", "unit", "baseline", "goal", "at_most", "of", "until", "minus"}
_SECOND = {Aggregate.SHARE: "of", Aggregate.MEDIAN_DAYS: "until", Aggregate.SUM: "minus"}


def load(paths: Iterable[Path]) -> Indicators:
    """All `[[milestone]]` and `[[target]]` entries of these files. Raises InvalidInput on anything it does not understand."""
    milestones: list[Milestone] = []
    targets: list[Target] = []
    seen: dict[str, str] = {}
    for path in paths:
        data = _parse(path)
        for key in data.keys() - {"milestone", "target"}:
            raise _bad(path.name, Text(f"'{key}' is hier onbekend.", f"'{key}' is unknown here."), _ONLY_TABLES)
        for name in ("milestone", "target"):
            entries = data.get(name, [])
            if not isinstance(entries, list):
                raise _bad(path.name, Text(f"'{name}' is geen lijst.", f"'{name}' is not a list."), _ONLY_TABLES)
            for number, raw in enumerate(entries, 1):
                entry = _Entry(raw, f"{path.name}: [[{name}]] {number}")
                found = _milestone(entry) if name == "milestone" else _target(entry)
                if found.id in seen:
                    what = Text(f"'{found.id}' staat ook in {seen[found.id]}.", f"'{found.id}' is also in {seen[found.id]}.")
                    raise _bad(f"{entry.where}.id", what, Text("Geef elk een eigen id.", "Give each its own id."))
                seen[found.id] = entry.where
                milestones.extend([found] if isinstance(found, Milestone) else [])
                targets.extend([found] if isinstance(found, Target) else [])
    return Indicators(tuple(milestones), tuple(targets))


class _Entry:
    """One table with typed getters that know where they are."""

    def __init__(self, raw: object, where: str) -> None:
        if not isinstance(raw, dict):
            raise _bad(where, Text("Dit is geen tabel.", "This is not a table."), _ONLY_TABLES)
        self.raw: Mapping[str, object] = raw
        self.where = where

    def only(self, known: set[str]) -> None:
        for key in self.raw:
            if key not in known:
                mend = Text("Kies uit: {known}.", "Choose from: {known}.").format(known=", ".join(sorted(known)))
                raise self.bad(key, Text(f"'{key}' is hier onbekend.", f"'{key}' is unknown here."), mend)

    def text(self, key: str) -> str:
        value = self.raw.get(key)
        if isinstance(value, str) and value.strip():
            return value
        raise self.bad(key, _MISSING, Text("Schrijf een tekst.", "Write a text."))

    def both(self, key: str) -> Text:
        try:
            return Text.read(self.raw.get(key))
        except ValueError as error:
            mend = Text('Schrijf { nl = "…", en = "…" }.', 'Write { nl = "…", en = "…" }.')
            raise self.bad(key, _MISSING, mend) from error

    def number(self, key: str) -> Decimal | None:
        """TOML floats are read as exact decimals."""
        value = self.raw.get(key)
        if value is None:
            return None
        if isinstance(value, bool) or not isinstance(value, int | Decimal):
            raise self.bad(
                key, Text("Dit is geen getal.", "This is not a number."), Text("Schrijf een getal.", "Write a number.")
            )
        return Decimal(value)

    def bad(self, key: str, what: Text, mend: Text) -> InvalidInput:
        return _bad(f"{self.where}.{key}", what, mend)


def _milestone(entry: _Entry) -> Milestone:
    entry.only(_MILESTONE)
    count = entry.raw.get("count", 1)
    if type(count) is not int or count < 1:
        what, mend = Text("Dit is geen aantal.", "This is not a count."), Text("Schrijf 1 of meer.", "Write 1 or more.")
        raise entry.bad("count", what, mend)
    return Milestone(entry.text("id"), entry.text("commitment"), entry.both("label"), _match(entry), count)


def _target(entry: _Entry) -> Target:
    entry.only(_TARGET)
    name = entry.text("aggregate")
    if name not in set(Aggregate):
        mend = Text("Kies uit: {known}.", "Choose from: {known}.").format(known=", ".join(Aggregate))
        raise entry.bad("aggregate", Text(f"'{name}' is onbekend.", f"'{name}' is unknown."), mend)
    aggregate = Aggregate(name)
    at_most = entry.raw.get("at_most", False)
    if not isinstance(at_most, bool):
        raise entry.bad(
            "at_most", Text("Dit is geen ja of nee.", "This is no yes or no."), Text("true of false.", "true or false.")
        )
    return Target(
        id=entry.text("id"),
        commitment=entry.text("commitment"),
        label=entry.both("label"),
        aggregate=aggregate,
        match=_match(entry),
        unit=entry.both("unit"),
        field=entry.text("field") if aggregate is Aggregate.SUM else "",
        other=_second(entry, aggregate),
        baseline=entry.number("baseline") or Decimal(0),
        goal=entry.number("goal"),
        at_most=at_most,
    )


def _second(entry: _Entry, aggregate: Aggregate) -> Match | None:
    """`of` for a share, `until` for days, `minus` (may be left out) for a sum; the others do not belong there."""
    wanted = _SECOND.get(aggregate)
    for key in ("of", "until", "minus", *(["field"] if aggregate is not Aggregate.SUM else [])):
        if key in entry.raw and key != wanted:
            what = Text(f"'{key}' hoort niet bij {aggregate}.", f"'{key}' does not go with {aggregate}.")
            raise entry.bad(key, what, Text("Laat het weg.", "Leave it out."))
    if wanted is None or (wanted not in entry.raw and wanted == "minus"):
        return None
    second = _Entry(entry.raw.get(wanted, {}), f"{entry.where}.{wanted}")
    second.only(_MATCH)
    return _match(second)


def _match(entry: _Entry) -> Match:
    kind = entry.raw.get("kind")
    kinds = [kind] if isinstance(kind, str) else kind
    if not isinstance(kinds, list) or not kinds or not all(isinstance(k, str) and k for k in kinds):
        raise entry.bad(
            "kind", _MISSING, Text("Schrijf een soort of een lijst van soorten.", "Write a kind or a list of kinds.")
        )
    where = entry.raw.get("where", {})
    if not isinstance(where, dict):
        raise entry.bad("where", Text("Dit is geen tabel.", "This is not a table."), _WHERE)
    return Match(entry.text("register"), tuple(kinds), tuple(_condition(entry, f, v) for f, v in where.items()))


def _condition(entry: _Entry, field: str, raw: object) -> Condition:
    key = f"where.{field}"
    if isinstance(raw, dict):
        bounds = _Entry(raw, f"{entry.where}.{key}")
        bounds.only({"min", "max"})
        least, most = bounds.number("min"), bounds.number("max")
        if least is None and most is None:
            raise entry.bad(key, _MISSING, _WHERE)
        return Condition(field, least=least, most=most)
    values = raw if isinstance(raw, list) else [raw]
    if not values or not all(isinstance(value, str | int | bool) for value in values):
        raise entry.bad(key, Text("Deze waarde kan niet.", "This value cannot be used."), _WHERE)
    return Condition(field, one_of=tuple(values))


def _parse(path: Path) -> Mapping[str, object]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"), parse_float=Decimal)
    except OSError as error:
        what = Text("Dit bestand kan niet gelezen worden.", "This file cannot be read.")
        raise _bad(str(path.name), what, Text("Kijk of het er is.", "See whether it is there.")) from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        what = Text("Dit is geen geldig TOML: {why}.", "This is not valid TOML: {why}.").format(why=str(error))
        raise _bad(path.name, what, Text("Verbeter de genoemde regel.", "Correct the line that is named.")) from error


def _bad(where: str, what: Text, mend: Text) -> InvalidInput:
    return InvalidInput(what, where=where, mend=mend)


_MISSING = Text("Dit ontbreekt of is niet goed geschreven.", "This is missing or badly written.")
_WHERE = Text(
    'Schrijf waarden of grenzen: where = { soort = "x", bedrag = { min = 1 } }.',
    'Write values or bounds: where = { sort = "x", amount = { min = 1 } }.',
)
_ONLY_TABLES = Text("Gebruik alleen [[milestone]] en [[target]].", "Use [[milestone]] and [[target]] only.")
