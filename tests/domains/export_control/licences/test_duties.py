"""What a holder owes follows from the law and the licence; a report is filled in beforehand, sent once, corrected openly."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from django.db import DatabaseError, transaction

from bolwerk.domains.export_control.app.licences import duties, reporting
from bolwerk.domains.export_control.app.licences.models import Licence, Report
from bolwerk.domains.export_control.app.licences.writing_off import take_back
from bolwerk.kernel import Conflict, InvalidInput, NotAllowed, NotFound, Period
from bolwerk.office.cases import audit, clock
from tests.domains.export_control.licences.test_writing_off import use
from tests.domains.export_control.licences.world import LINES, TODAY, World, days

START = date(2025, 5, 1)


def global_licence(world: World, **given: object) -> Licence:
    """A global dual-use licence of two years, of which the first is over."""
    return world.licence(**{"instrument": "dual_use_global", "valid": Period(days(-400), days(330)), **given})


def first(licence: Licence, on: date = TODAY) -> duties.Duty:
    return next(duty for duty in duties.of(licence, on) if duty.kind == "report_use")


def test_a_global_dual_use_licence_reports_each_year_within_a_month(world: World) -> None:
    licence = world.licence(instrument="dual_use_global", valid=Period(START, date(2027, 4, 30)))
    found = [duty for duty in duties.of(licence, date(2026, 5, 2)) if duty.kind == "report_use"]
    assert [(duty.period.end, duty.due, duty.state) for duty in found if duty.period] == [
        (date(2026, 4, 30), date(2026, 5, 30), "open"),
        (date(2027, 4, 30), date(2027, 5, 30), "coming"),
    ]
    assert str(found[0].why.steps[0].citations[0]) == "dCSG rapportering"


@pytest.mark.parametrize(
    ("day", "state"), [(date(2026, 4, 30), "coming"), (date(2026, 5, 30), "open"), (date(2026, 5, 31), "late")], ids=str
)
def test_a_report_is_open_from_the_end_of_its_period_and_late_after_its_term(world: World, day: date, state: str) -> None:
    licence = world.licence(instrument="dual_use_global", valid=Period(START, date(2027, 4, 30)))
    assert first(licence, day).state == state


def test_a_firearm_is_reported_within_two_months_after_the_licence_is_over_and_not_before(world: World) -> None:
    licence = world.licence(instrument="firearm_individual", lines=LINES[:1], valid=Period(days(-30), days(30)))
    assert all(duty.kind != "report_use" for duty in duties.of(licence, TODAY))
    use(world, licence, "10")
    licence.refresh_from_db()
    duty = first(licence, days(1))
    assert duty.period == Period(days(-30), TODAY) and duty.state == "open"
    assert "2 maanden" in duty.why.steps[0].text.nl


def test_what_our_sources_do_not_say_is_told_and_not_guessed(world: World) -> None:
    licence = world.licence(instrument="global_transfer")
    assert all(duty.due is None for duty in duties.of(licence, TODAY))
    unknown = duties.unknown_term(licence, TODAY)
    assert unknown and unknown.citations[0].standing.value == "unconfirmed"
    asked = world.licence(instrument="global_transfer", report_every=6, report_within=1, valid=Period(days(-200), days(200)))
    assert duties.unknown_term(asked, TODAY) is None
    assert first(asked).source == "own" and first(asked).state in ("open", "late")


def test_what_to_keep_names_each_consignee_for_a_global_licence(world: World) -> None:
    kept = [label.en for label, _ in duties.records_to_keep(world.licence(instrument="global_transfer"), TODAY)]
    assert any("each consignee" in label for label in kept)
    assert duties.records_to_keep(global_licence(world), TODAY) == ()


def test_a_report_is_filled_in_from_the_write_offs_of_its_period(world: World) -> None:
    licence = global_licence(world)
    duty = first(licence)
    assert duty.period
    inside = use(world, licence, "2", day=days(-300), cents=500)
    use(world, licence, "1", day=days(-300), cents=100)
    use(world, licence, "3", day=days(-10))
    take_back(inside.pk, reason="Fout", actor=world["customs"], key=world.key())
    (row,) = reporting.prefill(licence, duty.period)
    assert (row.quantity_e4, row.cents) == (10_000, 100)


def test_a_report_is_submitted_once_and_a_correction_shows_the_difference(world: World) -> None:
    licence = global_licence(world)
    use(world, licence, "2", day=days(-300), cents=500)
    duty = first(licence)
    assert duty.period
    rows = reporting.prefill(licence, duty.period)
    report = reporting.submit(licence, duty.id, rows, actor=world["applicant"], key="een")
    assert reporting.submit(licence, duty.id, rows, actor=world["applicant"], key="een") == report
    assert first_done(licence, duty.id).state == "done"
    with pytest.raises(Conflict):
        reporting.submit(licence, duty.id, rows, actor=world["applicant"], key="twee")
    other = [replace(rows[0], quantity_e4=15_000)]
    with pytest.raises(InvalidInput):
        reporting.submit(licence, duty.id, other, actor=world["applicant"], key="drie", correcting=True)
    again = reporting.submit(
        licence, duty.id, other, remark="Een doos bleef hier", actor=world["applicant"], key="drie", correcting=True
    )
    assert again.number == 2 and Report.objects.count() == 2
    (change,) = reporting.differences(reporting.rows_of(report.rows), reporting.rows_of(again.rows))
    assert change.before and change.after and (change.before.quantity_e4, change.after.quantity_e4) == (20_000, 15_000)
    assert audit.verify() == ()
    with pytest.raises(DatabaseError), transaction.atomic():
        Report.objects.update(remark="anders")


def first_done(licence: Licence, id: str) -> duties.Duty:
    found = duties.find(licence, id, TODAY)
    assert found
    return found


def test_a_nil_report_counts_and_a_late_one_says_so(world: World) -> None:
    licence = global_licence(world)
    report = reporting.submit(licence, first(licence).id, [], actor=world["applicant"], key="nul")
    assert report.nil and report.late
    assert licence.case.events.get(kind="report_submitted").payload["late"] is True


def test_only_the_holder_reports_and_only_a_duty_that_is_there(world: World) -> None:
    licence = global_licence(world)
    for name in ("stranger", "handler", "customs"):
        with pytest.raises(NotAllowed):
            reporting.submit(licence, first(licence).id, [], actor=world[name], key=world.key())
    with pytest.raises(NotFound):
        reporting.submit(licence, "law-report_use-1999-01-01", [], actor=world["applicant"], key=world.key())


def test_rows_that_are_not_of_the_licence_are_refused(world: World) -> None:
    licence, other = global_licence(world), world.licence()
    stranger = other.parties.get()
    own = licence.parties.get()
    for rows in (
        [reporting.Row(1, stranger.pk, 1, 0)],
        [reporting.Row(9, own.pk, 1, 0)],
        [reporting.Row(1, own.pk, 0, 0)],
        [reporting.Row(1, own.pk, 1, -1)],
        [reporting.Row(1, own.pk, 1, 0), reporting.Row(1, own.pk, 2, 0)],
    ):
        with pytest.raises(InvalidInput):
            reporting.submit(licence, first(licence).id, rows, actor=world["applicant"], key=world.key())


def test_who_forgets_is_reminded_once(world: World) -> None:
    licence = global_licence(world)
    for _ in range(3):
        clock.tick(TODAY)
    (event,) = licence.case.events.filter(kind="duty_reminded")
    assert event.payload["state"] == "late"
    reporting.submit(licence, first(licence).id, [], actor=world["applicant"], key="nul")
    clock.tick(days(1))
    assert licence.case.events.filter(kind="duty_reminded").count() == 1


def test_a_dual_use_validity_is_shown_in_both_readings_and_neither_is_law() -> None:
    readings = duties.validity_readings("dual_use_individual", TODAY)
    assert [reason.text.en.split(".")[0] for reason in readings] == ["At most 2 years", "At most 3 years"]
    assert {citation.standing.value for reason in readings for citation in reason.citations} == {"unconfirmed"}
    assert duties.validity_readings("global_transfer", TODAY) == ()


def test_quantities_keep_every_decimal(world: World) -> None:
    licence = global_licence(world)
    for _ in range(3):
        use(world, licence, "0.1", line=2, day=days(-300))
    duty = first(licence)
    assert duty.period
    assert reporting.prefill(licence, duty.period)[0].as_json()["quantity"] == "0.3"
    assert Decimal("0.3") == reporting.rows_of([{"line": 2, "party": 1, "quantity": "0.3", "cents": 0}])[
        0
    ].quantity_e4 / Decimal(10_000)
