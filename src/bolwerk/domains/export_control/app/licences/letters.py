"""What the letters to a holder say: invited to be heard, suspended, withdrawn, held by an embargo."""

from __future__ import annotations

from typing import Any

from bolwerk.domains.export_control.app.licences.models import Licence
from bolwerk.domains.export_control.law.holding.book import book
from bolwerk.domains.export_control.law.holding.life import ART_43, ART_43_1
from bolwerk.kernel import Calendar, Citation, Duration, Lang, Reason, Text, local_day, read_date, write_date
from bolwerk.office.cases.models import CaseEvent

__all__ = ["language", "measure"]

_SENDER = {"name": Text("Vlaamse overheid", "Flemish authorities"), "service": Text("Dienst vergunningen", "Licensing service")}
_SUBJECTS = {
    "hearing_invited": Text("Uitnodiging om gehoord te worden", "Invitation to be heard"),
    "suspended": Text("Uw vergunning is geschorst", "Your licence is suspended"),
    "suspended_urgently": Text("Uw vergunning is dringend geschorst", "Your licence is suspended urgently"),
    "withdrawn": Text("Uw vergunning is ingetrokken", "Your licence is withdrawn"),
    "embargoed": Text("Een regionaal embargo treft uw vergunning", "A regional embargo hits your licence"),
}


def language(licence: Licence) -> Lang:
    return "en" if licence.case.language == "en" else "nl"


def measure(licence: Licence, event: CaseEvent) -> dict[str, Any] | None:
    """The data of the letter `licence_measure` for a step in the life of a licence; None for a step without a letter."""
    kind = event.kind.removesuffix("_further")
    if kind not in _SUBJECTS:
        return None
    lang = language(licence)
    holder = licence.holder
    place = f"{holder.postcode} {holder.municipality}".strip()
    return {
        "sender": _SENDER,
        "addressee": {"name": holder.name, "lines": [line for line in (holder.street, place) if line]},
        "reference": licence.reference,
        "date": write_date(local_day(event.at), lang),
        "subject": _SUBJECTS[kind],
        "outcome": _outcome(kind, licence, event),
        "reasons": [Reason(Text.same(event.reason or _SUBJECTS[kind].in_(lang)), (_source(kind),))],
        "next": _next(kind),
    }


def _outcome(kind: str, licence: Licence, event: CaseEvent) -> Text:
    name, day = licence.reference, local_day(event.at)
    raw = str(event.payload.get("until") or event.payload.get("day") or "")
    end = read_date(raw) if raw else None
    if kind == "suspended_urgently":
        end = Calendar().add(day, Duration.days(int(str(event.payload["days"]))))
    nl, en = (write_date(end, "nl"), write_date(end, "en")) if end else ("", "")
    if kind == "hearing_invited":
        return Text(
            f"Wij willen u horen over vergunning {name}, op {nl}, voor wij beslissen over een maatregel.",
            f"We want to hear you on licence {name}, on {en}, before we decide on a measure.",
        )
    if kind == "withdrawn":
        return Text(
            f"Vergunning {name} is ingetrokken. Ze geldt niet meer.", f"Licence {name} is withdrawn. It holds no longer."
        )
    if kind == "embargoed":
        return Text(f"Vergunning {name} mag niet gebruikt worden.", f"Licence {name} may not be used.")
    until = Text(f" tot en met {nl}", f" until {en}") if end else Text("", "")
    return Text(f"Vergunning {name} is geschorst{until.nl}.", f"Licence {name} is suspended{until.en}.")


def _source(kind: str) -> Citation:
    if kind == "embargoed":
        return ART_43_1
    if kind == "suspended_urgently":
        return book().value("export.suspension_days", "2025-04-04").citation or ART_43
    return ART_43


def _next(kind: str) -> Text:
    if kind == "hearing_invited":
        return Text(
            "Komt u niet, dan beslissen wij met wat er is.",
            "If you do not come, we decide on what there is.",
        )
    return Text(
        "Laat geen zending meer vertrekken met deze vergunning. Wat u nog moet melden, blijft.",
        "Let no shipment leave under this licence any more. What you must still report stays.",
    )
