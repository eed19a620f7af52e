"""Audits by risk, findings and what follows; going out to companies."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import count

import pytest

from bolwerk.domains.export_control.app.applying import services as applying
from bolwerk.domains.export_control.app.supervision import audits, outreach, planning
from bolwerk.kernel import Conflict, InvalidInput, NotAllowed, NotFound
from bolwerk.office.cases import registry, selectors
from bolwerk.office.cases import services as cases
from bolwerk.office.cases.models import Case
from tests.domains.export_control.licences.world import GRANTING, TODAY, World

pytestmark = pytest.mark.django_db
_numbers = count(1)


@pytest.fixture
def world(db: None) -> Iterator[World]:
    yield World()
    registry.forget(GRANTING.id)


def act(world: World, case: Case, move: str, who: str = "handler", **payload: object) -> Case:
    return cases.act(case.pk, move, actor=world[who], payload=payload, reason="omdat", key=f"a{next(_numbers)}", version=None)


def visited(world: World) -> Case:
    case = audits.plan(world.holder, why="eerste jaar", actor=world["handler"], key=world.key())
    act(world, case, "audit_announced")
    return act(world, case, "audit_visited")


def replied(world: World, severity: str = "serious") -> Case:
    case = visited(world)
    audits.record(case, "training", severity, "Niemand is opgeleid.", actor=world["handler"], key=world.key())
    act(world, case, "findings_sent")
    return act(world, case, "reply_given", "applicant")


def why_not(world: World, case: Case, move: str, who: str = "approver") -> str:
    case.refresh_from_db()
    verdict = next(one for one in selectors.moves_for(case, world[who]) if one.move.id == move)
    return "" if verdict.allowed else verdict.reason.en


def test_only_holders_of_flexible_licences_are_under_this_supervision(world: World) -> None:
    world.licence()
    assert planning.holders(TODAY) == ()
    world.licence(instrument="global_transfer")
    (row,) = planning.holders(TODAY)
    assert (row.organisation, row.points, row.months, row.last) == (world.holder, 2, 36, None)
    assert [why.text.en for why in row.why] == ["There never was an audit."]
    assert planning.planned([row], TODAY.year) == (row,)


def test_findings_raise_the_points_and_bring_the_next_audit_closer(world: World) -> None:
    world.licence(instrument="global_transfer")
    replied(world)
    (row,) = planning.holders(TODAY)
    assert (row.points, row.months, row.last) == (6, 24, TODAY)
    assert planning.planned([row], TODAY.year) == ()
    assert row.open_audit is not None


def test_an_audit_without_findings_closes_and_one_with_findings_does_not(world: World) -> None:
    case = visited(world)
    assert "no finding" in why_not(world, case, "findings_sent", "handler")
    audits.record(case, "security", "remark", "De deur stond open.", actor=world["handler"], key=world.key())
    assert "findings" in why_not(world, case, "found_in_order", "handler")


def test_who_visited_does_not_decide_what_follows(world: World) -> None:
    case = replied(world)
    assert why_not(world, case, "holder_warned", "handler")
    assert act(world, case, "holder_warned", "approver").status == "closed"


def test_an_audit_is_solved_when_every_finding_is(world: World) -> None:
    case = replied(world)
    assert "1 still" in why_not(world, case, "audit_solved")
    (finding,) = audits.findings(case)
    audits.solve(case, finding.number, "Iedereen volgde de opleiding.", actor=world["handler"], key=world.key())
    with pytest.raises(NotFound):
        audits.solve(case, finding.number, "Nog eens.", actor=world["handler"], key=world.key())
    assert act(world, case, "audit_solved", "approver").status == "closed"


def test_a_suspension_begins_with_an_invitation_on_each_flexible_licence(world: World) -> None:
    case = replied(world)
    assert "No flexible licence" in why_not(world, case, "suspension_begun")
    flexible, plain = world.licence(instrument="global_transfer"), world.licence()
    act(world, case, "suspension_begun", "approver")
    assert flexible.case.events.get(kind="hearing_invited").payload["audit"] == case.reference
    assert not plain.case.events.filter(kind="hearing_invited").exists()
    flexible.refresh_from_db()
    assert flexible.state == "in_force"


def test_nobody_is_excluded_unheard_or_longer_than_the_law_allows(world: World) -> None:
    case = replied(world)
    assert why_not(world, case, "holder_excluded")
    cases.note(case.pk, "heard", actor=world["handler"], reason="verslag", key=world.key())
    with pytest.raises(NotAllowed):
        act(world, case, "holder_excluded", "approver", months=7)
    assert audits.excluded_until(world.holder, TODAY) is None
    act(world, case, "holder_excluded", "approver", months=2)
    until = audits.excluded_until(world.holder, TODAY)
    assert until is not None and 58 <= (until - TODAY).days <= 62
    draft = applying.start(
        "licence", instrument="individual_transfer", applicant=world.holder, title="Nieuw", actor=world["applicant"], key="n"
    )
    with pytest.raises(NotAllowed, match="excluded"):
        applying.submit(draft.pk, actor=world["applicant"], key="s", version=draft.version)


@pytest.mark.parametrize(
    ("head", "severity", "text", "where"),
    [("magic", "remark", "x", "head"), ("audits", "huge", "x", "severity"), ("audits", "remark", " ", "text")],
    ids=["head", "severity", "text"],
)
def test_a_finding_that_lacks_something_says_where(world: World, head: str, severity: str, text: str, where: str) -> None:
    with pytest.raises(InvalidInput) as caught:
        audits.record(visited(world), head, severity, text, actor=world["handler"], key=world.key())
    assert caught.value.where == where


def test_one_audit_of_a_holder_at_a_time_and_only_by_the_service(world: World) -> None:
    visited(world)
    with pytest.raises(Conflict):
        audits.plan(world.holder, why="nog eens", actor=world["handler"], key=world.key())
    with pytest.raises(NotAllowed):
        audits.plan(world.other, why="nieuwsgierig", actor=world["stranger"], key=world.key())


def test_a_company_asks_is_met_and_its_result_is_followed(world: World) -> None:
    case = outreach.ask(world.holder, "Valt onze drone onder de wet?", actor=world["applicant"], key="ask")
    assert outreach.ask(world.holder, "Valt onze drone onder de wet?", actor=world["applicant"], key="ask").pk == case.pk
    assert "contact first" in why_not(world, case, "guidance_begun", "handler")
    outreach.record(case, "visit", "De dienst ging langs.", actor=world["handler"], key=world.key())
    act(world, case, "guidance_begun")
    assert act(world, case, "guidance_ended", result="programme").status == "closed"


def test_a_company_asks_for_itself_alone_and_the_service_may_go_first(world: World) -> None:
    with pytest.raises(NotAllowed):
        outreach.ask(world.holder, "Mag ik?", actor=world["stranger"], key="x")
    world.licence(holder=world.other)
    assert [one.organisation for one in outreach.candidates()] == []
    assert outreach.begin(world.holder, "Beurs bezocht", actor=world["handler"], key="y").reference.startswith("CON-")
    with pytest.raises(InvalidInput):
        outreach.begin(world.other, " ", actor=world["handler"], key="z")
