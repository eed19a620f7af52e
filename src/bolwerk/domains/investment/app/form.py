"""The application form of the defence call: short, and asked in the words of the rules where a rule needs the answer."""

from __future__ import annotations

from functools import cache

from bolwerk.domains.investment.app.book import book
from bolwerk.kernel import Text
from bolwerk.office.advice import referral
from bolwerk.office.calls.forms import Choice, Field, FieldType, Form, Section

COMMITTEE = "esac"
TOPICS = (
    Choice("aviation", Text("luchtvaart en drones", "aviation and drones")),
    Choice("space", Text("ruimtevaart", "space")),
    Choice("maritime", Text("maritiem", "maritime")),
    Choice("cyber", Text("cyberveiligheid", "cybersecurity")),
    Choice("sensing", Text("sensoren en optica", "sensing and optics")),
    Choice("ai", Text("data en artificiële intelligentie", "data and artificial intelligence")),
    Choice("materials", Text("materialen en bescherming", "materials and protection")),
    Choice("energy", Text("energie", "energy")),
    Choice("medical", Text("medisch en logistiek", "medical and logistics")),
    Choice("other", Text("iets anders", "something else")),
)


@cache
def form() -> Form:
    """Five short parts; the costs stand beside them."""
    return Form(
        "defence-call",
        "2025-1",
        Text("Aanvraag voor de defensieoproep", "Application for the defence call"),
        (_project(), _impact(), referral.get(COMMITTEE).section, _enterprise(), _collaboration()),
    )


def _project() -> Section:
    return Section(
        "project",
        Text("Het project", "The project"),
        (
            Field("summary", FieldType.LONG_TEXT, Text("Vat uw project samen", "Summarise your project"), max_length=1500),
            Field(
                "goal",
                FieldType.LONG_TEXT,
                Text("Wat wilt u bereiken, en wat is er nieuw aan?", "What do you want to reach, and what is new about it?"),
                max_length=4000,
            ),
            Field(
                "approach",
                FieldType.LONG_TEXT,
                Text("Hoe pakt u het aan, en welke risico's ziet u?", "How do you go about it, and which risks do you see?"),
                max_length=6000,
            ),
            Field(
                "topics", FieldType.CHOICES, Text("Over welke domeinen gaat het?", "Which fields is it about?"), choices=TOPICS
            ),
            Field("starts_on", FieldType.DATE, Text("Wanneer begint het project?", "When does the project start?")),
            _fact("months", FieldType.NUMBER, "project.months", minimum=1, maximum=120),
            Field(
                "place",
                FieldType.TEXT,
                Text("Waar voert u het project uit?", "Where do you carry out the project?"),
                max_length=200,
                source="register:organisation.municipality",
            ),
            _fact("eureka", FieldType.YES_NO, "project.eureka"),
        ),
    )


def _impact() -> Section:
    return Section(
        "impact",
        Text("Wat het oplevert", "What it yields"),
        (
            Field(
                "need",
                FieldType.LONG_TEXT,
                Text("Welke nood van Defensie of een bondgenoot lost u op?", "Which need of Defence or an ally do you answer?"),
                max_length=3000,
            ),
            Field(
                "value",
                FieldType.LONG_TEXT,
                Text(
                    "Wat betekent het voor Vlaanderen: jobs, investeringen?",
                    "What does it mean for Flanders: jobs, investment?",
                ),
                max_length=3000,
            ),
            Field(
                "leverage",
                FieldType.MONEY,
                Text(
                    "Hoeveel omzet en investeringen verwacht u in vijf jaar?",
                    "How much turnover and investment do you expect in five years?",
                ),
                required=False,
                minimum=0,
            ),
            Field(
                "civil_use",
                FieldType.LONG_TEXT,
                Text("Is er ook een civiele toepassing?", "Is there a civil use too?"),
                required=False,
                max_length=2000,
            ),
        ),
    )


def _enterprise() -> Section:
    return Section(
        "enterprise",
        Text("Uw onderneming", "Your enterprise"),
        (
            _fact("works_started", FieldType.YES_NO, "works.started"),
            _fact("losses_over_half", FieldType.YES_NO, "company.losses_over_half"),
            _fact("insolvent", FieldType.YES_NO, "company.insolvent"),
            _fact("rescue_aid", FieldType.YES_NO, "company.rescue_aid"),
            _fact("recovery_order", FieldType.YES_NO, "company.recovery_order"),
            _fact("social_debts", FieldType.YES_NO, "company.social_debts"),
            _fact("assisted_area", FieldType.YES_NO, "place.assisted_a"),
        ),
        Text("Wat wij zelf kunnen opzoeken, vragen we niet.", "What we can look up ourselves, we do not ask."),
    )


def _collaboration() -> Section:
    return Section(
        "collaboration",
        Text("Samenwerking en resultaten", "Collaboration and results"),
        (
            _fact("may_publish", FieldType.YES_NO, "collaboration.may_publish", required=False),
            _fact("disseminated", FieldType.YES_NO, "results.disseminated"),
            _fact("licensed", FieldType.YES_NO, "results.licensed"),
        ),
        Text("Uw partners voegt u toe bij 'Partners en kosten'.", "You add your partners under 'Partners and costs'."),
    )


def _fact(
    name: str, type_: FieldType, fact: str, *, required: bool = True, minimum: int | None = None, maximum: int | None = None
) -> Field:
    """A question in the words of the law's vocabulary."""
    question = book().fact(fact).question
    return Field(name, type_, question, required=required, minimum=minimum, maximum=maximum, fact=fact)
