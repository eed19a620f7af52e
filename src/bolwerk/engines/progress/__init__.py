"""Progress: the state of every commitment, computed from what was recorded. Nobody types a status. Pure."""

from bolwerk.engines.progress._assess import Assessment, Change, CommitmentStanding, MeasureStanding, assess, compare
from bolwerk.engines.progress._load import load
from bolwerk.engines.progress._model import (
    Aggregate,
    Attestation,
    Condition,
    Delivery,
    Indicator,
    Indicators,
    Match,
    Milestone,
    Promise,
    Record,
    Target,
    Timeliness,
)
from bolwerk.engines.progress._money import MoneyLine, MoneyPoint, money, series
from bolwerk.engines.progress._read import Evidence, Reading, read
from bolwerk.engines.progress._state import LEDGER, Entry, State, fold

__all__ = [
    "LEDGER",
    "Aggregate",
    "Assessment",
    "Attestation",
    "Change",
    "Condition",
    "Delivery",
    "Entry",
    "Evidence",
    "Indicator",
    "Indicators",
    "Match",
    "MeasureStanding",
    "Milestone",
    "MoneyLine",
    "MoneyPoint",
    "Promise",
    "Reading",
    "Record",
    "CommitmentStanding",
    "State",
    "Target",
    "Timeliness",
    "assess",
    "compare",
    "fold",
    "load",
    "money",
    "read",
    "series",
]
