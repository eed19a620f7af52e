"""Companies to go out to: who asked on the desk, and who the registers say may have something to export."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from bolwerk.domains.export_control.app.applying.models import Application
from bolwerk.domains.export_control.app.licences.errors import wrong
from bolwerk.domains.export_control.law.supervising import CONTACTS, OUTREACH
from bolwerk.kernel import Conflict, Text
from bolwerk.office.cases import services as cases
from bolwerk.office.cases.models import Case
from bolwerk.office.cases.registry import Guard, GuardContext
from bolwerk.office.identity import policies

if TYPE_CHECKING:
    from bolwerk.office.identity.models import User
    from bolwerk.office.registers.models import Organisation

__all__ = ["GUARDS", "Candidate", "ask", "begin", "candidates", "contacts", "record"]


@dataclass(frozen=True, slots=True)
class Candidate:
    """A company that nobody went to yet, with why it is on the list."""

    organisation: Organisation
    why: Text


_FIRST = Text("eerste aanvraag of ontwerp over strategische goederen", "first application or draft on strategic goods")
_DEFENCE = Text(
    "een ander dossier bij de Vlaamse overheid over defensie", "another case with the Flemish authorities on defence"
)


def candidates() -> tuple[Candidate, ...]:
    """Organisations with an export application, or a case of a defence measure, that have no licence and no contact yet."""
    from bolwerk.domains.export_control.app.licences.models import Licence
    from bolwerk.office.registers.models import Organisation

    known = Case.objects.filter(procedure=OUTREACH.id).exclude(organisation=None).values("organisation")
    licensed = Licence.objects.values("holder")
    free = Organisation.objects.exclude(pk__in=known).exclude(pk__in=licensed)
    first = free.filter(pk__in=Application.objects.values("applicant"))
    others = Case.objects.exclude(procedure__startswith="export.").exclude(organisation=None)
    defence = free.filter(pk__in=others.values("organisation")).exclude(pk__in=first.values("pk"))
    rows = [Candidate(one, _FIRST) for one in first] + [Candidate(one, _DEFENCE) for one in defence]
    return tuple(sorted(rows, key=lambda row: (row.organisation.name, row.organisation.kbo)))


def ask(organisation: Organisation, question: str, *, actor: User | None, key: str, at: datetime | None = None) -> Case:
    """A company asks to be guided. Raises `Conflict` where that runs already."""
    return _open(organisation, question, "asked", actor, key, at)


def begin(organisation: Organisation, why: str, *, actor: User | None, key: str, at: datetime | None = None) -> Case:
    """The service takes the first step itself."""
    policies.require_actor(actor, "export.register")
    return _open(organisation, why, "sought", actor, key, at)


def _open(organisation: Organisation, text: str, how: str, actor: User | None, key: str, at: datetime | None) -> Case:
    if not text.strip():
        raise wrong(
            "question",
            Text("Zeg waarover het gaat.", "Say what it is about."),
            Text("Een of twee zinnen volstaan.", "One or two sentences will do."),
        )
    running = Case.objects.filter(procedure=OUTREACH.id, organisation=organisation, status=Case.Status.OPEN)
    other = running.exclude(events__key=key).first()
    if other is not None:
        raise Conflict(
            Text("Er loopt al een begeleiding voor deze organisatie.", "Guidance of this organisation is running already."),
            where=other.reference,
            mend=Text("Stel uw vraag in dat dossier.", "Ask your question in that case."),
        )
    return cases.open_case(
        OUTREACH.id,
        actor=actor,
        organisation=organisation,
        subject=f"Begeleiding exportcontrole: {organisation.name}"[:300],
        payload={"how": how, "question": text},
        key=key,
        at=at,
    )


def record(case: Case, way: str, text: str, *, actor: User | None, key: str, at: datetime | None = None) -> Case:
    """A contact: a session, a visit, a letter, a conversation, and what was said. Raises `InvalidInput`."""
    if way not in CONTACTS:
        raise wrong(
            "way",
            Text(f"'{way[:20]}' is geen soort contact.", f"'{way[:20]}' is no kind of contact."),
            Text(f"Kies uit: {', '.join(CONTACTS)}.", f"Choose from: {', '.join(CONTACTS)}."),
        )
    if not text.strip():
        raise wrong("text", Text("Wat is er gezegd?", "What was said?"), Text("Schrijf het kort op.", "Write it down briefly."))
    return cases.note(case.pk, "contact_recorded", actor=actor, payload={"way": way}, reason=text, key=key, at=at)


def contacts(case: Case) -> tuple[dict[str, Any], ...]:
    found = case.events.filter(kind="contact_recorded").select_related("actor").order_by("-seq")
    return tuple({"at": one.at, "way": CONTACTS[one.payload["way"]], "text": one.reason, "by": one.actor} for one in found)


def _contact_made(context: GuardContext) -> Text | None:
    if context.case.events.filter(kind="contact_recorded").exists():
        return None
    return Text("Leg eerst het contact vast.", "Record the contact first.")


GUARDS: dict[str, Guard] = {"contact_made": _contact_made}
