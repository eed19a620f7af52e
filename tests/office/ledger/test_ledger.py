"""Money: appropriated, promised, paid in parts, released, recovered; never more than there is, each movement once."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bolwerk.kernel import BRUSSELS, BolwerkError, Conflict, InvalidInput, Money, NotFound, Text
from bolwerk.office.cases import audit
from bolwerk.office.cases import selectors as cases
from bolwerk.office.ledger import selectors, services
from bolwerk.office.ledger.errors import BeyondObligation, InsufficientRoom
from bolwerk.office.ledger.models import Entry, Envelope, Obligation

pytestmark = pytest.mark.django_db


@pytest.fixture
def envelope(db: None) -> Envelope:
    made = services.open_envelope("2.1-2025", Text("Oproep", "Call"), measure="2.1", year=2025, planned=Money.euro(10_000_000))
    services.appropriate(made, Money(1_000), actor=None, key="in")
    return made


def promise(cents: int, key: str = "c", **more: Any) -> Obligation:
    made = services.commit("2.1-2025", Money(cents), actor=None, key=key, **more).obligation
    assert made is not None
    return made


def test_an_envelope_starts_empty_and_holds_what_is_appropriated(envelope: Envelope) -> None:
    now = selectors.balance(envelope)
    assert (now.planned, now.appropriated, now.room) == (Money.euro(10_000_000), Money(1_000), Money(1_000))
    assert services.open_envelope("2.1-2025", Text.same("Anders")) == envelope


def test_a_promise_takes_room_and_payments_do_not(envelope: Envelope) -> None:
    due = promise(700)
    services.pay(due, Money(300), actor=None, key="p1")
    now = selectors.balance(envelope)
    assert (now.committed, now.paid, now.open, now.room) == (Money(700), Money(300), Money(400), Money(300))
    assert selectors.obligations(envelope).get().left == Money(400)


def test_the_last_cent_can_be_promised_and_not_one_more(envelope: Envelope) -> None:
    promise(1_000)
    with pytest.raises(InsufficientRoom) as refused:
        promise(1, "c2")
    assert (refused.value.asked, refused.value.room, refused.value.envelope) == (Money(1), Money(0), "2.1-2025")
    assert "0 euro" in refused.value.what.nl and "€0" in refused.value.what.en


def test_instalments_never_pass_what_was_promised(envelope: Envelope) -> None:
    due = promise(700)
    services.pay(due, Money(500), actor=None, key="p1")
    with pytest.raises(BeyondObligation) as refused:
        services.pay(due, Money(201), actor=None, key="p2")
    assert refused.value.left == Money(200)
    services.pay(due, Money(200), actor=None, key="p3")
    assert selectors.obligations().get().left == Money(0)


def test_a_release_frees_room_but_not_what_was_paid(envelope: Envelope) -> None:
    due = promise(700)
    services.pay(due, Money(300), actor=None, key="p")
    with pytest.raises(BeyondObligation):
        services.release(due, Money(401), actor=None, key="r1")
    services.release(due, Money(400), actor=None, key="r2")
    assert selectors.balance(envelope).room == Money(700)


def test_a_recovery_is_at_most_what_was_paid_and_gives_no_room(envelope: Envelope) -> None:
    due = promise(700)
    services.pay(due, Money(300), actor=None, key="p")
    with pytest.raises(BeyondObligation):
        services.recover(due, Money(301), actor=None, key="x")
    services.recover(due, Money(300), actor=None, key="y")
    now = selectors.balance(envelope)
    assert (now.recovered, now.room, now.open) == (Money(300), Money(300), Money(400))


@pytest.mark.parametrize("cents", [0, -1, 10**16])
def test_an_amount_is_above_zero_and_believable(envelope: Envelope, cents: int) -> None:
    with pytest.raises(InvalidInput):
        promise(cents)


def test_a_movement_happens_once_per_key(envelope: Envelope) -> None:
    due = promise(400)
    assert promise(400) == due
    first = services.pay(due, Money(100), actor=None, key="p")
    assert services.pay(due, Money(100), actor=None, key="p").pk == first.pk
    assert selectors.balance(envelope).paid == Money(100)


@pytest.mark.parametrize("cents", [399, 401])
def test_a_key_is_for_one_movement(envelope: Envelope, cents: int) -> None:
    promise(400)
    with pytest.raises(Conflict):
        promise(cents)
    with pytest.raises(Conflict):
        services.appropriate(envelope, Money(400), actor=None, key="c")


def test_a_key_is_for_one_obligation(envelope: Envelope) -> None:
    one, other = promise(100, "a"), promise(100, "b")
    services.pay(one, Money(50), actor=None, key="p")
    with pytest.raises(Conflict):
        services.pay(other, Money(50), actor=None, key="p")


def test_what_is_not_there_is_not_found(envelope: Envelope) -> None:
    with pytest.raises(NotFound):
        services.commit("no-such", Money(1), actor=None, key="k")
    with pytest.raises(NotFound):
        services.pay("no-such", Money(1), actor=None, key="k")


def test_the_balance_of_a_day_in_the_past_is_as_it_was_then(envelope: Envelope) -> None:
    services.appropriate(envelope, Money(500), actor=None, key="i", at=datetime(2025, 3, 1, 9, tzinfo=BRUSSELS))
    promise(200, at=datetime(2025, 4, 1, 23, 59, tzinfo=BRUSSELS))
    assert selectors.balance(envelope, date(2025, 3, 31)).committed == Money(0)
    assert selectors.balance(envelope, date(2025, 4, 1)).committed == Money(200)
    assert selectors.balance_of_measure("2.1") == selectors.balance(envelope)
    assert selectors.balance_of_measure("9.9") is None


@pytest.mark.parametrize(
    "change",
    [
        {"committed": 1_001},
        {"committed": -1},
        {"paid": 1},
        {"recovered": 1},
        {"recovered": -1},
        {"appropriated": -5},
    ],
)
def test_the_database_itself_refuses_a_negative_room(envelope: Envelope, change: dict[str, int]) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        Envelope.objects.filter(pk=envelope.pk).update(**change)


def test_entries_stream_with_their_measure_in_the_order_of_the_journal(envelope: Envelope) -> None:
    promise(250)
    told = list(cases.records())
    assert [(one.key, one.register, one.subject, one.kind) for one in told] == [
        ("1", "ledger", "2.1-2025", "appropriation"),
        ("2", "ledger", "2.1-2025", "commitment"),
    ]
    assert told[1].payload == {
        "envelope": "2.1-2025",
        "obligation": "2.1-2025/0001",
        "amount": 250,
        "measure": "2.1",
        "year": 2025,
        "case": None,
    }
    assert [one.key for one in cases.records(since_seq=1)] == ["2"]


_MOVES = st.lists(
    st.tuples(st.sampled_from(["appropriate", "commit", "release", "pay", "recover"]), st.integers(1, 400), st.integers(0, 3)),
    max_size=25,
)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(_MOVES)
def test_whatever_is_tried_the_books_stay_right(db: None, moves: list[tuple[str, int, int]]) -> None:
    """A plain model of the same rules says which movements must be refused; the totals must agree at every step."""
    with transaction.atomic():
        envelope = services.open_envelope("X", Text.same("X"))
        appropriated, model = 0, []
        for number, (verb, cents, which) in enumerate(moves):
            due = model[which % len(model)] if model else None
            room = appropriated - sum(one["committed"] for one in model)
            if verb in {"appropriate", "commit"}:
                target: Any = envelope
                allowed = verb == "appropriate" or cents <= room
            elif due is None:
                continue
            else:
                target = due["ref"]
                left = due["paid"] - due["recovered"] if verb == "recover" else due["committed"] - due["paid"]
                allowed = cents <= left
            try:
                entry = getattr(services, verb)(target, Money(cents), actor=None, key=f"k{number}")
            except BolwerkError:
                assert not allowed
                continue
            assert allowed
            if verb == "appropriate":
                appropriated += cents
            elif verb == "commit":
                model.append({"ref": entry.obligation.reference, "committed": cents, "paid": 0, "recovered": 0})
            else:
                name, sign = {"release": ("committed", -1), "pay": ("paid", 1), "recover": ("recovered", 1)}[verb]
                due[name] += sign * cents
            now = selectors.balance(envelope)
            assert now.appropriated == Money(appropriated)
            assert now.committed == Money(sum(one["committed"] for one in model))
            assert now.paid == Money(sum(one["paid"] for one in model))
            assert now == selectors.Balance(None, *selectors.totals(Entry.objects.all()))
        assert audit.verify() == ()
        transaction.set_rollback(True)
