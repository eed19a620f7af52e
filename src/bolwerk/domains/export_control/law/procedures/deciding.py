"""How an application is granted or refused: proposed by one, decided by another; nobody is refused unheard."""

from __future__ import annotations

from bolwerk.domains.export_control.law.procedures.intake import ARTICLE_45, HANDLED
from bolwerk.domains.export_control.law.procedures.settings import SETTINGS
from bolwerk.engines.procedures import Move, Step, Term
from bolwerk.kernel import Citation, Text

__all__ = ["DECIDING_STEPS", "OPEN_UNTIL_DECIDED", "appeal", "deciding_moves", "hearing"]

CRITERIA = Citation("Wapenhandeldecreet", "art. 26")
DENIALS = Citation("Wapenhandeldecreet", "art. 27")
_PREPARED = (*HANDLED, "grant_proposed", "refusal_proposed")

OPEN_UNTIL_DECIDED = ("deciding_grant", "intending", "hearing", "heard")

DECIDING_STEPS = (
    Step("deciding_grant", Text("Beslissing over toekenning", "Decision on the grant"), "approver"),
    Step("issuing", Text("Afgeven en verzenden", "Issue and send"), "handler"),
    Step("intending", Text("Voornemen tot weigering", "Intention to refuse"), "approver"),
    Step("hearing", Text("Aanvrager mag gehoord worden", "The applicant may be heard"), "applicant"),
    Step("heard", Text("Beslissing na het horen", "Decision after the hearing"), "approver"),
    Step("refusal_to_send", Text("Weigering verzenden", "Send the refusal"), "handler"),
    Step("refused", Text("Geweigerd, beroep is mogelijk", "Refused, appeal is possible"), "handler"),
    Step("appealed", Text("Beroep loopt", "Appeal is running"), "approver"),
    Step("closed_refused", Text("Afgesloten: geweigerd", "Closed: refused")),
)


def deciding_moves(issued: Move) -> tuple[Move, ...]:
    """`issued` is what sends out the grant: from `issuing` on."""
    return (
        Move(
            "grant_proposed",
            Text("Toekenning voorstellen", "Propose to grant"),
            ("assessing",),
            ("deciding_grant",),
            ("handler",),
            guard="ready_to_grant",
            needs_reason=True,
            fields=("lines", "conditions", "valid_from", "valid_until"),
            citations=(CRITERIA, DENIALS),
        ),
        Move(
            "grant_decided",
            Text("Toekennen", "Grant"),
            ("deciding_grant",),
            ("issuing",),
            ("approver",),
            guard="may_grant",
            distinct_from=_PREPARED,
            citations=(CRITERIA,),
        ),
        Move(
            "grant_returned",
            Text("Terug naar de behandelaar", "Back to the handler"),
            ("deciding_grant",),
            ("assessing",),
            ("approver",),
            needs_reason=True,
        ),
        issued,
        Move(
            "issue_stopped",
            Text("Niet afgeven, opnieuw beoordelen", "Do not issue, assess again"),
            ("issuing",),
            ("assessing",),
            ("handler", "approver"),
            needs_reason=True,
        ),
        *_refusal(),
    )


def _refusal() -> tuple[Move, ...]:
    return (
        Move(
            "refusal_proposed",
            Text("Weigering voorstellen", "Propose to refuse"),
            ("assessing",),
            ("intending",),
            ("handler",),
            guard="ready_to_refuse",
            needs_reason=True,
            citations=(CRITERIA,),
        ),
        Move(
            "refusal_intended",
            Text("Voornemen meedelen en uitnodigen om gehoord te worden", "Tell the intention and invite to be heard"),
            ("intending",),
            ("hearing",),
            ("approver",),
            guard="independent",
            distinct_from=_PREPARED,
            citations=(ARTICLE_45,),
        ),
        Move(
            "refusal_returned",
            Text("Terug naar de behandelaar", "Back to the handler"),
            ("intending",),
            ("assessing",),
            ("approver",),
            needs_reason=True,
        ),
        Move(
            "hearing_held",
            Text("Verslag van het horen vastleggen", "Record the hearing"),
            ("hearing",),
            ("heard",),
            ("handler", "applicant"),
            needs_reason=True,
            citations=(ARTICLE_45,),
        ),
        Move(
            "hearing_waived",
            Text("Afzien van het horen", "Waive the hearing"),
            ("hearing",),
            ("heard",),
            ("applicant",),
            citations=(ARTICLE_45,),
        ),
        Move(
            "hearing_lapsed",
            Text("Verdergaan zonder reactie", "Go on without a reaction"),
            ("hearing",),
            ("heard",),
            ("handler",),
            guard="hearing_term_over",
            citations=(ARTICLE_45,),
        ),
        Move(
            "refusal_decided",
            Text("Weigeren", "Refuse"),
            ("heard",),
            ("refusal_to_send",),
            ("approver",),
            guard="may_refuse",
            distinct_from=(*_PREPARED, "hearing_held"),
            needs_reason=True,
            citations=(CRITERIA, ARTICLE_45),
        ),
        Move(
            "reconsidered",
            Text("Na het horen opnieuw beoordelen", "Assess again after the hearing"),
            ("heard",),
            ("assessing",),
            ("approver",),
            needs_reason=True,
            citations=(ARTICLE_45,),
        ),
        Move(
            "refusal_notified",
            Text("Weigering verzenden", "Send the refusal"),
            ("refusal_to_send",),
            ("refused",),
            ("handler",),
            citations=(ARTICLE_45,),
        ),
        Move(
            "appeal_lodged",
            Text("Beroep vastleggen", "Record an appeal"),
            ("refused",),
            ("appealed",),
            ("handler",),
            needs_reason=True,
        ),
        Move(
            "refusal_became_final",
            Text("Weigering is definitief", "The refusal is final"),
            ("refused",),
            ("closed_refused",),
            ("handler", "system"),
            guard="appeal_term_over",
        ),
        Move(
            "refusal_upheld",
            Text("Beroep verworpen: de weigering blijft", "Appeal dismissed: the refusal stands"),
            ("appealed",),
            ("closed_refused",),
            ("approver",),
            needs_reason=True,
        ),
        Move(
            "refusal_annulled",
            Text("Weigering vernietigd: opnieuw beoordelen", "Refusal annulled: assess again"),
            ("appealed",),
            ("assessing",),
            ("approver",),
            needs_reason=True,
        ),
    )


def hearing() -> Term:
    setting = SETTINGS["hearing"]
    return Term(
        "hearing",
        Text("Gehoord worden", "To be heard"),
        setting.duration,
        starts_on=("refusal_intended",),
        ends_on=("hearing_held", "hearing_waived", "hearing_lapsed", "withdrawn"),
        citation=setting.citation,
        for_whom="applicant",
        on_expiry=Text(
            "De beslissing kan genomen worden zonder dat de aanvrager gehoord is.",
            "The decision may be taken without the applicant having been heard.",
        ),
    )


def appeal() -> Term:
    setting = SETTINGS["appeal"]
    return Term(
        "appeal",
        Text("Beroep", "Appeal"),
        setting.duration,
        starts_on=("refusal_notified",),
        ends_on=("appeal_lodged", "refusal_became_final"),
        citation=setting.citation,
        for_whom="applicant",
        on_expiry=Text("De weigering wordt definitief.", "The refusal becomes final."),
    )
