"""An outcome beside its reasons: what a computation found, step by step, each step with its source."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Generic, TypeVar

from bolwerk.kernel.citation import Citation
from bolwerk.kernel.text import Text

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Reason:
    """One step: a sentence in both languages, the citations it rests on, and the smaller steps inside it."""

    text: Text
    citations: tuple[Citation, ...] = ()
    steps: tuple[Reason, ...] = ()

    def as_json(self) -> dict[str, object]:
        return {
            "text": self.text.as_json(),
            "citations": [citation.as_json() for citation in self.citations],
            "steps": [step.as_json() for step in self.steps],
        }


@dataclass(frozen=True, slots=True)
class Explained(Generic[T]):
    """A value with the reasons that led to it."""

    value: T
    why: tuple[Reason, ...]
