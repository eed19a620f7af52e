"""The tables of an index, and compiled: for each word of a batch of queries every word of the index that it may stand for."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from bolwerk.engines.screening._compiled import compiled
from bolwerk.engines.screening._kernel import FNV_OFFSET, INITIAL, NONE, Tokens, hashed, relate
from bolwerk.engines.screening._tables import MOST_KEYS, deletes, first, first_small


class Names(NamedTuple):
    """The names of an index by number, and where each token stands in them."""

    start: npt.NDArray[np.int64]
    token: npt.NDArray[np.int32]
    entity: npt.NDArray[np.int32]
    form: npt.NDArray[np.int32]
    bridge: npt.NDArray[np.int32]
    group: npt.NDArray[np.int32]
    text: npt.NDArray[np.int32]
    """Which of the names of its entity a spelling was read from."""
    weak: npt.NDArray[np.uint8]
    posting_start: npt.NDArray[np.int64]
    posting: npt.NDArray[np.int32]
    posting_sign: npt.NDArray[np.uint64]
    """Of the name at each place: the signs of all its tokens (`sign`), and in the high byte, rounded up, how much of the name
    the token is."""


class Keys(NamedTuple):
    """Sorted keys, each with what it leads to."""

    exact: npt.NDArray[np.uint64]
    exact_token: npt.NDArray[np.int32]
    delete: npt.NDArray[np.uint32]
    delete_token: npt.NDArray[np.int32]
    directory: npt.NDArray[np.int64]
    shift: int
    sound: npt.NDArray[np.uint64]
    sound_token: npt.NDArray[np.int32]
    kin: npt.NDArray[np.uint64]
    kin_token: npt.NDArray[np.int32]
    join: npt.NDArray[np.uint64]
    join_name: npt.NDArray[np.int32]
    single: npt.NDArray[np.int32]
    """For each letter the token that is that letter alone, or -1."""


class Scratch(NamedTuple):
    """Room for marks, one per token and one per name, kept between calls; a mark counts when it bears the running number."""

    token_mark: npt.NDArray[np.int64]
    token_words: npt.NDArray[np.uint32]
    """Which words of the query a token matches, a bit each."""
    token_initial: npt.NDArray[np.uint32]
    """And which only as an initial."""
    name_mark: npt.NDArray[np.int64]
    number: npt.NDArray[np.int64]


class Queries(NamedTuple):
    """Queried names: their tokens in the table of the batch, and the log-odds that each must reach."""

    start: npt.NDArray[np.int64]
    token: npt.NDArray[np.int32]
    form: npt.NDArray[np.int32]
    bridge: npt.NDArray[np.int32]
    group: npt.NDArray[np.int32]
    need: npt.NDArray[np.float64]


@compiled
def sign(e: Tokens, t: int) -> np.uint64:
    """One of 56 bits for a token: by its sound, which words that stand for each other mostly share, else its letters."""
    key = e.sound[t]
    if key == 0:
        key = hashed(e.letters, e.start[t], e.start[t + 1], FNV_OFFSET)
    return np.uint64(np.uint64(1) << (((key * np.uint64(11400714819323198485)) >> np.uint64(40)) % np.uint64(56)))


@compiled
def posting_signs(
    e: Tokens,
    start: npt.NDArray[np.int64],
    token: npt.NDArray[np.int32],
    posting_start: npt.NDArray[np.int64],
    posting: npt.NDArray[np.int32],
) -> npt.NDArray[np.uint64]:
    """Per place in the postings the signs of the name that stands there and the share of the token in it."""
    signs = np.zeros(len(start) - 1, np.uint64)
    total = np.zeros(len(start) - 1)
    for name in range(len(start) - 1):
        for z in range(start[name], start[name + 1]):
            signs[name] |= sign(e, token[z])
            total[name] += e.weight[token[z]]
    out = np.empty(len(posting), np.uint64)
    for t in range(len(posting_start) - 1):
        for y in range(posting_start[t], posting_start[t + 1]):
            share = min(255, int(255.0 * e.weight[t] / total[posting[y]]) + 1)
            out[y] = signs[posting[y]] | (np.uint64(share) << np.uint64(56))
    return out


@compiled
def larger(array: npt.NDArray[np.int32]) -> npt.NDArray[np.int32]:
    out = np.empty(len(array) * 2, np.int32)
    for k in range(len(array)):
        out[k] = array[k]
    return out


@compiled
def neighbours(
    q: Tokens, e: Tokens, keys: Keys, scratch: Scratch
) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.int32], npt.NDArray[np.int32]]:
    """For each token of the batch every token of the index that `relate` relates to it, and whether only as an initial.

    A token that is an initial is related to every word that begins so; those are not listed but tested where names are weighed.
    """
    start = np.zeros(len(q.start), np.int64)
    ids = np.empty(1024, np.int32)
    initial = np.empty(1024, np.int32)
    out = np.empty(MOST_KEYS, np.uint32)
    size = 0
    for i in range(len(q.start) - 1):
        scratch.number[0] += 1
        mark = scratch.number[0]
        a, b = q.start[i], q.start[i + 1]
        trial = np.empty(0, np.int32)
        tried = 0
        for source in range(4):
            if source > 0 and (q.digit[i] or b - a == 1):
                break
            low = high = 0
            if source == 0:
                h = hashed(q.letters, a, b, FNV_OFFSET)
                low = first(keys.exact, h)
                high = low
                while high < len(keys.exact) and keys.exact[high] == h:
                    high += 1
                trial = keys.exact_token
            elif source == 1:
                if q.sound[i] == 0:
                    continue
                low = first(keys.sound, q.sound[i])
                high = low
                while high < len(keys.sound) and keys.sound[high] == q.sound[i]:
                    high += 1
                trial = keys.sound_token
            elif source == 2:
                if q.kin[i] == 0:
                    continue
                kin = np.uint64(q.kin[i])
                low = first(keys.kin, kin)
                high = low
                while high < len(keys.kin) and keys.kin[high] == kin:
                    high += 1
                trial = keys.kin_token
            else:
                s = keys.single[q.letters[a] - 97]
                if s >= 0 and scratch.token_mark[s] != mark:
                    scratch.token_mark[s] = mark
                    if size >= len(ids):
                        ids = larger(ids)
                        initial = larger(initial)
                    ids[size], initial[size] = s, 1
                    size += 1
                tried = deletes(q.letters, a, b, out)
                low = high = 0
            rounds = tried if source == 3 else 1
            for r in range(rounds):
                if source == 3:
                    low = first_small(keys.delete, keys.directory, keys.shift, out[r])
                    high = low
                    while high < len(keys.delete) and keys.delete[high] == out[r]:
                        high += 1
                    trial = keys.delete_token
                for k in range(low, high):
                    v = trial[k]
                    if scratch.token_mark[v] == mark:
                        continue
                    scratch.token_mark[v] = mark
                    p, _ = relate(q, i, e, int(v))
                    if p == NONE:
                        continue
                    if size >= len(ids):
                        ids = larger(ids)
                        initial = larger(initial)
                    ids[size] = v
                    initial[size] = 1 if p == INITIAL else 0
                    size += 1
        start[i + 1] = size
    return start, ids[:size], initial[:size]
