"""Compiled: the names of the index whose log-odds with a queried name may reach a floor, with a bound that is proved.

The score of two names is a sum in which every matched word counts at most once on each side. So, for the words of the query
that could
match, the largest sum still in reach is known (`_reach`). Words are left unsearched only while all of them together, matched
in full by an
entry that consists of nothing else, cannot reach the floor; a name found is left unaligned only when the words it shares
cannot. What
comes out is therefore every name that the whole comparison would put at or above the floor, and no other: there is no cut by
rank.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from bolwerk.engines.screening._compiled import compiled
from bolwerk.engines.screening._kernel import (
    BIAS,
    C_BITS,
    C_BRIDGE,
    C_CONFLICT,
    C_CONTRA,
    C_ENTRY,
    C_FORM,
    C_INITIAL,
    C_QUERY,
    C_SAME,
    C_SINGLE,
    C_SOFT,
    C_SOUND,
    C_SPELLING,
    COEFFICIENTS,
    FNV_OFFSET,
    SATURATION,
    SIDE,
    Tokens,
    align,
    hashed,
)
from bolwerk.engines.screening._near import Keys, Names, Queries, Scratch, larger, sign
from bolwerk.engines.screening._tables import first


@compiled
def _larger_float(array: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    out = np.empty(len(array) * 2, np.float64)
    for k in range(len(array)):
        out[k] = array[k]
    return out


@compiled
def _reach(
    c: npt.NDArray[np.float64], sq: float, se: float, iq: float, ie: float, nats: float, forms: float, bridge: float, words: int
) -> float:
    """The most that two names can weigh when of them words with shares sq and se, of so many nats, may match, words with
    shares iq and ie
    only as initials, and no others can."""
    best = max(c[C_SAME], c[C_SPELLING], c[C_SOUND], c[C_INITIAL])
    soft = (c[C_CONTRA] - c[C_SOFT]) / 2
    left = (1.0 - sq - iq) * min(c[C_QUERY], soft) + (1.0 - se - ie) * min(c[C_ENTRY], soft)
    v = c[BIAS] + (best * (sq + se) + c[C_INITIAL] * (iq + ie)) / 2 + c[C_BITS] * (1.0 - np.exp(-nats / SATURATION))
    v += forms + bridge - left
    return float(v - (c[C_SINGLE] if words <= 1 else 0.0))


@compiled
def _single(q: Tokens, t: int) -> bool:
    return bool(q.start[t + 1] - q.start[t] == 1 and not q.digit[t])


@compiled
def _searched(
    q: Tokens, qs: npt.NDArray[np.int32], c: npt.NDArray[np.float64], need: float, order: npt.NDArray[np.int64], initial: bool
) -> int:
    """How many words, in the given order, must be searched: the others, matched in full by an entry that is nothing else,
    cannot reach
    the floor while those searched match nothing, or with `initial` at most an initial."""
    n = len(qs)
    total = 0.0
    for i in range(n):
        total += q.weight[qs[i]]
    for k in range(n):
        nats = share = 0.0
        for x in range(k, n):
            nats += q.weight[qs[order[x]]]
            share += q.weight[qs[order[x]]] / total
        other = 1.0 - share if initial else 0.0
        if _reach(c, share, 1.0, other, 0.0, nats, c[C_FORM], c[C_BRIDGE], n - k) < need:
            return k
    return n


@compiled
def _worth(
    q: Tokens,
    queries: Queries,
    number: int,
    initials: np.uint32,
    e: Tokens,
    names: Names,
    name: int,
    scratch: Scratch,
    mark: int,
    c: npt.NDArray[np.float64],
    wq: float,
) -> bool:
    """Whether the words that a name shares with the query can weigh enough."""
    words = first_letters = np.uint32(0)
    we = full = short = 0.0
    for z in range(names.start[name], names.start[name + 1]):
        u = names.token[z]
        w = e.weight[u]
        we += w
        some = np.uint32(0)
        light = np.uint32(0)
        if scratch.token_mark[u] == mark:
            some = scratch.token_words[u]
            light = scratch.token_initial[u]
        if initials:
            for i in range(queries.start[number + 1] - queries.start[number]):
                t = queries.token[queries.start[number] + i]
                if (initials >> np.uint32(i)) & np.uint32(1) and q.letters[q.start[t]] == e.letters[e.start[u]]:
                    light |= np.uint32(1) << np.uint32(i)
        words |= some
        first_letters |= light
        if some:
            full += w
        elif light:
            short += w
    sq = iq = 0.0
    many = 0
    for i in range(queries.start[number + 1] - queries.start[number]):
        w = q.weight[queries.token[queries.start[number] + i]]
        if (words >> np.uint32(i)) & np.uint32(1):
            sq += w
            many += 1
        elif (first_letters >> np.uint32(i)) & np.uint32(1):
            iq += w
    forms = 0.0
    qf, ef = queries.form[number], names.form[name]
    if qf and ef:
        forms = c[C_FORM] if qf == ef else -c[C_CONFLICT]
    bridge = c[C_BRIDGE] if queries.bridge[number] != names.bridge[name] else 0.0
    most = _reach(c, sq / wq, full / we, iq / wq, short / we, min(sq, full), forms, bridge, many)
    return bool(most >= queries.need[number])


@compiled
def _least(c: npt.NDArray[np.float64], share: float, nats: float, need: float) -> int:
    """How much of a name, in parts of 255, a word must be for the two to reach the floor with nothing else in common; 256 where
    they never do."""
    low, high = 0, 256
    while low < high:
        middle = (low + high) >> 1
        if _reach(c, share, middle / 255.0, 0.0, 0.0, nats, c[C_FORM], c[C_BRIDGE], 1) >= need - 1e-9:
            high = middle
        else:
            low = middle + 1
    return low


@compiled
def retrieve(
    q: Tokens,
    queries: Queries,
    e: Tokens,
    names: Names,
    keys: Keys,
    scratch: Scratch,
    models: npt.NDArray[np.float64],
    pairs: npt.NDArray[np.int8],
    near_start: npt.NDArray[np.int64],
    near: npt.NDArray[np.int32],
    near_initial: npt.NDArray[np.int32],
) -> tuple[npt.NDArray[np.int32], npt.NDArray[np.int32], npt.NDArray[np.float64]]:
    """For each queried name the names of the index at or above its floor: query, name, log-odds, in order of query."""
    out_query = np.empty(1024, np.int32)
    out_name = np.empty(1024, np.int32)
    out_logit = np.empty(1024, np.float64)
    size = 0
    found = np.empty(4096, np.int32)
    pairing = np.empty(2 * SIDE, np.int8)
    left = np.empty(2 * SIDE, np.int8)
    right = np.empty(2 * SIDE, np.int8)
    gain = np.empty(2 * SIDE)
    extra = np.empty(5)
    feature = np.empty(COEFFICIENTS)
    signs = np.zeros(SIDE, np.uint64)
    # Which models may serve a query.
    used = np.zeros(len(models), np.bool_)
    for number in range(len(queries.start) - 1):
        qs = queries.token[queries.start[number] : queries.start[number + 1]]
        n = len(qs)
        if n == 0:
            continue
        need = queries.need[number]
        wq = 0.0
        for i in range(n):
            wq += q.weight[qs[i]]
        # From heavy to light, initials last; of equal weights the first comes first.
        order = np.empty(n, np.int64)
        for i in range(n):
            w = 0.0 if _single(q, qs[i]) else q.weight[qs[i]]
            at = i
            while at > 0 and (0.0 if _single(q, qs[order[at - 1]]) else q.weight[qs[order[at - 1]]]) < w:
                order[at] = order[at - 1]
                at -= 1
            order[at] = i
        searched = initial_searched = 0
        for p in range(len(models)):
            used[p] = False
        for g in range(pairs.shape[1]):
            if pairs[queries.group[number], g] >= 0:
                used[pairs[queries.group[number], g]] = True
        for p in range(len(models)):
            if used[p]:
                searched = max(searched, _searched(q, qs, models[p], need, order, False))
                initial_searched = max(initial_searched, _searched(q, qs, models[p], need, order, True))
        scratch.number[0] += 1
        mark = scratch.number[0]
        initials = np.uint32(0)
        for i in range(n):
            t = qs[i]
            bit = np.uint32(1) << np.uint32(i)
            if _single(q, t):
                initials |= bit
            for k in range(near_start[t], near_start[t + 1]):
                v = near[k]
                if scratch.token_mark[v] != mark:
                    scratch.token_mark[v] = mark
                    scratch.token_words[v] = 0
                    scratch.token_initial[v] = 0
                if near_initial[k]:
                    scratch.token_initial[v] |= bit
                else:
                    scratch.token_words[v] |= bit
        # Names with words written together or apart: few, and all are aligned.
        count = 0
        for i in range(n):
            t = qs[i]
            h = hashed(q.letters, q.start[t], q.start[t + 1], FNV_OFFSET)
            k = first(keys.join, h)
            while k < len(keys.join) and keys.join[k] == h:
                name = keys.join_name[k]
                if scratch.name_mark[name] != mark:
                    scratch.name_mark[name] = mark
                    if count >= len(found):
                        found = larger(found)
                    found[count] = name
                    count += 1
                k += 1
            if i + 1 < n:
                u = qs[i + 1]
                h = hashed(q.letters, q.start[u], q.start[u + 1], h)
                k = first(keys.exact, h)
                while k < len(keys.exact) and keys.exact[k] == h:
                    v = keys.exact_token[k]
                    for x in range(names.posting_start[v], names.posting_start[v + 1]):
                        name = names.posting[x]
                        if scratch.name_mark[name] != mark:
                            scratch.name_mark[name] = mark
                            if count >= len(found):
                                found = larger(found)
                            found[count] = name
                            count += 1
                    k += 1
        for x in range(initial_searched):
            t = qs[order[x]]
            # A name that shares no other word with the query, as its signs prove, must be this word in so large a part.
            others = np.uint64(0)
            if x == 0:
                for i in range(n):
                    signs[i] = 0
                    for k in range(near_start[qs[i]], near_start[qs[i] + 1]):
                        signs[i] |= sign(e, near[k])
            for i in range(n):
                if i != order[x]:
                    others |= signs[i]
            least = 256
            for p in range(len(models)):
                if used[p]:
                    least = min(least, _least(models[p], q.weight[t] / wq, q.weight[t], need))
            if initials or least == 0:
                others = np.uint64(0xFFFFFFFFFFFFFF)
            low, high = near_start[t], near_start[t + 1]
            every = _single(q, t)
            if every:
                # Only initials are left to search by: every word that begins so.
                low, high = 0, len(e.weight)
            for k in range(low, high):
                v = k if every else near[k]
                if every:
                    if q.letters[q.start[t]] != e.letters[e.start[v]]:
                        continue
                elif not near_initial[k] and x >= searched:
                    continue
                for y in range(names.posting_start[v], names.posting_start[v + 1]):
                    seen = names.posting_sign[y]
                    if seen & others == 0 and int(seen >> np.uint64(56)) < least:
                        continue
                    name = names.posting[y]
                    if scratch.name_mark[name] == mark:
                        continue
                    scratch.name_mark[name] = mark
                    g = pairs[queries.group[number], names.group[name]]
                    if g < 0 or not _worth(q, queries, number, initials, e, names, name, scratch, mark, models[g], wq):
                        continue
                    if count >= len(found):
                        found = larger(found)
                    found[count] = name
                    count += 1
        for x in range(count):
            name = found[x]
            g = pairs[queries.group[number], names.group[name]]
            if g < 0:
                continue
            es = names.token[names.start[name] : names.start[name + 1]]
            _, logit, _ = align(
                q, qs, int(queries.form[number]), int(queries.bridge[number]), e, es,
                int(names.form[name]), int(names.bridge[name]),
                models[g], pairing, left, right, gain, extra, feature,
            )  # fmt: skip
            if logit >= need - 1e-9:
                if size >= len(out_name):
                    out_query = larger(out_query)
                    out_name = larger(out_name)
                    out_logit = _larger_float(out_logit)
                out_query[size], out_name[size], out_logit[size] = number, name, logit
                size += 1
    return out_query[:size], out_name[:size], out_logit[:size]
