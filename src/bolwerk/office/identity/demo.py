"""Fictional accounts to try the house with. Never made unless asked for."""

from __future__ import annotations

from django.db import transaction

from bolwerk.kernel import Text
from bolwerk.office.identity.models import Role, RoleGrant, User

PASSWORD = "bolwerk-voorbeeld"  # noqa: S105 (of fictional accounts only, and told to everyone who sees them)

PEOPLE: tuple[tuple[str, str, str], ...] = (
    ("applicant", "Amber Aanvrager (voorbeeld)", "aanvrager@bolwerk.example"),
    ("handler", "Daan Dossier (voorbeeld)", "behandelaar@bolwerk.example"),
    ("committee_member", "Cato Commissie (voorbeeld)", "commissielid@bolwerk.example"),
    ("reviewer", "Bram Beoordelaar (voorbeeld)", "beoordelaar@bolwerk.example"),
    ("approver", "Bella Beslisser (voorbeeld)", "beslisser@bolwerk.example"),
    ("coordinator", "Karel Coördinatie (voorbeeld)", "coordinator@bolwerk.example"),
    ("auditor", "Aya Auditor (voorbeeld)", "auditor@bolwerk.example"),
    ("analyst", "Nora Analyse (voorbeeld)", "analist@bolwerk.example"),
    ("screener", "Sanne Screening (voorbeeld)", "screener@bolwerk.example"),
    ("customs", "Dirk Douane (voorbeeld)", "douane@bolwerk.example"),
    ("adviser", "Ada Advies (voorbeeld)", "adviesgever@bolwerk.example"),
)
TRY: dict[str, Text] = {
    "applicant": Text("vraag een vergunning, of volg er een", "apply for a licence, or follow one"),
    "handler": Text("neem een exportdossier uit de wachtrij", "take an export case from the queue"),
    "approver": Text("beslis over een voorstel", "decide on a proposal"),
    "screener": Text("beslis de hits die openstaan", "decide the hits that are open"),
    "customs": Text("schrijf een zending af", "write off a shipment"),
    "adviser": Text("geef een advies dat gevraagd is", "give advice that was asked"),
    "auditor": Text("bekijk een dossier met zijn geschiedenis", "look at a case with its history"),
}
"""What to try first with an account of the export service; the others speak for themselves."""
TEAMS = {Role.COMMITTEE_MEMBER.value: "esac."}


@transaction.atomic
def create_accounts(password: str = PASSWORD) -> tuple[User, ...]:
    """One account a role, all with `password`. What is there already is left as it is."""
    return tuple(_account(role, name, email, password) for role, name, email in PEOPLE)


def _account(role: str, name: str, email: str, password: str) -> User:
    if found := User.objects.filter(email=email).first():
        return found
    user = User.objects.create_user(email, password, name=name, is_fictional=True)
    RoleGrant.objects.create(user=user, role=role, team=TEAMS.get(role, ""), reason="demonstratie")
    return user
