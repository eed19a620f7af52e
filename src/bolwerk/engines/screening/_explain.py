"""Compiled: many pairs of names aligned in one call, for those that became hits."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from bolwerk.engines.screening._compiled import compiled
from bolwerk.engines.screening._kernel import COEFFICIENTS, SIDE, Tokens, align
from bolwerk.engines.screening._near import Names, Queries


@compiled
def explain(
    q: Tokens,
    queries: Queries,
    e: Tokens,
    names: Names,
    which: npt.NDArray[np.int64],
    found: npt.NDArray[np.int64],
    models: npt.NDArray[np.float64],
    pairs: npt.NDArray[np.int8],
) -> tuple[
    npt.NDArray[np.int64],
    npt.NDArray[np.int8],
    npt.NDArray[np.int8],
    npt.NDArray[np.int8],
    npt.NDArray[np.float64],
    npt.NDArray[np.float64],
    npt.NDArray[np.float64],
]:
    """Per pair of a queried and a listed name: where its lines begin, then of all lines the pairing, both places and the
    weight, and per pair the extra weights, and the log-odds with the rarity of what matched."""
    most = 0
    for k in range(len(which)):
        most += queries.start[which[k] + 1] - queries.start[which[k]] + names.start[found[k] + 1] - names.start[found[k]]
    begin = np.zeros(len(which) + 1, np.int64)
    pairing = np.empty(most, np.int8)
    left = np.empty(most, np.int8)
    right = np.empty(most, np.int8)
    gain = np.empty(most)
    extra = np.empty((len(which), 5))
    total = np.empty((len(which), 2))
    line_pairing = np.empty(2 * SIDE, np.int8)
    line_left = np.empty(2 * SIDE, np.int8)
    line_right = np.empty(2 * SIDE, np.int8)
    line_gain = np.empty(2 * SIDE)
    line_extra = np.empty(5)
    feature = np.empty(COEFFICIENTS)
    for k in range(len(which)):
        number, name = which[k], found[k]
        g = pairs[queries.group[number], names.group[name]]
        lines, logit, nats = align(
            q, queries.token[queries.start[number] : queries.start[number + 1]],
            int(queries.form[number]), int(queries.bridge[number]),
            e, names.token[names.start[name] : names.start[name + 1]], int(names.form[name]), int(names.bridge[name]),
            models[g], line_pairing, line_left, line_right, line_gain, line_extra, feature,
        )  # fmt: skip
        at = begin[k]
        for x in range(lines):
            pairing[at + x] = line_pairing[x]
            left[at + x] = line_left[x]
            right[at + x] = line_right[x]
            gain[at + x] = line_gain[x]
        for x in range(5):
            extra[k, x] = line_extra[x]
        total[k, 0], total[k, 1] = logit, nats
        begin[k + 1] = at + lines
    return begin, pairing, left, right, gain, extra, total
