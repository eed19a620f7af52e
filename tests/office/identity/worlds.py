"""A small world in which every tie between a person and an object occurs: what the policy tests walk through."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime

from bolwerk.office.cases.models import Case
from bolwerk.office.identity.models import Interest, Role, RoleGrant, User
from bolwerk.office.registers.models import Membership, Organisation

STATES = ("open", "closed", "draft", "submitted", "withdrawn", "given", "shared", "internal", "")
PROCEDURES = ("esac.advice", "investment.call")
KBO = ("0403019261", "0314595348", "0123456749")


@dataclass(frozen=True)
class Paper:
    """An object of no known kind, with every tie that the rules know."""

    pk: int
    state: str
    organisation_id: int | None
    assigned_id: int | None
    prepared_by_id: int | None
    case_id: int | None = None
    opened_by_id: int | None = None
    procedure: str = "investment.call"


def person(email: str, *grants: tuple[str, str]) -> User:
    user = User.objects.create_user(f"{email}@voorbeeld.example")
    for role, team in grants:
        RoleGrant.objects.create(user=user, role=role, team=team)
    return user


def organisations() -> tuple[Organisation, ...]:
    return tuple(Organisation.objects.create(kbo=kbo, name=f"Organisatie {kbo} (voorbeeld)") for kbo in KBO)


def everybody() -> tuple[User, ...]:
    """Each role, with and without a team, with and without an interest or a membership."""
    first, second, _ = organisations()
    people = []
    for number, role in enumerate(Role.values):
        for team in ("", "esac.", "investment."):
            for tie in ("none", "member", "interest", "withdrawn"):
                user = person(f"p{number}{team or 'x'}{tie}", (role, team))
                people.append(user)
                if tie == "member":
                    Membership.objects.create(user=user, organisation=first)
                elif tie == "interest":
                    Interest.objects.create(user=user, organisation=second, reason="Familie")
                elif tie == "withdrawn":
                    interest = Interest.objects.create(user=user, organisation=first, reason="Vergissing")
                    interest.withdrawn_at = datetime(2025, 1, 1, tzinfo=UTC)
                    interest.save()
    return tuple(people)


def cases() -> tuple[Case, ...]:
    made = []
    for number, organisation in enumerate((*Organisation.objects.order_by("pk"), None)):
        for procedure in PROCEDURES:
            for status in ("open", "closed"):
                made.append(
                    Case.objects.create(
                        reference=f"{procedure[:3].upper()}-{status}-{number}",
                        procedure=procedure,
                        procedure_version="1",
                        organisation=organisation,
                        subject="Proef",
                        status=status,
                        opened_at=datetime(2025, 5, 1, tzinfo=UTC),
                        opened_by=User.objects.order_by("pk").first(),
                    )
                )
    return tuple(made)
