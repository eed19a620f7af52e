"""Whom to audit, with the points and why; the findings of one audit."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from bolwerk.domains.export_control.live import audits, planning
from bolwerk.domains.export_control.public import AUDIT
from bolwerk.faces.workbench.access import case_for, for_staff, none_such, user_of
from bolwerk.faces.workbench.boards.steps import attempt, done
from bolwerk.faces.workbench.supervision.forms import FindingForm, HolderForm, SolveForm
from bolwerk.kernel import KboNumber, Text, local_day
from bolwerk.office.cases.models import Case
from bolwerk.office.identity import policies
from bolwerk.office.registers.models import Organisation


def organisation_of(raw: str) -> Organisation:
    """Raises `InvalidInput` for a number that is none, `NotFound` for one that is not in the register."""
    found = Organisation.objects.filter(kbo=str(KboNumber.read(raw, "kbo"))).first()
    if found is None:
        raise none_such(raw[:20])
    return found


@require_http_methods(["GET", "POST"])
@for_staff
def plan(request: HttpRequest) -> HttpResponse:
    """The plan of the year and all holders by points; the reviews of prior authorisations; what a fine can be at most."""
    user, today = user_of(request), local_day(timezone.now())
    policies.require(user, "export.register.view")
    form, status = HolderForm(request.POST or None), 200
    if request.method == "POST":
        given = form.data
        status = attempt(
            form,
            lambda: audits.plan(
                organisation_of(form.cleaned_data["kbo"]), why=form.cleaned_data["why"], actor=user, key=f"audit:{given['key']}"
            ),
        )
        if not status:
            return done(request, Text("De audit is gepland.", "The audit was planned."), "supervision_plan")
    rows = planning.holders(today)
    context = {
        "bench": "audits",
        "year": today.year,
        "planned": {row.organisation.pk for row in planning.planned(rows, today.year)},
        "rows": rows,
        "reviews": planning.reviews(today),
        "fines": planning.fines(today),
        "open": Case.objects.filter(procedure=AUDIT.id).select_related("organisation").order_by("status", "-opened_at")[:50],
        "form": form,
        "may": policies.may(user, "export.register"),
    }
    return render(request, "supervision/plan.html", context, status=status or 200)


@require_http_methods(["GET", "POST"])
@for_staff
def findings(request: HttpRequest, reference: str) -> HttpResponse:
    case = _audit(request, reference)
    form, status = FindingForm(request.POST or None), 200
    if request.method == "POST":
        status = attempt(
            form,
            lambda: audits.record(
                case,
                form.cleaned_data["head"],
                form.cleaned_data["severity"],
                form.cleaned_data["text"],
                actor=user_of(request),
                key=f"finding:{form.cleaned_data['key']}",
            ),
        )
        if not status:
            return done(
                request, Text("De vaststelling is bewaard.", "The finding was kept."), "supervision_findings", reference
            )
    return _page(request, case, form, status or 200)


@require_POST
@for_staff
def solve(request: HttpRequest, reference: str, number: int) -> HttpResponse:
    case = _audit(request, reference)
    form = SolveForm(request.POST)
    status = attempt(
        form,
        lambda: audits.solve(
            case, number, form.cleaned_data["how"], actor=user_of(request), key=f"solve:{form.cleaned_data['key']}"
        ),
    )
    if not status:
        return done(request, Text("De vaststelling is opgelost.", "The finding is solved."), "supervision_findings", reference)
    return _page(request, case, FindingForm(), status, (number, form))


def _page(
    request: HttpRequest, case: Case, form: FindingForm, status: int, back: tuple[int, SolveForm] | None = None
) -> HttpResponse:
    from bolwerk.faces.workbench.views.case import head

    rows = [
        (one, back[1] if back and back[0] == one.number else SolveForm(auto_id=f"solve-{one.number}-%s"))
        for one in audits.findings(case)
    ]
    context = {
        **head(request, case),
        "findings": rows,
        "form": form,
        "recording": case.steps == "visited",
        "solving": case.steps == "replied",
        "may": policies.may(user_of(request), "case.note", case),
    }
    return render(request, "supervision/findings.html", context, status=status)


def _audit(request: HttpRequest, reference: str) -> Case:
    case = case_for(request, reference)
    if case.procedure != AUDIT.id:
        raise none_such(reference)
    return case
