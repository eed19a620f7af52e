"""The plan as data: measures, commitments, timings, amounts and owners, each with its place in the official text. Pure."""

from bolwerk.plan.loading import load, load_from
from bolwerk.plan.model import Amount, Commitment, Domain, Kind, Lines, Measure, Party, Plan
from bolwerk.plan.numbers import Bound, Unit
from bolwerk.plan.timing import Reader, ReadingRule, Timing, TimingKind

__all__ = [
    "Amount",
    "Bound",
    "Commitment",
    "Domain",
    "Kind",
    "Lines",
    "Measure",
    "Party",
    "Plan",
    "Reader",
    "ReadingRule",
    "Timing",
    "TimingKind",
    "Unit",
    "load",
    "load_from",
]
