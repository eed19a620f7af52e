"""One check over the whole plan: each determination once, under its measure, with what is missing and why it matters."""

from __future__ import annotations

from datetime import date

import pytest

from bolwerk import plan
from bolwerk.domains import DOMAINS, book, domain_of
from bolwerk.domains.checking import check, fields_of, own_facts, rules_of
from bolwerk.engines.rules import FactKind
from bolwerk.kernel import InvalidInput

ON = date(2026, 1, 15)
CLUSTER = {"weapon.kind": "cluster_munition"}


def test_each_determination_stands_once_under_a_measure_of_the_plan_in_its_order() -> None:
    checked = check(CLUSTER, ON)
    named = [answer.rule for answer in checked.answers]
    assert sorted(named) == sorted(rules_of())
    codes = [one.code for one in checked.measures]
    order = [measure.code for measure in plan.load().measures]
    assert codes == sorted(codes, key=order.index)


def test_what_is_known_comes_before_what_is_open_and_nothing_told_is_not_open() -> None:
    first = check(CLUSTER, ON).measures[0]
    assert "esac.triage" in [answer.rule for answer in first.settled]
    empty = check({}, ON)
    assert not any(one.open for one in empty.measures)
    assert empty.missing == ()


def test_what_is_missing_is_told_with_what_waits_for_it_most_waited_for_first() -> None:
    missing = check({"company.size": "small", "project.activity": "experimental"}, ON, ("investment",)).missing
    assert missing
    counts = [len(one.answers) for one in missing]
    assert counts == sorted(counts, reverse=True)
    assert all(one.fact.name in answer.ask for one in missing for answer in one.answers)
    assert not any(one.fact.kind is FactKind.JUDGEMENT for one in missing)


def test_what_only_an_official_can_judge_is_told_apart() -> None:
    checked = check({"weapon.kind": "none", "project.programme": "none"}, ON, ("ethics",))
    assert "project.mainly_military" in [one.fact.name for one in checked.judged]


def test_a_determination_that_does_not_concern_the_dossier_lies_aside() -> None:
    lying = [answer for one in check({**CLUSTER, "trade.stage": "preparing"}, ON).measures for answer in one.aside]
    assert "export.fine_administrative" in [answer.rule for answer in lying]
    for answer in lying:
        said = answer.value if isinstance(answer.value, tuple) else (answer.value,)
        assert set(said) <= {"not_applicable", *book().rules[answer.rule].aside}


def test_a_collection_that_only_says_it_does_not_concern_lies_aside_too() -> None:
    (measure,) = (
        one for one in check({"critical.entity": False}, ON.replace(month=6), ("crisis",)).measures if one.code == "5.1"
    )
    (duties,) = (answer for answer in measure.aside if answer.rule == "critical.entity_duties")
    assert duties.value == ("not_applicable",)
    concerned = check(
        {"critical.entity": True, "critical.assessed": True, "critical.years_since_assessment": 1}, date(2026, 6, 1)
    )
    assert "critical.entity_duties" in [answer.rule for one in concerned.measures for answer in one.settled]


@pytest.mark.parametrize("name", DOMAINS)
def test_a_check_of_one_field_keeps_to_it(name: str) -> None:
    assert {domain_of(answer.rule) for answer in check({}, ON, (name,)).answers} <= {name}


def test_a_dossier_is_about_the_fields_whose_own_facts_it_gives() -> None:
    assert fields_of(["company.site_energy"]) == ("investment",)
    assert not own_facts("ethics") & own_facts("investment")
    assert fields_of([]) == ()


def test_a_fact_that_does_not_exist_is_named() -> None:
    with pytest.raises(InvalidInput, match=r"no\.such"):
        check({"no.such": True}, ON)


def test_the_whole_check_is_the_book_and_nothing_of_the_vocabulary() -> None:
    assert set(rules_of()) == {rule for rule in book().rules if domain_of(rule)}
