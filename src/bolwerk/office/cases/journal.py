"""The one journal: the only way to write a record, and the stream of all of them."""

from __future__ import annotations

import random
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from functools import wraps
from heapq import merge
from inspect import signature
from typing import Any, ParamSpec, TypeVar

from django.db import OperationalError, connection, models, transaction

from bolwerk.kernel import InvalidInput, NotAllowed, Text
from bolwerk.office import log
from bolwerk.office.cases.records import Journal, Record
from bolwerk.office.identity import denials

P = ParamSpec("P")
T = TypeVar("T")
R = TypeVar("R", bound=Record)

REGISTERS: dict[str, type[Record]] = {}
CHECKS: list[Callable[[], Iterator[log.Finding]]] = []
_TRIES = 8
_TRY_AGAIN = {"40001", "40P01", "55P03"}


def keep(model: type[Record], check: Callable[[], Iterator[log.Finding]] | None = None) -> None:
    """Add a register to the journal: what it holds is verified and streamed with the rest. Called in `AppConfig.ready`.

    `check` finds what is wrong with the totals that the register keeps beside its records.
    """
    REGISTERS[model.register] = model
    if check and check not in CHECKS:
        CHECKS.append(check)


def in_one_step(service: Callable[P, T]) -> Callable[P, T]:
    """Run `service` in one transaction: all of it or nothing, also inside a larger one. When the database is busy, again.

    A refusal is logged with its actor and the first thing the service was given: its number, key or code.
    """
    name, takes = f"{service.__module__.split('.')[2]}.{service.__name__}", signature(service)

    @wraps(service)
    def step(*args: P.args, **kwargs: P.kwargs) -> T:
        tries = 1 if connection.in_atomic_block else _TRIES
        for tried in range(1, tries + 1):
            try:
                with transaction.atomic():
                    return service(*args, **kwargs)
            except NotAllowed as refusal:
                given = takes.bind_partial(*args, **kwargs).arguments
                denials.refused(refusal, given.get("actor"), name, next(iter(given.values()), None))
                raise
            except OperationalError as error:
                if tried == tries or not _busy(error):
                    raise
                time.sleep(random.uniform(0.01, 0.05) * tried)  # noqa: S311 (only spreads the tries)
        raise AssertionError("unreachable")

    return step


def lock() -> Journal:
    """The journal, held until the transaction ends. Every write begins here, before any other lock: so no deadlock."""
    only = Journal.objects.select_for_update().filter(pk=Journal.ONLY)
    for head in only:
        return head
    Journal.objects.get_or_create(pk=Journal.ONLY)
    return only.get()


def append(record: R) -> R:
    """Number, chain and insert `record`; it carries its subject, kind, moment, actor, key, payload. Inside a transaction.

    Raises `InvalidInput` for a payload or a text that cannot be kept.
    """
    head = lock()
    kind = type(record)
    before = (
        kind._base_manager.filter(**{record.subject_name: getattr(record, kind.column(record.subject_name).attname)})
        .order_by("-seq")
        .values_list("seq", "hash")
        .first()
    )
    record.journal_seq = head.seq + 1
    record.seq, record.prev_hash = (before[0] + 1, before[1]) if before else (1, log.GENESIS)
    record.recorded_at = datetime.now(UTC)
    record.payload = log.plain(_mapping(record.payload))
    record.hash = log.link(head.hash, record.texts())
    record.save(force_insert=True)
    Journal.objects.filter(pk=head.pk).update(seq=record.journal_seq, hash=record.hash)
    return record


def find(model: type[R], key: str) -> R | None:
    """What was written under this key before."""
    if not key or len(key) > 200:
        raise InvalidInput(
            Text("De sleutel van deze opdracht ontbreekt of is te lang.", "The key of this request is missing or too long."),
            where="key",
            mend=Text("Laad de pagina opnieuw en probeer nog eens.", "Load the page again and try once more."),
        )
    return model._base_manager.filter(key=key).first()


def rows(using: str = "default") -> Iterator[log.Row]:
    """All registers, merged in the order of the journal."""
    return merge(*(model.rows(using) for model in REGISTERS.values()), key=lambda row: row[1])


def records(since_seq: int = 0, page: int = 1_000) -> Iterator[Record]:
    """All records after `since_seq`, as objects with their subject, in the order of the journal."""
    return merge(*(_stream(model, since_seq, page) for model in REGISTERS.values()), key=lambda record: record.journal_seq)


def _stream(model: type[Record], after: int, page: int) -> Iterator[Record]:
    related = [
        field.name for field in model._meta.concrete_fields if isinstance(field, models.ForeignKey) and field.name != "actor"
    ]
    related += [f"{name}__organisation" for name in related if name == "case"]
    while True:
        found = list(model._base_manager.filter(journal_seq__gt=after).select_related(*related).order_by("journal_seq")[:page])
        yield from found
        if len(found) < page:
            return
        after = found[-1].journal_seq


def _mapping(payload: Any) -> dict[str, Any]:
    if not isinstance(payload, dict):
        raise InvalidInput(
            Text("De gegevens zijn geen lijst van namen en waarden.", "The data are not a list of names and values."),
            where="payload",
            mend=Text("Geef elk gegeven een naam.", "Give each value a name."),
        )
    return payload


def _busy(error: OperationalError) -> bool:
    state = getattr(error.__cause__, "sqlstate", None)
    return state in _TRY_AGAIN or "database is locked" in str(error) or "database table is locked" in str(error)
