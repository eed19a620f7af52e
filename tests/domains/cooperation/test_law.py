"""The determinations of C and D: who has a say in which decision, checked against the plan itself."""

from __future__ import annotations

import re
from datetime import date, timedelta

import pytest

from bolwerk import plan
from bolwerk.domains import book_of, domain_of
from bolwerk.kernel import Standing

BOOK = book_of("cooperation")
ON = date(2025, 4, 4)
RULES = tuple(rule for rule in BOOK.rules if domain_of(rule) == "cooperation")
KINDS = tuple(str(value) for value in BOOK.facts["decision.kind"].values if value != "none")
DRAFT = {f"interfederal.draft_{part}": True for part in ("dirs", "consultation", "european", "export")}


def bodies(kind: str) -> set[str]:
    found = BOOK.decide("decision.bodies", {"decision.kind": kind}, on=ON).value
    assert isinstance(found, tuple)
    return {str(body) for body in found}


def test_whoever_decides_nothing_is_asked_nothing() -> None:
    outsider = {
        "decision.kind": "none",
        "interfederal.topic": "none",
        "interfederal.has_draft": False,
        "dirs.programme": "none",
    }
    for rule in RULES:
        answer = BOOK.decide(rule, outsider, on=ON)
        assert (answer.value, answer.ask) in (("not_applicable", ()), ((), ())), rule


@pytest.mark.parametrize("rule", RULES)
def test_the_plan_says_nothing_before_its_day(rule: str) -> None:
    assert BOOK.decide(rule, {}, on=ON - timedelta(days=1)).state == "out_of_law"
    assert BOOK.decide(rule, {}, on=ON).state != "out_of_law"


@pytest.mark.parametrize("kind", KINDS)
def test_every_named_decision_of_the_plan_involves_somebody(kind: str) -> None:
    assert bodies(kind)
    assert (bodies(kind) == {"nobody_named"}) == (kind == "plan_part")


def test_every_row_cites_a_part_of_the_plan_that_exists() -> None:
    loaded = plan.load()
    known = {measure.code for measure in loaded.measures} | {domain.code for domain in loaded.domains} | {"A", "E"}
    for rule in RULES:
        for row in BOOK.rules[rule].rows:
            assert row.citation is not None
            assert row.citation.source == "VDP"
            assert set(re.findall(r"[A-E]\d?|\d+(?:\.\d)?", row.citation.place)) <= known, row.id


def test_the_four_subjects_of_the_agreement_are_those_the_plan_counts() -> None:
    c2 = next(measure for measure in plan.load().measures if measure.code == "C2")
    counted = next(fact.value for fact in c2.facts if fact.id == "subjects")
    must = [
        topic
        for topic in BOOK.facts["interfederal.topic"].values
        if BOOK.decide("interfederal.subject", {"interfederal.topic": topic}, on=ON).value == "must"
    ]
    assert len(must) == counted
    missing = BOOK.decide("interfederal.missing", {"interfederal.has_draft": True, **dict.fromkeys(DRAFT, False)}, on=ON).value
    assert missing == tuple(must)


def test_a_draft_without_export_control_is_not_complete() -> None:
    facts = {"interfederal.has_draft": True, **DRAFT, "interfederal.draft_export": False}
    assert BOOK.decide("interfederal.missing", facts, on=ON).value == ("export_control",)


def test_the_federal_agreement_is_made_with_wallonia_too() -> None:
    assert bodies("interfederal_agreement") == {"federal_government", "walloon_region"}
    agreement = BOOK.decide("decision.agreement_needed", {"decision.kind": "interfederal_agreement"}, on=ON)
    assert agreement.value == "federal_and_walloon"


def test_the_revision_of_the_decree_asks_agoria_and_the_peace_institute_for_advice() -> None:
    assert {"agoria", "peace_institute"} <= bodies("arms_trade_decree")
    assert all("agoria" not in bodies(kind) for kind in KINDS if kind != "arms_trade_decree")


def test_the_crisis_permit_needs_parliament_twice() -> None:
    for kind, agreement in (
        ("crisis_permit_decree", "flemish_parliament"),
        ("crisis_permit_activation", "parliament_supervises"),
    ):
        assert "flemish_parliament" in bodies(kind)
        assert BOOK.decide("decision.agreement_needed", {"decision.kind": kind}, on=ON).value == agreement


def test_where_needed_is_a_judgement_and_never_guessed() -> None:
    judged = [
        kind for kind in KINDS if BOOK.decide("decision.agreement_needed", {"decision.kind": kind}, on=ON).state == "judgement"
    ]
    assert {"plan_part", "defence_fund", "reservist_rules"} <= set(judged)
    assert not {"impulse_programme", "nato_payment", "permit_exemption"} & set(judged)
    for kind in judged:
        facts = {"decision.kind": kind, "decision.needs_government": False}
        assert BOOK.decide("decision.agreement_needed", facts, on=ON).value == "consult_only"


def test_the_sounding_board_is_confirmed_where_the_plan_names_it_and_derived_elsewhere() -> None:
    rows = {
        row.citation.standing: row.cells[0][2]
        for row in BOOK.rules["decision.bodies"].rows
        if row.outcome == "overleggroep" and row.citation
    }
    assert rows[Standing.CONFIRMED] == "industry_initiative"
    assert "impulse_programme" in rows[Standing.DERIVED]


def test_flanders_strives_for_a_role_in_the_dirs_but_has_none_yet() -> None:
    facts = {"dirs.programme": "governance", "organisation.kind": "flemish"}
    assert BOOK.decide("dirs.participation", facts, on=ON).value == "strived_for"


def test_defence_supports_a_company_only_once_it_is_selected() -> None:
    company = {"dirs.programme": "edf", "organisation.kind": "company"}
    found = {s: BOOK.decide("dirs.participation", company | {"dirs.edf_selected": s}, on=ON).value for s in (True, False)}
    assert found == {True: "supported", False: "first_selected"}
