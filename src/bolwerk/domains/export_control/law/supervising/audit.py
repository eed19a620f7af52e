"""An audit of somebody who may work flexibly: planned by risk, announced, visited, found, answered, followed up.

The ladder of what can follow: nothing, a warning, a term to improve, suspension after a hearing (article 43, on the licence),
exclusion (article 44). Who recorded the findings does not decide on what follows.
"""

from __future__ import annotations

import tomllib
from datetime import date
from pathlib import Path

from bolwerk.engines.procedures import Move, Note, Procedure, Step, Term
from bolwerk.kernel import Citation, Duration, Period, Standing, Text, Unit

__all__ = ["AUDIT", "HEADS", "HEARING", "SEVERITIES"]

PLAN = Citation("VDP", "1.2")
ART_43, ART_44 = Citation("Wapenhandeldecreet", "art. 43"), Citation("Wapenhandeldecreet", "art. 44")
_FROM = date(2025, 4, 4)
_RAW = tomllib.loads(Path(__file__).with_name("settings.toml").read_text(encoding="utf-8"))
HEARING = Duration(_RAW["hearing"]["value"], Unit(_RAW["hearing"]["unit"]))
"""Between the invitation to be heard and the hearing: a setting of the service, no law."""

HEADS: dict[str, Text] = {
    "resources": Text("mensen en middelen", "people and resources"),
    "responsibility": Text("verantwoordelijkheden", "chain of responsibility"),
    "audits": Text("interne audits", "internal audits"),
    "training": Text("bewustmaking en opleiding", "awareness and training"),
    "security": Text("fysieke en technische beveiliging", "physical and technical security"),
    "traceability": Text("register en traceerbaarheid", "records and traceability"),
    "licence": Text("gebruik volgens de vergunning", "use according to the licence"),
}
"""Under what a finding falls: the six heads of a compliance programme (article 14), and the licence itself."""

SEVERITIES: dict[str, Text] = {
    "remark": Text("opmerking", "remark"),
    "shortcoming": Text("tekortkoming", "shortcoming"),
    "serious": Text("ernstige tekortkoming", "serious shortcoming"),
}

_STEPS = (
    Step("planned", Text("Audit gepland", "Audit planned"), "handler"),
    Step("announced", Text("Audit aangekondigd", "Audit announced"), "handler"),
    Step("visited", Text("Bezocht: vaststellingen noteren", "Visited: record the findings"), "handler"),
    Step("replying", Text("Wachten op antwoord van de houder", "Waiting for the reply of the holder"), "applicant"),
    Step("replied", Text("Beslissing over het gevolg", "Decision on what follows"), "approver"),
    Step("improving", Text("De houder herstelt", "The holder improves"), "applicant"),
    Step("closed_clean", Text("Afgesloten: niets vastgesteld", "Closed: nothing found")),
    Step("closed_solved", Text("Afgesloten: opgelost", "Closed: solved")),
    Step("closed_warned", Text("Afgesloten met een waarschuwing", "Closed with a warning")),
    Step("closed_measure", Text("Afgesloten met een maatregel", "Closed with a measure")),
    Step("closed_cancelled", Text("Audit geschrapt", "Audit cancelled")),
)
_PREPARED = ("audit_visited", "findings_sent")


def _decided(id: str, label: Text, gives: str, guard: str | None = None, **more: object) -> Move:
    """What an approver decides after the reply of the holder, or after the term to improve."""
    return Move(
        id,
        label,
        ("replied",),
        (gives,),
        ("approver",),
        guard=guard,
        distinct_from=_PREPARED,
        needs_reason=True,
        **more,  # type: ignore[arg-type]
    )


_MOVES = (
    Move(
        "audit_announced",
        Text("Audit aankondigen", "Announce the audit"),
        ("planned",),
        ("announced",),
        ("handler", "coordinator"),
        needs_reason=True,
        citations=(PLAN,),
    ),
    Move(
        "audit_visited",
        Text("Bezoek vastleggen", "Record the visit"),
        ("announced",),
        ("visited",),
        ("handler", "coordinator"),
        needs_reason=True,
        citations=(PLAN,),
    ),
    Move(
        "audit_cancelled",
        Text("Audit schrappen", "Cancel the audit"),
        ("planned", "announced"),
        ("closed_cancelled",),
        ("coordinator",),
        needs_reason=True,
        cancels=True,
    ),
    Move(
        "found_in_order",
        Text("Afsluiten zonder vaststellingen", "Close without findings"),
        ("visited",),
        ("closed_clean",),
        ("handler", "coordinator"),
        guard="no_findings",
        needs_reason=True,
    ),
    Move(
        "findings_sent",
        Text("Vaststellingen aan de houder sturen", "Send the findings to the holder"),
        ("visited",),
        ("replying",),
        ("handler", "coordinator"),
        guard="has_findings",
    ),
    Move(
        "reply_given",
        Text("Antwoord geven op de vaststellingen", "Reply to the findings"),
        ("replying",),
        ("replied",),
        ("applicant", "handler"),
        needs_reason=True,
    ),
    Move(
        "reply_lapsed",
        Text("Verdergaan zonder antwoord", "Go on without a reply"),
        ("replying",),
        ("replied",),
        ("handler",),
        guard="reply_term_over",
    ),
    _decided("audit_solved", Text("Afsluiten: alles opgelost", "Close: all solved"), "closed_solved", "findings_solved"),
    _decided("holder_warned", Text("Waarschuwen", "Warn"), "closed_warned"),
    _decided("improvement_ordered", Text("Hersteltermijn geven", "Give a term to improve"), "improving"),
    _decided(
        "suspension_begun",
        Text("Schorsing beginnen: de houder uitnodigen", "Begin a suspension: invite the holder"),
        "closed_measure",
        "licences_to_suspend",
        citations=(ART_43,),
    ),
    _decided(
        "holder_excluded",
        Text("Uitsluiten voor een aantal maanden", "Exclude for a number of months"),
        "closed_measure",
        "exclusion_allowed",
        fields=("months",),
        citations=(ART_44,),
    ),
    Move(
        "improvement_shown",
        Text("Tonen wat hersteld is", "Show what was improved"),
        ("improving",),
        ("replied",),
        ("applicant", "handler"),
        needs_reason=True,
    ),
    Move(
        "improvement_lapsed",
        Text("Hersteltermijn is voorbij", "The term to improve is over"),
        ("improving",),
        ("replied",),
        ("handler",),
        guard="improvement_term_over",
    ),
)

_NOTES = (
    Note("finding_recorded", Text("Vaststelling", "Finding"), ("handler", "coordinator"), ("visited",)),
    Note("finding_solved", Text("Vaststelling opgelost", "Finding solved"), ("handler", "coordinator"), ("replied",)),
    Note(
        "heard",
        Text("Houder gehoord over een uitsluiting", "Holder heard on an exclusion"),
        ("handler", "coordinator"),
        ("replied",),
    ),
    Note("document_added", Text("Document toegevoegd", "Document added"), ("applicant", "handler", "approver", "coordinator")),
)


def _term(name: str, label: Text, starts: str, ends: tuple[str, ...], then: Text) -> Term:
    row = _RAW[name]
    return Term(
        name,
        label,
        Duration(row["value"], Unit(row["unit"])),
        starts_on=(starts,),
        ends_on=ends,
        citation=Citation.read(row["source"], Standing(row["standing"])),
        for_whom="applicant",
        on_expiry=then,
    )


AUDIT = Procedure(
    id="export.audit",
    version="2025-1",
    label=Text("Audit van een houder van soepele vergunningen", "Audit of a holder of flexible licences"),
    steps=_STEPS,
    moves=_MOVES,
    notes=_NOTES,
    terms=(
        _term(
            "reply",
            Text("Antwoord op de vaststellingen", "Reply to the findings"),
            "findings_sent",
            ("reply_given", "reply_lapsed"),
            Text("De dienst mag verdergaan zonder antwoord.", "The service may go on without a reply."),
        ),
        _term(
            "improvement",
            Text("Hersteltermijn", "Term to improve"),
            "improvement_ordered",
            ("improvement_shown", "improvement_lapsed"),
            Text("De dienst beslist over een zwaardere stap.", "The service decides on a heavier step."),
        ),
    ),
    start="planned",
    ends=("closed_clean", "closed_solved", "closed_warned", "closed_measure", "closed_cancelled"),
    valid=Period(_FROM, None),
)
