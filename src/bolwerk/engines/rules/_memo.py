"""What was worked out, remembered within bounds."""

from __future__ import annotations

from collections.abc import Hashable
from typing import TypeVar

Key = TypeVar("Key", bound=Hashable)
Kept = TypeVar("Kept")
MOST_KEPT = 20_000


class Memo(dict[Key, Kept]):
    """Remembers what was worked out, at most `MOST_KEPT` of it; when full it starts anew."""

    def keep(self, key: Key, value: Kept) -> Kept:
        if len(self) >= MOST_KEPT:
            self.clear()
        self[key] = value
        return value
