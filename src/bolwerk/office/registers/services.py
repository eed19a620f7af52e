"""What writes to the registers. Each call checks, writes, and leaves a row in the history; a wrong value changes nothing."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any, TypeVar

from django.core.exceptions import ValidationError
from django.db import models, transaction

from bolwerk.kernel import EstablishmentNumber, InvalidInput, KboNumber, Money, NisCode, Text
from bolwerk.office.registers import history
from bolwerk.office.registers.models import Establishment, MemberRole, Membership, Organisation, Person, SizeFact, Source, today

if TYPE_CHECKING:
    from bolwerk.office.identity.models import User

R = TypeVar("R", bound=models.Model)

ERASED = "(gewist)"


@transaction.atomic
def register_organisation(kbo: str, name: str, *, actor: User | None, reason: str = "", **facts: Any) -> Organisation:
    """A new organisation, or the one with that number brought up to date. `facts` are fields of `Organisation`."""
    number = KboNumber.read(kbo, where="kbo")
    found = Organisation.objects.select_for_update().filter(kbo=number).first()
    if found:
        return update(found, {"name": name, **facts}, actor=actor, reason=reason)
    return _new(Organisation(kbo=number, name=_text(name, "name"), **_checked(facts)), actor, reason)


@transaction.atomic
def update(row: R, changes: Mapping[str, Any], *, actor: User | None, reason: str) -> R:
    """Change fields of a row of the registers. The reason is kept beside the value before and after."""
    before = history.picture(row)
    for name, value in _checked(changes).items():
        setattr(row, name, value)
    _save(row)
    _index(row)
    history.record(row, "updated", actor=actor, reason=reason, before=before)
    return row


@transaction.atomic
def add_establishment(
    organisation: Organisation, number: str, *, actor: User | None, reason: str = "", **facts: Any
) -> Establishment:
    unit = EstablishmentNumber.read(number, where="number")
    if found := Establishment.objects.filter(number=unit, organisation=organisation).first():
        return update(found, facts, actor=actor, reason=reason)
    return _new(Establishment(organisation=organisation, number=unit, **_checked(facts)), actor, reason)


@transaction.atomic
def record_size(
    organisation: Organisation,
    year: int,
    *,
    headcount: Decimal,
    turnover: Money | None,
    balance: Money | None,
    consolidated: bool = False,
    source: str = Source.DECLARED,
    source_name: str = "",
    actor: User | None,
    reason: str = "",
) -> SizeFact:
    """The figures of a closed year; a second call for the same year corrects them, and the history keeps the first."""
    if year >= today().year:
        raise _bad("year", Text(f"Het jaar {year} is nog niet afgesloten.", f"The year {year} has not closed yet."))
    if headcount < 0 or any(amount is not None and amount.cents < 0 for amount in (turnover, balance)):
        raise _bad("size", Text("Een cijfer is negatief.", "A figure is negative."))
    facts = {
        "headcount": headcount,
        "turnover_cents": turnover.cents if turnover is not None else None,
        "balance_cents": balance.cents if balance is not None else None,
        "source": source,
        "source_name": source_name,
        "purpose": "ondernemingsgrootte",
    }
    if found := SizeFact.objects.filter(organisation=organisation, year=year, consolidated=consolidated).first():
        return update(found, facts, actor=actor, reason=reason)
    return _new(SizeFact(organisation=organisation, year=year, consolidated=consolidated, **facts), actor, reason)


@transaction.atomic
def register_person(
    name: str,
    *,
    purpose: str,
    retain_until: date,
    consented_on: date | None = None,
    source: str = Source.DECLARED,
    actor: User | None,
    reason: str = "",
    is_fictional: bool = False,
) -> Person:
    """A natural person: a purpose and a last day are asked; what the person declared itself needs its consent."""
    if not purpose.strip():
        raise _bad("purpose", Text("Het doel ontbreekt.", "The purpose is missing."))
    if source == Source.DECLARED and consented_on is None:
        raise _bad("consented_on", Text("De toestemming van de persoon ontbreekt.", "The person's consent is missing."))
    person = Person(
        name=_text(name, "name"),
        purpose=purpose,
        retain_until=retain_until,
        consented_on=consented_on,
        source=source,
        is_fictional=is_fictional,
    )
    return _new(person, actor, reason)


@transaction.atomic
def erase_due(on: date, *, actor: User | None) -> int:
    """Erase the names of people whose last day is before `on` or who withdrew their consent; gives how many."""
    due = models.Q(retain_until__lt=on) | models.Q(consent_withdrawn_on__lte=on)
    found = list(Person.objects.select_for_update().filter(due, erased_on__isnull=True))
    for person in found:
        update(person, {"name": ERASED, "erased_on": on}, actor=actor, reason="bewaartermijn")
    return len(found)


@transaction.atomic
def add_member(
    organisation: Organisation,
    user: User,
    role: str = MemberRole.CONTACT,
    *,
    actor: User | None,
    valid_from: date | None = None,
    valid_until: date | None = None,
    reason: str = "",
) -> Membership:
    """Let an account act for an organisation."""
    if role not in MemberRole.values:
        raise _bad("role", Text(f"'{role}' is geen rol in een organisatie.", f"'{role}' is not a role in an organisation."))
    member = Membership(
        organisation=organisation, user=user, role=role, valid_from=valid_from or today(), valid_until=valid_until
    )
    return _new(member, actor, reason)


def end_member(member: Membership, *, on: date, actor: User | None, reason: str) -> Membership:
    """The account acts for the organisation up to and including `on`."""
    return update(member, {"valid_until": on}, actor=actor, reason=reason)


def _new(row: R, actor: User | None, reason: str) -> R:
    _save(row)
    _index(row)
    history.record(row, "added", actor=actor, reason=reason)
    return row


def _save(row: models.Model) -> None:
    try:
        row.full_clean()
    except ValidationError as error:
        field = next(iter(error.message_dict))
        raise _bad(field, Text(f"Dit gegeven klopt niet: {field}.", f"This value is not right: {field}.")) from error
    row.save()


def _index(row: models.Model) -> None:
    if isinstance(row, Organisation):
        from bolwerk.office.search.services import index_organisation  # late: the search reads the registers

        index_organisation(row)


def _checked(facts: Mapping[str, Any]) -> dict[str, Any]:
    found = dict(facts)
    if found.get("nis"):
        found["nis"] = NisCode.read(found["nis"], where="nis")
    if "name" in found and found["name"] != "":
        found["name"] = _text(found["name"], "name")
    return found


def _text(raw: str, where: str) -> str:
    clean = " ".join(raw.split())
    if not 0 < len(clean) <= 200:
        raise _bad(where, Text("De naam is leeg of te lang.", "The name is empty or too long."))
    return clean


def _bad(where: str, what: Text) -> InvalidInput:
    return InvalidInput(what, where=where, mend=Text("Verbeter het en bewaar opnieuw.", "Correct it and save again."))
