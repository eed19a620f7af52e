"""The money: envelopes with their balance, what was promised, every entry, and what is expected to be paid."""

from __future__ import annotations

import csv
import io
from typing import Any

from django.core.paginator import Paginator
from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET, require_POST

from bolwerk.faces.workbench.access import for_staff, none_such, user_of
from bolwerk.faces.workbench.boards.forms.calls import AppropriateForm
from bolwerk.faces.workbench.boards.progress import labels_of, steps_of
from bolwerk.faces.workbench.boards.steps import attempt, done
from bolwerk.faces.workbench.boards.views.calls import as_file
from bolwerk.kernel import Money, Text, local_day
from bolwerk.office.calls.models import Award
from bolwerk.office.calls.selectors import award_plan
from bolwerk.office.cases.models import CaseEvent
from bolwerk.office.identity import policies
from bolwerk.office.ledger import selectors, services
from bolwerk.office.ledger.models import Entry, Envelope, Kind, Obligation
from bolwerk.ui.formats import lang

_CLAIMS = ("instalment_claimed", "instalment_approved", "final_report_submitted", "final_report_approved")
_PAY_NOW, _CHECK = {"paying", "final_payment"}, {"claimed", "final_report"}
_PAGE = 50


@require_GET
@for_staff
def money(request: HttpRequest) -> HttpResponse:
    policies.require(user_of(request), "ledger.view")
    envelopes = Envelope.objects.annotate(promises=Count("obligations")).order_by("measure", "code")
    return render(request, "boards/money.html", {"bench": "money", "envelopes": envelopes, "expected": _expected()})


@require_GET
@for_staff
def envelope(request: HttpRequest, code: str) -> HttpResponse:
    return page(request, _envelope(code))


def _envelope(code: str) -> Envelope:
    found = Envelope.objects.filter(code=code).first()
    if found is None:
        raise none_such(code)
    return found


def page(request: HttpRequest, found: Envelope, status: int = 200, **forms: Any) -> HttpResponse:
    user = user_of(request)
    policies.require(user, "ledger.view")
    entries = Paginator(selectors.entries(found).reverse(), _PAGE).get_page(request.GET.get("page"))
    values: dict[str, Any] = {
        "bench": "money",
        "envelope": found,
        "balance": selectors.balance(found),
        "obligations": selectors.obligations(found).select_related("case__organisation"),
        "expected": _expected(found),
        "entries": [(entry, Kind(entry.kind).text) for entry in entries],
        "page": entries,
        "may_appropriate": policies.may(user, "ledger.appropriate"),
        "appropriate": AppropriateForm(),
    }
    return render(request, "boards/envelope.html", values | forms, status=status)


@require_POST
@for_staff
def appropriate(request: HttpRequest, code: str) -> HttpResponse:
    policies.require(user_of(request), "ledger.appropriate")
    found, form = _envelope(code), AppropriateForm(request.POST)

    def do() -> None:
        given = form.cleaned_data
        services.appropriate(
            found,
            given["amount"],
            actor=user_of(request),
            key=f"appropriate:{given['key']}",
            reason=given["reason"].replace("\r\n", "\n"),
        )

    status = attempt(form, do)
    if not status:
        told = Text("{amount} is toegewezen.", "{amount} was appropriated.").format(
            amount=form.cleaned_data["amount"].as_text()
        )
        return done(request, told, "board_envelope", code)
    return page(request, found, status, appropriate=form)


def _expected(envelope: Envelope | None = None) -> list[dict[str, Any]]:
    """What is still to be paid, obligation by obligation: the next part, its amount, whose turn it is. Oldest first."""
    found = Obligation.objects.select_related("case__organisation", "envelope").filter(case__isnull=False)
    found = found.annotate(payments=Count("entries", filter=Q(entries__kind=Kind.PAYMENT)))
    if envelope is not None:
        found = found.filter(envelope=envelope)
    still = [one for one in found if one.left]
    cases = [one.case_id for one in still]
    awards = Award.objects.filter(application__case__in=cases).select_related("application__call")
    plans = {award.application.case_id: award_plan(award) for award in awards}
    claims = CaseEvent.objects.filter(case__in=cases, kind__in=_CLAIMS).order_by("seq").values_list("case_id", "at")
    since = dict(claims)
    rows = [_next(one, plans.get(one.case_id, ()), since) for one in still]
    return sorted(rows, key=lambda row: (row["order"], str(row["since"] or ""), row["obligation"].reference))


def _next(one: Any, plan: Any, since: dict[Any, Any]) -> dict[str, Any]:
    """Of an obligation with its count of `payments`: the next part of the plan, or the balance that is left."""
    here = steps_of(one.case)
    if one.payments + 1 < len(plan):
        part, amount = plan[one.payments][0].label, plan[one.payments][1]
    else:
        part, amount = plan[-1][0].label if plan else None, one.left
    state = "pay" if here & _PAY_NOW else "check" if here & _CHECK else "later"
    return {
        "obligation": one,
        "part": part,
        "amount": amount,
        "state": state,
        "order": ("pay", "check", "later").index(state),
        "since": since.get(one.case_id) if state != "later" else None,
        "where": labels_of(one.case),
    }


_HEADINGS = (
    Text("nummer", "number"),
    Text("dag", "day"),
    Text("enveloppe", "envelope"),
    Text("soort", "kind"),
    Text("bedrag in euro", "amount in euro"),
    Text("vastlegging", "obligation"),
    Text("dossier", "case"),
    Text("door", "by"),
    Text("reden", "reason"),
)


@require_GET
@for_staff
def entries_csv(request: HttpRequest, code: str) -> HttpResponse:
    """Every movement of the envelope, in the order in which it was written."""
    policies.require(user_of(request), "ledger.view")
    found = _envelope(code)
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow([heading.in_(lang()) for heading in _HEADINGS])
    for entry in selectors.entries(found):
        writer.writerow(_cells(entry))
    return as_file(out.getvalue(), "text/csv; charset=utf-8", f"{code}-entries.csv")


def _cells(entry: Entry) -> list[str]:
    """A cell that a spreadsheet would take for a formula gets an apostrophe in front."""
    money = Money(entry.amount)
    cells = [
        str(entry.seq),
        local_day(entry.at).isoformat(),
        entry.envelope.code,
        Kind(entry.kind).text.in_(lang()),
        f"{money.cents // 100}.{money.cents % 100:02d}",
        entry.obligation.reference if entry.obligation else "",
        entry.case.reference if entry.case else "",
        str(entry.actor) if entry.actor else "",
        entry.reason,
    ]
    return [f"'{cell}" if cell[:1] in "=+-@\t\r" and cell else cell for cell in cells]
