"""Papers of a case: taken in once, told in the case, and given out to whom may see them."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any
from unittest.mock import patch

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import RequestFactory

from bolwerk.kernel import Conflict, InvalidInput, NotAllowed, NotFound
from bolwerk.office.cases.models import Case
from bolwerk.office.documents import services, store, views
from bolwerk.office.documents.models import Document
from bolwerk.office.identity.models import RoleGrant, User
from bolwerk.office.registers.models import Membership, Organisation
from tests.office.documents.test_inspection import EICAR, PDF

pytestmark = pytest.mark.django_db


@pytest.fixture
def house() -> dict[str, Any]:
    organisation = Organisation.objects.create(kbo="0403019261", name="Lichtveld (voorbeeld)")
    applicant, other = (User.objects.create_user(f"{name}@voorbeeld.example") for name in ("a", "b"))
    handler = User.objects.create_user("h@voorbeeld.example")
    RoleGrant.objects.create(user=handler, role="handler")
    Membership.objects.create(user=applicant, organisation=organisation)
    case = Case.objects.create(
        reference="INV-2025-0001",
        procedure="investment.call",
        procedure_version="1",
        organisation=organisation,
        subject="Proef",
        opened_at=datetime(2025, 5, 1, tzinfo=UTC),
    )
    return {"case": case, "applicant": applicant, "other": other, "handler": handler}


def _file(content: bytes = PDF, name: str = "plan.pdf") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)


def _get(user: User, document: Document) -> Any:
    request = RequestFactory().get("/")
    request.user = user
    return views.download(request, document.pk)


def test_an_upload_is_stored_by_its_hash_and_told_in_the_case(house: dict[str, Any]) -> None:
    with patch("bolwerk.office.cases.services.note") as note:
        document = services.upload(house["case"], _file(), actor=house["applicant"], kind="plan", key="k1")
    assert store.path_of(document.sha256).read_bytes() == PDF
    assert oct(store.path_of(document.sha256).stat().st_mode)[-3:] == "600"
    assert note.call_args.args == (house["case"].pk, "document_added")
    assert note.call_args.kwargs["payload"]["sha256"] == document.sha256


def test_the_same_key_again_gives_the_same_document_and_tells_it_once(house: dict[str, Any]) -> None:
    with patch("bolwerk.office.cases.services.note") as note:
        first, again = (
            services.upload(house["case"], _file(), actor=house["applicant"], kind="plan", key="k1") for _ in range(2)
        )
    assert first == again
    assert note.call_count == 1
    with pytest.raises(Conflict):
        services.upload(house["case"], _file(PDF + b"x"), actor=house["applicant"], kind="plan", key="k1")


def test_an_upload_that_the_case_refuses_leaves_no_document(house: dict[str, Any]) -> None:
    with patch("bolwerk.office.cases.services.note", side_effect=RuntimeError), pytest.raises(RuntimeError):
        services.upload(house["case"], _file(), actor=house["applicant"], kind="plan", key="k1")
    assert not Document.objects.exists()


def test_a_stranger_uploads_nothing_and_a_virus_comes_in_nowhere(house: dict[str, Any]) -> None:
    with pytest.raises(NotAllowed):
        services.upload(house["case"], _file(), actor=house["other"], kind="plan", key="k1")
    with pytest.raises(InvalidInput):
        services.upload(house["case"], _file(EICAR, "x.txt"), actor=house["applicant"], kind="plan", key="k2")
    assert not Document.objects.exists()


def test_it_goes_out_as_an_attachment_that_no_browser_runs(house: dict[str, Any]) -> None:
    document = services.keep_letter(house["case"], PDF, name='brief "1".pdf', actor=None, kind="letter", key="k")
    response = _get(house["applicant"], document)
    assert b"".join(response.streaming_content) == PDF
    assert response["Content-Disposition"].startswith("attachment")
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Cache-Control"] == "private, no-store"


def test_a_stranger_gets_nothing_and_an_applicant_no_internal_paper(house: dict[str, Any]) -> None:
    document = services.keep_letter(
        house["case"], PDF, name="nota.pdf", actor=None, kind="memo", key="k", audience=Document.Audience.INTERNAL
    )
    for user in (house["other"], house["applicant"]):
        with pytest.raises(NotAllowed):
            _get(user, document)
    assert _get(house["handler"], document).status_code == 200


def test_a_file_that_is_gone_is_said_to_be_gone(house: dict[str, Any]) -> None:
    document = services.keep_letter(house["case"], PDF, name="a.pdf", actor=None, kind="letter", key="k")
    store.path_of(document.sha256).unlink()
    with pytest.raises(NotFound):
        _get(house["handler"], document)
