"""What the desk shows of whoever signed in: their organisations, applications and cases. Nothing here writes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db.models import Q, QuerySet

from bolwerk.engines.procedures import TermState
from bolwerk.faces.desk import words
from bolwerk.kernel import NotFound, Reason, Text
from bolwerk.office.calls import selectors as calls
from bolwerk.office.calls.models import Application, Call, Partner
from bolwerk.office.cases import registry
from bolwerk.office.cases import selectors as cases
from bolwerk.office.cases.models import Case
from bolwerk.office.identity import policies
from bolwerk.office.identity.models import User
from bolwerk.office.registers.models import Organisation
from bolwerk.office.registers.selectors import current

DRAFTS_COUNTED = 3
"""For so many drafts the home page counts what is missing; for the others it links to their own page."""


@dataclass(frozen=True, slots=True)
class DraftRow:
    """A draft in the list. `missing` is None when it was not counted."""

    application: Application
    missing: int | None


@dataclass(frozen=True, slots=True)
class CaseRow:
    """A case in the list: where it stands in plain words, what is expected, what the applicant must do."""

    case: Case
    title: str
    status: Text
    expected: date | None
    reason: Text | None
    standing_still: bool
    to_do: Text | None
    by: date | None


@dataclass(frozen=True, slots=True)
class Mine:
    """All that concerns one person on one page."""

    organisations: tuple[Organisation, ...]
    drafts: tuple[DraftRow, ...]
    running: tuple[CaseRow, ...]
    closed: tuple[CaseRow, ...]
    invitations: tuple[Partner, ...]

    @property
    def empty(self) -> bool:
        return not (self.drafts or self.running or self.closed or self.invitations)


def organisations_of(user: User, day: date) -> QuerySet[Organisation]:
    mine = user.memberships.filter(current(day)).values("organisation_id")
    return Organisation.objects.filter(pk__in=mine).order_by("name")


def mine(user: User, day: date) -> Mine:
    organisations = tuple(organisations_of(user, day))
    ids = [organisation.pk for organisation in organisations]
    drafts = list(calls.applications_of(user, day).filter(state=Application.State.DRAFT).order_by("-edited_at"))
    counted = [DraftRow(draft, len(calls.findings(draft)) if n < DRAFTS_COUNTED else None) for n, draft in enumerate(drafts)]
    found = Case.objects.filter(Q(organisation_id__in=ids) | Q(application__partners__organisation_id__in=ids))
    visible = policies.visible(user, found.select_related("organisation", "application").distinct())
    rows = [case_row(case) for case in visible]
    invitations = Partner.objects.filter(
        organisation_id__in=ids, accepted_at__isnull=True, application__state=Application.State.DRAFT
    ).select_related("application__call", "application__applicant", "organisation")
    return Mine(
        organisations,
        tuple(counted),
        tuple(row for row in rows if row.case.status == Case.Status.OPEN),
        tuple(row for row in rows if row.case.status != Case.Status.OPEN),
        tuple(invitations),
    )


def case_row(case: Case) -> CaseRow:
    """From the cache of the case, so that a list costs no more than one question to the database."""
    procedure = registry.of(case).procedure
    steps = [step for step in procedure.steps if f",{step.id}," in case.steps]
    outcome = case.state.get("outcome")
    ended = next((step for step in procedure.steps if step.id == outcome), None)
    terms: Mapping[str, Mapping[str, str | None]] = case.state.get("terms", {})
    shown = {term.id: term for term in procedure.terms if term.id in terms and words.told(term.id)}
    pending = {name: terms[name] for name in shown if not terms[name].get("stopped_on") and terms[name].get("due")}
    nearest = min(pending, key=lambda name: str(pending[name]["due"]), default=None)
    own = next((name for name in pending if shown[name].for_whom == "applicant"), None)
    return CaseRow(
        case=case,
        title=getattr(getattr(case, "application", None), "title", case.subject),
        status=words.status([ended] if ended else steps),
        expected=_day(pending[nearest]["due"]) if nearest else None,
        reason=_reason(shown[nearest].label, str(shown[nearest].citation)) if nearest else None,
        standing_still=bool(nearest and pending[nearest].get("suspended_since")),
        to_do=words.to_do(steps),
        by=_day(pending[own]["due"]) if own else None,
    )


def application_for(user: User, pk: UUID, operation: str = "application.view") -> Application:
    """An application that this person may see. What it may not see looks as if it were not there."""
    found = Application.objects.select_related("call", "applicant", "case", "edited_by").filter(pk=pk).first()
    if found is None or not policies.may(user, "application.view", found):
        if found is not None:
            policies.require(user, "application.view", found)
        raise _gone(str(pk))
    if operation != "application.view":
        policies.require(user, operation, found)
    return found


def case_for(user: User, reference: str) -> Case:
    """A case that this person may see. Raises `NotFound`, `NotAllowed`."""
    case = cases.get(reference)
    policies.require(user, "case.view", case)
    return case


def call_by(code: str) -> Call:
    found = Call.objects.select_related("envelope").filter(code=code).first()
    if found is None:
        raise _gone(code)
    return found


def partner_by(pk: UUID) -> Partner:
    try:
        return Partner.objects.select_related("application__call", "organisation").get(pk=pk)
    except (Partner.DoesNotExist, ValidationError):
        raise _gone(str(pk)) from None


def shown_terms(terms: tuple[TermState, ...]) -> tuple[TermState, ...]:
    """The terms that tell an applicant something, those that still run first."""
    found = [term for term in terms if term.run and words.told(term.term.id)]
    return tuple(sorted(found, key=lambda term: (not term.pending, term.due or date.max)))


def reasons_of(term: TermState) -> tuple[Reason, ...]:
    cited = (term.citation,) if term.citation else ()
    length = term.term.length.as_text()
    return (Reason(Text(f"De termijn is {length.nl}.", f"The term is {length.en}."), cited), *term.reasons)


def _reason(label: Text, citation: str) -> Text:
    return Text(f"{label.nl} ({citation})", f"{label.en} ({citation})")


def _day(raw: str | None) -> date | None:
    return date.fromisoformat(raw) if raw else None


def _gone(where: str) -> NotFound:
    return NotFound(
        Text("Dit is er niet.", "This is not here."),
        where=where[:60],
        mend=Text("Ga naar uw dossiers en kies daar.", "Go to your cases and choose there."),
    )
