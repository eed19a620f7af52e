"""Calls: the list, a new one, and the board of one with its counts, money, settings and publications."""

from __future__ import annotations

import json
from datetime import UTC, datetime, time, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from bolwerk.domains.investment import live
from bolwerk.domains.investment.public import CALL
from bolwerk.faces.workbench.access import for_staff, none_such, user_of
from bolwerk.faces.workbench.boards import law
from bolwerk.faces.workbench.boards.forms.calls import CallForm, ClosingForm, PublishForm
from bolwerk.faces.workbench.boards.progress import step_counts
from bolwerk.faces.workbench.boards.steps import attempt, done
from bolwerk.kernel import BRUSSELS, BolwerkError, Money, Text, local_day
from bolwerk.office.calls import selectors, services
from bolwerk.office.calls.models import Application, Call
from bolwerk.office.cases import services as cases
from bolwerk.office.identity import policies
from bolwerk.office.ledger import selectors as ledger
from bolwerk.office.ledger.models import Envelope
from bolwerk.ui.formats import lang

_CHOSEN = Text(
    "Data, grenzen, schijven en aantal beoordelaars zijn bij het maken van de oproep gekozen, waar geen bron staat.",
    "Where no source stands, days, limits, instalments and number of reviewers were chosen when the call was made.",
)
_FUNDER = "Agentschap Innoveren en Ondernemen (voorbeeld)"
_REVIEWERS = Text("Beoordelaars per aanvraag", "Reviewers for each application")
_ONE_DAY = timedelta(days=1)


def get_call(code: str) -> Call:
    found = Call.objects.select_related("envelope", "created_by").filter(code=code).first()
    if found is None:
        raise none_such(code)
    return found


@require_GET
@for_staff
def calls(request: HttpRequest) -> HttpResponse:
    policies.require(user_of(request), "call.view")
    submitted = Count("applications", filter=Q(applications__state=Application.State.SUBMITTED))
    drafts = Count("applications", filter=Q(applications__state=Application.State.DRAFT))
    rows = Call.objects.select_related("envelope").annotate(submitted=submitted, drafts=drafts)
    manage = policies.may(user_of(request), "call.manage")
    return render(request, "boards/calls.html", {"bench": "calls", "rows": rows, "manage": manage})


@require_http_methods(["GET", "POST"])
@for_staff
def new_call(request: HttpRequest) -> HttpResponse:
    policies.require(user_of(request), "call.manage")
    form, status = CallForm(request.POST or None), 200
    if request.method == "POST":
        names = {"opens_at": "opens", "closes_at": "closes", "amounts": "most", "instalments": "final", "title": "title_nl"}
        status = attempt(form, lambda: _create(form, request), names)
        if not status:
            return done(request, Text("De oproep is gemaakt.", "The call was made."), "board_call", form.cleaned_data["code"])
    values = {"bench": "calls", "form": form, "settings": _given()}
    return render(request, "boards/call_new.html", values, status=status)


def _given() -> tuple[law.SettingRow, ...]:
    """The figures that the form starts from, each with its source."""
    labels = {"reviewers": _REVIEWERS, **law.parts()}
    return tuple(law.SettingRow(label, CALL[name].number, CALL[name].citation) for name, label in labels.items())


def _create(form: CallForm, request: HttpRequest) -> Call:
    given = form.cleaned_data
    # What the law says of the terms comes along; the rest was chosen here, and says so.
    kept = ("decision_development", "decision_research", "completion", "objection")
    notes = [(note, CALL[name].citation) for name in kept if (note := CALL[name].note)]
    return services.create_call(
        given["code"],
        Text(given["title_nl"], given["title_en"]),
        measure=live.MEASURE,
        kit="defence",
        opens_at=datetime.combine(given["opens"], time(9), BRUSSELS),
        closes_at=closing(given["closes"]),
        envelope=Envelope.objects.get(code=given["envelope"]),
        most_partners=given["partners"],
        most_pages=form.most_pages,
        basis=given["basis"],
        least=given["least"],
        most=given["most"],
        reviewers_required=given["reviewers"],
        instalments=form.instalments,
        notes=[(_CHOSEN, law.CHOSEN), *notes],
        actor=user_of(request),
    )


def closing(last: Any) -> datetime:
    """The moment at which the last day ends."""
    return datetime.combine(last + _ONE_DAY, time(), BRUSSELS)


@require_GET
@for_staff
def call(request: HttpRequest, code: str) -> HttpResponse:
    return board(request, get_call(code))


def board(request: HttpRequest, call: Call, status: int = 200, **forms: Any) -> HttpResponse:
    """The page of one call; `forms` are those that came back wrong."""
    user, now = user_of(request), datetime.now(UTC)
    policies.require(user, "call.view")
    seen = policies.may(user, "ranking.view")
    today = local_day(now)
    duties, unknown = _duties(call, today) if seen else ((), None)
    values: dict[str, Any] = {
        "bench": "calls",
        "call": call,
        "tab": "call",
        "state": call.status_at(now),
        "last_day": local_day(call.closes_at - timedelta(seconds=1)),
        "today": today,
        "counts": selectors.call_counts(call),
        "steps": step_counts(call),
        "balance": ledger.balance(call.envelope) if call.envelope else None,
        "settings": settings_of(call),
        "duties": [(duty, PublishForm(auto_id=_row(duty.row.id))) for duty in duties],
        "unknown": unknown,
        "seen": seen,
        "manage": policies.may(user, "call.manage"),
        "closing": ClosingForm(initial={"version": call.version}),
    }
    if wrong := forms.pop("publish", None):
        values["duties"] = [(duty, wrong if form.auto_id == wrong.auto_id else form) for duty, form in values["duties"]]
    return render(request, "boards/call.html", values | forms, status=status)


def _row(pk: str) -> str:
    return f"publish-{pk}-%s"


def _duties(call: Call, today: Any) -> tuple[tuple[law.Duty, ...], BolwerkError | None]:
    """Without law for today nothing is guessed: the page says what is missing."""
    try:
        return law.duties(call, today), None
    except BolwerkError as error:
        return (), error


def settings_of(call: Call) -> tuple[law.SettingRow, ...]:
    """The settings of the call, each with its source and how sure it is."""
    reviewers = call.reviewers_required
    rows = [
        law.SettingRow(
            _REVIEWERS,
            reviewers,
            law.source_of("reviewers", reviewers),
        )
    ]
    for cents, label in ((call.least_cents, Text("Minstens", "At least")), (call.most_cents, Text("Hoogstens", "At most"))):
        if cents is not None:
            rows.append(law.SettingRow(label, Money(cents).as_text(), law.CHOSEN))
    for part in call.instalment_scheme if call.instalments else ():
        rows.append(law.SettingRow(part.label, f"{part.percent} %", law.source_of(part.id, part.percent)))
    if call.most_partners is not None:
        rows.append(law.SettingRow(Text("Partners hoogstens", "Partners at most"), call.most_partners, law.CHOSEN))
    if (pages := call.pages_allowed(1)) is not None:
        rows.append(law.SettingRow(Text("Bladzijden", "Pages"), pages, law.CHOSEN))
    return tuple(rows)


@require_POST
@for_staff
def move_closing(request: HttpRequest, code: str) -> HttpResponse:
    call = get_call(code)
    policies.require(user_of(request), "call.manage")
    form = ClosingForm(request.POST)

    def move() -> None:
        given = form.cleaned_data
        services.move_closing(call.pk, closing(given["closes"]), actor=user_of(request), version=given["version"])

    status = attempt(form, move, {"closes_at": "closes"})
    if not status:
        return done(request, Text("De sluitingsdag is verplaatst.", "The closing day was moved."), "board_call", code)
    if status == _CONFLICT:
        form.set_hidden("version", str(call.version))
    return board(request, call, status, closing=form)


_CONFLICT = 409


@require_POST
@for_staff
def publish(request: HttpRequest, code: str, application: UUID) -> HttpResponse:
    """Note on the case that the award was made public; the register of awards follows in the same step."""
    call = get_call(code)
    found = call.applications.select_related("case").filter(pk=application, award__isnull=False).first()
    if found is None or found.case is None:
        raise none_such(str(application))
    form, case = PublishForm(request.POST, auto_id=_row(str(application))), found.case

    def record() -> None:
        given = form.cleaned_data
        cases.note(
            case.pk, "award_published", actor=user_of(request), payload={"place": given["place"]}, key=f"publish:{given['key']}"
        )

    status = attempt(form, record)
    if not status:
        return done(request, Text("De publicatie is vastgelegd.", "The publication was recorded."), "board_call", code)
    return board(request, call, status, publish=form)


@require_GET
@for_staff
def awards_csv(request: HttpRequest, code: str) -> HttpResponse:
    policies.require(user_of(request), "ranking.view")
    rows = [duty.row for duty in law.duties(get_call(code), local_day(datetime.now(UTC)))]
    return as_file(selectors.as_csv(rows, lang()), "text/csv; charset=utf-8", f"{code}-awards.csv")


@require_GET
@for_staff
def awards_json(request: HttpRequest, code: str) -> HttpResponse:
    policies.require(user_of(request), "ranking.view")
    call = get_call(code)
    rows = [duty.row for duty in law.duties(call, local_day(datetime.now(UTC)))]
    package = selectors.as_360giving(rows, funder_id=f"BOLWERK-{call.measure}", funder_name=_FUNDER)
    return as_file(json.dumps(package, ensure_ascii=False, indent=2), "application/json", f"{code}-360giving.json")


def as_file(content: str | bytes, kind: str, name: str) -> HttpResponse:
    response = HttpResponse(content, content_type=kind)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
