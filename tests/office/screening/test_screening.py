"""Screening subjects, deciding what comes out, and what makes a decided pair alert again."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction

from bolwerk.engines.screening import Entity
from bolwerk.kernel import Conflict, InvalidInput, NotAllowed, local_day
from bolwerk.office.cases import audit
from bolwerk.office.cases.models import Case
from bolwerk.office.identity.models import Interest, User, today
from bolwerk.office.screening import selectors, services
from bolwerk.office.screening.errors import StaleAlert
from bolwerk.office.screening.models import Alert, Decision, Run, Watched
from tests.conftest import triggers_aside
from tests.office.screening.world import BALTVEKTOR, LIST, LOZOVOJ, VARNAKOV, entry, load, subject

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("loaded")]
PARTY = subject("proef:1", "Viktor Lozovoj", country="ru")


def put_under_watch(
    *subjects: services.Subject, case: Case | None = None, profile: str = "export-licence", key: str = "k1"
) -> Run:
    return services.screen(subjects or (PARTY,), case=case, profile=profile, why="proef", actor=None, key=key)


def the_alert() -> Alert:
    return Alert.objects.get(state="open")


def false_hit(alert: Alert, actor: User, key: str = "d1", **more: object) -> Alert:
    return services.decide(alert.pk, "false_hit", reason="Andere geboortedatum", actor=actor, key=key, **more)  # type: ignore[arg-type]


def test_a_party_like_an_entry_raises_an_alert_with_its_evidence(case: Case) -> None:
    run = put_under_watch(case=case)
    alert = the_alert()
    assert (alert.dataset, alert.entity_id, alert.case, alert.run) == ("proef", "R-1", case, run)
    assert alert.found.alignment
    assert alert.entry.properties == LOZOVOJ.properties
    assert run.effect == {"raised": 1, "carried": 0}


def test_a_party_like_no_entry_raises_none(case: Case) -> None:
    put_under_watch(subject("proef:2", "Anneleen Peeters", country="be"), case=case)
    assert not Alert.objects.exists()
    assert selectors.blocks(case) == ()


def test_the_same_key_screens_once_and_another_request_under_it_conflicts() -> None:
    run = put_under_watch()
    assert put_under_watch() == run
    assert Alert.objects.count() == 1
    with pytest.raises(Conflict):
        put_under_watch(subject("proef:1", "Iemand Anders"))


def test_the_same_input_gives_the_same_receipt_whatever_the_order() -> None:
    other = subject("proef:2", "Oleg Varnakov")
    one, two = put_under_watch(PARTY, other, key="k1"), put_under_watch(other, PARTY, key="k2")
    assert one.digest == two.digest
    assert put_under_watch(PARTY, key="k3").digest != one.digest


def test_a_subject_without_a_name_is_refused() -> None:
    with pytest.raises(InvalidInput, match="no name"):
        services.screen(
            [services.Subject("proef:1", Entity("", "Person", {"name": ("  ",)}))],
            case=None, profile="strict", why="", actor=None, key="k",
        )  # fmt: skip
    assert not Watched.objects.exists()


def test_an_unknown_profile_is_named_with_those_there_are() -> None:
    with pytest.raises(InvalidInput, match="export-licence"):
        put_under_watch(profile="nooit")


def test_an_undecided_hit_blocks_the_case_and_a_false_hit_frees_it(case: Case, screener: User) -> None:
    put_under_watch(case=case)
    assert "Viktor Lozovoj" in selectors.blocks(case)[0].nl
    false_hit(the_alert(), screener)
    assert selectors.blocks(case) == ()
    assert not selectors.open_alerts(case).exists()


def test_a_true_hit_keeps_blocking(case: Case, screener: User) -> None:
    put_under_watch(case=case)
    services.decide(the_alert().pk, "true_hit", reason="Zelfde paspoort", actor=screener, key="d")
    assert len(selectors.blocks(case)) == 1


def test_a_case_of_which_nobody_was_screened_is_blocked(case: Case) -> None:
    assert [text.en for text in selectors.blocks(case)] == ["No party was screened yet."]


def test_lists_that_changed_since_block_until_the_party_is_screened_again(case: Case) -> None:
    put_under_watch(subject("proef:2", "Anneleen Peeters"), case=case)
    assert not selectors.stale(case)
    load("proef", (*LIST, entry("R-9", "Iemand Geheel Anders")))
    assert selectors.stale(case)
    assert "lists changed" in selectors.blocks(case)[0].en
    services.rescreen(actor=None, key="r")
    assert selectors.blocks(case) == ()


def test_a_decision_needs_a_reason_and_nothing_is_decided_without(screener: User) -> None:
    put_under_watch()
    with pytest.raises(InvalidInput, match="reason"):
        services.decide(the_alert().pk, "false_hit", reason="  ", actor=screener, key="d")
    assert the_alert().state == "open"


@pytest.mark.parametrize("outcome", ["", "maybe", "closed"])
def test_another_outcome_than_the_three_is_refused(screener: User, outcome: str) -> None:
    put_under_watch()
    with pytest.raises(InvalidInput, match="true_hit, false_hit or escalated"):
        services.decide(the_alert().pk, outcome, reason="x", actor=screener, key="d")


def test_who_is_no_screener_does_not_decide(handler: User) -> None:
    put_under_watch()
    with pytest.raises(NotAllowed):
        false_hit(the_alert(), handler)


def test_nobody_with_an_interest_in_the_case_decides(case: Case, screener: User) -> None:
    put_under_watch(case=case)
    Interest.objects.create(user=screener, organisation=case.organisation, reason="Familie")
    with pytest.raises(NotAllowed, match="interest"):
        false_hit(the_alert(), User.objects.get(pk=screener.pk))


def test_two_screeners_at_once_the_second_is_told_what_the_first_decided(screener: User, second: User) -> None:
    put_under_watch()
    seen = the_alert().version
    false_hit(the_alert(), screener, version=seen)
    alert = Alert.objects.get()
    with pytest.raises(StaleAlert) as told:
        services.decide(alert.pk, "true_hit", reason="x", actor=second, key="d2", version=seen)
    assert (told.value.yours, told.value.current) == (0, 1)
    assert [one.actor for one in told.value.since] == [screener]


def test_a_strict_profile_asks_a_second_other_person(screener: User, second: User, case: Case) -> None:
    put_under_watch(profile="strict", case=case)
    alert = false_hit(the_alert(), screener)
    assert alert.state == "proposed"
    assert selectors.blocks(case)
    with pytest.raises(NotAllowed, match="second person"):
        false_hit(alert, screener, key="d2")
    assert false_hit(alert, second, key="d3").state == "false_hit"
    assert [one.stage for one in alert.decisions.order_by("seq")] == ["first", "final"]


def test_a_second_hand_that_disagrees_puts_it_to_another(screener: User, second: User) -> None:
    put_under_watch(profile="strict")
    alert = false_hit(the_alert(), screener)
    alert = services.decide(alert.pk, "true_hit", reason="Toch wel", actor=second, key="d2")
    assert (alert.state, alert.verdict) == ("escalated", "")


def test_what_is_put_to_another_is_decided_by_another(screener: User, coordinator: User) -> None:
    put_under_watch()
    alert = services.decide(the_alert().pk, "escalated", reason="Ik ken deze firma", actor=screener, key="d1")
    with pytest.raises(NotAllowed):
        false_hit(alert, screener, key="d2")
    assert false_hit(alert, coordinator, key="d3").state == "false_hit"


def test_the_same_decision_sent_twice_is_taken_once(screener: User) -> None:
    put_under_watch()
    alert = the_alert()
    false_hit(alert, screener)
    false_hit(alert, screener)
    assert Decision.objects.count() == 1
    with pytest.raises(Conflict):
        services.decide(alert.pk, "true_hit", reason="x", actor=screener, key="d1")


def test_alike_alerts_are_decided_together_or_not_at_all(screener: User) -> None:
    put_under_watch(subject("proef:1", "Viktor Lozovoj"), subject("proef:2", "Oleg Petrovitsj Varnakov"))
    keys = list(Alert.objects.values_list("pk", flat=True))
    with pytest.raises(StaleAlert):
        services.decide_alike(keys, "false_hit", reason="x", actor=screener, key="b", versions=[0, 7])
    assert not Decision.objects.exists()
    services.decide_alike(keys, "false_hit", reason="Oud-medewerker", actor=screener, key="b2", versions=[0, 0])
    assert set(Alert.objects.values_list("state", flat=True)) == {"false_hit"}


def test_a_decided_pair_alerts_again_only_when_the_entry_changes(screener: User) -> None:
    put_under_watch()
    false_hit(the_alert(), screener)
    load("proef", (*LIST, entry("R-9", "Iemand Geheel Anders")))
    services.rescreen(actor=None, key="r1")
    assert not Alert.objects.filter(state="open").exists()
    changed = entry("R-1", "Viktor Andrejevitsj Lozovoj", alias=("Виктор Андреевич Лозовой",), birthDate="1969", country="ru")
    load("proef", (changed, VARNAKOV, BALTVEKTOR))
    services.rescreen(actor=None, key="r2")
    again = the_alert()
    assert again.previous is not None and again.previous.closed_why == "entry_changed"
    assert len(selectors.history(again)) == 1


def test_a_decided_pair_alerts_again_when_the_subject_changes(screener: User) -> None:
    put_under_watch()
    false_hit(the_alert(), screener)
    put_under_watch(subject("proef:1", "Viktor Lozovoj", country="ru", birthDate="1968"), key="k2")
    assert the_alert().previous.closed_why == "subject_changed"  # type: ignore[union-attr]


def test_a_decided_pair_does_not_alert_again_when_screened_once_more(screener: User) -> None:
    put_under_watch()
    false_hit(the_alert(), screener)
    put_under_watch(key="k2")
    assert not Alert.objects.filter(state="open").exists()


def test_a_decision_that_ran_out_alerts_again(case: Case, screener: User) -> None:
    put_under_watch(case=case)
    until = today() + timedelta(days=3)
    false_hit(the_alert(), screener, expires=until)
    assert services.lapse(until) == 0
    assert selectors.blocks(case, until) == ()
    after = until + timedelta(days=1)
    assert selectors.blocks(case, after), "it blocks although the clock did not record it yet"
    assert services.lapse(after) == 1
    assert services.lapse(after) == 0
    assert the_alert().decisions.last().kind == "expired"  # type: ignore[union-attr]


def test_the_profile_ends_a_false_hit_at_its_term(screener: User) -> None:
    put_under_watch()
    far = date(2099, 1, 1)
    alert = false_hit(the_alert(), screener, expires=far)
    decided = local_day(alert.decisions.get().at)
    assert alert.verdict_until == decided + timedelta(days=365)


def test_a_day_of_expiry_in_the_past_is_refused(screener: User) -> None:
    put_under_watch()
    with pytest.raises(InvalidInput, match="future"):
        false_hit(the_alert(), screener, expires=today())


def test_the_same_party_in_another_case_takes_over_the_decision(screener: User) -> None:
    put_under_watch()
    false_hit(the_alert(), screener)
    run = put_under_watch(subject("proef:2", "Viktor Lozovoj", country="ru"), key="k2")
    assert run.effect == {"raised": 0, "carried": 1}
    carried = Alert.objects.get(subject__ref="proef:2")
    assert (carried.state, carried.carried_from) == ("false_hit", Alert.objects.get(subject__ref="proef:1"))
    assert audit.verify() == ()


def test_a_decision_holds_at_once_for_the_same_party_that_waits_in_another_case(screener: User) -> None:
    put_under_watch(PARTY, subject("proef:2", "Viktor Lozovoj", country="ru"))
    false_hit(Alert.objects.get(subject__ref="proef:1"), screener)
    assert not Alert.objects.filter(state="open").exists()
    assert audit.verify() == ()


def test_a_decision_of_one_hand_does_not_count_where_two_are_asked(screener: User) -> None:
    put_under_watch()
    false_hit(the_alert(), screener)
    put_under_watch(subject("proef:2", "Viktor Lozovoj", country="ru"), key="k2", profile="strict")
    assert the_alert().subject.ref == "proef:2"


def test_reopening_takes_back_the_decision_and_what_was_carried_over(screener: User) -> None:
    put_under_watch()
    alert = false_hit(the_alert(), screener)
    put_under_watch(subject("proef:2", "Viktor Lozovoj", country="ru"), key="k2")
    services.reopen(alert.pk, reason="Nieuw paspoort", actor=screener, key="o")
    assert set(Alert.objects.values_list("state", "verdict")) == {("open", "")}
    assert audit.verify() == ()


def test_an_entry_that_leaves_the_list_closes_what_is_open_and_says_why() -> None:
    put_under_watch()
    load("proef", (VARNAKOV, BALTVEKTOR))
    (run,) = services.rescreen(actor=None, key="r")
    assert Alert.objects.get().closed_why == "removed"
    assert run.effect == {"raised": 0, "carried": 0, "closed_removed": 1}


def test_an_entry_that_comes_back_as_it_was_finds_its_decision(screener: User) -> None:
    put_under_watch()
    false_hit(the_alert(), screener)
    load("proef", (VARNAKOV, BALTVEKTOR))
    services.rescreen(actor=None, key="r1")
    load("proef", LIST)
    services.rescreen(actor=None, key="r2")
    assert not Alert.objects.filter(state="open").exists()


def test_a_released_subject_is_no_longer_screened() -> None:
    put_under_watch(subject("proef:2", "Anneleen Peeters"), PARTY)
    services.release("proef:1", actor=None, why="Dossier afgesloten", key="x")
    services.release("proef:1", actor=None, why="Dossier afgesloten", key="x")
    assert Alert.objects.get().closed_why == "released"
    load("proef", (*LIST, entry("R-9", "Viktor Lozovoj")))
    (run,) = services.rescreen(actor=None, key="r")
    assert run.receipt["counts"]["subjects"] == 1
    assert not Alert.objects.exclude(state="closed").exists()


def test_nobody_changes_or_removes_a_decision_or_a_run(screener: User) -> None:
    put_under_watch()
    false_hit(the_alert(), screener)
    for rows in (Decision.objects.all(), Run.objects.all()):
        with pytest.raises(IntegrityError), transaction.atomic():
            rows.update(reason="anders")
        with pytest.raises(IntegrityError), transaction.atomic():
            rows.delete()


def test_a_state_that_follows_from_no_decision_is_found(screener: User) -> None:
    put_under_watch()
    false_hit(the_alert(), screener)
    assert audit.verify() == ()
    Alert.objects.update(state="true_hit")
    assert [finding.code for finding in audit.verify()] == ["alert"]
    Alert.objects.update(state="false_hit")
    with triggers_aside():
        Decision.objects.update(kind="true_hit")
    assert {"changed", "alert"} <= {finding.code for finding in audit.verify()}
