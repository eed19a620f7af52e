"""How a licence lives: its state follows its case; measures and embargoes hold it; it runs out by itself."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from bolwerk.domains.export_control.app.licences import embargoes
from bolwerk.domains.export_control.app.licences.errors import wrong
from bolwerk.domains.export_control.app.licences.models import Embargo, Licence, Measure
from bolwerk.kernel import Calendar, Duration, Text, local_day, read_date, write_date
from bolwerk.office.cases import services as cases
from bolwerk.office.cases.models import Case, CaseEvent
from bolwerk.office.cases.registry import Effect

LIVE = ("in_force", "suspended")
_ENDS = {"closed_withdrawn": "withdrawn", "closed_returned": "returned", "closed_settled": "settled"}
_OVER = ("withdrawn", "returned", "settled", "expired", "exhausted")


def state_of(case: Case) -> str:
    """The state of a licence as its case says: the open step, or the end it came to."""
    steps = [step for step in case.steps.split(",") if step]
    if steps and steps[0] not in _ENDS:
        return steps[0]
    return _ENDS[str(case.state.get("outcome"))]


def of(case: Case) -> Licence | None:
    return Licence.objects.select_related("case", "holder").filter(case=case).first()


def act(
    licence: Licence, move: str, key: str, at: datetime, payload: Mapping[str, Any] | None = None, reason: str = ""
) -> None:
    """A move that the system itself makes in the life of a licence."""
    cases.act(
        licence.case_id, move, actor=None, payload=payload, reason=reason, key=key[:200], version=None, at=_after(licence, at)
    )


def tell(licence: Licence, kind: str, payload: Mapping[str, Any], reason: str, key: str, at: datetime) -> None:
    """Something that the system itself writes down in the life of a licence."""
    cases.note(licence.case_id, kind, actor=None, payload=payload, reason=reason, key=key[:200], at=_after(licence, at))


def _after(licence: Licence, at: datetime) -> datetime:
    last = CaseEvent.objects.filter(case_id=licence.case_id).order_by("-seq").values_list("at", flat=True).first()
    return max(at, last) if last else at


def open_measures(licence: Licence) -> list[Measure]:
    return list(licence.measures.filter(ended_on__isnull=True).select_related("embargo__case"))


def why_held(measure: Measure) -> Text:
    """In a sentence, why the licence cannot be used."""
    until = measure.ends_on
    nl = f" t.e.m. {write_date(until, 'nl')}" if until else ""
    en = f" until {write_date(until, 'en')}" if until else ""
    if measure.embargo:
        name = measure.embargo.case.reference
        return Text(f"regionaal embargo {name}{nl}.", f"regional embargo {name}{en}.")
    if measure.kind == "urgent":
        return Text(f"dringende schorsing{nl}.", f"urgent suspension{en}.")
    return Text(f"schorsing{nl}.", f"suspension{en}.")


# --- what a move brings with it ---------------------------------------------------------------------------------------


def follow(case: Case, event: CaseEvent) -> None:
    """The state of the licence is that of its case; what ends it ends its measures too."""
    licence = of(case)
    if licence is None:
        return
    licence.state = state_of(case)
    day = local_day(event.at)
    if licence.state in _OVER and licence.spent_on is None:
        licence.spent_on = day
    elif licence.state in LIVE:
        licence.spent_on = None
    licence.save(update_fields=["state", "spent_on"])
    if licence.state in _OVER:
        licence.measures.filter(ended_on__isnull=True).update(ended_on=day)


def suspend(case: Case, event: CaseEvent) -> None:
    follow(case, event)
    raw = str(event.payload.get("until") or "").strip()
    until = read_date(raw, "until") if raw else None
    if until and until < local_day(event.at):
        raise wrong(
            "until",
            Text("Het einde van de schorsing is al voorbij.", "The end of the suspension has passed already."),
            Text("Kies een latere dag, of laat het leeg.", "Choose a later day, or leave it empty."),
        )
    _hold(case, event, "individual", until)


def suspend_urgently(case: Case, event: CaseEvent) -> None:
    follow(case, event)
    length = Duration.days(int(event.payload["days"]))
    _hold(case, event, "urgent", Calendar().add(local_day(event.at), length))


def _hold(case: Case, event: CaseEvent, kind: str, until: date | None) -> None:
    licence = of(case)
    if licence:
        Measure.objects.create(
            licence=licence,
            kind=kind,
            reason=event.reason,
            starts_on=local_day(event.at),
            ends_on=until,
            made_by=event.actor,
        )


def end_measure(case: Case, event: CaseEvent) -> None:
    """`measure_ended`: that one no longer holds; when none does, the licence is in force again, or turns out to be expired."""
    licence = of(case)
    if licence is None:
        return
    raw = str(event.payload.get("measure", ""))
    measure = next((one for one in open_measures(licence) if str(one.pk) == raw), None)
    if measure is None or (event.actor is not None and measure.kind == "embargo"):
        raise wrong(
            "measure",
            Text("Welke maatregel eindigt, is niet duidelijk.", "It is not clear which measure ends."),
            Text("Hef ze op vanaf de pagina van de vergunning.", "Lift it from the page of the licence."),
        )
    measure.ended_on = date.fromisoformat(str(event.payload.get("on") or local_day(event.at).isoformat()))
    measure.save(update_fields=["ended_on"])
    if licence.state == "suspended" and not open_measures(licence):
        act(licence, "resumed", f"{event.key}:resumed", event.at)


def resumed(case: Case, event: CaseEvent) -> None:
    follow(case, event)
    licence = of(case)
    if licence:
        spend_if_used(licence, event.at, event.key)


def reopened(case: Case, event: CaseEvent) -> None:
    """Back in force after a correction: what came over the country meanwhile holds it too."""
    follow(case, event)
    licence = of(case)
    if licence:
        under_embargoes(licence, event.at)


def urgent_ran_out(case: Case, event: CaseEvent) -> None:
    """`term_expired`: the urgent suspension ends by itself; the law gives it no day more."""
    licence = of(case)
    if licence and event.payload.get("term") == "urgent_suspension":
        for measure in licence.measures.filter(kind="urgent", ended_on__isnull=True):
            payload = {"measure": measure.pk, "on": local_day(event.at).isoformat()}
            tell(licence, "measure_ended", payload, "", f"{event.key}:{measure.pk}", event.at)
            licence.refresh_from_db()


EFFECTS: dict[str, Effect] = {
    "suspended": suspend,
    "suspended_further": suspend,
    "suspended_urgently": suspend_urgently,
    "suspended_urgently_further": suspend_urgently,
    "embargoed": follow,
    "embargoed_further": follow,
    "resumed": resumed,
    "exhausted": follow,
    "reopened": reopened,
    "prolonged": reopened,
    "expired": follow,
    "expired_suspended": follow,
    "withdrawn": follow,
    "returned": follow,
    "settled": follow,
    "measure_ended": end_measure,
    "term_expired": urgent_ran_out,
}


# --- what happens by itself -------------------------------------------------------------------------------------------


def under_embargoes(licence: Licence, at: datetime) -> None:
    """Every embargo of today that reaches the licence falls on it."""
    for embargo in Embargo.objects.filter(ended_on__isnull=True).select_related("case"):
        if embargo.holds_on(local_day(at)):
            fall_on(embargo, licence, at)


def fall_on(embargo: Embargo, licence: Licence, at: datetime) -> None:
    """Suspend a licence that the embargo reaches whole; write down where it reaches a part."""
    licence.refresh_from_db()
    if licence.state not in LIVE or licence.measures.filter(embargo=embargo).exists():
        return
    reach = embargoes.reach_on(embargo, licence)
    if reach == "none":
        return
    about = {"embargo": embargo.case.reference}
    if reach == "part":
        tell(licence, "embargoed_partly", about, "", f"{embargo.case.reference}:{licence.reference}:part", at)
        return
    Measure.objects.create(licence=licence, kind="embargo", embargo=embargo, starts_on=local_day(at), ends_on=embargo.ends_on)
    move = "embargoed" if licence.state == "in_force" else "embargoed_further"
    act(licence, move, f"{embargo.case.reference}:{licence.reference}", at, about)


def spend_if_used(licence: Licence, at: datetime, key: str) -> None:
    """Used up when no line has anything left; a licence with a line without ceiling never is."""
    licence.refresh_from_db()
    if licence.state == "in_force" and all(line.spent for line in licence.lines.all()):
        act(licence, "exhausted", f"{key}:exhausted", at)


def after_change(licence: Licence, at: datetime) -> None:
    """A new version may give room or time again, or take what was left."""
    licence.refresh_from_db()
    key = f"{licence.reference}:v{licence.number}"
    used = all(line.spent for line in licence.lines.all())
    if licence.state == "exhausted" and not used:
        act(licence, "reopened", f"{key}:reopened", at)
    elif licence.state == "expired" and licence.valid_until and licence.valid_until >= local_day(at):
        act(licence, "prolonged", f"{key}:prolonged", at)
    else:
        under_embargoes(licence, at)
        spend_if_used(licence, at, key)


def expire(licence: Licence, on: date, at: datetime) -> bool:
    """Its last day has passed: it expires, whatever holds it."""
    if licence.valid_until is None or licence.valid_until >= on or licence.state not in LIVE:
        return False
    move = "expired" if licence.state == "in_force" else "expired_suspended"
    act(licence, move, f"{licence.reference}:{move}:{licence.valid_until}", at, {"last_day": licence.valid_until.isoformat()})
    return True
