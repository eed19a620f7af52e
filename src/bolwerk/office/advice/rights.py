"""Who may do what with a committee: by role, by seat, and as the policy table says."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from bolwerk.kernel import NotAllowed, Text
from bolwerk.office.identity import policies
from bolwerk.office.identity.models import Role

if TYPE_CHECKING:
    from bolwerk.office.identity.models import User


def require(actor: User, operation: str, obj: Any) -> None:
    """As the policy table says, with its reason."""
    verdict = policies.may(actor, operation, obj)
    if not verdict.allowed:
        raise NotAllowed(
            verdict.reason,
            where=operation,
            mend=Text("Vraag het aan een collega die dit mag.", "Ask a colleague who may do this."),
        )


def require_role(actor: User | None, *roles: Role) -> None:
    """The system itself (None) may; a person needs one of the roles."""
    if actor is None or actor.has_role(*roles):
        return
    names = [role.text for role in roles]
    raise NotAllowed(
        Text(
            f"Dit mag alleen een {' of '.join(name.nl.lower() for name in names)}.",
            f"Only a {' or '.join(name.en.lower() for name in names)} may do this.",
        ),
        where="role",
        mend=Text("Vraag het aan iemand met die rol.", "Ask somebody with that role."),
    )
