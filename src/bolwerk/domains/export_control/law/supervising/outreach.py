"""Going out to companies: who asked, or whom the service itself looks up; each contact, and what came of it."""

from __future__ import annotations

from datetime import date

from bolwerk.engines.procedures import Move, Note, Procedure, Step
from bolwerk.kernel import Citation, Period, Text

__all__ = ["CONTACTS", "OUTREACH", "RESULTS"]

PLAN = Citation("VDP", "1.3")

CONTACTS: dict[str, Text] = {
    "session": Text("infosessie", "information session"),
    "visit": Text("bezoek", "visit"),
    "letter": Text("brief of mail", "letter or mail"),
    "call": Text("gesprek", "conversation"),
}
"""The ways of a contact."""

RESULTS: dict[str, Text] = {
    "applies": Text("vraagt een vergunning of machtiging aan", "applies for a licence or authorisation"),
    "programme": Text("zet een intern complianceprogramma op", "sets up an internal compliance programme"),
    "informed": Text("is geïnformeerd, niets meer nodig", "is informed, nothing more needed"),
    "no_need": Text("heeft geen strategische goederen", "has no strategic goods"),
}
"""What came of it."""

OUTREACH = Procedure(
    id="export.outreach",
    version="2025-1",
    label=Text("Begeleiding van een bedrijf over exportcontrole", "Guidance of a company on export control"),
    steps=(
        Step("asked", Text("Contact opnemen", "Get in touch"), "handler"),
        Step("guiding", Text("Begeleiding loopt", "Guidance is running"), "handler"),
        Step("closed_followed", Text("Afgesloten: resultaat bekend", "Closed: result known")),
        Step("closed_withdrawn", Text("Afgesloten: niet meer nodig", "Closed: not needed any more")),
    ),
    moves=(
        Move(
            "guidance_begun",
            Text("Begeleiding beginnen", "Begin the guidance"),
            ("asked",),
            ("guiding",),
            ("handler", "coordinator"),
            guard="contact_made",
            citations=(PLAN,),
        ),
        Move(
            "guidance_ended",
            Text("Resultaat vastleggen en afsluiten", "Record the result and close"),
            ("guiding",),
            ("closed_followed",),
            ("handler", "coordinator"),
            needs_reason=True,
            fields=("result",),
            citations=(PLAN,),
        ),
        Move(
            "withdrawn",
            Text("Niet meer nodig", "Not needed any more"),
            ("asked", "guiding"),
            ("closed_withdrawn",),
            ("applicant", "handler"),
            needs_reason=True,
            cancels=True,
        ),
    ),
    notes=(
        Note("contact_recorded", Text("Contact", "Contact"), ("handler", "coordinator")),
        Note("document_added", Text("Document toegevoegd", "Document added"), ("applicant", "handler", "coordinator")),
    ),
    terms=(),
    start="asked",
    ends=("closed_followed", "closed_withdrawn"),
    valid=Period(date(2025, 4, 4), None),
)
