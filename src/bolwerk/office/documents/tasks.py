"""Work on papers that a page should not wait for. Run at least once; done once, by the key."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django_tasks import task

from bolwerk.office.cases import selectors
from bolwerk.office.documents import letters, services
from bolwerk.office.documents.models import Document


@task()
def make_letter(case_id: str, template: str, data: dict[str, Any], lang: str, key: str, at: str) -> str:
    """Make the PDF of a letter of the moment `at` (ISO) and keep it with its case; the id of the document."""
    done = Document.objects.filter(key=key).first()
    if done is None:
        pdf = letters.render(template, data, "en" if lang == "en" else "nl")
        case = selectors.get(case_id)
        done = services.keep_letter(
            case,
            pdf,
            name=f"{case.reference} {letters.title(template, lang)}.pdf",
            actor=None,
            kind=f"letter_{template}",
            key=key,
            at=datetime.fromisoformat(at),
        )
    return str(done.pk)
