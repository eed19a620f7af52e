"""A million answers on dossiers with facts left out: none is definite and wrong, and no cube asks what is idle."""

from __future__ import annotations

import os
from random import Random

import pytest

from bolwerk import domains
from tests.properties.missing import Dossiers, wrongly_asked, wrongly_definite

pytestmark = pytest.mark.benchmark
ANSWERS = int(os.environ.get("BOLWERK_BENCH_ANSWERS", 1_000_000))
ASKED = max(ANSWERS // 200, 100)


def test_a_million_answers_hold_when_the_missing_facts_are_told() -> None:
    dossiers = Dossiers(domains.book(), Random(1))
    wrong, definite = wrongly_definite(dossiers, ANSWERS)
    asked = wrongly_asked(dossiers, ASKED)
    print(  # noqa: T201
        f"{ANSWERS:,} answers over {len(dossiers.rules)} rules, {definite:,} definite, {len(wrong)} wrong; "
        f"{ASKED:,} ask lists of {len(dossiers.exact)} cubes, {len(asked)} not minimal"
    )
    assert wrong == []
    assert asked == []
