"""Writing on a draft: begin, copy, save a part as it was typed, delete."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any
from uuid import UUID, uuid4

from bolwerk.domains.export_control.app.applying.errors import DraftConflict, key_used
from bolwerk.domains.export_control.app.applying.facts import askable
from bolwerk.domains.export_control.app.applying.form import (
    GOODS,
    PARTIES,
    ROUTE,
    VERSION,
    line_section,
    party_section,
    section_of,
)
from bolwerk.domains.export_control.app.applying.kinds import Instrument, Kind, PartyRole, Schema
from bolwerk.domains.export_control.app.applying.models import Application, DraftPart
from bolwerk.domains.export_control.app.applying.reading import MOST_ROWS
from bolwerk.domains.export_control.app.applying.services._common import (
    NOT_A_MEMBER,
    clean_key,
    clean_text,
    draft_of,
    not_now,
    now,
    touch,
)
from bolwerk.kernel import InvalidInput, NotFound, Text
from bolwerk.office.calls.forms import TYPED_LIMIT, Section, Typed, guard_typed, storable, too_long
from bolwerk.office.cases import journal
from bolwerk.office.identity import policies
from bolwerk.office.registers.models import OrganisationKind

if TYPE_CHECKING:
    from bolwerk.office.identity.models import User
    from bolwerk.office.registers.models import Organisation

EXTRA = ("reexport",)
"""Questions that a part asks only where a determination says so."""
_NOT_COPIED = ("papers",)


@dataclass(frozen=True, slots=True)
class Saved:
    """What a save gives back: the part with its new version, and the application with its own."""

    part: DraftPart
    application: Application


@journal.in_one_step
def start(
    kind: str,
    *,
    instrument: str = "",
    applicant: Organisation,
    title: str,
    actor: User,
    key: str,
    answers: Mapping[str, str] | None = None,
    at: datetime | None = None,
    language: str = "",
) -> Application:
    """A draft with what the register knows filled in. The same `key` again gives the same draft.

    `answers` are facts that were told before, such as in "do I need a licence"; what an official judges is left out.
    Raises `NotAllowed` when the actor does not act for the applicant, `InvalidInput`, `Conflict`.
    """
    moment = now(at)
    journal.lock()
    title = clean_text(title, "title", 200)
    kind, instrument = _known(kind, instrument)
    if done := Application.objects.filter(key=clean_key(key)).first():
        if (done.kind, done.applicant_id, done.created_by_id) != (kind, applicant.pk, actor.pk):
            raise key_used(key)
        return done
    policies.require(actor, "licensing.start", applicant, mend=NOT_A_MEMBER)
    application = Application.objects.create(
        kind=kind,
        instrument=instrument,
        applicant=applicant,
        title=title,
        language=language or actor.language,
        answers={name: raw for name, raw in (answers or {}).items() if askable(name) and len(raw) < 200},
        form_version=VERSION,
        created_by=actor,
        created_at=moment,
        edited_by=actor,
        edited_at=moment,
        key=key,
    )
    _begin(application, PARTIES, {"rows": [_own(applicant)]}, actor, moment)
    return application


def _known(kind: str, instrument: str) -> tuple[str, str]:
    if kind not in Kind.values or (instrument and instrument not in Instrument.values):
        raise InvalidInput(
            Text("Dit soort aanvraag bestaat niet.", "There is no application of this kind."),
            where="kind",
            mend=Text("Kies er een uit de lijst.", "Choose one from the list."),
        )
    if (kind == Kind.LICENCE) != bool(instrument):
        raise InvalidInput(
            Text("Zeg welke vergunning u vraagt.", "Say which licence you ask for."),
            where="instrument",
            mend=Text("Kies er een uit de lijst.", "Choose one from the list."),
        )
    return kind, instrument


def _own(organisation: Organisation) -> dict[str, Typed]:
    """The applicant as a party, out of the register."""
    place = " ".join(part for part in (organisation.postcode, organisation.municipality) if part)
    schema = {
        OrganisationKind.ENTERPRISE: Schema.COMPANY,
        OrganisationKind.PUBLIC_BODY: Schema.PUBLIC_BODY,
    }.get(OrganisationKind(organisation.kind), Schema.ORGANISATION)
    return {
        "mark": uuid4().hex[:12],
        "roles": [PartyRole.APPLICANT.value],
        "name": organisation.name,
        "country": organisation.country,
        "address": ", ".join(part for part in (organisation.street, place) if part),
        "schema": schema.value,
        "number": organisation.kbo_dotted,
        "source": "register",
    }


def _begin(application: Application, part: str, typed: dict[str, Any], actor: User, at: datetime) -> None:
    DraftPart.objects.create(application=application, part=part, typed=typed, version=1, edited_by=actor, edited_at=at)


@journal.in_one_step
def copy(application_id: UUID | str, *, title: str, actor: User, key: str, at: datetime | None = None) -> Application:
    """A new draft with everything that was told before, but without papers: they are of one transaction."""
    moment = now(at)
    journal.lock()
    if done := Application.objects.filter(key=clean_key(key)).first():
        if str(done.copied_from_id) != str(application_id) or done.created_by_id != actor.pk:
            raise key_used(key)
        return done
    source = Application.objects.select_related("applicant").filter(pk=application_id).first()
    if source is None:
        raise NotFound(
            Text("Deze aanvraag is er niet.", "This application is not there."),
            where=str(application_id)[:60],
            mend=Text("Kies er een uit uw lijst.", "Choose one from your list."),
        )
    policies.require(actor, "licensing.view", source)
    policies.require(actor, "licensing.start", source.applicant, mend=NOT_A_MEMBER)
    made = Application.objects.create(
        kind=source.kind,
        instrument=source.instrument,
        applicant=source.applicant,
        title=clean_text(title, "title", 200),
        language=source.language,
        answers=dict(source.answers),
        form_version=VERSION,
        copied_from=source,
        created_by=actor,
        created_at=moment,
        edited_by=actor,
        edited_at=moment,
        key=key,
    )
    for part in source.parts.exclude(part__in=_NOT_COPIED):
        _begin(made, part.part, dict(part.typed), actor, moment)
    return made


@journal.in_one_step
def save_part(
    application_id: UUID | str,
    part: str,
    typed: Mapping[str, object],
    *,
    actor: User,
    version: int,
    at: datetime | None = None,
) -> Saved:
    """Keep a part of plain questions as it was typed, wrong or right. `version` is the one the actor saw, 0 when never saved.

    Raises `DraftConflict`, and `InvalidInput` for a field of absurd length or one that the part does not have.
    """
    moment = now(at)
    application = draft_of(application_id, actor)
    section = section_of(part)
    if section is None:
        raise _no_part(part)
    extra = {name: storable(str(typed[name]))[:10] for name in EXTRA if name in typed}
    plain = {name: raw for name, raw in typed.items() if name not in EXTRA}
    return Saved(_keep(application, part, {**guard_typed(section, plain), **extra}, actor, version, moment), application)


@journal.in_one_step
def save_answers(
    application_id: UUID | str, typed: Mapping[str, str], *, actor: User, version: int, at: datetime | None = None
) -> Saved:
    """Keep answers on facts, wrong or right; an empty one takes the fact out. What an official judges is refused."""
    moment = now(at)
    application = draft_of(application_id, actor)
    for name, raw in typed.items():
        if askable(name) is None:
            raise InvalidInput(
                Text("Dit vragen wij niet aan u.", "We do not ask you this."),
                where=name[:60],
                mend=Text("Laad de pagina opnieuw.", "Load the page again."),
            )
        if len(raw) > TYPED_LIMIT:
            raise too_long(name, len(raw), TYPED_LIMIT)
    clean = {name: storable(raw).strip() for name, raw in typed.items()}
    before = application.answers
    application.answers = {name: raw for name, raw in {**before, **clean}.items() if raw}
    return Saved(_keep(application, ROUTE, clean, actor, version, moment), application)


@journal.in_one_step
def save_rows(
    application_id: UUID | str,
    part: str,
    rows: Sequence[Mapping[str, object]],
    *,
    actor: User,
    version: int,
    at: datetime | None = None,
) -> Saved:
    """Keep the parties or the goods as they were typed, all at once. What is wrong with them is in the selectors."""
    moment = now(at)
    application = draft_of(application_id, actor)
    sections = {PARTIES: party_section, GOODS: line_section}
    if part not in sections:
        raise _no_part(part)
    return Saved(_keep(application, part, {"rows": guard_rows(sections[part](), rows)}, actor, version, moment), application)


def guard_rows(section: Section, rows: Sequence[Mapping[str, object]]) -> list[dict[str, Typed]]:
    """What a draft may keep of rows: known fields, no empty rows, each with a mark that stays with it."""
    if len(rows) > MOST_ROWS:
        raise InvalidInput(
            Text(
                f"Dit zijn {len(rows)} rijen; er mogen er {MOST_ROWS} zijn.",
                f"These are {len(rows)} rows; {MOST_ROWS} are allowed.",
            ),
            where=section.id,
            mend=Text("Splits het over twee aanvragen.", "Split it over two applications."),
        )
    kept: list[dict[str, Typed]] = []
    marks: set[str] = set()
    for row in rows:
        plain = guard_typed(section, {name: raw for name, raw in row.items() if section.field(name)})
        if not any(_filled(raw) for name, raw in plain.items() if name not in ("unit", "schema")):
            continue
        mark = str(row.get("mark") or "")[:12]
        if not mark.isalnum() or mark in marks:
            mark = uuid4().hex[:12]
        marks.add(mark)
        source = {"source": "register"} if row.get("source") == "register" else {}
        kept.append({**plain, "mark": mark, **source})
    return kept


def _filled(raw: Typed) -> bool:
    return bool(raw) if isinstance(raw, list) else bool(raw.strip())


@journal.in_one_step
def delete_draft(application_id: UUID | str, *, actor: User) -> None:
    """Throw a draft away. What was ever submitted cannot be thrown away: it can be withdrawn."""
    application = draft_of(application_id, actor)
    if application.edition:
        raise not_now(application, Text("Deze aanvraag is al ingediend.", "This application was submitted already."))
    application.delete()


def _keep(
    application: Application,
    part: str,
    typed: dict[str, Any],
    actor: User,
    version: int,
    at: datetime,
) -> DraftPart:
    """Write the part when it is still the one that the actor saw; the same content again changes nothing."""
    row = DraftPart.objects.select_for_update().filter(application=application, part=part).first()
    if row is None:
        row = DraftPart(application=application, part=part, version=0, edited_by=actor, edited_at=at)
    merged = {**row.typed, **typed}
    if row.pk and merged == row.typed:
        return row
    if row.version != version:
        raise DraftConflict(
            part, yours=merged, theirs=row.typed, version=row.version, editor=str(row.edited_by), edited_at=row.edited_at
        )
    row.typed, row.version = merged, row.version + 1
    row.edited_by, row.edited_at = actor, at
    row.save()
    touch(application, actor, at)
    return row


def _no_part(part: str) -> NotFound:
    return NotFound(
        Text("Dit deel is er niet.", "This part is not there."),
        where=part[:60],
        mend=Text("Kies een deel uit de lijst.", "Choose a part from the list."),
    )
