"""What the service knows of a country, by topic: dated, with a source, reusable in every sheet. Versions, never edits."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING

from bolwerk.domains.export_control.app.handling.errors import needed, wrong
from bolwerk.domains.export_control.app.handling.models import CountryNote
from bolwerk.domains.export_control.app.handling.subject import now
from bolwerk.domains.export_control.law.sheet import ASKS
from bolwerk.kernel import Text
from bolwerk.office.cases import journal
from bolwerk.office.identity import policies

if TYPE_CHECKING:
    from bolwerk.office.identity.models import User

GENERAL = "general"
TOPICS = (GENERAL, *ASKS)
LONGEST = 8000


def of_country(country: str, on: date) -> tuple[CountryNote, ...]:
    """The notes that hold on a day: of each topic the last version that had begun, unless it ended the note."""
    found: dict[str, CountryNote] = {}
    for note in CountryNote.objects.select_related("by").filter(country=country.upper(), valid_from__lte=on).order_by("number"):
        found[note.topic] = note
    return tuple(found[topic] for topic in TOPICS if topic in found and not found[topic].ended)


def countries(on: date) -> dict[str, int]:
    """How many notes hold on a day, by country."""
    named = CountryNote.objects.filter(valid_from__lte=on).order_by("country").values_list("country", flat=True).distinct()
    counted = {country: len(of_country(country, on)) for country in named}
    return {country: count for country, count in counted.items() if count}


def history(country: str, topic: str) -> list[CountryNote]:
    return list(CountryNote.objects.select_related("by").filter(country=country.upper(), topic=topic).order_by("-number"))


@journal.in_one_step
def keep(
    country: str,
    topic: str,
    text: str,
    *,
    source: str,
    valid_from: date,
    actor: User,
    key: str,
    ended: bool = False,
    at: datetime | None = None,
) -> CountryNote:
    """A new version of the note on a topic. Raises `InvalidInput` with the field."""
    policies.require(actor, "export.register")
    code = country.strip().upper()
    if len(code) != 2 or not code.isascii() or not code.isalpha():
        raise wrong(
            "country",
            f"'{country[:20]}' is geen landcode.",
            f"'{country[:20]}' is not a country code.",
            "Geef twee letters, zoals IN.",
            "Give two letters, such as IN.",
        )
    if topic not in TOPICS:
        raise wrong("topic", "Dit onderwerp bestaat niet.", "There is no such topic.", "Kies uit de lijst.", "Choose one.")
    if not text.strip():
        raise needed("text", Text("de tekst van de nota", "the text of the note"))
    if not source.strip():
        raise needed("source", Text("de bron", "the source"))
    if len(text) > LONGEST:
        raise wrong("text", f"Hoogstens {LONGEST} tekens.", f"At most {LONGEST} characters.", "Kort het in.", "Shorten it.")
    journal.lock()
    if done := CountryNote.objects.filter(key=key).first():
        return done
    last = history(code, topic)
    return CountryNote.objects.create(
        country=code,
        topic=topic,
        number=last[0].number + 1 if last else 1,
        text=text.strip(),
        source=source.strip()[:500],
        valid_from=valid_from,
        ended=ended,
        key=key,
        by=actor,
        at=at or now(),
    )
