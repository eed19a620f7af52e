"""One form for every report that a holder owes, filled in beforehand; a correction shows what changed."""

from __future__ import annotations

import uuid
from decimal import Decimal
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from bolwerk.domains.export_control import live
from bolwerk.faces.desk.access import kept, signed_in, user_of
from bolwerk.faces.desk.holding.forms import ReportForm
from bolwerk.faces.desk.holding.pages import today
from bolwerk.kernel import BolwerkError, Money, NotFound, Period, Text
from bolwerk.ui.formats import lang, say

PRESENT = ("consignee", "end_user", "consignor")


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def report(request: HttpRequest, reference: str, duty: str) -> HttpResponse:
    user, day = user_of(request), today()
    found = live.selectors.find(user, reference)
    owed = live.duties.find(found, duty, day)
    if owed is None or not owed.reportable or owed.period is None:
        raise NotFound(
            Text("Er is geen verslag te maken over deze periode.", "There is no report to make on this period."),
            where=reference,
            mend=Text(
                "Kijk op de pagina van uw vergunning welke plichten er zijn.",
                "See on the page of your licence which duties there are.",
            ),
        )
    filled = live.reporting.prefill(found, owed.period)
    before = live.reporting.rows_of(owed.report.rows) if owed.report else ()
    places = _places(found, {(row.line, row.party) for row in (*filled, *before)})
    # As the page was when it was filled in: the same report sent twice is one report, not a correction of itself.
    correcting = request.POST.get("correcting") == "1" if request.method == "POST" else owed.report is not None
    data = request.POST or kept(request) or None
    form = ReportForm(places, data, correcting=correcting, initial=_initial(before if correcting else filled))
    if request.method == "POST" and (rows := form.read()) is not None:
        try:
            done = live.reporting.submit(
                found,
                duty,
                rows,
                remark=form.cleaned_data["remark"],
                actor=user,
                key=request.POST.get("key", "")[:120] or str(uuid.uuid4()),
                correcting=correcting,
            )
        except BolwerkError as error:
            form.tell(error)
        else:
            told = Text("Uw verslag is ingediend.", "Your report was submitted.")
            late = Text("Uw verslag is te laat ingediend.", "Your report was submitted late.")
            messages.success(request, say(late if done.late else told))
            return redirect("desk:holding-licence", found.reference)
    context = {
        "licence": found,
        "duty": owed,
        "form": form,
        "rows": list(form.rows()),
        "correcting": owed.report is not None,
        "history": _history(found, owed.period, owed.source),
        "nothing": not filled,
        "key": request.POST.get("key") or uuid.uuid4(),
        "today": day,
    }
    return render(request, "desk/holding/report.html", context, status=422 if request.method == "POST" else 200)


def _places(licence: live.Licence, used: set[tuple[int, int]]) -> list[tuple[live.LicenceLine, live.LicenceParty]]:
    """Each line with each party that got something; where nobody did, each with those the licence names."""
    lines, parties = list(licence.lines.all()), [one for one in licence.parties.all() if one.role in PRESENT]
    every = [(line, party) for line in lines for party in parties]
    return [(line, party) for line, party in every if (line.number, party.pk) in used or party.named]


def _initial(rows: Any) -> dict[str, str]:
    found = {}
    for row in rows:
        name = f"{row.line}-{row.party}"
        found[f"q-{name}"] = _typed(Decimal(row.quantity_e4) / 10_000)
        found[f"v-{name}"] = _typed(Decimal(row.cents) / 100)
    return found


def _typed(amount: Decimal) -> str:
    text = f"{amount.normalize():f}"
    return text if lang() == "en" else text.replace(".", ",")


def _history(licence: live.Licence, period: Period, source: str) -> list[dict[str, Any]]:
    """Every version of the report, with what it changed: against the one before, the first against the write-offs."""
    lines = {one.number: one for one in licence.lines.all()}
    parties = {one.pk: one for one in licence.parties.all()}
    found, before = [], None
    for one in licence.reports.filter(source=source, period_to=period.end or today()).select_related("submitted_by"):
        rows = live.reporting.rows_of(one.rows)
        base = live.reporting.rows_of(one.written_off) if before is None else before
        changes = [
            {
                "line": lines[change.line],
                "party": parties[change.party],
                "before": _told(change.before, lines[change.line].unit),
                "after": _told(change.after, lines[change.line].unit),
            }
            for change in live.reporting.differences(base, rows)
        ]
        found.append({"report": one, "changes": changes, "first": before is None})
        before = rows
    return found[::-1]


def _told(row: Any, unit: str) -> Text:
    if row is None:
        return Text("niets", "nothing")
    worth = Money(row.cents).as_text()
    return Text(
        f"{live.write_quantity(row.quantity_e4, 'nl')} {unit}, {worth.nl}",
        f"{live.write_quantity(row.quantity_e4, 'en')} {unit}, {worth.en}",
    )
