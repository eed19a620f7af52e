"""Beside the peers, where `make peers` has installed them: the same answers on complete dossiers, and quicker."""

from __future__ import annotations

from pathlib import Path

import pytest

from bolwerk.engines import rules
from tests.benchmarks.peers import run

pytestmark = pytest.mark.benchmark


@pytest.mark.skipif(not run.PEERS.exists(), reason="the peers are not installed: make peers does it")
def test_the_peers_agree_on_complete_dossiers_and_take_longer(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BOLWERK_PEERS_ROWS", "200000")
    monkeypatch.setattr(run, "SLOW_ROWS", 10_000)
    found = run.measure(rules.load(run.LAW), tmp_path)["figures"]
    assert set(found) == {"bolwerk", "zen", "openfisca", "spiff"}
    for name, one in found.items():
        assert one.get("equal"), f"{name}: {one}"
    assert [found["bolwerk"][rule]["definite while open"] for rule in run.RULES] == [0, 0]
    for name in ("zen", "openfisca", "spiff"):
        assert found[name]["lane, one dossier, times a state never met"] > 5
        assert found[name]["lane"]["wrong"] > 0
