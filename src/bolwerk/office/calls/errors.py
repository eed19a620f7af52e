"""When a call says no."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from bolwerk.kernel import BRUSSELS, BolwerkError, Conflict, InvalidInput, NotAllowed, NotFound, Text, write_date
from bolwerk.office.calls.completeness import Finding


class CallClosed(NotAllowed):
    """The call takes no application at that moment: it closed at `closed_at`, or opens only at `opens_at`."""

    def __init__(self, code: str, *, opens_at: datetime, closes_at: datetime, at: datetime) -> None:
        self.opens_at, self.closed_at = opens_at, closes_at
        if at < opens_at:
            what = Text("Deze oproep opent pas op {when}.", "This call opens only on {when}.").format(when=moment(opens_at))
            mend = Text("Kom dan terug.", "Come back then.")
        else:
            what = Text("Deze oproep is gesloten sinds {when}.", "This call closed on {when}.").format(when=moment(closes_at))
            mend = Text(
                "Uw ontwerp blijft bewaard: u kunt het lezen en voor een volgende oproep gebruiken.",
                "Your draft is kept: you can read it and use it for a next call.",
            )
        super().__init__(what, where=code, mend=mend)


class DraftConflict(Conflict):
    """Two people wrote in the same part. `yours` was not saved over `theirs`; both are here, with the `fields` that differ."""

    def __init__(
        self,
        section: str,
        *,
        yours: Mapping[str, object],
        theirs: Mapping[str, object],
        version: int,
        editor: str,
        edited_at: datetime,
    ) -> None:
        self.section, self.yours, self.theirs, self.version = section, yours, theirs, version
        self.editor, self.edited_at = editor, edited_at
        names = sorted({*yours, *theirs})
        self.fields = tuple(name for name in names if yours.get(name) != theirs.get(name))
        when = moment(edited_at)
        super().__init__(
            Text(
                f"{editor} heeft dit deel intussen gewijzigd ({when.nl}).",
                f"{editor} changed this part in the meantime ({when.en}).",
            ),
            where=section,
            mend=Text(
                "U ziet beide versies naast elkaar. Kies wat blijft en bewaar opnieuw.",
                "You see both versions side by side. Choose what stays and save again.",
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


class InvalidReview(InvalidInput):
    """A score sheet that cannot be submitted; `problems` names each criterion with what is wrong."""

    def __init__(self, problems: Sequence[BolwerkError]) -> None:
        self.problems = tuple(problems)
        first = self.problems[0]
        super().__init__(first.what, where=first.where, mend=first.mend)


def moment(at: datetime) -> Text:
    """`15 mei 2025 om 17:00` in the clock of Brussels."""
    local = at.astimezone(BRUSSELS)
    return Text(f"{write_date(local.date(), 'nl')} om {local:%H:%M}", f"{write_date(local.date(), 'en')} at {local:%H:%M}")


def gone(what: str) -> NotFound:
    return NotFound(
        Text(f"Dit bestaat niet of niet meer ({what[:80]}).", f"This does not exist, or no longer ({what[:80]})."),
        where=what[:80],
        mend=Text("Ga terug naar het overzicht.", "Go back to the overview."),
    )


def key_used(key: str) -> Conflict:
    return Conflict(
        Text("Deze sleutel is al gebruikt voor een andere opdracht.", "This key was used for another request already."),
        where=key[:80],
        mend=Text("Laad de pagina opnieuw en probeer nog eens.", "Load the page again and try once more."),
    )
