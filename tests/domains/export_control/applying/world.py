"""A small world for applying: a company with its person, a handler, and a full simple application."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from io import BytesIO
from itertools import count
from typing import Any

from bolwerk.domains.export_control.live import Application, applications, applying
from bolwerk.engines.procedures import Move, Note, Procedure, Step
from bolwerk.kernel import NotFound, Period, Text
from bolwerk.office.cases import registry
from bolwerk.office.identity.models import RoleGrant, User
from bolwerk.office.registers.models import Membership, Organisation

PDF = b"%PDF-1.7\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n"
TODAY = date(2026, 11, 24)
PROCEDURES = (
    "export.licence",
    "export.authorisation",
    "export.certificate",
    "export.advice",
    "export.confirmation",
)
EU_ANSWERS = {
    "goods.class": "defence",
    "trade.movement": "transfer_to_eu",
    "delivery.in_benelux": "no",
    "destination.country": "DE",
    "trade.definitive": "yes",
    "goods.sensitive": "no",
    "weapon.kind": "none",
    "transfer.purpose": "other",
    "transfer.recipient": "other",
    "transfer.emergency_gift": "no",
    "transfer.single": "yes",
    "applicant.status": "other",
    "applicant.recognised_dealer": "no",
    "applicant.certified": "no",
    "enduse.foreign_permit": "no",
    "goods.received_under_conditions": "no",
    "end_user.embargo_target": "no",
    "authorisation.held": "yes",
}
BUYER = {
    "roles": ["consignee", "end_user"],
    "name": "Nordlicht Optik GmbH (voorbeeld)",
    "country": "DE",
    "address": "Musterstraße 1, 20095 Hamburg",
    "schema": "Company",
    "number": "DE123456789",
    "aliases": "Nordlicht; Nordlicht Optics",
    "website": "",
}
LINE = {
    "description": "Warmtebeeldcamera voor voertuigen (voorbeeld)",
    "code": "ML15.d",
    "cn": "9027 50 00",
    "quantity": "12",
    "unit": "pieces",
    "value": "48.000,50",
    "serials": "",
}
END_USE = {"use": "Inbouw in reddingsvoertuigen van de kustwacht (voorbeeld).", "sector": "civil", "contract": "PO-17"}
_numbers = count(1)


def small(procedure: str) -> Procedure:
    """The least that a procedure of the field must have, for as long as the field brings none of its own."""
    return Procedure(
        id=procedure,
        version="test-1",
        label=Text(f"Proef {procedure}", f"Test {procedure}"),
        steps=(
            Step("received", Text("Nakijken", "Check"), "handler"),
            Step("completion", Text("Wachten op aanvulling", "Waiting for completion"), "applicant"),
            Step("closed_withdrawn", Text("Ingetrokken", "Withdrawn")),
        ),
        moves=(
            Move("completion_requested", Text("Vragen", "Ask"), ("received",), ("completion",), ("handler",)),
            Move("completion_received", Text("Geven", "Give"), ("completion",), ("received",), ("applicant",)),
            Move(
                "withdrawn",
                Text("Intrekken", "Withdraw"),
                ("received", "completion"),
                ("closed_withdrawn",),
                ("applicant",),
                cancels=True,
            ),
        ),
        notes=(Note("document_added", Text("Stuk toegevoegd", "Document added"), ("applicant", "handler")),),
        start="received",
        ends=("closed_withdrawn",),
        valid=Period(date(2025, 4, 4), None),
    )


def register_small() -> tuple[str, ...]:
    """Register what the field does not bring itself; gives the ids."""
    made = []
    for name in PROCEDURES:
        try:
            registry.current(name, TODAY)
        except NotFound:
            registry.register(small(name), prefix="EXP", effects={"withdrawn": applying.follow_withdrawal})
            made.append(name)
    return tuple(made)


class Upload(BytesIO):
    """A file as a form hands it over."""

    def __init__(self, name: str, content: bytes = PDF) -> None:
        super().__init__(content)
        self.name: str | None = name
        self.size: int | None = len(content)


@dataclass
class World:
    company: Organisation = field(init=False)
    person: User = field(init=False)
    colleague: User = field(init=False)
    stranger: User = field(init=False)
    handler: User = field(init=False)

    def __post_init__(self) -> None:
        self.company = self.organisation("Lichtveld NV (voorbeeld)")
        self.person, self.colleague = self.member("amber"), self.member("bilal")
        self.stranger = User.objects.create_user("vreemd@voorbeeld.example", name="Vera Vreemd (voorbeeld)")
        self.handler = User.objects.create_user("dossier@voorbeeld.example", name="Daan Dossier (voorbeeld)")
        RoleGrant.objects.create(user=self.handler, role="handler")

    def organisation(self, name: str) -> Organisation:
        number = 700_000_00 + next(_numbers)
        return Organisation.objects.create(
            kbo=f"{number:08d}{97 - number % 97:02d}",
            name=name,
            street="Kaai 1",
            postcode="9000",
            municipality="Gent",
            nis="44021",
            is_fictional=True,
        )

    def member(self, name: str) -> User:
        user = User.objects.create_user(f"{name}@voorbeeld.example", name=f"{name.title()} (voorbeeld)")
        Membership.objects.create(user=user, organisation=self.company)
        return user

    def start(self, kind: str = "licence", instrument: str = "individual_transfer", **given: Any) -> Application:
        given = {"title": "Camera's naar Hamburg (voorbeeld)", "answers": {}, **given}
        return applying.start(
            kind,
            instrument=instrument if kind == "licence" else "",
            applicant=self.company,
            actor=self.person,
            key=f"start-{next(_numbers)}",
            **given,
        )

    def rows(self, draft: Application, part: str, *more: dict[str, Any]) -> None:
        known = [dict(row) for row in applications.rows(draft, part)]
        version = applications.version(draft, part)
        applying.save_rows(draft.pk, part, [*known, *more], actor=self.person, version=version)

    def full(self, **given: Any) -> Application:
        """A simple application to an EU country that lacks nothing."""
        draft = self.start(answers=EU_ANSWERS, **given)
        self.rows(draft, "parties", BUYER)
        self.rows(draft, "goods", LINE)
        applying.save_part(draft.pk, "end-use", END_USE, actor=self.person, version=0)
        self.sign(draft)
        return applications.get(draft.pk)

    def buyer(self, draft: Application) -> str:
        return next(one.mark for one in applications.draft_parties(draft) if one.role == "end_user")

    def sign(self, draft: Application, signatory: str = "Greta Grün (voorbeeld)") -> None:
        applying.attach(
            draft.pk,
            Upload("euc.pdf"),
            kind="end_user_certificate",
            party=self.buyer(draft),
            signatory=signatory,
            signed_on=date(2026, 11, 20),
            actor=self.person,
            key=f"euc-{next(_numbers)}",
        )

    def submit(self, draft: Application, **given: Any) -> Application:
        given = {"key": f"submit-{draft.pk}-{draft.edition}", **given}
        return applying.submit(draft.pk, actor=self.person, version=applications.get(draft.pk).version, **given)
