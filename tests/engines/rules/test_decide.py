"""One dossier: value, what is possible, what to ask, why, what would change it."""

from __future__ import annotations

import json
from datetime import date
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import pytest

from bolwerk.engines import rules
from bolwerk.kernel import InvalidInput, MissingLaw, Money, NotFound, Standing
from tests.engines.rules.books import LAW, book, fact, head


@pytest.fixture(scope="module")
def law() -> rules.Book:
    return rules.load(LAW)


def test_a_determined_case_names_its_row_and_source(law: rules.Book) -> None:
    answer = law.decide("export.lane", {"dest": "eu", "goods": "component", "certified": False}, "2026-08-01")
    assert (answer.state, answer.value, answer.possible, answer.ask) == ("value", "fast", ("fast",), ())
    (because,) = answer.why
    assert (because.row, str(because.citation), because.period.start) == ("L3", "VDP 1.2 differentiatie", date(2026, 7, 1))
    assert answer.standing is Standing.DERIVED


def test_a_missing_fact_leaves_exactly_what_is_possible_and_what_to_ask(law: rules.Book) -> None:
    answer = law.decide("export.lane", {"dest": "eu", "goods": "component"}, date(2026, 8, 1))
    assert (answer.state, answer.value, set(answer.possible), answer.ask) == (
        "unknown",
        None,
        {"general", "fast"},
        ("certified",),
    )
    assert [because.row for because in answer.why] == ["L2", "L3"]


def test_a_fact_that_does_not_matter_is_not_asked(law: rules.Book) -> None:
    assert law.decide("export.lane", {"dest": "embargo"}, "2026-08-01").value == "refusal_review"


@pytest.mark.parametrize(("day", "lane"), [("2026-06-30", "standard"), ("2026-07-01", "fast")])
def test_the_law_of_the_day_decides(law: rules.Book, day: str, lane: str) -> None:
    assert law.decide("export.lane", {"dest": "eu", "goods": "component", "certified": False}, day).value == lane


def test_a_case_without_a_row_is_a_gap_and_not_unknown(law: rules.Book) -> None:
    answer = law.decide("export.lane", {"dest": "third"}, "2026-08-01")
    assert (answer.state, answer.possible, answer.ask) == ("gap", (), ())


def test_a_possible_gap_is_told(law: rules.Book) -> None:
    assert law.decide("export.lane", {"goods": "component", "certified": True}, "2026-08-01").may_gap


@pytest.mark.parametrize(
    ("project", "size", "call", "rate"),
    [
        ("research", "small", False, 60),
        ("research", "large", False, 60),
        ("research", "small", True, 80),
        ("research", "large", True, 65),
        ("development", "small", False, 50),
        ("development", "large", False, 35),
        ("development", "small", True, 60),
        ("development", "large", True, 40),
        ("development", "medium", True, 50),
        ("research", "medium", True, 75),
    ],
)
def test_every_published_rate_comes_out_exactly(law: rules.Book, project: str, size: str, call: bool, rate: int) -> None:
    answer = law.decide("aid.rate", {"project": project, "size": size, "collab": True, "call": call}, "2025-06-01")
    assert answer.value == rate


def test_a_formula_names_the_dated_values_it_used(law: rules.Book) -> None:
    facts = {"project": "development", "size": "medium", "collab": True, "call": True}
    answer = law.decide("aid.rate", facts, "2025-06-01")
    rows = {"cap[development, yes]", "base[development]", "bonus[medium]", "extra[yes]"}
    assert {because.row for because in answer.why} == rows
    assert answer.standing is Standing.DERIVED


def test_before_any_value_is_in_force_it_is_out_of_law(law: rules.Book) -> None:
    assert law.decide("aid.rate", {"project": "research"}, "2023-12-31").state == "out_of_law"


def test_a_formula_does_not_ask_what_the_cap_makes_idle(law: rules.Book) -> None:
    answer = law.decide("aid.rate", {"project": "research", "size": "small", "call": False}, "2025-06-01")
    assert (answer.value, answer.ask) == (60, ())


def test_the_reasons_read_as_prose_in_both_languages(law: rules.Book) -> None:
    answer = law.decide("export.lane", {"dest": "embargo"}, "2026-08-01")
    assert answer.text("nl").startswith("Welke vergunningsroute geldt voor deze uitvoer? nazicht met het oog op weigering.")
    assert "een land onder embargo" in answer.text("nl")
    assert "(VDP 1.2 criterium 1)" in answer.text("en")
    assert answer.label("en") == "review towards refusal"
    unknown = law.decide("export.lane", {"dest": "eu"}, "2026-08-01")
    assert "Is the recipient certified?" in unknown.text("en")


def test_an_unconfirmed_row_says_so_in_the_prose(law: rules.Book) -> None:
    facts = {"project": "development", "size": "small", "collab": True, "call": False}
    assert "niet bevestigd" in law.decide("aid.rate", facts, "2025-06-01").text("nl")


def test_otherwise_tells_the_nearest_other_outcomes(law: rules.Book) -> None:
    answer = law.decide("export.lane", {"dest": "eu", "goods": "component", "certified": False}, "2026-08-01")
    found = {other.changes: (other.value, other.rows) for other in answer.otherwise()}
    assert found[(("certified", True),)] == ("general", ("L2",))
    assert found[(("goods", "weapon"),)] == ("standard", ("L4",))
    assert all(value != "fast" for value, _ in found.values())


def test_otherwise_on_an_open_case_fills_in_what_is_missing(law: rules.Book) -> None:
    answer = law.decide("export.lane", {"dest": "eu", "goods": "component"}, "2026-08-01")
    found = {other.changes: other.value for other in answer.otherwise()}
    assert found == {(("certified", False),): "fast", (("certified", True),): "general"}


def test_replaying_gives_the_same_bytes_and_answers_can_be_hashed(law: rules.Book) -> None:
    facts = {"dest": "eu", "goods": "component"}
    first = law.decide("export.lane", facts, "2026-08-01")
    again = rules.load(LAW).decide("export.lane", dict(reversed(facts.items())), "2026-08-01")
    assert first == again
    assert len({first, again}) == 1
    assert first.json() == again.json()
    assert json.loads(first.json())["why"][0]["row"] == "L2"


def test_other_text_is_another_version(tmp_path: Path) -> None:
    table = "\n| # | a | => out | source |\n|---|---|---|---|\n| 1 | - | x | S 1 |\n"
    one = book(tmp_path / "one", fact("a"), r=head("r") + table)
    two = book(tmp_path / "two", fact("a"), r=head("r") + table.replace("x", "y"))
    same = book(tmp_path / "same", fact("a"), r=head("r") + table)
    assert one.version == same.version != two.version


# --- what is given is checked ----------------------------------------------------------------------------------------


def test_an_unknown_fact_is_refused_with_the_nearest_name(law: rules.Book) -> None:
    with pytest.raises(InvalidInput) as caught:
        law.decide("export.lane", {"dset": "eu"}, "2026-08-01")
    assert "dset" in caught.value.what.en and "'dest'" in caught.value.mend.en


def test_an_unknown_value_is_refused_with_those_allowed(law: rules.Book) -> None:
    with pytest.raises(InvalidInput) as caught:
        law.decide("export.lane", {"dest": "mars"}, "2026-08-01")
    assert caught.value.where == "dest" and "eu, ally, third, embargo" in caught.value.mend.nl


@pytest.mark.parametrize("value", ["yes", 1, 0, 1.0, [True]])
def test_a_wrong_type_is_refused(law: rules.Book, value: object) -> None:
    with pytest.raises(InvalidInput) as caught:
        law.decide("export.lane", {"certified": value}, "2026-08-01")
    assert caught.value.where == "certified"


def test_what_was_answered_before_does_not_let_a_wrong_type_through(law: rules.Book) -> None:
    first = law.decide("export.lane", {"dest": "eu", "certified": True}, "2026-08-01")
    assert law.decide("export.lane", {"certified": True, "dest": "eu", "goods": None}, date(2026, 8, 1)) == first
    with pytest.raises(InvalidInput):
        law.decide("export.lane", {"dest": "eu", "certified": 1}, "2026-08-01")
    with pytest.raises(InvalidInput):
        law.decide("export.lane", {"dest": "eu", "certified": True, "dset": "eu"}, "2026-08-01")


def test_all_checks_facts_that_no_rule_uses(law: rules.Book) -> None:
    with pytest.raises(InvalidInput):
        law.all({"staff": -1}, "2026-08-01")


def test_an_unknown_rule_and_a_bad_day_are_refused(law: rules.Book) -> None:
    with pytest.raises(NotFound) as caught:
        law.decide("export.lan", {}, "2026-08-01")
    assert "export.lane" in caught.value.mend.en
    with pytest.raises(InvalidInput):
        law.decide("export.lane", {}, "2026-02-30")


def test_a_value_is_looked_up_by_day_and_missing_law_fails_closed(law: rules.Book) -> None:
    assert law.value("cap", "2025-06-01", "research", "yes").value == 80
    with pytest.raises(MissingLaw):
        law.value("cap", "2026-01-01", "research", "yes")


def test_all_answers_every_rule_of_a_topic(law: rules.Book) -> None:
    assert {answer.rule for answer in law.all({"dest": "eu"}, "2026-08-01")} == {"export.lane", "aid.rate"}
    assert [answer.rule for answer in law.all({}, "2026-08-01", topic="aid")] == ["aid.rate"]


# --- numbers, dates, amounts ------------------------------------------------------------------------------------------

SIZE = """
| # | staff | => size | source |
|---|---|---|---|
| 1 | < $few | small | R 1 |
| 2 | [10..$many) | medium | R 2 |
| 3 | >= $many | large | R 3 |

| param | value | from | until | source |
|---|---|---|---|---|
| few | 10 | 2020-01-01 | | R 4 |
| many | 250 | 2020-01-01 | 2024-12-31 | R 5 |
| many | 300 | 2025-01-01 | | R 5 |
"""


@pytest.fixture
def sizes(tmp_path: Path) -> rules.Book:
    return book(tmp_path, fact("staff", type="number", more="min = 0"), size=head("size") + SIZE)


@pytest.mark.parametrize(
    ("staff", "day", "size"),
    [
        (Decimal("9.99"), "2024-12-31", "small"),
        (10, "2024-12-31", "medium"),
        (249.5, "2024-12-31", "medium"),
        (250, "2024-12-31", "large"),
        (250, "2025-01-01", "medium"),
        (300, "2025-01-01", "large"),
    ],
)
def test_numbers_are_cut_at_the_thresholds_of_the_day(sizes: rules.Book, staff: object, day: str, size: str) -> None:
    assert sizes.decide("size", {"staff": staff}, day).value == size


def test_a_threshold_not_in_force_is_out_of_law(sizes: rules.Book) -> None:
    assert sizes.decide("size", {"staff": 5}, "2019-12-31").state == "out_of_law"


@pytest.mark.parametrize("staff", [-1, float("nan"), float("inf"), True, "12"])
def test_a_number_that_cannot_be_is_refused(sizes: rules.Book, staff: object) -> None:
    with pytest.raises(InvalidInput):
        sizes.decide("size", {"staff": staff}, "2025-01-01")


def test_otherwise_tells_the_interval_of_a_number(sizes: rules.Book) -> None:
    texts = [other.text.en for other in sizes.decide("size", {"staff": 50}, "2025-01-01").otherwise()]
    assert "Q staff? ≥ 300 → large" in texts


def test_a_date_is_cut_at_its_own_days(tmp_path: Path) -> None:
    table = "\n| # | start | => ok | source |\n|---|---|---|---|\n| 1 | >= 2025-05-15 | late | S 1 |\n| 2 | - | early | S 1 |\n"
    found = book(tmp_path, fact("start", type="date"), r=head("r") + table)
    assert found.decide("r", {"start": date(2025, 5, 14)}, "2025-01-01").value == "early"
    assert found.decide("r", {"start": date(2025, 5, 15)}, "2025-01-01").value == "late"


GRANT = head("grant", formula='"min(top, cost * rate / 100) if small else 0"') + (
    "| param | value | from | source |\n|---|---|---|---|\n"
    "| top | 1000 | 2020-01-01 | S 1 |\n| rate | 33.3 | 2020-01-01 | S 1 |\n"
)


@pytest.fixture
def grants(tmp_path: Path) -> rules.Book:
    return book(tmp_path, fact("cost", type="amount", more="min = 0") + fact("small"), grant=GRANT)


def test_a_formula_over_amounts_is_exact(grants: rules.Book) -> None:
    answer = grants.decide("grant", {"cost": Money(100_001), "small": True}, "2025-01-01")
    assert answer.value == Decimal("333.00333")
    assert {because.row for because in answer.why} == {"top", "rate"}


def test_an_amount_that_does_not_matter_is_not_asked(grants: rules.Book) -> None:
    assert grants.decide("grant", {"small": False}, "2025-01-01").value == 0
    assert grants.decide("grant", {"small": True}, "2025-01-01").ask == ("cost",)
    assert set(grants.decide("grant", {}, "2025-01-01").ask) == {"cost", "small"}
    assert grants.decide("grant", {"cost": 0}, "2025-01-01").value == 0


def test_a_third_stays_a_third(tmp_path: Path) -> None:
    found = book(tmp_path, fact("cost", type="amount"), r=head("r", formula='"cost / 3"'))
    answer = found.decide("r", {"cost": 1}, "2025-01-01")
    assert answer.value == Fraction(1, 3)
    assert json.loads(answer.json())["value"] == "1/3"


# --- hit policies, judgement, exclusion ------------------------------------------------------------------------------


def test_collect_gives_every_outcome_and_none_is_a_value(tmp_path: Path) -> None:
    table = "\n| # | a | b | => c | source |\n|---|---|---|---|---|\n| 1 | yes | - | x | S 1 |\n| 2 | - | yes | y | S 1 |\n"
    found = book(tmp_path, fact("a") + fact("b"), r=head("r", hit='"collect"') + table)
    assert found.decide("r", {"a": True, "b": True}, "2025-01-01").value == ("x", "y")
    assert found.decide("r", {"a": False, "b": False}, "2025-01-01").value == ()
    open_ = found.decide("r", {"a": True}, "2025-01-01")
    assert set(open_.possible) == {("x",), ("x", "y")} and open_.ask == ("b",)


def test_unique_rows_that_disagree_are_not_followed(tmp_path: Path) -> None:
    table = "\n| # | a | b | => c | source |\n|---|---|---|---|---|\n| 1 | yes | - | x | S 1 |\n| 2 | - | yes | y | S 1 |\n"
    found = book(tmp_path, fact("a") + fact("b"), r=head("r", hit='"unique"') + table)
    assert found.decide("r", {"a": True, "b": True}, "2025-01-01").state == "gap"
    assert any(finding.kind == "overlap" for finding in found.check())


def test_what_only_an_official_can_judge_is_told_apart_and_never_asked(tmp_path: Path) -> None:
    table = (
        "\n| # | a | risk | => c | source |\n|---|---|---|---|---|\n| 1 | yes | yes | no | S 1 |\n| 2 | - | - | go | S 1 |\n"
    )
    found = book(tmp_path, fact("a") + fact("risk", kind="judgement"), r=head("r") + table)
    assert found.decide("r", {}, "2025-01-01").state == "unknown"
    answer = found.decide("r", {"a": True}, "2025-01-01")
    assert (answer.state, answer.value, answer.ask) == ("judgement", None, ("risk",))
    assert found.next_question("r", {"a": True}, "2025-01-01") is None
    assert found.next_question("r", {}, "2025-01-01").fact.name == "a"  # type: ignore[union-attr]


def test_facts_that_exclude_each_other_are_no_case(tmp_path: Path) -> None:
    table = (
        "\n| # | a | b | => c | source |\n|---|---|---|---|---|\n"
        "| 1 | yes | - | x | S 1 |\n| 2 | - | yes | y | S 1 |\n| 3 | - | - | x | S 1 |\n"
        "\n## Impossible\n| a | b |\n|---|---|\n| no | yes |\n"
    )
    found = book(tmp_path, fact("a") + fact("b"), r=head("r") + table)
    assert found.decide("r", {}, "2025-01-01").value == "x"
    assert found.decide("r", {"a": False, "b": True}, "2025-01-01").state == "contradiction"


# --- chains ---------------------------------------------------------------------------------------------------------

INNER = (
    head("inner")
    + "\n| # | a | b | => i | source |\n|---|---|---|---|---|\n| i1 | yes | yes | x | S 1 |\n| i2 | no | - | y | S 1 |\n"
)
OUTER = (
    head("outer") + "\n| # | inner | a | => o | source |\n|---|---|---|---|---|\n"
    "| o1 | x, y | - | good | S 2 |\n| o2 | - | yes | bad | S 2 |\n"
)


@pytest.fixture
def chain(tmp_path: Path) -> rules.Book:
    return book(tmp_path, fact("a") + fact("b"), outer=OUTER, inner=INNER)


def test_a_chained_rule_is_joined_and_exact(chain: rules.Book) -> None:
    assert chain.soft_links() == ()
    assert chain.decide("outer", {"a": False}, "2025-01-01").value == "good"
    answer = chain.decide("outer", {"a": True}, "2025-01-01")
    assert (set(answer.possible), answer.ask) == ({"good", "bad"}, ("b",))
    assert chain.decide("outer", {"a": True, "b": False}, "2025-01-01").value == "bad"


def test_the_reasons_of_a_chain_hold_those_of_its_links(chain: rules.Book) -> None:
    answer = chain.decide("outer", {"a": True, "b": True}, "2025-01-01")
    assert [(because.rule, because.row) for because in answer.why] == [("outer", "o1"), ("inner", "i1")]


def test_the_outcome_of_a_chained_rule_may_be_given(chain: rules.Book) -> None:
    answer = chain.decide("outer", {"inner": "y"}, "2025-01-01")
    assert (answer.value, answer.facts) == ("good", (("inner", "y"),))


def test_a_table_may_hang_on_an_amount(tmp_path: Path) -> None:
    table = "\n| # | cost2 | => o | source |\n|---|---|---|---|\n| 1 | >= 100 | much | S 1 |\n| 2 | - | little | S 1 |\n"
    found = book(
        tmp_path,
        fact("cost", type="amount", more="min = 0"),
        cost2=head("cost2", formula='"cost * 2"'),
        big=head("big") + table,
    )
    assert found.soft_links() == (("big", "cost2"),)
    assert found.decide("big", {"cost": Decimal("49.99")}, "2025-01-01").value == "little"
    assert found.decide("big", {"cost": 50}, "2025-01-01").value == "much"
    assert found.decide("big", {}, "2025-01-01").ask == ("cost",)


def test_what_turns_the_outcome_only_together_is_all_asked_through_a_chain_too(tmp_path: Path) -> None:
    rows = "\n| # | {0} | => o | source |\n|---|---|---|---|\n| 1 | yes | x | S 1 |\n| 2 | no | y | S 1 |\n"
    outer = (
        "\n| # | one | two | c | => o | source |\n|---|---|---|---|---|---|\n"
        "| 1 | - | - | yes | much | S 1 |\n| 2 | - | - | no | little | S 1 |\n"
        "\n## Impossible\n| two | c |\n|---|---|\n| x | no |\n| y | yes |\n"
    )
    found = book(
        tmp_path,
        fact("a") + fact("b") + fact("c"),
        one=head("one") + rows.format("a"),
        two=head("two") + rows.format("b"),
        outer=head("outer") + outer,
    )
    given: dict[str, object] = {"one": "x"}
    for facts in ({}, given):
        assert set(found.decide("outer", facts, "2025-01-01").ask) >= {"b", "c"}
        assert found.decide("outer", {**facts, "b": True}, "2025-01-01").value == "much"
        assert found.decide("outer", {**facts, "b": True, "c": False}, "2025-01-01").state == "contradiction"


def test_a_cell_counts_dossiers_that_a_determination_does_not_tell_apart(law: rules.Book) -> None:
    cell = law.cell("export.lane", {"dest": "eu"}, "2026-08-01")
    assert cell == law.cell("export.lane", {"dest": "eu", "goods": None, "staff": 5}, date(2026, 9, 1))
    assert cell != law.cell("export.lane", {"dest": "ally"}, "2026-08-01")
    assert cell != law.cell("export.lane", {"dest": "eu"}, "2026-06-30")


# --- asking and amending --------------------------------------------------------------------------------------------


def test_register_facts_are_fetched_first_and_idle_facts_never(law: rules.Book) -> None:
    asked, facts = [], {}
    truth = {"dest": "ally", "goods": "component", "certified": False}
    while (question := law.next_question("export.lane", facts, "2026-08-01")) is not None:
        asked.append(question.fact.name)
        facts[question.fact.name] = truth[question.fact.name]
    assert asked[0] == "dest" and asked[-1] == "goods"
    assert law.decide("export.lane", facts, "2026-08-01").value == "standard"
    assert law.next_question("export.lane", {"dest": "embargo"}, "2026-08-01") is None


def test_one_interview_serves_several_rules(law: rules.Book) -> None:
    question = law.next_question_over(["export.lane", "aid.rate"], {"dest": "embargo"}, "2025-06-01")
    assert question is not None
    assert (question.fact.name, question.rules) == ("size", ("aid.rate",))


def test_an_amendment_replaces_and_adds_rows_and_leaves_the_book(law: rules.Book, tmp_path: Path) -> None:
    change = tmp_path / "b.md"
    change.write_text(
        '+++\nid = "aid.rate.b"\namend = "aid.rate"\n+++\n\n| param | key | value | from | source |\n|---|---|---|---|---|\n'
        "| base | research | 40 | 2024-01-01 | VDP 2.1 |\n",
        "utf-8",
    )
    amended = law.amend(change)
    facts = {"project": "research", "size": "large", "collab": True, "call": True}
    assert amended.decide("aid.rate", facts, "2025-06-01").value == 55
    assert law.decide("aid.rate", facts, "2025-06-01").value == 65
    assert amended.version != law.version


def test_an_amendment_in_the_folder_waits_until_it_is_applied(tmp_path: Path) -> None:
    base = head("r") + "\n| # | a | => c | source |\n|---|---|---|---|\n| 1 | yes | x | S 1 |\n| 2 | - | y | S 1 |\n"
    change = '+++\nid = "r.b"\namend = "r"\n+++\n\n| # | a | => c | source |\n|---|---|---|---|\n| 1 | yes | z | S 2 |\n'
    found = book(tmp_path, fact("a"), r=base, change=change)
    assert found.decide("r", {"a": True}, "2025-01-01").value == "x"
    amended = found.amend("r.b")
    assert amended.decide("r", {"a": True}, "2025-01-01").value == "z"
    assert amended.decide("r", {"a": False}, "2025-01-01").value == "y"
