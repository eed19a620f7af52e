"""Who may do what: the matrix against an expectation written apart, lists against objects, every no with its reason."""

from __future__ import annotations

import threading
from datetime import UTC, date, datetime, timedelta
from itertools import product

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import transaction

from bolwerk.kernel import NotAllowed
from bolwerk.office.cases.models import Case
from bolwerk.office.identity import denials, policies
from bolwerk.office.identity.models import AccessLog, Interest, Role, RoleGrant, User, today
from bolwerk.office.registers.models import Membership, Organisation
from tests.office.identity import worlds
from tests.office.identity.expectation import allowed
from tests.office.identity.realm import Thing, Who
from tests.office.identity.worlds import Paper, person

pytestmark = pytest.mark.django_db


def test_a_thing_of_no_known_kind_is_judged_by_the_ties_it_has() -> None:
    worlds.everybody()
    first, second, third = (organisation.pk for organisation in Organisation.objects.order_by("pk"))
    cells, wrong = 0, []
    for user in User.objects.prefetch_related("role_grants", "memberships", "interests"):
        (grant,) = user.role_grants.all()
        mine = frozenset(member.organisation_id for member in user.memberships.all())
        declared = {interest.organisation_id for interest in user.interests.all() if interest.withdrawn_at is None}
        who = Who(user.pk, grant.role, grant.team, "", mine, mine | declared)
        ties = product((first, second, third, None), ((None, None), (user.pk, None), (None, user.pk)), worlds.PROCEDURES)
        for operation, (org, (asked, hand), procedure) in product(policies.OPERATIONS, ties):
            state = worlds.STATES[cells % len(worlds.STATES)]
            paper = Paper(cells, state, org, asked, hand, None, hand, procedure)
            told = {"organisations": org, "people": hand, "assigned": asked, "hands": hand}
            facts = {name: frozenset({value} - {None}) for name, value in told.items()}
            expected = allowed(who, operation, Thing("paper", user, procedure=procedure, state=state, **facts))
            cells += 1
            if policies.may(user, operation, paper).allowed is not expected:
                wrong.append((operation, user.email, paper))
    assert wrong == []
    assert cells > 50_000


def test_a_list_holds_no_row_twice() -> None:
    worlds.everybody()
    worlds.cases()
    user = person("dubbel", ("applicant", ""), ("auditor", ""), ("handler", ""))
    listed = list(policies.visible(user, Case.objects.all()).values_list("pk", flat=True))
    assert len(listed) == len(set(listed)) == Case.objects.count()


def test_an_interest_in_the_case_itself_bars_too() -> None:
    worlds.organisations()
    case = worlds.cases()[0]
    user = person("familie", ("handler", ""))
    assert policies.may(user, "case.move", case)
    Interest.objects.create(user=user, case_id=case.pk, reason="Mijn zus leidt het project")
    assert not policies.may(user, "case.move", case)


@pytest.mark.parametrize(("days", "in_time"), [(-1, False), (0, True)])
def test_a_membership_holds_up_to_and_including_its_last_day(days: int, in_time: bool) -> None:
    worlds.organisations()
    user, case = person("tot", ("applicant", "")), worlds.cases()[0]
    last = today() + timedelta(days=days)
    Membership.objects.create(user=user, organisation=case.organisation, valid_from=last - timedelta(days=10), valid_until=last)
    assert policies.may(user, "case.view", case).allowed is in_time


def test_a_role_that_ended_gives_nothing() -> None:
    user = person("oud")
    RoleGrant.objects.create(user=user, role="auditor", valid_from=date(2020, 1, 1), valid_until=date(2021, 1, 1))
    assert not policies.may(user, "audit.view")
    assert user.roles == {Role.APPLICANT}


def test_a_closed_account_may_nothing_but_what_anyone_may() -> None:
    user = person("weg", ("coordinator", ""))
    user.is_active = False
    assert not policies.may(user, "user.manage")
    assert policies.may(user, "plan.view")


def test_a_visitor_may_see_the_plan_and_no_case() -> None:
    visitor = AnonymousUser()
    assert policies.may(visitor, "plan.view")
    assert "Sign in" in policies.may(visitor, "case.view").reason.en
    worlds.organisations()
    worlds.cases()
    assert not policies.visible(visitor, Case.objects.all()).exists()


def test_an_operation_without_a_rule_is_refused() -> None:
    assert not policies.may(person("a", ("coordinator", "")), "case.burn")


def test_every_refusal_has_a_reason_in_both_languages_and_a_row_in_the_log(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(denials, "_aside", threading.local())  # nothing that an earlier test left there
    user = person("nee", ("reviewer", ""))
    worlds.organisations()
    case = worlds.cases()[0]
    with pytest.raises(NotAllowed) as refused:
        policies.require(user, "case.view", case)
    assert refused.value.what.nl
    assert refused.value.what.en
    transaction.get_connection().in_atomic_block = False  # as when no test transaction stands around it
    try:
        denials.flush()
    finally:
        transaction.get_connection().in_atomic_block = True
    row = AccessLog.objects.get(user=user)
    assert (row.user, row.operation, row.object) == (user, "case.view", f"cases.Case {case.pk}")
    assert user.email not in row.reason_nl + row.reason_en


@pytest.mark.django_db(transaction=True)
def test_a_refusal_inside_a_transaction_that_is_undone_is_logged_all_the_same() -> None:
    user = person("binnen", ("reviewer", ""))
    with pytest.raises(NotAllowed), transaction.atomic():
        policies.require(user, "user.manage", user)
    denials.flush()
    assert AccessLog.objects.filter(user=user, operation="user.manage").count() == 1


@pytest.mark.django_db(transaction=True)
def test_a_refusal_of_an_account_that_was_undone_with_its_transaction_is_logged_without_it() -> None:
    denials.flush()
    before = AccessLog.objects.count()
    with pytest.raises(NotAllowed), transaction.atomic():
        policies.require(person("even", ("reviewer", "")), "user.manage")
    denials.flush()
    (row,) = AccessLog.objects.order_by("pk")[before:]
    assert (row.user, row.operation) == (None, "user.manage")


def test_nobody_gives_a_role_to_oneself() -> None:
    user = person("coordinator", ("coordinator", ""))
    assert not policies.may(user, "user.manage", user)
    assert policies.may(user, "user.manage", person("ander"))


def test_an_interest_that_will_start_later_does_not_bar_yet() -> None:
    (first, *_) = worlds.organisations()
    case = worlds.cases()[0]
    user = person("later", ("handler", ""))
    Interest.objects.create(user=user, organisation=first, reason="Nieuwe baan", valid_from=today() + timedelta(days=30))
    assert policies.may(user, "case.move", case)
    assert Interest.objects.get().declared_at <= datetime.now(UTC)
