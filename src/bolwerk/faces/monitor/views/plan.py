"""The plan as pages: all of it, a measure, what changed, money, awards, deadlines, words, and the report to print."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from bolwerk.faces.monitor import deadlines as due
from bolwerk.faces.monitor import exports, house, serving, standing, words
from bolwerk.faces.monitor.asof import asof, day_of
from bolwerk.faces.monitor.awards import awards as made_public
from bolwerk.faces.monitor.comparing import differences
from bolwerk.faces.monitor.finding import narrows, wanted
from bolwerk.faces.monitor.forms import DifferenceForm, FilterForm
from bolwerk.faces.monitor.money import envelopes, named
from bolwerk.faces.monitor.views._public import public
from bolwerk.office.identity import policies
from bolwerk.plan import Measure, load_glossary
from bolwerk.plan.show import amount_text, timing_text


@public
def overview(request: HttpRequest) -> HttpResponse:
    """The plan by chapter, each measure with its state."""
    seen = asof(request, FilterForm)
    whole = house.live().assess(seen.day)
    narrowed = narrows(seen.asked)
    chapters = standing.chapters(whole, wanted(seen.asked) if narrowed else None)
    values = {
        "totals": standing.totals(whole),
        "chapters": chapters,
        "narrowed": narrowed,
        "found_measures": sum(len(chapter.measures) for chapter in chapters),
        "found": sum(len(one.commitments) for chapter in chapters for one in chapter.measures),
        "plan": house.plan(),
    }
    return render(request, "monitor/plan.html", seen.context | values, status=seen.status)


@public
def measure(request: HttpRequest, code: str) -> HttpResponse:
    """A measure: its five numbers, each with its parts, and the evidence behind each figure."""
    found = house.plan().measure(code)
    seen = asof(request)
    view = standing.measure_view(house.live().assess(seen.day), code, request.user)
    values = {
        "view": view,
        "plan": house.plan(),
        "measure": found,
        "domain": house.plan().domain(found.domain),
        "timings": tuple((timing, timing_text(timing)) for timing in found.timings),
        "facts": tuple((a.label, amount_text(a), ", ".join(map(str, a.lines))) for a in found.facts),
        "lines": ", ".join(map(str, found.lines)),
        "procedures": serving.procedures_of(code),
        "rules": serving.rules_of(code),
        "ties": serving.ties_of(code),
        "may_attest": bool(policies.may(request.user, "attest.give")),
        "neighbours": _neighbours(found),
    }
    return render(request, "monitor/measure.html", seen.context | values, status=seen.status)


def _neighbours(measure: Measure) -> tuple[Measure | None, Measure | None]:
    all_of_them = house.plan().measures
    place = all_of_them.index(measure)
    before = all_of_them[place - 1] if place else None
    return before, all_of_them[place + 1] if place + 1 < len(all_of_them) else None


@public
def difference(request: HttpRequest) -> HttpResponse:
    """What changed between two days."""
    given = request.GET.copy()
    given.setdefault("tot", house.today().isoformat())
    form = DifferenceForm(given)
    values: dict[str, object] = {"form": form}
    if form.is_valid():
        first, last = form.cleaned_data["van"], form.cleaned_data["tot"]
        moved = differences(house.live().assess(first), house.live().assess(last))
        values |= {"first": first, "last": last, "moved": moved, "count": sum(len(row.changes) for row in moved)}
    return render(request, "monitor/difference.html", values, status=422 if form.errors else 200)


@public
def money(request: HttpRequest) -> HttpResponse:
    """Each envelope with its course, and the amounts that the text names."""
    seen = asof(request)
    house.live().state()
    values = {"envelopes": envelopes(seen.day), "named": named()}
    return render(request, "monitor/money.html", seen.context | values, status=seen.status)


@public
def awards(request: HttpRequest) -> HttpResponse:
    """Awards that were made public."""
    seen = asof(request)
    return render(request, "monitor/awards.html", seen.context | {"awards": made_public(seen.day)}, status=seen.status)


@public
def deadlines(request: HttpRequest) -> HttpResponse:
    """The deadlines of the plan, in order, with what is known of each."""
    seen = asof(request)
    rows = due.views(house.live().assess(seen.day))
    values = {
        "to_come": tuple(row for row in rows if row.deadline.day >= seen.day),
        "passed": tuple(reversed([row for row in rows if row.deadline.day < seen.day])),
        "undated": words.commitments(due.undated()),
    }
    return render(request, "monitor/deadlines.html", seen.context | values, status=seen.status)


@public
def glossary(request: HttpRequest) -> HttpResponse:
    """The words of the house."""
    return render(request, "monitor/glossary.html", {"terms": load_glossary()})


@public
def report(request: HttpRequest) -> HttpResponse:
    """The whole standing to print. The same day, data and language give the same bytes."""
    day = day_of(request)
    whole = house.live().assess(day)
    values = {
        "day": day,
        "plan": house.plan(),
        "totals": standing.totals(whole),
        "chapters": standing.chapters(whole, lambda measure, promise, one: True),
        "fingerprint": exports.fingerprint(whole),
    }
    return render(request, "monitor/report.html", values)
