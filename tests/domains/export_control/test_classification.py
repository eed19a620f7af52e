"""What goods are: decided by an official with a reason, written once, replaced by a later decision, taught to the finder."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction

from bolwerk.domains.export_control.live import Classification, Outcome, classifications, classifying
from bolwerk.engines.goods import find
from bolwerk.kernel import Conflict, InvalidInput, NotAllowed, NotFound, local_day
from bolwerk.office.identity.models import Interest, Role
from tests.domains.investment.world import World

pytestmark = pytest.mark.django_db


@pytest.fixture
def world(settings: Any, tmp_path: Path) -> World:
    settings.HOME = tmp_path
    return World()


def classify(world: World, who: str = "handler", key: str = "one", **other: Any) -> Classification:
    given: dict[str, Any] = {"code": "ml15", "reason": "Beeldversterker (voorbeeld).", **other}
    description, outcome = given.pop("description", "Nachtkijker (voorbeeld)"), given.pop("outcome", Outcome.LISTED)
    return classifying.classify(description, outcome, actor=world.people[who], key=key, **given)


def test_a_decision_keeps_the_code_as_the_list_writes_it_and_the_versions_it_was_made_by(world: World) -> None:
    made = classify(world, cn="8525 89 00")
    assert (made.code, made.cn, made.list_version) == ("ML15", "85258900", "2024 (short titles)")
    assert set(made.versions) == {"ML", "DU"}


def test_sent_twice_it_is_one_decision_and_with_other_words_a_conflict(world: World) -> None:
    assert classify(world) == classify(world)
    with pytest.raises(Conflict):
        classify(world, reason="Iets anders.")
    assert Classification.objects.count() == 1


@pytest.mark.parametrize("role", [Role.APPLICANT, Role.APPROVER, Role.AUDITOR, Role.REVIEWER])
def test_who_does_not_handle_goods_decides_nothing(world: World, role: Role) -> None:
    world.people["other"] = world.person("other", role)
    with pytest.raises(NotAllowed):
        classify(world, "other")
    assert not Classification.objects.exists()


def test_who_has_an_interest_in_the_case_does_not_decide(world: World) -> None:
    case = world.submitted()
    Interest.objects.create(user=world.people["handler"], organisation=case.organisation, reason="Familie")
    with pytest.raises(NotAllowed):
        classify(world, case=case, line=1)


@pytest.mark.parametrize(
    ("given", "where"),
    [
        ({"code": "ML23"}, "code"),
        ({"code": ""}, "code"),
        ({"outcome": Outcome.NOT_LISTED}, "code"),
        ({"reason": "  "}, "reason"),
        ({"reason": "x" * 1001}, "reason"),
        ({"description": ""}, "description"),
        ({"cn": "12"}, "cn"),
        ({"line": 1}, "line"),
    ],
    ids=["no-such-code", "no-code", "a-code-on-no-list", "no-reason", "long-reason", "no-description", "cn", "line-of-no-case"],
)
def test_a_decision_that_cannot_be_is_refused_at_its_field(world: World, given: dict[str, Any], where: str) -> None:
    with pytest.raises(InvalidInput) as refused:
        classify(world, **given)
    assert refused.value.where == where


def test_a_line_is_decided_once_and_anew_only_by_replacing(world: World) -> None:
    case = world.submitted()
    first = classify(world, case=case, line=1)
    with pytest.raises(Conflict, match="decided already"):
        classify(world, key="two", case=case, line=1)
    second = classify(world, key="three", case=case, line=1, code="6A003", supersedes=first.pk)
    with pytest.raises(Conflict):
        classify(world, key="four", case=case, line=1, code="6A002", supersedes=first.pk)
    with pytest.raises(NotFound):
        classify(world, key="five", case=case, line=2, supersedes=second.pk)
    assert classifications.of_case(case) == {1: second}


def test_a_decision_is_written_once(world: World) -> None:
    made = classify(world)
    with pytest.raises(DatabaseError), transaction.atomic():
        Classification.objects.filter(pk=made.pk).update(code="ML1")
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("DELETE FROM export_control_classification")
    made.refresh_from_db()
    assert made.code == "ML15"


def test_the_database_refuses_a_listed_decision_without_a_code(world: World) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        Classification.objects.create(
            key="k", description="x", outcome="listed", reason="x", decided_by=world.people["handler"]
        )


def test_decisions_that_hold_are_precedents_and_replaced_ones_are_not(world: World) -> None:
    first = classify(world)
    classify(world, key="two", code="6A003", supersedes=first.pk)
    classify(world, key="three", description="Speelgoed (voorbeeld)", outcome=Outcome.NOT_LISTED, code="")
    taught = classifications.precedents(world.people["handler"])
    assert sorted(str(one.code) for one in taught) == ["6A003", "None"]
    found = find("nachtkijkers", classifications.lists_on(local_day(first.decided_at)), precedents=taught)
    assert [str(one.code) for one in found.candidates if one.precedents] == ["6A"]


def test_precedents_are_not_for_applicants(world: World) -> None:
    classify(world)
    with pytest.raises(NotAllowed):
        classifications.precedents(world.applicant(world.company()))
