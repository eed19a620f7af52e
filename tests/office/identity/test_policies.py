"""Who may do what: the matrix against an expectation written apart, lists against objects, every no with its reason."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from itertools import product

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import transaction

from bolwerk.kernel import NotAllowed
from bolwerk.office.cases.models import Case
from bolwerk.office.documents.models import Document
from bolwerk.office.identity import denials, policies
from bolwerk.office.identity.models import AccessLog, Interest, Role, RoleGrant, User, today
from bolwerk.office.registers.models import Membership, Organisation
from tests.office.identity import worlds
from tests.office.identity.worlds import Paper, person

pytestmark = pytest.mark.django_db

# Written apart from the table: per operation a letter for each role, in the order of ROLES.
# o own, O own and only in the states after the colon, a asked by name, t team, A all, - not. Small i after it: barred by an
# interest; h: barred for whoever prepared it; s: barred for oneself. The states after ":" hold for the roles in "()".
ROLES = ("applicant", "handler", "committee_member", "reviewer", "approver", "coordinator", "auditor")
EXPECTED = {
    "plan.view": "A A A A A A A",
    "monitor.view": "A A A A A A A",
    "call.view": "A A A A A A A",
    "case.open": "o ti - - ti ti -",
    "case.view": "o t ai ai t t A",
    "case.list": "o t ai ai t t A",
    "case.facts.view": "o t ai ai t t A",
    "case.move": "o:open ti:open ai:open ai:open ti:open ti:open -",
    "case.note": "o t ai ai t t -",
    "case.assign": "- ti:open - - - ti:open -",
    "document.view": "o:shared t ai ai t t A",
    "document.download": "o:shared t ai ai t t A",
    "document.upload": "o t ai - - t -",
    "application.view": "o t:sent ai:submitted ai:submitted t:sent t:sent A:sent",
    "application.edit": "o:draft - - - - - -",
    "application.submit": "o:draft - - - - - -",
    "application.withdraw": "o:early - - - - - -",
    "review.give": "- - - ai:open - - -",
    "review.view": "- ti - ai ti ti A",
    "advice.score": "- - ai:open - - - -",
    "advice.vote": "- - ai:open - - - -",
    "advice.view": "o:given ti ai - ti ti A",
    "call.manage": "- A - - - A -",
    "ranking.view": "- Ai - - Ai Ai A",
    "ranking.decide": "- - - - Aih - -",
    "decision.approve": "- - - - tih:open - -",
    "ledger.view": "- A - - A A A",
    "ledger.appropriate": "- - - - - A -",
    "ledger.commit": "- - - - Aih - -",
    "ledger.release": "- - - - Ai - -",
    "ledger.pay": "- - - - Aih - -",
    "ledger.recover": "- - - - Ai - -",
    "registers.view": "o A - - A A A",
    "registers.edit": "o Ai - - - Ai -",
    "person.view": "o A - - - A A",
    "audit.view": "- - - - - A A",
    "audit.verify": "- - - - - A A",
    "attest.give": "- Ai - - - Ai -",
    "attest.approve": "- - - - Aih Aih -",
    "user.view": "o - - - - A A",
    "user.manage": "- - - - - As -",
}
SETS = {"sent": {"submitted", "withdrawn"}, "early": {"draft", "submitted"}}


def expected(user: User, operation: str, paper: Paper) -> bool:
    """What the letters say, for a person of one role: worked out from plain facts, not from the policy code."""
    (grant,) = user.role_grants.all()  # prefetched, as are the other ties
    cell = EXPECTED[operation].split()[ROLES.index(grant.role)]
    if cell == "-":
        return False
    code, _, state = cell.partition(":")
    if state and paper.state not in SETS.get(state, {state}):
        return False
    mine = {member.organisation_id for member in user.memberships.all()}
    declared = {interest.organisation_id for interest in user.interests.all() if interest.withdrawn_at is None}
    if "i" in code and paper.organisation_id in mine | declared:
        return False
    if ("h" in code and paper.prepared_by_id == user.pk) or ("s" in code and paper.opened_by_id == user.pk):
        return False
    in_team = paper.procedure.startswith(grant.team)
    own = paper.organisation_id in mine if paper.organisation_id else paper.opened_by_id == user.pk
    return {
        "A": True,
        "o": own,
        "t": in_team,
        "a": paper.assigned_id == user.pk or (grant.team != "" and in_team),
    }[code[0]]


def test_the_expectation_names_every_operation_of_the_table() -> None:
    assert set(EXPECTED) == set(policies.OPERATIONS)


def test_every_cell_of_role_operation_and_state_is_as_expected() -> None:
    worlds.everybody()
    people = User.objects.prefetch_related("role_grants", "memberships", "interests")
    first, second, third = Organisation.objects.order_by("pk")
    cells = wrong = 0
    for user in people:
        ties = [
            (org, asked, hand, opener)
            for org in (first.pk, second.pk, third.pk, None)
            for asked, hand, opener in ((None, None, None), (user.pk, None, None), (None, user.pk, user.pk))
        ]
        for operation, state in product(policies.OPERATIONS, ("open", "closed", "draft", "submitted", "given", "shared", "")):
            org, asked, hand, opener = ties[cells % len(ties)]
            for procedure in worlds.PROCEDURES:
                paper = Paper(cells, state, org, asked, hand, None, opener, procedure)
                verdict = policies.may(user, operation, paper)
                wrong += verdict.allowed != expected(user, operation, paper)
                cells += 1
    assert cells >= 5_000
    assert wrong == 0


@pytest.mark.parametrize("model", [Case, Document, Organisation])
def test_a_list_shows_exactly_what_is_allowed_one_by_one(model: type) -> None:
    people = worlds.everybody()
    worlds.cases()
    worlds.documents()
    view = {Case: "case.view", Document: "document.view", Organisation: "registers.view"}[model]
    rows = list(model.objects.all())
    for user in people:
        listed = set(policies.visible(user, model.objects.all()).values_list("pk", flat=True))
        assert listed == {row.pk for row in rows if policies.may(user, view, row)}, user.email


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


@pytest.mark.parametrize(("days", "allowed"), [(-1, False), (0, True)])
def test_a_membership_holds_up_to_and_including_its_last_day(days: int, allowed: bool) -> None:
    worlds.organisations()
    user, case = person("tot", ("applicant", "")), worlds.cases()[0]
    last = today() + timedelta(days=days)
    Membership.objects.create(user=user, organisation=case.organisation, valid_from=last - timedelta(days=10), valid_until=last)
    assert policies.may(user, "case.view", case).allowed is allowed


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


def test_every_refusal_has_a_reason_in_both_languages_and_a_row_in_the_log() -> None:
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
