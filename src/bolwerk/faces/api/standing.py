"""The index that answers: opened once, shared by every thread, and replaced in one move when the lists change.

A change is seen at the next request. It is taken in by a thread of its own, and the index before goes on answering until the
new one is whole and warm: nobody waits and nobody sees half of it.
"""

from __future__ import annotations

import logging
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from threading import Event, Lock, Thread
from time import monotonic

from bolwerk.engines.screening import PROFILES, Entity, Index
from bolwerk.engines.screening.lists import Store
from bolwerk.faces.api.answers import Refused
from bolwerk.faces.api.finding import Finding
from bolwerk.faces.api.seen import Seen, seen
from bolwerk.kernel import Text
from bolwerk.office.screening import lists

PATIENCE = 10.0
"""Seconds that a request waits for the very first index."""
_AGAIN = 30.0
"""Seconds before a loading that failed is tried again."""
_log = logging.getLogger("bolwerk.api")
_keepers: dict[Path, Keeper] = {}
_making = Lock()


@dataclass(frozen=True)
class Standing:
    """What answers at one moment."""

    force: lists.InForce
    index: Index
    finding: Finding
    seen: Mapping[str, Seen]

    @property
    def names(self) -> list[str]:
        return sorted(self.seen)


class Keeper:
    """Holds what stands for one folder of lists."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._lock = Lock()
        self._stands: Standing | None = None
        self._of: object = None
        self._thread: Thread | None = None
        self._tried = float("-inf")
        self._first = Event()

    def standing(self) -> Standing:
        """What answers now. Raises `Refused` (503) when no list is in force or the first index is not made yet."""
        self.look()
        if self._stands is None:
            self._first.wait(PATIENCE)
        if self._stands is None:
            raise _not_ready(bool(Store(self.folder).versions()))
        if not self._stands.seen:
            raise _not_ready(False)
        return self._stands

    def look(self) -> None:
        """Start taking in the lists when they changed since; costs one look at a file."""
        if self._mark() == self._of:
            return
        with self._lock:
            waiting = monotonic() - self._tried < _AGAIN and not self._thread
            if self._mark() == self._of or waiting or (self._thread and self._thread.is_alive()):
                return
            self._thread = Thread(target=self._take_in, name="screening-lists", daemon=True)
            self._thread.start()

    def settle(self) -> None:
        """Wait until nothing is being taken in."""
        self.look()
        if thread := self._thread:
            thread.join()

    @property
    def current(self) -> bool:
        """Whether what answers is what is in force."""
        return self._stands is not None and self._stands.force.versions == Store(self.folder).versions()

    def _mark(self) -> object:
        try:
            told = (self.folder / "state.json").stat()
        except OSError:
            return "none"
        return told.st_mtime_ns, told.st_size, told.st_ino

    def _take_in(self) -> None:
        try:
            mark = self._mark()
            self._stands = self._read()
            self._of = mark
            self._tried = float("-inf")
            self._first.set()
        except Exception:  # noqa: BLE001 (whatever is wrong with the new lists, the ones before go on answering)
            self._tried = monotonic()
            _log.exception("the lists in force could not be taken in; what stood before goes on answering")
        finally:
            self._thread = None

    def _read(self) -> Standing:
        store = Store(self.folder)
        force = lists.InForce(store.versions(), self.folder)
        index = force.index
        warm(index)
        before = self._stands.seen if self._stands else {}
        times = {version.name: seen(store, version.name, before.get(version.name)) for version in force.versions}
        return Standing(force, index, Finding(index), times)


def keeper() -> Keeper:
    here = lists.folder()
    with _making:
        return _keepers.setdefault(here, Keeper(here))


def standing() -> Standing:
    return keeper().standing()


def warm(index: Index) -> None:
    """One name through the engine: what is compiled at first use is compiled now."""
    asked = Entity("warm", "LegalEntity", {"name": ("Voorbeeld Bedrijf NV",)})
    for _ in index.screen([asked], PROFILES["strict"]):
        pass


def _not_ready(some: bool) -> Refused:
    if some:
        return Refused(
            503,
            Text("De index van de lijsten wordt nog gemaakt.", "The index of the lists is being made."),
            Text("Probeer het over enkele seconden opnieuw.", "Try again in a few seconds."),
            {"Retry-After": "5"},
        )
    return Refused(
        503,
        Text(
            "Er zijn geen lijsten in gebruik: een antwoord zou niets bewijzen.",
            "No lists are in force: an answer would prove nothing.",
        ),
        Text("Laad eerst een lijst in: bolwerk lists import.", "Load a list first: bolwerk lists import."),
        {"Retry-After": "60"},
    )
