"""The parts that compute can be used without Django: in bulk, in a notebook, in another service."""

import subprocess
import sys

CALLS = ("scoring", "calibration", "ranking", "forms", "costs", "completeness", "matching", "instalments")
PURE = [*(f"bolwerk.office.calls.{name}" for name in CALLS), "bolwerk.office.advice.tally", "bolwerk.office.advice.aspects"]


def test_the_computing_parts_do_not_reach_django() -> None:
    program = f"import sys, importlib\nfor name in {PURE!r}: importlib.import_module(name)\nprint('django' in sys.modules)"
    found = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert found.stdout.strip() == "False"
