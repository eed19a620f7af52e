"""How many requests a minute: a window that slides, from the counts of this minute and the one before."""

from __future__ import annotations

from math import ceil
from time import time

from django.core.cache import cache

from bolwerk.faces.api.answers import Refused
from bolwerk.kernel import Text

_SPAN = 60


def admit(who: str, most: int) -> None:
    """Count one request of `who`. Raises `Refused` (429) when it makes more than `most` in a minute; 0 sets no limit."""
    if most <= 0:
        return
    moment = time()
    minute, into = divmod(moment, _SPAN)
    now, before = f"api:{who}:{int(minute)}", f"api:{who}:{int(minute) - 1}"
    cache.add(now, 0, 2 * _SPAN)
    try:
        here = cache.incr(now)
    except ValueError:  # It ran out between the two.
        here = 1
    earlier = int(cache.get(before, 0))
    if here + earlier * (1 - into / _SPAN) <= most:
        return
    # What is refused does not count against the next minute.
    with_room = _SPAN - into if here > most or not earlier else _SPAN * (1 - (most - here) / earlier) - into
    cache.decr(now)
    wait = str(max(1, ceil(with_room)))
    raise Refused(
        429,
        Text(f"Meer dan {most} verzoeken in een minuut.", f"More than {most} requests in a minute."),
        Text(
            f"Wacht {wait} seconden, of bundel vragen in één verzoek.", f"Wait {wait} seconds, or put questions in one request."
        ),
        {"Retry-After": wait},
    )
