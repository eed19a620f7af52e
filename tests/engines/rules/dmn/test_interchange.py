"""Rules go out as DMN and come back deciding the same; a model that cannot be read says where and what to write."""

from __future__ import annotations

import random
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from bolwerk.domains import book
from bolwerk.engines import rules
from bolwerk.engines.rules import FactType, dmn
from bolwerk.kernel import InvalidInput, NotFound
from tests.engines.rules.books import book as small
from tests.engines.rules.books import fact, head

ON = date(2026, 1, 15)
TABLES = sorted(
    rule.id
    for rule in book().rules.values()
    if rule.formula is None and not rule.impossible and not any(book().rules[name].formula for name in rule.chained)
)


def model(body: str, inputs: str = "", policy: str = "UNIQUE", output: str = '<output name="Lane"/>') -> bytes:
    return f"""<?xml version="1.0"?>
<definitions xmlns="https://www.omg.org/spec/DMN/20191111/MODEL/" name="m" namespace="n">
<inputData name="Age" id="i1"><variable name="Age" typeRef="number"/></inputData>
<inputData name="Kind of goods" id="i2"><variable name="Kind of goods" typeRef="string"/></inputData>
<decision name="Lane" id="d1"><variable name="Lane" typeRef="string"/>
<decisionTable hitPolicy="{policy}">
<input><inputExpression typeRef="number"><text>Age</text></inputExpression></input>
<input><inputExpression typeRef="string"><text>Kind of goods</text></inputExpression>{inputs}</input>
{output}
{body}
</decisionTable></decision></definitions>""".encode()


def rule(*cells: str, out: str = '"fast"') -> str:
    entries = "".join(f"<inputEntry><text>{cell}</text></inputEntry>" for cell in cells)
    return f"<rule>{entries}<outputEntry><text>{out}</text></outputEntry></rule>"


@pytest.mark.parametrize("id", TABLES)
def test_a_determination_comes_back_from_dmn_deciding_the_same(id: str) -> None:
    on = in_force(id)
    back = dmn.read(dmn.write(book(), [id], on).encode(), "law.dmn")
    dice = random.Random(id)
    found = {}
    for _ in range(40):
        facts = {fact.name: sample(fact, dice) for fact in book().inputs(id)}
        answer = book().decide(id, facts, on)
        if answer.state not in ("value", "gap"):
            continue
        expected: object = list(answer.value) if isinstance(answer.value, tuple) else answer.value
        if isinstance(expected, int) and not isinstance(expected, bool):
            expected = Decimal(expected)
        told = back.decide(id, facts)
        assert (list(dict.fromkeys(told)) if isinstance(told, list) else told) == expected, facts
        found[str(expected)] = True
    assert found


def in_force(id: str) -> date:
    """A day on which every value of law that the rule needs is known."""
    return next(
        day
        for day in (ON, date(2026, 6, 1), date(2025, 6, 1), date(2024, 6, 1))
        if book().decide(id, {}, day).state != "out_of_law"
    )


def sample(fact: rules.Fact, dice: random.Random) -> object:
    if fact.values:
        return dice.choice(fact.values)
    if fact.type is FactType.DATE:
        return date(2026, 1, 1)
    low, high = int(fact.low or 0), int(fact.high) if fact.high is not None else 2 * 10**7
    return dice.choice([low, high, dice.randint(low, high), min(high, low + 10)])


def test_names_with_spaces_and_words_that_no_table_can_hold_come_through() -> None:
    found = dmn.read(model(rule("&gt;= 18", '"a, b | c", "(x)"') + rule("-", "-", out='"-"'), policy="FIRST"), "m.dmn")
    assert found.decide("Lane", {"Age": 20, "Kind of goods": "a, b | c"}) == "fast"
    assert found.decide("Lane", {"Age": 20, "Kind of goods": "never named"}) == "-"


def test_any_table_that_agrees_with_itself_decides_and_one_that_does_not_says_nothing() -> None:
    agree = dmn.read(model(rule("&gt; 1", "-") + rule("&gt; 2", "-"), policy="ANY"), "m.dmn")
    assert agree.decide("Lane", {"Age": 3, "Kind of goods": "x"}) == "fast"
    assert not [f for f in agree.book.check() if f.kind == "overlap"]
    differ = dmn.read(model(rule("&gt; 1", "-") + rule("&gt; 2", "-", out='"slow"'), policy="ANY"), "m.dmn")
    assert differ.decide("Lane", {"Age": 3, "Kind of goods": "x"}) is None
    assert [f for f in differ.book.check() if f.kind == "overlap"]


def test_a_default_counts_where_no_rule_does() -> None:
    output = '<output name="Lane"><defaultOutputEntry><text>"none"</text></defaultOutputEntry></output>'
    for policy, expected in (("UNIQUE", "none"), ("COLLECT", ["none"])):
        found = dmn.read(model(rule("&gt; 1", "-"), policy=policy, output=output), "m.dmn")
        assert found.decide("Lane", {"Age": 0, "Kind of goods": "x"}) == expected


def test_a_missing_input_is_named() -> None:
    found = dmn.read(model(rule("&gt; 1", '"x"')), "m.dmn")
    with pytest.raises(InvalidInput, match="Kind of goods"):
        found.decide("Lane", {"Age": 3})


def test_a_decision_without_a_table_is_told_and_the_others_are_read() -> None:
    raw = model(rule("&gt; 1", "-")).replace(
        b"</definitions>",
        b'<decision name="Sum"><literalExpression><text>1+1</text></literalExpression></decision></definitions>',
    )
    found = dmn.read(raw, "m.dmn")
    assert [skipped.decision for skipped in found.skipped] == ["Sum"]
    assert set(found.decisions) == {"Lane"}


@pytest.mark.parametrize(
    ("raw", "where", "said"),
    [
        (b"<definitions", "m.dmn:1:", "not valid XML"),
        (b"<html/>", "m.dmn:1:1", "not DMN"),
        (b'<!DOCTYPE d [<!ENTITY a "aa">]><definitions/>', "m.dmn:1:", "DOCTYPE"),
        (model(rule("&gt;= eighteen", "-")), "m.dmn:10:", "'Lane', 1, 'Age'"),
        (model(rule("-", "-", out="Age * 2")), "m.dmn:10:", "'Lane', 1, 'Lane'"),
        (model(rule("-")), "m.dmn:10:", "cell for each column"),
        (model(rule("-", "-"), policy="BEST"), "m.dmn:6:", "hitPolicy"),
        (model(rule("-", "-")).replace(b"<text>Age<", b"<text>Agee<"), "m.dmn:7:", "no input or decision"),
        (model(rule("-", "-")).replace(b'typeRef="number"', b'typeRef="duration"'), "m.dmn:7:", "type not read here"),
    ],
    ids=["broken", "no dmn", "doctype", "cell", "expression", "short row", "policy", "column", "type"],
)
def test_a_model_that_cannot_be_read_says_where_and_what(raw: bytes, where: str, said: str) -> None:
    with pytest.raises(InvalidInput) as caught:
        dmn.read(raw, "m.dmn")
    assert caught.value.where.startswith(where), caught.value.where
    assert said in str(caught.value)
    assert caught.value.mend.nl


def test_only_tables_go_out_and_only_rules_that_exist() -> None:
    with pytest.raises(InvalidInput, match="formula"):
        dmn.write(book(), ["aid.rate"], ON)
    with pytest.raises(NotFound):
        dmn.write(book(), ["no.such"], ON)


@pytest.mark.parametrize(
    ("aggregate", "both", "none"), [("sum", 30, None), ("min", 10, None), ("max", 20, None), ("count", 2, 0)]
)
def test_a_collect_table_makes_one_number_of_what_it_collects(
    tmp_path: Path, aggregate: str, both: int, none: int | None
) -> None:
    table = "\n| # | n | => c | source |\n|---|---|---|---|\n| A | > 1 | 10 | S 1 |\n| B | > 2 | 20 | S 1 |\n"
    keys = {"hit": '"collect"', "type": '"number"', "aggregate": f'"{aggregate}"'}
    found = small(tmp_path / "law", fact("n", type="number"), r=head("r", **keys) + table)
    assert found.decide("r", {"n": 3}, ON).value == both
    assert [because.row for because in found.decide("r", {"n": 3}, ON).why] == ["A", "B"]
    answer = found.decide("r", {"n": 0}, ON)
    assert (answer.state, answer.value) == (("gap", None) if none is None else ("value", none))


def test_an_aggregate_without_numbers_to_collect_is_refused(tmp_path: Path) -> None:
    table = "\n| # | n | => c | source |\n|---|---|---|---|\n| A | > 1 | 10 | S 1 |\n"
    with pytest.raises(InvalidInput, match="aggregate"):
        small(tmp_path / "law", fact("n", type="number"), r=head("r", aggregate='"sum"') + table)
