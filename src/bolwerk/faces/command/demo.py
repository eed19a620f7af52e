"""The example for `bolwerk serve --demo`: fictional data in an empty database, and who may sign in to it."""

from __future__ import annotations

from rich.table import Table

from bolwerk.faces.command.output import out, progress
from bolwerk.kernel import Text


def load_once(lang: str) -> bool:
    """Load the example when nobody and nothing is there yet; gives whether it did. What is there is never added to."""
    from bolwerk.faces.command import examples
    from bolwerk.faces.command.examples.screening import load_lists
    from bolwerk.office.identity.models import User
    from bolwerk.office.registers.models import Organisation

    if User.objects.exists() or Organisation.objects.exists():
        return False
    with progress(Text("Voorbeelden laden", "Loading the examples"), examples.steps(), lang) as advance:
        examples.load(advance)
    load_lists()
    return True


def print_accounts(lang: str) -> None:
    """The demonstration accounts, one for each role and a few more applicants, with their password."""
    from bolwerk.office.identity import demo
    from bolwerk.office.identity.demo import PASSWORD
    from bolwerk.office.identity.models import Role, User
    from bolwerk.office.registers.models import Membership

    table = Table(*(Text(*pair).in_(lang) for pair in _HEADS), box=None, header_style="bold")
    there = set(User.objects.filter(is_fictional=True).values_list("email", flat=True))
    for role, name, email in demo.PEOPLE:
        if email in there:
            table.add_row(Role(role).text.in_(lang), email, name)
    named = [email for _, _, email in demo.PEOPLE]
    more = Membership.objects.filter(user__is_fictional=True).exclude(user__email__in=named).select_related("user")
    for member in more.select_related("organisation").order_by("pk")[:_MORE]:
        table.add_row(Role.APPLICANT.text.in_(lang), member.user.email, f"{member.user}, {member.organisation}")
    out.print(Text("\nVoorbeeldaccounts (verzonnen mensen):", "\nDemonstration accounts (fictional people):").in_(lang))
    out.print(table)
    out.print(Text("Probeer eerst:", "Try first:").in_(lang))
    for role, first in demo.TRY.items():
        out.print(f"  {Role(role).text.in_(lang)}: {first.in_(lang)}", markup=False)
    out.print(Text(f"Wachtwoord: {PASSWORD}", f"Password: {PASSWORD}").in_(lang), markup=False)


_HEADS = (("Rol", "Role"), ("E-mail", "E-mail"), ("Naam", "Name"))
_MORE = 3
