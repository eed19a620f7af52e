"""Registering the use of a general licence: one of the five cases of the decree, or a Union general export authorisation."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING

from bolwerk.domains.export_control.app.licences.duties import label_of
from bolwerk.domains.export_control.app.licences.errors import no_such, wrong
from bolwerk.domains.export_control.app.licences.models import Registration
from bolwerk.domains.export_control.law.holding.book import book
from bolwerk.domains.export_control.law.holding.changing import CASES, REGISTRATION, UNION
from bolwerk.engines.rules import Because
from bolwerk.kernel import Conflict, Reason, Text, local_day, write_date
from bolwerk.office.cases import journal
from bolwerk.office.cases import services as cases
from bolwerk.office.cases.models import Case, CaseEvent
from bolwerk.office.cases.registry import Effect

if TYPE_CHECKING:
    from bolwerk.office.identity.models import User
    from bolwerk.office.registers.models import Organisation

__all__ = ["EFFECTS", "Condition", "Notice", "conditions", "find", "name_of", "names", "notice", "register", "tell_first_use"]

_GENERAL, _UNION, _OWED = "export.general_case", "dualuse.general_duties", "export.report_duties"


@dataclass(frozen=True, slots=True)
class Condition:
    """What the user of a general licence must do, with its why."""

    id: str
    label: Text
    why: Reason


@dataclass(frozen=True, slots=True)
class Notice:
    """By when the first use is notified: `before` it or after, so many days, hence on `due`."""

    days: int
    before: bool
    due: date
    why: Reason


def names() -> dict[str, Text]:
    """Every general licence there is to register for, by its id."""
    return {**{id: label_of(_GENERAL, id) for id in CASES}, **{id: Text.same(id) for id in UNION}}


def name_of(id: str) -> Text:
    label = names().get(id)
    if label is None:
        raise no_such(Text("algemene vergunning", "general licence"), id[:40])
    if id in UNION:
        return Text(f"Algemene EU-uitvoervergunning {id}", f"Union general export authorisation {id}")
    return Text(f"Algemene overbrengingsvergunning, {label.nl}", f"General transfer licence, {label.en}")


def conditions(id: str, on: date) -> tuple[Condition, ...]:
    """What goes with it, out of the law tables."""
    if id in UNION:
        answer = book().decide(_UNION, {"goods.class": "dual_use", "dualuse.general_used": id}, on=on)
    else:
        answer = book().decide(_OWED, {"licence.kind": "general", "licence.first_use_registered": False}, on=on)
    return tuple(Condition(str(row.out), label_of(answer.rule, row.out), _reason(row)) for row in answer.why)


def notice(id: str, first_use: date, on: date) -> Notice | None:
    """When the first use is to be notified; None for the five cases, whose registration comes before the first use."""
    if id not in UNION:
        return None
    value = book().value("dualuse.notice", on, id)
    days = int(str(value.value))
    before = any(one.id == "notify_before" for one in conditions(id, on))
    why = Reason(value.why or Text.same(id), (value.citation,) if value.citation else ())
    return Notice(days, before, first_use - timedelta(days=days) if before else first_use + timedelta(days=days), why)


@journal.in_one_step
def register(
    organisation: Organisation,
    id: str,
    *,
    first_use: date,
    confirmed: Sequence[str],
    actor: User | None,
    key: str,
    on: date,
    at: datetime | None = None,
) -> Case:
    """Ask to be registered (`export.registration`): every condition confirmed, and a first use that leaves time for notice.

    Raises `InvalidInput` with the place of what is missing.
    """
    name = name_of(id)
    asked = conditions(id, on)
    missing = [one.label for one in asked if one.id not in confirmed]
    if missing:
        raise wrong(
            "confirmed",
            Text(
                f"U hebt niet bevestigd: {'; '.join(m.nl for m in missing)}.",
                f"You did not confirm: {'; '.join(m.en for m in missing)}.",
            ),
            Text("Lees elke voorwaarde en vink ze aan.", "Read each condition and tick it."),
        )
    told = notice(id, first_use, on)
    earliest = on + timedelta(days=told.days if told and told.before else 1)
    if first_use < earliest and (told is None or told.before):
        raise wrong(
            "first_use",
            Text(
                f"Het eerste gebruik kan ten vroegste op {write_date(earliest, 'nl')}.",
                f"The first use can be on {write_date(earliest, 'en')} at the earliest.",
            ),
            Text(
                "Kies een latere dag. Wacht met uitvoeren tot u geregistreerd bent.",
                "Choose a later day. Wait with exporting until you are registered.",
            ),
        )
    return cases.open_case(
        REGISTRATION.id,
        actor=actor,
        organisation=organisation,
        subject=f"Registratie {name.nl}"[:300],
        payload={"authorisation": id, "first_use": first_use.isoformat(), "confirmed": sorted(confirmed)},
        key=key,
        at=at,
    )


def find(reference: str) -> Registration:
    """Raises `NotFound`."""
    found = Registration.objects.select_related("case", "user").filter(case__reference=reference.strip().upper()).first()
    if found is None:
        raise no_such(Text("registratie", "registration"), reference[:40])
    return found


def tell_first_use(
    registration: Registration, day: date, *, where: str, actor: User | None, key: str, at: datetime | None = None
) -> Case:
    """Notify the first use; the log says whether the day of notice was kept. Once: a second time raises `Conflict`."""
    moment = at or datetime.now(UTC)
    told = notice(registration.authorisation, day, local_day(moment))
    earlier = registration.case.events.filter(kind="first_use_told").exclude(key=key).first()
    if earlier:
        raise Conflict(
            Text("Het eerste gebruik is al gemeld.", "The first use was notified already."),
            where=registration.case.reference,
            mend=Text("Er is niets meer te doen.", "There is nothing more to do."),
        )
    late = told is not None and local_day(moment) > told.due
    payload = {"on": day.isoformat(), "due": told.due.isoformat() if told else None, "late": late}
    return cases.note(registration.case_id, "first_use_told", actor=actor, payload=payload, reason=where, key=key, at=at)


def _reason(row: Because) -> Reason:
    return Reason(row.text, (row.citation,) if row.citation else ())


def opened(case: Case, event: CaseEvent) -> None:
    if case.organisation is None:
        raise wrong(
            "organisation", Text("Er is geen organisatie.", "There is no organisation."), Text("Kies er een.", "Choose one.")
        )
    given = event.payload
    Registration.objects.create(
        case=case,
        user=case.organisation,
        authorisation=str(given["authorisation"]),
        first_use=date.fromisoformat(str(given["first_use"])),
        confirmed=list(given["confirmed"]),
    )


def _becomes(state: str) -> Effect:
    def effect(case: Case, event: CaseEvent) -> None:
        Registration.objects.filter(case=case).update(state=state)

    return effect


EFFECTS: dict[str, Effect] = {
    "case_opened": opened,
    "registration_accepted": _becomes("registered"),
    "registration_refused": _becomes("refused"),
    "registration_ended": _becomes("ended"),
    "withdrawn": _becomes("withdrawn"),
}
