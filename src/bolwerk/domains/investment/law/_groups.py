"""Which enterprises count with which share: linked, partner, autonomous, public (Rec. 2003/361, annex, art. 3 and 6).

Facts that are not known are resolved twice by the caller: once in the direction of the smaller group (`lenient`),
once in the direction of the larger. When both give the same size, nothing needs to be asked.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import StrEnum
from itertools import combinations

from bolwerk.domains.investment.law.ownership import Enterprise, Holding, OwnerKind, OwnershipGraph
from bolwerk.domains.investment.law.values import FIGURES
from bolwerk.kernel import InvalidInput, Money, Text

NOT_AGGREGATED = frozenset({OwnerKind.PERSON, OwnerKind.PUBLIC_BODY})
EXEMPTABLE = frozenset(
    {
        OwnerKind.PUBLIC_INVESTMENT,
        OwnerKind.VENTURE_CAPITAL,
        OwnerKind.BUSINESS_ANGEL,
        OwnerKind.RESEARCH,
        OwnerKind.INSTITUTIONAL,
        OwnerKind.SMALL_LOCAL_AUTHORITY,
    }
)
PUBLIC = frozenset({OwnerKind.PUBLIC_BODY, OwnerKind.PUBLIC_INVESTMENT, OwnerKind.SMALL_LOCAL_AUTHORITY})


class Part(StrEnum):
    OWN = "own"
    LINKED = "linked"
    PARTNER = "partner"
    LINKED_TO_PARTNER = "linked_to_partner"


@dataclass(frozen=True, slots=True)
class Contribution:
    """An enterprise and the percentage of its figures that counts."""

    enterprise: Enterprise
    share: Decimal
    part: Part


@dataclass(frozen=True, slots=True)
class Group:
    """What counts with the enterprise, and what would have to be known to be sure of it."""

    contributions: tuple[Contribution, ...]
    public_share: Decimal
    exempt: tuple[Enterprise, ...]
    questions: tuple[Text, ...]


def group_of(graph: OwnershipGraph, subject: str, on: date, *, lenient: bool) -> Group:
    """The group of `subject` in the graph as it stands on `on`. Raises `InvalidInput` on a circle of control."""
    finder = _Finder(graph.on(on), on, lenient)
    return finder.group(graph.get(subject))


def control_edges(graph: OwnershipGraph, votes: Decimal) -> tuple[Holding, ...]:
    """Holdings that control: a majority of the votes, or one of the other three links. A circle is an error."""
    edges = tuple(holding for holding in graph.holdings if holding.votes > votes or holding.control)
    _refuse_circle(graph, edges)
    return edges


def component(start: str, links: Iterable[tuple[str, str]]) -> frozenset[str]:
    """Everything reachable from `start` over links in either direction."""
    neighbours: dict[str, set[str]] = defaultdict(set)
    for one, other in links:
        neighbours[one].add(other)
        neighbours[other].add(one)
    found, todo = {start}, [start]
    while todo:
        new = neighbours[todo.pop()] - found
        found |= new
        todo.extend(new)
    return frozenset(found)


@dataclass(slots=True)
class _Finder:
    graph: OwnershipGraph
    on: date
    lenient: bool
    questions: list[Text] = field(default_factory=list)

    def limit(self, name: str) -> Decimal:
        return FIGURES.on(self.on, f"size.{name}").value

    def group(self, subject: Enterprise) -> Group:
        control = control_edges(self.graph, self.limit("linked.votes"))
        links = [(h.owner, h.owned) for h in control if not self._kind(h.owner) & NOT_AGGREGATED]
        links += self._links_through_people(control)
        own = component(subject.id, links)
        exempt = {h for h in self.graph.holdings if self._is_exempt(h, control)}
        partners = self._partners(own, links, exempt)
        parts = [Contribution(self.graph.get(id_), Decimal(100), Part.OWN if id_ == subject.id else Part.LINKED) for id_ in own]
        parts += partners
        return Group(
            contributions=tuple(sorted(parts, key=lambda part: (list(Part).index(part.part), part.enterprise.id))),
            public_share=self._public_share(subject.id, control, exempt),
            exempt=tuple(sorted({self.graph.get(h.owner) for h in exempt if h.owned in own}, key=lambda e: e.id)),
            questions=tuple(dict.fromkeys(self.questions)),
        )

    def _kind(self, id_: str) -> frozenset[OwnerKind]:
        return frozenset({self.graph.get(id_).kind})

    def _links_through_people(self, control: tuple[Holding, ...]) -> list[tuple[str, str]]:
        """Enterprises that the same person, or people acting jointly, control on the same or an adjacent market (art. 3(3))."""
        held: dict[str, set[str]] = defaultdict(set)
        for (coalition, owned), holdings in self._coalitions().items():
            if sum(h.votes for h in holdings) > self.limit("linked.votes") or any(h.control for h in holdings):
                held[coalition] |= {owned, *_below(owned, control)}
        links = []
        for owned_ids in held.values():
            for one, other in combinations(sorted(owned_ids), 2):
                if self._same_market(self.graph.get(one), self.graph.get(other)):
                    links.append((one, other))
        return links

    def _coalitions(self) -> dict[tuple[str, str], list[Holding]]:
        """Holdings of people by (person or agreement between people, enterprise)."""
        found: dict[tuple[str, str], list[Holding]] = defaultdict(list)
        for holding in self.graph.holdings:
            if self.graph.get(holding.owner).kind is OwnerKind.PERSON:
                found[holding.acting_together or holding.owner, holding.owned].append(holding)
        return found

    def _same_market(self, one: Enterprise, other: Enterprise) -> bool:
        unknown = [enterprise for enterprise in (one, other) if not enterprise.markets]
        for enterprise in unknown:
            self.questions.append(
                Text(f"op welke markt {enterprise.name} actief is", f"on which market {enterprise.name} is active"),
            )
        return not self.lenient if unknown else bool(one.markets & other.markets)

    def _is_exempt(self, holding: Holding, control: tuple[Holding, ...]) -> bool:
        """An investor of art. 3(2), second subparagraph, that is not linked, alone or jointly."""
        owner = self.graph.get(holding.owner)
        if owner.kind not in EXEMPTABLE or holding in control:
            return False
        together = [h for h in self.graph.holdings if h.owned == holding.owned and h.acting_together == holding.acting_together]
        if holding.acting_together and sum(h.votes for h in together) > self.limit("linked.votes"):
            return False
        if owner.kind is OwnerKind.BUSINESS_ANGEL:
            return self._under(_euro(holding.invested), "angel.invested", owner, _INVESTED)
        if owner.kind is OwnerKind.SMALL_LOCAL_AUTHORITY:
            in_budget = self._under(_euro(owner.yearly_budget), "local_authority.budget", owner, _BUDGET)
            return self._under(owner.inhabitants, "local_authority.inhabitants", owner, _INHABITANTS) and in_budget
        return True

    def _under(self, value: int | Decimal | None, limit: str, owner: Enterprise, question: Text) -> bool:
        if value is None:
            self.questions.append(question.format(name=owner.name))
            return self.lenient
        return value < self.limit(limit)

    def _partners(self, own: frozenset[str], links: list[tuple[str, str]], exempt: set[Holding]) -> list[Contribution]:
        """Pro rata: immediate partners up and down, with all that is linked to them (art. 3(2), 6(2), 6(3))."""
        upward: dict[tuple[frozenset[str], str], list[Holding]] = defaultdict(list)
        downward: dict[str, list[Holding]] = defaultdict(list)
        for holding in self.graph.holdings:
            if holding in exempt or self._kind(holding.owner) & NOT_AGGREGATED:
                continue
            if holding.owned in own and holding.owner not in own:
                upward[component(holding.owner, links), holding.owned].append(holding)
            elif holding.owner in own and holding.owned not in own:
                downward[holding.owned].append(holding)
        relations = [(cluster, {h.owner for h in held}, _interest(held)) for (cluster, _), held in upward.items()]
        relations += [(component(owned, links), {owned}, _interest(held)) for owned, held in downward.items()]
        return self._pro_rata(relations)

    def _pro_rata(self, relations: list[tuple[frozenset[str], set[str], Decimal]]) -> list[Contribution]:
        share: dict[frozenset[str], Decimal] = {}
        immediate: set[str] = set()
        for cluster, partners, interest in relations:
            if interest >= self.limit("partner.interest"):
                share[cluster] = max(interest, share.get(cluster, Decimal(0)))  # cross-holdings: the greater percentage
                immediate |= partners
        return [
            Contribution(self.graph.get(id_), interest, Part.PARTNER if id_ in immediate else Part.LINKED_TO_PARTNER)
            for cluster, interest in share.items()
            for id_ in cluster
        ]

    def _public_share(self, subject: str, control: tuple[Holding, ...], exempt: set[Holding]) -> Decimal:
        """Percentage of capital or votes that public bodies control, directly or through what they control (art. 3(4))."""
        public = {enterprise.id for enterprise in self.graph.enterprises if enterprise.kind in PUBLIC}
        while True:
            held: dict[str, Decimal] = defaultdict(Decimal)
            for holding in self.graph.holdings:
                if holding.owner in public and holding not in exempt:
                    held[holding.owned] += holding.votes
            reached = {h.owned for h in control if h.owner in public}
            reached |= {id_ for id_, votes in held.items() if votes > self.limit("linked.votes")}
            if reached <= public:
                break
            public |= reached
        return _interest([h for h in self.graph.holdings if h.owned == subject and h.owner in public and h not in exempt])


_INVESTED = Text("hoeveel {name} in de onderneming stak", "how much {name} invested in the enterprise")
_BUDGET = Text("het jaarbudget van {name}", "the yearly budget of {name}")
_INHABITANTS = Text("het aantal inwoners van {name}", "the number of inhabitants of {name}")


def _euro(money: Money | None) -> Decimal | None:
    return None if money is None else Decimal(money.cents) / 100


def _interest(holdings: Iterable[Holding]) -> Decimal:
    """Capital or votes, the higher, of holdings that count together."""
    held = tuple(holdings)
    return max(sum((h.capital for h in held), Decimal(0)), sum((h.votes for h in held), Decimal(0)))


def _below(top: str, control: tuple[Holding, ...]) -> frozenset[str]:
    found, todo = set[str](), [top]
    while todo:
        owner = todo.pop()
        new = {h.owned for h in control if h.owner == owner} - found
        found |= new
        todo.extend(new)
    return frozenset(found)


def _refuse_circle(graph: OwnershipGraph, edges: tuple[Holding, ...]) -> None:
    for edge in edges:
        if edge.owner in _below(edge.owned, edges):
            owner, owned = graph.get(edge.owner).name, graph.get(edge.owned).name
            raise InvalidInput(
                Text(
                    f"{owner} en {owned} controleren elkaar in een kring. Dat kan niet.",
                    f"{owner} and {owned} control each other in a circle. That cannot be.",
                ),
                where=f"{owner} > {owned}",
                mend=Text("Kijk na wie van wie de meerderheid heeft.", "Check who holds the majority of whom."),
            )
