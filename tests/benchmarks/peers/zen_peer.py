"""zen-engine: the lane as its decision table, the rate as its expression; with its trace as reasons."""

from __future__ import annotations

import json
from typing import Any

import zen
from talk import answers, best, named, single, stream, task, tell


def node(name: str, kind: str, content: dict[str, Any] | None = None) -> dict[str, Any]:
    return {"id": name, "type": kind, "name": name, "position": {"x": 0, "y": 0}, **({"content": content} if content else {})}


def graph(middle: dict[str, Any]) -> dict[str, Any]:
    edges = [("in", middle["id"]), (middle["id"], "out")]
    return {
        "nodes": [node("in", "inputNode"), middle, node("out", "outputNode")],
        "edges": [{"id": f"{a}-{b}", "sourceId": a, "targetId": b, "type": "edge"} for a, b in edges],
    }


def written(value: Any) -> str:
    """A cell: nothing for any value, else what it must equal."""
    if value is None:
        return ""
    return ", ".join(json.dumps(one) for one in (value if isinstance(value, list) else [value]))


def lane(rows: list[dict[str, Any]]) -> dict[str, Any]:
    names = [name for name in rows[0] if name != "=>"]
    table = {
        "hitPolicy": "first",
        "inputs": [{"id": name, "name": name, "field": name} for name in names],
        "outputs": [{"id": "out", "name": "out", "field": "out"}],
        "rules": [
            {"_id": str(n), **{name: written(row[name]) for name in names}, "out": json.dumps(row["=>"])}
            for n, row in enumerate(rows)
        ],
    }
    return graph(node("lane", "decisionTableNode", table))


def choose(name: str, table: dict[str, Any]) -> str:
    """A table of one fact as nested conditions, which this engine runs faster than a table of its own."""
    *cases, (_, last) = table.items()
    return "".join(f"{name} == {json.dumps(key)} ? {value} : " for key, value in cases) + str(last)


def rate(values: dict[str, Any]) -> dict[str, Any]:
    def per_call(table: dict[str, Any]) -> str:
        return f"(call ? {table['yes']} : {table['no']})"

    cap = choose("project", {key: per_call(table) for key, table in values["cap"].items()})
    base, bonus = choose("project", values["base"]), choose("size", values["bonus"])
    line = f"min([({cap}), ({base}) + ({bonus}) + (collab ? {per_call(values['extra'])} : 0)])"
    return graph(node("rate", "expressionNode", {"expressions": [{"id": "1", "key": "out", "value": line}]}))


def main() -> None:
    given = task()
    graphs = {"lane": lane(given["lane"]), "rate": rate(given["rate"])}
    engine = zen.ZenEngine({"loader": {"type": "static", "content": graphs}})
    decisions = {rule: engine.get_decision(rule) for rule in graphs}

    def decider(rule: str, trace: bool) -> Any:
        decide = decisions[rule].evaluate
        options = {"trace": trace}
        return lambda dossier: (decide(dossier, options)["result"] or {}).get("out")

    streamed = stream(given, {rule: decider(rule, True) for rule in graphs})
    found = answers(given, {rule: decider(rule, False) for rule in graphs})
    timed = single(given, {rule: decider(rule, True) for rule in graphs}, given["singles"])
    rows = min(given["rows"], given["slow_rows"])
    requests = [{"key": rule, "context": one} for rule in graphs for one in stretched(given["full"][rule], rows)]
    bulk = best(lambda: engine.evaluate_batch(requests), 1, rounds=2)
    tell(
        {
            "peer": named("zen-engine"),
            **found,
            "single": timed,
            "stream": streamed,
            "bulk": {"rows": rows, "seconds": bulk},
            "reform": None,
            "notes": [f"bulk: evaluate_batch without trace over {rows:,} rows, the dossiers made beforehand"],
        }
    )


def stretched(dossiers: list[dict[str, Any]], rows: int) -> list[dict[str, Any]]:
    return [dossiers[n % len(dossiers)] for n in range(rows)]


if __name__ == "__main__":
    main()
