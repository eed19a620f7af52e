"""The plan can be read by programs and on a terminal, and the glossary gives the words of the field."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

import bolwerk.plan
from bolwerk.kernel import InvalidInput
from bolwerk.plan import Plan, as_json, load_glossary, outline
from bolwerk.plan.glossary import load_glossary_from
from bolwerk.plan.loading import DATA
from bolwerk.plan.show import amount_text


def test_the_json_of_the_plan_holds_every_measure_and_promise(plan: Plan) -> None:
    told = json.loads(json.dumps(as_json(plan)))
    measures = [measure for domain in told["domains"] for measure in domain["measures"]]
    assert [measure["code"] for measure in measures] == [measure.code for measure in plan.measures]
    ids = [promise["id"] for promise in told["principles"]]
    for domain in told["domains"]:
        ids += [promise["id"] for promise in domain["principles"]]
        ids += [promise["id"] for measure in domain["measures"] for promise in measure["commitments"]]
    assert ids == [promise.id for promise in plan.promises]


def test_the_json_of_an_amount_is_exact(plan: Plan) -> None:
    budget, rate = plan.commitment("2.1-b").amounts[0], plan.commitment("2.1-c").amounts[0]
    assert as_json(budget)["value"] == 1_000_000_000  # cents
    assert (as_json(rate)["before"], as_json(rate)["value"], as_json(rate)["bound"]) == ("50", "60", "at_most")
    day = plan.commitment("8.1-a").amounts[0]
    assert as_json(day)["value"] == "2026-09-01"


def test_the_json_of_a_timing_gives_the_rule_that_read_it(plan: Plan) -> None:
    timing = plan.measure("2.1").timing
    assert timing is not None
    told = as_json(timing)
    assert told["phrase"] == "lancering voorjaar 2025" and told["deadline"] == "2025-06-20"
    assert told["standing"] == "derived" and told["rule"]["id"] == "season"  # type: ignore[index]


@pytest.mark.parametrize(
    ("id", "nl", "en"),
    [
        ("2.1-b", "10.000.000 euro", "€10,000,000"),
        ("2.1-c", "van 50% naar maximaal 60%", "from 50% to at most 60%"),
        (
            "2.1-g",
            "van 10 procentpunt naar maximaal 15 procentpunt",
            "from 10 percentage points to at most 15 percentage points",
        ),
        ("2.3-e", "meer dan 50%", "more than 50%"),
        ("8.1-a", "1 september 2026", "1 September 2026"),
    ],
)
def test_an_amount_reads_well_in_both_languages(plan: Plan, id: str, nl: str, en: str) -> None:
    text = amount_text(plan.commitment(id).amounts[0])
    assert (text.nl, text.en) == (nl, en)


def test_the_outline_of_the_plan_lists_each_measure_under_its_chapter(plan: Plan) -> None:
    rows = outline(plan, "nl")
    assert [row.code for row in rows if row.depth == 2] == [measure.code for measure in plan.measures]


def test_the_outline_of_a_measure_tells_who_when_how_much_and_every_commitment(plan: Plan) -> None:
    rows = outline(plan.measure("2.1"), "en")
    text = "\n".join(row.text for row in rows)
    assert [row.code for row in rows if row.code][1:] == [c.id for c in plan.measure("2.1").commitments]
    assert "VLAIO" in text and "20 June 2025" in text and "€10,000,000" in text


def test_a_measure_without_a_deadline_says_so(plan: Plan) -> None:
    assert any("geen uiterste dag" in row.text for row in outline(plan.measure("2.2"), "nl"))


def test_the_glossary_is_complete_in_both_languages_and_in_order() -> None:
    symbols = [term.symbol for term in load_glossary()]
    assert symbols == sorted(set(symbols)) and {"esac", "commitment", "dual_use", "binding_advice"} <= set(symbols)
    assert all(term.definition.nl != term.definition.en for term in load_glossary())


def test_a_glossary_out_of_order_is_refused(tmp_path: Path) -> None:
    text = (DATA / "glossary.toml").read_text(encoding="utf-8")
    shutil.copy(DATA / "glossary.toml", tmp_path)
    (tmp_path / "glossary.toml").write_text(text.replace('symbol = "admissibility"', 'symbol = "zebra"'), encoding="utf-8")
    with pytest.raises(InvalidInput, match="symbol"):
        load_glossary_from(tmp_path)


def test_the_public_surface_is_what_it_says() -> None:
    for name in bolwerk.plan.__all__:
        assert hasattr(bolwerk.plan, name)
    assert sorted(bolwerk.plan.__all__, key=str.lower) == sorted(set(bolwerk.plan.__all__), key=str.lower)
