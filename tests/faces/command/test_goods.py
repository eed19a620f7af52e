"""`bolwerk goods`: find, show, import, compare; status and errors as promised."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parents[3]
CSV = "list,version,valid_from,code,text,note,lang\n"


@pytest.fixture
def bolwerk(tmp_path: Path) -> Any:
    """Runs the command with a home of its own."""
    env = {**os.environ, "BOLWERK_HOME": str(tmp_path / "own"), "PYTHONPATH": str(ROOT / "src")}

    def run(*words: str) -> subprocess.CompletedProcess[str]:
        start = "from bolwerk.faces.command import main; main()"
        return subprocess.run(
            [sys.executable, "-c", start, *words], capture_output=True, text=True, env=env, cwd=tmp_path, check=False
        )

    return run


def test_find_tells_candidates_as_json_and_one_when_there_are_none(bolwerk: Any) -> None:
    found = bolwerk("goods", "find", "pistool", "9", "mm", "--json")
    assert found.returncode == 0
    assert json.loads(found.stdout)["candidates"][0]["code"] == "ML1"
    nothing = bolwerk("--lang", "en", "goods", "find", "garden chair")
    assert nothing.returncode == 1
    assert "does not prove" in nothing.stdout


def test_a_code_that_cannot_be_is_bad_input(bolwerk: Any) -> None:
    refused = bolwerk("--lang", "en", "goods", "show", "ML23")
    assert refused.returncode == 2
    assert "before 2012" in refused.stderr
    assert "Traceback" not in refused.stderr


def test_a_list_is_taken_in_shown_and_compared(bolwerk: Any, tmp_path: Path) -> None:
    rows = "".join(f"ML,2025,2025-01-01,ML{n},Text {n},,en\n" for n in range(1, 23))
    (tmp_path / "list.csv").write_text(CSV + rows)
    assert bolwerk("goods", "import", "list.csv").returncode == 0
    assert "Text 10" in bolwerk("goods", "show", "ML10").stdout
    listed = json.loads(bolwerk("goods", "versions", "--json").stdout)
    assert [row["version"] for row in listed if row["list"] == "ML"] == ["2024 (short titles)", "2025"]
    changed = bolwerk("goods", "diff", "ML", "2024 (short titles)", "2025", "--json")
    assert changed.returncode == 1
    assert len(json.loads(changed.stdout)["changed"]) == 22
    assert bolwerk("goods", "diff", "ML", "2025", "2025").returncode == 0


def test_lost_text_is_not_kept_unless_somebody_says_so(bolwerk: Any, tmp_path: Path) -> None:
    (tmp_path / "list.csv").write_text(CSV + "ML,2025,2025-01-01,ML1,Text,,en\n")
    refused = bolwerk("--lang", "en", "goods", "import", "list.csv")
    assert refused.returncode == 1
    assert "Not kept" in refused.stdout
    assert len(json.loads(bolwerk("goods", "versions", "--json").stdout)) == 2
    assert bolwerk("goods", "import", "list.csv", "--accept").returncode == 0
    kept = json.loads(bolwerk("goods", "versions", "--json").stdout)
    assert any("ML2" in finding for row in kept for finding in row["findings"])


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("goods", "import", "bad.csv"), "bad.csv:2"),
        (("goods", "import", "bad.csv", "--list", "XX"), "XX"),
        (("goods", "import", "bad.csv", "--list", "CN"), "--from"),
        (("goods", "import", "bad.csv", "--list", "CN", "--from", "2026-01-01"), "cn"),
        (("goods", "find", "pistool", "--cn", "1"), "CN code"),
        (("goods", "show", "ML1", "--version", "1999"), "1999"),
        (("goods", "diff", "ML", "a", "b"), "no version 'a'"),
    ],
    ids=["line", "list", "day", "columns", "cn", "version", "diff"],
)
def test_bad_input_is_told_with_its_place(bolwerk: Any, tmp_path: Path, words: tuple[str, ...], told: str) -> None:
    (tmp_path / "bad.csv").write_text(CSV + "ML,v,2025-01-01,nothing,Text,,en\n")
    refused = bolwerk("--lang", "en", *words)
    assert refused.returncode == 2
    assert told in refused.stderr
    assert "Traceback" not in refused.stderr


def test_a_table_of_cn_codes_serves_the_finder(bolwerk: Any, tmp_path: Path) -> None:
    (tmp_path / "cn.csv").write_text("cn,code\n8525 89,6A003\n")
    assert bolwerk("goods", "import", "cn.csv", "--list", "CN", "--from", "2020-01-01").returncode == 0
    found = bolwerk("goods", "find", "8525 89 00", "--json")
    assert [row["code"] for row in json.loads(found.stdout)["candidates"]] == ["6A"]
