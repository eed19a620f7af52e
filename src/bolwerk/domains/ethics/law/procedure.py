"""The advice of the ESAC: members are invited, declare interests, score six aspects with motivation, vote; the advice binds."""

from __future__ import annotations

from datetime import date

from bolwerk.domains.ethics.law.committee import SETTING, term
from bolwerk.engines.procedures import OPENED, Move, Note, Procedure, Step, Term
from bolwerk.kernel import Citation, Period, Text

__all__ = ["ADVICE", "GUARDS", "PROCEDURES"]

PLAN_DAY = date(2025, 4, 4)
VDP = Citation("VDP", "1.1")

GUARDS: dict[str, Text] = {
    "composition_valid": Text("Zijn quorum en deskundigheid in orde?", "Are quorum and expertise in order?"),
    "scores_complete": Text("Heeft elk lid de zes aspecten gescoord?", "Has every member scored the six aspects?"),
    "vote_supports": Text("Draagt de stemming dit advies?", "Does the vote carry this advice?"),
}
"""Checks that the case file supplies, by name, with the question each answers."""

_OPEN = ("requested", "declaring", "scoring", "informing", "voting")

_STEPS = (
    Step("requested", Text("Advies gevraagd", "Advice requested"), "handler"),
    Step("declaring", Text("Leden verklaren hun belangen", "Members declare their interests"), "committee_member"),
    Step("scoring", Text("Leden scoren zes aspecten", "Members score six aspects"), "committee_member"),
    Step("informing", Text("Wachten op informatie", "Waiting for information"), "applicant"),
    Step("voting", Text("Leden stemmen", "Members vote"), "committee_member"),
    Step("notifying", Text("Advies meedelen", "Notify the advice"), "handler"),
    Step("closed", Text("Advies meegedeeld", "Advice notified")),
    Step("closed_withdrawn", Text("Vraag ingetrokken", "Request withdrawn")),
)

_MOVES = (
    Move(
        "members_invited",
        Text("Leden uitnodigen", "Invite the members"),
        ("requested",),
        ("declaring",),
        ("handler",),
        fields=("members", "session"),
        citations=(VDP,),
    ),
    Move(
        "composition_confirmed",
        Text("Samenstelling bevestigen", "Confirm the composition"),
        ("declaring",),
        ("scoring",),
        ("handler",),
        guard="composition_valid",
        citations=(VDP, SETTING),
    ),
    Move(
        "information_requested",
        Text("Informatie vragen", "Ask for information"),
        ("scoring",),
        ("informing",),
        ("committee_member", "handler"),
        needs_reason=True,
    ),
    Move(
        "information_received",
        Text("Informatie geven", "Give the information"),
        ("informing",),
        ("scoring",),
        ("applicant", "handler"),
    ),
    Move(
        "scoring_closed",
        Text("Scores afsluiten", "Close the scoring"),
        ("scoring",),
        ("voting",),
        ("handler",),
        guard="scores_complete",
        citations=(VDP,),
    ),
    Move(
        "advice_given",
        Text("Advies geven", "Give the advice"),
        ("voting",),
        ("notifying",),
        ("committee_member",),
        guard="vote_supports",
        needs_reason=True,
        fields=("outcome", "conditions"),
        citations=(VDP, SETTING),
    ),
    Move(
        "scoring_reopened",
        Text("Opnieuw beraadslagen", "Deliberate again"),
        ("voting",),
        ("scoring",),
        ("handler",),
        needs_reason=True,
    ),
    Move(
        "advice_notified",
        Text("Advies meedelen", "Notify the advice"),
        ("notifying",),
        ("closed",),
        ("handler",),
        citations=(VDP,),
    ),
    Move(
        "request_withdrawn",
        Text("Vraag intrekken", "Withdraw the request"),
        _OPEN,
        ("closed_withdrawn",),
        ("handler",),
        needs_reason=True,
        cancels=True,
    ),
)

_NOTES = (
    Note(
        "interest_declared",
        Text("Belang verklaard", "Interest declared"),
        ("committee_member",),
        ("declaring", "scoring", "voting"),
    ),
    Note(
        "member_recused",
        Text("Lid trekt zich terug", "Member recused"),
        ("committee_member", "handler"),
        ("declaring", "scoring", "voting"),
    ),
    Note("aspect_scored", Text("Aspect gescoord", "Aspect scored"), ("committee_member",), ("scoring",)),
    Note("vote_cast", Text("Stem uitgebracht", "Vote cast"), ("committee_member",), ("voting",)),
    Note("document_added", Text("Document toegevoegd", "Document added"), ("applicant", "handler", "committee_member")),
)

_TERMS = (
    Term(
        "advice",
        Text("Advies van het ESAC", "Advice of the ESAC"),
        term("advice_term"),
        starts_on=(OPENED,),
        ends_on=("advice_notified", "request_withdrawn"),
        suspended_by=("information_requested",),
        resumed_by=("information_received",),
        citation=SETTING,
        for_whom="committee_member",
        on_expiry=Text(
            "Er is geen advies. Zonder advies blijft het dossier staan: een bindend advies ontstaat nooit vanzelf.",
            "There is no advice. Without it the case stays where it is: a binding advice never comes about by itself.",
        ),
    ),
)

ADVICE = Procedure(
    id="esac.advice",
    version="2025-1",
    label=Text("Advies van het Ethisch en Strategisch Adviescomité", "Advice of the Ethical and Strategic Advisory Committee"),
    steps=_STEPS,
    moves=_MOVES,
    notes=_NOTES,
    terms=_TERMS,
    start="requested",
    ends=("closed", "closed_withdrawn"),
    valid=Period(PLAN_DAY, None),
)
PROCEDURES = (ADVICE,)
