"""What every page of an application for a licence shows: its parts, what each lacks, where we are."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from django.http import QueryDict
from django.urls import reverse
from django.utils import timezone

from bolwerk.domains.export_control.live import Application, Finding, applications, checking, form
from bolwerk.faces.desk.licensing.forms import slug
from bolwerk.kernel import Text, local_day
from bolwerk.office.identity import policies
from bolwerk.office.identity.models import User


@dataclass(frozen=True, slots=True)
class Part:
    """One page of the draft in the list. `findings` is what stands between it and submission."""

    id: str
    label: Text
    url: str
    findings: tuple[Finding, ...]
    begun: bool

    @property
    def complete(self) -> bool:
        return not self.findings


@dataclass(frozen=True, slots=True)
class Line:
    """One finding with the address of its field."""

    finding: Finding
    part: Text
    url: str


def application_for(user: User, pk: UUID) -> Application:
    """An application that this person may see. Raises `NotFound`, `NotAllowed`."""
    found = applications.get(pk)
    policies.require(user, "licensing.view", found)
    return found


def parts_of(application: Application) -> tuple[Part, ...]:
    today = local_day(timezone.now())
    found = checking.findings(application, today)
    facts = applications.facts(application, today, draft=True)
    begun = set(application.parts.values_list("part", flat=True))
    begun |= {form.ROUTE} if application.answers else set()
    begun |= {form.PAPERS} if application.attachments.exists() else set()
    return tuple(
        Part(
            part,
            form.PART_LABELS[part],
            reverse("desk:licensing-part", args=[application.pk, part]),
            tuple(one for one in found if one.part == part),
            part in begun,
        )
        for part in checking.parts_for(application, facts)
    )


def lines_of(parts: Sequence[Part]) -> tuple[Line, ...]:
    return tuple(Line(one, part.label, part.url + anchor(part, one)) for part in parts for one in part.findings)


def anchor(part: Part, finding: Finding) -> str:
    """The element on its page that a finding is about."""
    if part.id == form.ROUTE:
        return f"#f-{slug(finding.field)}"
    if part.id == form.PAPERS:
        return f"#p-{finding.field.replace(':', '-')}"
    if finding.row:
        return f"#rij-{finding.row}"
    return f"#f-{finding.field}" if part.id not in (form.PARTIES, form.GOODS) else ""


def frame(application: Application, parts: Sequence[Part], here: str = "") -> dict[str, object]:
    """What every page shows."""
    return {
        "application": application,
        "parts": parts,
        "part": here,
        "editable": application.editable,
        "missing": sum(len(part.findings) for part in parts),
        "done": sum(part.complete for part in parts),
        "next_url": _next(application, parts, here),
    }


def _next(application: Application, parts: Sequence[Part], here: str) -> str:
    """The page after this one: the next part, or checking and submitting."""
    names = [part.id for part in parts]
    place = names.index(here) + 1 if here in names else 0
    if here in names and place < len(parts):
        return parts[place].url
    return reverse("desk:licensing-submit", args=[application.pk])


def number(data: QueryDict, name: str) -> int:
    raw = data.get(name, "")
    return int(raw) if raw.isdecimal() and len(raw) < 10 else 0
