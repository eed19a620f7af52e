"""The committee of the example: seven members and a substitute, appointed in spring 2025, and told to the government."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from bolwerk.domains.ethics import live as esac
from bolwerk.faces.command.examples.people import MEMBERS
from bolwerk.faces.command.examples.timeline import Clock, Story
from bolwerk.office.advice import services
from bolwerk.office.documents.letters import render

if TYPE_CHECKING:
    from bolwerk.faces.command.examples.house import House

SEATED = date(2025, 5, 19)
_EXPERTISE = (
    ("ethics", "security"),
    ("security", "foreign_policy"),
    ("european_integration", "foreign_policy"),
    ("foreign_policy", "european_integration"),
    ("arms_export", "security"),
    ("economic_innovation_policy", "arms_export"),
    ("ethics", "economic_innovation_policy"),
)
_REASON = "Besluit van de Vlaamse Regering (voorbeeld)"


def seat(house: House) -> Story:
    """Installed and appointed on one day; the report on the composition follows."""
    clock = Clock("committee", date(2025, 5, 16))
    yield clock.at
    coordinator = house.who("coordinator")
    house.committee = esac.install(coordinator)
    for order, (name, expertise) in enumerate(zip(MEMBERS, _EXPERTISE, strict=True)):
        house.seats[name] = services.appoint(
            house.committee,
            house.who(name),
            expertise=expertise,
            starts_on=SEATED,
            chair=order == 0,
            actor=coordinator,
            reason=_REASON,
            at=clock.minute(),
        )
    services.appoint(
        house.committee,
        house.who("member8"),
        expertise=_EXPERTISE[1],
        starts_on=SEATED,
        substitute_for=house.seats["member2"],
        actor=coordinator,
        reason=_REASON,
        at=clock.minute(),
    )
    yield clock.wait(20, 25)
    day = clock.at.date()
    pdf = render("esac_composition", esac.composition_letter(day, "nl"), "nl")
    services.report_composition(
        house.committee, on=day, pdf=pdf, actor=coordinator, key="example:composition", at=clock.minute()
    )
