"""What can be wrong with what a handler gives: what, where, how to mend."""

from __future__ import annotations

from bolwerk.kernel import Conflict, InvalidInput, Text


def wrong(where: str, nl: str, en: str, mend_nl: str, mend_en: str) -> InvalidInput:
    return InvalidInput(Text(nl, en), where=where, mend=Text(mend_nl, mend_en))


def needed(where: str, what: Text) -> InvalidInput:
    return InvalidInput(
        Text("Dit ontbreekt: {what}.", "This is missing: {what}.").format(what=what),
        where=where,
        mend=Text("Vul het in.", "Fill it in."),
    )


def key_used(key: str) -> Conflict:
    return Conflict(
        Text("Deze sleutel diende al voor iets anders.", "This key served for something else already."),
        where=key[:40],
        mend=Text("Laad de pagina opnieuw en probeer nog eens.", "Load the page again and try once more."),
    )
