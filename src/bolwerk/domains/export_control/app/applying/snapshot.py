"""What is said at a submission, as JSON that never changes: all that counts, and what the rules said of it that day."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from bolwerk.domains.export_control.app.applying import selectors
from bolwerk.domains.export_control.app.applying.form import parts_of, section_of
from bolwerk.domains.export_control.app.applying.models import Application, EndUse, GoodsLine, Party
from bolwerk.domains.export_control.app.applying.route import GOALS
from bolwerk.domains.export_control.app.book import book, decide
from bolwerk.office import log


def snapshot_of(
    application: Application, parties: Sequence[Party], lines: Sequence[GoodsLine], use: EndUse | None, on: date
) -> dict[str, Any]:
    """Money in cents, quantities as text, papers by their SHA-256."""
    facts = selectors.facts(application, on, draft=True)
    said: dict[str, Any] = {
        "kind": application.kind,
        "instrument": application.instrument,
        "applicant": {"kbo": application.applicant.kbo, "name": application.applicant.name},
        "title": application.title,
        "form": application.form_version,
        "answers": dict(application.answers),
        "parties": [party_said(one) for one in parties],
        "goods": [line_said(one) for one in lines],
        "end_use": use_said(use),
        "parts": {part: selectors.typed(application, part) for part in parts_of(application.kind) if section_of(part)},
        "papers": [
            {
                "kind": one.kind,
                "party": one.party,
                "name": one.name,
                "sha256": one.sha256,
                "signatory": one.signatory,
                "signed_on": one.signed_on.isoformat() if one.signed_on else "",
            }
            for one in application.attachments.all()
        ],
        "law": {"book": book().version[:16], "on": on.isoformat(), "said": {rule: _said(rule, facts, on) for rule in GOALS}},
    }
    log.canonical(said)  # refused here what the log would refuse
    return said


def party_said(party: Party) -> dict[str, Any]:
    return {
        "mark": party.mark,
        "role": party.role,
        "schema": party.schema,
        "name": party.name,
        "aliases": list(party.aliases),
        "country": party.country,
        "address": party.address,
        "identifiers": dict(party.identifiers),
        "website": party.website,
    }


def line_said(line: GoodsLine) -> dict[str, Any]:
    return {
        "mark": line.mark,
        "number": line.number,
        "description": line.description,
        "code": line.code,
        "cn": line.cn,
        "quantity": "" if line.plain_quantity is None else str(line.plain_quantity),
        "unit": line.unit,
        "cents": line.cents,
        "sensitive": line.sensitive,
        "temporary": line.temporary,
        "serials": list(line.serials),
    }


def use_said(use: EndUse | None) -> dict[str, Any] | None:
    if use is None:
        return None
    return {"text": use.text, "country": use.country, "sector": use.sector, "reexport_undertaking": use.reexport_undertaking}


def _said(rule: str, facts: Any, on: date) -> str:
    answer = decide(rule, facts, on)
    return answer.label("en") if answer.state == "value" else answer.state
