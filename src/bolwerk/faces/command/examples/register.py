"""The fictional organisations in the registers: figures, owners, and who acts for them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from django.contrib.auth.hashers import make_password

from bolwerk.faces.command.examples.data import Organisation as Example
from bolwerk.faces.command.examples.people import FROM, account
from bolwerk.kernel import Money
from bolwerk.office.identity.demo import PASSWORD
from bolwerk.office.identity.models import Role, User
from bolwerk.office.identity.services import grant_role
from bolwerk.office.registers import ownership, services
from bolwerk.office.registers.models import MemberRole, Organisation, Person, Source

_SOURCE = "voorbeeldgegevens"
_HELD_FROM = date(2015, 1, 1)
DEMO_APPLICANT = "applicant"
"""The demonstration account that acts for every organisation whose contact is named so."""


def register(examples: Iterable[Example], applicant: User, today: date) -> tuple[dict[str, Organisation], dict[str, User]]:
    """The organisations and the account that acts for each, by id of the example."""
    given = tuple(examples)
    found = {example.id: _organisation(example, today) for example in given}
    people: dict[str, Person] = {}
    for example in given:
        for owner in example.owners:
            _link(found[example.id], owner, found, people)
    secret = make_password(PASSWORD)
    contacts = {example.id: _contact(example, found[example.id], applicant, secret) for example in given}
    return found, contacts


def _organisation(example: Example, today: date) -> Organisation:
    organisation = services.register_organisation(
        example.kbo,
        example.name,
        actor=None,
        reason="voorbeeld",
        kind=example.kind,
        legal_form=example.legal_form,
        street=example.street,
        postcode=example.postcode,
        municipality=example.municipality,
        nis=example.nis,
        country=example.country,
        started_on=example.started,
        is_fictional=True,
        source=Source.REGISTER,
        source_name=_SOURCE,
    )
    for year, (staff, turnover, balance) in example.sizes.items():
        if int(year) < today.year:
            services.record_size(
                organisation,
                int(year),
                headcount=Decimal(str(staff)),
                turnover=_money(turnover),
                balance=_money(balance),
                source=Source.REGISTER,
                source_name=_SOURCE,
                actor=None,
                reason="voorbeeld",
            )
    return organisation


def _money(euro: int | None) -> Money | None:
    return None if euro is None or euro < 0 else Money.euro(euro)


def _link(
    owned: Organisation, owner: Mapping[str, Any], organisations: Mapping[str, Organisation], people: dict[str, Person]
) -> None:
    """`owner` names an organisation of the file, a `person`, or a `body` outside the registers with its kind."""
    who: Organisation | Person | str
    if "organisation" in owner:
        who = organisations[owner["organisation"]]
    elif "person" in owner:
        who = people.get(owner["person"]) or _person(owner["person"], people)
    else:
        who = owner["body"]
    extra = {name: owner[name] for name in ("appoints_board", "dominant_influence", "same_market", "concert") if name in owner}
    ownership.add_link(
        owned,
        owner=who,
        owner_kind=owner.get("kind", ""),
        capital=Decimal(str(owner["capital"])),
        votes=Decimal(str(owner.get("votes", owner["capital"]))),
        valid_from=owner.get("from", max(owned.started_on or _HELD_FROM, _HELD_FROM)),
        valid_until=owner.get("until"),
        invested=_money(owner.get("invested")),
        actor=None,
        reason="voorbeeld",
        source=Source.REGISTER,
        source_name=_SOURCE,
        **extra,
    )


def _person(name: str, people: dict[str, Person]) -> Person:
    people[name] = services.register_person(
        name,
        purpose="eigendom van ondernemingen",
        retain_until=date(2040, 12, 31),
        source=Source.REGISTER,
        actor=None,
        reason="voorbeeld",
        is_fictional=True,
    )
    return people[name]


def _contact(example: Example, organisation: Organisation, applicant: User, secret: str) -> User:
    if example.contact == DEMO_APPLICANT:
        user = applicant
    else:
        user = account(f"{example.id}@bolwerk.example", example.contact, secret)
        grant_role(user, Role.APPLICANT, actor=None, reason="demonstratie", valid_from=FROM)
    services.add_member(organisation, user, MemberRole.DIRECTOR, actor=None, valid_from=FROM, reason="voorbeeld")
    return user
