"""The kinds of entities and the properties that questions may name, by their FollowTheMoney names, and how they read."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from bolwerk.kernel import Text

SCHEMATA: Mapping[str, Text] = MappingProxyType(
    {
        "Person": Text("persoon", "person"),
        "Company": Text("onderneming", "company"),
        "Organization": Text("organisatie", "organisation"),
        "PublicBody": Text("overheidsinstantie", "public body"),
        "LegalEntity": Text("persoon of organisatie", "person or organisation"),
        "Vessel": Text("schip", "vessel"),
        "Airplane": Text("vliegtuig", "aeroplane"),
        "Vehicle": Text("voertuig", "vehicle"),
        "Asset": Text("vermogensbestanddeel", "asset"),
        "CryptoWallet": Text("cryptoportefeuille", "crypto wallet"),
        "Thing": Text("om het even wat", "anything"),
    }
)
_PARENTS: Mapping[str, tuple[str, ...]] = {
    "Person": ("LegalEntity",),
    "Company": ("Organization", "LegalEntity", "Asset"),
    "Organization": ("LegalEntity",),
    "PublicBody": ("Organization", "LegalEntity"),
    "Vessel": ("Vehicle", "Asset"),
    "Airplane": ("Vehicle", "Asset"),
    "Vehicle": ("Asset",),
    "CryptoWallet": (),
}
PROPERTIES: Mapping[str, Text] = MappingProxyType(
    {
        "name": Text("naam", "name"),
        "alias": Text("andere naam", "alias"),
        "weakAlias": Text("zwakke andere naam", "weak alias"),
        "previousName": Text("vroegere naam", "previous name"),
        "firstName": Text("voornaam", "first name"),
        "middleName": Text("tweede voornaam", "middle name"),
        "fatherName": Text("vadersnaam", "father's name"),
        "lastName": Text("familienaam", "last name"),
        "birthDate": Text("geboortedatum", "birth date"),
        "gender": Text("geslacht", "gender"),
        "country": Text("land", "country"),
        "nationality": Text("nationaliteit", "nationality"),
        "citizenship": Text("staatsburgerschap", "citizenship"),
        "jurisdiction": Text("rechtsgebied", "jurisdiction"),
        "flag": Text("vlag", "flag"),
        "address": Text("adres", "address"),
        "city": Text("plaats", "city"),
        "parent": Text("moederorganisatie", "parent organisation"),
        "leiCode": Text("LEI", "LEI"),
        "imoNumber": Text("IMO-nummer", "IMO number"),
        "mmsi": Text("MMSI", "MMSI"),
        "callSign": Text("roepletters", "call sign"),
        "vatCode": Text("btw-nummer", "VAT number"),
        "registrationNumber": Text("registernummer", "registration number"),
        "taxNumber": Text("fiscaal nummer", "tax number"),
        "innCode": Text("INN", "INN"),
        "ogrnCode": Text("OGRN", "OGRN"),
        "swiftBic": Text("SWIFT/BIC", "SWIFT/BIC"),
        "uniqueEntityId": Text("UEI", "UEI"),
        "dunsCode": Text("DUNS-nummer", "DUNS number"),
        "passportNumber": Text("paspoortnummer", "passport number"),
        "idNumber": Text("identiteitsnummer", "identity number"),
        "position": Text("functie", "position"),
        "program": Text("regeling", "programme"),
        "topics": Text("onderwerpen", "topics"),
        "notes": Text("toelichting", "notes"),
        "sourceUrl": Text("bron", "source"),
    }
)
COUNTRIES = frozenset({"country", "nationality", "citizenship", "jurisdiction", "flag"})
TOLD_ONLY = frozenset({"position", "program", "topics", "notes", "sourceUrl"})
"""What lists tell and nobody asks by."""


def schema_named(text: str) -> str | None:
    """The schema of this name, however its letters are written."""
    return {name.casefold(): name for name in SCHEMATA}.get(text.strip().casefold())


def is_a(schema: str, wanted: str) -> bool:
    return wanted in (schema, "Thing") or wanted in _PARENTS.get(schema, ())


def property_named(text: str) -> str:
    """`birthDate` of `Person:birthDate` too."""
    return text.rpartition(":")[2].strip()
