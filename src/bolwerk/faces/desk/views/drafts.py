"""The draft of an application: its parts, partners, costs and amount, what is missing, and submitting it.

A save that cannot happen (somebody else was first, a text beyond every limit) shows the page again with all that was typed.
"""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from bolwerk.faces.desk import selectors
from bolwerk.faces.desk.access import kept, signed_in, user_of
from bolwerk.faces.desk.forms import KboForm, ReasonForm, SectionForm, SubmitForm, typed_of
from bolwerk.faces.desk.views.frame import SAVED, frame, lines_of, number, parts_of, price
from bolwerk.kernel import BolwerkError, InvalidInput, Text
from bolwerk.office.calls import kits, services
from bolwerk.office.calls import selectors as calls
from bolwerk.office.calls.errors import CallClosed, DraftConflict, Incomplete
from bolwerk.office.calls.forms import Section, Typed, check_section
from bolwerk.office.calls.models import Application
from bolwerk.office.calls.selectors import SectionView
from bolwerk.office.registers.selectors import by_kbo
from bolwerk.ui.formats import say


@require_safe
@signed_in
def draft(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The parts of a draft and what each still lacks; what was submitted leads to its case."""
    application = selectors.application_for(user_of(request), pk)
    if application.state == Application.State.SUBMITTED and application.case:
        return redirect("desk:case", application.case.reference)
    parts = parts_of(application)
    context = {
        **frame(application, parts),
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
        saved = services.save_section(application.pk, section, typed, actor=user, version=number(request.POST, "version"))
    except DraftConflict as conflict:
        return _section(request, application, view, typed, show=True, conflict=conflict, status=409)
    except InvalidInput as error:
        return _section(request, application, view, typed, show=True, error=error, status=422)
    if saved.checked and saved.checked.problems:
        application.refresh_from_db()
        view = next(one for one in calls.form_view(application) if one.section.id == section)
        return _section(request, application, view, view.typed, show=True, status=422)
    messages.success(request, say(SAVED))
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
        **frame(application, parts_of(application), view.section.id),
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
        **frame(application, parts_of(application), "partners"),
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
                    application.pk, actor=user, key=request.POST.get("key", ""), version=number(request.POST, "version")
                )
            except (CallClosed, Incomplete, DraftConflict, InvalidInput) as error:
                problem = error
                application.refresh_from_db()
            else:
                return redirect("desk:submitted", done.pk)
    parts = parts_of(application)
    context = {
        **frame(application, parts, "submit"),
        "lines": lines_of(application, parts),
        "form": form,
        "problem": problem,
        "key": request.POST.get("key") or uuid.uuid4(),
        "version": application.version,
        "views": calls.form_view(application),
        "costs": calls.costs(application),
        **price(application),
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


def _after(application: Application, section: str) -> str:
    """The page after this part."""
    names = [one.id for one in kits.get(application.call.kit).form.sections]
    place = names.index(section) + 1
    if place < len(names):
        return reverse("desk:section", args=[application.pk, names[place]])
    return reverse("desk:partners", args=[application.pk])
