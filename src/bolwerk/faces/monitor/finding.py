"""Search and filters in the plan: which commitments a person asked for."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Mapping
from functools import cache
from typing import Any

from bolwerk.engines.progress import CommitmentStanding
from bolwerk.faces.monitor import house
from bolwerk.plan import Commitment, Measure

Wanted = Callable[[Measure, Commitment, CommitmentStanding], bool]


def wanted(asked: Mapping[str, Any]) -> Wanted:
    """A test on a commitment of a measure, from the fields of `FilterForm`."""
    looked_for = plain(asked.get("q", "")).split()

    def test(measure: Measure, promise: Commitment, standing: CommitmentStanding) -> bool:
        return (
            (not asked.get("hoofdstuk") or measure.domain == asked["hoofdstuk"])
            and (not asked.get("eigenaar") or any(owner.id == asked["eigenaar"] for owner in promise.owners))
            and (not asked.get("stand") or standing.delivery.value == asked["stand"])
            and (not asked.get("soort") or promise.kind.value == asked["soort"])
            and all(word in words_of(promise.id) for word in looked_for)
        )

    return test


def narrows(asked: Mapping[str, Any]) -> bool:
    """Was anything asked for beside the day?"""
    return any(asked.get(name) for name in ("q", "hoofdstuk", "eigenaar", "stand", "soort"))


def plain(text: str) -> str:
    """Lower case without accents. Words are found inside words: `steun` finds `projectsteun`."""
    bare = unicodedata.normalize("NFKD", text.casefold())
    return "".join(letter for letter in bare if not unicodedata.combining(letter))


@cache
def words_of(commitment: str) -> str:
    """All that is said of a commitment and its measure, in both languages."""
    plan = house.plan()
    promise = plan.commitment(commitment)
    measure = plan.measure(promise.measure)
    parties = (*promise.owners, *promise.partners, *measure.owners, *measure.partners, *measure.derived_owners)
    texts = (promise.text, measure.title, measure.summary, *promise.conditions, *(party.name for party in parties))
    timing = (promise.timing.phrase,) if promise.timing else ()
    return plain("\n".join((promise.id, *(side for text in texts for side in (text.nl, text.en)), *timing)))
