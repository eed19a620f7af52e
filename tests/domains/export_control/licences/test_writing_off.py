"""What is written off stays within the licence: quantity, value, validity, party, and never while it is held."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.db import DatabaseError, IntegrityError, transaction

from bolwerk.domains.export_control.app.licences.errors import BeyondLicence
from bolwerk.domains.export_control.app.licences.models import Licence, LicenceLine, WriteOff
from bolwerk.domains.export_control.app.licences.terms import PartyTerms
from bolwerk.domains.export_control.app.licences.writing_off import take_back, write_off
from bolwerk.kernel import BolwerkError, Conflict, InvalidInput, NotAllowed, NotFound, Period
from bolwerk.office.cases import audit
from bolwerk.office.cases import services as cases
from tests.domains.export_control.licences.world import LINES, PARTIES, World, days

FJORD = PARTIES[0].name


def use(world: World, licence: Licence, amount: str = "1", **given: Any) -> WriteOff:
    row: dict[str, Any] = {
        "line": 1,
        "party": FJORD,
        "quantity": Decimal(amount),
        "cents": 0,
        "day": days(0),
        "document": world.key(),
        "actor": world["customs"],
        "key": world.key(),
    }
    return write_off(licence, **{**row, **given})


def beyond(world: World, licence: Licence, amount: str = "1", **given: Any) -> BeyondLicence:
    before = WriteOff.objects.count()
    with pytest.raises(BeyondLicence) as error:
        use(world, licence, amount, **given)
    assert WriteOff.objects.count() == before
    return error.value


def test_a_write_off_counts_exactly_and_says_who_did_it(world: World) -> None:
    licence = world.licence()
    entry = use(world, licence, "0.3", line=2)
    use(world, licence, "0.3", line=2, actor=world["applicant"])
    line = licence.lines.get(number=2)
    assert line.left_e4 == 19_000, "2,5 - 0,6 = 1,9 without rounding"
    assert [one.by for one in licence.write_offs.all()] == ["customs", "holder"]
    assert entry.told()[3]["quantity"] == "0.3"
    assert audit.verify() == ()


@pytest.mark.parametrize(("amount", "fits"), [("10", True), ("10.0001", False), ("9.9999", True)], ids=str)
def test_never_more_than_the_quantity(world: World, amount: str, fits: bool) -> None:
    licence = world.licence()
    if fits:
        use(world, licence, amount)
    else:
        assert beyond(world, licence, amount).limit == "quantity"


def test_the_refusal_says_what_is_left(world: World) -> None:
    licence = world.licence()
    use(world, licence, "8.5")
    assert "1,5 stuks" in beyond(world, licence, "2").what.nl


def test_never_more_than_the_value(world: World) -> None:
    licence = world.licence()
    use(world, licence, cents=999_999_99)
    assert beyond(world, licence, cents=2).limit == "value"
    use(world, licence, cents=1)


@pytest.mark.parametrize(("day", "fits"), [(-6, False), (-5, True), (-1, True), (0, False)], ids=str)
def test_only_for_a_day_on_which_it_holds(world: World, day: int, fits: bool) -> None:
    licence = world.licence(valid=Period(days(-5), days(-1)))
    if fits:
        use(world, licence, day=days(day))
    else:
        assert beyond(world, licence, day=days(day)).limit == "validity"


def test_only_to_a_party_it_names(world: World) -> None:
    licence = world.licence()
    error = beyond(world, licence, party="Onbekend AS")
    assert error.limit == "party" and FJORD in error.mend.nl
    use(world, licence, party="FJORD sikring as (VOORBEELD)")


def test_per_consignee_under_a_global_licence(world: World) -> None:
    licence = world.licence(
        instrument="global_transfer", parties=(*PARTIES, PartyTerms("consignee", "Sverige AB (voorbeeld)", "SE"))
    )
    use(world, licence, "2")
    use(world, licence, "3", party="Sverige AB (voorbeeld)")
    spread = {one.party.country: one.quantity for one in licence.write_offs.all()}
    assert spread == {"NO": 2, "SE": 3}


def test_a_day_to_come_or_a_missing_paper_is_refused_with_its_place(world: World) -> None:
    licence = world.licence()
    for given, where in (
        ({"day": days(1)}, "day"),
        ({"document": " "}, "document"),
        ({"document": "x" * 61}, "document"),
        ({"cents": -1}, "value"),
        ({"quantity": Decimal(0)}, "quantity"),
        ({"quantity": Decimal("1.00000000000000000000000000000000001")}, "quantity"),
    ):
        with pytest.raises(InvalidInput) as error:
            use(world, licence, **given)
        assert error.value.where == where
    with pytest.raises(NotFound):
        use(world, licence, line=7)


def test_the_same_declaration_is_not_written_off_twice_and_a_key_works_once(world: World) -> None:
    licence = world.licence()
    first = use(world, licence, document="24BE1", key="een")
    assert use(world, licence, document="24BE1", key="een") == first
    with pytest.raises(NotAllowed) as error:
        use(world, licence, document="24BE1")
    assert "al afgeschreven" in error.value.what.nl
    with pytest.raises(Conflict):
        use(world, licence, "2", document="24BE1", key="een")


def test_customs_and_the_holder_write_off_and_nobody_else(world: World) -> None:
    licence = world.licence()
    for name in ("handler", "approver", "auditor", "stranger"):
        with pytest.raises(NotAllowed):
            use(world, licence, actor=world[name])
    assert not WriteOff.objects.exists()


def test_a_licence_that_is_used_up_says_so_by_itself_and_comes_back_after_a_correction(world: World) -> None:
    licence = world.licence(lines=LINES[:1])
    last = [use(world, licence, "4"), use(world, licence, "6")][-1]
    licence.refresh_from_db()
    assert licence.state == "exhausted" and licence.spent_on == days(0)
    with pytest.raises(NotAllowed):
        use(world, licence)
    back = take_back(last.pk, reason="Verkeerde lijn", actor=world["customs"], key=world.key())
    licence.refresh_from_db()
    assert licence.state == "in_force" and back.corrects == last
    assert licence.lines.get().used_e4 == 40_000
    with pytest.raises(NotAllowed):
        take_back(last.pk, reason="Nog eens", actor=world["customs"], key=world.key())
    assert audit.verify() == ()


def test_a_withdrawn_licence_cannot_be_written_off_whatever_the_day(world: World) -> None:
    licence = world.licence()
    withdraw(world, licence)
    licence.refresh_from_db()
    assert licence.state == "withdrawn"
    for day in (-1, 0):
        for actor in (world["customs"], None):
            with pytest.raises(NotAllowed):
                use(world, licence, day=days(day), actor=actor)
    assert not WriteOff.objects.exists()


def withdraw(world: World, licence: Licence) -> None:
    for kind in ("hearing_invited", "heard"):
        cases.note(licence.case_id, kind, actor=world["handler"], key=world.key())
    cases.act(licence.case_id, "withdrawn", actor=world["approver"], reason="Doorverkocht", key=world.key(), version=None)


def test_the_database_itself_refuses_use_beyond_the_licence_and_any_change_of_a_write_off(world: World) -> None:
    licence = world.licence()
    entry = use(world, licence)
    for change in ({"used_e4": 100_001}, {"used_e4": -1}, {"used_cents": 1_000_000_01}):
        with pytest.raises(IntegrityError), transaction.atomic():
            LicenceLine.objects.filter(licence=licence, number=1).update(**change)
    with pytest.raises(DatabaseError), transaction.atomic():
        WriteOff.objects.filter(pk=entry.pk).update(quantity_e4=2)
    with pytest.raises(DatabaseError), transaction.atomic():
        WriteOff.objects.filter(pk=entry.pk).delete()


def test_an_edited_total_and_an_edited_state_are_found(world: World) -> None:
    licence = world.licence()
    LicenceLine.objects.filter(licence=licence, number=1).update(used_e4=5)
    Licence.objects.filter(pk=licence.pk).update(state="expired")
    assert {finding.code for finding in audit.verify()} == {"totals", "state"}


def test_no_number_that_a_person_types_breaks_it(world: World) -> None:
    licence = world.licence()
    for amount in ("1e400", "-0", "Infinity", "0.00001"):
        with pytest.raises(BolwerkError):
            use(world, licence, amount)
    assert use(world, licence, "1e1").day == date.fromisoformat(days(0).isoformat())
