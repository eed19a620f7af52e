"""The door to what runs: the ESAC on the office. Needs Django; the law alone is in `public`."""

from __future__ import annotations

from bolwerk.domains.ethics.app.book import duties, triage
from bolwerk.domains.ethics.app.committee import CODE, NAME, composition, composition_letter, get, install
from bolwerk.domains.ethics.app.kit import origin_of, referred

__all__ = [
    "CODE",
    "NAME",
    "composition",
    "composition_letter",
    "duties",
    "get",
    "install",
    "origin_of",
    "referred",
    "triage",
]
