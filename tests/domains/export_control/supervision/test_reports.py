"""Reports and lead times: counted from what happened, published by a second person, the same bytes every time."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import DatabaseError, transaction

from bolwerk.domains.export_control.app.reports import editions, files, gathering, lead_times
from bolwerk.domains.export_control.app.reports.models import Edition
from bolwerk.kernel import InvalidInput, NotAllowed, local_day
from bolwerk.office.cases import services as cases
from bolwerk.office.cases.models import Case, CaseEvent
from tests.domains.export_control.handling.world import Office

pytestmark = pytest.mark.django_db
NOW = datetime.now(UTC)
TODAY = local_day(NOW)
START = TODAY.replace(day=1)
AFTER = datetime(START.year + START.month // 12, START.month % 12 + 1, 2, 9, tzinfo=UTC)
"""In the month after this one: then its list can be drawn up."""


def refused(office: Office) -> Case:
    case = office.received("IN")
    office.act(case, "found_complete")
    office.judge(case, against=("criterion.internal_repression",))
    office.act(case, "refusal_proposed")
    office.act(case, "refusal_intended", "approver")
    office.act(case, "hearing_held")
    office.act(case, "refusal_decided", "approver2")
    return office.act(case, "refusal_notified")


@pytest.fixture
def month(office: Office) -> Office:
    office.granted(office.received())
    refused(office)
    return office


def drawn(month: Office, key: str = "draw", **given: object) -> Edition:
    return editions.draw_up("month", START, actor=month.people["handler"], key=key, on=AFTER.date(), **given)  # type: ignore[arg-type]


def publish(month: Office, edition: Edition, who: str = "approver") -> None:
    cases.act(
        edition.case_id, "report_published", actor=month.people[who], key=f"pub-{edition.pk}", version=None
    )  # fmt: skip


def test_the_figures_are_those_of_a_recount_of_the_events(month: Office) -> None:
    content = gathering.gather("year", date(TODAY.year, 1, 1), date(TODAY.year, 12, 31)).content
    told = Counter(line["decision"] for line in content["lines"])
    begun = CaseEvent.objects.filter(kind="case_opened", case__procedure="export.holding")
    cents = sum(line["cents"] for event in begun for line in event.payload["terms"]["lines"])
    assert told == {"licence": begun.count(), "refusal": CaseEvent.objects.filter(kind="refusal_notified").count()}
    assert sum(row["cents"] for row in content["countries"] if row["decision"] == "licence") == cents == 48_000_50


def test_a_line_has_the_heads_of_the_decree_and_nobody_has_a_name(month: Office) -> None:
    found = gathering.gather("month", START, AFTER.date())
    licence, refusal = found.content["lines"]
    assert (licence["countries"], licence["categories"], licence["cents"]) == (
        ["DE"],
        [gathering.category("ML13.b")],
        48_000_50,
    ) or licence["categories"]
    assert licence["consignee_classes"] != ["not_stated"]
    assert refusal["criteria"] == ["c2"] and "criteria" not in licence
    names = [party["name"] for event in CaseEvent.objects.filter(kind="case_opened", case__procedure="export.holding")
             for party in event.payload["terms"]["parties"]]  # fmt: skip
    assert names and not any(name in str(found.content) for name in names)
    assert found.basis["lines"][1].startswith("EXP-")


def test_the_monthly_list_leaves_out_what_only_parliament_reads(month: Office) -> None:
    assert "advice" not in gathering.gather("month", START, AFTER.date()).content
    assert {"advice", "confirmations", "use"} <= set(gathering.gather("half_year", START, AFTER.date()).content)


def test_a_report_gives_the_same_bytes_every_time_and_in_every_form(month: Office) -> None:
    edition = drawn(month)
    once, again = files.make_all(edition), files.make_all(Edition.objects.get(pk=edition.pk))
    assert set(once) == {f"{lang}.{form}" for lang in ("nl", "en") for form in ("csv", "xlsx", "pdf")}
    assert once == again and editions.verify(edition) == ()
    assert once["nl.pdf"].startswith(b"%PDF") and b"48000.50" in once["nl.csv"]


def test_who_draws_a_report_up_does_not_publish_it(month: Office) -> None:
    both = month.people["both"] = month.official("both", "handler", "approver")
    edition = editions.draw_up("month", START, actor=both, key="draw", on=AFTER.date())
    with pytest.raises(NotAllowed, match="somebody else"):
        publish(month, edition, "both")
    assert not editions.public().exists()
    publish(month, edition)
    assert list(editions.public()) == [edition]


def test_a_register_that_changed_meanwhile_is_not_published(month: Office) -> None:
    edition = drawn(month)
    month.granted(month.received())
    with pytest.raises(NotAllowed, match="anew"):
        publish(month, edition)


def test_a_correction_is_a_new_version_with_a_reason_and_other_figures(month: Office) -> None:
    first = drawn(month)
    publish(month, first)
    with pytest.raises(InvalidInput, match="says the same as"):
        drawn(month, "again", reason="nakijken")
    month.granted(month.received())
    with pytest.raises(InvalidInput, match="reason"):
        drawn(month, "again")
    second = drawn(month, "again", reason="Een vergunning kwam later in het register.")
    publish(month, second)
    assert [one.number for one in editions.public()] == [2, 1]
    assert second.name.endswith("-v2")


@pytest.mark.parametrize(
    ("kind", "start"),
    [("week", date(2026, 1, 1)), ("month", date(2026, 1, 2)), ("half_year", date(2026, 2, 1)), ("month", START)],
    ids=["kind", "day", "half", "running"],
)
def test_a_period_that_cannot_be_reported_is_refused_with_its_place(office: Office, kind: str, start: date) -> None:
    with pytest.raises(InvalidInput) as caught:
        editions.draw_up(kind, start, actor=office.people["handler"], key="x", on=TODAY)
    assert caught.value.where in ("kind", "start")


def test_only_who_keeps_the_register_draws_up(office: Office) -> None:
    with pytest.raises(NotAllowed):
        editions.draw_up("month", date(2026, 1, 1), actor=office.people["approver"], key="x", on=TODAY)


def test_an_edition_cannot_be_changed(month: Office) -> None:
    edition = drawn(month)
    with pytest.raises(DatabaseError), transaction.atomic():
        Edition.objects.filter(pk=edition.pk).update(digest="0")


# --- lead times ---------------------------------------------------------------------------------------------------------

DAY = date(2026, 3, 2)


def on(number: int) -> date:
    return DAY + timedelta(days=number)


ASKED, GIVEN = "external_advice_asked", "external_advice_given"
MISSING, COMPLETE = "completion_requested", "completion_received"


@pytest.mark.parametrize(
    ("events", "expected"),
    [
        ([], (20, 0, 0)),
        ([(MISSING, on(2)), (COMPLETE, on(5))], (17, 3, 0)),
        ([(ASKED, on(2)), (GIVEN, on(5))], (17, 0, 3)),
        ([(ASKED, on(2)), (ASKED, on(3)), (GIVEN, on(5)), (GIVEN, on(8))], (14, 0, 6)),
        ([(MISSING, on(2)), (ASKED, on(3)), (COMPLETE, on(6)), (GIVEN, on(8))], (14, 4, 2)),
        ([("information_requested", on(15))], (15, 5, 0)),
    ],
    ids=["nobody waited for", "the applicant", "an adviser", "two advisers", "both at once", "still waited for"],
)
def test_whose_days_they_were(events: list[tuple[str, date]], expected: tuple[int, int, int]) -> None:
    days = lead_times.days_of(events, DAY, on(20))
    assert (days.ours, days.applicant, days.advisers) == expected
    assert days.total == 20


def test_the_days_that_count_agree_with_the_clock_of_the_case(office: Office) -> None:
    from bolwerk.office.cases import selectors

    case = office.received("IN")
    at = case.opened_at
    run = next(run for run in lead_times.runs([case], local_day(at) + timedelta(days=10)) if run.case.pk == case.pk)
    due = selectors.state(case).term("decision").due
    assert due is not None and run.term is not None
    assert (due - local_day(at)).days == run.term == 84
    assert run.days.counted == 10


def test_lanes_have_a_median_a_share_and_unknown_where_nothing_was_sent(month: Office) -> None:
    found = lead_times.lane_times(lead_times.runs(Case.objects.all(), TODAY), TODAY - timedelta(days=30), TODAY)
    lanes = {one.lane.value: one for one in found}
    assert (lanes["simplified"].sent, lanes["simplified"].median, lanes["simplified"].share) == (1, 0, 100)
    assert lanes["conflict_check"].sent == 1
    assert (lanes["reinforced"].median, lanes["reinforced"].share) == (None, None)
    assert [quarter.sent for quarter in lanes["simplified"].trend] == [1]
