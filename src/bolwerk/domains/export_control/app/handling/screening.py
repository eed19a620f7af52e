"""Every party of an application is screened: at receipt, after a completion, when the lists change, and before issue."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from bolwerk.domains.export_control.app.applying import selectors as applying
from bolwerk.domains.export_control.app.applying.models import Party
from bolwerk.domains.export_control.app.handling.subject import application_of, now
from bolwerk.engines.screening import Entity
from bolwerk.kernel import Text
from bolwerk.office.cases import journal
from bolwerk.office.cases import services as cases
from bolwerk.office.identity import policies
from bolwerk.office.screening import selectors, services
from bolwerk.office.screening.subject import Subject

if TYPE_CHECKING:
    from bolwerk.office.cases.models import Case
    from bolwerk.office.identity.models import User
    from bolwerk.office.screening.models import Run

PROFILE = "export-licence"
_IDENTIFIERS = frozenset(
    {"leiCode", "imoNumber", "mmsi", "callSign", "vatCode", "registrationNumber", "passportNumber", "idNumber"}
)
"""What the name engine reads; another kind of number is an `idNumber` to it."""


def parties(case: Case) -> tuple[Party, ...]:
    """Everybody in the transaction, the applicant too; one row a party, whatever its roles."""
    found: dict[str, Party] = {}
    for party in applying.parties(application_of(case)):
        found.setdefault(f"{party.name.casefold()}|{party.country}", party)
    return tuple(found.values())


def subject_of(party: Party) -> Subject:
    """A party as the name engine reads it."""
    properties: dict[str, tuple[str, ...]] = {
        "name": (party.name,),
        "alias": tuple(party.aliases or ()),
        "country": (party.country.lower(),) if party.country else (),
        "address": (party.address,) if party.address else (),
    }
    for name, value in (party.identifiers or {}).items():
        if value:
            known = name if name in _IDENTIFIERS else "idNumber"
            properties[known] = (*properties.get(known, ()), str(value))
    return Subject(party.ref, Entity(party.ref, party.schema, {name: values for name, values in properties.items() if values}))


@journal.in_one_step
def screen(case: Case, *, why: str, actor: User | None, key: str, at: datetime | None = None) -> Run | None:
    """Screen every party against the lists in force and keep them under watch; who left the application is let go.

    None when the application names nobody.
    """
    policies.require_actor(actor, "export.handle", case)
    moment = at or now()
    subjects = [subject_of(party) for party in parties(case)]
    _let_go(case, {subject.ref for subject in subjects}, key, moment)
    if not subjects:
        return None
    run = services.screen(subjects, case=case, profile=PROFILE, why=why, actor=None, key=key, at=moment)
    cases.note(
        case.pk,
        "parties_screened",
        actor=actor if actor and actor.has_role("handler") else None,
        payload={"parties": len(subjects), "open": selectors.open_alerts(case).count(), "receipt": run.digest},
        reason=why,
        key=f"{key}:note",
        at=moment,
    )
    return run


def _let_go(case: Case, kept: set[str], key: str, at: datetime) -> None:
    for ref in selectors.watched(case).values_list("ref", flat=True):
        if ref not in kept:
            why = "staat niet meer in de aanvraag"
            services.release(ref, actor=None, why=why, key=f"{key}:release:{ref}"[:200], at=at)


def blocks(case: Case) -> tuple[Text, ...]:
    """Why nothing may be issued: a hit that is undecided or true, a screening that is not of the lists in force."""
    return selectors.blocks(case)


def true_hits(case: Case) -> Sequence[str]:
    """Names of parties that were found to be on a list."""
    return [alert.subject.caption for alert in selectors.alerts(case) if alert.state == "true_hit"]
