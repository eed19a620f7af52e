"""How the engine's evidence reads on a page: words for every pairing, property and weight."""

from __future__ import annotations

from dataclasses import dataclass

from bolwerk.engines.screening import Entity, Evidence, Hit, Pairing
from bolwerk.engines.screening.lists import PropertyChange, property_changes
from bolwerk.kernel import Text
from bolwerk.ui.formats import lang, say


@dataclass(frozen=True, slots=True)
class Mark:
    """What a pairing is called, the sign that goes with it, and its class: agrees, close, differs or absent."""

    word: Text
    sign: str
    kind: str


MARKS: dict[Pairing, Mark] = {
    Pairing.SAME: Mark(Text("gelijk", "same"), "=", "agrees"),
    Pairing.SPELLING: Mark(Text("andere spelling", "other spelling"), "≈", "close"),
    Pairing.SOUND: Mark(Text("klinkt gelijk", "sounds alike"), "≈", "close"),
    Pairing.SCRIPT: Mark(Text("ander schrift", "other script"), "≈", "close"),
    Pairing.INITIAL: Mark(Text("voorletter", "initial"), "≈", "close"),
    Pairing.JOINED: Mark(Text("aaneen of los", "joined or apart"), "≈", "close"),
    Pairing.FORM: Mark(Text("rechtsvorm of titel", "legal form or title"), "·", "absent"),
    Pairing.CONTRADICTION: Mark(Text("spreekt tegen", "contradicts"), "≠", "differs"),
    Pairing.QUERY_ONLY: Mark(Text("alleen bij de partij", "only with the party"), "−", "absent"),
    Pairing.ENTRY_ONLY: Mark(Text("alleen op de lijst", "only on the list"), "+", "absent"),
}


@dataclass(frozen=True, slots=True)
class Pair:
    """One place of the two names, one above the other."""

    party: str
    entry: str
    mark: Mark
    weight: float


def aligned(hit: Hit) -> tuple[Pair, ...]:
    return tuple(Pair(one.query, one.entry, MARKS[one.pairing], one.weight) for one in hit.alignment)


@dataclass(frozen=True, slots=True)
class Side:
    """Evidence beside the name: what it is, what each side says, how much it weighs."""

    label: Text
    party: str
    entry: str
    weight: float


def evidence(hit: Hit) -> tuple[tuple[Side, ...], tuple[Side, ...]]:
    """For and against, the heaviest first."""
    # What every comparison starts from says nothing of this pair.
    told = (one for one in hit.evidence if one.weight and one.kind != "prior")
    sides = sorted((_side(one) for one in told), key=lambda one: -abs(one.weight))
    return tuple(one for one in sides if one.weight > 0), tuple(one for one in sides if one.weight < 0)


def _side(one: Evidence) -> Side:
    return Side(KINDS.get(one.kind) or label(one.kind), one.query, one.entry, one.weight)


KINDS: dict[str, Text] = {
    "identifier": Text("nummer", "identifier"),
    "birth_date": Text("geboortedatum", "birth date"),
    "country": Text("land", "country"),
    "gender": Text("geslacht", "gender"),
    "schema": Text("soort partij", "kind of party"),
    "order": Text("volgorde van de namen", "order of the names"),
    "script": Text("zelfde naam in een ander schrift", "same name in another script"),
    "weak_alias": Text("zwakke andere naam", "weak alias"),
    "place": Text("plaats", "place"),
    "parent": Text("moederorganisatie", "parent organisation"),
}
LABELS: dict[str, Text] = {
    "name": Text("naam", "name"),
    "alias": Text("andere naam", "alias"),
    "weakAlias": Text("zwakke andere naam", "weak alias"),
    "previousName": Text("vroegere naam", "previous name"),
    "birthDate": Text("geboortedatum", "birth date"),
    "country": Text("land", "country"),
    "nationality": Text("nationaliteit", "nationality"),
    "jurisdiction": Text("rechtsgebied", "jurisdiction"),
    "gender": Text("geslacht", "gender"),
    "address": Text("adres", "address"),
    "city": Text("plaats", "city"),
    "leiCode": Text("LEI", "LEI"),
    "imoNumber": Text("IMO-nummer", "IMO number"),
    "mmsi": Text("MMSI", "MMSI"),
    "callSign": Text("roepletters", "call sign"),
    "vatCode": Text("btw-nummer", "VAT number"),
    "registrationNumber": Text("registernummer", "registration number"),
    "passportNumber": Text("paspoort", "passport"),
    "idNumber": Text("identiteitsnummer", "identity number"),
    "parent": Text("moederorganisatie", "parent"),
    "topics": Text("onderwerp", "topics"),
    "program": Text("regeling", "programme"),
    "notes": Text("toelichting", "notes"),
    "sourceUrl": Text("bron", "source"),
    "flag": Text("vlag", "flag"),
    "schema": Text("soort", "kind"),
    "position": Text("functie", "position"),
}
SCHEMAS: dict[str, Text] = {
    "Person": Text("persoon", "person"),
    "Company": Text("onderneming", "company"),
    "Organization": Text("organisatie", "organisation"),
    "PublicBody": Text("overheidsinstantie", "public body"),
    "LegalEntity": Text("persoon of organisatie", "person or organisation"),
    "Vessel": Text("schip", "vessel"),
    "Airplane": Text("vliegtuig", "aeroplane"),
}


def label(name: str) -> Text:
    return LABELS.get(name) or Text.same(name)


def schema(name: str) -> Text:
    return SCHEMAS.get(name) or Text.same(name)


def rows(entity: Entity) -> tuple[tuple[Text, tuple[str, ...]], ...]:
    """An entity in full, what tells most first."""
    order = {name: place for place, name in enumerate(LABELS)}
    names = sorted(entity.properties, key=lambda name: (order.get(name, len(order)), name))
    return (
        (LABELS["schema"], (say(schema(entity.schema)),)),
        *((label(name), entity.properties[name]) for name in names),
    )


@dataclass(frozen=True, slots=True)
class Compared:
    """One property of the party beside that of the entry."""

    label: Text
    party: tuple[str, ...]
    entry: tuple[str, ...]


_NOT_COMPARED = {"topics", "program", "notes", "sourceUrl", "position"}


def side_by_side(party: Entity, entry: Entity) -> tuple[Compared, ...]:
    """What either says that could tell them apart."""
    names = [name for name in LABELS if (name in party.properties or name in entry.properties) and name not in _NOT_COMPARED]
    return tuple(Compared(label(name), party.get(name), entry.get(name)) for name in names)


def changed(before: Entity, after: Entity) -> tuple[tuple[Text, PropertyChange], ...]:
    """What differs between two versions, with the label of each property."""
    return tuple((label(one.name), one) for one in property_changes(before, after))


def score(value: float) -> str:
    """Three decimals, cut off and not rounded: what is not certain never shows as certain."""
    text = f"{min(int(value * 1000), 999) / 1000:.3f}"
    return text if lang() == "en" else text.replace(".", ",")
