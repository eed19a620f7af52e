"""Many cells as few boxes: cells that differ on one axis only are put together, axis by axis, until nothing more fits."""

from __future__ import annotations

from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from bolwerk.engines.rules.bulk._grid import Ints

Box: TypeAlias = tuple[int, ...]
"""Per axis the slots in the box, as bits."""


Bools: TypeAlias = NDArray[np.bool_]


def boxes(cells: Bools, free: Bools) -> list[Box]:
    """Boxes that hold every true cell once; beside those they may hold `free` cells (cases that cannot be), to read shorter."""
    spots: Ints = np.argwhere(cells)
    found: list[Box] = [tuple(1 << slot for slot in spot) for spot in spots.tolist()]
    while True:
        before = len(found)
        for axis in reversed(range(cells.ndim)):
            found = _merge(found, axis)
        if len(found) == before:
            break
    wide = [_widened(box, cells, free) for box in found] if free.any() else found
    return sorted(wide, key=lambda box: [(part & -part, part) for part in box])


def _widened(box: Box, cells: Bools, free: Bools) -> Box:
    """The box with each axis whole that free cells can fill, the axis of periods (the first) left as it is."""
    for axis in range(1, cells.ndim):
        rest = ((1 << cells.shape[axis]) - 1) & ~box[axis]
        beside = (*box[:axis], rest, *box[axis + 1 :])
        if rest and bool(free[np.ix_(*map(slots_of, beside))].all()):
            box = (*box[:axis], box[axis] | rest, *box[axis + 1 :])
    return box


def _merge(found: list[Box], axis: int) -> list[Box]:
    merged: dict[Box, int] = {}
    for box in found:
        rest = (*box[:axis], *box[axis + 1 :])
        merged[rest] = merged.get(rest, 0) | box[axis]
    return [(*rest[:axis], part, *rest[axis:]) for rest, part in merged.items()]


def slots_of(part: int) -> list[int]:
    return [slot for slot in range(part.bit_length()) if part >> slot & 1]
