"""Between entities of text and tables of numbers."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from bolwerk.engines.screening import _words
from bolwerk.engines.screening._kernel import Tokens
from bolwerk.engines.screening._model import Entity
from bolwerk.engines.screening._tables import describe

NAME_PROPERTIES = (("name", False), ("alias", False), ("previousName", False), ("weakAlias", True))


def names_of(entity: Entity) -> tuple[tuple[str, bool], ...]:
    """Every name of an entity once, in the order of its properties, and whether its publisher calls it weak."""
    found: dict[str, bool] = {}
    for prop, weak in NAME_PROPERTIES:
        for text in entity.get(prop):
            found.setdefault(text, weak)
    return tuple(found.items())


def table(tokens: Sequence[str]) -> tuple[Tokens, npt.NDArray[np.uint64]]:
    """The table of these tokens, without weights, and their keys."""
    n = len(tokens)
    letters = np.frombuffer("".join(tokens).encode("ascii") or b"\0", np.uint8).copy()
    start = np.zeros(n + 1, np.int64)
    np.cumsum(np.fromiter(map(len, tokens), np.int64, n), out=start[1:])
    kin = _words.kin()
    made = Tokens(
        letters,
        start,
        np.zeros(n, np.uint8),
        np.zeros(n, np.uint32),
        np.zeros(n, np.uint64),
        np.fromiter((kin.get(token, 0) for token in tokens), np.uint32, n),
        np.zeros(n, np.float64),
    )
    keys = np.zeros(n, np.uint64)
    describe(made.letters, made.start, made.digit, made.mask, made.sound, keys)
    return made, keys


def hashes(tokens: Sequence[str]) -> npt.NDArray[np.uint64]:
    return table(tokens)[1]
