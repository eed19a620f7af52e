"""DMN on the command line: out, back in, and errors that help."""

from __future__ import annotations

from pathlib import Path

from bolwerk.engines import rules
from tests.faces.command.test_command import bolwerk


def test_a_determination_goes_out_as_dmn_and_comes_back_as_a_law_folder(tmp_path: Path) -> None:
    file, folder = tmp_path / "triage.dmn", tmp_path / "law"
    assert bolwerk("rules", "export", "esac.triage", "--out", file, "--on", "2026-01-15").returncode == 0
    done = bolwerk("rules", "import", file, "--out", folder)
    assert done.returncode == 0, done.stderr
    facts = {"weapon.kind": "none", "project.mainly_military": False}
    assert rules.load(folder).decide("esac.triage", facts, "2026-01-15").value == "no_advice_needed"
    again = bolwerk("rules", "import", file, "--out", folder)
    assert again.returncode == 2
    assert "niet leeg" in again.stderr


def test_a_model_that_cannot_be_read_is_told_with_its_line(tmp_path: Path) -> None:
    (tmp_path / "m.dmn").write_text("<definitions>")
    done = bolwerk("rules", "import", tmp_path / "m.dmn", "--out", tmp_path / "law")
    assert done.returncode == 2
    assert "m.dmn:1:" in done.stderr
    assert "Traceback" not in done.stderr
    assert not (tmp_path / "law").exists()


def test_a_folder_that_is_not_there_is_told(tmp_path: Path) -> None:
    done = bolwerk("rules", "export", "esac.triage", "--out", tmp_path / "no" / "x.dmn")
    assert done.returncode == 2
    assert "map" in done.stderr
