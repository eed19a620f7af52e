"""The letters of a subsidy case: what they say is settled when the move is made; a task makes the PDF after it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import TYPE_CHECKING, Any

from bolwerk.domains.investment.app import money
from bolwerk.domains.investment.app.facts import known_of, values
from bolwerk.domains.investment.app.form import COMMITTEE
from bolwerk.domains.investment.app.pricing import price
from bolwerk.domains.investment.law.call import CALL
from bolwerk.kernel import Calendar, Money, Reason, Text, local_day, write_date
from bolwerk.office.advice import referral
from bolwerk.office.calls.models import Application
from bolwerk.office.calls.selectors import application_of_case, award_plan
from bolwerk.office.documents.tasks import make_letter

if TYPE_CHECKING:
    from bolwerk.office.cases.models import Case, CaseEvent

SENDER = {
    "name": "Agentschap Innoveren en Ondernemen (voorbeeld)",
    "service": "Oproep defensie",
    "lines": ["Koning Albert II-laan 35 bus 12", "1030 Brussel"],
    "contact": "defensieoproep@vlaio.example",
}


def send(case: Case, name: str, event: CaseEvent) -> None:
    """Have the letter made once this transaction is done; once per event."""
    template, compose = _LETTERS[name]
    lang = case.language
    data = {
        "sender": SENDER,
        "addressee": _addressee(case),
        "reference": case.reference,
        "date": write_date(local_day(event.at), lang),
        "subject": case.subject,
        **compose(case, event, lang),
    }
    key = f"letter:{template}:{event.key}"[:200]
    make_letter.enqueue(str(case.pk), template, data, lang, key, event.at.isoformat())


def _addressee(case: Case) -> dict[str, Any]:
    organisation = case.organisation
    if organisation is None:
        return {"name": case.subject}
    town = f"{organisation.postcode} {organisation.municipality}".strip()
    return {"name": organisation.name, "lines": [line for line in (organisation.street, town) if line]}


def _export_duties(case: Case, event: CaseEvent, lang: str) -> dict[str, Any]:
    """What follows from the application's own answers; what is open is said to be open."""
    # The case is being opened: its application does not point to it yet.
    application = Application.objects.filter(pk=event.payload.get("application")).first()
    on = local_day(event.at)
    facts = values(known_of(application, on)) if application else {}
    answer = referral.get(COMMITTEE).duties(facts, on)
    told = [because.as_reason() for because in answer.why] if answer.state == "value" else []
    none = Text("Uit uw antwoorden volgt nu geen plicht.", "No duty follows from your answers now.")
    unsure = Text(
        "Welke plichten gelden, hangt nog af van wat u levert en aan wie. Kijk het na voor u uitvoert.",
        "Which duties apply still depends on what you supply and to whom. Check it before you export.",
    )
    return {
        "duties": _reasons(tuple(told), lang) or [{"text": (none if answer.state == "value" else unsure).in_(lang)}],
        "unknown": answer.asks(lang),
    }


def _completion(case: Case, event: CaseEvent, lang: str) -> dict[str, Any]:
    due = Calendar().add(local_day(event.at), CALL["completion"].duration)
    return {"items": [{"text": event.reason}], "due": write_date(due, lang)}


def _admissibility(case: Case, event: CaseEvent, lang: str) -> dict[str, Any]:
    steps = (
        Text("Experts beoordelen uw project.", "Experts review your project."),
        Text("Zo nodig geeft het ESAC een bindend advies.", "Where needed the ESAC gives a binding advice."),
        Text("Daarna rangschikken en beslissen wij.", "After that we rank and decide."),
    )
    return {"steps": [step.in_(lang) for step in steps]}


def _award(case: Case, event: CaseEvent, lang: str) -> dict[str, Any]:
    award, application = money.award_of(case), application_of_case(case)
    if award is None or application is None:
        return {}
    priced = price(application, local_day(application.submission.submitted_at))
    return {
        "amount": award.amount.in_(lang),
        "reasons": _reasons(priced.outcome.why if priced.outcome else (), lang),
        "instalments": [[part.label.in_(lang), amount.in_(lang), f"{part.percent} %"] for part, amount in award_plan(award)],
        "objection": [_objection(local_day(event.at), lang)],
        "signatures": _signatures(case, ("award_proposed", "award_decided"), lang),
    }


def _refusal(case: Case, event: CaseEvent, lang: str) -> dict[str, Any]:
    decided = (
        case.events.filter(kind__in=("refusal_decided", "exclusion_decided", "refused_on_advice")).order_by("-seq").first()
    )
    reason = decided.reason if decided else event.reason
    return {
        "reasons": [{"text": reason or case.subject}],
        "objection": [_objection(local_day(event.at), lang)],
        "signatures": _signatures(
            case, ("refusal_proposed", "refusal_decided", "exclusion_decided", "refused_on_advice"), lang
        ),
    }


def _payment(case: Case, event: CaseEvent, lang: str) -> dict[str, Any]:
    obligation = money.obligation_of(case)
    if obligation is None:
        return {}
    last = obligation.entries.filter(kind="payment").order_by("-pk").first()
    rows = (
        (Text("Toegekend", "Awarded"), Money(obligation.committed)),
        (Text("Al betaald", "Paid so far"), Money(obligation.paid)),
        (Text("Nog te betalen", "Still to pay"), obligation.left),
    )
    return {
        "amount": (last.money if last else obligation.left).in_(lang),
        "facts": [[label.in_(lang), amount.in_(lang)] for label, amount in rows],
    }


def _objection(sent: date, lang: str) -> str:
    term = CALL["objection"]
    due = Calendar().add(sent, term.duration)
    return Text(
        f"Dien uw bezwaar in op uw dossier, uiterlijk op {write_date(due, 'nl')}. "
        f"Deze termijn is een instelling van de oproep ({term.citation.standing.label.nl}).",
        f"Lodge your objection in your case by {write_date(due, 'en')}. "
        f"This term is a setting of the call ({term.citation.standing.label.en}).",
    ).in_(lang)


def _signatures(case: Case, kinds: tuple[str, ...], lang: str) -> list[dict[str, str]]:
    found = case.events.filter(kind__in=kinds, actor__isnull=False).select_related("actor").order_by("seq")
    role = Text("namens het agentschap", "on behalf of the agency").in_(lang)
    return [{"name": str(e.actor), "role": role, "date": write_date(local_day(e.at), lang)} for e in found][-2:]


def _reasons(why: tuple[Reason, ...], lang: str) -> list[dict[str, Any]]:
    return [{"text": r.text.in_(lang), "citations": [str(c) for c in dict.fromkeys(r.citations)]} for r in why]


Compose = Callable[["Case", "CaseEvent", str], Mapping[str, Any]]
_LETTERS: dict[str, tuple[str, Compose]] = {
    "export_duties": ("export_duties", _export_duties),
    "completion": ("completion_request", _completion),
    "admissibility": ("admissibility", _admissibility),
    "award": ("award", _award),
    "refusal": ("refusal", _refusal),
    "payment": ("payment", _payment),
}
