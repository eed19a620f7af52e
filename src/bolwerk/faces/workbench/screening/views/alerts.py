"""The queue of alerts, one alert with its evidence, and the alike alerts of one party."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from bolwerk.faces.workbench.access import for_staff, none_such, user_of
from bolwerk.faces.workbench.boards.steps import UNREAD, status_of
from bolwerk.faces.workbench.screening import shown
from bolwerk.faces.workbench.screening.forms import OUTCOMES, FilterForm, ReasonForm, ReopenForm
from bolwerk.faces.workbench.screening.queue import KEYS, PAGE, STATES, Filter, counts, find, following, options, seen_by
from bolwerk.kernel import BolwerkError, Text, local_day
from bolwerk.office.identity import policies
from bolwerk.office.screening import lists, selectors, services, wire
from bolwerk.office.screening.errors import StaleAlert, unknown_outcome
from bolwerk.office.screening.models import CLOSED_WHY, UNDECIDED, Alert, State, Watched
from bolwerk.ui.formats import say

_OPERATIONS = {"open": "screening.decide", "proposed": "screening.confirm", "escalated": "screening.resolve"}
_DONE = {
    "false_hit": Text("{name}: vals alarm.", "{name}: false hit."),
    "true_hit": Text("{name}: echte treffer. Het dossier is geblokkeerd.", "{name}: true hit. The case is blocked."),
    "escalated": Text("{name}: voorgelegd aan een andere hand.", "{name}: put to another hand."),
    "proposed": Text("{name}: wacht op een tweede hand.", "{name}: waits for a second hand."),
}
_EMPTY = Text("De wachtrij is leeg.", "The queue is empty.")
_NONE_CHOSEN = Text("Kies minstens een melding.", "Choose at least one alert.")


def today() -> Any:
    return local_day(timezone.now())


@require_GET
@for_staff
def queue(request: HttpRequest) -> HttpResponse:
    user = user_of(request)
    policies.require(user, "screening.view")
    chosen = Filter.read(request.GET)
    numbers = counts(user, chosen, today())
    page = Paginator(find(user, chosen, today()), PAGE).get_page(request.GET.get("page"))
    return render(
        request,
        "screening/queue.html",
        {
            "bench": "screening",
            "chosen": chosen,
            "views": [(key, label, chosen.address(state=key), numbers[key]) for key, label in STATES.items()],
            "page": page,
            "form": FilterForm(options(user), {key: getattr(chosen, name) for name, key in KEYS.items()}),
            "today": today(),
            "closed_why": CLOSED_WHY,
            "no_lists": not lists.current().versions,
        },
    )


@require_http_methods(["GET", "POST"])
@for_staff
def alert(request: HttpRequest, pk: UUID) -> HttpResponse:
    """One alert; a POST decides it and goes on to the next."""
    user, one = user_of(request), selectors.alert(pk)
    policies.require(user, "screening.view", one)
    if request.method == "GET":
        return render(request, "screening/alert.html", _alert(request, one, _blank(one)))
    form, outcome = ReasonForm(request.POST), request.POST.get("outcome", "")
    status = _decide(request, form, (one,), outcome)
    if not status:
        return _onward(request, selectors.alert(pk))
    return render(request, "screening/alert.html", _alert(request, selectors.alert(pk), form), status=status)


@require_http_methods(["POST"])
@for_staff
def reopen(request: HttpRequest, pk: UUID) -> HttpResponse:
    user, one = user_of(request), selectors.alert(pk)
    policies.require(user, "screening.view", one)
    form = ReopenForm(request.POST, prefix="again")
    status = UNREAD
    if form.is_valid():
        given = form.cleaned_data
        try:
            services.reopen(pk, reason=given["reason"], actor=user, key=given["key"], version=given["version"])
            messages.success(request, say(Text("De melding is heropend.", "The alert was reopened.")))
            return redirect("workbench:screening_alert", pk=pk)
        except BolwerkError as error:
            form.refuse(error)
            status = status_of(error)
    return render(request, "screening/alert.html", _alert(request, one, _blank(one), again=form), status=status)


@require_http_methods(["GET", "POST"])
@for_staff
def subject(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The alerts of one party that wait, to decide together with one reason."""
    user = user_of(request)
    party = Watched.objects.select_related("case").filter(pk=pk).first()
    rows = seen_by(user).filter(subject=pk, state__in=UNDECIDED).select_related("subject", "case", "hand")
    if party is None or not seen_by(user).filter(subject=pk).exists():
        raise none_such("partij")
    form, status, picked = ReasonForm(), 200, set(map(str, rows.values_list("pk", flat=True)))
    if request.method == "POST":
        form, picked = ReasonForm(request.POST), set(request.POST.getlist("alert"))
        chosen = [row for row in rows if str(row.pk) in picked]
        status = _decide(request, form, chosen, request.POST.get("outcome", ""))
        if not status:
            return _onward(request, chosen[-1], len(chosen))
    return render(
        request,
        "screening/subject.html",
        {
            "bench": "screening",
            "party": party,
            "data": shown.rows(party.entity),
            "rows": [
                (row, shown.aligned(row.found), str(row.pk) in picked, policies.may(user, _operation(row), row)) for row in rows
            ],
            "form": form,
            "outcomes": OUTCOMES,
            "query": Filter.read(request.GET).address(),
        },
        status=status,
    )


def _decide(request: HttpRequest, form: ReasonForm, alerts: Sequence[Alert], outcome: str) -> int:
    """0 when all of them were decided; else the status of the page that says what is wrong."""
    if not form.is_valid():
        return UNREAD
    given = form.cleaned_data
    try:
        if outcome not in OUTCOMES:
            raise unknown_outcome(outcome)
        if not alerts:
            form.add_error(None, say(_NONE_CHOSEN))
            return UNREAD
        versions = [given["version"]] if given["version"] is not None and len(alerts) == 1 else _versions(request, alerts)
        services.decide_alike(
            [one.pk for one in alerts],
            outcome,
            reason=form.reason_text,
            actor=user_of(request),
            key=given["key"],
            expires=given["expires"],
            versions=versions,
        )
    except StaleAlert as error:
        form.refuse(error)
        form.set_hidden("version", str(error.current))
        return status_of(error)
    except BolwerkError as error:
        form.refuse(error)
        return status_of(error)
    return 0


def _versions(request: HttpRequest, alerts: Sequence[Alert]) -> list[int]:
    """What was on the page when it was sent; an alert whose version came along unreadable counts as never seen."""
    given = [request.POST.get(f"version-{one.pk}", "") for one in alerts]
    return [int(text) if text.isdigit() and len(text) < 10 else -1 for text in given]


def _onward(request: HttpRequest, one: Alert, number: int = 1) -> HttpResponse:
    """Say what was decided, and open the next alert of the same queue."""
    told = _DONE.get(selectors.alert(one.pk).state, _DONE["escalated"]).format(name=one.caption)
    more = Text(f" En nog {number - 1} andere.", f" And {number - 1} more.") if number > 1 else None
    messages.success(request, say(told) + (say(more) if more else ""))
    chosen = Filter.read(request.GET)
    following_one = following(user_of(request), chosen, today(), one)
    if following_one is not None:
        return redirect(reverse("workbench:screening_alert", args=[following_one.pk]) + chosen.address())
    messages.info(request, say(_EMPTY))
    return redirect(reverse("workbench:screening_queue") + chosen.address())


def _operation(one: Alert) -> str:
    return _OPERATIONS.get(one.state, "screening.reopen")


def _blank(one: Alert) -> ReasonForm:
    return ReasonForm(initial={"version": one.version})


def _alert(request: HttpRequest, one: Alert, form: ReasonForm, again: ReopenForm | None = None) -> dict[str, Any]:
    user, hit, entry, party = user_of(request), one.found, one.entry, wire.entity(one.subject_data)
    chosen = Filter.read(request.GET)
    speaking, against = shown.evidence(hit)
    before = one.previous
    waiting = seen_by(user).filter(subject=one.subject, state__in=UNDECIDED).exclude(pk=one.pk)
    lapsed = one.lapsed(today())
    return {
        "bench": "screening",
        "alert": one,
        "party": party,
        "entry": entry,
        "hit": hit,
        "pairs": shown.aligned(hit),
        "speaking": speaking,
        "against": against,
        "compared": shown.side_by_side(party, entry),
        "entry_rows": shown.rows(entry),
        "party_changes": shown.changed(wire.entity(before.subject_data), party) if before else (),
        "entry_changes": shown.changed(wire.entity(before.entry_data), entry) if before else (),
        "history": selectors.history(one),
        "outcomes": OUTCOMES,
        "may_case": one.case is not None and policies.may(user, "case.view", one.case).allowed,
        "profile": lists.profile_of(one.profile),
        "form": form,
        "again": again or ReopenForm(prefix="again", initial={"version": one.version}),
        "may": policies.may(user, _operation(one), one),
        "lapsed": lapsed,
        "first": one.decisions.select_related("actor").order_by("-seq").first()
        if one.state in ("proposed", "escalated")
        else None,
        "waiting": waiting.count(),
        "next": following(user, chosen, today(), one),
        "query": chosen.address(),
        "today": today(),
        "closed_why": CLOSED_WHY.get(one.closed_why),
        "settled": one.state in (State.FALSE_HIT, State.TRUE_HIT),
        "version": next((v for v in lists.versions_of(one.dataset) if v.digest == _list_digest(one)), None),
    }


def _list_digest(one: Alert) -> str:
    return str(one.run.receipt.get("lists", {}).get(one.dataset, ""))
