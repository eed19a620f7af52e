"""The world of the domain, and people who sign in to it."""

from __future__ import annotations

from tests.domains.export_control.applying.conftest import _own_house, world

__all__ = ["_own_house", "world"]
