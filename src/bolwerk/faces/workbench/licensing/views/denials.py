"""Denials of other Member States that look like a case: why, the judgement, the consultation, the reasoned notice."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET, require_POST

from bolwerk.domains.export_control.live import handling
from bolwerk.faces.workbench.access import for_staff, none_such, user_of
from bolwerk.faces.workbench.boards.steps import attempt, done
from bolwerk.faces.workbench.licensing import access
from bolwerk.faces.workbench.licensing.forms import JudgeForm, ReasonForm
from bolwerk.kernel import Citation, Text
from bolwerk.office.cases.models import Case
from bolwerk.office.identity import policies

ARTICLE_27 = Citation("Wapenhandeldecreet", "art. 27")


@require_GET
@for_staff
def denials(request: HttpRequest, reference: str) -> HttpResponse:
    return _page(request, access.application_case(request, reference))


@require_POST
@for_staff
def judge(request: HttpRequest, reference: str, pk: int) -> HttpResponse:
    case = access.application_case(request, reference)
    denial = handling.Denial.objects.filter(pk=pk).first()
    if denial is None:
        raise none_such(str(pk))
    form = JudgeForm(request.POST, auto_id=f"judge-{pk}-%s")
    status = attempt(
        form,
        lambda: handling.denials.judge(
            case,
            denial,
            form.cleaned_data["identical"] == "yes",
            reason=form.cleaned_data["reason"],
            actor=user_of(request),
            key=f"denial:{form.cleaned_data['key']}",
        ),
    )
    if not status:
        return done(request, Text("Uw oordeel is vastgelegd.", "Your judgement was recorded."), "licensing_denials", reference)
    return _page(request, case, status, judged=(pk, form))


@require_POST
@for_staff
def reason(request: HttpRequest, reference: str) -> HttpResponse:
    """The reasoned notice for a grant despite a denial."""
    case = access.application_case(request, reference)
    form = ReasonForm(request.POST, auto_id="notice-%s")
    status = attempt(
        form,
        lambda: handling.denials.reason_grant(
            case, reason=form.cleaned_data["reason"], actor=user_of(request), key=f"notice:{form.cleaned_data['key']}"
        ),
    )
    if not status:
        return done(request, Text("De motivering is vastgelegd.", "The reasons were recorded."), "licensing_denials", reference)
    return _page(request, case, status, notice=form)


def _page(
    request: HttpRequest, case: Case, status: int = 200, judged: tuple[int, Any] | None = None, notice: Any = None
) -> HttpResponse:
    found = handling.denials.search(case)
    rows = [
        (one, judged[1] if judged and judged[0] == one.denial.pk else JudgeForm(auto_id=f"judge-{one.denial.pk}-%s"))
        for one in found
    ]
    reasoned = case.events.select_related("actor").filter(kind="denial_reasoned").order_by("-seq").first()
    context = {
        **access.page(request, case),
        "rows": rows,
        "blocks": handling.denials.blocks(case),
        "citation": ARTICLE_27,
        "years": handling.denials.term_years(handling.subject.day_of(case)),
        "identical": any(one.judgement and one.judgement.identical for one in found),
        "reasoned": reasoned,
        "notice": notice or ReasonForm(auto_id="notice-%s"),
        "may": policies.may(user_of(request), "export.handle", case),
    }
    return render(request, "licensing/denials.html", context, status=status)
