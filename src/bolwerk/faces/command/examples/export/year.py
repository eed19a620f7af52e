"""The year of licences as a whole: lists and denials first, then every application as a story of its own."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime, time, timedelta
from typing import TYPE_CHECKING

from bolwerk.domains.export_control import live
from bolwerk.faces.command.examples.export.data import PLACE, read_exports
from bolwerk.faces.command.examples.export.handling import tell
from bolwerk.faces.command.examples.export.registering import register
from bolwerk.faces.command.examples.screening import put_lists
from bolwerk.faces.command.examples.timeline import Clock, Story
from bolwerk.kernel import BRUSSELS

if TYPE_CHECKING:
    from bolwerk.faces.command.examples.house import House

BEFORE = 400
"""Days before the day of loading on which lists and denials are there: before the first application."""


def start_year(house: House, only: Collection[str] | None = None) -> None:
    """Put every application on the timeline; `only` keeps to those with these ids."""
    examples = [one for one in read_exports() if only is None or one.id in only]
    if not examples:
        return
    put_lists(datetime.combine(house.today - timedelta(days=BEFORE), time(9), BRUSSELS))
    house.timeline.start(_prepare(house))
    for one in examples:
        house.timeline.start(register(house, one) if one.seed.kind == "registration" else tell(house, one))


def _prepare(house: House) -> Story:
    """The denials of other Member States, and what the service knows of some countries."""
    clock = Clock("export:prepare", house.today - timedelta(days=BEFORE))
    yield clock.at
    rows = live.handling.denial_file.read((PLACE / "denials.csv").read_bytes())
    live.handling.denials.keep(rows, actor=house.who("handler"), key="example:denials", at=clock.at)
    for country, topic, text in NOTES:
        live.handling.notes.keep(
            country,
            topic,
            text,
            source="Voorbeeldbron: een fictief jaarverslag, 2025.",
            valid_from=clock.at.date(),
            actor=house.who("handler"),
            key=f"example:note:{country}:{topic}",
            at=clock.minute(),
        )


NOTES = (
    ("IN", "general", "Grote koper met eigen industrie; eindgebruik is meestal aan te tonen (voorbeeld)."),
    ("IN", "c4", "Gespannen grens in het noorden; let op artillerie en nachtzicht (voorbeeld)."),
    ("SA", "c2", "Waarnemers melden schendingen bij operaties buiten de grens (voorbeeld)."),
    ("AE", "c7", "Vrijzones: doorverkoop komt voor, vraag de echte gebruiker (voorbeeld)."),
    ("TR", "c4", "Regionale operaties: vraag waar het materieel wordt ingezet (voorbeeld)."),
    ("CN", "c7", "Burgerlijke instituten werken soms voor de krijgsmacht (voorbeeld)."),
    ("RS", "c7", "Herstelwerkplaatsen verkopen soms door (voorbeeld)."),
)
