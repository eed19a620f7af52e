"""Reads `coefficients.toml`: the weights of each group as a row, and those of the evidence."""

from __future__ import annotations

import hashlib
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

import numpy as np
import numpy.typing as npt

from bolwerk.engines.screening._normal import ANY, GROUPS, ORGANISATION, PERSON, RESEARCH, VESSEL

ORDER = (
    "bias", "same", "spelling", "sound", "initial", "joined", "contradiction", "soft", "query_only", "entry_only", "digit",
    "bits", "order", "form_conflict", "form_same", "bridge", "single",
)  # fmt: skip
"""The place of each weight in a row, as `_kernel` counts them."""


@dataclass(frozen=True, slots=True, eq=False)
class Coefficients:
    models: npt.NDArray[np.float64]
    evidence: Mapping[str, float]
    digest: str


def pairs() -> npt.NDArray[np.int8]:
    """By the group of query and entry: whose weights serve, or -1 where the two cannot be the same thing."""
    found = np.full((ANY + 1, ANY + 1), -1, np.int8)
    found[PERSON, PERSON] = PERSON
    found[VESSEL, VESSEL] = VESSEL
    for a in (ORGANISATION, RESEARCH, ANY):
        for b in (ORGANISATION, RESEARCH, ANY):
            found[a, b] = ORGANISATION
    found[RESEARCH, RESEARCH] = RESEARCH
    found[PERSON, ANY] = found[ANY, PERSON] = PERSON
    return found


@cache
def coefficients() -> Coefficients:
    text = files(__package__).joinpath("coefficients.toml").read_bytes()
    data = tomllib.loads(text.decode())
    rows = np.array([[data[group][name] for name in ORDER] for group in GROUPS], np.float64)
    if (rows[:, 1:] < 0).any():
        raise ValueError("coefficients.toml: every weight but the bias must be zero or more")
    soft, contra = ORDER.index("soft"), ORDER.index("contradiction")
    if (rows[:, soft] > rows[:, contra]).any():
        raise ValueError("coefficients.toml: soft may not exceed contradiction")
    return Coefficients(rows, data["evidence"], hashlib.sha256(text).hexdigest())
