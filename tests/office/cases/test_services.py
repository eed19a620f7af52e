"""A case: opened, moved, noted; each call whole, once, and only by who may."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from bolwerk.kernel import BRUSSELS, Conflict, InvalidInput, Money, NotAllowed, NotFound, Text
from bolwerk.office.cases import audit, registry, selectors, services
from bolwerk.office.cases.errors import StaleVersion
from bolwerk.office.cases.models import Case, CaseEvent, Counter
from bolwerk.office.ledger import services as ledger
from bolwerk.office.ledger.errors import InsufficientRoom
from bolwerk.office.ledger.models import Entry, Envelope, Obligation
from tests.office.cases.grant import ENVELOPE, PROCEDURE

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("grants")]
SPRING = datetime(2025, 5, 15, 10, tzinfo=BRUSSELS)


def opened(applicant: Any, organisation: Any, key: str = "open-1", **more: Any) -> Case:
    given = {"subject": "Een proef", "at": SPRING, "payload": {"asked": 100_00}, **more}
    return services.open_case(PROCEDURE.id, actor=applicant, organisation=organisation, key=key, **given)


def complete(case: Case, handler: Any, key: str = "complete-1", **more: Any) -> Case:
    given = {"version": case.version, "at": SPRING + timedelta(days=1), **more}
    return services.act(case.pk, "completed_declared", actor=handler, key=key, **given)


def fund(cents: int) -> None:
    ledger.open_envelope(ENVELOPE, Text.same("Proef"))
    ledger.appropriate(ENVELOPE, Money(cents), actor=None, key="fund")


def test_a_case_opens_with_a_number_its_events_and_its_term(applicant: Any, organisation: Any) -> None:
    case = opened(applicant, organisation)
    assert case.reference == "TRY-2025-0001"
    assert (case.version, case.status, case.steps) == (1, "open", ",received,")
    assert case.next_due is not None and case.next_due.isoformat() == "2025-06-14"
    (event,) = selectors.events(case)
    assert (event.kind, event.actor, event.payload["asked"]) == ("case_opened", applicant, 100_00)
    assert case.head_hash == event.hash


def test_numbers_run_per_prefix_and_year_without_gaps_even_when_an_opening_fails(applicant: Any, organisation: Any) -> None:
    opened(applicant, organisation, "a")
    with pytest.raises(InvalidInput):
        opened(applicant, organisation, "b", payload={"rate": 0.5})
    assert opened(applicant, organisation, "c").reference == "TRY-2025-0002"
    assert opened(applicant, organisation, "d", at=datetime(2026, 1, 5, tzinfo=UTC)).reference == "TRY-2026-0001"
    assert Counter.objects.get(year=2025).last == 2


def test_the_year_of_a_number_is_the_year_in_brussels(applicant: Any, organisation: Any) -> None:
    just_after_midnight = datetime(2025, 12, 31, 23, 30, tzinfo=UTC)
    assert opened(applicant, organisation, at=just_after_midnight).reference == "TRY-2026-0001"


def test_the_same_key_opens_once(applicant: Any, organisation: Any) -> None:
    first = opened(applicant, organisation)
    assert opened(applicant, organisation).pk == first.pk
    assert Case.objects.count() == 1


def test_the_same_key_with_another_body_is_a_conflict(applicant: Any, organisation: Any) -> None:
    opened(applicant, organisation)
    with pytest.raises(Conflict):
        opened(applicant, organisation, subject="Een andere proef")


def test_a_move_brings_the_case_on_and_the_cache_follows(applicant: Any, organisation: Any, handler: Any) -> None:
    case = complete(opened(applicant, organisation), handler)
    assert (case.version, case.steps) == (2, ",assessed,")
    assert selectors.state(case).has_done("completed_declared")
    assert list(selectors.waiting_at("assessed")) == [case]
    assert not selectors.waiting_at("received").exists()
    assert audit.verify() == ()


def test_a_repeated_move_does_nothing_more(applicant: Any, organisation: Any, handler: Any) -> None:
    case = opened(applicant, organisation)
    once, again = complete(case, handler), complete(case, handler)
    assert (once.version, again.version, CaseEvent.objects.count()) == (2, 2, 2)


@pytest.mark.parametrize("other", [{"reason": "anders"}, {"payload": {"x": 1}}, {"on_behalf_of": "de minister"}])
def test_a_key_is_for_one_request(applicant: Any, organisation: Any, handler: Any, other: dict[str, Any]) -> None:
    case = opened(applicant, organisation)
    complete(case, handler)
    with pytest.raises(Conflict):
        complete(case, handler, **other)


def test_a_key_of_one_case_cannot_serve_another(applicant: Any, organisation: Any, handler: Any) -> None:
    complete(opened(applicant, organisation, "a"), handler)
    with pytest.raises(Conflict):
        complete(opened(applicant, organisation, "b"), handler)


def test_a_stale_move_shows_both_versions_and_what_came_between(applicant: Any, organisation: Any, handler: Any) -> None:
    case = opened(applicant, organisation)
    services.note(case.pk, "question_asked", actor=handler, key="q", at=SPRING + timedelta(hours=1))
    with pytest.raises(StaleVersion) as stale:
        complete(case, handler)
    assert (stale.value.yours, stale.value.current) == (1, 2)
    assert [event.kind for event in stale.value.since] == ["question_asked"]


def test_a_note_stops_the_clock_and_its_answer_moves_the_date(applicant: Any, organisation: Any, handler: Any) -> None:
    case = opened(applicant, organisation)
    services.note(case.pk, "question_asked", actor=handler, key="q", at=SPRING + timedelta(days=5))
    case = services.note(case.pk, "question_answered", actor=applicant, key="a", at=SPRING + timedelta(days=9))
    assert case.next_due is not None and case.next_due.isoformat() == "2025-06-18"


def test_who_lacks_the_role_hears_why(applicant: Any, organisation: Any) -> None:
    case = opened(applicant, organisation)
    with pytest.raises(NotAllowed) as refused:
        complete(case, applicant)
    assert "rol" in refused.value.what.nl
    assert CaseEvent.objects.count() == 1


def test_a_guard_says_why_not_and_nothing_is_written(applicant: Any, organisation: Any, handler: Any, approver: Any) -> None:
    case = complete(opened(applicant, organisation), handler)
    with pytest.raises(NotAllowed) as refused:
        services.act(case.pk, "awarded", actor=approver, key="award", version=2, payload={})
    assert "Het bedrag ontbreekt" in refused.value.what.nl


def test_a_decision_takes_two_people(applicant: Any, organisation: Any, person: Any) -> None:
    both = person("both@example.be", "handler", "approver")
    case = complete(opened(applicant, organisation), both)
    with pytest.raises(NotAllowed):
        services.act(case.pk, "awarded", actor=both, key="award", version=2, payload={"amount": 1})


def test_an_award_and_its_money_are_one_step(applicant: Any, organisation: Any, handler: Any, approver: Any) -> None:
    fund(1_000)
    case = complete(opened(applicant, organisation), handler)
    case = services.act(case.pk, "awarded", actor=approver, key="award", version=2, payload={"amount": 600})
    assert case.status == "closed" and case.next_due is None
    assert Obligation.objects.get(case=case).committed == 600
    assert audit.verify() == ()


def test_an_award_without_room_leaves_no_trace(applicant: Any, organisation: Any, handler: Any, approver: Any) -> None:
    fund(500)
    case = complete(opened(applicant, organisation), handler)
    with pytest.raises(InsufficientRoom) as refused:
        services.act(case.pk, "awarded", actor=approver, key="award", version=2, payload={"amount": 600})
    assert refused.value.room == Money(500)
    case.refresh_from_db()
    assert (case.version, case.steps) == (2, ",assessed,")
    assert Envelope.objects.get().committed == 0 and Entry.objects.count() == 1 and not Obligation.objects.exists()
    assert audit.verify() == ()


def test_a_refusal_needs_its_reason(applicant: Any, organisation: Any, handler: Any, approver: Any) -> None:
    case = complete(opened(applicant, organisation), handler)
    with pytest.raises(NotAllowed):
        services.act(case.pk, "refused", actor=approver, key="no", version=2)
    case = services.act(case.pk, "refused", actor=approver, key="no", version=2, reason="Geen steun mogelijk")
    assert selectors.events(case).last().reason == "Geen steun mogelijk"


def test_each_move_is_shown_with_a_reason(applicant: Any, organisation: Any, handler: Any, approver: Any) -> None:
    case = complete(opened(applicant, organisation), handler)
    verdicts = {verdict.move.id: verdict for verdict in selectors.moves_for(case, approver)}
    assert verdicts["awarded"].allowed and verdicts["refused"].allowed
    assert not verdicts["completed_declared"].allowed and verdicts["completed_declared"].reason.nl


@pytest.mark.parametrize(
    "wrong",
    [
        {"at": datetime.now(UTC) + timedelta(days=2)},
        {"at": datetime(2025, 5, 15)},  # noqa: DTZ001
        {"subject": "   "},
        {"subject": "x" * 301},
        {"key": ""},
        {"key": "k" * 201},
        {"payload": {"case": 1}},
        {"payload": {"rate": float("nan")}},
        {"payload": {"text": "a\x00b"}},
        {"payload": {"text": "\ud800"}},
        {"payload": {"number": 10**30}},
        {"on_behalf_of": "a\x1fb"},
    ],
)
def test_what_cannot_be_kept_is_refused_in_both_languages(applicant: Any, organisation: Any, wrong: dict[str, Any]) -> None:
    with pytest.raises(InvalidInput) as refused:
        opened(applicant, organisation, **{"key": "k", **wrong})
    assert refused.value.what.nl and refused.value.mend.en
    assert not Case.objects.exists()


def test_time_does_not_run_backwards_in_a_case(applicant: Any, organisation: Any, handler: Any) -> None:
    case = opened(applicant, organisation)
    with pytest.raises(InvalidInput):
        complete(case, handler, at=SPRING - timedelta(days=1))


@pytest.mark.parametrize("name", ["not-a-case", "00000000-0000-0000-0000-000000000000"])
def test_an_unknown_case_is_not_found(handler: Any, name: str) -> None:
    with pytest.raises(NotFound):
        services.act(name, "completed_declared", actor=handler, key="k", version=1)
    with pytest.raises(NotFound):
        selectors.get(name)


def test_an_unknown_move_or_procedure_is_not_found(applicant: Any, organisation: Any, handler: Any) -> None:
    case = opened(applicant, organisation)
    with pytest.raises(NotFound):
        services.act(case.pk, "no_such_move", actor=handler, key="k", version=1)
    with pytest.raises(NotFound):
        services.open_case("no-such", actor=applicant, subject="x", key="z")


def test_a_case_is_found_by_id_and_by_reference(applicant: Any, organisation: Any) -> None:
    case = opened(applicant, organisation)
    assert selectors.get(case.reference) == selectors.get(case.pk) == selectors.get(str(case.pk)) == case


def test_a_year_of_texts_comes_back_as_it_was_written(applicant: Any, organisation: Any) -> None:
    given = {"nl": "Coöperatie “Ægir”\n€ 1.000", "deep": [{"a": None, "b": True}, -5], "on": SPRING.date(), "m": Money(5)}
    event = selectors.events(opened(applicant, organisation, payload=given)).get()
    del event.payload["case"]
    assert event.payload == {**given, "on": "2025-05-15", "m": 5}


def test_a_procedure_with_faults_is_not_registered() -> None:
    from dataclasses import replace

    with pytest.raises(ValueError, match="has_amount"):
        registry.register(PROCEDURE, prefix="TRY")
    broken = replace(PROCEDURE, id="broken", terms=(replace(PROCEDURE.terms[0], citation=None),))
    with pytest.raises(ValueError, match="decide"):
        registry.register(broken, prefix="TRY", guards={"has_amount": lambda context: None})
    with pytest.raises(ValueError, match="no_such"):
        registry.register(
            PROCEDURE, prefix="TRY", guards={"has_amount": lambda context: None}, effects={"no_such": lambda case, event: None}
        )


def test_an_event_that_fails_in_its_effect_leaves_the_counter_and_the_journal_alone(
    applicant: Any, organisation: Any, handler: Any
) -> None:
    def fail(case: Case, event: CaseEvent) -> None:
        raise RuntimeError("the effect broke")

    registry.forget(PROCEDURE.id)
    registry.register(
        PROCEDURE, prefix="TRY", guards={"has_amount": lambda context: None}, effects={"completed_declared": fail}
    )
    case, before = opened(applicant, organisation), audit.heads()
    with pytest.raises(RuntimeError):
        complete(case, handler)
    assert audit.heads() == before and audit.verify() == ()
