"""A case office in numbers: cases come, wait, are worked on and suspended; how long that takes, who holds the term. Pure."""

from bolwerk.engines.simulate._bench import Bench, StaffNeeded, simulate, staff_needed
from bolwerk.engines.simulate._figures import Estimate, LaneFigures, Outcome, Spread
from bolwerk.engines.simulate._fit import Fitted, LoggedCase, LoggedPause, LoggedStep, Observed, fit
from bolwerk.engines.simulate._model import Distribution, Lane, Office, Pause, Pool, Rule, Shape, Span, Step
from bolwerk.engines.simulate._read import read
from bolwerk.engines.simulate._run import Passage, Run

__all__ = [
    "Bench",
    "Distribution",
    "Estimate",
    "Fitted",
    "Lane",
    "LaneFigures",
    "LoggedCase",
    "LoggedPause",
    "LoggedStep",
    "Observed",
    "Office",
    "Outcome",
    "Passage",
    "Pause",
    "Pool",
    "Rule",
    "Run",
    "Shape",
    "Span",
    "Spread",
    "StaffNeeded",
    "Step",
    "fit",
    "read",
    "simulate",
    "staff_needed",
]
