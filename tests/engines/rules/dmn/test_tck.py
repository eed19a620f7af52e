"""The compatibility kit of DMN, level 2: every case of every decision table, through the cube."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from bolwerk.engines.rules import dmn

KIT = Path(__file__).parents[5] / "shared" / "data" / "dmn-tck"
TEST = "{http://www.omg.org/spec/DMN/20160719/testcase}"
TYPE = "{http://www.w3.org/2001/XMLSchema-instance}type"
MODELS = sorted(path for path in KIT.glob("*/*.dmn") if "decisionTable" in path.read_text("utf-8"))

pytestmark = pytest.mark.skipif(not MODELS, reason="the compatibility kit is not beside the project (../shared/data/dmn-tck)")


def value(node: ET.Element) -> object:
    """What a test gives or expects: a value, a list, or components by name."""
    listed = node.find(f"{TEST}list")
    if listed is not None:
        return [value(item) for item in listed.findall(f"{TEST}item")]
    parts = node.findall(f"{TEST}component")
    if parts:
        return {part.get("name"): value(part) for part in parts}
    plain = node.find(f"{TEST}value")
    assert plain is not None
    kind, text = str(plain.get(TYPE)), plain.text or ""
    return text == "true" if kind.endswith("boolean") else text if kind.endswith("string") else Decimal(text)


def cases() -> Iterator[tuple[Path, str, ET.Element]]:
    for model in MODELS:
        for file in sorted(model.parent.glob("*-test-*.xml")):
            for case in ET.parse(file).getroot().findall(f"{TEST}testCase"):
                yield model, f"{model.parent.name}-{case.get('id')}", case


CASES = list(cases())


@pytest.mark.parametrize(("model", "case"), [(m, c) for m, _, c in CASES], ids=[name for _, name, _ in CASES])
def test_a_case_of_the_kit_comes_out_as_it_says(model: Path, case: ET.Element) -> None:
    found = dmn.read(model.read_bytes(), model.name)
    inputs = {str(node.get("name")): value(node) for node in case.findall(f"{TEST}inputNode")}
    for expected in case.findall(f"{TEST}resultNode"):
        said = expected.find(f"{TEST}expected")
        assert said is not None
        assert found.decide(str(expected.get("name")), inputs) == value(said)


def test_the_kit_has_fifty_one_cases_of_decision_tables() -> None:
    assert (len(MODELS), len(CASES)) == (17, 51)
