"""The plan and, where it is at hand, the official text beside the repository."""

from __future__ import annotations

from pathlib import Path

import pytest

from bolwerk.plan import Plan, load

SOURCE = Path(__file__).resolve().parents[3] / "shared" / "plan" / "vlaams-defensieplan.txt"


@pytest.fixture(scope="session")
def plan() -> Plan:
    return load()


@pytest.fixture(scope="session")
def official_text() -> str:
    if not SOURCE.exists():
        pytest.skip("the official text is not beside the repository (../shared/plan/vlaams-defensieplan.txt)")
    return SOURCE.read_text(encoding="utf-8")
