"""Work for later, put in the queue by an award."""

from __future__ import annotations

from django_tasks import task


@task()
def send_letter(reference: str) -> str:
    return reference
