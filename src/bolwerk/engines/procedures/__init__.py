"""Procedures: a case is a log of events; where it stands, what may be done and when it is due all follow from it. Pure."""

from bolwerk.engines.procedures._fold import Expiry, expired, fold
from bolwerk.engines.procedures._model import EXPIRED, OPENED, SYSTEM_EVENTS, Event, Move, Note, Procedure, Step, Term
from bolwerk.engines.procedures._moves import Guard, NoteVerdict, Verdict, judge, moves, notes, require
from bolwerk.engines.procedures._state import CaseState, Done, TermState, Waiting

__all__ = [
    "EXPIRED",
    "OPENED",
    "SYSTEM_EVENTS",
    "CaseState",
    "Done",
    "Event",
    "Expiry",
    "Guard",
    "Move",
    "Note",
    "NoteVerdict",
    "Procedure",
    "Step",
    "Term",
    "TermState",
    "Verdict",
    "Waiting",
    "expired",
    "fold",
    "judge",
    "moves",
    "notes",
    "require",
]
