"""Many cells as few boxes: cells that differ on one axis only are put together, axis by axis, until nothing more fits."""

from __future__ import annotations

from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from bolwerk.engines.rules.bulk._grid import Ints

Box: TypeAlias = tuple[int, ...]
"""Per axis the slots in the box, as bits."""


def boxes(cells: NDArray[np.bool_]) -> list[Box]:
    """Disjoint boxes that hold exactly the true cells. Axes are merged from the last to the first, twice over."""
    spots: Ints = np.argwhere(cells)
    found: list[Box] = [tuple(1 << slot for slot in spot) for spot in spots.tolist()]
    while True:
        before = len(found)
        for axis in reversed(range(cells.ndim)):
            found = _merge(found, axis)
        if len(found) == before:
            return sorted(found, key=lambda box: [(part & -part, part) for part in box])


def _merge(found: list[Box], axis: int) -> list[Box]:
    merged: dict[Box, int] = {}
    for box in found:
        rest = (*box[:axis], *box[axis + 1 :])
        merged[rest] = merged.get(rest, 0) | box[axis]
    return [(*rest[:axis], part, *rest[axis:]) for rest, part in merged.items()]


def slots_of(part: int) -> list[int]:
    return [slot for slot in range(part.bit_length()) if part >> slot & 1]
