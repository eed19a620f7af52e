"""Lead times: choose staff, inflow and term, see the band of days and the share within the term."""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass, replace
from datetime import date

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from bolwerk.engines.simulate import Pool
from bolwerk.faces.lab import charts, offices
from bolwerk.faces.lab.access import for_analysts
from bolwerk.faces.lab.forms import MOST_NUMBERS, LeadTimeForm, SourceForm
from bolwerk.faces.lab.offices import Figures, Source
from bolwerk.faces.lab.reckoning import Asked, LaneView, Reckoned, reckoned
from bolwerk.kernel import InvalidInput, Text, local_day

_PERCENT = Text("% binnen de termijn", "% within the term")


@dataclass(frozen=True)
class _Page:
    """What was asked, read: without `outcome` a form holds an error."""

    source_form: SourceForm
    form: LeadTimeForm
    figures: Figures
    outcome: Reckoned | None
    problem: InvalidInput | None = None

    @property
    def status(self) -> int:
        return 200 if self.outcome and not self.problem else 422


@require_safe
@for_analysts
def leadtime(request: HttpRequest) -> HttpResponse:
    page = _read(request.GET)
    values = {
        "source_form": page.source_form,
        "form": page.form,
        "figures": page.figures,
        "outcome": page.outcome,
        "problem": page.problem,
        "lanes": [_shown(lane, page.outcome) for lane in page.outcome.lanes] if page.outcome else (),
        "query": request.GET.urlencode(),
    }
    return render(request, "lab/leadtime.html", values, status=page.status)


@require_safe
@for_analysts
def leadtime_csv(request: HttpRequest) -> HttpResponse:
    """The figures of the page, a line per lane and number of people."""
    page = _read(request.GET)
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(
        ["lane", "people", "cases", "lead_p10", "lead_p50", "lead_p90", "counted_p90", "term", "within", "low", "high"]
    )
    for view in page.outcome.lanes if page.outcome else ():
        for people, found in view.rows:
            lead = [found.lead.p10, found.lead.p50, found.lead.p90] if found.lead else ["", "", ""]
            within = (
                [round(part, 4) for part in (found.within.value, found.within.low, found.within.high)]
                if found.within
                else [""] * 3
            )
            counted = found.counted.p90 if found.counted else ""
            writer.writerow([view.lane.name, people, found.cases, *lead, counted, found.term, *within])
    headers = {"Content-Disposition": 'attachment; filename="doorlooptijd.csv"'}
    return HttpResponse(out.getvalue(), "text/csv; charset=utf-8", page.status, headers=headers)


def _read(query: QueryDict) -> _Page:
    known, on = offices.sources(), local_day(timezone.now())
    chosen = next((one for one in known if one.key == query.get("bron")), known[0])
    try:
        figures = offices.figures(chosen, on, {})
    except InvalidInput as error:  # a log that tells too little; the example stands in its place
        return replace(_reckoned(QueryDict(), known, known[0], offices.figures(known[0], on, {}), on), problem=error)
    return _reckoned(query, known, chosen, figures, on)


def _reckoned(query: QueryDict, known: tuple[Source, ...], chosen: Source, figures: Figures, on: date) -> _Page:
    source_form = SourceForm({"bron": chosen.key}, known)
    pool = next((one for one in figures.office.pools if one.name == query.get("ploeg")), figures.office.pools[0])
    data = _defaults(figures, pool) | {name: value for name, value in query.items() if name != "bron"}
    data["ploeg"] = pool.name
    form = LeadTimeForm(data, figures.office)
    if not form.is_valid():
        return _Page(source_form, form, figures, None)
    if given := form.terms():
        figures = offices.figures(chosen, on, given)
    asked = form.cleaned_data
    wanted = Asked(pool.name, asked["van"], asked["tot"], asked["instroom"] / 100, asked["aandeel"] / 100)
    return _Page(source_form, form, figures, reckoned(figures, wanted, on))


def _defaults(figures: Figures, pool: Pool) -> dict[str, str]:
    """From a person short of keeping up to a few above the present."""
    least = max(int(figures.office.load(pool.name)), 1)
    most = max(pool.staff + 3, least + 4)
    first = max(least, most - MOST_NUMBERS + 1)
    return {"van": str(first), "tot": str(most), "instroom": "100", "aandeel": "90"}


def _shown(view: LaneView, outcome: Reckoned) -> dict[str, object]:
    """A lane for the page: the band chart, the line of shares, and the rows of the table."""
    shares = [(str(people), round(100 * one.within.value) if one.within else None) for people, one in view.rows]
    busy = {one.staff[outcome.pool.name]: one.utilisation[outcome.pool.name] for one in outcome.grid}
    by_people = dict(view.rows)
    return {
        "view": view,
        "needed_share": round(100 * view.needed.asked) if view.needed else None,
        "bands": charts.bands(view.rows, view.term.days if view.term else None),
        "shares": shares if view.term else (),
        "share_unit": _PERCENT,
        "rows": [(people, one, round(100 * busy[people].value), people < outcome.keeps_up) for people, one in view.rows],
        "now": outcome.now.lane(view.lane.name),
        "busier": outcome.busier.lane(view.lane.name),
        "one_more": by_people.get(outcome.pool.staff + 1),
        "one_less": by_people.get(outcome.pool.staff - 1),
    }
