"""A holder asks, an official proposes, another decides; what is granted becomes a new version, a new licence, or a return."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest

from bolwerk.domains.export_control.app.licences import changes, registering
from bolwerk.domains.export_control.app.licences.models import ChangeRequest, Licence, Registration
from bolwerk.kernel import InvalidInput, NotAllowed, NotFound
from bolwerk.office.cases import audit, clock
from bolwerk.office.cases import services as cases
from bolwerk.office.cases.models import Case
from tests.domains.export_control.licences.test_writing_off import use, withdraw
from tests.domains.export_control.licences.world import LINES, TODAY, World, days


def ask(world: World, licence: Licence, kind: str, **given: Any) -> Case:
    row: dict[str, Any] = {"why": "De klant wil meer", "actor": world["applicant"], "key": world.key()}
    return changes.ask(licence, kind, **{**row, **given})


def step(world: World, case: Case, move: str, who: str) -> None:
    cases.act(case.pk, move, actor=world[who], reason="Volgens het dossier", key=world.key(), version=None)


def grant(world: World, case: Case) -> None:
    step(world, case, "change_assessed", "handler")
    step(world, case, "change_granted", "approver")


def test_an_amendment_changes_nothing_until_it_is_granted(world: World) -> None:
    licence = world.licence()
    case = ask(world, licence, "amendment", quantities={1: Decimal(12)})
    assert case.reference.startswith("WIJ-")
    licence.refresh_from_db()
    assert licence.number == 1
    grant(world, case)
    licence.refresh_from_db()
    assert licence.number == 2 and licence.lines.get(number=1).quantity == 12
    assert licence.versions.get(number=2).case == case
    assert audit.verify() == ()


def test_who_proposes_does_not_decide(world: World) -> None:
    both = world.person("allebei", "handler")
    from bolwerk.office.identity.models import RoleGrant

    RoleGrant.objects.create(user=both, role="approver")
    world.people["both"] = both
    case = ask(world, world.licence(), "return")
    step(world, case, "change_assessed", "both")
    with pytest.raises(NotAllowed):
        step(world, case, "change_granted", "both")


def test_an_extension_revives_a_licence_that_expired_meanwhile(world: World) -> None:
    licence = world.licence()
    use(world, licence, "4")
    case = ask(world, licence, "extension", until=days(90))
    clock.tick(days(31))
    licence.refresh_from_db()
    assert licence.state == "expired"
    grant(world, case)
    licence.refresh_from_db()
    assert (licence.state, licence.valid_until) == ("in_force", days(90))
    assert licence.lines.get(number=1).left_e4 == 60_000, "an extension is for what is unused"


def test_a_renewal_is_a_new_licence_and_the_old_one_stays(world: World) -> None:
    licence = world.licence(lines=LINES[:1])
    use(world, licence, "10")
    licence.refresh_from_db()
    grant(world, ask(world, licence, "renewal", since=days(1), until=days(99)))
    new = Licence.objects.exclude(pk=licence.pk).get()
    assert new.lines.get().quantity == 10 and new.holder == licence.holder and new.reference != licence.reference
    licence.refresh_from_db()
    assert licence.state == "exhausted"


def test_a_return_closes_the_licence_for_use(world: World) -> None:
    licence = world.licence()
    grant(world, ask(world, licence, "return"))
    licence.refresh_from_db()
    assert licence.state == "returned"
    with pytest.raises(NotAllowed):
        use(world, licence, actor=None)


def test_what_no_longer_fits_when_it_is_decided_is_not_granted(world: World) -> None:
    licence = world.licence()
    case = ask(world, licence, "amendment", quantities={1: Decimal(3)})
    use(world, licence, "5")
    with pytest.raises(NotAllowed) as error:
        grant(world, case)
    assert "onder wat al is afgeschreven" in error.value.what.nl


def test_nobody_is_refused_unheard(world: World) -> None:
    case = ask(world, world.licence(), "return")
    step(world, case, "change_assessed", "handler")
    with pytest.raises(NotAllowed) as error:
        step(world, case, "change_refused", "approver")
    assert "nog niet gehoord" in error.value.what.nl
    for kind in ("hearing_invited", "heard"):
        cases.note(case.pk, kind, actor=world["handler"], key=world.key())
    step(world, case, "change_refused", "approver")


@pytest.mark.parametrize(
    ("kind", "given", "where"),
    [
        ("amendment", {}, "quantities"),
        ("amendment", {"quantities": {1: Decimal(0)}}, "lines.1.quantity"),
        ("amendment", {"values": {1: -5}}, "lines.1.value"),
        ("extension", {}, "until"),
        ("extension", {"until": days(30)}, "until"),
        ("renewal", {"until": days(90)}, "since"),
        ("renewal", {"until": days(90), "since": days(91)}, "since"),
        ("return", {"why": "  "}, "why"),
    ],
    ids=str,
)
def test_what_cannot_be_asked_is_refused_with_its_place(world: World, kind: str, given: dict[str, Any], where: str) -> None:
    with pytest.raises(InvalidInput) as error:
        ask(world, world.licence(), kind, **given)
    assert error.value.where == where
    assert not ChangeRequest.objects.exists()


def test_only_the_holder_asks_and_not_of_a_licence_that_is_gone(world: World) -> None:
    licence = world.licence()
    for name in ("stranger", "handler", "customs"):
        with pytest.raises(NotAllowed):
            ask(world, licence, "return", actor=world[name])
    with pytest.raises(NotFound):
        ask(world, licence, "verkoop")
    withdraw(world, licence)
    with pytest.raises(NotAllowed):
        ask(world, licence, "return")


# --- general licences -------------------------------------------------------------------------------------------------


def registered(world: World, id: str, first_use: int, **given: Any) -> Case:
    row: dict[str, Any] = {
        "first_use": days(first_use),
        "confirmed": [one.id for one in registering.conditions(id, TODAY)],
        "actor": world["applicant"],
        "key": world.key(),
        "on": TODAY,
    }
    return registering.register(world.holder, id, **{**row, **given})


def test_there_are_five_cases_and_eight_union_authorisations() -> None:
    assert len(registering.names()) == 13


@pytest.mark.parametrize(
    ("id", "first_use", "fits"),
    [
        ("EU007", 30, True),
        ("EU007", 29, False),
        ("EU008", 10, True),
        ("EU008", 9, False),
        ("repair", 1, True),
        ("repair", 0, False),
        ("EU001", -3, True),
    ],
    ids=str,
)
def test_the_first_use_leaves_the_days_of_notice_that_the_law_asks(world: World, id: str, first_use: int, fits: bool) -> None:
    if fits:
        case = registered(world, id, first_use)
        assert Registration.objects.get(case=case).state == "asked"
    else:
        with pytest.raises(InvalidInput) as error:
            registered(world, id, first_use)
        assert error.value.where == "first_use"


def test_notice_comes_after_the_first_use_for_eu001_and_before_it_for_eu007() -> None:
    after, before = registering.notice("EU001", TODAY, TODAY), registering.notice("EU007", TODAY, TODAY)
    assert after and before
    assert (after.due, before.due) == (TODAY + timedelta(days=30), TODAY - timedelta(days=30))
    assert str(after.why.citations[0]) == "Reg-2021/821 bijlage II deel A"
    assert registering.notice("repair", TODAY, TODAY) is None


def test_each_condition_is_confirmed_one_by_one(world: World) -> None:
    with pytest.raises(InvalidInput) as error:
        registered(world, "EU007", 40, confirmed=["declare"])
    assert error.value.where == "confirmed" and "intern nalevingsprogramma" in error.value.what.nl


def test_a_registration_is_accepted_used_and_ended_or_refused_after_a_hearing(world: World) -> None:
    case = registered(world, "EU008", 20)
    step(world, case, "registration_accepted", "handler")
    cases.note(case.pk, "first_use_told", actor=world["applicant"], payload={"on": TODAY.isoformat()}, key=world.key())
    step(world, case, "registration_ended", "applicant")
    assert Registration.objects.get(case=case).state == "ended"
    other = registered(world, "repair", 5)
    with pytest.raises(NotAllowed):
        step(world, other, "registration_refused", "approver")
    for kind in ("hearing_invited", "heard"):
        cases.note(other.pk, kind, actor=world["handler"], key=world.key())
    step(world, other, "registration_refused", "approver")
    assert Registration.objects.get(case=other).state == "refused"


def test_a_general_licence_that_does_not_exist_and_a_stranger_are_refused(world: World) -> None:
    with pytest.raises(NotFound):
        registered(world, "EU009", 40, confirmed=[])
    with pytest.raises(NotAllowed):
        registered(world, "repair", 5, actor=world["stranger"])
