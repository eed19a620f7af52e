"""Screening a file: what is held does not grow with its rows."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.engines.screening.bulk import kit

ROOT = Path(__file__).parents[2]
RUN = """
import resource, sys
from pathlib import Path
from bolwerk.engines.screening.bulk import screen_file
from tests.engines.screening.bulk import kit
done = screen_file(kit.job(Path(sys.argv[1]), Path(sys.argv[2]), chunk=5000))
print(done.counts.rows, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)
"""


def peak(folder: Path, rows: int) -> int:
    """The most memory that a run over so many rows holds, in kibibytes."""
    source = kit.write(folder / f"{rows}.csv", kit.subjects(rows))
    env = {**os.environ, "PYTHONPATH": f"{ROOT / 'src'}:{ROOT}"}
    command = [sys.executable, "-c", RUN, str(source), str(folder / f"{rows}.hits.csv")]
    done = subprocess.run(command, capture_output=True, text=True, cwd=ROOT, env=env, check=True)
    screened, most = map(int, done.stdout.split())
    assert screened == rows
    return most


@pytest.mark.benchmark
def test_ten_times_the_rows_take_no_more_memory(tmp_path: Path) -> None:
    few, many = peak(tmp_path, 20_000), peak(tmp_path, 200_000)
    assert many < few * 1.25, f"{few} KiB for 20,000 rows, {many} KiB for 200,000"
