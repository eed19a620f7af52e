"""A small procedure to try the house with: an application is declared complete, then awarded or refused by somebody else."""

from __future__ import annotations

from datetime import date

from bolwerk.engines.procedures import Move, Note, Procedure, Step, Term
from bolwerk.kernel import Citation, Duration, Money, Period, Text
from bolwerk.office.cases import registry
from bolwerk.office.cases.models import Case, CaseEvent
from bolwerk.office.cases.registry import GuardContext
from bolwerk.office.ledger import services as ledger

PROCEDURE = Procedure(
    id="try-grant",
    version="1",
    label=Text("Proefsteun", "Trial grant"),
    steps=(
        Step("received", Text("Ontvangen", "Received"), "handler"),
        Step("assessed", Text("Beoordeeld", "Assessed"), "approver"),
        Step("granted", Text("Toegekend", "Granted")),
        Step("denied", Text("Geweigerd", "Denied")),
    ),
    moves=(
        Move("completed_declared", Text("Volledig verklaren", "Declare complete"), ("received",), ("assessed",), ("handler",)),
        Move(
            "awarded",
            Text("Toekennen", "Award"),
            ("assessed",),
            ("granted",),
            ("approver",),
            guard="has_amount",
            distinct_from=("completed_declared",),
        ),
        Move("refused", Text("Weigeren", "Refuse"), ("assessed",), ("denied",), ("approver",), needs_reason=True),
    ),
    notes=(
        Note("question_asked", Text("Vraag gesteld", "Question asked"), ("handler",), ("received", "assessed")),
        Note("question_answered", Text("Vraag beantwoord", "Question answered"), ("applicant",), ("received", "assessed")),
    ),
    terms=(
        Term(
            "decide",
            Text("Beslistermijn", "Term to decide"),
            Duration.days(30),
            starts_on=("case_opened",),
            ends_on=("awarded", "refused"),
            suspended_by=("question_asked",),
            resumed_by=("question_answered",),
            citation=Citation("TEST", "art. 1"),
            for_whom="handler",
            on_expiry=Text("De beslissing is te laat.", "The decision is late."),
        ),
    ),
    start="received",
    ends=("granted", "denied"),
    valid=Period(date(2025, 1, 1)),
)
ENVELOPE = "TRY-2025"


def has_amount(context: GuardContext) -> Text | None:
    """While a page only asks which moves there are, there is no payload yet."""
    if context.payload is not None and not isinstance(context.payload.get("amount"), int):
        return Text("Het bedrag ontbreekt.", "The amount is missing.")
    return None


def commit_the_amount(case: Case, event: CaseEvent) -> None:
    """The effect of an award: the money is promised in the same step."""
    amount = Money(event.payload["amount"])
    ledger.commit(ENVELOPE, amount, actor=event.actor, case=case, key=f"{event.key}:commit", at=event.at)


def install() -> None:
    registry.register(PROCEDURE, prefix="TRY", guards={"has_amount": has_amount}, effects={"awarded": commit_the_amount})


def remove() -> None:
    registry.forget(PROCEDURE.id)
