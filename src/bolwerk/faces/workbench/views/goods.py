"""Goods on the workbench: find with earlier decisions, record what goods are, read what was decided."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.http import require_GET, require_http_methods

from bolwerk.domains.export_control.live import Classification, Outcome, applications, classifications, classifying
from bolwerk.engines.goods import LONGEST_QUERY, Found, find, read_cn
from bolwerk.faces.workbench.access import case_for, for_staff, user_of
from bolwerk.faces.workbench.goods import ClassifyForm
from bolwerk.kernel import BolwerkError, InvalidInput, NotFound, Text, local_day
from bolwerk.office.cases.models import Case
from bolwerk.office.identity import policies
from bolwerk.ui.formats import lang, say

_PAGE = 25
_RECORDED = Text("Bewaard: {said}.", "Recorded: {said}.")
_FIELDS = {"case": "case_reference", "CN": "cn"}


@require_GET
@for_staff
def goods(request: HttpRequest) -> HttpResponse:
    """The finder with the precedents that this person may see, the lines of a case when one is named, and the decisions."""
    user = user_of(request)
    decided = classifications.decisions(user)
    asked, cn = request.GET.get("vraag", "").strip(), request.GET.get("gn", "").strip()
    case = case_for(request, reference) if (reference := request.GET.get("zaak", "").strip()) else None
    found: Found | None = None
    error: InvalidInput | None = None
    if asked or cn:
        try:
            found = _find(request, asked, cn)
        except InvalidInput as wrong:
            error = wrong
    context = {
        "query": asked[: LONGEST_QUERY + 1],
        "cn": cn[:40],
        "found": found,
        "error": error,
        "case": case,
        "lines": _lines(case) if case else (),
        "line": request.GET.get("regel", "")[:4],
        "may_decide": policies.may(user, "goods.classify", case),
        "page": Paginator(decided, _PAGE).get_page(request.GET.get("page")),
        "bench": "goods",
    }
    return render(request, "workbench/goods.html", context, status=422 if error else 200)


def _find(request: HttpRequest, asked: str, cn: str) -> Found:
    day = local_day(datetime.now(UTC))
    return find(
        asked,
        classifications.lists_on(day),
        correlation=classifications.correlation_on(day),
        precedents=classifications.precedents(user_of(request)),
        lang=lang(),
        cn=read_cn(cn, "gn") if cn else None,
    )


def _lines(case: Case) -> list[tuple[Any, Classification | None]]:
    """The lines of goods of the application that the case is about, each with the decision that holds on it."""
    try:
        application = applications.of_case(case)
    except NotFound:
        return []
    decided = classifications.of_case(case)
    return [(line, decided.get(line.number)) for line in applications.lines(application)]


@require_http_methods(["GET", "POST"])
@for_staff
def decide(request: HttpRequest) -> HttpResponse:
    """Record what goods are: a code, or on no list, with the reason. What is typed stays when it is refused."""
    user = user_of(request)
    earlier = _earlier(request)
    reference = (request.POST or request.GET).get("case_reference" if request.method == "POST" else "zaak", "").strip()
    case = case_for(request, reference) if reference else None
    policies.require(user, "goods.classify", case)
    form = ClassifyForm(request.POST if request.method == "POST" else None, initial=_initial(request, earlier, case))
    status = 200
    if request.method == "POST":
        if form.is_valid() and (made := _record(form, case, earlier, request)) is not None:
            messages.success(request, say(_RECORDED.format(said=made.said)))
            return redirect(_back(made))
        status = 422
    context = {"form": form, "case": case, "earlier": earlier, "bench": "goods"}
    return render(request, "workbench/goods_decide.html", context, status=status)


def _earlier(request: HttpRequest) -> Classification | None:
    raw = request.POST.get("supersedes") or request.GET.get("vervangt", "")
    return classifications.decision(user_of(request), int(raw)) if raw.isdecimal() and len(raw) < 10 else None


def _initial(request: HttpRequest, earlier: Classification | None, case: Case | None) -> dict[str, Any]:
    given = {
        "description": request.GET.get("vraag", "")[:500],
        "code": request.GET.get("code", "")[:40],
        "cn": request.GET.get("gn", "")[:20],
        "case_reference": case.reference if case else "",
        "line": request.GET.get("regel", "")[:3],
        "outcome": Outcome.LISTED.value if request.GET.get("code") else "",
    }
    if earlier is None:
        return given
    return {
        **given,
        "description": earlier.description,
        "cn": earlier.cn,
        "case_reference": earlier.case.reference if earlier.case else "",
        "line": earlier.line or "",
        "supersedes": earlier.pk,
    }


def _record(
    form: ClassifyForm, case: Case | None, earlier: Classification | None, request: HttpRequest
) -> Classification | None:
    given = form.cleaned_data
    try:
        return classifying.classify(
            given["description"],
            Outcome(given["outcome"]),
            code=given["code"],
            cn=given["cn"],
            reason=given["reason"],
            case=case,
            line=given["line"],
            supersedes=earlier.pk if earlier else None,
            actor=user_of(request),
            key=given["key"],
        )
    except BolwerkError as refused:
        form.refuse(refused, _FIELDS)
        return None


def _back(made: Classification) -> str:
    there = reverse("workbench:goods")
    return f"{there}?{urlencode({'zaak': made.case.reference})}" if made.case else there
