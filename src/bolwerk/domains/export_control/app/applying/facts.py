"""What is known of an application, as typed facts for the rules, each with where it comes from.

Later sources win: the registers, the answers, what the house granted, what follows from the parties, goods and papers.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from bolwerk.domains.export_control.app.applying.form import HEADS
from bolwerk.domains.export_control.app.applying.kinds import Instrument, Kind
from bolwerk.domains.export_control.app.applying.models import Application, GoodsLine, Party
from bolwerk.domains.export_control.app.book import book
from bolwerk.engines.rules import Fact, FactKind, Value
from bolwerk.kernel import InvalidInput, Money, Text
from bolwerk.office.registers.models import Organisation, OrganisationKind

REGISTER = Text("uit het register", "from the register")
ANSWERED = Text("uw antwoord", "your answer")
DERIVED = Text("volgt uit uw aanvraag", "follows from your application")
_FLEMISH_PROVINCES = ("1", "3", "4", "7")
_FLEMISH_DISTRICTS = ("23", "24")
"""The statistical codes: Antwerp, West and East Flanders, Limburg; of Brabant the districts of Halle-Vilvoorde and Leuven."""
_GOODS_OF = {
    Instrument.FIREARM_INDIVIDUAL: "civil_firearm",
    Instrument.FIREARM_DEALER: "civil_firearm",
    Instrument.GENERAL_TRANSFER: "defence",
    Instrument.GLOBAL_TRANSFER: "defence",
    Instrument.INDIVIDUAL_TRANSFER: "defence",
    Instrument.EXEMPTABLE_TRANSFER: "defence",
}
_MOVEMENT_OF = {
    Instrument.GENERAL_TRANSFER: "transfer_to_eu",
    Instrument.GLOBAL_TRANSFER: "transfer_to_eu",
    Instrument.INDIVIDUAL_TRANSFER: "transfer_to_eu",
    Instrument.EXEMPTABLE_TRANSFER: "transfer_to_eu",
    Instrument.INDIVIDUAL_EXPORT: "export",
    Instrument.INDIVIDUAL_TRANSIT: "transit",
    Instrument.INDIVIDUAL_IMPORT: "import",
}
_DUAL_USE_TYPE = {
    Instrument.DUAL_USE_INDIVIDUAL: "individual",
    Instrument.DUAL_USE_GLOBAL: "global",
    Instrument.DUAL_USE_LARGE_PROJECT: "large_project",
}


Source = Callable[[Organisation, date], Mapping[str, Value]]
_SOURCES: list[Source] = []


def add_source(source: Source) -> None:
    """What another part of the field knows of an applicant on a day, such as the authorisations that it holds."""
    if source not in _SOURCES:
        _SOURCES.append(source)


@dataclass(frozen=True, slots=True)
class Known:
    """One fact: its value, and its origin in words."""

    value: Value
    origin: Text


def askable(name: str) -> Fact | None:
    """The fact when an applicant may be asked it; None when it is unknown or an official judges it."""
    fact = book().facts.get(name)
    return fact if fact and fact.kind is not FactKind.JUDGEMENT else None


def read_answers(raw: Mapping[str, object]) -> dict[str, Value]:
    """The answers that can be read; the others are left out (the page of the part says what is wrong with them)."""
    found: dict[str, Value] = {}
    for name, text in raw.items():
        fact = askable(name)
        if fact is None or not isinstance(text, str) or not text.strip():
            continue
        try:
            found[name] = fact.read(text)
        except InvalidInput:
            continue
    return found


def known_of(
    application: Application,
    answers: Mapping[str, object],
    parties: Iterable[Party],
    lines: Iterable[GoodsLine],
    programme: Mapping[str, object],
    papers: Iterable[str],
    on: date,
) -> dict[str, Known]:
    """Every fact of an application. `programme` is what the part on the ICP says, `papers` the kinds of paper there are."""
    told = {name: Known(value, ANSWERED) for name, value in read_answers(answers).items()}
    rows = {
        **{name: Known(value, REGISTER) for name, value in of_organisation(application.applicant, on).items()},
        **{name: Known(value, DERIVED) for name, value in _of_instrument(application).items()},
        **told,
        **{name: Known(value, REGISTER) for name, value in granted(application.applicant, on).items()},
        **{name: Known(value, DERIVED) for name, value in _of_goods(list(lines)).items()},
        **{name: Known(value, DERIVED) for name, value in _of_parties(application, answers, list(parties)).items()},
        **{name: Known(value, DERIVED) for name, value in _of_programme(application, programme, set(papers)).items()},
    }
    return {name: known for name, known in rows.items() if name in book().facts}


def of_organisation(organisation: Organisation, on: date) -> dict[str, Value]:
    """What the registers say of the applicant on a day."""
    found: dict[str, Value] = {"applicant.belgian_seat": organisation.country == "BE"}
    if organisation.country != "BE":
        found["applicant.flemish"] = False
    elif organisation.nis:
        found["applicant.flemish"] = organisation.nis[0] in _FLEMISH_PROVINCES or organisation.nis[:2] in _FLEMISH_DISTRICTS
    if organisation.kind == OrganisationKind.PUBLIC_BODY:
        found["applicant.status"] = "public_body"
    elif organisation.kind:
        found["applicant.status"] = "other"
    return found | granted(organisation, on)


def granted(organisation: Organisation, on: date) -> dict[str, Value]:
    """What other parts of the field granted the applicant: no answer changes it."""
    found: dict[str, Value] = {}
    for source in _SOURCES:
        found |= source(organisation, on)
    return found


def _of_instrument(application: Application) -> dict[str, Value]:
    """What the instrument itself says, so that nobody is asked it again."""
    found: dict[str, Value] = {"trade.stage": "preparing" if application.edition == 0 else "applied"}
    if not application.instrument:
        return found
    instrument = Instrument(application.instrument)
    if instrument in _GOODS_OF:
        found["goods.class"] = _GOODS_OF[instrument]
    if instrument.dual_use:
        found |= {"goods.class": "dual_use", "goods.dual_use_listed": True}
    if instrument in _MOVEMENT_OF:
        found["trade.movement"] = _MOVEMENT_OF[instrument]
    if instrument in _DUAL_USE_TYPE:
        found["dualuse.licence_type"] = _DUAL_USE_TYPE[instrument]
    return found


def _of_goods(lines: list[GoodsLine]) -> dict[str, Value]:
    if not lines:
        return {}
    found: dict[str, Value] = {}
    if all(line.cents is not None for line in lines):
        found["goods.value"] = Money(sum(line.cents or 0 for line in lines)).cents // 100
    categories = [line.code.split(".")[0] for line in lines if line.code.startswith("ML")]
    if categories:
        found["goods.ml_category"] = categories[0]
        found["goods.on_military_list"] = True
    if any(line.serials for line in lines):
        found["firearm.serial_known"] = all(line.serials for line in lines)
    return found


def _of_parties(application: Application, answers: Mapping[str, object], parties: list[Party]) -> dict[str, Value]:
    """How many consignees (on import: consignors), and in how many countries."""
    movement = str(answers.get("trade.movement", ""))
    incoming = movement in ("import", "transfer_into_flanders") or application.instrument == Instrument.INDIVIDUAL_IMPORT
    role = "consignor" if incoming else "consignee"
    found = {(party.mark, party.name): party.country for party in parties if party.role == role}
    if not found:
        return {}
    many = "several_one_country" if len(set(found.values())) == 1 else "several_countries"
    return {"trade.parties": "one" if len(found) == 1 else many}


def _of_programme(application: Application, programme: Mapping[str, object], papers: set[str]) -> dict[str, Value]:
    if application.kind not in (Kind.AUTHORISATION, Kind.CERTIFICATE):
        return {}
    heads: dict[str, Value] = {
        f"icp.{head}": bool(str(programme.get(head) or "").strip()) or f"icp_{head}" in papers or "icp" in papers
        for head, _, _ in HEADS
    }
    return {
        **heads,
        "icp.check": True,
        "authorisation.icp": any(heads.values()),
        "authorisation.manager_named": bool(str(programme.get("manager") or "").strip()),
    }
