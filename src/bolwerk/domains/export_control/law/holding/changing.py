"""What a holder may ask of a licence, and the registration of who uses a general one: two procedures of one decision each."""

from __future__ import annotations

from datetime import date

from bolwerk.domains.export_control.law.holding.book import days
from bolwerk.engines.procedures import OPENED, Move, Note, Procedure, Step, Term
from bolwerk.kernel import Citation, Period, Text

__all__ = ["CASES", "CHANGE", "CHANGES", "REGISTRATION", "UNION"]

CHANGES: dict[str, Text] = {
    "amendment": Text("wijziging", "amendment"),
    "extension": Text("verlenging van wat niet gebruikt is", "extension of what is unused"),
    "renewal": Text("nieuwe vergunning met dezelfde inhoud", "new licence with the same contents"),
    "return": Text("teruggave", "return"),
}
"""The kinds of change that a holder asks."""

CASES = ("armed_forces", "certified", "demonstration", "repair", "programme")
"""The five cases of the general transfer licence: outcomes of `export.general_case`."""
UNION = ("EU001", "EU002", "EU003", "EU004", "EU005", "EU006", "EU007", "EU008")
"""The Union general export authorisations: values of the fact `dualuse.general_used`."""

_FROM = date(2025, 4, 4)
ART_14, ART_45 = Citation("Wapenhandeldecreet", "art. 14"), Citation("Wapenhandeldecreet", "art. 45")
_LONGEST, _SLA = days("export.term.minister")


def _term(ends: tuple[str, ...]) -> Term:
    return Term(
        "decision",
        Text("Streefdoorlooptijd van de beslissing", "Indicative lead time of the decision"),
        _LONGEST,
        starts_on=(OPENED,),
        ends_on=ends,
        citation=_SLA,
        for_whom="handler",
        on_expiry=Text(
            "De streefdoorlooptijd is voorbij. Ze bindt niet: zonder beslissing verandert er niets.",
            "The indicative lead time has passed. It does not bind: without a decision nothing changes.",
        ),
        suspended_by=("completion_asked",),
        resumed_by=("completion_received",),
    )


def _completing(step: str) -> tuple[Move, Move]:
    asked = Text("Aanvulling vragen", "Ask for a completion")
    got = Text("Aanvulling geven", "Give the completion")
    return (
        Move("completion_asked", asked, (step,), ("completing",), ("handler",), needs_reason=True),
        Move("completion_received", got, ("completing",), (step,), ("applicant", "handler"), needs_reason=True),
    )


_HEARING = (
    Note("hearing_invited", Text("Aanvrager uitgenodigd voor gehoor", "Applicant invited to be heard"), ("handler",)),
    Note("heard", Text("Aanvrager gehoord", "Applicant heard"), ("handler",)),
    Note("document_added", Text("Document toegevoegd", "Document added"), ("applicant", "handler", "approver")),
)
_WAITING = Step("completing", Text("Wachten op aanvulling", "Waiting for a completion"), "applicant")

CHANGE = Procedure(
    id="export.change",
    version="2025-1",
    label=Text("Wijziging, verlenging, hernieuwing of teruggave", "Amendment, extension, renewal or return"),
    steps=(
        Step("asked", Text("Wijziging gevraagd", "Change asked"), "handler"),
        _WAITING,
        Step("advised", Text("Voorstel ligt klaar", "Proposal is ready"), "approver"),
        Step("closed_granted", Text("Wijziging toegestaan", "Change granted")),
        Step("closed_refused", Text("Wijziging geweigerd", "Change refused")),
        Step("closed_withdrawn", Text("Vraag ingetrokken", "Request withdrawn")),
    ),
    moves=(
        *_completing("asked"),
        Move(
            "change_assessed",
            Text("Voorstel maken", "Make the proposal"),
            ("asked",),
            ("advised",),
            ("handler",),
            needs_reason=True,
        ),
        Move("change_sent_back", Text("Terugsturen", "Send back"), ("advised",), ("asked",), ("approver",), needs_reason=True),
        Move(
            "change_granted",
            Text("Wijziging toestaan", "Grant the change"),
            ("advised",),
            ("closed_granted",),
            ("approver",),
            guard="change_possible",
            distinct_from=("change_assessed",),
            needs_reason=True,
        ),
        Move(
            "change_refused",
            Text("Wijziging weigeren", "Refuse the change"),
            ("advised",),
            ("closed_refused",),
            ("approver",),
            guard="applicant_heard",
            distinct_from=("change_assessed",),
            needs_reason=True,
            citations=(ART_45,),
        ),
        Move(
            "withdrawn",
            Text("Vraag intrekken", "Withdraw the request"),
            ("asked", "completing", "advised"),
            ("closed_withdrawn",),
            ("applicant",),
            needs_reason=True,
            cancels=True,
        ),
    ),
    notes=_HEARING,
    terms=(_term(("change_granted", "change_refused", "withdrawn")),),
    start="asked",
    ends=("closed_granted", "closed_refused", "closed_withdrawn"),
    valid=Period(_FROM, None),
)

REGISTRATION = Procedure(
    id="export.registration",
    version="2025-1",
    label=Text("Registratie van een algemene vergunning", "Registration of a general licence"),
    steps=(
        Step("asked", Text("Registratie gevraagd", "Registration asked"), "handler"),
        _WAITING,
        Step(
            "registered",
            Text("Geregistreerd: de vergunning mag gebruikt worden", "Registered: the licence may be used"),
            "applicant",
        ),
        Step("closed_refused", Text("Registratie geweigerd", "Registration refused")),
        Step("closed_ended", Text("Gebruik beëindigd", "Use ended")),
        Step("closed_withdrawn", Text("Registratie ingetrokken", "Registration withdrawn")),
    ),
    moves=(
        *_completing("asked"),
        Move(
            "registration_accepted",
            Text("Registreren", "Register"),
            ("asked",),
            ("registered",),
            ("handler",),
            citations=(ART_14,),
        ),
        Move(
            "registration_refused",
            Text("Registratie weigeren", "Refuse the registration"),
            ("asked",),
            ("closed_refused",),
            ("approver",),
            guard="applicant_heard",
            needs_reason=True,
            citations=(ART_14, ART_45),
        ),
        Move(
            "registration_ended",
            Text("Gebruik beëindigen", "End the use"),
            ("registered",),
            ("closed_ended",),
            ("applicant", "approver"),
            needs_reason=True,
        ),
        Move(
            "withdrawn",
            Text("Registratie intrekken", "Withdraw the registration"),
            ("asked", "completing"),
            ("closed_withdrawn",),
            ("applicant",),
            needs_reason=True,
            cancels=True,
        ),
    ),
    notes=(
        *_HEARING,
        Note("first_use_told", Text("Eerste gebruik gemeld", "First use notified"), ("applicant",), ("registered",)),
    ),
    terms=(_term(("registration_accepted", "registration_refused", "withdrawn")),),
    start="asked",
    ends=("closed_refused", "closed_ended", "closed_withdrawn"),
    valid=Period(_FROM, None),
)
