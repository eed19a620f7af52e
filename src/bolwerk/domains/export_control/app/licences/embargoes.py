"""What a regional embargo reaches: a country, end users, classes of goods; on one delivery, and on a whole licence."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date

from bolwerk.domains.export_control.app.licences.models import CONSIGNED, Embargo, Licence, LicenceLine, LicenceParty
from bolwerk.kernel import Text, write_date

__all__ = ["bars", "covers_goods", "on_delivery", "reach_on", "reasons"]


def covers_goods(embargo: Embargo, code: str) -> bool:
    """Whether a list code falls under it. A line without a code does when classes are named: nobody showed that it does not."""
    if not embargo.goods or not code:
        return True
    own = code.upper().replace(" ", "")
    return any(_under(own, str(group).upper().replace(" ", "")) for group in embargo.goods)


def _under(code: str, group: str) -> bool:
    """`ML1.a` is under `ML1`, `ML10` is not; `5A002` is under `5A`."""
    rest = code[len(group) :]
    return code.startswith(group) and not (group.startswith("ML") and rest[:1].isdigit())


def bars(embargo: Embargo, code: str, parties: Iterable[tuple[str, str, str]]) -> bool:
    """Whether goods of this code may not go to these parties, each `(role, name, country)`.

    Where the country may be the destination and only not the end use, a consignee there is no bar as long as the
    end users that are named are elsewhere.
    """
    if not covers_goods(embargo, code):
        return False
    given = [party for party in parties if party[0] in CONSIGNED]
    users = [party for party in given if party[0] == "end_user"]
    looked_at = users if embargo.destination_allowed and users else given
    return any(country == embargo.country and _named(embargo, name) for _, name, country in looked_at)


def _named(embargo: Embargo, name: str) -> bool:
    if not embargo.end_users:
        return True
    plain = _plain(name)
    return any(_plain(str(user)) in plain for user in embargo.end_users)


def _plain(name: str) -> str:
    return re.sub(r"[\W_]+", " ", name.casefold()).strip()


def on_delivery(licence: Licence, line: LicenceLine, party: LicenceParty, day: date) -> Embargo | None:
    """The embargo that forbids this very delivery on that day."""
    for embargo in Embargo.objects.select_related("case").filter(starts_on__lte=day, ends_on__gte=day):
        if embargo.holds_on(day) and bars(embargo, line.code, _reached(licence, party)):
            return embargo
    return None


def _reached(licence: Licence, party: LicenceParty) -> list[tuple[str, str, str]]:
    """Whom a delivery to `party` reaches: with one consignee, that one and every end user behind it; else that party alone."""
    parties = [one for one in licence.parties.all() if one.named and one.role in CONSIGNED]
    alone = sum(one.role == "consignee" for one in parties) <= 1
    return [(one.role, one.name, one.country) for one in ({party, *parties} if alone else {party})]


def reach_on(embargo: Embargo, licence: Licence) -> str:
    """`all` when no delivery is left that it allows, `part` when some are forbidden, else `none`."""
    parties = [one for one in licence.parties.all() if one.named and one.role in CONSIGNED]
    goods = [line for line in licence.lines.all() if not line.spent]
    barred = [bars(embargo, line.code, _reached(licence, party)) for line in goods for party in parties]
    if not any(barred):
        return "none"
    return "all" if all(barred) else "part"


def reasons(codes: Iterable[str], parties: Iterable[tuple[str, str, str]], day: date) -> tuple[Text, ...]:
    """Why goods of these codes may not go to these parties on that day, each `(role, name, country)`: for new applications.

    Empty when no embargo is in force that reaches them.
    """
    asked, given = list(codes) or [""], list(parties)
    countries = {country for role, _, country in given if role in CONSIGNED}
    found = []
    for embargo in Embargo.objects.select_related("case").filter(country__in=countries):
        if embargo.holds_on(day) and any(bars(embargo, code, given) for code in asked):
            name = embargo.case.reference
            nl, en = write_date(embargo.ends_on, "nl"), write_date(embargo.ends_on, "en")
            found.append(
                Text(
                    f"Regionaal embargo {name} verbiedt dit t.e.m. {nl} (Wapenhandeldecreet art. 43/1).",
                    f"Regional embargo {name} forbids this until {en} (Wapenhandeldecreet art. 43/1).",
                )
            )
    return tuple(found)
