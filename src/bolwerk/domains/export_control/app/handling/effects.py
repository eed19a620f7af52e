"""What happens with a step: lane and screening at receipt, letters, the licence, the clock of the application after advice."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bolwerk.domains.export_control.app.applying.services.submission import follow_withdrawal
from bolwerk.domains.export_control.app.handling import consulting, deciding, lanes, letters, screening
from bolwerk.domains.export_control.app.handling.subject import application_of, facts_of
from bolwerk.engines.procedures import OPENED
from bolwerk.office.cases import services as cases
from bolwerk.office.cases.registry import Effect

if TYPE_CHECKING:
    from bolwerk.office.cases.models import Case, CaseEvent


def receive(case: Case, event: CaseEvent) -> None:
    """An application comes in: its lane, who decides, whether the clock may run, and every party screened."""
    lanes.settle(case, key=f"{event.key}:lane"[:180], at=event.at)
    lanes.settle_decider(case, key=f"{event.key}:decider"[:180], at=event.at)
    _statement(case, event)
    screening.screen(case, why="bij ontvangst", actor=None, key=f"{event.key}:screening"[:180], at=event.at)


def completed(case: Case, event: CaseEvent) -> None:
    """A new version of the application: the lane and the screening follow it."""
    lanes.settle(case, key=f"{event.key}:lane"[:180], at=event.at)
    _statement(case, event)
    screening.screen(case, why="na een aanvulling", actor=None, key=f"{event.key}:screening"[:180], at=event.at)


def _statement(case: Case, event: CaseEvent) -> None:
    """For dual-use items the clock begins with a complete, signed statement of the end user (`export.term_clock`)."""
    if case.procedure != "export.licence" or not application_of(case).instrument.startswith("dual_use"):
        return
    signed = facts_of(case).get("enduse.statement_signed") is True
    kinds = list(case.events.filter(kind__in=("statement_missing", "statement_received")).values_list("kind", flat=True))
    if signed and kinds == ["statement_missing"]:
        cases.note(case.pk, "statement_received", actor=None, key=f"{event.key}:statement"[:180], at=event.at)
    elif not signed and not kinds:
        cases.note(case.pk, "statement_missing", actor=None, key=f"{event.key}:statement"[:180], at=event.at)


def issue_licence(case: Case, event: CaseEvent) -> None:
    licence = deciding.issue(case, event)
    letters.send_licence(case, event, licence)
    letters.send(case, "grant", event)


def _letter(name: str) -> Effect:
    return lambda case, event: letters.send(case, name, event)


EFFECTS: dict[str, Effect] = {
    OPENED: receive,
    "completion_received": completed,
    "information_received": completed,
    "withdrawn": follow_withdrawal,
    "completion_requested": _letter("completion"),
    "information_requested": _letter("completion"),
    "closure_decided": _letter("closure"),
}
GRANTING: dict[str, Effect] = {
    **EFFECTS,
    "refusal_intended": _letter("hearing"),
    "refusal_notified": _letter("refusal"),
}
BY_PROCEDURE: dict[str, dict[str, Effect]] = {
    "export.licence": {**GRANTING, "licence_issued": issue_licence},
    "export.authorisation": {
        **GRANTING,
        "authorisation_issued": _letter("authorisation"),
        "review_confirmed": _letter("authorisation"),
    },
    "export.certificate": {**GRANTING, "certificate_issued": _letter("certificate")},
    "export.advice": {**EFFECTS, "opinion_notified": _letter("advice")},
    "export.confirmation": {**EFFECTS, "opinion_notified": _letter("confirmation")},
    "export.consultation": {
        "consultation_answered": consulting.told,
        "consultation_withdrawn": consulting.told,
        "closed_without_answer": consulting.told,
    },
}
