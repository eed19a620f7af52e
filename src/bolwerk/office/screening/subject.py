"""What a domain hands over to be screened. Pure."""

from __future__ import annotations

from dataclasses import dataclass

from bolwerk.engines.screening import Entity


@dataclass(frozen=True, slots=True)
class Subject:
    """Somebody or something to screen. `ref` is stable and made by the domain, such as `export:party:12`."""

    ref: str
    entity: Entity
