"""The cube with its unknown slots: what is possible, what matters and which rows may fire, in every state of a dossier.

Kept flat, row-major and in as few bytes a cell as the bits need; widened when first asked.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

from bolwerk.engines.rules._cube import Bools, Cube
from bolwerk.engines.rules._model import DatedValue, Row

WORD = 62
"""So many rows share a word of bits."""
Bits: TypeAlias = NDArray[Any]


@dataclass(frozen=True, slots=True)
class Widened:
    """`possible` (bits of outcomes) and `ask` (bits of axes) per cell."""

    shape: tuple[int, ...]
    possible: memoryview
    ask: memoryview


def widen(cube: Cube) -> Widened:
    """Fill in the unknown slots. An impossible case counts for no outcome and for no difference."""
    bits = outcome_bits(cube, cube.cells)
    possible = _spread(bits)
    ask = np.zeros(possible.shape, dtype=_least(cube.cells.ndim - 1))
    for n in range(1, bits.ndim):
        unknown = (slice(None),) * n + (slice(-1, None),)
        ask[unknown] |= _spread(differs(bits, n).astype(ask.dtype), n) << ask.dtype.type(n - 1)
    return Widened(possible.shape, possible.ravel().data, ask.ravel().data)


def outcome_bits(cube: Cube, cells: Bits) -> Bits:
    """One bit for the outcome of each cell, none where it is impossible."""
    kind = _least(len(cube.outcomes))
    table = np.zeros(len(cube.outcomes) + 1, dtype=kind)
    table[:-1] = [1 << n for n in range(len(cube.outcomes))]
    # IMPOSSIBLE reads the last entry.
    return table[cells]


def _least(bits: int) -> np.dtype[Any]:
    return np.min_scalar_type((1 << bits) - 1)


def _spread(known: Bits, skip: int = 0) -> Bits:
    """With an unknown slot after the last on every axis but the periods (and `skip`): what holds in any of the slots."""
    shape = tuple(size + (n not in (0, skip)) for n, size in enumerate(known.shape))
    wide = np.zeros(shape, dtype=known.dtype)
    wide[tuple(slice(0, size) for size in known.shape)] = known
    for n in range(1, known.ndim):
        if n != skip:
            along = np.moveaxis(wide, n, 0)
            along[-1] = np.bitwise_or.reduce(along[:-1], axis=0)
    return wide


def differs(bits: Bits, axis: int) -> Bools:
    """Where the outcome turns on this axis, all else held; impossible cases (no bits) have no say."""
    some = np.bitwise_or.reduce(bits, axis=axis, keepdims=True)
    every = np.bitwise_and.reduce(np.where(bits == 0, ~bits, bits), axis=axis, keepdims=True)
    turns: Bools = (some & ~every) != 0
    return turns


def possible_and_ask(cube: Cube, period: int, slots: list[list[int]]) -> tuple[int, int]:
    """The same as `widen` for one case in which each axis is left with a list of slots."""
    cells = cube.cells[period][np.ix_(*slots)] if slots else cube.cells[period]
    bits = outcome_bits(cube, cells)[None]
    ask = 0
    for n, left in enumerate(slots, 1):
        if len(left) > 1 and bool(differs(bits, n).any()):
            ask |= 1 << (n - 1)
    return int(np.bitwise_or.reduce(bits, axis=None)), ask


def _hit_words(cube: Cube) -> Iterator[Bits]:
    """Per word of rows the bits of every entry of `cube.hits`."""
    for first in range(0, max(len(cube.rows), 1), WORD):
        words = [sum(1 << (n - first) for n in hit if first <= n < first + WORD) for hit in cube.hits]
        yield np.array(words, dtype=_least(min(len(cube.rows) - first, WORD)))


def widen_fired(cube: Cube) -> tuple[memoryview, ...]:
    """Per word of rows: the bits of those that fire (the dated values that are used) in some case of the widened cell."""
    return tuple(_spread(words[cube.fired]).ravel().data for words in _hit_words(cube))


def fired_bits(cube: Cube, period: int, slots: list[list[int]]) -> tuple[int, ...]:
    """The same as `widen_fired` for one case in which each axis is left with a list of slots."""
    fired = np.unique(cube.fired[period][np.ix_(*slots)] if slots else cube.fired[period])
    return tuple(int(np.bitwise_or.reduce(words[fired], axis=None)) for words in _hit_words(cube))


def fired_rows(cube: Cube, fired: tuple[int, ...]) -> tuple[Row | DatedValue, ...]:
    """The rows of these words of bits, in order."""
    return tuple(row for n, row in enumerate(cube.rows) if fired[n // WORD] >> n % WORD & 1)
