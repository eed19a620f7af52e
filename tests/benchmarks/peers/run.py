"""Peers, in one run: the same two rules on the same dossiers, first whether all agree, then how much processor time each takes.

`make peers`, or `python -m tests.benchmarks.peers.run [OUT.json]` with the peers installed in `.venv-peers`. A peer that is not
there is left out and told. `BOLWERK_PEERS_ROWS` rows are taken in bulk (default 1,000,000).
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from datetime import date
from itertools import product
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from typing import Any

from bolwerk.engines import rules

HERE, ROOT = Path(__file__).parent, Path(__file__).parents[3]
LAW = ROOT / "tests" / "engines" / "rules" / "law"
PEERS = ROOT / ".venv-peers" / "bin" / "python"
SCRIPTS = {"zen": "zen_peer.py", "openfisca": "openfisca_peer.py", "spiff": "spiff_peer.py"}
RULES = {"lane": "export.lane", "rate": "aid.rate"}
DAYS = {"lane": date(2026, 8, 1), "rate": date(2025, 6, 1)}
DOSSIERS, SINGLES, SLOW_ROWS, MISSING = 10_000, 2_000, 100_000, 0.25
AMENDMENT = """+++
id = "fast.systems"
amend = "export.lane"
+++

| #  | dest | goods             | certified | => lane | from       | until | source                 |
|----|------|-------------------|-----------|---------|------------|-------|------------------------|
| L3 | eu   | component, system | -         | fast    | 2026-07-01 |       | VDP 1.2 differentiatie |
"""


def lane_rows(book: rules.Book) -> list[dict[str, Any]]:
    """The rows in force on the day, as plain values: None for any, a list for one of some, else what it equals."""
    rule = book.rules[RULES["lane"]]
    values = {fact.name: fact.values for fact in rule.facts}

    def cell(row: rules.Row, name: str) -> Any:
        allowed = [
            value
            for value in values[name]
            if all(condition.matches(value, lambda _: None) for fact, condition, _ in row.cells if fact == name)
        ]
        return None if len(allowed) == len(values[name]) else allowed[0] if len(allowed) == 1 else allowed

    in_force = [row for row in rule.rows if DAYS["lane"] in row.period]
    return [{name: cell(row, name) for name in values} | {"=>": row.outcome} for row in in_force]


def rate_values(book: rules.Book) -> dict[str, Any]:
    """The dated values in force on the day, by key."""
    found: dict[str, Any] = {}
    for value in book.values_of(RULES["rate"]):
        if DAYS["rate"] in value.period:
            table = found.setdefault(value.param, {})
            for key in value.key[:-1]:
                table = table.setdefault(key, {})
            table[value.key[-1]] = value.value
    return found


def dossiers(book: rules.Book, random: Random) -> dict[str, dict[str, list[dict[str, Any]]]]:
    """Complete dossiers, and the same with a quarter of the facts left out."""
    full = {
        rule: [{fact.name: random.choice(fact.values) for fact in book.inputs(name)} for _ in range(DOSSIERS)]
        for rule, name in RULES.items()
    }
    open_ = {
        rule: [{name: value for name, value in one.items() if random.random() >= MISSING} for one in ones]
        for rule, ones in full.items()
    }
    return {"full": full, "open": open_}


def run(python: Path | str, script: str, task: dict[str, Any]) -> dict[str, Any] | str:
    """The answer of one peer, or why there is none."""
    if not Path(python).exists():
        return f"{python} is not there: make peers installs it"
    done = subprocess.run(
        [str(python), str(HERE / script)], input=json.dumps(task), capture_output=True, text=True, check=False, env=os.environ
    )
    if done.returncode:
        last = done.stderr.strip().splitlines()
        return f"{script} ended with {done.returncode}: {last[-1] if last else 'no word'}"
    answer: dict[str, Any] = json.loads(done.stdout)
    return answer


class Truth:
    """By trying every completion: what an open dossier may still be."""

    def __init__(self, book: rules.Book) -> None:
        self.book = book
        self._known: dict[tuple[str, tuple[tuple[str, Any], ...]], set[Any]] = {}

    def possible(self, rule: str, dossier: dict[str, Any]) -> set[Any]:
        key = (rule, tuple(sorted(dossier.items())))
        if key not in self._known:
            facts = self.book.inputs(RULES[rule])
            open_ = [(dossier[fact.name],) if fact.name in dossier else fact.values for fact in facts]
            names = [fact.name for fact in facts]
            self._known[key] = {
                self.book.decide(RULES[rule], dict(zip(names, case, strict=True)), DAYS[rule]).value for case in product(*open_)
            }
        return self._known[key]


def judge(answer: dict[str, Any], own: dict[str, Any], task: dict[str, Any], truth: Truth) -> dict[str, Any]:
    """Equal on complete dossiers; on open ones how often definite where several outcomes are possible, and then wrong."""
    found: dict[str, Any] = {"equal": all(answer["full"][rule] == own["full"][rule] for rule in RULES)}
    for rule in RULES:
        hasty = wrong = 0
        cases = zip(task["open"][rule], answer["open"][rule], own["full"][rule], strict=True)
        for dossier, said, full in cases:
            if said is not None and len(truth.possible(rule, dossier)) > 1:
                hasty += 1
                wrong += said != full
        found[rule] = {"definite while open": hasty, "wrong": wrong}
    return found


def measure(book: rules.Book, folder: Path) -> dict[str, Any]:
    """Bolwerk before and after the peers (the slower of the two counts), each peer in between."""
    amendment = folder / "fast-systems.md"
    amendment.write_text(AMENDMENT, "utf-8")
    amended = book.amend(amendment)
    task = {
        "lane": lane_rows(book),
        "reform": lane_rows(amended),
        "rate": rate_values(book),
        "law": str(LAW),
        "amendment": str(amendment),
        "days": {rule: day.isoformat() for rule, day in DAYS.items()},
        "rows": int(os.environ.get("BOLWERK_PEERS_ROWS", 1_000_000)),
        "slow_rows": SLOW_ROWS,
        "singles": SINGLES,
        **dossiers(book, Random(20260801)),
    }
    first = run(sys.executable, "bolwerk_peer.py", task)
    peers = {name: run(PEERS, script, task) for name, script in SCRIPTS.items()}
    last = run(sys.executable, "bolwerk_peer.py", task)
    if isinstance(first, str) or isinstance(last, str):
        raise SystemExit(f"bolwerk: {first if isinstance(first, str) else last}")
    truth = Truth(book)
    table = {"bolwerk": figures(last, first, last) | judge(last, last, task, truth)}
    for name, answer in peers.items():
        table[name] = (
            {"left out": answer} if isinstance(answer, str) else figures(answer, first, last) | judge(answer, last, task, truth)
        )
    return {"dossiers": DOSSIERS, "missing": MISSING, "figures": table}


def figures(answer: dict[str, Any], first: dict[str, Any], last: dict[str, Any]) -> dict[str, Any]:
    """Microseconds a dossier and seconds in bulk, and how many times Bolwerk's own."""

    def slower(*path: str) -> float:
        one, two = first, last
        for key in path:
            one, two = one[key], two[key]
        return max(float(one), float(two))  # type: ignore[arg-type]

    found: dict[str, Any] = {"peer": answer["peer"], "notes": answer["notes"]}
    for what, seconds in answer["single"].items():
        found[f"{what}, one dossier, µs"] = round(seconds * 1e6, 2)
        rule = what.partition(" ")[0]
        found[f"{what}, one dossier, times"] = round(seconds / slower("single", rule), 1)
        found[f"{what}, one dossier, times a state never met"] = round(seconds / slower("single", f"{rule} anew"), 1)
    for rule, seconds in answer["stream"].items():
        found[f"{rule}, ten thousand once each, µs a dossier"] = round(seconds * 1e6, 2)
        found[f"{rule}, ten thousand once each, times"] = round(seconds / slower("stream", rule), 1)
    for what in ("bulk", "reform"):
        if answer[what]:
            each, own = answer[what]["seconds"] / answer[what]["rows"], slower(what, "seconds") / last[what]["rows"]
            found[f"{what}, measured at rows"] = answer[what]["rows"]
            found[f"{what}, s"] = round(answer[what]["seconds"], 5)
            found[f"{what}, times a row"] = round(each / own, 1)
    return found


def main() -> None:
    with TemporaryDirectory() as folder:
        found = measure(rules.load(LAW), Path(folder))
    text = json.dumps(found, ensure_ascii=False, indent=2)
    print(text)  # noqa: T201
    if len(sys.argv) > 1:
        out = Path(sys.argv[1])
        out.parent.mkdir(parents=True, exist_ok=True)
        out.write_text(text + "\n", "utf-8")


if __name__ == "__main__":
    main()
