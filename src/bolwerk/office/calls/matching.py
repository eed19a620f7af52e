"""Which reviewers to ask: by expertise, then by load, never with an interest. Pure; the choice stays a person's."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from bolwerk.kernel import Text


@dataclass(frozen=True, slots=True)
class Reviewer:
    """`load` counts reviews still to do; `interest` says why this person may not review, None when nothing bars it."""

    id: str
    name: str
    expertise: frozenset[str]
    load: int
    interest: Text | None = None


@dataclass(frozen=True, slots=True)
class Suggestion:
    """`covers` are the topics of the application that this person knows. `excluded` says why not, None when possible."""

    reviewer: Reviewer
    covers: frozenset[str]
    why: Text
    excluded: Text | None


def suggest(
    reviewers: Iterable[Reviewer], topics: frozenset[str], taken: frozenset[str] = frozenset()
) -> tuple[Suggestion, ...]:
    """Best first; those with an interest last, with the reason. Each next one adds most topics not covered yet, then knows
    most topics at all, then has least to do, then comes first by name. `taken` are topics that assigned reviewers cover."""
    everyone = list(reviewers)
    free = sorted((r for r in everyone if r.interest is None), key=lambda r: (r.name, r.id))
    barred = sorted((r for r in everyone if r.interest is not None), key=lambda r: (r.name, r.id))
    covered, found = set(taken), []
    while free:
        best = min(free, key=lambda r: (-len((r.expertise & topics) - covered), -len(r.expertise & topics), r.load))
        free.remove(best)
        known = best.expertise & topics
        covered |= known
        found.append(Suggestion(best, known, _why(best, len(known), len(topics)), None))
    return (
        *found,
        *(Suggestion(r, r.expertise & topics, _why(r, len(r.expertise & topics), len(topics)), r.interest) for r in barred),
    )


def _why(reviewer: Reviewer, known: int, asked: int) -> Text:
    return Text(
        f"Kent {known} van {asked} onderwerpen; heeft nog {reviewer.load} beoordelingen te doen.",
        f"Knows {known} of {asked} topics; has {reviewer.load} reviews still to do.",
    )
