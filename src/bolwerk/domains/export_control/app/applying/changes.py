"""What a later edition of an application says otherwise than the one before it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from bolwerk.domains.export_control.app.applying import form
from bolwerk.domains.export_control.app.applying.facts import askable
from bolwerk.domains.export_control.app.applying.models import Application
from bolwerk.domains.export_control.app.applying.papers import LABELS
from bolwerk.kernel import Text

_WHAT = {
    "answers": Text("Antwoorden", "Answers"),
    "end_use": form.PART_LABELS[form.END_USE],
}
_NAMES = {
    "role": Text("Rol", "Role"),
    "identifiers": Text("Nummer", "Number"),
    "cents": Text("Waarde in cent", "Value in cents"),
    "text": Text("Waarvoor dienen de goederen?", "What are the goods for?"),
    "country": Text("Land", "Country"),
    "sensitive": Text("Gevoelig", "Sensitive"),
    "temporary": Text("Tijdelijk", "Temporary"),
    "reexport_undertaking": Text("Belofte om niet door te verkopen", "Promise not to re-export"),
}


def last_changes(application: Application) -> tuple[Change, ...]:
    """What the last submission changed; nothing when there is only one."""
    sent = list(application.submissions.order_by("-edition")[:2])
    return changes(sent[1].snapshot, sent[0].snapshot) if len(sent) == 2 else ()


@dataclass(frozen=True, slots=True)
class Change:
    """One thing that the last edition says otherwise than the one before it; `was` or `now` is empty where it was not there."""

    what: Text
    name: Text
    was: str
    now: str


def changes(before: Mapping[str, Any], after: Mapping[str, Any]) -> tuple[Change, ...]:
    """What differs between two snapshots: answers, parties and lines by their mark, end use, plain questions, papers."""
    found: list[Change] = []
    for what, was, now in (
        ("answers", before["answers"], after["answers"]),
        *(("parties", one, two) for one, two in _by_mark(before["parties"], after["parties"])),
        *(("goods", one, two) for one, two in _by_mark(before["goods"], after["goods"])),
        ("end_use", before["end_use"] or {}, after["end_use"] or {}),
        *((part, before["parts"].get(part, {}), after["parts"].get(part, {})) for part in after["parts"]),
        ("papers", _papers(before), _papers(after)),
    ):
        names = dict.fromkeys((*was, *now))
        found += [
            Change(_WHAT.get(what) or form.PART_LABELS[what], _name(what, name), _plain(was.get(name)), _plain(now.get(name)))
            for name in names
            if name not in ("mark", "number") and was.get(name) != now.get(name)
        ]
    return tuple(found)


def _by_mark(before: Sequence[Mapping[str, Any]], after: Sequence[Mapping[str, Any]]) -> list[tuple[Any, Any]]:
    old, new = ({(row["mark"], row.get("role")): row for row in rows} for rows in (before, after))
    return [(old.get(key, {}), new.get(key, {})) for key in dict.fromkeys((*old, *new))]


def _papers(snapshot: Mapping[str, Any]) -> dict[str, str]:
    return {f"{one['kind']} {one['sha256'][:12]}": one["name"] for one in snapshot["papers"]}


def _plain(value: object) -> str:
    if isinstance(value, list):
        return ", ".join(str(one) for one in value)
    return "" if value is None else str(value)


def _name(what: str, name: str) -> Text:
    """The name of one thing, in the words of the form."""
    if what == "papers":
        return LABELS.get(name.split(" ")[0], Text.same(name))
    fact = askable(name) if what == "answers" else None
    if fact:
        return fact.question
    section = {form.PARTIES: form.party_section, form.GOODS: form.line_section}.get(what, lambda: form.section_of(what))()
    field = section.field(name) if section else None
    return field.label if field else _NAMES.get(name, Text.same(name))
