"""What the registers say. Nothing here writes."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from django.db.models import Q, QuerySet

from bolwerk.kernel import InvalidInput, KboNumber, Money, NotFound, Period, Text
from bolwerk.office.registers.graph import Holding, Node, OwnershipGraph, YearSize
from bolwerk.office.registers.models import Change, Membership, Organisation, OwnerKind, OwnershipLink, SizeFact

LARGEST_GROUP = 5_000


def current(day: date) -> Q:
    """In force on `day`, for any row with `valid_from` and `valid_until`."""
    return Q(valid_from__lte=day) & (Q(valid_until__isnull=True) | Q(valid_until__gte=day))


def by_kbo(raw: str) -> Organisation:
    """Raises `InvalidInput` for a wrong number, `NotFound` for one that is not in the register."""
    number = KboNumber.read(raw, where="kbo")
    found = Organisation.objects.filter(kbo=number).first()
    if found is None:
        raise NotFound(
            Text(f"{number.dotted} staat niet in het register.", f"{number.dotted} is not in the register."),
            where="kbo",
            mend=Text("Kijk het nummer na of voeg de organisatie toe.", "Check the number or add the organisation."),
        )
    return found


def history(label: str, subject: object) -> QuerySet[Change]:
    """The changes to one row, newest first: `history("registers.Organisation", organisation.pk)`."""
    return Change.objects.filter(register=label, subject=str(subject)).select_related("actor").order_by("-pk")


def members(organisation: Organisation, day: date) -> QuerySet[Membership]:
    return organisation.memberships.filter(current(day)).select_related("user")


def ownership_graph(organisation: Organisation, on: date) -> OwnershipGraph:
    """Everything tied to `organisation` by ownership on that day. Raises `InvalidInput` past `LARGEST_GROUP` organisations."""
    known: dict[int, Organisation] = {organisation.pk: organisation}
    links: dict[int, OwnershipLink] = {}
    people: set[int] = set()
    border, new_people = {organisation.pk}, set[int]()
    while border or new_people:
        near = Q(owned__in=border) | Q(owner_organisation__in=border) | Q(owner_person__in=new_people)
        found = OwnershipLink.objects.filter(current(on) & near).select_related("owned", "owner_organisation", "owner_person")
        fresh = [link for link in found if link.pk not in links]
        links |= {link.pk: link for link in fresh}
        ends = [end for link in fresh for end in (link.owned, link.owner_organisation) if end is not None]
        border = {end.pk for end in ends if end.pk not in known}
        known |= {end.pk: end for end in ends}
        new_people = {link.owner_person_id for link in fresh if link.owner_person_id} - people
        people |= new_people
        if len(known) > LARGEST_GROUP:
            raise _too_large(organisation)
    return OwnershipGraph(
        root=f"org:{organisation.pk}",
        on=on,
        nodes=_nodes(known, links.values(), on),
        holdings=tuple(_holding(link) for link in sorted(links.values(), key=lambda link: link.pk)),
    )


def _nodes(known: dict[int, Organisation], links: Iterable[OwnershipLink], on: date) -> tuple[Node, ...]:
    sizes: dict[int, list[YearSize]] = {}
    for fact in SizeFact.objects.filter(organisation__in=known, year__lt=on.year).order_by("-year"):
        sizes.setdefault(fact.organisation_id, []).append(_year(fact))
    kinds = {link.owner_organisation_id: link.owner_kind for link in links if link.owner_organisation_id}
    nodes = [
        Node(
            id=f"org:{pk}",
            name=found.name,
            kind=kinds.get(pk, OwnerKind.ORGANISATION.value),
            kbo=found.kbo,
            founded=found.started_on.year if found.started_on else None,
            sizes=tuple(sizes.get(pk, ())),
        )
        for pk, found in sorted(known.items())
    ]
    others = {_owner_id(link): (link.owner_label, link.owner_kind) for link in links if not link.owner_organisation_id}
    return (*nodes, *(Node(id=id_, name=name, kind=kind) for id_, (name, kind) in sorted(others.items())))


def _owner_id(link: OwnershipLink) -> str:
    if link.owner_organisation_id:
        return f"org:{link.owner_organisation_id}"
    return f"person:{link.owner_person_id}" if link.owner_person_id else f"body:{link.pk}"


def _holding(link: OwnershipLink) -> Holding:
    return Holding(
        owner=_owner_id(link),
        owned=f"org:{link.owned_id}",
        capital=link.capital,
        votes=link.votes,
        appoints_board=link.appoints_board,
        dominant_influence=link.dominant_influence,
        shareholder_agreement=link.shareholder_agreement,
        same_market=link.same_market,
        concert=link.concert,
        invested=None if link.invested_cents is None else Money(link.invested_cents),
        valid=Period(link.valid_from, link.valid_until),
    )


def _year(fact: SizeFact) -> YearSize:
    return YearSize(
        year=fact.year,
        headcount=fact.headcount,
        turnover=None if fact.turnover_cents is None else Money(fact.turnover_cents),
        balance=None if fact.balance_cents is None else Money(fact.balance_cents),
        consolidated=fact.consolidated,
        source=fact.source,
    )


def _too_large(organisation: Organisation) -> InvalidInput:
    return InvalidInput(
        Text(
            f"De groep rond {organisation.name} telt meer dan {LARGEST_GROUP} organisaties.",
            f"The group around {organisation.name} has more than {LARGEST_GROUP} organisations.",
        ),
        where=organisation.kbo,
        mend=Text("Laat de deelnemingen nakijken.", "Have the holdings checked."),
    )
