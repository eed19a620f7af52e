"""Writing down who owns what: percentages that can be right, and no circle of control."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.db.models import Q, QuerySet

from bolwerk.kernel import InvalidInput, Money, Text
from bolwerk.office.registers import history, services
from bolwerk.office.registers.models import Organisation, OwnerKind, OwnershipLink, Person

if TYPE_CHECKING:
    from bolwerk.office.identity.models import User


@transaction.atomic
def add_link(
    owned: Organisation,
    *,
    owner: Organisation | Person | str,
    capital: Decimal,
    votes: Decimal,
    valid_from: date,
    valid_until: date | None = None,
    owner_kind: str = "",
    invested: Money | None = None,
    actor: User | None,
    reason: str = "",
    **facts: Any,
) -> OwnershipLink:
    """`owner` holds percentages of `owned`. A text names a body outside the registers, of kind `owner_kind`.

    `facts` are `appoints_board`, `dominant_influence`, `shareholder_agreement`, `same_market`, `concert` and the source
    fields. Raises `InvalidInput`: a percentage outside 0 to 100, more than 100 in all, oneself, or a circle of control.
    """
    link = OwnershipLink(
        owned=owned,
        owner_organisation=owner if isinstance(owner, Organisation) else None,
        owner_person=owner if isinstance(owner, Person) else None,
        owner_name=owner.strip() if isinstance(owner, str) else "",
        owner_kind=owner_kind or _kind(owner),
        capital=capital,
        votes=votes,
        valid_from=valid_from,
        valid_until=valid_until,
        invested_cents=invested.cents if invested is not None else None,
        **facts,
    )
    # One writer at a time for one owned organisation: its row is the lock.
    Organisation.objects.select_for_update().get(pk=owned.pk)
    _check(link)
    link.full_clean(validate_constraints=False)
    link.save()
    history.record(link, "added", actor=actor, reason=reason)
    return link


def end_link(link: OwnershipLink, *, on: date, actor: User | None, reason: str) -> OwnershipLink:
    """The holding ends with the day `on`."""
    if on < link.valid_from:
        raise _bad(Text("Het einde ligt voor het begin.", "The end comes before the start."), "valid_until")
    return services.update(link, {"valid_until": on}, actor=actor, reason=reason)


def _kind(owner: Organisation | Person | str) -> str:
    if isinstance(owner, Person):
        return OwnerKind.PERSON
    return OwnerKind.ORGANISATION if isinstance(owner, Organisation) else OwnerKind.PUBLIC_BODY


def _check(link: OwnershipLink) -> None:
    where = f"{link.owner_label} > {link.owned.name}"
    if not link.owner_label:
        raise _bad(Text("De eigenaar ontbreekt.", "The owner is missing."), where)
    if link.owner_organisation_id == link.owned_id:
        raise _bad(Text("Een organisatie bezit zichzelf.", "An organisation owns itself."), where)
    if link.valid_until is not None and link.valid_until < link.valid_from:
        raise _bad(Text("Het einde ligt voor het begin.", "The end comes before the start."), where)
    for percent in (link.capital, link.votes):
        if not 0 <= percent <= 100 or percent != round(percent, 2):
            raise _bad(
                Text(f"{percent} is geen percentage van 0 tot 100.", f"{percent} is not a percentage from 0 to 100."), where
            )
    _check_total(link, where)
    if _controls(link) and link.owner_organisation_id and (chain := _chain(link)):
        circle = " > ".join((*chain, chain[0]))
        raise _bad(
            Text(f"Zo controleren ze elkaar in een kring: {circle}.", f"This makes a circle of control: {circle}."), where
        )


def _check_total(link: OwnershipLink, where: str) -> None:
    """On no day may all owners together hold more than 100 percent."""
    others = list(_beside(OwnershipLink.objects.filter(owned=link.owned_id), link))
    for day in {link.valid_from, *(other.valid_from for other in others if other.valid_from > link.valid_from)}:
        there = [link, *(o for o in others if o.valid_from <= day and (o.valid_until is None or day <= o.valid_until))]
        for total in (sum(o.capital for o in there), sum(o.votes for o in there)):
            if total > 100:
                raise _bad(
                    Text(f"Alle eigenaars samen komen dan op {total} %.", f"All owners together would hold {total}%."), where
                )


def _beside(links: QuerySet[OwnershipLink], link: OwnershipLink) -> QuerySet[OwnershipLink]:
    """Those in force on some day on which `link` is."""
    found = links.filter(Q(valid_until__isnull=True) | Q(valid_until__gte=link.valid_from))
    return found.filter(valid_from__lte=link.valid_until) if link.valid_until else found


def _controls(link: OwnershipLink) -> bool:
    return link.votes > 50 or link.appoints_board or link.dominant_influence or link.shareholder_agreement


def _chain(link: OwnershipLink) -> tuple[str, ...]:
    """The names from the owned organisation down to the owner, when the owned one already controls the owner."""
    control = Q(votes__gt=50) | Q(appoints_board=True) | Q(dominant_influence=True) | Q(shareholder_agreement=True)
    names: dict[int | None, tuple[str, ...]] = {link.owned_id: (link.owned.name,)}
    border: Iterable[int] = [link.owned_id]
    while border:
        found = _beside(OwnershipLink.objects.filter(control, owner_organisation__in=border), link).select_related("owned")
        fresh = [step for step in found if step.owned_id not in names]
        for step in fresh:
            names[step.owned_id] = (*names[step.owner_organisation_id], step.owned.name)
        if link.owner_organisation_id in names:
            return names[link.owner_organisation_id]
        border = [step.owned_id for step in fresh]
    return ()


def _bad(what: Text, where: str) -> InvalidInput:
    return InvalidInput(
        what, where=where, mend=Text("Kijk de eigenaars en hun aandelen na.", "Check the owners and their shares.")
    )
