"""A hash chain: each record is bound to the one before it in the journal. Pure: no database, no clock.

A record is a tuple of texts. Its hash is SHA-256 over the hash before it and those texts, parted by the unit separator
(U+001F), which no text may contain: so no two different records read the same. A payload goes in as canonical JSON.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from hashlib import sha256
from typing import NamedTuple
from uuid import UUID

from bolwerk.kernel import InvalidInput, Money, Text

GENESIS = "0" * 64
SEPARATOR = "\x1f"
_LARGEST = 2**63 - 1


@dataclass(frozen=True, slots=True)
class Finding:
    """Something in the log that cannot be right. `register` and `seq` name the record, `subject` the case or envelope."""

    code: str
    register: str
    subject: str
    seq: int
    what: Text

    @property
    def where(self) -> str:
        """`cases 17 (INV-2025-0007)`."""
        return f"{self.register} {self.seq}" + (f" ({self.subject})" if self.subject else "")

    @property
    def mend(self) -> Text:
        return Text(
            "Zet een back-up van voor de wijziging terug, of leg het verschil voor aan de auditor.",
            "Restore a backup from before the change, or lay the difference before the auditor.",
        )

    def as_json(self) -> dict[str, object]:
        return {
            "code": self.code,
            "register": self.register,
            "subject": self.subject,
            "seq": self.seq,
            "where": self.where,
            "what": self.what.as_json(),
        }


@dataclass(frozen=True, slots=True)
class Head:
    """How far the journal stood, and the hash it had there. Kept elsewhere, it proves that nothing before it was changed."""

    seq: int
    hash: str
    at: str = ""


class Row(NamedTuple):
    """One record as the chain sees it: `seq` counts in the journal, `subject_seq` within its case or envelope."""

    register: str
    seq: int
    subject: str
    subject_seq: int
    subject_prev: str
    hash: str
    fields: Sequence[str]


def canonical(value: object) -> str:
    """JSON with sorted keys and no spaces: one value, one text. Money becomes cents, days and moments ISO, decimals text.

    A float, a number past 64 bits or a text that no database keeps as it is (NUL, half a character) is refused.
    """
    try:
        return json.dumps(plain(value), ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    except (TypeError, ValueError) as error:
        raise _unfit(str(error)) from error


def plain(value: object) -> object:
    """`value` in lists, dicts, texts, integers, booleans and None."""
    match value:
        case None | bool():
            return value
        case int():
            if abs(value) > _LARGEST:
                raise ValueError("a number is too large")
            return int(value)
        case str():
            if "\x00" in value:
                raise ValueError("a text holds a NUL character")
            value.encode()
            return str(value)
        case Money(cents=cents):
            return cents
        case datetime():
            return stamp(value)
        case date():
            return value.isoformat()
        case Decimal():
            return format(value, "f")
        case UUID():
            return str(value)
        case Text():
            return value.as_json()
        case Mapping():
            return {_name(key): plain(part) for key, part in value.items()}
        case list() | tuple() | set() | frozenset():
            return [plain(part) for part in (sorted(value) if isinstance(value, set | frozenset) else value)]
    raise TypeError(f"{type(value).__name__} cannot be kept in the log")


def stamp(at: datetime) -> str:
    """A moment as it goes into the chain: UTC, to the microsecond, always 26 characters."""
    if at.tzinfo is None:
        raise ValueError("a moment needs its time zone")
    return at.astimezone(UTC).strftime("%Y-%m-%d %H:%M:%S.%f").rjust(26, "0")


def link(previous: str, fields: Sequence[str]) -> str:
    """The hash of a record of `fields` that follows `previous`."""
    if any(SEPARATOR in field for field in fields):
        raise _unfit("a text holds the unit separator U+001F")
    return sha256(SEPARATOR.join((previous, *fields)).encode()).hexdigest()


def verify(rows: Iterable[tuple[str, int, str, int, str, str, Sequence[str]]], heads: Iterable[Head] = ()) -> Iterator[Finding]:
    """What is wrong with `rows` (each shaped as a `Row`), given in order of their journal number, from the first record on.

    Finds an edit, a drop, an insert, a swap, and, against `heads` that were kept elsewhere, a truncation or a rewritten
    chain. Time is linear; memory is one entry per case or envelope.
    """
    known = {head.seq: head.hash for head in heads}
    last: dict[str, tuple[int, str]] = {}
    first = (0, GENESIS)
    expected, previous = 1, GENESIS
    for register, seq, subject, subject_seq, subject_prev, digest, fields in rows:
        if seq != expected:
            yield _gap(register, subject, seq, expected)
        if sha256(SEPARATOR.join((previous, *fields)).encode("utf-8", "surrogatepass")).hexdigest() != digest:
            yield _changed(register, subject, seq)
        number, head = last.get(subject, first)
        if subject_seq != number + 1 or subject_prev != head:
            yield _broken(register, subject, seq)
        if seq in known and known.pop(seq) != digest:
            yield _rewritten(register, subject, seq)
        last[subject] = (number + 1, digest)
        expected, previous = seq + 1, digest
    for seq in sorted(known):
        if seq:
            yield _truncated(seq, expected - 1)


def _name(key: object) -> str:
    if not isinstance(key, str):
        raise TypeError(f"a name in the log is a text, not {type(key).__name__}")
    return str(plain(key))


def _gap(register: str, subject: str, seq: int, expected: int) -> Finding:
    return Finding(
        "gap",
        register,
        subject,
        seq,
        Text(
            f"Na nummer {expected - 1} van het journaal komt nummer {seq}: er is iets weggehaald, bijgezet of verwisseld.",
            f"Number {expected - 1} of the journal is followed by number {seq}: something was removed, added or swapped.",
        ),
    )


def _changed(register: str, subject: str, seq: int) -> Finding:
    return Finding(
        "changed",
        register,
        subject,
        seq,
        Text(
            f"Nummer {seq} van het journaal past niet bij zijn hash: het is gewijzigd, of wat ervoor stond is gewijzigd.",
            f"Number {seq} of the journal does not fit its hash: it was changed, or what stood before it was.",
        ),
    )


def _broken(register: str, subject: str, seq: int) -> Finding:
    return Finding(
        "broken",
        register,
        subject,
        seq,
        Text(
            f"Nummer {seq} van het journaal sluit niet aan op het vorige van hetzelfde dossier of krediet.",
            f"Number {seq} of the journal does not follow the one before it of the same case or envelope.",
        ),
    )


def _rewritten(register: str, subject: str, seq: int) -> Finding:
    return Finding(
        "rewritten",
        register,
        subject,
        seq,
        Text(
            f"Nummer {seq} heeft een andere hash dan het bewaarde ankerpunt: het journaal tot daar is herschreven.",
            f"Number {seq} has another hash than the anchor that was kept: the journal up to there was rewritten.",
        ),
    )


def _truncated(seq: int, last: int) -> Finding:
    return Finding(
        "truncated",
        "journal",
        "",
        seq,
        Text(
            f"Het journaal stopt bij nummer {last}, maar een bewaard ankerpunt staat op nummer {seq}: er is een stuk weg.",
            f"The journal stops at number {last}, but an anchor that was kept stands at number {seq}: a part is gone.",
        ),
    )


def _unfit(why: str) -> InvalidInput:
    return InvalidInput(
        Text(f"Dit kan niet in het dossier worden bewaard: {why}.", f"This cannot be kept in the case: {why}."),
        mend=Text(
            "Geef bedragen in cent, decimale getallen als tekst, en gewone tekst zonder stuurtekens.",
            "Give amounts in cents, decimals as text, and plain text without control characters.",
        ),
    )
