"""What was screened, when and against what: the runs and their receipts."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from bolwerk.faces.workbench.access import for_staff, user_of
from bolwerk.kernel import Text
from bolwerk.office.identity import policies
from bolwerk.office.screening import receipts, selectors
from bolwerk.office.screening.models import Run

KINDS: dict[str, Text] = {
    "screened": Text("gescreend", "screened"),
    "rescreened": Text("opnieuw gescreend", "screened again"),
    "released": Text("niet meer gevolgd", "released"),
    "list_put": Text("lijst ingeladen", "list loaded"),
}
EFFECTS: dict[str, Text] = {
    "raised": Text("nieuwe meldingen", "new alerts"),
    "carried": Text("beslissing overgenomen", "decision carried over"),
    "closed_removed": Text("gesloten: van de lijst", "closed: off the list"),
    "closed_entry_changed": Text("gesloten: vermelding gewijzigd", "closed: entry changed"),
    "closed_subject_changed": Text("gesloten: partij gewijzigd", "closed: subject changed"),
    "closed_no_longer": Text("gesloten: geen treffer meer", "closed: no hit any more"),
    "closed_released": Text("gesloten: niet meer gevolgd", "closed: released"),
}
_PAGE = 50


@require_GET
@for_staff
def runs(request: HttpRequest) -> HttpResponse:
    policies.require(user_of(request), "screening.view")
    rows = policies.visible(user_of(request), Run.objects.select_related("actor", "case"), "screening.view")
    page = Paginator(rows, _PAGE).get_page(request.GET.get("page"))
    shown = [(run, KINDS.get(run.kind, Text.same(run.kind)), _counted(run)) for run in page.object_list]
    return render(request, "screening/runs.html", {"bench": "screening_runs", "page": page, "rows": shown})


@require_GET
@for_staff
def run(request: HttpRequest, number: int) -> HttpResponse:
    found = _seen(request, number)
    receipt = found.receipt
    return render(
        request,
        "screening/run.html",
        {
            "bench": "screening_runs",
            "run": found,
            "kind": KINDS.get(found.kind, Text.same(found.kind)),
            "receipt": receipt,
            "effects": _counted(found),
            "holds": receipts.digest(receipt) == found.digest,
            "alerts": policies.visible(user_of(request), found.alerts.select_related("subject"), "screening.view")[:_PAGE],
        },
    )


@require_GET
@for_staff
def receipt(request: HttpRequest, number: int) -> JsonResponse:
    """The receipt as it went into the digest, with the digest beside it."""
    found = _seen(request, number)
    return JsonResponse(
        {"digest": found.digest, "receipt": found.receipt}, json_dumps_params={"ensure_ascii": False, "indent": 1}
    )


def _seen(request: HttpRequest, number: int) -> Run:
    found = selectors.run(str(number))
    policies.require(user_of(request), "screening.view", found)
    return found


def _counted(run: Run) -> list[tuple[Text, int]]:
    return [(EFFECTS.get(name, Text.same(name)), number) for name, number in run.effect.items() if number]
