"""The applications that end in something to hold: a licence, a prior authorisation, a certificate."""

from __future__ import annotations

from bolwerk.domains.export_control.law.procedures.deciding import (
    DECIDING_STEPS,
    OPEN_UNTIL_DECIDED,
    appeal,
    deciding_moves,
    hearing,
)
from bolwerk.domains.export_control.law.procedures.intake import (
    CLOSED_WITHOUT,
    INTAKE_MOVES,
    INTAKE_STEPS,
    NOTES,
    completion,
    decision,
    withdrawal,
)
from bolwerk.domains.export_control.law.procedures.settings import LAW_DAY, REVIEW
from bolwerk.engines.procedures import Move, Procedure, Step, Term
from bolwerk.kernel import Citation, Period, Text

__all__ = ["AUTHORISATION", "CERTIFICATE", "LICENCE"]

_ENDS = (CLOSED_WITHOUT, "closed_withdrawn", "closed_refused")
_ARTICLE_10 = Citation("Wapenhandeldecreet", "art. 10")


def _grant(
    id: str, label: Text, issued: Move, steps: tuple[Step, ...], moves: tuple[Move, ...], terms: tuple[Term, ...], *ends: str
) -> Procedure:
    return Procedure(
        id=id,
        version="2025-1",
        label=label,
        steps=(*INTAKE_STEPS, *DECIDING_STEPS, *steps),
        moves=(*INTAKE_MOVES, *deciding_moves(issued), *moves, withdrawal(*OPEN_UNTIL_DECIDED)),
        notes=NOTES,
        terms=(decision(issued.id, "refusal_notified"), completion(), hearing(), appeal(), *terms),
        start="received",
        ends=(*_ENDS, *ends),
        valid=Period(LAW_DAY, None),
    )


def _issued(id: str, label: Text, to: str, *citations: Citation) -> Move:
    return Move(id, label, ("issuing",), (to,), ("handler", "approver"), guard="may_issue", citations=citations)


_GRANTED = Step("closed_granted", Text("Afgesloten: toegekend", "Closed: granted"))

LICENCE = _grant(
    "export.licence",
    Text("Vergunning voor handel in strategische goederen", "Licence for trade in strategic goods"),
    _issued("licence_issued", Text("Vergunning afgeven", "Issue the licence"), "closed_granted"),
    (_GRANTED,),
    (),
    (),
    "closed_granted",
)

CERTIFICATE = _grant(
    "export.certificate",
    Text("Certificaat voor een gecertificeerde persoon", "Certificate for a certified person"),
    _issued(
        "certificate_issued",
        Text("Certificaat afgeven", "Issue the certificate"),
        "closed_granted",
        Citation("Wapenhandeldecreet", "art. 14"),
    ),
    (_GRANTED,),
    (),
    (),
    "closed_granted",
)

AUTHORISATION = _grant(
    "export.authorisation",
    Text("Voorafgaande machtiging", "Prior authorisation"),
    _issued("authorisation_issued", Text("Machtiging afgeven", "Issue the authorisation"), "held", _ARTICLE_10),
    (
        Step("held", Text("Machtiging is in gebruik", "The authorisation is held"), "handler"),
        Step("reviewing", Text("Driejaarlijkse beoordeling", "Three-yearly review"), "handler"),
        Step("deciding_review", Text("Beslissing na de beoordeling", "Decision after the review"), "approver"),
        Step("closed_ended", Text("Afgesloten: machtiging beëindigd", "Closed: authorisation ended")),
    ),
    (
        Move(
            "review_begun",
            Text("Driejaarlijkse beoordeling beginnen", "Begin the three-yearly review"),
            ("held",),
            ("reviewing",),
            ("handler",),
            citations=(_ARTICLE_10,),
        ),
        Move(
            "review_proposed",
            Text("Voorstellen om te behouden", "Propose to keep it"),
            ("reviewing",),
            ("deciding_review",),
            ("handler",),
            guard="ready_to_grant",
            needs_reason=True,
            citations=(_ARTICLE_10,),
        ),
        Move(
            "review_returned",
            Text("Terug naar de behandelaar", "Back to the handler"),
            ("deciding_review",),
            ("reviewing",),
            ("approver",),
            needs_reason=True,
        ),
        Move(
            "review_confirmed",
            Text("Machtiging behouden", "Keep the authorisation"),
            ("deciding_review",),
            ("held",),
            ("approver",),
            guard="may_grant",
            distinct_from=("review_begun", "review_proposed"),
            citations=(_ARTICLE_10,),
        ),
        Move(
            "review_failed",
            Text("Voorstellen om te beëindigen", "Propose to end it"),
            ("reviewing",),
            ("intending",),
            ("handler",),
            guard="ready_to_refuse",
            needs_reason=True,
            citations=(_ARTICLE_10,),
        ),
        Move(
            "authorisation_ended",
            Text("De houder stopt ermee", "The holder gives it up"),
            ("held",),
            ("closed_ended",),
            ("applicant", "handler"),
            needs_reason=True,
        ),
    ),
    (
        Term(
            "review",
            Text("Driejaarlijkse beoordeling", "Three-yearly review"),
            REVIEW.duration,
            starts_on=("authorisation_issued", "review_confirmed"),
            ends_on=("review_begun", "authorisation_ended"),
            citation=REVIEW.citation,
            for_whom="handler",
            on_expiry=Text(
                "De machtiging blijft gelden, maar moet nu opnieuw bekeken worden.",
                "The authorisation still holds, but must be re-evaluated now.",
            ),
        ),
    ),
    "closed_ended",
)
