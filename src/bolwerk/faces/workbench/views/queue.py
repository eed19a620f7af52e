"""My work, the team's, all of it; and finding a case or an organisation by word."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import NoReverseMatch, reverse
from django.utils import timezone
from django.views.decorators.http import require_GET

from bolwerk.faces.workbench.access import for_staff, user_of
from bolwerk.faces.workbench.forms import FilterForm
from bolwerk.faces.workbench.queue import CLOCKS, KEYS, PAGE, VIEWS, WAITS, Filter, Queue, procedures, rows
from bolwerk.kernel import Text, local_day
from bolwerk.office.advice import selectors as advice
from bolwerk.office.calls import selectors as calls
from bolwerk.office.identity.models import Role
from bolwerk.office.search.selectors import LONGEST_QUERY
from bolwerk.office.search.selectors import search as search_for

if TYPE_CHECKING:
    from bolwerk.office.identity.models import User

_NEXT = {
    "declare": Text("verklaar uw belangen", "declare your interests"),
    "score": Text("scoor de aspecten", "score the aspects"),
    "vote": Text("breng uw stem uit", "cast your vote"),
}
_MOST_ASKED = 20


@dataclass(frozen=True, slots=True)
class Asked:
    """Something that waits for this person by name."""

    reference: str
    subject: str
    what: Text


@require_GET
@for_staff
def queue(request: HttpRequest) -> HttpResponse:
    user, today = user_of(request), local_day(timezone.now())
    chosen = Filter.read(request.GET)
    mine = Queue(user, today)
    numbers = mine.counts()
    page = Paginator(mine.find(chosen), PAGE).get_page(request.GET.get("page"))
    form = FilterForm(_options(), {key: getattr(chosen, name) for name, key in KEYS.items()})
    for name, error in chosen.wrong:
        form.add_error(KEYS[name], error.what.in_(user.language) + " " + error.mend.in_(user.language))
    return render(
        request,
        "workbench/queue.html",
        {
            "bench": "queue",
            "chosen": chosen,
            "views": [(view, label, Filter(view=view).address(), numbers[view]) for view, label in VIEWS.items()],
            "presets": _presets(chosen),
            "page": page,
            "rows": rows(page.object_list, today),
            "today": today,
            "form": form,
            "personal": _asked(user, today) if chosen.view == "mijn" and not chosen.narrows else (),
        },
    )


def _options() -> dict[str, list[tuple[str, Text]]]:
    known = procedures()
    steps = {step.id: step.label for procedure in known for step in procedure.steps if step.id not in procedure.ends}
    return {
        "procedure": [(procedure.id, procedure.label) for procedure in known],
        "stap": sorted(steps.items(), key=lambda pair: pair[1].nl),
        "wacht": list(WAITS.items()),
        "rol": [(role.value, role.text) for role in Role if role is not Role.AUDITOR],
        "klok": list(CLOCKS.items()),
    }


def _presets(chosen: Filter) -> list[tuple[str, Text, str]]:
    """Filters that people use daily, as links in the view that is open."""
    made = [Filter(view=chosen.view, clock=clock) for clock in ("laat", "dringend", "stil")]
    made.append(Filter(view=chosen.view, waits="aanvrager"))
    labels = [CLOCKS["laat"], CLOCKS["dringend"], CLOCKS["stil"], Text("wacht op de aanvrager", "waiting for the applicant")]
    return [("nu" if one == chosen else "", label, one.address()) for one, label in zip(made, labels, strict=True)]


def _asked(user: User, today: object) -> list[Asked]:
    """Reviews and advice that wait for this person by name."""
    found: list[Asked] = []
    if user.has_role(Role.REVIEWER):
        for assignment in calls.work_of(user).select_related("application__case")[:_MOST_ASKED]:
            case = assignment.application.case
            if case is not None:
                found.append(Asked(case.reference, case.subject, Text("geef uw beoordeling", "give your review")))
    if user.has_role(Role.COMMITTEE_MEMBER):
        for asked in advice.requests_of(user).select_related("case")[:_MOST_ASKED]:
            mine = next((row for row in advice.standings(asked, today) if row.seat.user_id == user.pk), None)  # type: ignore[arg-type]
            if mine and mine.next in _NEXT:
                found.append(Asked(asked.case.reference, asked.case.subject, _NEXT[mine.next]))
    return found


@require_GET
@for_staff
def search(request: HttpRequest) -> HttpResponse:
    asked = request.GET.get("q", "").strip()[:LONGEST_QUERY]
    found = search_for(user_of(request), asked, limit=50) if asked else ()
    return render(request, "workbench/search.html", {"asked": asked, "found": [(_address(one), one) for one in found]})


def _address(one: object) -> str:
    name = "case" if getattr(one, "kind", "") == "case" else "organisation"
    try:
        return reverse(f"workbench:{name}", args=[getattr(one, "code", "")])
    except NoReverseMatch:
        return ""


@require_GET
@for_staff
def explained(request: HttpRequest) -> HttpResponse:
    """How the queue is ordered, what the marks mean, which keys work."""
    return render(request, "workbench/explained.html", {"bench": "explained"})
