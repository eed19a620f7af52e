"""The one way out of the private store."""

from __future__ import annotations

from uuid import UUID

from django.http import FileResponse, HttpRequest
from django.views.decorators.http import require_safe

from bolwerk.kernel import NotFound, Text
from bolwerk.office.documents import store
from bolwerk.office.documents.models import Document
from bolwerk.office.identity import policies


@require_safe
def download(request: HttpRequest, pk: UUID) -> FileResponse:
    """The file as an attachment, to whom the policy allows it. Raises `NotAllowed`, `NotFound`."""
    document = Document.objects.select_related("case").filter(pk=pk).first()
    if document is None:
        policies.require(request.user, "document.download")
        raise _gone(str(pk))
    policies.require(request.user, "document.download", document)
    try:
        content = store.path_of(document.sha256).open("rb")
    except FileNotFoundError as error:
        raise _gone(document.name) from error
    response = FileResponse(content, as_attachment=True, filename=document.name, content_type=document.content_type)
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response["Cache-Control"] = "private, no-store"
    return response


def _gone(where: str) -> NotFound:
    return NotFound(
        Text("Dit document is er niet.", "This document is not there."),
        where=where,
        mend=Text("Ga terug naar het dossier en kies het opnieuw.", "Go back to the case and choose it again."),
    )
