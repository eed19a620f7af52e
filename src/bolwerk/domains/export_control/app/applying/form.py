"""The form of each kind as data: its parts, and what each part asks. What else is asked follows from determinations."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from types import MappingProxyType

from bolwerk.domains.export_control.app.applying.kinds import Instrument, Kind, PartyRole, Schema, Unit, UseSector
from bolwerk.domains.export_control.app.book import book
from bolwerk.kernel import Text
from bolwerk.office.calls.forms import Choice, Field, FieldType, Section

ROUTE, PARTIES, GOODS, PAPERS = "route", "parties", "goods", "papers"
END_USE, TRANSPORT, PROGRAMME, EVIDENCE = "end-use", "transport", "programme", "evidence"
QUESTION, CONFIRM = "question", "confirm"
VERSION = "2026.1"
TEXT, LONG, DATE, CHOICE, CHOICES, YES_NO, NUMBER = (
    FieldType.TEXT,
    FieldType.LONG_TEXT,
    FieldType.DATE,
    FieldType.CHOICE,
    FieldType.CHOICES,
    FieldType.YES_NO,
    FieldType.NUMBER,
)

PART_LABELS: Mapping[str, Text] = MappingProxyType(
    {
        ROUTE: Text("Wat en waarheen", "What and where to"),
        PARTIES: Text("Partijen", "Parties"),
        GOODS: Text("Goederen", "Goods"),
        END_USE: Text("Eindgebruik", "End use"),
        TRANSPORT: Text("Vervoer", "Transport"),
        PROGRAMME: Text("Intern programma (ICP)", "Compliance programme (ICP)"),
        EVIDENCE: Text("Andere bewijsstukken", "Other evidence"),
        QUESTION: Text("Uw vraag", "Your question"),
        CONFIRM: Text("Waarom niet militair", "Why not military"),
        PAPERS: Text("Stukken", "Papers"),
    }
)
_KIND_PARTS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        Kind.LICENCE: (ROUTE, PARTIES, GOODS, END_USE, TRANSPORT, PAPERS),
        Kind.AUTHORISATION: (PROGRAMME, PAPERS),
        Kind.CERTIFICATE: (PROGRAMME, EVIDENCE, PAPERS),
        Kind.ADVICE: (ROUTE, QUESTION, PARTIES, GOODS, PAPERS),
        Kind.CONFIRMATION: (CONFIRM, GOODS, PAPERS),
    }
)
NEED_NO_PARTIES = (Kind.ADVICE,)
"""Of this kind parties may be told, but need not."""
WITHOUT_QUANTITY = (Instrument.GLOBAL_TRANSFER, Instrument.GENERAL_TRANSFER, Instrument.DUAL_USE_GLOBAL)
"""Instruments for categories of goods: no quantity need be told. So too for every kind but a licence."""

HEADS: tuple[tuple[str, Text, Text], ...] = (
    (
        "resources",
        Text("Mensen en middelen", "People and resources"),
        Text(
            "Wie werkt aan exportcontrole, hoeveel tijd, met welke middelen?",
            "Who works on export control, for how long, with what means?",
        ),
    ),
    (
        "responsibility",
        Text("Wie is verantwoordelijk", "Chain of responsibility"),
        Text("Wie beslist over een zending, en wie vervangt die persoon?", "Who decides on a shipment, and who stands in?"),
    ),
    (
        "audits",
        Text("Interne audits", "Internal audits"),
        Text(
            "Hoe vaak kijkt u uw werking na, en wat doet u met fouten?",
            "How often do you check your work, and what do you do about errors?",
        ),
    ),
    (
        "training",
        Text("Opleiding", "Training"),
        Text("Wie krijgt welke opleiding, en wanneer opnieuw?", "Who gets which training, and when again?"),
    ),
    (
        "security",
        Text("Fysieke en technische beveiliging", "Physical and technical security"),
        Text("Hoe beveiligt u gebouwen, gegevens en goederen?", "How do you secure buildings, data and goods?"),
    ),
    (
        "traceability",
        Text("Elke zending terugvinden", "Traceability"),
        Text("Hoe vindt u terug wat wanneer naar wie ging?", "How do you trace what went to whom, and when?"),
    ),
)
"""The six heads of an internal compliance programme (Wapenhandeldecreet art. 14 §3)."""
SHOWN_COUNTRIES = "destination.country"


def parts_of(kind: str) -> tuple[str, ...]:
    return _KIND_PARTS[kind]


def _choices(kinds: object) -> tuple[Choice, ...]:
    return tuple(Choice(one.value, one.text) for one in kinds)  # type: ignore[attr-defined]


@cache
def countries() -> Mapping[str, Text]:
    """The countries by ISO code, with Belgium, in the words of the vocabulary."""
    fact = book().facts[SHOWN_COUNTRIES]
    return MappingProxyType({str(value): fact.label(value) for value in fact.values})


@cache
def party_section() -> Section:
    """One party."""
    return Section(
        PARTIES,
        PART_LABELS[PARTIES],
        (
            Field("roles", CHOICES, Text("Rol", "Role"), choices=_choices(PartyRole)),
            Field("name", TEXT, Text("Naam", "Name"), max_length=300),
            Field("country", CHOICE, Text("Land", "Country"), choices=tuple(Choice(c, t) for c, t in countries().items())),
            Field("address", TEXT, Text("Adres", "Address"), max_length=300),
            Field("schema", CHOICE, Text("Soort partij", "Kind of party"), choices=_choices(Schema)),
            Field(
                "number",
                TEXT,
                Text("Btw- of registratienummer", "VAT or registration number"),
                Text("Van het land van de partij. Ook LEI of IMO kan.", "Of the country of the party. LEI or IMO may do too."),
                required=False,
                max_length=60,
            ),
            Field(
                "aliases",
                TEXT,
                Text("Andere namen", "Other names"),
                Text("Gescheiden door een puntkomma.", "Separated by a semicolon."),
                required=False,
                max_length=1000,
            ),
            Field("website", TEXT, Text("Website", "Website"), required=False, max_length=200),
        ),
    )


@cache
def line_section() -> Section:
    """One line of goods. Quantity and value are texts here: `reading` knows their exact rules."""
    return Section(
        GOODS,
        PART_LABELS[GOODS],
        (
            Field("description", TEXT, Text("Omschrijving", "Description"), max_length=500),
            Field(
                "code",
                TEXT,
                Text("Code van de lijst", "List code"),
                Text("Zoals ML6.a, of ‘geen’.", "Like ML6.a, or ‘none’."),
                max_length=40,
            ),
            Field(
                "cn", TEXT, Text("GN-code", "CN code"), Text("Acht cijfers.", "Eight digits."), required=False, max_length=12
            ),
            Field("quantity", TEXT, Text("Hoeveelheid", "Quantity"), max_length=40),
            Field("unit", CHOICE, Text("Eenheid", "Unit"), choices=_choices(Unit)),
            Field(
                "value",
                TEXT,
                Text("Waarde in euro", "Value in euro"),
                Text("Van de hele lijn.", "Of the whole line."),
                max_length=40,
            ),
            Field("serials", TEXT, Text("Serienummers", "Serial numbers"), required=False, max_length=5000),
        ),
    )


def section_of(part: str) -> Section | None:
    """The questions of a part that does not hang on the determinations; None for rows, papers and the route."""
    return _sections().get(part)


@cache
def _sections() -> Mapping[str, Section]:
    return {part: Section(part, PART_LABELS[part], fields) for part, fields in _fields().items()}


def _fields() -> Mapping[str, tuple[Field, ...]]:
    return {
        END_USE: (
            Field(
                "use",
                LONG,
                Text("Waarvoor dienen de goederen?", "What are the goods for?"),
                Text(
                    "Twee of drie zinnen: wat doet de eindgebruiker ermee, en waar?",
                    "Two or three sentences: what does the end user do with them, and where?",
                ),
                max_length=4000,
            ),
            Field("sector", CHOICE, Text("Wie gebruikt ze?", "Who uses them?"), choices=_choices(UseSector)),
            Field(
                "contract",
                TEXT,
                Text("Bestelling of contract", "Order or contract"),
                Text("Het nummer, als u het hebt.", "Its number, if you have it."),
                required=False,
                max_length=120,
            ),
        ),
        TRANSPORT: (
            Field(
                "way",
                CHOICE,
                Text("Hoe reizen de goederen?", "How do the goods travel?"),
                choices=(
                    Choice("road", Text("over de weg", "by road")),
                    Choice("sea", Text("over zee", "by sea")),
                    Choice("air", Text("door de lucht", "by air")),
                    Choice("rail", Text("per spoor", "by rail")),
                    Choice("digital", Text("digitaal (software of plannen)", "digitally (software or plans)")),
                    Choice("hand", Text("met een persoon mee", "carried by a person")),
                ),
            ),
            Field(
                "through",
                TEXT,
                Text("Langs welke landen en havens?", "Through which countries and ports?"),
                required=False,
                max_length=500,
            ),
            Field("starts_on", DATE, Text("Vroegste dag van vertrek", "Earliest day of departure"), required=False),
            Field(
                "shipments", NUMBER, Text("Aantal zendingen", "Number of shipments"), required=False, minimum=1, maximum=10_000
            ),
            Field(
                "returns_on",
                DATE,
                Text("Terug op", "Back on"),
                Text("Alleen als de goederen terugkomen.", "Only if the goods come back."),
                required=False,
            ),
        ),
        PROGRAMME: (
            *(
                Field(
                    head,
                    LONG,
                    label,
                    Text(
                        f"{help.nl} Schrijf het hier, of laad het op bij Stukken.",
                        f"{help.en} Write it here, or upload it under Papers.",
                    ),
                    required=False,
                    max_length=8000,
                )
                for head, label, help in HEADS
            ),
            Field(
                "manager",
                TEXT,
                Text("Verantwoordelijke leidinggevende", "Responsible manager"),
                Text("Voornaam en naam.", "First name and name."),
                max_length=200,
            ),
            Field("manager_function", TEXT, Text("Functie", "Function"), max_length=200),
            Field("manager_contact", TEXT, Text("E-mail of telefoon", "E-mail or telephone"), max_length=200),
        ),
        EVIDENCE: (
            Field(
                "evidence",
                LONG,
                Text("Ervaring en organisatie", "Experience and organisation"),
                Text(
                    "Artikel 14 §3 van het decreet vraagt er vijf. Het ICP is er een; vraag de dienst naar de vier andere.",
                    "Article 14 §3 of the decree asks five. The ICP is one; ask the service for the other four.",
                ),
                max_length=8000,
            ),
        ),
        QUESTION: (
            Field(
                "plan",
                LONG,
                Text("Wat bent u van plan?", "What do you plan?"),
                Text(
                    "Een plan volstaat: u hoeft nog niets gesloten te hebben.",
                    "A plan is enough: nothing needs to be concluded yet.",
                ),
                max_length=8000,
            ),
            Field("doubt", LONG, Text("Waarover bent u niet zeker?", "What are you not sure about?"), max_length=4000),
        ),
        CONFIRM: (
            Field(
                "properties",
                LONG,
                Text("Wat kan het product?", "What can the product do?"),
                Text("De technische kenmerken, en wat het niet kan.", "Its technical properties, and what it cannot do."),
                max_length=8000,
            ),
            Field(
                "civil_use",
                LONG,
                Text("Wie gebruikt het vandaag, en waarvoor?", "Who uses it today, and what for?"),
                max_length=4000,
            ),
        ),
    }
