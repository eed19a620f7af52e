"""Compiled: what is worked out once per token, the keys under which the index finds it, and finding a key."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from bolwerk.engines.screening._compiled import compiled
from bolwerk.engines.screening._kernel import FNV_OFFSET, hashed

PREFIX = 7
"""How many first letters the deletes look at; more than twice the largest budget, so that no pair within it is missed."""
MOST_KEYS = 1 + 7 + 21

# Sounds. Vowels and weak letters leave none behind, unless they begin the word.
_VOWEL, _P, _F, _K, _T, _S, _J, _M, _N, _L, _R, _H, _B = range(1, 14)


@compiled
def sound_of(letters: npt.NDArray[np.uint8], a: int, b: int) -> np.uint64:
    """The consonants of a word by class, in order, four bits each; 0 where there are too few to tell (fewer than two classes).

    Voiced and unvoiced fall together where transliterations waver (g k q c kh gh, d t th dh, s z sh, j zh dzh ch),
    p and b do not.
    """
    key = np.uint64(0)
    count = 0
    last = 0
    k = a
    while k < b and count < 15:
        c = letters[k]
        d = letters[k + 1] if k + 1 < b else np.uint8(0)
        code = 0
        step = 1
        if c == 97 or c == 101 or c == 105 or c == 111 or c == 117 or c == 121:
            code = _VOWEL if k == a and c != 121 else 0
            if k == a and c == 121:
                code = _J
        elif c == 98:
            code = _B
        elif c == 112:
            code = _F if d == 104 else _P
            step = 2 if d == 104 else 1
        elif c == 102 or c == 118:
            code = _F
        elif c == 119:
            code = _F if k == a or k + 1 == b else 0
        elif c == 99:
            if d == 104:
                code, step = _J, 2
            elif d == 101 or d == 105 or d == 121:
                code = _S
            else:
                code = _K
        elif c == 107 or c == 113 or c == 103:
            code = _K
            step = 2 if d == 104 else 1
        elif c == 120:
            code = _K
        elif c == 100 or c == 116:
            if c == 100 and d == 122 and k + 2 < b and letters[k + 2] == 104:
                code, step = _J, 3
            elif d == 122 or d == 115:
                code, step = _S, 2
            elif d == 106 or (c == 116 and d == 99):
                code, step = _J, 2
            else:
                code = _T
                step = 2 if d == 104 else 1
        elif c == 115 or c == 122:
            # One letter of Cyrillic and of Persian, written zh or j.
            code = _J if c == 122 and d == 104 else _S
            step = 2 if d == 104 else 1
        elif c == 106:
            code = _J
        elif c == 109:
            code = _M
        elif c == 110:
            code = _N
        elif c == 108:
            code = _L
        elif c == 114:
            code = _R
        elif c == 104:
            code = _H if k == a else 0
        if code and code != last:
            key = (key << np.uint64(4)) | np.uint64(code)
            count += 1
        if code:
            last = code
        k += step
    return key if count >= 2 else np.uint64(0)


@compiled
def describe(
    letters: npt.NDArray[np.uint8],
    start: npt.NDArray[np.int64],
    digit: npt.NDArray[np.uint8],
    mask: npt.NDArray[np.uint32],
    sound: npt.NDArray[np.uint64],
    key: npt.NDArray[np.uint64],
) -> None:
    for i in range(len(start) - 1):
        a, b = start[i], start[i + 1]
        seen = np.uint32(0)
        digit[i] = 0
        for k in range(a, b):
            c = letters[k]
            if c < 97:
                digit[i] = 1
            else:
                seen |= np.uint32(1) << np.uint32(c - 97)
        mask[i] = seen
        sound[i] = np.uint64(0) if digit[i] else sound_of(letters, a, b)
        key[i] = hashed(letters, a, b, FNV_OFFSET)


@compiled
def deletes(letters: npt.NDArray[np.uint8], a: int, b: int, out: npt.NDArray[np.uint32]) -> int:
    """The keys of a word: its first letters with up to as many left out as its length allows edits. Returns how many."""
    length = b - a
    n = min(length, PREFIX)
    if length < 4:
        return 0
    count = 0
    for x in range(-1, n):
        h = FNV_OFFSET
        for k in range(n):
            if k != x:
                h = hashed(letters, a + k, a + k + 1, h)
        out[count] = np.uint32((h ^ (h >> np.uint64(32))) & np.uint64(0xFFFFFFFF))
        count += 1
        if x < 0 or length < 7:
            continue
        for y in range(x + 1, n):
            h = FNV_OFFSET
            for k in range(n):
                if k != x and k != y:
                    h = hashed(letters, a + k, a + k + 1, h)
            out[count] = np.uint32((h ^ (h >> np.uint64(32))) & np.uint64(0xFFFFFFFF))
            count += 1
    return count


@compiled
def delete_table(
    letters: npt.NDArray[np.uint8], start: npt.NDArray[np.int64], digit: npt.NDArray[np.uint8]
) -> tuple[npt.NDArray[np.uint32], npt.NDArray[np.int32]]:
    """Every delete key with its token."""
    out = np.empty(MOST_KEYS, np.uint32)
    size = 0
    for i in range(len(start) - 1):
        if not digit[i]:
            size += deletes(letters, start[i], start[i + 1], out)
    keys = np.empty(size, np.uint32)
    ids = np.empty(size, np.int32)
    at = 0
    for i in range(len(start) - 1):
        if digit[i]:
            continue
        for k in range(deletes(letters, start[i], start[i + 1], out)):
            keys[at] = out[k]
            ids[at] = i
            at += 1
    return keys, ids


@compiled
def join_table(
    letters: npt.NDArray[np.uint8],
    start: npt.NDArray[np.int64],
    name_start: npt.NDArray[np.int64],
    name_token: npt.NDArray[np.int32],
) -> tuple[npt.NDArray[np.uint64], npt.NDArray[np.int32]]:
    """Every two neighbouring words of a name, written as one, as a key with its name."""
    keys = np.empty(len(name_token), np.uint64)
    names = np.empty(len(name_token), np.int32)
    at = 0
    for n in range(len(name_start) - 1):
        for k in range(name_start[n], name_start[n + 1] - 1):
            i, j = name_token[k], name_token[k + 1]
            keys[at] = hashed(letters, start[j], start[j + 1], hashed(letters, start[i], start[i + 1], FNV_OFFSET))
            names[at] = n
            at += 1
    return keys[:at].copy(), names[:at].copy()


@compiled
def first(keys: npt.NDArray[np.uint64], key: np.uint64) -> int:
    """The place of the first of the sorted keys that is not below the key."""
    n = len(keys)
    low, high = 0, n
    while low < high:
        middle = (low + high) >> 1
        if keys[middle] < key:
            low = middle + 1
        else:
            high = middle
    return low


@compiled
def first_small(keys: npt.NDArray[np.uint32], directory: npt.NDArray[np.int64], shift: int, key: np.uint32) -> int:
    """As `first`, for the many delete keys, with a directory over their high bits."""
    slot = np.int64(key >> np.uint32(shift))
    low, high = int(directory[slot]), int(directory[slot + 1])
    while low < high:
        middle = (low + high) >> 1
        if keys[middle] < key:
            low = middle + 1
        else:
            high = middle
    return low
