"""The fields of the plan. Each is a slice that does not know the others; its `public` module is the only door."""

from __future__ import annotations

from collections.abc import Mapping
from importlib import import_module
from types import MappingProxyType, ModuleType

__all__ = ["DOMAINS", "doors"]

DOMAINS: tuple[str, ...] = ("ethics", "investment")


def doors() -> Mapping[str, ModuleType]:
    """The public door of every domain by name, opened on the first call only: a domain may need Django to be ready."""
    return MappingProxyType({name: import_module(f"bolwerk.domains.{name}.public") for name in DOMAINS})
