"""What customs does: write off a declaration, a file of them, and take back what was wrong."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods, require_POST

from bolwerk.domains.export_control import live
from bolwerk.faces.workbench.access import for_staff, user_of
from bolwerk.faces.workbench.boards.steps import attempt, done
from bolwerk.faces.workbench.holding.forms import FileForm, ReasonForm, WriteOffForm
from bolwerk.faces.workbench.holding.licences import page
from bolwerk.kernel import Text
from bolwerk.office.identity import policies


@require_POST
@for_staff
def write_off(request: HttpRequest, reference: str) -> HttpResponse:
    user = user_of(request)
    found = live.selectors.find(user, reference)
    form = WriteOffForm(found, request.POST)

    def do() -> None:
        given = form.cleaned_data
        live.writing_off.write_off(
            found,
            line=int(given["line"]),
            party=int(given["party"]),
            quantity=given["quantity"],
            cents=given["value"],
            day=given["day"],
            document=given["document"],
            actor=user,
            key=f"write-off:{given['key']}",
        )

    status = attempt(form, do, {found.reference: ""})
    if not status:
        return done(
            request, Text("De aangifte is afgeschreven.", "The declaration was written off."), "holding_licence", reference
        )
    return page(request, found, status, write_off=form)


@require_POST
@for_staff
def take_back(request: HttpRequest, reference: str, number: int) -> HttpResponse:
    user = user_of(request)
    found = live.selectors.find(user, reference)
    form = ReasonForm(request.POST, auto_id=f"back-{number}-%s")

    def do() -> None:
        given = form.cleaned_data
        live.writing_off.take_back(number, reason=given["reason"], actor=user, key=f"back:{given['key']}")

    status = attempt(form, do)
    if not status:
        told = Text("De afschrijving is teruggenomen.", "The write-off was taken back.")
        return done(request, told, "holding_licence", reference)
    return page(request, found, status, take_back={"number": number, "form": form})


@require_http_methods(["GET", "HEAD", "POST"])
@for_staff
def file(request: HttpRequest) -> HttpResponse:
    """A file is written off whole, or comes back with what is wrong line by line."""
    user = user_of(request)
    policies.require(user, "licence.write_off")
    form = FileForm(request.POST, request.FILES) if request.method == "POST" else FileForm()
    faults: list[Any] = []

    def do() -> None:
        content = form.cleaned_data["file"].read(live.write_off_file.MOST_BYTES + 1)
        try:
            written.extend(live.write_off_file.take_in(content, actor=user, key=f"file:{form.cleaned_data['key']}"))
        except live.write_off_file.FileRefused as error:
            faults.extend(error.lines)
            raise

    written: list[live.WriteOff] = []
    status = 200
    if request.method == "POST":
        status = attempt(form, do)
        if not status:
            told = Text("{n} aangiften zijn afgeschreven.", "{n} declarations were written off.").format(n=str(len(written)))
            return done(request, told, "holding_register")
    context = {
        "bench": "licences",
        "form": form,
        "faults": faults,
        "columns": live.write_off_file.COLUMNS,
        "most": live.write_off_file.MOST_LINES,
    }
    return render(request, "holding/file.html", context, status=status)
