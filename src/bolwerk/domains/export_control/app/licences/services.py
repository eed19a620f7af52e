"""How a licence is issued, written off and corrected. Each call is one step: whole and once per key, or not at all."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Any

from bolwerk.domains.export_control.app.licences import life
from bolwerk.domains.export_control.app.licences.errors import key_used, wrong
from bolwerk.domains.export_control.app.licences.models import Licence, LicenceLine, LicenceParty, LicenceVersion
from bolwerk.domains.export_control.app.licences.terms import LineTerms, PartyTerms, Terms, checked
from bolwerk.domains.export_control.law.holding.life import HOLDING
from bolwerk.kernel import Period, Text, local_day
from bolwerk.office.cases import journal
from bolwerk.office.cases import services as cases
from bolwerk.office.identity import policies

if TYPE_CHECKING:
    from bolwerk.office.cases.models import Case
    from bolwerk.office.identity.models import User
    from bolwerk.office.registers.models import Organisation

__all__ = ["LineTerms", "PartyTerms", "above_use", "change", "issue"]


@journal.in_one_step
def issue(
    case: Case,
    *,
    instrument: str,
    holder: Organisation,
    lines: Sequence[LineTerms],
    parties: Sequence[PartyTerms],
    valid: Period,
    conditions: Sequence[str] = (),
    actor: User | None,
    key: str,
    validity_source: str = "",
    report_every: int | None = None,
    report_within: int | None = None,
    at: datetime | None = None,
) -> Licence:
    """The licence that `case` granted, with a case of its own life (`VRG-…`). The same key again gives what is there.

    `valid` has both ends: the decider fills them in. `report_every` and `report_within` (months): what the licence itself
    asks its holder to report. Raises `InvalidInput` with the place, `NotAllowed`, `Conflict`.
    """
    policies.require_actor(actor, "licence.issue", case)
    terms = checked(
        instrument,
        Terms(tuple(lines), tuple(parties), valid, tuple(conditions), validity_source, report_every, report_within),
    )
    journal.lock()
    if done := _version(key):
        if done.case_id != case.pk or done.terms != terms.as_json() or done.licence.holder_id != holder.pk:
            raise key_used(key)
        return done.licence
    moment = at or datetime.now(UTC)
    opened = cases.open_case(
        HOLDING.id,
        actor=None,
        organisation=holder,
        subject=f"{lines[0].description[:200]} · {', '.join(sorted({party.country for party in parties}))}",
        payload={"granted_by": case.reference, "instrument": instrument, "terms": terms.as_json()},
        key=f"{key}:holding",
        at=moment,
        language=case.language,
    )
    licence = Licence.objects.create(
        granted_by=case, case=opened, holder=holder, instrument=instrument, valid_from=_start(valid), valid_until=valid.end
    )
    _write(licence, terms, case, moment, actor, key, "")
    life.under_embargoes(licence, moment)
    licence.refresh_from_db()
    return licence


@journal.in_one_step
def change(
    licence: Licence, terms: Terms, *, case: Case, actor: User | None, key: str, reason: str, at: datetime | None = None
) -> Licence:
    """A new version of the licence, decided in `case`; the old one is kept. Nothing may fall below what was used.

    Raises `InvalidInput` when a ceiling would be under what was written off.
    """
    policies.require_actor(actor, "licence.issue", case)
    checked(licence.instrument, terms)
    journal.lock()
    if done := _version(key):
        if done.licence_id != licence.pk or done.terms != terms.as_json():
            raise key_used(key)
        return done.licence
    licence = Licence.objects.select_related("case").get(pk=licence.pk)
    above_use(licence, terms)
    moment = at or datetime.now(UTC)
    licence.number += 1
    _write(licence, terms, case, moment, actor, key, reason)
    life.tell(
        licence,
        "terms_changed",
        {"version": licence.number, "decided_in": case.reference},
        reason,
        f"{key}:changed",
        moment,
    )
    life.after_change(licence, moment)
    licence.refresh_from_db()
    return licence


def _version(key: str) -> LicenceVersion | None:
    return LicenceVersion.objects.select_related("licence__case").filter(key=key).first()


def _start(valid: Period) -> date:
    assert valid.start is not None  # noqa: S101 (checked by the terms)
    return valid.start


def _write(licence: Licence, terms: Terms, case: Case, moment: datetime, actor: User | None, key: str, reason: str) -> None:
    """The terms into the licence, its lines and its parties; and once, for ever, into its versions."""
    licence.valid_from, licence.valid_until = _start(terms.valid), terms.valid.end
    licence.conditions, licence.validity_source = list(terms.conditions), terms.validity_source
    licence.report_every, licence.report_within = terms.report_every, terms.report_within
    licence.save()
    for line in terms.lines:
        values: dict[str, Any] = {
            "description": line.description.strip(),
            "code": line.code.strip(),
            "cn": line.cn.strip(),
            "unit": line.unit.strip(),
            "quantity_e4": line.quantity_e4,
            "cents": line.cents,
        }
        LicenceLine.objects.update_or_create(licence=licence, number=line.number, defaults=values)
    named = {(party.role, party.name.strip(), party.country) for party in terms.parties}
    for there in licence.parties.all():
        mine = (there.role, there.name, there.country)
        if there.named and mine not in named:
            there.until_version = licence.number - 1
            there.save(update_fields=["until_version"])
    for role, name, country in sorted(named):
        party, new = LicenceParty.objects.get_or_create(
            licence=licence, role=role, name=name, country=country, defaults={"since_version": licence.number}
        )
        if not new and not party.named:
            party.until_version = None
            party.save(update_fields=["until_version"])
    LicenceVersion.objects.create(
        licence=licence,
        number=licence.number,
        since=local_day(moment),
        terms=terms.as_json(),
        reason=reason[:300],
        case=case,
        made_by=actor,
        key=key,
    )


def above_use(licence: Licence, terms: Terms) -> None:
    """Each used line is still there, in its unit, with room for what was used; an unused one that is dropped gets no room."""
    new = {line.number: line for line in terms.lines}
    for line in licence.lines.all():
        there = new.get(line.number)
        if there is None:
            if line.used_e4:
                raise _below(line)
            LicenceLine.objects.filter(pk=line.pk).update(quantity_e4=0, cents=line.used_cents)
            continue
        unit_changed = there.unit.strip() != line.unit and line.used_e4 > 0
        short = there.quantity_e4 is not None and there.quantity_e4 < line.used_e4
        low = there.cents is not None and there.cents < line.used_cents
        if unit_changed or short or low:
            raise _below(line)
    last = licence.write_offs.order_by("-day").first()
    if last and terms.valid.end and last.day > terms.valid.end and last.corrects is None:
        raise wrong(
            "valid",
            Text("Er is al iets afgeschreven na dit einde.", "Something was written off after this end already."),
            Text("Kies een later einde.", "Choose a later end."),
        )


def _below(line: LicenceLine) -> Exception:
    return wrong(
        f"lines.{line.number}",
        Text(
            f"Lijn {line.number} zou onder wat al is afgeschreven komen, of van eenheid veranderen.",
            f"Line {line.number} would fall below what was written off, or change its unit.",
        ),
        Text("Laat minstens wat gebruikt is, in dezelfde eenheid.", "Leave at least what was used, in the same unit."),
    )
