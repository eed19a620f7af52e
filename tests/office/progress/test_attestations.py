"""Attestations: given with a source, counted once a second person confirmed them, until they expire."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from bolwerk.engines.progress import Delivery, Indicators
from bolwerk.kernel import Conflict, InvalidInput, NotAllowed, NotFound, Text
from bolwerk.office.identity.models import User
from bolwerk.office.progress import services
from bolwerk.office.progress.live import Live
from bolwerk.office.progress.models import Attestation
from bolwerk.plan import load

pytestmark = pytest.mark.django_db

DAY = date(2026, 3, 2)
SAYS = Text("Het loket is open.", "The desk is open.")


def give(actor: User, **changes: Any) -> Attestation:
    values: dict[str, Any] = {
        "commitment": "2.3-a",
        "delivery": Delivery.DELIVERED,
        "statement": SAYS,
        "source": "Beslissing VR 2026/12 (voorbeeld)",
        "on": DAY,
        "until": date(2026, 9, 2),
        "actor": actor,
        "key": "one",
        "today": DAY,
    }
    return services.attest(**(values | changes))


def delivery_on(day: date) -> Delivery:
    return Live(load(), Indicators()).assess(day).commitment("2.3-a").delivery


def test_it_counts_only_once_a_second_person_confirmed_it(handler: User, approver: User) -> None:
    given = give(handler)
    assert delivery_on(DAY) is Delivery.NOT_ASSESSED
    services.confirm(given.pk, actor=approver)
    assert delivery_on(DAY) is Delivery.DELIVERED


def test_it_counts_from_its_day_until_it_expires(handler: User, approver: User) -> None:
    services.confirm(give(handler).pk, actor=approver)
    assert delivery_on(date(2026, 3, 1)) is Delivery.NOT_ASSESSED
    assert delivery_on(date(2026, 9, 2)) is Delivery.DELIVERED
    assert delivery_on(date(2026, 9, 3)) is Delivery.NOT_ASSESSED


def test_who_gave_it_may_not_confirm_it(coordinator: User) -> None:
    given = give(coordinator)
    with pytest.raises(NotAllowed):
        services.confirm(given.pk, actor=coordinator)
    given.refresh_from_db()
    assert given.confirmed_by is None


def test_an_applicant_may_neither_give_nor_confirm(handler: User, applicant: User) -> None:
    with pytest.raises(NotAllowed):
        give(applicant)
    given = give(handler)
    with pytest.raises(NotAllowed):
        services.confirm(given.pk, actor=applicant)


def test_confirming_twice_changes_nothing(handler: User, approver: User, coordinator: User) -> None:
    given = give(handler)
    first = services.confirm(given.pk, actor=approver)
    again = services.confirm(given.pk, actor=coordinator)
    assert again.confirmed_by == approver
    assert again.confirmed_at == first.confirmed_at


def test_confirming_what_is_not_there_says_so(approver: User) -> None:
    with pytest.raises(NotFound):
        services.confirm(404, actor=approver)


def test_sending_it_twice_keeps_one(handler: User) -> None:
    assert give(handler).pk == give(handler).pk
    assert Attestation.objects.count() == 1


def test_the_same_key_with_other_words_is_a_conflict(handler: User) -> None:
    give(handler)
    with pytest.raises(Conflict):
        give(handler, statement=Text("Het loket is dicht.", "The desk is closed."))
    assert Attestation.objects.get().statement == SAYS


@pytest.mark.parametrize(
    ("changes", "where"),
    [
        ({"source": "  "}, "source"),
        ({"delivery": Delivery.NOT_ASSESSED}, "delivery"),
        ({"until": DAY}, "until"),
        ({"until": date(2027, 3, 3)}, "until"),
        ({"on": date(2026, 3, 3)}, "on"),
    ],
)
def test_what_cannot_be_right_is_refused_where_it_is_wrong(handler: User, changes: dict[str, Any], where: str) -> None:
    with pytest.raises(InvalidInput) as refused:
        give(handler, **changes)
    assert refused.value.where == where
    assert not Attestation.objects.exists()


def test_a_whole_year_is_still_allowed(handler: User) -> None:
    assert give(handler, until=date(2027, 3, 2)).until == date(2027, 3, 2)


def test_a_commitment_that_is_not_in_the_plan_is_refused(handler: User) -> None:
    with pytest.raises(NotFound):
        give(handler, commitment="99.9-z")


def test_a_plan_without_any_record_is_not_assessed_and_not_late(person: Callable[..., User]) -> None:
    whole = Live(load(), Indicators()).assess(date(2040, 1, 1))
    assert all(standing.no_data for measure in whole.measures for standing in measure.standings)
    assert not any(standing.timeliness == "late" for measure in whole.measures for standing in measure.standings)
