"""Reviews: my work, whom to ask, the score sheet, and where reviewers differ."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from django.db.models import Prefetch
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from bolwerk.faces.workbench.access import for_staff, none_such, user_of
from bolwerk.faces.workbench.boards.forms.reviews import AssignForm, ConsensusForm, ReasonForm, SheetForm
from bolwerk.faces.workbench.boards.project import project_of
from bolwerk.faces.workbench.boards.sheet import Standing, standing_of
from bolwerk.faces.workbench.boards.steps import UNREAD, attempt, done, status_of
from bolwerk.faces.workbench.boards.views.calls import get_call
from bolwerk.kernel import BolwerkError, Text, local_day
from bolwerk.office.calls import kits, selectors, services
from bolwerk.office.calls.errors import DraftConflict, InvalidReview
from bolwerk.office.calls.models import Application, Assignment, Call, Review
from bolwerk.office.calls.scoring import Mark, signed
from bolwerk.office.calls.selectors.reviews import topics_of
from bolwerk.office.identity import policies
from bolwerk.office.identity.models import Role, User
from bolwerk.ui.formats import say


@require_GET
@for_staff
def reviews(request: HttpRequest) -> HttpResponse:
    """What I must still review, what I did, and for a handler where every application stands."""
    user = user_of(request)
    policies.require(user, "review.view")
    mine = user.has_role(Role.REVIEWER)
    locked = Assignment.objects.filter(reviewer=user, locked=True, ended_at__isnull=True)
    manage = policies.may(user, "call.manage")
    values = {
        "bench": "reviews",
        "mine": mine,
        "todo": selectors.work_of(user) if mine else (),
        "given": locked.select_related("application__call", "application__applicant") if mine else (),
        "manage": manage,
        "reviewing": _reviewing(user) if manage else (),
        "today": _today(),
    }
    return render(request, "boards/reviews.html", values)


def _reviewing(user: User) -> list[Any]:
    """Applications that wait for reviews, each with those `asked`; the ones with the fewest reviews first."""
    active = Assignment.objects.filter(ended_at__isnull=True).select_related("reviewer").order_by("assigned_at")
    found = policies.visible(user, Application.objects.filter(case__steps__contains=",reviewing,"))
    found = found.select_related("call", "applicant", "case").prefetch_related(Prefetch("assignments", active, to_attr="asked"))
    rows: list[Any] = list(found)
    return sorted(rows, key=lambda one: (sum(a.locked for a in one.asked), one.case.next_due or _today(), str(one.pk)))


@require_http_methods(["GET", "POST"])
@for_staff
def assign(request: HttpRequest, application: UUID) -> HttpResponse:
    """Whom to ask, best first, with why; who has an interest cannot be chosen."""
    found = _application(request, application)
    if request.method == "GET":
        return _assign_page(request, found)
    form = AssignForm(_suggestions(found), request.POST)

    def ask() -> None:
        reviewer = User.objects.get(pk=form.cleaned_data["reviewer"])
        services.assign_reviewer(found.pk, reviewer, actor=user_of(request), due=form.cleaned_data["due"])

    status = attempt(form, ask)
    if not status:
        return done(request, Text("De beoordelaar is gevraagd.", "The reviewer was asked."), "board_assign", application)
    return _assign_page(request, found, status, form=form)


def _application(request: HttpRequest, pk: UUID) -> Application:
    policies.require(user_of(request), "call.manage")
    found = Application.objects.select_related("call", "applicant", "case").filter(pk=pk).first()
    if found is None:
        raise none_such(str(pk))
    policies.require(user_of(request), "application.view", found)
    return found


def _suggestions(application: Application) -> Any:
    today = _today()
    reviewers = User.objects.filter(is_active=True, role_grants__role=Role.REVIEWER).prefetch_related("role_grants").distinct()
    holding = [user for user in reviewers if Role.REVIEWER in user.roles_on(today)]
    return selectors.suggest_reviewers(application, holding)


def _assign_page(request: HttpRequest, application: Application, status: int = 200, **forms: Any) -> HttpResponse:
    suggestions = _suggestions(application)
    asked = list(application.assignments.select_related("reviewer").order_by("assigned_at"))
    wrong = forms.pop("reason", None)
    rows = [(one, *(_own_form(wrong, name, one.pk) for name in (_REOPEN, _END))) for one in asked]
    values: dict[str, Any] = {
        "bench": "reviews",
        "application": application,
        "suggestions": suggestions,
        "topics": _topics(application),
        "assignments": rows,
        "active": sum(1 for one in asked if one.ended_at is None),
        "form": AssignForm(suggestions),
        "today": _today(),
    }
    return render(request, "boards/assign.html", values | forms, status=status)


_REOPEN, _END = "reopen", "end"


def _own_form(wrong: ReasonForm | None, name: str, pk: int) -> ReasonForm:
    """The form of one row: the one that came back wrong, if it is of this row."""
    auto_id = f"{name}-{pk}-%s"
    return wrong if wrong is not None and wrong.auto_id == auto_id else ReasonForm(auto_id=auto_id)


def _topics(application: Application) -> list[Text]:
    """The topics of the application in words."""
    kit = kits.get(application.call.kit)
    chosen = topics_of(application)
    fields = [field for section in kit.form.sections for field in section.fields if field.id == kit.topics_field]
    return [option.label for field in fields for option in field.choices if option.id in chosen]


@require_POST
@for_staff
def reopen(request: HttpRequest, pk: int) -> HttpResponse:
    return _with_reason(
        request, pk, _REOPEN, services.reopen_review, Text("Het scoreblad is heropend.", "The sheet was reopened.")
    )


@require_POST
@for_staff
def unassign(request: HttpRequest, pk: int) -> HttpResponse:
    return _with_reason(
        request, pk, _END, services.end_assignment, Text("De beoordelaar is eraf.", "The reviewer was taken off.")
    )


def _with_reason(request: HttpRequest, pk: int, name: str, service: Any, told: Text) -> HttpResponse:
    policies.require(user_of(request), "call.manage")
    found = Assignment.objects.select_related("application__call", "application__applicant", "application__case")
    assignment = found.filter(pk=pk).first()
    if assignment is None:
        raise none_such(str(pk))
    form = ReasonForm(request.POST, auto_id=f"{name}-{pk}-%s")
    status = attempt(form, lambda: service(pk, actor=user_of(request), reason=form.cleaned_data["reason"]))
    if not status:
        return done(request, told, "board_assign", assignment.application_id)
    return _assign_page(request, assignment.application, status, reason=form)


@require_http_methods(["GET", "POST"])
@for_staff
def sheet(request: HttpRequest, pk: int) -> HttpResponse:
    """The score sheet of one reviewer: to write for that reviewer, to read for who may."""
    assignment = _assignment(request, pk)
    if request.method == "GET":
        return _sheet_page(request, assignment)
    form = SheetForm(_scheme(assignment), request.POST)
    if not form.is_valid():
        return _sheet_page(request, assignment, UNREAD, form=form)
    try:
        return _write(request, assignment, form)
    except DraftConflict as error:
        assignment.refresh_from_db()
        form.set_hidden("version", str(error.version))
        form.add_error(None, _told(error))
        return _sheet_page(request, assignment, status_of(error), form=form, theirs=_both(assignment, form, error))
    except InvalidReview as error:
        assignment.refresh_from_db()
        form.set_hidden("version", str(assignment.version))
        for problem in error.problems:
            marked = form.cleaned_data.get(f"mark-{problem.where}")
            form.add_error(f"motivation-{problem.where}" if marked else f"mark-{problem.where}", _told(problem))
        return _sheet_page(request, assignment, status_of(error), form=form)
    except BolwerkError as error:
        form.refuse(error)
        return _sheet_page(request, assignment, status_of(error), form=form)


def _write(request: HttpRequest, assignment: Assignment, form: SheetForm) -> HttpResponse:
    given, user = form.cleaned_data, user_of(request)
    saved = services.save_review(assignment.pk, form.scores, actor=user, version=given["version"], remarks=given["remarks"])
    if request.POST.get("do") != "submit":
        return done(request, Text("Uw scoreblad is bewaard.", "Your score sheet was saved."), "board_sheet", assignment.pk)
    services.submit_review(assignment.pk, actor=user, key=f"review:{given['key']}", version=saved.version)
    return done(request, Text("Uw beoordeling is ingediend.", "Your review was submitted."), "board_sheet", assignment.pk)


def _told(error: BolwerkError) -> str:
    return f"{say(error.what)} {say(error.mend)}"


def _both(assignment: Assignment, form: SheetForm, error: DraftConflict) -> list[dict[str, Any]]:
    """Both versions of every criterion on which they differ; each row of (mark, motivation)."""
    rows = []
    theirs: Mapping[str, Any] = assignment.draft.get("scores", error.theirs)
    for criterion in form.scheme.criteria:
        mine, other = form.scores[criterion.id], theirs.get(criterion.id, {"mark": "", "motivation": ""})
        if mine != other:
            rows.append({"label": criterion.label, "mine": _read(mine), "theirs": _read(other)})
    return rows


def _read(row: Mapping[str, str]) -> tuple[Text, str]:
    mark = Mark(row["mark"]).label if row.get("mark") else Text("nog geen score", "no mark yet")
    return mark, row.get("motivation", "")


def _assignment(request: HttpRequest, pk: int) -> Assignment:
    found = Assignment.objects.select_related(
        "application__call", "application__applicant", "application__case", "application__submission", "reviewer"
    )
    assignment = found.filter(pk=pk).first()
    if assignment is None:
        raise none_such(str(pk))
    policies.require(user_of(request), "review.view", assignment)
    return assignment


def _scheme(assignment: Assignment) -> Any:
    return kits.get(assignment.application.call.kit).scheme


def _sheet_page(request: HttpRequest, assignment: Assignment, status: int = 200, **more: Any) -> HttpResponse:
    scheme, user = _scheme(assignment), user_of(request)
    writes = assignment.reviewer_id == user.pk and not assignment.locked and assignment.ended_at is None
    form = more.pop("form", None) or SheetForm.of(scheme, assignment.draft, assignment.version)
    given = list(assignment.reviews.order_by("number"))
    values: dict[str, Any] = {
        "bench": "reviews",
        "assignment": assignment,
        "application": assignment.application,
        "project": project_of(assignment.application),
        "scheme": scheme,
        "writes": writes,
        "form": form,
        "axes": _axes(scheme, form),
        "standing": _standing(scheme, assignment, form),
        "reviews": [_as_read(scheme, review) for review in reversed(given)],
        "today": _today(),
    }
    return render(request, "boards/sheet.html", values | more, status=status)


def _axes(scheme: Any, form: SheetForm) -> list[tuple[Any, str | None, list[dict[str, Any]]]]:
    """Per axis its least sum and its criteria with their fields."""
    return [
        (
            axis,
            None if axis.minimum is None else signed(axis.minimum),
            [
                {"criterion": c, "mark": form[f"mark-{c.id}"], "motivation": form[f"motivation-{c.id}"]}
                for c in scheme.criteria
                if c.axis == axis.id
            ],
        )
        for axis in scheme.axes
    ]


def _standing(scheme: Any, assignment: Assignment, form: SheetForm) -> Standing:
    """Of what is on the page when it came back, else of what is saved."""
    if form.is_bound:
        typed = {c.id: form.data.get(f"mark-{c.id}", "") for c in scheme.criteria}
    else:
        typed = {name: row["mark"] for name, row in assignment.draft.get("scores", {}).items()}
    known = {mark.value for mark in Mark}
    return standing_of(scheme, {name: Mark(mark) for name, mark in typed.items() if mark in known})


def _as_read(scheme: Any, review: Review) -> dict[str, Any]:
    scores = review.by_criterion
    rows = [(c, scores[c.id]) for c in scheme.criteria if c.id in scores]
    return {"review": review, "rows": rows, "standing": standing_of(scheme, review.marks)}


@require_GET
@for_staff
def calibration(request: HttpRequest, code: str) -> HttpResponse:
    return _calibration_page(request, get_call(code), request.GET.get("aanvraag", ""))


def _calibration_page(request: HttpRequest, call: Call, chosen: str, status: int = 200, **forms: Any) -> HttpResponse:
    policies.require(user_of(request), "ranking.view")
    scheme, found = kits.get(call.kit).scheme, selectors.calibration(call)
    known = {str(one.pk): one for one in call.applications.select_related("case", "applicant")}
    names = {str(user.pk): str(user) for user in User.objects.filter(pk__in=[lean.reviewer for lean in found.reviewers])}
    spread = next((one for one in found.applications if one.application == chosen), None)
    if spread is None and found.applications and not chosen:
        spread = found.applications[0]
    values: dict[str, Any] = {
        "bench": "calls",
        "tab": "calibration",
        "call": call,
        "scheme": scheme,
        "rows": [(known[one.application], one) for one in found.applications if one.application in known],
        "means": [(c, found.criteria[c.id]) for c in scheme.criteria] if found.applications else (),
        "leans": [(names.get(lean.reviewer, lean.reviewer), lean, _reads_as(lean.lean)) for lean in found.reviewers],
        "manage": policies.may(user_of(request), "call.manage"),
        "form": ConsensusForm(scheme),
    }
    if spread is not None and spread.application in known:
        values |= _talk(known[spread.application], spread, scheme, names)
    return render(request, "boards/calibration.html", values | forms, status=status)


_ALIKE = 0.25
"""Within a quarter of a step of the others a reviewer reads as they do. A choice of the page, not of a rule."""


def _reads_as(lean: float) -> Text:
    if abs(lean) < _ALIKE:
        return Text("zoals de anderen", "as the others")
    return Text("strenger", "stricter") if lean < 0 else Text("milder", "milder")


def _talk(application: Application, spread: Any, scheme: Any, names: Mapping[str, str]) -> dict[str, Any]:
    """What the reviewers of one application wrote, criterion by criterion, and what they agreed on."""
    written = Review.objects.filter(assignment__application=application, assignment__ended_at__isnull=True)
    last = {str(r.assignment.reviewer_id): r for r in written.select_related("assignment").order_by("number")}
    agreed = {row.criterion: row for row in application.consensus.select_related("recorded_by")}
    rows = [
        {
            "criterion": scheme.criterion(item.criterion),
            "item": item,
            "wide": item.split_on_critical or item.span >= scheme.discuss_from,
            "said": [(names.get(who, who), last[who].by_criterion.get(item.criterion)) for who in item.marks if who in last],
            "agreed": agreed.get(item.criterion),
            "agreed_mark": Mark(agreed[item.criterion].mark).label if item.criterion in agreed else None,
        }
        for item in spread.criteria
    ]
    return {"chosen": application, "spread": spread, "talk": rows, "missing": selectors.reviews_missing(application)}


@require_POST
@for_staff
def consensus(request: HttpRequest, code: str, application: UUID) -> HttpResponse:
    call = get_call(code)
    found = call.applications.filter(pk=application).first()
    if found is None:
        raise none_such(str(application))
    form = ConsensusForm(kits.get(call.kit).scheme, request.POST)

    def record() -> None:
        given = form.cleaned_data
        services.record_consensus(
            found.pk,
            given["criterion"],
            Mark(given["mark"]),
            reason=given["reason"],
            actor=user_of(request),
            key=f"consensus:{given['key']}",
        )

    status = attempt(form, record)
    if status:
        return _calibration_page(request, call, str(application), status, form=form)
    done(request, Text("De consensus is vastgelegd.", "The consensus was recorded."), "board_calibration", code)
    response = redirect("workbench:board_calibration", code)
    response["Location"] += f"?aanvraag={application}"
    return response


def _today() -> Any:
    return local_day(datetime.now(UTC))
