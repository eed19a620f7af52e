"""Licences as people look at them: a card each, what was used by whom, what changed, what happened. Nothing here writes."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

from django.db.models import Q, QuerySet

from bolwerk.domains.export_control.app.licences import duties, life
from bolwerk.domains.export_control.app.licences.amounts import write_quantity
from bolwerk.domains.export_control.app.licences.duties import Duty
from bolwerk.domains.export_control.app.licences.errors import no_such
from bolwerk.domains.export_control.app.licences.models import Embargo, Licence, LicenceLine, LicenceParty, Measure, WriteOff
from bolwerk.domains.export_control.app.licences.terms import ROLES, Terms, read
from bolwerk.domains.export_control.law.holding.life import HOLDING, STATES
from bolwerk.kernel import Money, Reason, Text, write_date
from bolwerk.office.identity import policies

if TYPE_CHECKING:
    from bolwerk.office.identity.models import User

__all__ = [
    "Card",
    "card",
    "embargoes_on",
    "find",
    "mine",
    "moments",
    "per_party",
    "register",
    "role_label",
    "timeline",
    "version_changes",
]

_TONES = {"in_force": "good", "suspended": "stop", "withdrawn": "stop", "exhausted": "attention", "expired": "attention"}
_SOON = 60
"""Days before its end from which a licence is called to attention."""


@dataclass(frozen=True, slots=True)
class Card:
    """One licence on one day. `state` is what holds on that day, also before the tick of that day was made."""

    licence: Licence
    state: str
    lines: tuple[LicenceLine, ...]
    parties: tuple[str, ...]
    """Who the licence names, each once, with the country."""
    holding: tuple[Measure, ...]
    duties: tuple[Duty, ...]
    unknown: Reason | None
    soon: bool

    @property
    def label(self) -> Text:
        return STATES[self.state]

    @property
    def tone(self) -> str:
        return _TONES.get(self.state, "info")

    @property
    def next(self) -> Duty | None:
        return next((duty for duty in self.duties if duty.due and duty.state in ("late", "open", "coming")), None)

    @property
    def usable(self) -> bool:
        return self.state == "in_force"

    @property
    def why_held(self) -> tuple[Text, ...]:
        return tuple(life.why_held(measure) for measure in self.holding)


def find(user: User, reference: str) -> Licence:
    """Raises `NotFound`, or `NotAllowed` for who may not see it."""
    found = _rows().filter(case__reference=reference.strip().upper()).first()
    if found is None:
        raise no_such(Text("vergunning", "licence"), reference[:40])
    policies.require(user, "licence.view", found)
    return found


def mine(user: User, on: date) -> tuple[Card, ...]:
    """Every licence of the organisations this person acts for: what can be used first, then what asks something."""
    own = [member.organisation_id for member in user.memberships.all()]
    found = [card(one, on) for one in policies.visible(user, _rows().filter(holder__in=own), "licence.report")]
    order = list(STATES)
    return tuple(sorted(found, key=lambda one: (order.index(one.state), one.licence.valid_until or date.max, str(one.licence))))


def card(licence: Licence, on: date) -> Card:
    past = licence.valid_until is not None and licence.valid_until < on
    state = "expired" if past and licence.state in life.LIVE else licence.state
    until = licence.valid_until
    return Card(
        licence,
        state,
        tuple(licence.lines.all()),
        tuple(dict.fromkeys(str(one) for one in licence.parties.all() if one.named)),
        tuple(life.open_measures(licence)),
        duties.of(licence, on),
        duties.unknown_term(licence, on),
        state == "in_force" and until is not None and (until - on).days <= _SOON,
    )


def register(user: User, *, text: str = "", state: str = "", instrument: str = "", country: str = "") -> QuerySet[Licence]:
    """The licences this person may see, as filtered; the newest first."""
    found = policies.visible(user, _rows())
    if state in STATES:
        found = found.filter(state=state)
    if instrument:
        found = found.filter(instrument=instrument)
    if country:
        found = found.filter(pk__in=LicenceParty.objects.filter(country=country.upper()[:2]).values("licence_id"))
    for word in text.split()[:8]:
        among = LicenceParty.objects.filter(name__icontains=word).values("licence_id")
        lines = LicenceLine.objects.filter(Q(description__icontains=word) | Q(code__istartswith=word)).values("licence_id")
        found = found.filter(
            Q(case__reference__icontains=word)
            | Q(granted_by__reference__icontains=word)
            | Q(holder__name__icontains=word)
            | Q(pk__in=among)
            | Q(pk__in=lines)
        )
    return found.order_by("-case__opened_at", "-case__reference")


def _rows() -> QuerySet[Licence]:
    return Licence.objects.select_related("case", "holder", "granted_by").prefetch_related("lines", "parties")


def per_party(licence: Licence) -> list[dict[str, Any]]:
    """What went to each party on each line, counter-entries taken off."""
    sums: dict[tuple[int, int], list[int]] = defaultdict(lambda: [0, 0, 0])
    names: dict[tuple[int, int], WriteOff] = {}
    for one in licence.write_offs.select_related("party", "line"):
        key = one.party_id, one.line.number
        names[key] = one
        total = sums[key]
        total[0] += one.sign * one.quantity_e4
        total[1] += one.sign * one.cents
        total[2] += 1
    rows = [(names[key], total[0], total[1], total[2]) for key, total in sums.items() if total[0]]
    rows.sort(key=lambda row: (row[0].party.name, row[0].line.number))
    return [
        {"party": first.party, "line": first.line, "quantity_e4": amount, "money": Money(cents), "count": count}
        for first, amount, cents, count in rows
    ]


def role_label(role: str) -> Text:
    return ROLES.get(role, Text.same(role))


def version_changes(licence: Licence) -> list[dict[str, Any]]:
    """Each version but the first, with what differs from the one before. The newest first."""
    versions = list(licence.versions.select_related("case", "made_by"))
    found = []
    for before, after in pairwise(versions):
        found.append({"version": after, "changes": tuple(_differences(read(before.terms), read(after.terms)))})
    return found[::-1]


def _differences(before: Terms, after: Terms) -> Iterator[tuple[Text, Text, Text]]:
    """What changed, from what, into what."""
    if before.valid != after.valid:
        yield Text("geldigheid", "validity"), before.valid.as_text(), after.valid.as_text()
    old, new = ({line.number: line for line in terms.lines} for terms in (before, after))
    for number in sorted(old.keys() | new.keys()):
        one, other = old.get(number), new.get(number)
        if one != other:
            label = Text(f"lijn {number}", f"line {number}")
            yield label, *(_line(line) for line in (one, other))  # type: ignore[misc]
    gone = set(before.parties) - set(after.parties)
    come = set(after.parties) - set(before.parties)
    if gone or come:
        was, now = (
            Text.same(", ".join(f"{one.name} ({one.country})" for one in sorted(some, key=lambda p: p.name)) or "–")
            for some in (gone, come)
        )
        yield Text("partijen", "parties"), was, now
    if before.conditions != after.conditions:
        yield Text("voorwaarden", "conditions"), *(Text.same("; ".join(t.conditions) or "–") for t in (before, after))  # type: ignore[misc]


def _line(line: Any) -> Text:
    if line is None:
        return Text.same("–")
    worth = Text.same("–") if line.cents is None else Money(line.cents).as_text()
    amounts = [write_quantity(line.quantity_e4, lang) for lang in ("nl", "en")]
    return Text(
        f"{line.description}: {amounts[0]} {line.unit}, {worth.nl}", f"{line.description}: {amounts[1]} {line.unit}, {worth.en}"
    )


_STOPS = ("suspended", "suspended_urgently", "embargoed", "withdrawn")
_INSIDE = ("heard", "document_added")
"""What the house writes down for itself: its words are not shown to the holder."""
_LABELS = {
    **{move.id: move.label for move in HOLDING.moves},
    **{note.id: note.label for note in HOLDING.notes},
    "case_opened": Text("Vergunning verleend", "Licence granted"),
    "term_expired": Text("Termijn verlopen", "Term ran out"),
}


def timeline(licence: Licence, *, holder: bool = False) -> list[Any]:
    """Case events and write-offs in one line of time, the newest first. To the `holder` officials have no name."""
    rows = [
        SimpleNamespace(
            at=event.at,
            title=_LABELS.get(event.kind, Text.same(event.kind)),
            by=_by(event.actor, holder),
            text="" if holder and event.kind in _INSIDE else event.reason or _detail(event.payload),
            tone="stop" if event.kind.removesuffix("_further") in _STOPS else "",
        )
        for event in licence.case.events.select_related("actor").prefetch_related("actor__role_grants")
    ]
    moved = licence.write_offs.select_related("line", "party", "actor").prefetch_related("actor__role_grants")
    rows += [_moved(one, holder) for one in moved]
    return sorted(rows, key=lambda row: row.at, reverse=True)


def _by(actor: User | None, holder: bool) -> object:
    if actor is None:
        return Text("het systeem", "the system")
    if not holder or actor.has_role("applicant"):
        return str(actor)
    return Text("de douane", "customs") if actor.has_role("customs") else Text("de dienst", "the service")


def _detail(payload: dict[str, Any]) -> str:
    return str(payload.get("embargo") or payload.get("decided_in") or payload.get("request") or "")


def _moved(one: WriteOff, holder: bool) -> Any:
    back = one.kind == WriteOff.COUNTER
    title = Text("Afschrijving teruggenomen", "Write-off taken back") if back else Text("Afgeschreven", "Written off")
    nl, en = (f"{write_quantity(one.quantity_e4, lang)} {one.line.unit}" for lang in ("nl", "en"))
    number, worth, where = one.line.number, one.money.as_text(), f"{one.party}, {one.document}"
    text = Text(
        f"Lijn {number}: {nl}, {worth.nl}, naar {where}, {write_date(one.day, 'nl')}",
        f"Line {number}: {en}, {worth.en}, to {where}, {write_date(one.day, 'en')}",
    )
    return SimpleNamespace(at=one.at, title=title, by=_by(one.actor, holder), text=text, tone="attention" if back else "")


def embargoes_on(day: date) -> list[Embargo]:
    """What is in force, for everyone to read."""
    rows = Embargo.objects.select_related("case").filter(starts_on__lte=day, ends_on__gte=day).order_by("country", "starts_on")
    return [one for one in rows if one.holds_on(day)]


def moments(card: Card) -> Iterator[tuple[str, date, Text]]:
    """The days of a licence that belong in a calendar: its end, and each duty with a day. `(id, day, what)`."""
    licence = card.licence
    if licence.valid_until and card.state in life.LIVE:
        yield (
            f"{licence.reference}-end",
            licence.valid_until,
            Text(f"Laatste dag van vergunning {licence.reference}", f"Last day of licence {licence.reference}"),
        )
    for duty in card.duties:
        if duty.due and duty.state in ("late", "open", "coming"):
            yield (
                f"{licence.reference}-{duty.id}",
                duty.due,
                Text(f"{licence.reference}: {duty.label.nl}", f"{licence.reference}: {duty.label.en}"),
            )
