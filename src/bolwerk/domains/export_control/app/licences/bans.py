"""How an embargo comes and goes: it is a case of its own, and falls on every licence that it reaches."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from bolwerk.domains.export_control.app.licences import guards, life
from bolwerk.domains.export_control.app.licences.errors import wrong
from bolwerk.domains.export_control.app.licences.models import Embargo, Licence
from bolwerk.domains.export_control.law.holding.embargo import EMBARGO
from bolwerk.kernel import Calendar, Duration, NotAllowed, Text, local_day
from bolwerk.office.cases import journal
from bolwerk.office.cases import services as cases
from bolwerk.office.cases.models import Case, CaseEvent
from bolwerk.office.cases.registry import Effect
from bolwerk.office.identity import policies

if TYPE_CHECKING:
    from bolwerk.office.identity.models import User

__all__ = ["EFFECTS", "declare"]

_CODE = re.compile(r"ML\d{1,2}(\.[A-Za-z0-9.]+)?|\d[A-E]?\d{0,3}[A-Za-z0-9.]*", re.IGNORECASE)


@journal.in_one_step
def declare(
    country: str,
    *,
    months: int,
    reason: str,
    goods: Sequence[str] = (),
    end_users: Sequence[str] = (),
    destination_allowed: bool = False,
    actor: User | None,
    key: str,
    at: datetime | None = None,
) -> Embargo:
    """Forbid transfer, export and transit to a country for so many months (`EMB-…`). No goods or end users: all of them.

    Raises `NotAllowed` when the law allows no such length, `InvalidInput` for a country or class that cannot be.
    """
    policies.require_actor(actor, "embargo.manage")
    if not (len(country) == 2 and country.isascii() and country.isupper()):
        raise wrong(
            "country",
            Text(f"'{country[:20]}' is geen landcode.", f"'{country[:20]}' is no country code."),
            Text("Geef twee hoofdletters, zoals XK.", "Give two capitals, such as XK."),
        )
    for code in goods:
        if not _CODE.fullmatch(code.strip()):
            raise wrong(
                "goods",
                Text(f"'{code[:40]}' is geen klasse van goederen.", f"'{code[:40]}' is no class of goods."),
                Text("Schrijf codes zoals ML1, ML10.a of 5A.", "Write codes such as ML1, ML10.a or 5A."),
            )
    if not reason.strip():
        raise wrong("reason", Text("De reden ontbreekt.", "The reason is missing."), Text("Geef ze.", "Give it."))
    no = guards.bar_length(months, local_day(at or datetime.now(UTC)))
    if no:
        raise NotAllowed(
            no,
            where="months",
            mend=Text("Kies minder maanden; vernieuwen kan later.", "Choose fewer months; it can be renewed later."),
        )
    case = cases.open_case(
        EMBARGO.id,
        actor=actor,
        subject=f"Regionaal embargo {country}",
        payload={
            "country": country,
            "months": months,
            "goods": [code.strip().upper() for code in goods],
            "end_users": [name.strip() for name in end_users],
            "destination_allowed": destination_allowed,
            "why": reason.strip(),
        },
        key=key,
        at=at,
    )
    return Embargo.objects.select_related("case").get(case=case)


def opened(case: Case, event: CaseEvent) -> None:
    """`case_opened`: the embargo is there, and falls on every licence of today that it reaches."""
    given, day = event.payload, local_day(event.at)
    embargo = Embargo.objects.create(
        case=case,
        country=given["country"],
        goods=given["goods"],
        end_users=given["end_users"],
        destination_allowed=given["destination_allowed"],
        starts_on=day,
        ends_on=Calendar().add(day, Duration.months(given["months"])),
    )
    hit = Licence.objects.filter(state__in=life.LIVE, parties__country=embargo.country).distinct().order_by("case__reference")
    for licence in hit.select_related("case"):
        life.fall_on(embargo, licence, event.at)


def renewed(case: Case, event: CaseEvent) -> None:
    """`renewed`: counted from the day of the renewal, the shorter of the two readings of article 43/1."""
    until = Calendar().add(local_day(event.at), Duration.months(event.payload["months"]))
    Embargo.objects.filter(case=case).update(ends_on=until)
    embargo = Embargo.objects.get(case=case)
    embargo.measures.filter(ended_on__isnull=True).update(ends_on=until)
    for licence in Licence.objects.filter(state__in=life.LIVE, parties__country=embargo.country).distinct():
        life.fall_on(embargo, licence, event.at)


def over(case: Case, event: CaseEvent) -> None:
    """`lifted`, `ended`: from that day on the licences are free of it."""
    day = local_day(event.at)
    embargo = Embargo.objects.get(case=case)
    embargo.ended_on = day
    embargo.save(update_fields=["ended_on"])
    for measure in embargo.measures.filter(ended_on__isnull=True).select_related("licence__case"):
        payload = {"measure": measure.pk, "on": day.isoformat(), "embargo": case.reference}
        life.tell(measure.licence, "measure_ended", payload, "", f"{event.key}:{measure.pk}", event.at)


def ran_out(case: Case, event: CaseEvent) -> None:
    """`term_expired`: it ends by itself."""
    if event.payload.get("term") == "bar" and case.status != Case.Status.CLOSED:
        cases.act(case.pk, "ended", actor=None, key=f"{event.key}:ended"[:200], version=None, at=event.at)


EFFECTS: dict[str, Effect] = {"case_opened": opened, "renewed": renewed, "lifted": over, "ended": over, "term_expired": ran_out}
