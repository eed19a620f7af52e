from datetime import UTC, date, datetime, timedelta

import pytest

from bolwerk.engines.procedures import EXPIRED, OPENED, CaseState, Event, Procedure, expected, expired, fold, what_if
from bolwerk.kernel import Calendar, Duration, InvalidInput
from tests.engines.procedures.samples import at, clock, grant, opened

CALENDAR = Calendar()
START = date(2025, 5, 20)


def state(procedure: Procedure, *events: Event, on: date = START) -> CaseState:
    return fold(procedure, events, CALENDAR, on=on)


def case(*kinds: str, on: date = START) -> CaseState:
    return state(grant(), *(Event(kind, at(START), "somebody") for kind in kinds), on=on)


def note(kind: str, day: date, **payload: object) -> Event:
    return Event(kind, at(day), "somebody", payload)


def day(n: int) -> date:
    return START + timedelta(days=n)


class TestWhereACaseWaits:
    def test_a_case_without_events_waits_at_the_start(self) -> None:
        assert case().open_ids == ("draft",)
        assert not case().closed

    def test_a_move_takes_the_case_to_its_next_step_since_that_day(self) -> None:
        found = case("submitted")
        assert [(waiting.step.id, waiting.since) for waiting in found.open] == [("triage", START)]
        assert found.has_done("submitted")
        assert found.actors_of("submitted") == {"somebody"}

    def test_a_split_opens_both_branches_and_the_join_waits_for_both(self) -> None:
        assert set(case("submitted", "admitted").open_ids) == {"advising", "reviewing"}
        with pytest.raises(InvalidInput):
            case("submitted", "admitted", "advice_given", "prepared")
        assert case("submitted", "admitted", "advice_given", "review_done", "prepared").open_ids == ("deciding",)

    def test_a_withdrawal_clears_every_branch(self) -> None:
        found = case("submitted", "admitted", "application_withdrawn")
        assert found.closed
        assert found.open == ()
        assert found.outcome.id == "withdrawn"
        assert found.closed_on == START
        assert found.next_deadline is None

    def test_an_event_that_does_not_fit_says_which_and_where_the_case_is(self) -> None:
        with pytest.raises(InvalidInput) as refused:
            case("submitted", "completed")
        assert "completed" in refused.value.what.nl
        assert "triage" in refused.value.mend.nl
        assert refused.value.where.endswith("#2")

    def test_an_unknown_event_is_refused(self) -> None:
        with pytest.raises(InvalidInput):
            case("danced")

    def test_a_moment_without_a_time_zone_is_refused(self) -> None:
        with pytest.raises(ValueError, match="time zone"):
            Event("submitted", datetime(2025, 5, 20))  # noqa: DTZ001

    def test_the_state_can_be_written_as_json(self) -> None:
        written = case("submitted", "admitted").as_json()
        assert [step["step"] for step in written["open"]] == ["advising", "reviewing"]
        assert written["status"] == {"nl": "advising · reviewing", "en": "advising (en) · reviewing (en)"}


class TestTerms:
    def test_the_day_of_the_event_does_not_count(self) -> None:
        term = state(clock(Duration.days(10)), opened(START)).term("term")
        assert (term.start, term.due, term.left) == (START, day(10), 10)

    def test_a_moment_belongs_to_its_day_in_brussels(self) -> None:
        late = Event(OPENED, datetime(2025, 5, 20, 22, 30, tzinfo=UTC))
        assert state(clock(Duration.days(1)), late, on=day(1)).term("term").start == day(1)
        winter = Event(OPENED, datetime(2025, 1, 20, 22, 30, tzinfo=UTC))
        assert state(clock(Duration.days(1)), winter, on=day(1)).term("term").start == date(2025, 1, 20)

    def test_on_its_last_day_a_term_has_not_run_out(self) -> None:
        procedure = clock(Duration.days(10))
        assert not state(procedure, opened(START), on=day(10)).term("term").expired
        late = state(procedure, opened(START), on=day(11)).term("term")
        assert late.expired
        assert late.left == -1

    def test_a_running_term_runs_and_one_that_the_procedure_lacks_is_an_error(self) -> None:
        found = state(clock(Duration.days(10)), opened(START))
        assert found.term("term").running
        with pytest.raises(KeyError):
            found.term("other")

    def test_events_after_the_day_do_not_count_yet(self) -> None:
        assert (
            state(clock(Duration.days(10)), opened(START), note("a_asked", day(4)), on=day(3)).term("term").suspended_since
            is None
        )

    def test_a_suspended_clock_is_read_as_if_it_went_on_today(self) -> None:
        term = state(clock(Duration.days(10)), opened(START), note("a_asked", day(4)), on=day(9)).term("term")
        assert (term.suspended_since, term.days_stood, term.due, term.left) == (day(4), 5, day(15), 6)
        assert not term.expired

    def test_working_days_that_stood_move_a_term_in_working_days(self) -> None:
        friday = date(2025, 5, 16)
        events = (opened(friday), note("a_asked", date(2025, 5, 19)), note("a_answered", date(2025, 5, 26)))
        term = state(clock(Duration.working_days(5)), *events, on=date(2025, 5, 26)).term("term")
        assert term.days_stood == 5
        assert term.due == date(2025, 6, 2)  # 29 May is a holiday

    def test_two_questions_need_two_answers(self) -> None:
        asked = (opened(START), note("a_asked", day(1)), note("a_asked", day(2)))
        procedure = clock(Duration.days(10))
        one = state(procedure, *asked, note("a_answered", day(5)), on=day(8)).term("term")
        assert one.suspended_since == day(2)
        both = state(procedure, *asked, note("a_answered", day(5)), note("a_answered", day(7)), on=day(8)).term("term")
        assert (both.suspended_since, both.days_stood) == (None, 6)

    def test_an_answer_to_nothing_changes_nothing(self) -> None:
        assert state(clock(Duration.days(10)), opened(START), note("a_answered", day(5)), on=day(5)).term("term").due == day(10)

    def test_a_suspension_after_the_term_ran_out_has_no_effect_and_says_so(self) -> None:
        term = state(clock(Duration.days(10)), opened(START), note("a_asked", day(11)), on=day(20)).term("term")
        assert term.due == day(10)
        assert term.expired
        assert term.suspended_since is None
        assert "geen gevolg" in term.reasons[-1].text.nl

    def test_an_extension_adds_what_the_decision_says(self) -> None:
        term = state(clock(Duration.days(10)), opened(START), note("extended", day(3), extend_by=7), on=day(3)).term("term")
        assert (term.due, term.extended_by) == (day(17), 7)

    def test_an_extension_adds_what_the_law_says_when_it_says_so(self) -> None:
        procedure = clock(Duration.days(10), extension=Duration.months(1))
        term = state(procedure, opened(START), note("extended", day(3)), on=day(3)).term("term")
        assert term.due == date(2025, 6, 30)
        assert term.extended_by == 31

    @pytest.mark.parametrize("extend_by", [None, 0, -3, "7", 1.5, True])
    def test_an_extension_by_nothing_sensible_is_refused(self, extend_by: object) -> None:
        with pytest.raises(InvalidInput) as refused:
            state(clock(Duration.days(10)), opened(START), note("extended", day(3), extend_by=extend_by), on=day(3))
        assert refused.value.where == "extended.extend_by"

    def test_extension_and_suspension_add_up_whatever_comes_first(self) -> None:
        pause = (note("a_asked", day(2)), note("a_answered", day(5)))
        more = note("extended", day(6), extend_by=7)
        sooner = note("extended", day(1), extend_by=7)
        procedure = clock(Duration.days(10))
        assert state(procedure, opened(START), *pause, more, on=day(9)).term("term").due == day(20)
        assert state(procedure, opened(START), sooner, *pause, on=day(9)).term("term").due == day(20)

    def test_a_stopped_term_keeps_what_was_left(self) -> None:
        term = state(clock(Duration.days(10)), opened(START), note("stopped", day(4)), on=day(30)).term("term")
        assert (term.stopped_on, term.left, term.expired, term.pending) == (day(4), 6, False, False)

    def test_a_term_stopped_too_late_stays_run_out(self) -> None:
        assert state(clock(Duration.days(10)), opened(START), note("stopped", day(12)), on=day(30)).term("term").expired

    def test_a_term_that_ran_out_recovers_when_it_starts_anew(self) -> None:
        term = state(clock(Duration.days(10)), opened(START), note("started", day(20)), on=day(25)).term("term")
        assert (term.run, term.start, term.due, term.expired) == (2, day(20), day(30), False)

    def test_a_suspension_that_is_open_at_a_new_start_counts_from_there(self) -> None:
        events = (opened(START), note("a_asked", day(2)), note("started", day(6)), note("a_answered", day(8)))
        term = state(clock(Duration.days(10)), *events, on=day(8)).term("term")
        assert (term.days_stood, term.due) == (2, day(18))


class TestExpiry:
    def test_a_term_that_ran_out_is_to_be_recorded_once(self) -> None:
        procedure = clock(Duration.days(10))
        found = state(procedure, opened(START))
        assert expired(procedure, found, day(10), CALENDAR) == ()
        [expiry] = expired(procedure, found, day(11), CALENDAR)
        recorded = fold(procedure, [Event(EXPIRED, at(day(11)), "", expiry.payload)], CALENDAR, on=day(11), since=found)
        assert expired(procedure, recorded, day(12), CALENDAR) == ()

    def test_a_second_run_that_runs_out_is_recorded_again(self) -> None:
        procedure = clock(Duration.days(10))
        events = [opened(START)]
        [first] = expired(procedure, state(procedure, *events), day(11), CALENDAR)
        events += [Event(EXPIRED, at(day(11)), "", first.payload), note("started", day(20))]
        [second] = expired(procedure, state(procedure, *events, on=day(20)), day(31), CALENDAR)
        assert (second.run, second.due) == (2, day(30))

    @pytest.mark.parametrize("payload", [{}, {"term": "term", "run": 1}, {"term": "term", "run": 1, "due": "soon"}])
    def test_an_expiry_that_does_not_say_of_what_is_refused(self, payload: dict[str, object]) -> None:
        with pytest.raises(InvalidInput) as refused:
            state(clock(Duration.days(10)), opened(START), Event(EXPIRED, at(START), "", payload))
        assert refused.value.where == EXPIRED

    def test_a_closed_case_records_nothing_more(self) -> None:
        procedure = clock(Duration.days(10))
        found = state(procedure, opened(START), Event("closed", at(day(1)), "x"), on=day(1))
        assert expired(procedure, found, day(40), CALENDAR) == ()


class TestLookingAhead:
    def test_the_nearest_deadline_comes_first_and_a_running_clock_before_one_that_stands(self) -> None:
        events = [Event("submitted", at(START), "a"), Event("completion_asked", at(day(3)), "h")]
        found = state(grant(), *events, on=day(5))
        assert found.term("decision").suspended_since == day(3)
        assert found.next_deadline.term.id == "completion"

    def test_the_expected_day_comes_with_its_reason_in_both_languages(self) -> None:
        found = expected(
            state(clock(Duration.days(10)), opened(START), note("a_asked", day(1)), note("a_answered", day(4)), on=day(5))
        )
        assert found.day == day(13)
        assert found.firm
        assert "3 dagen stil" in found.reason.nl
        assert "2 June 2025" in found.reason.en

    def test_while_the_clock_stands_the_day_is_not_firm(self) -> None:
        found = expected(state(clock(Duration.days(10)), opened(START), note("a_asked", day(1)), on=day(5)))
        assert not found.firm
        assert "sinds 21 mei 2025" in found.reason.nl

    def test_after_the_day_the_reason_says_what_follows(self) -> None:
        found = expected(state(clock(Duration.days(10)), opened(START), on=day(12)))
        assert "moest klaar zijn op 30 mei 2025" in found.reason.nl
        assert "Then you may remind us." in found.reason.en

    def test_starting_a_term_is_a_shift_without_days(self) -> None:
        found = state(grant(), Event("submitted", at(START), "a"))
        shifts = what_if(grant(), found, [Event("completion_asked", at(day(1)), "h")], CALENDAR)
        assert [(shift.term.id, shift.days) for shift in shifts] == [("decision", 0), ("completion", 0)]

    def test_when_nothing_runs_nothing_is_expected(self) -> None:
        assert expected(case()) is None

    def test_suspending_today_moves_the_day_by_what_it_will_have_stood(self) -> None:
        procedure = clock(Duration.days(10))
        found = state(procedure, opened(START), on=day(2))
        [shift] = what_if(procedure, found, [note("a_asked", day(2))], CALENDAR, on=day(9))
        assert shift.days == 7
        assert (shift.before.due, shift.after.due) == (day(10), day(17))

    def test_lifting_today_stops_the_day_from_moving(self) -> None:
        procedure = clock(Duration.days(10))
        found = state(procedure, opened(START), note("a_asked", day(2)), on=day(4))
        [shift] = what_if(procedure, found, [note("a_answered", day(4))], CALENDAR, on=day(9))
        assert shift.days == -5
        assert shift.after.due == day(12)

    def test_what_changes_nothing_gives_nothing(self) -> None:
        procedure = clock(Duration.days(10))
        assert what_if(procedure, state(procedure, opened(START)), [note("a_answered", START)], CALENDAR) == ()
