"""A procedure as BPMN 2.0 XML, with its drawing, for any modeller or engine.

A step is a user task; the moves that leave it are the flows of the exclusive gateway behind it, chosen by the variable `move`.
A move that joins branches is a parallel gateway before the task where its steps come together; one that splits, a parallel
gateway after it. A move that cancels is a flow to a terminating end. Flows carry the move's id: `Move_<id>` with `.n` behind it
when a move leaves several tasks.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from xml.etree import ElementTree as ET

from bolwerk.engines.procedures._check import clusters
from bolwerk.engines.procedures._layout import layout
from bolwerk.engines.procedures._model import Move, Procedure
from bolwerk.kernel import InvalidInput, Lang, Text

BPMN = "http://www.omg.org/spec/BPMN/20100524/MODEL"
BPMNDI = "http://www.omg.org/spec/BPMN/20100524/DI"
DC = "http://www.omg.org/spec/DD/20100524/DC"
DI = "http://www.omg.org/spec/DD/20100524/DI"
XSI = "http://www.w3.org/2001/XMLSchema-instance"

_SIZES = {"userTask": (170.0, 70.0), "startEvent": (36.0, 36.0), "endEvent": (36.0, 36.0)}
_GATEWAY = (50.0, 50.0)


def to_bpmn(procedure: Procedure, lang: Lang = "nl") -> str:
    """The document. Raises InvalidInput when a step is shared by moves that wait for different steps (see `check`)."""
    graph = _build(procedure, lang)
    for prefix, uri in (("bpmn", BPMN), ("bpmndi", BPMNDI), ("dc", DC), ("di", DI), ("xsi", XSI)):
        ET.register_namespace(prefix, uri)
    root = ET.Element(
        f"{{{BPMN}}}definitions", {"id": f"Definitions_{procedure.id}", "targetNamespace": "urn:bolwerk:procedure"}
    )
    process = ET.SubElement(root, f"{{{BPMN}}}process", _process_attributes(procedure, lang))
    for node in graph.nodes.values():
        _node_xml(process, node, graph)
    for flow in graph.flows:
        _flow_xml(process, flow)
    _drawing(root, procedure, graph)
    ET.indent(root)
    return '<?xml version="1.0" encoding="UTF-8"?>\n' + ET.tostring(root, encoding="unicode") + "\n"


@dataclass(frozen=True, slots=True)
class _Node:
    id: str
    tag: str
    name: str = ""
    about: str = ""
    terminates: bool = False


@dataclass(frozen=True, slots=True)
class _Flow:
    id: str
    source: str
    target: str
    name: str = ""
    condition: str = ""


@dataclass(slots=True)
class _Graph:
    nodes: dict[str, _Node] = field(default_factory=dict)
    flows: list[_Flow] = field(default_factory=list)

    def node(self, id: str, tag: str, name: str = "", about: str = "", *, terminates: bool = False) -> str:
        self.nodes.setdefault(id, _Node(id, tag, name, about, terminates))
        return id

    def flow(self, source: str, target: str, id: str = "", name: str = "", condition: str = "") -> None:
        self.flows.append(_Flow(id or f"Flow_{len(self.flows)}", source, target, name, condition))


def _build(procedure: Procedure, lang: Lang) -> _Graph:
    graph, groups = _Graph(), clusters(procedure)
    doors = _doors(procedure, groups, graph, lang)
    start = graph.node("StartEvent", "startEvent", Text("start", "start").in_(lang))
    graph.flow(start, doors[procedure.start])
    used: Counter[str] = Counter()
    for takes, group in groups.items():
        cancels = tuple(move for move in procedure.moves if move.cancels and takes & set(move.takes))
        out = task = _task_id(procedure, takes)
        choices = (*group, *cancels)
        if len(choices) > 1:
            out = graph.node(f"Choice_{task}", "exclusiveGateway")
            graph.flow(task, out)
        for move in choices:
            used[move.id] += 1
            suffix = f".{used[move.id]}" if used[move.id] > 1 else ""
            condition = f"move == '{move.id}'" if len(choices) > 1 else ""
            target = _target(graph, procedure, move, doors, suffix, lang)
            graph.flow(out, target, f"Move_{move.id}{suffix}", move.label.in_(lang), condition)
    return graph


def _doors(procedure: Procedure, groups: dict[frozenset[str], tuple[Move, ...]], graph: _Graph, lang: Lang) -> dict[str, str]:
    """The node at which a token enters each step."""
    doors: dict[str, str] = {}
    for end in procedure.ends:
        doors[end] = graph.node(f"End_{end}", "endEvent", procedure.step_of[end].label.in_(lang))
    arrivals = Counter(step for move in procedure.moves for step in move.gives)
    arrivals[procedure.start] += 1
    for takes in groups:
        steps = [step for step in procedure.step_of if step in takes]
        labels = [procedure.step_of[step] for step in steps]
        about = ", ".join(sorted({step.role for step in labels}))
        task = graph.node(_task_id(procedure, takes), "userTask", " + ".join(s.label.in_(lang) for s in labels), about)
        join = graph.node(f"Join_{task}", "parallelGateway") if len(steps) > 1 else ""
        if join:
            graph.flow(join, task)
        for step in steps:
            if step in doors:
                raise _mixed(procedure, step)
            doors[step] = join or task
            if join and arrivals[step] > 1:
                doors[step] = graph.node(f"Merge_{step}", "exclusiveGateway")
                graph.flow(doors[step], join)
    return doors


def _target(graph: _Graph, procedure: Procedure, move: Move, doors: dict[str, str], suffix: str, lang: Lang) -> str:
    if move.cancels:
        end = procedure.step_of[move.gives[0]]
        return graph.node(f"Stop_{end.id}", "endEvent", end.label.in_(lang), terminates=True)
    if len(move.gives) == 1:
        return doors[move.gives[0]]
    split = graph.node(f"Split_{move.id}{suffix}", "parallelGateway")
    for step in move.gives:
        graph.flow(split, doors[step])
    return split


def _task_id(procedure: Procedure, takes: frozenset[str]) -> str:
    return "Step_" + ".".join(step for step in procedure.step_of if step in takes)


def _process_attributes(procedure: Procedure, lang: Lang) -> dict[str, str]:
    return {
        "id": f"Process_{procedure.id}",
        "name": f"{procedure.label.in_(lang)} ({procedure.version})",
        "isExecutable": "true",
    }


def _node_xml(process: ET.Element, node: _Node, graph: _Graph) -> None:
    attributes = {"id": node.id, **({"name": node.name} if node.name else {})}
    element = ET.SubElement(process, f"{{{BPMN}}}{node.tag}", attributes)
    if node.about:
        ET.SubElement(element, f"{{{BPMN}}}documentation").text = node.about
    for flow in graph.flows:
        if flow.target == node.id:
            ET.SubElement(element, f"{{{BPMN}}}incoming").text = flow.id
    for flow in graph.flows:
        if flow.source == node.id:
            ET.SubElement(element, f"{{{BPMN}}}outgoing").text = flow.id
    if node.terminates:
        ET.SubElement(element, f"{{{BPMN}}}terminateEventDefinition", {"id": f"Terminate_{node.id}"})


def _flow_xml(process: ET.Element, flow: _Flow) -> None:
    attributes = {"id": flow.id, "sourceRef": flow.source, "targetRef": flow.target}
    element = ET.SubElement(process, f"{{{BPMN}}}sequenceFlow", attributes | ({"name": flow.name} if flow.name else {}))
    if flow.condition:
        kind = {f"{{{XSI}}}type": "bpmn:tFormalExpression"}
        ET.SubElement(element, f"{{{BPMN}}}conditionExpression", kind).text = flow.condition


def _drawing(root: ET.Element, procedure: Procedure, graph: _Graph) -> None:
    sizes = {node.id: _SIZES.get(node.tag, _GATEWAY) for node in graph.nodes.values()}
    joins = frozenset(id for id in graph.nodes if id.startswith("Join_"))
    plan = layout(sizes, [(flow.source, flow.target) for flow in graph.flows], "StartEvent", joins)
    diagram = ET.SubElement(root, f"{{{BPMNDI}}}BPMNDiagram", {"id": f"Diagram_{procedure.id}"})
    plane = {"id": f"Plane_{procedure.id}", "bpmnElement": f"Process_{procedure.id}"}
    board = ET.SubElement(diagram, f"{{{BPMNDI}}}BPMNPlane", plane)
    for id, (w, h) in sizes.items():
        cx, cy = plan.centres[id]
        shape = ET.SubElement(board, f"{{{BPMNDI}}}BPMNShape", {"id": f"Shape_{id}", "bpmnElement": id})
        bounds = {"x": f"{cx - w / 2:g}", "y": f"{cy - h / 2:g}", "width": f"{w:g}", "height": f"{h:g}"}
        ET.SubElement(shape, f"{{{DC}}}Bounds", bounds)
    for flow, route in zip(graph.flows, plan.routes, strict=True):
        edge = ET.SubElement(board, f"{{{BPMNDI}}}BPMNEdge", {"id": f"Edge_{flow.id}", "bpmnElement": flow.id})
        for x, y in route:
            ET.SubElement(edge, f"{{{DI}}}waypoint", {"x": f"{x:g}", "y": f"{y:g}"})


def _mixed(procedure: Procedure, step: str) -> InvalidInput:
    return InvalidInput(
        Text("Deze procedure past niet in BPMN.", "This procedure does not fit in BPMN."),
        where=f"{procedure.id}: {step}",
        mend=Text(
            "Laat alle handelingen die deze stap nemen dezelfde stappen nemen.",
            "Let all moves that take this step take the same steps.",
        ),
    )
