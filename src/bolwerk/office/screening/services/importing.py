"""Putting a list in force, with a record of who did it and which version it was."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from bolwerk.engines.screening import ListVersion
from bolwerk.engines.screening.lists import read_list
from bolwerk.kernel import Text
from bolwerk.office.cases import journal
from bolwerk.office.identity import policies
from bolwerk.office.screening import lists, receipts
from bolwerk.office.screening.models import Run
from bolwerk.office.screening.services._common import now

if TYPE_CHECKING:
    from bolwerk.office.identity.models import User


@dataclass(frozen=True, slots=True)
class Put:
    """The version that is in force; `new` when it was not before. `told`: what the reader left out or found odd."""

    version: ListVersion
    new: bool
    told: tuple[Text, ...]


@journal.in_one_step
def put_list(
    paths: Path | Sequence[Path],
    *,
    name: str,
    actor: User | None,
    key: str,
    format: str | None = None,
    shrunk: bool = False,
    at: datetime | None = None,
) -> Put:
    """Read a list whole and put it in force; a damaged file changes nothing and says where it is damaged.

    Raises `InvalidInput` for what cannot be read, `Conflict` when the list shrank much and `shrunk` does not say that is right.
    """
    policies.require_actor(actor, "lists.import")
    reading = read_list(paths, name=name, format=format)
    journal.lock()
    kept = lists.store()
    before = {version.name: version.digest for version in kept.versions()}
    version = kept.put(reading, shrunk=shrunk)
    new = before.get(name) != version.digest
    if new and journal.find(Run, key) is None:
        receipt = {"format": receipts.FORMAT, "list": asdict(version), "before": before.get(name, "")}
        journal.append(
            Run(
                kind="list_put",
                digest=receipts.digest(receipt),
                at=now(at),
                actor=actor,
                key=key,
                payload={"receipt": receipt, "effect": {}},
            )
        )
    return Put(version, new, reading.remarks)
