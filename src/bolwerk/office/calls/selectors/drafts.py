"""A draft as a page shows it: each part with what is typed, where it came from and what is wrong; costs; what is missing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from bolwerk.kernel import KboNumber, Money
from bolwerk.office.calls import kits
from bolwerk.office.calls.completeness import (
    Finding,
    PartnerFacts,
    amount_findings,
    cost_findings,
    form_findings,
    partner_findings,
)
from bolwerk.office.calls.costs import Category, Kind, Line, Share, by_category, by_kind, read_lines, shares, total
from bolwerk.office.calls.forms import Checked, Problem, Section, Typed, check_section
from bolwerk.office.calls.models import Application, DraftSection
from bolwerk.office.calls.models.application import COSTS
from bolwerk.office.registers.models import Organisation


@dataclass(frozen=True, slots=True)
class SectionView:
    """One part. `origins` per field: `{"source", "value", "at"}`; `version` goes back with the next save."""

    section: Section
    typed: Mapping[str, Typed]
    origins: Mapping[str, Mapping[str, str]]
    checked: Checked
    version: int
    edited_by: str
    edited_at: datetime | None


@dataclass(frozen=True, slots=True)
class Costs:
    """The costs of an application: `rows` as typed, the `lines` that can be read, what is wrong, and the sums."""

    rows: tuple[Mapping[str, str], ...]
    lines: tuple[Line, ...]
    problems: tuple[Problem, ...]
    total: Money
    by_category: Mapping[Category, Money]
    by_kind: Mapping[Kind, Money]
    shares: tuple[Share, ...]
    version: int


_PLAIN_FACTS = ("name", "legal_form", "street", "postcode", "municipality", "nis", "country")


def register_values(kit: kits.CallKit, organisation: Organisation) -> dict[str, str]:
    """What the registers know of the lead organisation, by source name; without what they do not know."""
    known = {f"register:organisation.{name}": str(getattr(organisation, name, "") or "") for name in _PLAIN_FACTS}
    known["register:organisation.kbo"] = KboNumber(organisation.kbo).dotted
    known.update({source: read(organisation) or "" for source, read in kit.sources.items()})
    return {source: value for source, value in known.items() if value}


def form_view(application: Application) -> tuple[SectionView, ...]:
    """Every part of the form in order, also those that were never saved."""
    rows = {row.section: row for row in application.sections.select_related("edited_by")}
    return tuple(_view(section, rows.get(section.id), application) for section in kits.get(application.call.kit).form.sections)


def costs(application: Application) -> Costs:
    """Of a draft from what is typed; of a submitted application from its frozen lines."""
    row = DraftSection.objects.filter(application=application, section=COSTS).first()
    rows = tuple(row.typed.get("rows", ())) if row else ()
    if application.state == Application.State.DRAFT:
        lines, problems = read_lines(rows, [str(pk) for pk in application.partners.values_list("pk", flat=True)])
    else:
        problems = ()
        lines = tuple(
            Line(str(line.partner_id), Category(line.category), Kind(line.kind), Money(line.cents), line.description)
            for line in application.cost_lines.all()
        )
    return Costs(
        rows, lines, problems, total(lines), by_category(lines), by_kind(lines), shares(lines), row.version if row else 0
    )


def findings(application: Application) -> tuple[Finding, ...]:
    """All that stands between this draft and its submission, in the order of the pages."""
    call = application.call
    partners = [
        PartnerFacts(str(partner.pk), str(partner.organisation), partner.lead, partner.accepted_at is not None)
        for partner in application.partners.select_related("organisation")
    ]
    typed = {row.section: row.typed for row in application.sections.all()}
    found = costs(application)
    return (
        *form_findings(kits.get(call.kit).form, typed, call.text_limits),
        *partner_findings(partners, call.most_partners),
        *cost_findings(found.lines, found.problems, partners, call.bounds),
        *amount_findings(application.requested, found.lines, call.bounds),
    )


def snapshot_of(application: Application) -> dict[str, object]:
    """All that a submission freezes, as JSON: the form's version, the answers, partners, costs and the aid asked."""
    form, views = kits.get(application.call.kit).form, form_view(application)
    return {
        "application": str(application.pk),
        "call": application.call.code,
        "title": application.title,
        "language": application.language,
        "form": {"id": form.id, "version": form.version},
        "answers": {view.section.id: dict(view.checked.values) for view in views},
        "origins": {view.section.id: dict(view.origins) for view in views if view.origins},
        "partners": [
            {
                "id": str(partner.pk),
                "kbo": partner.organisation.kbo,
                "name": partner.organisation.name,
                "role": partner.role,
                "lead": partner.lead,
                "accepted_at": partner.accepted_at.isoformat() if partner.accepted_at else None,
            }
            for partner in application.partners.select_related("organisation")
        ],
        "costs": [line.as_json() for line in costs(application).lines],
        "requested_cents": application.requested_cents,
    }


def _view(section: Section, row: DraftSection | None, application: Application) -> SectionView:
    typed = row.typed if row else {}
    return SectionView(
        section,
        typed,
        row.origins if row else {},
        check_section(section, typed, application.call.text_limits),
        row.version if row else 0,
        str(row.edited_by) if row else "",
        row.edited_at if row else None,
    )
