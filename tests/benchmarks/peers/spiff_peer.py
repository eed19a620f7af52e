"""SpiffWorkflow: the lane through its DMN engine, the rate as one expression of its script engine; no workflow around them."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

from SpiffWorkflow.bpmn.script_engine import PythonScriptEngine
from SpiffWorkflow.dmn.engine.DMNEngine import DMNEngine
from SpiffWorkflow.dmn.specs.model import DecisionTable, HitPolicy, Input, InputEntry, Output, OutputEntry, Rule
from talk import answers, best, named, single, task, tell

WORKFLOW = SimpleNamespace(script_engine=PythonScriptEngine())
FACTS = {"lane": ("dest", "goods", "certified"), "rate": ("project", "size", "collab", "call")}


def written(value: Any) -> str | None:
    if value is None:
        return None
    return f"? in {value!r}" if isinstance(value, list) else repr(value)


def table(rows: list[dict[str, Any]]) -> DMNEngine:
    """Its hit policy UNIQUE stops at the first row that matches."""
    found = DecisionTable("lane", "lane", HitPolicy.UNIQUE.value)
    inputs = {name: Input(name, name, name, name, "string") for name in rows[0] if name != "=>"}
    output = Output("out", "out", "out", "string")
    for n, row in enumerate(rows):
        rule = Rule(str(n))
        rule.row_number = n
        for name, source in inputs.items():
            entry = InputEntry(name, source)
            text = written(row[name])
            entry.lhs = [] if text is None else [text]
            rule.inputEntries.append(entry)
        out = OutputEntry("out", output)
        out.text = repr(row["=>"])
        rule.outputEntries.append(out)
        found.rules.append(rule)
    return DMNEngine(found)


def main() -> None:
    given = task()
    engine = table(given["lane"])

    def the_task(rule: str, dossier: dict[str, Any]) -> Any:
        return SimpleNamespace(data=dict.fromkeys(FACTS[rule]) | dossier, workflow=WORKFLOW)

    values = given["rate"]
    line = (
        f"min({values['cap']!r}[project]['yes' if call else 'no'], {values['base']!r}[project] + {values['bonus']!r}[size]"
        f" + ({values['extra']!r}['yes' if call else 'no'] if collab else 0))"
    )

    def lane(dossier: dict[str, Any]) -> Any:
        return engine.result(the_task("lane", dossier)).get("out")

    def rate(dossier: dict[str, Any]) -> Any:
        return WORKFLOW.script_engine.evaluate(the_task("rate", dossier), line)

    deciders = {"lane": lane, "rate": rate}
    rows = min(given["rows"], given["slow_rows"] // 10)

    def all_rows() -> None:
        for rule, decide in deciders.items():
            dossiers = given["full"][rule]
            for n in range(rows):
                decide(dossiers[n % len(dossiers)])

    tell(
        {
            "peer": named("SpiffWorkflow"),
            **answers(given, deciders),
            "single": single(given, deciders, given["singles"] // 4),
            "bulk": {"rows": rows, "seconds": best(all_rows, 1, rounds=1)},
            "reform": None,
            "notes": ["single: the row that matched is its reason; there is no list of what is still to ask"],
        }
    )


if __name__ == "__main__":
    main()
