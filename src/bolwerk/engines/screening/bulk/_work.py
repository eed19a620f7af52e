"""The folder beside the output in which a run keeps what it has done, so that it may go on after whatever stopped it.

`plan.json` says of what run it is. Each chunk is two files and, written last, its counts: a chunk without counts is not done.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path

from bolwerk.engines.screening.bulk._outcome import Counts, Outcome
from bolwerk.kernel import Conflict, Text


class Work:
    """What is done of a run."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def begin(self, plan: Mapping[str, object], *, resume: bool) -> dict[int, Counts]:
        """The chunks that are done; none unless an earlier run is resumed. Raises Conflict when that was another run."""
        path = self.folder / "plan.json"
        if resume and path.exists():
            self._same(json.loads(path.read_text("utf-8")), plan)
            return {int(found.stem): Counts(**json.loads(found.read_text("utf-8"))) for found in self.folder.glob("*.done")}
        if self.folder.exists():
            shutil.rmtree(self.folder)
        self.folder.mkdir()
        part = path.with_suffix(".part")
        part.write_text(json.dumps(plan), "utf-8")
        part.replace(path)
        return {}

    def _same(self, old: Mapping[str, object], new: Mapping[str, object]) -> None:
        changed = [key for key in {**old, **new} if old.get(key) != new.get(key)]
        if changed:
            words = ", ".join(changed)
            raise Conflict(
                Text(f"De run die hier stopte, was een andere: {words}.", f"The run that stopped here was another: {words}."),
                where=str(self.folder),
                mend=Text("Laat --resume weg om opnieuw te beginnen.", "Leave out --resume to begin anew."),
            )

    def keep(self, outcome: Outcome) -> None:
        (self.folder / f"{outcome.number:08}.hits").write_bytes(outcome.hits)
        (self.folder / f"{outcome.number:08}.unread").write_bytes(outcome.unread)
        part = self.folder / f"{outcome.number:08}.part"
        part.write_text(json.dumps(asdict(outcome.counts)), "utf-8")
        part.replace(part.with_suffix(".done"))

    def join(self, kind: str, head: bytes, target: Path) -> None:
        """Every chunk in order, after the header."""
        with target.open("wb") as whole:
            whole.write(head)
            for path in sorted(self.folder.glob(f"*.{kind}")):
                with path.open("rb") as part:
                    shutil.copyfileobj(part, whole)

    def end(self) -> None:
        shutil.rmtree(self.folder)
