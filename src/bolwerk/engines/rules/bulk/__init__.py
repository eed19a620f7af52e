"""The rules over many cases at once: profiles, the exact difference a reform makes, its impact, and a reform adopted."""

from bolwerk.engines.rules.bulk._adopt import Adopted, adopt
from bolwerk.engines.rules.bulk._diff import Change, Diff, RuleDiff, Side, diff
from bolwerk.engines.rules.bulk._impact import Flow, Impact, impact
from bolwerk.engines.rules.bulk._profile import SMALLEST, Count, Profile, profile
from bolwerk.engines.rules.bulk._profile_json import read_profile, write_profile

__all__ = [
    "SMALLEST",
    "Adopted",
    "Change",
    "Count",
    "Diff",
    "Flow",
    "Impact",
    "Profile",
    "RuleDiff",
    "Side",
    "adopt",
    "diff",
    "impact",
    "profile",
    "read_profile",
    "write_profile",
]
