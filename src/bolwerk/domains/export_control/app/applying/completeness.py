"""What stands between a draft and its submission: each with what, where, how to mend it and, where the law asks it, why."""

from __future__ import annotations

from dataclasses import dataclass

from bolwerk.kernel import Reason, Text


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing to mend. `row` counts from 1 within parties or goods, 0 where there are no rows."""

    part: str
    field: str
    what: Text
    mend: Text
    row: int = 0
    why: tuple[Reason, ...] = ()
