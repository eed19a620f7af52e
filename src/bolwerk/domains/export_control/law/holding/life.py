"""The life of a licence: in force, suspended, used up, expired; withdrawn, returned or settled at the end."""

from __future__ import annotations

from datetime import date

from bolwerk.domains.export_control.law.holding.book import days
from bolwerk.engines.procedures import Move, Note, Procedure, Step, Term
from bolwerk.kernel import Citation, Period, Text

__all__ = ["GUARDS", "HOLDING", "STATES"]

FROM = date(2017, 8, 13)
ART_43 = Citation("Wapenhandeldecreet", "art. 43")
ART_43_1 = Citation("Wapenhandeldecreet", "art. 43/1")
ART_49 = Citation("Wapenhandeldecreet", "art. 49")

GUARDS: dict[str, Text] = {
    "holder_heard": Text(
        "Is de houder vooraf gehoord, en beslist een tweede persoon?",
        "Was the holder heard beforehand, and does a second person decide?",
    ),
    "urgent_within_term": Text(
        "Blijft de dringende schorsing binnen haar termijn?", "Does the urgent suspension stay within its term?"
    ),
    "nothing_holds": Text("Loopt er geen maatregel meer?", "Does no measure run any more?"),
    "duties_done": Text("Zijn alle verslagen ingediend?", "Were all reports submitted?"),
}
"""Checks that the office supplies, by name, with the question each answers."""

STATES: dict[str, Text] = {
    "in_force": Text("van kracht", "in force"),
    "suspended": Text("geschorst", "suspended"),
    "exhausted": Text("opgebruikt", "exhausted"),
    "expired": Text("verlopen", "expired"),
    "withdrawn": Text("ingetrokken", "withdrawn"),
    "returned": Text("teruggegeven", "returned"),
    "settled": Text("afgerond", "settled"),
}
"""What people call each state of a licence; the ends of the procedure are `closed_…`."""

_LIVE = ("in_force", "suspended", "exhausted", "expired")
_OFFICE = ("approver", "coordinator")

_STEPS = (
    Step("in_force", Text("Vergunning van kracht", "Licence in force"), "applicant"),
    Step("suspended", Text("Vergunning geschorst", "Licence suspended"), "approver"),
    Step("exhausted", Text("Vergunning opgebruikt", "Licence exhausted"), "applicant"),
    Step("expired", Text("Vergunning verlopen", "Licence expired"), "applicant"),
    Step("closed_withdrawn", Text("Vergunning ingetrokken", "Licence withdrawn")),
    Step("closed_returned", Text("Vergunning teruggegeven", "Licence returned")),
    Step("closed_settled", Text("Vergunning afgerond", "Licence settled")),
)


def _from_both(id: str, label: Text, gives: str, **more: object) -> tuple[Move, Move]:
    """A measure can fall on a licence that is in force, or on one that another measure holds already."""
    return (
        Move(id, label, ("in_force",), (gives,), **more),  # type: ignore[arg-type]
        Move(f"{id}_further", label, ("suspended",), (gives,), **more),  # type: ignore[arg-type]
    )


_MOVES = (
    *_from_both(
        "suspended",
        Text("Schorsen na gehoor", "Suspend after a hearing"),
        "suspended",
        roles=_OFFICE,
        guard="holder_heard",
        needs_reason=True,
        fields=("until",),
        citations=(ART_43,),
    ),
    *_from_both(
        "suspended_urgently",
        Text("Dringend schorsen", "Suspend urgently"),
        "suspended",
        roles=_OFFICE,
        guard="urgent_within_term",
        needs_reason=True,
        fields=("days",),
        citations=(Citation("Wapenhandeldecreet", "art. 43 §2"),),
    ),
    *_from_both(
        "embargoed",
        Text("Schorsen door een regionaal embargo", "Suspend by a regional embargo"),
        "suspended",
        roles=("system",),
        citations=(ART_43_1,),
    ),
    Move(
        "resumed",
        Text("Schorsing opgeheven", "Suspension lifted"),
        ("suspended",),
        ("in_force",),
        (*_OFFICE, "system"),
        guard="nothing_holds",
    ),
    Move("exhausted", Text("Opgebruikt", "Exhausted"), ("in_force",), ("exhausted",), ("system",)),
    Move(
        "reopened",
        Text("Weer van kracht na een correctie", "In force again after a correction"),
        ("exhausted",),
        ("in_force",),
        ("system",),
    ),
    Move("expired", Text("Verlopen", "Expired"), ("in_force",), ("expired",), ("system",)),
    Move("expired_suspended", Text("Verlopen", "Expired"), ("suspended",), ("expired",), ("system",)),
    Move("prolonged", Text("Verlengd na afloop", "Extended after its end"), ("expired",), ("in_force",), ("system",)),
    Move(
        "withdrawn",
        Text("Intrekken", "Withdraw"),
        _LIVE,
        ("closed_withdrawn",),
        _OFFICE,
        guard="holder_heard",
        needs_reason=True,
        citations=(ART_43,),
        cancels=True,
    ),
    Move(
        "returned",
        Text("Teruggave aanvaarden", "Accept the return"),
        _LIVE,
        ("closed_returned",),
        ("handler", "approver", "system"),
        needs_reason=True,
        citations=(Citation("dCSG rapportering", "teruggave"),),
        cancels=True,
    ),
    Move(
        "settled",
        Text("Afronden", "Settle"),
        ("exhausted", "expired"),
        ("closed_settled",),
        ("handler", "system"),
        guard="duties_done",
        citations=(ART_49,),
        cancels=True,
    ),
)

_NOTES = (
    Note(
        "hearing_invited",
        Text("Houder uitgenodigd voor gehoor", "Holder invited to be heard"),
        ("handler", "coordinator", "system"),
    ),
    Note("heard", Text("Houder gehoord", "Holder heard"), ("handler", "coordinator")),
    Note("measure_ended", Text("Een maatregel is afgelopen", "A measure has ended"), (*_OFFICE, "system")),
    Note("embargoed_partly", Text("Deel valt onder een embargo", "Part falls under an embargo"), ("system",)),
    Note("terms_changed", Text("Nieuwe versie van de vergunning", "New version of the licence"), ("system",)),
    Note("change_asked", Text("Wijziging gevraagd", "Change asked"), ("applicant",)),
    Note("report_submitted", Text("Verslag ingediend", "Report submitted"), ("applicant", "system")),
    Note("duty_reminded", Text("Herinnerd aan een plicht", "Reminded of a duty"), ("system",)),
    Note(
        "document_added",
        Text("Document toegevoegd", "Document added"),
        ("applicant", "handler", "approver", "coordinator"),
    ),
)

_URGENT, _URGENT_SOURCE = days("export.suspension_days")
_TERMS = (
    Term(
        "urgent_suspension",
        Text("Dringende schorsing", "Urgent suspension"),
        _URGENT,
        starts_on=("suspended_urgently", "suspended_urgently_further"),
        ends_on=("resumed", "expired_suspended", "withdrawn", "returned", "measure_ended"),
        citation=_URGENT_SOURCE,
        for_whom="approver",
        on_expiry=Text(
            "De dringende schorsing eindigt vanzelf. Langer schorsen kan alleen na gehoor.",
            "The urgent suspension ends by itself. A longer one takes a hearing.",
        ),
    ),
)

HOLDING = Procedure(
    id="export.holding",
    version="2017-1",
    label=Text("Leven van een vergunning", "Life of a licence"),
    steps=_STEPS,
    moves=_MOVES,
    notes=_NOTES,
    terms=_TERMS,
    start="in_force",
    ends=("closed_withdrawn", "closed_returned", "closed_settled"),
    valid=Period(FROM, None),
)
