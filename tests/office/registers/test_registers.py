"""The registers take what can be right, keep why and what was before, and refuse the rest with a clear word."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from django.db import DatabaseError, transaction

from bolwerk.kernel import InvalidInput, Money
from bolwerk.office.identity.models import User
from bolwerk.office.registers import ownership, selectors, services
from bolwerk.office.registers.models import Change, Organisation, OwnershipLink, SizeFact

pytestmark = pytest.mark.django_db
DAY = date(2025, 5, 1)
KBO = ("0403.019.261", "0314.595.348", "0123.456.749")


@pytest.fixture
def three() -> tuple[Organisation, ...]:
    return tuple(
        services.register_organisation(kbo, f"{name} (voorbeeld)", actor=None, is_fictional=True)
        for kbo, name in zip(KBO, ("Alfa", "Beta", "Gamma"), strict=True)
    )


def _link(owner: Organisation, owned: Organisation, percent: str = "60", **facts: object) -> OwnershipLink:
    given = {"capital": Decimal(percent), "votes": Decimal(percent), "valid_from": DAY, "actor": None, **facts}
    return ownership.add_link(owned, owner=owner, **given)  # type: ignore[arg-type]


def test_a_wrong_kbo_number_is_refused_with_how_to_mend_it() -> None:
    with pytest.raises(InvalidInput) as refused:
        services.register_organisation("0123.456.789", "Fout (voorbeeld)", actor=None)
    assert refused.value.where == "kbo"
    assert "0403.019.261" in refused.value.mend.nl
    assert not Organisation.objects.exists()


def test_registering_the_same_number_again_updates_and_keeps_what_was_before(three: tuple[Organisation, ...]) -> None:
    actor = User.objects.create_user("h@voorbeeld.example")
    services.register_organisation(KBO[0], "Alfa Nieuw (voorbeeld)", actor=actor, reason="naamswijziging")
    change = selectors.history("registers.Organisation", three[0].pk)[0]
    assert (change.before, change.after) == ({"name": "Alfa (voorbeeld)"}, {"name": "Alfa Nieuw (voorbeeld)"})
    assert (change.actor, change.reason) == (actor, "naamswijziging")


def test_the_history_cannot_be_changed_or_removed(three: tuple[Organisation, ...]) -> None:
    for attack in (lambda: Change.objects.update(reason="x"), lambda: Change.objects.all().delete()):
        with pytest.raises(DatabaseError), transaction.atomic():
            attack()


@pytest.mark.parametrize("percent", ["-1", "100.01", "33.333"])
def test_a_percentage_outside_0_to_100_is_refused(three: tuple[Organisation, ...], percent: str) -> None:
    with pytest.raises(InvalidInput, match="percentage"):
        _link(three[0], three[1], percent)


def test_an_organisation_does_not_own_itself(three: tuple[Organisation, ...]) -> None:
    with pytest.raises(InvalidInput, match="itself"):
        _link(three[0], three[0])


def test_all_owners_together_hold_at_most_100_percent(three: tuple[Organisation, ...]) -> None:
    _link(three[0], three[2], "60")
    _link(three[1], three[2], "40")
    with pytest.raises(InvalidInput, match=r"100\.01"):
        ownership.add_link(
            three[2], owner="Stad (voorbeeld)", capital=Decimal("0.01"), votes=Decimal(0), valid_from=DAY, actor=None
        )


def test_a_holding_that_ended_leaves_room_for_the_next(three: tuple[Organisation, ...]) -> None:
    first = _link(three[0], three[2], "100")
    ownership.end_link(first, on=date(2025, 6, 30), actor=None, reason="verkoop")
    _link(three[1], three[2], "100", valid_from=date(2025, 7, 1))
    with pytest.raises(InvalidInput):
        _link(three[1], three[2], "1", valid_from=date(2025, 6, 30), valid_until=date(2025, 6, 30))


def test_a_circle_of_control_is_refused_and_its_chain_is_named(three: tuple[Organisation, ...]) -> None:
    alfa, beta, gamma = three
    _link(alfa, beta)
    _link(beta, gamma)
    with pytest.raises(InvalidInput) as refused:
        _link(gamma, alfa)
    assert "Alfa (voorbeeld) > Beta (voorbeeld) > Gamma (voorbeeld) > Alfa (voorbeeld)" in refused.value.what.nl
    assert OwnershipLink.objects.count() == 2


def test_a_cross_holding_below_control_is_kept(three: tuple[Organisation, ...]) -> None:
    _link(three[0], three[1])
    assert _link(three[1], three[0], "20").pk


def test_control_without_majority_closes_a_circle_too(three: tuple[Organisation, ...]) -> None:
    _link(three[0], three[1], "10", appoints_board=True)
    with pytest.raises(InvalidInput, match="circle of control"):
        _link(three[1], three[0], "5", dominant_influence=True)


def test_the_graph_holds_the_whole_group_with_its_figures_and_only_what_held_that_day(
    three: tuple[Organisation, ...],
) -> None:
    alfa, beta, gamma = three
    person = services.register_person(
        "Piet Proef (voorbeeld)", purpose="ondernemingsgrootte", retain_until=date(2035, 1, 1), consented_on=DAY, actor=None
    )
    _link(alfa, beta)
    ownership.add_link(alfa, owner=person, capital=Decimal(30), votes=Decimal(30), valid_from=DAY, actor=None)
    ownership.add_link(gamma, owner=person, capital=Decimal(80), votes=Decimal(80), valid_from=DAY, actor=None)
    services.record_size(gamma, 2024, headcount=Decimal("12.5"), turnover=Money.euro(1_000_000), balance=None, actor=None)
    graph = selectors.ownership_graph(beta, DAY)
    assert {node.name.split()[0] for node in graph.nodes} == {"Alfa", "Beta", "Gamma", "Piet"}
    assert len(graph.holdings) == 3
    (size,) = graph.node(f"org:{gamma.pk}").sizes
    assert (size.headcount, size.turnover, size.balance) == (Decimal("12.5"), Money.euro(1_000_000), None)
    assert len(selectors.ownership_graph(beta, date(2025, 4, 30)).nodes) == 1


def test_the_figures_of_a_year_that_has_not_closed_are_refused(three: tuple[Organisation, ...]) -> None:
    with pytest.raises(InvalidInput, match="not closed"):
        services.record_size(three[0], date.today().year, headcount=Decimal(1), turnover=None, balance=None, actor=None)  # noqa: DTZ011
    with pytest.raises(InvalidInput, match="negative"):
        services.record_size(three[0], 2024, headcount=Decimal(1), turnover=Money(-1), balance=None, actor=None)
    assert not SizeFact.objects.exists()


def test_a_person_needs_a_purpose_and_consent() -> None:
    with pytest.raises(InvalidInput, match="consent"):
        services.register_person("Piet (voorbeeld)", purpose="x", retain_until=DAY, actor=None)
    with pytest.raises(InvalidInput, match="purpose"):
        services.register_person("Piet (voorbeeld)", purpose=" ", retain_until=DAY, consented_on=DAY, actor=None)


def test_a_persons_name_goes_on_the_day_it_must_and_never_stood_in_the_history() -> None:
    person = services.register_person(
        "Piet Proef (voorbeeld)", purpose="grootte", retain_until=DAY, consented_on=DAY, actor=None
    )
    assert services.erase_due(DAY, actor=None) == 0
    assert services.erase_due(date(2025, 5, 2), actor=None) == 1
    person.refresh_from_db()
    assert person.name == services.ERASED
    assert not any("Piet" in str(change.before) + str(change.after) for change in Change.objects.all())
