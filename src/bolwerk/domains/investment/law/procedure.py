"""The subsidy procedure of plan 2.1: from application to the last payment, or to a refusal that is final.

Development and research projects follow the same steps with their own decision term, so they are two procedures from one
plan. A mixed project takes the term of its predominant category. Terms come from `call.toml`; what no source gives stands
there as a setting of the call, marked unconfirmed.
"""

from __future__ import annotations

from datetime import date

from bolwerk.domains.investment.law.call import CALL, Setting
from bolwerk.domains.investment.law.values import FIGURES
from bolwerk.engines.procedures import OPENED, Move, Note, Procedure, Step, Term
from bolwerk.kernel import Citation, Duration, Period, Text

__all__ = ["DEVELOPMENT", "GUARDS", "PROCEDURES", "RESEARCH"]

PLAN_DAY = date(2025, 4, 4)
VDP = Citation("VDP", "2.1")
VDP_ESAC = Citation("VDP", "1.1")
GBER_1 = Citation("GBER", "art. 1(4)(a)")
GBER_9 = Citation("GBER", "art. 9")

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

_ADMISSION = (
    Move(
        "completion_requested",
        Text("Aanvulling vragen", "Ask for completion"),
        ("admissibility",),
        ("completion",),
        ("handler",),
        needs_reason=True,
        fields=("missing",),
        citations=(CALL["completion"].citation,),
    ),
    Move(
        "completion_received",
        Text("Aanvulling indienen", "Submit the completion"),
        ("completion",),
        ("admissibility",),
        ("applicant", "handler"),
        citations=(CALL["completion"].citation,),
    ),
    Move(
        "declared_admissible",
        Text("Ontvankelijk verklaren", "Declare admissible"),
        ("admissibility",),
        ("triage",),
        ("handler",),
        guard="application_complete",
        citations=(Citation("GBER", "art. 6"), VDP),
    ),
    Move(
        "declared_inadmissible",
        Text("Onontvankelijk verklaren", "Declare inadmissible"),
        ("admissibility",),
        ("deciding_exclusion",),
        ("handler",),
        needs_reason=True,
        citations=(Citation("GBER", "art. 6"), VDP),
    ),
    Move(
        "completion_lapsed",
        Text("Vaststellen dat de aanvulling uitbleef", "Record that the completion did not come"),
        ("completion",),
        ("deciding_exclusion",),
        ("handler",),
        needs_reason=True,
        citations=(CALL["completion"].citation,),
    ),
)

_ETHICS = (
    Move(
        "esac_found_unneeded",
        Text("Geen advies van het ESAC nodig", "No advice of the ESAC needed"),
        ("triage",),
        ("reviewing", "ethics_known"),
        ("handler",),
        guard="triage_no_advice",
        needs_reason=True,
        citations=(VDP_ESAC,),
    ),
    Move(
        "esac_advice_requested",
        Text("Advies vragen aan het ESAC", "Ask the ESAC for advice"),
        ("triage",),
        ("reviewing", "esac_advising"),
        ("handler",),
        guard="triage_committee",
        needs_reason=True,
        citations=(VDP_ESAC,),
    ),
    Move(
        "exclusion_found",
        Text("Vaststellen dat het project uitgesloten is", "Record that the project is excluded"),
        ("triage",),
        ("deciding_exclusion",),
        ("handler",),
        guard="triage_excluded",
        needs_reason=True,
        citations=(VDP_ESAC,),
    ),
    Move(
        "esac_advice_requested_again",
        Text("Opnieuw advies vragen aan het ESAC", "Ask the ESAC for advice again"),
        ("esac_advising",),
        ("esac_advising",),
        ("handler",),
        guard="advice_can_be_asked_again",
        needs_reason=True,
        citations=(VDP_ESAC,),
    ),
    Move(
        "freed_by_advice",
        Text("Advies van het ESAC maakt de weg vrij", "The advice of the ESAC frees the way"),
        ("esac_advising",),
        ("ethics_known",),
        ("system",),
        guard="advice_frees",
        fields=("advice",),
        citations=(VDP_ESAC,),
    ),
    Move(
        "blocked_by_advice",
        Text("Advies van het ESAC blokkeert het project", "The advice of the ESAC blocks the project"),
        ("esac_advising",),
        ("ethics_known",),
        ("system",),
        guard="advice_blocks",
        fields=("advice",),
        citations=(VDP_ESAC,),
    ),
    Move(
        "refused_on_advice",
        Text("Weigeren op bindend advies", "Refuse on binding advice"),
        ("reviewed", "ethics_known"),
        ("refusal_to_notify",),
        ("approver",),
        guard="advice_blocks",
        distinct_from=("blocked_by_advice",),
        needs_reason=True,
        citations=(VDP_ESAC,),
    ),
)

_RANKING = (
    Move(
        "reviews_closed",
        Text("Beoordeling afsluiten", "Close the review"),
        ("reviewing",),
        ("reviewed",),
        ("handler",),
        guard="reviews_complete",
        citations=(CALL["reviewers"].citation,),
    ),
    Move(
        "review_stopped",
        Text("Beoordeling stopzetten: het advies is negatief", "Stop the review: the advice is negative"),
        ("reviewing",),
        ("reviewed",),
        ("handler",),
        guard="advice_blocks",
        citations=(VDP_ESAC,),
    ),
    Move(
        "application_ranked",
        Text("Rangschikken", "Rank"),
        ("reviewed", "ethics_known"),
        ("ranked",),
        ("handler",),
        guard="ethics_clear",
        fields=("rank", "score"),
        citations=(VDP,),
    ),
    Move(
        "reserve_listed", Text("Op de reservelijst zetten", "Put on the reserve list"), ("ranked",), ("reserve",), ("handler",)
    ),
    Move(
        "called_from_reserve",
        Text("Van de reservelijst halen", "Take off the reserve list"),
        ("reserve",),
        ("ranked",),
        ("handler",),
    ),
    Move(
        "reserve_expired",
        Text("Reservelijst afsluiten", "Close the reserve list"),
        ("reserve",),
        ("deciding_refusal",),
        ("handler",),
        needs_reason=True,
    ),
)

_DECISION = (
    Move(
        "award_proposed",
        Text("Toekenning voorstellen", "Propose the award"),
        ("ranked",),
        ("deciding_award",),
        ("handler",),
        fields=("amount", "rate"),
        citations=(VDP,),
    ),
    Move(
        "refusal_proposed",
        Text("Weigering voorstellen", "Propose the refusal"),
        ("ranked",),
        ("deciding_refusal",),
        ("handler",),
        needs_reason=True,
    ),
    Move(
        "award_decided",
        Text("Toekennen", "Award"),
        ("deciding_award",),
        ("award_to_notify",),
        ("approver",),
        guard="envelope_has_room",
        distinct_from=("award_proposed",),
        citations=(VDP,),
    ),
    Move(
        "award_returned",
        Text("Voorstel terugsturen", "Return the proposal"),
        ("deciding_award",),
        ("ranked",),
        ("approver",),
        needs_reason=True,
    ),
    Move(
        "refusal_decided",
        Text("Weigeren", "Refuse"),
        ("deciding_refusal",),
        ("refusal_to_notify",),
        ("approver",),
        distinct_from=("refusal_proposed", "reserve_expired"),
        needs_reason=True,
    ),
    Move(
        "refusal_returned",
        Text("Voorstel tot weigering terugsturen", "Return the proposal to refuse"),
        ("deciding_refusal",),
        ("ranked",),
        ("approver",),
        needs_reason=True,
    ),
    Move(
        "exclusion_decided",
        Text("Weigeren zonder beoordeling", "Refuse without review"),
        ("deciding_exclusion",),
        ("refusal_to_notify",),
        ("approver",),
        distinct_from=("declared_inadmissible", "completion_lapsed", "exclusion_found"),
        needs_reason=True,
    ),
    Move(
        "exclusion_returned",
        Text("Terugsturen: toch verder bekijken", "Return: look further after all"),
        ("deciding_exclusion",),
        ("admissibility",),
        ("approver",),
        needs_reason=True,
    ),
    Move("award_notified", Text("Toekenning melden", "Notify the award"), ("award_to_notify",), ("awarded",), ("handler",)),
    Move(
        "refusal_notified", Text("Weigering melden", "Notify the refusal"), ("refusal_to_notify",), ("refused",), ("handler",)
    ),
    Move(
        "withdrawn",
        Text("Aanvraag intrekken", "Withdraw the application"),
        (
            "admissibility",
            "completion",
            "triage",
            "reviewing",
            "reviewed",
            "esac_advising",
            "ethics_known",
            "ranked",
            "reserve",
            "deciding_award",
            "deciding_refusal",
            "deciding_exclusion",
            "awarded",
        ),
        ("closed_withdrawn",),
        ("applicant",),
        needs_reason=True,
        cancels=True,
    ),
)

_OBJECTION = (
    Move(
        "objection_lodged",
        Text("Bezwaar indienen", "Lodge an objection"),
        ("refused",),
        ("objection",),
        ("applicant",),
        needs_reason=True,
        citations=(CALL["objection"].citation,),
    ),
    Move(
        "refusal_became_final",
        Text("Weigering is definitief", "The refusal is final"),
        ("refused",),
        ("closed_refused",),
        ("handler",),
        guard="objection_term_over",
        citations=(CALL["objection"].citation,),
    ),
    Move(
        "objection_upheld",
        Text("Bezwaar gegrond: opnieuw bekijken", "Objection upheld: look again"),
        ("objection",),
        ("admissibility",),
        ("approver",),
        distinct_from=("refusal_decided", "exclusion_decided", "refused_on_advice"),
        needs_reason=True,
    ),
    Move(
        "objection_rejected",
        Text("Bezwaar ongegrond", "Objection rejected"),
        ("objection",),
        ("closed_refused",),
        ("approver",),
        distinct_from=("refusal_decided", "exclusion_decided", "refused_on_advice"),
        needs_reason=True,
    ),
)

_PAYMENT = (
    Move("agreement_signed", Text("Overeenkomst tekenen", "Sign the agreement"), ("awarded",), ("running",), ("applicant",)),
    Move(
        "instalment_claimed",
        Text("Schijf vragen", "Claim an instalment"),
        ("running",),
        ("claimed",),
        ("applicant",),
        guard="instalment_left",
        fields=("instalment", "amount"),
    ),
    Move(
        "instalment_approved",
        Text("Schijf goedkeuren", "Approve the instalment"),
        ("claimed",),
        ("paying",),
        ("handler",),
        guard="no_recovery_order",
        citations=(GBER_1,),
    ),
    Move(
        "instalment_returned",
        Text("Vraag terugsturen", "Return the claim"),
        ("claimed",),
        ("running",),
        ("handler",),
        needs_reason=True,
    ),
    Move(
        "instalment_paid",
        Text("Schijf betalen", "Pay the instalment"),
        ("paying",),
        ("running",),
        ("approver",),
        guard="no_recovery_order",
        distinct_from=("instalment_approved",),
        citations=(GBER_1,),
    ),
    Move(
        "final_report_submitted",
        Text("Eindverslag indienen", "Submit the final report"),
        ("running",),
        ("final_report",),
        ("applicant",),
        citations=(CALL["final_report"].citation,),
    ),
    Move(
        "final_report_returned",
        Text("Eindverslag terugsturen", "Return the final report"),
        ("final_report",),
        ("running",),
        ("handler",),
        needs_reason=True,
    ),
    Move(
        "final_report_approved",
        Text("Eindverslag goedkeuren", "Approve the final report"),
        ("final_report",),
        ("final_payment",),
        ("handler",),
        guard="no_recovery_order",
        citations=(GBER_1,),
    ),
    Move(
        "balance_paid",
        Text("Saldo betalen", "Pay the balance"),
        ("final_payment",),
        ("closed_paid",),
        ("approver",),
        guard="may_close",
        distinct_from=("final_report_approved",),
        citations=(GBER_1, GBER_9),
    ),
    Move(
        "project_stopped",
        Text("Project stopzetten", "Stop the project"),
        ("running",),
        ("closed_stopped",),
        ("approver",),
        needs_reason=True,
    ),
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
        moves=(*_ADMISSION, *_ETHICS, *_RANKING, *_DECISION, *_OBJECTION, *_PAYMENT),
        notes=_NOTES,
        terms=_terms(CALL[f"decision_{kind}"]),
        start="admissibility",
        ends=("closed_paid", "closed_refused", "closed_stopped", "closed_withdrawn"),
        valid=Period(PLAN_DAY, None),
    )


DEVELOPMENT = _subsidy("development", Text("Subsidie voor een ontwikkelingsproject", "Subsidy for a development project"))
RESEARCH = _subsidy("research", Text("Subsidie voor een onderzoeksproject", "Subsidy for a research project"))
PROCEDURES = (DEVELOPMENT, RESEARCH)
