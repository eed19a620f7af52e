"""The whole path of an application, through the real services: received, judged, decided by two people, issued or refused."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

import pytest

from bolwerk.domains.export_control.app.licences.models import Licence
from bolwerk.domains.export_control.live import bans, handling
from bolwerk.kernel import InvalidInput, NotAllowed
from bolwerk.office.cases import selectors
from bolwerk.office.cases import services as cases
from bolwerk.office.screening import services as screening
from bolwerk.office.screening.models import Alert
from tests.domains.export_control.handling.world import SOURCE, VALID, Office, due, kinds, lane

pytestmark = pytest.mark.django_db


def test_an_application_is_received_with_its_lane_its_decider_and_its_parties_screened(office: Office) -> None:
    case = office.received()
    assert lane(case) == "simplified"
    assert {"lane_set", "parties_screened"} <= set(kinds(case))
    assert "minister_competent" not in kinds(case)
    assert handling.screening.blocks(case) == ()


def test_outside_the_eu_the_conflict_is_checked_and_the_minister_decides(office: Office) -> None:
    germany, india = office.received(), office.received("IN")
    assert lane(india) == "conflict_check"
    assert handling.lanes.decider(india) == "minister"
    assert due(india) - due(germany) == timedelta(days=42)


def test_a_licence_is_granted_by_two_people_and_has_a_life_of_its_own(office: Office) -> None:
    case = office.granted(office.received())
    assert case.status == "closed"
    licence = Licence.objects.get(granted_by=case)
    assert (licence.valid_from, licence.valid_until) == (VALID.start, VALID.end)
    assert [(line.quantity, line.cents) for line in licence.lines.all()] == [(Decimal(12), 48_000_50)]
    assert licence.conditions == ["Meld elke levering (proef)."]


def test_part_of_what_was_asked_can_be_granted_and_never_more(office: Office) -> None:
    case = office.assessed(office.received())
    part = handling.deciding.Proposal((handling.deciding.Granted(1, Decimal(5), 20_000_00),), (), VALID, SOURCE)
    more = handling.deciding.Proposal((handling.deciding.Granted(1, Decimal(13), 20_000_00),), (), VALID, SOURCE)
    with pytest.raises(InvalidInput, match="quantity"):
        office.propose(case, proposal=more)
    office.propose(case, proposal=part)
    assert case.events.get(kind="grant_proposed").payload["partial"] is True
    office.act(case, "grant_decided", "approver")
    office.act(case, "licence_issued")
    assert Licence.objects.get(granted_by=case).lines.get().quantity == Decimal(5)


def test_the_length_of_a_licence_is_never_a_default(office: Office) -> None:
    from bolwerk.kernel import Period

    case = office.assessed(office.received())
    with pytest.raises(InvalidInput, match="valid"):
        office.propose(case, proposal=handling.deciding.whole(case, Period(VALID.start, None), SOURCE))


def test_an_incomplete_sheet_blocks_the_decision_and_says_how_much_is_left(office: Office) -> None:
    case = office.received("IN")
    office.act(case, "found_complete")
    assert "incomplete" in office.why_not(case, "grant_proposed")
    office.judge(case, leave=("criterion.diversion",))
    assert "1 to go" in office.why_not(case, "grant_proposed")
    office.judge(case)
    assert office.why_not(case, "grant_proposed") == ""


def test_who_handled_the_case_by_a_note_alone_does_not_decide_it_either(office: Office) -> None:
    both = office.people["both"] = office.official("both", "handler", "approver")
    case = office.assessed(office.received())
    handling.lanes.raise_lane(case, "reinforced", reason="grote waarde", actor=both, key="raise")
    office.propose(case)
    assert "handled this case" in office.why_not(case, "grant_decided", "both")
    assert office.why_not(case, "grant_decided", "approver") == ""


def test_who_advised_does_not_decide(office: Office) -> None:
    both = office.people["both"] = office.official("both", "adviser", "approver")
    case = office.received()
    office.act(case, "found_complete")
    asked = office.consult(case, "team", body_name="Techniek", adviser=both)
    office.answer(asked, who="both")
    office.judge(case)
    office.propose(case)
    assert "advised on it" in office.why_not(case, "grant_decided", "both")


def test_who_has_an_interest_does_not_decide(office: Office) -> None:
    from bolwerk.office.identity import services as identity

    case = office.assessed(office.received())
    office.propose(case)
    identity.declare_interest(office.people["approver"], organisation=office.company, reason="mijn broer werkt er")
    with pytest.raises(NotAllowed):
        office.act(case, "grant_decided", "approver")


def test_an_undecided_hit_blocks_the_grant_and_a_false_one_frees_it(office: Office) -> None:
    case = office.received(buyer="Baltvektor Elektronika AO")
    office.assessed(case)
    alerts = list(Alert.objects.filter(case=case))
    assert alerts
    assert "Baltvektor" in office.why_not(case, "grant_proposed")
    for number, alert in enumerate(alerts):
        screening.decide(alert.pk, "false_hit", reason="andere geboortedag", actor=office.people["screener"], key=f"d{number}")
    _second_hand(office, case)
    assert office.why_not(case, "grant_proposed") == ""


def test_a_true_hit_leads_to_refusal(office: Office) -> None:
    case = office.received(buyer="Baltvektor Elektronika AO")
    office.assessed(case)
    assert office.why_not(case, "refusal_proposed")
    for number, alert in enumerate(Alert.objects.filter(case=case)):
        screening.decide(alert.pk, "true_hit", reason="hij is het", actor=office.people["screener"], key=f"t{number}")
    _second_hand(office, case, "true_hit")
    assert office.why_not(case, "refusal_proposed") == ""
    assert office.why_not(case, "grant_proposed")


@pytest.mark.parametrize("when", ["before", "after"])
def test_a_regional_embargo_stops_an_application_and_its_end_frees_it(office: Office, when: str) -> None:
    minister = office.people["approver"]
    if when == "before":
        embargo = bans.declare("DE", months=6, reason="onrust (voorbeeld)", actor=minister, key="ban")
    case = office.received()
    office.act(case, "found_complete")
    office.judge(case)
    if when == "after":
        assert office.why_not(case, "grant_proposed") == ""
        embargo = bans.declare("DE", months=6, reason="onrust (voorbeeld)", actor=minister, key="ban")
    assert embargo.case.reference in office.why_not(case, "grant_proposed")
    assert office.why_not(case, "refusal_proposed") == ""
    cases.act(embargo.case_id, "lifted", actor=minister, reason="rust (voorbeeld)", key="lift", version=None)
    assert office.why_not(case, "grant_proposed") == ""
    assert "no ground to refuse" in office.why_not(case, "refusal_proposed")


def test_an_embargo_that_comes_between_decision_and_issue_stops_the_issue(office: Office) -> None:
    case = office.assessed(office.received())
    office.propose(case)
    office.act(case, "grant_decided", "approver")
    embargo = bans.declare("DE", months=6, reason="onrust (voorbeeld)", actor=office.people["approver"], key="ban")
    assert embargo.case.reference in office.why_not(case, "licence_issued")
    assert not Licence.objects.filter(granted_by=case).exists()


def test_an_embargo_on_another_country_or_other_goods_stops_nothing(office: Office) -> None:
    minister = office.people["approver"]
    bans.declare("NO", months=6, reason="onrust (voorbeeld)", actor=minister, key="ban")
    bans.declare("DE", months=6, goods=["ML1"], reason="onrust (voorbeeld)", actor=minister, key="goods")
    assert office.why_not(office.assessed(office.received()), "grant_proposed") == ""


def test_a_list_that_changed_blocks_the_issue_until_the_parties_are_screened_again(office: Office) -> None:
    from tests.office.screening import world

    case = office.assessed(office.received())
    office.propose(case)
    office.act(case, "grant_decided", "approver")
    world.load("proef", (*world.LIST, world.entry("R-9", "Iemand Anders", country="ru")))
    assert "lists changed" in office.why_not(case, "licence_issued")
    handling.screening.screen(case, why="voor de afgifte", actor=office.people["handler"], key="again")
    assert office.why_not(case, "licence_issued") == ""


def test_a_refusal_goes_by_the_hearing(office: Office) -> None:
    case = office.received("IN")
    office.act(case, "found_complete")
    office.judge(case, against=("criterion.internal_repression",))
    standing = handling.sheets.standing(case)
    assert standing is not None and standing.outcome == "deny_floor"
    assert "obliges to refuse" in office.why_not(case, "grant_proposed")
    office.act(case, "refusal_proposed", reason="criterium 2")
    office.act(case, "refusal_intended", "approver")
    assert office.why_not(case, "hearing_lapsed").startswith("The applicant can react until")
    office.act(case, "hearing_held", reason="De aanvrager zegt dat het om reddingswerk gaat.")
    office.act(case, "refusal_decided", "approver", reason="blijft")
    case = office.act(case, "refusal_notified")
    state = selectors.state(case)
    assert state.term("decision").stopped_on is not None
    assert state.term("appeal").running


def test_only_what_the_decree_adds_is_told_apart_from_europe(office: Office) -> None:
    case = office.received("IN")
    office.act(case, "found_complete")
    office.judge(case, against=("criterion.diversion",))
    standing = handling.sheets.standing(case)
    assert standing is not None and standing.outcome == "deny_decree"


def test_a_lane_is_raised_with_a_reason_and_never_lowered(office: Office) -> None:
    case = office.received()
    handler = office.people["handler"]
    with pytest.raises(InvalidInput, match="reason"):
        handling.lanes.raise_lane(case, "reinforced", reason=" ", actor=handler, key="a")
    handling.lanes.raise_lane(case, "reinforced", reason="nieuwe klant", actor=handler, key="b")
    assert lane(case) == "reinforced"
    with pytest.raises(InvalidInput, match="only raised"):
        handling.lanes.raise_lane(case, "simplified", reason="toch niet", actor=handler, key="c")
    handling.lanes.settle(case, key="rules-again")
    assert lane(case) == "reinforced"


def test_a_sheet_is_kept_in_versions_and_a_stale_one_is_refused(office: Office) -> None:
    case = office.received()
    office.act(case, "found_complete")
    first = office.judge(case)
    assert first.number == 1
    with pytest.raises(handling.sheets.StaleSheet):
        handling.sheets.record(case, {}, actor=office.people["handler2"], key="late", version=0)
    assert [sheet.number for sheet in handling.sheets.versions(case)] == [1]


def _second_hand(office: Office, case: object, outcome: str = "false_hit") -> None:
    """Where the profile asks four eyes, another screener confirms."""
    second = office.people.setdefault("screener2", office.official("screener2", "screener"))
    for number, alert in enumerate(Alert.objects.filter(case=case, state="proposed")):
        screening.decide(alert.pk, outcome, reason="nagekeken", actor=second, key=f"s{number}{outcome}")
