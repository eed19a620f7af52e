"""Screening: which entries of a list a subject may be, graded, with the alignment of the names as evidence. Pure."""

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

__all__ = ["Entity", "Evidence", "Hit", "ListVersion", "Pairing", "Screened", "Snapshot", "TokenPair"]
