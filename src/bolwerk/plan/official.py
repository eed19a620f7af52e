"""The official text as numbered lines: passages joined over line ends, `Timing:` lines, and the blocks of promises."""

from __future__ import annotations

from bolwerk.plan.model import Lines


class Official:
    """Lines are counted from 1. Lines outside the text read as empty: a wrong citation is a finding and not a crash."""

    def __init__(self, source: str) -> None:
        self._raw = [line.rstrip("\r") for line in source.removesuffix("\n").split("\n")]
        self.length = len(self._raw)
        self.whole = self.join((Lines(1, max(1, self.length)),))
        self.timings = tuple(n for n, raw in enumerate(self._raw, 1) if raw.strip().startswith("Timing:"))

    def line(self, number: int) -> str:
        return " ".join(self._raw[number - 1].split()) if 1 <= number <= self.length else ""

    def join(self, lines: tuple[Lines, ...]) -> str:
        """The words of these lines with single spaces, so that a phrase is found across a line end."""
        return " ".join(
            filter(None, (self.line(n) for part in lines for n in range(part.first, min(part.last, self.length) + 1)))
        )

    def blocks(self) -> tuple[Lines, ...]:
        """The paragraphs right before each `Timing:` line.

        In the source a block is set off above by two empty lines, or stands at the head of a page, which the
        source shows by a line that begins with a space.
        """
        return tuple(block for timing in self.timings if (block := self._block_before(timing)))

    def _block_before(self, timing: int) -> Lines | None:
        last = timing - 1
        while last and not self.line(last):
            last -= 1
        first = last
        while first > 1 and not self._begins_page(first) and (self.line(first - 1) or self.line(first - 2)):
            first -= 1
        return Lines(first, last) if last else None

    def _begins_page(self, number: int) -> bool:
        return bool(self.line(number)) and self._raw[number - 1].startswith(" ")


def places(lines: tuple[Lines, ...]) -> str:
    """`279-283, 300`"""
    return ", ".join(map(str, lines))
