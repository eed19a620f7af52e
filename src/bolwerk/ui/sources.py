"""Where citations lead: the plan to its measure, all else to the page of sources, which says what was read."""

from __future__ import annotations

from django.urls import reverse

from bolwerk.kernel import Citation
from bolwerk.plan import load, load_sources, source_of
from bolwerk.ui.parts import register_source

PLAN = "/plan/"


def plan_address(citation: Citation) -> str:
    """`/plan/2.1/` for `VDP 2.1, r. 120`; the plan itself when the place is no measure."""
    code = citation.place.split(",")[0].strip()
    return f"{PLAN}{code}/" if code in {measure.code for measure in load().measures} else PLAN


def source_address(citation: Citation) -> str:
    """The entry on the page of sources, "" when nothing is known of it."""
    source = source_of(citation)
    return f"{reverse('ui:sources')}#{source.id}" if source else ""


def register() -> None:
    """Called once, when the house starts."""
    for source in load_sources():
        for words in source.cited:
            register_source(words.split()[0], source_address)
    register_source(load().code, plan_address)
