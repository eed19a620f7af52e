"""When a committee says no."""

from __future__ import annotations

from collections.abc import Sequence

from bolwerk.kernel import Conflict, InvalidInput, NotAllowed, NotFound, Reason, Text


class Recused(NotAllowed):
    """A member with an interest may not score, vote or write."""

    def __init__(self, name: str, why: Text) -> None:
        self.why = why
        super().__init__(
            Text(f"Wie een belang heeft, doet niet mee. {why.nl}", f"Who has an interest does not take part. {why.en}"),
            where=name,
            mend=Text("Een vervanger kan uw plaats innemen.", "A substitute can take your place."),
        )


class NoValidAdvice(NotAllowed):
    """The votes do not make an advice yet; `reasons` say what is missing."""

    def __init__(self, reasons: Sequence[Reason]) -> None:
        self.reasons = tuple(reasons)
        said = [reason.text for reason in self.reasons]
        super().__init__(
            Text(
                f"Er is nog geen geldig advies. {' '.join(text.nl for text in said)}",
                f"There is no valid advice yet. {' '.join(text.en for text in said)}",
            ),
            where="tally",
            mend=Text(
                "Vraag de leden die nog niet stemden, of hun vervangers.", "Ask members who did not vote, or their substitutes."
            ),
        )


def closed() -> NotAllowed:
    return NotAllowed(
        Text("Deze vraag om advies is afgesloten.", "This request for advice is closed."),
        where="advice",
        mend=Text("Bekijk het advies in het dossier.", "See the advice in the case."),
    )


def no_seat(name: str) -> NotAllowed:
    return NotAllowed(
        Text("U zit voor dit dossier niet in de commissie.", "You have no seat for this case."),
        where=name,
        mend=Text("Alleen wie zetelde toen de vraag kwam, doet mee.", "Only those seated when the question came take part."),
    )


def bad_config(where: str, error: Exception) -> InvalidInput:
    return InvalidInput(
        Text(f"De instelling van de commissie klopt niet ({error}).", f"The committee's configuration is not right ({error})."),
        where=where,
        mend=Text("Kijk quorum, samenstelling, meerderheid en aspecten na.", "Check quorum, mix, majority and aspects."),
    )


def stale(yours: int, current: int) -> Conflict:
    return Conflict(
        Text(
            f"U werkte op versie {yours}; de vraag om advies staat op versie {current}.",
            f"You worked on version {yours}; the request for advice stands at version {current}.",
        ),
        where="advice",
        mend=Text(
            "Bekijk wat er bijkwam en probeer opnieuw. Wat u typte, blijft staan.",
            "See what was added and try again. All is kept.",
        ),
    )


def key_used(key: str) -> Conflict:
    return Conflict(
        Text("Deze sleutel is al gebruikt voor een andere opdracht.", "This key was used for another request already."),
        where=key[:80],
        mend=Text("Laad de pagina opnieuw en probeer nog eens.", "Load the page again and try once more."),
    )


def gone(what: str) -> NotFound:
    return NotFound(
        Text(f"Dit bestaat niet of niet meer ({what[:80]}).", f"This does not exist, or no longer ({what[:80]})."),
        where=what[:80],
        mend=Text("Ga terug naar het overzicht.", "Go back to the overview."),
    )
