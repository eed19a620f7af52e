"""Advice asked of a team or an outside body: a case of its own, with its own term, about the application that needs it."""

from __future__ import annotations

from bolwerk.domains.export_control.law.procedures.settings import LAW_DAY, SETTINGS
from bolwerk.engines.procedures import OPENED, Move, Note, Procedure, Step, Term
from bolwerk.kernel import Period, Text

__all__ = ["CONSULTATION"]

_ANSWER = SETTINGS["answer"]

CONSULTATION = Procedure(
    id="export.consultation",
    version="2025-1",
    label=Text("Adviesvraag over een exportaanvraag", "Request for advice on an export application"),
    steps=(
        Step("asked", Text("Wachten op het advies", "Waiting for the advice"), "adviser"),
        Step("clarifying", Text("Vraag verduidelijken", "Clarify the question"), "handler"),
        Step("closed_answered", Text("Advies gegeven", "Advice given")),
        Step("closed_unanswered", Text("Geen advies gekregen", "No advice received")),
        Step("closed_withdrawn", Text("Vraag ingetrokken", "Request withdrawn")),
    ),
    moves=(
        Move(
            "consultation_answered",
            Text("Advies geven", "Give the advice"),
            ("asked",),
            ("closed_answered",),
            ("adviser", "handler"),
            guard="may_advise",
            needs_reason=True,
            fields=("outcome", "conditions"),
        ),
        Move(
            "clarification_asked",
            Text("Verduidelijking vragen", "Ask for clarification"),
            ("asked",),
            ("clarifying",),
            ("adviser", "handler"),
            needs_reason=True,
        ),
        Move(
            "clarification_given",
            Text("Verduidelijken", "Clarify"),
            ("clarifying",),
            ("asked",),
            ("handler",),
            needs_reason=True,
        ),
        Move(
            "closed_without_answer",
            Text("Verdergaan zonder advies", "Go on without the advice"),
            ("asked",),
            ("closed_unanswered",),
            ("handler",),
            guard="answer_term_over",
            needs_reason=True,
        ),
        Move(
            "consultation_withdrawn",
            Text("Adviesvraag intrekken", "Withdraw the request"),
            ("asked", "clarifying"),
            ("closed_withdrawn",),
            ("handler",),
            needs_reason=True,
            cancels=True,
        ),
    ),
    notes=(
        Note("answer_extended", Text("Adviestermijn verlengd", "Advice term extended"), ("handler",)),
        Note("document_added", Text("Document toegevoegd", "Document added"), ("adviser", "handler")),
    ),
    terms=(
        Term(
            "answer",
            Text("Advies", "Advice"),
            _ANSWER.duration,
            starts_on=(OPENED,),
            ends_on=("consultation_answered", "closed_without_answer", "consultation_withdrawn"),
            suspended_by=("clarification_asked",),
            resumed_by=("clarification_given",),
            extended_by=("answer_extended",),
            citation=_ANSWER.citation,
            for_whom="adviser",
            on_expiry=Text("De behandelaar mag verdergaan zonder het advies.", "The handler may go on without the advice."),
        ),
    ),
    start="asked",
    ends=("closed_answered", "closed_unanswered", "closed_withdrawn"),
    valid=Period(LAW_DAY, None),
)
