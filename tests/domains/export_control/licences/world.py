"""A small world with licences in it: a holder, those who decide, customs; and a case that grants."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from itertools import count
from typing import Any

from bolwerk.domains.export_control.app.licences import services
from bolwerk.domains.export_control.app.licences.models import Licence
from bolwerk.domains.export_control.app.licences.terms import LineTerms, PartyTerms
from bolwerk.engines.procedures import Move, Procedure, Step
from bolwerk.kernel import Period, Text, local_day
from bolwerk.office.cases import registry
from bolwerk.office.cases import services as cases
from bolwerk.office.cases.models import Case
from bolwerk.office.identity.models import RoleGrant, User
from bolwerk.office.registers.models import Membership, Organisation

GRANTING = Procedure(
    id="trial.granting",
    version="1",
    label=Text.same("Proef"),
    steps=(Step("asked", Text.same("Gevraagd"), "handler"), Step("done", Text.same("Klaar"))),
    moves=(Move("granted", Text.same("Verlenen"), ("asked",), ("done",), ("approver",)),),
    start="asked",
    ends=("done",),
    valid=Period(date(2017, 8, 13), None),
)
TODAY = local_day(datetime.now(UTC))
LINES = (
    LineTerms(1, "Gepantserde deuren", "ML13", "8302", Decimal(10), "stuks", 1_000_000_00),
    LineTerms(2, "Reserveonderdelen", "ML13.b", "", Decimal("2.5"), "kg", None),
)
PARTIES = (PartyTerms("consignee", "Fjord Sikring AS (voorbeeld)", "NO"),)


def days(number: int) -> date:
    return TODAY + timedelta(days=number)


class World:
    def __init__(self) -> None:
        registry.register(GRANTING, prefix="TRY")
        self.numbers = count(1)
        self.holder = Organisation.objects.create(kbo="0403019261", name="Voorbeeld NV (voorbeeld)", is_fictional=True)
        self.other = Organisation.objects.create(kbo="0676868677", name="Ander NV (voorbeeld)", is_fictional=True)
        self.people = {name: self.person(name, name) for name in ("handler", "approver", "coordinator", "customs", "auditor")}
        self.people["applicant"] = self.person("applicant", "applicant")
        self.people["stranger"] = self.person("stranger", "applicant")
        Membership.objects.create(user=self.people["applicant"], organisation=self.holder)
        Membership.objects.create(user=self.people["stranger"], organisation=self.other)

    def __getitem__(self, name: str) -> User:
        return self.people[name]

    def person(self, name: str, role: str) -> User:
        user = User.objects.create_user(f"{name}@voorbeeld.example", name=f"{name} (voorbeeld)")
        RoleGrant.objects.create(user=user, role=role, valid_from=date(2020, 1, 1))
        return user

    def key(self) -> str:
        return f"k{next(self.numbers)}"

    def granting(self, holder: Organisation | None = None) -> Case:
        return cases.open_case(
            GRANTING.id, actor=self["handler"], organisation=holder or self.holder, subject="Proef", key=self.key()
        )

    def licence(self, **given: Any) -> Licence:
        """In force from a month ago until in a month, of the holder, unless told otherwise."""
        terms: dict[str, Any] = {
            "instrument": "individual_export",
            "holder": self.holder,
            "lines": LINES,
            "parties": PARTIES,
            "valid": Period(days(-30), days(30)),
            "validity_source": "de vergunning zelf",
            "actor": self["approver"],
            "key": self.key(),
        }
        return services.issue(self.granting(given.get("holder")), **{**terms, **given})
