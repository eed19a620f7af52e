"""The end-user certificate and the international import certificate: what they say, and as a letter ready to be signed."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from hashlib import sha256
from typing import Any

from bolwerk.domains.export_control.app.applying.form import countries
from bolwerk.domains.export_control.app.applying.kinds import PartyRole, UseSector
from bolwerk.domains.export_control.app.applying.models import Application, EndUse, GoodsLine, Party
from bolwerk.domains.export_control.app.applying.papers import CERTIFICATE
from bolwerk.kernel import InvalidInput, Lang, Money, Text
from bolwerk.office import log
from bolwerk.office.documents.letters import render

_SERVICE = {"nl": "dienst Controle Strategische Goederen (dCSG)", "en": "Strategic Goods Control service (dCSG)"}
_BELGIUM = Text("België", "Belgium")


def country(code: str) -> Text:
    """The name of a country; its code when it has none in the vocabulary."""
    return _BELGIUM if code == "BE" else countries().get(code, Text.same(code))


def content(
    application: Application, signer: Party, parties: Sequence[Party], lines: Sequence[GoodsLine], use: EndUse | None
) -> dict[str, Any]:
    """What the signer signs for. A change in any of it asks for a new signature."""
    return {
        "exporter": [application.applicant.kbo, application.applicant.name],
        "signer": _who(signer),
        "parties": sorted(
            [party.role, *_who(party)] for party in parties if party.role in (PartyRole.CONSIGNEE, PartyRole.END_USER)
        ),
        "goods": [
            [
                line.description,
                line.code,
                str(line.plain_quantity or ""),
                line.unit if line.quantity else "",
                ", ".join(line.serials),
            ]
            for line in lines
        ],
        "use": [use.text, use.country, use.sector, bool(use.reexport_undertaking)] if use else [],
    }


def digest(said: dict[str, Any]) -> str:
    return sha256(log.canonical(said).encode()).hexdigest()


def letter(
    application: Application,
    kind: str,
    signer: Party,
    parties: Sequence[Party],
    lines: Sequence[GoodsLine],
    use: EndUse | None,
    lang: Lang,
    on: date,
) -> bytes:
    """The certificate as PDF/UA. Raises `InvalidInput` when there are no goods or no end use to sign for yet."""
    if not lines or use is None:
        raise InvalidInput(
            Text("Er is nog niets om voor te tekenen.", "There is nothing to sign for yet."),
            where=application.title,
            mend=Text("Vul eerst de goederen en het eindgebruik in.", "Fill in the goods and the end use first."),
        )
    code = digest(content(application, signer, parties, lines, use))[:12]
    data: dict[str, Any] = {
        "sender": {"name": signer.name, "lines": [signer.address, country(signer.country)], "contact": code},
        "addressee": {"name": "Vlaamse overheid", "lines": [_SERVICE[lang]]},
        "reference": f"{application.pk.hex[:8].upper()}-{code}",
        "date": on,
        "subject": application.title,
        "applicant": application.applicant.name,
        "signer": signer.name,
        "facts": _facts(application, parties, use, lang),
        "goods": [_row(line, lang) for line in lines],
        "use": use.text,
        "undertaking": bool(use.reexport_undertaking),
        "total": Money(sum(line.cents or 0 for line in lines)) if any(line.cents for line in lines) else "",
    }
    return render("end_user_certificate" if kind == CERTIFICATE else "import_certificate", data, lang)


def _facts(application: Application, parties: Sequence[Party], use: EndUse, lang: Lang) -> list[list[object]]:
    words = {
        "exporter": Text("Uitvoerder", "Exporter"),
        "number": Text("Ondernemingsnummer", "Enterprise number"),
        "country": Text("Land van eindgebruik", "Country of end use"),
        "sector": Text("Gebruik", "Use"),
    }
    consignees: list[tuple[Text, object]] = [
        (PartyRole(party.role).text, f"{party.name}, {party.address}, {country(party.country).in_(lang)}")
        for party in parties
        if party.role in (PartyRole.CONSIGNEE, PartyRole.END_USER)
    ]
    rows: list[list[object]] = [
        [words["exporter"], application.applicant.name],
        [words["number"], application.applicant.kbo_dotted],
    ]
    rows += [[_capital(label), who] for label, who in consignees]
    rows += [[words["country"], country(use.country)]] if use.country else []
    rows += [[words["sector"], UseSector(use.sector).text]] if use.sector else []
    return rows


def _capital(label: Text) -> Text:
    return Text(label.nl[:1].upper() + label.nl[1:], label.en[:1].upper() + label.en[1:])


def _row(line: GoodsLine, lang: Lang) -> list[object]:
    amount = line.plain_quantity
    many = "" if amount is None else f"{_number(amount, lang)} {line.unit_text.in_(lang)}"
    serials = f" ({', '.join(line.serials)})" if line.serials else ""
    return [str(line.number), f"{line.description}{serials}", line.code or "–", many]


def _number(value: object, lang: Lang) -> str:
    return str(value).replace(".", "," if lang == "nl" else ".")


def _who(party: Party) -> list[str]:
    return [party.name, party.country, party.address]
