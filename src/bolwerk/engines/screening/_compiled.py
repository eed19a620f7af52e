"""The one decorator of the compiled functions: single-threaded, without the interpreter's lock, kept on disk where a folder
can be written."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from numba import njit

F = TypeVar("F", bound=Callable[..., Any])


def compiled(function: F) -> F:
    """Compile at first use. numba keeps the machine code beside the source, else in the user's cache folder (NUMBA_CACHE_DIR
    names
    another); where none can be written it compiles anew in each process instead of failing."""
    try:
        return njit(cache=True, nogil=True, error_model="numpy")(function)  # type: ignore[no-any-return]
    except RuntimeError:
        return njit(nogil=True, error_model="numpy")(function)  # type: ignore[no-any-return]
