"""What stops a licence: a suspension after a hearing, an urgent one, an embargo; each within the law, each ends as it says."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest

from bolwerk.domains.export_control.app.licences import bans, embargoes, keeper
from bolwerk.domains.export_control.app.licences.errors import BeyondLicence
from bolwerk.domains.export_control.app.licences.models import Embargo, Licence
from bolwerk.domains.export_control.app.licences.terms import LineTerms, PartyTerms
from bolwerk.kernel import Calendar, Duration, InvalidInput, NotAllowed, Period
from bolwerk.office.cases import audit, clock, selectors
from bolwerk.office.cases import services as cases
from tests.domains.export_control.licences.test_writing_off import use, withdraw
from tests.domains.export_control.licences.world import TODAY, World, days


def act(world: World, licence: Licence, move: str, who: str = "approver", **payload: Any) -> None:
    cases.act(licence.case_id, move, actor=world[who], payload=payload, reason="Nieuwe feiten", key=world.key(), version=None)
    licence.refresh_from_db()


def hear(world: World, licence: Licence, who: str = "handler") -> None:
    for kind in ("hearing_invited", "heard"):
        cases.note(licence.case_id, kind, actor=world[who], key=world.key())


def declare(world: World, country: str = "NO", **given: Any) -> Embargo:
    row: dict[str, Any] = {"months": 6, "reason": "Oorlog", "actor": world["approver"], "key": world.key()}
    return bans.declare(country, **{**row, **given})


@pytest.mark.parametrize("move", ["suspended", "withdrawn"])
def test_a_measure_against_one_holder_asks_a_hearing_first(world: World, move: str) -> None:
    licence = world.licence()
    with pytest.raises(NotAllowed) as error:
        act(world, licence, move)
    assert "eerst gehoord" in error.value.what.nl
    cases.note(licence.case_id, "heard", actor=world["handler"], key=world.key())
    with pytest.raises(NotAllowed):
        act(world, licence, move)  # nobody was invited
    hear(world, licence)
    act(world, licence, move)
    assert licence.state == move


def test_who_heard_the_holder_does_not_decide(world: World) -> None:
    licence = world.licence()
    hear(world, licence, "coordinator")
    with pytest.raises(NotAllowed) as error:
        act(world, licence, "suspended", "coordinator")
    assert "tweede persoon" in error.value.what.nl
    act(world, licence, "suspended", "approver")


def test_one_hearing_carries_one_measure(world: World) -> None:
    licence = world.licence()
    hear(world, licence)
    act(world, licence, "suspended")
    with pytest.raises(NotAllowed):
        act(world, licence, "withdrawn")


@pytest.mark.parametrize(("length", "fits"), [(60, True), (61, False), (1, True), (0, False), (True, False)], ids=str)
def test_an_urgent_suspension_lasts_at_most_as_long_as_the_law_says(world: World, length: int, fits: bool) -> None:
    licence = world.licence()
    if fits:
        act(world, licence, "suspended_urgently", days=length)
        assert licence.measures.get().ends_on == TODAY + timedelta(days=length)
        term = selectors.state(licence.case, TODAY).term("urgent_suspension")
        assert term.due == days(60) and str(term.term.citation) == "Wapenhandeldecreet art. 43 §2"
    else:
        with pytest.raises(NotAllowed):
            act(world, licence, "suspended_urgently", days=length)
        assert not licence.measures.exists()


def test_an_urgent_suspension_ends_by_itself_and_cannot_be_chained(world: World) -> None:
    licence = world.licence(valid=Period(days(-30), days(300)))
    act(world, licence, "suspended_urgently", days=5)
    with pytest.raises(BeyondLicence):
        use(world, licence, actor=None)
    with pytest.raises(NotAllowed):
        act(world, licence, "suspended_urgently_further", days=5)
    clock.tick(days(5))
    licence.refresh_from_db()
    assert licence.state == "suspended", "the last day belongs to it"
    for _ in (1, 2):
        clock.tick(days(6))
    licence.refresh_from_db()
    assert licence.state == "in_force"
    assert [event.kind for event in licence.case.events.all()].count("measure_ended") == 1
    with pytest.raises(NotAllowed) as error:
        act(world, licence, "suspended_urgently", days=5)
    assert "na gehoor" in error.value.what.nl


def test_a_day_under_suspension_stays_forbidden_after_it_was_lifted(world: World) -> None:
    licence = world.licence()
    act(world, licence, "suspended_urgently", days=3)
    clock.tick(days(4))
    licence.refresh_from_db()
    with pytest.raises(BeyondLicence) as error:
        use(world, licence, day=days(0))
    assert error.value.limit == "held"
    use(world, licence, day=days(-1))


def test_a_licence_expires_by_itself_once_also_when_it_is_suspended(world: World) -> None:
    plain, held = (world.licence(valid=Period(days(-9), days(1))) for _ in range(2))
    act(world, held, "suspended_urgently", days=30)
    clock.tick(days(1))
    plain.refresh_from_db()
    assert plain.state == "in_force", "the last day still holds"
    for _ in (1, 2):
        clock.tick(days(2))
    for licence in (plain, held):
        licence.refresh_from_db()
        assert licence.state == "expired"
    assert not held.measures.filter(ended_on=None).exists()
    assert audit.verify() == ()


def test_an_embargo_falls_on_every_licence_it_reaches_and_on_no_other(world: World) -> None:
    hit, elsewhere = world.licence(), world.licence(parties=(PartyTerms("consignee", "Swiss AG (voorbeeld)", "CH"),))
    part = world.licence(
        instrument="global_transfer",
        parties=(PartyTerms("consignee", "Fjord", "NO"), PartyTerms("consignee", "Sverige", "SE")),
    )
    embargo = declare(world)
    for licence, state in ((hit, "suspended"), (elsewhere, "in_force"), (part, "in_force")):
        licence.refresh_from_db()
        assert licence.state == state
    with pytest.raises(BeyondLicence) as error:
        use(world, part, party="Fjord")
    assert embargo.case.reference in error.value.what.nl
    use(world, part, party="Sverige")
    later = world.licence()
    assert later.state == "suspended", "a licence issued under the embargo is held at once"


def test_an_embargo_ends_by_itself_after_its_months(world: World) -> None:
    licence = world.licence(valid=Period(days(-9), days(700)))
    embargo = declare(world, months=6)
    end = Calendar().add(TODAY, Duration.months(6))
    assert embargo.ends_on == end
    clock.tick(end)
    licence.refresh_from_db()
    assert licence.state == "suspended"
    clock.tick(end + timedelta(days=1))
    licence.refresh_from_db()
    embargo.case.refresh_from_db()
    assert licence.state == "in_force" and embargo.case.status == "closed"
    assert audit.verify() == ()


def test_a_shorter_embargo_ends_sooner(world: World) -> None:
    world.licence(valid=Period(days(-9), days(700)))
    embargo = declare(world, months=2)
    assert keeper.tick(embargo.ends_on) == 0
    assert keeper.tick(embargo.ends_on + timedelta(days=1)) > 0
    assert Licence.objects.get().state == "in_force"
    assert Embargo.objects.get().ended_on is not None


@pytest.mark.parametrize("months", [7, 0, -1, True])
def test_an_embargo_or_its_renewal_is_never_longer_than_the_law_allows(world: World, months: int) -> None:
    with pytest.raises(NotAllowed):
        declare(world, months=months)
    embargo = declare(world)
    with pytest.raises(NotAllowed):
        cases.act(
            embargo.case_id,
            "renewed",
            actor=world["approver"],
            reason="x",
            payload={"months": months},
            key=world.key(),
            version=None,
        )


def test_a_renewal_runs_from_its_own_day_and_lifting_frees_the_licences(world: World) -> None:
    licence, embargo = world.licence(), declare(world, months=1)
    given: dict[str, Any] = {"actor": world["coordinator"], "reason": "De toestand duurt voort", "version": None}
    cases.act(embargo.case_id, "renewed", payload={"months": 6}, key=world.key(), **given)
    embargo.refresh_from_db()
    assert embargo.ends_on == Calendar().add(TODAY, Duration.months(6)) == licence.measures.get().ends_on
    cases.act(embargo.case_id, "lifted", key=world.key(), **given)
    licence.refresh_from_db()
    assert licence.state == "in_force"


def test_two_measures_hold_until_the_last_one_ends(world: World) -> None:
    licence, embargo = world.licence(), declare(world)
    licence.refresh_from_db()
    hear(world, licence)
    act(world, licence, "suspended_further")
    given: dict[str, Any] = {"actor": world["approver"], "reason": "Vrede", "version": None}
    cases.act(embargo.case_id, "lifted", key=world.key(), **given)
    licence.refresh_from_db()
    assert licence.state == "suspended"
    with pytest.raises(NotAllowed):
        cases.act(licence.case_id, "resumed", key=world.key(), **given)
    measure = licence.measures.get(kind="individual")
    payload = {"measure": measure.pk, "on": TODAY.isoformat()}
    cases.note(licence.case_id, "measure_ended", actor=world["approver"], payload=payload, key=world.key())
    licence.refresh_from_db()
    assert licence.state == "in_force"


@pytest.mark.parametrize(
    ("goods", "code", "reached"),
    [
        (["ML1"], "ML1.a", True),
        (["ML1"], "ML10", False),
        (["ML10.A"], "ml10.a", True),
        (["5A"], "5A002.a", True),
        (["5A"], "5B001", False),
        ([], "ML22", True),
        (["ML1"], "", True),
    ],
    ids=str,
)
def test_an_embargo_by_class_of_goods(world: World, goods: list[str], code: str, reached: bool) -> None:
    licence = world.licence(lines=(LineTerms(1, "Iets", code, quantity=Decimal(1)),))
    declare(world, goods=goods)
    licence.refresh_from_db()
    assert (licence.state == "suspended") is reached


def test_an_embargo_by_end_user_and_one_that_lets_the_destination_be(world: World) -> None:
    police = (PartyTerms("consignee", "Handel AS", "NO"), PartyTerms("end_user", "Politi, Noord", "NO"))
    through = (PartyTerms("consignee", "Handel AS", "NO"), PartyTerms("end_user", "Marine", "SE"))
    named, passing = world.licence(parties=police), world.licence(parties=through)
    declare(world, end_users=["politi noord"])
    named.refresh_from_db()
    passing.refresh_from_db()
    assert (named.state, passing.state) == ("suspended", "in_force")
    declare(world, destination_allowed=True)
    passing.refresh_from_db()
    assert passing.state == "in_force"
    declare(world)
    passing.refresh_from_db()
    assert passing.state == "suspended"


def test_a_new_application_hears_of_the_embargo(world: World) -> None:
    assert embargoes.reasons(["ML1"], [("consignee", "Afnemer (voorbeeld)", "NO")], TODAY) == ()
    embargo = declare(world, goods=["ML1"])
    assert embargo.case.reference in embargoes.reasons(["ML1.a"], [("consignee", "Afnemer (voorbeeld)", "NO")], TODAY)[0].nl
    assert embargoes.reasons(["ML2"], [("consignee", "Afnemer (voorbeeld)", "NO")], TODAY) == ()
    assert embargoes.reasons(["ML1"], [("consignee", "Afnemer (voorbeeld)", "SE")], TODAY) == ()


@pytest.mark.parametrize(
    ("given", "where"), [({"country": "Noorwegen"}, "country"), ({"goods": ["<b>"]}, "goods"), ({"reason": " "}, "reason")]
)
def test_an_embargo_that_cannot_be_is_refused_with_its_place(world: World, given: dict[str, Any], where: str) -> None:
    with pytest.raises(InvalidInput) as error:
        declare(world, **given)
    assert error.value.where == where


def test_only_who_decides_declares_an_embargo(world: World) -> None:
    for name in ("handler", "applicant", "customs", "auditor"):
        with pytest.raises(NotAllowed):
            declare(world, actor=world[name])


def test_what_is_withdrawn_stays_withdrawn(world: World) -> None:
    licence = world.licence(valid=Period(days(-9), days(1)))
    withdraw(world, licence)
    declare(world)
    clock.tick(days(9))
    licence.refresh_from_db()
    assert licence.state == "withdrawn" and isinstance(licence.spent_on, date)
