"""Advice asked of a team or an outside body, as a case of its own. Waiting for an outside body stops the clock."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from bolwerk.domains.export_control.app.applying import selectors as applying
from bolwerk.domains.export_control.app.handling.errors import needed, wrong
from bolwerk.domains.export_control.app.handling.models import Consultation, Denial
from bolwerk.domains.export_control.app.handling.subject import CONSULTATION, application_of, now
from bolwerk.domains.export_control.law.service import BODIES, Body
from bolwerk.kernel import Text
from bolwerk.office.cases import journal
from bolwerk.office.cases import services as cases
from bolwerk.office.identity import policies
from bolwerk.office.identity.models import Role

if TYPE_CHECKING:
    from bolwerk.office.cases.models import Case, CaseEvent
    from bolwerk.office.identity.models import User

SHARED: dict[str, Text] = {
    "applicant": Text("de aanvrager", "the applicant"),
    "goods": Text("de goederen", "the goods"),
    "parties": Text("de partijen", "the parties"),
    "end_use": Text("het eindgebruik", "the end use"),
}
"""What of the application an adviser can be shown; only what the handler picks."""
OUTCOMES: dict[str, Text] = {
    "positive": Text("gunstig", "positive"),
    "conditional": Text("gunstig onder voorwaarden", "positive with conditions"),
    "negative": Text("ongunstig", "negative"),
}
MORALITY = ("prosecutor", "state_security", "customs", "federal_police")
"""The four bodies of article 10, whose advice on conduct a prior authorisation needs."""


@dataclass(frozen=True, slots=True)
class Answered:
    """A request for advice and what came of it; `outcome` "" while nothing came."""

    consultation: Consultation
    outcome: str
    text: str
    conditions: str
    by: Any
    at: datetime | None

    @property
    def body(self) -> Body:
        return BODIES[self.consultation.body]

    @property
    def name(self) -> Text:
        named = self.consultation.body_name
        return Text.same(named) if named else self.body.label

    @property
    def outcome_text(self) -> Text:
        return OUTCOMES.get(self.outcome, Text("nog geen advies", "no advice yet"))

    @property
    def open(self) -> bool:
        return self.consultation.case.status == "open"


@journal.in_one_step
def consult(
    origin: Case,
    body: str,
    *,
    question: str,
    shared: Sequence[str] = (),
    body_name: str = "",
    adviser: User | None = None,
    denial: Denial | None = None,
    actor: User,
    key: str,
    at: datetime | None = None,
) -> Consultation:
    """Ask advice: opens its case, and stops the clock of the application when the body is outside the service."""
    policies.require(actor, "export.handle", origin)
    journal.lock()
    if done := Consultation.objects.filter(key=key).first():
        return done
    found = _body(body, body_name, question, adviser, denial)
    name = body_name.strip() or found.label.in_(origin.language)
    moment = at or now()
    case = cases.open_case(
        CONSULTATION,
        actor=actor,
        organisation=None,
        subject=f"{name}: {origin.reference}",
        payload={"about": origin.reference, "question": question.strip(), "body": body},
        key=f"{key}:case",
        at=moment,
        language=origin.language,
    )
    made = Consultation.objects.create(
        case=case,
        origin=origin,
        body=body,
        body_name=body_name.strip(),
        outside=found.outside,
        question=question.strip(),
        shared=_shown(origin, shared),
        adviser=adviser,
        denial=denial,
        key=key,
        by=actor,
        at=moment,
    )
    _tell(made, "asked", moment, actor=actor, question=question.strip())
    return made


def _body(body: str, name: str, question: str, adviser: User | None, denial: Denial | None) -> Body:
    if body not in BODIES:
        raise wrong("body", "Deze adviesgever bestaat niet.", "There is no such adviser.", "Kies uit de lijst.", "Choose one.")
    if body in ("outside", "team") and not name.strip():
        raise needed("body_name", Text("de naam van de adviesgever", "the name of the adviser"))
    if not question.strip():
        raise needed("question", Text("de vraag", "the question"))
    if body == "member_state" and denial is None:
        raise needed("denial", Text("de weigering waarover het gaat", "the denial it is about"))
    if adviser is not None and not adviser.has_role(Role.ADVISER):
        raise wrong(
            "adviser", "Deze persoon is geen adviseur.", "This person is no adviser.", "Kies iemand anders.", "Choose another."
        )
    return BODIES[body]


def told(case: Case, event: CaseEvent) -> None:
    """Effect of the end of a request for advice: the application is told, and its clock goes on when it stood for this."""
    consultation = Consultation.objects.select_related("origin").filter(case=case).first()
    if consultation is None or consultation.origin.status != "open":
        return
    done = "given" if event.kind == "consultation_answered" else "withdrawn"
    _tell(consultation, done, event.at, outcome=str(event.payload.get("outcome", "")))


def _tell(consultation: Consultation, what: str, at: datetime, actor: User | None = None, **payload: str) -> None:
    where = "external" if consultation.outside else "internal"
    cases.note(
        consultation.origin_id,
        f"{where}_advice_{what}",
        actor=actor,
        payload={
            "consultation": consultation.case.reference,
            "body": consultation.body_name or BODIES[consultation.body].label.nl,
            **{name: value for name, value in payload.items() if value},
        },
        key=f"consultation:{consultation.pk}:{what}",
        at=at,
    )


def of_case(origin: Case) -> tuple[Answered, ...]:
    """Every request for advice about a case, in the order asked."""
    found = Consultation.objects.select_related("case", "adviser", "by", "denial").filter(origin=origin)
    return tuple(answered(one) for one in found)


def of_request(case: Case) -> Consultation:
    """The request for advice that this case is. Raises `Consultation.DoesNotExist` for another case."""
    return Consultation.objects.select_related("origin", "by", "adviser").get(case=case)


def answered(consultation: Consultation) -> Answered:
    event = consultation.case.events.select_related("actor").filter(kind="consultation_answered").order_by("-seq").first()
    if event is None:
        return Answered(consultation, "", "", "", None, None)
    given = event.payload
    return Answered(
        consultation, str(given.get("outcome", "")), event.reason, str(given.get("conditions", "")), event.actor, event.at
    )


def waiting(origin: Case) -> tuple[Answered, ...]:
    return tuple(one for one in of_case(origin) if one.open)


def conflicting(origin: Case) -> tuple[Answered, ...]:
    """The advices that contradict each other: one for, another against; () when they agree."""
    given = [one for one in of_case(origin) if one.outcome]
    sides = {one.outcome == "negative" for one in given}
    return tuple(given) if len(sides) > 1 else ()


def may_answer(consultation: Consultation, actor: User) -> Text | None:
    """Why this person may not answer: an interest in the application that the advice is about, or another was asked."""
    ruling = policies.may(actor, "export.advise", consultation.origin)
    if not ruling:
        return ruling.reason
    if actor.has_role(Role.ADVISER) and not actor.has_role(Role.HANDLER) and consultation.adviser_id != actor.pk:
        return Text("Dit advies is aan iemand anders gevraagd.", "This advice was asked of somebody else.")
    return None


def _shown(origin: Case, picked: Sequence[str]) -> dict[str, Any]:
    """The picked parts of the application as texts, as they stand when advice is asked."""
    application = application_of(origin)
    shown: dict[str, Any] = {}
    if "applicant" in picked:
        shown["applicant"] = [application.applicant.name]
    if "goods" in picked:
        shown["goods"] = [
            " · ".join(part for part in (line.description, line.code, _quantity(line)) if part)
            for line in applying.lines(application)
        ]
    if "parties" in picked:
        shown["parties"] = [
            f"{one.role_text.in_(origin.language)}: {one.name} ({one.country})" for one in applying.parties(application)
        ]
    if "end_use" in picked and (use := applying.end_use(application)):
        shown["end_use"] = [" · ".join(part for part in (use.text, use.country) if part)]
    return shown


def _quantity(line: Any) -> str:
    return f"{line.plain_quantity} {line.unit_text.nl}" if line.plain_quantity is not None else ""
