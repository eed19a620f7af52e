"""Where the applications of a call stand, and what each person may still do with them."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from bolwerk.engines.procedures import Step
from bolwerk.kernel import Text
from bolwerk.office.calls.models import Application, Call
from bolwerk.office.cases import registry
from bolwerk.office.cases.models import Case
from bolwerk.office.identity.models import Role

READY = frozenset({"reviewed", "ethics_known"})
"""Where a case waits when it can be ranked."""


@dataclass(frozen=True, slots=True)
class StepCount:
    """How many cases wait at a step, and whose turn it is."""

    step: Step
    count: int
    role: Text | None


def steps_of(case: Case) -> frozenset[str]:
    """The steps at which a case waits, by its cache."""
    return frozenset(case.steps.strip(",").split(",")) - {""}


def labels_of(case: Case) -> tuple[Text, ...]:
    """The same as people call them."""
    here = steps_of(case)
    return tuple(step.label for step in registry.of(case).procedure.steps if step.id in here)


def step_counts(call: Call) -> tuple[StepCount, ...]:
    """In the order of the procedure; a case that waits at two steps counts at both."""
    found = list(Case.objects.filter(application__call=call).only("procedure", "procedure_version", "steps"))
    counts = Counter(step for case in found for step in steps_of(case))
    steps: dict[str, Step] = {}
    for case in {(one.procedure, one.procedure_version): one for one in found}.values():
        steps |= {step.id: step for step in registry.of(case).procedure.steps}
    rows = [(step, counts[step.id]) for step in steps.values() if counts[step.id]]
    return tuple(StepCount(step, count, _role(step)) for step, count in rows)


def _role(step: Step) -> Text | None:
    return Role(step.role).text if step.role in set(Role) else None


@dataclass(frozen=True, slots=True)
class Waiting:
    """An application that cannot be ranked yet (or any more), and where it stands."""

    application: Application
    where: tuple[Text, ...]
    closed: bool


def candidates(call: Call) -> tuple[tuple[Application, ...], tuple[Waiting, ...]]:
    """The applications that can be ranked now, and the others."""
    ready: list[Application] = []
    others: list[Waiting] = []
    submitted = call.applications.filter(state=Application.State.SUBMITTED).select_related("case", "applicant")
    for application in submitted.order_by("case__reference"):
        if application.case is None:
            continue
        if steps_of(application.case) >= READY:
            ready.append(application)
        else:
            closed = application.case.status == Case.Status.CLOSED
            others.append(Waiting(application, labels_of(application.case), closed))
    return tuple(ready), tuple(others)
