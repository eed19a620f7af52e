"""The one decorator of the compiled functions: on one thread, without the interpreter's lock, kept on disk."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any, TypeVar, cast

from numba import njit

F = TypeVar("F", bound=Callable[..., Any])


@cache
def sources() -> str:
    """Over the text of every compiled function of the engine."""
    made = hashlib.sha256()
    for file in sorted(Path(__file__).parent.glob("_*.py")):
        text = file.read_bytes()
        if b"@compiled" in text:
            made.update(text)
    return made.hexdigest()


def compiled(function: F) -> F:
    """Compile at first use. numba keeps the machine code beside the source, else in the user's cache folder (NUMBA_CACHE_DIR
    names another); where none can be written it compiles anew in each process instead of failing.

    numba takes kept code for current while the file of the function is unchanged, even when a function that it calls in
    another file is not. Here the code is current only while all of `sources` is.
    """
    try:
        made = njit(cache=True, nogil=True, error_model="numpy")(function)
        kept: Any = made
        kept._cache._cache_file._source_stamp = sources()
    except RuntimeError:
        made = njit(nogil=True, error_model="numpy")(function)
    return cast(F, made)
