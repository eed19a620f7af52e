"""A regional embargo: no transfer, export or transit to a country for some months, renewable; it ends by itself."""

from __future__ import annotations

from bolwerk.domains.export_control.law.holding.book import months
from bolwerk.domains.export_control.law.holding.life import ART_43_1, FROM
from bolwerk.engines.procedures import OPENED, Move, Note, Procedure, Step, Term
from bolwerk.kernel import Period, Text

__all__ = ["EMBARGO"]

_LENGTH, _SOURCE = months("export.country_bar_months")
_WHO = ("approver", "coordinator")

EMBARGO = Procedure(
    id="export.embargo",
    version="2017-1",
    label=Text("Regionaal embargo", "Regional embargo"),
    steps=(
        Step("in_force", Text("Embargo van kracht", "Embargo in force"), "approver"),
        Step("closed_ended", Text("Embargo geëindigd", "Embargo ended")),
        Step("closed_lifted", Text("Embargo opgeheven", "Embargo lifted")),
    ),
    moves=(
        Move(
            "renewed",
            Text("Vernieuwen", "Renew"),
            ("in_force",),
            ("in_force",),
            _WHO,
            guard="months_within_law",
            needs_reason=True,
            fields=("months",),
            citations=(ART_43_1,),
        ),
        Move("lifted", Text("Opheffen", "Lift"), ("in_force",), ("closed_lifted",), _WHO, needs_reason=True),
        Move("ended", Text("Geëindigd", "Ended"), ("in_force",), ("closed_ended",), ("system",)),
    ),
    notes=(
        Note("told_parliament", Text("Meegedeeld aan het Vlaams Parlement", "Told to the Flemish Parliament"), _WHO),
        Note("published", Text("Bekendgemaakt op het web", "Published on the web"), _WHO),
        Note("document_added", Text("Document toegevoegd", "Document added"), _WHO),
    ),
    terms=(
        Term(
            "bar",
            Text("Langste duur van het embargo", "Longest duration of the embargo"),
            _LENGTH,
            starts_on=(OPENED, "renewed"),
            ends_on=("lifted", "ended"),
            citation=_SOURCE,
            for_whom="approver",
            on_expiry=Text(
                "Het embargo eindigt vanzelf; de vergunningen gelden weer.",
                "The embargo ends by itself; the licences hold again.",
            ),
        ),
    ),
    start="in_force",
    ends=("closed_ended", "closed_lifted"),
    valid=Period(FROM, None),
)
