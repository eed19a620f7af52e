"""The register of licences, and one licence with everything on it."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from bolwerk.domains.export_control import live
from bolwerk.domains.export_control.public import INSTRUMENTS, STATES
from bolwerk.faces.workbench.access import for_staff, user_of
from bolwerk.faces.workbench.holding.forms import (
    HeardForm,
    HearingForm,
    ReasonForm,
    SuspendForm,
    UrgentForm,
    WriteOffForm,
)
from bolwerk.kernel import Text, local_day
from bolwerk.office.cases import selectors as cases
from bolwerk.office.identity import policies

_PAGE = 50
FORMS: dict[str, type[Any]] = {
    "hearing_invited": HearingForm,
    "heard": HeardForm,
    "suspended": SuspendForm,
    "suspended_urgently": UrgentForm,
    "withdrawn": ReasonForm,
}
"""The measures of the page with the form of each, in the order in which they are taken."""
_TITLES = {
    "hearing_invited": Text("Nodig de houder uit om gehoord te worden", "Invite the holder to be heard"),
    "heard": Text("Schrijf het gehoor neer", "Write down the hearing"),
    "suspended": Text("Schors na gehoor", "Suspend after the hearing"),
    "suspended_urgently": Text("Schors dringend, zonder gehoor", "Suspend urgently, without a hearing"),
    "withdrawn": Text("Trek in", "Withdraw"),
}
_LETTERS = ("hearing_invited", "suspended", "suspended_urgently", "withdrawn", "embargoed")


@require_GET
@for_staff
def register(request: HttpRequest) -> HttpResponse:
    user = user_of(request)
    policies.require(user, "licence.view")
    asked = {name: request.GET.get(name, "")[:100].strip() for name in ("text", "state", "instrument", "country")}
    page = Paginator(live.selectors.register(user, **asked), _PAGE).get_page(request.GET.get("page"))
    day = local_day(timezone.now())
    context = {
        "bench": "licences",
        "cards": [live.selectors.card(one, day) for one in page],
        "page": page,
        "asked": asked,
        "filtered": any(asked.values()),
        "states": STATES.items(),
        "instruments": [(id, one.label) for id, one in INSTRUMENTS.items()],
        "may_import": policies.may(user, "licence.write_off") and user.has_role("customs"),
        "today": day,
    }
    return render(request, "holding/register.html", context)


@require_GET
@for_staff
def licence(request: HttpRequest, reference: str) -> HttpResponse:
    return page(request, live.selectors.find(user_of(request), reference))


def page(request: HttpRequest, found: live.Licence, status: int = 200, **forms: Any) -> HttpResponse:
    """One licence; `forms` are those that came back with something wrong."""
    user, day = user_of(request), local_day(timezone.now())
    policies.require(user, "licence.view", found)
    ends = policies.may(user, "case.move", found.case) and user.has_role("approver", "coordinator")
    context: dict[str, Any] = {
        "bench": "licences",
        "licence": found,
        "card": live.selectors.card(found, day),
        "parties": [(one, live.selectors.role_label(one.role)) for one in found.parties.all()],
        "used": live.selectors.per_party(found),
        "write_offs": found.write_offs.select_related("line", "party", "actor", "corrected_by").order_by("-journal_seq")[:200],
        "versions": live.selectors.version_changes(found),
        "measures": [(one, live.why_held(one)) for one in found.measures.select_related("embargo__case", "made_by")],
        "reports": found.reports.select_related("submitted_by"),
        "requests": found.requests.select_related("case"),
        "timeline": live.selectors.timeline(found),
        "letters": found.case.events.filter(kind__in=_LETTERS).order_by("-seq"),
        "steps": _steps(found, user, forms),
        "may_end": bool(ends),
        "may_write_off": policies.may(user, "licence.write_off", found),
        "may_correct": policies.may(user, "licence.correct", found),
        "may_case": policies.may(user, "case.view", found.case),
        "write_off": forms.get("write_off") or WriteOffForm(found),
        "take_back": forms.get("take_back"),
        "today": day,
    }
    return render(request, "holding/licence.html", context, status=status)


def _steps(found: live.Licence, user: Any, forms: dict[str, Any]) -> list[dict[str, Any]]:
    """Each measure with its form, or the reason why this person cannot take it now."""
    if not policies.may(user, "case.view", found.case):
        return []
    verdicts = {one.move.id: one for one in cases.moves_for(found.case, user)}
    notes = {one.note.id: one for one in cases.notes_for(found.case, user)}
    rows = []
    for kind, form in FORMS.items():
        verdict: Any = notes.get(kind) or verdicts.get(move_of(found, kind)) or verdicts[kind]
        rows.append(
            {
                "kind": kind,
                "title": _TITLES[kind],
                "allowed": verdict.allowed,
                "reason": verdict.reason,
                "form": forms.get(kind) or form(),
                "open": kind in forms,
            }
        )
    return rows


def move_of(found: live.Licence, kind: str) -> str:
    """The move of this measure from where the licence stands: `…_further` when another measure holds it already."""
    return f"{kind}_further" if found.state == "suspended" and kind.startswith("suspended") else kind
