"""The rules of every field as one book, and the titles of the measures. Both are read once."""

from __future__ import annotations

from functools import cache

from bolwerk import plan
from bolwerk.domains import book
from bolwerk.kernel import Text

__all__ = ["book", "measure_titles"]


@cache
def measure_titles() -> dict[str, Text]:
    """By code, in the order of the plan."""
    return {measure.code: measure.title for measure in plan.load().measures}
