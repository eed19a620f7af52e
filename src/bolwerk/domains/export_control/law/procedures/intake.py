"""What every application goes through first: is it complete, is it ours; and the clock that all of them share."""

from __future__ import annotations

from bolwerk.domains.export_control.law.procedures.settings import DEPARTMENT, MINISTER, SETTINGS
from bolwerk.engines.procedures import OPENED, Move, Note, Step, Term
from bolwerk.kernel import Citation, Duration, Text

__all__ = [
    "ARTICLE_45",
    "CLOSED_WITHOUT",
    "HANDLED",
    "INTAKE_MOVES",
    "INTAKE_STEPS",
    "LEAD_TIME",
    "NOTES",
    "completion",
    "decision",
    "withdrawal",
]

LEAD_TIME = DEPARTMENT.citation
ARTICLE_45 = Citation("Wapenhandeldecreet", "art. 45")

HANDLED = (
    "completion_requested",
    "completion_lapsed",
    "found_complete",
    "information_requested",
    "information_lapsed",
    "closure_proposed",
)
"""Moves that make somebody a handler of the case: whoever made one of them does not decide it."""

CLOSED_WITHOUT = "closed_without_decision"

INTAKE_STEPS = (
    Step("received", Text("Aanvraag nakijken", "Check the application"), "handler"),
    Step("completion", Text("Wachten op aanvulling", "Waiting for completion"), "applicant"),
    Step("assessing", Text("Aanvraag beoordelen", "Assess the application"), "handler"),
    Step("informing", Text("Wachten op informatie", "Waiting for information"), "applicant"),
    Step("closing", Text("Beslissing om zonder beoordeling af te sluiten", "Decision to close without assessment"), "approver"),
    Step(CLOSED_WITHOUT, Text("Afgesloten zonder beoordeling", "Closed without assessment")),
    Step("closed_withdrawn", Text("Afgesloten: ingetrokken", "Closed: withdrawn")),
)

INTAKE_MOVES = (
    Move(
        "found_complete",
        Text("Volledig verklaren", "Declare complete"),
        ("received",),
        ("assessing",),
        ("handler",),
        guard="application_complete",
    ),
    Move(
        "completion_requested",
        Text("Aanvulling vragen", "Ask for completion"),
        ("received",),
        ("completion",),
        ("handler",),
        needs_reason=True,
        fields=("missing",),
        citations=(LEAD_TIME,),
    ),
    Move(
        "completion_received",
        Text("Aanvulling geven", "Give the completion"),
        ("completion",),
        ("received",),
        ("applicant", "handler"),
    ),
    Move(
        "completion_lapsed",
        Text("Verdergaan zonder aanvulling", "Go on without the completion"),
        ("completion",),
        ("received",),
        ("handler",),
        guard="completion_term_over",
        needs_reason=True,
    ),
    Move(
        "closure_proposed",
        Text("Voorstellen om af te sluiten zonder beoordeling", "Propose to close without assessment"),
        ("received",),
        ("closing",),
        ("handler",),
        needs_reason=True,
        citations=(Citation("Wapenhandeldecreet", "art. 4"),),
    ),
    Move(
        "closure_returned",
        Text("Toch beoordelen", "Assess after all"),
        ("closing",),
        ("received",),
        ("approver",),
        needs_reason=True,
    ),
    Move(
        "closure_decided",
        Text("Afsluiten zonder beoordeling", "Close without assessment"),
        ("closing",),
        (CLOSED_WITHOUT,),
        ("approver",),
        guard="independent",
        distinct_from=HANDLED,
        needs_reason=True,
        citations=(Citation("Wapenhandeldecreet", "art. 4"),),
    ),
    Move(
        "information_requested",
        Text("Informatie vragen", "Ask for information"),
        ("assessing",),
        ("informing",),
        ("handler",),
        needs_reason=True,
        fields=("missing",),
        citations=(LEAD_TIME,),
    ),
    Move(
        "information_received",
        Text("Informatie geven", "Give the information"),
        ("informing",),
        ("assessing",),
        ("applicant", "handler"),
    ),
    Move(
        "information_lapsed",
        Text("Verdergaan zonder de informatie", "Go on without the information"),
        ("informing",),
        ("assessing",),
        ("handler",),
        guard="completion_term_over",
        needs_reason=True,
    ),
)

_STAFF = ("handler", "system")

NOTES = (
    Note("document_added", Text("Document toegevoegd", "Document added"), ("applicant", "handler", "approver", "adviser")),
    Note("question_asked", Text("Vraag gesteld", "Question asked"), ("applicant", "handler")),
    Note("question_answered", Text("Vraag beantwoord", "Question answered"), ("applicant", "handler")),
    Note("lane_set", Text("Spoor bepaald", "Lane determined"), _STAFF),
    Note("lane_raised", Text("Spoor verhoogd", "Lane raised"), ("handler",)),
    Note("minister_competent", Text("De minister beslist", "The minister decides"), _STAFF),
    Note("statement_missing", Text("Eindgebruikersverklaring ontbreekt", "End-user statement is missing"), _STAFF),
    Note("statement_received", Text("Eindgebruikersverklaring ontvangen", "End-user statement received"), _STAFF),
    Note("parties_screened", Text("Partijen gescreend", "Parties screened"), _STAFF),
    Note("assessment_recorded", Text("Beoordeling vastgelegd", "Assessment recorded"), _STAFF),
    Note("denials_searched", Text("Weigeringen opgezocht", "Denials searched"), _STAFF),
    Note("denial_judged", Text("Weigering beoordeeld", "Denial judged"), _STAFF),
    Note("denial_reasoned", Text("Toekenning ondanks weigering gemotiveerd", "Grant despite denial reasoned"), _STAFF),
    Note("internal_advice_asked", Text("Advies gevraagd aan een team", "Advice asked of a team"), _STAFF),
    Note("internal_advice_given", Text("Advies van een team ontvangen", "Advice of a team received"), _STAFF),
    Note("internal_advice_withdrawn", Text("Adviesvraag aan een team ingetrokken", "Request to a team withdrawn"), _STAFF),
    Note("external_advice_asked", Text("Extern advies gevraagd", "Outside advice asked"), _STAFF),
    Note("external_advice_given", Text("Extern advies ontvangen", "Outside advice received"), _STAFF),
    Note(
        "external_advice_withdrawn", Text("Vraag om extern advies ingetrokken", "Request for outside advice withdrawn"), _STAFF
    ),
)


def withdrawal(*steps: str) -> Move:
    """The applicant may withdraw at any of these steps, until the decision is taken."""
    return Move(
        "withdrawn",
        Text("Aanvraag intrekken", "Withdraw the application"),
        ("received", "completion", "assessing", "informing", "closing", *steps),
        ("closed_withdrawn",),
        ("applicant", "handler"),
        needs_reason=True,
        cancels=True,
    )


def decision(*ends: str) -> Term:
    """The longest lead time: the Department's; when the minister decides, the rest of the minister's comes on top.

    From receipt of the original application to the sending of the decision. Waiting for missing information and for outside
    advice does not count; advice of our own teams and the hearing do.
    """
    stops = (
        ("completion_requested", "completion_received"),
        ("completion_requested", "completion_lapsed"),
        ("information_requested", "information_received"),
        ("information_requested", "information_lapsed"),
        ("external_advice_asked", "external_advice_given"),
        ("external_advice_asked", "external_advice_withdrawn"),
        ("statement_missing", "statement_received"),
    )
    return Term(
        "decision",
        Text("Beslissing (indicatief maximum)", "Decision (indicative maximum)"),
        DEPARTMENT.duration,
        starts_on=(OPENED,),
        ends_on=(*ends, "closure_decided", "withdrawn"),
        suspended_by=tuple(stop for stop, _ in stops),
        resumed_by=tuple(go for _, go in stops),
        extended_by=("minister_competent",),
        extension=Duration(MINISTER.duration.count - DEPARTMENT.duration.count, DEPARTMENT.duration.unit),
        citation=LEAD_TIME,
        for_whom="handler",
        on_expiry=Text(
            "De aanvraag loopt door: deze termijn is een streefdoel. Het dossier telt mee als te laat.",
            "The application goes on: this term is a target. The case counts as late.",
        ),
    )


def completion() -> Term:
    setting = SETTINGS["completion"]
    return Term(
        "completion",
        Text("Aanvulling", "Completion"),
        setting.duration,
        starts_on=("completion_requested", "information_requested"),
        ends_on=(
            "completion_received",
            "completion_lapsed",
            "information_received",
            "information_lapsed",
            "withdrawn",
        ),
        citation=setting.citation,
        for_whom="applicant",
        on_expiry=Text("De behandelaar mag verdergaan met wat er is.", "The handler may go on with what there is."),
    )
