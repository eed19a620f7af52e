"""What an applicant reads of a case: plain words for where it stands, and only what was told to them.

A decision that was made but not yet notified shows as being prepared: the letter tells it first.
"""

from __future__ import annotations

from collections.abc import Iterable

from bolwerk.engines.procedures import Step
from bolwerk.faces.desk.licensing import steps as licensing
from bolwerk.kernel import Text

_CHECKED = Text("Wij kijken na of uw aanvraag volledig is.", "We check whether your application is complete.")
_ASSESSED = Text("Uw project wordt beoordeeld.", "Your project is being assessed.")
_PREPARED = Text("Wij bereiden de beslissing voor.", "We are preparing the decision.")
_ADVISED = Text("Het ESAC geeft advies over uw project.", "The ESAC is giving advice on your project.")
_COUNCIL = Text("Het ESAC bekijkt uw project.", "The ESAC is looking at your project.")
_DEALT = Text("Wij behandelen uw dossier.", "We are dealing with your case.")

_STATUS: dict[str, Text] = {
    "admissibility": _CHECKED,
    "completion": Text("Wij wachten op uw aanvulling.", "We are waiting for your completion."),
    "triage": _ASSESSED,
    "reviewing": _ASSESSED,
    "reviewed": _ASSESSED,
    "ethics_known": _ASSESSED,
    "esac_advising": _ADVISED,
    "ranked": _PREPARED,
    "reserve": _PREPARED,
    "deciding_award": _PREPARED,
    "deciding_refusal": _PREPARED,
    "deciding_exclusion": _PREPARED,
    "award_to_notify": _PREPARED,
    "refusal_to_notify": _PREPARED,
    "awarded": Text("U krijgt steun. Teken de overeenkomst.", "You get aid. Sign the agreement."),
    "running": Text("Uw project loopt.", "Your project is running."),
    "claimed": Text("Wij kijken uw gevraagde schijf na.", "We are checking the instalment you claimed."),
    "paying": Text("Wij betalen uw schijf.", "We are paying your instalment."),
    "final_report": Text("Wij kijken uw eindverslag na.", "We are checking your final report."),
    "final_payment": Text("Wij betalen het saldo.", "We are paying the balance."),
    "refused": Text("Uw aanvraag is geweigerd. U kunt bezwaar indienen.", "Your application was refused. You may object."),
    "objection": Text("Wij behandelen uw bezwaar.", "We are handling your objection."),
    "informing": Text("Het ESAC wacht op informatie van u.", "The ESAC is waiting for information from you."),
    "requested": _COUNCIL,
    "declaring": _COUNCIL,
    "scoring": _COUNCIL,
    "voting": _COUNCIL,
    "notifying": _COUNCIL,
}

_TO_DO: dict[str, Text] = {
    "completion": Text("Bezorg ons wat ontbreekt.", "Send us what is missing."),
    "awarded": Text("Teken de overeenkomst.", "Sign the agreement."),
    "running": Text("Vraag een schijf of dien uw eindverslag in.", "Claim an instalment or submit your final report."),
    "refused": Text("Bent u niet akkoord? Dien bezwaar in.", "Do you disagree? Lodge an objection."),
    "informing": Text("Geef de gevraagde informatie.", "Give the information that was asked."),
}

# Kinds of event an applicant sees, with what it means for them.
EVENTS: dict[str, Text] = {
    "case_opened": Text("Aanvraag ingediend", "Application submitted"),
    "completion_requested": Text("Wij vroegen een aanvulling", "We asked for a completion"),
    "completion_received": Text("Aanvulling ontvangen", "Completion received"),
    "declared_admissible": Text("Uw aanvraag is ontvankelijk", "Your application is admissible"),
    "esac_found_unneeded": Text("Geen advies van het ESAC nodig", "No advice of the ESAC needed"),
    "esac_advice_requested": Text("Advies gevraagd aan het ESAC", "Advice asked of the ESAC"),
    "freed_by_advice": Text("Het advies van het ESAC maakt de weg vrij", "The advice of the ESAC frees the way"),
    "blocked_by_advice": Text("Het advies van het ESAC is ongunstig", "The advice of the ESAC is negative"),
    "award_notified": Text("U krijgt steun", "You get aid"),
    "refusal_notified": Text("Uw aanvraag is geweigerd", "Your application was refused"),
    "refusal_became_final": Text("De weigering is definitief", "The refusal is final"),
    "withdrawn": Text("Aanvraag ingetrokken", "Application withdrawn"),
    "objection_lodged": Text("Bezwaar ingediend", "Objection lodged"),
    "objection_upheld": Text("Uw bezwaar is gegrond: wij bekijken het opnieuw", "Your objection is upheld: we look again"),
    "objection_rejected": Text("Uw bezwaar is ongegrond", "Your objection was rejected"),
    "agreement_signed": Text("Overeenkomst getekend", "Agreement signed"),
    "instalment_claimed": Text("Schijf gevraagd", "Instalment claimed"),
    "instalment_approved": Text("Schijf goedgekeurd", "Instalment approved"),
    "instalment_returned": Text("Uw vraag om een schijf kwam terug", "Your claim was returned"),
    "instalment_paid": Text("Schijf betaald", "Instalment paid"),
    "final_report_submitted": Text("Eindverslag ingediend", "Final report submitted"),
    "final_report_returned": Text("Uw eindverslag kwam terug", "Your final report was returned"),
    "final_report_approved": Text("Eindverslag goedgekeurd", "Final report approved"),
    "balance_paid": Text("Saldo betaald", "Balance paid"),
    "project_stopped": Text("Project stopgezet", "Project stopped"),
    "project_ended": Text("Einde van het project gemeld", "End of the project reported"),
    "award_published": Text("Toekenning gepubliceerd", "Award published"),
    "document_added": Text("Document toegevoegd", "Document added"),
    "question_asked": Text("Vraag gesteld", "Question asked"),
    "question_answered": Text("Vraag beantwoord", "Question answered"),
    "export_duties_told": Text("Plichten bij uitvoer getoond", "Export duties shown"),
    "information_requested": Text("Het ESAC vroeg informatie", "The ESAC asked for information"),
    "information_received": Text("Informatie bezorgd", "Information sent"),
    "advice_notified": Text("Het ESAC gaf zijn advies", "The ESAC gave its advice"),
}

# Kinds whose reason was written for the applicant, or by them.
REASONS_SHOWN = frozenset(
    {
        "completion_requested",
        "completion_received",
        "refusal_notified",
        "withdrawn",
        "objection_lodged",
        "objection_upheld",
        "objection_rejected",
        "instalment_claimed",
        "instalment_returned",
        "final_report_submitted",
        "final_report_returned",
        "project_stopped",
        "project_ended",
        "question_asked",
        "question_answered",
        "information_requested",
        "information_received",
    }
)

EVENT_TONES = {
    "completion_requested": "attention",
    "information_requested": "attention",
    "instalment_returned": "attention",
    "final_report_returned": "attention",
    "blocked_by_advice": "stop",
    "refusal_notified": "stop",
    "objection_rejected": "stop",
    "award_notified": "good",
    "instalment_paid": "good",
    "balance_paid": "good",
    "declared_admissible": "good",
}

# Not the term of publication: it starts when an award is decided, before it is notified.
_TERMS_TOLD = frozenset({"decision", "completion", "objection", "final_report", "advice"})

TOLD = {**EVENTS, **licensing.EVENTS}
"""Every kind of event that an applicant sees, whatever the case is about."""


def reason_shown(kind: str) -> bool:
    return kind in REASONS_SHOWN | licensing.REASONS_SHOWN


def tone(kind: str) -> str:
    return EVENT_TONES.get(kind) or licensing.TONES.get(kind, "")


def told(term: str) -> bool:
    """Whether a term says something to the applicant before it is about them."""
    return term in _TERMS_TOLD | licensing.TERMS


def status(steps: Iterable[Step]) -> Text:
    """Where the case stands. An unknown step of the service reads as being dealt with; one of the applicant by its label."""
    found = list(dict.fromkeys(_word(step) for step in steps)) or [_DEALT]
    return Text(" ".join(text.nl for text in found), " ".join(text.en for text in found))


def to_do(steps: Iterable[Step]) -> Text | None:
    """What the applicant must do now, if anything."""
    return next(
        (_TO_DO.get(step.id) or licensing.TO_DO.get(step.id, step.label) for step in steps if step.role == "applicant"), None
    )


def _word(step: Step) -> Text:
    if known := _STATUS.get(step.id) or licensing.STATUS.get(step.id):
        return known
    return step.label if step.role in ("applicant", "") else _DEALT
