"""The papers of an application: what is asked and why, certificates ready to be signed, uploads and signing off."""

from __future__ import annotations

import uuid
from typing import cast
from uuid import UUID

from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_POST, require_safe

from bolwerk.domains.export_control.live import (
    Application,
    Kind,
    Party,
    PartyRole,
    applications,
    applying,
    certificates,
    form,
    papers,
)
from bolwerk.faces.desk.access import signed_in, user_of
from bolwerk.faces.desk.licensing.forms import PaperForm
from bolwerk.faces.desk.licensing.frame import application_for, frame, parts_of
from bolwerk.kernel import BolwerkError, NotFound, Text, local_day
from bolwerk.office.documents import store
from bolwerk.office.documents.services import File
from bolwerk.ui.formats import lang, say

_ADDED = Text("Het stuk is toegevoegd.", "The paper was added.")


def page(request: HttpRequest, application: Application) -> HttpResponse:
    """Each paper that is asked, with why and how it stands; an upload goes with who signed it."""
    today = local_day(timezone.now())
    asked = applications.papers(application, today)
    wrong: tuple[str, PaperForm] | None = None
    if request.method == "POST":
        place = request.POST.get("place", "")
        paper = next((one for one in asked if one.needed and f"{one.kind}:{one.mark}" == place), None)
        given = _form(application, paper, request)
        if given.is_valid() and _kept(request, application, given, paper):
            messages.success(request, say(_ADDED))
            return redirect("desk:licensing-part", application.pk, form.PAPERS)
        wrong = (place, given)
        application.refresh_from_db()
    rows = [
        (paper, wrong[1] if wrong and wrong[0] == f"{paper.kind}:{paper.mark}" else _form(application, paper), uuid.uuid4())
        for paper in asked
        if paper.needed
    ]
    context = {
        **frame(application, parts_of(application), form.PAPERS),
        "rows": rows,
        "others": [paper for paper in asked if not paper.needed],
        "other_form": wrong[1] if wrong and wrong[0] == "" else _form(application, None),
        "wrong": wrong[1] if wrong else None,
        "key": request.POST.get("key") or uuid.uuid4(),
        "prepared": bool(applications.digests(application)),
        "importers": _importers(application),
        "open_answers": [
            one
            for one in papers.answers(application, applications.facts(application, today, draft=True), today)
            if one.state != "value"
        ],
    }
    return render(request, "desk/licensing/papers.html", context, status=422 if wrong else 200)


def _form(application: Application, paper: papers.Paper | None, request: HttpRequest | None = None) -> PaperForm:
    kinds = [(paper.kind, paper.label)] if paper else _kinds(application)
    name = f"p-{paper.kind}-{paper.mark}" if paper else "p-other"
    data, files = (request.POST, request.FILES) if request else (None, None)
    return PaperForm(kinds, bool(paper and paper.prepared), data, files, auto_id=f"{name}-%s")


def _kinds(application: Application) -> list[tuple[str, Text]]:
    """The kinds of paper that somebody may add of one's own accord."""
    if application.kind in (Kind.AUTHORISATION, Kind.CERTIFICATE):
        names = [papers.ICP, *(f"icp_{head}" for head, _, _ in form.HEADS), papers.OTHER]
    elif application.kind == Kind.LICENCE:
        names = [papers.OTHER, papers.FOREIGN_PERMIT, papers.EARLIER, papers.IMPORT_CERTIFICATE]
    else:
        names = [papers.OTHER]
    return [(name, papers.LABELS[name]) for name in names]


def _importers(application: Application) -> list[Party]:
    """Who may need an international import certificate: whom the goods go to, or on import the applicant."""
    if application.kind != Kind.LICENCE:
        return []
    movement = applications.facts(application, draft=True).get("trade.movement")
    role = PartyRole.APPLICANT if movement in ("import", "transfer_into_flanders") else PartyRole.CONSIGNEE
    return [party for party in applications.draft_parties(application) if party.role == role]


def _kept(request: HttpRequest, application: Application, given: PaperForm, paper: papers.Paper | None) -> bool:
    """Whether the paper was kept; if not, the form says why."""
    data = given.cleaned_data
    kind = paper.kind if paper else data.get("kind") or _kinds(application)[0][0]
    try:
        applying.attach(
            application.pk,
            cast(File, cast(UploadedFile, data["file"])),
            kind=kind,
            party=paper.mark if paper else "",
            signatory=str(data.get("signatory") or ""),
            signed_on=data.get("signed_on") or None,
            actor=user_of(request),
            key=request.POST.get("key", ""),
        )
    except BolwerkError as error:
        given.tell(error, error.where if error.where in given.fields else "file")
        return False
    return True


@require_safe
@signed_in
def certificate(request: HttpRequest, pk: UUID, kind: str, mark: str) -> HttpResponse:
    """A certificate as PDF, in the language of the page or the one asked for (`?taal=en`), ready to be signed."""
    application = application_for(user_of(request), pk)
    parties = applications.draft_parties(application)
    signer = next((one for one in parties if one.mark == mark), None)
    if signer is None or kind not in papers.SIGNED:
        raise NotFound(
            Text("Deze verklaring is er niet.", "This certificate is not there."),
            where=kind[:60],
            mend=Text("Ga terug naar de stukken.", "Go back to the papers."),
        )
    asked = request.GET.get("taal", "")
    language = "en" if asked == "en" else "nl" if asked == "nl" else lang()
    pdf = certificates.letter(
        application,
        kind,
        signer,
        parties,
        applications.draft_lines(application),
        applications.draft_end_use(application),
        language,
        local_day(timezone.now()),
    )
    response = HttpResponse(pdf, content_type="application/pdf")
    response["Content-Disposition"] = f'attachment; filename="{kind}-{application.pk.hex[:8]}-{language}.pdf"'
    response["Cache-Control"] = "private, no-store"
    return response


@require_safe
@signed_in
def download(request: HttpRequest, pk: UUID, paper: UUID) -> HttpResponse:
    """A paper of the draft, to whoever may see the application."""
    application = application_for(user_of(request), pk)
    found = application.attachments.filter(pk=paper).first()
    path = store.path_of(found.sha256) if found else None
    if found is None or path is None or not path.exists():
        raise NotFound(
            Text("Dit stuk is er niet.", "This paper is not there."),
            where=str(paper),
            mend=Text("Ga terug naar de stukken.", "Go back to the papers."),
        )
    response = HttpResponse(path.read_bytes(), content_type=found.content_type)
    response["Content-Disposition"] = content_disposition_header(True, found.name) or "attachment"
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response["Cache-Control"] = "private, no-store"
    return response


@require_POST
@signed_in
def remove(request: HttpRequest, pk: UUID, paper: UUID) -> HttpResponse:
    application = application_for(user_of(request), pk)
    if application.attachments.filter(pk=paper).exists():
        applying.detach(paper, actor=user_of(request))
        messages.success(request, say(Text("Het stuk is weg.", "The paper is gone.")))
    return redirect("desk:licensing-part", application.pk, form.PAPERS)
