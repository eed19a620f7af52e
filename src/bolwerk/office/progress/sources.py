"""What registers beside the journal tell the monitor: calls that opened, awards made public, committees and their seats."""

from __future__ import annotations

from collections.abc import Iterator

from bolwerk.engines.progress import Record
from bolwerk.office.advice.models import Advice, CompositionReport, SeatEvent
from bolwerk.office.calls.models import Call, Publication, RankingDecision


def told() -> Iterator[Record]:
    """Every such record, each with a key of its own."""
    yield from _calls()
    yield from _committees()


def _calls() -> Iterator[Record]:
    about: dict[str, object]
    for call in Call.objects.all():
        about = {"measure": call.measure, "kit": call.kit}
        yield Record("calls", call.code, "call_opened", call.opens_at, about, f"call:{call.pk}:opened")
        yield Record("calls", call.code, "call_closed", call.closes_at, about, f"call:{call.pk}:closed")
    for decision in RankingDecision.objects.filter(approved=True).select_related("ranking__call"):
        call = decision.ranking.call
        about = {"measure": call.measure, "number": decision.ranking.number}
        yield Record("calls", call.code, "ranking_approved", decision.decided_at, about, f"ranking:{decision.pk}")
    for publication in Publication.objects.select_related("award__application__call"):
        call = publication.award.application.call
        about = {"measure": call.measure, "cents": publication.award.cents}
        yield Record("calls", call.code, "award_made_public", publication.published_at, about, f"publication:{publication.pk}")


def _committees() -> Iterator[Record]:
    about: dict[str, object]
    for event in SeatEvent.objects.select_related("seat__committee"):
        code = event.seat.committee.code
        yield Record("advice", code, f"seat_{event.kind}", event.at, {"committee": code}, f"seat:{event.pk}")
    for advice in Advice.objects.select_related("request__committee"):
        about = {"committee": advice.request.committee.code, "result": advice.result, "binding": advice.binding}
        yield Record("advice", str(advice.request_id), "advice_given", advice.given_at, about, f"advice:{advice.pk}")
    for report in CompositionReport.objects.select_related("committee"):
        code = report.committee.code
        about = {"committee": code, "on": report.on.isoformat(), "sha256": report.sha256}
        yield Record("advice", code, "composition_reported", report.reported_at, about, f"composition:{report.pk}")
