"""The money of a draft: cost lines as rows, and the aid asked beside the most that the rules allow."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from bolwerk.faces.desk import selectors
from bolwerk.faces.desk.access import kept, signed_in, user_of
from bolwerk.faces.desk.forms import AmountForm, CostForm, told
from bolwerk.faces.desk.views.frame import SAVED, frame, number, parts_of, price
from bolwerk.kernel import BolwerkError, InvalidInput, Money
from bolwerk.office.calls import selectors as calls
from bolwerk.office.calls import services
from bolwerk.office.calls.errors import DraftConflict
from bolwerk.office.calls.models import Application
from bolwerk.ui.formats import say

_EMPTY_ROW = {"partner": "", "category": "", "kind": "", "amount": "", "description": ""}
_COLUMNS = tuple(_EMPTY_ROW)


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def costs(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The cost lines as rows; each save keeps them all, and shows sums and the aid they bring."""
    user = user_of(request)
    application = selectors.application_for(user, pk)
    found = calls.costs(application)
    if request.method != "POST":
        waiting = kept(request)
        rows = rows_of(waiting) if waiting is not None else [dict(row) for row in found.rows]
        blank = request.GET.get("rij") == "1" or not rows
        return _costs(request, application, rows, found.version, blank=blank, restored=waiting is not None)
    action = request.POST.get("action", "save")
    rows = rows_of(request.POST, without=action.removeprefix("remove-") if action.startswith("remove-") else "")
    try:
        services.save_costs(application.pk, rows, actor=user, version=number(request.POST, "version"))
    except DraftConflict as conflict:
        return _costs(request, application, rows, conflict.version, conflict=conflict, status=409)
    except InvalidInput as error:
        return _costs(request, application, rows, number(request.POST, "version"), error=error, status=422)
    found = calls.costs(application)
    if found.problems and action != "add":
        return _costs(request, application, [dict(row) for row in found.rows], found.version, status=422)
    here = reverse("desk:costs", args=[application.pk])
    if action == "add":
        return redirect(f"{here}?rij=1#id_{len(rows) + 1}-partner")
    messages.success(request, say(SAVED))
    return redirect("desk:amount", application.pk) if action == "next" else redirect(here)


def rows_of(data: QueryDict, without: str = "") -> list[dict[str, str]]:
    """The rows that a page sent, in order, without those that are wholly empty and the one to take out."""
    numbers = sorted({int(name.split("-")[0]) for name in data if name.split("-")[0].isdecimal() and "-" in name})[:1000]
    rows = [{column: data.get(f"{number}-{column}", "") for column in _COLUMNS} for number in numbers if str(number) != without]
    return [row for row in rows if row["amount"].strip() or row["description"].strip() or row["kind"] or row["category"]]


def _costs(
    request: HttpRequest,
    application: Application,
    rows: Sequence[Mapping[str, str]],
    version: int,
    *,
    blank: bool = False,
    conflict: DraftConflict | None = None,
    error: InvalidInput | None = None,
    restored: bool = False,
    status: int = 200,
) -> HttpResponse:
    found = calls.costs(application)
    people = [(str(row.pk), row.organisation.name) for row in application.partners.select_related("organisation")]
    names = dict(people)
    shown = [*rows, *([{**_EMPTY_ROW, "partner": people[0][0]}] if blank and people else [])]
    forms = [CostForm(people, row, number) for number, row in enumerate(shown, 1)]
    for form in forms:
        form.is_valid()
    if not conflict and not error:
        _tell_problems(forms, found.problems)
    if error and (wrong := _row_of(forms, error.where)):
        wrong.add_error(error.where.rsplit(".", 1)[-1], told(error))
    context = {
        **frame(application, parts_of(application), "costs"),
        "forms": forms,
        "version": version,
        "costs": found,
        "categories": [(category.label, amount) for category, amount in found.by_category.items()],
        "shares": [(names.get(share.partner, ""), share.amount, share.percent) for share in found.shares],
        "conflict": conflict,
        "theirs": [(row, names.get(str(row.get("partner")), "")) for row in _rows_in(conflict)],
        "error": error,
        "restored": restored,
        **price(application),
    }
    return render(request, "desk/costs.html", context, status=status)


def _tell_problems(forms: Sequence[CostForm], problems: Sequence[Any]) -> None:
    for problem in problems:
        number, _, column = problem.field.partition(".")
        if number.isdecimal() and int(number) <= len(forms):
            forms[int(number) - 1].add_error(column, f"{say(problem.what)} {say(problem.mend)}")


def _row_of(forms: Sequence[CostForm], where: str) -> CostForm | None:
    parts = where.split(".")
    return forms[int(parts[1]) - 1] if len(parts) == 3 and parts[1].isdecimal() and int(parts[1]) <= len(forms) else None


def _rows_in(conflict: DraftConflict | None) -> list[Mapping[str, str]]:
    rows = conflict.theirs.get("rows") if conflict else None
    return rows if isinstance(rows, list) else []


# --- the amount -------------------------------------------------------------------------------------------------------


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def amount(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The aid asked, beside the most that the rules allow and how that is worked out."""
    user = user_of(request)
    application = selectors.application_for(user, pk)
    version, conflict, waiting = application.version, None, kept(request)
    form = AmountForm(waiting if waiting is not None else {"requested": _plain(application.requested)})
    form.is_valid()
    status = 200
    if request.method == "POST":
        form = AmountForm(request.POST)
        form.is_valid()
        status = 422
        try:
            money = Money.read(str(request.POST.get("requested", "")))
            services.set_requested(application.pk, money, actor=user, version=number(request.POST, "version"))
        except DraftConflict as found:
            conflict, version, status = found, found.version, 409
        except BolwerkError as error:
            form.tell(error, "requested")
        else:
            messages.success(request, say(SAVED))
            onward = "desk:submit" if request.POST.get("action") == "next" else "desk:amount"
            return redirect(onward, application.pk)
    context = {
        **frame(application, parts_of(application), "amount"),
        "form": form,
        "version": version,
        "conflict": conflict,
        "restored": waiting is not None,
        **price(application),
    }
    return render(request, "desk/amount.html", context, status=status)


def _plain(money: Money | None) -> str:
    return "" if money is None else money.in_("nl").removesuffix(" euro")
