"""The first page of the lab: what one can do there."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from bolwerk.domains import book
from bolwerk.faces.lab import offices
from bolwerk.faces.lab.access import for_analysts


@require_safe
@for_analysts
def home(request: HttpRequest) -> HttpResponse:
    values = {"sources": offices.sources(), "rules": len(book().rules)}
    return render(request, "lab/home.html", values)
