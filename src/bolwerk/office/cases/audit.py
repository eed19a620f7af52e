"""Proof that nobody changed the record: every link of the journal, every cache beside it, and what was published of it.

See README.md for what this finds, and against whom.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator
from datetime import date
from itertools import chain, islice
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.signing import BadSignature, Signer
from django.db import DatabaseError, connection

from bolwerk.engines.procedures import OPENED
from bolwerk.kernel import BolwerkError, Text
from bolwerk.office import log
from bolwerk.office.cases import journal
from bolwerk.office.cases.models import Case, Counter
from bolwerk.office.cases.records import Journal
from bolwerk.office.cases.replay import replayed
from bolwerk.office.cases.services import identity
from bolwerk.office.log import Finding, Head

Advance = Callable[[int], Any]
_EACH = 1_000


def size() -> int:
    """How many records the registers hold."""
    return sum(model._base_manager.count() for model in journal.REGISTERS.values())


def heads() -> dict[str, Any]:
    """How far the journal is and its hash there, with the number of records per register: what to publish or keep elsewhere."""
    head = Journal.objects.filter(pk=Journal.ONLY).first() or Journal()
    counts = {name: model._base_manager.count() for name, model in sorted(journal.REGISTERS.items())}
    return {"journal": {"seq": head.seq, "hash": head.hash}, "registers": counts}


def verify(advance: Advance | None = None, anchors: Iterable[Head] = ()) -> tuple[Finding, ...]:
    """Everything that is wrong with the record: chain, anchors, heads, cases, counters and, register by register, totals.

    `advance(n)` is called as records go by. `anchors` are heads that were kept elsewhere; those of the anchor file count too.
    """
    kept, forged = read_anchors()
    return (*forged, *_chains([*kept, *anchors], advance or (lambda _: None)), *_safely(_cases), *_safely(_others))


def anchor(day: date) -> Head | None:
    """Write the head of the journal, signed, to the anchor file beside the database: once a day, when it has moved.

    Published elsewhere (`bolwerk audit heads`, the file itself), it proves that nothing before it was changed or dropped.
    """
    kept, _ = read_anchors()
    head = Journal.objects.filter(pk=Journal.ONLY).first()
    if head is None or head.seq == 0 or (kept and (kept[-1].seq >= head.seq or kept[-1].at == day.isoformat())):
        return None
    line = json.dumps({"seq": head.seq, "hash": head.hash, "at": day.isoformat()}, sort_keys=True)
    file = anchor_file()
    file.parent.mkdir(parents=True, exist_ok=True)
    with file.open("a", encoding="utf-8") as out:
        out.write(_signer().sign(line) + "\n")
    return Head(head.seq, head.hash, day.isoformat())


def anchor_file() -> Path:
    return Path(str(settings.HOME)) / "anchors.txt"


def read_anchors() -> tuple[list[Head], list[Finding]]:
    """The anchors kept in the file, and a finding for each line whose signature does not fit."""
    file = anchor_file()
    if not file.is_file():
        return [], []
    good, bad = [], []
    for number, line in enumerate(file.read_text(encoding="utf-8", errors="replace").splitlines(), 1):
        try:
            good.append(Head(**json.loads(_signer().unsign(line))))
        except (BadSignature, ValueError, TypeError):
            bad.append(_finding("anchor", file.name, "", number, *_ANCHOR))
    return good, bad


def _signer() -> Signer:
    return Signer(salt="bolwerk.journal.anchor")


def _chains(anchors: list[Head], advance: Advance) -> Iterator[Finding]:
    last = (0, log.GENESIS)

    def passing() -> Iterator[log.Row]:
        nonlocal last
        stream = journal.rows(connection.alias)
        while page := list(islice(stream, _EACH)):
            yield from page
            last = page[-1].seq, page[-1].hash
            advance(len(page))

    try:
        yield from log.verify(passing(), anchors)
    except (DatabaseError, TypeError, ValueError) as error:
        yield _finding("unreadable", "journal", "", last[0], *_UNREADABLE, detail=str(error))
        return
    # Read after the rows: whoever wrote meanwhile moved the head and the rows together.
    head = Journal.objects.filter(pk=Journal.ONLY).first() or Journal()
    fits = head.seq > last[0] or (head.seq, head.hash) == last
    if not fits or (head.seq > last[0] and not _caught_up(head)):
        yield _finding("head", "journal", "", head.seq, *_HEAD)


def _caught_up(head: Journal) -> bool:
    """Is the record at the head there, with its hash? It is when somebody was writing; it is not when the end was cut off."""
    return any(
        model._base_manager.filter(journal_seq=head.seq, hash=head.hash).exists() for model in journal.REGISTERS.values()
    )


def _cases() -> Iterator[Finding]:
    """Each case against its own log; looked at twice before it counts, since somebody may be writing."""
    for case in Case.objects.filter(events__isnull=True).iterator():
        yield _finding("empty", "cases", case.reference, 0, *_EMPTY)
    for case in Case.objects.select_related("organisation").order_by("pk").iterator(_EACH):
        if not _sound(case) and not _sound(Case.objects.select_related("organisation").get(pk=case.pk)):
            yield _finding("cache", "cases", case.reference, case.version, *_CACHE)
    for counter in Counter.objects.all():
        prefix = f"{counter.prefix}-{counter.year}-"
        given = Case.objects.filter(reference__startswith=prefix).count()
        if given != counter.last:
            yield _finding("counter", "cases", prefix, counter.last, *_COUNTER)


def _sound(case: Case) -> bool:
    """Does everything that `Case` keeps follow from its events?"""
    events = list(case.events.order_by("seq"))
    if not events:
        return True
    first, last = events[0], events[-1]
    if (case.version, case.head_hash) != (last.seq, last.hash):
        return False
    if first.kind != OPENED or first.payload.get("case") != identity(case) or first.at != case.opened_at:
        return False
    if first.actor_id != case.opened_by_id:
        return False
    try:
        return all(getattr(case, name) == value for name, value in replayed(case, events).items())
    except (BolwerkError, ValueError):
        return False


def _others() -> Iterator[Finding]:
    return chain.from_iterable(check() for check in journal.CHECKS)


def _safely(check: Callable[[], Iterator[Finding]]) -> Iterator[Finding]:
    """A record that cannot even be read is a finding too."""
    try:
        yield from check()
    except (DatabaseError, ValueError, TypeError, AttributeError) as error:
        yield _finding("unreadable", "journal", "", 0, *_UNREADABLE, detail=str(error))


def _finding(code: str, register: str, subject: str, seq: int, nl: str, en: str, detail: str = "") -> Finding:
    more = f" ({detail[:200]})" if detail else ""
    return Finding(code, register, subject, seq, Text(nl + more, en + more))


_ANCHOR = ("Dit ankerpunt heeft geen geldige handtekening.", "This anchor has no valid signature.")
_UNREADABLE = ("Een deel van het register is niet te lezen.", "A part of the register cannot be read.")
_HEAD = (
    "De stand van het journaal past niet bij de laatste inschrijving: er is een stuk weggehaald of bijgezet.",
    "The head of the journal does not fit its last record: a part was removed or added.",
)
_EMPTY = ("Dit dossier heeft geen gebeurtenissen meer.", "This case has no events any more.")
_CACHE = (
    "Wat er bij het dossier staat, volgt niet uit zijn gebeurtenissen.",
    "What the case shows does not follow from its events.",
)
_COUNTER = (
    "Het aantal dossiers past niet bij de uitgereikte nummers: er ontbreekt een dossier, of er is een te veel.",
    "The number of cases does not fit the numbers given out: a case is missing, or there is one too many.",
)
