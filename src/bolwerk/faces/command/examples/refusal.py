"""What follows a refusal: a second person decides, the applicant hears it, and may object."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bolwerk.faces.command.examples.house import House
from bolwerk.faces.command.examples.timeline import Clock, Story

if TYPE_CHECKING:
    from bolwerk.faces.command.examples.data import Application as Example
    from bolwerk.office.cases.models import Case

_OBJECTION = "Wij zijn het hier niet mee eens: de stukken die u mist, zaten in bijlage 3."


def refuse(house: House, example: Example, case: Case, clock: Clock, decision: str) -> Story:
    """From the proposal to where the example ends: waiting, told, final, or under objection. `decision` may be done ("")."""
    if example.until in {"deciding_exclusion", "deciding_refusal"}:
        return
    if decision:
        yield clock.wait(3, 7)
        house.act(case, decision, "approver", clock.at, reason="De vaststelling van de dossierbehandelaar klopt.")
    if example.until == "refusal_to_notify":
        return
    yield clock.wait(1, 3)
    house.act(case, "refusal_notified", "handler", clock.at)
    if example.until == "refused":
        return
    if example.until in {"objection", "objection_rejected", "objection_upheld"}:
        yield clock.wait(6, 12)
        house.act(case, "objection_lodged", case.opened_by, clock.at, reason=_OBJECTION)
        if example.until == "objection":
            return
        yield clock.wait(15, 25)
        if example.until == "objection_upheld":
            house.act(case, "objection_upheld", "approver2", clock.at, reason="De bijlage was er; bekijk de aanvraag opnieuw.")
        else:
            house.act(case, "objection_rejected", "approver2", clock.at, reason="Het bezwaar brengt niets nieuws aan.")
        return
    yield clock.wait(32, 36)
    house.act(case, "refusal_became_final", "handler", clock.at)
