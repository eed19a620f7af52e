"""SpiffWorkflow: the lane through its DMN engine, the rate as one expression of its script engine.

Timed twice: bare, without any workflow around them, and the lane as it is used: one business rule task in a workflow.
"""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

from lxml import etree
from SpiffWorkflow.bpmn.script_engine import PythonScriptEngine
from SpiffWorkflow.bpmn.workflow import BpmnWorkflow
from SpiffWorkflow.camunda.parser import CamundaParser
from SpiffWorkflow.dmn.engine.DMNEngine import DMNEngine
from SpiffWorkflow.dmn.specs.model import DecisionTable, HitPolicy, Input, InputEntry, Output, OutputEntry, Rule
from talk import answers, best, named, single, stream, task, tell

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


PROCESS = """<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:camunda="http://camunda.org/schema/1.0/bpmn">
<process id="dossier" isExecutable="true">
<startEvent id="start"><outgoing>one</outgoing></startEvent>
<sequenceFlow id="one" sourceRef="start" targetRef="decide"/>
<businessRuleTask id="decide" name="decide" camunda:decisionRef="lane"><incoming>one</incoming><outgoing>two</outgoing>
</businessRuleTask>
<sequenceFlow id="two" sourceRef="decide" targetRef="end"/>
<endEvent id="end"><incoming>two</incoming></endEvent>
</process></definitions>"""


def in_a_workflow(engine: DMNEngine) -> Any:
    class Parser(CamundaParser):  # type: ignore[misc]
        def get_engine(self, decision_ref: str, node: Any) -> DMNEngine:
            return engine

    parser = Parser()
    parser.add_bpmn_xml(etree.fromstring(PROCESS))
    spec = parser.get_spec("dossier")

    def decide(dossier: dict[str, Any]) -> Any:
        workflow = BpmnWorkflow(spec, script_engine=WORKFLOW.script_engine)
        workflow.task_tree.data.update(dict.fromkeys(FACTS["lane"]) | dossier)
        workflow.do_engine_steps()
        return workflow.data.get("out")

    return decide


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
    streamed = stream(given, deciders)
    rows = min(given["rows"], given["slow_rows"] // 10)

    def all_rows() -> None:
        for rule, decide in deciders.items():
            dossiers = given["full"][rule]
            for n in range(rows):
                decide(dossiers[n % len(dossiers)])

    whole = in_a_workflow(engine)
    if [whole(one) for one in given["full"]["lane"][:100]] != [lane(one) for one in given["full"]["lane"][:100]]:
        raise SystemExit("the workflow does not say what its table says")
    timed = single(given, deciders, given["singles"] // 4)
    timed |= {"lane in a workflow": single(given, {"lane": whole}, given["singles"] // 8)["lane"]}
    tell(
        {
            "peer": named("SpiffWorkflow"),
            **answers(given, deciders),
            "single": timed,
            "stream": streamed,
            "bulk": {"rows": rows, "seconds": best(all_rows, 1, rounds=1)},
            "reform": None,
            "notes": ["single: the row that matched is its reason; there is no list of what is still to ask"],
        }
    )


if __name__ == "__main__":
    main()
