"""What a person reads on a page."""

from __future__ import annotations

from django.http import HttpResponse
from lxml import html


def text_of(answer: HttpResponse) -> str:
    """The words of the main part, with single spaces."""
    tree = html.fromstring(answer.content)
    main = tree.xpath("//main")
    return " ".join(" ".join((main[0] if main else tree).itertext()).split())


def links_of(answer: HttpResponse) -> list[str]:
    return [str(href) for href in html.fromstring(answer.content).xpath("//a/@href")]
