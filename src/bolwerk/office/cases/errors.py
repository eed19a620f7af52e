"""When a case says no."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bolwerk.kernel import Conflict, NotFound, Text

if TYPE_CHECKING:
    from bolwerk.office.cases.models import CaseEvent


class StaleVersion(Conflict):
    """The case moved on since it was read. `yours` and `current` are the versions, `since` the events in between."""

    def __init__(self, reference: str, yours: int, current: int, since: tuple[CaseEvent, ...]) -> None:
        super().__init__(
            Text(
                f"U werkte op versie {yours} van het dossier. Intussen staat het op versie {current}.",
                f"You worked on version {yours} of the case. Meanwhile it stands at version {current}.",
            ),
            where=reference,
            mend=Text(
                "Bekijk wat er veranderd is en doe het opnieuw als het nog klopt. Wat u typte, is bewaard.",
                "See what changed and do it again if it still holds. What you typed is kept.",
            ),
        )
        self.yours, self.current, self.since = yours, current, since


def key_used(key: str) -> Conflict:
    return Conflict(
        Text("Deze sleutel is al gebruikt voor een andere opdracht.", "This key was used for another request already."),
        where=key,
        mend=Text("Laad het dossier opnieuw en probeer nog eens.", "Load the case again and try once more."),
    )


def no_case(name: object) -> NotFound:
    return NotFound(
        Text(f"Het dossier '{name}' bestaat niet.", f"There is no case '{name}'."),
        where="case",
        mend=Text("Kijk de referentie na.", "Check the reference."),
    )
