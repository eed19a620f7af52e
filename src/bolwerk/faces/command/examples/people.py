"""The fictional people of the example: the demonstration accounts and the colleagues they need beside them."""

from __future__ import annotations

from datetime import date

from django.contrib.auth.hashers import make_password

from bolwerk.office.identity import demo
from bolwerk.office.identity.models import Role, RoleGrant, User
from bolwerk.office.identity.services import grant_role

FROM = date(2025, 1, 6)
"""Every role and membership of the example holds from this day on."""

COLLEAGUES: tuple[tuple[str, str, str], ...] = (
    ("handler2", Role.HANDLER, "Dries Dossier"),
    ("approver2", Role.APPROVER, "Ward Beslisser"),
    ("coordinator2", Role.COORDINATOR, "Kato Coördinatie"),
    *((f"reviewer{n}", Role.REVIEWER, name) for n, name in enumerate(("Rik Peeters", "Rosa Vermeulen"), start=2)),
    *((f"reviewer{n}", Role.REVIEWER, name) for n, name in enumerate(("Ruben Claes", "Roos Lambrecht"), start=4)),
    *((f"reviewer{n}", Role.REVIEWER, name) for n, name in enumerate(("Ramzi Haddad", "Riet Wouters"), start=6)),
    ("member2", Role.COMMITTEE_MEMBER, "Mark Verlinden"),
    ("member3", Role.COMMITTEE_MEMBER, "Mieke Desmet"),
    ("member4", Role.COMMITTEE_MEMBER, "Mounir Aziz"),
    ("member5", Role.COMMITTEE_MEMBER, "Maud Janssens"),
    ("member6", Role.COMMITTEE_MEMBER, "Maarten Goossens"),
    ("member7", Role.COMMITTEE_MEMBER, "Mila Declercq"),
    ("member8", Role.COMMITTEE_MEMBER, "Manon Baert"),
    ("screener2", Role.SCREENER, "Simon Naam"),
    ("adviser2", Role.ADVISER, "Arthur Raad"),
)
REVIEWERS = ("reviewer", *(f"reviewer{n}" for n in range(2, 8)))
MEMBERS = ("committee_member", *(f"member{n}" for n in range(2, 8)))
SUBSTITUTE = "member8"


def make_people() -> dict[str, User]:
    """The demonstration accounts by role, and their colleagues by name; all with the same password."""
    people = {role: user for (role, _, _), user in zip(demo.PEOPLE, demo.create_accounts(), strict=True)}
    RoleGrant.objects.filter(user__in=people.values()).update(valid_from=FROM)
    secret = make_password(demo.PASSWORD)
    for id_, role, name in COLLEAGUES:
        people[id_] = account(f"{id_}@bolwerk.example", name, secret)
        grant_role(people[id_], role, actor=None, team=demo.TEAMS.get(role, ""), reason="demonstratie", valid_from=FROM)
    for user in people.values():
        user.forget_roles()
    return people


def account(email: str, name: str, secret: str) -> User:
    """A fictional account; `secret` is the password as it is stored, made once for all."""
    return User.objects.create(email=email, name=f"{name} (voorbeeld)", password=secret, is_fictional=True)
