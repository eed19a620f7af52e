"""Measure 2.1 on the office: from application to the last payment, or to a refusal."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from bolwerk.domains.investment import live
from bolwerk.kernel import Money, NotAllowed
from bolwerk.office.cases import selectors
from bolwerk.office.cases.models import Case
from bolwerk.office.ledger.models import Envelope
from tests.domains.investment.world import World

pytestmark = pytest.mark.django_db


@pytest.fixture
def world() -> World:
    return World()


def admitted(world: World, **kwargs: object) -> Case:
    case = world.submitted(**kwargs)  # type: ignore[arg-type]
    world.act(case, "declared_admissible", "handler")
    world.judge(case, "project.mainly_military", False)
    return world.act(case, "esac_found_unneeded", "handler", reason="Civiel met dubbel gebruik.")


def test_a_small_company_alone_may_ask_forty_five_percent_for_development(world: World) -> None:
    draft = world.draft(world.company())
    priced = live.price(draft, world.at.date())
    assert priced.most == Money.euro(135_000)
    assert [str(answer.value) for answer in priced.rates.values()] == ["45"]


def test_from_application_to_the_last_payment(world: World) -> None:
    case = admitted(world)
    world.review(case, "very_good")
    assert world.to_ranked_list()["award"] == [case.reference]
    world.act(case, "award_decided", "approver")
    envelope = Envelope.objects.get(code=live.ENVELOPE)
    assert envelope.room == Money.euro(10_000_000 - 135_000)
    world.act(case, "award_notified", "handler")
    applicant = case.application.started_by
    world.act(case, "agreement_signed", applicant)
    for expected in (54_000, 54_000):
        coming = live.next_instalment(case)
        assert coming is not None
        assert coming[1] == Money.euro(expected)
        world.act(case, "instalment_claimed", applicant)
        world.act(case, "instalment_approved", "handler")
        world.act(case, "instalment_paid", "approver")
    assert live.next_instalment(case) is None
    with pytest.raises(NotAllowed, match="balance follows"):
        world.act(case, "instalment_claimed", applicant)
    world.act(case, "final_report_submitted", applicant)
    world.act(case, "final_report_approved", "handler")
    with pytest.raises(NotAllowed, match="not published yet"):
        world.act(case, "balance_paid", "approver")
    world.note(case, "award_published", "handler", place="Register (voorbeeld)")
    closed = world.act(case, "balance_paid", "approver")
    assert closed.status == Case.Status.CLOSED
    obligation = live.obligation_of(case)
    assert obligation is not None
    assert (obligation.left, Money(obligation.paid)) == (Money(0), Money.euro(135_000))


def test_the_proposer_of_an_award_does_not_decide_on_it(world: World) -> None:
    case = admitted(world)
    world.review(case, "very_good")
    world.to_ranked_list()
    handler = world.people["handler"]
    handler.role_grants.create(role="approver", valid_from=world.at.date())
    handler.forget_roles()
    with pytest.raises(NotAllowed, match="Somebody else must do this"):
        world.act(case, "award_decided", "handler")


def test_no_more_is_awarded_than_the_envelope_holds() -> None:
    world = World(money=Money.euro(200_000))
    cases = [admitted(world) for _ in range(2)]
    for case in cases:
        world.review(case, "very_good")
    done = world.to_ranked_list()
    assert (len(done["award"]), len(done["reserve"])) == (1, 1)
    awarded = next(case for case in cases if case.reference in done["award"])
    world.act(awarded, "award_decided", "approver")
    assert Envelope.objects.get(code=live.ENVELOPE).room == Money.euro(65_000)


def test_an_application_with_a_critical_score_is_proposed_for_refusal_and_the_refusal_can_be_objected_to(world: World) -> None:
    case = admitted(world)
    world.review(case, "critical")
    assert world.to_ranked_list()["refuse"] == [case.reference]
    world.act(case, "refusal_decided", "approver", reason="Onvoldoende kwaliteit.")
    world.act(case, "refusal_notified", "handler")
    with pytest.raises(NotAllowed, match="objection is possible"):
        world.act(case, "refusal_became_final", "handler")
    world.act(case, "objection_lodged", case.application.started_by, reason="Wij zien dat anders.")
    with pytest.raises(NotAllowed):
        world.act(case, "objection_rejected", "approver", reason="Nee.")
    assert world.act(case, "objection_rejected", "approver2", reason="Nee.").status == Case.Status.CLOSED


def test_works_that_began_before_the_application_make_it_inadmissible(world: World) -> None:
    case = world.submitted(works_started="ja")
    with pytest.raises(NotAllowed, match="started"):
        world.act(case, "declared_admissible", "handler")


def test_asking_more_than_the_rates_allow_is_told_with_the_amount(world: World) -> None:
    from bolwerk.office.calls import services as calls

    draft = world.draft(world.company())
    calls.set_requested(draft.pk, Money.euro(200_000), actor=draft.started_by, version=draft.version, at=world.tick())
    draft.refresh_from_db()
    done = calls.submit_application(draft.pk, actor=draft.started_by, key="s", version=draft.version, at=world.tick())
    assert done.case is not None
    with pytest.raises(NotAllowed, match="allow at most €135,000"):
        world.act(done.case, "declared_admissible", "handler")


def test_triage_waits_for_the_judgement_of_an_official(world: World) -> None:
    case = world.submitted()
    world.act(case, "declared_admissible", "handler")
    with pytest.raises(NotAllowed, match="judgement"):
        world.act(case, "esac_found_unneeded", "handler", reason="Civiel.")
    verdicts = {v.move.id: v for v in selectors.moves_for(case, world.people["handler"], world.tick())}
    assert not verdicts["esac_advice_requested"].allowed


def test_a_prohibited_weapon_is_excluded_whatever_else(world: World) -> None:
    case = world.submitted(weapon_kind="cluster_munition")
    world.act(case, "declared_admissible", "handler")
    world.judge(case, "project.mainly_military", True)
    with pytest.raises(NotAllowed):
        world.act(case, "esac_advice_requested", "handler", reason="Militair.")
    world.act(case, "exclusion_found", "handler", reason="Clustermunitie is verboden.")
    world.act(case, "exclusion_decided", "approver", reason="Clustermunitie is verboden.")


def test_withdrawing_after_the_award_gives_the_money_back(world: World) -> None:
    case = admitted(world)
    world.review(case, "very_good")
    world.to_ranked_list()
    world.act(case, "award_decided", "approver")
    world.act(case, "award_notified", "handler")
    world.act(case, "withdrawn", case.application.started_by, reason="Andere plannen.")
    assert Envelope.objects.get(code=live.ENVELOPE).room == Money.euro(10_000_000)


def test_a_number_that_an_official_looked_up_counts_as_a_number(world: World) -> None:
    case = world.submitted(world.company(staff=900, turnover=200_000_000, balance=150_000_000))
    with pytest.raises(NotAllowed, match="not settled yet"):
        world.act(case, "declared_admissible", "handler")
    world.judge(case, "company.debt_to_equity", "7,4")
    world.judge(case, "company.interest_cover", "2,5")
    assert "triage" in world.act(case, "declared_admissible", "handler").steps


def test_one_page_asks_the_registers_once(world: World, django_assert_max_num_queries: Any) -> None:
    draft = world.draft(world.company())
    alone = live.price(draft, world.at.date())
    with live.one_page():
        first = live.price(draft, world.at.date())
        with django_assert_max_num_queries(0):
            assert live.price(draft, world.at.date()) == first
    assert first.most == alone.most


@pytest.mark.parametrize(("started", "young"), [(date(2022, 6, 3), True), (date(2022, 6, 2), False), (date(2012, 1, 1), False)])
def test_a_young_sme_is_spared_for_as_long_as_the_law_says(world: World, started: date, young: bool) -> None:
    company = world.company()
    company.started_on = started
    company.save()
    known = live.known_of(world.draft(company), date(2025, 6, 2))
    assert known["company.young_sme"].value is young


def test_on_a_day_without_that_law_it_is_unknown_who_is_young(world: World) -> None:
    company = world.company()
    company.started_on = date(2025, 1, 1)
    company.save()
    draft = world.draft(company)
    assert "company.young_sme" not in live.known_of(draft, date(2027, 1, 1))
