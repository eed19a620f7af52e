"""When the screening desk says no."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bolwerk.kernel import Conflict, InvalidInput, NotAllowed, NotFound, Text

if TYPE_CHECKING:
    from bolwerk.office.screening.models import Decision


class StaleAlert(Conflict):
    """Somebody decided since the alert was read. `since`: the decisions in between."""

    def __init__(self, name: str, yours: int, current: int, since: tuple[Decision, ...]) -> None:
        who = ", ".join(f"{decision.actor or 'Bolwerk'}" for decision in since)
        super().__init__(
            Text(
                f"Intussen is over deze melding beslist door {who}: u zag versie {yours}, ze staat op versie {current}.",
                f"Meanwhile {who} decided on this alert: you saw version {yours}, it stands at version {current}.",
            ),
            where=name,
            mend=Text(
                "Bekijk die beslissing en beslis opnieuw als het nog klopt. Wat u typte, is bewaard.",
                "See that decision and decide again if it still holds. What you typed is kept.",
            ),
        )
        self.yours, self.current, self.since = yours, current, since


def key_used(key: str) -> Conflict:
    return Conflict(
        Text("Deze sleutel is al gebruikt voor een andere opdracht.", "This key was used for another request already."),
        where=key[:80],
        mend=Text("Laad de pagina opnieuw en probeer nog eens.", "Load the page again and try once more."),
    )


def no_alert(name: object) -> NotFound:
    return NotFound(
        Text(f"De melding '{str(name)[:80]}' bestaat niet.", f"There is no alert '{str(name)[:80]}'."),
        where="alert",
        mend=Text("Ga terug naar de wachtrij.", "Go back to the queue."),
    )


def no_run(name: object) -> NotFound:
    return NotFound(
        Text(f"De screening '{str(name)[:80]}' bestaat niet.", f"There is no run '{str(name)[:80]}'."),
        where="run",
        mend=Text("Kijk de nummers na met 'bolwerk screening status'.", "Look up the numbers with 'bolwerk screening status'."),
    )


def closed() -> NotAllowed:
    return NotAllowed(
        Text("Deze melding is gesloten; er valt niets meer te beslissen.", "This alert is closed; nothing is left to decide."),
        where="alert",
        mend=Text("Kijk of er een nieuwere melding is.", "See whether there is a newer alert."),
    )


def settled() -> NotAllowed:
    return NotAllowed(
        Text("Over deze melding is al beslist.", "This alert was decided already."),
        where="alert",
        mend=Text("Heropen ze eerst, met een reden.", "Reopen it first, with a reason."),
    )


def unknown_outcome(outcome: str) -> InvalidInput:
    return InvalidInput(
        Text(f"'{outcome[:40]}' is geen beslissing.", f"'{outcome[:40]}' is no decision."),
        where="outcome",
        mend=Text("Kies: true_hit, false_hit of escalated.", "Choose: true_hit, false_hit or escalated."),
    )


def unknown_profile(name: str, known: tuple[str, ...]) -> InvalidInput:
    return InvalidInput(
        Text(f"Het profiel '{name[:40]}' bestaat niet.", f"There is no profile '{name[:40]}'."),
        where="profile",
        mend=Text(f"Kies uit: {', '.join(known)}.", f"Choose from: {', '.join(known)}."),
    )


def no_lists() -> InvalidInput:
    return InvalidInput(
        Text("Er zijn nog geen lijsten ingeladen.", "No lists were loaded yet."),
        where="lists",
        mend=Text("Laad eerst een lijst in.", "Load a list first."),
    )


def expiry_past() -> InvalidInput:
    return InvalidInput(
        Text("De vervaldag ligt niet in de toekomst.", "The day of expiry does not lie in the future."),
        where="expires",
        mend=Text("Kies een latere dag, of laat ze leeg.", "Choose a later day, or leave it empty."),
    )


def nameless(ref: str) -> InvalidInput:
    return InvalidInput(
        Text("Deze partij heeft geen naam: er valt niets te screenen.", "This party has no name: there is nothing to screen."),
        where=ref[:80] or "subject",
        mend=Text("Vul een naam in.", "Fill in a name."),
    )
