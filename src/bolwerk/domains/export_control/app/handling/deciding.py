"""What a grant says before it is decided: lines and quantities (whole or in part), conditions, validity. And who may decide."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from bolwerk.domains.export_control.app.applying import selectors as applying
from bolwerk.domains.export_control.app.handling.errors import wrong
from bolwerk.domains.export_control.app.handling.models import Consultation
from bolwerk.domains.export_control.app.handling.subject import application_of
from bolwerk.domains.export_control.app.licences import services as licences
from bolwerk.domains.export_control.app.licences.terms import LineTerms, PartyTerms, Terms, checked
from bolwerk.kernel import Period, Text
from bolwerk.office.cases import services as cases

if TYPE_CHECKING:
    from bolwerk.domains.export_control.app.licences.models import Licence
    from bolwerk.office.cases.models import Case, CaseEvent
    from bolwerk.office.identity.models import User

DECIDING = frozenset(
    {
        "closure_returned",
        "closure_decided",
        "grant_returned",
        "grant_decided",
        "refusal_returned",
        "refusal_intended",
        "reconsidered",
        "refusal_decided",
        "refusal_upheld",
        "refusal_annulled",
        "opinion_returned",
        "opinion_decided",
        "review_returned",
        "review_confirmed",
        "licence_issued",
        "authorisation_issued",
        "certificate_issued",
        "issue_stopped",
    }
)
"""Events that do not make somebody a handler of the case: they decide on what others prepared, or carry it out."""
CARRIED_OUT = frozenset({"licence_issued", "authorisation_issued", "certificate_issued", "issue_stopped"})


@dataclass(frozen=True, slots=True)
class Granted:
    """One line as it is granted: `quantity` and `cents` at most what was asked."""

    number: int
    quantity: Decimal | None
    cents: int | None


@dataclass(frozen=True, slots=True)
class Proposal:
    """What a handler proposes to grant. `validity_source`: on what the length of the licence rests."""

    lines: tuple[Granted, ...]
    conditions: tuple[str, ...]
    valid: Period
    validity_source: str

    def as_json(self) -> dict[str, Any]:
        start, end = self.valid.start, self.valid.end
        return {
            "lines": [
                {"number": one.number, "quantity": None if one.quantity is None else f"{one.quantity:f}", "cents": one.cents}
                for one in self.lines
            ],
            "conditions": list(self.conditions),
            "valid_from": start.isoformat() if start else None,
            "valid_until": end.isoformat() if end else None,
            "validity_source": self.validity_source,
        }


def read(payload: Mapping[str, Any]) -> Proposal:
    """From `Proposal.as_json`."""

    def day(raw: str | None) -> date | None:
        return date.fromisoformat(raw) if raw else None

    lines = tuple(
        Granted(row["number"], None if row["quantity"] is None else Decimal(row["quantity"]), row["cents"])
        for row in payload.get("lines", ())
    )
    return Proposal(
        lines,
        tuple(payload.get("conditions", ())),
        Period(day(payload.get("valid_from")), day(payload.get("valid_until"))),
        str(payload.get("validity_source", "")),
    )


def propose(
    case: Case,
    proposal: Proposal,
    *,
    reason: str,
    actor: User,
    key: str,
    version: int | None,
    at: datetime | None = None,
) -> Case:
    """Propose to grant, whole or in part. What cannot become a licence is refused here, with the line that is wrong."""
    if case.procedure == "export.licence":
        checked(application_of(case).instrument, terms(case, proposal))
    return cases.act(
        case.pk,
        "grant_proposed",
        actor=actor,
        payload={**proposal.as_json(), "partial": partial(case, proposal)},
        reason=reason,
        key=key,
        version=version,
        at=at,
    )


def terms(case: Case, proposal: Proposal) -> Terms:
    """What the licence will say. Raises `InvalidInput` where more is granted than was asked."""
    application = application_of(case)
    asked = {line.number: line for line in applying.lines(application)}
    found = []
    for one in proposal.lines:
        line = asked.get(one.number)
        if line is None:
            raise wrong(
                f"lines.{one.number}",
                "Deze lijn staat niet in de aanvraag.",
                "This line is not in the application.",
                "Kies een lijn van de aanvraag.",
                "Choose a line of the application.",
            )
        most = line.plain_quantity
        if most is not None and (one.quantity is None or not 0 < one.quantity <= most):
            raise wrong(
                f"lines.{one.number}.quantity",
                f"Gevraagd is {most}: de vergunning kan niet over meer of over niets gaan.",
                f"{most} was asked: the licence cannot be for more, or for nothing.",
                f"Geef een hoeveelheid tot en met {most}, of laat de lijn weg.",
                f"Give a quantity up to {most}, or leave the line out.",
            )
        if line.cents is not None and (one.cents is None or not 0 <= one.cents <= line.cents):
            raise wrong(
                f"lines.{one.number}.value",
                "De waarde is groter dan gevraagd, of ontbreekt.",
                "The value is more than was asked, or missing.",
                "Geef hoogstens de gevraagde waarde.",
                "Give at most the value asked.",
            )
        unit = line.unit_text.in_(case.language)
        found.append(LineTerms(line.number, line.description, line.code, line.cn, one.quantity, unit, one.cents))
    roles = ("consignee", "end_user", "consignor", "intermediary", "carrier", "transit_agent", "supplier")
    parties = tuple(
        PartyTerms(party.role, party.name, party.country) for party in applying.parties(application) if party.role in roles
    )
    return Terms(tuple(found), parties, proposal.valid, proposal.conditions, proposal.validity_source)


def whole(case: Case, valid: Period, validity_source: str, conditions: Sequence[str] = ()) -> Proposal:
    """The proposal that grants all that was asked."""
    lines = tuple(Granted(line.number, line.plain_quantity, line.cents) for line in applying.lines(application_of(case)))
    return Proposal(lines, tuple(conditions), valid, validity_source)


def partial(case: Case, proposal: Proposal) -> bool:
    """Whether less is granted than was asked."""
    asked = {line.number: (line.plain_quantity, line.cents) for line in applying.lines(application_of(case))}
    return {one.number: (one.quantity, one.cents) for one in proposal.lines} != asked


def proposed(case: Case) -> Proposal | None:
    """The last proposal to grant."""
    event = case.events.filter(kind="grant_proposed").order_by("-seq").first()
    return read(event.payload) if event else None


def issue(case: Case, event: CaseEvent) -> Licence:
    """Effect of the issue: the licence with a life of its own, exactly as it was proposed and decided."""
    proposal = proposed(case)
    assert proposal is not None  # noqa: S101 (the net: nothing is issued that was not proposed)
    found = terms(case, proposal)
    application = application_of(case)
    return licences.issue(
        case,
        instrument=application.instrument,
        holder=application.applicant,
        lines=found.lines,
        parties=found.parties,
        valid=found.valid,
        conditions=found.conditions,
        actor=event.actor,
        key=f"licence:{event.key}"[:200],
        validity_source=found.validity_source,
        at=event.at,
    )


def hands(case: Case) -> frozenset[int]:
    """Everybody who handled the case or advised on it."""
    subs = Consultation.objects.filter(origin=case).values_list("case_id", flat=True)
    own = case.events.exclude(kind__in=DECIDING).values_list("actor_id", flat=True)
    from bolwerk.office.cases.models import CaseEvent  # late: this module is read while the apps load

    theirs = CaseEvent.objects.filter(case_id__in=list(subs)).values_list("actor_id", flat=True)
    return frozenset(pk for pk in (*own, *theirs) if pk is not None)


def not_independent(case: Case, actor: User | None) -> Text | None:
    """Why this person does not decide here: handled it, or advised on it. Interests are barred by the policies."""
    if actor is not None and actor.pk in hands(case):
        return Text(
            "U behandelde dit dossier of gaf er advies over: iemand anders beslist.",
            "You handled this case or advised on it: somebody else decides.",
        )
    return None
