"""Named, versioned ways of screening: how low a name is still shown, when it waits for a decision, and what of a decision is
asked."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from types import MappingProxyType

EVERY_EVIDENCE = frozenset({"identifier", "birth_date", "country", "gender", "place", "parent"})


@dataclass(frozen=True, slots=True)
class Profile:
    name: str
    version: int
    review_floor: float
    """A score below this is no hit."""
    decision_floor: float
    """A hit at or above this waits for a decision; below it, it is only shown."""
    four_eyes: bool
    """Whether a second person confirms a decision."""
    expiry_days: int | None
    """After how many days a false hit is looked at again even though nothing changed; None: never."""
    evidence: frozenset[str] = EVERY_EVIDENCE
    """What counts besides the name."""

    def __post_init__(self) -> None:
        if not 0.05 <= self.review_floor <= self.decision_floor < 1:
            raise ValueError(f"profile {self.name}: floors must satisfy 0.05 <= review <= decision < 1")
        if unknown := self.evidence - EVERY_EVIDENCE:
            raise ValueError(f"profile {self.name}: unknown evidence {', '.join(sorted(unknown))}")

    @property
    def digest(self) -> str:
        content = asdict(self) | {"evidence": sorted(self.evidence)}
        return hashlib.sha256(json.dumps(content, sort_keys=True).encode()).hexdigest()


PROFILES: Mapping[str, Profile] = MappingProxyType(
    {
        p.name: p
        for p in (
            Profile("export-licence", 1, review_floor=0.4, decision_floor=0.5, four_eyes=False, expiry_days=365),
            # A researcher or partner rarely comes with a birth date that was checked: a conflicting one is no ground to drop
            # a hit.
            Profile(
                "knowledge-security", 1, review_floor=0.35, decision_floor=0.5, four_eyes=True, expiry_days=365,
                evidence=EVERY_EVIDENCE - {"birth_date", "gender"},
            ),
            Profile("strict", 1, review_floor=0.2, decision_floor=0.35, four_eyes=True, expiry_days=180),
        )
    }
)  # fmt: skip
