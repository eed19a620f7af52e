"""The letters and documents of an application: what they say is settled with the move; a task makes the PDF after it.

The document of a licence carries a fingerprint of what it says: whoever holds it can have it checked in the register.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from hashlib import sha256
from typing import TYPE_CHECKING, Any

from bolwerk.domains.export_control.app.handling import deciding, sheets
from bolwerk.domains.export_control.app.handling.lanes import decider
from bolwerk.domains.export_control.app.handling.subject import application_of
from bolwerk.domains.export_control.app.licences.models import Licence
from bolwerk.domains.export_control.app.licences.terms import ROLES
from bolwerk.domains.export_control.law.procedures.settings import SETTINGS, Setting
from bolwerk.kernel import Calendar, Money, Reason, Text, local_day, write_date
from bolwerk.office import log
from bolwerk.office.documents.tasks import make_letter

if TYPE_CHECKING:
    from bolwerk.office.cases.models import Case, CaseEvent

SENDER = {
    "name": "Dienst Controle Strategische Goederen (voorbeeld)",
    "service": "Vlaamse overheid",
    "lines": ["Havenlaan 88", "1000 Brussel"],
    "contact": "csg@vlaanderen.example",
}
_ROLES = {
    "minister": Text("namens de minister", "for the minister"),
    "department": Text("namens het departement", "for the Department"),
}
_OUTCOMES = {
    "advice": {
        "positive": Text("Ons voorlopig advies is gunstig.", "Our provisional advice is positive."),
        "conditional": Text(
            "Ons voorlopig advies is gunstig, onder voorwaarden.", "Our provisional advice is positive, under conditions."
        ),
        "negative": Text("Ons voorlopig advies is ongunstig.", "Our provisional advice is negative."),
    },
    "confirmation": {
        "positive": Text(
            "Wij bevestigen dat dit geen ander materiaal voor militair gebruik is.",
            "We confirm that this is no other material for military use.",
        ),
        "conditional": Text(
            "Wij bevestigen dit alleen voor het gebruik dat u beschreef.",
            "We confirm this only for the use that you described.",
        ),
        "negative": Text(
            "Wij kunnen dit niet bevestigen: het is ander materiaal voor militair gebruik.",
            "We cannot confirm this: it is other material for military use.",
        ),
    },
}


def send(case: Case, name: str, event: CaseEvent) -> None:
    """Have the letter made once this transaction is done; once per event."""
    template, compose = _LETTERS[name]
    _make(case, event, template, compose(case, event, case.language))


def send_licence(case: Case, event: CaseEvent, licence: Licence) -> None:
    """The document of the licence itself."""
    _make(case, event, "export_licence", licence_data(licence, case.language))


def _make(case: Case, event: CaseEvent, template: str, data: Mapping[str, Any]) -> None:
    lang = case.language
    whole = {
        "sender": SENDER,
        "addressee": _addressee(case),
        "reference": case.reference,
        "date": write_date(local_day(event.at), "en" if lang == "en" else "nl"),
        "subject": case.subject,
        **data,
    }
    make_letter.enqueue(str(case.pk), template, whole, lang, f"letter:{template}:{event.key}"[:200], event.at.isoformat())


def fingerprint(licence: Licence) -> str:
    """SHA-256 over what the version in force of the licence says, in groups of four to read aloud."""
    version = licence.versions.order_by("-number").first()
    said = {
        "reference": licence.reference,
        "holder": licence.holder.kbo,
        "instrument": licence.instrument,
        "version": licence.number,
        "terms": version.terms if version else {},
    }
    digest = sha256(log.canonical(said).encode()).hexdigest()[:32]
    return "-".join(digest[at : at + 4] for at in range(0, 32, 4))


def same_fingerprint(licence: Licence, typed: str) -> bool:
    """Whether what somebody reads off a paper is the fingerprint of the version in force."""
    plain = "".join(sign for sign in typed.lower() if sign.isalnum())
    return bool(plain) and plain == fingerprint(licence).replace("-", "")


def licence_data(licence: Licence, lang: str) -> dict[str, Any]:
    tongue: Any = "en" if lang == "en" else "nl"
    free = Text("geen grens", "no ceiling")
    facts = [
        (Text("Vergunning", "Licence"), licence.reference),
        (Text("Soort", "Kind"), licence.label.in_(tongue)),
        (Text("Houder", "Holder"), f"{licence.holder.name} ({licence.holder.kbo_dotted})"),
        (Text("Geldig vanaf", "Valid from"), write_date(licence.valid_from, tongue)),
        (Text("Geldig tot en met", "Valid until"), write_date(licence.valid_until, tongue) if licence.valid_until else "-"),
        (Text("Vingerafdruk", "Fingerprint"), fingerprint(licence)),
    ]
    goods = [
        [
            str(line.number),
            " · ".join(part for part in (line.description, line.code, line.cn) if part),
            free.in_(tongue) if line.quantity is None else f"{line.quantity:f} {line.unit}",
            free.in_(tongue) if line.cents is None else Money(line.cents).in_(tongue),
        ]
        for line in licence.lines.all()
    ]
    parties = [[ROLES[party.role].in_(tongue), party.name, party.country] for party in licence.parties.all()]
    return {
        "facts": [[label.in_(tongue), value] for label, value in facts],
        "goods": goods,
        "parties": parties,
        "conditions": [{"text": one} for one in licence.conditions],
    }


def _addressee(case: Case) -> dict[str, Any]:
    organisation = case.organisation
    if organisation is None:
        return {"name": case.subject}
    town = f"{organisation.postcode} {organisation.municipality}".strip()
    return {"name": organisation.name, "lines": [line for line in (organisation.street, town) if line]}


def _completion(case: Case, event: CaseEvent, lang: str) -> dict[str, Any]:
    items = [str(one) for one in event.payload.get("missing", ())] or [event.reason]
    return {"items": [{"text": one} for one in items], "due": _due(event, SETTINGS["completion"], lang)}


def _closure(case: Case, event: CaseEvent, lang: str) -> dict[str, Any]:
    return {"reasons": [{"text": event.reason}], "objection": _appeal(event, lang), "signatures": _signatures(case, lang)}


def _hearing(case: Case, event: CaseEvent, lang: str) -> dict[str, Any]:
    setting = SETTINGS["hearing"]
    return {"reasons": _grounds(case, lang), "due": _due(event, setting, lang), "note": _unsure(setting, lang)}


def _refusal(case: Case, event: CaseEvent, lang: str) -> dict[str, Any]:
    decided = case.events.filter(kind="refusal_decided").order_by("-seq").first()
    heard = case.events.filter(kind__in=("hearing_held", "hearing_waived", "hearing_lapsed")).order_by("-seq").first()
    reasons = [*_grounds(case, lang), *([{"text": decided.reason}] if decided and decided.reason else [])]
    return {
        "reasons": reasons,
        "heard": _heard(heard, lang),
        "objection": _appeal(event, lang),
        "signatures": _signatures(case, lang),
    }


def _heard(event: CaseEvent | None, lang: str) -> str:
    if event is None or event.kind == "hearing_lapsed":
        told = Text(
            "U werd uitgenodigd om gehoord te worden. Wij kregen geen reactie.",
            "You were invited to be heard. We got no reaction.",
        )
    elif event.kind == "hearing_waived":
        told = Text("U koos ervoor om niet gehoord te worden.", "You chose not to be heard.")
    else:
        told = Text("Wij hoorden u. Dit is het verslag: {text}", "We heard you. This is the record: {text}").format(
            text=event.reason
        )
    return told.in_("en" if lang == "en" else "nl")


def _grant(case: Case, event: CaseEvent, lang: str) -> dict[str, Any]:
    proposal = deciding.proposed(case)
    partly = case.events.filter(kind="grant_proposed").order_by("-seq").values_list("payload", flat=True).first() or {}
    licence = Licence.objects.filter(granted_by=case).order_by("-valid_from").first()
    found: dict[str, Any] = {
        "outcome": (
            Text(
                "Wij kennen de vergunning toe voor een deel van wat u vroeg.",
                "We grant the licence for part of what you asked.",
            )
            if partly.get("partial")
            else Text("Wij kennen de vergunning toe.", "We grant the licence.")
        ).in_("en" if lang == "en" else "nl"),
        "licence": licence.reference if licence else case.reference,
        "conditions": [{"text": one} for one in (proposal.conditions if proposal else ())],
        "signatures": _signatures(case, lang),
    }
    if partly.get("partial"):
        found["objection"] = _appeal(event, lang)
    return found


def _held(case: Case, event: CaseEvent, lang: str) -> dict[str, Any]:
    """A prior authorisation or a certificate: to whom, since when, on what conditions."""
    proposal = deciding.proposed(case)
    holder = application_of(case).applicant
    facts = [
        (Text("Houder", "Holder"), f"{holder.name} ({holder.kbo_dotted})"),
        (Text("Sinds", "Since"), write_date(local_day(event.at), "en" if lang == "en" else "nl")),
    ]
    return {
        "facts": [[label.in_("en" if lang == "en" else "nl"), value] for label, value in facts],
        "conditions": [{"text": one} for one in (proposal.conditions if proposal else ())],
        "signatures": _signatures(case, lang),
    }


def _opinion(kind: str) -> Callable[[Case, CaseEvent, str], dict[str, Any]]:
    def compose(case: Case, event: CaseEvent, lang: str) -> dict[str, Any]:
        given = case.events.filter(kind="opinion_proposed").order_by("-seq").first()
        outcome = str(given.payload.get("outcome", "")) if given else ""
        told = _OUTCOMES[kind].get(outcome, Text("Ons antwoord volgt hieronder.", "Our answer follows below."))
        return {
            "outcome": told.in_("en" if lang == "en" else "nl"),
            "reasons": [{"text": given.reason if given else case.subject}],
            "signatures": _signatures(case, lang),
        }

    return compose


def _grounds(case: Case, lang: str) -> list[dict[str, Any]]:
    """The rows of law that the assessment came to, then what the handler wrote."""
    standing = sheets.standing(case)
    rows: tuple[Reason, ...] = (
        tuple(because.as_reason() for because in standing.why) if standing and standing.may_refuse else ()
    )
    tongue: Any = "en" if lang == "en" else "nl"
    found: list[dict[str, Any]] = [
        {"text": row.text.in_(tongue), "citations": [str(one) for one in row.citations]} for row in rows
    ]
    proposed = case.events.filter(kind__in=("refusal_proposed", "review_failed")).order_by("-seq").first()
    return [*found, *([{"text": proposed.reason}] if proposed else [])] or [{"text": case.subject}]


def _appeal(event: CaseEvent, lang: str) -> list[str]:
    setting = SETTINGS["appeal"]
    due = Calendar().add(local_day(event.at), setting.duration)
    told = Text(
        f"Bent u het niet eens? U kunt in beroep gaan, uiterlijk op {write_date(due, 'nl')}. "
        f"Deze termijn is een instelling van de dienst ({setting.citation.standing.label.nl}): kijk na wat voor u geldt.",
        f"Do you disagree? You can lodge an appeal, by {write_date(due, 'en')} at the latest. "
        f"This term is a setting of the service ({setting.citation.standing.label.en}): check what holds for you.",
    )
    return [told.in_("en" if lang == "en" else "nl")]


def _due(event: CaseEvent, setting: Setting, lang: str) -> str:
    return write_date(Calendar().add(local_day(event.at), setting.duration), "en" if lang == "en" else "nl")


def _unsure(setting: Setting, lang: str) -> str:
    return setting.note.in_("en" if lang == "en" else "nl") if setting.note else ""


def _signatures(case: Case, lang: str) -> list[dict[str, str]]:
    """Who decided; the one who prepared is not named to the outside."""
    tongue: Any = "en" if lang == "en" else "nl"
    kinds = ("grant_decided", "refusal_decided", "opinion_decided", "closure_decided", "review_confirmed")
    found = case.events.filter(kind__in=kinds, actor__isnull=False).select_related("actor").order_by("-seq").first()
    if found is None:
        return []
    role = _ROLES[decider(case)].in_(tongue)
    return [{"name": str(found.actor), "role": role, "date": write_date(local_day(found.at), tongue)}]


Compose = Callable[["Case", "CaseEvent", str], Mapping[str, Any]]
_LETTERS: dict[str, tuple[str, Compose]] = {
    "completion": ("completion_request", _completion),
    "closure": ("export_closure", _closure),
    "hearing": ("export_hearing", _hearing),
    "refusal": ("export_refusal", _refusal),
    "grant": ("export_grant", _grant),
    "authorisation": ("export_authorisation", _held),
    "certificate": ("export_certificate", _held),
    "advice": ("export_advice", _opinion("advice")),
    "confirmation": ("export_confirmation", _opinion("confirmation")),
}
