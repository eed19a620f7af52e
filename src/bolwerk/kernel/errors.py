"""Errors that a person can act on: what is wrong, where, and how to mend it."""

from __future__ import annotations

from bolwerk.kernel.text import Lang, Text


class BolwerkError(Exception):
    """The root of every error that may reach a user.

    `what` says what is wrong, `where` names the file, line, field or object (empty when there is no place),
    `mend` says what to do about it. All three are shown; nothing else is.
    """

    def __init__(self, what: Text, *, where: str = "", mend: Text) -> None:
        super().__init__(what.en)
        self.what = what
        self.where = where
        self.mend = mend

    def in_(self, lang: Lang | str) -> str:
        place = f"{self.where}: " if self.where else ""
        return f"{place}{self.what.in_(lang)} {self.mend.in_(lang)}"

    def __str__(self) -> str:
        return self.in_("en")

    def as_json(self) -> dict[str, object]:
        return {"error": type(self).__name__, "what": self.what.as_json(), "where": self.where, "mend": self.mend.as_json()}


class InvalidInput(BolwerkError):
    """What was given cannot be read or cannot be right."""


class NotAllowed(BolwerkError):
    """A policy or a procedure says no, and why. `logged`: the refusal stands in the log of refusals already."""

    logged: bool = False


class Conflict(BolwerkError):
    """Somebody else changed it first, or the same key was used for something else."""


class NotFound(BolwerkError):
    """There is no such thing."""


class MissingLaw(BolwerkError):
    """A legal figure is not known for that day: the outcome fails closed."""
