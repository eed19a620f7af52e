"""Procedures: a case is a log of events; where it stands, what may be done and when it is due all follow from it. Pure."""

from bolwerk.engines.procedures._bpmn import to_bpmn
from bolwerk.engines.procedures._check import Finding, check
from bolwerk.engines.procedures._fold import Expiry, expired, fold
from bolwerk.engines.procedures._foresee import Expectation, Shift, expected, what_if
from bolwerk.engines.procedures._markdown import to_markdown
from bolwerk.engines.procedures._model import EXPIRED, OPENED, SYSTEM_EVENTS, Event, Move, Note, Procedure, Step, Term
from bolwerk.engines.procedures._moves import Guard, NoteVerdict, Verdict, judge, moves, notes, require
from bolwerk.engines.procedures._state import CaseState, Done, TermState, Waiting
from bolwerk.engines.procedures._svg import to_svg

__all__ = [
    "EXPIRED",
    "OPENED",
    "SYSTEM_EVENTS",
    "CaseState",
    "Done",
    "Event",
    "Expectation",
    "Expiry",
    "Finding",
    "Guard",
    "Move",
    "Note",
    "NoteVerdict",
    "Procedure",
    "Shift",
    "Step",
    "Term",
    "TermState",
    "Verdict",
    "Waiting",
    "check",
    "expected",
    "expired",
    "fold",
    "judge",
    "moves",
    "notes",
    "require",
    "to_bpmn",
    "to_markdown",
    "to_svg",
    "what_if",
]
