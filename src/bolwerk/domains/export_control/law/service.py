"""How the service works where no source says it: who decides which kind of case, whom advice is asked of."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType

from bolwerk.kernel import Citation, Standing, Text

__all__ = ["BODIES", "DELEGATION", "Body", "Delegation"]

_RAW = tomllib.loads((Path(__file__).parent / "procedures" / "service.toml").read_text(encoding="utf-8"))


@dataclass(frozen=True, slots=True)
class Delegation:
    """Which kinds of case the Department decides, as `kind.lane`; the others go to the minister."""

    department: frozenset[str]
    citation: Citation
    note: Text

    def department_decides(self, kind: str, lane: str) -> bool:
        return f"{kind}.{lane}" in self.department


@dataclass(frozen=True, slots=True)
class Body:
    """Somebody advice is asked of; waiting for one `outside` the service does not count in the lead time."""

    id: str
    label: Text
    outside: bool
    citation: Citation


DELEGATION = Delegation(
    frozenset(_RAW["delegation"]["department"]),
    Citation.read(_RAW["delegation"]["source"], Standing(_RAW["delegation"]["standing"])),
    Text.read(_RAW["delegation"]["note"]),
)
BODIES: Mapping[str, Body] = MappingProxyType(
    {id: Body(id, Text.read(row["label"]), row["outside"], Citation.read(row["source"])) for id, row in _RAW["body"].items()}
)
