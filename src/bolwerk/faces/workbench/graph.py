"""Ownership as a small drawing: owners above, what is owned below, the organisation in between. Placement only, no HTML."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from bolwerk.office.registers.graph import OwnershipGraph

WIDTH, HEIGHT, GAP, ROW = 190, 44, 24, 110
MARGIN = 8
MOST = 24
"""More boxes than this are not drawn: the table beside the drawing has them all."""


@dataclass(frozen=True, slots=True)
class Box:
    x: int
    y: int
    lines: tuple[str, ...]
    self_: bool

    @property
    def middle(self) -> int:
        return self.x + WIDTH // 2


@dataclass(frozen=True, slots=True)
class Line:
    """`share` in percent of the votes; `controls` when it gives control."""

    path: str
    x: int
    y: int
    share: Decimal
    controls: bool


@dataclass(frozen=True, slots=True)
class Drawing:
    width: int
    height: int
    boxes: tuple[Box, ...]
    lines: tuple[Line, ...]


def draw(graph: OwnershipGraph) -> Drawing | None:
    """None when there is nothing to draw, or too much."""
    if not graph.holdings or len(graph.nodes) > MOST:
        return None
    levels = _levels(graph)
    top = min(levels.values())
    rows: dict[int, list[str]] = {}
    for node in graph.nodes:
        rows.setdefault(levels.get(node.id, 0) - top, []).append(node.id)
    widest = max(len(row) for row in rows.values())
    width = widest * (WIDTH + GAP) - GAP + 2 * MARGIN
    placed: dict[str, Box] = {}
    for level, ids in rows.items():
        left = MARGIN + (widest - len(ids)) * (WIDTH + GAP) // 2
        for index, id_ in enumerate(ids):
            name = graph.node(id_).name
            placed[id_] = Box(left + index * (WIDTH + GAP), MARGIN + level * ROW, _wrapped(name), id_ == graph.root)
    lines = tuple(_line(placed[h.owner], placed[h.owned], h.votes, h.controls) for h in graph.holdings)
    return Drawing(width, (max(rows) + 1) * ROW - (ROW - HEIGHT) + 2 * MARGIN, tuple(placed.values()), lines)


def _levels(graph: OwnershipGraph) -> dict[str, int]:
    """How far below the organisation each node hangs; owners are above it."""
    found, border = {graph.root: 0}, [graph.root]
    while border:
        here = border.pop(0)
        for holding in graph.holdings:
            if holding.owned == here and holding.owner not in found:
                found[holding.owner] = found[here] - 1
                border.append(holding.owner)
            elif holding.owner == here and holding.owned not in found:
                found[holding.owned] = found[here] + 1
                border.append(holding.owned)
    return found


def _line(owner: Box, owned: Box, share: Decimal, controls: bool) -> Line:
    start, end = owner.y + HEIGHT, owned.y
    if owner.y >= owned.y:
        start, end = owner.y, owned.y + HEIGHT
    middle = (start + end) // 2
    path = f"M{owner.middle} {start} C{owner.middle} {middle} {owned.middle} {middle} {owned.middle} {end}"
    return Line(path, (owner.middle + owned.middle) // 2 + 6, middle, share, controls)


def _wrapped(name: str) -> tuple[str, ...]:
    if len(name) <= 24:
        return (name,)
    cut = name.rfind(" ", 0, 25)
    cut = cut if cut > 0 else 24
    rest = name[cut:].strip()
    return name[:cut], rest if len(rest) <= 24 else rest[:23] + "…"
