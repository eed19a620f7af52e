"""The cube with its unknown slots: what is possible, what matters and which rows may fire, in every state of a dossier.

Kept flat, row-major and in as few bytes a cell as the bits need; widened when first asked.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

from bolwerk.engines.rules._cube import Bools, Cube
from bolwerk.engines.rules._model import DatedValue, Row

WORD = 62
"""So many rows share a word of bits."""
Bits: TypeAlias = NDArray[Any]
Left: TypeAlias = int | tuple[int, ...]
"""What is left of an axis: one slot, some slots, or EVERY slot."""
EVERY = -1


@dataclass(frozen=True, slots=True)
class Widened:
    """`possible` (bits of outcomes) and `ask` (bits of axes) per cell."""

    shape: tuple[int, ...]
    possible: memoryview
    ask: memoryview


def widen(cube: Cube) -> Widened:
    """Fill in the unknown slots. An impossible case counts for no outcome and for no difference."""
    bits = outcome_bits(cube)
    possible = spread(bits)
    ask = np.zeros(possible.shape, dtype=_least(cube.cells.ndim - 1))
    for n in range(1, bits.ndim):
        unknown = (slice(None),) * n + (slice(-1, None),)
        ask[unknown] |= spread(differs(bits, n).astype(ask.dtype), n) << ask.dtype.type(n - 1)
    return Widened(possible.shape, possible.ravel().data, ask.ravel().data)


def outcome_bits(cube: Cube) -> Bits:
    """One bit for the outcome of each complete case, none where it is impossible."""
    kind = _least(len(cube.outcomes))
    table = np.zeros(len(cube.outcomes) + 1, dtype=kind)
    table[:-1] = [1 << n for n in range(len(cube.outcomes))]
    # IMPOSSIBLE reads the last entry.
    return table[cube.cells]


def _least(bits: int) -> np.dtype[Any]:
    return np.min_scalar_type((1 << bits) - 1)


def spread(known: Bits, skip: int = 0) -> Bits:
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


def part(cells: Bits, lefts: tuple[Left, ...]) -> Bits:
    """The part of a period's complete cells that is left; an axis of which one slot is left drops out."""
    found = cells[tuple([left if isinstance(left, int) and left != EVERY else slice(None) for left in lefts])]
    axis = 0
    for left in lefts:
        if isinstance(left, tuple):
            found = found.take(left, axis)
        axis += isinstance(left, tuple) or left == EVERY
    return found


def open_axes(lefts: tuple[Left, ...]) -> list[int]:
    """Those of which more than one slot may be left."""
    return [n for n, left in enumerate(lefts) if left == EVERY or isinstance(left, tuple)]


def any_of(bits: Bits) -> int:
    """What holds in any of the cells."""
    return int(np.bitwise_or.reduce(bits.ravel()))


def turning(bits: Bits, lefts: tuple[Left, ...]) -> list[int]:
    """The axes that still turn the outcome in this `part`."""
    whole = bool(bits.all())

    def turns(axis: int) -> bool:
        if not whole:
            return bool(differs(bits, axis).any())
        along = bits.swapaxes(0, axis)
        return bool((along[1:] != along[0]).any())

    return [n for axis, n in enumerate(open_axes(lefts)) if turns(axis)]


def fired_words(cube: Cube) -> tuple[Bits, ...]:
    """Per word of rows: the bits of those that fire (of the dated values that are used) in every complete case."""
    found = []
    for first in range(0, max(len(cube.rows), 1), WORD):
        words = [sum(1 << (n - first) for n in hit if first <= n < first + WORD) for hit in cube.hits]
        found.append(np.array(words, dtype=_least(min(len(cube.rows) - first, WORD)))[cube.fired])
    return tuple(found)


def widen_fired(cube: Cube) -> tuple[memoryview, ...]:
    """The same in some case of each widened cell, flat."""
    return tuple(spread(word).ravel().data for word in fired_words(cube))


def fired_rows(cube: Cube, fired: tuple[int, ...]) -> tuple[Row | DatedValue, ...]:
    """The rows of these words of bits, in order."""
    return tuple(row for n, row in enumerate(cube.rows) if fired[n // WORD] >> n % WORD & 1)
