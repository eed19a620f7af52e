"""Corridors: which convoys a network carries, what blocks them, what opens them, and how much may fail. Pure.

It screens against known limits; an engineer classifies.
"""

from bolwerk.engines.corridors._csv import BadRow, Import, read_structures, template
from bolwerk.engines.corridors._hierarchy import FAR, Graph, Hierarchy, Metric
from bolwerk.engines.corridors._loads import HYPOTHETICAL, Load, class_for, even_axles, moment, shear
from bolwerk.engines.corridors._model import (
    Basis,
    Class,
    Crossing,
    Edge,
    Fund,
    Intervention,
    Kind,
    Limit,
    Mode,
    Node,
    Quantity,
    Requirement,
    Side,
    Structure,
    Verdict,
)
from bolwerk.engines.corridors._network import DELAYS, Network, Screened, screen_network
from bolwerk.engines.corridors._redundancy import Cut, Failure, Units, double_failures, single_failures, smallest_cut
from bolwerk.engines.corridors._report import Flip, Opening, Path, Report, report
from bolwerk.engines.corridors._turns import Turns, turns_of
from bolwerk.engines.corridors._verdict import SCREENS, Finding, Matrix, needed, screen
from bolwerk.engines.corridors._widest import Widest

__all__ = [
    "BadRow",
    "Basis",
    "Class",
    "Crossing",
    "Cut",
    "DELAYS",
    "Edge",
    "FAR",
    "Failure",
    "Finding",
    "Flip",
    "Fund",
    "Graph",
    "HYPOTHETICAL",
    "Hierarchy",
    "Import",
    "Intervention",
    "Kind",
    "Limit",
    "Load",
    "Matrix",
    "Metric",
    "Mode",
    "Network",
    "Node",
    "Opening",
    "Path",
    "Quantity",
    "Report",
    "Requirement",
    "SCREENS",
    "Screened",
    "Side",
    "Structure",
    "Turns",
    "Units",
    "Verdict",
    "Widest",
    "class_for",
    "double_failures",
    "even_axles",
    "moment",
    "needed",
    "read_structures",
    "report",
    "screen",
    "screen_network",
    "shear",
    "single_failures",
    "smallest_cut",
    "template",
    "turns_of",
]
