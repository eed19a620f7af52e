"""While one page is read, the same question is answered once: guards, facts and prices ask for the same sizes."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any, TypeVar

T = TypeVar("T")
_PAGE: ContextVar[dict[Hashable, Any] | None] = ContextVar("page", default=None)


@contextmanager
def one_page() -> Iterator[None]:
    """For reading only: inside it, what was found is taken as found. Outside it nothing is remembered."""
    token = _PAGE.set({})
    try:
        yield
    finally:
        _PAGE.reset(token)


def once(key: Hashable, find: Callable[[], T]) -> T:
    """What was found under `key` on this page; found anew when no page is being read."""
    page = _PAGE.get()
    if page is None:
        return find()
    if key not in page:
        page[key] = find()
    found: T = page[key]
    return found
