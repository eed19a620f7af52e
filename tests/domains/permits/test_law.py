"""The exemption that fails closed, the clocks of a permit, and a crisis regime that cannot slip past Parliament."""

from __future__ import annotations

import random
from datetime import date
from itertools import product

import pytest

from bolwerk.domains import book_of
from bolwerk.domains.permits.public import READINGS
from bolwerk.kernel import MissingLaw, Standing

BOOK = book_of("permits")
ALONE = {"not_applicable", "nothing"}
DAY = date(2026, 6, 15)

BUNKER = {
    "permit.act": "building",
    "permit.strategic_attested": True,
    "zone.later_plan": "none",
    "zone.plan": "military",
    "zone.coverage": "whole",
}
HALL = {
    "permit.act": "building",
    "permit.strategic_attested": False,
    "permit.study": "none",
    "permit.listed_simplified": False,
}
ACTIVATION = {
    "crisis_regime.proposed": True,
    "crisis_regime.trigger": "armed_conflict",
    "crisis_regime.parliament_vote": True,
    "crisis_regime.purpose": "defence_industry",
    "crisis_regime.retroactive": False,
    "crisis_regime.days": 120,
    "crisis_regime.term": "first",
}


def decided(rule: str, facts: dict[str, object], on: date = DAY) -> object:
    answer = BOOK.decide(rule, facts, on=on)
    assert answer.state == "value", (answer.state, answer.ask)
    return answer.value


def test_nothing_that_is_built_is_exempt_without_an_attestation_and_a_military_zone() -> None:
    zones = product(("none", "military", "airport_port", "other", "unread"), ("military", "airport_port", "reserve", "other"))
    for later, plan in zones:
        for coverage, attested in product(("whole", "part"), (True, False)):
            site = {"zone.later_plan": later, "zone.plan": plan, "zone.coverage": coverage}
            facts = BUNKER | site | {"permit.strategic_attested": attested}
            military = later == "military" or (later == "none" and plan == "military")
            assert (decided("permit.exemption_8_3", facts) == "exempt") == (attested and military and coverage == "whole")


def test_a_later_plan_takes_the_military_designation_away() -> None:
    assert decided("permit.exemption_8_3", BUNKER) == "exempt"
    assert decided("permit.exemption_8_3", BUNKER | {"zone.later_plan": "other"}) == "not_exempt"
    assert decided("permit.exemption_8_3", BUNKER | {"zone.later_plan": "unread"}) == "undetermined"


def test_a_missing_attestation_leaves_the_answer_open_and_never_exempt() -> None:
    facts = {name: value for name, value in BUNKER.items() if name != "permit.strategic_attested"}
    answer = BOOK.decide("permit.exemption_8_3", facts, on=DAY)
    assert answer.state == "unknown"
    assert answer.ask == ("permit.strategic_attested",)


def test_a_pipeline_is_exempt_wherever_it_lies() -> None:
    assert decided("permit.exemption_8_3", {"permit.act": "pipeline", "permit.strategic_attested": True}) == "exempt"


def test_the_extension_of_the_plan_opens_ports_and_nothing_else() -> None:
    wider = BOOK.amend(READINGS[0])
    moved = set()
    for later, act, attested in product(
        ("military", "airport_port", "other", "unread"),
        ("building", "installation", "pipeline", "use_change", "exploitation", "none"),
        (True, False),
    ):
        facts = {"permit.act": act, "permit.strategic_attested": attested, "zone.later_plan": later, "zone.coverage": "whole"}
        before, after = (book.decide("permit.exemption_8_3", facts, on=DAY).value for book in (BOOK, wider))
        if before != after:
            moved.add((later, act, attested, after))
    assert moved == {("airport_port", act, True, "exempt") for act in ("building", "installation")}
    port = BUNKER | {"zone.later_plan": "airport_port"}
    assert wider.decide("permit.exemption_8_3", port, on=DAY).standing is Standing.UNCONFIRMED


def test_an_exempt_work_still_has_other_rules_to_look_at() -> None:
    facts = BUNKER | {
        "permit.classified_activity": True,
        "permit.nature_affected": False,
        "permit.water_affected": True,
        "permit.heritage_affected": False,
    }
    assert decided("permit.remaining_regimes", facts) == ("exploitation", "water")
    assert decided("permit.procedure", facts) == "none"
    assert decided("permit.decision_days", facts) == 0


@pytest.mark.parametrize("study", ["project_mer", "safety_report", "appropriate_assessment", "several"])
def test_each_heavy_study_closes_the_simplified_procedure(study: str) -> None:
    listed = HALL | {"permit.listed_simplified": True}
    assert decided("permit.procedure", listed) == "simplified"
    assert decided("permit.procedure", listed | {"permit.study": study}) == "ordinary"


def test_the_simplified_procedure_is_short_and_cannot_be_extended() -> None:
    facts = HALL | {"permit.listed_simplified": True, "permit.extension_case": True}
    assert decided("permit.decision_days", facts) == 60
    assert decided("permit.extension_days", facts) == 0
    assert decided("permit.extension_days", facts | {"permit.listed_simplified": False}) == 60


def test_silence_is_refusal_here_and_conflicts_with_the_european_text_from_the_day_of_the_deal() -> None:
    facts = HALL | {"permit.term_passed": True, "permit.defence_readiness": True}
    assert decided("permit.silence", facts) == "tacit_refusal"
    assert decided("permit.silence_conflict", facts, date(2026, 6, 9)) == "no_conflict"
    answer = BOOK.decide("permit.silence_conflict", facts, on=date(2026, 6, 10))
    assert (answer.value, answer.standing) == ("conflict", Standing.UNCONFIRMED)


def test_the_modular_procedure_has_no_term_while_its_start_is_not_known() -> None:
    facts = HALL | {"permit.change_or_special": True}
    assert BOOK.decide("permit.modular", facts, on=DAY).state == "out_of_law"
    with pytest.raises(MissingLaw):
        BOOK.value("permit.modular_started", DAY)
    supposed = BOOK.amend(READINGS[1]).decide("permit.modular", facts, on=DAY)
    assert (supposed.value, supposed.standing) == (120, Standing.UNCONFIRMED)


def test_the_european_term_is_shown_as_unconfirmed_and_does_not_exist_before_the_deal() -> None:
    facts = {"permit.act": "building", "permit.defence_readiness": True, "permit.eu_extended": True}
    assert BOOK.decide("permit.eu_defence_term", facts, on=date(2026, 6, 9)).state == "out_of_law"
    answer = BOOK.decide("permit.eu_defence_term", facts, on=date(2026, 6, 10))
    assert (answer.value, answer.standing) == (102, Standing.UNCONFIRMED)


def test_the_regime_may_be_activated_exactly_when_no_limit_is_broken() -> None:
    grid = product(
        ("armed_conflict", "direct_threat", "other"),
        (True, False),
        ("defence_industry", "other"),
        (True, False),
        (1, 120, 121),
        ("first", "extension", "second_extension"),
    )
    names = ("trigger", "parliament_vote", "purpose", "retroactive", "days", "term")
    for case in grid:
        facts = {"crisis_regime.proposed": True} | {
            f"crisis_regime.{name}": value for name, value in zip(names, case, strict=True)
        }
        broken = decided("crisis_regime.invariants", facts)
        assert (decided("crisis_regime.may_activate", facts) == "yes") == (broken == ("nothing",))


def test_without_parliament_no_other_fact_can_open_the_regime() -> None:
    answer = BOOK.decide(
        "crisis_regime.may_activate", {"crisis_regime.proposed": True, "crisis_regime.parliament_vote": False}, on=DAY
    )
    assert answer.value == "no"


def test_whether_there_is_a_threat_is_never_guessed_and_a_yes_is_never_sure() -> None:
    open_facts = {name: value for name, value in ACTIVATION.items() if name != "crisis_regime.trigger"}
    assert BOOK.decide("crisis_regime.may_activate", open_facts, on=DAY).state == "judgement"
    assert BOOK.decide("crisis_regime.may_activate", ACTIVATION, on=DAY).standing is Standing.UNCONFIRMED


def test_a_permit_never_outlives_the_regime() -> None:
    case = {
        "crisis_case.requested": True,
        "crisis_case.active": True,
        "crisis_case.in_purpose": True,
        "crisis_case.ends_in_time": True,
        "crisis_case.notified": True,
        "crisis_case.proportional": True,
    }
    assert decided("crisis_regime.case_allowed", case) == "allowed"
    for name in case.keys() - {"crisis_case.requested"}:
        assert decided("crisis_regime.case_allowed", case | {name: False}) == "refused", name


def test_every_settled_answer_gives_a_reason_and_never_nothing_beside_something() -> None:
    draw = random.Random(1)
    for _ in range(150):
        facts = {fact.name: draw.choice(fact.values or (1, 120, 121)) for fact in BOOK.facts.values()}
        for answer in BOOK.all(facts, DAY, topic="permits"):
            assert answer.state in ("value", "out_of_law"), (answer.rule, answer.ask)
            assert answer.state == "out_of_law" or answer.why, answer.rule
            assert answer.value != ()
            assert not isinstance(answer.value, tuple) or len(answer.value) == 1 or ALONE.isdisjoint(answer.value)
