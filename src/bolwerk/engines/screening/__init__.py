"""Screening: which entries of a list a subject may be, graded, with the alignment of the names as evidence. Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from bolwerk.engines.screening._model import (
    Entity,
    Evidence,
    Hit,
    ListVersion,
    Pairing,
    Screened,
    Snapshot,
    TokenPair,
)
from bolwerk.engines.screening._profiles import PROFILES, Profile

if TYPE_CHECKING:
    from bolwerk.engines.screening._index import Index
    from bolwerk.engines.screening._pair import compare
    from bolwerk.engines.screening._rarity import Rarity

__all__ = [
    "PROFILES",
    "Entity",
    "Evidence",
    "Hit",
    "Index",
    "ListVersion",
    "Pairing",
    "Profile",
    "Rarity",
    "Screened",
    "Snapshot",
    "TokenPair",
    "compare",
]

# These bring the compiler with them, which takes a second to import: what only describes screening does not wait for it.
_COMPILED = {"Index": "_index", "Rarity": "_rarity", "compare": "_pair"}


def __getattr__(name: str) -> Any:
    if name not in _COMPILED:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from importlib import import_module

    return getattr(import_module(f"{__name__}.{_COMPILED[name]}"), name)
