"""Where the plan as data and the official text part."""

from __future__ import annotations

from dataclasses import dataclass

from bolwerk.kernel import Text


@dataclass(frozen=True, slots=True)
class Finding:
    """Where the data and the text part: what, where, and how to mend it."""

    where: str
    what: Text
    mend: Text

    def as_json(self) -> dict[str, object]:
        return {"where": self.where, "what": self.what.as_json(), "mend": self.mend.as_json()}
