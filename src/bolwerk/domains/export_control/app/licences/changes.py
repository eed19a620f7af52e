"""Asking a change of a licence, and what follows when it is granted: a new version, a new licence, or its return."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING

from bolwerk.domains.export_control.app.licences import life, services
from bolwerk.domains.export_control.app.licences.errors import no_such, wrong
from bolwerk.domains.export_control.app.licences.models import ChangeRequest, Licence
from bolwerk.domains.export_control.app.licences.terms import Terms, checked, read
from bolwerk.domains.export_control.law.holding.changing import CHANGE, CHANGES
from bolwerk.kernel import BolwerkError, Period, Text
from bolwerk.office.cases import journal
from bolwerk.office.cases import services as cases
from bolwerk.office.cases.models import Case, CaseEvent
from bolwerk.office.cases.registry import Effect, Guard, GuardContext
from bolwerk.office.identity import policies

if TYPE_CHECKING:
    from bolwerk.office.identity.models import User

__all__ = ["EFFECTS", "GUARDS", "ask", "now"]


def now(licence: Licence) -> Terms:
    """The terms in force: the last version."""
    return read(licence.versions.get(number=licence.number).terms)


@journal.in_one_step
def ask(
    licence: Licence,
    kind: str,
    *,
    why: str,
    until: date | None = None,
    since: date | None = None,
    quantities: dict[int, Decimal] | None = None,
    values: dict[int, int] | None = None,
    actor: User | None,
    key: str,
    at: datetime | None = None,
) -> Case:
    """Ask a change (`export.change`). Opens a case; nothing changes in the licence until somebody grants it.

    `until`: the new last day (extension, renewal). `since`: the first day of a renewal. `quantities`, `values`: the new
    ceilings by line (amendment), in cents for a value. Raises `InvalidInput` with the place of what cannot be.
    """
    journal.lock()
    licence = Licence.objects.select_related("case", "holder").get(pk=licence.pk)
    policies.require_actor(actor, "licence.ask_change", licence)
    if kind not in CHANGES:
        raise no_such(Text("soort wijziging", "kind of change"), kind[:40])
    if not why.strip():
        raise wrong(
            "why",
            Text("De reden ontbreekt.", "The reason is missing."),
            Text("Zeg waarom u dit vraagt.", "Say why you ask this."),
        )
    wanted = _wanted(licence, kind, until, since, quantities or {}, values or {})
    case = cases.open_case(
        CHANGE.id,
        actor=actor,
        organisation=licence.holder,
        subject=f"{CHANGES[kind].nl} · {licence.reference}",
        payload={
            "licence": licence.reference,
            "kind": kind,
            "wanted": wanted.as_json() if wanted else None,
            "version": licence.number,
            "why": why.strip(),
        },
        key=key,
        at=at,
    )
    if licence.case.status == Case.Status.OPEN:
        about = {"kind": kind, "request": case.reference}
        cases.note(licence.case_id, "change_asked", actor=actor, payload=about, key=f"{key}:told", at=at or datetime.now(UTC))
    return case


def _wanted(
    licence: Licence,
    kind: str,
    until: date | None,
    since: date | None,
    quantities: dict[int, Decimal],
    values: dict[int, int],
) -> Terms | None:
    terms = now(licence)
    if kind == "return":
        return None
    if kind == "amendment":
        lines = tuple(
            replace(line, quantity=quantities.get(line.number, line.quantity), cents=values.get(line.number, line.cents))
            for line in terms.lines
        )
        if lines == terms.lines:
            raise wrong(
                "quantities",
                Text("Er verandert niets.", "Nothing changes."),
                Text("Geef een andere hoeveelheid of waarde.", "Give another quantity or value."),
            )
        return checked(licence.instrument, replace(terms, lines=lines))
    last = licence.valid_until
    if until is None or (last and until <= last):
        raise wrong(
            "until",
            Text("De nieuwe laatste dag ligt niet na de huidige.", "The new last day is not after the present one."),
            Text("Kies een latere dag.", "Choose a later day."),
        )
    if kind == "extension":
        return checked(licence.instrument, replace(terms, valid=Period(terms.valid.start, until)))
    if since is None or since > until:
        raise wrong(
            "since",
            Text(
                "De eerste dag van de nieuwe vergunning ontbreekt of komt te laat.",
                "The first day of the new licence is missing or too late.",
            ),
            Text("Kies een dag voor het einde.", "Choose a day before the end."),
        )
    return checked(licence.instrument, replace(terms, valid=Period(since, until)))


# --- what the case looks at and does ----------------------------------------------------------------------------------


def opened(case: Case, event: CaseEvent) -> None:
    given = event.payload
    licence = Licence.objects.filter(case__reference=str(given.get("licence"))).first()
    if licence is None:
        raise no_such(Text("vergunning", "licence"), str(given.get("licence"))[:40])
    ChangeRequest.objects.create(licence=licence, case=case, kind=str(given["kind"]), wanted=given.get("wanted") or {})


def change_possible(context: GuardContext) -> Text | None:
    """The licence is still there, and what was asked still fits what was used meanwhile."""
    found = ChangeRequest.objects.select_related("licence__case").filter(case=context.case).first()
    if found is None:
        return Text("Deze vraag noemt geen vergunning.", "This request names no licence.")
    licence = found.licence
    if licence.case.status == Case.Status.CLOSED and found.kind != "renewal":
        return Text(f"De vergunning is {licence.state_label.nl}.", f"The licence is {licence.state_label.en}.")
    if found.kind in ("amendment", "extension"):
        try:
            services.above_use(licence, read(found.wanted))
        except BolwerkError as error:
            return error.what
    return None


def applicant_heard(context: GuardContext) -> Text | None:
    """Nobody is refused unheard (article 45): an invitation, and after it a hearing, or that nobody came."""
    seen = list(
        context.case.events.filter(kind__in=("hearing_invited", "heard")).order_by("seq").values_list("kind", flat=True)
    )
    if "hearing_invited" in seen and "heard" in seen[seen.index("hearing_invited") :]:
        return None
    return Text(
        "De aanvrager is nog niet gehoord: nodig hem uit en schrijf op wat hij zei.",
        "The applicant was not heard yet: invite him and write down what he said.",
    )


def granted(case: Case, event: CaseEvent) -> None:
    """`change_granted`: a new version, a new licence, or the licence is returned."""
    found = ChangeRequest.objects.select_related("licence__case", "licence__holder").get(case=case)
    licence, key = found.licence, f"{event.key[:150]}:effect"
    if found.kind == "return":
        life.act(licence, "returned", key, event.at, {"asked_in": case.reference}, event.reason or "return")
        return
    terms = read(found.wanted)
    if found.kind == "renewal":
        services.issue(
            case,
            instrument=licence.instrument,
            holder=licence.holder,
            lines=terms.lines,
            parties=terms.parties,
            valid=terms.valid,
            conditions=terms.conditions,
            actor=None,
            key=key,
            validity_source=event.reason[:300],
            report_every=terms.report_every,
            report_within=terms.report_within,
            at=event.at,
        )
        return
    terms = replace(terms, validity_source=event.reason[:300]) if found.kind == "extension" else terms
    services.change(licence, terms, case=case, actor=None, key=key, reason=event.reason, at=event.at)


GUARDS: dict[str, Guard] = {"change_possible": change_possible, "applicant_heard": applicant_heard}
EFFECTS: dict[str, Effect] = {"case_opened": opened, "change_granted": granted}
