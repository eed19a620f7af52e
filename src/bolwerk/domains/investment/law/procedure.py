"""The subsidy procedure of plan 2.1: from application to the last payment, or to a refusal that is final.

Development and research projects follow the same steps with their own decision term, so they are two procedures from one
plan. A mixed project takes the term of its predominant category. Terms come from `call.toml`; what no source gives stands
there as a setting of the call, marked unconfirmed.
"""

from __future__ import annotations

from datetime import date

from bolwerk.domains.investment.law.call import CALL, Setting
from bolwerk.domains.investment.law.moves import GBER_9, MOVES
from bolwerk.domains.investment.law.values import FIGURES
from bolwerk.engines.procedures import OPENED, Note, Procedure, Step, Term
from bolwerk.kernel import Duration, Period, Text

__all__ = ["DEVELOPMENT", "GUARDS", "PROCEDURES", "RESEARCH"]

PLAN_DAY = date(2025, 4, 4)

GUARDS: dict[str, Text] = {
    "application_complete": Text("Is de aanvraag volledig en ontvankelijk?", "Is the application complete and admissible?"),
    "triage_no_advice": Text("Is er geen advies van het ESAC nodig?", "Is no advice of the ESAC needed?"),
    "triage_committee": Text("Moet het project naar het ESAC?", "Must the project go to the ESAC?"),
    "triage_excluded": Text("Is het project uitgesloten?", "Is the project excluded?"),
    "advice_frees": Text("Maakt het advies van het ESAC de weg vrij?", "Does the advice of the ESAC free the way?"),
    "advice_blocks": Text("Is het advies van het ESAC negatief?", "Is the advice of the ESAC negative?"),
    "advice_can_be_asked_again": Text(
        "Is de vorige vraag aan het ESAC ingetrokken?", "Was the earlier request to the ESAC withdrawn?"
    ),
    "ethics_clear": Text("Houdt geen bindend advies het project tegen?", "Does no binding advice stop the project?"),
    "reviews_complete": Text("Zijn alle beoordelingen binnen?", "Are all reviews in?"),
    "envelope_has_room": Text("Is er nog genoeg geld in de enveloppe?", "Is there enough money left in the envelope?"),
    "no_recovery_order": Text("Staat er geen terugvordering open?", "Is no recovery order open?"),
    "may_close": Text(
        "Staat er geen terugvordering open, en is de toekenning gepubliceerd als het moet?",
        "Is no recovery order open, and was the award published where it must be?",
    ),
    "instalment_left": Text("Is er nog een schijf te betalen?", "Is there an instalment left to pay?"),
    "objection_term_over": Text("Is de bezwaartermijn voorbij?", "Is the objection term over?"),
}
"""Checks that the case file supplies, by name, with the question each answers."""

_STEPS = (
    Step("admissibility", Text("Ontvankelijkheid nakijken", "Check admissibility"), "handler"),
    Step("completion", Text("Wachten op aanvulling", "Waiting for completion"), "applicant"),
    Step("triage", Text("Nagaan of het ESAC advies geeft", "Find out whether the ESAC advises"), "handler"),
    Step("reviewing", Text("Beoordeling door experts", "Review by experts"), "reviewer"),
    Step("reviewed", Text("Beoordeeld", "Reviewed"), "handler"),
    Step("esac_advising", Text("Wachten op advies van het ESAC", "Waiting for the advice of the ESAC"), "committee_member"),
    Step("ethics_known", Text("Ethisch bekeken", "Ethics looked at"), "handler"),
    Step("ranked", Text("Gerangschikt", "Ranked"), "handler"),
    Step("reserve", Text("Op de reservelijst", "On the reserve list"), "handler"),
    Step("deciding_award", Text("Beslissing over toekenning", "Decision on the award"), "approver"),
    Step("deciding_refusal", Text("Beslissing over weigering", "Decision on the refusal"), "approver"),
    Step(
        "deciding_exclusion",
        Text("Beslissing over weigering zonder beoordeling", "Decision to refuse without review"),
        "approver",
    ),
    Step("award_to_notify", Text("Toekenning melden", "Notify the award"), "handler"),
    Step("refusal_to_notify", Text("Weigering melden", "Notify the refusal"), "handler"),
    Step("awarded", Text("Overeenkomst tekenen", "Sign the agreement"), "applicant"),
    Step("running", Text("Project loopt", "Project is running"), "applicant"),
    Step("claimed", Text("Schijf nakijken", "Check the instalment"), "handler"),
    Step("paying", Text("Schijf betalen", "Pay the instalment"), "approver"),
    Step("final_report", Text("Eindverslag nakijken", "Check the final report"), "handler"),
    Step("final_payment", Text("Saldo betalen", "Pay the balance"), "approver"),
    Step("refused", Text("Geweigerd, bezwaar is mogelijk", "Refused, objection is possible"), "applicant"),
    Step("objection", Text("Bezwaar behandelen", "Handle the objection"), "approver"),
    Step("closed_paid", Text("Afgesloten: alles betaald", "Closed: all paid")),
    Step("closed_refused", Text("Afgesloten: geweigerd", "Closed: refused")),
    Step("closed_stopped", Text("Afgesloten: project gestopt", "Closed: project stopped")),
    Step("closed_withdrawn", Text("Afgesloten: ingetrokken", "Closed: withdrawn")),
)

_AFTER_AWARD = ("awarded", "running", "claimed", "paying", "final_report", "final_payment")
_NOTES = (
    Note("document_added", Text("Document toegevoegd", "Document added"), ("applicant", "handler")),
    Note("question_asked", Text("Vraag gesteld", "Question asked"), ("applicant", "handler")),
    Note("question_answered", Text("Vraag beantwoord", "Question answered"), ("applicant", "handler")),
    Note("judgement_given", Text("Oordeel gegeven", "Judgement given"), ("handler",), ("admissibility", "triage")),
    Note("export_duties_told", Text("Exportplichten meegedeeld", "Export duties told"), ("system", "handler")),
    Note("reviewer_assigned", Text("Beoordelaar aangeduid", "Reviewer assigned"), ("handler",), ("reviewing",)),
    Note("review_given", Text("Beoordeling gegeven", "Review given"), ("reviewer",), ("reviewing",)),
    Note("award_published", Text("Toekenning gepubliceerd", "Award published"), ("handler",), _AFTER_AWARD),
    Note(
        "publication_found_unneeded", Text("Publicatie is niet nodig", "Publication is not needed"), ("handler",), _AFTER_AWARD
    ),
    Note(
        "project_ended",
        Text("Einde van het project gemeld", "End of the project reported"),
        ("applicant", "handler"),
        ("running",),
    ),
)


def _terms(decision: Setting) -> tuple[Term, ...]:
    publication = FIGURES.on(PLAN_DAY, "aid.transparency.months")
    return (
        Term(
            "decision",
            Text("Beslissing (gewone termijn)", "Decision (regular term)"),
            decision.duration,
            starts_on=(OPENED,),
            ends_on=("award_notified", "refusal_notified", "withdrawn"),
            suspended_by=("completion_requested", "completion_requested"),
            resumed_by=("completion_received", "completion_lapsed"),
            citation=decision.citation,
            for_whom="handler",
            on_expiry=Text(
                "De streeftermijn is voorbij. De aanvraag loopt door. De kortere termijn van de oproep kennen we niet.",
                "The target term has passed. The application goes on. We do not know the shorter term of the call.",
            ),
        ),
        Term(
            "completion",
            Text("Aanvulling", "Completion"),
            CALL["completion"].duration,
            starts_on=("completion_requested",),
            ends_on=("completion_received", "completion_lapsed", "withdrawn"),
            citation=CALL["completion"].citation,
            for_whom="applicant",
            on_expiry=Text(
                "De aanvraag kan geweigerd worden, want ze is niet volledig.",
                "The application may be refused: it is not complete.",
            ),
        ),
        Term(
            "objection",
            Text("Bezwaar", "Objection"),
            CALL["objection"].duration,
            starts_on=("refusal_notified",),
            ends_on=("objection_lodged", "refusal_became_final"),
            citation=CALL["objection"].citation,
            for_whom="applicant",
            on_expiry=Text("De weigering wordt definitief.", "The refusal becomes final."),
        ),
        Term(
            "publication",
            Text("Publicatie van de toekenning", "Publication of the award"),
            Duration.months(int(publication.value)),
            starts_on=("award_decided",),
            ends_on=("award_published", "publication_found_unneeded", "withdrawn"),
            citation=GBER_9,
            for_whom="handler",
            on_expiry=Text("De steun is niet op tijd gepubliceerd.", "The aid was not published in time."),
        ),
        Term(
            "final_report",
            Text("Eindverslag", "Final report"),
            CALL["final_report"].duration,
            starts_on=("project_ended",),
            ends_on=("final_report_submitted", "project_stopped"),
            citation=CALL["final_report"].citation,
            for_whom="applicant",
            on_expiry=Text(
                "Het saldo wordt pas betaald na het eindverslag.", "The balance is paid only after the final report."
            ),
        ),
    )


def _subsidy(kind: str, label: Text) -> Procedure:
    return Procedure(
        id=f"subsidy.{kind}",
        version="2025-1",
        label=label,
        steps=_STEPS,
        moves=MOVES,
        notes=_NOTES,
        terms=_terms(CALL[f"decision_{kind}"]),
        start="admissibility",
        ends=("closed_paid", "closed_refused", "closed_stopped", "closed_withdrawn"),
        valid=Period(PLAN_DAY, None),
    )


DEVELOPMENT = _subsidy("development", Text("Subsidie voor een ontwikkelingsproject", "Subsidy for a development project"))
RESEARCH = _subsidy("research", Text("Subsidie voor een onderzoeksproject", "Subsidy for a research project"))
PROCEDURES = (DEVELOPMENT, RESEARCH)
