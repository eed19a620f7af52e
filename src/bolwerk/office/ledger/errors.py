"""When the money says no."""

from __future__ import annotations

from bolwerk.kernel import Money, NotAllowed, Text


class InsufficientRoom(NotAllowed):
    """More is asked of an envelope than it has. `asked` and `room` are exact."""

    def __init__(self, envelope: str, asked: Money, room: Money) -> None:
        values = {"asked": asked.as_text(), "room": room.as_text()}
        super().__init__(
            Text("{asked} past niet: er is nog {room}.", "{asked} does not fit: {room} is left.").format(**values),
            where=envelope,
            mend=Text(
                "Leg minder vast, geef eerst een vastlegging vrij, of zet het dossier op de reservelijst.",
                "Commit less, release another commitment first, or put the case on the reserve list.",
            ),
        )
        self.envelope, self.asked, self.room = envelope, asked, room


class BeyondObligation(NotAllowed):
    """More is asked of an obligation than it has `left` to pay, release or recover."""

    def __init__(self, obligation: str, asked: Money, left: Money, verb: Text) -> None:
        values = {"asked": asked.as_text(), "left": left.as_text(), "verb": verb}
        super().__init__(
            Text(
                "{asked} is te veel: hier kan nog {left} worden {verb}.",
                "{asked} is too much: {left} can still be {verb} here.",
            ).format(**values),
            where=obligation,
            mend=Text("Geef een bedrag dat daar binnen blijft.", "Give an amount that stays within it."),
        )
        self.obligation, self.asked, self.left = obligation, asked, left
