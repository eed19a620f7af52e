"""Data extension of the reconciliation interface: columns with what the lists say of entries that were matched."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from django.conf import settings

from bolwerk.faces.api.answers import Refused
from bolwerk.faces.api.matching import Only
from bolwerk.faces.api.standing import Standing
from bolwerk.faces.api.vocabulary import PROPERTIES, property_named
from bolwerk.kernel import Text

_HOW = Text(
    'Stuur {"ids": ["…"], "properties": [{"id": "country"}]}.', 'Send {"ids": ["…"], "properties": [{"id": "country"}]}.'
)


def columns(lang: str, without: Collection[str] = ()) -> list[dict[str, str]]:
    return [{"id": name, "name": text.in_(lang)} for name, text in PROPERTIES.items() if name not in without]


def extended(stands: Standing, asked: dict[str, Any], chosen: Only, lang: str) -> dict[str, Any]:
    """Raises `Refused` (400) when it is no request for extension."""
    ids, wanted = asked.get("ids"), asked.get("properties")
    if not isinstance(ids, list) or not all(isinstance(one, str) for one in ids):
        raise _wrong("ids")
    if not isinstance(wanted, list) or not all(isinstance(one, dict) and isinstance(one.get("id"), str) for one in wanted):
        raise _wrong("properties")
    if len(ids) > settings.API_QUERIES:
        most = settings.API_QUERIES
        raise Refused(400, Text(f"Meer dan {most} rijen tegelijk.", f"More than {most} rows at once."), _HOW)
    meta = [
        {"id": one["id"], "name": (PROPERTIES.get(property_named(one["id"])) or Text.same(one["id"] or "-")).in_(lang)}
        for one in wanted
    ]
    rows: dict[str, dict[str, list[dict[str, str]]]] = {}
    for id in ids:
        entity = next((one for one in stands.finding.entities(id) if chosen(one, stands)), None)
        rows[id] = {
            one["id"]: [{"str": value} for value in (entity.get(property_named(one["id"])) if entity else ())[: _most(one)]]
            for one in wanted
        }
    return {"meta": meta, "rows": rows}


def _most(one: dict[str, Any]) -> int | None:
    setting = one.get("settings")
    text = str(setting.get("limit", "")) if isinstance(setting, dict) else ""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 6 and int(text) else None


def _wrong(where: str) -> Refused:
    return Refused(400, Text(f"'{where}' ontbreekt of klopt niet.", f"'{where}' is missing or not right."), _HOW)
