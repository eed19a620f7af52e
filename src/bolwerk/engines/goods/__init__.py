"""Control lists and goods: codes, dated versions, and a finder that ranks candidate entries and says why. Pure."""

from bolwerk.engines.goods._codes import (
    CATEGORIES,
    GROUPS,
    REGIMES,
    CnCode,
    Code,
    ListName,
    looks_like_cn,
    looks_like_code,
    read_cn,
    read_code,
    read_list_name,
)
from bolwerk.engines.goods._correlation import Correlation, Pair, read_correlation
from bolwerk.engines.goods._find import LONGEST_QUERY, find
from bolwerk.engines.goods._model import Asked, Because, Candidate, Found, Kind, Precedent, Strength
from bolwerk.engines.goods._numbers import Bound, Compared, Measure, compare, measures
from bolwerk.engines.goods._read import Finding, Reading, read_list
from bolwerk.engines.goods._store import Store
from bolwerk.engines.goods._tables import About
from bolwerk.engines.goods._titles import builtin
from bolwerk.engines.goods._version import TONGUES, Changed, Difference, Entry, ListVersion, difference

__all__ = [
    "CATEGORIES",
    "GROUPS",
    "LONGEST_QUERY",
    "REGIMES",
    "TONGUES",
    "About",
    "Asked",
    "Because",
    "Bound",
    "Candidate",
    "Changed",
    "CnCode",
    "Code",
    "Compared",
    "Correlation",
    "Difference",
    "Entry",
    "Finding",
    "Found",
    "Kind",
    "ListName",
    "ListVersion",
    "Measure",
    "Pair",
    "Precedent",
    "Reading",
    "Store",
    "Strength",
    "builtin",
    "compare",
    "difference",
    "find",
    "looks_like_cn",
    "looks_like_code",
    "measures",
    "read_cn",
    "read_code",
    "read_correlation",
    "read_list",
    "read_list_name",
]
