"""A version of a control list: dated entries in a tree; and what changed between two versions."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Any, Literal

from bolwerk.engines.goods._codes import Code, ListName, read_code, read_list_name
from bolwerk.kernel import InvalidInput, NotFound, Standing, Text

Tongue = Literal["nl", "en", "fr", "de"]
TONGUES: tuple[Tongue, ...] = ("nl", "en", "fr", "de")
"""The languages in which list texts and descriptions are read."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One code with its text, and what stands as a note below it, by language. `unused`: kept free, no goods fall under it."""

    code: Code
    texts: Mapping[str, str]
    notes: Mapping[str, str] = field(default_factory=dict)
    unused: bool = False

    def text(self, lang: str) -> tuple[str, str]:
        """(text, its language): in `lang` when there is one, else English, else any."""
        for tongue in (lang, "en", *TONGUES):
            if self.texts.get(tongue):
                return self.texts[tongue], tongue
        return "", lang

    def note(self, lang: str) -> str:
        return self.notes.get(lang) or self.notes.get("en") or next(iter(self.notes.values()), "")


@dataclass(frozen=True)
class ListVersion:
    """One version of one list. `short`: only short titles. `findings`: what seemed wrong when it was read."""

    list: ListName
    version: str
    valid_from: date
    entries: tuple[Entry, ...]
    source: str = ""
    standing: Mapping[str, Standing] = field(default_factory=dict)
    short: bool = False
    findings: tuple[str, ...] = ()

    @cached_property
    def by_code(self) -> Mapping[Code, Entry]:
        return {entry.code: entry for entry in self.entries}

    @cached_property
    def _children(self) -> Mapping[Code | None, tuple[Entry, ...]]:
        found: dict[Code | None, list[Entry]] = {}
        for entry in self.entries:
            found.setdefault(self.above(entry.code), []).append(entry)
        return {code: tuple(rows) for code, rows in found.items()}

    @cached_property
    def digest(self) -> str:
        """Of what the version says, whatever order it came in."""
        raw = json.dumps(self.as_json(), sort_keys=True, ensure_ascii=False)
        return hashlib.sha256(raw.encode()).hexdigest()

    @property
    def languages(self) -> tuple[Tongue, ...]:
        spoken = {tongue for entry in self.entries for tongue in entry.texts}
        return tuple(tongue for tongue in TONGUES if tongue in spoken)

    def above(self, code: Code) -> Code | None:
        """The nearest code above that has an entry here."""
        return next((one for one in code.ancestors if one in self.by_code), None)

    def path(self, code: Code) -> tuple[Entry, ...]:
        """The entries above `code`, from the top down."""
        return tuple(self.by_code[one] for one in reversed(code.ancestors) if one in self.by_code)

    def children(self, code: Code | None) -> tuple[Entry, ...]:
        """The entries right below; of None: the top of the list."""
        return self._children.get(code, ())

    def entry(self, code: Code) -> Entry:
        """Raises `NotFound` that names the nearest entry above."""
        if found := self.by_code.get(code):
            return found
        above = self.above(code)
        mend = (
            Text(f"Wel is er {above}. Kijk daar verder.", f"There is {above}. Look on from there.")
            if above
            else Text("Kijk de code na, of zoek met een omschrijving.", "Check the code, or search with a description.")
        )
        if self.short and above:
            mend = Text(
                f"Hier staan alleen korte titels. Lees {above} en de officiële tekst.",
                f"Only short titles are here. Read {above} and the official text.",
            )
        raise NotFound(
            Text(f"{code} staat niet in versie {self.version}.", f"{code} is not in version {self.version}."),
            where=str(code),
            mend=mend,
        )

    def as_json(self) -> dict[str, Any]:
        return {
            "list": self.list.value,
            "version": self.version,
            "valid_from": self.valid_from.isoformat(),
            "source": self.source,
            "standing": {tongue: standing.value for tongue, standing in sorted(self.standing.items())},
            "short": self.short,
            "findings": list(self.findings),
            "entries": [
                {
                    "code": str(e.code),
                    "text": dict(sorted(e.texts.items())),
                    "note": dict(sorted(e.notes.items())),
                    "unused": e.unused,
                }
                for e in self.entries
            ],
        }

    @classmethod
    def from_json(cls, raw: Mapping[str, Any]) -> ListVersion:
        return cls(
            list=read_list_name(raw["list"]),
            version=raw["version"],
            valid_from=date.fromisoformat(raw["valid_from"]),
            entries=in_order(Entry(read_code(e["code"]), e["text"], e["note"], e["unused"]) for e in raw["entries"]),
            source=raw["source"],
            standing={tongue: Standing(value) for tongue, value in raw["standing"].items()},
            short=raw["short"],
            findings=tuple(raw["findings"]),
        )

    def joined(self, other: ListVersion, *, replace: bool = False) -> ListVersion:
        """With the languages of `other`, the same version. Raises `InvalidInput` where a text would be overwritten."""
        clash = next(
            (
                e.code
                for e in other.entries
                if e.code in self.by_code
                for t in e.texts
                if self.by_code[e.code].texts.get(t, e.texts[t]) != e.texts[t]
            ),
            None,
        )
        if clash and not replace:
            raise InvalidInput(
                Text(
                    f"Versie {self.version} heeft al een andere tekst voor {clash}.",
                    f"Version {self.version} has another text for {clash} already.",
                ),
                where=str(clash),
                mend=Text(
                    "Geef deze tekst een eigen versie, of vervang met --replace.",
                    "Give this text a version of its own, or replace with --replace.",
                ),
            )
        merged = dict(self.by_code)
        for entry in other.entries:
            old = merged.get(entry.code)
            merged[entry.code] = Entry(
                entry.code,
                {**(old.texts if old else {}), **entry.texts},
                {**(old.notes if old else {}), **entry.notes},
                entry.unused,
            )
        return ListVersion(
            self.list,
            self.version,
            self.valid_from,
            in_order(merged.values()),
            " · ".join(dict.fromkeys(one for one in (self.source, other.source) if one)),
            {**self.standing, **other.standing},
            self.short and other.short,
            tuple(dict.fromkeys((*self.findings, *other.findings))),
        )


def in_order(entries: Iterable[Entry]) -> tuple[Entry, ...]:
    """As the list itself runs."""
    return tuple(sorted(entries, key=lambda entry: entry.code.order))


@dataclass(frozen=True, slots=True)
class Changed:
    """One code whose text or note is not the same in both versions, in one language."""

    code: Code
    lang: str
    old: str
    new: str


@dataclass(frozen=True, slots=True)
class Difference:
    """What came, went and changed from one version to a later one. `languages`: in which texts could be compared."""

    old: ListVersion
    new: ListVersion
    added: tuple[Entry, ...]
    removed: tuple[Entry, ...]
    changed: tuple[Changed, ...]
    languages: tuple[Tongue, ...]

    def __bool__(self) -> bool:
        return bool(self.added or self.removed or self.changed)


def difference(old: ListVersion, new: ListVersion) -> Difference:
    """Codes that came and went, and texts that changed in the languages that both have. Raises `InvalidInput` for two lists."""
    if old.list is not new.list:
        raise InvalidInput(
            Text("Dit zijn twee verschillende lijsten.", "These are two different lists."),
            where=f"{old.list.value}, {new.list.value}",
            mend=Text("Vergelijk twee versies van dezelfde lijst.", "Compare two versions of the same list."),
        )
    both = tuple(tongue for tongue in old.languages if tongue in new.languages)
    return Difference(
        old,
        new,
        tuple(entry for entry in new.entries if entry.code not in old.by_code),
        tuple(entry for entry in old.entries if entry.code not in new.by_code),
        tuple(
            change
            for entry in new.entries
            if entry.code in old.by_code
            for change in _changes(old.by_code[entry.code], entry, both)
        ),
        both,
    )


def _changes(old: Entry, new: Entry, languages: Iterable[str]) -> Iterable[Changed]:
    for tongue in languages:
        before, after = old.texts.get(tongue, ""), new.texts.get(tongue, "")
        if old.unused != new.unused or before != after:
            yield Changed(new.code, tongue, before, after)
        elif old.notes.get(tongue, "") != new.notes.get(tongue, ""):
            yield Changed(new.code, tongue, old.notes.get(tongue, ""), new.notes.get(tongue, ""))
