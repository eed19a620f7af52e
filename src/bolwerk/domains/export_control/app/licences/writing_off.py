"""Writing off what moved under a licence, and taking a write-off back. Under the lock of the journal: never beyond the licence.

The service refuses with the exact amount that is left; the CHECK constraints of the lines refuse what would slip past it.
"""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING

from django.db.models import F

from bolwerk.domains.export_control.app.licences import embargoes, life
from bolwerk.domains.export_control.app.licences.amounts import quantity as as_quantity
from bolwerk.domains.export_control.app.licences.amounts import to_e4, write_quantity
from bolwerk.domains.export_control.app.licences.errors import (
    BeyondLicence,
    held_on,
    key_used,
    no_such,
    outside_validity,
    too_much,
    wrong,
)
from bolwerk.domains.export_control.app.licences.models import CONSIGNED, Licence, LicenceLine, LicenceParty, WriteOff
from bolwerk.kernel import Money, NotAllowed, Text, local_day, write_date
from bolwerk.office.cases import journal
from bolwerk.office.identity import policies

if TYPE_CHECKING:
    from bolwerk.office.identity.models import User

__all__ = ["take_back", "write_off"]

_PARTY = Text("partij", "party")
_LINE = Text("lijn", "line")
_USED = ("in_force", "expired")
"""What moved before the last day may still be written off after it; the day itself is judged apart."""


@journal.in_one_step
def write_off(
    licence: Licence | str,
    *,
    line: int,
    party: int | str,
    quantity: Decimal,
    cents: int,
    day: date,
    document: str,
    actor: User | None,
    key: str,
    at: datetime | None = None,
) -> WriteOff:
    """Write off a movement of `day` to `party` (its number or name), under a customs or transport document.

    Raises `BeyondLicence` (`limit`: quantity, value, validity, party, held), `InvalidInput`, `Conflict`; then nothing happened.
    """
    amount = to_e4(quantity)
    if isinstance(cents, bool) or not 0 <= cents < 10**15:
        raise wrong("value", Text("Deze waarde kan niet.", "This value is not possible."), _AMOUNT)
    paper = " ".join(document.split())
    if not 0 < len(paper) <= 60:
        raise wrong(
            "document",
            Text(
                "De referentie van de aangifte ontbreekt of is te lang.",
                "The reference of the declaration is missing or too long.",
            ),
            _PAPER,
        )
    moment = at or datetime.now(UTC)
    if day > local_day(moment):
        raise wrong(
            "day",
            Text(f"{write_date(day, 'nl')} is nog niet voorbij.", f"{write_date(day, 'en')} has not come yet."),
            Text("Schrijf af op de dag van de aangifte.", "Write off on the day of the declaration."),
        )
    journal.lock()
    found = _licence(licence)
    row = found.lines.filter(number=line).first()
    if row is None:
        raise no_such(_LINE, f"{found.reference} {line}")
    to = _party(found, party)
    entry = WriteOff(
        kind=WriteOff.WRITE_OFF,
        licence=found,
        line=row,
        party=to,
        quantity_e4=amount,
        cents=cents,
        day=day,
        document=paper,
        by=_source(actor, found),
        actor=actor,
        key=key,
        at=moment,
    )
    if done := _replay(entry):
        return done
    policies.require_actor(actor, "licence.write_off", found)
    _judge(entry)
    return _write(entry)


@journal.in_one_step
def take_back(number: int, *, reason: str, actor: User | None, key: str, at: datetime | None = None) -> WriteOff:
    """A counter-entry that takes a write-off back whole; what was meant is then written off anew.

    `number` is its number in the journal.
    """
    if not reason.strip():
        raise wrong(
            "reason", Text("De reden ontbreekt.", "The reason is missing."), Text("Zeg wat er fout was.", "Say what was wrong.")
        )
    journal.lock()
    first = WriteOff.objects.select_related("licence__case", "line", "party").filter(pk=number, kind=WriteOff.WRITE_OFF).first()
    if first is None:
        raise no_such(Text("afschrijving", "write-off"), str(number))
    entry = WriteOff(
        kind=WriteOff.COUNTER,
        licence=first.licence,
        line=first.line,
        party=first.party,
        quantity_e4=first.quantity_e4,
        cents=first.cents,
        day=first.day,
        document=first.document,
        by=_source(actor, first.licence),
        corrects=first,
        reason=reason.strip(),
        actor=actor,
        key=key,
        at=at or datetime.now(UTC),
    )
    if done := _replay(entry):
        return done
    policies.require_actor(actor, "licence.correct", first.licence)
    if WriteOff.objects.filter(corrects=first).exists():
        raise NotAllowed(
            Text("Deze afschrijving is al teruggenomen.", "This write-off was taken back already."),
            where=f"{first.licence.reference} {first.seq}",
            mend=Text("Kijk in de lijst van afschrijvingen.", "Look in the list of write-offs."),
        )
    return _write(entry)


_AMOUNT = Text("Geef een bedrag van nul of meer.", "Give an amount of zero or more.")
_PAPER = Text(
    "Geef het nummer van de aangifte of de vrachtbrief.", "Give the number of the declaration or the consignment note."
)


def _licence(licence: Licence | str) -> Licence:
    reference = licence if isinstance(licence, str) else licence.case.reference
    found = Licence.objects.select_related("case", "holder").filter(case__reference=reference.strip().upper()).first()
    if found is None:
        raise no_such(Text("vergunning", "licence"), reference[:40])
    return found


def _party(licence: Licence, party: int | str) -> LicenceParty:
    """A party that the licence names now. Raises `BeyondLicence` for anybody else."""
    rows = [one for one in licence.parties.all() if one.named and one.role in (*CONSIGNED, "consignor")]
    name = str(party).strip().casefold()
    found = [one for one in rows if one.pk == party or one.name.casefold() == name]
    # The consignee goes before the end user of the same name: a delivery is to the consignee.
    if not found:
        named = ", ".join(str(one) for one in rows)
        raise BeyondLicence(
            "party",
            licence.reference,
            Text(f"'{str(party)[:80]}' staat niet in de vergunning.", f"'{str(party)[:80]}' is not in the licence."),
            Text(f"De vergunning noemt: {named}.", f"The licence names: {named}."),
        )
    return min(found, key=lambda one: (one.role != "consignee", one.pk))


def _source(actor: User | None, licence: Licence) -> str:
    if actor is None:
        return "system"
    return "customs" if actor.has_role("customs") else "holder"


def _judge(entry: WriteOff) -> None:
    """Validity, measures, embargoes, the document, then quantity and value: as they stand under the lock."""
    licence, line, day = entry.licence, entry.line, entry.day
    if licence.state not in _USED:
        raise held_on(
            licence.reference,
            local_day(entry.at),
            Text(f"ze is {licence.state_label.nl}.", f"it is {licence.state_label.en}."),
        )
    if day not in licence.valid:
        raise outside_validity(licence.reference, day, licence.valid_from, licence.valid_until)
    for measure in licence.measures.select_related("embargo__case"):
        if measure.holds_on(day):
            raise held_on(licence.reference, day, life.why_held(measure))
    if embargo := embargoes.on_delivery(licence, line, entry.party, day):
        why = Text(f"regionaal embargo {embargo}.", f"regional embargo {embargo}.")
        raise held_on(licence.reference, day, why)
    same = WriteOff.objects.filter(
        licence=licence, line=line, party=entry.party, document=entry.document, kind=WriteOff.WRITE_OFF, corrected_by=None
    )
    if same.exists():
        raise NotAllowed(
            Text(
                f"Aangifte {entry.document} is al afgeschreven op lijn {line.number} voor {entry.party}.",
                f"Declaration {entry.document} was written off on line {line.number} for {entry.party} already.",
            ),
            where=licence.reference,
            mend=Text("Was de eerste fout? Neem ze eerst terug.", "Was the first one wrong? Take it back first."),
        )
    _within(entry)


def _within(entry: WriteOff) -> None:
    line, reference = entry.line, entry.licence.reference
    if line.left_e4 is not None and entry.quantity_e4 > line.left_e4:
        asked, left = _measured(entry.quantity_e4, line.unit), _measured(line.left_e4, line.unit)
        raise too_much("quantity", reference, line.number, asked, left)
    if line.left_cents is not None and entry.cents > line.left_cents:
        raise too_much("value", reference, line.number, entry.money.as_text(), Money(line.left_cents).as_text())


def _measured(e4: int, unit: str) -> Text:
    return Text(f"{write_quantity(e4, 'nl')} {unit}", f"{write_quantity(e4, 'en')} {unit}")


def _replay(entry: WriteOff) -> WriteOff | None:
    done = journal.find(WriteOff, entry.key)
    if done is None:
        return None
    alike = ("kind", "licence_id", "line_id", "party_id", "quantity_e4", "cents", "day", "document", "actor_id", "corrects_id")
    if any(getattr(done, name) != getattr(entry, name) for name in alike):
        raise key_used(entry.key)
    return done


def _write(entry: WriteOff) -> WriteOff:
    """Move the totals, append the entry, and let the licence run out or come back: in the caller's transaction."""
    licence = entry.licence
    LicenceLine.objects.filter(pk=entry.line_id).update(
        used_e4=F("used_e4") + entry.sign * entry.quantity_e4, used_cents=F("used_cents") + entry.sign * entry.cents
    )
    entry.payload = {
        "licence": licence.reference,
        "line": entry.line.number,
        "party": entry.party.name,
        "quantity": f"{as_quantity(entry.quantity_e4):f}",
        "unit": entry.line.unit,
    }
    journal.append(entry)
    entry.line.refresh_from_db()
    if entry.kind == WriteOff.WRITE_OFF:
        life.spend_if_used(licence, entry.at, entry.key[:180])
    elif licence.state == "exhausted":
        life.act(licence, "reopened", f"{entry.key[:180]}:reopened", entry.at)
    licence.refresh_from_db()
    return entry
