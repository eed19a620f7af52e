"""OpenFisca-Core: both rules as vectorised formulas over enumerations; one dossier with its tracer, many as arrays.

Favourable to it: constants stand in the formulas instead of dated parameters, and outcomes are whole numbers.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from openfisca_core.entities import build_entity
from openfisca_core.indexed_enums import Enum
from openfisca_core.periods import DateUnit
from openfisca_core.simulation_builder import SimulationBuilder
from openfisca_core.taxbenefitsystems import TaxBenefitSystem
from openfisca_core.variables import Variable
from talk import answers, best, named, single, stream, task, tell

PERIOD = "2026-08"
KINDS: dict[str, tuple[str, ...] | None] = {
    "dest": ("eu", "ally", "third", "embargo"),
    "goods": ("component", "system", "weapon"),
    "certified": None,
    "project": ("research", "development"),
    "size": ("small", "medium", "large"),
    "collab": None,
    "call": None,
}
"""Every fact: its values, or None for yes or no."""
FACTS = {"lane": ("dest", "goods", "certified"), "rate": ("project", "size", "collab", "call")}
PERSON = build_entity(key="dossier", plural="dossiers", label="Dossier", is_person=True)
ENUMS = {name: Enum(name, {value: value for value in values}) for name, values in KINDS.items() if values}


def variable(name: str, **more: Any) -> type[Variable]:
    shared = {"entity": PERSON, "definition_period": DateUnit.MONTH, "label": name}
    return type(name, (Variable,), shared | more)


def fact(name: str) -> type[Variable]:
    if name in ENUMS:
        return variable(name, value_type=Enum, possible_values=ENUMS[name], default_value=next(iter(ENUMS[name])))
    return variable(name, value_type=bool)


def lane(rows: list[dict[str, Any]], lanes: list[str]) -> type[Variable]:
    def holds(read: Any, row: dict[str, Any]) -> Any:
        found = True
        for name, wanted in row.items():
            if name == "=>" or wanted is None:
                continue
            value = read(name)
            options = wanted if isinstance(wanted, list) else [wanted]
            one = [value == (ENUMS[name][option] if name in ENUMS else option) for option in options]
            found = np.logical_or.reduce(one) & found
        return found

    def formula(person: Any, period: Any) -> Any:
        cache = {name: person(name, period) for name in FACTS["lane"]}
        return np.select([holds(cache.__getitem__, row) for row in rows], [lanes.index(row["=>"]) for row in rows], -1)

    return variable("lane", value_type=int, formula=formula)


def rate(values: dict[str, Any]) -> type[Variable]:
    def per(name: str, table: dict[str, float]) -> Any:
        return np.array([table[key] for key in KINDS[name] or ("no", "yes")])

    cap = np.array([[values["cap"][project][call] for call in ("no", "yes")] for project in KINDS["project"] or ()])
    base, bonus, extra = per("project", values["base"]), per("size", values["bonus"]), per("call", values["extra"])

    def formula(person: Any, period: Any) -> Any:
        project, size = np.asarray(person("project", period)), np.asarray(person("size", period))
        collab, call = person("collab", period), person("call", period).astype(int)
        return np.minimum(cap[project, call], base[project] + bonus[size] + np.where(collab, extra[call], 0))

    return variable("rate", value_type=int, formula=formula)


def system(given: dict[str, Any], lanes: list[str]) -> TaxBenefitSystem:
    found = TaxBenefitSystem([PERSON])
    for made in (*(fact(name) for name in KINDS), lane(given["lane"], lanes), rate(given["rate"])):
        found.add_variable(made)
    return found


def decider(law: TaxBenefitSystem, rule: str, lanes: list[str], trace: bool) -> Any:
    def decide(dossier: dict[str, Any]) -> Any:
        situation = {"dossiers": {"one": {name: {PERIOD: value} for name, value in dossier.items()}}}
        simulation = SimulationBuilder().build_from_entities(law, situation)
        simulation.trace = trace
        value = int(simulation.calculate(rule, PERIOD)[0])
        return value if rule == "rate" else lanes[value] if value >= 0 else None

    return decide


def columns(rule: str, dossiers: list[dict[str, Any]], rows: int) -> dict[str, Any]:
    found = {}
    for name in FACTS[rule]:
        options = KINDS[name]
        codes = np.array([options.index(one[name]) if options else one[name] for one in dossiers])
        found[name] = np.resize(codes.astype(np.int16 if options else bool), rows)
    return found


def whole_pass(law: TaxBenefitSystem, rule: str, inputs: dict[str, Any]) -> Any:
    simulation = SimulationBuilder().build_default_simulation(law, count=len(next(iter(inputs.values()))))
    for name, column in inputs.items():
        simulation.set_input(name, PERIOD, column)
    return simulation.calculate(rule, PERIOD)


def main() -> None:
    given = task()
    lanes = sorted({row["=>"] for row in given["lane"]})
    law = system(given, lanes)
    reformed = system({**given, "lane": given["reform"]}, lanes)
    streamed = stream(given, {rule: decider(law, rule, lanes, True) for rule in FACTS})
    rows = given["rows"]
    inputs = {rule: columns(rule, given["full"][rule], rows) for rule in FACTS}
    bulk = best(lambda: [whole_pass(law, rule, inputs[rule]) for rule in FACTS], 1, rounds=3)
    reform = best(lambda: whole_pass(reformed, "lane", inputs["lane"]), 1, rounds=3)
    tell(
        {
            "peer": named("openfisca-core"),
            **answers(given, {rule: decider(law, rule, lanes, False) for rule in FACTS}),
            "single": single(given, {rule: decider(law, rule, lanes, True) for rule in FACTS}, given["singles"] // 4),
            "stream": streamed,
            "bulk": {"rows": rows, "seconds": bulk},
            "reform": {"rows": rows, "seconds": reform},
            "notes": ["bulk: facts as arrays of codes; a fact that is missing takes its default, as OpenFisca has it"],
        }
    )


if __name__ == "__main__":
    main()
