"""Drawing up a report, publishing it by a second person, and what of it was made known. A correction is a new version."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Any

from django.db.models import QuerySet

from bolwerk.domains.export_control.app.licences.errors import wrong
from bolwerk.domains.export_control.app.reports import files
from bolwerk.domains.export_control.app.reports.gathering import Gathered, gather
from bolwerk.domains.export_control.app.reports.models import Edition
from bolwerk.domains.export_control.law.supervising import KINDS, REPORTING
from bolwerk.kernel import NotFound, Period, Text, local_day
from bolwerk.office import log
from bolwerk.office.cases import journal
from bolwerk.office.cases import services as cases
from bolwerk.office.cases.registry import GuardContext
from bolwerk.office.identity import policies

if TYPE_CHECKING:
    from bolwerk.office.cases.models import Case, CaseEvent
    from bolwerk.office.identity.models import User

__all__ = ["EFFECTS", "GUARDS", "WEB", "digest_of", "draw_up", "due", "find", "public", "published", "published_on", "verify"]

WEB = ("month",)
"""The kinds that the decree puts on the web; the others go to Parliament."""
_STARTS = {"month": range(1, 13), "half_year": (1, 7), "year": (1,)}


def digest_of(content: Mapping[str, Any]) -> str:
    return hashlib.sha256(log.canonical(content).encode()).hexdigest()


@journal.in_one_step
def draw_up(
    kind: str,
    start: date,
    *,
    reason: str = "",
    actor: User | None,
    key: str,
    on: date,
    at: datetime | None = None,
) -> Edition:
    """Count a period and keep what came out, for a second person to check and publish (`export.report`). `on` is today.

    After a first publication it is a correction: it needs a reason, and other figures. Raises `InvalidInput`.
    """
    policies.require_actor(actor, "export.register")
    journal.lock()
    moment = at or datetime.now(UTC)
    period = checked(kind, start, on)
    if done := Edition.objects.select_related("case").filter(case__events__key=key).first():
        return done
    earlier = Edition.objects.filter(kind=kind, period_from=start).select_related("case").order_by("-number")
    _not_waiting(earlier)
    end = period.end or start
    gathered = gather(kind, start, end)
    before = earlier.filter(case__events__kind="report_published").first()
    last = earlier.first()
    number = (last.number if last else 0) + 1
    if before is not None:
        _is_correction(before, digest_of(gathered.content), reason)
    label = KINDS[kind][1]
    payload = {
        "kind": kind,
        "from": start.isoformat(),
        "to": end.isoformat(),
        "number": number,
        "digest": digest_of(gathered.content),
        "corrects": before.case.reference if before else None,
        "why": reason,
    }
    case = cases.open_case(
        REPORTING.id,
        actor=actor,
        subject=f"{label.nl.capitalize()} {period.as_text().nl}, versie {number}",
        payload=payload,
        key=key,
        at=moment,
    )
    return _keep(case, kind, start, end, number, gathered)


def _keep(case: Case, kind: str, start: date, end: date, number: int, gathered: Gathered) -> Edition:
    edition = Edition(
        case=case,
        kind=kind,
        period_from=start,
        period_to=end,
        number=number,
        content=gathered.content,
        basis=gathered.basis,
        digest=digest_of(gathered.content),
    )
    edition.files = {name: hashlib.sha256(body).hexdigest() for name, body in files.make_all(edition).items()}
    edition.save(force_insert=True)
    return edition


def checked(kind: str, start: date, today: date) -> Period:
    """The period of a report. Raises `InvalidInput` for an unknown kind, a wrong first day, or a period that still runs."""
    if kind not in KINDS:
        raise wrong(
            "kind",
            Text(f"'{kind[:20]}' is geen soort verslag.", f"'{kind[:20]}' is no kind of report."),
            Text(f"Kies uit: {', '.join(KINDS)}.", f"Choose from: {', '.join(KINDS)}."),
        )
    if start.day != 1 or start.month not in _STARTS[kind]:
        raise wrong(
            "start",
            Text("Op die dag begint geen periode van dit verslag.", "No period of this report begins on that day."),
            Text(
                "Kies de eerste dag van de maand, het halfjaar of het jaar.",
                "Choose the first day of a month, half-year or year.",
            ),
        )
    period = files.period_of(kind, start)
    if period.end is None or period.end >= today:
        raise wrong(
            "start",
            Text("Die periode is nog niet voorbij.", "That period is not over yet."),
            Text("Kies een periode die voorbij is.", "Choose a period that is over."),
        )
    return period


def _not_waiting(earlier: QuerySet[Edition]) -> None:
    waiting = earlier.filter(case__status="open").first()
    if waiting is not None:
        name = waiting.case.reference
        raise wrong(
            "start",
            Text(f"{name} over deze periode wacht nog op publicatie.", f"{name} on this period still waits to be published."),
            Text("Publiceer het, of laat het eerst vervallen.", "Publish it, or drop it first."),
        )


def _is_correction(before: Edition, digest: str, reason: str) -> None:
    if before.digest == digest:
        raise wrong(
            "start",
            Text("Het register zegt hetzelfde als wat gepubliceerd is.", "The register says the same as what was published."),
            Text("Er is niets te verbeteren.", "There is nothing to correct."),
        )
    if not reason.strip():
        raise wrong(
            "reason",
            Text("Waarom wordt dit verslag verbeterd?", "Why is this report corrected?"),
            Text("Schrijf wat er anders is, en waarom.", "Write what is different, and why."),
        )


def may_publish(context: GuardContext) -> Text | None:
    """The register says what was drawn up, and somebody else looks at it."""
    edition = Edition.objects.filter(case=context.case).first()
    if edition is None:
        return Text("Er is niets opgemaakt.", "Nothing was drawn up.")
    if context.actor is not None and context.actor.pk == context.case.opened_by_id:
        return Text("U maakte dit op: iemand anders publiceert.", "You drew this up: somebody else publishes.")
    now = gather(edition.kind, edition.period_from, edition.period_to)
    if digest_of(now.content) != edition.digest:
        return Text(
            "Het register is intussen anders: laat dit vervallen en maak het opnieuw op.",
            "The register is different meanwhile: drop this and draw it up anew.",
        )
    return None


GUARDS = {"may_publish": may_publish}
EFFECTS: dict[str, Any] = {}


# --- what was made known ------------------------------------------------------------------------------------------------


def published() -> QuerySet[Edition]:
    """Every version that was published, the newest period first, in a period the last version first."""
    return Edition.objects.filter(case__events__kind="report_published").select_related("case").distinct()


def public() -> QuerySet[Edition]:
    """Those that the decree puts on the web."""
    return published().filter(kind__in=WEB)


def find(name: str, among: QuerySet[Edition]) -> Edition:
    """By the name in its address. Raises `NotFound`."""
    found = next((one for one in among if one.name == name), None)
    if found is None:
        raise NotFound(
            Text("Dit verslag bestaat niet.", "There is no such report."),
            where=name[:40],
            mend=Text("Kies een verslag uit de lijst.", "Choose a report from the list."),
        )
    return found


def published_on(edition: Edition) -> date | None:
    event: CaseEvent | None = edition.case.events.filter(kind="report_published").first()
    return local_day(event.at) if event else None


def verify(edition: Edition) -> tuple[str, ...]:
    """The names of files that do not come out as they were when drawn up; `content` when its digest is another."""
    wrongs = [] if digest_of(edition.content) == edition.digest else ["content"]
    made = files.make_all(edition)
    return (*wrongs, *(name for name, sha in edition.files.items() if hashlib.sha256(made[name]).hexdigest() != sha))


def due(today: date, back: int = 12) -> tuple[tuple[str, Period], ...]:
    """The periods that are over and not published, of the last so many months; the monthly ones first."""
    known = set(published().values_list("kind", "period_from"))
    first = today.year * 12 + today.month - 1 - back
    found = []
    for kind, starts in _STARTS.items():
        for month in range(first, first + back + 1):
            start = date(month // 12, month % 12 + 1, 1)
            period = files.period_of(kind, start)
            if start.month in starts and period.end and period.end < today and (kind, start) not in known:
                found.append((kind, period))
    return tuple(found)
