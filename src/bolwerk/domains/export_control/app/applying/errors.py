"""When applying says no."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from bolwerk.domains.export_control.app.applying.completeness import Finding
from bolwerk.kernel import BRUSSELS, Conflict, InvalidInput, NotFound, Text, write_date


class DraftConflict(Conflict):
    """Two people wrote in the same part. `yours` was not saved over `theirs`; both are here."""

    def __init__(
        self,
        part: str,
        *,
        yours: Mapping[str, object],
        theirs: Mapping[str, object],
        version: int,
        editor: str,
        edited_at: datetime,
    ) -> None:
        self.part, self.yours, self.theirs, self.version = part, yours, theirs, version
        self.editor, self.edited_at = editor, edited_at
        names = dict.fromkeys((*yours, *theirs))
        self.fields = tuple(name for name in names if yours.get(name) != theirs.get(name))
        local = edited_at.astimezone(BRUSSELS)
        super().__init__(
            Text(
                f"{editor} heeft dit deel intussen gewijzigd ({write_date(local.date(), 'nl')} om {local:%H:%M}).",
                f"{editor} changed this part in the meantime ({write_date(local.date(), 'en')} at {local:%H:%M}).",
            ),
            where=part,
            mend=Text(
                "U ziet beide versies. Kies wat blijft en bewaar opnieuw.",
                "You see both versions. Choose what stays and save again.",
            ),
        )


class Incomplete(InvalidInput):
    """Something is missing; `findings` says what, where and how to mend each."""

    def __init__(self, where: str, findings: Sequence[Finding]) -> None:
        self.findings = tuple(findings)
        count = len(self.findings)
        super().__init__(
            Text(
                f"Dit is nog niet volledig: {count} {'punt' if count == 1 else 'punten'}.",
                f"This is not complete yet: {count} {'point' if count == 1 else 'points'}.",
            ),
            where=where,
            mend=Text(
                "Vul aan wat in de lijst staat. Alles wat u typte, is bewaard.", "Complete what the list names. All is kept."
            ),
        )


def gone(what: str) -> NotFound:
    return NotFound(
        Text(
            f"Deze aanvraag bestaat niet of niet meer ({what[:80]}).",
            f"This application does not exist, or no longer ({what[:80]}).",
        ),
        where=what[:80],
        mend=Text("Ga terug naar uw vergunningen.", "Go back to your licences."),
    )


def key_used(key: str) -> Conflict:
    return Conflict(
        Text("Deze sleutel is al gebruikt voor een andere opdracht.", "This key was used for another request already."),
        where=key[:80],
        mend=Text("Laad de pagina opnieuw en probeer nog eens.", "Load the page again and try once more."),
    )
