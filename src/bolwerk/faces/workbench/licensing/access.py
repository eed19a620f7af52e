"""How a page of the handling reaches its case, and what all of them show."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest

from bolwerk.domains.export_control.live import handling
from bolwerk.faces.workbench.access import case_for, none_such
from bolwerk.office.cases.models import Case


def application_case(request: HttpRequest, reference: str) -> Case:
    """A case of an export application that this person may see. Raises `NotFound`, `NotAllowed`."""
    case = case_for(request, reference)
    if not handling.subject.is_handled(case):
        raise none_such(reference)
    return case


def page(request: HttpRequest, case: Case) -> dict[str, Any]:
    """What every page of a case shows."""
    from bolwerk.faces.workbench.views.case import head  # late: the page of the case shows the panels made here

    return head(request, case)
