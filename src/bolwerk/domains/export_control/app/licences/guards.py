"""What must be true before a measure falls on a licence: each guard gives None, or the reason why not from the law tables."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta

from bolwerk.domains.export_control.app.licences import life
from bolwerk.domains.export_control.law.holding.book import book
from bolwerk.kernel import Text, local_day
from bolwerk.office.cases.registry import Guard, GuardContext

_MEASURES = "export.emergency_measures"
_ALLOWED = ("allowed", "allowed_and_told")
_HANDS = Text("U hebt dit zelf voorbereid: een tweede persoon beslist.", "You prepared this: a second person decides.")
_STARTS = ("suspended", "suspended_further", "withdrawn", "resumed")


def judged(facts: Mapping[str, object], on: date) -> Text | None:
    """What `export.emergency_measures` says of a measure: None when it may be, else why not."""
    answer = book().decide(_MEASURES, {"trade.stage": "enforcement", **facts}, on=on)
    if answer.state == "value" and answer.value in _ALLOWED:
        return None
    return Text(answer.text("nl"), answer.text("en"))


def whole(raw: object) -> int | None:
    """A number of days or months from one up, as a program or a form gives it; None for anything else."""
    text = "" if isinstance(raw, bool) else str(raw).strip()
    return int(text) if text.isdecimal() and len(text) < 6 and int(text) > 0 else None


def holder_heard(context: GuardContext) -> Text | None:
    """Heard since the last measure, after an invitation; and who heard does not decide."""
    kinds = ("hearing_invited", "heard", *_STARTS)
    events = list(context.case.events.filter(kind__in=kinds).order_by("seq"))
    last = max((event.seq for event in events if event.kind in _STARTS), default=0)
    fresh = [event for event in events if event.seq > last]
    invited = next((event.seq for event in fresh if event.kind == "hearing_invited"), None)
    heard = [event for event in fresh if event.kind == "heard" and invited is not None and event.seq > invited]
    facts = {"trade_measure.kind": "individual", "trade_measure.heard": bool(heard)}
    no = judged(facts, local_day(context.at))
    if no is not None:
        return no
    hands = {event.actor_id for event in fresh}
    return _HANDS if context.actor is not None and context.actor.pk in hands else None


def urgent_within_term(context: GuardContext) -> Text | None:
    """Not longer than the law allows, and not a second one that joins the first."""
    today = local_day(context.at)
    licence = life.of(context.case)
    if licence:
        recent = licence.measures.filter(kind="urgent").order_by("-starts_on").first()
        end = recent and (recent.ended_on or recent.ends_on)
        if end and end >= today - timedelta(days=1):
            return Text(
                "Er was net een dringende schorsing. Die mag niet worden verlengd: langer schorsen kan alleen na gehoor.",
                "There was an urgent suspension just now. It may not be prolonged: a longer one takes a hearing.",
            )
    if context.payload is None:
        return None
    days = whole(context.payload.get("days"))
    if days is None:
        return Text(
            "Zeg hoeveel dagen de schorsing duurt, minstens één.", "Say how many days the suspension lasts, at least one."
        )
    return judged({"trade_measure.kind": "suspension", "trade_measure.days": days}, today)


def nothing_holds(context: GuardContext) -> Text | None:
    licence = life.of(context.case)
    holding = life.open_measures(licence) if licence else []
    if holding:
        why = life.why_held(holding[0])
        return Text(f"Er loopt nog een maatregel: {why.nl}", f"A measure still runs: {why.en}")
    return None


def months_within_law(context: GuardContext) -> Text | None:
    if context.payload is None:
        return None
    return bar_length(context.payload.get("months"), local_day(context.at))


def bar_length(months: object, on: date) -> Text | None:
    """Whether an embargo, or its renewal, may last so many months."""
    length = whole(months)
    if length is None:
        return Text(
            "Zeg hoeveel maanden het embargo duurt, minstens één.", "Say how many months the embargo lasts, at least one."
        )
    return judged({"trade_measure.kind": "country", "trade_measure.months": length}, on)


def duties_done(context: GuardContext) -> Text | None:
    from bolwerk.domains.export_control.app.licences import duties

    licence = life.of(context.case)
    still = [duty for duty in duties.of(licence, local_day(context.at)) if duty.blocks] if licence else []
    if not still:
        return None
    return Text(f"Nog te doen door de houder: {still[0].label.nl}.", f"Still to be done by the holder: {still[0].label.en}.")


HOLDING: dict[str, Guard] = {
    "holder_heard": holder_heard,
    "urgent_within_term": urgent_within_term,
    "nothing_holds": nothing_holds,
    "duties_done": duties_done,
}
EMBARGO: dict[str, Guard] = {"months_within_law": months_within_law}
