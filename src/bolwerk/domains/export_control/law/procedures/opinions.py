"""What the service says without granting anything: provisional advice, and the written confirmation on other material."""

from __future__ import annotations

from bolwerk.domains.export_control.law.procedures.intake import (
    CLOSED_WITHOUT,
    HANDLED,
    INTAKE_MOVES,
    INTAKE_STEPS,
    NOTES,
    completion,
    decision,
    withdrawal,
)
from bolwerk.domains.export_control.law.procedures.settings import LAW_DAY
from bolwerk.engines.procedures import Move, Procedure, Step
from bolwerk.kernel import Citation, Period, Text

__all__ = ["ADVICE", "CONFIRMATION"]


def _opinion(id: str, label: Text, citation: Citation, given: Text) -> Procedure:
    return Procedure(
        id=id,
        version="2025-1",
        label=label,
        steps=(
            *INTAKE_STEPS,
            Step("deciding_opinion", Text("Antwoord goedkeuren", "Approve the answer"), "approver"),
            Step("opinion_to_send", Text("Antwoord verzenden", "Send the answer"), "handler"),
            Step("closed_answered", given),
        ),
        moves=(
            *INTAKE_MOVES,
            Move(
                "opinion_proposed",
                Text("Antwoord voorstellen", "Propose the answer"),
                ("assessing",),
                ("deciding_opinion",),
                ("handler",),
                guard="ready_to_answer",
                needs_reason=True,
                fields=("outcome",),
                citations=(citation,),
            ),
            Move(
                "opinion_returned",
                Text("Terug naar de behandelaar", "Back to the handler"),
                ("deciding_opinion",),
                ("assessing",),
                ("approver",),
                needs_reason=True,
            ),
            Move(
                "opinion_decided",
                Text("Antwoord goedkeuren", "Approve the answer"),
                ("deciding_opinion",),
                ("opinion_to_send",),
                ("approver",),
                guard="independent",
                distinct_from=(*HANDLED, "opinion_proposed"),
                citations=(citation,),
            ),
            Move(
                "opinion_notified",
                Text("Antwoord verzenden", "Send the answer"),
                ("opinion_to_send",),
                ("closed_answered",),
                ("handler",),
                citations=(citation,),
            ),
            withdrawal("deciding_opinion"),
        ),
        notes=NOTES,
        terms=(decision("opinion_notified"), completion()),
        start="received",
        ends=("closed_answered", CLOSED_WITHOUT, "closed_withdrawn"),
        valid=Period(LAW_DAY, None),
    )


ADVICE = _opinion(
    "export.advice",
    Text("Voorlopig advies", "Provisional advice"),
    Citation("Wapenhandeldecreet", "art. 9, §1"),
    Text("Afgesloten: advies gegeven", "Closed: advice given"),
)
CONFIRMATION = _opinion(
    "export.confirmation",
    Text("Schriftelijke bevestiging", "Written confirmation"),
    Citation("Wapenhandeldecreet", "art. 9, §2"),
    Text("Afgesloten: beantwoord", "Closed: answered"),
)
