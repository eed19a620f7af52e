"""What somebody may apply for: the kinds, the instruments of a licence, the roles of a party.

A change of a licence and the use of a general one are asked where licences live (`app/licences`), not here.
"""

from __future__ import annotations

from django.db import models

from bolwerk.kernel import Text


class Kind(models.TextChoices):
    """Each kind has its own form and its own procedure."""

    LICENCE = "licence"
    AUTHORISATION = "authorisation"
    CERTIFICATE = "certificate"
    ADVICE = "advice"
    CONFIRMATION = "confirmation"

    @property
    def text(self) -> Text:
        return _KINDS[self.value]

    @property
    def procedure(self) -> str:
        return f"export.{self.value}"


_KINDS = {
    "licence": Text("vergunning", "licence"),
    "authorisation": Text("voorafgaande machtiging", "prior authorisation"),
    "certificate": Text("certificaat voor defensiegoederen", "certificate for defence-related products"),
    "advice": Text("voorlopig advies", "provisional advice"),
    "confirmation": Text("schriftelijke bevestiging", "written confirmation"),
}


class Instrument(models.TextChoices):
    """Which licence: the ten of the Wapenhandeldecreet, then those for dual use and for torture goods."""

    GENERAL_TRANSFER = "general_transfer"
    GLOBAL_TRANSFER = "global_transfer"
    INDIVIDUAL_TRANSFER = "individual_transfer"
    EXEMPTABLE_TRANSFER = "exemptable_transfer"
    INDIVIDUAL_EXPORT = "individual_export"
    INDIVIDUAL_TRANSIT = "individual_transit"
    INDIVIDUAL_IMPORT = "individual_import"
    COMBINED = "combined"
    FIREARM_INDIVIDUAL = "firearm_individual"
    FIREARM_DEALER = "firearm_dealer"
    DUAL_USE_INDIVIDUAL = "dual_use_individual"
    DUAL_USE_GLOBAL = "dual_use_global"
    DUAL_USE_LARGE_PROJECT = "dual_use_large_project"
    DUAL_USE_GENERAL = "dual_use_general"
    TORTURE_GOODS = "torture_goods"

    @property
    def text(self) -> Text:
        return _INSTRUMENTS[self.value]

    @property
    def dual_use(self) -> bool:
        return self.value.startswith("dual_use")


_INSTRUMENTS = {
    "general_transfer": Text("algemene overbrengingsvergunning", "general transfer licence"),
    "global_transfer": Text("globale overbrengingsvergunning", "global transfer licence"),
    "individual_transfer": Text("individuele overbrengingsvergunning", "individual transfer licence"),
    "exemptable_transfer": Text("vrijstelling voor een overbrenging", "exemption for a transfer"),
    "individual_export": Text("individuele uitvoervergunning", "individual export licence"),
    "individual_transit": Text("individuele doorvoervergunning", "individual transit licence"),
    "individual_import": Text("individuele invoervergunning", "individual import licence"),
    "combined": Text("gecombineerde vergunning", "combined licence"),
    "firearm_individual": Text("individuele vergunning voor een vuurwapen", "individual licence for a firearm"),
    "firearm_dealer": Text("open vergunning voor erkende wapenhandelaars", "open licence for recognised arms dealers"),
    "dual_use_individual": Text("individuele vergunning voor dual use", "individual dual-use authorisation"),
    "dual_use_global": Text("globale vergunning voor dual use", "global dual-use authorisation"),
    "dual_use_large_project": Text("vergunning voor een groot project (dual use)", "large project authorisation (dual use)"),
    "dual_use_general": Text("algemene EU-uitvoervergunning", "Union general export authorisation"),
    "torture_goods": Text("vergunning volgens de antifolterverordening", "authorisation under the Anti-torture Regulation"),
}


class PartyRole(models.TextChoices):
    """What a party does in the transaction."""

    APPLICANT = "applicant"
    CONSIGNEE = "consignee"
    END_USER = "end_user"
    CONSIGNOR = "consignor"
    SUPPLIER = "supplier"
    INTERMEDIARY = "intermediary"
    CARRIER = "carrier"
    TRANSIT_AGENT = "transit_agent"

    @property
    def text(self) -> Text:
        return _ROLES[self.value]


_ROLES = {
    "applicant": Text("aanvrager", "applicant"),
    "consignee": Text("bestemmeling", "consignee"),
    "end_user": Text("eindgebruiker", "end user"),
    "consignor": Text("afzender", "consignor"),
    "supplier": Text("leverancier", "supplier"),
    "intermediary": Text("tussenpersoon", "intermediary"),
    "carrier": Text("vervoerder", "carrier"),
    "transit_agent": Text("douaneagent voor de doorvoer", "transit agent"),
}


class Schema(models.TextChoices):
    """What a party is, in the schemas that the name engine reads (FollowTheMoney)."""

    COMPANY = "Company"
    ORGANISATION = "Organization"
    PUBLIC_BODY = "PublicBody"
    PERSON = "Person"
    VESSEL = "Vessel"

    @property
    def text(self) -> Text:
        return _SCHEMAS[self.value]


_SCHEMAS = {
    "Company": Text("onderneming", "company"),
    "Organization": Text("universiteit, onderzoekscentrum of vereniging", "university, research centre or association"),
    "PublicBody": Text("overheid of krijgsmacht", "public body or armed forces"),
    "Person": Text("persoon", "person"),
    "Vessel": Text("schip", "vessel"),
}


class Unit(models.TextChoices):
    """In what a quantity is counted."""

    PIECES = "pieces"
    KILOGRAM = "kg"
    GRAM = "g"
    LITRE = "l"
    METRE = "m"
    SQUARE_METRE = "m2"
    CUBIC_METRE = "m3"
    SET = "set"
    HOUR = "hour"
    COPY = "copy"

    @property
    def text(self) -> Text:
        return _UNITS[self.value]

    @property
    def whole(self) -> bool:
        """Whether it is only counted in whole numbers."""
        return self.value in ("pieces", "set", "copy")


_UNITS = {
    "pieces": Text("stuks", "pieces"),
    "kg": Text("kilogram", "kilograms"),
    "g": Text("gram", "grams"),
    "l": Text("liter", "litres"),
    "m": Text("meter", "metres"),
    "m2": Text("vierkante meter", "square metres"),
    "m3": Text("kubieke meter", "cubic metres"),
    "set": Text("sets", "sets"),
    "hour": Text("uren", "hours"),
    "copy": Text("exemplaren (software, plannen)", "copies (software, plans)"),
}


class UseSector(models.TextChoices):
    """Who the goods serve in the end."""

    MILITARY = "military"
    POLICE = "police"
    CIVIL = "civil"

    @property
    def text(self) -> Text:
        return _SECTORS[self.value]


_SECTORS = {
    "military": Text("leger", "military"),
    "police": Text("politie of veiligheidsdienst", "police or security service"),
    "civil": Text("burgerlijk", "civil"),
}
