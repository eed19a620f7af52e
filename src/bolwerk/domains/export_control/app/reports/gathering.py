"""What a report says, counted from the registers: decisions of a period with the heads that article 50 names.

A licence counts in the period in which its life began, by its first version; a refusal or an answer on the day it was sent; an
extension on the day it was granted. Nobody has a name here: a party is told by its class. Values are those of the licence,
once: that of an extension is shown and stands in the earlier licence already. A line for several countries counts in none of
them apart, since no value is split.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from bolwerk.domains.export_control.app.applying import selectors as applying
from bolwerk.domains.export_control.app.applying.models import Application
from bolwerk.domains.export_control.app.book import book
from bolwerk.domains.export_control.app.handling import screening, sheets
from bolwerk.domains.export_control.app.handling.models import Lane, Sheet
from bolwerk.domains.export_control.app.handling.subject import current_lane
from bolwerk.domains.export_control.app.licences.models import ChangeRequest, LicenceVersion, Registration, WriteOff
from bolwerk.domains.export_control.law.holding.instruments import INSTRUMENTS
from bolwerk.domains.export_control.law.sheet import ASKS
from bolwerk.kernel import BRUSSELS
from bolwerk.office.cases.models import Case, CaseEvent

__all__ = ["DECISIONS", "Gathered", "gather"]

RULE = "export.government_reports"
DECISIONS = ("licence", "refusal", "extension", "provisional_advice", "confirmation", "flexible_use")
"""What article 50 tells apart: values of the fact `licence.decision`."""
_CODE = re.compile(r"^(ML\d{1,2}|\d[A-E]\d{3})", re.IGNORECASE)
_FLEXIBLE = ("general", "global", "dual_use_global")
_NONE = "not_stated"
_REFUSED_BY = {fact: criterion for criterion, facts in reversed(list(ASKS.items())) for fact in facts}


@dataclass(frozen=True, slots=True)
class Gathered:
    """`content` as it is made known; `basis`: the case behind each of its lines, in their order."""

    content: dict[str, Any]
    basis: dict[str, list[str]]


@dataclass(frozen=True, slots=True)
class _Line:
    told: dict[str, Any]
    case: str

    @property
    def order(self) -> tuple[str, ...]:
        told = self.told
        worth = "" if told["cents"] is None else f"{told['cents']:020d}"
        return (
            told["decision"],
            "+".join(told["countries"]),
            told["instrument"],
            "+".join(told["categories"]),
            worth,
            self.case,
        )


def gather(kind: str, start: date, end: date) -> Gathered:
    """The report of a kind over a period: the same registers give the same contents, whatever the order of their rows.

    Which heads it has is decided by `export.government_reports`, by the law of the last day of the period.
    """
    heads = {decision: _heads(decision, end) for decision in DECISIONS}
    wanted = "monthly_list" if kind == "month" else "parliament"
    told = {decision for decision, found in heads.items() if wanted in found}
    window = _window(start, end)
    lines = sorted(
        (line for line in _lines(window, told) if "line" in heads[line.told["decision"]]), key=lambda line: line.order
    )
    for line in lines:
        if "criterion" not in heads[line.told["decision"]]:
            del line.told["criteria"]
    content: dict[str, Any] = {
        "form": 1,
        "kind": kind,
        "from": start.isoformat(),
        "to": end.isoformat(),
        "law": _law(end),
        "countries": _countries(line.told for line in lines),
        "lines": [line.told for line in lines],
    }
    if "provisional_advice" in told:
        content["advice"] = _answers("export.advice", window)
    if "confirmation" in told:
        content["confirmations"] = _answers("export.confirmation", window)
    if "flexible_use" in told:
        content["use"] = _use(start, end)
        content["registrations"] = _registrations(window)
    return Gathered(content, {"lines": [line.case for line in lines]})


def _window(start: date, end: date) -> tuple[datetime, datetime]:
    return datetime.combine(start, time(), BRUSSELS), datetime.combine(end + timedelta(days=1), time(), BRUSSELS)


def _heads(decision: str, on: date) -> tuple[str, ...]:
    answer = book().decide(RULE, {"trade.stage": "decided", "licence.decision": decision}, on=on)
    return tuple(str(row.out) for row in answer.why) if answer.state == "value" else ()


def _law(on: date) -> list[dict[str, str]]:
    """On which rows of law the heads rest, with how sure they are."""
    found: dict[str, dict[str, str]] = {}
    for decision in DECISIONS:
        answer = book().decide(RULE, {"trade.stage": "decided", "licence.decision": decision}, on=on)
        for row in answer.why:
            source = row.citation
            found[row.row] = {
                "row": row.row,
                "source": str(source) if source else "",
                "standing": str(source.standing) if source else "unconfirmed",
            }
    return [found[row] for row in sorted(found)]


# --- lines ------------------------------------------------------------------------------------------------------------


def _lines(window: tuple[datetime, datetime], told: set[str]) -> Iterator[_Line]:
    if "licence" in told:
        yield from _licences(window)
    if "extension" in told:
        yield from _extensions(window)
    if "refusal" in told:
        yield from _refusals(window)


def _events(window: tuple[datetime, datetime], **where: Any) -> Iterable[CaseEvent]:
    return CaseEvent.objects.filter(at__gte=window[0], at__lt=window[1], **where).select_related("case").order_by("journal_seq")


def _licences(window: tuple[datetime, datetime]) -> Iterator[_Line]:
    for event in _events(window, kind="case_opened", case__procedure="export.holding"):
        version = LicenceVersion.objects.select_related("licence__granted_by").get(licence__case_id=event.case_id, number=1)
        yield _of_version("licence", version, event.case.reference)


def _extensions(window: tuple[datetime, datetime]) -> Iterator[_Line]:
    for event in _events(window, kind="change_granted", case__procedure="export.change"):
        asked = ChangeRequest.objects.filter(case_id=event.case_id, kind="extension").first()
        version = LicenceVersion.objects.select_related("licence__granted_by").filter(case_id=event.case_id).first()
        if asked and version:
            yield _of_version("extension", version, event.case.reference)


def _of_version(decision: str, version: LicenceVersion, reference: str) -> _Line:
    terms, licence = version.terms, version.licence
    parties = [(one["role"], one["name"], one["country"]) for one in terms["parties"]]
    values = [line["cents"] for line in terms["lines"]]
    told = _told(
        decision,
        licence.instrument,
        application=_application(licence.granted_by),
        parties=parties,
        codes=[line["code"] for line in terms["lines"]],
        cents=None if None in values else sum(values),
    )
    return _Line(told, reference)


def _application(case: Case) -> Application | None:
    """The application behind a case; for a licence that renews another, that of the first."""
    request = ChangeRequest.objects.select_related("licence__granted_by").filter(case=case).first()
    if request is not None:
        return _application(request.licence.granted_by)
    return Application.objects.filter(case=case).first()


def _refusals(window: tuple[datetime, datetime]) -> Iterator[_Line]:
    seen = set()
    for event in _events(window, kind="refusal_notified", case__procedure="export.licence"):
        application = _application(event.case)
        if application is None or event.case_id in seen:
            continue
        seen.add(event.case_id)
        lines = applying.lines(application)
        values = [line.cents for line in lines]
        told = _told(
            "refusal",
            application.instrument,
            application=application,
            parties=[(party.role, party.name, party.country) for party in applying.parties(application)],
            codes=[line.code for line in lines],
            cents=None if None in values else sum(value for value in values if value is not None),
            criteria=_criteria(event),
        )
        yield _Line(told, event.case.reference)


def _criteria(event: CaseEvent) -> list[str]:
    """The criteria that the assessment found against it; else the list or the destination that stood in the way."""
    sheet = Sheet.objects.filter(case_id=event.case_id, kind=Sheet.Kind.CRITERIA, at__lte=event.at).order_by("-number").first()
    against = {name for name, row in (sheet.lines if sheet else {}).items() if row["value"]}
    asked = {line.fact: line.criterion for line in sheets.asked(event.case) or ()}
    found = {asked.get(name) or _REFUSED_BY.get(name, name) for name in against}
    if not found and screening.true_hits(event.case):
        found = {"c1"}
    if not found and current_lane(event.case) == Lane.REFUSAL_REVIEW:
        found = {"prohibited_destination"}
    return sorted(found) or [_NONE]


def _told(
    decision: str,
    instrument: str,
    *,
    application: Application | None,
    parties: list[tuple[str, str, str]],
    codes: list[str],
    cents: int | None,
    criteria: list[str] | None = None,
) -> dict[str, Any]:
    inward = instrument == "individual_import"
    countries = _of_role(parties, "consignor" if inward else "consignee") or _of_role(parties, "end_user")
    use = applying.end_use(application) if application else None
    classes = {(party.role, party.name): party.schema for party in applying.parties(application)} if application else {}
    ends = _of_role(parties, "end_user") or ([use.country] if use and use.country else [])
    sector = use.sector if use else ""
    told: dict[str, Any] = {
        "decision": decision,
        "instrument": instrument,
        "countries": countries or [_NONE],
        "end_use_countries": [] if ends == countries or inward else ends,
        "categories": sorted({category(code) for code in codes}),
        "consignee_classes": _classes(parties, classes, "consignor" if inward else "consignee"),
        "end_user_classes": _classes(parties, classes, "end_user"),
        "end_use_sector": sector or _NONE,
        "cents": cents,
        "criteria": criteria or [],
    }
    return told


def _of_role(parties: list[tuple[str, str, str]], role: str) -> list[str]:
    return sorted({country for has, _, country in parties if has == role})


def _classes(parties: list[tuple[str, str, str]], known: Mapping[tuple[str, str], str], role: str) -> list[str]:
    return sorted({known.get((has, name), _NONE) for has, name, _ in parties if has == role}) or [_NONE]


def category(code: str) -> str:
    """`ML13` of `ML13.b`, `6A003` of `6A003.b.4`; where goods stand on neither list, that."""
    found = _CODE.match(code.strip())
    return found[1].upper() if found else "not_listed"


def _countries(lines: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
    """Number and total value, by decision, instrument and country. `without_value`: how many name no value."""
    groups: dict[tuple[str, str, str], list[int | None]] = defaultdict(list)
    for line in lines:
        groups[line["decision"], line["instrument"], "+".join(line["countries"])].append(line["cents"])
    return [
        {
            "decision": decision,
            "instrument": instrument,
            "country": country,
            "count": len(values),
            "cents": sum(value for value in values if value is not None),
            "without_value": values.count(None),
        }
        for (decision, instrument, country), values in sorted(groups.items())
    ]


# --- answers and use ----------------------------------------------------------------------------------------------------


def _answers(procedure: str, window: tuple[datetime, datetime]) -> list[dict[str, Any]]:
    """How many answers of each kind were sent, by country of destination."""
    counted: Counter[tuple[str, str]] = Counter()
    for event in _events(window, kind="opinion_notified", case__procedure=procedure):
        given = event.case.events.filter(kind="opinion_proposed", seq__lt=event.seq).order_by("-seq").first()
        application = _application(event.case)
        parties = [(party.role, party.name, party.country) for party in applying.parties(application)] if application else []
        country = "+".join(_of_role(parties, "consignee") or _of_role(parties, "end_user")) or _NONE
        counted[country, str(given.payload.get("outcome") or _NONE) if given else _NONE] += 1
    return [{"country": country, "outcome": outcome, "count": n} for (country, outcome), n in sorted(counted.items())]


def _use(start: date, end: date) -> list[dict[str, Any]]:
    """What moved under general and global licences in the period, counter-entries taken off, by country and class."""
    kinds = [id for id, one in INSTRUMENTS.items() if one.kind in _FLEXIBLE]
    moved = WriteOff.objects.filter(day__gte=start, day__lte=end, licence__instrument__in=kinds)
    classes: dict[Any, dict[tuple[str, str], str]] = {}
    groups: dict[tuple[str, str, str], list[int]] = defaultdict(lambda: [0, 0])
    for one in moved.select_related("licence__granted_by", "party").order_by("journal_seq"):
        if one.licence_id not in classes:
            application = _application(one.licence.granted_by)
            rows = applying.parties(application) if application else []
            classes[one.licence_id] = {(party.role, party.name): party.schema for party in rows}
        recipient = classes[one.licence_id].get((one.party.role, one.party.name), _NONE)
        total = groups[one.licence.instrument, one.party.country, recipient]
        total[0] += one.sign
        total[1] += one.sign * one.cents
    return [
        {"instrument": instrument, "country": country, "recipient_class": recipient, "movements": count, "cents": cents}
        for (instrument, country, recipient), (count, cents) in sorted(groups.items())
        if count or cents
    ]


def _registrations(window: tuple[datetime, datetime]) -> list[dict[str, Any]]:
    """How many users were registered for each general licence."""
    cases = [event.case_id for event in _events(window, kind="registration_accepted", case__procedure="export.registration")]
    counted = Counter(Registration.objects.filter(case__in=cases).values_list("authorisation", flat=True))
    return [{"authorisation": name, "count": n} for name, n in sorted(counted.items())]
