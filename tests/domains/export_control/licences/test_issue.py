"""A licence is issued whole, once per key, with a life of its own, and changes only by a new version."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from bolwerk.domains.export_control.app.licences import services
from bolwerk.domains.export_control.app.licences.models import Licence
from bolwerk.domains.export_control.app.licences.terms import LineTerms, PartyTerms, Terms, read
from bolwerk.domains.export_control.app.licences.writing_off import write_off
from bolwerk.kernel import Conflict, InvalidInput, NotAllowed, Period
from bolwerk.office.cases import audit
from tests.domains.export_control.licences.world import LINES, PARTIES, World, days


def test_a_licence_has_a_number_a_life_and_a_first_version(world: World) -> None:
    licence = world.licence(conditions=["Alleen voor eigen gebruik"])
    assert licence.reference.startswith("VRG-")
    assert licence.case.procedure == "export.holding" and licence.state == "in_force"
    assert [line.number for line in licence.lines.all()] == [1, 2]
    assert read(licence.versions.get().terms).conditions == ("Alleen voor eigen gebruik",)
    assert audit.verify() == ()


def test_the_same_key_gives_the_same_licence_and_never_another(world: World) -> None:
    case = world.granting()
    given = {
        "instrument": "individual_export",
        "holder": world.holder,
        "lines": LINES,
        "parties": PARTIES,
        "valid": Period(days(0), days(9)),
        "actor": world["approver"],
        "key": "een",
    }
    first = services.issue(case, **given)
    assert services.issue(case, **given) == first
    with pytest.raises(Conflict):
        services.issue(case, **{**given, "valid": Period(days(0), days(10))})
    assert Licence.objects.count() == 1


def test_no_validity_is_ever_invented(world: World) -> None:
    with pytest.raises(InvalidInput) as error:
        world.licence(valid=Period(days(0), None))
    assert error.value.where == "valid" and "Wapenhandelbesluit" in error.value.what.nl
    assert not Licence.objects.exists()


@pytest.mark.parametrize(
    ("given", "where"),
    [
        ({"instrument": "verzonnen"}, "instrument"),
        ({"lines": ()}, "lines"),
        ({"lines": (LINES[0], LINES[0])}, "lines"),
        ({"lines": (replace(LINES[0], quantity=Decimal("0.00001")),)}, "lines.1.quantity"),
        ({"lines": (replace(LINES[0], quantity=Decimal(-1)),)}, "lines.1.quantity"),
        ({"lines": (replace(LINES[0], quantity=Decimal("NaN")),)}, "lines.1.quantity"),
        ({"lines": (replace(LINES[0], quantity=Decimal(10**15)),)}, "lines.1.quantity"),
        ({"lines": (replace(LINES[0], cents=-1),)}, "lines.1.value"),
        ({"parties": ()}, "parties"),
        ({"parties": (PartyTerms("consignee", "Zonder land", ""),)}, "parties.Zonder land"),
        ({"parties": (*PARTIES, PartyTerms("consignee", "Tweede", "SE"))}, "parties"),
        ({"instrument": "combined", "parties": (*PARTIES, PartyTerms("consignee", "Tweede", "SE"))}, "parties"),
        ({"report_every": 6}, "report_within"),
    ],
    ids=str,
)
def test_what_cannot_be_a_licence_is_refused_with_its_place(world: World, given: dict[str, object], where: str) -> None:
    with pytest.raises(InvalidInput) as error:
        world.licence(**given)
    assert error.value.where == where


def test_only_an_official_issues(world: World) -> None:
    for name in ("applicant", "customs", "auditor"):
        with pytest.raises(NotAllowed):
            world.licence(actor=world[name])


def _terms(licence: Licence) -> Terms:
    return read(licence.versions.get(number=licence.number).terms)


def test_a_change_makes_a_new_version_and_keeps_the_old_one(world: World) -> None:
    licence, before = world.licence(), None
    before = _terms(licence)
    wider = replace(before, lines=(replace(before.lines[0], quantity=Decimal(20)), before.lines[1]))
    changed = services.change(
        licence, wider, case=world.granting(), actor=world["approver"], key=world.key(), reason="Meer deuren"
    )
    assert changed.number == 2 and changed.lines.get(number=1).quantity == 20
    assert read(changed.versions.get(number=1).terms) == before
    assert [event.kind for event in changed.case.events.all()] == ["case_opened", "terms_changed"]


def test_a_change_never_falls_below_what_was_used(world: World) -> None:
    licence = world.licence()
    write_off(
        licence, line=1, party=PARTIES[0].name, quantity=Decimal(4), cents=5, day=days(0), document="D1", actor=None, key="w"
    )
    for line in (
        replace(LINES[0], quantity=Decimal(3)),
        replace(LINES[0], cents=4),
        replace(LINES[0], unit="kg"),
        LineTerms(3, "Iets anders", quantity=Decimal(9)),
    ):
        with pytest.raises(InvalidInput):
            services.change(
                licence, replace(_terms(licence), lines=(line,)), case=world.granting(), actor=None, key=world.key(), reason="x"
            )
    assert Licence.objects.get().number == 1


def test_a_party_that_a_new_version_drops_gets_nothing_any_more(world: World) -> None:
    licence = world.licence(instrument="global_transfer", parties=(*PARTIES, PartyTerms("consignee", "Sverige AB", "SE")))
    narrower = replace(_terms(licence), parties=PARTIES)
    services.change(licence, narrower, case=world.granting(), actor=None, key=world.key(), reason="Zweden valt weg")
    with pytest.raises(NotAllowed) as error:
        write_off(
            licence, line=1, party="Sverige AB", quantity=Decimal(1), cents=0, day=days(0), document="D", actor=None, key="w"
        )
    assert "Fjord" in error.value.mend.nl
