from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest

from bolwerk.engines.progress import (
    Aggregate,
    Assessment,
    Attestation,
    Condition,
    Delivery,
    Entry,
    Indicators,
    Match,
    Milestone,
    Promise,
    Record,
    State,
    Target,
    Timeliness,
    assess,
    compare,
    fold,
    money,
    read,
    series,
)
from bolwerk.kernel import Money
from tests.engines.progress.samples import (
    AWARDED,
    DEADLINE,
    INDICATORS,
    MANY,
    OPEN,
    PROMISES,
    SHARE,
    SPEED,
    THREE,
    case,
    ledger,
    only,
    t,
)

START = date(2025, 5, 15)
LATER = date(2026, 1, 1)


def day(n: int) -> date:
    return START + timedelta(days=n)


def figure(indicator: Milestone | Target, *records: Record, on: date = LATER) -> Decimal | None:
    return read(indicator, fold(only(indicator), records), on).value


def judged(*records: Record, on: date = LATER, attestations: tuple[Attestation, ...] = ()) -> Assessment:
    return assess(PROMISES, INDICATORS, fold(INDICATORS, records), on, attestations=attestations)


def both(assessment: Assessment, id: str) -> tuple[Delivery, Timeliness]:
    found = assessment.commitment(id)
    return found.delivery, found.timeliness


CALL = Record("calls", "call-1", "call_opened", START)
OTHER_CALL_NEWS = Record("calls", "call-1", "call_announced", day(-5))


class TestFigures:
    def test_a_milestone_is_reached_on_the_day_its_count_is_full(self) -> None:
        records = [case(s, "award_signed", day(n), kind="research") for s, n in (("a", 1), ("b", 2), ("a", 3), ("c", 9))]
        found = read(THREE, fold(INDICATORS, records), LATER)
        assert (found.value, found.holds, found.reached_on, found.found) == (3, True, day(9), 3)
        assert read(THREE, fold(INDICATORS, records), day(8)).holds is False

    def test_records_that_do_not_meet_the_condition_do_not_count(self) -> None:
        assert figure(THREE, case("a", "award_signed", START, kind="development"), case("b", "award_signed", START)) == 0

    @pytest.mark.parametrize(
        ("amount", "counts"), [(9, 0), (10, 1), ("15.5", 1), (20, 1), (21, 0), (None, 0), (True, 0), (12.5, 0)]
    )
    def test_a_condition_with_bounds_takes_both_of_them_in(self, amount: object, counts: int) -> None:
        bounds = Condition("amount", least=Decimal(10), most=Decimal(20))
        within = replace(MANY, match=Match("cases", ("submitted",), (bounds,)))
        assert figure(within, case("a", "submitted", START, amount=amount)) == counts

    def test_yes_is_not_one(self) -> None:
        said = replace(MANY, match=Match("cases", ("submitted",), (Condition("joint", one_of=(True,)),)))
        assert figure(said, case("a", "submitted", START, joint=1), case("b", "submitted", START, joint=True)) == 1

    def test_a_late_record_finds_its_place_among_many(self) -> None:
        state = fold(only(MANY), [case(f"s{n}", "submitted", day(n)) for n in range(200)])
        assert read(MANY, state, day(50)).value == 51
        state.apply(case("late", "submitted", day(10)))
        assert read(MANY, state, day(9)).value == 10
        assert read(MANY, state, day(50)).value == 52

    def test_a_sum_takes_off_what_was_taken_back(self) -> None:
        records = [case("a", "award_signed", START, cents=900), case("a", "award_revoked", day(5), cents=200)]
        assert figure(AWARDED, *records) == 700
        assert figure(AWARDED, *records, on=day(4)) == 900

    @pytest.mark.parametrize("cents", [None, 1.5, True, "many", "NaN", [1]])
    def test_an_unreadable_figure_is_left_out_and_said(self, cents: object) -> None:
        records = [case("a", "award_signed", START, cents=100), case("b", "award_signed", START, cents=cents)]
        found = read(AWARDED, fold(INDICATORS, records), LATER)
        assert (found.value, found.unreadable) == (100, 1)
        assert "1 record" in found.reason.en

    def test_a_share_is_of_the_subjects_of_the_whole(self) -> None:
        whole = [case(s, "submitted", START) for s in "abc"]
        assert figure(SHARE, *whole, case("a", "award_signed", START), case("z", "award_signed", START)) == Decimal("33.3")

    def test_a_share_of_nothing_is_unknown_and_not_zero(self) -> None:
        assert figure(SHARE, case("a", "award_signed", START)) is None

    def test_days_run_from_a_subjects_first_record_to_the_first_end_after_it(self) -> None:
        records = [
            case("a", "award_signed", day(-3)),
            case("a", "submitted", day(0)),
            case("a", "submitted", day(4)),
            case("a", "award_signed", day(10)),
            case("b", "submitted", day(0)),
            case("b", "award_signed", day(21)),
            case("c", "submitted", day(0)),
        ]
        assert figure(SPEED, *records) == Decimal("15.5")

    def test_a_count_counts_subjects_not_records(self) -> None:
        assert figure(MANY, case("a", "submitted", START), case("a", "submitted", day(1)), case("b", "submitted", START)) == 2

    def test_a_register_that_told_nothing_gives_no_figure_one_that_told_something_else_gives_zero(self) -> None:
        assert figure(MANY) is None
        assert figure(MANY, case("a", "opened", START)) == 0
        assert figure(MANY, case("a", "opened", START), on=day(-1)) is None

    def test_the_same_key_counts_once(self) -> None:
        again = case("a", "award_signed", START, "k1", cents=100)
        assert figure(AWARDED, again, again, replace(again, key="k2")) == 200

    def test_a_moment_counts_on_its_day_in_brussels(self) -> None:
        late = Record("cases", "a", "submitted", datetime(2025, 5, 15, 22, 30, tzinfo=UTC))
        assert figure(MANY, late, case("x", "opened", START), on=day(0)) == 0
        assert figure(MANY, late, on=day(1)) == 1

    def test_evidence_is_the_newest_first_and_counts_the_rest(self) -> None:
        records = [case(f"s{n:02}", "submitted", day(n)) for n in range(40)]
        found = read(MANY, fold(INDICATORS, records), LATER)
        assert len(found.evidence) == 25
        assert found.evidence[0].subject == "s39"
        assert found.latest == day(39)

    def test_a_ceiling_that_is_passed_or_a_goal_below_the_baseline_gives_no_progress(self) -> None:
        state = fold(only(AWARDED), [case("a", "award_signed", START, cents=750)])
        for target in (replace(AWARDED, goal=Decimal(700), at_most=True), replace(AWARDED, baseline=Decimal(2000))):
            assert read(target, state, LATER).progress == 0

    def test_progress_runs_from_the_baseline_to_the_goal(self) -> None:
        target = replace(AWARDED, baseline=Decimal(500))
        state = fold(only(target), [case("a", "award_signed", START, cents=750)])
        assert read(target, state, LATER).progress == Decimal("0.5")


class TestJudgement:
    def test_without_data_nothing_is_assessed_and_it_says_so(self) -> None:
        found = judged(on=day(0))
        assert both(found, "2.1-a") == (Delivery.NOT_ASSESSED, Timeliness.NOT_ASSESSED)
        assert "Nog geen gegevens" in found.commitment("2.1-a").delivery_reasons[0].nl
        assert both(found, "9.9-a") == (Delivery.NOT_ASSESSED, Timeliness.NOT_ASSESSED)

    def test_a_deadline_that_passed_without_data_is_not_called_late(self) -> None:
        found = judged(on=LATER).commitment("2.1-a")
        assert found.timeliness is Timeliness.NOT_ASSESSED
        assert "zonder gegevens" in found.timeliness_reasons[0].nl

    def test_data_that_show_nothing_done_are_not_begun_on_time_then_late(self) -> None:
        assert both(judged(OTHER_CALL_NEWS, on=DEADLINE), "2.1-a") == (Delivery.NOT_BEGUN, Timeliness.ON_TIME)
        late = judged(OTHER_CALL_NEWS, on=DEADLINE + timedelta(days=1))
        assert both(late, "2.1-a") == (Delivery.NOT_BEGUN, Timeliness.LATE)

    def test_a_reached_milestone_is_delivered_on_time_on_the_last_day_and_late_after(self) -> None:
        in_time = replace(CALL, at=DEADLINE)
        late = replace(CALL, at=DEADLINE + timedelta(days=1))
        assert both(judged(in_time), "2.1-a") == (Delivery.DELIVERED, Timeliness.ON_TIME)
        assert both(judged(late), "2.1-a") == (Delivery.DELIVERED, Timeliness.DELIVERED_LATE)

    def test_part_of_a_milestone_is_under_way(self) -> None:
        assert both(judged(case("a", "award_signed", START, kind="research"), on=day(1)), "2.1-b") == (
            Delivery.UNDER_WAY,
            Timeliness.ON_TIME,
        )

    def test_a_target_met_within_the_term_and_lost_later_is_late(self) -> None:
        records = [case("a", "award_signed", START, cents=1000), case("a", "award_revoked", DEADLINE, cents=1)]
        assert both(judged(*records, on=day(1)), "2.1-c") == (Delivery.DELIVERED, Timeliness.ON_TIME)
        assert both(judged(*records), "2.1-c") == (Delivery.UNDER_WAY, Timeliness.LATE)

    def test_a_ceiling_is_kept_by_what_stays_under_it(self) -> None:
        records = [case("a", "submitted", START), case("a", "award_signed", day(30))]
        assert both(judged(*records), "2.1-e") == (Delivery.DELIVERED, Timeliness.ON_TIME)

    def test_a_figure_without_a_goal_is_under_way_and_never_delivered(self) -> None:
        assert both(judged(case("a", "submitted", START)), "2.1-f") == (Delivery.UNDER_WAY, Timeliness.NO_DEADLINE)

    def test_a_commitment_with_two_indicators_is_delivered_when_both_hold(self) -> None:
        second = Milestone("second", "2.1-a", t("second"), THREE.match)
        indicators = Indicators((OPEN, second))
        one = assess(PROMISES, indicators, fold(indicators, [CALL, case("a", "opened", START)]), LATER)
        assert one.commitment("2.1-a").delivery is Delivery.UNDER_WAY
        two = assess(PROMISES, indicators, fold(indicators, [CALL, case("a", "award_signed", START, kind="research")]), LATER)
        assert two.commitment("2.1-a").delivery is Delivery.DELIVERED


VOUCHED = Attestation(
    "9.9-a", Delivery.DELIVERED, t("ondertekend"), "BS 1 juni 2025", date(2025, 6, 1), date(2025, 12, 31), "an", "bo"
)


class TestAttestations:
    def test_an_attestation_tells_what_cannot_be_derived_with_its_source(self) -> None:
        found = judged(on=date(2025, 9, 1), attestations=(VOUCHED,)).commitment("9.9-a")
        assert (found.delivery, found.timeliness) == (Delivery.DELIVERED, Timeliness.ON_TIME)
        assert found.attestation == VOUCHED
        assert "BS 1 juni 2025" in found.delivery_reasons[1].nl
        assert (found.found, found.expected) == (1, 1)

    @pytest.mark.parametrize(
        ("wrong", "why"),
        [
            ({"confirmed_by": "an"}, "tweede persoon"),
            ({"confirmed_by": ""}, "tweede persoon"),
            ({"source": ""}, "geen bron"),
            ({"until": date(2025, 8, 31)}, "vervallen"),
        ],
    )
    def test_an_attestation_that_falls_short_does_not_count_and_says_why(self, wrong: dict[str, object], why: str) -> None:
        short = replace(VOUCHED, **wrong)
        found = judged(on=date(2025, 9, 1), attestations=(short,)).commitment("9.9-a")
        assert found.delivery is Delivery.NOT_ASSESSED
        assert any(why in reason.nl for reason in found.delivery_reasons)

    def test_an_attestation_tells_itself_that_it_is_of_later(self) -> None:
        assert "later" in VOUCHED.why_not(date(2025, 5, 31)).nl

    def test_an_attestation_of_later_is_not_known_yet(self) -> None:
        assert judged(on=date(2025, 5, 31), attestations=(VOUCHED,)).commitment("9.9-a").attestation is None

    def test_records_go_before_an_attestation(self) -> None:
        claims = replace(VOUCHED, commitment="2.1-a")
        found = judged(OTHER_CALL_NEWS, on=date(2025, 9, 1), attestations=(claims,)).commitment("2.1-a")
        assert (found.delivery, found.attestation) == (Delivery.NOT_BEGUN, None)


class TestFiveNumbers:
    def test_a_measure_without_data_has_no_percentage(self) -> None:
        found = judged(on=LATER).measure("2.1")
        assert found.no_data
        assert found.delivered_percent is None
        assert found.on_time is Timeliness.NOT_ASSESSED
        assert found.fresh_days is None
        assert (found.found, found.expected) == (0, 8)
        assert found.money.appropriated is None

    def test_the_numbers_come_with_their_parts(self) -> None:
        records = [CALL, case("a", "submitted", day(3)), ledger("appropriation", 1000, day(6))]
        state = fold(INDICATORS, records)
        found = assess(PROMISES, INDICATORS, state, day(10), planned={"2.1": Money(5000)}).measure("2.1")
        assert (found.delivered, found.commitments, found.delivered_percent) == (1, 6, 16)
        assert found.delivery[Delivery.NOT_BEGUN] == 2
        assert found.on_time is Timeliness.ON_TIME
        assert (found.money.planned, found.money.appropriated, found.money.paid) == (Money(5000), Money(1000), Money(0))
        assert (found.found, found.expected) == (4, 8)
        assert found.fresh_days == 4

    def test_one_late_commitment_makes_the_measure_late(self) -> None:
        assert judged(CALL, case("a", "submitted", day(3))).measure("2.1").on_time is Timeliness.LATE

    def test_two_days_differ_by_the_commitments_that_moved(self) -> None:
        records = [CALL, case("a", "submitted", day(3))]
        changes = compare(judged(*records, on=day(-1)), judged(*records, on=day(0)))
        assert [(c.before.delivery, c.after.delivery) for c in changes] == [(Delivery.NOT_ASSESSED, Delivery.DELIVERED)]
        assert compare(judged(*records), judged(*records)) == ()

    def test_a_commitment_that_is_new_in_the_plan_shows_as_new(self) -> None:
        state = fold(INDICATORS, [])
        fewer = assess(PROMISES[:-1], INDICATORS, state, LATER)
        [change] = compare(fewer, judged())
        assert (change.before, change.after.commitment) == (None, "9.9-a")
        [gone] = compare(judged(), fewer)
        assert (gone.before.commitment, gone.after) == ("9.9-a", None)

    def test_every_verdict_has_a_word_in_both_languages(self) -> None:
        labels = [verdict.label for verdict in (*Delivery, *Timeliness)]
        assert len({label.nl for label in labels[:4]}) == 4
        assert len({label.en for label in labels[4:]}) == 5

    def test_what_is_not_in_the_plan_is_an_error(self) -> None:
        with pytest.raises(KeyError):
            judged().measure("0")
        with pytest.raises(KeyError):
            judged().commitment("0")


class TestMoney:
    RECORDS = (
        ledger("appropriation", 1000, day(0)),
        ledger("commitment", 600, day(1)),
        ledger("commitment", 300, day(1)),
        ledger("payment", 200, day(2)),
        ledger("release", 100, day(3)),
        ledger("recovery", 50, day(4)),
        ledger("payment", 999, day(2), measure="9.9", envelope="elders"),
    )

    def test_releases_and_recoveries_are_taken_off(self) -> None:
        line = money(fold(INDICATORS, self.RECORDS), LATER, measure="2.1")
        assert (line.appropriated, line.committed, line.paid) == (Money(1000), Money(800), Money(150))
        assert line.latest == day(4)

    def test_a_series_has_a_point_for_each_day_of_an_envelope(self) -> None:
        points = series(fold(INDICATORS, self.RECORDS), day(3), envelope="call")
        assert [point.day for point in points] == [day(0), day(1), day(2), day(3)]
        assert [point.committed.cents for point in points] == [0, 900, 900, 800]

    @pytest.mark.parametrize("cents", [-1, 1.5, "12", None, True])
    def test_money_that_cannot_be_read_is_refused_and_counted(self, cents: object) -> None:
        state = fold(INDICATORS, [ledger("payment", cents, START), ledger("gift", 5, START)])
        assert state.refused == 2
        assert money(state, LATER, measure="2.1").paid is None

    def test_every_kind_of_entry_is_known(self) -> None:
        assert {entry.value for entry in Entry} == {"appropriation", "commitment", "release", "payment", "recovery"}


def test_a_state_knows_when_it_differs_from_another() -> None:
    state, other = State(INDICATORS), State(INDICATORS)
    state.apply(CALL)
    assert not state.same_as(other)
    other.apply(CALL)
    assert state.same_as(other)


def test_a_figure_without_a_goal_is_never_called_late() -> None:
    shown = Target("x.count", "x", t("count"), Aggregate.COUNT, Match("cases", ("submitted",)), t("pieces"))
    indicators = Indicators((), (shown,))
    state = fold(indicators, [case("a", "submitted", START)])
    found = assess([Promise("x", "1", START - timedelta(days=60))], indicators, state, START + timedelta(days=400))
    assert both(found, "x") == (Delivery.UNDER_WAY, Timeliness.NOT_ASSESSED)
