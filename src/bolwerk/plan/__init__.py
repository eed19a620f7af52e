"""The plan as data: measures, commitments, timings, amounts and owners, each with its place in the official text. Pure."""

from bolwerk.plan.fidelity import check
from bolwerk.plan.finding import Finding
from bolwerk.plan.glossary import Term, load_glossary
from bolwerk.plan.loading import VOCABULARY, load, load_from
from bolwerk.plan.model import Amount, Commitment, Domain, Kind, Lines, Measure, Party, Plan
from bolwerk.plan.numbers import Bound, Unit
from bolwerk.plan.show import as_json, outline
from bolwerk.plan.sources import Source, SourceKind, load_sources, source_of
from bolwerk.plan.timing import Reader, ReadingRule, Timing, TimingKind

__all__ = [
    "Amount",
    "Bound",
    "Commitment",
    "Domain",
    "Finding",
    "Kind",
    "Lines",
    "Measure",
    "Party",
    "Plan",
    "Reader",
    "ReadingRule",
    "Source",
    "SourceKind",
    "Term",
    "Timing",
    "TimingKind",
    "Unit",
    "VOCABULARY",
    "as_json",
    "check",
    "load",
    "load_from",
    "load_glossary",
    "load_sources",
    "outline",
    "source_of",
]
