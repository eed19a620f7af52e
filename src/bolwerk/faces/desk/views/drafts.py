"""The draft of an application: its parts, partners, costs and amount, what is missing, and submitting it.

A save that cannot happen (somebody else was first, a text beyond every limit) shows the page again with all that was typed.
"""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from bolwerk.domains.investment import live as investment
from bolwerk.faces.desk import selectors
from bolwerk.faces.desk.access import kept, signed_in, user_of
from bolwerk.faces.desk.forms import (
    AmountForm,
    CostForm,
    KboForm,
    ReasonForm,
    SectionForm,
    SubmitForm,
    anchor,
    told,
    typed_of,
)
from bolwerk.faces.desk.outcomes import Outcome, outcome
from bolwerk.kernel import BolwerkError, InvalidInput, Money, Text, local_day
from bolwerk.office.calls import kits, services
from bolwerk.office.calls import selectors as calls
from bolwerk.office.calls.completeness import Finding
from bolwerk.office.calls.costs import Category
from bolwerk.office.calls.errors import CallClosed, DraftConflict, Incomplete
from bolwerk.office.calls.forms import Section, Typed, check_section
from bolwerk.office.calls.models import Application
from bolwerk.office.calls.models.call import CallStatus
from bolwerk.office.calls.selectors import SectionView
from bolwerk.office.registers.selectors import by_kbo
from bolwerk.ui.formats import say

_SAVED = Text("Bewaard.", "Saved.")
_EMPTY_ROW = {"partner": "", "category": "", "kind": "", "amount": "", "description": ""}
_COLUMNS = tuple(_EMPTY_ROW)
_OTHER_PLACES = {
    "partners": Text("Partners", "Partners"),
    "costs": Text("Kosten", "Costs"),
    "amount": Text("Steunbedrag", "Amount of aid"),
}


@dataclass(frozen=True, slots=True)
class Part:
    """One page of the draft in the list. `findings` is what stands between it and submission."""

    id: str
    label: Text
    url: str
    findings: tuple[Finding, ...]
    begun: bool

    @property
    def complete(self) -> bool:
        return not self.findings


@dataclass(frozen=True, slots=True)
class Line:
    """One finding with the address of its field."""

    finding: Finding
    part: Text
    url: str


def parts_of(application: Application) -> tuple[Part, ...]:
    """Every page of the draft in order, with its findings."""
    found = calls.findings(application)
    sections = kits.get(application.call.kit).form.sections
    saved = {row.section for row in application.sections.all() if any(row.typed.values())}
    pages = [(section.id, section.label, reverse("desk:section", args=[application.pk, section.id])) for section in sections]
    pages += [(place, label, reverse(f"desk:{place}", args=[application.pk])) for place, label in _OTHER_PLACES.items()]
    begun = saved | {"partners"} | ({"amount"} if application.requested_cents is not None else set())
    return tuple(
        Part(place, label, url, tuple(one for one in found if one.place == place), place in begun)
        for place, label, url in pages
    )


def lines_of(application: Application, parts: Sequence[Part]) -> tuple[Line, ...]:
    sections = {section.id: section for section in kits.get(application.call.kit).form.sections}
    return tuple(
        Line(finding, part.label, part.url + anchor(finding, sections.get(part.id)))
        for part in parts
        for finding in part.findings
    )


@require_safe
@signed_in
def draft(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The parts of a draft and what each still lacks; what was submitted leads to its case."""
    application = selectors.application_for(user_of(request), pk)
    if application.state == Application.State.SUBMITTED and application.case:
        return redirect("desk:case", application.case.reference)
    parts = parts_of(application)
    context = {
        **_frame(application, parts),
        "missing": sum(len(part.findings) for part in parts),
        "done": sum(part.complete for part in parts),
        "withdrawn": application.state == Application.State.WITHDRAWN,
    }
    return render(request, "desk/draft.html", context)


# --- one part ---------------------------------------------------------------------------------------------------------


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def section(request: HttpRequest, pk: UUID, section: str) -> HttpResponse:
    """One part of the form: keeps what is typed, says what is wrong, goes on when asked."""
    user = user_of(request)
    application = selectors.application_for(user, pk)
    known = kits.get(application.call.kit).form.section(section)
    view = next(one for one in calls.form_view(application) if one.section.id == section)
    if request.method != "POST":
        waiting = kept(request)
        typed = {**view.typed, **typed_of(known, waiting)} if waiting is not None else view.typed
        begun = view.version > 0 and request.GET.get("bewaard")
        return _section(request, application, view, typed, show=bool(begun), restored=waiting is not None)
    typed = typed_of(known, request.POST)
    try:
        saved = services.save_section(application.pk, section, typed, actor=user, version=_number(request.POST, "version"))
    except DraftConflict as conflict:
        return _section(request, application, view, typed, show=True, conflict=conflict, status=409)
    except InvalidInput as error:
        return _section(request, application, view, typed, show=True, error=error, status=422)
    if saved.checked and saved.checked.problems:
        application.refresh_from_db()
        view = next(one for one in calls.form_view(application) if one.section.id == section)
        return _section(request, application, view, view.typed, show=True, status=422)
    messages.success(request, say(_SAVED))
    if request.POST.get("action") == "next":
        return redirect(_after(application, section))
    return redirect(f"{reverse('desk:section', args=[application.pk, section])}?bewaard=1")


def _section(
    request: HttpRequest,
    application: Application,
    view: SectionView,
    typed: Mapping[str, Typed],
    *,
    show: bool,
    conflict: DraftConflict | None = None,
    error: InvalidInput | None = None,
    restored: bool = False,
    status: int = 200,
) -> HttpResponse:
    limits = application.call.text_limits
    form = SectionForm(view.section, typed, limits, view.origins)
    checked = check_section(view.section, typed, limits)
    form.is_valid()
    for problem in checked.problems if show or view.version else ():
        form.add_error(problem.field, f"{say(problem.what)} {say(problem.mend)}")
    if error:
        form.tell(error)
    context = {
        **_frame(application, parts_of(application), view.section.id),
        "section": view.section,
        "form": form,
        "version": conflict.version if conflict else view.version,
        "theirs": _theirs(view.section, conflict) if conflict else (),
        "conflict": conflict,
        "missing": [field.label for field in checked.missing] if show else [],
        "restored": restored,
        "edited_by": view.edited_by,
        "edited_at": view.edited_at,
    }
    return render(request, "desk/section.html", context, status=status)


def _theirs(section: Section, conflict: DraftConflict) -> tuple[tuple[Text, str, str], ...]:
    """The fields that differ: question, your version, the other one."""

    def words(field_id: str, raw: object) -> str:
        field = section.field(field_id)
        labels = {choice.id: say(choice.label) for choice in field.choices} if field else {}
        parts = raw if isinstance(raw, list) else [raw or ""]
        return ", ".join(labels.get(str(part), str(part)) for part in parts)

    return tuple(
        (field.label, words(field.id, conflict.yours.get(field.id)), words(field.id, conflict.theirs.get(field.id)))
        for field in section.fields
        if field.id in conflict.fields
    )


# --- partners ---------------------------------------------------------------------------------------------------------


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def partners(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Invite by number, see who accepted, take somebody out."""
    user = user_of(request)
    application = selectors.application_for(user, pk)
    form, status = KboForm(kept(request)), 200
    if request.method == "POST":
        form = KboForm(request.POST) if "kbo" in request.POST else KboForm()
        try:
            if removed := request.POST.get("remove"):
                services.remove_partner(removed, actor=user)
                return redirect("desk:partners", application.pk)
            if form.is_valid():
                services.invite_partner(application.pk, by_kbo(form.cleaned_data["kbo"]), actor=user)
                messages.success(request, say(Text("De partner is uitgenodigd.", "The partner was invited.")))
                return redirect("desk:partners", application.pk)
        except BolwerkError as error:
            form = form if form.is_bound else KboForm({"kbo": ""})
            form.tell(error, "kbo")
        status = 422
    rows = application.partners.select_related("organisation", "accepted_by")
    invited = request.build_absolute_uri(reverse("desk:organisation-add"))
    context = {
        **_frame(application, parts_of(application), "partners"),
        "form": form,
        "partners": [(row, f"{invited}?uitnodiging={row.pk}") for row in rows],
    }
    return render(request, "desk/partners.html", context, status=status)


@require_POST
@signed_in
def accept(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Say yes, for an organisation that was invited."""
    partner = services.accept_invitation(pk, actor=user_of(request))
    messages.success(request, say(Text("U doet mee aan dit project.", "You take part in this project.")))
    return redirect("desk:draft", partner.application_id)


# --- costs ------------------------------------------------------------------------------------------------------------


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
        services.save_costs(application.pk, rows, actor=user, version=_number(request.POST, "version"))
    except DraftConflict as conflict:
        return _costs(request, application, rows, conflict.version, conflict=conflict, status=409)
    except InvalidInput as error:
        return _costs(request, application, rows, _number(request.POST, "version"), error=error, status=422)
    found = calls.costs(application)
    if found.problems and action != "add":
        return _costs(request, application, [dict(row) for row in found.rows], found.version, status=422)
    here = reverse("desk:costs", args=[application.pk])
    if action == "add":
        return redirect(f"{here}?rij=1#id_{len(rows) + 1}-partner")
    messages.success(request, say(_SAVED))
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
        **_frame(application, parts_of(application), "costs"),
        "forms": forms,
        "version": version,
        "costs": found,
        "categories": [(category.label, amount) for category, amount in found.by_category.items()],
        "shares": [(names.get(share.partner, ""), share.amount, share.percent) for share in found.shares],
        "conflict": conflict,
        "theirs": [(row, names.get(str(row.get("partner")), "")) for row in _rows_in(conflict)],
        "error": error,
        "restored": restored,
        **_price(application),
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
            services.set_requested(application.pk, money, actor=user, version=_number(request.POST, "version"))
        except DraftConflict as found:
            conflict, version, status = found, found.version, 409
        except BolwerkError as error:
            form.tell(error, "requested")
        else:
            messages.success(request, say(_SAVED))
            onward = "desk:submit" if request.POST.get("action") == "next" else "desk:amount"
            return redirect(onward, application.pk)
    context = {
        **_frame(application, parts_of(application), "amount"),
        "form": form,
        "version": version,
        "conflict": conflict,
        "restored": waiting is not None,
        **_price(application),
    }
    return render(request, "desk/amount.html", context, status=status)


def _price(application: Application) -> dict[str, object]:
    """The most aid, the parts it is made of with their reasons, what is still open and what would change the rates."""
    priced = investment.price(application, local_day(timezone.now()))
    rates: list[tuple[str, Text, Outcome]] = [
        (name, Category(activity).label, outcome(answer)) for (name, activity), answer in priced.rates.items()
    ]
    parts = priced.outcome.value.parts if priced.outcome else ()
    asked = application.requested
    return {
        "priced": priced,
        "most": priced.most,
        "rates": rates,
        "aid_parts": [(part, Category(part.activity).label) for part in parts],
        "above": bool(asked and priced.most is not None and asked > priced.most),
        "requested": asked,
    }


# --- submitting -------------------------------------------------------------------------------------------------------


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def submit(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Everything that is missing with a link to each field; when nothing is, the declaration and the button."""
    user = user_of(request)
    application = selectors.application_for(user, pk)
    if application.case and request.method != "POST":
        return redirect("desk:submitted", application.pk)
    form, problem, status = SubmitForm(), None, 200
    if request.method == "POST":
        form, status = SubmitForm(request.POST), 422
        if form.is_valid():
            try:
                done = services.submit_application(
                    application.pk, actor=user, key=request.POST.get("key", ""), version=_number(request.POST, "version")
                )
            except (CallClosed, Incomplete, DraftConflict, InvalidInput) as error:
                problem = error
                application.refresh_from_db()
            else:
                return redirect("desk:submitted", done.pk)
    parts = parts_of(application)
    context = {
        **_frame(application, parts, "submit"),
        "lines": lines_of(application, parts),
        "form": form,
        "problem": problem,
        "key": request.POST.get("key") or uuid.uuid4(),
        "version": application.version,
        "views": calls.form_view(application),
        "costs": calls.costs(application),
        **_price(application),
    }
    return render(request, "desk/submit.html", context, status=status)


@require_safe
@signed_in
def submitted(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The confirmation: the reference, what happens when, and what to read now."""
    application = selectors.application_for(user_of(request), pk)
    if application.case is None:
        return redirect("desk:draft", application.pk)
    context = {"application": application, "case": application.case, "row": selectors.case_row(application.case)}
    return render(request, "desk/submitted.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def withdraw(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Give up a draft, with a reason; what was written stays to be read."""
    user = user_of(request)
    application = selectors.application_for(user, pk)
    label = Text("Waarom stopt u met deze aanvraag?", "Why do you stop this application?")
    form = ReasonForm(label, request.POST or kept(request))
    if request.method == "POST" and form.is_valid():
        try:
            services.withdraw_application(application.pk, actor=user, reason=form.cleaned_data["reason"])
        except BolwerkError as error:
            form.tell(error, "reason")
        else:
            messages.success(request, say(Text("De aanvraag is stopgezet.", "The application was stopped.")))
            return redirect("desk:home")
    status = 422 if request.method == "POST" else 200
    return render(request, "desk/withdraw.html", {"application": application, "form": form}, status=status)


# --- shared -----------------------------------------------------------------------------------------------------------


def _frame(application: Application, parts: Sequence[Part], here: str = "") -> dict[str, object]:
    """What every page of the draft shows: the parts, where we are, and how the call stands."""
    now: datetime = timezone.now()
    return {
        "application": application,
        "call": application.call,
        "parts": parts,
        "part": here,
        "call_open": application.call.status_at(now) is CallStatus.OPEN,
        "editable": application.state == Application.State.DRAFT,
        "today": local_day(now),
    }


def _after(application: Application, section: str) -> str:
    """The page after this part."""
    names = [one.id for one in kits.get(application.call.kit).form.sections]
    place = names.index(section) + 1
    if place < len(names):
        return reverse("desk:section", args=[application.pk, names[place]])
    return reverse("desk:partners", args=[application.pk])


def _number(data: QueryDict, name: str) -> int:
    raw = data.get(name, "")
    return int(raw) if raw.isdecimal() and len(raw) < 10 else 0


def _plain(money: Money | None) -> str:
    return "" if money is None else money.in_("nl").removesuffix(" euro")
