"""When a licence says no."""

from __future__ import annotations

from datetime import date

from bolwerk.kernel import Conflict, InvalidInput, NotAllowed, NotFound, Text, write_date


class BeyondLicence(NotAllowed):
    """More is asked of a licence than it grants: quantity, value, validity, party, or while it is held. `limit` says which."""

    def __init__(self, limit: str, reference: str, what: Text, mend: Text) -> None:
        super().__init__(what, where=reference, mend=mend)
        self.limit = limit


def too_much(limit: str, reference: str, line: int, asked: Text, left: Text) -> BeyondLicence:
    values = {"asked": asked, "left": left, "line": str(line)}
    return BeyondLicence(
        limit,
        reference,
        Text(
            "Op lijn {line} kan nog {left} worden afgeschreven; er is {asked} gevraagd.",
            "On line {line} {left} can still be written off; {asked} was asked.",
        ).format(**values),
        Text(
            "Kijk de aangifte na. Voor meer is eerst een wijziging van de vergunning nodig.",
            "Check the declaration. For more, the licence must be amended first.",
        ),
    )


def outside_validity(reference: str, day: date, start: date, end: date | None) -> BeyondLicence:
    until = Text(write_date(end, "nl"), write_date(end, "en")) if end else Text("–", "–")
    return BeyondLicence(
        "validity",
        reference,
        Text(
            f"Op {write_date(day, 'nl')} gold de vergunning niet: ze geldt van {write_date(start, 'nl')} t.e.m. {until.nl}.",
            f"On {write_date(day, 'en')} the licence did not hold: it holds from {write_date(start, 'en')} to {until.en}.",
        ),
        Text("Kijk de dag van de aangifte na.", "Check the day of the declaration."),
    )


def held_on(reference: str, day: date, why: Text) -> BeyondLicence:
    return BeyondLicence(
        "held",
        reference,
        Text(
            f"Op {write_date(day, 'nl')} mocht de vergunning niet gebruikt worden: {why.nl}",
            f"On {write_date(day, 'en')} the licence could not be used: {why.en}",
        ),
        Text("Laat de zending niet vertrekken en bel de dienst.", "Do not let the shipment go and call the service."),
    )


def no_such(kind: Text, where: str) -> NotFound:
    return NotFound(
        Text(f"Deze {kind.nl} bestaat niet.", f"There is no such {kind.en}."),
        where=where,
        mend=Text(
            "Kies het uit de lijst op de pagina van de vergunning.", "Choose it from the list on the page of the licence."
        ),
    )


def key_used(key: str) -> Conflict:
    return Conflict(
        Text("Deze sleutel is al gebruikt voor iets anders.", "This key was used for something else already."),
        where=key,
        mend=Text("Begin opnieuw vanaf de vergunning.", "Start again from the licence."),
    )


def wrong(where: str, what: Text, mend: Text) -> InvalidInput:
    return InvalidInput(what, where=where, mend=mend)
