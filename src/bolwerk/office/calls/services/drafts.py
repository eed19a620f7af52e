"""Writing on a draft: begin, save a part, save the costs, fill in what the registers know."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any
from uuid import UUID

from bolwerk.kernel import ZERO, InvalidInput, Money, Text
from bolwerk.office.calls import kits, selectors
from bolwerk.office.calls.costs import guard_rows
from bolwerk.office.calls.errors import CallClosed, DraftConflict, key_used
from bolwerk.office.calls.forms import Checked, check_section, guard_typed, is_empty
from bolwerk.office.calls.models import Application, Call, DraftSection, Partner
from bolwerk.office.calls.models.application import COSTS
from bolwerk.office.calls.models.call import CallStatus
from bolwerk.office.calls.services._common import NOT_A_MEMBER, clean_key, clean_text, draft_of, locked, now, touch
from bolwerk.office.cases import journal
from bolwerk.office.identity import policies
from bolwerk.office.registers.models import OrganisationKind

if TYPE_CHECKING:
    from bolwerk.office.identity.models import User
    from bolwerk.office.registers.models import Organisation


@dataclass(frozen=True, slots=True)
class Saved:
    """What a save gives back: the part with its new version, the application with its own, and what is still wrong in it."""

    section: DraftSection
    application: Application
    checked: Checked | None = None


@journal.in_one_step
def start_application(
    call_id: int, *, applicant: Organisation, title: str, actor: User, key: str, at: datetime | None = None, language: str = ""
) -> Application:
    """A draft for an open call, with what the registers know filled in. The same `key` again gives the same draft.

    Raises `CallClosed`, `NotAllowed` when the actor does not act for the applicant, `InvalidInput` for the title.
    """
    moment = now(at)
    call = locked(Call, call_id)
    title = clean_text(title, "title", 200)
    if done := Application.objects.filter(key=clean_key(key)).first():
        if (done.call_id, done.applicant_id, done.started_by_id) != (call.pk, applicant.pk, actor.pk):
            raise key_used(key)
        return done
    policies.require(actor, "application.start", applicant, mend=NOT_A_MEMBER)
    require_open(call, moment)
    application = Application.objects.create(
        call=call,
        applicant=applicant,
        title=title,
        language=language or actor.language,
        started_by=actor,
        started_at=moment,
        edited_by=actor,
        edited_at=moment,
        key=key,
    )
    Partner.objects.create(
        application=application,
        organisation=applicant,
        role=role_of(applicant),
        lead=True,
        invited_by=actor,
        invited_at=moment,
        accepted_by=actor,
        accepted_at=moment,
    )
    _prefill(application, actor, moment)
    return application


@journal.in_one_step
def save_section(
    application_id: UUID | str,
    section_id: str,
    typed: Mapping[str, object],
    *,
    actor: User,
    version: int,
    at: datetime | None = None,
) -> Saved:
    """Keep one part as it was typed, wrong or right; `checked` says what is wrong. Fields that are not in `typed` stay.

    `version` is the version of the part that the actor saw, 0 when it was never saved. A draft can be saved after the call
    closed too: nothing typed is lost. Raises `DraftConflict`, and `InvalidInput` for a field of absurd length.
    """
    moment = now(at)
    application = _open_draft(application_id, actor)
    section = kits.get(application.call.kit).form.section(section_id)
    saved = _keep(application, section_id, guard_typed(section, typed), actor, version, moment)
    return Saved(saved, application, check_section(section, saved.typed, application.call.text_limits))


@journal.in_one_step
def save_costs(
    application_id: UUID | str,
    rows: Sequence[Mapping[str, object]],
    *,
    actor: User,
    version: int,
    at: datetime | None = None,
) -> Saved:
    """Keep the cost lines as they were typed, all at once. What is wrong with them is in `selectors.costs(application)`."""
    moment = now(at)
    application = _open_draft(application_id, actor)
    saved = _keep(application, COSTS, {"rows": guard_rows(rows)}, actor, version, moment)
    return Saved(saved, application)


@journal.in_one_step
def set_requested(
    application_id: UUID | str, amount: Money, *, actor: User, version: int, at: datetime | None = None
) -> Application:
    """The aid asked. `version` is that of the application as the actor saw it."""
    moment = now(at)
    application = _open_draft(application_id, actor)
    if amount < ZERO:
        raise InvalidInput(
            Text("Het gevraagde bedrag kan niet negatief zijn.", "The amount asked cannot be negative."),
            where="requested",
            mend=Text("Vul een bedrag van nul of meer in.", "Fill in an amount of zero or more."),
        )
    if application.requested_cents == amount.cents:
        return application
    require_version(application, version, yours={"requested": amount.cents})
    application.requested_cents = amount.cents
    touch(application, actor, moment)
    return application


@journal.in_one_step
def refresh_prefill(application_id: UUID | str, *, actor: User, at: datetime | None = None) -> tuple[str, ...]:
    """Fill in what the registers know by now, in fields that are still empty; gives their ids."""
    moment = now(at)
    application = _open_draft(application_id, actor)
    return _prefill(application, actor, moment)


def require_open(call: Call, at: datetime) -> None:
    if call.status_at(at) is not CallStatus.OPEN:
        raise CallClosed(call.code, opens_at=call.opens_at, closes_at=call.closes_at, at=at)


def require_version(application: Application, version: int, yours: Mapping[str, object]) -> None:
    if application.version != version:
        raise DraftConflict(
            "application",
            yours=yours,
            theirs={name: getattr(application, f"{name}_cents", application.version) for name in yours},
            version=application.version,
            editor=str(application.edited_by),
            edited_at=application.edited_at,
        )


def role_of(organisation: Organisation) -> str:
    """As the register has it: a research organisation, or else an undertaking."""
    research = organisation.kind == OrganisationKind.RESEARCH
    return Partner.PartnerRole.RESEARCH if research else Partner.PartnerRole.UNDERTAKING


def _open_draft(application_id: UUID | str, actor: User) -> Application:
    application = draft_of(application_id)
    policies.require(actor, "application.edit", application)
    return application


def _keep(
    application: Application, section_id: str, typed: Mapping[str, Any], actor: User, version: int, at: datetime
) -> DraftSection:
    """Write the part when it is still the one that the actor saw; the same content again changes nothing."""
    row = DraftSection.objects.select_for_update().filter(application=application, section=section_id).first()
    if row is None:
        row = DraftSection(application=application, section=section_id, version=0, edited_by=actor, edited_at=at)
    merged = {**row.typed, **typed}
    if row.pk and merged == row.typed:
        return row
    if row.version != version:
        raise DraftConflict(
            section_id,
            yours=merged,
            theirs=row.typed,
            version=row.version,
            editor=str(row.edited_by),
            edited_at=row.edited_at,
        )
    row.typed, row.version = merged, row.version + 1
    row.edited_by, row.edited_at = actor, at
    row.save()
    touch(application, actor, at)
    return row


def _prefill(application: Application, actor: User, at: datetime) -> tuple[str, ...]:
    kit = kits.get(application.call.kit)
    known = selectors.register_values(kit, application.applicant)
    filled: list[str] = []
    for section in kit.form.sections:
        wanted = {field.id: field.source for field in section.fields if field.source in known}
        if not wanted:
            continue
        row = DraftSection.objects.filter(application=application, section=section.id).first()
        row = row or DraftSection(application=application, section=section.id, version=0)
        empty = [name for name in wanted if is_empty(row.typed.get(name, ""))]
        if not empty:
            continue
        row.typed = {**row.typed, **{name: known[wanted[name]] for name in empty}}
        row.origins = {
            **row.origins,
            **{name: {"source": wanted[name], "value": known[wanted[name]], "at": at.isoformat()} for name in empty},
        }
        row.version, row.edited_by, row.edited_at = row.version + 1, actor, at
        row.save()
        filled.extend(empty)
    if filled:
        touch(application, actor, at)
    return tuple(filled)
