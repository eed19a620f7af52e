"""Compiled: how two tokens stand to each other, and how two names do, token by token. Letters are the bytes of lower-case
ASCII."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from bolwerk.engines.screening._compiled import compiled


class Tokens(NamedTuple):
    """A table of tokens: letters end to end, where each begins, and per token what comparing needs."""

    letters: npt.NDArray[np.uint8]
    start: npt.NDArray[np.int64]
    digit: npt.NDArray[np.uint8]
    mask: npt.NDArray[np.uint32]
    """Which letters occur, a bit each."""
    sound: npt.NDArray[np.uint64]
    kin: npt.NDArray[np.uint32]
    weight: npt.NDArray[np.float64]


NONE, SAME, SPELLING, SOUND, INITIAL, JOINED, CONTRADICTION, QUERY_ONLY, ENTRY_ONLY = range(9)

# Places in a row of coefficients, all at or above zero but the first.
BIAS, C_SAME, C_SPELLING, C_SOUND, C_INITIAL, C_JOINED, C_CONTRA, C_SOFT, C_QUERY, C_ENTRY, C_DIGIT, C_BITS = range(12)
C_ORDER, C_CONFLICT, C_FORM, C_BRIDGE, C_SINGLE = range(12, 17)
COEFFICIENTS = 17

SATURATION = 15.0
"""Nats of matched rarity after which more tells little more."""
SIDE = 24
"""The most tokens of a name."""
FNV_OFFSET = np.uint64(14695981039346656037)
FNV_PRIME = np.uint64(1099511628211)


@compiled
def hashed(letters: npt.NDArray[np.uint8], a: int, b: int, h: np.uint64) -> np.uint64:
    """FNV-1a over letters[a:b], going on from `h`."""
    for k in range(a, b):
        h = (h ^ np.uint64(letters[k])) * FNV_PRIME
    return h


@compiled
def budget(a: int, b: int) -> int:
    """How many edits two words of a and b letters may differ and still be one spelling apart."""
    m = min(a, b)
    if m < 4:
        return 0
    return 1 if m < 7 else 2


@compiled
def edits(x: npt.NDArray[np.uint8], a: int, la: int, y: npt.NDArray[np.uint8], b: int, lb: int, most: int) -> int:
    """Optimal string alignment distance (insert, delete, replace, swap neighbours), or most + 1 as soon as it is over
    `most`."""
    while la > 0 and lb > 0 and x[a] == y[b]:
        a, b, la, lb = a + 1, b + 1, la - 1, lb - 1
    while la > 0 and lb > 0 and x[a + la - 1] == y[b + lb - 1]:
        la, lb = la - 1, lb - 1
    if la == 0 or lb == 0:
        return min(la + lb, most + 1)
    if abs(la - lb) > most:
        return most + 1
    if la > 63 or lb > 63:
        la, lb = min(la, 63), min(lb, 63)
    rows = np.empty((3, 64), np.int32)
    for j in range(lb + 1):
        rows[0, j] = j
    for i in range(1, la + 1):
        now, last, before = i % 3, (i - 1) % 3, (i - 2) % 3
        rows[now, 0] = i
        best = i
        c = x[a + i - 1]
        for j in range(1, lb + 1):
            d = y[b + j - 1]
            v = rows[last, j - 1] + (0 if c == d else 1)
            v = min(v, rows[last, j] + 1, rows[now, j - 1] + 1)
            if i > 1 and j > 1 and c == y[b + j - 2] and x[a + i - 2] == d:
                v = min(v, rows[before, j - 2] + 1)
            rows[now, j] = v
            best = min(best, v)
        if best > most:
            return most + 1
    return min(rows[la % 3, lb], most + 1)


@compiled
def bits_of(v: np.uint32) -> int:
    n = 0
    while v:
        v &= v - np.uint32(1)
        n += 1
    return n


@compiled
def _longer_by_a(q: Tokens, a: int, la: int, e: Tokens, b: int, lb: int) -> bool:
    """Whether the longer of two words only adds an a at the end."""
    if la > lb:
        return bool(q.letters[a + la - 1] == 97 and q.letters[a + lb - 1] == e.letters[b + lb - 1])
    return bool(e.letters[b + lb - 1] == 97 and e.letters[b + la - 1] == q.letters[a + la - 1])


@compiled
def relate(q: Tokens, i: int, e: Tokens, j: int) -> tuple[int, float]:
    """How token i of one table stands to token j of another: the pairing and its quality in (0, 1]; NONE and 0 when they do
    not match.

    Symmetric, and a function of the two tokens alone. Whatever is related here the index finds: equal letters, a shared
    first letter
    where one is an initial, a group of kin, an edit distance within `budget`, or equal sound.
    """
    a, b = q.start[i], e.start[j]
    la, lb = q.start[i + 1] - a, e.start[j + 1] - b
    if la == lb:
        k = 0
        while k < la and q.letters[a + k] == e.letters[b + k]:
            k += 1
        if k == la:
            return SAME, 1.0
    if q.digit[i] or e.digit[j]:
        return NONE, 0.0
    if la == 1 or lb == 1:
        return (INITIAL, 1.0) if q.letters[a] == e.letters[b] else (NONE, 0.0)
    if q.kin[i] != 0 and q.kin[i] == e.kin[j]:
        return SOUND, 0.9
    most = budget(la, lb)
    if most and abs(la - lb) <= most and bits_of(q.mask[i] ^ e.mask[j]) <= 2 * most:
        d = edits(q.letters, a, la, e.letters, b, lb, most)
        if d <= most:
            alike = 1.0 - d / max(la, lb)
            # Words that begin otherwise are rarely one word; a last letter more or less often makes another name (Joaquin,
            # Joaquina).
            if q.letters[a] != e.letters[b]:
                alike -= 0.15
            if abs(la - lb) == 1 and d == 1 and (_longer_by_a(q, a, la, e, b, lb)):
                alike -= 0.15
            return SPELLING, alike
    if q.sound[i] != 0 and q.sound[i] == e.sound[j]:
        # Fewer differing letters in the same sound are better; a script without vowels cannot show more.
        longest = max(la, lb)
        d = edits(q.letters, a, la, e.letters, b, lb, longest)
        alike = 1.0 - d / longest
        if alike >= 0.4:
            return SOUND, alike
    return NONE, 0.0


@compiled
def joins(x: Tokens, i: int, k: int, y: Tokens, j: int) -> bool:
    """Whether tokens i and k of one table, written together, are token j of the other."""
    li, lk = x.start[i + 1] - x.start[i], x.start[k + 1] - x.start[k]
    if li + lk != y.start[j + 1] - y.start[j]:
        return False
    b = y.start[j]
    for n in range(li):
        if x.letters[x.start[i] + n] != y.letters[b + n]:
            return False
    same = True
    for n in range(lk):
        same = same and x.letters[x.start[k] + n] == y.letters[b + li + n]
    return same


@compiled
def align(
    q: Tokens,
    qs: npt.NDArray[np.int32],
    qform: int,
    qbridge: int,
    e: Tokens,
    es: npt.NDArray[np.int32],
    eform: int,
    ebridge: int,
    c: npt.NDArray[np.float64],
    pairing: npt.NDArray[np.int8],
    left: npt.NDArray[np.int8],
    right: npt.NDArray[np.int8],
    gain: npt.NDArray[np.float64],
    extra: npt.NDArray[np.float64],
    feature: npt.NDArray[np.float64],
) -> tuple[int, float, float]:
    """Align two names and weigh what is found.

    Fills one line per pairing (`pairing`, places `left` and `right` or -1, `gain`) and the five `extra` weights (bias with
    the weight
    of a single matched word, order, legal form, script, and nothing), and `feature` with what each coefficient was
    multiplied by.
    Returns the number of lines, the log-odds (the sum of all weights) and the rarity in nats of what matched.
    """
    n, m = len(qs), len(es)
    wq = we = 0.0
    for i in range(n):
        wq += q.weight[qs[i]]
    for j in range(m):
        we += e.weight[es[j]]
    feature[:] = 0.0
    extra[:] = 0.0
    usedq = np.zeros(SIDE, np.uint8)
    usede = np.zeros(SIDE, np.uint8)
    lines = 0
    bits = 0.0
    matched = 0
    # Per line: its share of both names, quality, and rarity.
    share = np.zeros(2 * SIDE)
    nats = np.zeros(2 * SIDE)
    for i in range(n - 1):
        for j in range(m):
            if usedq[i] or usedq[i + 1] or usede[j] or not joins(q, qs[i], qs[i + 1], e, es[j]):
                continue
            both = q.weight[qs[i]] + q.weight[qs[i + 1]]
            pairing[lines], left[lines], right[lines] = JOINED, i, j
            share[lines] = (both / wq + e.weight[es[j]] / we) / 2
            nats[lines] = min(both, e.weight[es[j]])
            usedq[i] = usedq[i + 1] = usede[j] = 1
            lines += 1
    for j in range(m - 1):
        for i in range(n):
            if usede[j] or usede[j + 1] or usedq[i] or not joins(e, es[j], es[j + 1], q, qs[i]):
                continue
            both = e.weight[es[j]] + e.weight[es[j + 1]]
            pairing[lines], left[lines], right[lines] = JOINED, i, j
            share[lines] = (q.weight[qs[i]] / wq + both / we) / 2
            nats[lines] = min(q.weight[qs[i]], both)
            usedq[i] = usede[j] = usede[j + 1] = 1
            lines += 1
    for k in range(lines):
        gain[k] = c[C_JOINED] * share[k]
        feature[C_JOINED] += share[k]
        bits += nats[k]
        matched += 1
    kind = np.zeros((n, m), np.int8)
    quality = np.zeros((n, m))
    value = np.zeros((n, m))
    for i in range(n):
        if usedq[i]:
            continue
        for j in range(m):
            if usede[j]:
                continue
            p, s = relate(q, np.int64(qs[i]), e, np.int64(es[j]))
            kind[i, j], quality[i, j] = p, s
            if p != NONE:
                value[i, j] = s * c[p] * (q.weight[qs[i]] / wq + e.weight[es[j]] / we) / 2
                # Of pairings worth the same the one nearest in place, then the first, is taken.
                value[i, j] += 1e-9 * (SIDE - abs(i - j)) + (1e-6 if p == SAME else 0.0)
    while True:
        best, bi, bj = 0.0, -1, -1
        for i in range(n):
            if usedq[i]:
                continue
            for j in range(m):
                if not usede[j] and value[i, j] > best:
                    best, bi, bj = value[i, j], i, j
        if bi < 0:
            break
        p, s = kind[bi, bj], quality[bi, bj]
        sh = (q.weight[qs[bi]] / wq + e.weight[es[bj]] / we) / 2
        pairing[lines], left[lines], right[lines] = p, bi, bj
        gain[lines] = c[p] * s * sh
        feature[p] += s * sh
        nats[lines] = s * min(q.weight[qs[bi]], e.weight[es[bj]]) if p != INITIAL else 0.0
        bits += nats[lines]
        usedq[bi] = usede[bj] = 1
        matched += 1 if p != INITIAL else 0
        lines += 1
    told = 1.0 - np.exp(-bits / SATURATION)
    feature[C_BITS] = told
    if bits > 0.0:
        for k in range(lines):
            gain[k] += c[C_BITS] * told * nats[k] / bits
    # Order: of the pairs of matched lines, how many stand the other way round.
    turned = total = 0
    for k in range(lines):
        for x in range(k):
            total += 1
            if (left[k] - left[x]) * (right[k] - right[x]) < 0:
                turned += 1
    found = lines
    i = j = 0
    while True:
        while i < n and usedq[i]:
            i += 1
        while j < m and usede[j]:
            j += 1
        if i >= n and j >= m:
            break
        if i < n and j < m:
            # What is left on both sides says something else; the nearer the spelling, the less it speaks against.
            bj, near = j, -1.0
            la = q.start[qs[i] + 1] - q.start[qs[i]]
            for y in range(j, m):
                if usede[y]:
                    continue
                lb = e.start[es[y] + 1] - e.start[es[y]]
                longest = max(la, lb)
                d = edits(q.letters, q.start[qs[i]], la, e.letters, e.start[es[y]], lb, longest)
                alike = 0.0 if q.digit[qs[i]] or e.digit[es[y]] else 1.0 - d / longest
                if alike > near:
                    near, bj = alike, y
            sh = (q.weight[qs[i]] / wq + e.weight[es[bj]] / we) / 2
            soft = max(0.0, near - 0.3) / 0.7
            digits = 1.0 if q.digit[qs[i]] and e.digit[es[bj]] else 0.0
            pairing[lines], left[lines], right[lines] = CONTRADICTION, i, bj
            gain[lines] = -(c[C_CONTRA] - c[C_SOFT] * soft) * sh - c[C_DIGIT] * digits
            feature[C_CONTRA] -= sh
            feature[C_SOFT] += sh * soft
            feature[C_DIGIT] -= digits
            usedq[i] = usede[bj] = 1
        elif i < n:
            sh = q.weight[qs[i]] / wq
            pairing[lines], left[lines], right[lines] = QUERY_ONLY, i, -1
            gain[lines] = -c[C_QUERY] * sh
            feature[C_QUERY] -= sh
            usedq[i] = 1
        else:
            sh = e.weight[es[j]] / we
            pairing[lines], left[lines], right[lines] = ENTRY_ONLY, -1, j
            gain[lines] = -c[C_ENTRY] * sh
            feature[C_ENTRY] -= sh
            usede[j] = 1
        lines += 1
    feature[BIAS] = 1.0
    if matched <= 1:
        feature[C_SINGLE] = -1.0
    if total:
        feature[C_ORDER] = -turned / total
    if qform and eform:
        if qform == eform:
            feature[C_FORM] = 1.0
        else:
            feature[C_CONFLICT] = -1.0
    if found and qbridge != ebridge:
        feature[C_BRIDGE] = 1.0
    extra[0] = c[BIAS] + c[C_SINGLE] * feature[C_SINGLE]
    extra[1] = c[C_ORDER] * feature[C_ORDER]
    extra[2] = c[C_FORM] * feature[C_FORM] + c[C_CONFLICT] * feature[C_CONFLICT]
    extra[3] = c[C_BRIDGE] * feature[C_BRIDGE]
    logit = extra[0] + extra[1] + extra[2] + extra[3]
    for k in range(lines):
        logit += gain[k]
    return lines, logit, bits
